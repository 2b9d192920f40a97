"""Long jobs of a running server: each in a thread of its own, its steps kept for whoever asks, stopped when asked."""

import asyncio
import json
import secrets
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from firsthand.desk.desk import Desk
from firsthand.desk.long_jobs import Step
from firsthand.desk.now import version
from firsthand.record.fault import BadReference, Fault

State = Literal["running", "done", "failed", "stopped"]
KEPT = 200  # rows of jobs that have ended
BEAT = 0.4  # seconds between two looks of a stream
SILENCE = 15.0  # seconds after which a stream says that it is alive


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """A job and how far it is (`whole` 0: not known). `code` and `hint` are a fault's; `result` what came of it."""

    id: str
    what: str
    file: str | None
    state: State
    done: float
    whole: float
    says: str
    code: str
    hint: str
    result: Mapping[str, Any]


@dataclass(slots=True)
class _Job:
    id: str
    what: str
    file: str | None
    key: str
    state: State = "running"
    step: Step = field(default_factory=lambda: Step(done=0, whole=0, says=""))
    fault: dict[str, str] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)

    def row(self) -> JobRow:
        said = self.fault.get("message") or self.step.says
        return JobRow(
            id=self.id, what=self.what, file=self.file, state=self.state, done=self.step.done, whole=self.step.whole,
            says=said, code=self.fault.get("code", ""), hint=self.fault.get("hint", ""), result=self.step.result,
        )  # fmt: skip


class Jobs:
    """Keeps what runs. A job started again under the same key, or `once` of a kind and file, is the one under way."""

    def __init__(self) -> None:
        self._jobs: dict[str, _Job] = {}
        self._lock = threading.Lock()
        self._changed = 0

    def start(
        self,
        what: str,
        work: Callable[[], Iterator[Step]],
        *,
        key: str = "",
        file: str | None = None,
        once: bool = False,
        turn: Any = None,
    ) -> JobRow:
        """`turn` is held while the job runs, where nothing else may be entered meanwhile."""
        with self._lock:
            for known in self._jobs.values():
                same = once and known.state == "running" and (known.what, known.file) == (what, file)
                if same or (key and known.key == key):
                    return known.row()
            job = _Job(id=secrets.token_hex(8), what=what, file=file, key=key)
            self._jobs[job.id] = job
            for ended in [j.id for j in self._jobs.values() if j.state != "running"][:-KEPT]:
                del self._jobs[ended]
            self._changed += 1
        threading.Thread(target=self._run, args=(job, work, turn), name=f"job {what}", daemon=True).start()
        return job.row()

    def _run(self, job: _Job, work: Callable[[], Iterator[Step]], turn: Any) -> None:
        try:
            with turn or nullcontext():
                steps = work()
                for step in steps:
                    self._set(job, step=step)
                    if job.stop.is_set():
                        close = getattr(steps, "close", None)
                        if close is not None:
                            close()
                        self._set(job, state="stopped")
                        return
            self._set(job, state="done")
        except Fault as bad:
            self._set(job, state="failed", fault=bad.wire())
        except Exception as bad:  # a door's edge: a job that failed is told as such, whatever it was
            told = {
                "code": "fault",
                "message": f"{type(bad).__name__}: {bad}"[:500],
                "hint": "This is a fault of ours.",
            }
            self._set(job, state="failed", fault=told)

    def _set(self, job: _Job, **parts: Any) -> None:
        with self._lock:
            for name, part in parts.items():
                setattr(job, name, part)
            self._changed += 1

    def stop(self, job: str) -> JobRow:
        found = self._of(job)
        found.stop.set()
        return found.row()

    def rows(self) -> list[JobRow]:
        with self._lock:
            return [job.row() for job in self._jobs.values()]

    def row(self, job: str) -> JobRow:
        return self._of(job).row()

    def of(self, what: str, file: str) -> JobRow | None:
        """The last job of a kind on a file."""
        with self._lock:
            found = [job.row() for job in self._jobs.values() if (job.what, job.file) == (what, file)]
        return found[-1] if found else None

    def stop_all(self) -> None:
        with self._lock:
            for job in self._jobs.values():
                job.stop.set()

    def _of(self, job: str) -> _Job:
        with self._lock:
            if job not in self._jobs:
                raise BadReference(f"no job {job[:32]!r} in this session")
            return self._jobs[job]

    async def stream(self, desk: Desk, gone: Callable[[], Awaitable[bool]]) -> AsyncIterator[str]:
        """Server-sent events until the listener has gone."""
        seen, told, quiet = -1, "", 0.0
        while not await gone():
            quiet += BEAT
            if seen != self._changed:
                seen, quiet = self._changed, 0.0
                yield _event("jobs", [asdict(row) for row in self.rows()])
            now = await asyncio.to_thread(version, desk)
            if now != told:
                told, quiet = now, 0.0
                yield _event("case", {"version": now})
            if quiet > SILENCE:
                quiet = 0.0
                yield ": still here\n\n"
            await asyncio.sleep(BEAT)


def _event(name: str, data: Any) -> str:
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"
