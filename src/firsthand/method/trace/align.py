"""From guesses to stretches: which seconds of one film are which seconds of another, and what speaks for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from . import cells as by_cells
from . import motion as by_motion
from .cuts import Lone
from .ends import refined
from .footage import Film
from .guess import CLEAR, Asked, Guess, Placing, Room, guesses, placed, placed_together, whole
from .moments import Features, Pictures, features_at, met_at
from .motion import RATE, Likeness
from .prepared import Prepared
from .runs import SHORT, Moving, Spoken, best_run, bounded, lone_cuts, moving, spoken
from .tiles import Tiled

MOST_SEGMENTS, MOST_RUNS = 16, 3
REACH = 1.0  # seconds around a guessed offset that are tried
NEAR_CUT, BEYOND = 0.3, 2.0  # seconds between a run's end and the cut at which it ends; that are looked at past a cut
UNTOLD = Likeness(windows=0, telling=0, median=0.0, least=0.0)
MOVES_ALIKE, MOST_AGAIN = 0.6, 3  # likeness from which pictures that differ are met once more; for so many stretches
SPED = 0.4  # likeness of movement below which no film is taken to be sped up
AGAIN = 0.8  # likeness of movement from which the same seconds of one film may stand in two places of the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of one, [start, end] in its seconds, laid upon two, with what speaks for it.

    `pictures` were compared by PDQ, `near` of them are near (within the asked bits), `bits` the median distance, `apart` how
    many bits further the same pictures are from other moments of two; of `looked` pictures the local features of `agreed` lie
    where the placing puts them; `moves` says how alike the two move (in so many `cells` of the picture; 0: as a whole) and
    `stands_out` how far that likeness is above that at other offsets; `share` is that of the seconds that both have at this
    offset; `weight` orders.
    """

    start: float
    end: float
    offset: float
    speed: float
    placing: Placing
    pictures: int
    near: int
    bits: float
    apart: float
    looked: int
    agreed: int
    moves: Likeness
    cells: int
    parts: Likeness
    alike: float
    stands_out: float
    share: float
    weight: float
    error: float = 1.0
    beyond: tuple[bool, bool] = (False, False)  # whether other pictures were seen before and after it
    starts: str = ""  # why it begins and ends where it does (ends.Ends)
    ends: str = ""
    tiled: Tiled | None = None  # where little moves: what its tiles say

    def in_two(self) -> tuple[float, float]:
        return self.offset + self.start * self.speed, self.offset + self.end * self.speed

    @property
    def likeness(self) -> float:
        """How alike its movement is (0 where nothing tells): by cells and as a whole; a crop moves otherwise as a whole."""
        told = [part.median for part in (self.moves, self.parts) if part.telling]
        mean = sum(told) / len(told) if told else 0.0
        return max(mean, self.parts.median) if self.parts.telling >= 2 else mean

    @property
    def strength(self) -> float:
        """What it weighs beside others that claim the same seconds: much movement that is half alike is worth less than less
        movement that is the same, and what moves alike less where the pictures do not agree."""
        alike = min(max(self.likeness, 0.2), 0.99)
        agree = max(self.near / max(self.pictures, 1), self.agreed / max(self.looked, 1))
        return -self.weight * float(np.log(1 - alike**2)) * (1 + agree) / 2


def segments(one: Prepared, two: Prepared, asked: Asked, placings: Sequence[Placing]) -> list[Segment]:
    """The stretches by which two films may be laid upon one another, the weightiest first, none of them twice."""
    done: set[tuple[int, float, int]] = set()
    tried = [made for guess in guesses(one, two, asked, placings) for made in _laid(one, two, guess, asked, done)]
    tried += [made for guess in _again(one, two, tried) for made in _laid(one, two, guess, asked, done)]
    chosen: list[Segment] = []
    for segment in sorted(tried, key=lambda s: (-s.strength, s.start, s.offset)):
        if len(chosen) >= MOST_SEGMENTS or any(twice(segment, other) for other in chosen):
            continue
        made = _refined(one, two, segment)
        if not any(twice(made, other) or _rivals(made, other) for other in chosen):
            chosen.append(made)
    return chosen


