"""What people do to a film before they post it again: twenty edits, each made with the truth of what it holds and where.

A made film is a function of its sources, its name and nothing else: no chance, no clock. Pictures are changed in numpy and
encoded by x264, sound by AAC. Sources are brought to 640 px on the longer side, and at most SPAN seconds of them are used.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]  # left, top, width, height as shares of a picture
WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
SIDE = 640  # px, the longer side of every edit that keeps its size
SPAN = 12.0  # seconds of a source that are used
SOUND = 44100


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Seconds [start, end] of a source, played at `speed`."""

    source: str
    start: float
    end: float
    speed: float = 1.0

    @property
    def lasts(self) -> float:
        return (self.end - self.start) / self.speed


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Seconds [start, end] of a source are seconds [at, until] of the edit: second t there is `at + (t - start) / speed`."""

    source: str
    start: float
    end: float
    at: float
    until: float
    speed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What an edit holds. The part `seen` of the source's picture stands in the part `where` of the edit's."""

    edit: str
    laid: tuple[Laid, ...]
    seen: Box
    where: Box
    mirrored: bool
    turned: float
    sound: str  # kept, replaced, none
    rate: float  # frames a second of the edit


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One thing done to a film. `paint` gets a source's picture, a frame of the host where there is one, and the frame's number."""

    name: str
    says: str
    paint: Callable[[Picture, Picture | None, int], Picture] = lambda picture, host, number: picture
    plan: Callable[[float], list[tuple[float, float, float]]] = lambda long: [(0.0, long, 1.0)]
    seen: Box = WHOLE
    where: Box = WHOLE
    mirrored: bool = False
    turned: float = 0.0
    hosted: bool = False  # laid over another film
    second: bool = False  # followed by a stretch of another film
    height: int | None = None
    rate: float | None = None
    quality: int = 28
    sound: str = "kept"
    sound_rate: int = SOUND


# --- what is done to a picture --------------------------------------------------------------------------------------------


def _cropped(box: Box) -> Callable[[Picture, Picture | None, int], Picture]:
    def paint(picture: Picture, host: Picture | None, number: int) -> Picture:
        left, top, width, height = _pixels(box, picture)
        part = picture[top : top + height, left : left + width]
        return _resized(part, picture.shape[1], picture.shape[0])

    return paint


def _bordered(box: Box) -> Callable[[Picture, Picture | None, int], Picture]:
    """On a blurred, enlarged copy of itself, as the phones' editors do."""

    def paint(picture: Picture, host: Picture | None, number: int) -> Picture:
        small = _resized(picture, 24, 24)
        ground = _resized(cv2.GaussianBlur(small, (0, 0), 2), picture.shape[1], picture.shape[0]) // 2 + 20
        return _laid_in(ground.astype(np.uint8), picture, box)

    return paint


def _inset(box: Box) -> Callable[[Picture, Picture | None, int], Picture]:
    def paint(picture: Picture, host: Picture | None, number: int) -> Picture:
        assert host is not None
        return _laid_in(_resized(host, picture.shape[1], picture.shape[0]), picture, box)

    return paint


def _laid_in(ground: Picture, picture: Picture, box: Box) -> Picture:
    left, top, width, height = _pixels(box, ground)
    made = ground.copy()
    made[top : top + height, left : left + width] = _resized(picture, width, height)
    return made


def _captioned(picture: Picture, host: Picture | None, number: int) -> Picture:
    """A band of words below and a mark in a corner."""
    made = picture.copy()
    high, wide = made.shape[:2]
    band = round(high * 0.82)
    made[band:] = made[band:] // 5
    size = wide / 640
    white, red = (255, 255, 255), (230, 40, 40)
    cv2.putText(
        made, "WATCH: the square this morning", (round(wide * 0.04), round(high * 0.94)), 0, 0.9 * size, white, 2
    )
    cv2.circle(made, (round(wide * 0.9), round(high * 0.13)), round(high * 0.08), red, -1)
    cv2.putText(made, "LIVE", (round(wide * 0.86), round(high * 0.15)), 0, 0.6 * size, white, 2)
    return made


def _turned(degrees: float) -> Callable[[Picture, Picture | None, int], Picture]:
    def paint(picture: Picture, host: Picture | None, number: int) -> Picture:
        high, wide = picture.shape[:2]
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
        return np.asarray(cv2.warpAffine(picture, turn, (wide, high)), np.uint8)

    return paint


