"""Sheets of sightings: row-exact errors, both formats alike, nothing outside the sheet's folder."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from firsthand.desk.preserve import PassedOver, Preserved, preserve
from firsthand.desk.sheets import Row, RowFault, read_sheet
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
    assert faults == [(3, "posted_at"), (4, "seen_at"), (5, "file"), (6, "(beyond the heading)")]
    assert [r.number for r in found if isinstance(r, Row)] == [2]


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
    (fault,) = read_sheet(csv_file(tmp_path, "a.mp4,,,2024-08-24T16:54Z,Europe/Copenhagen,,"))
    assert isinstance(fault, RowFault)
    assert fault.column == "posted_at"
