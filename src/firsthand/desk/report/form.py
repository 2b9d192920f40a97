"""The report's templates as a grammar for whoever rechecks a page: `make docs` writes it anew."""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import nodes

from firsthand.desk.gate_disclosure import (
    BY_NAME,
    DEVICE,
    GRAPHIC,
    HOURS,
    LABEL,
    LOCAL,
    PASSED_OVER,
    PRIVATE,
    PROTECTED,
    RISK,
    SEALED,
    TITLE,
)
from firsthand.method import CATALOGUE
from firsthand.method.weigh import origins_roots
from firsthand.recheck.page_form import FOLDER, FORM
from firsthand.record.assessment import Likelihood
from firsthand.record.digest import canonical

from .board import ABOUT
from .grades import CREDIBILITY, RELIABILITY
from .pages import HEADINGS, STYLE, _environment
from .rests import ABSENT
from .words import percent

REASONS = (
    HOURS,
    LOCAL,
    DEVICE,
    TITLE,
    PRIVATE,
    PASSED_OVER,
    LABEL,
    PROTECTED,
    SEALED,
    BY_NAME,
    RISK,
    GRAPHIC,
    "erased",
)
# What weigh.origins says of an origin that is unknown, or of what counts for nothing, where it has no name for the words.
WHY_ORIGINS = (
    *(
        getattr(origins_roots, name)
        for name in ("REPLY", "LAW", "JUDGEMENT", "PLACE", "NOT_FOOTAGE", "BASELESS", "GONE")
    ),
    "it gives no basis",
    "they cite one another, and nothing beneath is named",
    "it names no footage",
    "it names nothing that it rests on",
    "it names another source, and what that one rests on is not in the case",
    "it rests on an entry that is not here or was taken back",
    "the file holds several recordings, and which of them is meant is not said",
    "an eyewitness without a name: whether it is another one cannot be told",
    "a body without a name: whether it is another one cannot be told",
)
TIED = "as much speaks against each competing answer as against the others, as far as it can be told"
DIFFER, ONLY_WORDS = "; authors differ on cells that would decide it", "; the answers are compared in words only"
WHY_MATRIX = (TIED, TIED + DIFFER, TIED + ONLY_WORDS, TIED + DIFFER + ONLY_WORDS)

# Literal text, or ["=", slot, type], ["?", of], ["*" or "+", name, of, between], ["|", ...], ["!", flag], ["@", rule], ["&", ...].
Grammar = Any
Known = Mapping[str, Any]  # what the names of a macro stand for

# Values that are made of marks of their own; every other one is plain text, a count or a number.
RICH = frozenset(
    "n.says s.posted s.seen s.names a.bounds r.name fall circle c.said c.instead r.when p.who k.author".split()
)
NUMBERS = frozenset(
    "m.edition claims_withheld r.number n.number n c.number k.version version x.withheld_sightings number "
    "withheld.protected withheld.originals withheld.skipped found.unknown|length found.hidden what.number".split()
)
ONE_OF: Mapping[str, Sequence[str]] = {
    "g.words": sorted({*RELIABILITY.values(), *CREDIBILITY.values()}, key=lambda word: (-len(word), word)),
    "name": ("Found", "Nothing", "Inconclusive", "Unsuitable"),
}


