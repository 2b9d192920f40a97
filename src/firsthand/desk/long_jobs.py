"""Long jobs as any door may run them: iterators of steps, each saying how far the work is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import LISTEN
from firsthand.record.fault import BadValue

from .align import AlignDone, Aligning, Listened, align
from .desk import Desk
from .examine import FileDone, Started, examine
from .examine_trace import TraceDone, Tracing
from .report.words import count


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far a job is; `whole` 0 where that is not known. The last step carries what came of it."""

    done: float
    whole: float
    says: str
    result: Mapping[str, Any] = field(default_factory=dict)


KINDS = ("examine", "align")


def work(desk: Desk, what: str, profile: str, file: str | None) -> Callable[[], Iterator[Step]]:
    """The job of that kind, to be run when its turn comes. Raises BadValue."""
    if what == "examine":
        if profile not in ("triage", "full"):
            raise BadValue(f"no such profile: {profile[:40]!r}; there are triage and full")
        return lambda: _examine(desk, profile, file)
    if what == "align":
        return lambda: _align(desk)
    raise BadValue(f"no such job: {what[:40]!r}; there are {', '.join(KINDS)}")


def _examine(desk: Desk, profile: str, file: str | None) -> Iterator[Step]:
    read = whole = 0
    for event in examine(desk, profile=profile, only=[file] if file else None):
        match event:
            case Started():
                whole = event.to_read
                yield Step(
                    done=0, whole=whole, says=f"{event.to_read} to read, {event.known} known, {event.absent} absent"
                )
            case FileDone():
                read += 1
                yield Step(done=read, whole=whole, says=f"{event.file[:12]}: {event.outcome}")
            case Tracing():
                yield Step(done=event.pairs, whole=event.whole, says="comparing")
            case TraceDone():
                told = {"found": event.found, "inconclusive": event.inconclusive, "recordings": event.recordings}
                yield Step(done=1, whole=1, says=count(event.recordings, "recording"), result=told)


def _align(desk: Desk) -> Iterator[Step]:
    heard = 0
    with CellDecoder(task=LISTEN) as listener:
        for event in align(desk, listener):
            match event:
                case Listened():
                    heard += 1
                    yield Step(done=heard, whole=0, says=f"{event.file[:12]}: {event.outcome}")
                case Aligning():
                    yield Step(done=event.pairs + event.passed_over, whole=event.whole, says="comparing pairs")
                case AlignDone():
                    yield Step(done=1, whole=1, says=event.outcome.name, result={"entry": event.entry})
