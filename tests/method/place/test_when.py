"""Bounds of time are met, never averaged; a conflict names the smallest set that makes it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.method.place.when import METHOD, Given
from firsthand.record.bounds import Span
from firsthand.record.finding import Found, Inconclusive, Nothing, Unsuitable


def item(name: str, kind: str, earliest: str | None, latest: str | None, **more: Any) -> dict[str, Any]:
    return {"id": name, "kind": kind, "says": name, "span": span(earliest, latest), **more}


def span(earliest: str | None, latest: str | None) -> dict[str, Any]:
    return {"earliest": earliest, "latest": latest, "zone": None, "verbatim": None}


def test_a_container_clock_may_be_local_time_unless_its_zone_is_known() -> None:
    clock = item("c", "container-clock", "2022-03-30T12:00:00Z", "2022-03-30T12:00:01Z")
    wide = METHOD.ask(Given(clock_error_s=0.0), {"evidence": [clock]})
    known = METHOD.ask(Given(clock_error_s=0.0), {"evidence": [{**clock, "zone_known": True}]})
    assert isinstance(wide, Found) and (wide.value["not_before"], wide.value["not_after"]) == (
        "2022-03-29T22:00:00Z",
        "2022-03-31T00:00:01Z",
    )
    assert isinstance(known, Found) and known.value["uncertain_s"] == 1.0


def test_duration_and_uncertainty_are_two_things() -> None:
    seen = item("s", "first-sighting", None, "2022-03-30T13:00:00Z")
    built = item("b", "dated-object", "2022-03-30T12:00:00Z", None, side="not-before")
    outcome = METHOD.ask(Given(duration_s=600.0), {"evidence": [seen, built]})
    assert isinstance(outcome, Found)
    assert outcome.value["duration_s"] == 600.0 and outcome.value["uncertain_s"] == 3600.0
    assert (outcome.value["not_before"], outcome.value["not_after"]) == ("2022-03-30T11:50:00Z", "2022-03-30T12:50:00Z")
    assert [row["sets"] for row in outcome.value["evidence"]] == [["2022-03-30T12:50:00Z"], ["2022-03-30T11:50:00Z"]]


def test_three_that_conflict_only_together() -> None:
    """Two spans of sun and two of something else share stretches in pairs, and none all three."""
    sun = {
        "id": "sun",
        "kind": "sun",
        "says": "",
        "spans": [
            span("2022-03-30T08:00:00Z", "2022-03-30T09:00:00Z"),
            span("2022-03-30T15:00:00Z", "2022-03-30T16:00:00Z"),
        ],
    }
    other = item("w", "witness", "2022-03-30T08:30:00Z", "2022-03-30T12:00:00Z")
    third = {
        "id": "x",
        "kind": "aligned-recording",
        "says": "",
        "spans": [
            span("2022-03-30T11:00:00Z", "2022-03-30T11:30:00Z"),
            span("2022-03-30T15:10:00Z", "2022-03-30T15:20:00Z"),
        ],
    }
    outcome = METHOD.ask(Given(), {"evidence": [sun, other, third]})
    assert isinstance(outcome, Inconclusive) and set(outcome.conflict) == {"sun", "w", "x"}
    assert outcome.value["pairs_in_conflict"] == []
    two = METHOD.ask(Given(), {"evidence": [sun, third]})
    assert isinstance(two, Found) and two.value["not_before"] == "2022-03-30T15:10:00Z"


def test_clocks_that_do_not_bind_are_still_compared() -> None:
    clock = item("c", "exif-clock", "2019-01-01T00:00:00Z", "2019-01-01T00:00:01Z")
    built = item("b", "dated-object", "2022-03-30T12:00:00Z", None, side="not-before")
    bound = METHOD.ask(Given(), {"evidence": [clock, built]})
    assert isinstance(bound, Inconclusive) and set(bound.conflict) == {"b", "c"}
    loose = METHOD.ask(Given(clocks_bind=False), {"evidence": [clock, built]})
    assert isinstance(loose, Found) and [row["fits"] for row in loose.value["evidence"]] == [False, True]


def test_what_is_no_evidence() -> None:
    for bad in (
        item("c", "rumour", None, None),
        item("c", "dated-object", None, None, side="left"),
        {"id": "c", "kind": "sun", "spans": []},
        {"kind": "sun"},
        {"id": "c", "kind": "sun", "span": span("yesterday", None)},
    ):
        assert isinstance(METHOD.ask(Given(), {"evidence": [bad]}), Unsuitable)
    open_ended = METHOD.ask(Given(), {"evidence": [item("c", "witness", None, None)]})
    assert isinstance(open_ended, Nothing)


MINUTES = st.integers(0, 600)


@settings(max_examples=150, deadline=None)
@given(MINUTES, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=6))
def test_what_is_true_is_never_lost(truth: int, margins: list[tuple[int, int]]) -> None:
    """Spans that all hold one instant give an answer that holds it, and the answer is no wider than any of them."""
    zero = datetime(2022, 3, 30, tzinfo=UTC)
    at = zero + timedelta(minutes=truth)
    spans = [Span(earliest=at - timedelta(minutes=a), latest=at + timedelta(minutes=b)) for a, b in margins]
    evidence = [{"id": str(k), "kind": "witness", "says": "", "span": s.wire()} for k, s in enumerate(spans)]
    outcome = METHOD.ask(Given(), {"evidence": evidence})
    assert isinstance(outcome, Found)
    (start,) = [Span.from_wire(w) for w in outcome.value["starts"]]
    assert start.holds(at) and start.earliest == max(s.earliest for s in spans if s.earliest)
