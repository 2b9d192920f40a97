"""Looking at one file: its frames' times, one exact frame, the sound's outline, a copy for the browser; all through the cell."""

import io
import json
import os
import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from firsthand.method.reading import Reading, unpack
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_wire import Limits, limits_for
from firsthand.outside.cell_zygote import VIEW
from firsthand.outside.view_copy import HOW, Pictures, join, times_of
from firsthand.port import Progress, Read, Still
from firsthand.record.digest import sha256
from firsthand.record.fault import BadReading, BadReference, CannotShow, NotInVault
from firsthand.record.finding import Found, outcome_from_wire

from .desk import Desk
from .long_jobs import Step
from .screens.frames import CopyFrames, FrameIndex, FrameMoment, ViewingCopy, Waveform
from .shelving import plays

NAME = "view"
VERSION = 1  # of what is kept in the cache: a new one makes everything anew
COPY_SIDE = 1280
KEPT = 64  # stills and indexes kept at hand


def limits(size: int) -> Limits:
    """A whole film passes out of the cell, frame by frame: more messages and bytes than a reading, no larger ones."""
    usual = limits_for(size)
    return Limits(cpu=usual.cpu, wall=usual.wall, stall=usual.stall, memory=usual.memory, stills=8_000_000,
                  messages=16_000_000, total=1 << 46)  # fmt: skip


