"""Where and when, as methods worked it out: each finding of place that a sentence rests on, drawn and said in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.desk.place_picture import svg
from firsthand.desk.place_show import area_words
from firsthand.record.entry import Entry, references
from firsthand.record.finding import Found, Inconclusive, Nothing

from .matter import Matter, anchor

FOLDER = "places"
MOST_REJECTED = 40  # places or things rejected that are named
MOST_NAMED, LEAST_SHARE = 8, 0.05  # places of names that are marked, and how likely such a place is at least
LEAST_EXCLUDED = 0.05  # of the field without a clue: less that it excludes is not spoken of
MOST = 40  # findings that one report draws; the others stand in the ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """One finding as the page shows it. `path` of the picture in the folder, empty where there is nothing to draw."""

    where: str
    title: str  # what was asked, in words; the picture carries it too
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
    """What can be shown of a finding: regions, spans, bounds of time, what was taken and what rejected."""
    result = entry.value.result
    value = (
        result.value if isinstance(result, Found | Inconclusive | Nothing) and isinstance(result.value, Mapping) else {}
    )
    return value if {"where", "regions", "when", "spans", "not_before", "rejected"} & set(value) else {}


def places(matter: Matter) -> tuple[PlaceView, ...]:
    shown = findings(matter)
    return tuple(_view(matter, entry, _can(entry, shown)) for entry in shown)


def pictures(matter: Matter) -> dict[str, bytes]:
    """Path in the folder -> SVG."""
    shown = findings(matter)
    return {_path(entry): _picture(matter, entry).encode("utf-8") for entry in shown if _can(entry, shown)}


def _can(entry: Entry, shown: tuple[Entry, ...]) -> bool:
    """Words that a field shown here took in lie on its map: one picture of both."""
    if entry.value.job.method == "place.words" and any(_field_of(other, entry) for other in shown):
        return False
    return bool({"where", "regions", "when", "spans"} & {name for name, part in _value(entry).items() if part})


def _field_of(other: Entry, entry: Entry) -> bool:
    return other.value.job.method == "place.field" and entry.id in other.value.rests_on


def _path(entry: Entry) -> str:
    return f"{FOLDER}/{entry.id[:16]}.svg"


def _picture(matter: Matter, entry: Entry) -> str:
    """With the places that the words were taken to name, where the finding or one that it rests on says so."""
    value = dict(_value(entry))
    words = (matter.case.entries.get(rest) for rest in entry.value.rests_on)
    beneath = [other for other in words if other is not None and _drawn(matter, other)]
    named = [row for other in (entry, *beneath) for row in _taken(_value(other))]
    return svg(
        {**value, "when": value.get("when") or value.get("spans") or {}}, _title(matter, entry), named[:MOST_NAMED]
    )


def _taken(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (row for row in value.get("places", ()) if row.get("share", 0) >= LEAST_SHARE)


def _title(matter: Matter, entry: Entry) -> str:
    said = [str(clue.get("says", "")) for clue in _value(entry).get("clues", ())]
    asked = (matter.case.entries.get(rest) for rest in entry.value.rests_on)
    said = said or [other.value.says for other in asked if other is not None and other.kind == "observation"]
    return "; ".join(part for part in said if part) or entry.value.job.method


def _view(matter: Matter, entry: Entry, drawn: bool) -> PlaceView:
    said = tuple(_said(_value(entry)))
    card = matter.cards.get(entry.value.job.method)
    result = entry.value.result
    return PlaceView(
        where=anchor(entry.id),
        title=_title(matter, entry),
        method=entry.value.job.method,
        asks=card.asks if card else "",
        path=_path(entry) if drawn else "",
        alt=f"{_title(matter, entry)}: {'; '.join(said)}",
        said=said,
        why=getattr(result, "why", "") or "",
        who=matter.author(entry),
        day=entry.at,
    )


def _said(value: Mapping[str, Any]) -> Iterator[str]:
    """A region and a span in words, each with the share that it holds: never a point."""
    for row in (value.get("where") or {}).values():
        yield f"{row['words']}, area {area_words(float(row['area_km2']))}"
    for share, area in (value.get("area_km2") or {}).items():
        yield f"an area of {area_words(float(area))} ({share} %)"
    for share, spans in (value.get("when") or value.get("spans") or {}).items():
        held = round(100 * float((value.get("when_holds") or {}).get(share, 0)))
        more = f"; they hold {held} %, for these minutes are alike" if held >= float(share) + 2 else ""
        yield "; ".join(f"{span['earliest']} to {span['latest']}" for span in spans) + f" ({share} %{more})"
    if "not_before" in value:
        yield f"not before {value['not_before'] or 'not known'}, not after {value['not_after'] or 'not known'}"
    yield from _named(value)
    if value.get("moved_most") and len(value.get("clues", ())) > 1:
        yield f"moved most by: {_clue(value, value['moved_most'])}"
    for row in value.get("each", ()):
        if (row.get("excludes") or {}).get("share", 0) >= LEAST_EXCLUDED:
            yield f"{_clue(value, row['id'])}: {row['excludes']['words']}"
    if value.get("conflict_most"):
        yield "conflict most: " + " and ".join(_clue(value, part) for part in value["conflict_most"])


def _named(value: Mapping[str, Any]) -> Iterator[str]:
    """What was taken for what, and what was not: places of names, or things on a map."""
    for row in value.get("places", ()):
        yield f"{row['name']} is taken for {row['label']} ({_at(row)}; share {row['share']:.2g})"
    for row in value.get("candidates", ())[:MOST_NAMED]:
        yield f"{row['name']} ({row['id']}, {_at(row)}; share {row['share']:.2g})".strip()
    rejected = value.get("rejected", ())
    if rejected:
        said = [f"{row.get('label') or row['name'] or row['id']} ({_at(row)}{_lacks(row)})" for row in rejected]
        more = f"; and {len(said) - MOST_REJECTED} more" if len(said) > MOST_REJECTED else ""
        yield f"kept as rejected: {'; '.join(said[:MOST_REJECTED])}{more}"
    if value.get("unknown"):
        yield f"in no gazetteer at hand: {', '.join(value['unknown'])}"
    if value.get("left"):
        yield f"words not read: {value['left']}"


def _at(row: Mapping[str, Any]) -> str:
    lat, lon = float(row["lat_deg"]), float(row["lon_deg"])
    return f"{abs(lat):.4f} {'N' if lat >= 0 else 'S'} {abs(lon):.4f} {'E' if lon >= 0 else 'W'}"


def _lacks(row: Mapping[str, Any]) -> str:
    return f"; lacks '{row['lacks']}' by {float(row['over_m']):,.0f} m" if row.get("lacks") else ""


def _clue(value: Mapping[str, Any], name: str) -> str:
    found: Mapping[str, Any] = next((clue for clue in value.get("clues", ()) if clue.get("id") == name), {})
    return str(found.get("says") or name)