class Grammarian:
    """Walks the templates once: what they print as it stands, what they fill in, what may be left out or come again."""

    def __init__(self) -> None:
        self.env = _environment()
        self.macros = {node.name: node for node in self._parse("parts.html.jinja").find_all(nodes.Macro)}
        self.rules: dict[str, Grammar] = {}

    def _parse(self, name: str) -> nodes.Template:
        return self.env.parse(resources.files(__package__ or "").joinpath(name).read_text("utf-8"))

    def page(self) -> Mapping[str, Grammar]:
        self.rules["page"] = self._seq(self._parse("report.html.jinja").body, {})
        return self.rules

    def _seq(self, body: Sequence[nodes.Node], known: Known) -> list[Grammar]:
        made: list[Grammar] = ["&"]
        for node in body:
            for part in self._node(node, known):
                if isinstance(part, str) and len(made) > 1 and isinstance(made[-1], str):
                    made[-1] += part
                elif part != "":
                    made.append(part)
        return made

    def _node(self, node: nodes.Node, known: Known) -> Iterator[Grammar]:
        match node:
            case nodes.Output():
                for part in node.nodes:
                    yield from [part.data] if isinstance(part, nodes.TemplateData) else self._said(part, known)
            case nodes.If():
                yield from self._if(node, known)
            case nodes.For():
                yield from self._for(node, known)
            case nodes.Import() | nodes.Macro():
                pass
            case _:
                raise TypeError(f"the templates hold a {type(node).__name__}, which the grammar does not know")

    def _if(self, node: nodes.If, known: Known) -> Iterator[Grammar]:
        branches = [(node.test, node.body), *((other.test, other.body) for other in node.elif_)]
        made = [["&", ["!", said(test)], *self._seq(body, known)[1:]] for test, body in branches]
        if node.else_:
            yield ["|", *made, self._seq(node.else_, known)]
        else:
            yield ["?", made[0] if len(made) == 1 else ["|", *made]]

    def _for(self, node: nodes.For, known: Known) -> Iterator[Grammar]:
        name = said(node.target)
        if isinstance(node.iter, nodes.Tuple):  # headings of a table
            for item in node.iter.items:
                yield from self._seq(node.body, {**known, name: item.as_const()})[1:]
            return
        last, body = node.body[-1], list(node.body)
        between: Grammar = ""
        if isinstance(last, nodes.If) and said(last.test) == "not loop.last":
            body, between = body[:-1], self._seq(last.body, known)
        loop = ["+" if node.else_ else "*", name, self._seq(body, known), between]
        yield ["|", loop, self._seq(node.else_, known)] if node.else_ else loop

    def _said(self, node: nodes.Expr, known: Known) -> Iterator[Grammar]:
        match node:
            case nodes.Call():
                yield from self._call(node, known)
            case nodes.Name() if node.name in known:
                yield str(known[node.name])
            case nodes.Filter(name="ltr", node=nodes.Expr() as value):
                yield from ('<bdi dir="ltr">', ["=", said(value), kind(said(value))], "</bdi>")
            case nodes.Filter(name="name", node=nodes.Expr() as value):
                yield from ('<bdi dir="auto">', ["=", said(value), "name"], "</bdi>")
            case nodes.Filter(name="count", node=nodes.Expr() as value):
                words = [arg.as_const() for arg in node.args]
                yield ["=", said(value), ["count", words[0], words[1] if len(words) > 1 else words[0] + "s"]]
            case nodes.Getitem() if isinstance(node.node, nodes.Dict):
                yield ["=", said(node.arg), ["one", *(pair.value.as_const() for pair in node.node.items)]]
            case _:
                yield ["=", said(node), kind(said(node))]

    def _call(self, node: nodes.Call, known: Known) -> Iterator[Grammar]:
        """A macro: one rule for each set of constants that it is called with."""
        macro = self.macros[said(node.node).removeprefix("parts.")]
        defaults = dict(
            zip((a.name for a in macro.args[len(macro.args) - len(macro.defaults) :]), macro.defaults, strict=True)
        )
        given = {a.name: value for a, value in zip(macro.args, node.args, strict=False)}
        constants = {
            name: value.as_const() for name, value in {**defaults, **given}.items() if isinstance(value, nodes.Const)
        }
        rule = ":".join([macro.name, *[str(constants[a.name]) for a in macro.args if a.name in constants][:1]])
        if rule not in self.rules:
            self.rules[rule] = []
            self.rules[rule] = self._seq(macro.body, constants)
        yield ["@", rule]


def kind(name: str) -> Any:
    if name in ONE_OF:
        return ["one", *ONE_OF[name]]
    if name == "r.drawn":
        return "drawn"
    return "rich" if name in RICH else "number" if name in NUMBERS else "text"


def said(node: nodes.Node) -> str:
    """An expression of the templates as it is written there, near enough to name a slot."""
    match node:
        case nodes.Name():
            return str(node.name)
        case nodes.Getattr():
            return f"{said(node.node)}.{node.attr}"
        case nodes.Getitem():
            return f"{said(node.node)}[{said(node.arg)}]"
        case nodes.Const():
            return str(node.value)
        case nodes.Tuple():
            return ",".join(said(item) for item in node.items)
        case nodes.Filter(node=nodes.Expr() as value):
            return f"{said(value)}|{node.name}"
        case nodes.Not():
            return f"not {said(node.node)}"
        case nodes.Or() | nodes.And() | nodes.Add():
            return f"{said(node.left)} {type(node).__name__.lower()} {said(node.right)}"
        case nodes.Compare():
            return f"{said(node.expr)} {' '.join(one.op for one in node.ops)}"
        case nodes.Test():
            return f"{said(node.node)} is {node.name}"
        case nodes.Slice():
            return f":{said(node.stop)}" if node.stop else ":"
        case nodes.CondExpr():
            return said(node.expr1)
    raise TypeError(f"the templates hold a {type(node).__name__}, which the grammar does not know")


def words_of() -> Mapping[str, Mapping[str, str]]:
    """Words that stand for a value: what questions ask for, grades, shares of likelihood, why something is withheld."""
    return {
        "about": {about.value: text for about, text in ABOUT.items()},
        "reliability": RELIABILITY,
        "credibility": CREDIBILITY,
        "percent": {likelihood.value: percent(likelihood) for likelihood in Likelihood},
        "withheld": {reason: "" for reason in REASONS},
    }


def phrases() -> list[str]:
    """Digests of what the program itself says: whole cards of methods, what they ask, why an origin is unknown or none."""
    cards = CATALOGUE.values()
    whole = ("\n".join([card.name, card.asks, *card.limits]) for card in cards)
    told = {*whole, *(card.name for card in cards), *(card.asks for card in cards), *WHY_ORIGINS, ABSENT, *WHY_MATRIX}
    return sorted({phrase(text) for text in told})


def phrase(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]


def form(before: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was published once stays known: styles and phrases are only ever added."""
    style = sha256(resources.files(__package__ or "").joinpath(STYLE).read_bytes()).hexdigest()
    return {
        "form": FORM,
        "headings": list(HEADINGS.items()),
        "phrases": sorted({*before.get("phrases", ()), *phrases()}),
        "rules": Grammarian().page(),
        "words": words_of(),
        "styles": sorted({*before.get("styles", ()), style}),
    }


def write() -> None:
    path = Path(str(FOLDER)) / f"{FORM}.json"
    before = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(canonical(form(before)) + b"\n")
