"""Observations that a judgement names: each that is shown stands under it, once, as it was entered, and no other."""

from collections.abc import Iterable
from typing import Any

from firsthand.record.entry import Entry

from .page_check import DISSENT, WORDS
from .page_form import Part
from .page_ledger import seen_at
from .page_words import Board

HIDDEN = "an observation that is withheld"


def check_observed(board: Board, lists: list[Part], named: Iterable[str]) -> None:
    held, sealed = board.held, board.sealed
    parts = [part for one in lists for part in one.of("o")]
    ids = list(dict.fromkeys(named))
    wanted = [entry for one in ids if (entry := sealed.known(one, "observation")) is not None]
    if not held.observed:
        held.unknown_if(len(wanted), "page.form-older")
        return
    shown = [part for part in parts if part.has("?o.entry")]
    held.all_same(shown, "o.entry[:16]", [entry.id[:16] for entry in wanted], DISSENT)
    for part, entry in zip(shown, wanted, strict=False):
        _observed(board, part, entry)
    # Of what is withheld only the kind can be known here, and of what was erased not even that: no more than may be.
    may = sum(
        sealed.known(one, "observation") is None and sealed.kind_of(one) in ("observation", "entry") for one in ids
    )
    held.told(bool(parts) == bool(lists), WORDS, "page, observations", "a list of them holds none")
    held.told(
        len(parts) - len(shown) <= may, DISSENT, "page, observations", "more are withheld than the judgement names"
    )


def _observed(board: Board, part: Part, entry: Entry) -> None:
    held, value = board.held, entry.value
    number = board.sealed.number.get(_file(value))
    at = seen_at(board.sealed, value) or (f"Exhibit {number}" if number else "")
    held.same(part, "o.what", value.what)
    held.same(part, "o.says", value.says)
    held.same(part, "o.verbatim", value.verbatim or None)
    held.same(part, "o.translation", value.translation or None)
    held.same(part, "o.at", at or None)
    held.same(part, "o.exhibit", f"x-{number}" if number else None)
    held.same(part, "o.who", held.sealed.analyst(entry.log))
    held.same(part, "o.day", entry.at)
    held.marked(part, "o.withdrawn", int(entry.id in board.case.withdrawn), DISSENT, "page, observation")


def _file(value: Any) -> str:
    of = value.moment or value.stretch
    return of.file if of is not None else str(value.details.get("file", ""))
