"""What was done to a picture between two copies: which part is shown, mirrored, turned, bordered, laid over; with bounds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.method.pdq import FORMS
from firsthand.record.footage import Change

from .align import Segment
from .boxes import Box, boxes, measured
from .cells import lay
from .descriptors import CONTENT
from .fitting import Fit, Pair, fitted
from .footage import CELLS, F8
from .geometry import Met, View, pooled, view
from .guess import Placing, corners_apart
from .moments import aligned, around
from .overlay import laid_over
from .prepared import Prepared

MOST = 16  # pictures of a stretch whose features are fitted together
MOVED = 0.25  # shares by which a fit may move the corners that a stretch was aligned with
STRAIGHT = 1.0  # degrees within which a picture is upright
ROUGH, UNKNOWN = (
    0.02,
    0.2,
)  # shares: of a part with such a bound it is said that it is about so; with such a one it is not told
SPARSE = 0.15  # of the features of the same area of a part: with fewer, what lies around it may be its own blur
BARRED = 0.03  # shares within which what lies between bars is the part
SAME_CAMERA = 0.5  # correlation of the movement inside and around a part: the whole picture shakes or turns as one
LEAST_CELLS, EDGE = 4, 0.02  # cells that lie within a part, and shares by which they may reach over it
TOO_ROUGH = (
    "which part of the picture is shown: the local features that agree are too few, or too close together, to tell"
)
SHAKES = 0.25  # least spread of either movement (a codec's pulses come everywhere at once too)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The changes of a stretch, what is not told and why, and its placing by all of its features; whether they tell it."""

    changes: tuple[Change, ...]
    untold: tuple[str, ...]
    placing: Placing
    seen: bool


def told(one: str, first: Prepared, two: str, second: Prepared, segment: Segment) -> Told:
    """What lies between the pictures of a stretch of one and of two."""
    parts = _met(first, second, segment)
    seen, fit = _fitted(first, second, parts, segment)
    placing = segment.placing
    if fit is not None:
        placing = Placing(transform=fit.transform, form=placing.form, view=seen or placing.view)
    changes = [*_clock(one, two, segment), *_turns(placing, fit, seen)]
    untold: list[str] = []
    if fit is None:
        untold.append(_no_fit(first, second, segment))
    else:
        for made in (_framing(one, first, two, second, placing, fit, segment), laid_over(one, two, parts, placing)):
            changes += made[0]
            untold += made[1]
    return Told(changes=tuple(changes), untold=tuple(filter(None, untold)), placing=placing, seen=fit is not None)


def _met(first: Prepared, second: Prepared, segment: Segment) -> list[Met]:
    mirrored, stretch = segment.placing.mirrored, (segment.start, segment.end)
    pairs = aligned(first, second, segment.offset, segment.speed, stretch, MOST, mirrored=mirrored)
    found = [first.met(second, row, other, mirrored=mirrored) for row, other in pairs]
    return [met for met in found if met is not None]


def _beside(first: Prepared, second: Prepared, segment: Segment) -> list[Pair]:
    mirrored, stretch = segment.placing.mirrored, (segment.start, segment.end)
    pairs = []
    for row, column, late in around(first, second, segment.offset, segment.speed, stretch, MOST, mirrored=mirrored):
        met = first.met(second, row, column, mirrored=mirrored, often=True)
        if met is not None:
            pairs.append(Pair(row=row, column=column, late=late, met=met))
    sizes = [_sizes(pair.met) for pair in pairs]
    return [pair for pair in pairs if _sizes(pair.met) == max(set(sizes), key=sizes.count)]


def _fitted(
    first: Prepared, second: Prepared, parts: Sequence[Met], segment: Segment
) -> tuple[View | None, Fit | None]:
    """The view by the features of all pictures of the stretch, and what all say together of where they stand; None where too few
    agree, or on another place."""
    sizes = [_sizes(met) for met in parts]
    alike = [met for met in parts if _sizes(met) == max(set(sizes), key=sizes.count)]
    seen = view(pooled(alike), bent=True)
    if seen is not None and _moved(seen.transform, segment.placing.transform):
        seen = None
    known = seen or segment.placing.view
    fit = fitted(_beside(first, second, segment), known.transform) if known is not None else None
    return seen, None if fit is None or _moved(fit.transform, segment.placing.transform) else fit


def _moved(transform: F8, aligned_by: F8) -> bool:
    larger = float(np.linalg.svd(transform[:, :2])[1].max())
    return corners_apart(transform, aligned_by) > MOVED * max(1.0, larger)


def _sizes(met: Met) -> tuple[tuple[int, int], tuple[int, int]]:
    return met.one_size, met.two_size


def _no_fit(first: Prepared, second: Prepared, segment: Segment) -> str:
    if segment.placing.mirrored and first.faces(second, mirrored=True) is None:
        return "whether more than the mirroring was done: local features of mirrored pictures are read of a traced file only"
    if first.local is None or second.local is None:
        return "what else was done to the picture: one of the two has no local features (read for triage only?)"
    return "which part of the picture is shown, and what lies over it: too few local features agree"


# --- clock, mirror, turn ----------------------------------------------------------------------------------------------------


def _clock(one: str, two: str, segment: Segment) -> Iterator[Change]:
    if segment.speed != 1.0:
        pace = 1 / segment.speed
        yield Change(
            what="speed", says=f"played at {pace:g} of the speed", measures={"speed": pace},
            least={"speed": pace * 0.99}, most={"speed": pace * 1.01},
        )  # fmt: skip


