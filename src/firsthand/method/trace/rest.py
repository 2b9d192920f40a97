"""What is left of a film beside a stretch that is known: an exchanged half, a repeated part. It is asked by itself, once more."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from .align import Segment, in_room, twice
from .cells import at_all_lags
from .grained import by_tiles
from .guess import LONG, Asked, Guess, Room, laid_so
from .judge import copy_by_tiles, is_copy
from .motion import RATE, alike_at_all_lags
from .prepared import Prepared

SHORTEST, LEAST, MOST = 1.0, 2.5, 60.0  # seconds that are left, and are asked about: by tiles, by movement too
MOST_ROOMS, TRIED = 4, 3  # such parts, the longest; and offsets of each
NEAR = 6  # points around an offset that are not tried again
Series = npt.NDArray[Any]
Sides = tuple[tuple[str, Prepared], ...]


def with_rest(one: Prepared, two: Prepared, asked: Asked, copies: Sequence[Segment]) -> list[Segment]:
    """The copies, parted where one ends for no reason in what another begins with, and those in what they leave of either film.
    Such a part was cut from elsewhere: at its own offset it moves alike in itself, though the whole of the films does at another."""
    sides = ("one", one), ("two", two)
    found = list(copies)
    for number, copy in enumerate(copies):
        others = [other for other in found if other is not copy]
        for room in _parted(sides, copy, others):
            guess = Guess(offset=copy.offset, speed=copy.speed, placing=copy.placing, votes=copy.weight, room=room)
            found[number] = max(in_room(one, two, asked, guess, others), key=_strength, default=copy)
    for room in sorted(_left(sides, found), key=lambda room: room.low - room.high)[:MOST_ROOMS]:
        near = max(found, key=_strength)
        guesses = _guesses(one, two, near, room) if room.high - room.low >= LEAST else ()
        made = [made for guess in guesses for made in in_room(one, two, asked, guess, found) if is_copy(made)]
        still = by_tiles(one, two, near.placing, asked.within, room) if not made and near.speed == 1.0 else None
        if still is not None and copy_by_tiles(still) and not any(twice(still, other) for other in found):
            made = [still]
        found += [max(made, key=_strength)] if made else []
    return found


def _strength(segment: Segment) -> float:
    return segment.strength


def _span(segment: Segment, of: str) -> tuple[float, float]:
    return (segment.start, segment.end) if of == "one" else segment.in_two()


def _parted(sides: Sides, copy: Segment, others: Sequence[Segment]) -> Iterator[Room]:
    """What another copy leaves one that runs into it, where only the other is known to begin or to end there."""
    for of, film in sides:
        start, end = _span(copy, of)
        for other in others:
            begun, ended = _span(other, of)
            if other.starts and not copy.ends and start < begun < end < ended:
                yield Room(of=of, low=film.film.start, high=begun - film.frame())
            if other.ends and not copy.starts and begun < start < ended < end:
                yield Room(of=of, low=ended + film.frame(), high=film.film.end)


def _left(sides: Sides, copies: Sequence[Segment]) -> Iterator[Room]:
    """What no copy has of either film."""
    for of, film in sides:
        low = film.film.start
        for start, end in [*sorted(_span(copy, of) for copy in copies), (film.film.end + film.frame(), np.inf)]:
            high = start - film.frame()
            if SHORTEST <= high - low <= MOST:
                yield Room(of=of, low=low, high=high)
            low = max(low, end + film.frame())


def _guesses(one: Prepared, two: Prepared, near: Segment, room: Room) -> Iterator[Guess]:
    """The offsets at which what is left moves most like any part of the other film, as a known copy lays them."""
    film, other = one.motion(), two.motion(near.speed)
    if film is None or other is None:
        return
    of_two = room.of == "two"
    start, length = (other.start * near.speed, other.length) if of_two else (film.start, film.length)
    pace = RATE / near.speed if of_two else RATE
    first, last = max(0, round((room.low - start) * pace)), min(length, round((room.high - start) * pace) + 1)
    least = round(LEAST * RATE / 2)
    if last - first < least:
        return

    def part(rows: tuple[Series, Series]) -> tuple[Series, Series]:
        return (rows[0], rows[1][:, first:last]) if of_two else (rows[0][:, first:last], rows[1])

    laid = laid_so(one, two, near.speed, near.placing) if max(film.length, other.length) <= LONG else None
    if laid is not None:
        mine, theirs = part((laid.one, laid.two))
        lags, alike, overlap = at_all_lags(replace(laid, one=mine, two=theirs), least)
    else:
        mine, theirs = part((film.rows, other.rows))
        lags, alike, overlap = alike_at_all_lags(replace(film, rows=mine), replace(other, rows=theirs), least)
    score = alike * np.sqrt(overlap)
    for _ in range(TRIED):
        best = int(np.argmax(score))
        if score[best] <= 0:
            return
        lag = lags[best] + (first if of_two else -first)
        offset = (other.start - film.start + lag / RATE) * near.speed
        yield Guess(offset=float(offset), speed=near.speed, placing=near.placing, votes=float(score[best]), room=room)
        score[max(0, best - NEAR) : best + NEAR + 1] = -1.0
