"""One pass over whole files: every frame at its exact time, described once, and one Read at the end."""

import hashlib
import io
import os
import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from firsthand.method.read import METHODS
from firsthand.outside import decode_feed
from firsthand.outside.decode import read_file
from firsthand.outside.decode_film import Clock
from firsthand.record.fault import BadValue
from tests.outside.decode_films import FILMS, RATE, corner, decoded, film, passed, picture, tune

NAMES = {method.name for method in METHODS}


@pytest.mark.parametrize("name", FILMS)
def test_every_frame_of_every_format(name: str, tmp_path: Path) -> None:
    form, make = FILMS[name]
    data = make()
    seen = passed(data, tmp_path)
    frames = decoded(data, form)
    facts = seen.value("container")["picture"]
    assert seen.outcome("container") == "found" and facts["frames"] == len(frames) >= 18
    assert facts["times"] == ("decode order" if form == "avi" else "stated")
    assert facts["rate"]["constant"] == (name != "AVI, MPEG-4"), "its muxer leaves the second place empty"
    assert abs(Fraction(facts["rate"]["mean_per_s"]) - RATE) <= Fraction(5, 4)
    assert seen.read.outcomes.keys() == NAMES
    assert seen.outcome("pictures") == "found" and seen.outcome("shots") == "nothing"
    assert (seen.outcome("sound") == "unsuitable") == (seen.value("container")["sound"] is None)
    if form != "avi":
        assert seen.times[0] == frames[0].pts * frames[0].time_base
        assert Fraction(facts["last"]) == frames[-1].pts * frames[-1].time_base
    assert seen.stills[0].why == "shot" and (seen.stills[0].width, seen.stills[0].height) == (160, 96)


@pytest.mark.parametrize("pixels", ["yuv420p", "yuv444p", "yuv420p10le"])
def test_the_digest_is_over_the_cropped_native_planes(pixels: str, tmp_path: Path) -> None:
    data = film("mp4", pictures=[picture(0)[:90, :150]] * 3, pixels=pixels)
    frame = decoded(data, "mov")[0]
    told = hashlib.sha256(f"{pixels} 150x90\n".encode())
    for plane in frame.planes:
        size = 2 if "10" in pixels else 1
        rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width * size]
        told.update(rows.tobytes())
    seen = passed(data, tmp_path)
    assert seen.digests[Fraction(0)] == told.hexdigest() == seen.stills[0].frame


@pytest.mark.parametrize("bottom_up", [False, True])
def test_a_padded_or_turned_over_plane_hashes_as_what_is_seen(bottom_up: bool, tmp_path: Path) -> None:
    """A positive height in the header of a raw AVI says that its rows come from the bottom up."""
    shown = corner(150, 90)
    data = bytearray(film("avi", codec="rawvideo", pixels="bgr24", pictures=[shown[::-1] if bottom_up else shown] * 2))
    if bottom_up:
        struct.pack_into("<i", data, data.index(b"strf") + 16, 90)
    seen = passed(bytes(data), tmp_path)
    told = hashlib.sha256(b"bgr24 150x90\n" + shown[:, :, ::-1].tobytes())
    assert seen.digests[Fraction(0)] == told.hexdigest()
    still = np.frombuffer(seen.stills[0].rgb, np.uint8).reshape(90, 150, 3)
    assert still[:20, :20].mean() > 200 > 100 > still[-20:, -20:].mean()


@pytest.mark.parametrize("name", ["mp4", "mov, B-frames", "AVI, MPEG-4", "transport stream", "VP9 and Opus"])
def test_triage_meets_the_frames_of_the_full_pass(name: str, tmp_path: Path) -> None:
    """Key frames read alone have the times and the digests that they have among all the others."""
    options = {"g": "5"} if "VP9" not in name else {"g": "5", "keyint_min": "5"}
    form = {"mp4": "mp4", "mov, B-frames": "mov", "AVI, MPEG-4": "avi", "transport stream": "mpegts"}.get(name, "webm")
    codec = {"AVI, MPEG-4": "mpeg4", "VP9 and Opus": "libvpx-vp9"}.get(name, "libx264")
    bent = {**options, "bf": "2"} if "B-frames" in name else options
    data = film(form, codec=codec, options=bent, pictures=[picture(k) for k in range(60)])
    full, triage = passed(data, tmp_path), passed(data, tmp_path, profile="triage")
    assert triage.value("container")["picture"]["frames"] >= 6
    both = full.digests.keys() & triage.digests.keys()
    assert both and all(full.digests[at] == triage.digests[at] for at in both)
    assert triage.value("container")["picture"]["frames"] == full.value("container")["picture"]["key_frames"]


