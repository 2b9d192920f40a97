"""weigh.origins: on how many independent roots does each answer rest, and what is left if any one of them falls?"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.fault import BadEntry
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable

from .origins_answers import Sides, question, sides
from .origins_case import Matter, matter_from
from .origins_reach import Reach, bits, reach
from .origins_roots import KNOWN, RECORDING, Root

RULE = (
    "An origin is a recording (all its copies are one), a named eyewitness, or a body's statement on its own acts. Claims are "
    "followed through what they rest on; voices in a recording are that recording's. Law, replies and judgements count for "
    "nothing. Where no basis is given the origin is unknown, and is counted apart."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Of what the origins are asked."""

    question: str = value("", "id of the only question to look at; all questions where it is empty")


def run(given: Given, inputs: Inputs) -> Outcome:
    try:
        matter = matter_from(inputs)
    except BadEntry as bad:
        return Unsuitable(why=bad.message, code=bad.code)
    asked = [one for one in matter.questions.values() if given.question in ("", one.id)]
    if given.question and not asked:
        return Unsuitable(why=f"there is no question {given.question[:64]!r} among those given")
    reached = reach(matter)
    found = sides(matter, reached)
    made = [question(matter, reached, found, one) for one in asked]
    wanted = _wanted(found, {part for q in made for part in (q["id"], *(a["id"] for a in q["answers"]))})
    if not wanted and not reached.circles:
        return Nothing(looked=_looked(matter, len(made)), value={"rule": RULE})
    shown = _value(matter, reached, made)
    if any(reached.masks.get(entry, 0) & reached.known for entry in wanted):
        return Found(value=shown)
    return Inconclusive(
        why="no origin is known of anything that speaks to these questions: " + _unknown_why(reached, wanted),
        conflict=_smallest(reached),
        value=shown,
    )


def _smallest(reached: Reach) -> tuple[str, ...]:
    """The shortest circle, where there is one."""
    rounds: list[list[str]] = sorted((circle["round"] for circle in reached.circles), key=len)
    return tuple(rounds[0]) if rounds else ()


def _wanted(found: Sides, targets: set[str]) -> list[str]:
    """Evidence that speaks to the questions looked at, each once."""
    kept = (e for (target, _), side in found.items() if target in targets for e in side.evidence())
    return list(dict.fromkeys(kept))


def _looked(matter: Matter, questions: int) -> str:
    return (
        f"{len(matter.claims)} claims and {len(matter.exhibits)} exhibits: none of them is evidence on {questions} "
        f"questions. {RULE}"
    )


def _unknown_why(reached: Reach, wanted: list[str]) -> str:
    whys = Counter(reached.roots[place].why for e in wanted for place in bits(reached.masks.get(e, 0)))
    return "; ".join(f"{why} ({count})" for why, count in whys.most_common(3)) or "all cite one another"


def _value(matter: Matter, reached: Reach, made: list[dict[str, Any]]) -> dict[str, Any]:
    by: dict[str, dict[str, None]] = {}
    for claim in matter.claims.values():
        for place in bits(reached.masks[claim.id]):
            by.setdefault(reached.roots[place].key, {})[claim.source] = None
    return {
        "questions": made,
        "roots": {root.key: _root(root, list(by.get(root.key, ()))) for root in reached.roots},
        "evidence": _evidence(matter, reached),
        "circles": list(reached.circles),
        "counts": dict(Counter(root.kind for root in reached.roots)),
        "compared": matter.compared,
        "rule": RULE,
    }


def _evidence(matter: Matter, reached: Reach) -> dict[str, dict[str, Any]]:
    return {
        entry: {
            "origins": reached.keys(mask & reached.known),
            "unknown": reached.keys(mask & ~reached.known),
            "nothing": reached.none.get(entry, ""),
        }
        for entry, mask in reached.masks.items()
        if entry in matter.claims or entry in matter.exhibits
    }


def evidence(inputs: Inputs) -> dict[str, dict[str, Any]]:
    """By entry: its origins, unknown ones, and why it is no evidence where it is none. Raises BadEntry."""
    matter = matter_from(inputs)
    return _evidence(matter, reach(matter))


def _root(root: Root, said_by: list[str]) -> dict[str, Any]:
    """`said_by`: the sources whose claims rest on it. An item without bytes cannot be compared: it may be one with another."""
    made: dict[str, Any] = {"kind": root.kind, "name": root.name, "said_by": said_by}
    if root.kind == RECORDING:
        made |= {"files": list(root.files), "here": root.here}
    if root.kind not in KNOWN:
        made["why"] = root.why
    return made


# --- the card -------------------------------------------------------------------------------------------------------------


def _claim(
    name: str, source: str, basis: str, *, answer: str = "bridge", stance: str = "for", **more: Any
) -> dict[str, Any]:
    speaks = [{"question": "where", "answer": answer, "stance": stance}]
    return {"id": name, "source": source, "basis": basis, "speaks_to": speaks, **more}


