"""Changing the evidence sheet: a pasted or imported table against what stands, and each change as an entry with its reason."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from firsthand.record.assessment import Withdrawal
from firsthand.record.fault import BadSheet, BadValue, CellChanged, Fault
from firsthand.record.observation import Observation
from firsthand.record.sighting import Sighting

from .desk import Desk, value
from .exports_table import FORMULA
from .now import now
from .once import say_once, sent_before
from .screens.sheet import CELL, OWN, Applied, Change, Difference, columns, rows
from .sheets import xlsx_rows
from .times import stated

NEW = "new-"  # how a row that is not there yet is named among changes
MOST_ROWS, MOST_CELL, MOST_CHANGES = 100_000, 20_000, 5_000


def guarded(text: str) -> str:
    """A cell as it goes out to a spreadsheet: behind an apostrophe where it could become a formula, or has one already."""
    return "'" + text if text.lstrip().startswith((*FORMULA, "'")) else text


def _plain(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:].lstrip().startswith((*FORMULA, "'")) else text


def from_text(desk: Desk, text: str) -> Difference:
    """A pasted table: tabs as a spreadsheet copies it, else commas or semicolons. Raises BadSheet."""
    head = text.partition("\n")[0]
    sign = "\t" if "\t" in head else ";" if head.count(";") > head.count(",") else ","
    return difference(desk, (list(map(_plain, line)) for line in csv.reader(io.StringIO(text), delimiter=sign)))


def from_file(desk: Desk, data: bytes) -> Difference:
    """An XLSX or CSV file. Raises BadSheet."""
    if data[:4] == b"PK\x03\x04":
        return difference(desk, (cells for _, cells in xlsx_rows(data, "the workbook")))
    try:
        return from_text(desk, data.decode("utf-8-sig"))
    except UnicodeDecodeError as bad:
        raise BadSheet("neither an XLSX workbook nor a table in UTF-8") from bad


def difference(desk: Desk, table: Iterable[list[str]]) -> Difference:
    """What a table says otherwise than the sheet. A row without an id in `row` is a new one. Nothing is written."""
    lines = iter(table)
    try:
        heading = [cell.strip().casefold() for cell in next(lines, [])]
        body = [line for line in lines if any(cell.strip() for cell in line)]
    except csv.Error as bad:
        raise BadSheet(f"the table cannot be read: {bad}") from bad
    if not any(heading) or len(set(heading)) != len(heading):
        raise BadSheet("the first line names the columns, each once")
    if len(body) > MOST_ROWS:
        raise BadSheet(f"{len(body)} rows, of at most {MOST_ROWS}")
    writes = {column.name: column.writes for column in columns(now(desk))}
    made, refused, same = list[Change](), list[str](), 0
    place = heading.index("row") if "row" in heading else None
    ids = [line[place] for line in body if place is not None and place < len(line)]
    known = rows(desk, ids)
    for number, line in enumerate(body, 2):
        cells = {name: text for name, text in zip(heading, line, strict=False) if name and name != "row"}
        row = line[place].strip() if place is not None and place < len(line) else ""
        if row and row not in known:
            refused.append(f"row {number}: no such row stands in the sheet ({row[:16]})")
            continue
        before: Mapping[str, str] = known[row].cells if row else {}
        for column, text in cells.items():
            if text == before.get(column, ""):
                same += 1
            elif why := _why_not(
                column, text, writes, mine=not row or known[row].mine, file=bool(row and known[row].file)
            ):
                refused.append(f"row {number}, {column}: {why}")
            else:
                made.append(
                    Change(row=row or f"{NEW}{number}", column=column, before=before.get(column, ""), after=text)
                )
    if len(made) > MOST_CHANGES:
        raise BadSheet(f"{len(made)} cells differ, of at most {MOST_CHANGES} at once")
    return Difference(changes=tuple(made), refused=tuple(refused[:500]), rows_read=len(body), unchanged=same)


def _why_not(column: str, text: str, writes: Mapping[str, str], *, mine: bool, file: bool) -> str:
    if len(text) > MOST_CELL:
        return f"{len(text)} characters, of at most {MOST_CELL}"
    if not column or len(column) > 40:
        return "a column's name has 1 to 40 characters"
    kind = writes.get(column, "cell")
    if kind == "no":
        return "this column is not written by hand"
    if kind == "sighting" and not mine:
        return "the sighting is another author's; write beside it in a column of the team's"
    if column in ("posted", "seen") and text:
        try:
            stated(text)
        except Fault as bad:
            return bad.message
    return ""


def apply(desk: Desk, key: str, changes: tuple[Change, ...], reason: str) -> Applied:
    """Enters the changes: all are looked at first, and none is entered where one no longer fits.

    A sighting's own cells become one new sighting and the withdrawal of the old; other cells a note each. Raises BadValue,
    CellChanged, and what `say` raises.
    """
    if not changes or len(changes) > MOST_CHANGES or not reason.strip():
        raise BadValue("changes have a reason, and there is at least one")
    by_row: dict[str, dict[str, Change]] = {}
    for change in changes:
        by_row.setdefault(change.row, {})[change.column] = change
    writes = {column.name: column.writes for column in columns(now(desk))}
    if not sent_before(desk, f"{key}-0"):  # sent again, some of them stand already
        _look(desk, by_row, writes)
    entries: list[str] = []

    def enter(made: Any) -> str:
        entries.append(say_once(desk, f"{key}-{len(entries)}", made))
        return entries[-1]

    for row, cells in by_row.items():
        own = {name: change.after for name, change in cells.items() if writes.get(name) == "sighting"}
        standing = row
        if row.startswith(NEW):
            standing = enter(
                _corrected(Sighting(file=None, item="item of the sheet", captured="entered in the sheet"), own)
            )
        elif own:
            old = value(desk, row)
            standing = enter(_corrected(old, own))
            enter(Withdrawal(of=row, reason=reason, instead=standing))
        for name, change in cells.items():
            if name not in own:
                details = {"row": standing, "column": name, "value": change.after}
                enter(Observation(what=CELL, says=reason, details=details, rests_on=(standing,)))
    return Applied(entries=tuple(entries))


def _look(desk: Desk, by_row: Mapping[str, Mapping[str, Change]], writes: Mapping[str, str]) -> None:
    known = rows(desk, [row for row in by_row if not row.startswith(NEW)])
    for row, cells in by_row.items():
        if not row.startswith(NEW) and row not in known:
            raise CellChanged(f"the row {row[:12]} no longer stands in the sheet")
        for name, change in cells.items():
            fresh = row.startswith(NEW)
            if not fresh and known[row].cells.get(name, "") != change.before:
                raise CellChanged(f"{name} of row {row[:12]} says something else by now")
            why = _why_not(name, change.after, writes, mine=fresh or known[row].mine, file=False)
            if why:
                raise BadValue(f"{name}: {why}")


def _corrected(old: Sighting, cells: Mapping[str, str]) -> Sighting:
    """The sighting with some of its cells otherwise; an emptied cell is not known."""
    parts: dict[str, Any] = {
        name: text or (None if name not in ("note",) else "")
        for name, text in cells.items()
        if name in OWN and name not in ("posted", "zone", "seen", "item")
    }
    if "name" in parts:
        parts["raw_name"] = None
    if cells.get("item"):
        parts["item"] = cells["item"]
    zone = cells.get("zone", old.posted.zone or "") or None
    if "posted" in cells or "zone" in cells:
        parts["posted"] = stated(cells.get("posted", old.posted.verbatim or ""), zone)
    if "seen" in cells:
        parts["seen"] = stated(cells["seen"], zone)
    return replace(old, **parts)