def _grey(picture: Picture, host: Picture | None, number: int) -> Picture:
    return np.asarray(np.repeat(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2), np.uint8)


SCREEN = np.array([[0.09, 0.07], [0.93, 0.12], [0.90, 0.92], [0.06, 0.86]])  # corners of a screen seen from aside


def _filmed(picture: Picture, host: Picture | None, number: int) -> Picture:
    """A screen filmed by hand: keystone, a moving hand, lines of the screen against those of the sensor, glow, grain."""
    high, wide = picture.shape[:2]
    shake = np.array([0.004 * np.sin(number / 7), 0.003 * np.cos(number / 9)])
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    seen = ((SCREEN + shake) * (wide, high)).astype(np.float32)
    turn = cv2.getPerspectiveTransform(corners, seen)
    made = cv2.warpPerspective(picture, turn, (wide, high), borderValue=(18, 16, 20)).astype(np.float32)
    rows, columns = np.mgrid[0:high, 0:wide]
    moire = 9 * np.sin(rows * 1.9 + columns * 0.21 + number * 0.7) + 5 * np.sin(columns * 2.1 + number * 0.3)
    grain = np.random.default_rng(number).normal(0, 6, (high, wide))
    made = made * (0.82, 0.88, 1.0) * 0.85 + 22 + (moire + grain)[..., None]
    return np.asarray(np.clip(made, 0, 255), np.uint8)


def _pixels(box: Box, picture: Picture) -> tuple[int, int, int, int]:
    high, wide = picture.shape[:2]
    left, top = round(box[0] * wide), round(box[1] * high)
    return left, top, min(round(box[2] * wide), wide - left), min(round(box[3] * high), high - top)


def _resized(picture: npt.NDArray[Any], wide: int, high: int) -> Picture:
    smaller = wide * high < picture.shape[0] * picture.shape[1]
    return np.asarray(
        cv2.resize(picture, (wide, high), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR), np.uint8
    )


# --- what is done to its time ---------------------------------------------------------------------------------------------


def _middle(seconds: float) -> Callable[[float], list[tuple[float, float, float]]]:
    def plan(long: float) -> list[tuple[float, float, float]]:
        start = round(max(0.0, (long - seconds) * 0.57), 2)
        return [(start, min(long, start + seconds), 1.0)]

    return plan


def _sped(speed: float) -> Callable[[float], list[tuple[float, float, float]]]:
    return lambda long: [(0.0, long, speed)]


def _reordered(long: float) -> list[tuple[float, float, float]]:
    """The later part first, then the earlier part, then the later part's beginning once more."""
    half = round(long / 2, 2)
    return [(half, long, 1.0), (0.0, half, 1.0), (half, min(long, half + 3.0), 1.0)]


P35: Box = (0.58, 0.06, 0.35, 0.35)
P20: Box = (0.06, 0.7, 0.2, 0.2)
FRAME: Box = (0.12, 0.12, 0.76, 0.76)
C80: Box = (0.12, 0.05, 0.8, 0.8)
C60: Box = (0.1, 0.25, 0.6, 0.6)
C45: Box = (0.35, 0.3, 0.45, 0.45)
EDITS: tuple[Edit, ...] = (
    Edit(name="re-encode", says="encoded again", quality=32),
    Edit(name="240p", says="240 lines, poor", height=240, quality=34),
    Edit(name="crop 80 %", says="80 % of both sides kept", paint=_cropped(C80), seen=C80),
    Edit(name="crop 60 %", says="60 % of both sides kept", paint=_cropped(C60), seen=C60),
    Edit(name="crop 45 %", says="45 % of both sides kept", paint=_cropped(C45), seen=C45),
    Edit(name="mirror", says="mirrored", paint=lambda p, h, n: np.ascontiguousarray(p[:, ::-1]), mirrored=True),
    Edit(name="border", says="in a blurred border", paint=_bordered(FRAME), where=FRAME),
    Edit(name="caption", says="a band of words and a mark laid over", paint=_captioned),
    Edit(name="inset 35 %", says="picture-in-picture, 35 % of both sides", paint=_inset(P35), where=P35, hosted=True),
    Edit(name="inset 20 %", says="picture-in-picture, 20 % of both sides", paint=_inset(P20), where=P20, hosted=True),
    Edit(name="cut 5 s", says="five seconds from the middle", plan=_middle(5.0)),
    Edit(name="speed 1.25", says="a quarter faster", plan=_sped(1.25)),
    Edit(name="speed 0.8", says="a fifth slower", plan=_sped(0.8)),
    Edit(name="turned", says="turned by 8 degrees", paint=_turned(8.0), turned=8.0),
    Edit(name="grey", says="without colour", paint=_grey),
    Edit(name="filmed", says="filmed from a screen", paint=_filmed),
    Edit(name="dubbed", says="other sound", sound="replaced"),
    Edit(name="two clips", says="six seconds, then six of another film", plan=_middle(6.0), second=True),
    Edit(name="reordered", says="halves exchanged, and a part of it again", plan=_reordered),
    Edit(name="messenger", says="240 lines, very poor, 20 frames a second, sound at 16 kHz", height=240, quality=36,
         rate=20.0, sound_rate=16000),
)  # fmt: skip
BY_NAME = {edit.name: edit for edit in EDITS}


