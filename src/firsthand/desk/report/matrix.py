"""The matrix of a question as the page shows it: answers by what speaks against them, evidence by what it tells apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from . import words
from .matter import Matter, anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One piece of evidence: `cells` in the order of the answers, two judgements where two authors differ."""

    name: Markup
    where: str
    cells: tuple[str, ...]
    tells: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixView:
    """`answers` come with how many independent pieces speak against each, at least and at most; least refuted first."""

    answers: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    why: str  # where nothing tells the answers apart

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(f"{text} ({against} against)" for text, against in self.answers)


def matrices(matter: Matter, numbered: Mapping[str, int]) -> Mapping[str, MatrixView]:
    """By question. A question of law has none: it is not weighed."""
    return {question: _view(matter, found, numbered) for question, found in matter.origins.get("matrices", {}).items()}


def _view(matter: Matter, found: Mapping[str, Any], numbered: Mapping[str, int]) -> MatrixView:
    value = found["value"]
    ranked = [one["answer"] for one in value["ranking"]]
    return MatrixView(
        answers=tuple((one["text"], _range(one["against"])) for one in value["ranking"]),
        rows=tuple(_row(matter, row, ranked, numbered) for row in value["evidence"]),
        why=found["why"],
    )


def _range(against: Mapping[str, int]) -> str:
    least, most = against["least"], against["most"]
    return str(least) if least == most else f"{least} to {most}"


def _row(matter: Matter, row: Mapping[str, Any], ranked: list[str], numbered: Mapping[str, int]) -> Row:
    found = matter.case.entries.get(row["evidence"])
    name, where = Markup("an entry that is withheld"), ""
    if found is not None and matter.disclosure.shows(found):
        name = Markup("{} {}").format(found.kind, found.id[:12])
        if found.id in numbered:
            name = Markup("Claim {}, {}").format(numbered[found.id], words.name(matter.source(found.value.source)))
            where = anchor(found.id)
        elif found.kind == "observation":
            name = Markup('<bdi dir="auto">{}</bdi>').format(found.value.says)
    cells = tuple(_cell(matter, row["cells"][answer]) for answer in ranked)
    return Row(name=name, where=where, cells=cells, tells=row["tells"]["says"])


def _cell(matter: Matter, cell: Mapping[str, Any]) -> str:
    if cell["says"] != "inconclusive":
        return str(cell["says"])
    return "; ".join(f"{matter.analyst(one['by'])}: {one['consistency']}" for one in cell["by"])
