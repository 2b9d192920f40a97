"""read.metadata: EXIF, XMP, QuickTime and container texts, with every stated time's zone trouble and every stated place's size."""

import io
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import defusedxml.ElementTree
import exifread
from exifread.core.exceptions import ExifError

from firsthand.method.shape import Example
from firsthand.record.bounds import Region
from firsthand.record.fault import BadPlace
from firsthand.record.finding import Found, Inconclusive, Nothing

from .fold import Facts, Part, Pass, film_facts, reader
from .texts import shown, stated_time

MOST_TEXTS = 2000
MOST_LETTERS = 1 << 20  # of all texts together
LEAST_RADIUS_M = 30.0  # what a good phone in the open is off by now and then; never claimed better
OTHER_DATUM_M = 1000.0  # what a place may move by where the map datum is not WGS 84
HOW_FAR_OFF = "GPS Tag 0x001F"  # GPSHPositioningError, metres; exifread has no name for it
DEGREE_M = 111_320.0
# EXIF times, each with the tags that hold its zone and its fraction of a second.
EXIF_TIMES = {
    "EXIF DateTimeOriginal": ("EXIF OffsetTimeOriginal", "EXIF SubSecTimeOriginal"),
    "EXIF DateTimeDigitized": ("EXIF OffsetTimeDigitized", "EXIF SubSecTimeDigitized"),
    "Image DateTime": ("EXIF OffsetTime", "EXIF SubSecTime"),
}
# What the libraries trip over in hostile bytes; it becomes part of the finding.
TRIPS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RuntimeError, SyntaxError, TypeError),
    *(ValueError, struct.error, EOFError, ExifError),
)
ISO6709 = re.compile(r"(?P<lat>[+-]\d{2}(?:\.\d+)?)(?P<lon>[+-]\d{3}(?:\.\d+)?)(?P<alt>[+-]\d+(?:\.\d+)?)?/?")
COUNTED = re.compile(r"\.000000Z$")
PLACE_KEYS = ("location", "©xyz", "geo")
TIME_KEYS = ("date", "time", "created", "modif")


@dataclass(slots=True)
class _State:
    facts: Facts


def _start(given: Pass, facts: Facts) -> _State:
    return _State(facts=facts)


def _exif(head: bytes) -> tuple[dict[str, Any], str | None]:
    """EXIF tags of an image's bytes by exifread's names, and what went wrong, if something did."""
    if not head:
        return {}, None
    try:
        tags = exifread.process_file(io.BytesIO(head), details=False, extract_thumbnail=False)
    except TRIPS as bad:
        return {}, f"EXIF could not be read: {type(bad).__name__}: {shown(str(bad))[:200]}"
    return {name: tag for name, tag in tags.items() if hasattr(tag, "printable")}, None


def _xmp(packet: bytes) -> tuple[list[tuple[str, str]], str | None]:
    """Names and texts of an XMP packet, flat, in document order."""
    if not packet:
        return [], None
    begin, end = packet.find(b"<"), packet.rfind(b">") + 1
    try:
        root = defusedxml.ElementTree.fromstring(packet[begin:end])
    except TRIPS as bad:  # a bomb, an entity or broken XML is said, not raised
        return [], f"XMP could not be read: {type(bad).__name__}"
    return list(_walk(root, 0)), None


def _walk(node: Any, depth: int) -> Iterator[tuple[str, str]]:
    if depth > 40:
        return
    name = str(node.tag).rpartition("}")[2]
    for key, text in node.attrib.items():
        yield f"{name}/{key.rpartition('}')[2]}", text
    if node.text and node.text.strip():
        yield name, node.text.strip()
    for child in node:
        yield from ((f"{name}/{key}" if depth else key, text) for key, text in _walk(child, depth + 1))


def _exif_times(tags: Mapping[str, Any]) -> Iterator[dict[str, Any] | None]:
    for name, (zone_name, part_name) in EXIF_TIMES.items():
        if name not in tags:
            continue
        zone = str(tags[zone_name].printable).strip() if zone_name in tags else None
        part = str(tags[part_name].printable).strip() if part_name in tags else ""
        text = str(tags[name].printable)
        yield stated_time(name, f"{text}.{part}" if part.isdigit() else text, zone=zone or None)
    if "GPS GPSDate" in tags and "GPS GPSTimeStamp" in tags:
        hands = _ratios(tags["GPS GPSTimeStamp"])
        if len(hands) == 3 and all(0 <= hand < 61 for hand in hands):
            clock = ":".join(f"{int(hand):02d}" for hand in hands)
            trouble = "GPS time, UTC by the standard; it may be that of an older fix"
            yield stated_time(
                "GPS date and time", f"{tags['GPS GPSDate'].printable} {clock}", zone="UTC", trouble=trouble
            )


