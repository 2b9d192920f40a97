"""Pixels of one decoded frame without converting it whole: small luma, upright pictures, the digest of the native planes."""

import hashlib
from fractions import Fraction
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from av.video.format import VideoFormat
from av.video.frame import VideoFrame

from firsthand.method.read.fold import TINY, Bytes2, shrink

# Formats whose first plane is luma, one sample a pixel, by the bits of a sample; with "high", they fill 16 bits from the top.
_EIGHT = "yuv410p yuv411p yuv420p yuv422p yuv440p yuv444p yuvj411p yuvj420p yuvj422p yuvj440p yuvj444p yuva420p yuva422p yuva444p"
LUMA_BITS: dict[str, int] = {
    **dict.fromkeys([*_EIGHT.split(), "nv12", "nv21", "nv16", "nv24", "gray"], 8),
    **{f"yuv{sub}p{bits}le": bits for sub in (420, 422, 444) for bits in (9, 10, 12, 14, 16)},
    **{f"gray{bits}le": bits for bits in (10, 12, 16)},
    "p010le": 16,
    "p012le": 16,
    "p016le": 16,
}
# Of these, colour differences lie in planes 1 and 2, with as many bits as luma.
PLANAR = frozenset(name for name in LUMA_BITS if name.startswith("yuv"))
FULL_RANGE = 2  # AVCOL_RANGE_JPEG
TURNS = {90: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_CLOCKWISE}
NO_TINT = np.zeros((2, 0, 0), np.uint8)
Plane = npt.NDArray[Any]


class FramePixels:
    """Keeps fold.Pixels for a frame of PyAV's; nothing is computed before it is asked for."""

    __slots__ = ("_digest", "_frame", "_grey", "_shape", "_turn")

    def __init__(self, frame: VideoFrame, turn: int, shape: Fraction) -> None:
        self._frame, self._turn, self._shape, self._digest = frame, turn, shape, ""
        self._grey: tuple[int, Bytes2] | None = None

    def grey(self, longer: int) -> Bytes2:
        """The last one made is kept: two readers look at the same picture."""
        if self._grey is None or self._grey[0] != longer:
            self._grey = longer, self._made_grey(longer)
        return self._grey[1]

    def _made_grey(self, longer: int) -> Bytes2:
        frame = self._frame
        bits = LUMA_BITS.get(frame.format.name)
        if bits is None:
            size = fitted(frame.width, frame.height, longer)
            small = frame.reformat(*size, format="gray", interpolation="AREA", threads=1)
            return upright(np.ascontiguousarray(plane(small, 0, 1)), self._turn)
        return upright(self._plane(0, bits, longer), self._turn)

    def colour(self, longer: int) -> Bytes2:
        name = self._frame.format.name
        if name not in PLANAR:
            return self.rgb(longer)
        luma, blue, red = (self._plane(index, LUMA_BITS[name], longer) for index in range(3))
        size = luma.shape[1], luma.shape[0]
        blue, red = (
            np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_LINEAR), np.uint8) for part in (blue, red)
        )
        return upright(
            np.asarray(cv2.cvtColor(cv2.merge([luma, red, blue]), cv2.COLOR_YCrCb2RGB), np.uint8), self._turn
        )

    def _plane(self, index: int, bits: int, longer: int) -> Bytes2:
        """Luma or a colour difference by a whole number, brought to the full range of 0 to 255."""
        frame = self._frame
        made = eight_bits(shrink(plane(frame, index, 1 if bits == 8 else 2), longer), bits)
        if frame.format.name.startswith(("yuvj", "gray")) or frame.color_range == FULL_RANGE:
            return made
        wide = 255 / (219 if index == 0 else 224)
        offset = -16 * wide if index == 0 else 128 * (1 - wide)
        return np.asarray(cv2.convertScaleAbs(np.maximum(made, 16), alpha=wide, beta=offset), np.uint8)

    def rgb(self, longer: int) -> Bytes2:
        frame = self._frame
        width, height = fitted(frame.width * self._shape, frame.height, longer)
        small = frame.reformat(width, height, format="rgb24", interpolation="AREA", threads=1)
        view = plane(small, 0, 1, samples=3).reshape(height, width, 3)
        return np.ascontiguousarray(upright(view, self._turn))

    def digest(self) -> str:
        self._digest = self._digest or planes_digest(self._frame)
        return self._digest


def plane(frame: VideoFrame, index: int, size: int, *, samples: int = 1) -> Plane:
    """A plane as rows of samples, top row first; `size` bytes a sample, `samples` of them a pixel."""
    return rows_of(frame.planes[index], size, samples)


