"""The form of align.clock, and its examples: made findings on pairs of three recordings."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from firsthand.method.shape import Example, value
from firsthand.record.digest import sha256
from firsthand.record.finding import Finding, Found, Inconclusive, Job, Outcome, outcome_wire
from firsthand.record.footage import Stretch
from firsthand.record.observation import Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The air, for where distances to the source were observed, and how exact an anchor by hand is at best."""

    coldest_c: float = value(-10.0, "the lowest temperature the air may have had, in degrees C")
    warmest_c: float = value(40.0, "the highest temperature the air may have had, in degrees C")
    wind_m_s: float = value(10.0, "the strongest wind there may have been, in metres a second")
    anchor_s: float = value(0.04, "seconds to either side of an anchor by hand that states no error: a frame")


A, B, C = sorted(sha256(name) for name in (b"a", b"b", b"c"))


def heard(
    one: str, two: str, lag: float, *, error: float = 0.001, away: float = 0.3, same: bool = False, score: float = 60.0
) -> tuple[str, Finding]:
    """A finding of align.pair: second t of one is second t + lag of two."""
    job = Job(method="align.pair", version=1, given={}, inputs={"sounds": (one, two)})
    told: dict[str, Any] = {
        "files": [one, two],
        "at_s": 10.0,
        "heard_s": {"low": lag - error, "high": lag + error},
        "clock_s": {"low": lag - error - away, "high": lag + error + away},
        "heard_ppm": {"low": 20.0, "high": 25.0},
        "over_s": 20.0,
        "rate_ppm": None,
        "terms_s": {"distance": {"low": -away, "high": away}, "container": {"low": 0.0, "high": 0.0}},
        "bangs": {"heard_s": {"low": lag - error, "high": lag + error}, "agree": 5, "of": 5},
        "same_track": same,
        "coherence": 0.97 if same else 0.03,
        "evidence": {"score": score},
    }
    return job.id, Finding(job=job, outcome=outcome_wire(Found(value=told)), files=(one, two))


def anchored(file: str, second: float, event: str) -> tuple[str, Observation]:
    """A person saw a named event at a second of a file."""
    at = Fraction(str(second))
    seen = Observation(
        what="anchor", says=event, stretch=Stretch(file=file, start=at, end=at), details={"event": event}
    )
    return sha256(f"{file} {second} {event}".encode()), seen


def looked(*files: str, agree: bool = True) -> tuple[str, Observation]:
    """A person has looked whether the pictures of some files agree."""
    details = {"files": list(files), "agree": agree}
    seen = Observation(what="pictures", says="looked", stretch=Stretch(file=files[0]), details=details)
    return sha256(f"{files} {agree}".encode()), seen


def _starts(outcome: Outcome) -> list[dict[str, float]]:
    if not isinstance(outcome, Found | Inconclusive):
        return []
    rows = {row["file"]: row["start_s"] for event in outcome.value["events"] for row in event["recordings"]}
    return [{file: row["best"] for file, row in rows.items()}]


def _near(outcome: Outcome, **wanted: float) -> bool:
    (found,) = _starts(outcome)
    differs = {name: found[{"a": A, "b": B, "c": C}[name]] - found[A] for name in wanted}
    return all(abs(differs[name] - second) < 0.01 for name, second in wanted.items())


EXAMPLES = (
    Example(
        says="three phones: b began 4 s after a, c 2 s before; every way round agrees",
        given=Given(),
        inputs=lambda: {
            "findings": (heard(A, B, -4.0), heard(B, C, 6.0), heard(A, C, 2.0)),
            "observations": (looked(A, B, C),),
        },
        gives="found",
        check=lambda outcome: _near(outcome, b=4.0, c=-2.0),
    ),
    Example(
        says="two phones, and nothing but sound says that they were at one place: a person has to look",
        given=Given(),
        inputs=lambda: {"findings": (heard(A, B, -4.0),), "observations": ()},
        gives="inconclusive",
        check=lambda outcome: _near(outcome, b=4.0),
    ),
    Example(
        says="two films with the same music laid over them are not put on one clock",
        given=Given(),
        inputs=lambda: {"findings": (heard(A, B, -4.0, same=True),), "observations": ()},
        gives="nothing",
    ),
    Example(
        says="three offsets that cannot all hold, none stronger than the others",
        given=Given(),
        inputs=lambda: {"findings": (heard(A, B, -4.0), heard(B, C, 6.0), heard(A, C, 9.0)), "observations": ()},
        gives="inconclusive",
        check=lambda outcome: isinstance(outcome, Inconclusive) and len(outcome.conflict) == 3,
    ),
    Example(
        says="a flash that a person marked in two silent films",
        given=Given(),
        inputs=lambda: {
            "findings": (),
            "observations": (anchored(A, 12.5, "first flash"), anchored(B, 3.0, "first flash")),
        },
        gives="found",
        check=lambda outcome: _near(outcome, b=9.5),
    ),
)
