"""The gate's checks of corroboration: counted in origins, never in accounts; and each claim's chain by what shows it."""

from collections.abc import Iterator, Mapping
from typing import Any

from firsthand.record.case import Case
from firsthand.record.entry import Entry
from firsthand.record.publication import Section

from .gate_board import sentences
from .gate_edition import Edition, Hit
from .gate_sentences import quoted
from .gate_words import CORROBORATION, SAME, said

TELLING = (Section.TITLE, Section.SUMMARY, Section.KNOWN)
LINKS = ("sighting", "observation", "claim", "file", "derivative")  # what can show where words stand


def rests_on(case: Case, origins: Mapping[str, Any], draft: Entry) -> tuple[dict[str, None], dict[str, None]]:
    """The known origins and the unknown ones of all that a sentence names, through the judgements among it."""
    evidence = origins.get("evidence", {})
    known: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for entry in ground(case, draft):
        found = evidence.get(entry, {})
        known |= dict.fromkeys(found.get("origins", ()))
        unknown |= dict.fromkeys(found.get("unknown", ()))
    return known, unknown


def ground(case: Case, draft: Entry) -> Iterator[str]:
    """What a sentence names, and what its named judgements name for themselves; each once."""
    waiting, seen = list(draft.value.rests_on), set()
    while waiting:
        entry = waiting.pop(0)
        if entry not in seen and entry in case.entries:
            seen.add(entry)
            yield entry
            found = case.entries[entry]
            waiting += found.value.speaks_for if found.kind == "assessment" else ()


def counted(edition: Edition) -> Iterator[Hit]:
    """Corroboration that is claimed in words and not there in origins."""
    if not edition.origins:
        return
    for draft in sentences(edition.case, *TELLING):
        words = said(CORROBORATION, draft.value.text)
        if not words or not draft.value.rests_on or said(SAME, draft.value.text):
            continue
        known, unknown = rests_on(edition.case, edition.origins, draft)
        if len(known) < 2:
            apart = f" and {len(unknown)} unknown" if unknown else ""
            message = f"{quoted(draft)}: “{words}”, and all of it rests on {len(known)} known origin(s){apart}"
            yield (draft.id,), message


def single(edition: Edition) -> Iterator[Hit]:
    for draft in sentences(edition.case, *TELLING):
        known, unknown = rests_on(edition.case, edition.origins, draft)
        if len(known) == 1:
            apart = f", and {len(unknown)} unknown" if unknown else ""
            yield (draft.id,), f"{quoted(draft)} rests on one known origin{apart}"
        elif unknown and not known:
            yield (draft.id,), f"{quoted(draft)} rests on no known origin"


def chain(edition: Edition) -> Iterator[Hit]:
    """Of each link of a claim's chain (the speaker and all it came through) something in the case should show it."""
    used = dict.fromkeys(e for draft in sentences(edition.case, *TELLING) for e in ground(edition.case, draft))
    for entry in used:
        found = edition.case.entries[entry]
        if found.kind == "claim":
            links = 1 + len(found.value.through)
            beneath = [edition.case.entries[e] for e in found.value.rests_on if e in edition.case.entries]
            shown = len(found.value.files) + sum(e.kind in LINKS for e in beneath)
            if shown < links:
                message = f"sightings or exhibits show {shown} of {links} link(s) of the claim {entry[:12]}"
                yield (entry,), message
