"""The joint field: as good as a grid of all places and minutes, calibrated, robust to a lie, and it names who conflicts."""

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from firsthand.method.place.clash import conflicts, least_chi2
from firsthand.method.place.clues import clues_of
from firsthand.method.place.ephemeris import altitude_azimuth, track, unix
from firsthand.method.place.field import METHOD, Given, solve
from firsthand.method.place.globe import bearing_deg, half_diagonal_m
from firsthand.method.place.minutes import grid_of, seen_sun
from firsthand.method.place.sets import SHARES, at_border, chosen, held, parts_of, region_of
from firsthand.method.place.terms import KINDS, term_of
from firsthand.method.place.tree import grow, minutes_of, without
from firsthand.record.bounds import Region, Span, instant
from firsthand.record.finding import Found, Inconclusive, Nothing, Unsuitable

BOX = Region.of([(295_000_000, 499_000_000, 305_000_000, 506_000_000)])
TOWN = {"lon_deg": 30.0, "lat_deg": 50.2}
FIRST, LAST = "2022-05-10T00:00:00Z", "2022-05-11T00:00:00Z"
WINDOW = Span(earliest=instant(FIRST), latest=instant(LAST))
ZERO = 1652140800.0


def clue(name: str, *terms: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": name, "kind": "place", "says": name, "terms": list(terms), **more}


RING = clue("ring", {"is": "near", **TOWN, "distance_m": 11000.0, "sigma_m": 1650.0})
NORTH = clue("north", {"is": "side", **TOWN, "towards_deg": 0.0, "sigma_deg": 30.0})
SHADOW = {
    "id": "shadow",
    "kind": "shadow",
    "says": "",
    "shadow": {"ratio": 0.85, "azimuth_deg": 45.0, "azimuth_error_deg": 2.0},
}


def dense(wires: list[dict[str, Any]], count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The slow obvious field: every place of an even grid times every minute, as shares by place and by minute."""
    clues = clues_of(wires, BOX, WINDOW)
    west, south, east, north = (edge / 1e7 for edge in BOX.boxes[0])
    lon = west + (np.arange(count) + 0.5) * (east - west) / count
    lat = south + (np.arange(count) + 0.5) * (north - south) / count
    x, y = (part.ravel() for part in np.meshgrid(lon, lat))
    log = np.zeros(len(x))
    for one in clues:
        if one.readings:
            log += one.place_logs(x, y, np.zeros(len(x)))[0]
    grid = grid_of(ZERO, ZERO + 86400, 600.0, sun=True)
    joint = np.empty((len(x), len(grid.at)))
    for k in range(len(x)):
        altitude, azimuth = seen_sun(
            grid, np.arange(len(grid.at)), np.zeros(len(grid.at), dtype=int), x[k : k + 1], y[k : k + 1]
        )
        joint[k] = log[k] + sum(one.robust(one.shadow.log(altitude, azimuth)) for one in clues if one.shadow)
    mass = np.exp(joint - joint.max()) * np.cos(np.radians(y))[:, None]
    mass /= mass.sum()
    return np.column_stack([x, y]), mass.sum(axis=1), mass.sum(axis=0)


def test_the_tree_is_the_grid_of_all_places_and_minutes() -> None:
    wires = [RING, NORTH, SHADOW]
    clues = clues_of(wires, BOX, WINDOW)
    grid = grid_of(ZERO, ZERO + 86400, 600.0, sun=True)
    field = grow(clues, BOX, grid, 100.0)
    places, mass, minutes = dense(wires, 48)
    assert field.loss_at_most <= 1e-3
    for share in SHARES:
        region = region_of(field, BOX.boxes, chosen(field, share))
        assert abs(held(field, region) - share) < 0.2 and held(field, region) >= share - 1e-6
        inside = np.array([region.holds(lon=float(x), lat=float(y)) for x, y in places])
        assert mass[inside].sum() > share - 0.04
    assert np.abs(minutes_of(field, clues, grid) - minutes).sum() / 2 < 0.03


@pytest.mark.parametrize("kind", KINDS)
def test_no_term_breaks_its_bounds(kind: str) -> None:
    """Whatever place of a circle is taken, its likelihood lies within what was promised for the circle."""
    rng = np.random.default_rng(3)
    wire = {
        "is": kind,
        **TOWN,
        "distance_m": 9000.0,
        "radius_m": 4000.0,
        "sigma_m": 800.0,
        "sigma_deg": 8.0,
        "towards_deg": 300.0,
        "bearing_deg": 15.0,
        "from": TOWN,
        "to": {"lon_deg": 30.3, "lat_deg": 50.4},
        "west_deg": 29.9,
        "south_deg": 50.0,
        "east_deg": 30.1,
        "north_deg": 50.1,
        "rings": [[[29.9, 50.1], [30.2, 50.05], [30.15, 50.3], [30.0, 50.15], [29.9, 50.1]]],
        "east_m2": 4e6,
        "east_north_m2": 1e6,
        "north_m2": 1e6,
        "step_lon_deg": 0.01,
        "step_lat_deg": 0.02,
        "columns": 20,
        "rows": 10,
        "logs": [float(part) for part in -9 * rng.random(200)],
    }
    term = term_of(wire)
    lon, lat = rng.uniform(29.6, 30.4, 300), rng.uniform(49.9, 50.5, 300)
    wide, tall = rng.uniform(0.0005, 0.2, 300), rng.uniform(0.0005, 0.2, 300)
    _, upper, lower = term.logs(lon, lat, half_diagonal_m(lat, wide, tall))
    for _ in range(20):
        x, y = lon + wide * rng.uniform(-0.5, 0.5, 300), lat + tall * rng.uniform(-0.5, 0.5, 300)
        there = term.logs(x, y, np.zeros(300))[0]
        assert (there <= upper + 1e-6).all() and (there >= lower - 1e-6).all()


def test_a_far_mode_is_not_lost() -> None:
    """Two readings, one village light and far away: its share is kept to the loss that is printed."""
    far = {"is": "near", "lon_deg": 29.6, "lat_deg": 49.95, "distance_m": 0.0, "sigma_m": 60.0}
    near = {"is": "near", **TOWN, "distance_m": 0.0, "sigma_m": 2000.0}
    # Equal peaks weigh by area: the far one holds about (60/2000)^2 of the near one.
    two = {"id": "w", "kind": "words", "says": "", "lie": 0.0}
    readings = [{"weight": 0.5, "terms": [near]}, {"weight": 0.5, "terms": [far]}]
    field = grow(clues_of([{**two, "readings": readings}], BOX, None), BOX, None, 5.0)
    spot = Region.around(lon=29.6, lat=49.95, radius_m=300.0)
    assert field.loss_at_most <= 1e-3
    assert abs(held(field, spot) - 0.0009 / 1.0009) <= field.loss_at_most + 1e-4


def test_one_lie_in_five_does_not_take_the_answer_with_it() -> None:
    marks = [
        {"lon_deg": 30.0 + dx, "lat_deg": 50.2 + dy}
        for dx, dy in ((0.02, 0.0), (0.0, 0.02), (-0.02, 0.005), (0.01, -0.015))
    ]
    wires = [
        clue(
            f"b{k}",
            {
                "is": "bearing",
                **m,
                "bearing_deg": float(bearing_deg(30.0, 50.2, m["lon_deg"], m["lat_deg"])),
                "sigma_deg": 1.0,
            },
        )
        for k, m in enumerate(marks)
    ]
    wires.append(clue("lie", {"is": "within", "lon_deg": 29.6, "lat_deg": 49.95, "radius_m": 2000.0, "sigma_m": 500.0}))
    outcome = METHOD.ask(Given(), {"clues": wires, "region": BOX.wire(), "window": None})
    assert isinstance(outcome, Inconclusive) and "lie" in outcome.conflict and len(outcome.conflict) == 2
    assert all("lie" in part["ids"] for part in outcome.value["contradictions"])
    region = Region.from_wire(outcome.value["where"]["95"]["region"])
    assert region.holds(lon=30.0, lat=50.2) and region.area_km2() < 1.0
    # Without the floor the lie would win or ruin all.
    bare = clues_of([{**wire, "lie": 0.0} for wire in wires], BOX, None)
    assert least_chi2(bare, BOX, None) >= 200.0


def test_three_clues_that_conflict_only_together() -> None:
    """Every two of three rings cross somewhere; all three nowhere."""
    rings = [
        clue(name, {"is": "near", "lon_deg": lon, "lat_deg": lat, "distance_m": 8000.0, "sigma_m": 50.0})
        for name, lon, lat in (("a", 30.0, 50.2), ("b", 30.1, 50.2), ("c", 30.05, 50.31))
    ]
    pairs, broken = conflicts(clues_of(rings, BOX, None), BOX, None)
    assert all(pair.chi2 < 1 for pair in pairs)
    assert [part.ids for part in broken] == [("a", "b", "c")] and broken[0].chi2 > 22


def test_sun_and_clock_that_conflict() -> None:
    night = {"earliest": "2022-05-10T20:00:00Z", "latest": "2022-05-10T23:00:00Z", "zone": None, "verbatim": None}
    clock = {"id": "clock", "kind": "time", "says": "", "spans": [night]}
    asked = {"clues": [RING, clock, SHADOW], "region": BOX.wire(), "window": WINDOW.wire()}
    outcome = METHOD.ask(Given(finest_m=300.0), asked)
    assert isinstance(outcome, Inconclusive) and set(outcome.conflict) == {"clock", "shadow"}


def test_a_joint_answer_of_place_and_time_says_what_moved_it() -> None:
    asked = {"clues": [RING, NORTH, SHADOW], "region": BOX.wire(), "window": WINDOW.wire()}
    outcome = METHOD.ask(Given(finest_m=300.0), asked)
    assert isinstance(outcome, Found)
    assert {row["id"] for row in outcome.value["each"]} == {"ring", "north", "shadow"} and outcome.value["moved_most"]
    spans = [Span.from_wire(wire) for wire in outcome.value["when"]["80"]]
    assert len(spans) == 1 and spans[0].earliest and spans[0].earliest.hour in (11, 12)
    assert all(outcome.value["when_holds"][name] >= int(name) / 100 for name in ("50", "80", "95"))
    assert all(outcome.value["where"][name]["holds"] >= int(name) / 100 - 1e-3 for name in ("50", "80", "95"))
    areas = [outcome.value["where"][name]["area_km2"] for name in ("50", "80", "95")]
    assert areas == sorted(areas) and "within" in outcome.value["where"]["80"]["words"]


def test_what_tells_nothing_and_what_cannot_be_asked() -> None:
    wide = clue("wide", {"is": "within", **TOWN, "radius_m": 500_000.0, "sigma_m": 1000.0})
    assert isinstance(METHOD.ask(Given(), {"clues": [wide], "region": BOX.wire(), "window": None}), Nothing)
    for clues, window in (
        ([SHADOW], None),
        ([RING, RING], None),
        ([{**RING, "kind": "rumour"}], None),
        ([clue("x", {"is": "near", "lon_deg": 200.0, "lat_deg": 0, "distance_m": 1, "sigma_m": 1})], None),
        ([clue("x", {"is": "near", **TOWN, "distance_m": 1, "sigma_m": 0})], None),
        ([clue("x")], None),
        ([{**RING, "lie": 1.0}], None),
    ):
        assert isinstance(METHOD.ask(Given(), {"clues": clues, "region": BOX.wire(), "window": window}), Unsuitable)


def test_the_date_line_is_no_edge() -> None:
    fiji = Region.of([(1_790_000_000, -180_000_000, -1_790_000_000, -160_000_000)])
    ring = clue("r", {"is": "near", "lon_deg": 179.99, "lat_deg": -17.0, "distance_m": 20000.0, "sigma_m": 2000.0})
    outcome = METHOD.ask(Given(finest_m=300.0), {"clues": [ring], "region": fiji.wire(), "window": None})
    assert isinstance(outcome, Found)
    region = Region.from_wire(outcome.value["where"]["80"]["region"])
    assert region.holds(lon=-179.83, lat=-17.0) and region.holds(lon=179.81, lat=-17.0)
    assert abs(outcome.value["where"]["80"]["circle"]["lon_deg"]) > 179.9


def test_parts_that_do_not_touch() -> None:
    region = Region.around(lon=30.0, lat=50.0, radius_m=500).join(Region.around(lon=30.5, lat=50.0, radius_m=900))
    parts = parts_of(region)
    assert len(parts) == 2 and parts[0].area_km2() > parts[1].area_km2()


def test_the_regions_hold_the_truth_as_often_as_they_say() -> None:
    """The bench's simulator, 20 scenes with a tenth of lies; the bench itself prints thousands."""
    path = Path(__file__).parents[3] / "bench" / "place.py"
    spec = importlib.util.spec_from_file_location("bench_place", path)
    assert spec and spec.loader
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    rng = np.random.default_rng(7)
    region = Region.of([tuple(round(edge * 1e7) for edge in bench.BOX)])
    begin = instant(bench.BEGIN).timestamp()
    window = Span(earliest=instant(bench.BEGIN), latest=instant("2022-05-12T00:00:00Z"))
    grid = grid_of(begin, begin + 2 * 86400, 60.0, sun=True)
    place, when, count = dict.fromkeys((0.5, 0.95), 0), dict.fromkeys((0.5, 0.95), 0), 20
    for _ in range(count):
        wires, lon, lat, at = bench.scene(rng, 0.1)
        answer = solve(clues_of(wires, region, window), region, grid, 10.0)
        assert answer.field.loss_at_most <= 1e-3
        deep = {"place": bench.place_found(answer, lon, lat, rng.random()).level}
        deep["time"] = bench.time_found(answer, at, rng.random()).level
        for share in place:
            place[share] += deep["place"] <= share
            when[share] += deep["time"] <= share
    assert 4 <= place[0.5] <= 17 and 4 <= when[0.5] <= 17, (place, when)
    assert place[0.95] >= 16 and when[0.95] >= 16, (place, when)


def test_what_each_clue_excludes_comes_back_without_it() -> None:
    """A ring cut to its north by a side: without the side the south of the ring comes back, without the ring the far north."""
    sure = [{**RING, "lie": 0.05}, {**NORTH, "lie": 0.05}]
    outcome = METHOD.ask(Given(finest_m=100.0), {"clues": sure, "region": BOX.wire(), "window": None})
    assert isinstance(outcome, Found)
    rows = {row["id"]: row for row in outcome.value["each"]}
    south = Region.from_wire(rows["north"]["excludes"]["region"])
    assert south.holds(lon=30.0, lat=50.1) and not south.holds(lon=30.0, lat=50.3)
    assert 0.4 < rows["north"]["excludes"]["share"] < 0.95 and "within" in rows["north"]["excludes"]["words"]
    far = Region.from_wire(rows["ring"]["excludes"]["region"])
    assert far.holds(lon=30.0, lat=50.5) and not far.holds(lon=30.0, lat=50.3)


def test_a_field_without_a_clue_is_as_if_it_had_never_been_given() -> None:
    """The cells of the whole, weighed anew, against a field grown from nothing."""
    clues = clues_of([RING, NORTH, SHADOW], BOX, WINDOW)
    grid = grid_of(ZERO, ZERO + 86400, 600.0, sun=True)
    whole = grow(clues, BOX, grid, 100.0)
    for k, clue_ in enumerate(clues):
        rest = [other for other in clues if other is not clue_]
        anew, left = grow(rest, BOX, grid, 100.0), without(whole, clue_, 100.0, 1e-3)
        region = region_of(anew, BOX.boxes, chosen(anew, 0.8))
        assert abs(held(left, region) - held(anew, region)) < 0.02, k
        apart = np.abs(minutes_of(left, rest, grid) - minutes_of(anew, rest, grid)).sum() / 2
        assert apart < 0.03, k


def test_four_clues_of_which_no_three_conflict() -> None:
    """Four rings, every three of which cross within what is allowed: all four do not, and the set is not padded with a fifth."""
    rings = [
        clue(name, {"is": "near", "lon_deg": lon, "lat_deg": lat, "distance_m": 8000.0, "sigma_m": sigma})
        for name, lon, lat, sigma in (
            ("a", 30.0, 50.2, 200.0),
            ("b", 30.12, 50.2, 200.0),
            ("c", 30.0, 50.214, 200.0),
            ("d", 30.12, 50.214, 200.0),
        )
    ]
    wide = clue("wide", {"is": "within", **TOWN, "radius_m": 90_000.0, "sigma_m": 100.0})
    _, broken = conflicts(clues_of([*rings, wide], BOX, None), BOX, None)
    assert broken and "wide" not in broken[0].ids


def test_a_clue_that_fits_nothing_searched_is_named_alone() -> None:
    """A shadow without length, or a sun at night: Ukraine has neither."""
    night = {"earliest": "2022-05-10T20:00:00Z", "latest": "2022-05-10T23:00:00Z", "zone": None, "verbatim": None}
    none = {**SHADOW, "shadow": {"ratio": 0.0}}
    for shadow, window in ((none, WINDOW.wire()), (SHADOW, night)):
        outcome = METHOD.ask(Given(finest_m=300.0), {"clues": [RING, shadow], "region": BOX.wire(), "window": window})
        assert isinstance(outcome, Inconclusive) and outcome.conflict == ("shadow",), outcome
        assert "even alone" in outcome.why
    tropics = Region.of([(-50_000_000, -50_000_000, 50_000_000, 50_000_000)])
    march = Span(earliest=instant("2022-03-20T00:00:00Z"), latest=instant("2022-03-21T00:00:00Z"))
    outcome = METHOD.ask(Given(finest_m=5000.0), {"clues": [none], "region": tropics.wire(), "window": march.wire()})
    assert not isinstance(outcome, Inconclusive)


def test_a_misidentified_landmark_contradicts_no_other_clue() -> None:
    metre = 1 / 111_195
    points = [
        {"lon_deg": 30.0 + e * metre / 0.64, "lat_deg": 50.2 + n * metre, "x_px": 640 + 1000 * e / n}
        for e, n in ((-200, 400), (-60, 500), (40, 200), (120, 600), (150, 300))
    ]
    points[1]["x_px"] += 400
    frame = {"picture": {"width_px": 1280, "height_px": 720}, "points": points, "tilt_deg": 0.0, "zoom_error": 0.05}
    marks = {"id": "marks", "kind": "landmarks", "says": "", "landmarks": frame}
    near = clue("near", {"is": "within", **TOWN, "radius_m": 3000.0, "sigma_m": 500.0})
    pairs, broken = conflicts(clues_of([marks, near], BOX, None), BOX, None)
    assert not broken and pairs[0].chi2 < 1


def test_across_the_pole() -> None:
    """Twenty kilometres from a place that stands eleven from the pole: the ring runs over all longitudes."""
    cap = Region.of([(-1_800_000_000, 890_000_000, 1_800_000_000, 900_000_000)])
    ring = clue("r", {"is": "near", "lon_deg": 30.0, "lat_deg": 89.9, "distance_m": 20000.0, "sigma_m": 1000.0})
    outcome = METHOD.ask(Given(finest_m=100.0), {"clues": [ring], "region": cap.wire(), "window": None})
    assert isinstance(outcome, Found)
    region = Region.from_wire(outcome.value["where"]["80"]["region"])
    across = 90 - (20000 - 0.1 * 111_195) / 111_195
    assert region.holds(lon=-150.0, lat=across) and region.holds(lon=30.0, lat=89.9 - 20000 / 111_195)
    assert not region.holds(lon=30.0, lat=across) and outcome.value["loss_at_most"] <= 1e-3


def test_under_the_midnight_sun() -> None:
    """At 78 N in June a shadow at local midnight is as good as another: north of it, long, and in the night's minutes."""
    cap = Region.of([(140_000_000, 770_000_000, 170_000_000, 790_000_000)])
    truth = unix(instant("2022-06-21T23:00:00Z"))
    altitude, azimuth = (float(part[0, 0]) for part in altitude_azimuth(track([truth]), 15.6, 78.2))
    assert 5 < altitude < 15 and abs(azimuth) < 15
    told = {"ratio": float(1 / np.tan(np.radians(altitude))), "azimuth_deg": (azimuth + 180) % 360}
    near = clue("near", {"is": "within", "lon_deg": 15.6, "lat_deg": 78.2, "radius_m": 8000.0, "sigma_m": 2000.0})
    day = Span(earliest=instant("2022-06-21T12:00:00Z"), latest=instant("2022-06-22T12:00:00Z"))
    asked = {"clues": [near, {**SHADOW, "shadow": told}], "region": cap.wire(), "window": day.wire()}
    outcome = METHOD.ask(Given(finest_m=500.0), asked)
    assert isinstance(outcome, Found)
    spans = [Span.from_wire(wire) for wire in outcome.value["when"]["80"]]
    assert len(spans) == 1 and spans[0].holds(instant("2022-06-21T23:00:00Z"))


def test_minutes_that_are_alike_stay_together_and_the_answer_says_what_they_hold() -> None:
    """A clock of twelve hours and nothing else: half of it cannot be told from the other half."""
    noon = {"earliest": "2022-05-10T06:00:00Z", "latest": "2022-05-10T18:00:00Z", "zone": None, "verbatim": None}
    clock = {"id": "clock", "kind": "time", "says": "", "spans": [noon]}
    outcome = METHOD.ask(Given(finest_m=300.0), {"clues": [RING, clock], "region": BOX.wire(), "window": WINDOW.wire()})
    assert isinstance(outcome, Found)
    assert outcome.value["when"]["50"] == outcome.value["when"]["80"]
    assert outcome.value["when_holds"]["50"] == outcome.value["when_holds"]["80"] > 0.9


def test_a_set_that_ends_only_where_the_search_did_says_so() -> None:
    asked = {"clues": [RING, NORTH], "region": BOX.wire(), "window": None}
    inside = METHOD.run(Given(), asked)
    # A search whose border runs through what the clues leave.
    cut = METHOD.run(
        Given(), {**asked, "region": Region.of([(295_000_000, 499_000_000, 300_000_000, 506_000_000)]).wire()}
    )
    assert isinstance(inside, Found) and isinstance(cut, Found)
    assert not inside.value["where"]["80"]["at_border"] and "border" not in inside.value["where"]["80"]["words"]
    assert cut.value["where"]["80"]["at_border"]
    assert cut.value["where"]["80"]["words"].endswith(", up to the border of what was searched")


@pytest.mark.parametrize(
    ("found", "searched", "bordered"),
    [
        ([(10, 10, 20, 20)], [(0, 0, 100, 100)], False),
        ([(0, 10, 20, 20)], [(0, 0, 100, 100)], True),
        ([(40, 10, 60, 20)], [(0, 0, 50, 100), (50, 0, 100, 100)], False),  # where two searched boxes meet is no border
        (
            [(-1_800_000_000, 10, -1_700_000_000, 20)],
            [(-1_800_000_000, -900_000_000, 1_800_000_000, 900_000_000)],
            False,
        ),
    ],
)
def test_border(
    found: list[tuple[int, int, int, int]], searched: list[tuple[int, int, int, int]], bordered: bool
) -> None:
    assert at_border(Region.of(found), searched) is bordered
