"""Reads a page by the grammar of its form: every mark must stand as the house writes it; what is filled in comes out as a tree."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

FORM = 2  # the form that this version writes; a template that changes after it was released is another form
FOLDER = resources.files(__package__ or "").joinpath("forms")
BEFORE = '<!doctype html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n<meta name="generator" content="firsthand report '
NAMED = re.compile(re.escape(BEFORE.encode()) + rb'([1-9][0-9]{0,3})">\n')
TEXT = re.compile("(?:[^<>&\"']|&(?:amp|lt|gt|#34|#39);)*")
ENTITIES = {"&lt;": "<", "&gt;": ">", "&#34;": '"', "&#39;": "'", "&amp;": "&"}
ENTITY = re.compile("|".join(ENTITIES))
LETTER = re.compile(r'<span class="hidden-letter">U\+([0-9A-F]{4,6})</span>')
MARK = re.compile("<[^>]*>")
EDGE = re.compile('[<"]')
INNER = {
    '<bdi dir="auto">': "</bdi>",
    '<bdi dir="ltr">': "</bdi>",
    '<span class="hidden-letter">': "</span>",
    '<span class="stated">': "</span>",
}
NUMBER = "(?:0|[1-9][0-9]*(?:\u202f[0-9]{3})*)"
DRAWN = re.compile(
    r'(?:<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="0 0 640 \d+" width="640" height="\d+" role="img" direction="ltr"><title>'
    r"((?:(?:Exhibit \d+|file [0-9a-f]{12}): (?:not aligned with the others|second -?\d+\.\d\d to -?\d+\.\d\d"
    r'(?:, second -?\d+\.\d\d to -?\d+\.\d\d)*)(?:; )?)*)</title>(?:<rect class="(?:line|part)" x="-?[\d.]+" y="\d+" '
    r'width="[\d.]+" height="\d+"></rect>)*</svg>)?'
)
DEEP = 200


class NotOfForm(Exception):
    """The page is not written as its form is; the words say where it leaves it."""


@dataclass(slots=True)
class Part:
    """A piece of the page: what was filled in, by the slot's name in the templates, and the pieces within, in their order."""

    name: str
    said: dict[str, list[str]] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)

    def raw(self, name: str) -> str:
        return self.said.get(name, [""])[0]

    def text(self, name: str) -> str:
        return plain(self.raw(name))

    def all_text(self, name: str) -> list[str]:
        return [plain(raw) for raw in self.said.get(name, ())]

    def has(self, name: str) -> bool:
        return name in self.said

    def of(self, *names: str) -> Iterator["Part"]:
        """The pieces of these names directly within."""
        return (part for part in self.parts if part.name in names)

    def one(self, name: str) -> "Part":
        return next(self.of(name), Part(name))

    def all(self, *names: str) -> Iterator["Part"]:
        """The pieces of these names, however deep."""
        for part in self.parts:
            if part.name in names:
                yield part
            yield from part.all(*names)

    def every(self) -> Iterator["Part"]:
        yield self
        for part in self.parts:
            yield from part.every()


def plain(raw: str) -> str:
    """What a reader sees of it: marks taken off, letters that are shown by their number put back."""
    if "<" in raw:
        raw = MARK.sub("", LETTER.sub(lambda found: f"&#x{found[1]};", raw))
        raw = re.sub("&#x([0-9A-F]{4,6});", lambda found: chr(min(int(found[1], 16), 0x10FFFF)), raw)
    return ENTITY.sub(lambda found: ENTITIES[found[0]], raw)


def named_form(data: bytes) -> int:
    """The form that a page says it is of; 0 where it says none."""
    found = NAMED.match(data)
    return int(found[1]) if found else 0


@dataclass(frozen=True, slots=True)
class Form:
    rules: Mapping[str, Any]
    styles: frozenset[str]
    phrases: frozenset[str]
    headings: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]


@cache
def form_of(number: int) -> Form | None:
    """What this version knows of a form; None of one that it does not know."""
    file = FOLDER.joinpath(f"{number}.json")
    if not file.is_file():
        return None
    wire = json.loads(file.read_text("utf-8"))
    ready = _Ready(wire["rules"])
    return Form(
        rules={name: ready.made(rule, ()) for name, rule in wire["rules"].items()},
        styles=frozenset(wire["styles"]),
        phrases=frozenset(wire["phrases"]),
        headings=dict(wire["headings"]),
        words=wire["words"],
    )


class _Ready:
    """Sets beside each free slot the marks at which it can end."""

    def __init__(self, rules: Mapping[str, Any]) -> None:
        self.rules = rules

    def made(self, node: Any, after: tuple[str, ...]) -> Any:
        if isinstance(node, str):
            return node
        match node[0]:
            case "&":
                return ["&", *(self.made(part, self.first(node[at + 2 :], after)) for at, part in enumerate(node[1:]))]
            case "|":
                return ["|", *(self.made(part, after) for part in node[1:])]
            case "?":
                return ["?", self.made(node[1], after)]
            case "*" | "+":
                name, body, between = node[1:]
                follows = (*self.first([between, body], ()), *after)
                return [node[0], name, self.made(body, follows), self.made(between, ())]
            case "=" if node[2] in ("text", "rich", "name"):
                return [*node, tuple(sorted({_edge(text) for text in after}))]
        return node

    def first(self, nodes: Any, after: tuple[str, ...]) -> tuple[str, ...]:
        made: list[str] = []
        for node in nodes:
            found, empty = self._begins(node)
            made += found
            if not empty:
                return tuple(made)
        return (*made, *after)

    def _begins(self, node: Any) -> tuple[tuple[str, ...], bool]:
        """The literal beginnings of a node, and whether it may be nothing."""
        if isinstance(node, str):
            return ((node,) if node else ()), not node
        match node[0]:
            case "&":
                made: list[str] = []
                for part in node[1:]:
                    found, empty = self._begins(part)
                    made += found
                    if not empty:
                        return tuple(made), False
                return tuple(made), True
            case "|":
                both = [self._begins(part) for part in node[1:]]
                return tuple(text for found, _ in both for text in found), any(empty for _, empty in both)
            case "?":
                return self._begins(node[1])[0], True
            case "*" | "+":
                return (*self._begins(node[2])[0], *self._begins(node[3])[0]), node[0] == "*"
            case "@":
                return self._begins(self.rules[node[1]])
        return (), node[0] == "!"


