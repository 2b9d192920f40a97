"""place.resection: where did the camera stand and look, by four or more points of a picture that the map or a survey has?"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.bounds import Region
from firsthand.record.fault import BadValue, Fault
from firsthand.record.finding import Found, Inconclusive, Outcome, Unsuitable

from .camera import axes, focal_px
from .globe import RADIUS_M, Array
from .sun import place_of

RADIAL_95 = 2.447747
LEAST_SHARE = 1e-4  # poses of less are left out
NEARLY = 16.0  # a pose whose chi2 is this much above the best of its choice is none
MOST_CHOICES = 16  # ways to choose one place for every point
MOST_CHI2_EACH = 4.0  # of a degree of freedom, above which points and picture contradict each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is believed of camera and points before."""

    pixel_error: float = value(2.0, "sigma of a point drawn on the picture, pixels")
    map_error_m: float = value(2.0, "sigma of a point's position on the map, metres, in each direction")
    field_of_view_deg: float = value(65.0, "horizontal field of view believed before")
    zoom_error: float = value(0.5, "relative sigma of the focal length that follows from it; small where it is known")
    tilt_deg: float = value(10.0, "sigma of pitch and roll about level, degrees")


def run(given: Given, inputs: Inputs) -> Outcome:
    try:
        points = [_point(wire) for wire in inputs["points"]]
        width, height = (float(inputs["picture"][name]) for name in ("width_px", "height_px"))
    except (Fault, KeyError, TypeError, ValueError) as bad:
        return Unsuitable(
            why=f"points have lon_deg, lat_deg (or places), height_m, x_px, y_px; picture has width_px, height_px: {bad}"
        )
    if len(points) < 4:
        return Unsuitable(why=f"{len(points)} points; a pose with an unknown lens needs four or more")
    if math.prod(len(places) for places, _ in points) > MOST_CHOICES:
        return Unsuitable(
            why=f"more than {MOST_CHOICES} ways to choose a place for every point: leave the doubtful ones out"
        )
    focal = focal_px(given.field_of_view_deg, width)
    poses = _poses(given, points, width, height, focal)
    if not poses:
        return Inconclusive(why="no camera sees the points so: the search did not settle")
    freedom = 2 * len(points) - 4
    rows = [{"share": round(share, 6), "places": list(choice), **row} for share, choice, row in poses]
    best = rows[0]
    found = {**best, "poses": rows, "clue": _clue(rows)}
    if best["chi2"] > MOST_CHI2_EACH * freedom:
        return Inconclusive(
            why=f"points and picture contradict each other: chi2 {best['chi2']:.1f} for {freedom} free", value=found
        )
    return Found(value=found)


Place = tuple[float, float, float, float]  # lon, lat, height, weight


def _point(wire: Mapping[str, Any]) -> tuple[tuple[Place, ...], tuple[float, float]]:
    """The places that a point may be, their weights to one, and its pixel."""
    wires = wire["places"] if wire.get("places") is not None else [wire]
    weights = [float(part.get("weight", 1.0)) for part in wires]
    if not weights or min(weights) <= 0:
        raise BadValue("a point has one place or several, each with a weight above 0")
    height = float(wire.get("height_m", 0.0))
    places = tuple(
        (*place_of(part), float(part.get("height_m", height)), weight / sum(weights))
        for part, weight in zip(wires, weights, strict=True)
    )
    return places, (float(wire["x_px"]), float(wire["y_px"]))


def _poses(
    given: Given,
    points: Sequence[tuple[tuple[Place, ...], tuple[float, float]]],
    width: float,
    height: float,
    focal: float,
) -> list[tuple[float, tuple[int, ...], dict[str, Any]]]:
    """(share, the place chosen of each point, the pose) of every way to choose places and every pose that fits about as well."""
    pixels = np.array([pixel for _, pixel in points])
    metre = math.radians(1) * RADIUS_M
    found: list[tuple[float, tuple[int, ...], dict[str, Any]]] = []
    for choice in product(*(range(len(places)) for places, _ in points)):
        made = np.array([places[k] for (places, _), k in zip(points, choice, strict=True)])
        zero = made[:, :2].mean(axis=0)
        flat = np.column_stack([(made[:, :2] - zero) * [metre * math.cos(math.radians(zero[1])), metre], made[:, 2]])
        for fit, spread in _solve(given, flat, pixels, width, height, focal):
            # How much room the fit leaves counts with how good it is: Laplace's rule.
            room = 0.5 * float(np.linalg.slogdet(spread)[1])
            log = float(np.log(made[:, 3]).sum()) - fit.chi2 / 2 + room
            row = _value(fit.pose, spread, zero, metre, width, fit.chi2, 2 * len(points) - 4)
            found.append((log, choice, row))
    if not found:
        return []
    top = max(log for log, _, _ in found)
    whole = sum(math.exp(log - top) for log, _, _ in found)
    shares = ((math.exp(log - top) / whole, choice, row) for log, choice, row in found)
    return sorted((part for part in shares if part[0] >= LEAST_SHARE), key=lambda part: -part[0])


