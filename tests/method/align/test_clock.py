"""The event clock: what agrees is solved, what contradicts is named, what is apart stays apart, and spans hold the truth."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.method.align.air import Bounds, apart, speed, travel
from firsthand.method.align.clock import CLOCK
from firsthand.method.align.clock_examples import Given, anchored, heard, looked
from firsthand.method.align.places import distance
from firsthand.method.align.rate import MOST
from firsthand.method.align.solve import Link, components, joined, solve
from firsthand.record.bounds import Region
from firsthand.record.digest import sha256
from firsthand.record.fault import BadValue
from firsthand.record.finding import Finding, Found, Inconclusive, Job, Nothing, Outcome, outcome_wire
from firsthand.record.footage import Stretch
from firsthand.record.observation import Observation

from . import trace_said

FILES = sorted(sha256(bytes([k])) for k in range(8))
A, B, C, D = FILES[:4]


def asked(*findings: tuple[str, Finding], seen: tuple[tuple[str, Observation], ...] = ()) -> Outcome:
    """Where a person has looked and found that all pictures agree, unless `seen` says otherwise."""
    looks = () if any(each.what == "pictures" for _, each in seen) else (looked(*FILES),)
    return CLOCK.ask(Given(), {"findings": findings, "observations": (*seen, *looks)})


def told(what: str, file: str, **details: object) -> tuple[str, Observation]:
    stretch = Stretch(file=file, start=Fraction(10), end=Fraction(10))
    made = Observation(what=what, says=what, stretch=stretch, details=details)
    return sha256(f"{what} {file} {details}".encode()), made


def starts(outcome: Outcome) -> dict[str, dict[str, float]]:
    assert isinstance(outcome, Found | Inconclusive)
    return {row["file"]: row["start_s"] for event in outcome.value["events"] for row in event["recordings"]}


def link(one: str, two: str, lag: float, *, error: float = 0.001, away: float = 0.2, score: float = 50.0) -> Link:
    span = Bounds(low=lag, high=lag).wider(error)
    return Link(one=one, two=two, at=5.0, heard=span, clock=span.wider(away), drift=None, rate=None, score=score,
                id=sha256(f"{one}{two}{lag}".encode()))  # fmt: skip


@given(st.integers(0, 10_000), st.integers(3, 8))
def test_every_span_holds_the_true_start(seed: int, count: int) -> None:
    """Any true starts, links as heard within their bounds, some missing: no start escapes its span."""
    rng = np.random.default_rng(seed)
    files = FILES[:count]
    true = dict(zip(files, rng.uniform(-30, 30, count), strict=True))
    away = dict(zip(files, rng.uniform(0, 0.1, count), strict=True))  # each hears the source so much later
    links = []
    for number, one in enumerate(files):
        for two in files[number + 1 :]:
            if rng.random() < 0.7 or two == files[number + 1]:
                lag = true[one] - true[two] + away[two] - away[one] + rng.uniform(-0.001, 0.001)
                links.append(link(one, two, lag))
    net, clashes = joined(links)
    (group,) = components(net)
    assert clashes == [] and group == files
    solved = solve(net, group, files[0])
    for file in files:
        assert solved.starts[file].low <= true[file] - true[files[0]] <= solved.starts[file].high
        assert abs(solved.best[file] - (true[file] - true[files[0]])) < 0.25


@given(st.integers(0, 10_000), st.integers(2, 6))
def test_a_span_holds_at_any_second_of_long_recordings(seed: int, count: int) -> None:
    """Clocks that run apart, heard together at any second of theirs: starts, rates and every other second lie in their spans."""
    rng = np.random.default_rng(seed)
    files = FILES[:count]
    begun = dict(zip(files, rng.uniform(-900, 900, count), strict=True))
    runs = dict(zip(files, 1 + rng.uniform(-75e-6, 75e-6, count), strict=True))
    links = []
    for two, file in enumerate(files[1:], 1):
        one = files[rng.integers(0, two)]
        at = float(rng.uniform(0, 1800))
        lag = (begun[one] + at * runs[one] - begun[file]) / runs[file] - at
        rate = 1e6 * (runs[one] / runs[file] - 1) + rng.uniform(-1, 1)
        known = Bounds(low=rate - 1, high=rate + 1) if rng.random() < 0.6 else None
        span = Bounds(low=lag, high=lag).wider(1e-6)
        links.append(
            Link(one=one, two=file, at=at, heard=span, clock=span, drift=None, rate=known, score=50.0, id=file)
        )
    net, clashes = joined(links)
    assert clashes == []
    solved = solve(net, files, files[0])
    for file in files[1:]:
        start, rate = solved.starts[file], solved.rates[file] or MOST
        assert rate.low <= 1e6 * (runs[file] / runs[files[0]] - 1) <= rate.high
        for second in (0.0, 700.0, 1800.0):
            true = (begun[file] + second * runs[file] - begun[files[0]]) / runs[files[0]]
            assert start.low + second * (1 + 1e-6 * rate.low) <= true <= start.high + second * (1 + 1e-6 * rate.high)


def rates(outcome: Outcome, name: str = "rate_ppm") -> dict[str, dict[str, float] | None]:
    assert isinstance(outcome, Found)
    return {row["file"]: row[name] for event in outcome.value["events"] for row in event["recordings"]}


def test_a_drift_is_a_rate_only_where_both_say_how_little_moved() -> None:
    """What was heard drifts by 20 to 25 over 20 s; a metre of way in that time is up to 315 of these."""
    still = [told("stood", file, within_m=within) for file, within in ((A, 0.0), (B, 0.0), (B, 0.05), (B, 400.0))]
    plain = asked(heard(A, B, -4.0))
    assert rates(plain)[B] is None and rates(plain, "heard_ppm")[B] == pytest.approx(
        {"low": -25.0, "high": -20.0}, abs=0.02
    )
    assert rates(asked(heard(A, B, -4.0), seen=(still[0],)))[B] is None, "the other's camera may have been carried"
    assert rates(asked(heard(A, B, -4.0), seen=tuple(still[:2])))[B] == pytest.approx(
        {"low": -25.0, "high": -20.0}, abs=0.02
    )
    wider = rates(asked(heard(A, B, -4.0), seen=(still[0], still[2])))[B]
    assert wider is not None and 10 < wider["high"] + 20 < 20
    assert rates(asked(heard(A, B, -4.0), seen=(still[0], still[3])))[B] is None
    assert rates(asked(heard(A, B, -4.0), seen=tuple(still[:3])))[B] == wider, "of two who differ the more cautious"


@pytest.mark.parametrize("within", [-1.0, 1e9, "none", None])
def test_what_bounds_nothing_tells_no_rate(within: object) -> None:
    seen = (told("stood", A, within_m=0.0), told("stood", B, within_m=within))
    assert rates(asked(heard(A, B, -4.0), seen=seen))[B] is None


def test_a_wrong_link_is_outvoted_and_named() -> None:
    wrong = heard(A, C, 9.0, score=15.0)
    outcome = asked(heard(A, B, -4.0), heard(B, C, 6.0), heard(A, D, 1.0), heard(C, D, -1.0), wrong)
    assert isinstance(outcome, Found)
    assert starts(outcome)[C]["best"] - starts(outcome)[A]["best"] == pytest.approx(-2.0, abs=0.01)
    (row,) = outcome.value["inconsistent"]
    assert row["files"] == [A, C] and row["rests_on"] == [wrong[0]] and row["outweighed"] and row["off_s"] > 5


def test_a_contradiction_between_equals_is_not_decided() -> None:
    outcome = asked(heard(A, B, -4.0), heard(B, C, 6.0), heard(A, C, 9.0))
    assert isinstance(outcome, Inconclusive) and len(outcome.conflict) == 3


def test_events_stay_apart() -> None:
    outcome = asked(heard(A, B, -4.0), heard(C, D, 2.0))
    assert isinstance(outcome, Found) and len(outcome.value["events"]) == 2
    assert [len(event["recordings"]) for event in outcome.value["events"]] == [2, 2]


def test_one_sound_track_joins_nothing_and_is_told() -> None:
    outcome = asked(heard(A, B, -4.0), heard(B, C, 1.0, same=True))
    assert isinstance(outcome, Found) and C not in starts(outcome)
    assert outcome.value["same_sound_only"][0]["files"] == [B, C]
    assert isinstance(asked(heard(B, C, 1.0, same=True)), Nothing)


def test_copies_are_named_and_no_alarm_is_made_of_them() -> None:
    rows = [{"one": B, "two": C, "in_one": [0.0, 9.0], "in_two": [1.0, 10.0]}]
    value = {
        "recordings": [{"id": B, "files": [B, C], "reasons": [], "details": {"stretches": rows}}],
        "rule": "r",
        "links": 1,
    }
    job = Job(method="trace.recordings", version=1, given={}, inputs={})
    grouped = (job.id, Finding(job=job, outcome=outcome_wire(Found(value=value)), files=(B, C)))
    outcome = asked(heard(A, B, -4.0), heard(B, C, 1.0, same=True), grouped)
    assert isinstance(outcome, Found) and outcome.value["same_sound_only"] == []
    lanes = {row["file"]: row for row in outcome.value["events"][0]["recordings"]}
    assert lanes[B]["copies"] == [C] and lanes[B]["copies_at"] == [], "no finding tells how exactly it lies there"


def test_a_compilation_has_no_lane_by_the_stretch_that_it_copies() -> None:
    """Half of b is a's own film: that they sound alike there is no second microphone. At another offset it may be one."""
    copied = trace_said.grouped(trace_said.seen(trace_said.copy(A, B, 2.2, 8.0, -2.2)))
    outcome = asked(heard(A, B, -2.18), heard(A, C, 1.0), *copied)
    assert set(starts(outcome)) == {A, C}
    assert isinstance(outcome, Found)
    (told,) = (way for row in outcome.value["events"][0]["recordings"] for way in row["copies_at"])
    assert (
        (told["file"], told["of"]) == (B, A)
        and told["offset_s"] == {"low": 2.16, "high": 2.24}
        and told["through"] == []
    )
    assert set(starts(asked(heard(A, B, -4.0), heard(A, C, 1.0), *copied))) == {A, B, C}


