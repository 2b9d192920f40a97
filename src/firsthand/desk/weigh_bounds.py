"""The region or the span that an answer to where or when carries: from a method's finding, or as a person states it."""

from collections.abc import Iterator, Mapping
from typing import Any

from firsthand.record.assessment import About
from firsthand.record.bounds import Region, Span
from firsthand.record.fault import BadPlace, BadReference
from firsthand.record.finding import Finding, Found

from .place_show import regions

SHARE = "95"  # per cent: what most of the field holds; the narrower ones are for a map, not for a comparison


def bounds_of(finding: Finding, about: About, name: str) -> tuple[Region | None, Span | None]:
    """Of a finding that found: its region for a question where, its span for one when. Raises BadReference.

    Several spans come to the one that holds them all: an answer is never narrower than the finding.
    """
    result, method = finding.result, finding.job.method
    if not isinstance(result, Found):
        raise BadReference(f"the finding {name[:12]} says {result.name}: it gives no bounds")
    words = f"{method}, finding {name[:12]}"
    if about is About.WHERE:
        found = next((region for share, region, _ in regions(result.value) if share == SHARE), None)
        if found is not None:
            return Region(boxes=found.boxes, verbatim=f"{words}: region that holds {SHARE} %"), None
    if about is About.WHEN:
        spans = list(_spans(result.value))
        if spans:
            hull = spans[0]
            for span in spans[1:]:
                hull = hull.join(span)
            return None, Span(earliest=hull.earliest, latest=hull.latest, zone="UTC", verbatim=words)
    raise BadReference(f"the finding {name[:12]} of {method} gives no answer to {about.value}")


def _spans(value: Mapping[str, Any]) -> Iterator[Span]:
    """place.shadow and place.field give spans by share, place.when-bounds when it began and ended."""
    shares = value.get("spans") or value.get("when") or {}
    wires = shares.get(SHARE, ()) if isinstance(shares, Mapping) else ()
    for wire in (*wires, *value.get("starts", ()), *value.get("ends", ())):
        yield Span.from_wire(wire)


def near(text: str) -> Region:
    """ "LON,LAT,METRES" as the outer cover of a circle. Raises BadPlace."""
    lon, lat, radius = _numbers(text, 3, "longitude, latitude and metres")
    return Region.around(lon=lon, lat=lat, radius_m=radius, verbatim=f"within {radius:g} m of {lon:g} E {lat:g} N")


def box(text: str) -> Region:
    """ "WEST,SOUTH,EAST,NORTH" in degrees. Raises BadPlace."""
    west, south, east, north = _numbers(text, 4, "west, south, east and north in degrees")
    edges = [round(edge * 1e7) for edge in (west, south, east, north)]
    return Region.of([(edges[0], edges[1], edges[2], edges[3])], f"{west:g} to {east:g} E, {south:g} to {north:g} N")


def _numbers(text: str, count: int, what: str) -> list[float]:
    try:
        made = [float(part) for part in text.split(",")]
    except ValueError as bad:
        raise BadPlace(f"not {what}: {text[:64]!r}") from bad
    if len(made) != count or not all(abs(number) < 1e9 for number in made):
        raise BadPlace(f"not {what}: {text[:64]!r}")
    return made
