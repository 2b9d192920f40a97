"""A copy of a copy in a case: not compared itself, no lane of its own, and the clock says where it lies; other files keep theirs."""

import json
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from typer.testing import CliRunner

from firsthand.cli import app as door
from firsthand.desk.align import AlignDone, align
from firsthand.desk.align_clock import standing
from firsthand.desk.align_copies import WHOLE, whole_copies
from firsthand.desk.desk import Desk, entries
from firsthand.desk.examine import examine
from firsthand.desk.pen import write
from firsthand.desk.preserve import preserve
from firsthand.method import CATALOGUE
from firsthand.method.align import made
from firsthand.method.align.pair_form import Given
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import LISTEN
from firsthand.record.assessment import Withdrawal
from firsthand.record.entry import Entry
from firsthand.record.finding import Finding, Found, Inconclusive, Job, outcome_wire
from tests.desk.films import InProcess
from tests.desk.parts import machine
from tests.desk.test_trace_blind import FPS, street
from tests.method.align.trace_said import A, B, C, Said, copy, grouped, heard, seen
from tests.outside.decode_films import film

LONG = 15.0


def shown(place: Path, view: int, mic: int, start: float, end: float, quality: int = 23) -> None:
    """Seconds of what one camera of the street shows and hears."""
    pictures = list(islice(street(view, end), round(start * FPS), None))
    sound = np.repeat(made.street(seed=3, mic=mic, seconds=LONG).samples, 2)[round(start * 16000) : round(end * 16000)]
    place.write_bytes(
        film("mp4", pictures=pictures, base=Fraction(1, FPS), options={"crf": str(quality)}, sound=sound, sound_rate=16000)
    )  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, dict[str, str]]:
    """A film, a cut of it, a cut of that cut, and another camera of the same street. Somebody withdrew what trace found of the first
    and the third: the two hang together by the second alone."""
    folder = tmp_path_factory.mktemp("street")
    shown(folder / "source.mp4", 1, 1, 0.0, LONG)
    shown(folder / "copied.mp4", 1, 1, 1.0, 13.0, 27)
    shown(folder / "again.mp4", 1, 1, 3.0, 10.0, 30)
    shown(folder / "other.mp4", 2, 2, 2.0, 12.5)
    desk = replace(machine(tmp_path_factory.mktemp("case")).new(), decoder=InProcess())
    list(preserve(desk, [folder]))
    list(examine(desk))
    desk.index.refresh(desk.ledger)
    called = {str(e.value.name).removesuffix(".mp4"): str(e.value.file) for e in entries(desk, "sighting")}
    apart = {called["source"], called["again"]}
    found = [
        e for e in entries(desk, "finding") if e.value.job.method == "trace.pictures" and set(e.value.files) == apart
    ]
    for each in found:
        write(desk, Withdrawal(of=each.id, reason="compared by eye at the wrong seconds"))
    assert found
    list(examine(desk))
    desk.index.refresh(desk.ledger)
    return desk, called


def test_a_copy_of_a_copy_has_no_lane_and_is_not_compared(case: tuple[Desk, dict[str, str]]) -> None:
    desk, called = case
    write(desk, lights(called["again"], called["other"]))  # found before it was known to be a copy
    with CellDecoder(task=LISTEN) as listener:
        *_, done = align(desk, listener, Given())
    assert isinstance(done, AlignDone) and isinstance(done.outcome, Inconclusive | Found)
    assert set(done.copies) == {called["copied"], called["again"]}
    way = done.copies[called["again"]]
    assert way.of == called["source"] and way.through == (called["copied"],)
    assert way.later().low <= 3.0 <= way.later().high and way.later().high - way.later().low < 0.3
    assert [set(row["files"]) for row in done.pairs] == [{called["source"], called["other"]}]
    (event,) = done.outcome.value["events"]
    rows = {row["file"]: row for row in event["recordings"]}
    assert set(rows) == {called["source"], called["other"]}
    source = rows[called["source"]]
    assert source["copies"] == sorted([called["copied"], called["again"]]) and rows[called["other"]]["copies"] == []
    told = {row["file"]: row for row in source["copies_at"]}
    assert told[called["again"]]["through"] == [called["copied"]] and told[called["copied"]]["through"] == []
    assert told[called["again"]]["offset_s"]["low"] <= 3.0 <= told[called["again"]]["offset_s"]["high"]


