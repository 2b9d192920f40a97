"""The re-uploads: which stretch of which film each holds, what was done to it, and the exact way from frame to frame."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np
from numpy.typing import NDArray

from firsthand.drill.codec import StreamFacts
from firsthand.drill.scene import Colour, Recorder

Picture = NDArray[np.uint8]
Wave = NDArray[np.float32]
TIME_BASE = Fraction(1, 90000)  # every parent's time, and five fourths of it, is a whole number of these
Box = tuple[int, int, int, int]  # left, top, width, height in pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a parent: its share of the parent's frames, the share of the picture that is kept, and what is done.

    ``crop`` is left, top, width, height as shares of the parent's picture; ``box`` the same of the copy's, where it lands.
    """

    parent: str
    stretch: tuple[float, float] = (0.0, 1.0)
    crop: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    box: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    mirror: bool = False
    speed: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A re-uploaded film: its file, the share of 640 x 360 that it measures, its parts in order, and its sound."""

    key: str
    file: str
    size: float
    parts: tuple[Part, ...]
    sound: str = "kept"  # kept, replaced
    caption: str = ""
    border: Colour | None = None
    crf: int = 26
    audio_bit_rate: int = 96_000
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A part worked out to the pixel and the frame.

    ``frames`` are pairs (copy's time in TIME_BASE, parent's time in the parent file's unit); ``begin`` and ``end`` are the
    parent's media seconds that it covers, ``at`` and ``until`` the copy's.
    """

    part: Part
    crop: Box
    box: Box
    begin: Fraction
    end: Fraction
    at: Fraction
    until: Fraction
    frames: tuple[tuple[int, int], ...]

    def parent_to_copy(self) -> list[list[float]]:
        """The 2 x 3 matrix from the parent's pixels to the copy's (corner of the first pixel is 0, 0)."""
        (cx, cy, cw, ch), (bx, by, bw, bh) = self.crop, self.box
        sx, sy = bw / cw, bh / ch
        if self.part.mirror:
            return [[-sx, 0.0, bx + bw + sx * cx], [0.0, sy, by - sy * cy]]
        return [[sx, 0.0, bx - sx * cx], [0.0, sy, by - sy * cy]]


COPIES = (
    Copy(key="low", file="VID-20240824-WA0007.mp4", size=0.5, crf=34, audio_bit_rate=40_000,
         parts=(Part(parent="a"),), says="the whole of a, smaller and at a low rate"),
    Copy(key="crop", file="tower_square_zoom.mp4", size=1.0,
         parts=(Part(parent="b", stretch=(0.1, 0.62), crop=(0.31, 0.25, 0.6, 0.6)),), says="a part of b's picture, enlarged"),
    Copy(key="mirror", file="lindholm_parade_2.mp4", size=0.75,
         parts=(Part(parent="c", stretch=(0.15, 0.65), mirror=True),), says="a stretch of c, mirrored"),
    Copy(key="caption", file="LINDHOLM_LIVE_salute.mp4", size=1.0, caption="LINDHOLM LIVE: parade and salute",
         border=(28, 38, 74), parts=(Part(parent="a", stretch=(0.2, 0.62), box=(0.05, 0.03, 0.9, 0.9)),),
         says="a stretch of a in a border, with a caption and a mark laid over it"),
    Copy(key="cut", file="clip5s.mp4", size=1.0, parts=(Part(parent="b", stretch=(0.4, 0.65)),), says="five seconds of b"),
    Copy(key="dub", file="parade_with_music.mp4", size=0.75, sound="replaced",
         parts=(Part(parent="a", stretch=(0.3, 0.75)),), says="a stretch of a with other music in place of its sound"),
    Copy(key="fast", file="parade_short.mp4", size=0.75,
         parts=(Part(parent="c", stretch=(0.1, 0.6), speed=Fraction(5, 4)),), says="a stretch of c, a quarter faster"),
    Copy(key="both", file="best_of_lindholm.mp4", size=0.75,
         parts=(Part(parent="a", stretch=(0.1, 0.36)), Part(parent="c", stretch=(0.55, 0.85))),
         says="a compilation: a stretch of a, then one of c"),
    Copy(key="regrab", file="from_chat.mp4", size=0.625, crf=32, audio_bit_rate=48_000,
         parts=(Part(parent="low", stretch=(0.12, 0.6), crop=(0.1, 0.1, 0.8, 0.8)),), says="a part of the copy low: a copy of a copy"),
    Copy(key="recycled", file="bridge_salute_TODAY.mp4", size=0.75, crf=30,
         parts=(Part(parent="old", stretch=(0.2, 1.0), crop=(0.05, 0.0, 0.95, 0.95)),),
         says="a stretch of last year's film, posted as if it were of today"),
)  # fmt: skip
TWIN = ("low", "parade-forwarded.mp4")  # the same bytes under a second name
STILL = ("a", "salute_photo.jpg")


def _even(share: float, whole: int) -> int:
    return max(2 * round(share * whole / 2), 16)


def copy_size(copy: Copy, *, small: bool) -> tuple[int, int]:
    wide, high = (160, 90) if small else (640, 360)
    size = max(copy.size, 0.75) if small else copy.size
    return _even(size, wide), _even(size, high)


def _box(shares: tuple[float, float, float, float], wide: int, high: int) -> Box:
    left, top = round(shares[0] * wide), round(shares[1] * high)
    return left, top, min(round(shares[2] * wide), wide - left), min(round(shares[3] * high), high - top)


