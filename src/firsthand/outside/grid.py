"""Several films side by side in one, each where it lies on the event's clock: from copies of our own making, never from originals."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
import cv2
import numpy as np
import numpy.typing as npt

from firsthand.record.fault import WriteFailed

RATE = 25
SIDE, BAR = (480, 270), 34  # pixels of a pane, and of the line of words under it
SOUND_RATE = 24_000
OPTIONS = {"preset": "veryfast", "crf": "21", "bf": "0", "g": "25"}
HOW = "H.264 (x264), 25 frames a second, each pane the frame that its recording showed at that instant; times burnt in"
U1 = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pane:
    """A copy (its frames at `times`, seconds of the original) whose second t lies at start + t (1 + rate) of the event."""

    path: Path
    times: tuple[Fraction, ...]
    name: str
    start: float
    error: float  # seconds to either side, at second 0
    rate: float = 0.0
    spread: float = 0.0  # of the rate, to either side
    covered: tuple[tuple[Fraction | None, Fraction | None], ...] = ()

    def event(self, second: float) -> float:
        return self.start + second * (1 + self.rate)

    def media(self, event: float) -> float:
        return (event - self.start) / (1 + self.rate)

    def doubt(self, second: float) -> float:
        """Seconds to either side at a second of the recording."""
        return self.error + self.spread * abs(second)

    def hidden(self, second: float) -> bool:
        return any((a is None or a <= second) and (b is None or second <= b) for a, b in self.covered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The one sound that is heard: samples of SOUND_RATE from event second `start` on. Marked stretches are silence."""

    start: float
    samples: npt.NDArray[np.int16]


@dataclass(slots=True)
class _Film:
    """Frames of one pane's copy, in order, each until the next one's time."""

    pane: Pane
    frames: Iterator[U1]
    shown: U1 | None = None
    taken: int = 0

    def at(self, second: float) -> U1 | None:
        """The frame shown at a second of the recording; None before its first and after its last."""
        times = self.pane.times
        while self.taken < len(times) and times[self.taken] <= second + 1e-6:
            self.shown = next(self.frames, None)
            self.taken += 1
        last = times[-1] + (times[-1] - times[0]) / max(1, len(times) - 1)
        return self.shown if times[0] <= second + 1e-6 and second <= last else None


@dataclass(slots=True)
class Grid:
    """Writes the panes into one film."""

    panes: Sequence[Pane]
    sound: Chosen | None = None
    most_s: float = 3600.0
    columns: int = field(init=False)

    def __post_init__(self) -> None:
        self.columns = math.ceil(math.sqrt(len(self.panes)))

    @property
    def begin(self) -> float:
        return min(pane.event(float(pane.times[0])) for pane in self.panes)

    @property
    def seconds(self) -> float:
        return min(self.most_s, max(pane.event(float(pane.times[-1])) for pane in self.panes) - self.begin + 1 / RATE)

    def write(self, path: Path, told: Callable[[int, int], None] = lambda done, whole: None) -> int:
        """The number of frames written. Raises WriteFailed."""
        films = [_Film(pane=pane, frames=_frames(pane.path)) for pane in self.panes]
        count = max(1, round(self.seconds * RATE))
        rows = math.ceil(len(self.panes) / self.columns)
        try:
            with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as out:
                stream: Any = out.add_stream("libx264", rate=RATE, options=OPTIONS)
                stream.width, stream.height = SIDE[0] * self.columns, (SIDE[1] + BAR) * rows
                stream.pix_fmt, stream.codec_context.thread_count = "yuv420p", 1
                heard: Any = None
                if self.sound is not None:
                    heard = out.add_stream("aac", rate=SOUND_RATE, layout="mono")
                for number in range(count):
                    event = self.begin + number / RATE
                    frame = av.VideoFrame.from_ndarray(self._picture(films, event, rows), format="rgb24")
                    frame.pts, frame.time_base = number, Fraction(1, RATE)
                    out.mux(stream.encode(frame))
                    if heard is not None and number % RATE == 0:
                        self._hear(out, heard, number, min(RATE, count - number))
                    told(number + 1, count)
                out.mux(stream.encode(None))
                if heard is not None:
                    out.mux(heard.encode(None))
        except (OSError, av.error.FFmpegError) as bad:
            raise WriteFailed(f"the film of all recordings could not be written: {bad}") from bad
        return count

    def _picture(self, films: Sequence[_Film], event: float, rows: int) -> U1:
        whole = np.full(((SIDE[1] + BAR) * rows, SIDE[0] * self.columns, 3), 16, np.uint8)
        for place, film in enumerate(films):
            pane, second = film.pane, film.pane.media(event)
            top, left = place // self.columns * (SIDE[1] + BAR), place % self.columns * SIDE[0]
            shown = film.at(second)
            if shown is None:
                words = f"{pane.name}  not recording"
            elif pane.hidden(second):
                words = f"{pane.name}  covered: marked  {second:8.3f} s"
            else:
                height, width = shown.shape[:2]
                y, x = top + (SIDE[1] - height) // 2, left + (SIDE[0] - width) // 2
                whole[y : y + height, x : x + width] = shown
                words = f"{pane.name}  {second:8.3f} s  (+-{pane.doubt(second):.3f})"
            _write(whole, words, (left + 8, top + SIDE[1] + 22))
        _write(whole, f"event {event:+.3f} s", (8, 20))
        return whole

    def _hear(self, out: Any, heard: Any, number: int, frames: int) -> None:
        """The sound of so many frames from one on; silence where the chosen recording has none."""
        assert self.sound is not None
        first = round((self.begin + number / RATE - self.sound.start) * SOUND_RATE)
        length = frames * SOUND_RATE // RATE
        piece = np.zeros(length, np.int16)
        low, high = max(0, first), min(len(self.sound.samples), first + length)
        if low < high:
            piece[low - first : high - first] = self.sound.samples[low:high]
        block = av.AudioFrame.from_ndarray(piece[None, :], "s16", "mono")
        block.sample_rate, block.pts, block.time_base = SOUND_RATE, number * SOUND_RATE // RATE, Fraction(1, SOUND_RATE)
        out.mux(heard.encode(block))


def _frames(path: Path) -> Iterator[U1]:
    """The pictures of a copy that we encoded ourselves, no larger than a pane."""
    with av.open(str(path)) as source:
        for frame in source.decode(video=0):
            scale = min(SIDE[0] / frame.width, SIDE[1] / frame.height)
            size = max(2, int(frame.width * scale) // 2 * 2), max(2, int(frame.height * scale) // 2 * 2)
            yield np.asarray(frame.reformat(*size, format="rgb24").to_ndarray(), np.uint8)


def _write(picture: U1, words: str, place: tuple[int, int]) -> None:
    for colour, width in ((0, 3), (255, 1)):
        cv2.putText(picture, words, place, cv2.FONT_HERSHEY_SIMPLEX, 0.5, (colour,) * 3, width, cv2.LINE_AA)
