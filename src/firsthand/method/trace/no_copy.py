"""What is said of two films that have no copy in common: the same scene, too little to tell, or nothing; and what was seen."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome
from firsthand.record.footage import Copy, Relation, Stretch
from firsthand.record.wire import to_wire

from .align import Segment
from .footage import rounded, thousandths
from .guess import MOST_VOTERS, placed
from .judge import ALIKE, MOSTLY_SEEN, OTHER, PARTS, PARTS_OTHER, may_be_by_tiles
from .moments import NEAR_BITS
from .motion import RATE, Likeness, alike_at_all_lags, likeness
from .near import exhaustive
from .prepared import Prepared
from .shown import nearest
from .sound import Given as SoundGiven
from .sound import compare as compare_sound

# Sound as a witness: the least share of landmarks, and most seconds between its offset and that of the pictures.
HEARD, HEARD_OFF = 0.5, 0.08
SURELY = 60  # features of all looked-at pictures that agree on one placing


def no_copy(
    one: str, first: Prepared, two: str, second: Prepared, found: list[Segment], by_sound: Callable[[list[Segment]], Outcome]
) -> Outcome:  # fmt: skip
    """`by_sound` is what is said of stretches that move and sound alike, though their pictures differ."""
    share, bits = _look_alike(first, second)
    moves = _movement(first, second)
    looked = (
        f"{int(first.film.good.sum())} and {int(second.film.good.sum())} pictures against each other, mirrored too, "
        f"and the movement at every offset: {share:.0%} of the pictures are near, the nearest {bits} bits off"
    )
    shown: dict[str, Any] = {
        "pictures": round(share, 3),
        "bits": bits,
        "telling": moves.telling,
        "moves": rounded(moves.median),
    }
    if share >= 0.5 and moves.telling >= 3 and moves.median < OTHER and not _may_be(found):
        return _same_scene(one, two, first, second, moves, shown)
    best = max(found, key=lambda s: s.weight, default=None)
    read = bool(first.film.tiles_rate and second.film.tiles_rate)
    untold = "" if read else "; of one of the two no grain and flicker was read (an older reading, or a long film)"
    placed_so = [segment for segment in found if segment.agreed >= 3 and segment.agreed >= MOSTLY_SEEN * segment.looked]
    if placed_so and share < 0.5:
        best = max(placed_so, key=lambda s: s.agreed * s.moves.windows)
        if best.parts.telling >= 3 and best.parts.median < PARTS_OTHER and not _may_be(found):
            shown |= {"telling": best.parts.telling, "moves": rounded(best.parts.median), "features": best.agreed}
            return _same_scene(one, two, first, second, best.parts, shown)
        why = (
            "a part of the picture is alike by its local features, but what moves in it tells no copy from the same scene at "
            "another moment"
        )
        return Inconclusive(why=why + untold, value=shown | nearest(one, two, best))
    if share >= 0.5:
        why = (
            f"the pictures are alike, but too little moves to tell a copy from the same scene at another moment{untold}"
            if moves.telling < 3
            else "the pictures are alike, and they move neither alike nor clearly otherwise"
        )
        return Inconclusive(why=why, value=shown | nearest(one, two, best))
    sounding = [segment for segment in found if _sounds_alike(segment, one, first, two, second)]
    if sounding:
        return by_sound(sounding)
    if best is not None and best.moves.telling >= 3 and best.moves.median >= ALIKE:
        why = (
            "they move alike for a stretch, but their pictures differ: a copy that was cropped, bordered or overlaid, "
            "or another camera under the same changing light"
        )
        return Inconclusive(why=why, value=shown | nearest(one, two, best))
    if any(placing.view is not None and placing.view.agree >= SURELY for placing in placed(first, second)):
        why = "a part of the picture is the same place by its local features, but at no offset do they move alike"
        return Inconclusive(why=why, value=shown | nearest(one, two, best))
    if best is not None and best.near >= 2 and best.near >= 0.5 * best.pictures and best.bits <= NEAR_BITS:
        why = "a short run of pictures is alike, but too little moves in it to tell a copy from a look-alike"
        return Inconclusive(why=why, value=shown | nearest(one, two, best))
    return Nothing(looked=looked, value=shown)


def _may_be(found: list[Segment]) -> bool:
    """Whether some stretch's cells move alike, however little the whole does (a small thing that moves in a still picture), or its
    tiles are alike."""
    by_cells = any(s.parts.telling >= 1 and s.parts.median >= PARTS and s.stands_out > 0 for s in found)
    return by_cells or any(map(may_be_by_tiles, found))


def _sounds_alike(segment: Segment, one: str, first: Prepared, two: str, second: Prepared) -> bool:
    """Whether the sound is the same at the very offset at which two films move alike.

    Two cameras under one changing light move alike too; but they hear from two places: few landmarks agree, and the delay of
    the sound sets its offset apart from that of the light.
    """
    if segment.speed != 1.0 or segment.moves.telling < 5 or segment.moves.median < ALIKE:
        return False
    outcome = compare_sound(SoundGiven(), one, first.heard, two, second.heard)
    return isinstance(outcome, Found) and any(
        abs(float(Fraction(part["offset"])) - segment.offset) <= HEARD_OFF and part["score"] >= HEARD
        for part in outcome.value["stretches"]
    )


def plain(first: Prepared, second: Prepared) -> Outcome:
    """Black, one colour, plain sky: nothing is near anything; whether they move alike is still said."""
    moves = _movement(first, second)
    shown = {"telling": moves.telling, "moves": rounded(moves.median)}
    if moves.telling >= 3 and moves.median >= ALIKE:
        return Inconclusive(why="the pictures are too plain to be compared, but they move alike", value=shown)
    return Nothing(
        looked="one of the two has no picture with shape enough to be told from others (PDQ quality 50)", value=shown
    )


def _look_alike(first: Prepared, second: Prepared) -> tuple[float, int]:
    """(share of the pictures of the film with fewer that are near one of the other's, the least distance)."""
    one, two = first.film.hashes[first.film.good], second.film.hashes[second.film.good]
    fewer, more = (one, two) if len(one) <= len(two) else (two, one)
    fewer = fewer[np.linspace(0, len(fewer) - 1, min(len(fewer), MOST_VOTERS)).astype(int)]
    near = exhaustive(fewer, more, 256, 1)
    return float((near.bits <= NEAR_BITS).mean()), int(near.bits.min())


def _movement(first: Prepared, second: Prepared) -> Likeness:
    """How alike two films move over all of the overlap at their best offset."""
    film, other = first.motion(), second.motion()
    if film is None or other is None:
        return Likeness(windows=0, telling=0, median=0.0, least=0.0)
    lags, alike, overlap = alike_at_all_lags(film, other, round(3 * RATE))
    made = likeness(film, other, int(lags[int(np.argmax(alike * np.sqrt(overlap)))]), 0, film.length)
    return made


def _same_scene(
    one: str, two: str, first: Prepared, second: Prepared, moves: Likeness, shown: Mapping[str, Any]
) -> Outcome:
    relation = Copy(
        one=Stretch(file=one, start=thousandths(first.film.start), end=thousandths(first.film.end)),
        two=Stretch(file=two, start=thousandths(second.film.start), end=thousandths(second.film.end)),
        offset=Fraction(0),
        error=max(first.film.end - first.film.start, second.film.end - second.film.start),
        score=rounded(1.0 - moves.median),
        relation=Relation.SAME_SCENE,
    )
    says = "alike in their pictures, and at no offset alike in their movement: not a copy"
    return Found(value={"relation": str(Relation.SAME_SCENE), "copies": [to_wire(relation)], "says": says, **shown})
