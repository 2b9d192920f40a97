"""A field's regions for other programs: GeoJSON, and KMZ for Google Earth."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

import shapely

from firsthand.record.bounds import Region

SHADES = {"95": "#cfe0f3", "80": "#7fb0de", "50": "#1f6fb5"}


def regions(value: Mapping[str, Any]) -> Iterator[tuple[str, Region, Mapping[str, Any]]]:
    """(share in per cent, region, its row) of a place.field or place.words value, the widest first; place.shadow's too."""
    rows = value.get("where") or {name: {"region": wire} for name, wire in value.get("regions", {}).items()}
    for share in sorted(rows, key=float, reverse=True):
        yield share, Region.from_wire(rows[share]["region"]), rows[share]


def _ring(box: tuple[int, int, int, int]) -> list[list[float]]:
    west, south, east, north = (edge / 1e7 for edge in box)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def _outlines(region: Region) -> list[list[list[list[float]]]]:
    """Polygons, each an outer ring and its holes, in the order of the boxes' corners."""
    joined = shapely.normalize(shapely.union_all([shapely.box(*box) for box in region.boxes]))
    whole = [part for part in shapely.get_parts(joined) if part.area > 0]
    return [
        [[[x / 1e7, y / 1e7] for x, y in ring.coords] for ring in (part.exterior, *part.interiors)]
        for part in (shapely.orient_polygons(one) for one in whole)
    ]


def geojson(value: Mapping[str, Any]) -> str:
    """RFC 7946: a MultiPolygon a share, its boxes made one where they touch; longitude first."""
    made = [
        {
            "type": "Feature",
            "properties": {
                "share_percent": float(share),
                "area_km2": round(region.area_km2(), 6),
                "words": row.get("words", ""),
            },
            "geometry": {"type": "MultiPolygon", "coordinates": _outlines(region)},
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


def point_words(place: Mapping[str, float]) -> str:
    """A point as it was read, so that an order of the two numbers that was not meant is seen."""
    lon, lat = place["lon_deg"], place["lat_deg"]
    return f"longitude {abs(lon):g} {'east' if lon >= 0 else 'west'}, latitude {abs(lat):g} {'north' if lat >= 0 else 'south'}"


def area_words(km2: float) -> str:
    """ "0.0033 km²", "21.8 km²", "1,170 km²": three digits, and none of a power of ten."""
    rounded = float(f"{km2:.3g}")
    return f"{rounded:,.0f} km²" if rounded >= 1000 else f"{rounded:g} km²"


SHADOW_WORDS = (
    ("ratio", "{:g} times as long as what casts it is high"),
    ("ratio_error", "(± {:.3g} %)"),
    ("length_m", "{:g} m long"),
    ("height_m", "of something {:g} m high"),
    ("azimuth_deg", "towards {:g}° from true north"),
    ("azimuth_error_deg", "(± {:g}°)"),
    ("tilt_deg", "on ground that may lean by {:g}°"),
)


def shadow_words(numbers: Mapping[str, float]) -> str:
    """A shadow's numbers (as place.shadow takes them) in words; those without words here stand by their names."""
    percent = {name: 100 * number if name == "ratio_error" else number for name, number in numbers.items()}
    said = [words.format(percent[name]) for name, words in SHADOW_WORDS if name in percent]
    known = {name for name, _ in SHADOW_WORDS}
    return " ".join(
        ["a shadow", *said, *(f"{name} {number:g}" for name, number in numbers.items() if name not in known)]
    )
