"""Bytes that are empty, cut off, wrong, too large or meant to harm: one plain outcome each, and what could be read is kept."""

import io
import os
import struct
import zlib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from firsthand.method.read import METHODS
from firsthand.outside.decode_film import Film
from tests.outside.decode_films import FILMS, corner, film, passed, picture, tune

NAMES = {method.name for method in METHODS}


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that claims a size, with whatever there is of its pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


NOT_READ = {
    "empty": (b"", "outside.empty-file"),
    "one byte": (b"x", "outside.not-footage"),
    "text": (b"I saw it with my own eyes.\n" * 9, "outside.not-footage"),
    "nought": (bytes(9000), "outside.not-footage"),
    "ZIP": (b"PK\x03\x04" + bytes(200), "outside.not-footage"),
    "program": (b"\x7fELF" + bytes(200), "outside.not-footage"),
    "PDF": (b"%PDF-1.7\n" + bytes(200), "outside.not-footage"),
    "noise": (np.random.default_rng(3).bytes(20_000), "outside.not-footage"),
    "ffconcat": (b"ffconcat version 1.0\nfile 'other.mp4'\n", "refused.points-elsewhere"),
    "concat script": (b"file '/etc/passwd'\n", "refused.points-elsewhere"),
    "HLS": (b"#EXTM3U\n#EXTINF:1,\nother.mp4\n", "refused.points-elsewhere"),
    "HLS after a BOM": (b"\xef\xbb\xbf\n#EXTM3U\nother.mp4\n", "refused.points-elsewhere"),
    "DASH": (b'<?xml version="1.0"?><MPD></MPD>', "refused.points-elsewhere"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><image href="other.png"/></svg>', "refused.points-elsewhere"),
    "SDP": (b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n", "refused.points-elsewhere"),
    "pixel bomb": (png(50_000, 50_000), "refused.picture-too-large"),
}


@pytest.mark.parametrize("name", NOT_READ)
def test_what_is_not_read_is_unsuitable_under_a_code(name: str, tmp_path: Path) -> None:
    data, code = NOT_READ[name]
    other = film("mp4")
    (tmp_path / "other.mp4").write_bytes(other)
    seen = passed(data, tmp_path)
    assert seen.read.outcomes.keys() == NAMES
    assert {(row["outcome"], row["code"]) for row in seen.read.outcomes.values()} == {("unsuitable", code)}
    assert not seen.stills and not seen.reading.arrays


@pytest.mark.parametrize(
    "form", ["concat", "hls", "dash", "image2", "image2pipe", "svg_pipe", "sdp", "rtsp", "lavfi", "applehttp"]
)
def test_what_follows_names_is_nowhere_on_the_lists(form: str) -> None:
    from firsthand.outside import decode_open

    named = (
        {name for _, _, name in decode_open.FILM_SIGNS}
        | set(decode_open.RIFF_KINDS.values())
        | {"mpegts", "aac", "mp3", "aiff"}
    )
    assert form not in named


def test_a_film_that_refers_to_another_file_gets_nothing_of_it(tmp_path: Path) -> None:
    """A QuickTime track whose data reference is a path: FFmpeg would have to be told to follow it, and is not."""
    data = film("mov")
    at = data.index(b"url \x00\x00\x00\x01")
    place = str(tmp_path / "other.mov").encode()
    changed = bytearray(data)
    changed[at : at + 8] = b"alis\x00\x00\x00\x00"
    (tmp_path / "other.mov").write_bytes(film("mov", pictures=[corner()] * 20))
    seen = passed(bytes(changed) + place, tmp_path)
    plain = passed(data, tmp_path)
    if seen.outcome("pictures") == "found":
        assert set(seen.digests.values()) <= set(plain.digests.values())


@pytest.mark.parametrize(
    "name", ["transport stream", "VP9 and Opus", "AVI, MPEG-4", "FLV", "mp4 in fragments", "program stream"]
)
def test_a_cut_off_film_is_read_as_far_as_it_goes(name: str, tmp_path: Path) -> None:
    data = FILMS[name][1]()
    whole, cut = passed(data, tmp_path), passed(data[: len(data) * 6 // 10], tmp_path)
    assert 0 < cut.value("container")["picture"]["frames"] <= whole.value("container")["picture"]["frames"]
    assert cut.outcome("pictures") == "found" and cut.times[0] == whole.times[0]
    assert cut.digests[cut.times[0]] == whole.digests[whole.times[0]]


def test_a_film_without_its_index_says_so_and_gives_what_its_boxes_say(tmp_path: Path) -> None:
    data = film("mp4", sound=tune(0.8, 48000))
    seen = passed(data[: data.index(b"moov") - 4], tmp_path)
    assert {row["outcome"] for name, row in seen.read.outcomes.items() if name != "read.metadata"} == {"inconclusive"}
    facts = seen.value("container")
    assert any("no index" in row["what"] for row in facts["damage"])
    assert [box.split()[0] for box in facts["boxes"]] == ["ftyp", "free", "mdat"]
    assert "no pictures" not in str(seen.read.outcomes), "it may well have had some"


def test_broken_bytes_in_the_middle_are_damage_not_the_end(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    data = bytearray(
        film("mp4", pictures=[picture(3 * k) for k in range(60)], options={"g": "10"}, sound=tune(2.4, 48000))
    )
    middle = data.index(b"mdat") + (len(data) - data.index(b"mdat")) // 2
    data[middle : middle + 300] = bytes(300)
    seen = passed(bytes(data), tmp_path)
    facts = seen.value("container")
    assert seen.outcome("container") == "found" and facts["damage_count"] > 0
    assert all({"where", "what", "at", "times"} == row.keys() for row in facts["damage"])
    assert Fraction(facts["picture"]["last"]) > 2
    assert capfd.readouterr().err == "", "the libraries' complaints are gathered, not shown"


def test_a_mislabelled_file_is_read_for_what_it_is(tmp_path: Path) -> None:
    """Nothing but bytes is looked at: there is no name here at all."""
    out = io.BytesIO()
    Image.fromarray(corner()).save(out, "PNG")
    facts = passed(out.getvalue(), tmp_path).value("container")
    assert (facts["kind"], facts["format"], facts["picture"]["frames"]) == ("picture", "PNG", 1)


def test_an_endless_film_is_stopped_and_kept_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demuxer is made to give the same packets for ever; what stops it is the time that this process may use."""
    import resource

    endless = Film._packets

    def again(self: Film, streams: list[object]) -> object:
        while True:
            self.container.seek(0)
            yield from (packet for packet in endless(self, streams) if packet.size)

    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int((used.ru_utime + used.ru_stime + 1) / 0.8) + 1
    monkeypatch.setattr(Film, "_packets", again)
    monkeypatch.setattr(resource, "getrlimit", lambda _: (limit, limit))
    seen = passed(film("mp4", pictures=[picture(k) for k in range(5)], options={"bf": "0"}), tmp_path)
    assert seen.outcome("container") == "inconclusive" and seen.outcome("pictures") == "found"
    assert seen.value("container")["picture"]["rate"]["back_steps"] > 0
    assert len(seen.stills) <= 60


def test_damage_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firsthand.outside.decode_film.MOST_ERRORS", 3)
    data = bytearray(film("avi", codec="ffv1", pictures=[picture(k) for k in range(30)]))
    start = data.index(b"movi")
    for at in range(start + 200, len(data) - 2000):
        if data[at : at + 4] == b"00dc":
            data[at + 8 : at + 60] = b"\xff" * 52
    seen = passed(bytes(data), tmp_path)
    assert seen.outcome("container") in ("inconclusive", "found") and seen.value("container")["damage_count"] >= 3


def test_zero_duration_and_a_single_frame(tmp_path: Path) -> None:
    seen = passed(film("mp4", pictures=[picture(0)]), tmp_path)
    assert seen.value("container")["picture"]["frames"] == 1 and seen.value("container")["picture"]["rate"] is None
    assert seen.outcome("shots") == "unsuitable" and seen.outcome("stills") == "found"


def test_a_film_of_one_pixel_and_a_sliver(tmp_path: Path) -> None:
    tiny = film("avi", codec="ffv1", pixels="bgr0", pictures=[picture(0)[:2, :2]] * 3)
    assert passed(tiny, tmp_path).outcome("stills") == "found"
    sliver = film("avi", codec="ffv1", pixels="yuv444p", pictures=[np.zeros((2, 1800, 3), np.uint8)] * 3)
    seen = passed(sliver, tmp_path)
    assert seen.outcome("stills") == "found" and seen.outcome("pictures") == "nothing"
    assert max(seen.stills[0].width, seen.stills[0].height) <= 640


def test_a_codec_that_is_not_read_is_named(tmp_path: Path) -> None:
    data = film("avi", codec="ffv1")
    seen = passed(data.replace(b"FFV1", b"ZMBV"), tmp_path)
    assert seen.outcome("pictures") == "unsuitable" and "zmbv" in seen.read.outcomes["read.pictures"]["why"]
    assert seen.outcome("container") == "unsuitable"


SEEDS = {
    "mp4": lambda: film("mp4", sound=tune(0.8, 48000)),
    "mkv": lambda: film("matroska", codec="ffv1"),
    "avi": lambda: film("avi", codec="mpeg4"),
    "ts": lambda: film("mpegts", sound=tune(0.8, 48000)),
    "jpeg": lambda: still("JPEG"),
    "png": lambda: still("PNG"),
    "gif": lambda: still("GIF"),
    "tiff": lambda: still("TIFF"),
    "webp": lambda: still("WEBP"),
    "avif": lambda: still("AVIF"),
}


def still(form: str) -> bytes:
    out = io.BytesIO()
    Image.fromarray(picture(0)).save(out, form)
    return out.getvalue()


@pytest.mark.parametrize("kind", SEEDS)
def test_any_spoiled_bytes_end_in_one_read(kind: str, tmp_path: Path) -> None:
    """Flipped, cut, emptied and repeated stretches: `passed` holds each to exactly one Read that the cell would let out."""
    data, chance = SEEDS[kind](), np.random.default_rng(sorted(SEEDS).index(kind))
    for round_ in range(12):
        spoiled = bytearray(data)
        for _ in range(int(chance.integers(1, 40))):
            spoiled[int(chance.integers(0, len(spoiled)))] = int(chance.integers(0, 256))
        begin, length = int(chance.integers(0, len(spoiled))), int(chance.integers(1, 400))
        spoiled[begin : begin + length] = [b"", bytes(length), spoiled[:length] * 2][round_ % 3]
        seen = passed(bytes(spoiled), tmp_path, profile=("full", "triage")[round_ % 2])
        assert seen.read.outcomes.keys() == NAMES


def test_the_file_is_read_through_its_descriptor_only(tmp_path: Path) -> None:
    """Deleted before it is read: there is no path that could have been opened."""
    from firsthand.outside.decode import read_file
    from firsthand.port import Read

    place = tmp_path / "x"
    place.write_bytes(film("mp4"))
    fd, emitted = os.open(place, os.O_RDONLY), []
    place.unlink()
    read_file(fd, profile="full", emit=emitted.append)
    os.close(fd)
    assert isinstance(emitted[-1], Read) and emitted[-1].outcomes["read.pictures"]["outcome"] == "found"