def _clue(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The poses as readings of one clue for place.field: each an ellipse, by its share."""
    readings = []
    for row in rows:
        term = {
            "is": "ellipse",
            **{name: row["wedge"]["apex"][name] for name in ("lon_deg", "lat_deg")},
            **row["covariance"],
        }
        area = 2 * math.pi * math.sqrt(term["east_m2"] * term["north_m2"] - term["east_north_m2"] ** 2)
        readings.append({"says": f"pose of {row['share']:.3g}", "height": row["share"] / area, "terms": [term]})
    top = max(float(reading["height"]) for reading in readings)
    return {
        "kind": "pose",
        "readings": [
            {"says": part["says"], "weight": max(1e-9, part["height"] / top), "terms": part["terms"]}
            for part in readings
        ],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A pose (east, north, up in m; heading, pitch, roll in rad; log focal px) and its chi2."""

    pose: Array
    chi2: float


def seen(pose: Array, points: Array, width: float, height: float) -> tuple[Array, Array]:
    """Pixels (N, 2) and depth (N,) of points (N, 3) east, north, up; pinhole, principal point in the middle, y down."""
    x, y, depth = axes(*pose[3:6]) @ (points - pose[:3]).T
    near = np.maximum(depth, 0.1)
    scale = math.exp(pose[6])
    # Behind the camera a point is pushed far out, smoothly, so that a search turns round.
    behind = np.where(depth < 0.1, 1e4 * (0.1 - depth) / (1 + np.abs(depth)), 0.0)
    return np.column_stack([width / 2 + scale * x / near + behind, height / 2 - scale * y / near]), np.asarray(depth)


def _solve(
    given: Given, points: Array, pixels: Array, width: float, height: float, focal: float
) -> list[tuple[Fit, Array]]:
    """The poses of many starts around the points that fit about as well as the best, with the covariance (7, 7) of each."""
    from scipy.optimize import least_squares

    tilt = math.radians(given.tilt_deg)

    def off(pose: Array) -> Array:
        got, depth = seen(pose, points, width, height)
        # A point's error on the map is an error on the picture by its distance.
        sigma = np.hypot(given.pixel_error, given.map_error_m * math.exp(pose[6]) / np.maximum(depth, 5.0))[:, None]
        prior = [pose[4] / tilt, pose[5] / tilt, (pose[6] - math.log(focal)) / given.zoom_error]
        return np.concatenate([((got - pixels) / sigma).ravel(), prior])

    size = max(20.0, float(np.ptp(points[:, :2], axis=0).max()))
    fits: list[tuple[float, Array, Array]] = []
    for turn in np.arange(0, 360, 30.0):
        for reach in (0.4, 1.0, 2.0):
            heading = math.radians(turn)
            start = np.array(
                [
                    -math.sin(heading) * reach * size,
                    -math.cos(heading) * reach * size,
                    2.0,
                    heading,
                    0.0,
                    0.0,
                    math.log(focal),
                ]
            )
            if (seen(start, points, width, height)[1] > 0).sum() < len(points) / 2:
                continue
            got = least_squares(off, start, x_scale=[size, size, 5.0, 1.0, 0.2, 0.2, 0.3], max_nfev=120)
            if np.isfinite(got.cost):
                fits.append((2 * float(got.cost), np.asarray(got.x), np.asarray(got.jac)))
    made: list[tuple[Fit, Array]] = []
    fits.sort(key=lambda fit: fit[0])
    for chi2, pose, slope in fits:
        if chi2 > fits[0][0] + NEARLY or (seen(pose, points, width, height)[1] <= 0).any():
            continue
        if np.linalg.cond(slope) > 1e12:
            continue
        spread = np.asarray(np.linalg.inv(slope.T @ slope))
        apart = [(pose - other.pose) / np.sqrt(np.diag(had)) for other, had in made]
        if all(np.abs(part[:3]).max() > 3 for part in apart):  # else it is the same pose, reached from elsewhere
            made.append((Fit(pose=pose, chi2=chi2), spread))
    return made


def _value(
    pose: Array, spread: Array, zero: Array, metre: float, width: float, chi2: float, freedom: int
) -> dict[str, Any]:
    """The region of 95 % (its ellipse's circle), and heading, field of view and height with their 95 % bounds."""
    # Where the points fit worse than their errors say, the errors are wider.
    loose = max(1.0, math.sqrt(chi2 / freedom))
    ellipse = np.sqrt(np.linalg.eigvalsh(spread[:2, :2])) * RADIAL_95 * loose
    lon = float(zero[0] + pose[0] / (metre * math.cos(math.radians(zero[1]))))
    lat = float(zero[1] + pose[1] / metre)
    sides = 1.96 * loose * np.sqrt(np.diag(spread))
    heading, turn = math.degrees(pose[3]) % 360, math.degrees(sides[3])
    views = [math.degrees(2 * math.atan(width / 2 / math.exp(pose[6] + side))) for side in (sides[6], -sides[6])]
    reach = float(ellipse.max()) + 0.5
    return {
        "region_95": Region.around(lon=lon, lat=lat, radius_m=reach).wire(),
        "radius_95_m": round(reach, 2),
        "covariance": {
            "east_m2": float(spread[0, 0] * loose**2) + 0.01,
            "east_north_m2": float(spread[0, 1] * loose**2),
            "north_m2": float(spread[1, 1] * loose**2) + 0.01,
        },
        "ellipse_95_m": [round(float(part), 2) for part in ellipse],
        "height_m": {"low": round(float(pose[2] - sides[2]), 2), "high": round(float(pose[2] + sides[2]), 2)},
        "heading_deg": {"from": round((heading - turn) % 360, 3), "sweep": round(2 * turn, 3)},
        "field_of_view_deg": {"low": round(views[0], 3), "high": round(views[1], 3)},
        "wedge": {
            "apex": {"lon_deg": round(lon, 7), "lat_deg": round(lat, 7), "radius_m": round(reach, 2)},
            "from_deg": round((heading - views[1] / 2 - turn) % 360, 2),
            "to_deg": round((heading + views[1] / 2 + turn) % 360, 2),
        },
        "chi2": round(chi2, 2),
        "free": freedom,
    }


def made_points(count: int, lie_px: float = 0.0) -> list[dict[str, float]]:
    """Points for the examples: seen from 30 E 50 N, 2 m up, heading 0, focal 1000 px, picture 1280 by 720."""
    corner = [(-20, 60, 3), (-8, 90, 12), (5, 45, 0), (18, 80, 9), (25, 120, 20), (-30, 110, 6)][:count]
    metre = math.radians(1) * RADIUS_M
    east = metre * math.cos(math.radians(50))
    pose = np.array([0.0, 0.0, 2.0, 0.0, 0.0, 0.0, math.log(1000.0)])
    pixels, _ = seen(pose, np.array(corner, dtype=np.float64), 1280, 720)
    return [
        {
            "lon_deg": 30 + e / east,
            "lat_deg": 50 + n / metre,
            "height_m": float(u),
            "x_px": float(x) + (lie_px if k == 0 else 0.0),
            "y_px": float(y),
        }
        for k, ((e, n, u), (x, y)) in enumerate(zip(corner, pixels.tolist(), strict=True))
    ]


_PICTURE = {"width_px": 1280, "height_px": 720}

METHOD = Method(
    name="place.resection",
    version=2,
    asks="Where did the camera stand and look, by four or more points of a picture that the map has?",
    given=Given,
    inputs=(
        Input(
            name="points",
            kind="value",
            says="lon_deg, lat_deg (or places: a list of lon_deg, lat_deg, weight where it may be one of many), height_m (above one "
            "level), x_px, y_px (from the top left corner)",
        ),
        Input(name="picture", kind="value", says="width_px and height_px of the whole, uncropped picture"),
    ),
    says="region_95 (boxes), ellipse_95_m, covariance, height_m, heading_deg, field_of_view_deg with 95 % bounds, the wedge seen, chi2, of "
    "the likeliest pose; poses, all of them with their shares and the place chosen of each point; clue for place.field",
    limits=(
        "points on one line, or all far away, leave the distance open; look at the ellipse",
        "a cropped or stabilised picture has its middle elsewhere; a wide lens bends lines",
        "one misidentified point of few can be bent into a wrong pose with a good fit; six points or more show it",
        "poses are looked for from many starts, not from all: one may be missed",
    ),
    cites=("least squares on the pinhole model with priors; covariance by the inverse of the normal matrix",),
    run=run,
    examples=(
        Example(
            says="six corners of houses",
            given=Given(),
            inputs=lambda: {"points": made_points(6), "picture": _PICTURE},
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found) and Region.from_wire(outcome.value["region_95"]).holds(lon=30.0, lat=50.0)
            ),
        ),
        Example(
            says="one point misidentified by half the picture",
            given=Given(zoom_error=0.1),
            inputs=lambda: {"points": made_points(6, 600.0), "picture": _PICTURE},
            gives="inconclusive",
        ),
        Example(
            says="three points",
            given=Given(),
            inputs=lambda: {"points": made_points(3), "picture": _PICTURE},
            gives="unsuitable",
        ),
    ),
)
