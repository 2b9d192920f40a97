"""weigh.matrix: which of a question's answers has least against it, counting what shares an origin once?"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.assessment import About, Consistency
from firsthand.record.fault import BadRecord
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable

from .matrix_answers import IN_WORDS, Answer, Pair, answer_from, pairs
from .matrix_cells import CONTESTED, MISSING, Cell, Cells, cells, diagnosticity, judged_from

RULE = (
    "Answers are ordered by what speaks against them, not by what speaks for them. Evidence that shares an origin counts once. "
    "A cell on which authors differ may count or not, and so may evidence without a known origin: what speaks against an "
    "answer is therefore a least and a most, and two answers whose bounds overlap are not told apart. Evidence that is equal "
    "on all competing answers says nothing."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is weighed."""

    about: str = value("what", "what the question asks for: authentic, where, when, what, who, context or reply")


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """How many independent pieces speak against an answer, at least and at most, and which share an origin."""

    least: int
    most: int
    shared: tuple[tuple[str, tuple[str, ...]], ...]  # origin, evidence


def run(given: Given, inputs: Inputs) -> Outcome:
    if given.about == About.LAW:
        return Unsuitable(why="a question of law is asked, never answered by a tool")
    if given.about not in set(About):
        return Unsuitable(why=f"a question asks for {', '.join(About)}, not {given.about[:40]!r}")
    try:
        answers = [answer_from(wire) for wire in inputs["answers"]]
        weighings = [judged_from(wire) for wire in inputs["weighings"]]
        roots = {str(wire["id"]): _roots(wire) for wire in inputs["evidence"]}
    except BadRecord as bad:
        return Unsuitable(why=bad.message, code=bad.code)
    except (KeyError, TypeError, AttributeError) as bad:
        return Unsuitable(why=f"answers, weighings and evidence are lists of objects: {bad!r}")
    known = {answer.id for answer in answers}
    found = cells(judged for judged in weighings if judged.answer in known)
    if not found:
        return Nothing(looked=f"{len(weighings)} weighings: none is of one of these {len(answers)} answers")
    return _outcome(answers, found, roots)


def _roots(wire: Mapping[str, Any]) -> frozenset[str]:
    """Keys of the origins, unknown ones among them, by their name in weigh.origins."""
    return frozenset(map(str, (*(wire.get("origins") or ()), *(wire.get("unknown") or ()))))


def _outcome(answers: Sequence[Answer], found: Cells, roots: Mapping[str, frozenset[str]]) -> Outcome:
    pairing = pairs(answers)
    competing = [(pair.one, pair.two) for pair in pairing if pair.compete]
    evidence = list(dict.fromkeys(name for name, _ in found))
    against = {answer.id: _against(found, roots, evidence, answer.id) for answer in answers}
    ranking = sorted(answers, key=lambda answer: (against[answer.id].least, against[answer.id].most))
    shown = {
        "ranking": [_ranked(answer, against[answer.id], found, evidence) for answer in ranking],
        "not_told_apart": [list(pair) for pair in competing if _tied(against, *pair)],
        "evidence": [_row(found, roots, one, answers, competing) for one in evidence],
        "pairs": [pair.wire() for pair in pairing],
        "inconclusive": [
            {"evidence": one, "answer": answer, "conflict": [j.id for j in cell.standing]}
            for (one, answer), cell in found.items()
            if cell.says == CONTESTED
        ],
        "not_judged": sum((one, a.id) not in found for one in evidence for a in answers),
        "rule": RULE,
    }
    if competing and all(_tied(against, *pair) for pair in competing):
        return _untold(found, shown, pairing)
    return Found(value=shown)


