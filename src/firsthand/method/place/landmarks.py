"""Landmarks of a frame as a clue: pixel columns and map places, heading and focal length unknown, each landmark possibly another."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np

from firsthand.record.fault import BadValue

from .camera import focal_px
from .globe import Array, bearing_deg, distance_m
from .sun import place_of

MOST_CHOICES = 64  # ways to choose one place for every landmark
MOST_FALSE = 2  # landmarks taken to be misidentified at once; more make the whole clue false
MOST_SUBSETS = 60
STEP = 0.08  # of log focal length between two nodes; between them a direction is a straight line in it to 0.07 deg
ROOT_TAU = math.sqrt(2 * math.pi)
OUT_OF_MIDDLE = 0.1  # of the width: how far above or below the middle a landmark lies that does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One landmark: the places it may be (lon, lat, weight), its column's distance from the middle, and sigmas in pixels and metres."""

    id: str
    places: tuple[tuple[float, float, float], ...]
    across: float
    sigma_px: float
    map_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """One node of focal length: its weight, its half width in the log, and of each point the direction, its slope and its sigma (rad)."""

    log_weight: float
    width: float
    towards: Array
    slope: Array
    sigma: Array
    per_px: Array  # pixels a radian


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmarks:
    """What the columns of landmarks say of the place they were seen from."""

    points: tuple[Point, ...]
    lie: float
    lenses: tuple[Lens, ...]
    width_px: float
    peak: float

    def logs(self, lon: Array, lat: Array, reach: Array) -> Array:
        """Log likelihood (peak about 0) in the middle, its upper and its lower bound over circles; shape (3, N)."""
        made = np.full((3, len(lon)), -np.inf)
        for weight, _, three in self._ways(lon, lat, reach):
            made = np.logaddexp(made, three + weight)
        return made - self.peak

    def told(self, lon: Array, lat: Array, mass: Array) -> list[dict[str, Any]]:
        """For each landmark the share of each of its places, and that it is none of them, over places with their masses."""
        zero = np.zeros(len(lon))
        whole = np.exp(self.logs(lon, lat, zero)[0])
        rows: list[dict[str, Any]] = [{"id": point.id, "places": [0.0] * len(point.places)} for point in self.points]
        for weight, (choice, inside), three in self._ways(lon, lat, zero):
            share = float(mass @ (np.exp(three[0] + weight - self.peak) / np.maximum(whole, 1e-300)))
            for row, chosen, held in zip(rows, choice, inside, strict=True):
                if held:
                    row["places"][chosen] += share
        for row in rows:
            row["places"] = [round(share, 4) for share in row["places"]]
            row["false"] = round(max(0.0, 1 - sum(row["places"])), 4)
        return rows

    def _ways(
        self, lon: Array, lat: Array, reach: Array
    ) -> Iterator[tuple[float, tuple[tuple[int, ...], tuple[bool, ...]], Array]]:
        """(log prior, (the place chosen of each, which are true), logs (3, N)) for every choice and set of true landmarks."""
        subsets = list(_subsets(len(self.points)))
        towards, away = {}, {}
        for i, point in enumerate(self.points):
            for k, (x, y, _) in enumerate(point.places):
                towards[i, k] = np.radians(bearing_deg(lon, lat, x, y))
                away[i, k] = np.maximum(1.0, distance_m(lon, lat, x, y))
        for choice in product(*(range(len(point.places)) for point in self.points)):
            seen = np.stack([towards[i, k] for i, k in enumerate(choice)], axis=1)
            far = np.stack([away[i, k] for i, k in enumerate(choice)], axis=1)
            prior = sum(math.log(point.places[k][2]) for point, k in zip(self.points, choice, strict=True))
            three = self._of_choice(seen, far, reach, np.array(subsets, dtype=np.float64).T)
            for h, inside in enumerate(subsets):
                false = len(inside) - sum(inside)
                weight = prior + sum(inside) * math.log1p(-self.lie) + false * math.log(self.lie / self.width_px)
                yield weight, (choice, inside), three[:, :, h]

    def _of_choice(self, seen: Array, far: Array, reach: Array, sets: Array) -> Array:
        """Logs (3, N, sets) of the columns of the true landmarks, heading and focal length integrated out."""
        map_m = np.array([point.map_m for point in self.points])
        turn = np.where(far <= reach[:, None], math.pi, np.arcsin(np.minimum(1.0, reach[:, None] / far)) * 1.01)
        bend = np.where(
            far <= 2 * reach[:, None], math.pi, 0.5 * (reach[:, None] / np.maximum(far - reach[:, None], 1e-3)) ** 2
        )
        blur = (map_m / far) ** 2
        nearest = (map_m / np.maximum(far - reach[:, None], 1e-3)) ** 2
        farthest = (map_m / (far + reach[:, None])) ** 2
        made = np.full((3, len(seen), sets.shape[1]), -np.inf)
        middle = self.lenses[len(self.lenses) // 2]
        zero = _agreed(seen - middle.towards)
        for lens in self.lenses:
            own = lens.sigma**2
            weight = 1 / (own + blur)
            # By how much the weights can be less and more over the circle; Q and its determinant change by no more.
            least = ((own + blur) / (own + nearest)).min(axis=1)[:, None]
            most = ((own + blur) / (own + farthest)).max(axis=1)[:, None]
            off = (seen - lens.towards - zero[:, None] + math.pi) % (2 * math.pi) - math.pi
            parts = (weight, weight * lens.slope, weight * lens.slope**2, weight * off, weight * lens.slope * off)
            s0, s1, s2, b0, b1 = (part @ sets for part in parts)
            s2 = s2 + lens.width**-2
            det = s0 * s2 - s1**2
            square = np.maximum(0.0, (weight * off**2) @ sets - (s2 * b0**2 - 2 * s1 * b0 * b1 + s0 * b1**2) / det)
            root, slack = np.sqrt(square), np.sqrt((weight * turn**2) @ sets)
            # Most of a step only turns the camera: what it leaves is bounded by its slope and, for the rest, by its bend.
            steepest = _steepest(seen, far, weight, lens.slope, sets, (s0, s1, s2, det))
            slack = np.minimum(slack, steepest * reach[:, None] + np.sqrt((weight * bend**2) @ sets))
            even = 0.5 * np.log(weight) @ sets - np.log(ROOT_TAU * lens.per_px) @ sets - 0.5 * np.log(det)
            even = even - math.log(lens.width * ROOT_TAU) + lens.log_weight
            count = sets.sum(axis=0)
            wide, tight = count / 2 * np.log(most) - np.log(least), count / 2 * np.log(least) - np.log(most)
            three = (
                even - square / 2,
                even + wide - least * np.maximum(0.0, root - slack) ** 2 / 2,
                even + tight - most * (root + slack) ** 2 / 2,
            )
            for k, log in enumerate(three):
                made[k] = np.logaddexp(made[k], log)
        return made


def _steepest(seen: Array, far: Array, weight: Array, slope: Array, sets: Array, sums: tuple[Array, ...]) -> Array:
    """The most by which the root of the misfit changes a metre, heading and lens following: of a 2 by 2 form its larger root."""
    s0, s1, s2, det = sums
    east, north = -np.cos(seen) / far, np.sin(seen) / far
    e0, n0, e1, n1 = ((weight * part) @ sets for part in (east, north, slope * east, slope * north))

    def form(one: Array, two: Array, own: tuple[Array, Array], other: tuple[Array, Array]) -> Array:
        fixed = s2 * own[0] * other[0] - s1 * (own[0] * other[1] + own[1] * other[0]) + s0 * own[1] * other[1]
        return np.asarray((weight * one * two) @ sets - fixed / det)

    ee, nn, en = (
        form(east, east, (e0, e1), (e0, e1)),
        form(north, north, (n0, n1), (n0, n1)),
        form(east, north, (e0, e1), (n0, n1)),
    )
    return np.asarray(np.sqrt(np.maximum(0.0, (ee + nn) / 2 + np.sqrt(((ee - nn) / 2) ** 2 + en**2))))


def _agreed(headings: Array) -> Array:
    """Of each row of headings the one that the others lie nearest to: where the circle is not cut."""
    apart = np.abs((headings[:, :, None] - headings[:, None, :] + math.pi) % (2 * math.pi) - math.pi)
    best = np.minimum(apart, 0.3).sum(axis=2).argmin(axis=1)
    return np.asarray(headings[np.arange(len(headings)), best])


def _subsets(count: int) -> Iterator[tuple[bool, ...]]:
    """All true, then one false, then two, while three true ones are left (two say nothing) and there are not too many."""
    made = 0
    for false in range(min(MOST_FALSE, count - 3) + 1):
        for out in combinations(range(count), false):
            if made >= MOST_SUBSETS:
                return
            made += 1
            yield tuple(k not in out for k in range(count))


def landmarks_of(wire: Mapping[str, Any]) -> Landmarks:
    """From JSON. Raises BadValue, BadPlace.

    `picture` (width_px, height_px), `points` (id, x_px and if known y_px, error_px, and either lon_deg and lat_deg or `places`, a
    list of lon_deg, lat_deg, weight; map_error_m), `field_of_view_deg` with `zoom_error`, `tilt_deg`, `landmark_lie`.
    """
    try:
        width, height = (float(wire["picture"][name]) for name in ("width_px", "height_px"))
        view, zoom = float(wire.get("field_of_view_deg", 65.0)), float(wire.get("zoom_error", 0.3))
        lie, tilt = float(wire.get("landmark_lie", 0.05)), math.radians(float(wire.get("tilt_deg", 2.0)))
        if not (width > 0 and height > 0 and 0 < view < 175 and 0 < zoom <= 1 and 0 < lie < 0.5 and tilt >= 0):
            raise BadValue(
                "landmarks have a picture with a size, a view below 175 deg, a zoom_error and a landmark_lie"
            )
        focal = focal_px(view, width)
        points = tuple(_point(part, k, width, height, focal, tilt) for k, part in enumerate(wire["points"], 1))
    except (KeyError, TypeError, ValueError) as bad:
        raise BadValue(f"landmarks lack or misspell a part: {bad}") from bad
    if len(points) < 3:
        raise BadValue(f"{len(points)} landmarks; with heading and lens unknown it takes three or more")
    if math.prod(len(point.places) for point in points) > MOST_CHOICES:
        raise BadValue(
            f"more than {MOST_CHOICES} ways to choose a place for every landmark: leave the doubtful ones out"
        )
    lenses = tuple(_lenses(points, focal, zoom))
    return Landmarks(points=points, lie=lie, lenses=lenses, width_px=width, peak=_peak(points, lenses, lie))


def _point(wire: Mapping[str, Any], number: int, width: float, height: float, focal: float, tilt: float) -> Point:
    across = float(wire["x_px"]) - width / 2
    down = OUT_OF_MIDDLE * width if wire.get("y_px") is None else float(wire["y_px"]) - height / 2
    drawn, map_m = float(wire.get("error_px", 2.0)), float(wire.get("map_error_m", 2.0))
    if not (drawn > 0 and map_m >= 0 and abs(across) <= width / 2):
        raise BadValue(f"landmark {number} lies on the picture, with an error_px above 0")
    # A roll moves columns by the height above the middle, a pitch by that times the distance from the middle.
    sigma = math.hypot(drawn, tilt * down, tilt * across * down / focal)
    wires = wire["places"] if wire.get("places") is not None else [wire]
    found = [(*place_of(part), float(part.get("weight", 1.0))) for part in wires]
    whole = sum(weight for _, _, weight in found)
    if not found or not all(weight > 0 for _, _, weight in found):
        raise BadValue(f"landmark {number} has one place or several, each with a weight above 0")
    places = tuple((lon, lat, weight / whole) for lon, lat, weight in found)
    return Point(id=str(wire.get("id", number)), places=places, across=across, sigma_px=sigma, map_m=map_m)


def _lenses(points: Sequence[Point], focal: float, zoom: float) -> Iterator[Lens]:
    """A log-normal prior of the focal length as an even mixture of narrow ones."""
    across, sigma = np.array([p.across for p in points]), np.array([p.sigma_px for p in points])
    reach = math.ceil(2.5 * zoom / STEP) if zoom > STEP else 0
    steps = np.arange(-reach, reach + 1) * STEP
    spread = math.sqrt(max(zoom**2 - STEP**2, 1e-12))
    weights = np.exp(-0.5 * (steps / spread) ** 2) if reach else np.ones(1)
    for step, share in zip(steps, weights / weights.sum(), strict=True):
        long = focal * math.exp(step)
        towards = np.arctan(across / long)
        per_px = long / np.cos(towards) ** 2
        yield Lens(
            log_weight=math.log(share),
            width=min(zoom, STEP),
            towards=towards,
            slope=-np.sin(towards) * np.cos(towards),
            sigma=sigma / per_px,
            per_px=per_px,
        )


def _peak(points: Sequence[Point], lenses: Sequence[Lens], lie: float) -> float:
    """About the most that any place can reach: all landmarks true and far away, every column as foreseen."""
    logs = []
    for lens in lenses:
        weight = lens.sigma**-2
        det = weight.sum() * ((weight * lens.slope**2).sum() + lens.width**-2) - (weight * lens.slope).sum() ** 2
        even = float((0.5 * np.log(weight) - np.log(ROOT_TAU * lens.per_px)).sum()) - 0.5 * math.log(det)
        logs.append(even - math.log(lens.width * ROOT_TAU) + lens.log_weight)
    return float(np.logaddexp.reduce(logs)) + len(points) * math.log1p(-lie)
