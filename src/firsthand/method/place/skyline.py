"""place.skyline: from which places does the ground end against the sky as it was drawn on a frame?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.bounds import E7, Region
from firsthand.record.fault import BadValue, Fault
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable

from . import sets
from .camera import focal_px
from .clues import clues_of
from .globe import Array
from .terrain import METRE, Elevation, elevation_of, horizon
from .tree import grow

STEP_DEG = 1.0  # between the directions in which the horizon is worked out
INDEPENDENT = 8.0  # points of a skyline that err apart from one another; more only draw it more smoothly
ORDINARY, DEGREES = (
    2.0,
    2.5,
)  # the log of the true place with errors as stated, and half the freedom that remains in them
MOST_PLACES = 2500
LEAST_POINTS = 6
FLOOR = -60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How far is looked, how finely, and how well skylines fit terrain."""

    step_m: float = value(150.0, "metres between the places tried; wider where there would be more than 2500")
    reach_m: float = value(40_000.0, "metres; no ridge farther away is looked at")
    eye_m: float = value(2.0, "metres of the camera above the ground")
    terrain_error_deg: float = value(
        0.25, "sigma of the horizon as the elevation data have it: trees, houses, coarse grids"
    )
    pitch_deg: float = value(10.0, "sigma of the camera's pitch about level, degrees")
    roll_deg: float = value(2.0, "sigma of its roll")


def run(given: Given, inputs: Inputs) -> Outcome:
    try:
        ground = elevation_of(inputs["terrain"])
        drawn = dict(inputs["skyline"])
        across, above, sigma = _drawn(given, drawn)
        heading, turn = float(drawn.get("heading_deg", 0.0)), float(drawn.get("heading_error_deg", 180.0))
        if not (math.isfinite(heading) and turn > 0):
            raise BadValue("heading_error_deg is above 0; 180 where nobody knows the heading")
        lattice = _lattice(given, ground, Region.from_wire(dict(inputs["region"])))
    except Fault as bad:
        return Unsuitable(why=bad.message, code=bad.code)
    except (AttributeError, KeyError, TypeError, ValueError) as bad:
        return Unsuitable(why=f"terrain, skyline or region lack or misspell a part: {type(bad).__name__} {bad}")
    lon, lat, step_lon, step_lat = lattice
    every = np.arange(0.0, 360.0, STEP_DEG)
    around = np.array(
        [[horizon(ground, float(x), float(y), every, given.reach_m, given.eye_m) for x in lon] for y in lat]
    )
    loose = _between(around)
    logs = np.full((len(lat), len(lon)), FLOOR)
    for i, j in np.argwhere(np.isfinite(around).all(axis=2)):
        logs[i, j] = _fit(given, around[i, j], loose[i, j] + sigma**2, across, above, sigma, heading, turn)
    if logs.max() <= FLOOR:
        return Nothing(looked=f"{logs.size} places of the region: none has a horizon within the elevation data")
    return _outcome(given, logs, lattice, step_lon, step_lat)


def _drawn(given: Given, drawn: Mapping[str, Any]) -> tuple[Array, Array, float]:
    """Of each point: degrees right of the middle, degrees above it, and the sigma of a point."""
    width, height = (float(drawn["picture"][name]) for name in ("width_px", "height_px"))
    focal = focal_px(float(drawn.get("field_of_view_deg", 65.0)), width)
    points = np.array([[float(part["x_px"]), float(part["y_px"])] for part in drawn["points"]]).reshape(-1, 2)
    if len(points) < LEAST_POINTS:
        raise BadValue(f"{len(points)} points; a skyline is drawn by {LEAST_POINTS} or more")
    if np.ptp(points[:, 0]) < width / 8 or not np.isfinite(points).all():
        raise BadValue("the points lie in an eighth of the picture's width or less: no skyline to compare")
    x, up = points[:, 0] - width / 2, height / 2 - points[:, 1]
    pixel = math.degrees(float(drawn.get("error_px", 3.0)) / focal)
    return (
        np.degrees(np.arctan(x / focal)),
        np.degrees(np.arctan2(up, np.hypot(focal, x))),
        math.hypot(pixel, given.terrain_error_deg),
    )


