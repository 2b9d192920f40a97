"""place.frame-shadow: what do an object's base and tip and its shadow's tip, drawn on a frame, say of the sun?"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.fault import BadValue, Fault
from firsthand.record.finding import Found, Inconclusive, Outcome, Unsuitable

from .camera import Camera, axes, focal_px, on_ground, rays
from .globe import Array, apart_deg

MOST_RATIO_ERROR = 0.6  # a ratio known worse than this says nothing that a direction does not say better
MOST_TURN_DEG = 60.0
LEANS = 4.0  # sigma by which a tip may stand beside the upright over its base


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How well points are drawn, where they do not say."""

    pixel_error: float = value(
        3.0, "sigma of a point drawn on the frame, pixels; a point's own error_px goes before it"
    )
    tilt_deg: float = value(1.0, "sigma of what ground and object are out of true, degrees")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one set of numbers gives: length over height, where the shadow points, and how far the tip stands beside the upright."""

    ratio: float | None
    azimuth_deg: float
    beside: float
    tall: float = 0.0  # the object's height in camera heights


def run(given: Given, inputs: Inputs) -> Outcome:
    try:
        camera = Camera.of(inputs["camera"])
        drawn = dict(inputs["drawn"])
        width, height = (float(drawn["picture"][name]) for name in ("width_px", "height_px"))
        points, sigmas = _points(given, drawn)
        street = _street(drawn)
        whole, spread = _numbers(camera, points, sigmas, street)
        solve = _solver(points, street, width, height)
        middle = solve(whole)
    except Fault as bad:
        return Unsuitable(why=bad.message, code=bad.code)
    except (KeyError, TypeError, ValueError) as bad:
        return Unsuitable(
            why=f"drawn has picture (width_px, height_px), base, shadow_tip and perhaps tip (x_px, y_px): {type(bad).__name__} {bad}"
        )
    try:
        errors = _errors(solve, whole, spread, middle)
    except BadValue as bad:
        return Inconclusive(why=f"within their errors the points do not all lie on the ground: {bad.message}")
    return _outcome(given, middle, errors)


def _points(given: Given, drawn: Mapping[str, Any]) -> tuple[dict[str, tuple[float, float]], dict[str, float]]:
    made, sigmas = {}, {}
    for name in ("base", "shadow_tip", "tip"):
        wire = drawn.get(name)
        if wire is None and name == "tip":
            continue
        if wire is None:
            raise BadValue("a shadow is drawn by the object's base and the shadow's tip, and perhaps the object's tip")
        made[name] = float(wire["x_px"]), float(wire["y_px"])
        sigmas[name] = float(wire.get("error_px") or given.pixel_error)
        if not (sigmas[name] > 0 and all(math.isfinite(part) for part in made[name])):
            raise BadValue(f"{name} is a place on the frame with an error above 0")
    if made["base"] == made["shadow_tip"]:
        raise BadValue(
            "a shadow of no length has no direction, and its length tells only that the sun was near the zenith"
        )
    return made, sigmas


def _street(drawn: Mapping[str, Any]) -> tuple[float, float, Array] | None:
    """A straight line on the ground whose bearing the map gives: bearing, sigma, its two pixels."""
    wire = drawn.get("street")
    if wire is None:
        return None
    ends = np.array([[float(wire[end][name]) for name in ("x_px", "y_px")] for end in ("from", "to")])
    if (ends[0] == ends[1]).all():
        raise BadValue("a street is drawn by two points that differ")
    return float(wire["bearing_deg"]), float(wire.get("bearing_error_deg", 0.5)), ends


def _numbers(
    camera: Camera, points: Mapping[str, Any], sigmas: Mapping[str, float], street: tuple[float, float, Array] | None
) -> tuple[Array, Array]:
    """All that is uncertain, as one row, with a sigma each: four of the camera, two of each point, the street's five."""
    whole = [camera.heading_deg, camera.pitch_deg, camera.roll_deg, camera.view_deg]
    spread = [camera.heading_error_deg, camera.pitch_error_deg, camera.roll_error_deg, camera.view_error_deg]
    for name, point in points.items():
        whole += point
        spread += [sigmas[name]] * 2
    if street is not None:
        spread[0] = 0.0  # the street gives the direction; the camera's own heading is not asked
        whole += [street[0], *street[2].ravel()]
        spread += [street[1], *[min(sigmas.values())] * 4]
    return np.array(whole), np.array(spread)


