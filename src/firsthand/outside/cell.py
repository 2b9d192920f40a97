"""The trusted side of the cell: one zygote, one fork a file, and nothing believed that comes out of it."""

import os
import socket
import stat
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import firsthand
from firsthand.method.reading import Reading, pack
from firsthand.port import Progress, Read, Still
from firsthand.record.fault import CellBroke, CellCrash, NotAFile, Outside
from firsthand.record.finding import Inconclusive, Outcome, Unsuitable, outcome_wire

from . import cell_zygote
from .cell_job import Job, Lost
from .cell_wire import Limits, limits_for
from .cell_zygote import DECODE, Zygote

OUTCOME = "cell"  # the name, among a Read's outcomes, of what the cell itself has to say


class CellDecoder:
    """Keeps port.Decoder. May be used from many threads at once; the zygote starts when first needed.

    `weak_ok`: go on where neither a seccomp filter nor a bubblewrap can be had. `bwrap`: False leaves bubblewrap out.
    `limits`: what a file of so many bytes may cost. `task`: one of cell_zygote.TASKS.
    """

    def __init__(
        self,
        *,
        weak_ok: bool = False,
        bwrap: bool = True,
        limits: Callable[[int], Limits] = limits_for,
        task: str = DECODE,
    ) -> None:
        self._start = partial(cell_zygote.start, task=task, bwrap=bwrap, weak_ok=weak_ok)
        self._limits = limits
        self._lock = threading.Lock()
        self._zygote: Zygote | None = None
        self._first: Mapping[str, str] = {}
        self._jobs: set[Job] = set()

    def protections(self) -> Mapping[str, str]:
        """Layer by layer "on", or why not, as tried out in a fork on this machine. Raises CellBroke."""
        return dict(self._living().layers)

    def read(self, source: Path, *, profile: str) -> Iterator[Progress | Still | Read]:
        """One pass, ending with exactly one Read, which keeps what came before a stop and says under "cell" why it stopped."""
        kept: Read | None = None
        try:
            for message in self.drain(source, profile=profile):
                if isinstance(message, Read):
                    kept = message
                else:
                    yield message
        except CellBroke:
            raise
        except Outside as stop:
            kept = stopped(stop, kept)
        if kept is None:
            raise CellBroke("the cell ended without a reading and without saying why")
        yield kept

    def drain(self, source: Path, *, profile: str) -> Iterator[Progress | Still | Read]:
        """As `read`, but a stop is raised: CellTimeout, CellMemory, CellCrash, CellForbidden, CellGarbage, NotAFile."""
        evidence, size = open_evidence(source)
        try:
            for last in (False, True):
                quiet = True
                job = self._begin(evidence, self._limits(size), profile)
                try:
                    for message in job.messages():
                        quiet = False
                        yield message
                    return
                except Lost:
                    if last or not quiet:
                        raise CellCrash("the cell was ended from outside while the file was open") from None
                finally:
                    job.end()
                    self._jobs.discard(job)
        finally:
            os.close(evidence)

    def stop(self) -> None:
        """Ends every read under way, in whatever thread (it raises CellBroke there), and the zygote; a later read starts anew."""
        with self._lock:
            jobs, zygote, self._zygote = list(self._jobs), self._zygote, None
        for job in jobs:
            job.cancel()
        if zygote is not None:
            zygote.close()

    def __enter__(self) -> "CellDecoder":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _living(self) -> Zygote:
        with self._lock:
            if self._zygote is not None and not self._zygote.alive():
                self._zygote.close()
                self._zygote = None
            if self._zygote is None:
                self._zygote = self._replaced()
            return self._zygote

    def _replaced(self) -> Zygote:
        """A new zygote, at least as well protected as the first: what was on is never silently off."""
        zygote = self._start()
        lost = [name for name, state in self._first.items() if state == "on" and zygote.layers.get(name) != "on"]
        if lost:
            zygote.close()
            raise CellBroke(
                f"started again, the cell has less than before: {', '.join(f'{n} {zygote.layers[n]}' for n in lost)}"
            )
        self._first = zygote.layers
        weakref.finalize(self, zygote.close)
        return zygote

    def _begin(self, evidence: int, limits: Limits, profile: str) -> Job:
        """Asks the zygote for a fork; where the zygote is found dead, a new one, once. Raises CellBroke."""
        request = {"profile": profile, "cpu": limits.cpu, "memory": limits.memory}
        for last in (False, True):
            zygote = self._living()
            out, theirs = os.pipe()
            status, their_status = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            job = Job(out=out, status=status, limits=limits)
            self._jobs.add(job)
            try:
                zygote.ask(request, [evidence, theirs, their_status.fileno()])
                return job
            except OSError as gone:
                self._jobs.discard(job)
                job.end()
                zygote.kill()
                if last:
                    raise CellBroke(f"the cell's zygote does not answer: {gone}") from gone
            finally:
                os.close(theirs)
                their_status.close()
        raise CellBroke("the cell's zygote does not answer")


def open_evidence(source: Path) -> tuple[int, int]:
    """A read-only descriptor of a regular file, and its size; never through a link. Raises NotAFile."""
    try:
        if not stat.S_ISREG(os.lstat(source).st_mode):  # a device may act on being opened: look first
            raise NotAFile(f"{source.name[:200]!r} is not a regular file")
        fd = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY)
    except (OSError, ValueError) as no:
        raise NotAFile(f"{source.name[:200]!r} cannot be opened: {getattr(no, 'strerror', None) or no}") from no
    found = os.fstat(fd)
    if not stat.S_ISREG(found.st_mode):
        os.close(fd)
        raise NotAFile(f"{source.name[:200]!r} is not a regular file")
    return fd, found.st_size


def stopped(stop: Outside, kept: Read | None) -> Read:
    """The Read of a pass that was stopped: what was kept of it, and the stop as an outcome, under its lasting code."""
    outcome: Outcome
    if isinstance(stop, NotAFile):
        outcome = Unsuitable(why=stop.message, code=stop.code)
    else:
        outcome = Inconclusive(why=stop.message, value={"code": stop.code, "hint": stop.hint})
    return Read(
        reading=kept.reading if kept else pack(Reading(facts={})),
        outcomes={**(kept.outcomes if kept else {}), OUTCOME: outcome_wire(outcome)},
        made_with={**(kept.made_with if kept else {}), "firsthand": firsthand.__version__},
    )
