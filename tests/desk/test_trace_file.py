"""A file that is not in the case is traced; the recordings of a case are told, drawn and written out."""

import csv
import io
import re
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from firsthand.desk import memory
from firsthand.desk.copies import between_rows, follows, recordings
from firsthand.desk.copies_show import COLUMNS, bars, between_lines, page, table
from firsthand.desk.desk import Desk, entries, view
from firsthand.desk.examine import examine
from firsthand.desk.hashes import write_hashes
from firsthand.desk.laid import done_of, laid_out
from firsthand.desk.preserve import preserve
from firsthand.desk.report import exhibits, gather
from firsthand.desk.report.matter import Matter
from firsthand.desk.screens.copies import Done
from firsthand.desk.screens.copies import page as screen
from firsthand.desk.trace_file import Step, Traced, trace
from firsthand.desk.weigh import say
from firsthand.record.assessment import Withdrawal
from firsthand.record.bounds import Span, instant, local_span
from firsthand.record.fault import CannotRead, FileTaken, NotRegular
from firsthand.record.footage import Stretch
from firsthand.record.observation import Mark, MarkKind
from firsthand.record.sighting import Sighting
from tests.desk import films
from tests.desk.films import FPS, InProcess
from tests.desk.parts import machine

HOSTILE = "<script>alert(1)</script> \u202eгнп.mp4 & \u05e9\u05dc\u05d5\u05dd"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A film, a mirrored cut of it, another film, a photograph twice; the cut was posted first, under a hostile name."""
    place = tmp_path_factory.mktemp("traced")
    made = replace(machine(place).new(), decoder=InProcess())
    footage = films.folder(place / "footage")
    (footage / "notes.txt").write_text("words\n")
    list(preserve(made, [footage]))
    list(examine(made))
    cut = by_name(made)["b.mp4"]
    posted = Span(earliest=instant("2022-05-01T10:00:00Z"), latest=instant("2022-05-01T10:01:00Z"))
    say(made, Sighting(file=cut, name=HOSTILE, posted=posted))
    later = Span(earliest=instant("2022-05-03T10:00:00Z"), latest=instant("2022-05-03T10:01:00Z"))
    say(made, Sighting(file=by_name(made)["a.mp4"], posted=later))
    return made


def by_name(desk: Desk) -> dict[str, str]:
    desk.index.refresh(desk.ledger)
    return {str(e.value.name): str(e.value.file) for e in entries(desk, "sighting")}


def traced(desk: Desk, path: Path) -> dict[str, object]:
    *steps, last = trace(desk, path)
    assert isinstance(last, Traced) and all(isinstance(step, Step) for step in steps)
    return dict(last.value)


def test_a_clip_from_outside_finds_its_copies(desk: Desk, tmp_path: Path) -> None:
    clip = films.film(tmp_path / "new.mp4", films.pictures(1)[FPS : 7 * FPS], quality=30)
    lines = sum(desk.ledger.size(log) for log in desk.ledger.logs())
    told = traced(desk, clip)
    names = by_name(desk)
    found = {row["file"]: row for row in told["copies"]}  # type: ignore[attr-defined]
    assert set(found) == {names["a.mp4"], names["b.mp4"]} and told["in_case"] is False
    (part,) = found[names["a.mp4"]]["segments"]
    offset = float(Fraction(part["there"][0]) - Fraction(part["here"][0]))
    assert abs(offset - 1.0) < 1 / FPS and part["edits"] == []
    assert found[names["b.mp4"]]["edits"] == ["mirrored"]
    assert found[names["b.mp4"]]["posted"] == ["2022-05-01T10:00:00Z to 2022-05-01T10:01:00Z"]
    searched = told["searched"]
    assert searched["no_footage"] == 1 and searched["not_read"] >= 1, "notes.txt, and what is broken"  # type: ignore[index]
    assert searched["files"] == sum(searched[name] for name in ("compared", "no_footage", "not_read"))  # type: ignore[index]
    assert searched["read_in_full"] == searched["compared"]  # type: ignore[index]
    assert sum(desk.ledger.size(log) for log in desk.ledger.logs()) == lines, "nothing is written"


def test_a_still_finds_its_film_and_a_stranger_nothing(desk: Desk, tmp_path: Path) -> None:
    photo = films.photo(tmp_path / "shot.jpg", 3, quality=50)
    copies = {row["file"] for row in traced(desk, photo)["copies"]}  # type: ignore[attr-defined]
    assert copies == {by_name(desk)["d.jpg"], by_name(desk)["e.jpg"]}
    other = traced(desk, films.film(tmp_path / "other.mp4", films.pictures(77)))
    assert other["copies"] == [] and other["known"] == []


def test_a_file_that_is_in_the_case_is_not_its_own_copy(desk: Desk, tmp_path: Path) -> None:
    same = tmp_path / "same.mp4"
    same.write_bytes(desk.vault.path(by_name(desk)["a.mp4"]).read_bytes())
    told = traced(desk, same)
    assert told["in_case"] is True
    assert [row["file"] for row in told["copies"]] == [by_name(desk)["b.mp4"]]  # type: ignore[attr-defined]


def test_memories_are_asked_too(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path / "home"))
    memory.add(desk, "spring", [by_name(desk)["a.mp4"]], "a square")
    clip = films.film(tmp_path / "new.mp4", films.pictures(1)[FPS : 7 * FPS])
    (known,) = traced(desk, clip)["known"]  # type: ignore[misc]
    assert [row["called"] for row in known["seen"]] == ["a square"]
    (known,) = traced(desk, films.film(tmp_path / "other.mp4", films.pictures(77)))["known"]  # type: ignore[misc]
    assert known["outcome"] == "nothing" and "1 items" in known["searched"]


def test_what_is_no_file_and_what_is_no_footage(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(CannotRead):
        list(trace(desk, tmp_path / "absent"))
    with pytest.raises(NotRegular):
        list(trace(desk, tmp_path))
    text = tmp_path / "text.mp4"
    text.write_text("ffconcat version 1.0\nfile a.mp4\n")
    told = traced(desk, text)
    assert told["outcome"] == "unsuitable" and told["copies"] == []


# --- recordings ---------------------------------------------------------------------------------------------------------------


def test_recordings_are_told_with_offsets_and_the_earliest_sighting(desk: Desk) -> None:
    names = by_name(desk)
    found = {frozenset(row["file"] for row in one["files"]): one for one in recordings(desk)}
    assert set(found) == {frozenset({names["a.mp4"], names["b.mp4"]}), frozenset({names["d.jpg"], names["e.jpg"]})}
    one = found[frozenset({names["a.mp4"], names["b.mp4"]})]
    assert one["earliest"]["file"] == names["b.mp4"] and "2 dated sightings" in one["earliest"]["searched"]
    rows = {row["file"]: row for row in one["files"]}
    (part,) = rows[names["b.mp4"]]["stretches"]
    assert abs(part["from"] - part["start"] - 2.0) < 0.1
    assert one["earliest"]["outcome"] == "found" and [row["files"] for row in one["earliest"]["may_be"]] == [
        [names["b.mp4"]]
    ]


def test_what_was_done_is_told_of_the_pair_or_of_the_one_that_has_it(desk: Desk) -> None:
    """Neither file alone is called mirrored: each is so against the other."""
    names = by_name(desk)
    films_ = {names["a.mp4"], names["b.mp4"]}
    one = next(one for one in recordings(desk) if {row["file"] for row in one["files"]} == films_)
    assert all(row["edits"] == [] for row in one["files"])
    (pair,) = one["between"]
    assert {pair["one"], pair["two"]} == films_ and pair["done"] == [{"says": "mirrored", "file": ""}]
    (line,) = between_lines(one)
    assert line["was done"] == "mirrored (which of the two is not told)"
    assert "a.mp4 (" in line["one"] + line["two"] and "b.mp4 (" in line["one"] + line["two"]
    assert page([one]).decode().split("<h3>Why")[0].count("mirrored") == 1
    (stretch,) = (
        part for shown in screen(desk).recordings for part in shown.stretches if {part.one, part.two} == films_
    )
    assert [(done.says, done.file) for done in stretch.edits] == [("mirrored", None)]


def test_an_edit_that_one_of_the_two_has_is_told_of_that_one() -> None:
    made = {**copy("a", "b", (0, 9), (0, 9)), "edits": ["cropped to 50% x 50%", "mirrored"]}
    made["changes"] = [{"says": "cropped to 50% x 50%", "file": "b"}, {"says": "mirrored", "file": ""}]
    faster = {**made, "changes": [{"what": "speed", "says": "played at 1.25 of the speed", "file": ""}], "edits": []}
    assert done_of(faster) == [{"says": "played at 1.25 of the speed of the other", "file": "b"}]
    (row,) = between_rows(["b", "a"], {("a", "b"): [made]})
    assert row["done"] == made["changes"]
    (line,) = between_lines({"files": [{"file": f, "names": []} for f in "ab"], "between": [row]})
    assert line["was done"] == "b: cropped to 50% x 50%, mirrored (which of the two is not told)"


def test_every_door_says_the_same_of_what_is_the_earliest(desk: Desk) -> None:
    """Another posting of the film, of a day in no zone: it may lie before the one that was first so far, or after it."""
    names = by_name(desk)
    begin = datetime(2022, 5, 1, 8, 30)
    posted = local_span(begin, begin + timedelta(minutes=1), offset=None, zone=None, verbatim="2022-05-01 08:30")
    entered = say(desk, Sighting(file=names["a.mp4"], name="a.mp4", account="@square", channel="hall", posted=posted))
    try:
        one = next(one for one in recordings(desk) if names["a.mp4"] in {row["file"] for row in one["files"]})
        first = one["earliest"]
        assert (first["outcome"], first["posted"], first["file"]) == ("inconclusive", "not told apart", "")
        assert {file for row in first["may_be"] for file in row["files"]} == {names["a.mp4"], names["b.mp4"]}
        told = page([one]).decode()
        assert "not told apart; it may be any of these" in told and "by @square at hall" in told
        assert "no zone stated: any is possible" in told and "older ones may be known elsewhere" in told
        shown = next(row for row in screen(desk).recordings if names["a.mp4"] in {file.file for file in row.files})
        assert shown.earliest.outcome == "inconclusive" and shown.earliest.dated == 3
        assert {file for row in shown.earliest.may_be for file in row.files} == {names["a.mp4"], names["b.mp4"]}
    finally:
        say(desk, Withdrawal(of=entered, reason="entered for a test"))


def test_a_page_without_scripts_whose_names_are_only_text(desk: Desk) -> None:
    made = page(recordings(desk)).decode()
    assert "<script" not in made and "&lt;script&gt;" in made and "\u202e" not in made and "http-equiv" in made
    assert made.count("<svg") == 2 and '<bdi dir="auto">' in made and '<bdi dir="ltr">' in made
    assert not re.search(r"(src|href)=", made)
    assert "No two files" in page([]).decode()


def test_a_sheet_that_no_spreadsheet_runs(desk: Desk) -> None:
    found = recordings(desk)
    found[0]["files"][0]["names"] = ["=HYPERLINK(1)"]
    rows = list(csv.reader(io.StringIO(table(found).decode("utf-8-sig"))))
    assert rows[0] == COLUMNS and len(rows) == 5
    assert {row[2] for row in rows[1:]} >= {"'=HYPERLINK(1)"}
    assert all(float(row[4]) >= 0 for row in rows[1:])


def test_bars_lie_where_the_stretches_do() -> None:
    drawn = str(bars([("one", [{"from": 0.0, "to": 10.0}]), ("<two>", [{"from": 5.0, "to": 10.0}]), ("three", [])]))
    assert drawn.count('class="part"') == 2 and 'x="320.0"' in drawn and "&lt;two&gt;: second 5.00" in drawn
    assert "three: not aligned" in drawn
    assert str(bars([])).startswith("<svg")


def copy(one: str, two: str, at: tuple[float, float], there: tuple[float, float]) -> dict[str, object]:
    ends = {
        name: {"file": f, "start": str(s), "end": str(e)} for name, f, (s, e) in (("one", one, at), ("two", two, there))
    }
    return {**ends, "offset": "0", "speed": 1.0, "error": 0.0, "score": 1.0, "edits": []}


def test_files_are_laid_on_one_line_through_others() -> None:
    pairs = {
        ("a", "b"): [copy("a", "b", (10, 20), (0, 10))],
        ("b", "c"): [copy("b", "c", (5, 10), (0, 5))],
        ("d", "e"): [copy("d", "e", (0, 1), (0, 1))],
    }
    laid = laid_out("abcf", pairs)
    assert laid["a"] == [{"from": 0.0, "to": 20.0, "start": 0.0, "end": 20.0}]
    assert laid["b"] == [{"from": 10.0, "to": 20.0, "start": 0.0, "end": 10.0}]
    assert laid["c"] == [{"from": 15.0, "to": 20.0, "start": 0.0, "end": 5.0}] and "f" not in laid


def test_marks_are_proposed_for_copies(desk: Desk) -> None:
    names = by_name(desk)
    mark = say(
        desk,
        Mark(
            mark=MarkKind.GRAPHIC,
            label="a fall",
            stretch=Stretch(file=names["a.mp4"], start=Fraction(3), end=Fraction(4)),
        ),
    )
    (row,) = [row for row in follows(desk) if row["mark"] == mark]
    assert row["copy"] == names["b.mp4"] and row["decided"] == "proposed" and row["holds"]


# --- hashes -------------------------------------------------------------------------------------------------------------------


def test_hashes_as_others_read_them(desk: Desk, tmp_path: Path) -> None:
    names = by_name(desk)
    done = dict(write_hashes(desk, [names["a.mp4"], names["f.mp4"]], "vpdq", tmp_path / "out"))
    assert done[names["a.mp4"]] == "written" and done[names["f.mp4"]] in ("not examined yet", "no pictures")
    lines = (tmp_path / "out" / f"{names['a.mp4']}.vpdq.txt").read_text().splitlines()
    assert len(lines) >= 8
    assert all(re.fullmatch(r"\d+,\d{1,3},[0-9a-f]{64},\d+\.\d{3}", text) for text in lines)
    times = [float(text.rsplit(",", 1)[1]) for text in lines]
    assert times == sorted(times)
    with pytest.raises(FileTaken):
        list(write_hashes(desk, [names["a.mp4"]], "vpdq", tmp_path / "out"))
    list(write_hashes(desk, [names["d.jpg"]], "pdq", tmp_path / "out"))
    (text,) = (tmp_path / "out" / f"{names['d.jpg']}.pdq.txt").read_text().splitlines()
    assert (
        re.fullmatch(r"[0-9a-f]{64},\d+", text)
        and np.unpackbits(np.frombuffer(bytes.fromhex(text[:64]), np.uint8)).any()
    )


def test_the_report_draws_its_recordings_by_exhibits_only(desk: Desk) -> None:
    names = by_name(desk)
    case = view(desk, "finding")
    number = {names["a.mp4"]: 1, names["b.mp4"]: 2}
    shown = SimpleNamespace(
        case=case, digests=tuple(number), number=number, recordings=gather.recordings(case),
        exhibit=lambda digest: f"Exhibit {number[digest]}", disclosure=SimpleNamespace(shows=lambda entry: True),
    )  # fmt: skip
    (one,) = exhibits.recordings(cast(Matter, shown))
    assert (
        one.drawn.count('class="part"') == 2
        and "Exhibit 2: second 2.0" in one.drawn
        and names["a.mp4"] not in one.drawn
    )
    shown.disclosure = SimpleNamespace(shows=lambda entry: False)
    (one,) = exhibits.recordings(cast(Matter, shown))
    assert one.drawn == ""


def test_a_copy_without_its_colours_is_said_so_everywhere(tmp_path: Path) -> None:
    """A film in colour, a grey cut of it, and a plain one: in what is traced, in the case's copies, on the page and in the sheet."""
    fields = np.kron(np.random.default_rng(4).integers(0, 90, (6, 10, 3)), np.ones((15, 16, 1)))
    shown = np.clip(films.pictures(1) * 0.6 + fields, 0, 255).astype(np.uint8)
    grey = np.repeat((shown @ np.array([[0.299], [0.587], [0.114]])).astype(np.uint8), 3, axis=3)
    place = tmp_path / "footage"
    place.mkdir()
    films.film(place / "colour.mp4", shown)
    films.film(place / "grey.mp4", grey[FPS : 7 * FPS], quality=28)
    films.film(place / "plain.mp4", shown[FPS : 7 * FPS], quality=28)
    case = replace(machine(tmp_path).new(), decoder=InProcess())
    list(preserve(case, [place]))
    list(examine(case))
    names = by_name(case)
    said = f"colour taken out of {names['grey.mp4'][:8]} (grey)"
    (recording,) = recordings(case)
    rows = {row["file"]: row for row in recording["files"]}
    assert rows[names["grey.mp4"]]["edits"] == [said] and rows[names["plain.mp4"]]["edits"] == []
    pairs = {frozenset((row["one"], row["two"])): row for row in recording["between"]}
    assert pairs[frozenset((names["colour.mp4"], names["plain.mp4"]))]["colours"] == "colours kept"
    assert pairs[frozenset((names["plain.mp4"], names["grey.mp4"]))]["done"] == [
        {"says": said, "file": names["grey.mp4"]}
    ]
    assert {(step["nearer"], step["changed"]) for step in recording["lineage"]} == {
        (names[other], names["grey.mp4"]) for other in ("colour.mp4", "plain.mp4")
    }
    stretches = {frozenset((s.one, s.two)): s for s in screen(case).recordings[0].stretches}
    assert stretches[frozenset((names["colour.mp4"], names["plain.mp4"]))].colours == "colours kept"
    assert stretches[frozenset((names["colour.mp4"], names["grey.mp4"]))].edits == (
        Done(says=said, file=names["grey.mp4"]),
    )
    assert said in page([recording]).decode() and "colours kept" in page([recording]).decode()
    sheet = list(csv.DictReader(io.StringIO(table([recording]).decode("utf-8-sig"))))
    assert {row["colours"] for row in sheet} == {said, "colours kept"}
    clip = films.film(tmp_path / "new.mp4", grey[2 * FPS : 7 * FPS])
    told = {row["file"]: row for row in traced(case, clip)["copies"]}  # type: ignore[attr-defined]
    assert told[names["colour.mp4"]]["colours"][0].startswith("colour taken out of ")
    assert told[names["grey.mp4"]]["colours"][0].startswith("colours not told: neither has colour enough")
