"""What tiles say of a stretch: which one lies at an offset, where little moves or little is left; and whether another goes on."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from . import tiles
from .align import UNTOLD, Segment, both, described, said_at, segment_of
from .ends import ended
from .guess import Guess, Placing, Room
from .moments import features_at, met_at
from .motion import RATE
from .prepared import Prepared
from .runs import SHORT, Moving, lone_cuts, moving
from .tiles import Tiled

NEAR_END = 0.5  # seconds from an end that both have, within which a stretch reaches it
MOST_ON, PARTS = 2.0, 0.5  # seconds by which a stretch goes on at the most; and of the parts that are asked one by one


def by_tiles(one: Prepared, two: Prepared, placing: Placing, within: int, room: Room | None = None) -> Segment | None:
    """With what pictures and movement say of it; None where tiles say nothing, or of too short a stretch."""
    left = (room.low, room.high) if room is not None else None
    of_two = room is not None and room.of == "two"
    tiled = tiles.alike(one.film, two.film, placing.transform, (None if of_two else left, left if of_two else None))
    if tiled is None:
        return None
    guess = Guess(offset=tiled.offset, speed=1.0, placing=placing, votes=tiled.sigmas, moved=True, room=room)
    laid = moving(one, two, 1.0, placing)
    made = _still(one, two, guess, tiled, within) if laid is None else _moving(one, two, guess, tiled, laid, within)
    if made is None:
        return None
    ends = ended(one, two, made.start, made.end, tiled.offset, 1.0, placing, made.beyond, room)
    return replace(
        made, start=ends.start, end=ends.end, offset=tiled.offset, error=tiled.error, starts=ends.starts, ends=ends.ends, tiled=tiled
    )  # fmt: skip


def _still(one: Prepared, two: Prepared, guess: Guess, tiled: Tiled, within: int) -> Segment | None:
    """Where a film is too short for its movement to be compared."""
    earliest, latest = both(one.film, two.film, guess.offset, 1.0)
    if guess.room is not None:
        low, high = guess.room.on_one(guess.offset, 1.0)
        earliest, latest = max(earliest, low), min(latest, high)
    start, end = max(earliest, tiled.start), min(latest, tiled.end)
    start, end = (earliest if start - earliest < NEAR_END else start), (latest if latest - end < NEAR_END else end)
    if end - start < SHORT:
        return None
    met = met_at(one.film, two.film, two.cuts(), guess.offset, 1.0, guess.placing.form or 0)
    features = features_at(one, two, guess.offset, 1.0, guess.placing)
    share = min(1.0, (end - start) / max(latest - earliest, 1e-9))
    return described(start, end, guess, met, features, UNTOLD, tiled.sigmas, share, within)


def _moving(one: Prepared, two: Prepared, guess: Guess, tiled: Tiled, laid: Moving, within: int) -> Segment | None:
    lag = round((guess.offset - laid.two.start + laid.one.start) * RATE)
    low, high = laid.reach(lag)
    first, last = (min(max(round((at - laid.one.start) * RATE), low), high) for at in (tiled.start, tiled.end))
    said = said_at(one, two, guess, laid, within)
    cuts = lone_cuts(one, two, guess.offset, 1.0, guess.placing, both(one.film, two.film, guess.offset, 1.0))
    return segment_of(one, two, guess, laid, (lag, first, last, tiled.sigmas), said, cuts, within)


def reaching(one: Prepared, two: Prepared, copy: Segment, others: Sequence[Segment]) -> Segment:
    """A copy to the end that both have, where nothing tells why it ends a moment before, and tiles are alike there at its offset and at no
    other: the first pictures of a file move by its own coding."""
    if copy.speed != 1.0 or copy.tiled is not None:
        return copy
    earliest, latest = both(one.film, two.film, copy.offset, 1.0)
    start = earliest if not copy.starts and _goes_on(one, two, copy, earliest, copy.start, others) else copy.start
    end = latest if not copy.ends and _goes_on(one, two, copy, copy.end, latest, others) else copy.end
    if (start, end) == (copy.start, copy.end):
        return copy
    ends = ended(one, two, start, end, copy.offset, 1.0, copy.placing, copy.beyond)
    return replace(copy, start=ends.start, end=ends.end, starts=ends.starts, ends=ends.ends)


def _goes_on(one: Prepared, two: Prepared, copy: Segment, low: float, high: float, others: Sequence[Segment]) -> bool:
    """Part by part, past no cut that only one of the films has, and into no other copy."""
    there = low + copy.offset, high + copy.offset
    taken = any(
        min(b, end) > max(a, begin)
        for other in others
        for (a, b), (begin, end) in (((low, high), (other.start, other.end)), (there, other.in_two()))
    )
    if not one.frame() < high - low <= MOST_ON or taken:
        return False
    if lone_cuts(one, two, copy.offset, 1.0, copy.placing, (low, high)):
        return False
    count = max(1, round((high - low) / PARTS))
    edges = [low + (high - low) * part / count for part in range(count + 1)]
    return all(tiles.goes_on(one.film, two.film, copy.placing.transform, copy.offset, a, b) for a, b in pairwise(edges))
