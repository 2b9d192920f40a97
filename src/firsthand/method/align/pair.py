"""align.pair: do two recordings hear one event, and which second of one is which of the other?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.digest import sha256
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable

from .air import Bounds, apart, speed
from .correlate import Line, overlap
from .hear import Heard, Ready, coherence, hear, ready
from .impulses import Mode, matched, modes
from .made import street
from .sharpen import Sharp, sharpened
from .summed import together
from .wave import RATE, wave_of

SHORTEST_S = 2.0  # of sound, below which nothing is compared
SAME_TRACK = 0.6  # coherence from which two files carry the sound of one microphone
ENOUGH = 5  # windows
SEVERAL, STEADY = 5, 0.33  # windows, and their share, that must agree before their drift is taken for the clocks'
SIGMA_PPM = 2.0  # standard error of a rate, from which it is not told
WEAK = 4
BANG_S = 0.003  # seconds within which bangs of one place fall together
BANGS, BANG_SHARE, RIVAL = 4, 0.7, 0.6
CHANCE = 1e-6  # offsets that chance would give for a pair, above which bangs that fall together tell nothing
BY_CHANCE = 1e-3
# Nine cases of ten: so much of the scatter over the root of how many, and what all arrivals of one microphone share (200 pairs
# of bench/align.py, seeds 2001 to 2200; its figures are of others).
LIKELY, PICKED_S = 2.0, 1e-4
BOUND_PPM = 150.0  # no device's clock differs from another's by more

# None of so many is no proof of none: with 95 % confidence fewer than `at_most` of such pairs are wrongly accepted.
FALSE_ALARMS: Mapping[str, Any] = {
    "set": "every two of 20 made streets of 12 s (method/align/made.py, seeds 100 to 119)",
    "accepted": 0,
    "of": 190,
    "at_most": 0.016,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is known of the place, and how much must agree."""

    apart_m: float = value(300.0, "the greatest distance between the two microphones, in metres")
    coldest_c: float = value(-10.0, "the lowest temperature the air may have had, in degrees C")
    warmest_c: float = value(40.0, "the highest temperature the air may have had, in degrees C")
    wind_m_s: float = value(10.0, "the strongest wind there may have been, in metres a second")
    spread_s: float = value(0.12, "seconds within which the delays of several or moving sources may lie")
    share: float = value(0.33, "least share of the windows with sound that agree")
    ratio: float = value(2.5, "by how much the best offset must outweigh every other")


def run(given: Given, inputs: Inputs) -> Outcome:
    sounds = inputs["sounds"]
    if len(sounds) != 2:
        return Unsuitable(why=f"two files are compared, not {len(sounds)}")
    (one, first), (two, second) = sorted(sounds.items())
    waves = [
        first if isinstance(first, Ready) else wave_of(first),
        second if isinstance(second, Ready) else wave_of(second),
    ]
    if waves[0] is None or waves[1] is None:
        return Unsuitable(why="one of the two has no sound")
    made = [wave if isinstance(wave, Ready) else ready(wave) for wave in waves if wave is not None]
    return compare(given, one, made[0], two, made[1])


def compare(given: Given, one: str, first: Ready, two: str, second: Ready) -> Outcome:
    """As `run`, for waves made ready before. Where single windows do not tell, all together may, or the bangs alone."""
    heard = _by_sound(given, one, first, two, second)
    if isinstance(heard, Found | Unsuitable):
        return heard
    files, pair = (one, two), (first, second)
    return _by_bangs(given, files, pair) or _by_sum(given, files, pair) or heard


def _by_sum(given: Given, files: tuple[str, str], pair: tuple[Ready, Ready]) -> Outcome | None:
    """By the summed curves of all windows. None where they tell nothing, or no steady line."""
    found = together(*pair)
    if found is None:
        return None
    heard, other = found
    evidence = {
        "by": "sum", "windows": heard.windows, "agree": heard.agree, "share": round(heard.share, 3),
        "score": round(heard.weight, 2), "runner_up": round(other, 2), "ratio": round(heard.weight / max(other, 1.0), 2),
    }  # fmt: skip
    return Found(value=answer(given, files, pair, heard, evidence))


