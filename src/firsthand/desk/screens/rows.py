"""One entry as a screen shows it: who said what, when they say so, and what has become of it since."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.desk.desk import Desk, entry
from firsthand.desk.now import now
from firsthand.record.bounds import Span, instant_text
from firsthand.record.case import Case
from firsthand.record.entry import Entry
from firsthand.record.wire import to_wire

SHORT = 160  # characters of a one-line account


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """An entry with its wire form. `withdrawn` and `replaced` name the entry that did it; `clock` is None where withheld."""

    entry: str
    kind: str
    log: str
    index: int
    author: str
    mine: bool
    at: str
    clock: str | None
    withdrawn: str | None
    replaced: str | None
    reviewed_by: tuple[str, ...]
    grade: str | None
    says: str
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A span as it is shown: both ends as UTC text or None, and what was stated."""

    earliest: str | None
    latest: str | None
    stated: str | None
    zone: str | None


def when(span: Span) -> When | None:
    """None where nothing is known at all."""
    if span.earliest is None and span.latest is None and not span.verbatim:
        return None
    ends = [instant_text(end) if end else None for end in (span.earliest, span.latest)]
    return When(earliest=ends[0], latest=ends[1], stated=span.verbatim, zone=span.zone)


def row(desk: Desk, case: Case, found: Entry) -> EntryRow:
    mine = desk.author is not None and found.log == desk.author.log
    return EntryRow(
        entry=found.id,
        kind=found.kind,
        log=found.log,
        index=found.index,
        author=case.author(found),
        mine=mine,
        at=found.at,
        clock=instant_text(found.clock) if found.clock else None,
        withdrawn=case.withdrawn.get(found.id),
        replaced=case.replaced.get(found.id),
        reviewed_by=tuple(case.author(review) for review in case.reviewed(found)),
        grade=case.grade(found) if found.kind in ("source", "claim") else None,
        says=says(found.value),
        value=to_wire(found.value),
    )


def rows(desk: Desk, *kinds: str) -> list[EntryRow]:
    """Entries of kinds that are not of the bulk ones, in causal order."""
    case = now(desk)
    return [row(desk, case, found) for found in case.of(*kinds)]


def one(desk: Desk, entry_id: str) -> EntryRow:
    """Raises BadReference."""
    desk.index.refresh(desk.ledger)
    return row(desk, now(desk), entry(desk, desk.index.row(entry_id)))


SAYS: Mapping[str, tuple[str, ...]] = {
    "claim": ("paraphrase",),
    "observation": ("says",),
    "mark": ("mark", "label"),
    "follow": ("reason",),
    "source": ("name",),
    "question": ("text",),
    "answer": ("text",),
    "assessment": ("likelihood", "confidence", "reasons"),
    "weighing": ("consistency", "reason"),
    "grade": ("grade", "reason"),
    "review": ("reasons",),
    "withdrawal": ("reason",),
    "reply": ("question", "answer"),
    "draft": ("text",),
    "sighting": ("name", "item", "url", "account"),
    "skipped": ("name", "why"),
    "opened": ("author", "title"),
    "published": ("edition", "changed"),
    "derivative": ("what", "how"),
}


def says(value: Any) -> str:
    """One line of what an entry says, in its own words."""
    if value.kind == "finding":
        outcome = value.outcome
        return f"{value.job.method}: {outcome['outcome']} {outcome.get('looked') or outcome.get('why') or ''}".strip()
    parts = (getattr(value, name, None) for name in SAYS.get(value.kind, ()))
    line = ", ".join(str(getattr(part, "value", part)) for part in parts if part not in (None, ""))
    return line if len(line) <= SHORT else line[: SHORT - 1] + "…"
