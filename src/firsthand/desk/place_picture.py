"""One still picture of regions and spans: on coasts, borders and towns that lie offline, with an inset; it loads nothing."""

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from firsthand.record.bounds import Box, Region, Span, instant_text

from .place_base import Line, View, lines, towns
from .place_show import SHADES, regions

WIDTH, HEIGHT, EDGE, TOP = 720, 540, 14, 34
INSET = 150.0
MOST_TOWNS = 14
TRUE_DEG = 0.3  # in a view narrower than this, lines drawn for 1:50 million would lie across the town
STEPS = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60)
METRES_A_DEGREE = 111_195.0
LAND, SEA_LINE, BORDER, GRID, INK, MARK = "#f7f6f2", "#7d97a8", "#9a8f80", "#d5d2c8", "#222222", "#b3261e"
Rows = Sequence[tuple[str, Region, Mapping[str, Any]]]


class Frame:
    """A view on a rectangle of the picture: equirectangular at its middle latitude, scale the same both ways."""

    def __init__(self, view: View, left: float, top: float, wide: float, tall: float) -> None:
        middle = (view.south + view.north) / 2
        self.narrow = max(0.05, math.cos(math.radians(middle)))
        self.scale = min(
            wide / max(1e-7, (view.east - view.west) * self.narrow), tall / max(1e-7, view.north - view.south)
        )
        # The rectangle is filled: the view grows to its shape.
        half_wide, half_tall = wide / self.scale / self.narrow / 2, tall / self.scale / 2
        lon = (view.west + view.east) / 2
        self.view = View(west=lon - half_wide, south=middle - half_tall, east=lon + half_wide, north=middle + half_tall)
        self.left, self.top, self.wide, self.tall = left, top, wide, tall

    def x(self, lon: float) -> float:
        return self.left + (lon - self.view.west) * self.narrow * self.scale

    def y(self, lat: float) -> float:
        return self.top + (self.view.north - lat) * self.scale

    def path(self, line: Line) -> str:
        made, last = [], (math.inf, math.inf)
        for lon, lat in line.tolist():
            at = round(self.x(lon), 1), round(self.y(lat), 1)
            # Far outside nothing is seen: held near the edge, so that the numbers stay short.
            at = min(max(at[0], -2000.0), 4000.0), min(max(at[1], -2000.0), 4000.0)
            if at != last:
                made.append(f"{at[0]:g} {at[1]:g}")
                last = at
        return "M" + "L".join(made) if len(made) > 1 else ""


def svg(value: Mapping[str, Any], title: str, named: Sequence[Mapping[str, Any]] = ()) -> str:
    """The regions on a map, below it their words, and the spans of time. Nothing is loaded from anywhere.

    `named`: the places (name, lon_deg, lat_deg) that the question leans on, marked where they lie in the picture.
    """
    rows = list(regions(value))
    boxes = [box for _, region, _ in rows for box in region.boxes]
    spans = {
        share: closed
        for share, wires in (value.get("when") or {}).items()
        if (closed := [wire for wire in wires if wire["earliest"] and wire["latest"]])
    }
    said = (
        [(share, str(row.get("words", "")), row.get("area_km2")) for share, _, row in reversed(rows)] if boxes else []
    )
    at = TOP + (HEIGHT + 24 + 18 * len(said) if boxes else 0)
    tall = at + (48 + 26 * len(spans) if spans else 8)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {tall:g}" role="img" aria-label={quoteattr(title)} '
        'font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{tall:g}" fill="#ffffff"/>',
        f'<text x="{EDGE}" y="22" font-size="14">{escape(_short(title, 96))}</text>',
    ]
    if boxes:
        parts += _map(rows, boxes, named)
        parts += _said(said, TOP + HEIGHT + 24)
    if spans:
        parts += _times(spans, at)
    return "\n".join([*parts, "</svg>"])


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def view_of(boxes: Sequence[Box]) -> View:
    """The smallest view of all boxes; across the date line where that is narrower."""
    ends = [(w / 1e7, e / 1e7) for w, _, e, _ in boxes]
    turned = [(w + 360, e + 360) if e <= 0 else (w, e) for w, e in ends]
    best = min((ends, turned), key=_wide)
    west, east = min(w for w, _ in best), max(e for _, e in best)
    south, north = min(b[1] for b in boxes) / 1e7, max(b[3] for b in boxes) / 1e7
    return View(west=west, south=south, east=east, north=north)