def test_observed_distances_correct_the_start_and_narrow_it() -> None:
    near, far = told("distance", A, low_m=0, high_m=5), told("distance", B, low_m=300, high_m=310)
    # B is 300 m away and hears the bangs 0.87 s late: it was recording that much longer than it sounds, 4.87 s after A.
    outcome = asked(heard(A, B, -4.0, away=1.5), seen=(near, far))
    plain = asked(heard(A, B, -4.0, away=1.5))
    span, wide = starts(outcome)[B], starts(plain)[B]
    assert span["low"] <= 4.0 + 302.5 / 343 <= span["high"]
    assert span["high"] - span["low"] < 0.25 < wide["high"] - wide["low"]


def test_a_distance_from_the_bangs_is_not_one_from_every_sound() -> None:
    """A correlator may hold on to a band or a car: only where bangs were heard are distances from them used."""
    near, far = told("distance", A, low_m=0, high_m=5), told("distance", B, low_m=300, high_m=310)
    entry, finding = heard(A, B, -4.0, away=1.5)
    value = {**finding.result.value, "bangs": None}
    without = (entry, Finding(job=finding.job, outcome=outcome_wire(Found(value=value)), files=finding.files))
    assert starts(asked(without, seen=(near, far))) == starts(asked(without))


def test_an_anchor_by_hand_outweighs_a_sound_and_says_so() -> None:
    marks = (anchored(A, 12.0, "lamp"), anchored(B, 3.0, "lamp"))
    outcome = asked(heard(A, B, 2.0), seen=marks)
    assert isinstance(outcome, Found) and starts(outcome)[B]["best"] - starts(outcome)[A]["best"] == pytest.approx(9.0)
    assert outcome.value["inconsistent"][0]["outweighed"]


