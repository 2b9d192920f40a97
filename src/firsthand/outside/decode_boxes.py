"""The boxes of an MP4 or QuickTime file that FFmpeg does not show: layout, raw creation times, edit lists, XMP."""

import io
import os
import struct
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from .decode_open import read_up_to

MOST_BOXES = 2000
MOST_MOOV = 64 << 20
MOST_XMP = 1 << 20
XMP_ID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
NESTS = {b"moov", b"trak", b"mdia", b"edts", b"udta"}
Box = tuple[bytes, int, int]  # type, first byte of its content, one past its last


def read_boxes(source: io.RawIOBase, size: int) -> dict[str, Any]:
    """{layout, counted_times, edit_lists, xmp, broken}: `layout` is the top level as (type, size); nothing raises on bad bytes."""
    made: dict[str, Any] = {"layout": [], "counted_times": [], "edit_lists": [], "xmp": b"", "broken": []}
    at = 0
    while at + 8 <= size and len(made["layout"]) < MOST_BOXES:
        source.seek(at)
        head = read_up_to(source, 16)
        kind, length, start = _head(head, size - at)
        if length < start:
            made["broken"].append(f"a box of impossible size at byte {at}")
            break
        made["layout"].append({"type": kind.decode("latin-1"), "at": at, "size": length})
        if at + length > size:
            made["broken"].append(f"the box {_name(kind)} at byte {at} says {length} bytes, {size - at} are there")
        if kind == b"moov" and length <= MOST_MOOV:
            source.seek(at + start)
            _movie(read_up_to(source, length - start), made)
        if kind == b"uuid" and length <= MOST_XMP:
            source.seek(at + start)
            content = read_up_to(source, length - start)
            made["xmp"] = content[16:] if content[:16] == XMP_ID else made["xmp"]
        at += length
    source.seek(0, os.SEEK_SET)
    if not any(row["type"] == "moov" for row in made["layout"]):
        made["broken"].append("no index (moov) is there: the file was cut off or never finished")
    return made


def _name(kind: bytes) -> str:
    return repr(kind.decode("latin-1"))


def _head(head: bytes, left: int) -> tuple[bytes, int, int]:
    """Type, whole length and length of its head. A length of 0 runs to the end of what holds it."""
    length, kind = struct.unpack(">I4s", head[:8])
    if length == 1 and len(head) >= 16:
        return kind, struct.unpack(">Q", head[8:16])[0], 16
    return kind, (left if length == 0 else length), 8


def _inside(data: bytes, first: int, end: int) -> Iterator[Box]:
    at, count = first, 0
    while at + 8 <= end and count < MOST_BOXES:
        kind, length, start = _head(data[at : at + 16], end - at)
        if length < start or at + length > end:
            return
        yield kind, at + start, at + length
        at, count = at + length, count + 1


def _movie(data: bytes, made: dict[str, Any]) -> None:
    seen: set[tuple[str, int]] = set()
    tracks = 0
    clock = Fraction(1)
    for kind, first, end in _inside(data, 0, len(data)):
        if kind == b"mvhd":
            clock = _times(data, first, end, "movie", made, seen) or clock
        elif kind == b"trak" and tracks < 64:
            tracks += 1
            _track(data, first, end, tracks, clock, made, seen)
        elif kind == b"udta":
            for name, start, stop in _inside(data, first, end):
                if name == b"XMP_" and stop - start <= MOST_XMP:
                    made["xmp"] = data[start:stop]


def _track(
    data: bytes, first: int, end: int, number: int, clock: Fraction, made: dict[str, Any], seen: set[tuple[str, int]]
) -> None:
    media, edits = Fraction(1), None
    for kind, start, stop in _inside(data, first, end):
        if kind == b"tkhd":
            _times(data, start, stop, f"track {number}", made, seen)
        elif kind in (b"mdia", b"edts"):
            for inner, begin, finish in _inside(data, start, stop):
                if inner == b"mdhd":
                    media = _times(data, begin, finish, f"media {number}", made, seen) or media
                elif inner == b"elst":
                    edits = (begin, finish)
    if edits is not None:
        made["edit_lists"].append({"track": number, "edits": list(_edits(data, *edits, clock, media))})


def _times(
    data: bytes, first: int, end: int, where: str, made: dict[str, Any], seen: set[tuple[str, int]]
) -> Fraction | None:
    """Takes in the creation and change times of a header (seconds since 1904), and gives its tick length where it has one."""
    form = ">QQI" if data[first : first + 1] == b"\x01" else ">III"
    if first + 4 + struct.calcsize(form) > end:
        return None
    created, changed, scale = struct.unpack_from(form, data, first + 4)
    for word, seconds in (("created", created), ("changed", changed)):
        if seconds and (word, seconds) not in seen and seconds < 1 << 52:
            seen.add((word, seconds))
            made["counted_times"].append(
                {
                    "where": f"{where} {word}",
                    "seconds": seconds,
                    "epoch": "1904",
                    "stated": f"{seconds} s since 1904-01-01",
                }
            )
    return Fraction(1, scale) if scale and not where.startswith("track") else None


def _edits(data: bytes, first: int, end: int, clock: Fraction, media: Fraction) -> Iterator[dict[str, Any]]:
    """Edits in seconds: how long, from where in the media (None: an empty stretch), at what rate (1/1 is normal)."""
    if first + 8 > end:
        return
    count = struct.unpack_from(">I", data, first + 4)[0]
    form = ">Qqi" if data[first : first + 1] == b"\x01" else ">Iii"
    size = struct.calcsize(form)
    for k in range(min(count, 50)):
        if first + 8 + (k + 1) * size > end:
            return
        length, start, rate = struct.unpack_from(form, data, first + 8 + k * size)
        yield {
            "length_s": _text(length * clock),
            "media_start_s": None if start == -1 else _text(start * media),
            "rate": _text(Fraction(rate, 65536)),
        }


def _text(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}"
