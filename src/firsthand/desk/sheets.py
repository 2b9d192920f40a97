"""A spreadsheet of sightings (CSV or XLSX), each row a sighting; a row or a cell that cannot be taken is named with its column."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from firsthand.record.bounds import Span
from firsthand.record.fault import BadSheet, BadTime

from .times import MAX_TEXT as MOST_SAID
from .times import has_offset, is_zone, said_when, stated

COLUMNS = ("file", "url", "account", "posted_at", "zone", "seen_at", "note", "channel", "item")
MAX_BYTES, MAX_ROWS, MAX_CELL = 64 << 20, 200_000, 32_768


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row as given: `number` counts as the spreadsheet does, the heading being 1. `left` names cells that were not taken."""

    number: int
    file: str | None = None
    item: str | None = None
    url: str | None = None
    account: str | None = None
    channel: str | None = None
    posted: Span = field(default_factory=Span)
    seen: Span = field(default_factory=Span)
    note: str = ""
    left: tuple["RowFault", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFault:
    """A row, or one cell of it, that could not be taken, with the column at fault."""

    number: int
    column: str
    code: str
    why: str


def read_sheet(path: Path) -> Iterator[Row | RowFault]:
    """The rows of a sheet. Raises BadSheet where the sheet as a whole cannot be read; a bad row is a RowFault."""
    rows = _xlsx_rows(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv_rows(path)
    heading: list[str] | None = None
    for number, cells in rows:
        if number > MAX_ROWS:
            raise BadSheet(f"more than {MAX_ROWS} rows")
        if heading is None:
            heading = _heading(cells)
        elif any(cell.strip() for cell in cells):
            yield _row(number, dict(zip(heading, cells, strict=False)), extra=cells[len(heading) :])
    if heading is None:
        raise BadSheet("the sheet is empty")


def _heading(cells: list[str]) -> list[str]:
    names = [cell.strip().lower().replace(" ", "_") for cell in cells]
    while names and not names[-1]:
        names.pop()
    strange = [name or "(no name)" for name in names if name not in COLUMNS]
    if strange or len(set(names)) != len(names):
        raise BadSheet(
            f"the heading has columns that are not known or stand twice: {strange or names}; known: {', '.join(COLUMNS)}"
        )
    if not {"file", "item", "url"} & set(names):
        raise BadSheet("the sheet needs a column file, item or url")
    return names


def _row(number: int, cells: dict[str, str], extra: list[str]) -> Row | RowFault:
    def fault(column: str, why: str, code: str = BadSheet.code) -> RowFault:
        return RowFault(number=number, column=column, code=code, why=why)

    if any(cell.strip() for cell in extra):
        return fault("(beyond the heading)", "the row has more cells than the heading")
    long = next((name for name, cell in cells.items() if len(cell) > MAX_CELL), None)
    if long:
        return fault(long, f"a cell of more than {MAX_CELL} characters")
    text = {name: cell.strip() or None for name, cell in cells.items()}
    if not (text.get("file") or text.get("item") or text.get("url")):
        return fault("file", "the row names neither a file nor an item nor a url")
    zone, left, spans = text.get("zone"), list[RowFault](), dict[str, Span]()
    if zone and not is_zone(zone):
        left.append(
            fault("zone", f"an unknown zone: {zone[:MOST_SAID]!r}; times are kept as wide as all zones", BadTime.code)
        )
        zone = None
    for column in ("posted_at", "seen_at"):
        said = text.get(column) or ""
        try:
            spoken = column == "posted_at" and not (text.get("file") or text.get("url"))
            spans[column] = _when(said, zone, column, spoken=spoken)
        except BadTime as bad:
            left.append(fault(column, f"{bad.message}; its words are kept, and no time is read from them", bad.code))
            spans[column] = Span(zone=zone, verbatim=said[:MOST_SAID])
    return Row(
        number=number,
        file=cells.get("file") or None,
        item=text.get("item"),
        url=text.get("url"),
        account=text.get("account"),
        channel=text.get("channel"),
        posted=spans["posted_at"],
        seen=spans["seen_at"],
        note=text.get("note") or "",
        left=tuple(left),
    )


def _when(text: str, zone: str | None, column: str, *, spoken: bool) -> Span:
    """The zone column is of the post; a time of seeing that brings its own offset keeps that.

    Of an item that is only spoken of the post may be dated in words ("on Monday"); they stay words.
    """
    own = column == "seen_at" and has_offset(text)
    return said_when(text, zone) if spoken else stated(text, None if own else zone)


def _csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    data = _bounded(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        raise BadSheet(f"{path.name} is not UTF-8 (byte {bad.start}); save it as CSV UTF-8") from bad
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    try:
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True), 1)
    except csv.Error as bad:
        raise BadSheet(f"{path.name} is not CSV: {bad}") from bad


def _xlsx_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    return xlsx_rows(_bounded(path), path.name)


def xlsx_rows(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    """Rows of a workbook's first sheet, numbered from 1, every cell as text. Raises BadSheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > 8 * MAX_BYTES:
                raise BadSheet(f"{name} unpacks to more than {8 * MAX_BYTES} bytes")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield number, [_cell(value) for value in cells]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, ParseError, OSError) as bad:
        raise BadSheet(f"{name} is not a spreadsheet: {bad}") from bad


def _cell(value: Any) -> str:
    """Dates that the spreadsheet typed come back as the wall time they show: a spreadsheet has no zones."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _bounded(path: Path) -> bytes:
    try:
        with path.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except OSError as bad:
        raise BadSheet(f"{path.name} cannot be read: {bad.strerror}") from bad
    if len(data) > MAX_BYTES:
        raise BadSheet(f"{path.name} is larger than {MAX_BYTES} bytes")
    return data