def test_a_heard_anchor_without_a_distance_anchors_nothing() -> None:
    marks = tuple(told("anchor", file, event="bang", heard=True) for file in (A, B))
    assert isinstance(asked(seen=marks), Nothing)


def test_the_hour_is_known_when_one_recording_has_it() -> None:
    hour = told("time", B, earliest="2024-05-01T12:00:10Z", latest="2024-05-01T12:00:12Z")
    outcome = asked(heard(A, B, -4.0), seen=(hour,))
    assert isinstance(outcome, Found)
    event = outcome.value["events"][0]
    begins = {row["file"]: row["start_s"]["best"] for row in event["recordings"]}
    utc = event["utc_of_zero"]
    # Second 10 of B is 12:00:10 to 12:00:12.
    assert utc["earliest"] <= f"2024-05-01T12:00:{0 - begins[B] + 1:02.0f}Z" or begins[B] > 0
    assert utc["earliest"] < utc["latest"]


def test_hours_that_cannot_both_hold_are_named() -> None:
    one = told("time", A, earliest="2024-05-01T12:00:10Z", latest="2024-05-01T12:00:12Z")
    two = told("time", B, earliest="2024-05-01T15:00:10Z", latest="2024-05-01T15:00:12Z")
    outcome = asked(heard(A, B, -4.0), seen=(one, two))
    assert isinstance(outcome, Inconclusive) and set(outcome.conflict) == {one[0], two[0]}


def test_odd_observations_change_nothing() -> None:
    odd = (
        told("distance", A, low_m="far", high_m=None),
        told("distance", A, low_m=9, high_m=3),
        told("anchor", A),
        told("anchor", A, event="x", error_s=-1),
        told("time", A, earliest="yesterday", latest="now"),
        told("note", A),
    )
    assert isinstance(asked(seen=odd), Nothing)
    assert starts(asked(heard(A, B, -4.0), seen=odd)) == starts(asked(heard(A, B, -4.0)))