def _lattice(given: Given, ground: Elevation, region: Region) -> tuple[Array, Array, float, float]:
    if not region.boxes:
        raise BadValue("the region to search is empty")
    west, south = (
        max(ground.west, min(b[0] for b in region.boxes) / E7),
        max(ground.south, min(b[1] for b in region.boxes) / E7),
    )
    east, north = (
        min(ground.east, max(b[2] for b in region.boxes) / E7),
        min(ground.north, max(b[3] for b in region.boxes) / E7),
    )
    if west >= east or south >= north:
        raise BadValue("the elevation data do not reach the region to search")
    narrow = math.cos(math.radians((south + north) / 2))
    step = given.step_m
    while (wide := (east - west) * METRE * narrow / step) * (tall := (north - south) * METRE / step) > MOST_PLACES:
        step *= 1.25
    lon, lat = np.linspace(west, east, max(2, round(wide) + 1)), np.linspace(south, north, max(2, round(tall) + 1))
    return lon, lat, float(lon[1] - lon[0]), float(lat[1] - lat[0])


def _between(around: Array) -> Array:
    """By how much (variance, square degrees) horizons differ within half a step of each place: what stands near moves most.

    A camera stands between the places tried. Without this the one place that fits by chance would outweigh the true one.
    """
    made = np.zeros(around.shape)
    for axis in (0, 1):
        step = np.nan_to_num(np.diff(around, axis=axis)) ** 2 / 12  # of a slope, evenly over a step
        before = np.insert(step, 0, np.take(step, 0, axis), axis)
        after = np.insert(step, step.shape[axis], np.take(step, -1, axis), axis)
        made += (before + after) / 2
    return made


def _fit(
    given: Given, around: Array, loose: Array, across: Array, above: Array, sigma: float, heading: float, turn: float
) -> float:
    """Log likelihood (0 for a perfect fit to sigma) of a horizon with its variances; pitch, roll and heading integrated out."""
    headings = np.arange(0.0, 360.0, STEP_DEG)
    off = (headings - heading + 180) % 360 - 180
    prior = np.ones(len(headings)) if turn >= 180 else np.exp(-0.5 * (off / turn) ** 2)
    at = (headings[:, None] + across[None, :]) % 360
    ways = np.arange(0.0, 360.0 + STEP_DEG / 2, STEP_DEG)
    seen = np.interp(at, ways, np.append(around, around[0])) - above[None, :]
    variance = np.interp(at, ways, np.append(loose, loose[0]))
    # Pitch lifts all points alike, roll lifts them by their way from the middle; each has its prior.
    shape = np.column_stack([np.ones(len(across)), np.radians(across)])
    own = np.diag([given.pitch_deg**-2, given.roll_deg**-2])
    weight = np.linalg.inv(np.einsum("nk,ki,kj->nij", 1 / variance, shape, shape) + own)
    put = (seen / variance) @ shape
    chi2 = (seen**2 / variance).sum(axis=1) - np.einsum("ni,nij,nj->n", put, weight, put)
    share = min(1.0, INDEPENDENT / len(across))
    logs = -0.5 * share * (np.maximum(0.0, chi2) + np.log(variance / sigma**2).sum(axis=1))
    return max(
        FLOOR,
        float(np.logaddexp.reduce(logs + np.log(np.maximum(prior, 1e-300))) - math.log(prior.sum()))
        + math.log(len(headings) / 3),
    )


def _outcome(
    given: Given, logs: Array, lattice: tuple[Array, Array, float, float], step_lon: float, step_lat: float
) -> Outcome:
    lon, lat = lattice[:2]
    best = float(logs.max())
    # Where even the best place fits badly, the errors are larger than was said: all places are told apart so much less surely.
    logs = best + (logs - best) / (1 + max(0.0, ORDINARY - best) / DEGREES)
    term = {
        "is": "raster",
        "west_deg": float(lon[0]),
        "south_deg": float(lat[0]),
        "step_lon_deg": step_lon,
        "step_lat_deg": step_lat,
        "columns": len(lon),
        "rows": len(lat),
        "logs": [round(float(part), 3) for part in (logs - max(best, 0.0)).clip(FLOOR, 0.0).ravel()],
        "beyond": FLOOR,
    }
    clue = {"kind": "place", "says": "a skyline drawn on a frame", "terms": [term]}
    box = Region.of(
        [(math.ceil(lon[0] * E7), math.ceil(lat[0] * E7), math.floor(lon[-1] * E7), math.floor(lat[-1] * E7))]
    )
    field = grow(clues_of([{"id": "skyline", "lie": 0.0, **clue}], box, None), box, None, given.step_m / 2)
    found = {
        "clue": clue,
        "where": {f"{p * 100:g}": sets.region_value(field, box.boxes, p) for p in sets.SHARES},
        "best_log": round(best, 3),
        "places": int(logs.size),
        "step_m": round(step_lat * METRE, 1),
    }
    if best < -8.0:
        return Inconclusive(
            why="no place of the region has such a horizon: the best fits worse than four sigma", value=found
        )
    return Found(value=found)