def _solver(
    points: Mapping[str, Any], street: tuple[float, float, Array] | None, width: float, height: float
) -> Callable[[Array], Seen]:
    names = list(points)

    def solve(row: Array) -> Seen:
        turned = axes(*(math.radians(part) for part in row[:3]))
        focal = focal_px(float(np.clip(row[3], 1.0, 174.0)), width)
        pixels = row[4 : 4 + 2 * len(names)].reshape(-1, 2)
        looked = rays(turned, focal, pixels, width, height)
        base, end = on_ground(looked[:2])
        way = end - base
        azimuth = math.degrees(math.atan2(way[0], way[1]))
        if street is not None:
            rest = row[4 + 2 * len(names) :]
            first, last = on_ground(rays(turned, focal, rest[1:].reshape(2, 2), width, height))
            azimuth += float(rest[0]) - math.degrees(math.atan2(*(last - first)))
        if "tip" not in points:
            return Seen(ratio=None, azimuth_deg=azimuth % 360, beside=0.0)
        # The tip's ray passes nearest to the upright over the base at this share of its length.
        flat = looked[2, :2]
        share = float(flat @ base) / max(1e-12, float(flat @ flat))
        tall = 1 + share * float(looked[2, 2])
        beside = float(flat[0] * base[1] - flat[1] * base[0]) / max(1e-12, float(np.linalg.norm(flat)))
        length = float(np.linalg.norm(way))
        return Seen(
            ratio=length / tall if tall > 0 else None, azimuth_deg=azimuth % 360, beside=beside, tall=max(0.0, tall)
        )

    return solve


def _errors(solve: Callable[[Array], Seen], whole: Array, spread: Array, middle: Seen) -> tuple[float, float, float]:
    """Sigma of the log ratio, of the azimuth and of the tip's standing beside, each number moved by its own sigma both ways."""
    log = turn = beside = 0.0
    for k in np.flatnonzero(spread > 0):
        # A heading that nobody knows turns the shadow by as much: no need to move it so far that it comes round again.
        step = min(float(spread[k]), 30.0)
        more, less = (solve(whole + sign * step * (np.arange(len(whole)) == k)) for sign in (1, -1))
        scale = float(spread[k]) / step / 2
        turn += (scale * _signed(more.azimuth_deg, less.azimuth_deg)) ** 2
        beside += (scale * (more.beside - less.beside)) ** 2
        if middle.ratio is not None:
            if more.ratio is None or less.ratio is None:
                log = math.inf
            else:
                log += (scale * math.log(more.ratio / less.ratio)) ** 2
    return math.sqrt(log), math.sqrt(turn), math.sqrt(beside)


def _signed(one: float, two: float) -> float:
    return (one - two + 180) % 360 - 180


