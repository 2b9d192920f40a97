"""Which part of one picture stands where in another, from local features alone; and what is no picture's placing."""

import cv2
import numpy as np
import pytest

from firsthand.method.trace.boxes import Box, boxes
from firsthand.method.trace.cells import Course, at_all_lags, lay, likeness, stands_out
from firsthand.method.trace.geometry import LEAST, Met, agreeing, meet, nearest_bits, once, pooled, view
from firsthand.method.trace.guess import TURNS
from firsthand.method.trace.local import Points

WIDE, HIGH = 512, 288


def points(xy: np.ndarray, bits: np.ndarray) -> Points:
    count = len(xy)
    return Points(
        width=WIDE,
        height=HIGH,
        xy=np.asarray(xy, float),
        octave=np.zeros(count, np.uint8),
        angle=np.zeros(count),
        bits=bits,
    )


def pair(
    matrix: np.ndarray, *, count: int = 120, others: int = 80, seed: int = 1, noise: float = 0.4
) -> tuple[Points, Points]:
    """A picture's points and the same under a map of pixels, a few bits changed, among as many of its own."""
    rng = np.random.default_rng(seed)
    xy = rng.uniform((0, 0), (WIDE, HIGH), (count, 2))
    bits = rng.integers(0, 256, (count, 32), dtype=np.uint8)
    put = xy @ matrix[:, :2].T + matrix[:, 2] + rng.normal(0, noise, xy.shape)
    seen = (put >= 0).all(axis=1) & (put < (WIDE, HIGH)).all(axis=1)
    changed = bits[seen].copy()
    changed[:, :2] ^= rng.integers(0, 256, (int(seen.sum()), 2), dtype=np.uint8)
    strange = rng.uniform((0, 0), (WIDE, HIGH), (others, 2)), rng.integers(0, 256, (others, 32), dtype=np.uint8)
    return points(xy, bits), points(np.concatenate([put[seen], strange[0]]), np.concatenate([changed, strange[1]]))


@pytest.mark.parametrize("share", [0.8, 0.6, 0.45])
def test_a_crop_is_told_within_its_bounds(share: float) -> None:
    left, top = 0.1, 0.15
    scale = 1 / share
    one, two = pair(np.array([[scale, 0, -left * WIDE * scale], [0, scale, -top * HIGH * scale]]), count=400)
    seen = view(meet(one, two))
    assert seen is not None
    in_one, in_two = boxes(seen.transform)
    bound = max(0.004, seen.corners)
    for told, true in (
        (in_one.left, left),
        (in_one.top, top),
        (in_one.right, left + share),
        (in_one.bottom, top + share),
    ):
        assert abs(told - true) <= bound
    assert in_two.whole and not in_one.whole
    assert abs(in_one.size - share**2) < 0.01


@pytest.mark.parametrize("degrees", [-8.0, 3.0, 90.0])
def test_a_turn_is_told(degrees: float) -> None:
    turn = np.radians(degrees)
    middle = np.array([WIDE / 2, HIGH / 2])
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    one, two = pair(np.column_stack([matrix, middle - matrix @ middle]), count=300)
    seen = view(meet(one, two))
    assert seen is not None and abs(seen.turned - degrees) < 0.5


def test_it_comes_out_the_same_every_time() -> None:
    one, two = pair(np.array([[0.5, 0, 40.0], [0, 0.5, 20.0]]), count=300)
    first, again = view(meet(one, two)), view(meet(one, two))
    assert first is not None and again is not None and (first.transform == again.transform).all()


@pytest.mark.parametrize("seed", range(40))
def test_unlike_pictures_are_never_met(seed: int) -> None:
    (one, _), (two, _) = pair(np.eye(2, 3), seed=seed), pair(np.eye(2, 3), seed=seed + 1000)
    assert view(meet(one, two)) is None


def test_what_no_picture_can_become_is_not_believed() -> None:
    for matrix in ([[1.0, 0, 0], [0, 0.2, 0]], [[0.02, 0, 200], [0, 0.02, 100]], [[-1.0, 0, WIDE], [0, 1.0, 0]]):
        assert view(meet(*pair(np.array(matrix), count=300))) is None, "crushed, a dot, turned inside out"


