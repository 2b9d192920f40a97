"""Sound brought to one channel at 8 kHz, in blocks of about a second, with every gap kept as a gap."""

from collections.abc import Iterator
from fractions import Fraction

import av
import av.error
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame

from firsthand.method.read.fold import SOUND_RATE, Sound

GAP = Fraction(1, 50)  # seconds between where sound should go on and where it does, from which on there is a gap
LAST_TIME = 10**9


class Resampled:
    """Takes decoded frames, gives blocks. A change of rate, layout or format, or a gap, begins a new stretch."""

    def __init__(self) -> None:
        self._graph: av.filter.Graph | None = None
        self._kind: tuple[int, str, str] = (0, "", "")
        self._start = Fraction(0)  # presentation time of the stretch's first sample
        self._taken = 0  # samples of the stretch so far, at their own rate
        self._given = 0  # samples of the stretch given out, at SOUND_RATE
        self._parts: list[npt.NDArray[np.float32]] = []
        self._waiting = 0

    def take(self, frame: AudioFrame) -> Iterator[Sound]:
        """Raises av.error.FFmpegError."""
        kind = (frame.sample_rate, frame.layout.name, frame.format.name)
        if frame.sample_rate <= 0 or frame.samples <= 0:
            return
        expected = self._start + Fraction(self._taken, self._kind[0]) if self._graph is not None else None
        stated = frame.pts * frame.time_base if frame.pts is not None and frame.time_base is not None else None
        if stated is None or abs(stated) > LAST_TIME:
            stated = expected if expected is not None else Fraction(0)
        if expected is None or kind != self._kind or abs(stated - expected) > GAP:
            yield from self.rest()
            self._begin(kind, stated)
        frame.pts, frame.time_base = self._taken, Fraction(1, kind[0])
        self._taken += frame.samples
        self._push(frame)
        if self._waiting >= SOUND_RATE:
            yield self._block()

    def rest(self) -> Iterator[Sound]:
        """What is still held, at the end of a stretch."""
        if self._graph is None:
            return
        self._push(None)
        self._graph = None
        if self._waiting:
            yield self._block()

    def _begin(self, kind: tuple[int, str, str], start: Fraction) -> None:
        rate, layout, form = kind
        graph = av.filter.Graph()
        graph.threads = 1
        source = graph.add(
            "abuffer", sample_rate=str(rate), sample_fmt=form, channel_layout=layout, time_base=f"1/{rate}"
        )
        wanted = graph.add("aformat", sample_rates=str(SOUND_RATE), sample_fmts="flt", channel_layouts="mono")
        sink = graph.add("abuffersink")
        source.link_to(wanted)
        wanted.link_to(sink)
        graph.configure()
        self._graph, self._kind, self._start, self._taken, self._given = graph, kind, start, 0, 0

    def _push(self, frame: AudioFrame | None) -> None:
        graph = self._graph
        assert graph is not None
        graph.push(frame)
        while True:
            try:
                made = graph.pull()
            except (BlockingIOError, EOFError):  # nothing more for now; nothing more at all
                return
            assert isinstance(made, AudioFrame)
            samples = made.to_ndarray().reshape(-1).astype(np.float32)
            self._parts.append(samples)
            self._waiting += len(samples)

    def _block(self) -> Sound:
        samples = np.concatenate(self._parts)
        at, joined = self._start + Fraction(self._given, SOUND_RATE), self._given > 0
        self._given += len(samples)
        self._parts, self._waiting = [], 0
        return Sound(at=at, samples=samples, joined=joined)
