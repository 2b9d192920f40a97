"""What trace would have found of files of a recording, made by hand: copies, sounds, and the grouping that rests on them."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from firsthand.method.trace.recordings import RECORDINGS
from firsthand.record.digest import sha256
from firsthand.record.finding import Finding, Found, Job, Outcome, outcome_wire

Said = list[tuple[str, Finding]]
A, B, C, D = sorted(sha256(bytes([k])) for k in range(4))


def copy(
    one: str,
    two: str,
    low: float,
    high: float,
    offset: float,
    *,
    speed: float = 1.0,
    error: float = 0.04,
    **change: str,
) -> dict[str, Any]:
    """Seconds `low` to `high` of one are seconds t * speed + offset of two; `part`: the file that shows a part of the other."""
    if one > two:
        return copy(
            two,
            one,
            low * speed + offset,
            high * speed + offset,
            -offset / speed,
            speed=1 / speed,
            error=error,
            **change,
        )
    ends = {"one": (low, high), "two": (low * speed + offset, high * speed + offset)}
    sides = {
        side: {"file": file, "start": str(thousandth(ends[side][0])), "end": str(thousandth(ends[side][1]))}
        for side, file in (("one", one), ("two", two))
    }
    return {
        **sides, "offset": str(thousandth(offset)), "speed": speed, "error": error, "edits": [], "untold": [], "score": 0.9,
        "relation": "copy",
        "changes": [{"what": what, "says": "a part", "file": file, "measures": {"width": 0.8, "height": 0.8}}
                    for what, file in change.items()],
    }  # fmt: skip


def thousandth(second: float) -> Fraction:
    return Fraction(round(second * 1000), 1000)


def seen(*copies: dict[str, Any], starts: Sequence[str] = ()) -> tuple[str, Finding]:
    """A finding of trace.pictures; `starts`: why each copy starts where it does."""
    evidence = [{"starts": why, "ends": ""} for why in starts] or [{} for _ in copies]
    told = {"relation": "copy", "copies": list(copies), "evidence": evidence}
    return _finding("trace.pictures", copies[0], Found(value=told))


def heard(*copies: dict[str, Any]) -> tuple[str, Finding]:
    """The same sound."""
    return _finding("trace.sound", copies[0], Found(value={"sound": "same", "stretches": list(copies)}))


def _finding(method: str, copy: dict[str, Any], outcome: Outcome) -> tuple[str, Finding]:
    files = (copy["one"]["file"], copy["two"]["file"])
    job = Job(method=method, version=1, given={}, inputs={"pair": files})
    return sha256(f"{method} {files}".encode()), Finding(job=job, outcome=outcome_wire(outcome), files=files)


def grouped(*said: tuple[str, Finding]) -> Said:
    """All that was said, with what trace.recordings makes of it."""
    job = Job(method="trace.recordings", version=1, given={}, inputs={"findings": tuple(entry for entry, _ in said)})
    outcome = RECORDINGS.ask(RECORDINGS.given(), {"findings": tuple(said)})
    files = tuple(sorted({file for _, finding in said for file in finding.files}))
    made = Finding(job=job, outcome=outcome_wire(outcome), files=files, rests_on=tuple(entry for entry, _ in said))
    return [*said, (sha256(b"grouping"), made)]
