"""Films cut from one recording, and from two: what a third film shows in one go is one recording, what it shows across a cut is not."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

import pytest

from firsthand.desk.copies import recordings
from firsthand.desk.desk import Desk, entries
from firsthand.desk.examine import examine
from firsthand.desk.preserve import preserve
from firsthand.desk.report.gather import recordings as grouped
from firsthand.desk.screens.copies import page
from firsthand.desk.trace_file import Traced, trace
from firsthand.record.case import case_of
from tests.desk.films import InProcess
from tests.desk.parts import machine
from tests.desk.test_trace_blind import FPS, Picture, street, written


def part(seed: int, start: float, end: float) -> Iterator[Picture]:
    return islice(street(seed, end), round(start * FPS), None)


@pytest.fixture(scope="module")
def examined(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One street with two cuts of it that share no second; another street; and one film that shows a piece of either."""
    folder = tmp_path_factory.mktemp("streets")
    written(folder / "whole.mp4", street(1, 16.0), 23)
    written(folder / "early.mp4", part(1, 1.0, 6.0), 30)
    written(folder / "late.mp4", part(1, 9.0, 14.0), 30)
    written(folder / "second.mp4", street(2, 12.0), 23)
    written(folder / "both.mp4", chain(part(1, 3.0, 9.0), part(2, 2.0, 8.0)), 26)
    desk = replace(machine(tmp_path_factory.mktemp("case")).new(), decoder=InProcess())
    list(preserve(desk, [folder]))
    list(examine(desk))
    desk.index.refresh(desk.ledger)
    return desk


def names(desk: Desk) -> dict[str, str]:
    return {str(e.value.file): str(e.value.name).removesuffix(".mp4") for e in entries(desk, "sighting")}


def test_two_streets_stay_two_recordings_and_have_names_of_their_own(examined: Desk) -> None:
    called, found = names(examined), recordings(examined)
    files = sorted(sorted(called[row["file"]] for row in one["files"]) for one in found)
    assert files == [["both", "early", "late", "whole"], ["both", "second"]]
    assert len({one["recording"] for one in found}) == 2
    report = grouped(case_of(list(entries(examined, "finding"))))
    assert sorted(one.id for one in report) == sorted(one["recording"] for one in found)


def test_cuts_of_one_film_are_other_stretches_of_its_recording(examined: Desk) -> None:
    called = names(examined)
    others = [other for one in recordings(examined) for other in one["other_stretches"]]
    told = {(frozenset((called[o["one"]], called[o["two"]])), called[o["through"]]) for o in others}
    assert (frozenset(("early", "late")), "whole") in told
    assert all("second" not in pair for pair, _ in told)
    (other,) = [
        o
        for o in others
        if {called[o["one"]], called[o["two"]]} == {"early", "late"} and called[o["through"]] == "whole"
    ]
    assert other["relation"] == "same recording, other stretch"
    assert abs(other["seconds_between"] - 3.0) <= 2 / FPS


def test_a_file_that_is_not_in_the_case_is_told_the_same(examined: Desk, tmp_path: Path) -> None:
    path = written(tmp_path / "posted.mp4", part(1, 10.0, 15.0), 30)
    (answer,) = [step.value for step in trace(examined, path) if isinstance(step, Traced)]
    called = names(examined)
    rows: dict[str, dict[str, Any]] = {called[row["file"]]: row for row in (*answer["copies"], *answer["related"])}
    assert rows["whole"]["relation"] == rows["late"]["relation"] == "copy"
    assert rows["early"]["relation"] == "same recording, other stretch"
    assert called[rows["early"]["through"]] == "whole"
    assert rows.get("second", {"relation": "none"})["relation"] != "copy"


def test_the_screen_of_copies_tells_them_apart_from_copies(examined: Desk) -> None:
    called, shown = names(examined), page(examined)
    (street,) = [one for one in shown.recordings if "whole" in {called[file.file] for file in one.files}]
    pairs = {frozenset((called[part.one], called[part.two])): part for part in street.other_stretches}
    assert abs(pairs[frozenset(("early", "late"))].seconds_between - 3.0) <= 2 / FPS
    assert frozenset(("early", "late")) not in {frozenset((called[p.one], called[p.two])) for p in street.stretches}
