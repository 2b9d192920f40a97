"""Which stretches of files are of one recording: cut apart where a file was spliced, joined where they lie on one another."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

EDGE = 0.3  # seconds from an end within which a splice is that end
ONE = 0.15  # seconds within which two splices of a file are one
UNTOLD = 1.5  # seconds by which an end that was not told may lie too far out
ROUNDS = 8  # files through which a splice is followed
Span = tuple[float, float]
Node = tuple[int, int]  # a piece, its side


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A stretch of one file that is a stretch of another (seconds), and why.

    `starts` and `ends` are why it goes no further (`ends.Ends`; empty: not told); `part` names the file in a small part of whose
    picture the other one stands, where it may have been laid in.
    """

    one: str
    two: str
    in_one: Span
    in_two: Span
    reason: str
    made_of: tuple[tuple[str, str, str], ...] = ()  # (parent's side, child, what was done that cannot be undone)
    starts: str = ""
    ends: str = ""
    part: str = ""

    def there(self, at: float, *, back: bool = False) -> float:
        """A second of one as a second of two, or the other way."""
        (a, b), (c, d) = (self.in_two, self.in_one) if back else (self.in_one, self.in_two)
        return c + (at - a) * (d - c) / ((b - a) or 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Two files that hold other stretches of one recording: a third shows both in one go, `gap` seconds apart."""

    one: str
    two: str
    through: str
    in_one: Span
    in_two: Span
    gap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What is known of one recording: pieces of links, and the files that hold other stretches of it."""

    links: tuple[Link, ...]
    others: tuple[Other, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shots:
    """The cuts of a file between the first and the last second that was looked at; `clear` those that are no burst of light."""

    cuts: tuple[float, ...]
    clear: tuple[float, ...]
    first: float
    last: float

    def one_go(self, start: float, end: float) -> bool:
        """Whether no cut was seen between two seconds."""
        return (
            self.first - EDGE <= start
            and end <= self.last + EDGE
            and not any(start + ONE < at < end - ONE for at in self.cuts)
        )


@dataclass(slots=True)
class _Sets:
    """Union of pieces: each is held by the side that it has in either file."""

    parent: dict[Node, Node] = field(default_factory=dict)

    def root(self, node: Node) -> Node:
        self.parent.setdefault(node, node)
        while self.parent[node] != node:
            self.parent[node] = self.parent[self.parent[node]]
            node = self.parent[node]
        return node

    def join(self, one: Node, two: Node) -> None:
        a, b = sorted((self.root(one), self.root(two)))
        self.parent[b] = a


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A piece as one of its files has it: which node, which seconds of the file, those that are sure, the file at the other end."""

    node: Node
    span: Span
    sure: Span
    far: str
    link: Link
    part: bool  # whether the other stands in a small part of this file's picture


def groups(links: Sequence[Link], shots: Mapping[str, Shots], least: float) -> list[Group]:
    """The links cut into pieces and the pieces put together, each group by what was recorded in one go.

    `least` seconds must two pieces share in a file. A still's moment shares what it lies in.
    """
    hard = _splices(links)
    pieces, soft = _pieces(links, hard, shots)
    sets, held = _Sets(), defaultdict[str, list[_Held]](list)
    for number, link in enumerate(pieces):
        sets.join((number, 1), (number, 2))
        held[link.one].append(_side(number, 1, link))
        held[link.two].append(_side(number, 2, link))
    linked = {frozenset((link.one, link.two)) for link in links}
    for ends in held.values():
        _join(sets, sorted(ends, key=lambda h: (h.sure, h.node)), linked, least)
    others = list(_others(sets, held, linked, shots, least))
    _across(sets, pieces, soft)  # last: by then it is known which side has copies of its own
    made: dict[Node, list[Link]] = defaultdict(list)
    told: dict[Node, list[Other]] = defaultdict(list)
    for number, link in enumerate(pieces):
        made[sets.root((number, 1))].append(link)
    for node, other in others:
        told[sets.root(node)].append(other)
    return [Group(links=tuple(group), others=tuple(told[root])) for root, group in made.items()]


# --- where files were spliced -------------------------------------------------------------------------------------------------


def _splices(links: Sequence[Link]) -> dict[str, list[float]]:
    """File -> the seconds at which something else begins in it: told by a link that ends there, and followed to its copies."""
    found: dict[str, list[float]] = defaultdict(list)
    for link in links:
        for why, place in ((link.starts, 0), (link.ends, 1)):
            for of, file, span in (("one", link.one, link.in_one), ("two", link.two, link.in_two)):
                if why == f"splice {of}":
                    _add(found[file], span[place])
    for _ in range(ROUNDS):
        more = False
        for link in links:
            for file, span, other, back in (
                (link.one, link.in_one, link.two, False), (link.two, link.in_two, link.one, True),
            ):  # fmt: skip
                for at in [at for at in found[file] if _inside(at, span)]:
                    more |= _add(found[other], link.there(at, back=back))
        if not more:
            break
    return found


def _add(known: list[float], at: float) -> bool:
    if any(abs(at - other) <= ONE for other in known):
        return False
    known.append(at)
    return True


def _inside(at: float, span: Span) -> bool:
    return span[0] + EDGE < at < span[1] - EDGE


def _pieces(
    links: Sequence[Link], hard: Mapping[str, Sequence[float]], shots: Mapping[str, Shots]
) -> tuple[list[Link], list[tuple[int, int]]]:
    """(the links without the splices, neighbours on either side of a cut that both files have and that may be none)."""
    made: list[Link] = []
    soft: list[tuple[int, int]] = []
    for link in links:
        sure = [at for at in hard.get(link.one, ()) if _inside(at, link.in_one)]
        for at in hard.get(link.two, ()):
            if _inside(at, link.in_two):
                _add(sure, link.there(at, back=True))
        maybe = [at for at in _common(link, shots) if all(abs(at - known) > ONE for known in sure)]
        cuts = sorted([*((at, True) for at in sure), *((at, False) for at in maybe)])
        edges = [link.in_one[0], *(at for at, _ in cuts), link.in_one[1]]
        for number, (low, high) in enumerate(pairwise(edges)):
            if number and not cuts[number - 1][1]:
                soft.append((len(made) - 1, len(made)))
            made.append(
                replace(
                    link, in_one=(low, high), in_two=(link.there(low), link.there(high)),
                    starts=link.starts if low == link.in_one[0] else "splice both",
                    ends=link.ends if high == link.in_one[1] else "splice both",
                )
            )  # fmt: skip
    return made, soft


def _common(link: Link, shots: Mapping[str, Shots]) -> list[float]:
    """Seconds of one at which both files have a cut: a splice, or only a bright burst that both show."""
    one, two = shots.get(link.one), shots.get(link.two)
    if one is None or two is None:
        return []
    here = [at for at in one.clear if _inside(at, link.in_one)]
    return [at for at in here if any(abs(link.there(at) - other) <= ONE for other in two.clear)]


def _across(sets: _Sets, pieces: Sequence[Link], soft: Sequence[tuple[int, int]]) -> None:
    """What stands on either side of a cut that all who show it share is one, unless either side has copies of its own."""
    files: dict[Node, set[str]] = defaultdict(set)
    for number, link in enumerate(pieces):
        files[sets.root((number, 1))] |= {link.one, link.two}
    for before, after in soft:
        one, two = sets.root((before, 1)), sets.root((after, 1))
        if one != two and (files[one] <= files[two] or files[two] <= files[one]):
            together = files.pop(one) | files.pop(two)
            sets.join(one, two)
            files[sets.root(one)] = together


# --- which pieces lie on one another --------------------------------------------------------------------------------------------


def _side(number: int, side: int, link: Link) -> _Held:
    """An end that was not told may lie too far out, so much of the stretch is not sure."""
    span, file, far = (link.in_one, link.one, link.two) if side == 1 else (link.in_two, link.two, link.one)
    least = min(UNTOLD, (span[1] - span[0]) / 4)
    sure = span[0] + (0.0 if link.starts else least), span[1] - (0.0 if link.ends else least)
    return _Held(node=(number, side), span=span, sure=sure, far=far, link=link, part=link.part == file)


def _join(sets: _Sets, ends: Sequence[_Held], linked: set[frozenset[str]], least: float) -> None:
    """Pieces of one file, in order of time, that share enough of it."""
    whole = [held for held in ends if not held.part]
    furthest: _Held | None = None
    for held in whole:  # whoever meets an earlier piece meets the one that reaches furthest
        if furthest is not None and _share(furthest, held, least):
            sets.join(furthest.node, held.node)
        if furthest is None or held.sure[1] > furthest.sure[1]:
            furthest = held
    for held in ends:
        if held.part:
            for other in ends:
                # What stands in a small part of the picture may be laid over what fills it: then the two were not filmed by one.
                known = held.far == other.far or frozenset((held.far, other.far)) in linked
                if other is not held and known and _share(held, other, least):
                    sets.join(held.node, other.node)


def _share(one: _Held, two: _Held, least: float) -> bool:
    shortest = min(one.sure[1] - one.sure[0], two.sure[1] - two.sure[0])
    return min(one.sure[1], two.sure[1]) - max(one.sure[0], two.sure[0]) >= min(least, shortest)


# --- other stretches of one recording --------------------------------------------------------------------------------------------


def _others(
    sets: _Sets,
    held: Mapping[str, Sequence[_Held]],
    linked: set[frozenset[str]],
    shots: Mapping[str, Shots],
    least: float,
) -> Iterator[tuple[Node, Other]]:
    """Pieces of a file that end, and begin, because the *other* file does, with no cut seen in the file from the first to the
    second: they were recorded in one go. They are joined, and their files told to be other stretches where they share none."""
    for file, ends in sorted(held.items()):
        known = shots.get(file)
        if known is None:
            continue
        begun = sorted((h for h in ends if not h.part and _let_go(h, last=False)), key=lambda h: (h.span, h.node))
        starts = [held.span[0] for held in begun]
        for early in (h for h in ends if not h.part and _let_go(h, last=True)):
            for late in begun[bisect_left(starts, early.span[1] - least) :]:
                gap = late.span[0] - early.span[1]
                if late.node[0] == early.node[0] or not known.one_go(
                    min(early.span[0], late.span[0]), max(early.span[1], late.span[1])
                ):
                    continue
                sets.join(early.node, late.node)
                if early.far != late.far and frozenset((early.far, late.far)) not in linked:
                    one, two = sorted((early, late), key=lambda h: h.far)
                    yield (
                        early.node,
                        Other(one=one.far, two=two.far, through=file, in_one=_far(one), in_two=_far(two), gap=gap),
                    )


def _let_go(held: _Held, *, last: bool) -> bool:
    """Whether a piece ends (or begins) because the file at its other end does."""
    why = held.link.ends if last else held.link.starts
    return why in ("file both", f"file {'two' if held.node[1] == 1 else 'one'}")


def _far(held: _Held) -> Span:
    return held.link.in_two if held.node[1] == 1 else held.link.in_one
