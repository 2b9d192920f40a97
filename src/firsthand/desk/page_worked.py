"""What methods worked out on a page, place by place, and where two pages say otherwise."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from firsthand.recheck.page_check import short
from firsthand.recheck.page_form import Part, plain

WORKED = frozenset({"rests", "side:They rest on", "matrix", "fall", "circle"})
# A dot and a name, as a map has its towns (desk/place_picture.py): small, and in ink.
TOWN = re.compile(
    rb'<circle cx="[-0-9.]+" cy="[-0-9.]+" r="(?:1|2)\.5" fill="#222222"/>\n?'
    rb'<text x="[-0-9.]+" y="[-0-9.]+"(?: text-anchor="end")? font-size="(?:9|11)" fill="#222222"[^<>]*>[^<>]*</text>\n?'
)
KEPT = 20  # letters that both have, before those in which they differ
MARKS = {"?r.single": "one origin", "?r.empty": "rests on nothing", "?q.contested": "contested"}
Said = tuple[tuple[str, str], ...]  # slot and text as it is written, in the order of the page


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the page something was worked out, in a reader's words, and the how many-th of its kind it is there."""

    where: str
    kind: str
    number: int


def worked(page: Part) -> dict[Place, Said]:
    """All that a method worked out, in the order of the page."""
    made: dict[Place, Said] = {}
    count: Counter[tuple[str, str]] = Counter()
    for where, kind, said in _walk(page, "the page"):
        count[where, kind] += 1
        made[Place(where, kind, count[where, kind])] = said
    return made


def differences(page: dict[Place, Said], again: dict[Place, Said]) -> list[tuple[str, str]]:
    """Each place that differs, and what is printed there beside what comes out; none where both say the same in one order."""
    made = []
    for place in [*page, *(place for place in again if place not in page)]:
        there, now = page.get(place), again.get(place)
        if there == now:
            continue
        if now is None:
            made.append((place.where, f"{_said(there or ())} stands there, and does not come out now"))
        elif there is None:
            made.append((place.where, f"{_said(now)} comes out now, and is not there"))
        else:
            made.append((place.where, _beside(there, now)))
    if not made and list(page) != list(again):
        made.append(("the page", "the same things come out, in another order"))
    return made


def without_towns(drawn: bytes) -> bytes:
    return TOWN.sub(b"", drawn)


def _beside(there: Said, now: Said) -> str:
    more, less = Counter(there), Counter(now)
    only, missing = tuple((more - less).elements()), tuple((less - more).elements())
    one, other = _seen(only), _seen(missing)
    if one == other:
        return "what is drawn there, or its order, comes out otherwise now"
    if len(one) == len(other) == 1:
        alike = takewhile(lambda both: both[0] == both[1], zip(one[0], other[0], strict=False))
        same = max(0, sum(1 for _ in alike) - KEPT)
        one, other = ([f"…{text[same:]}" if same else text for text in texts] for texts in (one, other))
    return f"it says {short(one)} where {short(other)} comes out now"


def _said(said: Said) -> str:
    return short(_seen(said))


def _seen(said: Said) -> list[str]:
    """What a reader sees of it; where nothing is to be seen, the marks and links that differ."""
    texts = [plain(text) for slot, text in said if slot[0] != "?" and not slot.endswith(("where", "kind"))]
    others = (MARKS.get(slot, f"mark {slot[1:]}") if slot[0] == "?" else plain(text) for slot, text in said)
    return [text for text in texts if text] or [text for text in others if text]


def _walk(part: Part, where: str) -> Iterator[tuple[str, str, Said]]:
    where = _called(part) or where
    if part.name in WORKED or (part.name == "r" and part.has("r.number")):
        yield where, part.name, tuple(_flat(part))
        return
    if part.name == "sentence":
        numbers = tuple(("s.origins|length", text) for text in part.said.get("s.origins|length", ()))
        yield where, part.name, (*numbers, *(one for r in part.of("r") for one in _flat(r)))
    elif part.name == "p":
        yield where, part.name, tuple(("line", text) for line in part.of("line") for text in line.said.get("line", ()))
    elif part.name == "exhibit":
        yield where, part.name, tuple(one for n in part.of("n") for one in _flat(n))
    elif part.name == "claim" and part.has("?c.dated_by"):
        yield where, part.name, tuple(("c.said", text) for text in part.said.get("c.said", ()))
    for inner in part.parts:
        yield from _walk(inner, where)


def _called(part: Part) -> str:
    match part.name:
        case "sentence":
            return f"sentence “{part.text('s.text')[:60]}”"
        case "question":
            return f"question “{part.text('q.text')[:60]}”"
        case "answer":
            return f"answer “{part.text('a.text')[:60]}” ({part.text('a.where')})"
        case "claim":
            return f"claim {part.text('c.number')}"
        case "exhibit":
            return part.text("x.title")
        case "p":
            return f"finding {part.text('p.where')}"
        case "r" if part.has("r.number"):
            return f"recording {part.text('r.number')}"
    return ""


def _flat(part: Part) -> Iterator[tuple[str, str]]:
    for slot, texts in sorted(part.said.items()):
        yield from ((slot, text) for text in texts)
    for inner in part.parts:
        yield from _flat(inner)