def hills(count: int = 7, seed: int = 3) -> dict[str, Any]:
    """Invented ground for the examples: round hills on a plain about 10 E 46 N, 0.2 degrees each way."""
    rng = np.random.default_rng(seed)
    rows = columns = 121
    lon, lat = np.meshgrid(9.8 + np.arange(columns) / 300, 45.8 + np.arange(rows) / 300)
    made = np.full(lon.shape, 200.0)
    for _ in range(count):
        x, y = rng.uniform(9.82, 10.18), rng.uniform(45.82, 46.18)
        made += rng.uniform(200, 900) * np.exp(
            -(((lon - x) * 0.7) ** 2 + (lat - y) ** 2) / (2 * rng.uniform(0.008, 0.025) ** 2)
        )
    return {
        "west_deg": 9.8,
        "south_deg": 45.8,
        "step_lon_deg": 1 / 300,
        "step_lat_deg": 1 / 300,
        "heights": made.tolist(),
    }


def drawn_from(
    terrain: Mapping[str, Any], lon: float, lat: float, heading: float, pitch: float = 3.0
) -> dict[str, Any]:
    """The skyline that a camera there would see, as points of a picture 1600 wide, for the examples and the tests."""
    focal = focal_px(60.0, 1600)
    x = np.linspace(-760, 760, 25)
    way = np.degrees(np.arctan(x / focal))
    above = horizon(elevation_of(terrain), lon, lat, (heading + way) % 360, 40_000.0, 2.0) - pitch
    y = 450 - np.tan(np.radians(above)) * np.hypot(focal, x)
    points = [{"x_px": float(a) + 800, "y_px": float(b)} for a, b in zip(x, y, strict=True)]
    return {"picture": {"width_px": 1600, "height_px": 900}, "points": points, "field_of_view_deg": 60.0}


_NEAR = Region.around(lon=10.03, lat=46.02, radius_m=1500).wire()
_FLAT = {"west_deg": 9.8, "south_deg": 45.8, "step_lon_deg": 0.02, "step_lat_deg": 0.02, "heights": [[200.0] * 21] * 21}

METHOD = Method(
    name="place.skyline",
    version=4,
    asks="From which places does the ground end against the sky as it was drawn on a frame?",
    given=Given,
    inputs=(
        Input(
            name="terrain",
            kind="value",
            says="west_deg, south_deg, step_lon_deg, step_lat_deg and heights (rows from the south) in metres",
        ),
        Input(
            name="skyline",
            kind="value",
            says="picture (width_px, height_px), points (x_px, y_px), error_px, field_of_view_deg; heading_deg with heading_error_deg",
        ),
        Input(name="region", kind="value", says="wire of the Region searched, within the elevation data"),
    ),
    says="clue (a raster of log likelihood, for place.field: a joint factor, hardly ever an answer alone), where (50, 80, 95 % regions "
    "by the skyline alone), best_log, places tried",
    limits=(
        "trees, houses and haze end a skyline before the ground does",
        "one ridge looks like another: on 90 m data a skyline alone was right in four cases of ten; use it beside other clues",
        "a camera high above the ground, or ground that the data draw too coarsely, has another horizon",
        "a wrong field of view stretches it; a heading known within some degrees helps most",
    ),
    cites=("horizon angle with curvature and refraction 0.13: surveying, any textbook",),
    run=run,
    examples=(
        Example(
            says="a valley among round hills",
            given=Given(step_m=300.0, reach_m=20_000.0),
            inputs=lambda: {"terrain": hills(), "skyline": drawn_from(hills(), 10.03, 46.02, 40.0), "region": _NEAR},
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and Region.from_wire(outcome.value["where"]["95"]["region"]).holds(lon=10.03, lat=46.02)
            ),
        ),
        Example(
            says="hills drawn where the ground is flat",
            given=Given(step_m=800.0, reach_m=20_000.0, terrain_error_deg=0.1),
            inputs=lambda: {"terrain": _FLAT, "skyline": drawn_from(hills(), 10.03, 46.02, 40.0), "region": _NEAR},
            gives="inconclusive",
        ),
        Example(
            says="a region without elevation data",
            given=Given(),
            inputs=lambda: {
                "terrain": _FLAT,
                "skyline": drawn_from(hills(), 10.03, 46.02, 40.0),
                "region": Region.around(lon=30, lat=50, radius_m=100).wire(),
            },
            gives="unsuitable",
        ),
    ),
)
