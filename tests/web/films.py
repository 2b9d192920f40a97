"""Films whose every frame says its number in black and white blocks, of the kinds that make browsers show the wrong one."""

import struct
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

WIDE, HIGH, BITS, BLOCK = 192, 96, 8, 24
COUNT = 96


def numbered(number: int) -> npt.NDArray[np.uint8]:
    """Two rows of blocks over the whole width: the number's bits, and below them their opposite, so that a blank is no number."""
    bits = [(number >> k) & 1 for k in range(BITS)]
    made = np.full((HIGH, WIDE, 3), 128, np.uint8)
    for k, bit in enumerate(bits):
        made[: HIGH // 2, k * BLOCK : (k + 1) * BLOCK] = 235 * bit + 16 * (1 - bit)
        made[HIGH // 2 :, k * BLOCK : (k + 1) * BLOCK] = 16 * bit + 235 * (1 - bit)
    return made


def number_of(pixels: npt.NDArray[np.uint8], *, turned: bool = False) -> int:
    """The number that a picture shows, whatever its size; -1 where it shows none."""
    grey = pixels.astype(np.float32).mean(axis=2)
    if turned:
        grey = np.rot90(grey, 1)
    rows, columns = grey.shape
    number = 0
    for k in range(BITS):
        middle = int((k + 0.5) * columns / BITS)
        high, low = grey[rows // 4, middle], grey[3 * rows // 4, middle]
        if abs(float(high) - float(low)) < 60:
            return -1
        number |= int(high > low) << k
    return number


def film(
    path: Path,
    *,
    codec: str = "libx264",
    base: Fraction = Fraction(1, 15360),
    times: list[int] | None = None,
    options: Mapping[str, str] | None = None,
    sound: bool = True,
    first: int = 0,
    form: str = "mp4",
    count: int = COUNT,
) -> Path:
    """A film of numbered frames. `first` ticks are taken from every time: frames before nought are cut by an edit list."""
    ticks = times or [512 * n for n in range(count)]
    with av.open(str(path), "w", format=form) as out:
        stream: Any = out.add_stream(codec, rate=30)
        stream.width, stream.height, stream.pix_fmt = WIDE, HIGH, "yuv420p"
        stream.time_base = stream.codec_context.time_base = base
        stream.options = {"crf": "23", "preset": "ultrafast", **(options or {})}
        heard: Any = out.add_stream("aac", rate=24000, layout="mono") if sound else None
        kept = []
        for number, tick in enumerate(ticks):
            frame = av.VideoFrame.from_ndarray(numbered(number), format="rgb24")
            frame.pts, frame.time_base = tick - first, base
            kept += stream.encode(frame)
        kept += stream.encode(None)
        for packet in kept:
            out.mux(packet)
        if heard is not None:
            seconds = float((ticks[-1] + 512 - first) * base)
            wave = (3000 * np.sin(np.arange(int(seconds * 24000)) * 0.12)).astype(np.int16)
            for at in range(0, len(wave), 1024):
                made = av.AudioFrame.from_ndarray(wave[at : at + 1024].reshape(1, -1), format="s16", layout="mono")
                made.sample_rate, made.pts, made.time_base = 24000, at, Fraction(1, 24000)
                out.mux(heard.encode(made))
            out.mux(heard.encode(None))
    return path


def turned(path: Path) -> Path:
    """A quarter turn written into the track's matrix, as telephones do."""
    data = bytearray(film(path, options={"bf": "0"}).read_bytes())
    at = data.index(b"tkhd") + 4 + 4 + 5 * 4 + 8 + 8
    data[at : at + 36] = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
    path.write_bytes(bytes(data))
    return path


def uneven(count: int = COUNT) -> list[int]:
    rng = np.random.default_rng(7)
    return np.cumsum(rng.integers(200, 1500, count)).tolist()  # type: ignore[no-any-return]


KINDS: Mapping[str, Callable[[Path], Path]] = {
    "constant": lambda path: film(path, options={"bf": "0", "g": "30"}),
    "variable": lambda path: film(path, times=uneven(), options={"bf": "0"}),
    "b-frames": lambda path: film(path, options={"bf": "3", "b_strategy": "0", "preset": "medium", "g": "48"}),
    "edit-list": lambda path: film(path, options={"bf": "2", "preset": "medium", "g": "24"}, first=512 * 10),
    "hevc": lambda path: film(path, codec="libx265", options={"x265-params": "log-level=none:bframes=2"}),
    "rotated": turned,
}
