"""Tracing on the drill, where the truth is known: copies are found, two cameras on one event are never copies."""

import os
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from firsthand.method.reading import unpack
from firsthand.method.trace import pictures
from firsthand.method.trace.prepared import Prepared, prepared
from firsthand.outside.decode import read_file
from firsthand.port import Read
from firsthand.record.finding import Found, Outcome

Said = dict[tuple[str, str], Outcome]


def readied(path: Path) -> Prepared | None:
    made: list[bytes] = []
    fd = os.open(path, os.O_RDONLY)
    try:
        read_file(fd, profile="full", emit=lambda m: made.append(m.reading) if isinstance(m, Read) else None)
    finally:
        os.close(fd)
    return prepared(unpack(made[-1]))


@pytest.fixture(scope="module")
def holds(truth: dict[str, Any]) -> dict[str, set[str]]:
    """File name -> the recordings of which it holds a stretch."""
    made = {Path(camera["file"]).name: {camera["key"]} for camera in truth["cameras"]}
    for copy in truth["copies"]:
        made[Path(copy["file"]).name] = {key for part in copy["parts"] for key in part["recordings"]}
    return made


@pytest.fixture(scope="module")
def said(folder: Path, holds: dict[str, set[str]]) -> Said:
    films = {path.name: readied(path) for path in sorted(folder.rglob("*.mp4")) if path.name in holds}
    ready = {name: film for name, film in films.items() if film is not None}
    return {
        (one, two): pictures.compare(pictures.Given(), "0" * 64, ready[one], "1" * 64, ready[two])
        for one, two in combinations(sorted(ready), 2)
    }


def copies(outcome: Outcome) -> bool:
    return isinstance(outcome, Found) and outcome.value["relation"] == "copy"


def test_what_holds_no_common_recording_is_never_a_copy(said: Said, holds: dict[str, set[str]]) -> None:
    """Among them the three cameras of one parade, side by side and across the square."""
    assert len(said) > 50
    wrong = [pair for pair, outcome in said.items() if copies(outcome) and not holds[pair[0]] & holds[pair[1]]]
    assert wrong == []


def test_the_copies_that_are_long_enough_are_found(said: Said, truth: dict[str, Any]) -> None:
    """Films of the small drill last four seconds; the others are cut to one or two."""
    files = {camera["key"]: Path(camera["file"]).name for camera in truth["cameras"]}
    files |= {copy["key"]: Path(copy["file"]).name for copy in truth["copies"]}
    for parent, copy in (("a", "low"), ("a", "dub")):
        one, two = sorted((files[parent], files[copy]))
        outcome = said[one, two]
        assert copies(outcome), (parent, copy, outcome)
