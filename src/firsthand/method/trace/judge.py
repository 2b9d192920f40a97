"""When a stretch is a copy: the rules, and the figures in them (docs/trace.md says on what each was set)."""

from dataclasses import dataclass

import numpy as np

from .align import Segment, rounds
from .boxes import boxes
from .footage import F8, FAR
from .geometry import agreeing
from .moments import NEAR_BITS, aligned
from .prepared import Prepared

# Movement of the picture as a whole (median correlation of two-second windows): from which it is a copy, where all of what both
# have moves alike, a part of it, one window alone; and below which it is clearly not.
COPY, COPY_PART, COPY_SHORT, OTHER = 0.75, 0.85, 0.9, 0.4
# Movement by cells: median correlation, and by how much it is above that at every other offset.
PARTS, PARTS_OUT, PARTS_OTHER = 0.5, 0.25, 0.2
BURST, MORE = 2, 3  # windows of one burst, and so many more for each way in which a stretch was picked out of much
# Both together, where neither is enough alone.
MIXED, MIXED_PARTS, MIXED_SHORT = 0.55, 0.3, 0.8
LONG, LONG_OUT = 8, 0.2  # windows in which all moves a little alike, and how far above every other offset
STRONG, STRONG_OUT = 5, 0.3  # the same where it stands out far; also where few pictures agree
# Of the seconds that both have at an offset. A shorter run, picked out of much, may be like another by luck, as one burst is
# like another: more is asked of it.
WHOLE = 0.9
ALIKE = 0.9  # median correlation from which movement alone is worth a word
APART, APART_ALONE = 20.0, 30.0  # bits that pictures must be nearer to their own moment than to any other of the film
SEEN, CLEARLY_SEEN, MOSTLY_SEEN = 0.3, 0.6, 0.8  # share of the pictures that must be the same
ALIAS = 0.015  # set on the drill: by so much less alike is a stretch that only repeats what another one is
ALL = 0.04  # likeness that it is worth that all of what both have moves alike, for long enough
CLOSE, NEARER = 0.04, 3  # likeness within which the pictures decide, and bits by which they must be nearer then
# Features that agree at a picture's own moment, and share of them at most at any other: where movement leaves it to them, and where not.
OWN, ELSEWHERE, NOWHERE = 25, 0.4, 0.1
# Where little moves, by tiles (set on tune and train, and on films made of one picture with other grain): how far above all other
# offsets, and how many times the likest of them; seconds that tell, share of them that are alike themselves; and how many times more
# than what comes again in both. More, where both files begin there, or neither was read closely: encoders begin alike, and what they
# do each half a second falls between an eighth and the next.
STANDS, TIMES, TELLING, THEMSELVES, NOT_AGAIN = 8.0, 2.5, 4, 0.75, 1.5
STANDS_MORE, TIMES_MORE = 12.0, 3.0
BESIDE = (
    0.25  # share of a short stretch's likeness that must be left without its one or two strongest patterns of tiles
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How far two stretches show the same pictures: the share that is near by PDQ, or agrees in local features."""

    share: float
    features: bool


def seen(segment: Segment) -> Seen:
    near = segment.near / max(segment.pictures, 1)
    agreed = segment.agreed / segment.looked if segment.looked >= 2 else 0.0
    return Seen(share=max(near, agreed), features=agreed > near)


def is_copy(segment: Segment) -> bool:
    """Near pictures, and either the same movement throughout, or a run of pictures that fits this one moment alone."""
    moves, parts, share = segment.moves, segment.parts, seen(segment).share
    if (share < SEEN and not _moves_as_placed(segment)) or _contradicted(segment):
        return False
    if segment.cells and _by_cells(segment, share):
        return True
    if segment.speed != 1.0:  # more was tried, so more is asked
        return share >= CLEARLY_SEEN and moves.telling >= 6 and moves.median >= COPY_PART
    whole = segment.share >= WHOLE
    if whole and (moves.telling >= _windows(segment) or (moves.telling == 1 and _apart(segment))):
        return moves.median >= COPY
    if moves.telling >= 5:
        return moves.median >= COPY_PART
    if moves.telling == 1:
        return whole and share >= CLEARLY_SEEN and segment.near >= 2 and moves.median >= COPY_SHORT
    still = not moves.telling and not parts.telling
    return still and _apart(segment) and segment.near >= 5 and segment.apart >= APART_ALONE


def _moves_as_placed(segment: Segment) -> bool:
    """Few pictures agree (much is cut off, or laid over), but where they put the picture all moves alike, as nowhere else."""
    parts = segment.parts
    strong = parts.telling >= STRONG and parts.median >= COPY and segment.stands_out >= STRONG_OUT
    return segment.agreed + segment.near >= 1 and strong and segment.share >= WHOLE


def _by_cells(segment: Segment, share: float) -> bool:
    moves, parts = segment.moves, segment.parts
    more = 0.1 if segment.speed != 1.0 else 0.0
    if parts.telling >= _windows(segment) and parts.median >= PARTS + more and segment.stands_out >= PARTS_OUT + more:
        return True
    # Little alike, but throughout, and far above every other offset: for so long, or so far.
    for windows, out in ((LONG, LONG_OUT), (STRONG, STRONG_OUT)):
        throughout = (
            parts.telling >= windows and parts.median >= MIXED_PARTS + more and segment.stands_out >= out + more
        )
        if throughout and segment.share >= WHOLE and share >= CLEARLY_SEEN:
            return True
    both = (
        moves.telling >= 5
        and moves.median >= MIXED + more
        and parts.telling >= 5
        and parts.median >= MIXED_PARTS + more
    )
    return both and segment.share >= WHOLE and share >= CLEARLY_SEEN and segment.stands_out > 0


def _windows(segment: Segment) -> int:
    """How many windows must tell that both move alike. One burst is not enough for what was picked out of much: a run of what
    both have, of which no cut says why it ends (a fixed camera's pictures are the same at any moment); and, where only local
    features say that the pictures are the same, another speed, or pictures that each show what the other does not."""
    picked = int(segment.share < WHOLE)
    if segment.near < CLEARLY_SEEN * max(segment.pictures, 1):
        in_one, in_two = boxes(segment.placing.transform)
        picked += (segment.speed != 1.0) + (not in_one.whole and not in_two.whole)
    return BURST + MORE * picked


def _contradicted(segment: Segment) -> bool:
    """Where the cells move enough to tell, and not alike, a likeness of the whole is luck: one burst is like another."""
    parts = segment.parts
    return segment.cells > 0 and parts.telling >= 2 and parts.median < PARTS_OTHER and segment.stands_out < 0.05


def _apart(segment: Segment) -> bool:
    share = segment.near / max(segment.pictures, 1)
    return segment.near >= 4 and share >= 0.8 and segment.bits <= NEAR_BITS and segment.apart >= APART


def clear_copy(segment: Segment) -> bool:
    """A copy that needs no other speed to be tried: all of what both have moves alike, for long enough, by all that tells."""
    moves, parts = segment.moves, segment.parts
    told = [(moves.median, COPY_PART)] * (moves.telling >= 3) + [(parts.median, COPY)] * (parts.telling >= 3)
    return is_copy(segment) and segment.share >= WHOLE and bool(told) and all(median >= least for median, least in told)


def without_aliases(copies: list[Segment]) -> list[Segment]:
    """What repeats itself (five bursts alike) fits at several places: of stretches that lay the same seconds of a film on
    different ones of the other, those stay that are as alike as the best. A loop's rounds are all as alike, or stand between cuts
    of the film that holds them."""
    return [s for s in copies if not any(_better(o, s) and _same_seconds(o, s) and not rounds(o, s) for o in copies)]


def _better(one: Segment, two: Segment) -> bool:
    """By movement, all of what both have before a part; where that says little, by pictures that are clearly nearer."""
    more = one.likeness - two.likeness + ALL * (clear_copy(one) - clear_copy(two))
    nearer = min(one.pictures, two.pictures) >= 4 and two.bits - one.bits
    if abs(more) <= CLOSE and abs(nearer) >= NEARER:
        return nearer > 0
    return more > ALIAS


def _same_seconds(one: Segment, two: Segment) -> bool:
    """Whether more than half of the shorter stretch lies in the longer, in either film."""
    pairs = (((one.start, one.end), (two.start, two.end)), (one.in_two(), two.in_two()))
    return any(min(a[1], b[1]) - max(a[0], b[0]) > 0.5 * min(a[1] - a[0], b[1] - b[0]) for a, b in pairs)


def seen_enough(segment: Segment) -> bool:
    """Whether its pictures may tell a stretch alone: nearly all of them are the same, for long enough, and no movement is against it."""
    return (
        segment.looked >= 4
        and seen(segment).share >= MOSTLY_SEEN
        and segment.end - segment.start >= FAR
        and not _contradicted(segment)
    )


def _quiet(segment: Segment) -> bool:
    """Whether the movement of a stretch leaves it to its pictures: it says nothing, or nothing against them."""
    told = (part.telling < 2 or part.median >= OTHER for part in (segment.moves, segment.parts))
    return segment.speed == 1.0 and all(told)


def copy_by_tiles(segment: Segment) -> bool:
    """Whether tiles tell a copy where little moves: throughout, at this offset and at no other; and nothing that moves says otherwise.

    What an encoder does to the same view comes again with each of its groups of pictures: then either film is as like itself as it
    is like the other."""
    tiled = segment.tiled
    if tiled is None:
        return False
    moves, whole = segment.moves, segment.share >= WHOLE
    clearly = tiled.sigmas >= max(STANDS_MORE, TIMES_MORE * tiled.others)
    # The movement of a poor copy's cells is mostly its own coding: it speaks against no more than what tiles tell barely.
    if not clearly and (_contradicted(segment) or (moves.telling >= 3 and moves.median < OTHER)):
        return False
    throughout = tiled.windows >= TELLING + (not whole) * MORE and tiled.alike >= THEMSELVES
    least = STANDS / 2 if _moves_too(segment) else STANDS
    alone = tiled.sigmas >= max(least, TIMES * tiled.others) and tiled.likeness >= NOT_AGAIN * tiled.again
    alone = alone and tiled.beside >= BESIDE * tiled.likeness
    return alone and throughout and (clearly or (tiled.closely and not tiled.begins))


def _moves_too(segment: Segment) -> bool:
    """Whether what moves says the same offset, all of what both have long, though in too few windows to tell it alone: a second witness."""
    parts = segment.parts
    alike = parts.telling >= 1 and parts.median >= PARTS and segment.stands_out >= PARTS_OUT
    return alike and segment.share >= WHOLE


def may_be_by_tiles(segment: Segment) -> bool:
    """Whether tiles say half of what a copy needs: then it is not told that two moments are different ones."""
    tiled = segment.tiled
    return (
        tiled is not None
        and tiled.sigmas >= max(STANDS / 2, TIMES * tiled.others)
        and tiled.windows >= TELLING
        and tiled.alike >= THEMSELVES
    )


def own_moment(first: Prepared, second: Prepared, segment: Segment) -> float:
    """How many local features of a stretch agree at its own moments, where they agree at no other: a camera that moves on, or a
    scene that changes, though too little moves from frame to frame to be compared, or a poor copy moves in itself. 0 where it is not so."""
    here, away = features_apart(first, second, segment)
    own = float(np.median(here)) if len(here) >= 4 else 0.0
    most = ELSEWHERE if _quiet(segment) else NOWHERE
    return own if own >= OWN and float(np.median(away)) <= most * own else 0.0


def features_apart(first: Prepared, second: Prepared, segment: Segment) -> tuple[F8, F8]:
    """For some pictures of one: how many features agree with their own moment of two, and at most with another one."""
    here, away = [], []
    mirrored = segment.placing.mirrored
    faces, stretch = first.faces(second, mirrored=mirrored), (segment.start, segment.end)
    if faces is not None:
        times = faces[1].at
        for row, other in aligned(first, second, segment.offset, segment.speed, stretch, 8, mirrored=mirrored):
            others = np.flatnonzero(np.abs(times - float(times[other])) > FAR)
            if not len(others):
                continue
            counts = []
            for column in (other, *others[np.linspace(0, len(others) - 1, min(len(others), 5)).astype(int)]):
                met = first.met(second, row, int(column), mirrored=mirrored)
                counts.append(int(agreeing(met, segment.placing.transform).sum()) if met is not None else 0)
            here.append(float(counts[0]))
            away.append(float(max(counts[1:])))
    return np.array(here), np.array(away)
