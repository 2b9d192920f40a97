"""Landmarks of a frame as a clue: pixel columns and map places, heading and focal length unknown, each landmark possibly another."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np

from firsthand.record.fault import BadValue

from .camera import focal_px
from .globe import RADIUS_M, Array, up_east_north
from .sun import place_of

MOST_CHOICES = 64  # ways to choose one place for every landmark
MOST_FALSE = 2  # landmarks taken to be misidentified at once; more make the whole clue false
MOST_SUBSETS = 60
# With a lens known to so much, three landmarks that are left still say something (two never do); with one known less, four do.
KNOWN_LENS, LEFT, LEFT_UNKNOWN = 0.15, 3, 4
AT_ONCE = 200_000  # places times lenses times sets computed in one go
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
class Lenses:
    """Nodes of focal length: their weights, their half width in the log, and of each node and point direction, slope and sigma (rad)."""

    log_weight: Array
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
    lenses: Lenses
    left: int  # true landmarks that are left at least
    width_px: float
    peak: float

    def logs(self, lon: Array, lat: Array, reach: Array) -> Array:
        """Log likelihood (peak about 0) in the middle, its upper and its lower bound over circles; shape (3, N)."""
        made = np.zeros((3, len(lon)))
        for _, shares in self._ways(lon, lat, reach):
            made += shares @ np.ones(shares.shape[2])
        return np.log(made + 1e-300)

    def told(self, lon: Array, lat: Array, mass: Array) -> list[dict[str, Any]]:
        """For each landmark the share of each of its places, and that it is none of them, over places with their masses."""
        zero = np.zeros(len(lon))
        whole = np.exp(self.logs(lon, lat, zero)[0])
        inside = self._true()[0]
        rows: list[dict[str, Any]] = [{"id": point.id, "places": [0.0] * len(point.places)} for point in self.points]
        for choice, shares in self._ways(lon, lat, zero):
            true = (mass / whole) @ shares[0] @ inside.T
            for row, chosen, share in zip(rows, choice, true.tolist(), strict=True):
                row["places"][chosen] += share
        for row in rows:
            row["places"] = [round(share, 4) for share in row["places"]]
            row["false"] = round(max(0.0, 1 - sum(row["places"])), 4)
        return rows

    def _true(self) -> tuple[Array, Array]:
        """Which landmarks are true, of each set of them that is tried (points, sets), and the log prior of each set."""
        inside = np.array(list(_subsets(len(self.points), self.left)), dtype=np.float64).T
        true = inside.sum(axis=0)
        return inside, true * math.log1p(-self.lie) + (len(inside) - true) * math.log(self.lie / self.width_px)

    def _ways(self, lon: Array, lat: Array, reach: Array) -> Iterator[tuple[tuple[int, ...], Array]]:
        """(the place chosen of each, the likelihood (3, N, sets) by the sets of true landmarks, priors in it), for every choice."""
        inside, priors = self._true()
        places = np.array([place for point in self.points for place in point.places])
        first = np.cumsum([0, *(len(point.places) for point in self.points)])
        up, east, north = up_east_north(lon, lat)
        there = up_east_north(places[:, 0], places[:, 1])[0].T
        eastward, northward = east @ there, north @ there
        seen = np.arctan2(eastward, northward)
        far = np.maximum(1.0, RADIUS_M * np.arctan2(np.hypot(eastward, northward), up @ there))
        for choice in product(*(range(len(point.places)) for point in self.points)):
            chosen = first[:-1] + np.array(choice)
            weights = priors + float(np.log(places[chosen, 2]).sum()) - self.peak
            yield choice, self._of_choice(seen[:, chosen], far[:, chosen], reach[:, None], inside, weights)

    def _of_choice(self, seen: Array, far: Array, reach: Array, sets: Array, weights: Array) -> Array:
        """Likelihoods (3, N, sets) of the columns of the true landmarks, heading and focal length integrated out."""
        made = np.empty((3, len(seen), sets.shape[1]))
        step = max(1, AT_ONCE // (len(self.lenses.log_weight) * sets.shape[1]))
        for first in range(0, len(seen), step):
            few = slice(first, first + step)
            made[:, few] = self._of_few(seen[few], far[few], reach[few], sets, weights)
        return made

    def _of_few(self, seen: Array, far: Array, reach: Array, sets: Array, weights: Array) -> Array:
        lens = self.lenses
        shape = (len(seen), len(lens.log_weight), sets.shape[1])

        def summed(part: Array) -> Array:
            """Over the landmarks of each set: one product of two matrices, which is fast, not one for each place."""
            return np.asarray((part.reshape(-1, len(sets)) @ sets).reshape(shape))

        map_m = np.array([point.map_m for point in self.points])
        turn = np.where(far <= reach, math.pi, np.arcsin(np.minimum(1.0, reach / far)) * 1.01)
        bend = np.where(far <= 2 * reach, math.pi, 0.5 * (reach / np.maximum(far - reach, 1e-3)) ** 2)
        # From here on (places, lenses, landmarks), and behind a product with the sets (places, lenses, sets).
        own = lens.sigma**2 + (map_m / far)[:, None] ** 2
        nearest = lens.sigma**2 + (map_m / np.maximum(far - reach, 1e-3))[:, None] ** 2
        farthest = lens.sigma**2 + (map_m / (far + reach))[:, None] ** 2
        weight = 1 / own
        # By how much the weights can be less and more over the circle; Q and its determinant change by no more.
        least, most = (own / nearest).min(axis=2)[:, :, None], (own / farthest).max(axis=2)[:, :, None]
        zero = _agreed(seen - lens.towards[len(lens.towards) // 2])
        off = (seen[:, None] - lens.towards - zero[:, None, None] + math.pi) % (2 * math.pi) - math.pi
        sloped, turned = weight * lens.slope, weight * off
        s0, s1, s2, b0, b1 = (summed(part) for part in (weight, sloped, sloped * lens.slope, turned, sloped * off))
        s2 += lens.width**-2
        det = s0 * s2 - s1**2
        square = np.maximum(0.0, summed(turned * off) - (s2 * b0**2 - 2 * s1 * b0 * b1 + s0 * b1**2) / det)
        root, slack = np.sqrt(square), np.sqrt(summed(weight * turn[:, None] ** 2))
        # Most of a step only turns the camera: what it leaves is bounded by its slope and, for the rest, by its bend.
        steep = _steepest(seen, far, weight, lens) * reach
        slack = np.minimum(slack, steep[:, :, None] + np.sqrt(summed(weight * bend[:, None] ** 2)))
        even = summed(0.5 * np.log(weight) - np.log(ROOT_TAU * lens.per_px)) - 0.5 * np.log(det)
        even += weights + (lens.log_weight - math.log(lens.width * ROOT_TAU))[:, None]
        half, low, high = sets.sum(axis=0) / 2, np.log(least), np.log(most)
        three = (
            even - square / 2,
            even + half * high - low - least * np.maximum(0.0, root - slack) ** 2 / 2,
            even + half * low - high - most * (root + slack) ** 2 / 2,
        )
        return np.stack([np.exp(log).sum(axis=1) for log in three])


def _steepest(seen: Array, far: Array, weight: Array, lens: Lenses) -> Array:
    """The most by which the root of the misfit changes a metre (places, lenses), heading and lens following: of a 2 by 2 form its
    larger root. That of all landmarks; fewer of them leave heading and lens no less free, so theirs is no more.
    """
    east, north = (-np.cos(seen) / far)[:, None], (np.sin(seen) / far)[:, None]
    sloped, every = weight * lens.slope, np.ones(weight.shape[2])
    s0, s1, s2 = weight @ every, sloped @ every, (sloped * lens.slope) @ every + lens.width**-2
    det = s0 * s2 - s1**2
    e0, n0, e1, n1 = ((part * way) @ every for part in (weight, sloped) for way in (east, north))

    def form(one: Array, two: Array, a0: Array, a1: Array, b0: Array, b1: Array) -> Array:
        fixed = s2 * a0 * b0 - s1 * (a0 * b1 + a1 * b0) + s0 * a1 * b1
        return np.asarray((weight * one * two) @ every - fixed / det)

    ee, nn, en = form(east, east, e0, e1, e0, e1), form(north, north, n0, n1, n0, n1), form(east, north, e0, e1, n0, n1)
    return np.sqrt(np.maximum(0.0, (ee + nn) / 2 + np.sqrt(((ee - nn) / 2) ** 2 + en**2)))


def _agreed(headings: Array) -> Array:
    """Of each row of headings the one that the others lie nearest to: where the circle is not cut."""
    apart = np.abs((headings[:, :, None] - headings[:, None, :] + math.pi) % (2 * math.pi) - math.pi)
    best = np.minimum(apart, 0.3).sum(axis=2).argmin(axis=1)
    return np.asarray(headings[np.arange(len(headings)), best])


def _subsets(count: int, left: int) -> Iterator[tuple[bool, ...]]:
    """All true, then one false, then two, while enough true ones are left and there are not too many."""
    made = 0
    for false in range(max(0, min(MOST_FALSE, count - left)) + 1):
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
    lenses = _lenses(points, focal, zoom)
    left = LEFT if zoom <= KNOWN_LENS else LEFT_UNKNOWN
    return Landmarks(points=points, lie=lie, lenses=lenses, left=left, width_px=width, peak=_peak(points, lenses, lie))


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


def _lenses(points: Sequence[Point], focal: float, zoom: float) -> Lenses:
    """A log-normal prior of the focal length as an even mixture of narrow ones."""
    across, sigma = np.array([p.across for p in points]), np.array([p.sigma_px for p in points])
    reach = math.ceil(2.5 * zoom / STEP) if zoom > STEP else 0
    steps = np.arange(-reach, reach + 1) * STEP
    spread = math.sqrt(max(zoom**2 - STEP**2, 1e-12))
    weights = np.exp(-0.5 * (steps / spread) ** 2) if reach else np.ones(1)
    long = focal * np.exp(steps)[:, None]
    towards = np.arctan(across / long)
    per_px = long / np.cos(towards) ** 2
    return Lenses(
        log_weight=np.log(weights / weights.sum()),
        width=min(zoom, STEP),
        towards=towards,
        slope=-np.sin(towards) * np.cos(towards),
        sigma=sigma / per_px,
        per_px=per_px,
    )


def _peak(points: Sequence[Point], lens: Lenses, lie: float) -> float:
    """About the most that any place can reach: all landmarks true and far away, every column as foreseen."""
    weight = lens.sigma**-2
    s0, s1, s2 = ((weight * lens.slope**k).sum(axis=1) for k in range(3))
    det = s0 * (s2 + lens.width**-2) - s1**2
    even = (0.5 * np.log(weight) - np.log(ROOT_TAU * lens.per_px)).sum(axis=1) - 0.5 * np.log(det)
    logs = even - math.log(lens.width * ROOT_TAU) + lens.log_weight
    return float(np.logaddexp.reduce(logs)) + len(points) * math.log1p(-lie)