def test_too_few_points_are_no_view() -> None:
    one, two = pair(np.eye(2, 3), count=LEAST - 2, others=0)
    assert meet(one, two) is None and view(None) is None
    assert pooled([]) is None


def test_points_that_agree_are_counted_where_the_placing_puts_them() -> None:
    met = meet(*pair(np.array([[0.5, 0, 40.0], [0, 0.5, 20.0]]), count=200))
    assert met is not None
    right = np.array([[0.5, 0, 40 / WIDE], [0, 0.5, 20 / HIGH]])
    assert agreeing(met, right).sum() >= 0.9 * len(met.one)
    assert agreeing(met, np.eye(2, 3)).sum() <= 0.1 * len(met.one)


def track(seed: int, *, moves: bool = True, true: int = 3, others: int = 5, crop: float = 0.6) -> list[Met]:
    """A bird before a plain sky: a few points of it in each of twelve pictures and in those of a crop, among as many strange ones."""
    rng, made = np.random.default_rng(seed), []
    size = np.array([WIDE, HIGH], float)
    for number in range(12):
        at = (0.25 + 0.04 * number, 0.3 + 0.1 * np.sin(number)) if moves else (0.5, 0.4)
        bird = np.array(at) * size + rng.normal(0, 4, (true, 2))
        put = (bird - (0.2 * WIDE, 0.1 * HIGH)) / crop + rng.normal(0, 0.7, bird.shape)
        strange = (rng.uniform(0, 1, (others, 2)) * size for _ in range(2))
        one, two = (np.concatenate(pair) for pair in zip((bird, put), strange, strict=True))
        steps = np.ones(len(one))
        made.append(Met(one=one, two=two, one_step=steps, two_step=steps, one_all=one, two_all=two, mirrored=False,
                        one_size=(WIDE, HIGH), two_size=(WIDE, HIGH)))  # fmt: skip
    return made


@pytest.mark.parametrize("seed", range(10))
def test_what_moves_places_a_picture_by_its_way(seed: int) -> None:
    """No picture has points enough by itself; together they tell scale and place."""
    met = track(seed)
    assert all(view(part) is None for part in met)
    together = pooled(met)
    assert together is not None
    seen = view(once(together), even=True)
    assert seen is not None
    (in_one, _) = boxes(seen.transform)
    assert abs(in_one.left - 0.2) < 0.03 and abs(in_one.top - 0.1) < 0.03 and abs(in_one.right - 0.8) < 0.03


@pytest.mark.parametrize("seed", range(40))
def test_strange_points_of_many_pictures_place_nothing(seed: int) -> None:
    assert view(pooled(track(seed, true=0, others=8)), even=True) is None
    assert view(pooled(track(seed, moves=False, true=1)), even=True) is None, "one point that stands still is one place"


@pytest.mark.parametrize("seed", range(20))
def test_a_chance_that_stands_still_tells_once_however_many_pictures_it_is_met_in(seed: int) -> None:
    """Two cameras on one square: some twenty likes by chance, the same ones in each of sixteen pictures, to half a pixel."""
    rng = np.random.default_rng(seed)
    size, steps = np.array([WIDE, HIGH], float), np.ones(20)
    one, two = (rng.uniform(0, 1, (20, 2)) * size for _ in range(2))
    met = []
    for _ in range(16):
        a, b = (side + rng.normal(0, 0.5, side.shape) for side in (one, two))
        met.append(Met(one=a, two=b, one_step=steps, two_step=steps, one_all=a, two_all=b, mirrored=False,
                       one_size=(WIDE, HIGH), two_size=(WIDE, HIGH)))  # fmt: skip
    together = pooled(met)
    assert together is not None
    kept = once(together)
    assert 20 <= len(kept.one) <= 30 and len(kept.one) == len(kept.two_step)
    assert view(kept, even=True) is None


def test_every_turn_keeps_the_picture_in_its_frame() -> None:
    corners = np.array([[0, 0, 1], [1, 0, 1], [0, 1, 1], [1, 1, 1]])
    for name, turn in TURNS.items():
        put = corners @ np.array(turn, float).T
        assert sorted(map(tuple, put.tolist())) == sorted(map(tuple, corners[:, :2].tolist())), name


