"""Where and when, as methods worked it out: each finding of place that a sentence rests on, drawn and said in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.desk.place_picture import svg
from firsthand.record.entry import Entry, references
from firsthand.record.finding import Found, Inconclusive

from .matter import Matter, anchor

FOLDER = "places"
MOST = 40  # findings that one report draws; the others stand in the ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """One finding as the page shows it. `path` of the picture in the folder, empty where there is nothing to draw."""

    where: str
    method: str
    asks: str
    path: str
    alt: str
    said: tuple[str, ...]
    why: str
    who: str
    day: str


def findings(matter: Matter) -> tuple[Entry, ...]:
    """Public, standing findings of place beneath the sentences, in the order in which sentences reach them."""
    waiting = [draft.id for draft in matter.case.of("draft", standing=True)][::-1]
    seen: dict[str, None] = {}
    while waiting:
        entry = matter.case.entries.get(waiting.pop())
        if entry is None or entry.id in seen:
            continue
        seen[entry.id] = None
        waiting += [digest for digests in references(entry.value).values() for digest in digests][::-1]
    reached = (matter.case.entries[digest] for digest in seen)
    return tuple(entry for entry in reached if _drawn(matter, entry))[:MOST]


def _drawn(matter: Matter, entry: Entry) -> bool:
    if entry.kind != "finding" or not entry.value.job.method.startswith("place."):
        return False
    standing = entry.id not in matter.case.withdrawn and entry.id not in matter.case.replaced
    return standing and matter.disclosure.shows(entry) and bool(_value(entry))


def _value(entry: Entry) -> Mapping[str, Any]:
    """What can be shown of a finding: regions, spans, bounds of time."""
    result = entry.value.result
    value = result.value if isinstance(result, Found | Inconclusive) and isinstance(result.value, Mapping) else {}
    return value if {"where", "regions", "when", "spans", "not_before"} & set(value) else {}


def places(matter: Matter) -> tuple[PlaceView, ...]:
    return tuple(_view(matter, entry) for entry in findings(matter))


def pictures(matter: Matter) -> dict[str, bytes]:
    """Path in the folder -> SVG."""
    return {_path(entry): _picture(entry).encode("utf-8") for entry in findings(matter) if _can(entry)}


def _can(entry: Entry) -> bool:
    return bool({"where", "regions", "when", "spans"} & {name for name, part in _value(entry).items() if part})


def _path(entry: Entry) -> str:
    return f"{FOLDER}/{entry.id[:16]}.svg"


def _picture(entry: Entry) -> str:
    value = dict(_value(entry))
    return svg({**value, "when": value.get("when") or value.get("spans") or {}}, _title(entry))


def _title(entry: Entry) -> str:
    said = [str(clue.get("says", "")) for clue in _value(entry).get("clues", ())]
    return "; ".join(part for part in said if part) or entry.value.job.method


def _view(matter: Matter, entry: Entry) -> PlaceView:
    said = tuple(_said(_value(entry)))
    card = matter.cards.get(entry.value.job.method)
    result = entry.value.result
    return PlaceView(
        where=anchor(entry.id),
        method=entry.value.job.method,
        asks=card.asks if card else "",
        path=_path(entry) if _can(entry) else "",
        alt=f"{_title(entry)}: {'; '.join(said)}",
        said=said,
        why=getattr(result, "why", "") or "",
        who=matter.author(entry),
        day=entry.at,
    )


def _said(value: Mapping[str, Any]) -> Iterator[str]:
    """A region and a span in words, each with the share that it holds: never a point."""
    for row in (value.get("where") or {}).values():
        yield f"{row['words']}, area {float(row['area_km2']):,.3g} km²"
    for share, area in (value.get("area_km2") or {}).items():
        yield f"an area of {float(area):,.3g} km² ({share} %)"
    for share, spans in (value.get("when") or value.get("spans") or {}).items():
        yield "; ".join(f"{span['earliest']} to {span['latest']}" for span in spans) + f" ({share} %)"
    if "not_before" in value:
        yield f"not before {value['not_before'] or 'not known'}, not after {value['not_after'] or 'not known'}"
    if value.get("moved_most") and len(value.get("clues", ())) > 1:
        yield f"moved most by: {_clue(value, value['moved_most'])}"
    if value.get("conflict_most"):
        yield "conflict most: " + " and ".join(_clue(value, part) for part in value["conflict_most"])


def _clue(value: Mapping[str, Any], name: str) -> str:
    found: Mapping[str, Any] = next((clue for clue in value.get("clues", ()) if clue.get("id") == name), {})
    return str(found.get("says") or name)