def test_sound_in_air_keeps_its_bounds() -> None:
    assert speed(Bounds(low=20, high=20), 0).low == pytest.approx(343.2)
    assert speed(Bounds(low=-10, high=40), 10).low < 316 and speed(Bounds(low=-10, high=40), 10).high > 364
    air = speed(Bounds(low=0, high=30), 5)
    assert travel(Bounds(low=343, high=343), air).low < 1 < travel(Bounds(low=343, high=343), air).high
    assert apart(343, air).high > 1 and apart(343, air).low == -apart(343, air).high
    for bad in (lambda: speed(Bounds(low=-200, high=0), 0), lambda: apart(-1, air), lambda: Bounds(low=2, high=1)):
        with pytest.raises(BadValue):
            bad()


def shown(method: str, *files: str, **value: object) -> tuple[str, Finding]:
    job = Job(method=method, version=1, given={}, inputs={"pair": files})
    return job.id, Finding(job=job, outcome=outcome_wire(Found(value=value)), files=files)


def alone(outcome: Outcome) -> set[str]:
    assert isinstance(outcome, Found | Inconclusive)
    return {row["file"] for event in outcome.value["events"] for row in event["recordings"] if row["by_sound_alone"]}


def test_sound_alone_joins_nothing_for_good() -> None:
    nobody = (sha256(b"x"), looked(FILES[6], FILES[7])[1])
    outcome = asked(heard(A, B, -4.0), heard(B, C, 6.0), seen=(nobody,))
    assert isinstance(outcome, Inconclusive) and "firsthand agree" in outcome.why and alone(outcome) == {A, B, C}
    half = asked(heard(A, B, -4.0), heard(B, C, 6.0), shown("align.pictures", A, B, by="flashes"), seen=(nobody,))
    assert isinstance(half, Inconclusive) and alone(half) == {C}
    whole = asked(
        heard(A, B, -4.0), heard(B, C, 6.0), shown("align.pictures", A, B, by="flashes"), seen=(looked(A, C),)
    )
    assert isinstance(whole, Found) and alone(whole) == set()


@pytest.mark.parametrize(("relation", "joined"), [("copy", True), ("same scene, other moment", False)])
def test_the_same_scene_at_another_moment_is_no_sign(relation: str, joined: bool) -> None:
    nobody = (sha256(b"x"), looked(FILES[6], FILES[7])[1])
    outcome = asked(heard(A, B, -4.0), shown("trace.pictures", A, B, relation=relation), seen=(nobody,))
    assert isinstance(outcome, Found) is joined


def test_a_person_who_looked_takes_two_recordings_apart() -> None:
    no = looked(A, B, agree=False)
    outcome = asked(
        heard(A, B, -4.0), heard(C, D, 1.0), shown("align.pictures", A, B, by="light"), seen=(no, looked(C, D))
    )
    assert isinstance(outcome, Found) and A not in starts(outcome) and C in starts(outcome)
    (row,) = outcome.value["refused"]
    assert row["files"] == [A, B] and row["by"] == [no[0]]
    assert isinstance(asked(heard(A, B, -4.0), seen=(no,)), Nothing)


def region(file: str | None, what: str, lon: float, metres: float) -> tuple[str, Observation]:
    where = Region.around(lon=lon, lat=50.0, radius_m=metres)
    stretch = None if file is None else Stretch(file=file)
    made = Observation(what=what, says=what, stretch=stretch, details={"region": where.wire()})
    return sha256(f"{what} {file} {lon}".encode()), made


def test_places_on_the_map_correct_the_clock() -> None:
    """B stood 300 m farther from the bangs than A, along a parallel: 0.0042 degrees of longitude at 50 north."""
    near, far = region(A, "standpoint", 30.0, 3), region(B, "standpoint", 30.0 + 300 / 71_696, 3)
    at = region(None, "bangs-at", 30.0, 3)
    outcome = asked(heard(A, B, -4.0, away=1.5), seen=(near, far, at))
    span = starts(outcome)[B]
    assert span["low"] <= 4.0 + 300 / 343 <= span["high"] and span["high"] - span["low"] < 0.25
    apart_only = starts(asked(heard(A, B, -4.0, away=1.5), seen=(near, region(B, "standpoint", 30.0004, 3))))[B]
    assert 0.1 < apart_only["high"] - apart_only["low"] < 0.35, "two microphones some 30 m apart"
    assert apart_only["low"] <= 4.0 <= apart_only["high"]


@given(st.floats(-60, 60), st.floats(-400, 400), st.floats(-400, 400), st.floats(0.5, 80))
def test_distances_between_regions_hold_the_true_one(lat: float, east: float, north: float, radius: float) -> None:
    lon = 20 + east / (111_195 * np.cos(np.radians(lat)))
    one = Region.around(lon=20.0, lat=lat, radius_m=radius)
    two = Region.around(lon=float(lon), lat=lat + north / 111_195, radius_m=radius)
    span = distance(one, two)
    true = float(np.hypot(east, north))
    assert span.low <= true <= span.high and span.high - span.low <= 4 * radius * 1.5 + 0.03 * true + 1