def _fallen(given: Given, one: Ready, two: Ready) -> tuple[list[Mode], float] | None:
    """The offset at which enough bangs fall together, with its rivals, and how close: 3 ms (one place), else several places."""
    ends = (one.wave.seconds, two.wave.seconds)
    for close in (BANG_S, given.spread_s / 2):
        found = modes(one.bangs, two.bangs, ends, close)
        if found and found[0].count >= max(BANGS, BANG_SHARE * found[0].least) and found[0].chance <= CHANCE:
            # An offset that brings together no more than chance does is no rival.
            away = [each for each in found[1:] if abs(each.lag - found[0].lag) > 4 * close and each.chance <= BY_CHANCE]
            return [found[0], *away], close
    return None


def _by_bangs(given: Given, files: tuple[str, str], pair: tuple[Ready, Ready]) -> Outcome | None:
    """By first arrivals alone. None where they tell nothing."""
    one, two = pair
    found = _fallen(given, one, two)
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
    made = answer(given, files, pair, heard, evidence, by_lines=False)
    return Found(value={**made, "likely_s": _likely(rows[:, 1] + shift).wire()})


def _likely(later: npt.NDArray[np.float64]) -> Bounds:
    """In nine cases of ten the delay of the bangs' place, by how far the arrivals scatter (LIKELY was set on other seeds)."""
    middle = float(np.median(later))
    scatter = max(1.4826 * float(np.median(np.abs(later - middle))), 5e-5)
    return Bounds(low=middle, high=middle).wider(float(np.hypot(LIKELY * scatter / np.sqrt(len(later)), PICKED_S)))


def _bangs(given: Given, one: Ready, two: Ready) -> dict[str, Any] | None:
    """The offset of the bangs as heard, beside that of all sound: from a place of their own, for which distances may be known."""
    found = _fallen(given, one, two)
    if found is None or any(each.count >= RIVAL * found[0][0].count for each in found[0][1:]):
        return None
    best, shift = found[0][0], two.wave.at - one.wave.at
    drift = 1e-6 * BOUND_PPM * min(one.wave.seconds, two.wave.seconds) / 2
    heard = Bounds(low=best.lag + shift, high=best.lag + shift).wider(best.spread / 2 + 1e-3 + drift)
    return {"heard_s": heard.wire(), "agree": best.count, "of": best.least}


def _by_sound(given: Given, one: str, first: Ready, two: str, second: Ready) -> Outcome:
    if min(first.wave.seconds, second.wave.seconds) < SHORTEST_S:
        return Unsuitable(why=f"less than {SHORTEST_S:g} s of sound")
    if not first.white.any() or not second.white.any():
        return Unsuitable(why="one of the two is silent")
    found = hear(first, second, spread=given.spread_s)
    looked = _looked(first, second)
    if not found:
        return Nothing(looked=looked, value={"evidence": {"windows": 0, "agree": 0}})
    best, others = found[0], found[1:]
    ratio = best.weight / max(others[0].weight, 1.0) if others else max(best.weight, 1.0)
    evidence = {
        "by": "sound",
        "windows": best.windows,
        "agree": best.agree,
        "share": round(best.share, 3),
        "score": round(best.weight, 2),
        "runner_up": round(others[0].weight, 2) if others else 0.0,
        "ratio": round(ratio, 2),
    }
    alternatives = [_alternative(first, second, other) for other in found if other.agree >= WEAK]
    if best.agree < ENOUGH or best.share < given.share:
        if best.agree >= WEAK and ratio >= given.ratio:
            why = f"only {best.agree} of {best.windows} windows agree: too few to say that it is one event"
            return Inconclusive(why=why, value={"evidence": evidence, "alternatives": alternatives})
        return Nothing(looked=looked, value={"evidence": evidence, "false_alarms": dict(FALSE_ALARMS)})
    if ratio < given.ratio:
        why = "the sound repeats, or has several parts: two offsets are nearly as good as each other"
        return Inconclusive(why=why, value={"evidence": evidence, "alternatives": alternatives})
    return Found(value=answer(given, (one, two), (first, second), best, evidence))


def _looked(one: Ready, two: Ready) -> str:
    return f"every offset of {one.wave.seconds:.1f} s of sound against {two.wave.seconds:.1f} s"


