"""The offset at which the bangs of two recordings fall together: where nothing else tells, and beside it."""

from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.record.finding import Found, Inconclusive, Outcome

from .air import Bounds
from .answer import answer
from .correlate import Line
from .hear import Heard, Ready
from .impulses import Mode, matched, modes
from .pair_form import Given
from .rate import BOUND_PPM

BANG_S = 0.003  # seconds within which bangs of one place fall together
BANGS, BANG_SHARE, RIVAL = 4, 0.7, 0.6
CHANCE = 1e-6  # offsets that chance would give for a pair, above which bangs that fall together tell nothing
BY_CHANCE = 1e-3
# Nine cases of ten: so much of the scatter over the root of how many, and what all arrivals of one microphone share (200 pairs
# of bench/align.py, seeds 2001 to 2200; its figures are of others).
LIKELY, PICKED_S = 2.0, 1e-4


def fallen(given: Given, one: Ready, two: Ready) -> tuple[list[Mode], float] | None:
    """The offset at which enough bangs fall together, with its rivals, and how close: 3 ms (one place), else several places."""
    ends = (one.wave.seconds, two.wave.seconds)
    for close in (BANG_S, given.spread_s / 2):
        found = modes(one.bangs, two.bangs, ends, close)
        if found and found[0].count >= max(BANGS, BANG_SHARE * found[0].least) and found[0].chance <= CHANCE:
            # An offset that brings together no more than chance does is no rival.
            away = [each for each in found[1:] if abs(each.lag - found[0].lag) > 4 * close and each.chance <= BY_CHANCE]
            return [found[0], *away], close
    return None


def by_bangs(given: Given, files: tuple[str, str], pair: tuple[Ready, Ready]) -> Outcome | None:
    """By first arrivals alone. None where they tell nothing."""
    one, two = pair
    found = fallen(given, one, two)
    if found is None:
        return None
    (best, *others), close = found
    rivals = [best, *(each for each in others if each.count >= RIVAL * best.count)]
    shift = two.wave.at - one.wave.at
    if len(rivals) > 1:
        told = [
            {"heard_s": Bounds(low=each.lag + shift, high=each.lag + shift).wider(close).wire(), "agree": each.count}
            for each in rivals
        ]
        why = "the bangs come at even times: several offsets bring them together"
        return Inconclusive(why=why, value={"evidence": {"by": "bangs", "agree": best.count}, "alternatives": told})
    rows = matched(one.bangs, two.bangs, best.lag, close)
    middle, lag = (float(each) for each in np.median(rows, axis=0))
    line = Line(at=middle, lag=lag, ppm=0.0, error=best.spread / 2 + 1e-3, ppm_error=BOUND_PPM, agree=best.count,
                windows=best.least, weight=3.0 * best.count)  # fmt: skip
    heard = Heard(lag=lag, windows=best.least, agree=best.count, weight=line.weight, low=best.lag - best.spread / 2,
                  high=best.lag + best.spread / 2, lines=(line,))  # fmt: skip
    runner = max((each.count for each in others), default=0)
    evidence = {
        "by": "bangs", "windows": best.least, "agree": best.count, "share": round(heard.share, 3),
        "score": line.weight, "runner_up": 3.0 * runner, "ratio": round(best.count / max(runner, 1), 2),
    }  # fmt: skip
    made = answer(given, files, pair, heard, evidence, bangs=bangs_beside(given, *pair), by_lines=False)
    return Found(value={**made, "likely_s": _likely(rows[:, 1] + shift).wire()})


def _likely(later: npt.NDArray[np.float64]) -> Bounds:
    """In nine cases of ten the delay of the bangs' place, by how far the arrivals scatter (LIKELY was set on other seeds)."""
    middle = float(np.median(later))
    scatter = max(1.4826 * float(np.median(np.abs(later - middle))), 5e-5)
    return Bounds(low=middle, high=middle).wider(float(np.hypot(LIKELY * scatter / np.sqrt(len(later)), PICKED_S)))


def bangs_beside(given: Given, one: Ready, two: Ready) -> dict[str, Any] | None:
    """The offset of the bangs as heard, beside that of all sound: from a place of their own, for which distances may be known."""
    found = fallen(given, one, two)
    if found is None or any(each.count >= RIVAL * found[0][0].count for each in found[0][1:]):
        return None
    best, shift = found[0][0], two.wave.at - one.wave.at
    drift = 1e-6 * BOUND_PPM * min(one.wave.seconds, two.wave.seconds)
    heard = Bounds(low=best.lag + shift, high=best.lag + shift).wider(best.spread / 2 + 1e-3 + drift)
    return {"heard_s": heard.wire(), "agree": best.count, "of": best.least}
