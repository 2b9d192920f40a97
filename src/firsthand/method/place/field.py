"""place.field: where and when was it, by all clues together, each of which may be false?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.bounds import Region, Span
from firsthand.record.fault import Fault
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable

from . import sets
from .clash import Conflict, allowed, conflicts
from .clues import Clue, clues_of
from .ephemeris import unix
from .globe import Array
from .landmarks import Landmarks
from .left_out import each_left_out
from .minutes import Grid, grid_of
from .tree import Field, grow, minutes_of

HEAVY = 2000  # cells of most mass, by which landmarks are told apart
MOST_STEPS = 100_000  # longer windows are searched in longer steps, and the answer says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How finely is searched, and what else is worked out."""

    finest_m: float = value(2.0, "metres; cells of place are not cut below this half diagonal")
    step_s: float = value(60.0, "seconds; longer where the window has more than 100,000 steps")
    weigh_each: bool = value(
        True, "whether the answer is also worked out without each clue, and every pair is tried for conflict"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The field over places, and the share of each minute where time was asked."""

    field: Field
    grid: Grid | None
    minutes: Array | None


def run(given: Given, inputs: Inputs) -> Outcome:
    try:
        region = Region.from_wire(dict(inputs["region"]))
        window = None if inputs["window"] is None else Span.from_wire(dict(inputs["window"]))
        clues = clues_of(inputs["clues"], region, window)
        grid = _grid(given, clues, window)
    except Fault as bad:
        return Unsuitable(why=bad.message, code=bad.code)
    except (AttributeError, KeyError, TypeError, ValueError) as bad:
        return Unsuitable(why=f"clues, region or window lack or misspell a part: {type(bad).__name__} {bad}")
    if not clues or region.area_km2() <= 0:
        return Unsuitable(why="give at least one clue, and a region to search that has an area")
    if grid is None and any(clue.shadow or clue.spans for clue in clues):
        return Unsuitable(why="clues of sun or time need a window of time with both ends")
    pairs, broken = conflicts(clues, region, grid) if given.weigh_each else ([], [])
    answer = solve(clues, region, grid, given.finest_m)
    found = _value(answer, clues, region, pairs)
    if given.weigh_each:
        rows = each_left_out(clues, region.boxes, grid, answer.field, answer.minutes, given.finest_m)
        found["each"] = rows
        found["moved_most"] = max(rows, key=lambda row: row["moved"])["id"] if len(clues) > 1 else clues[0].id
    if broken:
        worst = broken[0]
        found["contradictions"] = [{"ids": list(part.ids), "chi2": part.chi2} for part in broken]
        what = f"{' and '.join(worst.ids)} together" if len(worst.ids) > 1 else f"{worst.ids[0]}, even alone"
        why = f"no place and time searched fits {what}: chi2 {worst.chi2:g}, allowed {allowed(len(worst.ids)):g}"
        return Inconclusive(why=why + "; what follows holds if one of them is false", conflict=worst.ids, value=found)
    if _flat(answer, region):
        return Nothing(looked="the whole region and window: the clues leave it about as open as it was", value=found)
    return Found(value=found)


def _grid(given: Given, clues: Sequence[Clue], window: Span | None) -> Grid | None:
    if window is None or window.earliest is None or window.latest is None:
        return None
    begin, end = unix(window.earliest), unix(window.latest)
    step = max(given.step_s, math.ceil((end - begin) / MOST_STEPS))
    return grid_of(begin, end, step, sun=any(clue.shadow for clue in clues))


def solve(clues: Sequence[Clue], region: Region, grid: Grid | None, finest_m: float) -> Answer:
    """The joint field of clues. Pure and of one answer; what the bench times."""
    field = grow(clues, region, grid, finest_m)
    return Answer(field=field, grid=grid, minutes=None if grid is None else minutes_of(field, clues, grid))


def _flat(answer: Answer, region: Region) -> bool:
    """Even half of what is likely takes nine tenths of the half of all that an empty question would leave."""
    half = sets.chosen(answer.field, 0.5)
    wide = sets.region_of(answer.field, region.boxes, half).area_km2() > 0.45 * region.area_km2()
    if answer.minutes is None:
        return wide
    return wide and float(answer.minutes.max()) < 1.2 / len(answer.minutes)


def _value(answer: Answer, clues: Sequence[Clue], region: Region, pairs: list[Conflict]) -> dict[str, Any]:
    field, grid = answer.field, answer.grid
    made: dict[str, Any] = {
        "where": {_percent(p): sets.region_value(field, region.boxes, p) for p in sets.SHARES},
        "loss_at_most": float(f"{field.loss_at_most:.2g}"),
        "rough_sun": float(f"{field.rough_sun:.2g}"),
        "finest_m": round(field.finest_m, 2),
        "cells": len(field.cells),
        "clues": [{"id": clue.id, "kind": clue.kind, "says": clue.says, "lie": clue.lie} for clue in clues],
        "pairs": [{"ids": list(pair.ids), "chi2": pair.chi2} for pair in pairs],
        "conflict_most": list(pairs[0].ids) if pairs and pairs[0].chi2 > 1 else [],
    }
    marked = {clue.id: _told(clue.marks, field) for clue in clues if clue.marks is not None}
    if marked:
        made["landmarks"] = marked
    if grid is not None and answer.minutes is not None:
        made["when"] = {
            _percent(p): [s.wire() for s in sets.spans_of(answer.minutes, grid.at, grid.step_s, p)] for p in sets.SHARES
        }
        made["when_holds"] = {_percent(p): sets.minutes_held(answer.minutes, p) for p in sets.SHARES}
        made["step_s"] = grid.step_s
    return made


def _told(marks: Landmarks, field: Field) -> list[dict[str, Any]]:
    """What the field makes of each landmark: the share of each of its places, and that it is none of them."""
    heavy = np.argsort(-field.mass)[:HEAVY]
    lon, lat = (field.cells[heavy, k] + field.cells[heavy, k + 2] / 2 for k in (0, 1))
    return marks.told(lon, lat, field.mass[heavy] / field.mass[heavy].sum())


def _percent(share: float) -> str:
    return f"{share * 100:g}"


_BOX = {"west": 220000000, "south": 440000000, "east": 410000000, "north": 530000000}
_UKRAINE = {"unit": "1e-7 deg WGS 84", "boxes": [_BOX], "verbatim": None}
_KYIV = {"lon_deg": 30.52, "lat_deg": 50.45}
_DISC = {"is": "within", "lon_deg": 38.0, "lat_deg": 48.0, "radius_m": 5000.0, "sigma_m": 2000.0}


def _clue(name: str, term: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": name, "kind": "place", "says": f"said to be {name}", "terms": [dict(term)]}


_NEAR = _clue("near", {"is": "near", **_KYIV, "distance_m": 11000.0, "sigma_m": 1650.0})
_SOUTH = _clue("south", {"is": "side", **_KYIV, "towards_deg": 180.0, "sigma_deg": 30.0})
_FAR = _clue("far", _DISC)

METHOD = Method(
    name="place.field",
    version=3,
    asks="Where and when was it, by all clues together, each of which may be false?",
    given=Given,
    inputs=(
        Input(
            name="clues",
            kind="value",
            says="list of id, says, lie (how often such a clue is false; 0.15), source (clues of place that name one are weighed as "
            "one) and kind: words (readings as place.words gives them), "
            "pose (readings as place.resection gives them), place (terms: near, within, side, bearing, road, box, area, ellipse, raster), "
            "landmarks (picture, points with x_px and lon_deg, lat_deg or places, field_of_view_deg, zoom_error), "
            "shadow (shadow as in place.shadow), time (spans, edge_s)",
        ),
        Input(
            name="region",
            kind="value",
            says="wire of the Region searched; every place of it is held equally likely before",
        ),
        Input(name="window", kind="value", says="wire of the Span searched, both ends; null where time is not asked"),
    ),
    says="where: for 50, 80 and 95 % a region (boxes, an outer cover), its area in km2, what it holds, its parts, a circle, "
    "at_border, whether it ends where the search did and not because a clue says so, and words; when: spans (all of them), and "
    "when_holds, what they hold (more than the share where minutes are alike); loss_at_most, the share of the field in cells left "
    "coarse; rough_sun, the share whose sun is that of a place farther off; each: how far the answer moves without each clue, and "
    "excludes, the places that come back without it (share, region, words); moved_most; landmarks, what each of them is by the "
    "field; pairs, the least chi2 of every two clues above what each has alone; conflict_most; contradictions where clues cannot "
    "all be true",
    limits=(
        "the region and window searched are believed: what lies outside cannot be found",
        "clues are weighed as independent; one rumour told by two accounts counts twice unless both name it as their source",
        "a false clue is taken to point anywhere alike; a lie made to fit the others is believed",
        "in step_s and finest_m the field is even; nothing finer is known",
    ),
    cites=("robust mixture: Box and Tiao 1968; bounds by Lipschitz constants, branch and bound",),
    run=run,
    examples=(
        Example(
            says="eleven kilometres from a town and south of it",
            given=Given(finest_m=200.0),
            inputs=lambda: {"clues": [_NEAR, _SOUTH], "region": _UKRAINE, "window": None},
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and Region.from_wire(outcome.value["where"]["80"]["region"]).holds(lon=30.52, lat=50.35)
            ),
        ),
        Example(
            says="two clues that cannot both be true",
            given=Given(finest_m=200.0),
            inputs=lambda: {"clues": [_NEAR, _SOUTH, _FAR], "region": _UKRAINE, "window": None},
            gives="inconclusive",
            check=lambda outcome: isinstance(outcome, Inconclusive) and outcome.conflict == ("near", "far"),
        ),
        Example(
            says="no clue at all",
            given=Given(),
            inputs=lambda: {"clues": [], "region": _UKRAINE, "window": None},
            gives="unsuitable",
        ),
    ),
)
