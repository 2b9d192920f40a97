"""What the gate's rules look at: the case, what is asked for, and what of it would be public."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from firsthand.record.case import Case
from firsthand.record.entry import Entry

from .gate_board import Asked, board
from .gate_disclosure import Disclosure, Plan, disclose

# What is said of a draft sentence by a checker of wording: one message for each thing that is too loud.
WordingRule = Callable[[Entry, Case], Iterable[str]]
Hit = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What is about to be published, as far as the rules look at it."""

    case: Case
    plan: Plan
    disclosure: Disclosure
    asked: Mapping[str, Asked]
    redacted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wording: tuple[WordingRule, ...] = ()
    origins: Mapping[str, Any] = field(default_factory=dict)  # what weigh.origins says, without a name in it


def edition_of(
    case: Case,
    plan: Plan,
    *,
    copies: Mapping[str, frozenset[str]] | None = None,
    wording: tuple[WordingRule, ...] = (),
    origins: Mapping[str, Any] | None = None,
) -> Edition:
    """Everything the rules need, worked out once. `copies` gives for a file the other files of its recording."""
    redacted: dict[str, tuple[str, ...]] = {}
    for entry in case.of("derivative", standing=True):
        if entry.value.what == "redaction":
            redacted[entry.value.parent] = (*redacted.get(entry.value.parent, ()), entry.value.digest)
    return Edition(
        case=case,
        plan=plan,
        disclosure=disclose(case, plan, copies or {}),
        asked=board(case),
        redacted=redacted,
        wording=wording,
        origins=origins or {},
    )