# --- making one -----------------------------------------------------------------------------------------------------------


class Player:
    """A film's picture at a second, asked for in order; going back opens it anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with av.open(str(path)) as film:
            stream = film.streams.video[0]
            self.rate = float(stream.average_rate or 25)
            ends = [float(packet.pts * packet.time_base) for packet in film.demux(stream) if packet.pts is not None]
        self.first = min(ends)
        self.lasts = max(ends) - self.first + 1 / self.rate
        self._open()

    def _open(self) -> None:
        self._frames = self._decoded()
        self._now = next(self._frames)
        self._next: tuple[float, Picture] | None = next(self._frames, None)

    def _decoded(self) -> Iterator[tuple[float, Picture]]:
        with av.open(str(self._path)) as film:
            size = None
            for frame in film.decode(video=0):
                size = size or _size(frame.width, frame.height)
                made = frame.reformat(*size, "rgb24", interpolation="AREA")
                if frame.time is not None:
                    yield frame.time - self.first, np.asarray(made.to_ndarray(), np.uint8)

    def at(self, second: float) -> Picture:
        """The picture shown at a second after the first (half a millisecond of rounding forgiven)."""
        if second + 5e-4 < self._now[0]:
            self._open()
        while self._next is not None and self._next[0] <= second + 5e-4:
            self._now, self._next = self._next, next(self._frames, None)
        return self._now[1]


def _size(wide: int, high: int) -> tuple[int, int]:
    scale = min(1.0, SIDE / max(wide, high))
    return max(2, round(wide * scale / 2) * 2), max(2, round(high * scale / 2) * 2)


def make(edit: Edit, source: Path, other: Path, out: Path) -> Truth:
    """Writes the edit of a source (`other` is its host, what follows it, or whose sound it gets) and tells what it holds.

    Seconds are the files' own presentation times. Raises av.error.FFmpegError, OSError.
    """
    player = Player(source)
    long = min(SPAN, player.lasts)
    pieces = [Piece(source=source.name, start=a, end=b, speed=s) for a, b, s in edit.plan(long)]
    host = Player(other) if edit.hosted or edit.second else None
    if edit.second and host is not None:
        pieces.append(Piece(source=other.name, start=0.0, end=min(6.0, host.lasts)))
    rate = edit.rate or player.rate
    players = {source.name: player, **({other.name: host} if host is not None else {})}
    laid = tuple(_lay(pieces, players, rate))
    sound = _sound(edit, pieces, source, other)
    _write(edit, pieces, players, host if edit.hosted else None, rate, sound, out)
    kind = edit.sound if sound is not None else "none"
    return Truth(edit=edit.name, laid=laid, seen=edit.seen, where=edit.where, mirrored=edit.mirrored, turned=edit.turned,
                 sound=kind, rate=rate)  # fmt: skip


def _lay(pieces: list[Piece], players: dict[str, Player], rate: float) -> Iterator[Laid]:
    """Pieces one after another, each of a whole number of the edit's frames."""
    at = 0.0
    for piece in pieces:
        until = at + round(piece.lasts * rate) / rate
        first = players[piece.source].first
        yield Laid(source=piece.source, start=piece.start + first, end=piece.start + first + (until - at) * piece.speed,
                   at=at, until=until, speed=piece.speed)  # fmt: skip
        at = until


