"""Every entry's roots, worked out once for all entries: what each rests on in the end, and who cites whom in a circle."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .origins_case import Matter
from .origins_graph import Graph, is_circle, knots, shortest_round
from .origins_roots import BASELESS, KNOWN, Ground, Root, Rules, unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """`masks` gives for each entry its roots as bits, `roots` the root of each bit; `known` are the bits that count."""

    roots: tuple[Root, ...]
    masks: Mapping[str, int]
    known: int
    none: Mapping[str, str]  # entry -> why it is no evidence
    circles: tuple[dict[str, Any], ...]

    def keys(self, mask: int) -> list[str]:
        return [self.roots[bit].key for bit in bits(mask)]


def bits(mask: int) -> Iterator[int]:
    """The places of the ones, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def reach(matter: Matter) -> Reach:
    rules = Rules(matter)
    grounds = {entry: rules.ground(entry) for entry in (*matter.claims, *matter.exhibits)}
    table: dict[str, int] = {}
    roots: list[Root] = []

    def bit(root: Root) -> int:
        if root.key not in table:
            table[root.key] = len(roots)
            roots.append(root)
        return 1 << table[root.key]

    masks: dict[str, int] = {}
    none: dict[str, str] = {}
    follows: Graph = {entry: ground.follows for entry, ground in grounds.items()}
    for knot in knots(follows):
        mask = 0
        for entry in knot:
            for root in grounds[entry].roots:
                mask |= bit(root)
            for edge in grounds[entry].follows:
                mask |= masks.get(edge, 0)
        if not mask and is_circle(follows, knot):
            mask = bit(unknown(min(knot), "a circle", "they cite one another, and nothing beneath is named"))
        for entry in knot:
            masks[entry] = mask
            if not mask:
                none[entry] = grounds[entry].none or BASELESS
    known = sum(1 << place for place, root in enumerate(roots) if root.kind in KNOWN)
    circles = tuple(_circles(matter, grounds, masks, roots))
    return Reach(roots=tuple(roots), masks=masks, known=known, none=none, circles=circles)


def _circles(
    matter: Matter, grounds: Mapping[str, Ground], masks: Mapping[str, int], roots: list[Root]
) -> Iterator[dict[str, Any]]:
    cites = {entry: [*dict.fromkeys((*ground.follows, *ground.cites))] for entry, ground in grounds.items()}
    for knot in knots(cites):
        if is_circle(cites, knot):
            way = shortest_round(cites, knot)
            beneath = 0
            for entry in knot:
                beneath |= masks[entry]
            yield {
                "claims": sorted(knot),
                "round": list(way),
                "sources": [matter.claims[e].source for e in way if e in matter.claims],
                "rest_on": [roots[place].key for place in bits(beneath) if roots[place].kind in KNOWN],
                "says": "it cites itself" if len(knot) == 1 else f"{len(way)} claims cite one another in a circle",
            }
    for claim in matter.claims.values():
        chain = (claim.source, *claim.through)
        if len(set(chain)) < len(chain):
            yield {
                "claims": [claim.id],
                "round": [claim.id],
                "sources": list(chain),
                "rest_on": [roots[place].key for place in bits(masks[claim.id]) if roots[place].kind in KNOWN],
                "says": "a source stands twice in the chain by which the claim came",
            }