def test_samples_come_twice_a_second_and_at_cuts(tmp_path: Path) -> None:
    seen = passed(film("mp4", pictures=[picture(k, cut=40) for k in range(60)]), tmp_path)
    assert seen.times == [Fraction(tick, 25) for tick in (0, 13, 26, 39, 40, 53)]
    assert [(cut["after"], cut["at"]) for cut in seen.value("shots")["cuts"]] == [("39/25", "8/5")]
    assert [still.why for still in seen.stills] == ["shot", "shot"]
    assert seen.stills[1].pts == "8/5"
    assert seen.array("pictures/motion").shape == (59, 2)


def test_variable_rate(tmp_path: Path) -> None:
    times = [0, 40, 80, 200, 240, 273, 1000]
    data = film("mp4", times=times, base=Fraction(1, 1000), pictures=[picture(k) for k in range(7)])
    rate = passed(data, tmp_path).value("container")["picture"]["rate"]
    assert rate["constant"] is False
    assert (rate["least_step_s"], rate["most_step_s"]) == ("33/1000", "727/1000")


def test_rounding_is_no_change_of_rate(tmp_path: Path) -> None:
    """Matroska rounds to milliseconds: at 30 frames a second its steps are 33 and 34 ms."""
    times = [round(k * 1000 / 30) for k in range(12)]
    data = film("matroska", times=times, base=Fraction(1, 1000), pictures=[picture(k) for k in range(12)])
    assert passed(data, tmp_path).value("container")["picture"]["rate"]["constant"] is True


@pytest.mark.parametrize(("turn", "where"), [(90, (1, 0)), (-90, (0, 1)), (180, (1, 1))])
def test_stills_stand_upright(turn: int, where: tuple[int, int], tmp_path: Path) -> None:
    """The white block of the upper left goes counter-clockwise with the turn: 90 brings it to the lower left."""
    data = film("mp4", pictures=[corner()] * 3, turn=turn)
    seen = passed(data, tmp_path)
    still = seen.stills[0]
    pixels = np.frombuffer(still.rgb, np.uint8).reshape(still.height, still.width, 3)
    assert (still.width, still.height) == ((160, 96) if turn == 180 else (96, 160))
    quarters = {
        (row, column): pixels[row * (still.height - 20) :, column * (still.width - 20) :][:20, :20].mean()
        for row in (0, 1)
        for column in (0, 1)
    }
    assert max(quarters, key=lambda key: quarters[key]) == where
    assert seen.value("container")["picture"]["turned_deg"] == turn
    plain = passed(film("mp4", pictures=[corner()] * 3), tmp_path)
    assert seen.digests == plain.digests, "the native planes are not turned"


def test_avi_with_reordered_frames_counts_in_order_of_decoding(tmp_path: Path) -> None:
    data = film("avi", options={"bf": "2"}, pictures=[picture(k) for k in range(30)])
    seen = passed(data, tmp_path)
    facts = seen.value("container")["picture"]
    assert facts["times"] == "decode order" and facts["rate"]["back_steps"] == 0
    assert (facts["first"], facts["last"]) == ("0/1", "29/25")


def test_a_bare_stream_has_times_by_an_assumed_rate(tmp_path: Path) -> None:
    seen = passed(film("h264"), tmp_path)
    facts = seen.value("container")["picture"]
    assert facts["times"] == "assumed rate" and facts["frames"] == 20 and facts["first"] == "0/1"


def test_times_far_from_nought(tmp_path: Path) -> None:
    late = film("mpegts", times=list(range(10_000_000, 10_000_020)), pictures=[picture(k) for k in range(20)])
    seen = passed(late, tmp_path)
    assert seen.times[0] > 1000 and seen.times[0].denominator <= 90_000


class Stamped:
    """As much of a decoded frame as a clock looks at."""

    def __init__(self, pts: int | None, dts: int | None = None) -> None:
        self.pts, self.dts = pts, dts