def _untold(found: Cells, shown: dict[str, Any], pairing: Iterable[Pair]) -> Outcome:
    """No two competing answers are told apart; the smallest contested cell is the conflict, where there is one."""
    contested = sorted((cell for cell in found.values() if cell.says == CONTESTED), key=lambda cell: len(cell.standing))
    words = all(pair.how == IN_WORDS for pair in pairing)
    why = "as much speaks against each competing answer as against the others, as far as it can be told"
    why += "; authors differ on cells that would decide it" if contested else ""
    why += "; the answers are compared in words only" if words else ""
    conflict = tuple(judged.id for judged in contested[0].standing) if contested else ()
    return Inconclusive(why=why, conflict=conflict, value=shown)


def _tied(against: Mapping[str, Against], one: str, two: str) -> bool:
    first, second = against[one], against[two]
    return first.least <= second.most and second.least <= first.most


def _against(found: Cells, roots: Mapping[str, frozenset[str]], evidence: Iterable[str], answer: str) -> Against:
    """Least: agreed cells on known origins. Most: contested cells and unknown origins too."""
    sure: list[str] = []
    maybe: list[str] = []
    for one in evidence:
        cell = found.get((one, answer), Cell())
        if cell.may_be(Consistency.INCONSISTENT):
            known = any(not root.startswith("unknown") for root in roots.get(one, ()))
            (sure if cell.says != CONTESTED and known else maybe).append(one)
    least, most = _independent(sure, roots), _independent([*sure, *maybe], roots)
    return Against(least=least, most=max(least, most), shared=_shared([*sure, *maybe], roots))


def _independent(evidence: Iterable[str], roots: Mapping[str, frozenset[str]]) -> int:
    """Pieces that share no origin with one already counted; those on the fewest origins first."""
    used: set[str] = set()
    count = 0
    for one in sorted(evidence, key=lambda one: len(roots.get(one, ()))):
        if used.isdisjoint(roots.get(one, ())):
            used |= roots.get(one, frozenset())
            count += 1
    return count


