"""How much of the region and window a false clue would allow by chance: the floors under which no clue can push a place."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from firsthand.record.bounds import E7, Region, Span

from .ephemeris import altitude_azimuth, drawn, unix
from .globe import Array, half_diagonal_m, quartered
from .shadow_model import Shadow
from .terms import SQRT_TAU, Term

PLACES, INSTANTS = 12, 4000  # places and instants at which a false shadow is taken to have been seen
MOST_CUT, MOST_ROUNDS = 20_000, 200
LOOSE, FEW = 2.0, 4  # bounds that differ by more (log) are cut; so few cells are cut in sixteen at once
# How often a clue is simply false, where it does not say: between the tenth and the fifth at which the sets are measured, so that they
# hold what they say at a tenth, and nearly so at a fifth.
LIE = 0.15
LEAST = -60.0  # log below which no floor lies


def place_level(terms: Sequence[Term], region: Region) -> float:
    """About how much of the region the terms leave together, were they independent."""
    area = max(1.0, region.area_km2() * 1e6)
    return math.prod(min(1.0, term.area_m2 / area) * term.share for term in terms)


def mean_level(logs: Callable[[Array, Array, Array], Array], region: Region) -> float:
    """The mean over the region of a likelihood that has bounds over circles, to about a third: a floor need not be known better."""
    fresh = np.array([[w / E7, s / E7, (e - w) / E7, (n - s) / E7] for w, s, e, n in region.boxes])
    each = np.array([Region.of([box]).area_km2() for box in region.boxes])
    open_ = np.zeros((0, 7))  # the four numbers of a box, its area, and what it holds at most and by its middle
    settled = 0.0
    for _ in range(MOST_ROUNDS):
        lon, lat = fresh[:, 0] + fresh[:, 2] / 2, fresh[:, 1] + fresh[:, 3] / 2
        middle, upper, lower = logs(lon, lat, half_diagonal_m(lat, fresh[:, 2], fresh[:, 3]))
        mean, loose = np.exp(middle) * each, upper - lower > LOOSE
        settled += float(mean[~loose].sum())
        open_ = np.concatenate([open_, np.column_stack([fresh, each, np.exp(upper) * each, mean])[loose]])
        # What is loose is cut, the heaviest first; what is light together holds at most three fifths of the whole.
        open_ = open_[np.argsort(-open_[:, 5])]
        held = np.cumsum(open_[:, 5])
        if not len(held) or len(held) > MOST_CUT or held[-1] <= 0.6 * (settled + float(open_[:, 6].sum())):
            break
        cut = 1 + int(np.searchsorted(held, 0.9 * held[-1]))
        fresh, each = quartered(open_[:cut, :4]), np.tile(open_[:cut, 4] / 4, 4)
        if cut <= FEW:
            fresh, each = quartered(fresh), np.tile(each / 4, 4)
        open_ = open_[cut:]
    return (settled + float(open_[:, 6].sum())) / max(float(region.area_km2()), 1e-12)


def time_level(spans: Sequence[tuple[float, float]], window: Span | None) -> float:
    ends = _ends(window)
    if ends is None:
        return 1.0
    begin, end = ends
    held = sum(max(0.0, min(end, last) - max(begin, first)) for first, last in spans)
    return held / max(1.0, end - begin)


def shadow_level(shadow: Shadow, region: Region, window: Span | None) -> float:
    """The mean likelihood over the region and the window, its nights too, as they say nothing of a false shadow.

    Suns of one region and a few days lie on a few curves of the sky, not all over it: a false shadow fits far more minutes
    than its share of the sky says. Where the window is so long that no instant tried comes near, the share of the sky stands.
    """
    sky = _of_the_sky(shadow)
    ends = _ends(window)
    if ends is None or not region.boxes:
        return sky
    begin, end = ends
    lon, lat = spread(region, PLACES)
    at: Array = begin + (end - begin) * (np.arange(INSTANTS) + 0.5) / INSTANTS
    altitude, azimuth = altitude_azimuth(drawn(at), lon, lat)
    return float(np.exp(shadow.log(altitude, azimuth)).mean()) or sky


def _of_the_sky(shadow: Shadow) -> float:
    altitude = 1.0 if shadow.altitude_deg is None else min(1.0, SQRT_TAU * shadow.altitude_sigma_deg / 90)
    azimuth = 1.0 if shadow.azimuth_deg is None else min(1.0, SQRT_TAU * shadow.azimuth_sigma_deg / 360)
    return altitude * azimuth


def spread(region: Region, count: int) -> tuple[Array, Array]:
    """So many places spread evenly over a region's boxes, by their areas; the same for the same region."""
    boxes = np.array([[w / E7, s / E7, e / E7, n / E7] for w, s, e, n in region.boxes])
    low, high = np.sin(np.radians(boxes[:, 1])), np.sin(np.radians(boxes[:, 3]))
    shares = np.cumsum((boxes[:, 2] - boxes[:, 0]) * (high - low))
    k = np.arange(count) + 0.5
    which = np.searchsorted(shares, shares[-1] * k / count).clip(0, len(boxes) - 1)
    # Additive recurrence by the plastic number: even in two dimensions, and no chance in it.
    x, y = (k * 0.7548776662466927) % 1, (k * 0.5698402909980532) % 1
    box = boxes[which]
    lat = np.degrees(np.arcsin(low[which] + y * (high - low)[which]))
    return np.asarray(box[:, 0] + x * (box[:, 2] - box[:, 0])), np.asarray(lat)


def _ends(window: Span | None) -> tuple[float, float] | None:
    if window is None or window.earliest is None or window.latest is None:
        return None
    return unix(window.earliest), unix(window.latest)
