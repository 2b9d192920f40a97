"""trace.search: which of many files were compared with one another, and how many pairs came out alike?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from firsthand.method.reading import Reading
from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.digest import sha256
from firsthand.record.fault import BadReading
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable

from . import pictures, sound
from .candidates import Looks, by_pictures, by_sound, by_vectors
from .made import film_like
from .prepared import Prepared, prepared
from .sketch import Sketch, sketch_of
from .sound import Heard, heard


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """When all pairs are compared."""

    every_pair: int = value(300, "up to so many files every pair is compared in full; beyond, pairs without one like picture or "
                                 "24 common landmarks of sound are passed over, and films that only move alike are missed")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """What tracing needs of one file, worked out once: its pictures and their movement, descriptors, landmarks of sound."""

    film: Prepared | None
    heard: Heard | None

    @property
    def sketch(self) -> Sketch:
        """What of it brings other files into question."""
        return sketch_of(self.film, self.heard)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One answer on one pair, by trace.pictures or trace.sound."""

    method: str
    one: str
    two: str
    outcome: Outcome


def ready(reading: Reading) -> Ready:
    """Pictures that do not hold together are passed over: the file's own finding says so."""
    try:
        film = prepared(reading)
    except BadReading:
        film = None
    landmarks = film.heard if film is not None else heard(reading)
    return Ready(film=film, heard=landmarks)


def compare(one: str, first: Ready, two: str, second: Ready) -> Iterator[Compared]:
    """Both answers on a pair, as far as both files have pictures, or sound."""
    if one > two:
        one, first, two, second = two, second, one, first
    if first.film and second.film:
        outcome = pictures.compare(pictures.Given(), one, first.film, two, second.film)
        yield Compared(method="trace.pictures", one=one, two=two, outcome=outcome)
    if first.heard and second.heard:
        outcome = sound.compare(sound.Given(), one, first.heard, two, second.heard)
        yield Compared(method="trace.sound", one=one, two=two, outcome=outcome)


def pairs(given: Given, files: Mapping[str, Sketch], looks: Looks | None = None) -> list[tuple[str, str]]:
    """The pairs worth comparing, in order: all of them, or those that have something in common. `looks` are indexes of them,
    where there are some."""
    if len(files) <= given.every_pair:
        return list(combinations(sorted(files), 2))
    return sorted(candidates(files, looks))


def candidates(
    files: Mapping[str, Sketch], looks: Looks | None = None, asking: Iterable[str] | None = None
) -> set[tuple[str, str]]:
    """Pairs with something in common; `asking` are the files that are asked for, all where none are named."""
    wanted = set(files if asking is None else asking)
    ways = looks or Looks.over(files)
    return (
        by_pictures(files, pictures.Given().within, ways.pictures, wanted)
        | by_vectors(files, ways.vectors, wanted)
        | by_sound(files, sound.Given().votes, wanted)
    )


def summary(files: int, compared: int, found: Iterable[Outcome]) -> Outcome:
    """One outcome for a whole search: how many pairs were compared, and how many answers of each kind there were."""
    outcomes = list(found)
    counts = {kind.name: sum(isinstance(outcome, kind) for outcome in outcomes) for kind in (Found, Inconclusive)}
    shown: dict[str, Any] = {"files": files, "pairs": compared, **counts}
    if not outcomes:
        looked = f"{files} files, {compared} pairs, by pictures and movement and by sound: no two are alike"
        return Nothing(looked=looked, value=shown)
    return Found(value=shown)


def run(given: Given, inputs: Inputs) -> Outcome:
    readings: Mapping[str, Reading] = inputs["readings"]
    if len(readings) < 2:
        return Unsuitable(why="fewer than two files to compare")
    files = {name: ready(reading) for name, reading in readings.items()}
    chosen = pairs(given, {name: one.sketch for name, one in files.items()})
    answers = [a.outcome for one, two in chosen for a in compare(one, files[one], two, files[two])]
    return summary(len(files), len(chosen), [a for a in answers if isinstance(a, Found | Inconclusive)])


def agrees(one: Outcome, two: Outcome) -> bool:
    """As many found; what cannot be told may differ by a few bits' worth."""
    if type(one) is not type(two) or isinstance(one, Unsuitable) or isinstance(two, Unsuitable):
        return type(one) is type(two)
    return all(one.value.get(name) == two.value.get(name) for name in ("files", "found"))


def _three(*readings: Reading) -> Inputs:
    return {"readings": {sha256(str(number).encode()): reading for number, reading in enumerate(readings)}}


SEARCH = Method(
    name="trace.search",
    version=5,  # a new version of trace.pictures or trace.sound is a new one of this: what was searched is searched again
    asks="Which of these files were compared with one another, and how many pairs came out alike?",
    given=Given,
    inputs=(Input(name="readings", kind="readings", says="the readings of all files"),),
    says="files and pairs compared; found and inconclusive: how many answers of trace.pictures and trace.sound there were, each "
    "a finding of its own; a pair of these files without one was compared, and nothing was found",
    limits=(
        "an absence is only as wide as this search: see what trace.pictures and trace.sound cannot see",
        "beyond so many files, pairs with nothing at all in common are not compared one by one",
    ),
    cites=("an exhaustive search in numpy; bench/trace_first.py",),
    run=run,
    agrees=agrees,
    examples=(
        Example(
            says="two copies and another film",
            given=Given(),
            inputs=lambda: _three(film_like(seed=1), film_like(seed=1, begin=5.0), film_like(seed=3)),
            gives="found",
            check=lambda outcome: isinstance(outcome, Found) and outcome.value["found"] == 1,
        ),
        Example(
            says="the same where only pairs with something in common are compared",
            given=Given(every_pair=2),
            inputs=lambda: _three(film_like(seed=1, sound=1), film_like(seed=1, begin=5.0), film_like(seed=3, sound=1)),
            gives="found",
            check=lambda outcome: isinstance(outcome, Found) and outcome.value["pairs"] == 2,
        ),
        Example(
            says="three films that have nothing in common",
            given=Given(),
            inputs=lambda: _three(film_like(seed=1), film_like(seed=2), film_like(seed=3)),
            gives="nothing",
        ),
        Example(
            says="one film alone",
            given=Given(),
            inputs=lambda: _three(film_like(seed=1)),
            gives="unsuitable",
        ),
    ),
)