def lay(copy: Copy, parents: dict[str, StreamFacts], *, small: bool) -> tuple[Laid, ...]:
    """Work out a copy's parts against its parents' files: the same table gives the pictures, the sound and the truth."""
    wide, high = copy_size(copy, small=small)
    found, now = [], Fraction(0)
    for part in copy.parts:
        film = parents[part.parent]
        low, top = (round(share * len(film.pts)) for share in part.stretch)
        times = [pts * film.time_base for pts in film.pts[low:top]]
        gap = times[-1] - times[-2]
        end = film.pts[top] * film.time_base if top < len(film.pts) else times[-1] + gap
        begin = times[0]
        frames = tuple(
            (int((now + (t - begin) / part.speed) / TIME_BASE), pts)
            for t, pts in zip(times, film.pts[low:top], strict=True)
        )
        until = now + (end - begin) / part.speed
        found.append(
            Laid(part=part, crop=_box(part.crop, film.width, film.height), box=_box(part.box, wide, high), begin=begin,
                 end=end, at=now, until=until, frames=frames)
        )  # fmt: skip
        now = until
    return tuple(found)


def overlay_boxes(copy: Copy, laid: Laid, *, small: bool) -> dict[str, Box]:
    """Where a caption bar and a mark lie over the picture, by name; empty when the copy has none."""
    if not copy.caption:
        return {}
    left, top, wide, high = laid.box
    bar = max(round(high * 0.13), 8)
    mark = max(round(high * 0.11), 8)
    return {
        "caption": (left, top + high - bar - round(high * 0.06), wide, bar),
        "mark": (left + wide - 2 * mark - 6, top + 6, 2 * mark, mark),
    }


def copy_frames(
    copy: Copy, laid: Laid, parent: Iterator[tuple[int, Picture]], *, small: bool
) -> Iterator[tuple[int, Picture]]:
    """The frames of one part, made from its parent's decoded frames: time in TIME_BASE and RGB picture."""
    wanted = {theirs: ours for ours, theirs in laid.frames}
    wide, high = copy_size(copy, small=small)
    (cx, cy, cw, ch), (bx, by, bw, bh) = laid.crop, laid.box
    ground = np.zeros((high, wide, 3), dtype=np.uint8)
    ground[:] = copy.border or (0, 0, 0)
    for theirs, picture in parent:
        if theirs in wanted:
            piece = picture[cy : cy + ch, cx : cx + cw]
            if laid.part.mirror:
                piece = piece[:, ::-1]
            how = cv2.INTER_AREA if bw < cw else cv2.INTER_CUBIC
            seen = ground.copy()
            seen[by : by + bh, bx : bx + bw] = cv2.resize(np.ascontiguousarray(piece), (bw, bh), interpolation=how)
            for name, box in overlay_boxes(copy, laid, small=small).items():
                _stamp(seen, box, copy.caption if name == "caption" else "LIVE", name)
            yield wanted[theirs], seen
        if theirs >= laid.frames[-1][1]:
            return


def _stamp(picture: Picture, box: Box, text: str, kind: str) -> None:
    left, top, wide, high = box
    colour = (18, 26, 58) if kind == "caption" else (198, 44, 48)
    picture[top : top + high, left : left + wide] = colour
    scale = high / 44
    cv2.putText(
        picture, text, (left + max(high // 5, 2), top + round(high * 0.7)), cv2.FONT_HERSHEY_SIMPLEX, scale,
        (248, 246, 240), max(round(scale * 1.6), 1), cv2.LINE_AA,
    )  # fmt: skip


def copy_sound(laid: tuple[Laid, ...], parents: dict[str, tuple[Wave, int]], rate: int) -> Wave:
    """The parents' sound over the same stretches, at the copy's speed and rate (linear between samples)."""
    count = round(laid[-1].until * rate)
    out = np.zeros(count, dtype=np.float32)
    for piece in laid:
        wave, theirs = parents[piece.part.parent]
        low, top = round(piece.at * rate), min(round(piece.until * rate), count)
        at = float(piece.begin) + (np.arange(low, top) / rate - float(piece.at)) * float(piece.part.speed)
        out[low:top] = np.interp(at * theirs, np.arange(len(wave)), wave, right=0.0)
    return out


def other_music(count: int, rate: int) -> Wave:
    """A small waltz that was never played in the street: what replaces a film's sound."""
    t = np.arange(count) / rate
    beat = 0.34
    step = (t // beat).astype(np.int64)
    age = t - step * beat
    chord = np.array([0, 5, 7, 0])[step // 3 % 4]
    tune = np.array([0, 4, 7, 12, 7, 4, 2, 5, 9, 11, 7, 5])[step % 12]
    low = np.where(step % 3 == 0, 0.5, 0.16) * np.sin(2 * np.pi * 130.81 * 2 ** (chord / 12) * t) * np.exp(-age / 0.3)
    high = 0.4 * np.sin(2 * np.pi * 523.25 * 2 ** (tune / 12) * t) * np.exp(-age / 0.2)
    return (0.6 * (low + high)).astype(np.float32)


def copy_recorder(copy: Copy) -> Recorder:
    """How a re-upload is written: MP4, H.264 and AAC, with nothing said of time, place or device."""
    return Recorder(
        file=copy.file, container="mp4", video_codec="libx264", audio_codec="aac", audio_rate=44100,
        audio_bit_rate=copy.audio_bit_rate, time_base=TIME_BASE,
        options=(("preset", "superfast"), ("threads", "1"), ("crf", str(copy.crf)), ("bf", "0")), tags=(),
    )  # fmt: skip
