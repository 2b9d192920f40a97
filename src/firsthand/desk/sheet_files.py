"""The evidence sheet for a spreadsheet: every cell as text, no formula among them; it comes back through the differences."""

import csv
import io
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from .desk import Desk
from .now import now
from .screens.sheet import columns, every
from .sheet_edit import guarded

MOST_CELL = 32_000  # characters that a spreadsheet's cell takes


def made(desk: Desk, form: Literal["csv", "xlsx"]) -> bytes:
    names = [column.name for column in columns(now(desk))]
    return _csv(desk, names) if form == "csv" else _xlsx(desk, names)


def _csv(desk: Desk, names: list[str]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(names)
    for row in every(desk):
        table.writerow([guarded(row.cells.get(name, "")) for name in names])
    return out.getvalue().encode("utf-8-sig")


def _xlsx(desk: Desk, names: list[str]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("evidence")
    sheet.append(names)
    for row in every(desk):
        line = []
        for name in names:
            cell = WriteOnlyCell(sheet)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", row.cells.get(name, ""))[:MOST_CELL]
            cell.data_type = "s"  # text, whatever it begins with
            line.append(cell)
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
