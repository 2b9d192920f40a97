"""Sheets of sightings: row-exact errors, both formats alike, nothing outside the sheet's folder."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from firsthand.desk.desk import BULK, view
from firsthand.desk.preserve import CellLeft, PassedOver, Preserved, preserve
from firsthand.desk.sheets import Row, RowFault, read_sheet
from firsthand.desk.times import stated
from firsthand.record.bounds import Span
from firsthand.record.fault import BadSheet
from tests.desk.parts import machine

HEAD = ["file", "url", "account", "posted_at", "zone", "seen_at", "note"]


def csv_file(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path = folder / "s.csv"
    path.write_bytes(("\r\n".join([",".join(HEAD), *rows]) + "\r\n").encode(encoding))
    return path


def test_rows_read_alike_from_csv_and_xlsx(tmp_path: Path) -> None:
    rows = [["a.mp4", "https://example.org/1", "@x", "2022-03-30 14:05", "+03:00", "", 'Ünï, "quoted"']]
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    for row in rows:
        book.active.append([datetime(2022, 3, 30, 14, 5) if cell == "2022-03-30 14:05" else cell for cell in row])
    book.save(tmp_path / "s.xlsx")
    (from_xlsx,) = read_sheet(tmp_path / "s.xlsx")
    (from_csv,) = read_sheet(
        csv_file(tmp_path, 'a.mp4,https://example.org/1,@x,2022-03-30 14:05:00,+03:00,,"Ünï, ""quoted"""')
    )
    assert from_xlsx == from_csv
    assert isinstance(from_csv, Row)
    assert from_csv.number == 2


def test_a_bad_row_is_named_by_row_and_column_and_the_others_go_on(tmp_path: Path) -> None:
    sheet = csv_file(
        tmp_path,
        "a.mp4,,,2022-03-30,UTC,,",
        "a.mp4,,,last week,UTC,,",
        "a.mp4,,,,Nowhere/Land,2022-01-01,",
        ",,,,,,only a note",
        "a.mp4,,,,,,n,extra",
        ",,,,,,",
    )
    found = list(read_sheet(sheet))
    faults = [(f.number, f.column) for f in found if isinstance(f, RowFault)]
    assert faults == [(5, "file"), (6, "(beyond the heading)")], "cells that may stand in another column, or nothing"
    rows = {r.number: r for r in found if isinstance(r, Row)}
    assert {n: [(c.column, c.code) for c in r.left] for n, r in rows.items()} == {
        2: [],
        3: [("posted_at", "record.bad-time")],
        4: [("zone", "record.bad-time")],
    }
    assert rows[3].posted == Span(verbatim="last week", zone="UTC"), "the words stay, and no time is read from them"
    assert rows[4].seen == stated("2022-01-01") and rows[4].seen.zone is None


@pytest.mark.parametrize(
    ("posted", "zone", "seen", "left"),
    [
        ("31.04.2022 14:05", "UTC", "2022-05-01", ["posted_at"]),
        ("2022-03-30 14:05+02:00", "+03:00", "", ["posted_at"]),
        ("2022-03-27 02:30", "Europe/Kyiv", "2022-13-01", ["seen_at"]),
        ("2022-03-27 03:30", "Europe/Kyiv", "2022-13-01", ["posted_at", "seen_at"]),
        ("2022-03-30 14:05", "Nowhere/Land", "soon", ["zone", "seen_at"]),
        ("9" * 300, "../etc", "x" * 300, ["zone", "posted_at", "seen_at"]),
    ],
)
def test_the_good_cells_of_a_row_are_taken(tmp_path: Path, posted: str, zone: str, seen: str, left: list[str]) -> None:
    (row,) = read_sheet(csv_file(tmp_path, f"a.mp4,https://example.org/1,@x,{posted},{zone},{seen},n"))
    assert isinstance(row, Row)
    assert (row.file, row.url, row.account, row.note) == ("a.mp4", "https://example.org/1", "@x", "n")
    assert [cell.column for cell in row.left] == left
    for column, span, text in (("posted_at", row.posted, posted), ("seen_at", row.seen, seen)):
        assert (span.earliest is None) == (column in left or not text), column
        assert (span.verbatim or "") == text[:200]