def _write(
    edit: Edit, pieces: list[Piece], players: dict[str, Player], host: Player | None, rate: float,
    sound: npt.NDArray[np.float32] | None, out: Path,
) -> None:  # fmt: skip
    """Frames at an even pace from second 0, and the sound beside them."""
    pace = Fraction(rate).limit_denominator(1001)
    with av.open(str(out), "w") as film:
        picture = film.add_stream("libx264", rate=pace, options={"crf": str(edit.quality), "preset": "veryfast"})
        picture.time_base = picture.codec_context.time_base = 1 / pace
        picture.codec_context.thread_count = 1
        voice = film.add_stream("aac", rate=edit.sound_rate, layout="mono") if sound is not None else None
        for number, made in enumerate(_pictures(edit, pieces, players, host, rate)):
            if edit.height is not None:
                wide = round(made.shape[1] * edit.height / made.shape[0] / 2) * 2
                made = _resized(made, wide, edit.height)
            if number == 0:
                picture.width, picture.height, picture.pix_fmt = made.shape[1], made.shape[0], "yuv420p"
            frame = av.VideoFrame.from_ndarray(made, format="rgb24")
            frame.pts, frame.time_base = number, 1 / pace
            film.mux(picture.encode(frame))
        film.mux(picture.encode(None))
        if voice is not None and sound is not None:
            for first in range(0, len(sound), 1024):
                block = av.AudioFrame.from_ndarray(sound[None, first : first + 1024], format="fltp", layout="mono")
                block.sample_rate, block.pts, block.time_base = edit.sound_rate, first, Fraction(1, edit.sound_rate)
                film.mux(voice.encode(block))
            film.mux(voice.encode(None))


def _pictures(
    edit: Edit, pieces: list[Piece], players: dict[str, Player], host: Player | None, rate: float
) -> Iterator[Picture]:
    number, size = 0, None
    for piece in pieces:
        for step in range(round(piece.lasts * rate)):
            picture = players[piece.source].at(piece.start + step / rate * piece.speed)
            size = size or (picture.shape[1], picture.shape[0])
            picture = picture if (picture.shape[1], picture.shape[0]) == size else _resized(picture, *size)
            yield edit.paint(picture, host.at(number / rate % host.lasts) if host is not None else None, number)
            number += 1


def _sound(edit: Edit, pieces: list[Piece], source: Path, other: Path) -> npt.NDArray[np.float32] | None:
    """The sound of the pieces, faster and higher where they are sped up; another's, or a made tune, where it is replaced."""
    files = {source.name: source, other.name: other}
    if edit.sound == "replaced":
        lasts = sum(piece.lasts for piece in pieces)
        return _tune(round(lasts * edit.sound_rate), edit.sound_rate)
    parts = []
    for piece in pieces:
        whole = _heard(files[piece.source], edit.sound_rate)
        if whole is None and piece is pieces[0]:
            return None
        count = round(piece.lasts * edit.sound_rate)
        places = (piece.start + np.arange(count) / edit.sound_rate * piece.speed) * edit.sound_rate
        known = whole if whole is not None else np.zeros(1, np.float32)
        parts.append(np.interp(places, np.arange(len(known)), known, right=0.0).astype(np.float32))
    return np.concatenate(parts)


def _heard(path: Path, rate: int) -> npt.NDArray[np.float32] | None:
    """The sound of a film on one channel, its first sample at the film's first picture; None where it has none."""
    with av.open(str(path)) as film:
        if not film.streams.audio:
            return None
        video = film.streams.video[0]
        first = float((video.start_time or 0) * (video.time_base or 0))
        resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
        blocks, begin = [], None
        for frame in film.decode(audio=0):
            begin = (frame.time or 0.0) if begin is None else begin
            blocks += [part.to_ndarray().reshape(-1) for part in resampler.resample(frame)]
        if begin is None or not blocks:
            return None
    heard, shift = np.concatenate(blocks).astype(np.float32), round((begin - first) * rate)
    return heard[-shift:] if shift < 0 else np.concatenate([np.zeros(shift, np.float32), heard])


def _tune(count: int, rate: int) -> npt.NDArray[np.float32]:
    """A tune of our own: four tones a second, which ones the generator of seed 5 says."""
    notes = np.random.default_rng(5).integers(0, 24, count * 4 // rate + 2)
    at = np.arange(count) / rate
    tone = 220 * 2 ** (notes[(at * 4).astype(int)] / 12)
    return (0.3 * np.sin(2 * np.pi * np.cumsum(tone) / rate)).astype(np.float32)