def lights(*files: str) -> Finding:
    """What align.lights would say of two files that share sudden lights."""
    example = next(each for each in CATALOGUE["align.lights"].examples if each.gives == "found")
    outcome = CATALOGUE["align.lights"].ask(example.given, example.inputs())
    assert isinstance(outcome, Found)
    told = {**outcome.value, "files": sorted(files)}
    job = Job(method="align.lights", version=1, given={}, inputs={"pair": tuple(sorted(files))})
    return Finding(job=job, outcome=outcome_wire(Found(value=told)), files=tuple(sorted(files)))


def test_the_verb_says_by_way_of_which_file(case: tuple[Desk, dict[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    desk, called = case
    monkeypatch.setenv("FIRSTHAND_HOME", str(desk.folder.parent))
    monkeypatch.setenv("FIRSTHAND_CASE", str(desk.folder))
    said = CliRunner().invoke(door.app, ["align"])
    assert said.exit_code == 0 and "not compared: 2 copies" in said.output and "listened to: " in said.output, (
        said.output
    )
    assert f"by way of {called['copied'][:12]}" in " ".join(said.output.split())
    told = json.loads(CliRunner().invoke(door.app, ["align", "--json"]).stdout)
    ways = {row["file"]: row for row in told["copies"]}
    assert ways[called["again"]]["of"] == called["source"] and ways[called["again"]]["speed"] == 1.0
    assert told["clock"]["value"]["events"][0]["zero"] in (called["source"], called["other"])


def test_a_withdrawn_link_gives_it_a_lane_again(case: tuple[Desk, dict[str, str]]) -> None:
    """Whether a file follows another is told anew from what stands."""
    desk, called = case
    seconds = {called["source"]: LONG, called["copied"]: 12.0, called["again"]: 7.0, called["other"]: 10.5}
    stands = list(standing(desk))
    assert set(whole_copies(stands, seconds)) == {called["copied"], called["again"]}
    pair = {called["copied"], called["again"]}
    less = [e for e in stands if not (e.value.job.method == "trace.pictures" and set(e.value.files) == pair)]
    assert set(whole_copies(less, seconds)) == {called["copied"]}
    unheard = [e for e in stands if e.value.job.method != "trace.sound"]
    assert set(whole_copies(unheard, seconds)) == {called["copied"]}


@dataclass(frozen=True)
class Standing:
    """What of an entry is read here."""

    id: str
    value: Any


def entered(said: Said) -> list[Entry]:
    return [cast(Entry, Standing(entry, finding)) for entry, finding in said]


def test_only_what_nearly_fills_a_file_stands_for_it() -> None:
    """c's first seconds are b's, the rest is its own: it is compared, though all that trace knows of it follows a."""
    said = entered(grouped(seen(copy(B, A, 0, 9, 4)), seen(copy(C, B, 2, 10, -2)), heard(copy(C, A, 0, 12, 2))))
    lengths = {A: 30.0, B: 9.0}
    nearly, hardly = 7.9 / WHOLE, 8.1 / WHOLE
    assert set(whole_copies(said, lengths | {C: nearly})) == {B, C}
    assert set(whole_copies(said, lengths | {C: hardly})) == {B}


def test_the_end_of_a_copy_that_the_source_has_not_is_compared() -> None:
    """b is nine seconds of a and then three of its own; c is a copy of those three, so nothing of it is heard in a."""
    said = entered(grouped(seen(copy(B, A, 0, 9, 4)), seen(copy(C, B, 0, 3, 9)), heard(copy(C, A, 0, 3, 13))))
    assert set(whole_copies(said, {A: 30.0, B: 12.0, C: 3.0})) == {B}
