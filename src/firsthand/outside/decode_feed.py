"""The one pass as the readers see it: every frame and block goes to all of them, and at the end comes one Read."""

import re
import resource
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from firsthand.method.read import READERS
from firsthand.method.read.fold import Frame, Part, Pass, Reader, Sound, unsuitable
from firsthand.method.read.texts import shown
from firsthand.method.reading import MAX_BYTES, Reading, pack
from firsthand.port import Progress, Read, Still
from firsthand.record.fault import Fault
from firsthand.record.finding import Inconclusive, Unsuitable, outcome_wire

from . import model

Emit = Callable[[Progress | Still | Read], None]
STILL_SIDE = 640
MOST_DAMAGE = 40
SHARE_OF_CPU = 0.8  # of the processor seconds this process may use: what is left is for finishing the reading
_DIGITS = re.compile(r"0x[0-9a-f]+|\d+")


@dataclass(slots=True)
class Damage:
    """What was broken on the way, alike things once with their count."""

    rows: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    count: int = 0

    def add(self, where: str, what: str, at: str | None = None) -> None:
        self.count += 1
        what = " ".join(shown(what).split())[:300]
        key = (where, _DIGITS.sub("#", what))
        if key in self.rows:
            self.rows[key]["times"] += 1
        elif len(self.rows) < MOST_DAMAGE:
            self.rows[key] = {"where": where, "what": what, "at": at, "times": 1}

    def wire(self) -> dict[str, Any]:
        return {"damage": list(self.rows.values()), "damage_count": self.count}


@dataclass(slots=True)
class _Live:
    reader: Reader
    state: Any = None
    part: Part | None = None


class Feed:
    """Folds all readers at once. A reader that trips over hostile bytes ends Inconclusive; the others go on."""

    def __init__(self, *, facts: Mapping[str, Any], profile: str, emit: Emit) -> None:
        self.facts = {**facts, "weights": model.ready()}
        self.damage = Damage()
        self.ending: dict[str, Any] = {}
        self._emit = emit
        self._profile = profile
        self._whole = float(Fraction(facts["duration"])) if facts.get("duration") else 0.0
        self._shown = -1
        self._live = [_Live(reader) for reader in READERS]
        for live in self._live:
            live.part = unsuitable(live.reader, self.facts)
            if live.part is None:
                self._guard(live, self._start, live)
        self._framed = [live for live in self._live if live.reader.feed_frame]
        self._sounded = [live for live in self._live if live.reader.feed_sound]

    def _start(self, live: _Live) -> None:
        live.state = live.reader.start(Pass(profile=self._profile), self.facts)

    def _guard(self, live: _Live, step: Callable[..., Any], *given: Any) -> Any:
        """The cell's edge: what a reader raises becomes its outcome. Memory running out is for the cell to say."""
        try:
            return step(*given)
        except MemoryError:
            raise
        except Exception as bad:
            why = f"the reader failed on these bytes: {type(bad).__name__}: {shown(str(bad))[:200]}"
            live.part = Part(outcome=Inconclusive(why=why))
            return None

    def frame(self, frame: Frame, *, stream: int) -> None:
        for live in self._framed:
            if live.part is not None or live.reader.feed_frame is None:
                continue
            why = self._guard(live, live.reader.feed_frame, live.state, frame)
            if why:
                self._still(frame, stream, why)
        self.progress(frame.seconds)

    def sound(self, block: Sound) -> None:
        for live in self._sounded:
            if live.part is None and live.reader.feed_sound is not None:
                self._guard(live, live.reader.feed_sound, live.state, block)

    def progress(self, done: float) -> None:
        """Whole seconds of footage, each said once."""
        done = max(0.0, done)
        if int(done) != self._shown:
            self._shown = int(done)
            self._emit(Progress(done=done, whole=max(0.0, self._whole)))

    def _still(self, frame: Frame, stream: int, why: str) -> None:
        rgb = frame.pixels.rgb(STILL_SIDE)
        rows, columns = rgb.shape[:2]
        digest = frame.pixels.digest()
        self._emit(
            Still(stream=stream, pts=frame.pts, frame=digest, width=columns, height=rows, rgb=rgb.tobytes(), why=why)
        )

    def said(self, log: list[tuple[int, str, str]]) -> None:
        """What the libraries complained of since last asked: their decoders hide much of what they meet."""
        for _, who, text in log[:50]:
            if "whitelist" not in text:  # our own lists at work: the stream's row says that it is not read
                self.damage.add(who, text)
        log.clear()

    def spent(self) -> bool:
        """Whether most of the processor time that this process may use is gone: then the pass ends with what it has."""
        limit = resource.getrlimit(resource.RLIMIT_CPU)[0]
        return limit != resource.RLIM_INFINITY and time.process_time() > SHARE_OF_CPU * limit

    def finish(self, made_with: Mapping[str, str]) -> None:
        """Ends every reader and emits the Read."""
        ending = {**self.facts, **self.ending, **self.damage.wire()}
        for live in self._live:
            if live.part is None:
                live.part = self._guard(live, live.reader.finish, live.state, ending) or live.part
        parts = {live.reader.card.name: live.part for live in self._live if live.part is not None}
        self._emit(Read(reading=packed(parts), outcomes=_wire(parts), made_with={**made_with, **model.made_with()}))


def packed(parts: Mapping[str, Part]) -> bytes:
    """The reading of all parts. While it would be larger than a reading may be, all arrays of a reader are left out, largest
    first: half of them would not fit together."""
    arrays = {name: array for part in parts.values() for name, array in part.arrays.items()}
    facts = {name: dict(part.facts) for name, part in parts.items() if part.facts}
    while sum(array.nbytes for array in arrays.values()) > MAX_BYTES - (16 << 20):
        sizes = Counter[str]()
        for name, array in arrays.items():
            sizes[name.partition("/")[0]] += array.nbytes
        [(largest, _)] = sizes.most_common(1)
        arrays = {name: array for name, array in arrays.items() if name.partition("/")[0] != largest}
    return pack(Reading(facts=facts, arrays=arrays))


def _wire(parts: Mapping[str, Part]) -> dict[str, dict[str, Any]]:
    return {name: outcome_wire(part.outcome) for name, part in parts.items()}


def refused(fault: Fault, *, made_with: Mapping[str, str], emit: Emit) -> None:
    """The Read of a file that is not opened at all: every reader is Unsuitable, with the fault's code."""
    parts = {reader.card.name: Part(outcome=Unsuitable(why=fault.message, code=fault.code)) for reader in READERS}
    emit(Read(reading=packed(parts), outcomes=_wire(parts), made_with=made_with))
