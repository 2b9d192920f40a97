"""The gate's check of what goes out beside the page: entries that no sentence leads to, readable in the ledgers all the same."""

import re
from collections.abc import Iterator

from firsthand.record.case import Case
from firsthand.record.entry import Entry
from firsthand.record.wire import to_wire

from .gate_board import sentences
from .gate_disclosure import texts
from .gate_edition import Edition, Hit
from .gate_sentences import quoted

DIGEST = re.compile(r"[0-9a-f]{64}\Z")


def beyond(edition: Edition) -> Iterator[Hit]:
    """Sentences that stand no longer, one by one; sightings that none leads to, nor to their file, together."""
    case = edition.case
    printed = {draft.id for draft in sentences(case)}
    for draft in case.of("draft"):
        if draft.id not in printed and edition.disclosure.shows(draft):
            yield (draft.id,), f"{quoted(draft)} stands no longer, and its words go out in the ledgers"
    reached = led_to(case)
    led = [s for s in case.of("sighting") if s.id in reached or s.value.file in reached]
    others = tuple(s.id for s in case.of("sighting") if s not in led and edition.disclosure.shows(s))
    if others:
        yield others, f"sightings that no sentence leads to go out in the ledgers: {len(others)}"


def led_to(case: Case) -> set[str]:
    """Every entry and file that the printed sentences name, or that what they name does, and so on."""
    waiting = [name for draft in sentences(case) for name in (*draft.value.rests_on, *draft.value.answers)]
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            if (entry := case.entries.get(name)) is not None:
                waiting += _named(entry)
    return reached


def _named(entry: Entry) -> Iterator[str]:
    return (text for text in texts(to_wire(entry.value)) if DIGEST.match(text))