def _edge(text: str) -> str:
    found = EDGE.search(text)
    return text[: found.end() + 8] if found else text


def read_page(text: str, form: Form) -> Part:
    """Raises NotOfForm."""
    reader = _Reader(text, form.rules)
    top = Part("page")
    end = reader.rule("page", 0, top)
    if end != len(text):
        at = max(reader.far, end, 0)
        raise NotOfForm(f"line {text.count(chr(10), 0, at) + 1}, at {text[at : at + 60]!r}")
    return top


class _Reader:
    """One way through the grammar, never back over what has matched: a hostile page costs no more time than a good one."""

    def __init__(self, text: str, rules: Mapping[str, Any]) -> None:
        self.page, self.rules, self.far = text, rules, 0

    def rule(self, name: str, at: int, into: Part) -> int:
        return self.node(self.rules[name], at, into)

    def node(self, node: Any, at: int, into: Part) -> int:
        """Where the node ends, or -1; `into` keeps what a failed try has left, so whoever tries clears it."""
        if isinstance(node, str):
            if self.page.startswith(node, at):
                return at + len(node)
            self.far = max(self.far, at)
            return -1
        match node[0]:
            case "&":
                for part in node[1:]:
                    at = self.node(part, at, into)
                    if at < 0:
                        return -1
                return at
            case "!":
                into.said.setdefault("?" + node[1], []).append("")
                return at
            case "?":
                end = self.tried(node[1], at, into)
                return at if end < 0 else end
            case "|":
                return next((end for part in node[1:] if (end := self.tried(part, at, into)) >= 0), -1)
            case "*" | "+":
                return self.loop(node, at, into)
            case "@":
                made = Part(node[1])
                end = self.node(self.rules[node[1]], at, made)
                into.parts.append(made)
                return end
        return self.slot(node, at, into)

    def tried(self, node: Any, at: int, into: Part) -> int:
        made = Part("")
        end = self.node(node, at, made)
        if end >= 0:
            into.parts += made.parts
            for name, values in made.said.items():
                into.said.setdefault(name, []).extend(values)
        return end

    def loop(self, node: Any, at: int, into: Part) -> int:
        """As often as it goes on; "+" is once at least."""
        count = 0
        while True:
            made = Part(node[1])
            start = at if count == 0 or not node[3] else self.node(node[3], at, made)
            end = self.node(node[2], start, made) if start >= 0 else -1
            if end < 0 or end == at:
                return at if count or node[0] == "*" else -1
            into.parts.append(made)
            at, count = end, count + 1

    def slot(self, node: Any, at: int, into: Part) -> int:
        kind = node[2]
        end = self.ends(node[3], at, rich=kind != "text") if kind in ("text", "rich", "name") else self.typed(kind, at)
        if end < 0:
            self.far = max(self.far, at)
            return -1
        into.said.setdefault(node[1], []).append(self.page[at:end])
        return end

    def ends(self, stops: tuple[str, ...], at: int, *, rich: bool) -> int:
        closing: list[str] = []
        start = at
        while True:
            found = EDGE.search(self.page, at)
            edge = found.start() if found else len(self.page)
            if not closing:
                end = min((e for stop in stops if (e := self.stop(stop, start, edge)) >= 0), default=-1)
                if end >= 0:
                    return end if TEXT.fullmatch(self.page, start, end) else -1
            if not TEXT.fullmatch(self.page, start, edge) or not rich:
                return -1
            if closing and self.page.startswith(closing[-1], edge):
                at = start = edge + len(closing.pop())
                continue
            mark = next((mark for mark in INNER if self.page.startswith(mark, edge)), None)
            if mark is None or len(closing) > 4:
                return -1
            closing.append(INNER[mark])
            at = start = edge + len(mark)

    def stop(self, stop: str, start: int, edge: int) -> int:
        """Where a slot's end mark begins, within the run of text before the next edge."""
        found = EDGE.search(stop)
        if found is None:
            return self.page.find(stop, start, edge)
        at = edge - found.start()
        return at if at >= start and self.page.startswith(stop, at) else -1

    def typed(self, kind: Any, at: int) -> int:
        pattern = _typed(kind if isinstance(kind, str) else tuple(kind))
        found = pattern.match(self.page, at)
        return found.end() if found else -1


@cache
def _typed(kind: str | tuple[str, ...]) -> re.Pattern[str]:
    if kind == "drawn":
        return DRAWN
    if kind == "word":
        return re.compile("[a-z]+(?:-[a-z]+)*")
    if kind == "number":
        return re.compile(NUMBER)
    if kind[0] == "count":
        return re.compile(f"{NUMBER} (?:{re.escape(kind[2])}|{re.escape(kind[1])})")
    return re.compile("|".join(re.escape(one) for one in kind[1:]))
