"""A field's regions and spans for others: GeoJSON, KMZ for Google Earth, and one still picture that needs no map server."""

import io
import json
import math
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from firsthand.record.bounds import Region, Span, instant_text

SHADES = {"95": "#cfe0f3", "80": "#7fb0de", "50": "#1f6fb5"}
WIDTH, HEIGHT, EDGE = 720, 540, 46
STEPS = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60)


def regions(value: Mapping[str, Any]) -> Iterator[tuple[str, Region, Mapping[str, Any]]]:
    """(share in per cent, region, its row) of a place.field or place.words value, the widest first; place.shadow's too."""
    rows = value.get("where") or {name: {"region": wire} for name, wire in value.get("regions", {}).items()}
    for share in sorted(rows, key=float, reverse=True):
        yield share, Region.from_wire(rows[share]["region"]), rows[share]


def _ring(box: tuple[int, int, int, int]) -> list[list[float]]:
    west, south, east, north = (edge / 1e7 for edge in box)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def geojson(value: Mapping[str, Any]) -> str:
    """RFC 7946: a MultiPolygon of boxes a share; longitude first."""
    made = [
        {
            "type": "Feature",
            "properties": {
                "share_percent": float(share),
                "area_km2": round(region.area_km2(), 6),
                "words": row.get("words", ""),
            },
            "geometry": {"type": "MultiPolygon", "coordinates": [[_ring(box)] for box in region.boxes]},
        }
        for share, region, row in regions(value)
    ]
    return json.dumps({"type": "FeatureCollection", "features": made}, ensure_ascii=False)


def kmz(value: Mapping[str, Any], title: str) -> bytes:
    """A zip with doc.kml, the same bytes for the same value."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>']
    parts.append(f"<name>{escape(title)}</name>")
    for share, region, row in regions(value):
        shade = SHADES.get(share, "#999999").lstrip("#")
        blue = f"80{shade[4:6]}{shade[2:4]}{shade[0:2]}"
        parts.append(
            f"<Placemark><name>{escape(share)} %</name><description>{escape(str(row.get('words', '')))}</description>"
        )
        parts.append(f"<Style><PolyStyle><color>{blue}</color><outline>0</outline></PolyStyle></Style><MultiGeometry>")
        for box in region.boxes:
            ring = " ".join(f"{lon:.7f},{lat:.7f}" for lon, lat in _ring(box))
            parts.append(
                f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
            )
        parts.append("</MultiGeometry></Placemark>")
    parts.append("</Document></kml>")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as folder:
        entry = zipfile.ZipInfo("doc.kml", (1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        folder.writestr(entry, "\n".join(parts))
    return packed.getvalue()


def svg(value: Mapping[str, Any], title: str) -> str:
    """One picture: the regions on a graticule with a scale, and below it the spans of time. Nothing is loaded from anywhere."""
    rows = list(regions(value))
    boxes = [box for _, region, _ in rows for box in region.boxes]
    spans = value.get("when") or {}
    tall = (HEIGHT if boxes else 0) + (40 + 26 * len(spans) if spans else 0) + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall}" role="img" aria-label={quoteattr(title)} '
        'font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{tall}" fill="#ffffff"/><text x="{EDGE}" y="20" font-size="14">{escape(title)}</text>',
    ]
    if boxes:
        parts += _map(rows, boxes)
    if spans:
        parts += _times(spans, 30 + (HEIGHT if boxes else 0))
    return "\n".join([*parts, "</svg>"])


def _map(rows: list[tuple[str, Region, Mapping[str, Any]]], boxes: list[tuple[int, int, int, int]]) -> Iterator[str]:
    west, east = min(b[0] for b in boxes) / 1e7, max(b[2] for b in boxes) / 1e7
    south, north = min(b[1] for b in boxes) / 1e7, max(b[3] for b in boxes) / 1e7
    narrow = max(0.05, math.cos(math.radians((south + north) / 2)))
    room = (WIDTH - 2 * EDGE) / max(1e-7, (east - west) * narrow), (HEIGHT - 2 * EDGE) / max(1e-7, north - south)
    scale = min(room)

    def x(lon: float) -> float:
        return EDGE + (lon - west) * narrow * scale

    def y(lat: float) -> float:
        return 30 + EDGE + (north - lat) * scale

    for share, region, row in rows:
        shapes = "".join(
            f"M{x(w / 1e7):.2f} {y(n / 1e7):.2f}H{x(e / 1e7):.2f}V{y(s / 1e7):.2f}H{x(w / 1e7):.2f}Z"
            for w, s, e, n in region.boxes
        )
        words = escape(str(row.get("words", "")) or f"{share} %")
        yield f'<path d="{shapes}" fill="{SHADES.get(share, "#999999")}"><title>{words}</title></path>'
    step = next((s for s in STEPS if (north - south) / s <= 6 and (east - west) / s <= 8), 60)
    for k in range(math.ceil(west / step), math.floor(east / step) + 1):
        yield _line(x(k * step), y(north), x(k * step), y(south), f"{abs(k * step):g} {'E' if k >= 0 else 'W'}")
    for k in range(math.ceil(south / step), math.floor(north / step) + 1):
        yield _line(x(west), y(k * step), x(east), y(k * step), f"{abs(k * step):g} {'N' if k >= 0 else 'S'}")
    metres = 10 ** math.floor(math.log10(max(1e-3, 150 / scale * 111_195)))
    wide = metres / 111_195 * scale
    yield f'<path d="M{EDGE} {HEIGHT + 12}h{wide:.1f}" stroke="#222222" stroke-width="3"/>'
    named = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    shares = ", ".join(f"{share} %" for share, _, _ in reversed(rows))
    yield f'<text x="{EDGE + wide + 6:.1f}" y="{HEIGHT + 16}">{named}; regions that hold {shares} (dark to light); north is up</text>'


def _line(x1: float, y1: float, x2: float, y2: float, words: str) -> str:
    return (
        f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="#777777" stroke-width="0.5" stroke-dasharray="3 3"/>'
        f'<text x="{x1 + 2:.1f}" y="{y1 - 3:.1f}" font-size="10" fill="#444444">{escape(words)}</text>'
    )


def _times(spans: Mapping[str, Any], top: float) -> Iterator[str]:
    made = {share: [Span.from_wire(dict(wire)) for wire in wires] for share, wires in spans.items()}
    ends = [end.timestamp() for row in made.values() for span in row for end in (span.earliest, span.latest) if end]
    first, last = min(ends), max(ends)
    scale = (WIDTH - 2 * EDGE) / max(1.0, last - first)
    for k, share in enumerate(sorted(made, key=float, reverse=True)):
        at = top + 30 + 26 * k
        for span in made[share]:
            if span.earliest and span.latest:
                left, wide = (
                    EDGE + (span.earliest.timestamp() - first) * scale,
                    (span.latest - span.earliest).total_seconds() * scale,
                )
                words = escape(f"{instant_text(span.earliest)} to {instant_text(span.latest)} ({share} %)")
                shade = SHADES.get(share, "#999999")
                yield f'<rect x="{left:.1f}" y="{at}" width="{max(1.0, wide):.1f}" height="16" fill="{shade}"><title>{words}</title></rect>'
        yield f'<text x="4" y="{at + 13}">{escape(share)} %</text>'
    for text, place, anchor in ((first, EDGE, "start"), (last, WIDTH - EDGE, "end")):
        said = instant_text(datetime.fromtimestamp(text, UTC).replace(microsecond=0))
        yield f'<text x="{place}" y="{top + 20}" text-anchor="{anchor}">{said}</text>'
