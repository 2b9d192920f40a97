"""What each clue does: the field without it, how far the answer moves, and which places come back that the clue excludes."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from firsthand.record.bounds import Box

from . import sets
from .clues import Clue
from .globe import Array, distance_m
from .minutes import Grid
from .shadow_model import densest
from .tree import Field, minutes_of, without

COARSE = 1e-2  # share that may be left coarse in a field that only says what a clue does
LEAST_SHARE = 0.01  # places that come back with less are not spoken of
SHARE = 0.8  # the sets that are compared: wider ones hold, robustly, what each clue speaks against


def each_left_out(
    clues: Sequence[Clue], roots: Sequence[Box], grid: Grid | None, field: Field, minutes: Array | None, least_m: float
) -> list[dict[str, Any]]:
    """For each clue: how much of the answer leaves its place or time without it, how far its middle moves, what it excludes."""
    held = sets.chosen(field, SHARE)
    here, middle = float(field.mass[held].sum()), sets.circle_of(field, 0.5)
    rows = []
    for clue in clues:
        rest = [other for other in clues if other is not clue]
        other = (
            field if clue.spans and field.suns is None else without(field, clue, max(least_m, field.finest_m), COARSE)
        )
        home = other.leaves.home if other is not field else np.arange(len(field.mass))
        moved = 1 - float(other.mass[held[home]].sum()) / here
        if grid is not None and minutes is not None:
            moved = max(moved, _moved_in_time(minutes, minutes_of(other, rest, grid)))
        there = sets.circle_of(other, 0.5)
        rows.append(
            {
                "id": clue.id,
                "moved": round(max(0.0, moved), 4),
                "middle_moves_m": round(_apart(middle, there), 1),
                "without": {
                    "circle_80": sets.circle_of(other, SHARE),
                    "loss_at_most": float(f"{other.loss_at_most:.2g}"),
                },
                "excludes": _excludes(other, roots, sets.chosen(other, SHARE) & ~held[home]),
            }
        )
    return rows


def _excludes(other: Field, roots: Sequence[Box], back: Any) -> dict[str, Any] | None:
    """The places likely (of the 80 % set) without the clue and not with it: their share of the field without it, region and words."""
    share = float(other.mass[back].sum())
    if share < LEAST_SHARE:
        return None
    region = sets.region_of(other, roots, back)
    circle, parts = sets.circle_about(other, back, SHARE), len(sets.parts_of(region))
    return {
        "share": round(share, 4),
        "area_km2": round(float(other.leaves.area_m2()[back].sum()) / 1e6, 6),
        "region": region.wire(),
        "parts": parts,
        "circle": circle,
        "words": f"without it {100 * share:.0f} % would lie elsewhere: {sets.in_words(circle, parts, SHARE)}",
    }


def _moved_in_time(minutes: Array, other: Array) -> float:
    """How much of the minutes that held four fifths is lost without the clue."""
    held = densest(minutes, minutes, SHARE)
    return 1 - float(other[held].sum()) / max(1e-9, float(minutes[held].sum()))


def _apart(one: dict[str, float], two: dict[str, float]) -> float:
    return float(distance_m(*(np.array(circle[part]) for circle in (one, two) for part in ("lon_deg", "lat_deg"))))