def _ratios(tag: Any) -> list[Fraction]:
    """A tag's numbers; none at all where one of them is over zero."""
    try:
        return [Fraction(int(v.num), int(v.den)) if hasattr(v, "num") else Fraction(str(v)) for v in tag.values]
    except (ValueError, ZeroDivisionError, TypeError, AttributeError):
        return []


def _coordinate(tags: Mapping[str, Any], name: str, negative: str) -> tuple[float, float] | None:
    """Degrees, and the size in degrees of the last digit given."""
    tag, side = tags.get(f"GPS GPS{name}"), tags.get(f"GPS GPS{name}Ref")
    parts = _ratios(tag) if tag is not None else []
    if len(parts) != 3 or side is None or any(part < 0 for part in parts):
        return None
    scales = (1, 60, 3600)
    degrees = float(sum((part / scale for part, scale in zip(parts, scales, strict=True)), Fraction(0)))
    steps = [
        1 / (max(1, int(getattr(v, "den", 1))) * scale)
        for v, scale in zip(tag.values, scales, strict=True)  # type: ignore[union-attr]
    ]
    # Where the seconds are nought and the minutes carry the fraction, the minutes' last digit is the resolution.
    step = steps[2] if parts[2] else steps[1] if parts[1].denominator > 1 else steps[2]
    return (-degrees if str(side.printable).strip().upper().startswith(negative) else degrees), step


def _exif_place(tags: Mapping[str, Any]) -> dict[str, Any] | None:
    lat, lon = _coordinate(tags, "Latitude", "S"), _coordinate(tags, "Longitude", "W")
    if lat is None or lon is None:
        return None
    error = _ratios(tags[HOW_FAR_OFF]) if HOW_FAR_OFF in tags else []
    datum = str(tags["GPS GPSMapDatum"].printable).strip() if "GPS GPSMapDatum" in tags else ""
    verbatim = "; ".join(
        f"{name} {tags[f'GPS GPS{name}'].printable}"
        for name in ("LatitudeRef", "Latitude", "LongitudeRef", "Longitude")
    )
    return _place(
        "EXIF GPS",
        lat[0],
        lon[0],
        step=max(lat[1], lon[1]),
        verbatim=verbatim,
        error_m=error[0] if error else None,
        datum=datum,
    )


def _place(
    where: str, lat: float, lon: float, *, step: float, verbatim: str, error_m: Fraction | None = None, datum: str = ""
) -> dict[str, Any]:
    """A stated place with the radius that its digits, its stated error and its datum leave, never under 30 m."""
    radius = max(LEAST_RADIUS_M, step * DEGREE_M, min(2 * float(error_m or 0), 1e6))
    other = bool(datum) and "".join(datum.upper().split()).replace("-", "").replace("_", "") not in ("WGS84", "WGS1984")
    radius += OTHER_DATUM_M if other else 0.0
    made: dict[str, Any] = {
        "where": where,
        "verbatim": shown(verbatim),
        "datum": shown(datum) or None,
        "radius_m": round(radius, 1),
        "region": None,
        "trouble": None,
    }
    if lat == 0 and lon == 0:
        return {**made, "trouble": "nought, nought: what devices write without a fix"}
    try:
        region = Region.around(lon=lon, lat=lat, radius_m=radius, verbatim=made["verbatim"])
    except BadPlace as bad:
        return {**made, "trouble": str(bad)}
    return {**made, "region": region.wire()}


def _text_place(where: str, key: str, text: str) -> dict[str, Any] | None:
    found = ISO6709.search(text) if any(part in key.lower() for part in PLACE_KEYS) else None
    if found is None:
        return None
    digits = min(len(found[name].partition(".")[2]) for name in ("lat", "lon"))
    return _place(f"{where} {key}", float(found["lat"]), float(found["lon"]), step=10.0**-digits, verbatim=text)