@pytest.mark.parametrize(
    ("how", "stamps", "ticks", "untimed"),
    [
        ("stated", [(-50, 0), (-25, 0), (0, 0)], [-50, -25, 0], 0),
        ("stated", [(0, 0), (40, 0), (None, 0), (None, 0), (160, 0)], [0, 40, 80, 120, 160], 2),
        ("stated", [(0, 0), (1 << 62, 0), (80, 0)], [0, 40, 80], 1),
        ("stated", [(5, 0), (3, 0), (4, 0)], [5, 3, 4], 0),
        ("decode order", [(1, 7), (4, 8), (2, 10), (3, None)], [0, 1, 3, 43], 0),
        ("assumed rate", [(None, None), (9, 9), (None, None)], [0, 40, 80], 0),
    ],
)
def test_clock(how: str, stamps: list[tuple[int | None, int | None]], ticks: list[int], untimed: int) -> None:
    clock = Clock(base=Fraction(1, 1000), how=how, step=40)
    assert [clock.next(Stamped(*stamp)) for stamp in stamps] == ticks
    assert clock.untimed == untimed


def test_sound_priming_is_a_named_term(tmp_path: Path) -> None:
    """The same AAC: an edit list lets the first 1,024 samples be cut off, a transport stream does not."""
    click = tune(1.0, 48000, impulse=0.5)

    def read(form: str) -> tuple[dict[str, object], float]:
        seen = passed(film(form, pictures=[picture(k) for k in range(25)], sound=click), tmp_path)
        sound = seen.value("container")["sound"]
        loudest = int(np.argmax(seen.array("sound/level")))
        return sound["delay"], float(Fraction(sound["first"])) + loudest / 100

    trimmed, at = read("mp4")
    assert trimmed["trimmed_by_container"] is True and trimmed["most_s"] == "0/1"
    assert abs(at - 0.5) <= 0.011
    left, _ = read("mpegts")
    assert left["trimmed_by_container"] is False and (left["least_s"], left["most_s"]) == ("0/1", "11/250")


def test_sound_alone_and_with_a_cover(tmp_path: Path) -> None:
    data = film("mp3", codec=None, sound=tune(2, 44100), sound_codec="libmp3lame", sound_rate=44100)
    seen = passed(data, tmp_path)
    assert seen.outcome("container") == "found" and seen.value("container")["kind"] == "sound"
    assert seen.outcome("sound") == "found" and seen.value("sound")["segments"] == 1
    assert {seen.outcome(name) for name in ("shots", "stills", "pictures")} == {"unsuitable"}
    assert not seen.stills and seen.progress
    cover = io.BytesIO()
    Image.fromarray(corner()).save(cover, "JPEG")
    covered = passed(_with_cover(cover.getvalue()), tmp_path)
    rows = covered.value("container")["streams"]
    assert any(row["cover"] for row in rows) and covered.value("container")["picture"] is None
    assert covered.read.outcomes["read.pictures"]["why"] == "this file has no pictures"


def _with_cover(jpeg: bytes) -> bytes:
    """An ID3v2.3 tag with an APIC frame before an MP3 stream."""
    body = b"\x00image/jpeg\x00\x03\x00" + jpeg
    frame = b"APIC" + len(body).to_bytes(4, "big") + b"\x00\x00" + body
    size = len(frame)
    sevens = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    sound = film(
        "mp3",
        codec=None,
        sound=tune(1, 44100),
        sound_codec="libmp3lame",
        sound_rate=44100,
        container={"id3v2_version": "0", "write_id3v1": "0"},
    )
    return b"ID3\x03\x00\x00" + sevens + frame + sound


def test_a_gap_in_the_sound_stays_a_gap(tmp_path: Path) -> None:
    out = io.BytesIO()
    with av.open(out, "w", format="matroska") as made:
        audio = made.add_stream("pcm_s16le", rate=8000, layout="mono")
        for start in (0, 24000):
            samples = (tune(1, 8000) * 30000).astype(np.int16)
            one = av.AudioFrame.from_ndarray(samples[None, :], format="s16", layout="mono")
            one.sample_rate, one.pts, one.time_base = 8000, start, Fraction(1, 8000)
            made.mux(audio.encode(one))
        made.mux(audio.encode(None))
    seen = passed(out.getvalue(), tmp_path)
    segments = seen.reading.facts["read.sound"]["segments"]
    assert [(row["at"], row["samples"]) for row in segments] == [("0/1", 8000), ("3/1", 8000)]
    assert seen.value("container")["sound"]["gaps"] == 1
    at = seen.array("sound/at")
    assert not ((at > 8000) & (at < 24000)).any()