def _alternative(one: Ready, two: Ready, heard: Heard) -> dict[str, Any]:
    shift = two.wave.at - one.wave.at
    heard_s = Bounds(low=heard.low + shift, high=heard.high + shift).wider(1e-3)
    return {"heard_s": heard_s.wire(), "agree": heard.agree, "windows": heard.windows, "score": round(heard.weight, 2)}


def answer(
    given: Given,
    files: tuple[str, str],
    pair: tuple[Ready, Ready],
    best: Heard,
    evidence: dict[str, Any],
    *,
    by_lines: bool = True,
) -> dict[str, Any]:
    """What Found carries; not `by_lines`: no line of it is the clocks' own."""
    one, two = pair
    shift = two.wave.at - one.wave.at
    line = best.lines[0]
    steady, untold = False, "bangs alone do not fix a rate"
    if by_lines:
        sharp = sharpened(one.white, two.white, best.lines)
        untold = _untold(best, sharp)
        steady = not untold
        if sharp is not None and steady:
            line = sharp.line
            best = replace(best, lines=(line, *best.lines[1:]))
    start, end = overlap(one.white, two.white, line.lag)
    alike = coherence(one.wave, two.wave, line)
    same = alike >= SAME_TRACK
    heard, at = _heard(best, steady, (start / RATE, end / RATE)), line.at
    heard = Bounds(low=heard.low + shift, high=heard.high + shift)
    container = Bounds(low=-two.wave.late, high=one.wave.late)
    air = speed(Bounds(low=given.coldest_c, high=given.warmest_c), given.wind_m_s)
    # Every delay heard may be off by the way between the places; an echo may be among them, so nothing is cut off.
    away = Bounds(low=0.0, high=0.0) if same else apart(given.apart_m, air)
    clock = heard + away
    most = Bounds(low=-BOUND_PPM, high=BOUND_PPM)
    rate = Bounds(low=line.ppm, high=line.ppm).wider(line.ppm_error).meet(most) if steady else None
    return {
        "files": list(files),
        "at_s": round(one.wave.at + at, 3),
        "heard_s": heard.wire(),
        "clock_s": (clock + container).wire(),
        "rate_ppm": None if rate is None else rate.wire(2),
        "rate_untold": untold,
        "overlap_s": Bounds(low=one.wave.at + start / RATE, high=one.wave.at + end / RATE).wire(3),
        "sources": [_source(each, shift) for each in best.lines if each.agree >= 2] or [_source(line, shift)],
        "terms_s": {"distance": away.wire(), "container": container.wire()},
        "bangs": _bangs(given, one, two),
        "same_track": same,
        "coherence": round(alike, 3),
        "evidence": evidence,
        "false_alarms": dict(FALSE_ALARMS),
    }


def _untold(best: Heard, sharp: Sharp | None) -> str:
    """Why no rate is told; empty where it is."""
    if sharp is None or abs(sharp.line.ppm) > BOUND_PPM:
        return "the windows lie on no one line that two clocks could make"
    if best.agree < SEVERAL or best.share < STEADY:
        return f"only {best.agree} of {best.windows} windows agree: a moving source might look like it"
    if sharp.sigma_ppm > SIGMA_PPM:
        return (
            f"it would be known to {sharp.sigma_ppm:.1f} ppm (one sigma) only: too little in common, or too much noise"
        )
    return ""


def _heard(best: Heard, steady: bool, stretch: tuple[float, float]) -> Bounds:
    """The delays heard. Where no line is the clocks' own, what two clocks may drift over the overlap is added."""
    line = best.lines[0]
    if steady and line.agree >= 0.9 * best.agree:
        return Bounds(low=line.lag - line.error, high=line.lag + line.error)
    drift = 0.0 if steady else 1e-6 * BOUND_PPM * (stretch[1] - stretch[0]) / 2
    low = min(best.low, line.lag - line.error)
    high = max(best.high, line.lag + line.error)
    return Bounds(low=low, high=high).wider(drift + 5e-4)


def _source(line: Any, shift: float) -> dict[str, Any]:
    lag = Bounds(low=line.lag + shift - line.error, high=line.lag + shift + line.error)
    return {"at_s": round(line.at, 3), "heard_s": lag.wire(), "windows": line.agree}


