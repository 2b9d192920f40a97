"""Where one picture stands in another by a whole stretch: cameras that go about between two pictures, and bounds that hold."""

from collections.abc import Callable

import numpy as np
import pytest

from firsthand.method.trace.boxes import sides
from firsthand.method.trace.fitting import Fit, Pair, fitted
from firsthand.method.trace.geometry import Met

SIZE = (512, 288)
CROP = (0.2, 0.15, 0.7, 0.7)  # left, top, width, height of the part of one that two shows
Where = Callable[[np.random.Generator, int], np.ndarray]


def transform(part: tuple[float, ...] = CROP) -> np.ndarray:
    left, top, wide, high = part
    return np.array([[1 / wide, 0, -left / wide], [0, 1 / high, -top / high]])


def anywhere(rng: np.random.Generator, count: int) -> np.ndarray:
    return rng.uniform((0.22, 0.17), (0.88, 0.83), (count, 2))


def in_a_corner(rng: np.random.Generator, count: int) -> np.ndarray:
    return rng.uniform((0.25, 0.2), (0.45, 0.45), (count, 2))


def film(
    seed: int, *, count: int = 60, where: Where = anywhere, goes: float = 0.0, late: float = 0.4, strays: float = 0.0,
    part: tuple[float, ...] = CROP, lost: int = 20, still: bool = True, noise: float = 1.0,
) -> list[Pair]:  # fmt: skip
    """Eight seconds of one, a picture each, and of two, `late` seconds later: a camera `goes` so many shares a second, and `strays`."""
    rng = np.random.default_rng(seed)
    matrix, size, pairs = transform(part), np.array(SIZE, float), []
    way = np.cumsum(rng.normal(0, strays, 20)) + goes * np.arange(20) / 2
    same = where(rng, count)
    for row in range(8):
        at = same if still else where(rng, count)
        for column in (row - 1, row):
            after = column + late - row
            went = np.interp((row + after) * 2 + 4, np.arange(20), way) - np.interp(row * 2 + 4, np.arange(20), way)
            put = (np.column_stack([at - (went, 0.0), np.ones(count)]) @ matrix.T) * size + rng.normal(
                0, noise, (count, 2)
            )
            strange = rng.uniform(0, 1, (lost, 2)) * size, rng.uniform(0, 1, (lost, 2)) * size
            one, two = np.concatenate([at * size, strange[0]]), np.concatenate([put, strange[1]])
            met = Met(one=one, two=two, one_step=np.ones(len(one)), two_step=np.ones(len(one)), one_all=one, two_all=two,
                      mirrored=False, one_size=SIZE, two_size=SIZE)  # fmt: skip
            if 0 <= column:
                pairs.append(Pair(row=row, column=column, late=after, met=met))
    return pairs


def holds(fit: Fit, part: tuple[float, ...] = CROP) -> bool:
    return bool((np.abs(sides(fit.transform) - sides(transform(part)))[:4] <= fit.bounds[:4]).all())


def near(part: tuple[float, ...] = CROP) -> np.ndarray:
    """What was known before: the same part, a hundredth beside it."""
    return transform((part[0] + 0.01, part[1] - 0.01, *part[2:]))


def test_a_still_camera_is_fitted_to_a_fraction_of_a_pixel() -> None:
    fit = fitted(film(1), near())
    assert fit is not None and holds(fit)
    assert np.abs(sides(fit.transform) - sides(transform()))[:4].max() * SIZE[0] < 0.7
    assert fit.bounds[:4].max() < 0.01 and abs(fit.turned) <= fit.turned_bound


@pytest.mark.parametrize("late", [0.1, 0.4, 0.6])
def test_a_camera_that_goes_evenly_moves_nothing(late: float) -> None:
    """Each picture of two is later by as much: what all features say together is off by how far the camera went meanwhile."""
    fit = fitted(film(2, goes=0.04, late=late), near())
    assert fit is not None and holds(fit)
    assert abs(sides(fit.transform)[0] - CROP[0]) < 0.004 < 0.04 * late + 0.001


@pytest.mark.parametrize(
    "kind",
    [
        {"count": 8, "lost": 5},
        {"count": 12, "where": in_a_corner},
        {"count": 40, "where": in_a_corner, "still": False},
        {"count": 30, "strays": 0.01, "goes": 0.02},
        {"count": 60, "noise": 2.0},
    ],
)
def test_bounds_hold(kind: dict[str, object]) -> None:
    """In nine of ten and more: few features, such as lie bunched, a hand that shakes."""
    fits = [fitted(film(seed, **kind), near()) for seed in range(60)]  # type: ignore[arg-type]
    told = [fit for fit in fits if fit is not None and np.isfinite(fit.bounds).all()]
    assert len(told) >= 30 and sum(holds(fit) for fit in told) >= 0.9 * len(told)


def test_what_is_bunched_has_wider_bounds() -> None:
    wide, bunched = (fitted(film(3, count=20, noise=2.0, where=where), near()) for where in (anywhere, in_a_corner))
    assert wide is not None and bunched is not None
    assert bunched.bounds[2:4].max() > 1.5 * wide.bounds[2:4].max()


def test_a_pressed_picture_is_told_as_pressed() -> None:
    part = (0.1, 0.1, 0.6, 0.8)
    fit = fitted(film(4, part=part), near(part))
    assert fit is not None and holds(fit, part)
    assert np.abs(sides(fit.transform) - sides(transform(part)))[:4].max() < 0.004


def test_one_moment_alone_has_no_bounds() -> None:
    pairs = [pair for pair in film(5) if pair.row == 3 and pair.column == 3]
    fit = fitted(pairs, near())
    assert fit is None or not np.isfinite(fit.bounds).any()


def test_strange_features_are_not_fitted() -> None:
    assert fitted(film(6, count=2, lost=60), near()) is None
    assert fitted([], near()) is None


def test_it_comes_out_the_same_every_time() -> None:
    first, again = fitted(film(7), near()), fitted(film(7), near())
    assert first is not None and again is not None
    assert (first.transform == again.transform).all() and (first.bounds == again.bounds).all()
