"""Which points are kept of a picture: the strongest of each step, whatever the finder was asked first."""

import cv2
import numpy as np
import pytest

from firsthand.method.read import corners
from firsthand.method.read.corners import COARSE, FINE, THRESHOLD, Corners, Finder
from firsthand.method.read.fold import Bytes2


def picture(seed: int, contrast: float) -> Bytes2:
    """Patches and noise; of little contrast there are few points, or none that stand out much."""
    rng = np.random.default_rng(seed)
    coarse = cv2.resize(rng.integers(0, 256, (18, 32)).astype(np.float32), (320, 180), interpolation=cv2.INTER_CUBIC)
    drawn = 128 + contrast * (coarse - 128 + rng.normal(0, 12, coarse.shape))
    return np.clip(np.rint(drawn), 0, 255).astype(np.uint8)


def same(one: Corners, two: Corners) -> bool:
    pairs = ((one.xy, two.xy), (one.shape, two.shape), (one.bits, two.bits))
    return all(np.array_equal(mine, theirs) for mine, theirs in pairs)


def test_what_the_picture_before_was_like_changes_nothing() -> None:
    """Bright and dim pictures in turn: each has the points that it has alone."""
    finder, asked = Finder(), []
    for seed, contrast in enumerate((1.0, 1.0, 0.05, 1.0, 0.3, 1.0, 0.02, 0.0, 1.0, 0.15)):
        grey = picture(seed, contrast)
        assert same(finder.few(grey), Finder().few(grey)), (seed, contrast)
        asked.append(finder._kept[0].asked)
    assert max(asked) > 2 * THRESHOLD and min(asked) == THRESHOLD, "both ways were gone"


def test_each_step_keeps_its_share_and_the_strongest() -> None:
    grey = picture(1, 1.0)
    kept = corners._Kept(*FINE, 0)
    found = kept.of(grey)
    steps = np.bincount(found.shape[:, 0], minlength=FINE[1])
    assert steps.tolist() == kept.share.tolist() and kept.share.sum() == FINE[0]
    finder = corners._orb(20_000, FINE[1])
    for step in range(FINE[1]):
        strength = sorted((p.response for p in finder.detect(grey, None) if p.octave == step), reverse=True)
        places = {
            tuple(np.rint(np.array(p.pt) * (65535.0 / np.array([320, 180]))))
            for p in finder.detect(grey, None)
            if p.octave == step and p.response >= strength[steps[step] - 1]
        }
        assert {tuple(map(float, xy)) for xy in found.xy[found.shape[:, 0] == step]} <= places


@pytest.mark.parametrize("wanted", [FINE, COARSE, (500, 8), (37, 3)])
def test_shares_are_the_finders(wanted: tuple[int, int]) -> None:
    """Of a picture that is all corners the finder keeps its share of each step, and what stands out as much as the last of it."""
    grey = np.random.default_rng(3).integers(0, 256, (512, 512), np.uint8)
    found, shares = corners._orb(*wanted).detect(grey, None), corners._shares(*wanted)
    assert shares.sum() == wanted[0]
    for step, share in enumerate(shares):
        strength = np.array([point.response for point in found if point.octave == step])
        assert (strength > strength.min()).sum() < share <= len(strength), step