def _turns(placing: Placing, fit: Fit | None, seen: View | None) -> Iterator[Change]:
    if placing.form is not None and fit is None and placing.form:
        yield Change(what="mirror" if placing.mirrored else "turn", says=FORMS[placing.form])
    elif placing.mirrored:
        yield Change(what="mirror", says="mirrored")
    if fit is not None and abs(fit.turned) > max(STRAIGHT, fit.turned_bound):
        turned, bound = fit.turned, fit.turned_bound
        yield Change(
            what="turn", says=f"turned by {abs(turned):.1f} degrees {'clockwise' if turned > 0 else 'anticlockwise'}",
            measures={"degrees": turned}, least={"degrees": turned - bound}, most={"degrees": turned + bound},
        )  # fmt: skip
    if seen is not None and any(seen.bent):
        yield Change(
            what="perspective", says="seen from aside, as a screen that was filmed",
            measures={"across": seen.bent[0], "down": seen.bent[1]},
            least={"across": seen.bent[0] - 0.05, "down": seen.bent[1] - 0.05},
            most={"across": seen.bent[0] + 0.05, "down": seen.bent[1] + 0.05},
        )  # fmt: skip


# --- which part -------------------------------------------------------------------------------------------------------------


def _framing(
    one: str, first: Prepared, two: str, second: Prepared, placing: Placing, fit: Fit, segment: Segment
) -> tuple[list[Change], list[str]]:
    in_one, in_two = boxes(placing.transform)
    if in_one.whole and in_two.whole:
        return [], []
    of_one, of_two = fit.bounds[:4], fit.bounds[4:]
    if not in_one.whole and not in_two.whole:
        # Each shows something that the other does not.
        if max(fit.bounds) > UNKNOWN:
            return [], [TOO_ROUGH]
        says = "each shows a part of the other's picture"
        return [_part("part", one, says, in_one, of_one), _part("part", two, says, in_two, of_two)], []
    if in_two.whole:  # two shows a part of one
        part, bounds, wide, inner = in_one, of_one, (one, first), (two, second)
    else:
        part, bounds, wide, inner = in_two, of_two, (two, second), (one, first)
    if max(bounds) > UNKNOWN:
        return [], [TOO_ROUGH]
    about = "about " if max(bounds) > ROUGH else ""
    share = f"{about}{part.right - part.left:.0%} x {part.bottom - part.top:.0%}"
    surrounds = _around(wide[1], part, segment, of_one=wide[0] == one)
    if surrounds == "plain":
        return [_part("border", wide[0], f"in bars of one colour, the picture in {share} of it", part, bounds)], []
    if surrounds == "same camera":
        return [_part("crop", inner[0], f"cropped to {share}", part, bounds)], []
    says = f"one shows {share} of the other's picture"
    why = "whether one was cropped, or the other laid into another picture: nothing tells that both are of one camera"
    return [_part("part", inner[0], says, part, bounds)], [why]


def _part(what: str, file: str, says: str, part: Box, bounds: F8) -> Change:
    return Change(what=what, says=says, file=file, **measured(part, [float(bound) for bound in bounds]))


def _around(wide: Prepared, part: Box, segment: Segment, *, of_one: bool) -> str:
    """What lies around a part: plain (a border), what the same camera saw; or "" where it is not told."""
    stretch = (segment.start, segment.end) if of_one else segment.in_two()
    if _barred(wide, part, stretch):
        return "plain"
    moves = wide.course()
    if moves is None or _density(wide, part, stretch) < SPARSE:
        return ""  # a blurred copy of the picture as its own border moves with it, but has no features
    lines = np.arange(CELLS + 1) / CELLS
    across = (lines[:-1] >= part.left - EDGE) & (lines[1:] <= part.right + EDGE)
    down = (lines[:-1] >= part.top - EDGE) & (lines[1:] <= part.bottom + EDGE)
    inside = (down[:, None] & across[None, :]).ravel()
    whole = lay(moves, moves, np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))
    if whole is None or inside.sum() < LEAST_CELLS or inside.all():
        return ""
    first, last = (int(np.clip(round((t - moves.start) * moves.rate), 0, moves.length)) for t in stretch)
    a, b = whole.one[inside, first:last].mean(axis=0), whole.one[~inside, first:last].mean(axis=0)
    if last - first < 25 or min(a.std(), b.std()) < SHAKES:
        return ""
    together = float(np.corrcoef(a, b)[0, 1])
    return "same camera" if together >= SAME_CAMERA else ""


def _density(wide: Prepared, part: Box, stretch: tuple[float, float]) -> float:
    """Features around a part for each of the same area within it."""
    if wide.local is None:
        return 0.0
    rows = np.flatnonzero((wide.local.at >= stretch[0] - 0.05) & (wide.local.at <= stretch[1] + 0.05))
    within = around = 0
    for row in rows[np.linspace(0, len(rows) - 1, min(len(rows), MOST)).astype(int)] if len(rows) else ():
        points = wide.local.points(int(row))
        x, y = points.xy[:, 0] / points.width, points.xy[:, 1] / points.height
        inside = (x >= part.left) & (x < part.right) & (y >= part.top) & (y < part.bottom)
        within, around = within + int(inside.sum()), around + int((~inside).sum())
    return (around / max(1e-6, 1 - part.size)) / max(1e-6, within / max(1e-6, part.size))


def _barred(wide: Prepared, part: Box, stretch: tuple[float, float]) -> bool:
    """Whether bars of one colour lie around a part, as the reader of descriptors saw them in most of its pictures."""
    if wide.described is None:
        return False
    inside = (wide.described.at >= stretch[0] - 0.05) & (wide.described.at <= stretch[1] + 0.05)
    found = wide.described.box[inside & (wide.described.view == CONTENT)]
    if len(found) < 0.5 * len(np.unique(wide.described.at[inside])) or not len(found):
        return False
    off = np.abs(found - [part.left, part.top, part.right, part.bottom]).max(axis=1)
    return bool(np.median(off) <= BARRED)