def test_a_cell_that_is_not_taken_is_in_the_log_and_once(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"a film of nothing")
    sheet, desk = csv_file(tmp_path, "a.mp4,,@x,last week,UTC,,"), machine(tmp_path).new()
    for _ in range(2):
        events = list(preserve(desk, [], sheet=sheet))
        (cell,) = (e for e in events if isinstance(e, CellLeft))
        assert (cell.name, cell.code) == (
            "s.csv, row 2, column posted_at",
            "record.bad-time",
        ) and "withdraw" in cell.hint
        assert not [e for e in events if isinstance(e, PassedOver)]
        case = view(desk, *BULK)
        assert [e.value.name for e in case.of("skipped")] == [cell.name]
        (seen,) = (e.value for e in case.of("sighting") if e.value.account == "@x")
        assert seen.posted == Span(verbatim="last week", zone="UTC") and seen.file is not None


def test_a_row_whose_file_is_not_there_tells_that_alone(tmp_path: Path) -> None:
    events = list(preserve(machine(tmp_path).new(), [], sheet=csv_file(tmp_path, "gone.mp4,,,last week,UTC,,")))
    assert [e.code for e in events if isinstance(e, PassedOver | CellLeft)] == ["outside.cannot-read"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"name,when\nx,y\n",
        b"file,file\nx,y\n",
        b"url2\nx\n",
        b"\xff\xfe\x00broken",
        b'file\n"unclosed\n',
        b"note\nx\n",
    ],
)
def test_a_sheet_that_cannot_be_read_is_refused_whole(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes(data)
    with pytest.raises(BadSheet):
        list(read_sheet(path))


@pytest.mark.parametrize("data", [b"PK\x03\x04 not a zip", b"", b"<html>"])
def test_a_broken_workbook_is_refused_whole(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "s.xlsx"
    path.write_bytes(data)
    with pytest.raises(BadSheet):
        list(read_sheet(path))


def test_separators_and_byte_order_marks_of_spreadsheets_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes("\ufefffile;url\r\na.mp4;https://example.org\r\n".encode())
    (row,) = read_sheet(path)
    assert isinstance(row, Row)
    assert (row.file, row.url) == ("a.mp4", "https://example.org")


@pytest.mark.parametrize("name", ["../up.mp4", "/etc/hostname", "a/../../up.mp4", "link/up.mp4"])
def test_a_row_never_leads_out_of_the_sheets_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "up.mp4").write_bytes(b"x")
    (folder / "link").symlink_to(tmp_path)
    sheet = csv_file(folder, f"{name},,,,,,")
    events = list(preserve(machine(tmp_path).new(), [], sheet=sheet))
    assert [e.code for e in events if isinstance(e, PassedOver)] == ["refused.outside-folder"]
    assert [e.name for e in events if isinstance(e, Preserved)] == ["s.csv"]


def test_the_zone_is_of_the_post_and_a_time_of_seeing_may_bring_its_own(tmp_path: Path) -> None:
    (row,) = read_sheet(csv_file(tmp_path, "a.mp4,,,2024-08-24 16:54,Europe/Copenhagen,2024-08-25T08:30:00Z,"))
    assert isinstance(row, Row)
    assert (row.posted.zone, row.seen.zone) == ("Europe/Copenhagen", "Z")
    (row,) = read_sheet(csv_file(tmp_path, "a.mp4,,,2024-08-24T16:54Z,Europe/Copenhagen,,"))
    assert isinstance(row, Row)
    assert [cell.column for cell in row.left] == ["posted_at"]
