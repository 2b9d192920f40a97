"""Makes the page of a test's report with the house's own templates, so that good reports have good pages."""

from collections.abc import Callable
from pathlib import Path

from firsthand.desk.folder import BY_DEFAULT, Withheld
from firsthand.desk.gate_board import board, sentences
from firsthand.desk.gate_disclosure import BY_NAME, Disclosure
from firsthand.desk.publish import cards_of, said_of
from firsthand.desk.report import gather
from firsthand.desk.report.matter import Key, Matter, analysts
from firsthand.desk.report.pages import render
from firsthand.record.case import case_of
from firsthand.record.digest import sha256
from firsthand.record.entry import Entry, Line, open_line, read_line
from firsthand.record.fault import BadRecord
from firsthand.record.log import read_note
from firsthand.record.publication import Section
from tests.recheck.making import Author, Book


def pages_of(
    book: Book,
    author: Author,
    *,
    edition: int = 1,
    since: dict[str, int] | None = None,
    changed: str = "",
    withheld: Callable[[Line], Withheld] = lambda line: BY_DEFAULT,
) -> dict[str, bytes | Path]:
    """Path -> bytes, as `author` would publish the book now; none without a title. Without origins, weighed at a desk."""
    lines = [(log, index, _read(data)) for log in book.logs() for index, data in enumerate(book.lines(log))]
    case = case_of(entry for _, index, line in lines if (entry := _opened(line, index)) is not None)
    if not sentences(case, Section.TITLE):
        return {}
    hidden = {line.hash: withheld(line) for _, _, line in lines if line.header is not None}
    disclosure = Disclosure(
        bodies={entry: BY_NAME for entry, one in hidden.items() if one.body and entry in case.entries},
        fields={entry: dict.fromkeys(one.fields, BY_NAME) for entry, one in hidden.items()},
        protected={e.id: number for number, e in enumerate((e for e in case.of("source") if e.value.protected), 1)},
        held={},
    )
    groups = gather.recordings(case)
    named, others = gather.exhibit_files(case, groups)
    names = analysts(case, disclosure)
    made = Matter(
        case=case,
        disclosure=disclosure,
        asked=board(case),
        edition=edition,
        published=author.today(),
        changed=changed,
        digests=named,
        others=others,
        recordings=groups,
        cards=cards_of(case),
        keys=tuple(
            _key(book, log, names.get(log, "")) for log in sorted(book.logs(), key=lambda one: (one != author.log, one))
        ),
        counts=_counts(lines, disclosure),
        since=since or {},
        number={digest: number for number, digest in enumerate(named, 1)},
        analysts=names,
        said=said_of(case, disclosure),
    )
    return dict(render(made))


def _read(data: bytes) -> Line:
    """A liar's line may be none; the page is then made of the others."""
    try:
        return read_line(data)
    except BadRecord:
        return Line(hash=sha256(data))


def _opened(line: Line, index: int) -> Entry | None:
    try:
        return open_line(line, index)
    except BadRecord:
        return None


def _key(book: Book, log: str, name: str) -> Key:
    checkpoint = read_note(book.notes(log)[-1])
    headers = [_read(data).header for data in book.lines(log)]
    by = [header.by for header in headers if header is not None]
    return Key(log=log, author=name or f"log {log[:12]}", fingerprint=by[-1] if by else "", checkpoint=checkpoint)


def _counts(lines: list[tuple[str, int, Line]], disclosure: Disclosure) -> dict[str, int]:
    made = {"shown": 0, "header": 0, "hash": 0}
    for _, _, line in lines:
        made["header" if line.hash in disclosure.bodies else line.shown] += 1
    return made
