"""What align.pair says of two recordings that hear one event: offset, drift and rate, and what widens each."""

from dataclasses import replace
from typing import Any

from .air import Bounds, apart, speed
from .correlate import Line, overlap
from .hear import Heard, Ready, coherence
from .pair_form import FALSE_ALARMS, Given
from .rate import BOUND_PPM, clocks, way
from .sharpen import Sharp, sharpened
from .wave import RATE

SAME_TRACK = 0.6  # coherence from which two files carry the sound of one microphone
SEVERAL, STEADY = 5, 0.33  # windows, and their share, that must agree before their drift is told
SIGMA_PPM = 2.0  # standard error of a drift, from which it is not told


def answer(
    given: Given,
    files: tuple[str, str],
    pair: tuple[Ready, Ready],
    best: Heard,
    evidence: dict[str, Any],
    *,
    bangs: dict[str, Any] | None,
    by_lines: bool = True,
) -> dict[str, Any]:
    """What Found carries; not `by_lines`: no line of it tells a drift."""
    one, two = pair
    shift = two.wave.at - one.wave.at
    line, over = best.lines[0], 0.0
    untold = "bangs alone do not fix a rate"
    if by_lines:
        sharp = sharpened(one.white, two.white, best.lines)
        untold = _untold(best, sharp)
        if sharp is not None and not untold:
            line, over = sharp.line, sharp.drift.over_s
            best = replace(best, lines=(line, *best.lines[1:]))
    start, end = (each / RATE for each in overlap(one.white, two.white, line.lag))
    alike = coherence(one.wave, two.wave, line)
    same = alike >= SAME_TRACK
    heard = _heard(best, not untold, (start, end))
    heard = Bounds(low=heard.low + shift, high=heard.high + shift)
    container = Bounds(low=-two.wave.late, high=one.wave.late)
    air = speed(Bounds(low=given.coldest_c, high=given.warmest_c), given.wind_m_s)
    # Every delay heard may be off by the way between the places; an echo may be among them, so nothing is cut off.
    away = Bounds(low=0.0, high=0.0) if same else apart(given.apart_m, air)
    clock = heard + away
    drifts = None if untold else Bounds(low=line.ppm, high=line.ppm).wider(line.ppm_error)
    most = 0.0 if same else way(given.moving_m_s, over, given.apart_m, given.wind_m_s, air)
    rate = None if drifts is None else clocks(drifts, most, over, air)
    if drifts is not None and rate is None:
        untold = f"things may have moved and the wind turned: ways that change by {most:.0f} m in {over:.0f} s look like a clock's rate"
    return {
        "files": list(files),
        "at_s": round(one.wave.at + line.at, 3),
        "heard_s": heard.wire(),
        "clock_s": (clock + container).wire(),
        "heard_ppm": None if drifts is None else drifts.wire(2),
        "over_s": round(over, 1),
        "rate_ppm": None if rate is None else rate.wire(2),
        "rate_untold": untold,
        "overlap_s": Bounds(low=one.wave.at + start, high=one.wave.at + end).wire(3),
        "sources": [_source(each, shift) for each in best.lines if each.agree >= 2] or [_source(line, shift)],
        "terms_s": {"distance": away.wire(), "container": container.wire()},
        "bangs": bangs,
        "same_track": same,
        "coherence": round(alike, 3),
        "evidence": evidence,
        "false_alarms": dict(FALSE_ALARMS),
    }


def _untold(best: Heard, sharp: Sharp | None) -> str:
    """Why no drift is told; empty where it is."""
    if sharp is None or abs(sharp.line.ppm) > BOUND_PPM:
        return "the windows lie on no one line that two clocks could make"
    if best.agree < SEVERAL or best.share < STEADY:
        return f"only {best.agree} of {best.windows} windows agree: a moving source might look like it"
    sigma = sharp.drift.sigma_ppm
    if sigma > SIGMA_PPM:
        return f"it would be known to {sigma:.1f} ppm (one sigma) only: too little in common, too much noise, or sources that move"
    return ""


def _heard(best: Heard, steady: bool, stretch: tuple[float, float]) -> Bounds:
    """The delays heard. Where no drift is told, what two clocks may drift over the overlap is added."""
    line = best.lines[0]
    if steady and line.agree >= 0.9 * best.agree:
        return Bounds(low=line.lag - line.error, high=line.lag + line.error)
    away = max(abs(line.at - end) for end in stretch)
    drift = 0.0 if steady else 1e-6 * BOUND_PPM * away
    low = min(best.low, line.lag - line.error)
    high = max(best.high, line.lag + line.error)
    return Bounds(low=low, high=high).wider(drift + 5e-4)


def _source(line: Line, shift: float) -> dict[str, Any]:
    lag = Bounds(low=line.lag + shift - line.error, high=line.lag + shift + line.error)
    return {"at_s": round(line.at, 3), "heard_s": lag.wire(), "windows": line.agree}