def _shared(evidence: Sequence[str], roots: Mapping[str, frozenset[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    by: dict[str, list[str]] = defaultdict(list)
    for one in evidence:
        for root in sorted(roots.get(one, ())):
            by[root].append(one)
    return tuple((root, tuple(found)) for root, found in by.items() if len(found) > 1)


def _ranked(answer: Answer, against: Against, found: Cells, evidence: Iterable[str]) -> dict[str, Any]:
    said = [found.get((one, answer.id), Cell()).says for one in evidence]
    return {
        "answer": answer.id,
        "text": answer.text,
        "against": {"least": against.least, "most": against.most},
        "cells": {says: said.count(says) for says in (*(c.value for c in Consistency), CONTESTED, MISSING)},
        "counted_once": [{"origin": root, "evidence": list(shared)} for root, shared in against.shared],
    }


def _row(
    found: Cells,
    roots: Mapping[str, frozenset[str]],
    evidence: str,
    answers: Iterable[Answer],
    competing: Iterable[tuple[str, str]],
) -> dict[str, Any]:
    return {
        "evidence": evidence,
        "origins": sorted(roots.get(evidence, ())),
        "tells": diagnosticity(found, evidence, competing).wire(),
        "cells": {answer.id: found.get((evidence, answer.id), Cell()).wire() for answer in answers},
    }


# --- the card -------------------------------------------------------------------------------------------------------------

NEAR, FAR = 300_000_000, 310_000_000  # 1e-7 deg


def _box(west: int) -> dict[str, Any]:
    box = {"west": west, "south": 500_000_000, "east": west + 5_000_000, "north": 505_000_000}
    return {"unit": "1e-7 deg WGS 84", "boxes": [box], "verbatim": None}


def _inputs(
    *weighings: tuple[str, str, str, str], one_origin: tuple[str, ...] = (), regions: Sequence[int] = ()
) -> Callable[[], dict[str, Any]]:
    """(evidence, answer, consistency, author) for each weighing."""
    names = list(dict.fromkeys(w[0] for w in weighings))
    bounds = [*map(_box, regions), None, None]
    return lambda: {
        "answers": [
            {"id": name, "text": name, "region": bound} for name, bound in zip(("bridge", "quay"), bounds, strict=False)
        ],
        "weighings": [
            {"id": f"w{n}", "evidence": e, "answer": a, "consistency": c, "by": by, "reason": ""}
            for n, (e, a, c, by) in enumerate(weighings)
        ],
        "evidence": [{"id": n, "origins": ["recording r"] if n in one_origin else [f"recording {n}"]} for n in names],
    }


def _top(outcome: Outcome) -> Any:
    return outcome.value["ranking"][0] if isinstance(outcome, (Found, Inconclusive)) else {}


MATRIX = Method(
    name="weigh.matrix",
    version=1,
    asks="Which of the competing answers has least against it, and which evidence tells them apart at all?",
    given=Given,
    inputs=(
        Input(name="answers", kind="value", says="a list of {id, text, region, span}; bounds in wire form, or null"),
        Input(
            name="weighings",
            kind="value",
            says="a list of {id, evidence, answer, consistency, by, reason} in the order in which they were entered; by: the person",
        ),
        Input(
            name="evidence",
            kind="value",
            says="a list of {id, origins, unknown}: what each piece rests on, by weigh.origins' keys",
        ),
    ),
    says=(
        "ranking: a list of {answer, text, against: {least, most}, cells, counted_once}, least spoken against first; "
        "not_told_apart: pairs of competing answers whose bounds overlap; evidence: a list of {evidence, origins, tells, cells}; a "
        "cell says one of the four consistencies, not judged, or inconclusive with both judgements; pairs: a list of {one, two, "
        "how: overlap, apart or in words only, compete}"
    ),
    limits=(
        "A cell is one person's judgement: the matrix orders judgements, it makes none.",
        "Answers that nobody thought of are not in it, and the least refuted of wrong answers comes first all the same.",
        "It counts independent pieces and does not weigh them: one decisive piece counts as much as one weak one.",
        "Answers to where and when without bounds are taken to compete, even where their words mean the same.",
    ),
    cites=("R. J. Heuer, Psychology of Intelligence Analysis (1999), ch. 8: analysis of competing hypotheses",),
    run=run,
    examples=(
        Example(
            says="two copies of one clip speak against the quay: one origin, counted once; the lamp fits both and says nothing",
            given=Given(about="where"),
            inputs=_inputs(
                ("clip", "bridge", "consistent", "A"),
                ("clip", "quay", "inconsistent", "A"),
                ("repost", "quay", "inconsistent", "A"),
                ("repost", "bridge", "consistent", "A"),
                ("lamp", "bridge", "consistent", "A"),
                ("lamp", "quay", "consistent", "A"),
                one_origin=("clip", "repost"),
            ),
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and _top(outcome)["answer"] == "bridge"
                and outcome.value["ranking"][1]["against"] == {"least": 1, "most": 1}
                and [row["tells"]["says"] for row in outcome.value["evidence"]]
                == ["tells apart", "tells apart", "says nothing"]
            ),
        ),
        Example(
            says="two analysts judge the one decisive cell differently: both stay, and nothing is decided",
            given=Given(),
            inputs=_inputs(
                ("clip", "quay", "inconsistent", "A"),
                ("clip", "quay", "consistent", "B"),
                ("clip", "bridge", "consistent", "A"),
            ),
            gives="inconclusive",
            check=lambda outcome: isinstance(outcome, Inconclusive) and outcome.conflict == ("w0", "w1"),
        ),
        Example(
            says="two places that overlap do not compete",
            given=Given(about="where"),
            inputs=_inputs(("clip", "quay", "inconsistent", "A"), regions=(NEAR, NEAR)),
            gives="found",
            check=lambda outcome: isinstance(outcome, Found) and not outcome.value["pairs"][0]["compete"],
        ),
        Example(says="nothing was weighed", given=Given(), inputs=_inputs(), gives="nothing"),
        Example(
            says="a question of law",
            given=Given(about="law"),
            inputs=_inputs(("clip", "quay", "neutral", "A")),
            gives="unsuitable",
        ),
    ),
)
METHODS = (MATRIX,)