def _again(one: Prepared, two: Prepared, tried: Sequence[Segment]) -> Iterator[Guess]:
    """Where films move alike though their pictures do not agree, the pictures of those very moments are met: one may show a part
    of the other."""
    unseen = [
        s for s in tried if s.likeness >= MOVES_ALIKE and max(s.moves.telling, s.parts.telling) >= 2 and _unplaced(s)
    ]
    offsets: dict[float, Segment] = {}
    for segment in sorted(unseen, key=lambda s: (-s.strength, s.start, s.offset)):
        offsets.setdefault(round(segment.offset, 1), segment)
    for segment in list(offsets.values())[:MOST_AGAIN]:
        at = np.linspace(segment.start, segment.end, 10)[1:-1]
        moments = [(float(t), segment.offset + float(t) * segment.speed) for t in at]
        together = placed_together(one, two, segment.offset, segment.speed)
        for placing in [*placed(one, two, aligned=moments)[:2], *([together] if together is not None else [])]:
            yield Guess(offset=segment.offset, speed=segment.speed, placing=placing, votes=segment.weight, moved=True)


def _unplaced(segment: Segment) -> bool:
    """Whether its pictures do not agree, or agree on a placing that few features told."""
    unseen = segment.agreed < 0.5 * segment.looked and segment.near <= 0.5 * segment.pictures
    view = segment.placing.view
    return unseen or (view is not None and view.agree < CLEAR)


def _refined(one: Prepared, two: Prepared, segment: Segment, room: Room | None = None) -> Segment:
    """The same segment with its offset on the fine grid, and its ends at the frames where it was cut."""
    if not max(segment.moves.telling, segment.parts.telling):
        return segment
    ends = refined(
        one, two, segment.start, segment.end, segment.offset, segment.speed, segment.placing, segment.beyond, room
    )
    if ends.end - ends.start < SHORT:
        return segment
    return replace(
        segment, start=ends.start, end=ends.end, offset=ends.offset, error=ends.error, parts=ends.parts or segment.parts,
        starts=ends.starts, ends=ends.ends,
    )  # fmt: skip


def in_room(one: Prepared, two: Prepared, asked: Asked, guess: Guess, known: Sequence[Segment]) -> list[Segment]:
    """The stretches at a guessed offset in what is left beside those that are known."""
    made = [_refined(one, two, segment, guess.room) for segment in _laid(one, two, guess, asked, set())]
    return [segment for segment in made if not any(twice(segment, other) for other in known)]


def twice(one: Segment, two: Segment) -> bool:
    """Whether two segments lay the same seconds of both films upon one another."""
    return min(_shared(one, two)) > 0.3


def _rivals(one: Segment, two: Segment) -> bool:
    """Whether two segments claim the same seconds of one of the films. A loop may: the same seconds in two places of the other."""
    again = all(max(s.moves.median, s.parts.median) >= AGAIN and s.moves.telling >= 2 for s in (one, two))
    return max(_shared(one, two)) > 0.5 and not again and not rounds(one, two)


def rounds(one: Segment, two: Segment) -> bool:
    """Whether two segments are two places of one film, each from a cut or an end of that film to another, that show the same
    seconds of the other film twice: an editor put them there. What only looks alike by luck ends anywhere."""
    placed = [{why.rpartition(" ")[2] for why in (s.starts, s.ends)} for s in (one, two)]
    return any(
        all(sides <= {film, "both"} for sides in placed) and shared <= 0.1
        for film, shared in zip(("one", "two"), _shared(one, two), strict=True)
    )


def _shared(one: Segment, two: Segment) -> tuple[float, float]:
    """Shares of the shorter's seconds, of either film, that lie in the other's."""
    (a, b), (c, d) = one.in_two(), two.in_two()
    return _overlap(one.start, one.end, two.start, two.end), _overlap(a, b, c, d)


def _overlap(a: float, b: float, c: float, d: float) -> float:
    return (min(b, d) - max(a, c)) / max(min(b - a, d - c), 1e-9)


# --- laying one upon the other ------------------------------------------------------------------------------------------------


