"""The claims as a table for a spreadsheet, in which no cell can become a formula and nothing is hidden."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from firsthand.record.bounds import instant_text
from firsthand.record.entry import Entry

from .exports_public import Public
from .names import visible

COLUMNS = (
    "number entry source source_is reliability through says verbatim language translation hedges basis speaks_to "
    "said_as_stated said_zone said_earliest said_latest said_by_the_date_of origins unknown_origins no_evidence_because files "
    "credibility stands entered_by entered_on withheld"
).split()
# What a spreadsheet takes for the beginning of a formula, full-width forms included.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
LONGEST = 32_767  # characters of a cell, by the format
CUT = " [cut here; whole in claims.csv]"

Row = Mapping[str, str]


def rows(seen: Public) -> Iterator[Row]:
    """A row a claim, withdrawn ones too; of one that is withheld only that it is there, and why."""
    held = seen.case.grades()
    for number, claim in enumerate(seen.case.of("claim"), 1):
        if seen.disclosure.shows(claim):
            yield {"number": str(number), **_row(seen, claim, held)}
        else:
            yield {"number": str(number), "entry": claim.id, "withheld": seen.disclosure.bodies[claim.id]}


def _row(seen: Public, claim: Entry, held: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    value, case = claim.value, seen.case
    source = case.entries.get(value.source)
    span, by = seen.said[claim.id]
    rests = seen.origins["evidence"].get(claim.id, {})
    return {
        "entry": claim.id,
        "source": seen.source(value.source),
        "source_is": source.value.is_a.value if source else "",
        "reliability": case.grade(source, held) if source else "F",
        "through": "\n".join(seen.source(link) for link in value.through),
        "says": value.paraphrase,
        "verbatim": value.verbatim or "",
        "language": value.language or "",
        "translation": value.translation or "",
        "hedges": "\n".join(value.hedges),
        "basis": value.basis.value,
        "speaks_to": "\n".join(
            _speaks(seen, part.question, part.stance.value, part.answer) for part in value.speaks_to
        ),
        "said_as_stated": span.verbatim or "",
        "said_zone": span.zone or "",
        "said_earliest": instant_text(span.earliest) if span.earliest else "",
        "said_latest": instant_text(span.latest) if span.latest else "",
        "said_by_the_date_of": by,
        "origins": "\n".join(seen.origin(key) for key in rests.get("origins", ())),
        "unknown_origins": "\n".join(seen.origin(key) for key in rests.get("unknown", ())),
        "no_evidence_because": rests.get("nothing", ""),
        "files": "\n".join(value.files),
        "credibility": case.grade(claim, held),
        "stands": seen.standing(claim),
        "entered_by": seen.author(claim),
        "entered_on": claim.at,
        "withheld": "",
    }


def _speaks(seen: Public, question: str, stance: str, answer: str | None) -> str:
    asked = seen.case.entries.get(question)
    text = asked.value.text if asked is not None else question[:12]
    if answer is None:
        return str(text)
    given = seen.case.entries.get(answer)
    return f"{text} | {stance} | {given.value.text if given is not None else answer[:12]}"


def cell(text: str) -> str:
    """Text for a spreadsheet's cell: controls and direction overrides by their code; a sign that could begin a formula
    stands behind an apostrophe."""
    plain = "\n".join(visible(line) for line in text.replace("\r\n", "\n").split("\n"))
    return f"'{plain}" if plain.lstrip().startswith(FORMULA) else plain


def as_csv(seen: Public) -> bytes:
    """UTF-8 with a byte order mark, without which a spreadsheet misreads other scripts; lines end in CR LF (RFC 4180)."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(seen):
        writer.writerow([cell(row.get(name, "")) for name in COLUMNS])
    return made.getvalue().encode("utf-8-sig")


def as_xlsx(seen: Public, now: datetime) -> bytes:
    """Every cell is text by its type; `now` is the day that the file says it was made."""
    from openpyxl import Workbook  # read when a workbook is asked for

    book = Workbook(write_only=True)
    book.properties.creator, book.properties.created, book.properties.modified = "firsthand", now, now
    sheet = book.create_sheet("claims")
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, name, bold=True) for name in COLUMNS])
    for row in rows(seen):
        sheet.append([_text(sheet, row.get(name, "")) for name in COLUMNS])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _text(sheet: Any, text: str, *, bold: bool = False) -> Any:
    from openpyxl.cell.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    plain = cell(text)
    plain = plain if len(plain) <= LONGEST else plain[: LONGEST - len(CUT)] + CUT
    made = WriteOnlyCell(sheet, value=plain)
    made.data_type = "s"
    made.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        made.font = Font(bold=True)
    return made
