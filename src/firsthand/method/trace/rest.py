"""What is left of a film beside a stretch that is known: an exchanged half, a repeated part. It is asked by itself, once more."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from .align import Segment, in_room
from .cells import Laid, at_all_lags
from .guess import Asked, Guess, Placing, Room, laid_so
from .judge import is_copy
from .motion import RATE
from .prepared import Prepared

LEAST, MOST = 2.5, 60.0  # seconds that are left, and are asked about
TRIED = 3  # offsets of each
NEAR = 6  # points around an offset that are not tried again


def with_rest(one: Prepared, two: Prepared, asked: Asked, copies: Sequence[Segment]) -> list[Segment]:
    """The copies, and those in what they leave of either film. Such a part was cut from elsewhere: at its own offset it moves alike
    in itself, though the whole of the films does at another."""
    found = list(copies)
    for room in _rooms(one, two, copies):
        near = max(copies, key=lambda s: s.strength)
        made = [
            segment
            for guess in _guesses(one, two, near.speed, near.placing, room)
            for segment in in_room(one, two, asked, guess, found)
            if is_copy(segment)
        ]
        if made:
            found.append(max(made, key=lambda s: s.strength))
    return found


def _rooms(one: Prepared, two: Prepared, copies: Sequence[Segment]) -> Iterator[Room]:
    """Where a copy ends though its film goes on: only beside such an end something else was put."""
    for of, film in (("one", one), ("two", two)):
        taken = sorted((s.start, s.end) if of == "one" else s.in_two() for s in copies)
        low = film.film.start
        for start, end in [*taken, (film.film.end + film.frame(), np.inf)]:
            high = start - film.frame()
            if LEAST <= high - low <= MOST:
                yield Room(of=of, low=low, high=high)
            low = max(low, end + film.frame())


def _guesses(one: Prepared, two: Prepared, speed: float, placing: Placing, room: Room) -> Iterator[Guess]:
    """The offsets at which the cells of what is left move most alike with any part of the other film."""
    laid = laid_so(one, two, speed, placing)
    if laid is None:
        return
    pace = speed if room.of == "two" else 1.0
    course = laid.second if room.of == "two" else laid.first
    first, last = (round((second / pace - course.start) * RATE) for second in (room.low, room.high))
    first, last = max(first, 0), min(last + 1, course.length)
    if last - first < LEAST * RATE / 2:
        return
    part: Laid = (
        replace(laid, two=laid.two[:, first:last]) if room.of == "two" else replace(laid, one=laid.one[:, first:last])
    )
    lags, alike, overlap = at_all_lags(part, round(LEAST * RATE / 2))
    score = alike * np.sqrt(overlap)
    shift = first if room.of == "two" else -first
    for _ in range(TRIED):
        best = int(np.argmax(score))
        if score[best] <= 0:
            return
        offset = (laid.second.start - laid.first.start + (lags[best] + shift) / RATE) * speed
        yield Guess(offset=float(offset), speed=speed, placing=placing, votes=float(score[best]), room=room)
        score[max(0, best - NEAR) : best + NEAR + 1] = -1.0