def _texts(facts: Facts, tags: Mapping[str, Any], xmp: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    for row in facts.get("texts", ()):
        yield str(row["where"]), str(row["key"]), str(row["text"])
    for name, tag in tags.items():
        yield "EXIF", name, _wide(tag) if name.startswith("Image XP") else str(tag.printable)
    for key, text in xmp:
        yield "XMP", key, text


def _wide(tag: Any) -> str:
    """Windows writes these as bytes of UTF-16."""
    try:
        return bytes(tag.values).decode("utf-16-le", "replace")
    except (TypeError, ValueError):
        return str(tag.printable)


def _gathered(facts: Facts) -> tuple[dict[str, Any], list[str]]:
    tags, bad_exif = _exif(facts.get("exif", b""))
    xmp, bad_xmp = _xmp(facts.get("xmp", b""))
    texts: list[dict[str, Any]] = []
    times = [row for row in _exif_times(tags) if row is not None]
    places = [row for row in (_exif_place(tags),) if row is not None]
    left_out = letters = 0
    for where, key, text in _texts(facts, tags, xmp):
        if len(texts) >= MOST_TEXTS or letters >= MOST_LETTERS:
            left_out += 1
            continue
        texts.append({"where": where, "key": shown(key)[:200], "text": shown(text)})
        letters += len(texts[-1]["text"])
        # A binary creation time that the demuxer wrote out as text is read.container's, with the zone it truly lacks.
        timed = where != "EXIF" and any(part in key.lower() for part in TIME_KEYS)
        if timed and not (key == "creation_time" and COUNTED.search(text)):
            times += [row for row in (stated_time(f"{where} {shown(key)[:200]}", text),) if row is not None]
        place = _text_place(where, key, text)
        if place is not None and all(place["verbatim"] != other["verbatim"] for other in places):
            places.append(place)
    value = {"texts": texts, "times": times, "places": places, "left_out": left_out}
    return value, [bad for bad in (bad_exif, bad_xmp) if bad]


def _finish(state: _State, ending: Facts) -> Part:
    value, bad = _gathered(ending)
    if bad:
        return Part(outcome=Inconclusive(why="; ".join(bad), value=value), facts=value)
    if not value["texts"]:
        looked = "EXIF, XMP and text fields of the container and its streams" + (
            "" if ending.get("kind") != "picture" else "; for pictures also their comments"
        )
        return Part(outcome=Nothing(looked=looked), facts=value)
    return Part(outcome=Found(value=value), facts=value)


def _tiff() -> bytes:
    """The smallest EXIF with a camera's time and no zone: one TIFF directory pointing to another."""
    stamp = b"2022:03:30 14:05:09\x00"
    head = b"II*\x00" + (8).to_bytes(4, "little")
    first = (1).to_bytes(2, "little") + _field(0x8769, 4, 1, 26) + bytes(4)
    second = (1).to_bytes(2, "little") + _field(0x9003, 2, len(stamp), 44) + bytes(4)
    return head + first + second + stamp


def _field(tag: int, kind: int, count: int, place: int) -> bytes:
    return (
        tag.to_bytes(2, "little")
        + kind.to_bytes(2, "little")
        + count.to_bytes(4, "little")
        + place.to_bytes(4, "little")
    )


_PHONE = [{"where": "container", "key": "com.apple.quicktime.location.ISO6709", "text": "+60.1699+024.9384+012.3/"}]

METADATA = reader(
    name="read.metadata",
    version=1,
    asks="What texts, times and places does the file's metadata state?",
    says="texts: {where, key, text} verbatim (controls written out); times: {where, verbatim, zone, trouble, span}, a time without "
    "a zone spans all zones it could have had; places: {where, verbatim, datum, radius_m, region}, radius by the digits given, the "
    "stated error (doubled) and the datum, at least 30 m",
    limits=(
        "all metadata can be written by anyone, and most platforms strip it",
        "a camera's clock may be wrong, in another zone, or never set; a GPS fix may be hours old",
        "the radius is that of the numbers: it says nothing of who wrote them",
        "maker notes are not read",
    ),
    cites=("CIPA DC-008 (Exif 3.0)", "ISO 16684-1 (XMP)", "ISO 6709"),
    needs="",
    start=_start,
    finish=_finish,
    examples=(
        Example(
            says="a camera's time without a zone spans the 26 hours that it could be",
            given=Pass(),
            inputs=lambda: {"facts": {"kind": "picture", "exif": _tiff()}, "frames": (), "sound": ()},
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and outcome.value["times"][0]["zone"] is None
                and outcome.value["times"][0]["span"]["earliest"] == "2022-03-30T00:05:09Z"
                and outcome.value["times"][0]["span"]["latest"] == "2022-03-31T02:05:10Z"
            ),
        ),
        Example(
            says="a phone's place: four digits leave a circle of 30 m",
            given=Pass(),
            inputs=lambda: {"facts": film_facts(texts=_PHONE), "frames": (), "sound": ()},
            gives="found",
            check=lambda outcome: isinstance(outcome, Found) and outcome.value["places"][0]["radius_m"] == 30.0,
        ),
        Example(
            says="a file stripped of everything",
            given=Pass(),
            inputs=lambda: {"facts": film_facts(), "frames": (), "sound": ()},
            gives="nothing",
        ),
        Example(
            says="XMP with an entity bomb is refused, and said so",
            given=Pass(),
            inputs=lambda: {
                "facts": film_facts(xmp=b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'),
                "frames": (),
                "sound": (),
            },
            gives="inconclusive",
        ),
    ),
)

METHOD = METADATA.card
