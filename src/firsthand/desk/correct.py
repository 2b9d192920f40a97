"""What the last edition printed, sentence by sentence, and the commands that would correct one; nothing is entered here."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace

from firsthand.record.case import Case
from firsthand.record.entry import Entry
from firsthand.record.publication import Section

from .desk import BULK, Desk, view
from .gate_after import case_at
from .gate_board import sentences
from .gate_sentences import under

SHORT = 8  # characters of an id that a command names


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One sentence of the last edition: whether it stands, what beneath it does not, and what to type."""

    id: str
    section: Section
    text: str
    who: str
    state: str  # "stands", "withdrawn", or the id of what took its place
    fallen: tuple[tuple[str, str, str], ...]  # of what it rests on: kind, id, how it fell
    commands: tuple[str, ...]


def printed(desk: Desk) -> tuple[int, tuple[Printed, ...]]:
    """The last edition's number and its sentences, in the order of the page; 0 where nothing was published."""
    case = view(desk, *BULK)
    last = max(case.of("published"), key=lambda e: int(e.value.edition), default=None)
    if last is None:
        return 0, ()
    edition = int(last.value.edition)
    return edition, tuple(_printed(desk, case, draft, edition) for draft in sentences(case_at(case, last)))


def _printed(desk: Desk, case: Case, draft: Entry, edition: int) -> Printed:
    state = "withdrawn" if draft.id in case.withdrawn else case.replaced.get(draft.id, "stands")
    # A correction speaks of what was taken back: that is its ground.
    own = draft.value.section is not Section.CORRECTION
    fallen = tuple(_fallen(case, draft, draft.value.rests_on)) if own and state == "stands" else ()
    mine = desk.author is not None and draft.log == desk.author.log
    return Printed(
        id=draft.id,
        section=draft.value.section,
        text=draft.value.text,
        who=case.author(draft),
        state=state,
        fallen=fallen,
        commands=tuple(_commands(case, draft, fallen, edition)) if mine and state == "stands" else (),
    )


def _fallen(case: Case, draft: Entry, ground: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """What would not stand beneath the sentence, if it rested on this."""
    for entry in under(case, replace(draft, value=replace(draft.value, rests_on=ground, answers=()))):
        if entry not in case.entries:
            yield "entry", entry, "erased"
        elif entry in case.withdrawn or entry in case.replaced:
            yield case.entries[entry].kind, entry, "withdrawn" if entry in case.withdrawn else "revised"


def _commands(case: Case, draft: Entry, fallen: tuple[tuple[str, str, str], ...], edition: int) -> Iterator[str]:
    """In the order in which they are typed: judge anew what rests on what fell, say it anew, tell readers, publish."""
    ground: list[str] = []
    for entry in draft.value.rests_on:
        now = _now(case, entry)
        judged = case.entries[now] if now else None
        if now and judged and not any(_fallen(case, draft, (now,))):
            ground.append(now[:SHORT])
        elif judged and judged.kind == "assessment" and judged.log == draft.log:
            yield _assess(case, draft, judged)
            ground.append(f"NEW-JUDGEMENT-OF-{judged.value.answer[:SHORT]}")
    value = draft.value
    given = [
        f"--section {shlex.quote(value.section.value)}",
        f"--order {value.order}",
        f"--replaces {draft.id[:SHORT]}",
    ]
    given += [f"--rests-on {entry}" for entry in dict.fromkeys(ground)]
    given += [f"--answers {question[:SHORT]}" for question in value.answers if question not in case.withdrawn]
    yield f'firsthand draft "THE SENTENCE ANEW" {" ".join(given)}'
    gone = [entry for _, entry, how in fallen if how == "withdrawn"]
    if gone:
        rests = " ".join(f"--rests-on {entry[:SHORT]}" for entry in gone)
        yield f'firsthand draft "WHAT WAS WRONG, AND WHY" --section correction {rests}'
    yield f'firsthand publish --out REPORT-{edition + 1} --changed "WHAT IS DIFFERENT"'


def _assess(case: Case, draft: Entry, judged: Entry) -> str:
    named = (("--for", judged.value.speaks_for), ("--against", judged.value.speaks_against))
    kept = [(option, now) for option, ids in named for entry in ids if (now := _now(case, entry))]
    rests = "".join(f" {option} {entry[:SHORT]}" for option, entry in kept if not any(_fallen(case, draft, (entry,))))
    return (
        f"firsthand assess {judged.value.answer[:SHORT]} --revises {judged.id[:SHORT]} "
        f'--likelihood ... --confidence ... --reasons "..."{rests}'
    )


def _now(case: Case, entry: str) -> str:
    """The entry, or what stands in its place; nothing where nothing does."""
    seen: set[str] = set()
    while entry in case.entries and entry not in seen:
        seen.add(entry)
        gone = case.withdrawn.get(entry)
        after = (case.entries[gone].value.instead or "") if gone else case.replaced.get(entry, entry)
        if after == entry:
            return entry
        entry = after
    return ""