def agrees(one: Outcome, two: Outcome) -> bool:
    """The same answer, and spans of the same heard offset that meet."""
    if type(one) is not type(two):
        return False
    if not isinstance(one, Found) or not isinstance(two, Found):
        return True
    spans = [Bounds(**outcome.value["heard_s"]).wider(1e-3) for outcome in (one, two)]
    return spans[0].meet(spans[1]) is not None and one.value["same_track"] == two.value["same_track"]


A, B = sorted((sha256(b"one"), sha256(b"two")))


def _is(outcome: Outcome, lag: float, same: bool) -> bool:
    if not isinstance(outcome, Found) or outcome.value["same_track"] is not same:
        return False
    clock = outcome.value["clock_s"]
    return bool(clock["low"] <= lag <= clock["high"])


PAIR = Method(
    name="align.pair",
    version=3,
    asks="Do two recordings hear one event, and which second of one is which of the other?",
    given=Given,
    inputs=(
        Input(
            name="sounds",
            kind="value",
            says='file -> its sound, two files: {"at": seconds of presentation, "rate": 8000, "samples": [-1.0 to 1.0]}',
        ),
    ),
    says="heard_s: second t of the first file (by digest) is second t + heard_s of the second, as the sound was heard, at "
    "second at_s; clock_s: the same by the clocks, widened by what a distance of up to apart_m does; rate_ppm: parts in a "
    "million by which the second's count of seconds runs ahead, three standard errors to either side, null where no steady source "
    "fixes it to 2 ppm (rate_untold: why); sources: delays as "
    "heard from each; bangs: the same by sudden sounds alone, or null; likely_s (by bangs alone): 90 % interval of the delay of "
    "their place; same_track: both carry the sound of one microphone "
    "or one edit; coherence 0 to 1; terms_s: what widened clock_s; evidence: by sound, by the sum of all "
    "windows, or by bangs; windows (or bangs) that "
    "agree, score, runner_up and ratio; false_alarms: what was wrongly accepted on a named set",
    limits=(
        "a sound track laid over two films, or a broadcast heard in two rooms, is one sound and no sign of one event: "
        "same_track warns of the first, nothing of the second; the pictures must agree",
        "two places hear one sound at different times, 1 s for each 343 m: heard_s is not the clocks' offset",
        "rate_ppm holds where the sources stand still: one that moves by 1 mm a second nearer to one microphone than to the other "
        "looks like 3 ppm, and a walking crowd like tens, though the line is straight and the span narrow",
        "rhythms, sirens and volleys repeat: alternatives are shown, and the answer is Inconclusive",
        "sound played faster or slower than 0.015 % is not found, nor a common stretch of under some 5 s",
        "sound longer than ten minutes is compared in parts of ten minutes, and not beyond the first 3 h 54 min of a file",
    ),
    cites=("C. Knapp, G. Carter, The generalized correlation method for estimation of time delay, IEEE TASSP 1976",),
    run=run,
    agrees=agrees,
    examples=(
        Example(
            says="two phones in one street, the second started 3.25 s later",
            given=Given(),
            inputs=lambda: {"sounds": {A: street(seed=1, mic=1), B: street(seed=1, mic=2, start=3.25)}},
            gives="found",
            check=lambda outcome: _is(outcome, -3.25, False),
        ),
        Example(
            says="a file and its copy, cut 2 s later: one sound track",
            given=Given(),
            inputs=lambda: {"sounds": {A: street(seed=1, mic=1), B: street(seed=1, mic=1, start=2.0)}},
            gives="found",
            check=lambda outcome: _is(outcome, -2.0, True),
        ),
        Example(
            says="two streets that have nothing in common",
            given=Given(),
            inputs=lambda: {"sounds": {A: street(seed=1, mic=1), B: street(seed=2, mic=2)}},
            gives="nothing",
        ),
        Example(
            says="a silent film",
            given=Given(),
            inputs=lambda: {
                "sounds": {A: street(seed=1, mic=1), B: {"at": 0.0, "rate": RATE, "samples": [0.0] * 4 * RATE}}
            },
            gives="unsuitable",
        ),
    ),
)