def _laid(
    one: Prepared, two: Prepared, guess: Guess, asked: Asked, done: set[tuple[int, float, int]]
) -> Iterator[Segment]:
    """The stretches for which most speaks near a guessed offset; none where none is long enough, and none twice: `done` are the
    placings, speeds and lags that were laid before."""
    if guess.moved and guess.placing.form is not None:
        guess = replace(guess, placing=_likeliest(one, two, guess, asked))
    laid = moving(one, two, guess.speed, guess.placing)
    if laid is None:
        yield from _by_pictures_alone(one, two, guess, asked.within)
        return
    middle = round((guess.offset / guess.speed - laid.two.start + laid.one.start) * RATE)
    lags = range(middle - round(REACH * RATE), middle + round(REACH * RATE) + 1)
    if guess.speed != 1.0 and not _may_be_sped(laid, lags, guess.moved):
        return
    said = said_at(one, two, guess, laid, asked.within)
    weight, first, last, lag = max((*best_run(laid, lag, said.points), lag) for lag in lags)
    key = id(guess.placing), guess.speed, lag
    if key in done:
        return
    done.add(key)
    offset = (laid.two.start - laid.one.start + lag / RATE) * guess.speed
    if abs(offset - guess.offset) > 1 / RATE:  # what was held against the moments of a poor guess says little
        guess = replace(guess, offset=offset)
        said = said_at(one, two, guess, laid, asked.within)
        weight, first, last = best_run(laid, lag, said.points)
    taken = _out_of_room(guess, laid)
    points = np.where(taken, -1e6, said.points)
    if taken.any():
        said = replace(said, points=points)
        weight, first, last = best_run(laid, lag, points)
    offset = (laid.two.start - laid.one.start + lag / RATE) * guess.speed
    cuts = lone_cuts(one, two, offset, guess.speed, guess.placing, both(one.film, two.film, offset, guess.speed))
    for _ in range(MOST_RUNS):
        if weight <= 0:
            return
        first, last = bounded(laid, lag, (first, last), cuts, said, taken)
        weight = float((laid.evidence(lag, first, last) + said.points[first:last]).sum())
        made = segment_of(one, two, guess, laid, (lag, first, last, weight), said, cuts, asked.within)
        if made is not None:
            yield made
        points[first:last], taken[first:last] = -1e6, True
        weight, first, last = best_run(laid, lag, points)


def _may_be_sped(laid: Moving, lags: Sequence[int], moved: bool) -> bool:
    """Whether movement leaves it open that a film was sped up: more is asked of that than of any other, so that what moves
    otherwise at its best lag need not be looked at; nor what only movement said, where it says nothing."""
    nothing = np.zeros(laid.one.length)
    _, first, last, lag = max((*best_run(laid, lag, nothing), lag) for lag in lags)
    alike = laid.alike(lag, first, last)
    return not moved if alike is None else alike >= SPED


def _out_of_room(guess: Guess, laid: Moving) -> npt.NDArray[np.bool_]:
    """Points of one at which a guess has no room."""
    if guess.room is None:
        return np.zeros(laid.one.length, bool)
    low, high = guess.room.on_one(guess.offset, guess.speed)
    at = laid.one.start + np.arange(laid.one.length) / RATE
    return np.asarray((at < low - 0.5 / RATE) | (at > high + 0.5 / RATE))


def said_at(one: Prepared, two: Prepared, guess: Guess, laid: Moving, within: int) -> Spoken:
    """What pictures and local features say of a guess."""
    form = guess.placing.form
    met = met_at(one.film, two.film, two.cuts(), guess.offset, guess.speed, form or 0)
    features = features_at(one, two, guess.offset, guess.speed, guess.placing)
    against = form is not None and not guess.moved
    return spoken(one, two, guess.offset, guess.speed, (met, features), laid.one, within, against)


def _likeliest(one: Prepared, two: Prepared, guess: Guess, asked: Asked) -> Placing:
    """Of the whole pictures' forms the one in which most pictures are near; as guessed where hardly any is."""
    sides = one.film, two.film, two.cuts(), guess.offset, guess.speed
    away = {form: met_at(*sides, form).bits for form in asked.turned}
    near = {form: int((bits <= asked.within).sum()) for form, bits in away.items()}
    most = max(asked.turned, key=lambda form: near[form])
    return whole(most) if near[most] >= 2 else guess.placing