def rows_of(part: Any, size: int, samples: int = 1) -> Plane:
    line: int = part.line_size
    view: Plane = np.frombuffer(part, np.uint8 if size == 1 else "<u2").reshape(part.height, abs(line) // size)
    view = view[:, : part.width * samples]
    return view if line > 0 else np.ascontiguousarray(view[::-1])


def eight_bits(array: Plane, bits: int) -> Bytes2:
    return array if bits == 8 else (array >> (bits - 8)).astype(np.uint8)


def upright(array: Plane, turn: int) -> Bytes2:
    """Turned counter-clockwise by the nearest quarter of `turn` degrees."""
    quarter = round(turn / 90) * 90 % 360
    return np.asarray(cv2.rotate(array, TURNS[quarter]), np.uint8) if quarter in TURNS else array


def fitted(width: Fraction | int, height: int, longer: int) -> tuple[int, int]:
    """The size within `longer`, never enlarged."""
    scale = min(Fraction(1), Fraction(longer) / max(Fraction(width), Fraction(height)))
    return max(1, round(width * scale)), max(1, round(height * scale))


def tiny(frame: VideoFrame) -> tuple[Bytes2, Bytes2]:
    """(luma, both colour differences at half that size), means over every few rows.

    With one row of each, the same footage at another size would seem to move otherwise.
    """
    name, width, height = frame.format.name, frame.width, frame.height
    bits = LUMA_BITS.get(name)
    if bits is None:
        small = frame.reformat(*fitted(width, height, TINY), format="gray", threads=1)
        return np.ascontiguousarray(plane(small, 0, 1)), NO_TINT
    size, parts = (1 if bits == 8 else 2), frame.planes
    across, every, down, rows, columns = _steps(width, height)
    cut = rows_of(parts[0], size)[every // 2 :: every, : columns * across][: rows * down]
    luma = cut if across == 1 else cv2.resize(cut, (columns, rows), interpolation=cv2.INTER_AREA)
    made = eight_bits(np.ascontiguousarray(luma), bits)
    return made, _tint(parts, size, bits, across, width) if name in PLANAR else NO_TINT


def _tint(parts: Any, size: int, bits: int, across: int, width: int) -> Bytes2:
    """Colour differences by single samples: colour is smooth, and half of what is compared."""
    blue, red = rows_of(parts[1], size), rows_of(parts[2], size)
    step_x = max(1, 2 * across * blue.shape[1] // width)
    step_y = max(1, 2 * across * parts[1].height // parts[0].height)
    first = blue[step_y // 2 :: step_y, step_x // 2 :: step_x]
    view = np.empty((2, *first.shape), first.dtype)
    view[0], view[1] = first, red[step_y // 2 :: step_y, step_x // 2 :: step_x]
    return eight_bits(view, bits)


@lru_cache(maxsize=32)
def _steps(width: int, height: int) -> tuple[int, int, int, int, int]:
    """How many columns make one, every which row is used, how many used rows make one, and the size that comes out."""
    across = max(1, max(width, height) // TINY)
    every = max(1, across // 4)
    down = max(1, across // every)
    rows, columns = height // (every * down), width // across
    # A sliver is taken as it is.
    return (1, 1, 1, height, width) if rows < 1 or columns < 1 else (across, every, down, rows, columns)


def planes_digest(frame: VideoFrame) -> str:
    """SHA-256 of "format widthxheight\n" and of each plane's visible bytes, top row first, in the decoder's own format."""
    form = frame.format
    told = hashlib.sha256(f"{form.name} {frame.width}x{frame.height}\n".encode())
    parts: Any = frame.planes
    for index, part in enumerate(parts):
        data: Any = np.frombuffer(part, np.uint8)
        if form.has_palette and index == 1:
            told.update(data[:1024])
            continue
        wide = row_bytes(form, index, frame.width, len(parts))
        if wide == part.line_size:
            told.update(data)
        else:
            rows = data.reshape(part.height, abs(part.line_size))[:, :wide]
            told.update((rows if part.line_size > 0 else rows[::-1]).tobytes())
    return told.hexdigest()


def row_bytes(form: VideoFormat, index: int, width: int, planes: int) -> int:
    """Bytes of one row that are picture, not padding."""
    if planes == 1 or form.has_palette:
        return (form.padded_bits_per_pixel * width + 7) // 8
    return sum(-(-part.bits // 8) * part.width for part in form.components if part.plane == index)