@dataclass(slots=True)
class Viewer:
    """Owns a cell. What it worked out lies in the case's cache; it may be asked from many threads."""

    desk: Desk
    weak_ok: bool = False
    _cell: CellDecoder | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _frames: OrderedDict[tuple[str, int, int], Still] = field(default_factory=OrderedDict)

    def index(self, file: str) -> FrameIndex:
        """Raises CannotShow (no picture, or nothing that could be read), NotInVault."""
        reading = self._reading(file, {"do": "index"})
        facts, pts, keys = reading.facts[NAME], reading.arrays["view/pts"], reading.arrays["view/keys"]
        base = Fraction(facts["base"])
        kind = "image" if facts["how"] == "picture" else "video"
        heard = {"codec": facts["sound"]} if facts["sound"] else {}
        played, why = plays(kind, facts["format"], {"codec": facts["codec"], "pixels": facts["pixels"]}, heard)
        steps = np.diff(pts)
        return FrameIndex(
            file=file,
            stream=facts["stream"],
            time_base=facts["base"],
            pts=tuple(pts.tolist()),
            keys=tuple(np.flatnonzero(keys).tolist()),
            end=_end(pts, facts, base),
            width=facts["width"],
            height=facts["height"],
            rotation=facts["rotation"],
            vfr=bool(len(steps) and int(steps.max()) - int(steps.min()) > 1),
            codec=facts["codec"],
            how=facts["how"],
            plays=played,  # type: ignore[arg-type]
            why_not=why,
            media_time_zero=facts["zero"] if facts["how"] == "packets" else None,
        )

    def moment(self, file: str, at: int) -> FrameMoment:
        still = self._frame(file, at, 16)
        reading = self._reading(file, {"do": "index"})
        facts = reading.facts[NAME]
        return FrameMoment(
            at=at, file=file, stream=still.stream, pts=still.pts, frame=still.frame, width=facts["width"],
            height=facts["height"],
        )  # fmt: skip

    def still(self, file: str, at: int, width: int) -> bytes:
        """PNG of one frame of the original, no longer than `width` on either side."""
        return png(self._frame(file, at, width))

    def picture(self, file: str, pts: Fraction, longer: int) -> Still:
        """Raw pixels of the frame at exactly that time. Raises CannotShow."""
        return self._asked(file, {"do": "still", "pts": f"{pts.numerator}/{pts.denominator}", "longer": longer})

    def waveform(self, file: str, per_second: int) -> Waveform:
        reading = self._reading(file, {"do": "waveform", "per_second": per_second})
        facts = reading.facts[NAME]
        low, high = reading.arrays["view/low"], reading.arrays["view/high"]
        return Waveform(
            file=file, start=facts["start"], rate=facts["rate"], per_second=per_second, samples=facts["samples"],
            low=tuple(low.tolist()), high=tuple(high.tolist()),
        )  # fmt: skip

    def stop(self) -> None:
        with self._turn:
            cell, self._cell = self._cell, None
        if cell is not None:
            cell.stop()

    # --- copies for the browser ------------------------------------------------------------------------------------------

    def make_copy(self, file: str) -> Iterator[Step]:
        """Makes the copy where there is none yet. A copy that was stopped leaves nothing."""
        out = self._path(file, {"do": "copy"}, ".mp4")
        index = self.index(file)
        whole = len(index.pts)
        if not out.is_file():
            out.parent.mkdir(parents=True, exist_ok=True)
            temp = out.with_name(f".{out.name}.{secrets.token_hex(4)}")
            try:
                yield from self._encode(file, index, temp, whole)
                os.replace(temp, out)
            finally:
                for left in (temp, temp.with_suffix(".pictures")):
                    left.unlink(missing_ok=True)
        yield Step(done=whole, whole=whole, says="ready")

    def _encode(self, file: str, index: FrameIndex, temp: Path, whole: int) -> Iterator[Step]:
        pictures, base = temp.with_suffix(".pictures"), Fraction(index.time_base)
        made, read = Pictures(pictures, base), None
        try:
            for event in self._living().drain(
                self.desk.vault.path(file), profile=_request({"do": "copy", "longer": COPY_SIDE})
            ):
                if isinstance(event, Still):
                    made.take(event)
                    if len(made.times) % 25 == 0:
                        yield Step(done=len(made.times), whole=whole, says="copying frames")
                elif isinstance(event, Read):
                    read = event
        finally:
            made.close()
        if read is None or not made.times:
            raise CannotShow("no frame of it could be decoded")
        reading = unpack(read.reading)
        facts, wave = reading.facts[NAME], reading.arrays.get("view/samples", np.zeros(0, np.int16))
        yield Step(done=len(made.times), whole=whole, says="joining the sound")
        join(pictures, temp, made.times[0], facts.get("stretches", []), facts.get("rate", 24_000), wave)

    def copy(self, file: str, job: Any) -> ViewingCopy:
        """How far the copy is; `job` is the door's row of the job that makes it, where there is one."""
        out = self._path(file, {"do": "copy"}, ".mp4")
        if out.is_file():
            base, ticks, end = times_of(out)
            frames = CopyFrames(time_base=f"{base.numerator}/{base.denominator}", pts=tuple(ticks), end=end)
            return ViewingCopy(state="ready", job=None, done=len(ticks), whole=len(ticks), digest=_digest(out), how=HOW,
                               why="", frames=frames)  # fmt: skip
        if job is None or job.state in ("done", "stopped"):
            return ViewingCopy(state="none", job=None, done=0, whole=0, digest=None, how=HOW, why="", frames=None)
        state: Any = "failed" if job.state == "failed" else "making"
        why = job.says if job.state == "failed" else ""
        return ViewingCopy(
            state=state, job=job.id, done=job.done, whole=job.whole, digest=None, how=HOW, why=why, frames=None
        )

    def copy_path(self, file: str) -> Path:
        """Raises BadReference."""
        out = self._path(file, {"do": "copy"}, ".mp4")
        if not out.is_file():
            raise BadReference("no viewing copy of this file was made yet")
        return out

    # --- the cell and the cache -------------------------------------------------------------------------------------------

    def _living(self) -> CellDecoder:
        with self._turn:
            if self._cell is None:
                self._cell = CellDecoder(task=VIEW, weak_ok=self.weak_ok, limits=limits)
            return self._cell

    def _frame(self, file: str, at: int, longer: int) -> Still:
        key = file, at, longer
        with self._turn:
            if key in self._frames:
                self._frames.move_to_end(key)
                return self._frames[key]
        reading = self._reading(file, {"do": "index"})
        pts = reading.arrays["view/pts"]
        if not 0 <= at < len(pts):
            raise BadReference(f"this film has the frames 0 to {len(pts) - 1}, not {at}")
        found = self.picture(file, int(pts[at]) * Fraction(reading.facts[NAME]["base"]), longer)
        with self._turn:
            self._frames[key] = found
            while len(self._frames) > KEPT:
                self._frames.popitem(last=False)
        return found

    def _asked(self, file: str, request: Mapping[str, Any]) -> Still:
        still: Still | None = None
        for event in self._events(file, request):
            if isinstance(event, Still):
                still = event
        if still is None:
            raise CannotShow("no such frame could be decoded")
        return still

    def _reading(self, file: str, request: Mapping[str, Any]) -> Reading:
        """From the cache, or by the cell. Raises CannotShow."""
        path = self._path(file, request, "")
        try:
            return unpack(path.read_bytes())
        except (FileNotFoundError, BadReading):
            pass
        read = next(event for event in self._events(file, request) if isinstance(event, Read))
        path.parent.mkdir(parents=True, exist_ok=True)
        temp = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        temp.write_bytes(read.reading)
        os.replace(temp, path)
        return unpack(read.reading)

    def _events(self, file: str, request: Mapping[str, Any]) -> Iterator[Progress | Still | Read]:
        """Raises CannotShow where the cell did not find what was asked, and what the cell raises."""
        if not self.desk.vault.has(file):
            raise NotInVault(f"the bytes of {file[:16]} are not here")
        for event in self._living().drain(self.desk.vault.path(file), profile=_request(request)):
            if isinstance(event, Read):
                outcome = outcome_from_wire(dict(event.outcomes[NAME]))
                if not isinstance(outcome, Found):
                    raise CannotShow(str(getattr(outcome, "why", "") or getattr(outcome, "looked", "")))
            yield event

    def _path(self, file: str, request: Mapping[str, Any], ending: str) -> Path:
        name = sha256(_request({**request, "file": file, "version": VERSION}).encode())
        return self.desk.folder / "cache" / "views" / (name + ending)


def png(still: Still) -> bytes:
    """Encoded on this side: nothing of the file but its pixels is in it."""
    out = io.BytesIO()
    Image.frombytes("RGB", (still.width, still.height), still.rgb).save(out, "PNG", compress_level=1)
    return out.getvalue()


def _request(wire: Mapping[str, Any]) -> str:
    return json.dumps(wire, sort_keys=True, separators=(",", ":"))


def _end(pts: Any, facts: Mapping[str, Any], base: Fraction) -> int:
    """Where the last frame's showing ends: as the stream states it, else one usual step on."""
    last = int(pts[-1]) if len(pts) else 0
    stated = round(Fraction(facts["end"]) / base) if facts["end"] else 0
    usual = int(np.median(np.diff(pts))) if len(pts) > 1 else max(1, int(facts["step"]))
    return stated if last < stated <= last + 100 * max(1, usual) else last + max(1, usual)


def _digest(path: Path) -> str:
    import hashlib

    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
