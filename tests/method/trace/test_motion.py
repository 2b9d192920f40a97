"""Correlation at all lags against the obvious one; a series that does not care about frame rate, mirror or gain."""

import numpy as np
import pytest

from firsthand.method.trace.footage import Film, film_of
from firsthand.method.trace.made import film_like
from firsthand.method.trace.motion import RATE, Motion, alike_at_all_lags, evidence, likeness, motion_of


def film(**more: object) -> Film:
    made = film_of(film_like(**{"seed": 1, "seconds": 20.0, **more}))  # type: ignore[arg-type]
    assert made is not None
    return made


def motion(**more: object) -> Motion:
    made = motion_of(film(**more))
    assert made is not None
    return made


def test_all_lags_are_what_each_lag_is() -> None:
    one, two = motion(seconds=6.0), motion(seconds=9.0, begin=2.0)
    lags, alike, overlap = alike_at_all_lags(one, two, 25)
    assert lags[0] == -(one.length - 25) and lags[-1] == two.length - 25
    for place in range(0, len(lags), 7):
        lag = int(lags[place])
        low, high = max(0, -lag), min(one.length, two.length - lag)
        each = [
            np.corrcoef(x[low:high], y[low + lag : high + lag])[0, 1] for x, y in zip(one.rows, two.rows, strict=True)
        ]
        assert alike[place] == pytest.approx(np.mean(each), abs=1e-6) and overlap[place] == high - low


def test_the_true_lag_is_best_by_far() -> None:
    one, two = motion(), motion(begin=4.0, seconds=12.0)
    lags, alike, _ = alike_at_all_lags(one, two, 50)
    best = int(np.argmax(alike))
    offset = two.start - one.start + lags[best] / RATE
    assert abs(offset + 4.0) < 1 / RATE and alike[best] > 0.95
    assert np.sort(alike[np.abs(lags - lags[best]) > 5])[-1] < 0.6


def test_half_of_the_frames_move_the_same() -> None:
    whole = film()
    rows = whole.moves.copy()
    paired = rows[: len(rows) // 2 * 2].reshape(-1, 2, 3)
    dropped = np.column_stack([paired[:, 1, 0], paired[:, :, 1].sum(axis=1), paired[:, 1, 2]])
    thin = Film(**{name: getattr(whole, name) for name in Film.__slots__} | {"moves": dropped})
    one, two = motion_of(whole), motion_of(thin)
    assert one is not None and two is not None
    found = likeness(one, two, round((one.start - two.start) * RATE), 0, one.length)
    assert found.telling >= 10 and found.median > 0.9


def test_what_does_not_move_tells_nothing() -> None:
    still = motion(moves=False)
    found = likeness(still, still, 0, 0, still.length)
    assert found.windows > 10 and found.telling == 0 and found.seconds == 0.0
    assert abs(evidence(still, still, 0, 0, still.length)).max() < 0.05


def test_one_flash_alone_tells_little() -> None:
    """A single burst is limited, so that it cannot outweigh all that does not agree."""
    rows = film(moves=False).moves.copy()
    rows[200:203, 1] = 200.0
    rows[200:203, 2] = 250.0
    flashed = motion_of(Film(**{n: getattr(film(), n) for n in Film.__slots__} | {"moves": rows}))
    assert flashed is not None and np.abs(flashed.rows).max() <= 3.0
    assert likeness(flashed, flashed, 0, 0, flashed.length).telling <= 3


def test_too_short_to_compare() -> None:
    assert motion_of(film(seconds=1.0)) is None and motion_of(film(flat=True)) is None


def test_speed_stretches_the_clock() -> None:
    fast = motion_of(film(), speed=2.0)
    assert fast is not None and abs(fast.length - motion().length / 2) <= 3
