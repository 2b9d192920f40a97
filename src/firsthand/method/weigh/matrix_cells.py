"""The cells of a matrix of evidence against answers: who judged what, which judgements contradict, what was never judged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.record.assessment import Consistency
from firsthand.record.fault import BadEntry

MISSING, CONTESTED = "not judged", "inconclusive"


@dataclass(frozen=True, slots=True)
class Judged:
    """One author's judgement of one piece of evidence against one answer; `id` its entry."""

    id: str
    evidence: str
    answer: str
    consistency: Consistency
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell: each author's last judgement, and those that it came after."""

    standing: tuple[Judged, ...] = ()
    earlier: tuple[Judged, ...] = ()

    @property
    def says(self) -> str:
        """One of the four consistencies, MISSING, or CONTESTED where authors contradict one another."""
        said = {judged.consistency for judged in self.standing}
        return MISSING if not said else CONTESTED if len(said) > 1 else next(iter(said)).value

    def may_be(self, consistency: Consistency) -> bool:
        return any(judged.consistency is consistency for judged in self.standing)

    def wire(self) -> dict[str, Any]:
        made: dict[str, Any] = {"says": self.says, "by": [_wire(judged) for judged in self.standing]}
        if self.says == CONTESTED:
            made |= {"why": "authors judge it differently", "conflict": [judged.id for judged in self.standing]}
        if self.earlier:
            made["earlier"] = [_wire(judged) for judged in self.earlier]
        return made


Cells = Mapping[tuple[str, str], Cell]  # (evidence, answer)


def _wire(judged: Judged) -> dict[str, str]:
    return {
        "entry": judged.id,
        "by": judged.by,
        "consistency": judged.consistency.value,
        "reason": judged.reason,
    }


def cells(weighings: Iterable[Judged]) -> Cells:
    """In the order given: an author's later judgement of a cell stands for the earlier one, another author's beside it."""
    standing: dict[tuple[str, str], dict[str, Judged]] = defaultdict(dict)
    earlier: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for judged in weighings:
        place = (judged.evidence, judged.answer)
        before = standing[place].get(judged.by)
        if before is not None:
            earlier[place].append(before)
        standing[place][judged.by] = judged
    return {place: Cell(tuple(by.values()), tuple(earlier[place])) for place, by in standing.items()}


def judged_from(wire: Mapping[str, Any]) -> Judged:
    """Raises BadEntry."""
    try:
        found, evidence, answer, by = (wire[name] for name in ("id", "evidence", "answer", "by"))
        consistency = Consistency(wire["consistency"])
    except (KeyError, ValueError, TypeError) as bad:
        raise BadEntry(f"a weighing is {{id, evidence, answer, consistency, by, reason}}: {bad!r}") from bad
    if not all(isinstance(text, str) and text for text in (found, evidence, answer, by)):
        raise BadEntry("a weighing's id, evidence, answer and by are texts")
    return Judged(found, evidence, answer, consistency, by, str(wire.get("reason", "")))


# --- what a piece of evidence tells apart -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tells:
    """How far a piece of evidence tells competing answers apart: pairs that it does, might, or cannot for want of a judgement."""

    apart: int
    perhaps: int
    pairs: int

    @property
    def says(self) -> str:
        if self.apart:
            return "tells apart"
        return "not settled" if self.perhaps else "says nothing"

    def wire(self) -> dict[str, Any]:
        return {"says": self.says, "pairs_told_apart": self.apart, "pairs_perhaps": self.perhaps, "pairs": self.pairs}


def diagnosticity(found: Cells, evidence: str, pairs: Iterable[tuple[str, str]]) -> Tells:
    """Evidence tells two competing answers apart where it is inconsistent with one of them and not with the other: what is
    equal on all says nothing. A contested or missing cell leaves a pair open."""
    apart = perhaps = count = 0
    for one, two in pairs:
        count += 1
        first, second = (found.get((evidence, answer), Cell()) for answer in (one, two))
        if _open(first) or _open(second):
            perhaps += 1
        else:
            apart += _against(first) != _against(second)
    return Tells(apart, perhaps, count)


def _open(cell: Cell) -> bool:
    return cell.says in (MISSING, CONTESTED)


def _against(cell: Cell) -> bool:
    return cell.says == Consistency.INCONSISTENT.value