def _inputs(*claims: dict[str, Any], exhibits: tuple[dict[str, Any], ...] = ()) -> Callable[[], dict[str, Any]]:
    names = dict.fromkeys(s for claim in claims for s in (claim["source"], *claim.get("through", ())))
    return lambda: {
        "claims": list(claims),
        "exhibits": list(exhibits),
        "sources": [{"id": name, "name": name.title(), "is_a": "outlet"} for name in names],
        "recordings": {
            "groups": [{"id": "r1", "name": "the clip", "parts": ["a", "b"]}],
            "texts": [],
            "compared": True,
        },
        "questions": [
            {
                "id": "where",
                "about": "where",
                "text": "Where?",
                "answers": [{"id": "bridge", "text": "on the bridge"}, {"id": "quay", "text": "at the quay"}],
            }
        ],
        "links": [],
    }


def _origins(outcome: Outcome, answer: str) -> list[str]:
    shown = outcome.value if isinstance(outcome, (Found, Inconclusive)) else {}
    return next(a["for"]["origins"] for q in shown["questions"] for a in q["answers"] if a["id"] == answer)


ORIGINS = Method(
    name="weigh.origins",
    version=2,
    asks="On which independent origins does each answer rest, for and against, and what is left if any one of them falls?",
    given=Given,
    inputs=(
        Input(
            name="claims",
            kind="value",
            says="a list of {id, source, through, basis, files, rests_on, speaks_to: [{question, answer, stance}]}; files are "
            "digests, or {file, start, end} in seconds; through names the sources it came through, nearest to the speaker first",
        ),
        Input(
            name="exhibits",
            kind="value",
            says="a list of {id, kind, parts, item, words, rests_on}: sightings (item names one without bytes), observations, "
            "findings; words is heard, written (a passage of a text) or empty",
        ),
        Input(name="sources", kind="value", says="a list of {id, name, is_a}"),
        Input(
            name="recordings",
            kind="value",
            says="{groups: [{id, name, parts}], texts, compared}: copies of one recording as trace.recordings groups them; texts "
            "are files that are no footage; a file in no group is a recording of its own",
        ),
        Input(name="questions", kind="value", says="a list of {id, about, text, answers: [{id, text}]}"),
        Input(
            name="links",
            kind="value",
            says="a list of {evidence, answer, stance}: what assessments name for and against",
        ),
    ),
    says=(
        "questions: a list of {id, about, text, answers, touching, fell}; an answer has for and against, each {origins, "
        "unknown, evidence, nothing, only_through}, and fell: for each origin what would be left without it; roots: by key "
        "{kind, name, said_by, files, here}; evidence: by id {origins, unknown, nothing}; circles: a list of {claims, round, "
        "sources, rest_on, says}; compared: whether the files were compared for copies"
    ),
    limits=(
        "It follows what was entered: a claim entered with a basis that its source did not give is counted as entered.",
        "A copy that trace.recordings does not find, or was not asked for, makes one recording count as two.",
        "Items that are only spoken of cannot be compared: two names may be one clip. One that a claim of own work or of "
        "footage rests on is taken to be footage.",
        "Whoever filmed and also tells what they saw is two origins, a recording and an eyewitness, though one person.",
        "Two names for one person or body are two; that two bodies speak for one government is not known here.",
    ),
    cites=(
        "HOUSE: corroboration is counted in origins",
        "R. Tarjan, Depth-first search and linear graph algorithms (1972)",
        "Berkeley Protocol on Digital Open Source Investigations (2020), on corroboration and the independence of sources",
    ),
    run=run,
    examples=(
        Example(
            says="five outlets cite one newspaper about one clip, of which two copies are known: one origin",
            given=Given(),
            inputs=_inputs(
                _claim("n", "newspaper", "own work", files=["a"]),
                *(_claim(f"o{n}", f"outlet {n}", "another source", rests_on=["n"], files=["b"]) for n in range(5)),
            ),
            gives="found",
            check=lambda outcome: _origins(outcome, "bridge") == ["recording r1"],
        ),
        Example(
            says="an eyewitness beside the clip, and one who gives no basis for another answer",
            given=Given(),
            inputs=_inputs(
                _claim("n", "newspaper", "footage", files=["a"]),
                _claim("e", "passer-by", "own eyes"),
                _claim("u", "ministry", "none given", answer="quay"),
            ),
            gives="found",
            check=lambda outcome: (
                _origins(outcome, "bridge") == ["recording r1", "eyewitness passer-by"]
                and _origins(outcome, "quay") == []
            ),
        ),
        Example(
            says="two outlets that cite each other, and nothing beneath",
            given=Given(),
            inputs=_inputs(
                _claim("x", "daily", "another source", through=["weekly"]),
                _claim("y", "weekly", "another source", through=["daily"]),
            ),
            gives="inconclusive",
            check=lambda outcome: isinstance(outcome, Inconclusive) and outcome.conflict == ("x", "y"),
        ),
        Example(
            says="only what the law says, and that nobody commented",
            given=Given(),
            inputs=_inputs(_claim("l", "professor", "law")),
            gives="nothing",
        ),
        Example(
            says="a basis that is not one of the list",
            given=Given(),
            inputs=_inputs(_claim("h", "neighbour", "hearsay")),
            gives="unsuitable",
        ),
    ),
)
METHODS = (ORIGINS,)
