"""What an outcome shows of a stretch: how sure, and the evidence that a rule was held against."""

from typing import Any

from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable
from firsthand.record.footage import Copy, Stretch
from firsthand.record.wire import to_wire

from .align import Segment
from .footage import rounded, thousandths
from .tiles import Tiled


def score(segment: Segment) -> float:
    if segment.tiled is not None:  # how far above all other offsets
        return 1 - segment.tiled.others / segment.tiled.sigmas
    if max(segment.moves.telling, segment.parts.telling):
        return min(1.0, max(segment.moves.median, segment.parts.median))
    return min(1.0, max(segment.apart / 64, 0.3))


def evidence(segment: Segment, colours: Outcome | None = None) -> dict[str, Any]:
    return {
        "pictures": segment.pictures,
        "near": segment.near,
        "bits": rounded(segment.bits),
        "apart": rounded(segment.apart),
        "features_looked": segment.looked,
        "features_agree": segment.agreed,
        "telling_seconds": rounded(segment.moves.seconds),
        "moves": rounded(segment.moves.median),
        "moves_least": rounded(segment.moves.least),
        "cells": segment.cells,
        "cells_telling_seconds": rounded(segment.parts.seconds),
        "cells_move": rounded(segment.parts.median),
        "stands_out": rounded(segment.stands_out),
        "starts": segment.starts,
        "ends": segment.ends,
        **({"tiles": _tiles(segment.tiled)} if segment.tiled is not None else {}),
        **({} if colours is None or isinstance(colours, Unsuitable) else {"colours": measured(colours)}),
    }


def measured(colours: Found | Nothing | Inconclusive) -> dict[str, Any]:
    """What was measured of colours; what was done to them is said with the copy."""
    return {name: number for name, number in colours.value.items() if name not in ("changes", "told")}


def _tiles(tiled: Tiled) -> dict[str, Any]:
    return {
        "sigmas": rounded(tiled.sigmas),
        "sigmas_elsewhere": rounded(tiled.others),
        "seconds": tiled.windows,
        "seconds_alike": rounded(tiled.alike),
        "likeness": rounded(tiled.likeness),
        "beside": rounded(tiled.beside),
        "again": rounded(tiled.again),
        "closely": tiled.closely,
    }


def nearest(one: str, two: str, best: Segment | None) -> dict[str, Any]:
    if best is None:
        return {}
    start, end = best.in_two()
    made = Copy(
        one=Stretch(file=one, start=thousandths(best.start), end=thousandths(best.end)),
        two=Stretch(file=two, start=thousandths(start), end=thousandths(end)), offset=thousandths(best.offset), speed=best.speed,
        error=rounded(best.error), score=0.0,
    )  # fmt: skip
    return {"nearest": to_wire(made), "evidence": [evidence(best)]}
