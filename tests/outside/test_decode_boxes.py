"""The box walker: what it says of good files, and that nothing it is given makes it raise or run on."""

import io
import struct

import hypothesis.strategies as st
from hypothesis import given, settings

from firsthand.outside.decode_boxes import XMP_ID, read_boxes


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def header(kind: bytes, created: int, changed: int, scale: int, *, wide: bool = False) -> bytes:
    form, version = (">QQI", 1) if wide else (">III", 0)
    return box(kind, bytes([version, 0, 0, 0]), struct.pack(form, created, changed, scale), bytes(12))


def edits(*rows: tuple[int, int, int]) -> bytes:
    return box(
        b"edts", box(b"elst", bytes(4), struct.pack(">I", len(rows)), *(struct.pack(">Iii", *row) for row in rows))
    )


MOVIE = box(
    b"moov",
    header(b"mvhd", 3_731_400_000, 3_731_400_060, 1000),
    box(
        b"trak",
        header(b"tkhd", 3_731_400_000, 0, 1),
        edits((500, -1, 65536), (2000, 1024, 65536)),
        box(b"mdia", header(b"mdhd", 0, 0, 48000, wide=True)),
    ),
    box(b"udta", box(b"XMP_", b"<x/>")),
)


def read(data: bytes) -> dict:
    with io.BytesIO(data) as source:
        return read_boxes(source, len(data))


def test_times_edits_and_layout() -> None:
    made = read(box(b"ftyp", b"isom") + MOVIE + box(b"mdat", bytes(100)))
    assert [(row["type"], row["size"]) for row in made["layout"]] == [("ftyp", 12), ("moov", len(MOVIE)), ("mdat", 108)]
    assert [(row["where"], row["seconds"]) for row in made["counted_times"]] == [
        ("movie created", 3_731_400_000),
        ("movie changed", 3_731_400_060),
    ]
    [row] = made["edit_lists"]
    assert row["track"] == 1
    assert row["edits"] == [
        {"length_s": "1/2", "media_start_s": None, "rate": "1/1"},
        {"length_s": "2/1", "media_start_s": "8/375", "rate": "1/1"},
    ]
    assert made["xmp"] == b"<x/>" and made["broken"] == []


def test_a_uuid_box_may_hold_xmp() -> None:
    assert read(box(b"uuid", XMP_ID, b"<y/>") + MOVIE)["xmp"] == b"<x/>"
    assert read(MOVIE.replace(b"XMP_", b"xxxx") + box(b"uuid", XMP_ID, b"<y/>"))["xmp"] == b"<y/>"


def test_sizes_that_do_not_fit_are_said() -> None:
    cut = read(box(b"ftyp", b"isom") + struct.pack(">I4s", 5000, b"mdat") + bytes(10))
    assert any("5000 bytes, 18 are there" in what for what in cut["broken"]) and any(
        "no index" in w for w in cut["broken"]
    )
    small = read(MOVIE + struct.pack(">I4s", 3, b"free") + bytes(10))
    assert any("impossible size" in what for what in small["broken"])
    wide = read(struct.pack(">I4sQ", 1, b"mdat", 1 << 60) + bytes(10))
    assert wide["broken"]


@given(st.binary(max_size=400), st.integers(0, len(MOVIE)), st.sampled_from([b"", box(b"ftyp", b"isom")]))
@settings(max_examples=300)
def test_nothing_makes_it_raise(noise: bytes, at: int, before: bytes) -> None:
    made = read(before + MOVIE[:at] + noise + MOVIE[at + len(noise) :])
    assert set(made) == {"layout", "counted_times", "edit_lists", "xmp", "broken"} and len(made["layout"]) <= 2000
