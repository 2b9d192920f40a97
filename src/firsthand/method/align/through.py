"""Which seconds of a file are another file's, by way of a third: ways that trace told, laid end to end with their bounds."""

import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from firsthand.record.finding import Found, Outcome

from .air import Bounds

SHARED = 1.0  # seconds that two ways must share before they can contradict each other
SOUND_OFF = 0.5  # seconds by which sound and pictures may lie apart and still be one, as trace.recordings has it
MOST = 8  # files through which a way may go
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Seconds `low` to `high` of `file` are seconds of `of`: second t is second t * speed + offset, within `error`.

    `through` are the files by which this was told, none where the two were laid on each other. `holds` and `held` say that the
    file, or the other, shows its neighbour on this way in a part of its picture.
    """

    file: str
    of: str
    low: float
    high: float
    speed: float
    offset: float
    error: float
    through: tuple[str, ...] = ()
    holds: bool = False
    held: bool = False

    @property
    def length(self) -> float:
        return self.high - self.low

    def back(self) -> "Way":
        return Way(
            file=self.of, of=self.file, low=self.low * self.speed + self.offset, high=self.high * self.speed + self.offset,
            speed=1 / self.speed, offset=-self.offset / self.speed, error=self.error / self.speed, through=self.through[::-1],
            holds=self.held, held=self.holds,
        )  # fmt: skip

    def then(self, step: "Way") -> "Way | None":
        """On from `of` to a further file; None where no second is left, or where `of` shows the two beside each other.

        Where the middle file begins or ends, the way does so earlier by what is not known of it: further out the step says nothing.
        """
        if self.held and step.holds:
            return None  # two pictures laid into one may be two cameras'
        low, high = ((at - self.offset) / self.speed for at in (step.low, step.high))
        drawn = self.error / self.speed
        made = replace(
            self, of=step.of, low=max(self.low, low + drawn), high=min(self.high, high - drawn), speed=self.speed * step.speed,
            offset=self.offset * step.speed + step.offset, error=self.error * step.speed + step.error,
            through=(*self.through, self.of), held=step.held,
        )  # fmt: skip
        return made if made.length > 0 else None

    def apart(self, other: "Way") -> bool:
        """Whether two ways between the same files lie on two lines: further apart than both errors somewhere in what they span."""
        return any(
            abs(at * (self.speed - other.speed) + self.offset - other.offset) > self.error + other.error
            for at in (min(self.low, other.low), max(self.high, other.high))
        )

    @property
    def in_step(self) -> bool:
        """Whether the file runs as fast as the other, as far as the bounds tell."""
        return abs(self.speed - 1) * self.length <= self.error

    def later(self) -> Bounds:
        """By how many seconds what is shown stands later in the other than in this file, where the two are in step."""
        ends = [at * (self.speed - 1) + self.offset for at in (self.low, self.high)]
        return Bounds(low=min(ends), high=max(ends)).wider(self.error)

    def wire(self) -> dict[str, Any]:
        return {
            "file": self.file, "of": self.of, "from_s": round(self.low, 3), "to_s": round(self.high, 3), "speed": round(self.speed, 6),
            "offset_s": Bounds(low=self.offset, high=self.offset).wider(self.error).wire(3), "through": list(self.through),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A file follows another in step: by the longest `way`; for so many `seconds` of it all ways on that line show this, and
    the sound is the same."""

    way: Way
    seconds: float


@dataclass(slots=True)
class Ways:
    """What trace told of the files of a recording: by which steps they were laid on each other, either way round, and what
    of their sound."""

    steps: dict[str, list[Way]] = field(default_factory=lambda: defaultdict(list))
    sounds: Mapping[Pair, Outcome] = field(default_factory=dict)

    def add(self, way: Way) -> None:
        self.steps[way.file].append(way)
        self.steps[way.of].append(way.back())

    def laid(self, file: str, other: str) -> Way | None:
        """The longest step from a file to another; where the two were not laid on each other, by way of others."""
        steps = [step for step in self.steps.get(file, ()) if step.of == other]
        followed = None if steps else self.followed(file, other)
        return followed.way if followed else max(steps, key=lambda step: step.length, default=None)

    def lies(self, file: str, other: str, later: Bounds) -> bool:
        """Whether the two were laid on each other so that what is shown stands so many seconds later in the other."""
        steps = [step for step in self.steps.get(file, ()) if step.of == other and step.in_step]
        return any(step.later().wider(SOUND_OFF).meet(later) is not None for step in steps)

    def followed(self, file: str, other: str) -> Followed | None:
        """How a file follows another, by way of others too; None where that is not told.

        Along the longest way both must run as fast, no other way may contradict it, and the two must sound the same there: a
        file with a sound of its own is a witness of its own, whatever it shows.
        """
        ways = list(self._by(file, other))
        best = max(ways, key=lambda way: (way.length, -way.error, way.through), default=None)
        if best is None or not best.in_step:
            return None
        line = [way for way in ways if not way.apart(best)]
        if any(way not in line and _shared(way, best) >= SHARED for way in ways):
            return None
        seconds = min(_union((way.low, way.high) for way in line), self._sounds_so(best))
        return Followed(way=best, seconds=seconds) if seconds > 0 else None

    def _by(self, file: str, other: str) -> Iterator[Way]:
        """Every step to a file, from where it is reached without it: by the longest way, and by each single step."""
        reached = self._reach(file, other)
        for last in (step.back() for step in self.steps.get(other, ())):
            if last.file == file:
                yield last
                continue
            here = [step for step in self.steps.get(file, ()) if step.of == last.file]
            if last.file in reached and reached[last.file] not in here:
                here.append(reached[last.file])
            yield from (way for way in (step.then(last) for step in here) if way is not None)

    def _reach(self, file: str, without: str) -> dict[str, Way]:
        """Each file that can be reached from one, by the way that keeps most seconds of it."""
        made: dict[str, Way] = {}
        waiting: list[tuple[float, float, tuple[str, ...], int, Way]] = []
        count = itertools.count()

        def wait(way: Way | None) -> None:
            if way is not None and way.of not in made and way.of not in (file, without):
                heapq.heappush(waiting, (-way.length, way.error, (*way.through, way.of), next(count), way))

        for step in self.steps.get(file, ()):
            wait(step)
        while waiting:
            way = heapq.heappop(waiting)[-1]
            if way.of not in made and len(way.through) < MOST:
                made[way.of] = way
                for step in self.steps.get(way.of, ()):
                    wait(way.then(step))
        return made

    def _sounds_so(self, way: Way) -> float:
        """For how many seconds trace found the sound of the two at a way's ends to be the same, at the offset that it tells."""
        one, two = sorted((way.file, way.of))
        outcome = self.sounds.get((one, two))
        later, turned = way.later().wider(SOUND_OFF), 1 if way.file == one else -1
        parts = outcome.value["stretches"] if isinstance(outcome, Found) else ()
        near = [part for part in parts if later.low <= turned * float(Fraction(part["offset"])) <= later.high]
        return _union((float(Fraction(part["one"]["start"])), float(Fraction(part["one"]["end"]))) for part in near)


def _shared(one: Way, two: Way) -> float:
    return min(one.high, two.high) - max(one.low, two.low)


def _union(spans: Iterable[tuple[float, float]]) -> float:
    total, until = 0.0, float("-inf")
    for low, high in sorted(spans):
        total += max(0.0, high - max(low, until))
        until = max(until, high)
    return total
