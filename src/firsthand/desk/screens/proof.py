"""The proof of a place: numbered pairs of what is seen in a frame and what stands on the map, the camera, and what was rejected."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from firsthand.desk import place
from firsthand.desk.desk import Desk
from firsthand.desk.now import now
from firsthand.record.case import Case
from firsthand.record.entry import Entry
from firsthand.record.fault import BadReference
from firsthand.record.finding import outcome_wire
from firsthand.record.wire import from_wire, to_wire

from .rows import EntryRow, row

GEOLOCATION = "geolocation"  # the type of observation that a proof is


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameBox:
    """Where in a frame: pixels of the decoded picture; `of` is its size."""

    left: int
    top: int
    width: int
    height: int
    of: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One thing seen twice: in the frame and on the map. Longitude first, WGS 84. `common`: it would fit many places."""

    number: int
    label: str
    weight: Literal["distinctive", "common"]
    box: FrameBox | None
    polygon: tuple[tuple[float, float], ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """Where the camera stood and what it saw: a point with its error, and a wedge. Degrees clockwise from north."""

    lon_deg: float
    lat_deg: float
    error_m: float
    bearing_deg: float | None
    bearing_error_deg: float | None
    view_deg: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that was considered and rejected, and why: it stays in the proof."""

    label: str
    lon_deg: float
    lat_deg: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imagery:
    """What the map's shapes were drawn on: its source and its date, as stated there."""

    source: str
    date: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A proof as it stands in the case: an observation whose details these are."""

    row: EntryRow
    title: str
    file: str
    pts: str
    pairs: tuple[Pair, ...]
    camera: Camera | None
    rejected: tuple[Candidate, ...]
    imagery: Imagery | None
    paragraph: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """place.resection's answer for points of the frame that the map has: a camera with its region, or why there is none."""

    outcome: str
    why: str
    camera: Camera | None
    value: dict[str, Any]


def proofs(desk: Desk) -> list[Proof]:
    """All that were entered, withdrawn ones too; each says what became of it."""
    case = now(desk)
    return [_proof(desk, case, seen) for seen in case.of("observation") if seen.value.what == GEOLOCATION]


def one(desk: Desk, entry: str) -> Proof:
    """Raises BadReference."""
    case = now(desk)
    found = case.entries.get(entry)
    if found is None or found.kind != "observation" or found.value.what != GEOLOCATION:
        raise BadReference(f"{entry[:12]} is no proof of a place")
    return _proof(desk, case, found)


def _proof(desk: Desk, case: Case, seen: Entry) -> Proof:
    value, details = seen.value, seen.value.details
    moment = value.moment
    made = {
        "pairs": tuple(_pair(part) for part in details.get("pairs") or ()),
        "camera": _made(Camera, details.get("camera")),
        "rejected": tuple(from_wire(Candidate, part) for part in details.get("rejected") or ()),
        "imagery": _made(Imagery, details.get("imagery")),
    }
    return Proof(
        row=row(desk, case, seen),
        title=value.says,
        file=moment.file if moment else "",
        pts=to_wire(moment.pts) if moment else "0/1",
        paragraph=paragraph(value.says, made["pairs"], made["camera"], made["rejected"], made["imagery"]),
        **made,
    )


def _made(kind: type[Any], wire: Any) -> Any:
    return from_wire(kind, wire) if wire else None


def _pair(wire: Mapping[str, Any]) -> Pair:
    box = wire.get("box")
    return Pair(
        number=int(wire["number"]),
        label=str(wire["label"]),
        weight="distinctive" if wire["weight"] == "distinctive" else "common",
        box=FrameBox(**{**box, "of": (int(box["of"][0]), int(box["of"][1]))}) if box else None,
        polygon=tuple((float(lon), float(lat)) for lon, lat in wire["polygon"]),
        note=str(wire.get("note", "")),
    )


def paragraph(
    title: str,
    pairs: tuple[Pair, ...],
    camera: Camera | None,
    rejected: tuple[Candidate, ...],
    imagery: Imagery | None,
) -> str:
    """The proof in words that say no more than it holds: what was matched, how telling it is, and what spoke against other places."""
    telling = [pair for pair in pairs if pair.weight == "distinctive"]
    parts = [f"{title.rstrip('.')}."]
    if pairs:
        listed = "; ".join(f"({pair.number}) {pair.label}" for pair in pairs)
        parts.append(
            f"{len(pairs)} features of the frame were matched with the map, {len(telling)} of them distinctive: {listed}."
        )
    else:
        parts.append("No features were matched yet.")
    if camera is not None:
        at = f"{camera.lat_deg:.5f} latitude, {camera.lon_deg:.5f} longitude (WGS 84)"
        parts.append(f"The camera is placed within {camera.error_m:.0f} m of {at}.")
        if camera.bearing_deg is not None:
            wide = f" give or take {camera.bearing_error_deg:.0f}" if camera.bearing_error_deg is not None else ""
            parts.append(f"It looks towards {camera.bearing_deg:.0f} degrees from north{wide}.")
    if rejected:
        listed = "; ".join(f"{one.label}: {one.why}" for one in rejected)
        parts.append(f"Considered and rejected: {listed}.")
    if imagery is not None:
        parts.append(f"Map shapes were drawn on {imagery.source}, dated {imagery.date or 'not stated'}.")
    return " ".join(parts)


def solve(given: Mapping[str, Any], inputs: Mapping[str, Any]) -> Solved:
    """Asks place.resection; enters nothing."""
    wire = outcome_wire(place.ask("place.resection", given, inputs))
    value = dict(wire.get("value") or {})
    return Solved(
        outcome=wire["outcome"],
        why=str(wire.get("why") or wire.get("looked") or ""),
        camera=_camera(value) if wire["outcome"] == "found" else None,
        value=value,
    )


def _camera(value: Mapping[str, Any]) -> Camera:
    apex, heading, view = value["wedge"]["apex"], value["heading_deg"], value["field_of_view_deg"]
    return Camera(
        lon_deg=apex["lon_deg"],
        lat_deg=apex["lat_deg"],
        error_m=apex["radius_m"],
        bearing_deg=(heading["from"] + heading["sweep"] / 2) % 360,
        bearing_error_deg=heading["sweep"] / 2,
        view_deg=(view["low"] + view["high"]) / 2,
    )