def _wide(ends: Sequence[tuple[float, float]]) -> float:
    return max(e for _, e in ends) - min(w for w, _ in ends)


def _map(rows: Rows, boxes: Sequence[Box], named: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    seen = view_of(boxes)
    frame = Frame(
        seen.grown(0.12 * (seen.east - seen.west) + 1e-4, 0.12 * (seen.north - seen.south) + 1e-4),
        EDGE, TOP, WIDTH - 2 * EDGE, HEIGHT,
    )  # fmt: skip
    yield f'<clipPath id="map"><rect x="{EDGE}" y="{TOP}" width="{frame.wide:g}" height="{frame.tall:g}"/></clipPath>'
    yield f'<rect x="{EDGE}" y="{TOP}" width="{frame.wide:g}" height="{frame.tall:g}" fill="{LAND}"/><g clip-path="url(#map)">'
    yield from _graticule(frame)
    for share, region, row in rows:
        shapes = "".join(_box(frame, box) for box in region.boxes)
        words = escape(str(row.get("words", "")) or f"{share} %")
        yield f'<path d="{shapes}" fill="{SHADES.get(share, "#999999")}" fill-opacity="0.85"><title>{words}</title></path>'
    if frame.view.north - frame.view.south > TRUE_DEG:
        yield from _base(frame, 1.2)
    inset = _inset_corner(frame, seen, boxes)
    yield from _towns(frame, inset, [(float(place["lon_deg"]), float(place["lat_deg"])) for place in named])
    for place in named:
        x, y = frame.x(float(place["lon_deg"])), frame.y(float(place["lat_deg"]))
        yield f'<path d="M{x - 5:.1f} {y:.1f}h10m-5 -5v10" stroke="{MARK}" stroke-width="2"/>'
        yield _label(x + 6, y - 5, str(place["name"]), MARK)
    yield "</g>"
    if inset is not None:
        yield from _inset(frame, inset)
    yield from _scale(frame, rows)
    yield f'<rect x="{EDGE}" y="{TOP}" width="{frame.wide:g}" height="{frame.tall:g}" fill="none" stroke="{BORDER}"/>'


def _box(frame: Frame, box: Box) -> str:
    west, south, east, north = (edge / 1e7 for edge in box)
    turn = 360 if east < frame.view.west else 0
    return (
        f"M{frame.x(west + turn):.2f} {frame.y(north):.2f}H{frame.x(east + turn):.2f}"
        f"V{frame.y(south):.2f}H{frame.x(west + turn):.2f}Z"
    )


def _base(frame: Frame, stroke: float) -> Iterator[str]:
    for kind, shade, dash in (("coast", SEA_LINE, ""), ("border", BORDER, ' stroke-dasharray="5 2"')):
        made = "".join(frame.path(line) for name, line in lines(frame.view) if name == kind)
        if made:
            yield f'<path d="{made}" fill="none" stroke="{shade}" stroke-width="{stroke:g}"{dash}/>'


def _towns(frame: Frame, inset: tuple[float, float] | None, named: Sequence[tuple[float, float]]) -> Iterator[str]:
    """None so near the inset that it would cut the name, and none where a place that is named stands."""
    for lon, lat, place in towns(frame.view, MOST_TOWNS):
        x, y = frame.x(lon), frame.y(lat)
        if inset and inset[0] - 110 < x < inset[0] + INSET and inset[1] - 8 < y < inset[1] + INSET + 8:
            continue
        if any(math.hypot(x - frame.x(east), y - frame.y(north)) < 14 for east, north in named):
            continue
        left = x > frame.left + frame.wide - 110
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{INK}"/>'
        yield _label(x + (-5 if left else 5), y + 4, place.name, INK, left=left)


def _label(x: float, y: float, words: str, shade: str, *, left: bool = False) -> str:
    anchor = ' text-anchor="end"' if left else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}"{anchor} font-size="11" fill="{shade}" stroke="#ffffff" stroke-width="3" '
        f'paint-order="stroke">{escape(_short(words, 40))}</text>'
    )


