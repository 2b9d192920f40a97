"""The gate's checks of a later edition: what was taken back since the one before, and whether readers are told."""

from collections.abc import Iterator

from firsthand.record.case import Case, case_of
from firsthand.record.entry import Entry
from firsthand.record.publication import Section

from .gate_board import RESTING, sentences
from .gate_edition import Edition, Hit
from .gate_sentences import quoted, under


def says_changed(edition: Edition) -> Iterator[Hit]:
    if edition.plan.edition > 1 and not edition.plan.changed.strip():
        yield (edition.plan.previous or "",), f"edition {edition.plan.edition} does not say what changed"


def corrected(edition: Edition) -> Iterator[Hit]:
    """What a published sentence rested on and was taken back since has a correction that rests on it or on its withdrawal."""
    old = before(edition)
    if old is None:
        return
    told = _told(edition.case, old)
    for gone, draft in _gone_since(edition, old):
        by = edition.case.withdrawn[gone]
        if gone not in told and by not in told:
            what = edition.case.entries[gone].kind
            what = "edition itself" if what == "published" else f"{what} {gone[:12]}"
            said = f"{quoted(draft)} of the edition before rested on the {what}" if draft else f"the {what}"
            yield (gone, by), f"{said}, which was withdrawn since, and no correction says so"


def before(edition: Edition) -> Case | None:
    """The case as the edition before knew it; None where there is none, or it is not here."""
    previous = edition.case.entries.get(edition.plan.previous or "")
    if previous is None or previous.kind != "published":
        return None
    return case_at(edition.case, previous)


def case_at(case: Case, published: Entry) -> Case:
    """The case as an edition knew it."""
    size = {log: head["size"] for log, head in published.value.heads.items()}
    return case_of(e for e in case.entries.values() if e.index < size.get(e.log, 0))


def _gone_since(edition: Edition, old: Case) -> Iterator[tuple[str, Entry | None]]:
    gone = edition.case.withdrawn.keys() - old.withdrawn.keys()
    if edition.plan.previous in gone:
        yield edition.plan.previous, None
    seen: set[str] = set()
    for draft in sentences(old, *RESTING, Section.CORRECTION):
        for ground in under(old, draft):
            if ground in gone and ground not in seen:
                seen.add(ground)
                yield ground, draft


def _told(case: Case, old: Case) -> set[str]:
    """What the corrections written since then rest on."""
    new = (e for e in sentences(case, Section.CORRECTION) if e.id not in old.entries)
    return {ground for draft in new for ground in draft.value.rests_on}
