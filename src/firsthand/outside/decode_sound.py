"""Sound brought to one channel at 8 kHz (or another rate), in blocks of about a second, with every gap kept as a gap."""

from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame

from firsthand.method.read.fold import SOUND_RATE, Sound

GAP = 0.02  # seconds between where sound should go on and where it does, from which on there is a gap
LAST_TIME = 10**9


class Resampled:
    """Takes decoded frames, gives blocks. A change of rate, layout or format, or a gap, begins a new stretch."""

    def __init__(self, hz: int = SOUND_RATE) -> None:
        self._hz = hz
        self._graph: av.filter.Graph | None = None
        self._kind: tuple[int, str, str] = (0, "", "")
        self._base = self._step = Fraction(
            1
        )  # a tick of the stretch, and a sample, in seconds: made once, fractions are slow
        self._tick = 1.0
        self._first: int | None = None  # tick of the stretch's first sample
        self._start = Fraction(0)  # the same in seconds
        self._taken = 0  # samples of the stretch so far, at their own rate
        self._asked = 0  # of these, how many had been taken when blocks were last asked for
        self._given = 0  # samples of the stretch given out, at the rate asked for

    def take(self, frame: AudioFrame) -> Iterator[Sound]:
        """Raises av.error.FFmpegError."""
        rate = frame.sample_rate
        kind = (rate, frame.layout.name, frame.format.name)
        if rate <= 0 or frame.samples <= 0:
            return
        if self._graph is None or kind != self._kind or self._apart(frame):
            start = self._stated(frame)
            yield from self.rest()
            self._begin(kind, frame, start)
        assert self._graph is not None
        frame.pts, frame.time_base = self._taken, self._step
        self._taken += frame.samples
        self._graph.push(frame)
        if self._taken - self._asked >= rate:
            self._asked = self._taken
            yield from self._blocks()

    def rest(self) -> Iterator[Sound]:
        """What is still held, at the end of a stretch."""
        if self._graph is not None:
            self._graph.push(None)
            yield from self._blocks()
            self._graph = None

    def _apart(self, frame: AudioFrame) -> bool:
        """Whether the frame's own time is not where the sound before it ends."""
        pts, base = frame.pts, frame.time_base
        if pts is None or self._first is None or base is None:
            return False
        if base.numerator != self._base.numerator or base.denominator != self._base.denominator:
            return True
        away = (pts - self._first) * self._tick - self._taken / self._kind[0]
        return GAP < abs(away) < LAST_TIME

    def _stated(self, frame: AudioFrame) -> Fraction:
        """The time that the frame states; where it states none, or nonsense, the end of what came before."""
        if frame.pts is not None and frame.time_base is not None:
            stated = frame.pts * frame.time_base
            if abs(stated) < LAST_TIME:
                return stated
        return self._start + Fraction(self._taken, self._kind[0]) if self._kind[0] else Fraction(0)

    def _begin(self, kind: tuple[int, str, str], frame: AudioFrame, start: Fraction) -> None:
        rate, layout, form = kind
        graph = av.filter.Graph()
        graph.threads = 1
        source = graph.add(
            "abuffer", sample_rate=str(rate), sample_fmt=form, channel_layout=layout, time_base=f"1/{rate}"
        )
        wanted = graph.add("aformat", sample_rates=str(self._hz), sample_fmts="flt", channel_layouts="mono")
        sink = graph.add("abuffersink")
        source.link_to(wanted)
        wanted.link_to(sink)
        graph.configure()
        graph.set_audio_frame_size(self._hz)
        self._graph, self._kind = graph, kind
        self._first, self._base, self._start = frame.pts, frame.time_base or Fraction(1), start
        self._step, self._tick = Fraction(1, rate), float(self._base)
        self._taken = self._asked = self._given = 0

    def _blocks(self) -> Iterator[Sound]:
        assert self._graph is not None
        while True:
            try:
                made = self._graph.pull()
            except (BlockingIOError, EOFError):  # nothing more for now; nothing more at all
                return
            assert isinstance(made, AudioFrame)
            samples = made.to_ndarray().reshape(-1).astype(np.float32)
            at, joined = self._start + Fraction(self._given, self._hz), self._given > 0
            self._given += len(samples)
            yield Sound(at=at, samples=samples, joined=joined)