def _graticule(frame: Frame) -> Iterator[str]:
    view = frame.view
    step = next((s for s in STEPS if (view.north - view.south) / s <= 6 and (view.east - view.west) / s <= 8), 60)
    digits = max(0, -math.floor(math.log10(step)))
    for k in range(math.ceil(view.west / step), math.floor(view.east / step) + 1):
        lon = (k * step + 180) % 360 - 180
        words = f"{abs(lon):.{digits}f} {'E' if lon >= 0 else 'W'}"
        yield _line(frame.x(k * step), frame.top, frame.x(k * step), frame.top + frame.tall, words, 2, frame.tall - 5)
    for k in range(math.ceil(view.south / step), math.floor(view.north / step) + 1):
        lat = k * step
        words = f"{abs(lat):.{digits}f} {'N' if lat >= 0 else 'S'}"
        yield _line(frame.left, frame.y(lat), frame.left + frame.wide, frame.y(lat), words, 3, -3)


def _line(x1: float, y1: float, x2: float, y2: float, words: str, right: float, down: float) -> str:
    return (
        f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{GRID}" stroke-width="0.8"/>'
        f'<text x="{x1 + right:.1f}" y="{y1 + down:.1f}" font-size="10" fill="#666666">{escape(words)}</text>'
    )


def _inset_corner(frame: Frame, seen: View, boxes: Sequence[Box]) -> tuple[float, float] | None:
    """Where the map of the country goes; None where the picture is as wide itself."""
    wide = max(seen.north - seen.south, (seen.east - seen.west) * frame.narrow)
    return None if wide > 6 else _corner(frame, boxes)


def _inset(frame: Frame, corner: tuple[float, float]) -> Iterator[str]:
    """Where on a map of the country the picture lies."""
    lon, lat = (frame.view.west + frame.view.east) / 2, (frame.view.south + frame.view.north) / 2
    around = View(
        west=lon - 6 / frame.narrow, south=max(-90, lat - 6), east=lon + 6 / frame.narrow, north=min(90, lat + 6)
    )
    small = Frame(around, *corner, INSET, INSET)
    yield f'<clipPath id="inset"><rect x="{small.left:g}" y="{small.top:g}" width="{INSET:g}" height="{INSET:g}"/></clipPath>'
    yield f'<rect x="{small.left:g}" y="{small.top:g}" width="{INSET:g}" height="{INSET:g}" fill="#ffffff" stroke="{BORDER}"/>'
    yield '<g clip-path="url(#inset)">'
    yield from _base(small, 0.7)
    for x, y, place in towns(small.view, 3):
        anchor = ' text-anchor="end"' if small.x(x) > small.left + INSET - 40 else ""
        yield (
            f'<circle cx="{small.x(x):.1f}" cy="{small.y(y):.1f}" r="1.5" fill="{INK}"/><text x="{small.x(x):.1f}" '
            f'y="{small.y(y) - 3:.1f}"{anchor} font-size="9" fill="{INK}">{escape(place.name)}</text>'
        )
    x, y = small.x(frame.view.west), small.y(frame.view.north)
    across, down = (max(5.0, part) for part in (small.x(frame.view.east) - x, small.y(frame.view.south) - y))
    yield f'<rect x="{x:.1f}" y="{y:.1f}" width="{across:.1f}" height="{down:.1f}" fill="none" stroke="{MARK}" stroke-width="1.5"/></g>'


