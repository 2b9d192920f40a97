"""place.when-bounds: not before and not after, from every kind of evidence, intersected; a conflict names who conflicts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from typing import Any

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.bounds import MODERN, Clash, Span, instant_text, meet_spans
from firsthand.record.fault import BadTime, BadValue, Fault
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is known of the recording itself, and how far clocks are trusted."""

    duration_s: float = value(0.0, "how long the recording lasts; what is dated is its start, and its end follows")
    clock_error_s: float = value(300.0, "seconds by which a device's clock may be off, either way")
    clocks_bind: bool = value(
        True, "whether what devices' clocks say narrows the answer; if not, it is only compared with it"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One piece of evidence, as the stretches in which the recording's start can lie for it (several where it allows several)."""

    id: str
    kind: str
    says: str
    starts: tuple[Span, ...]
    binds: bool


def _not_after(span: Span, given: Given, item: Mapping[str, Any]) -> Span:
    """It was there when it was seen, so it had ended by then."""
    return Span(latest=span.latest).shifted(timedelta(0), -timedelta(seconds=given.duration_s))


def _clock(span: Span, given: Given, item: Mapping[str, Any]) -> Span:
    """A clock's reading, at the start or the end of the recording, wrong by up to the clock's error.

    Containers state UTC by their format, and many devices write local time there: unless `zone_known`, both are possible.
    """
    off = timedelta(seconds=float(item.get("error_s", given.clock_error_s)))
    made = span.shifted(-off - timedelta(seconds=given.duration_s), off)
    if item.get("kind") == "container-clock" and not item.get("zone_known", False):
        return made.shifted(-MODERN[1], -MODERN[0])
    return made


def _within(span: Span, given: Given, item: Mapping[str, Any]) -> Span:
    """The start itself lies within (an aligned recording, the sun), off by what the item says."""
    off = timedelta(seconds=float(item.get("error_s", 0.0)))
    return span.shifted(-off, off)


def _object(span: Span, given: Given, item: Mapping[str, Any]) -> Span:
    """What is seen was there only from (`not-before`), only until (`not-after`) or only during (`within`) the span."""
    length = timedelta(seconds=given.duration_s)
    sides = {
        "not-before": lambda: Span(earliest=span.earliest).shifted(-length, timedelta(0)),
        "not-after": lambda: Span(latest=span.latest),
        "within": lambda: span.shifted(-length, timedelta(0)),
    }
    side = str(item.get("side", ""))
    if side not in sides:
        raise BadValue(f"a dated object bounds one side: not-before, not-after or within, not {side!r}")
    return sides[side]()


# Each kind of evidence: what it says of the recording's start, and whether it is a device's clock.
KINDS: dict[str, tuple[Callable[[Span, Given, Mapping[str, Any]], Span], bool]] = {
    "first-sighting": (_not_after, False),
    "container-clock": (_clock, True),
    "exif-clock": (_clock, True),
    "gps-clock": (_clock, True),
    "dated-object": (_object, False),
    "imagery": (_object, False),
    "aligned-recording": (_within, False),
    "sun": (_within, False),
    "witness": (_within, False),
}


def run(given: Given, inputs: Inputs) -> Outcome:
    try:
        said = [_said(given, item) for item in inputs["evidence"]]
    except Fault as bad:
        return Unsuitable(why=bad.message, code=bad.code)
    except (AttributeError, KeyError, TypeError, ValueError) as bad:
        return Unsuitable(
            why=f"evidence has id, kind, says and span (or spans), times as in a Span: {type(bad).__name__}"
        )
    if not said:
        return Unsuitable(why="no evidence was given")
    binding = [part for part in said if part.binds]
    met = meet_all(binding)
    rows = [_row(part, met) for part in said]
    if not met:
        conflict = smallest_conflict(binding)
        pairs = _pairs(binding)
        return Inconclusive(
            why="no start of the recording fits " + " and ".join(f"{part.kind} ({part.says})" for part in conflict),
            conflict=tuple(part.id for part in conflict),
            value={"evidence": rows, "pairs_in_conflict": [[one.id, two.id] for one, two in pairs]},
        )
    if all(span.earliest is None and span.latest is None for span in met):
        return Nothing(
            looked=f"{len(said)} pieces of evidence; none that counts bounds the time", value={"evidence": rows}
        )
    return Found(value=_value(given, met, rows))


def _said(given: Given, item: Mapping[str, Any]) -> Said:
    kind = str(item["kind"])
    if kind not in KINDS:
        raise BadValue(f"not a kind of evidence: {kind!r}; one of {', '.join(KINDS)}")
    turn, clock = KINDS[kind]
    wires = item["spans"] if item.get("spans") is not None else [item["span"]]
    if not wires:
        raise BadTime(f"{item['id']}: evidence without a span bounds nothing")
    starts = tuple(turn(Span.from_wire(dict(wire)), given, item) for wire in wires)
    return Said(
        id=str(item["id"]),
        kind=kind,
        says=str(item.get("says", "")),
        starts=starts,
        binds=given.clocks_bind or not clock,
    )


def meet_all(said: Sequence[Said]) -> list[Span]:
    """Every stretch that all allow, in order and apart; none where they conflict."""
    met = [Span()]
    for part in said:
        both = [one.meet(two) for one in met for two in part.starts]
        met = _apart([span for span in both if isinstance(span, Span)])
    return met


def _apart(spans: list[Span]) -> list[Span]:
    made: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.earliest is not None, s.earliest)):
        if made and not isinstance(made[-1].meet(span), Clash):
            made[-1] = made[-1].join(span)
        else:
            made.append(span)
    return made