def test_metadata_of_a_film(tmp_path: Path) -> None:
    texts = {
        "title": "line\x1b[2Jfeed \u202eabc",
        "comment": "x",
        "creation_time": "2022-03-30T12:00:00Z",
        "location": "+50.4501+030.5234/",
    }
    seen = passed(film("mp4", texts=texts), tmp_path)
    rows = {row["key"]: row["text"] for row in seen.value("metadata")["texts"]}
    assert rows["title"] == "line\\x1b[2Jfeed \\u202eabc"
    created = seen.value("container")["created"]
    assert created[0]["zone"] is None and created[0]["span"]["earliest"] == "2022-03-29T22:00:00Z"
    assert created[0]["if_utc"]["earliest"] == "2022-03-30T12:00:00Z"
    assert not seen.value("metadata")["times"], "a binary time is read.container's"
    [place] = seen.value("metadata")["places"]
    assert place["radius_m"] == 30.0 and place["region"]["boxes"]
    traces = seen.value("container")["encoder_traces"]
    assert any("x264 - core" in trace["text"] for trace in traces)
    assert seen.read.made_with["av"] == av.__version__ and "libavcodec" in seen.read.made_with


def test_edit_lists_and_boxes(tmp_path: Path) -> None:
    seen = passed(film("mp4", options={"bf": "2"}, sound=tune(0.8, 48000)), tmp_path)
    facts = seen.value("container")
    assert facts["boxes"][0].startswith("ftyp") and any(box.startswith("moov") for box in facts["boxes"])
    [picture_edits, sound_edits] = [row["edits"] for row in facts["edit_lists"]]
    assert picture_edits[0]["media_start_s"] == "2/25", "two reordered frames"
    assert sound_edits[0]["media_start_s"] == "8/375", "1,024 samples at 48 kHz"


def test_progress_ends_where_the_film_does(tmp_path: Path) -> None:
    seen = passed(film("mp4", pictures=[picture(k) for k in range(80)]), tmp_path)
    done = [one.done for one in seen.progress]
    assert done == sorted(done) and done[-1] >= 3.0 and {one.whole for one in seen.progress} == {3.2}


def test_an_unknown_profile_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "x"
    place.write_bytes(b"x")
    fd = os.open(place, os.O_RDONLY)
    with pytest.raises(BadValue):
        read_file(fd, profile="thorough", emit=lambda _: None)
    os.close(fd)


def test_no_thread_is_started(tmp_path: Path) -> None:
    data = film("mp4", sound=tune(0.8, 48000))
    passed(data, tmp_path)
    before = len(os.listdir("/proc/self/task"))
    place, counts = tmp_path / "evidence", []
    fd = os.open(place, os.O_RDONLY)
    read_file(fd, profile="full", emit=lambda _: counts.append(len(os.listdir("/proc/self/task"))))
    os.close(fd)
    assert counts and max(counts) <= before


def test_a_reader_that_trips_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(state: object, frame: object) -> None:
        raise ZeroDivisionError("hostile")

    broken = [
        decode_feed.Reader(
            card=r.card, needs=r.needs, start=r.start, feed_frame=trip, feed_sound=r.feed_sound, finish=r.finish
        )
        if r.card.name == "read.shots"
        else r
        for r in decode_feed.READERS
    ]
    monkeypatch.setattr(decode_feed, "READERS", tuple(broken))
    seen = passed(film("mp4"), tmp_path)
    assert seen.outcome("shots") == "inconclusive" and "hostile" in seen.read.outcomes["read.shots"]["why"]
    assert seen.outcome("pictures") == seen.outcome("container") == "found"


def test_what_was_read_when_the_time_is_spent_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(decode_feed.Feed, "spent", lambda self: bool(calls.append(1)) or len(calls) > 2)
    seen = passed(film("mp4", pictures=[picture(k) for k in range(200)], options={"g": "10"}), tmp_path)
    assert (
        seen.outcome("container") == "inconclusive" and "processor time" in seen.read.outcomes["read.container"]["why"]
    )
    assert 0 < seen.value("container")["picture"]["frames"] < 200
    assert seen.outcome("shots") == "inconclusive" and seen.outcome("pictures") == "found"
