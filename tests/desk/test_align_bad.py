"""Bad input: an outcome each, and never an invented offset."""

import io
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from firsthand.desk.align import AlignDone, align
from firsthand.desk.desk import Desk
from firsthand.desk.preserve import preserve
from firsthand.method.align.made import street
from firsthand.method.align.wave import RATE
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import LISTEN
from firsthand.record.digest import sha256
from firsthand.record.finding import Found, Inconclusive, Nothing
from tests.desk.parts import machine
from tests.outside.decode_films import film

START = 2.5  # seconds that the second recording begins after the first


def plain(mic: int, start: float = 0.0, seed: int = 3) -> np.ndarray:
    return street(seed=seed, mic=mic, start=start, seconds=11.0).samples


def mp4(sound: np.ndarray) -> bytes:
    return film("mp4", sound=np.repeat(sound, 2), sound_rate=16000)


def telephone(sound: np.ndarray) -> bytes:
    """300 to 3400 Hz, one channel at 8 kHz, eight bits by the mu law."""
    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    spectrum[(hertz < 300) | (hertz > 3400)] = 0
    narrow = np.fft.irfft(spectrum, len(sound)).astype(np.float32)
    return film("wav", codec=None, sound=narrow, sound_codec="pcm_mulaw", sound_rate=RATE)


def tune(seconds: float) -> np.ndarray:
    """Notes over a beat, as an editor lays them over a film."""
    time = np.arange(round(seconds * RATE)) / RATE
    notes = 220 * 2 ** (np.random.default_rng(5).integers(0, 24, int(seconds * 4) + 1) / 12)
    return (0.2 * np.sin(2 * np.pi * np.cumsum(notes[(time * 4).astype(int)]) / RATE)).astype(np.float32)


def changing_rate(sound: np.ndarray) -> bytes:
    """Frames at uneven times, as phones write them."""
    times = np.cumsum(np.random.default_rng(1).integers(1, 9, 40)).tolist()
    pictures = [np.full((96, 160, 3), 40 + 4 * k, np.uint8) for k in range(40)]
    return film(
        "mp4", pictures=pictures, times=times, base=Fraction(1, 25), sound=np.repeat(sound, 2), sound_rate=16000
    )


def stamped(sound: np.ndarray, *, first: float = 0.0, jump: float = 0.0) -> bytes:
    """Matroska whose sound begins at a second that is none of its own, and leaps forward in the middle."""
    out = io.BytesIO()
    with av.open(out, "w", format="matroska") as made:
        stream = made.add_stream("pcm_s16le", rate=RATE, layout="mono")
        samples = np.round(sound * 32767).astype(np.int16)
        for start in range(0, len(samples), RATE):
            frame = av.AudioFrame.from_ndarray(samples[None, start : start + RATE], "s16", "mono")
            later = round((first + (jump if start >= len(samples) // 2 else 0.0)) * RATE)
            frame.sample_rate, frame.pts, frame.time_base = RATE, start + later, Fraction(1, RATE)
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return out.getvalue()


def aligned(tmp_path: Path, *films: bytes) -> tuple[Desk, AlignDone]:
    (tmp_path / "in").mkdir()
    for number, data in enumerate(films):
        (tmp_path / "in" / f"{number:02}").write_bytes(data)
    desk = machine(tmp_path).new()
    list(preserve(desk, [tmp_path / "in"]))
    with CellDecoder(task=LISTEN) as listener:
        *_, done = align(desk, listener)
    assert isinstance(done, AlignDone)
    return desk, done


def starts(done: AlignDone) -> dict[str, dict[str, float]]:
    value = done.outcome.value if isinstance(done.outcome, Found | Inconclusive) else {"events": ()}
    return {row["file"]: row["start_s"] for event in value["events"] for row in event["recordings"]}


@pytest.mark.parametrize(
    ("second", "begins"),
    [
        (lambda: telephone(plain(2, START)), START),
        (lambda: changing_rate(plain(2, START)), START),
        (lambda: stamped(plain(2, START), first=5000.0), START - 5000.0),
    ],
    ids=["telephone", "changing frame rate", "sound stamped from second 5000 on"],
)
def test_what_can_still_be_told_is_told_right(tmp_path: Path, second: Callable[[], bytes], begins: float) -> None:
    one, two = mp4(plain(1)), second()
    _, done = aligned(tmp_path, one, two)
    made = starts(done)
    assert set(made) == {sha256(one), sha256(two)}
    assert made[sha256(two)]["best"] - made[sha256(one)]["best"] == pytest.approx(begins, abs=0.06)


@pytest.mark.parametrize(
    "second",
    [
        lambda: mp4(0.2 * plain(2, START) + tune(11.0)),
        lambda: stamped(plain(2, START), jump=7.0),
    ],
    ids=["music laid over it", "times that leap in the middle"],
)
def test_what_is_uncertain_is_right_or_not_told(tmp_path: Path, second: Callable[[], bytes]) -> None:
    """Either half of leaping times is a truth of its own; anything else would be invented."""
    one, two = mp4(plain(1)), second()
    _, done = aligned(tmp_path, one, two)
    made = starts(done)
    if made:
        begins = made[sha256(two)]["best"] - made[sha256(one)]["best"]
        assert min(abs(begins - START), abs(begins - START + 7.0)) < 0.06


def test_the_sound_of_another_clip_joins_it_to_nothing(tmp_path: Path) -> None:
    """A film of elsewhere under which the sound of this event was laid: one track, no second witness."""
    one = mp4(plain(1))
    laid = film(
        "mp4", pictures=[np.full((96, 160, 3), 9, np.uint8)] * 30, sound=np.repeat(plain(1), 2) * 0.7, sound_rate=16000
    )
    _, done = aligned(tmp_path, one, laid)
    assert isinstance(done.outcome, Nothing) and done.outcome.value["same_sound_only"][0]["files"] == sorted(
        map(sha256, (one, laid))
    )


def test_silence_and_no_sound_are_said_and_joined_to_nothing(tmp_path: Path) -> None:
    silent, mute = mp4(np.zeros(6 * RATE, np.float32)), film("mp4")
    _, done = aligned(tmp_path, mp4(plain(1)), silent, mute)
    assert set(done.without_sound) == {sha256(mute), sha256(silent)} and starts(done) == {}


def test_forty_clips_at_once(tmp_path: Path) -> None:
    """Ten streets with four microphones each: ten events, nobody in another's, and far fewer pairs than all 780."""
    clips = {
        film("wav", codec=None, sound=street(seed=s, mic=m, start=0.4 * m, seconds=9.0).samples, sound_codec="pcm_s16le",
             sound_rate=RATE): s
        for s in range(10) for m in range(4)
    }  # fmt: skip
    streets = {sha256(data): s for data, s in clips.items()}
    _, done = aligned(tmp_path, *clips)
    assert isinstance(done.outcome, Inconclusive), "sound alone: somebody has to look"
    events = [{streets[row["file"]] for row in event["recordings"]} for event in done.outcome.value["events"]]
    assert sorted(map(tuple, events)) == [(s,) for s in range(10)] and len(starts(done)) == 40
    assert len(done.pairs) + done.passed_over + done.never_near == 780 and len(done.pairs) < 400
