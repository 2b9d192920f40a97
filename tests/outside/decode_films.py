"""Tiny films, sounds and pictures with known content, made on the spot by PyAV and Pillow."""

import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from firsthand.method.reading import Reading, unpack
from firsthand.outside.cell_wire import PREFIX, frame, parse
from firsthand.outside.decode import read_file
from firsthand.port import Progress, Read, Still

RATE = 25
_GROUND = np.asarray(
    cv2.resize(
        np.random.default_rng(7).integers(0, 255, (9, 16, 3), np.uint8), (160, 96), interpolation=cv2.INTER_CUBIC
    )
)


def picture(number: int, *, cut: int = 10**9) -> np.ndarray[Any, Any]:
    """A patterned ground that moves; from frame `cut` on its colours are turned over."""
    moved = np.roll(_GROUND, number, axis=1)
    return np.ascontiguousarray(255 - moved if number >= cut else moved)


def corner(width: int = 160, height: int = 96) -> np.ndarray[Any, Any]:
    """Dark, with a white block at the upper left: which way up is plain."""
    made = np.full((height, width, 3), 40, np.uint8)
    made[: height // 3, : width // 3] = 230
    return made


def tune(seconds: float, rate: int, *, impulse: float | None = None) -> np.ndarray[Any, Any]:
    """A new note each fifth of a second, or silence with one click at `impulse` seconds; f4[n]."""
    time = np.arange(round(seconds * rate)) / rate
    if impulse is not None:
        made = np.zeros(len(time), np.float32)
        made[round(impulse * rate) : round(impulse * rate) + rate // 2000] = 0.9
        return made
    return (0.4 * np.sin(2 * np.pi * (400 + 170 * ((time * 5).astype(int) * 7 % 11)) * time)).astype(np.float32)


def film(
    form: str,
    *,
    codec: str | None = "libx264",
    pictures: Sequence[np.ndarray[Any, Any]] | None = None,
    times: Sequence[int] | None = None,
    base: Fraction = Fraction(1, RATE),
    pixels: str = "yuv420p",
    options: dict[str, str] | None = None,
    sound: np.ndarray[Any, Any] | None = None,
    sound_codec: str = "aac",
    sound_rate: int = 48000,
    turn: int = 0,
    texts: dict[str, str] | None = None,
    container: dict[str, str] | None = None,
) -> bytes:
    """A film in memory. `times` are ticks of `base`; `turn` the display rotation, counter-clockwise."""
    out = io.BytesIO()
    shown = [picture(k) for k in range(20)] if pictures is None else pictures
    with in_turn(), av.open(out, "w", format=form, options=container or {}) as made:
        made.metadata.update(texts or {})
        video = audio = None
        if codec:
            video = made.add_stream(codec, rate=RATE, options=options or {})
            video.height, video.width = shown[0].shape[:2]
            video.pix_fmt, video.codec_context.time_base = pixels, base
            if turn:
                video.set_display_rotation(turn)
        if sound is not None:
            audio = made.add_stream(sound_codec, rate=sound_rate, layout="mono")
        if video:
            for k, array in enumerate(shown):
                one = av.VideoFrame.from_ndarray(array, "rgb24")
                one.pts, one.time_base = times[k] if times else k, base
                made.mux(video.encode(one))
            made.mux(video.encode(None))
        if audio is not None:
            assert sound is not None
            _sound(made, audio, sound, sound_rate)
    return out.getvalue()


@contextmanager
def in_turn() -> Iterator[None]:
    """Gives back how the process is scheduled: run by root, SVT-AV1 takes SCHED_FIFO at 99 for whoever calls it, and keeps it."""
    policy, given = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, policy, given)


def _sound(made: Any, audio: Any, samples: np.ndarray[Any, Any], rate: int) -> None:
    whole = av.AudioFrame.from_ndarray(samples[None, :], format="fltp", layout="mono")
    whole.sample_rate, whole.pts, whole.time_base = rate, 0, Fraction(1, rate)
    size = audio.codec_context.frame_size or 1024
    cutter = av.AudioResampler(format=audio.codec_context.format, layout="mono", rate=rate, frame_size=size)
    for part in [*cutter.resample(whole), *cutter.resample(None)]:
        made.mux(audio.encode(part))
    made.mux(audio.encode(None))


class Pass:
    """What read_file gave for some bytes: everything emitted, and the reading unpacked."""

    def __init__(self, emitted: list[Any]) -> None:
        self.emitted = emitted
        self.read: Read = emitted[-1]
        self.stills = [one for one in emitted if isinstance(one, Still)]
        self.progress = [one for one in emitted if isinstance(one, Progress)]
        self.reading: Reading = unpack(self.read.reading)

    def outcome(self, name: str) -> str:
        return str(self.read.outcomes[f"read.{name}"]["outcome"])

    def value(self, name: str) -> Any:
        return self.read.outcomes[f"read.{name}"]["value"]

    def array(self, name: str) -> np.ndarray[Any, Any]:
        return self.reading.arrays[f"read.{name}"]

    @property
    def times(self) -> list[Fraction]:
        """Presentation times of the described frames."""
        pairs = zip(self.array("pictures/pts_num"), self.array("pictures/pts_den"), strict=True)
        return [Fraction(int(over), int(under)) for over, under in pairs]

    @property
    def digests(self) -> dict[Fraction, str]:
        """Of the described frames that have one."""
        found = [bytes(row).hex() for row in self.array("pictures/frame")]
        return {at: digest for at, digest in zip(self.times, found, strict=True) if digest != "0" * 64}


def passed(data: bytes, folder: Path, *, profile: str = "full") -> Pass:
    """Reads bytes as a file; whatever comes out must be one Read, last, and pass the wire of the cell unchanged."""
    place = folder / "evidence"
    place.write_bytes(data)
    fd, emitted = os.open(place, os.O_RDONLY), list[Any]()
    try:
        read_file(fd, profile=profile, emit=emitted.append)
        os.fstat(fd)  # it is the caller's, and stays open
    finally:
        os.close(fd)
    assert isinstance(emitted[-1], Read) and sum(isinstance(one, Read) for one in emitted) == 1
    for message in emitted:
        head, body = frame(message)
        kind, size, _ = PREFIX.unpack(head[: PREFIX.size])
        assert parse(kind, head[PREFIX.size :], body) == message and size == len(head) - PREFIX.size
    return Pass(emitted)


def decoded(data: bytes, form: str) -> list[av.VideoFrame]:
    """All frames, by PyAV alone."""
    with av.open(io.BytesIO(data), "r", format=form) as container:
        return list(container.decode(video=0))


Make = Callable[[], bytes]
FILMS: dict[str, tuple[str, Make]] = {
    "mp4": ("mov", lambda: film("mp4", sound=tune(0.8, 48000))),
    "mov, B-frames": ("mov", lambda: film("mov", options={"bf": "3"}, sound=tune(0.8, 48000))),
    "mp4 in fragments": (
        "mov",
        lambda: film("mp4", options={"g": "5"}, container={"movflags": "frag_keyframe+empty_moov"}),
    ),
    "10 bits": ("mov", lambda: film("mp4", pixels="yuv420p10le")),
    "ProRes": (
        "mov",
        lambda: film("mov", codec="prores_ks", pixels="yuv422p10le", sound=tune(0.8, 48000), sound_codec="pcm_s16le"),
    ),
    "VP9 and Opus": (
        "matroska",
        lambda: film("webm", codec="libvpx-vp9", sound=tune(0.8, 48000), sound_codec="libopus"),
    ),
    "FFV1, BGR": ("matroska", lambda: film("matroska", codec="ffv1", pixels="bgr0")),
    "AV1": ("mov", lambda: film("mp4", codec="libsvtav1")),
    "AVI, MPEG-4": ("avi", lambda: film("avi", codec="mpeg4", sound=tune(0.8, 48000), sound_codec="libmp3lame")),
    "AVI, raw BGR": ("avi", lambda: film("avi", codec="rawvideo", pixels="bgr24")),
    "AVI, Motion JPEG": ("avi", lambda: film("avi", codec="mjpeg", pixels="yuvj420p")),
    "FLV": (
        "flv",
        lambda: film("flv", codec="flv", sound=tune(0.8, 44100), sound_codec="libmp3lame", sound_rate=44100),
    ),
    "transport stream": ("mpegts", lambda: film("mpegts", sound=tune(0.8, 48000))),
    "program stream": ("mpeg", lambda: film("mpeg", codec="mpeg2video", sound=tune(0.8, 48000), sound_codec="mp2")),
    "MXF": ("mxf", lambda: film("mxf", codec="mpeg2video")),
    "Y4M": ("yuv4mpegpipe", lambda: film("yuv4mpegpipe", codec="wrapped_avframe")),
}
