"""trace.exact: which files hold the very same decoded pictures, whatever their containers and names say?"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from firsthand.method.reading import Reading
from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.digest import sha256
from firsthand.record.fault import BadReading
from firsthand.record.finding import Found, Nothing, Outcome, Unsuitable

from .footage import F8, Film, film_of
from .made import film_like, still_like


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How much must be the same."""

    pictures: int = value(1, "least number of sampled pictures that a file must have to be compared")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Which very pictures a file holds: the digest of its samples' digests in their order, and when each stands (seconds);
    `tells` is false of a lone plain picture."""

    pictures: str
    at: F8
    tells: bool


def run(given: Given, inputs: Inputs) -> Outcome:
    readings: Mapping[str, Reading] = inputs["readings"]
    films: dict[str, Shown] = {}
    for file, reading in sorted(readings.items()):
        try:
            film = film_of(reading)
        except BadReading:
            continue  # its own finding of read.pictures says so
        if film is not None and len(film.at) >= given.pictures:
            films[file] = shown_of(film)
    return compare(films)


def shown_of(film: Film) -> Shown:
    # Plain pictures are compared too: the same digest is the same picture, be it black. But a lone black frame is no film.
    return Shown(pictures=sha256(film.frames.tobytes()), at=film.at, tells=bool(film.good.any() or len(film.at) > 1))


def compare(films: Mapping[str, Shown]) -> Outcome:
    """As `run`, for films looked at before."""
    if len(films) < 2:
        return Unsuitable(why="fewer than two files have pictures that could be read")
    alike: dict[str, list[str]] = defaultdict(list)
    for file, film in sorted(films.items()):
        if film.tells:
            alike[film.pictures].append(file)
    groups = [files for files in alike.values() if len(files) > 1]
    if not groups:
        return Nothing(looked=f"the digests of all sampled pictures of {len(films)} files")
    return Found(value={"groups": [_group(files, films) for files in sorted(groups)], "compared": len(films)})


def _group(files: list[str], films: Mapping[str, Shown]) -> dict[str, Any]:
    """The files, and where each one's first picture stands (seconds)."""
    first = {file: Fraction(round(float(films[file].at[0]) * 1000), 1000) for file in files}
    same_times = all(
        np.abs((films[file].at - films[file].at[0]) - (films[files[0]].at - films[files[0]].at[0])).max() < 0.002
        for file in files
    )
    return {
        "files": files,
        "pictures": len(films[files[0]].at),
        "first": [f"{at.numerator}/{at.denominator}" for at in first.values()],
        "same_times": same_times,
    }


def _three(one: Reading, two: Reading, three: Reading) -> Inputs:
    return {"readings": {sha256(b"one"): one, sha256(b"two"): two, sha256(b"three"): three}}


EXACT = Method(
    name="trace.exact",
    version=1,
    asks="Which files of different bytes hold the very same decoded pictures?",
    given=Given,
    inputs=(Input(name="readings", kind="readings", says="the readings of all files compared"),),
    says="groups: {files, pictures, first, same_times}: files whose sampled pictures (so many) have the same digests in the "
    "same order; first is the second at which each file's first picture stands; same_times says whether the steps between "
    "pictures agree; compared: how many files were",
    limits=(
        "files of the very same bytes are one file from the start: their sightings are listed with it and not here",
        "only sampled pictures are compared (about one a second): a frame changed between two samples goes unseen",
        "a stretch cut from a film is not found here, even where no picture was encoded anew: see trace.pictures",
        "digests name the decoder: readings of different decoders may differ where the pictures do not",
    ),
    cites=("HOUSE: a frame's digest is taken over the native planes of a full decode",),
    run=run,
    examples=(
        Example(
            says="a film, the same film in another container, and another film",
            given=Given(),
            inputs=lambda: _three(film_like(seed=1), film_like(seed=1), film_like(seed=2)),
            gives="found",
            check=lambda outcome: isinstance(outcome, Found) and len(outcome.value["groups"]) == 1,
        ),
        Example(
            says="three photographs, two of them nearly the same",
            given=Given(),
            inputs=lambda: _three(still_like(scene=1), still_like(scene=1, flipped=3), still_like(scene=2)),
            gives="nothing",
        ),
        Example(
            says="sound files only",
            given=Given(),
            inputs=lambda: _three(*[Reading(facts={})] * 3),
            gives="unsuitable",
        ),
    ),
)