def test_a_part_is_whole_within_a_few_hundredths() -> None:
    assert Box(left=0.01, top=0.0, right=1.0, bottom=0.98).whole
    assert not Box(left=0.0, top=0.05, right=1.0, bottom=1.0).whole


# --- movement by cells ------------------------------------------------------------------------------------------------------


def course(seed: int, points_: int = 400) -> Course:
    """Something that goes about: bright where it is, on a picture of 8 x 8 cells."""
    rng = np.random.default_rng(seed)
    x, y = (np.interp(np.arange(points_) / 12.5, np.arange(60), rng.uniform(0, 8, 60)) for _ in range(2))
    went = rng.uniform(0, 3, (64, points_))
    went[(y.astype(int).clip(0, 7) * 8 + x.astype(int).clip(0, 7)), np.arange(points_)] += 120
    return Course(start=0.0, rate=12.5, went=went.astype(np.float32))


def cut(whole: Course, first: int, last: int) -> Course:
    return Course(start=0.0, rate=12.5, went=whole.went[:, first:last])


def test_a_cut_moves_alike_at_its_own_offset_alone() -> None:
    whole = course(1)
    laid = lay(cut(whole, 100, 250), whole, np.eye(2, 3))
    assert laid is not None
    lags, alike, _ = at_all_lags(laid, 100)
    assert lags[int(np.argmax(alike))] == 100
    here, out = stands_out(laid, 100, 0, 150)
    assert here > 0.95 and out > 0.5
    assert likeness(laid, 100, 0, 150).median > 0.95


def test_another_hour_does_not_stand_out() -> None:
    one, two = course(1), course(2)
    laid = lay(one, two, np.eye(2, 3))
    assert laid is not None
    lags, alike, overlap = at_all_lags(laid, 200)
    best = int(np.argmax(alike * np.sqrt(overlap)))
    low = max(0, -int(lags[best]))
    told = likeness(laid, int(lags[best]), low, low + int(overlap[best]))
    assert told.telling >= 5 and told.median < 0.3


def test_a_mirrored_film_is_laid_by_the_mirror() -> None:
    whole = course(3)
    flipped = Course(start=0.0, rate=12.5, went=whole.went.reshape(8, 8, -1)[:, ::-1].reshape(64, -1))
    straight, mirrored = (lay(whole, flipped, np.array(turn, float)) for turn in (TURNS["as is"], TURNS["mirrored"]))
    assert straight is not None and mirrored is not None
    assert likeness(mirrored, 0, 0, 400).median > 0.95 > 0.3 > likeness(straight, 0, 0, 400).median


def test_a_part_elsewhere_shares_no_cell() -> None:
    assert lay(course(1), course(2), np.array([[0.1, 0, 3.0], [0, 0.1, 3.0]])) is None


def test_a_still_film_tells_nothing() -> None:
    quiet = Course(start=0.0, rate=12.5, went=np.full((64, 200), 2.0, np.float32))
    laid = lay(quiet, quiet, np.eye(2, 3))
    assert laid is not None and likeness(laid, 0, 0, 200).telling == 0


@pytest.mark.parametrize(("asked", "known", "count"), [(1, 1, 1), (40, 3, 3), (300, 2000, 5), (60, 400, 5)])
def test_the_nearest_bits_are_those_of_the_slow_way(asked: int, known: int, count: int) -> None:
    """Held to OpenCV's search of all; half of what is known stands there twice, so that many are as near."""
    rng = np.random.default_rng(known)
    some, all_ = (rng.integers(0, 256, (rows, 32), dtype=np.uint8) for rows in (asked, known))
    all_[: known // 2] = all_[known - known // 2 :]
    some[: asked // 3] = all_[rng.integers(0, known, asked // 3)]
    some[: asked // 3, :3] ^= rng.integers(0, 256, (asked // 3, 3), dtype=np.uint8)
    away, which = nearest_bits(some, all_, count)
    true, first = cv2.batchDistance(some, all_, cv2.CV_32S, normType=cv2.NORM_HAMMING, K=count)
    assert (away == true).all() and (which == first).all()
