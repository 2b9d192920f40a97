"""A reading keeps to its size: of a film too long for it, whole readers are left out, never half of one's arrays."""

from fractions import Fraction

import numpy as np

from firsthand.method.read.corners import COARSE, FINE, OF_TILE, TILES
from firsthand.method.read.descriptors import DESCRIPTORS, WEIGHTS, Coarse
from firsthand.method.read.fold import Part, Pass, film_facts, frames_of, run_reader
from firsthand.method.read.points import AS_IS, CLOSELY, MIRRORED, MOST_FRAMES, POINTS
from firsthand.method.reading import MAX_BYTES, unpack
from firsthand.outside.decode_feed import packed
from firsthand.record.finding import Found


def test_a_reader_that_does_not_fit_is_left_out_whole() -> None:
    def wide(size: int) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
        return np.broadcast_to(np.zeros(1, np.uint8), (size,))  # takes no memory

    found = Found(value={"one": 1})
    parts = {
        "read.large": Part(
            outcome=found, arrays={"read.large/bits": wide(150 << 20), "read.large/more": wide(60 << 20)}
        ),
        "read.other": Part(outcome=found, arrays={"read.other/first": wide(90 << 20)}, facts={"said": 1}),
        "read.small": Part(outcome=found, arrays={"read.small/rows": wide(100)}),
    }
    kept = unpack(packed(parts))
    assert sorted(kept.arrays) == ["read.other/first", "read.small/rows"] and kept.facts["read.other"] == {"said": 1}


def test_a_ten_hour_film_is_looked_at_less_often() -> None:
    picture = np.random.default_rng(1).integers(0, 255, (96, 160, 3), np.uint8)
    facts = film_facts(duration="36000/1", weights={WEIGHTS: Coarse()}, profile="query")
    given = {"facts": facts, "frames": list(frames_of([picture] * 60, rate=Fraction(1))), "sound": ()}
    points = run_reader(POINTS, Pass(), given)
    form = points.arrays["read.points/form"]
    assert (form == AS_IS).sum() == 12, "one frame each five seconds"
    assert (form == MIRRORED).sum() == 1, "mirrored, and looked at closely, once in three minutes"
    few, many = FINE[0] + COARSE[0], OF_TILE * TILES[0] * TILES[1]
    assert 40 * (few * MOST_FRAMES + 2 * (few + many) * CLOSELY) < MAX_BYTES * 3 // 5
    rows = run_reader(DESCRIPTORS, Pass(), given).arrays["read.descriptors/view"]
    assert (rows == 0).sum() == 60 and (rows == 2).sum() == 1, "whole each time, in parts once in three minutes"