def both(one: Film, two: Film, offset: float, speed: float) -> tuple[float, float]:
    """The seconds of one that both have at an offset."""
    return max(one.start, (two.start - offset) / speed), min(one.end, (two.end - offset) / speed)


def segment_of(
    one: Prepared, two: Prepared, guess: Guess, laid: Moving, run: tuple[int, int, int, float], said: Spoken,
    cuts: Sequence[Lone], within: int,
) -> Segment | None:  # fmt: skip
    """A run (lag, first and last point, weight) with all that speaks for it; None where it is too short."""
    lag, first, last, weight = run
    film, other = laid.one, laid.two
    offset = (other.start - film.start + lag / RATE) * guess.speed
    earliest, latest = both(one.film, two.film, offset, guess.speed)
    low, high = laid.reach(lag)
    if guess.room is not None:
        room = guess.room.on_one(offset, guess.speed)
        earliest, latest = max(earliest, room[0]), min(latest, room[1])
        low, high = max(low, round((room[0] - film.start) * RATE)), min(high, round((room[1] - film.start) * RATE))
    start = earliest if first - low < 6 else film.start + first / RATE
    end = latest if high - last < 6 else film.start + last / RATE
    if end - start < SHORT:
        return None
    moves = UNTOLD if laid.in_part else by_motion.likeness(film, other, lag, first, last)
    # Where only one of them was cut, and shows something else from then on, is no more that both can have.
    cut = [cut for cut in cuts if cut.clear]
    before = [cut.at for cut in cut if cut.at <= start + NEAR_CUT and said.other(cut.before - BEYOND, cut.before)]
    after = [cut.at for cut in cut if cut.at >= end - NEAR_CUT and said.other(cut.at, cut.at + BEYOND)]
    earliest, latest = max([earliest, *before]), min([latest, *after])
    made = described(start, end, replace(guess, offset=offset), said.met, said.features, moves, weight,
                      min(1.0, (end - start) / max(latest - earliest, 1e-9)), within)  # fmt: skip
    made = replace(made, beyond=(len(before) > 0, len(after) > 0))
    if laid.laid is None:
        return made
    alike, out = by_cells.stands_out(laid.laid, lag, first, last)
    parts = by_cells.likeness(laid.laid, lag, first, last)
    return replace(made, cells=laid.laid.cells, parts=parts, alike=alike, stands_out=out)


def _by_pictures_alone(one: Prepared, two: Prepared, guess: Guess, within: int) -> Iterator[Segment]:
    """For films without movement (key frames only): from the first near picture to the last."""
    met = met_at(one.film, two.film, two.cuts(), guess.offset, guess.speed, guess.placing.form or 0)
    near = met.at[met.bits <= within]
    if len(near) < 2 or near.max() - near.min() < SHORT:
        return
    earliest, latest = both(one.film, two.film, guess.offset, guess.speed)
    start, end = float(near.min()), float(near.max())
    features = features_at(one, two, guess.offset, guess.speed, guess.placing)
    yield described(
        start, end, guess, met, features, UNTOLD, float(len(near)), (end - start) / max(latest - earliest, 1e-9), within
    )


def described(
    start: float, end: float, guess: Guess, met: Pictures, features: Features, moves: Likeness, weight: float, share: float,
    within: int,
) -> Segment:  # fmt: skip
    """A stretch, its cells not looked at."""
    inside = met.within(start, end)
    count = len(inside.bits)
    looked, agreed = features.within(start, end)
    return Segment(
        start=start,
        end=end,
        offset=guess.offset,
        speed=guess.speed,
        placing=guess.placing,
        pictures=count,
        near=int((inside.bits <= within).sum()),
        bits=float(np.median(inside.bits)) if count else 256.0,
        apart=float(np.nanmedian(inside.apart)) if np.isfinite(inside.apart).any() else 0.0,
        looked=looked,
        agreed=agreed,
        moves=moves,
        cells=0,
        parts=UNTOLD,
        alike=0.0,
        stands_out=0.0,
        share=share,
        weight=weight,
    )
