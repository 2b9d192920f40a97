"""What stands for and against each answer, counted in origins, and what would be left if any one of them fell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from firsthand.record.assessment import About
from firsthand.record.claim import Stance

from .origins_case import Asked, Matter
from .origins_reach import Reach, bits
from .origins_roots import GONE, REPLY

THIS = {"recording": "this recording", "eyewitness": "this eyewitness", "own act": "this body's own statement"}


@dataclass(slots=True, kw_only=True)
class Side:
    """The evidence on one side of an answer, by the set of roots that it rests on."""

    by_mask: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    none: list[tuple[str, str]] = field(default_factory=list)

    def mask(self) -> int:
        made = 0
        for one in self.by_mask:
            made |= one
        return made

    def evidence(self) -> list[str]:
        return [entry for found in self.by_mask.values() for entry in found]

    def __bool__(self) -> bool:
        return bool(self.by_mask)


Sides = Mapping[tuple[str, Stance], Side]


def sides(matter: Matter, reached: Reach) -> Sides:
    """By (answer, stance), and by (question, neither) for what speaks to a question without naming an answer."""
    made: dict[tuple[str, Stance], Side] = defaultdict(Side)
    seen: set[tuple[str, str, Stance]] = set()

    def add(evidence: str, target: str, stance: Stance, reply: bool) -> None:
        if (evidence, target, stance) in seen:
            return
        seen.add((evidence, target, stance))
        side, mask = made[(target, stance)], reached.masks.get(evidence, 0)
        if reply or not mask:
            side.none.append((evidence, REPLY if reply else reached.none.get(evidence, GONE)))
        else:
            side.by_mask[mask].append(evidence)

    for claim in matter.claims.values():
        for speaks in claim.speaks_to:
            asked = matter.questions.get(speaks.question)
            reply = asked is not None and asked.about is About.REPLY
            add(claim.id, speaks.answer or speaks.question, speaks.stance, reply)
    for link in matter.links:
        add(link.evidence, link.answer, link.stance, False)
    return made


def question(matter: Matter, reached: Reach, found: Sides, asked: Asked) -> dict[str, Any]:
    """One question with its answers. `fell`: by origin, which answers nothing would support any more."""
    answers = [_answer(matter, reached, found, answer, text) for answer, text in asked.answers]
    return {
        "id": asked.id,
        "about": asked.about.value,
        "text": asked.text,
        "answers": answers,
        "touching": _side(matter, reached, found.get((asked.id, Stance.NEITHER), Side())),
        "fell": _question_fell(reached, asked, answers),
    }


def _answer(matter: Matter, reached: Reach, found: Sides, answer: str, text: str) -> dict[str, Any]:
    pro, con = (found.get((answer, stance), Side()) for stance in (Stance.FOR, Stance.AGAINST))
    return {
        "id": answer,
        "text": text,
        "for": _side(matter, reached, pro),
        "against": _side(matter, reached, con),
        "fell": [_fell(reached, pro, con, place, text) for place in bits((pro.mask() | con.mask()) & reached.known)],
    }


def _side(matter: Matter, reached: Reach, side: Side) -> dict[str, Any]:
    mask = side.mask()
    known, unknown = mask & reached.known, mask & ~reached.known
    return {
        "origins": reached.keys(known),
        "unknown": reached.keys(unknown),
        "evidence": side.evidence(),
        "nothing": [{"evidence": entry, "why": why} for entry, why in side.none],
        "only_through": _only_through(matter, side.evidence()),
    }


def _only_through(matter: Matter, evidence: Iterable[str]) -> list[str]:
    """The sources without whose word nothing of this would be known here; none where something is in the case itself."""
    shared: dict[str, None] | None = None
    for entry in evidence:
        claim = matter.claims.get(entry)
        chain = (claim.source, *claim.through) if claim else ()
        shared = dict.fromkeys(chain) if shared is None else {s: None for s in shared if s in chain}
        if not shared:
            return []
    return list(shared or ())


def _fell(reached: Reach, pro: Side, con: Side, place: int, text: str) -> dict[str, Any]:
    """If one origin fell: the evidence that rests on nothing else goes with it, the rest stands on what is left."""
    bit = 1 << place
    root = reached.roots[place]
    left_for, left_against = pro.mask() & ~bit, con.mask() & ~bit
    bare = bool(pro.mask() & bit) and not left_for & reached.known
    return {
        "origin": root.key,
        "left_for": reached.keys(left_for & reached.known),
        "left_against": reached.keys(left_against & reached.known),
        "unknown_for": reached.keys(left_for & ~reached.known),
        "falls": [*pro.by_mask.get(bit, ()), *con.by_mask.get(bit, ())],
        "nothing_left": bare,
        "says": _says(root.kind, root.name, text, bool(left_for)) if bare else "",
    }


def _says(kind: str, name: str, what: str, some_unknown: bool) -> str:
    but = ", but for what has no known origin" if some_unknown else ""
    return f"without {THIS[kind]} ({name}), nothing supports {what!r}{but}"


def _question_fell(reached: Reach, asked: Asked, answers: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    supported = [answer for answer in answers if answer["for"]["origins"]]
    by_key = {root.key: root for root in reached.roots}
    bare: dict[str, list[str]] = defaultdict(list)
    for answer in supported:
        for fell in answer["fell"]:
            if fell["nothing_left"]:
                bare[fell["origin"]].append(answer["id"])
    return [
        {
            "origin": key,
            "answers": gone,
            "all": len(gone) == len(supported),
            "says": _says(by_key[key].kind, by_key[key].name, asked.about.value, False)
            if len(gone) == len(supported)
            else "",
        }
        for key, gone in bare.items()
    ]