def _outcome(given: Given, seen: Seen, errors: tuple[float, float, float]) -> Outcome:
    log, turn, beside = errors
    shadow: dict[str, Any] = {"tilt_deg": given.tilt_deg}
    notes = []
    if turn <= MOST_TURN_DEG:
        shadow |= {"azimuth_deg": round(seen.azimuth_deg, 3), "azimuth_error_deg": round(turn, 3)}
    else:
        notes.append("the heading of the camera is not known: the direction of the shadow is not used")
    if seen.ratio is not None and log <= MOST_RATIO_ERROR:
        shadow |= {"ratio": round(seen.ratio, 4), "ratio_error": round(log, 4)}
    elif seen.ratio is not None or log > 0:
        notes.append(
            "the object's height cannot be told from these points: its tip is too near the point below the camera"
        )
    beside = math.hypot(beside, seen.tall * math.tan(math.radians(given.tilt_deg)))
    leans = abs(seen.beside) / beside if beside > 0 else 0.0
    found = {"shadow": shadow, "notes": notes, "tip_beside_sigma": round(leans, 2)}
    if leans > LEANS:
        why = f"the tip stands {leans:.1f} sigma beside the upright over the base: the object leans, or a point belongs elsewhere"
        return Inconclusive(why=why, value=found)
    if "ratio" not in shadow and "azimuth_deg" not in shadow:
        return Inconclusive(why="; ".join(notes) or "neither length nor direction is known well enough", value=found)
    return Found(value=found)


def _px(x: float, y: float, error: float = 1.0) -> dict[str, float]:
    return {"x_px": x, "y_px": y, "error_px": error}


# A pole one fiftieth of the camera's height, seen straight down, and its shadow to the north-east.
_DOWN = {"heading_deg": 0.0, "heading_error_deg": 2.0, "pitch_deg": -90.0, "view_deg": 90.0, "view_error_deg": 2.0}
_FRAME = {"width_px": 2000, "height_px": 2000}
_POLE = {"picture": _FRAME, "base": _px(1500, 1000), "tip": _px(1510.2, 1000), "shadow_tip": _px(1514.14, 985.86)}

METHOD = Method(
    name="place.frame-shadow",
    version=1,
    asks="What do an object's base and tip and its shadow's tip, drawn on a frame, say of the sun?",
    given=Given,
    inputs=(
        Input(
            name="drawn",
            kind="value",
            says="picture (width_px, height_px of the whole frame); base, shadow_tip and, for the length, tip of an upright object "
            "(x_px, y_px from the top left, error_px); street (from, to, bearing_deg, bearing_error_deg) where a straight line on "
            "the ground has its bearing from the map: the camera's heading is not needed then",
        ),
        Input(
            name="camera",
            kind="value",
            says="heading_deg, pitch_deg (-90 straight down), roll_deg, view_deg (horizontal), each with its ..._error_deg",
        ),
    ),
    says="shadow (ratio and azimuth with their errors, as place.shadow and place.field take it), notes, tip_beside_sigma",
    limits=(
        "ground that is not level, an object that leans: their tilt goes into the altitude, not into the direction",
        "a recorded heading can be wrong by tens of degrees, and by 180 where a picture was turned later: prefer a street",
        "straight down, the height of an object near the point below the camera cannot be seen",
        "a wide lens bends lines; a crop or stabilisation moves the middle of the picture",
        "the errors of length and direction are given apart, though one wrong point moves both",
    ),
    cites=("pinhole geometry on a level plane; errors by central differences",),
    run=run,
    examples=(
        Example(
            says="a pole seen straight down",
            given=Given(),
            inputs=lambda: {"drawn": _POLE, "camera": _DOWN},
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and abs(outcome.value["shadow"]["ratio"] - 1.0) < 0.05
                and float(apart_deg(outcome.value["shadow"]["azimuth_deg"], 45.0)) < 1
            ),
        ),
        Example(
            says="no tip, and a camera whose heading nobody knows",
            given=Given(),
            inputs=lambda: {
                "drawn": {part: _POLE[part] for part in ("picture", "base", "shadow_tip")},
                "camera": {**_DOWN, "heading_error_deg": 180.0},
            },
            gives="inconclusive",
        ),
        Example(
            says="a shadow drawn in the sky",
            given=Given(),
            inputs=lambda: {"drawn": {**_POLE, "shadow_tip": _px(1000, 100)}, "camera": {**_DOWN, "pitch_deg": 0.0}},
            gives="unsuitable",
        ),
    ),
)