def smallest_conflict(said: Sequence[Said]) -> tuple[Said, ...]:
    """The smallest set that no instant satisfies: single stretches conflict in pairs, several stretches may need three or more."""
    if all(len(part.starts) == 1 for part in said):
        clash = meet_spans([part.starts[0] for part in said])
        if isinstance(clash, Clash):
            return tuple(next(part for part in said if part.starts[0] is end) for end in (clash.first, clash.second))
    for size in range(2, len(said) + 1):
        for chosen in combinations(said, size):
            if not meet_all(chosen):
                return chosen
    return tuple(said)


def _pairs(said: Sequence[Said]) -> list[tuple[Said, Said]]:
    return [(one, two) for one, two in combinations(said, 2) if not meet_all([one, two])]


def _row(part: Said, met: list[Span]) -> dict[str, Any]:
    """One piece of evidence: what it allows, whether it narrowed the answer's ends, whether it fits the answer."""
    fits = any(isinstance(one.meet(two), Span) for one in part.starts for two in met) if met else None
    ends = {end for span in part.starts for end in (span.earliest, span.latest) if end}
    outer = {met[0].earliest, met[-1].latest} - {None} if met else set()
    return {
        "id": part.id,
        "kind": part.kind,
        "says": part.says,
        "allows": [span.wire() for span in part.starts],
        "counted": part.binds,
        "fits": fits,
        "sets": sorted(instant_text(end) for end in ends & outer if end) if part.binds else [],
    }


def _value(given: Given, met: list[Span], rows: list[dict[str, Any]]) -> dict[str, Any]:
    length = timedelta(seconds=given.duration_s)
    first, last = met[0].earliest, met[-1].latest
    wide = None if first is None or last is None else (last - first).total_seconds()
    return {
        "starts": [span.wire() for span in met],
        "ends": [span.shifted(length, length).wire() for span in met],
        "duration_s": given.duration_s,
        "uncertain_s": wide,
        "not_before": None if first is None else instant_text(first),
        "not_after": None if last is None else instant_text(last),
        "evidence": rows,
    }


def _item(name: str, kind: str, earliest: str | None, latest: str | None, **more: Any) -> dict[str, Any]:
    span = {"earliest": earliest, "latest": latest, "zone": None, "verbatim": None}
    return {"id": name, "kind": kind, "says": f"the {kind}", "span": span, **more}


_SEEN = _item("a", "first-sighting", "2022-03-30T13:00:00Z", "2022-03-30T13:05:00Z")
_BRIDGE = _item("b", "dated-object", "2022-03-25T00:00:00Z", None, side="not-before")
_LATE = _item("c", "dated-object", "2022-04-02T00:00:00Z", None, side="not-before")

METHOD = Method(
    name="place.when-bounds",
    version=1,
    asks="When did the recording start, at the earliest and at the latest, by all that bounds it?",
    given=Given,
    inputs=(
        Input(
            name="evidence",
            kind="value",
            says=f"list of id, kind ({', '.join(KINDS)}), says, span or spans (wire of Span); error_s for clocks; zone_known for "
            "container clocks; side (not-before, not-after, within) for a dated object or imagery",
        ),
    ),
    says="starts and ends (wires of Span, all that are possible), not_before, not_after, duration_s (how long it lasts) and, apart "
    "from it, uncertain_s (how well its start is known), and what each piece of evidence allows and sets",
    limits=(
        "a clock that was set wrong by more than the stated error, or a date written by an editing program",
        "a first sighting proves only that the picture existed; a re-recording of a screen is younger than what it shows",
        "a dated object bounds nothing if it was there before it was first documented",
        "a container's time is UTC by its format and often local in fact: unless the zone is known, both are allowed",
    ),
    cites=("interval intersection: pairs suffice on a line (Helly 1923)",),
    run=run,
    examples=(
        Example(
            says="built on the 25th, first seen on the 30th",
            given=Given(duration_s=60.0),
            inputs=lambda: {"evidence": [_SEEN, _BRIDGE]},
            gives="found",
            check=lambda outcome: isinstance(outcome, Found) and outcome.value["not_after"] == "2022-03-30T13:04:00Z",
        ),
        Example(
            says="seen before it can have been made",
            given=Given(),
            inputs=lambda: {"evidence": [_SEEN, _BRIDGE, _LATE]},
            gives="inconclusive",
            check=lambda outcome: isinstance(outcome, Inconclusive) and set(outcome.conflict) == {"a", "c"},
        ),
        Example(says="nothing given", given=Given(), inputs=lambda: {"evidence": []}, gives="unsuitable"),
    ),
)