def _corner(frame: Frame, boxes: Sequence[Box]) -> tuple[float, float]:
    """The corner of the map that hides least of the regions."""

    def hidden(corner: tuple[float, float]) -> float:
        left, top = corner
        return sum(
            max(0.0, min(left + INSET, frame.x(e / 1e7)) - max(left, frame.x(w / 1e7)))
            * max(0.0, min(top + INSET, frame.y(s / 1e7)) - max(top, frame.y(n / 1e7)))
            for w, s, e, n in boxes
        )

    right, low = frame.left + frame.wide - INSET - 6, frame.top + frame.tall - INSET - 20
    return min(
        ((right, frame.top + 6), (frame.left + 6, frame.top + 6), (right, low), (frame.left + 6, low)), key=hidden
    )


def _scale(frame: Frame, rows: Rows) -> Iterator[str]:
    most = max(1e-2, 200 / frame.scale * METRES_A_DEGREE)
    ten = 10 ** math.floor(math.log10(most))
    metres = next(part * ten for part in (5, 2, 1) if part * ten <= most)
    wide = metres / METRES_A_DEGREE * frame.scale
    top = TOP + frame.tall + 14
    named = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    yield f'<path d="M{EDGE} {top - 4:g}v4h{wide:.1f}v-4" fill="none" stroke="{INK}" stroke-width="1.5"/>'
    yield f'<text x="{EDGE + wide + 6:.1f}" y="{top:g}" font-size="11">{named}; north is up. Lines: Natural Earth. Towns: GeoNames.</text>'


def _said(said: Sequence[tuple[str, str, Any]], top: float) -> Iterator[str]:
    for k, (share, words, area) in enumerate(said):
        y = top + 14 + 18 * k
        size = "" if area is None else f", area {_number(area)} km²"
        yield f'<rect x="{EDGE}" y="{y - 10:g}" width="14" height="12" fill="{SHADES.get(share, "#999999")}"/>'
        yield f'<text x="{EDGE + 20}" y="{y:g}">{escape(share)} %: {escape(_short(words, 100))}{size}</text>'


def _number(area: float) -> str:
    return f"{area:,.0f}".replace(",", " ") if area >= 100 else f"{area:.3g}"


def _times(spans: Mapping[str, Any], top: float) -> Iterator[str]:
    made = {share: [Span.from_wire(dict(wire)) for wire in wires] for share, wires in spans.items()}
    ends = [end.timestamp() for row in made.values() for span in row for end in (span.earliest, span.latest) if end]
    first, last = min(ends), max(ends)
    left, right = 60.0, WIDTH - EDGE
    scale = (right - left) / max(1.0, last - first)
    for k, share in enumerate(sorted(made, key=float, reverse=True)):
        at = top + 30 + 26 * k
        for span in made[share]:
            if span.earliest and span.latest:
                begin = left + (span.earliest.timestamp() - first) * scale
                wide = (span.latest - span.earliest).total_seconds() * scale
                words = escape(f"{instant_text(span.earliest)} to {instant_text(span.latest)} ({share} %)")
                where = f'x="{begin:.1f}" y="{at:g}" width="{max(1.0, wide):.1f}" height="16"'
                yield f'<rect {where} fill="{SHADES.get(share, "#999999")}"><title>{words}</title></rect>'
        yield f'<text x="{EDGE}" y="{at + 13:g}">{escape(share)} %</text>'
    for stamp, place, anchor in ((first, left, "start"), (last, right, "end")):
        text = instant_text(datetime.fromtimestamp(stamp, UTC).replace(microsecond=0))
        yield f'<text x="{place:g}" y="{top + 20:g}" text-anchor="{anchor}">{text}</text>'
