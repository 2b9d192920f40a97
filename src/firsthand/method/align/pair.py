"""align.pair: do two recordings hear one event, and which second of one is which of the other?"""

from typing import Any

from firsthand.method.shape import Example, Input, Inputs, Method
from firsthand.record.digest import sha256
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable

from .air import Bounds
from .answer import answer
from .by_bangs import bangs_beside, by_bangs
from .hear import Heard, Ready, hear, ready
from .made import street
from .pair_form import FALSE_ALARMS, Given
from .summed import together
from .wave import RATE, wave_of

SHORTEST_S = 2.0  # of sound, below which nothing is compared
ENOUGH = 5  # windows
WEAK = 4


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
    return by_bangs(given, files, pair) or _by_sum(given, files, pair) or heard


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
    return Found(value=answer(given, files, pair, heard, evidence, bangs=bangs_beside(given, *pair)))


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
    return Found(
        value=answer(given, (one, two), (first, second), best, evidence, bangs=bangs_beside(given, first, second))
    )


def _looked(one: Ready, two: Ready) -> str:
    return f"every offset of {one.wave.seconds:.1f} s of sound against {two.wave.seconds:.1f} s"


def _alternative(one: Ready, two: Ready, heard: Heard) -> dict[str, Any]:
    shift = two.wave.at - one.wave.at
    heard_s = Bounds(low=heard.low + shift, high=heard.high + shift).wider(1e-3)
    return {"heard_s": heard_s.wire(), "agree": heard.agree, "windows": heard.windows, "score": round(heard.weight, 2)}


def agrees(one: Outcome, two: Outcome) -> bool:
    """The same answer, and spans of the same heard offset, drift and rate that meet."""
    if type(one) is not type(two):
        return False
    if not isinstance(one, Found) or not isinstance(two, Found):
        return True
    for name, close in (("heard_s", 1e-3), ("heard_ppm", 0.1), ("rate_ppm", 0.1)):
        spans = [Bounds(**outcome.value[name]).wider(close) for outcome in (one, two) if outcome.value[name]]
        if len(spans) == 2 and spans[0].meet(spans[1]) is None:
            return False
    return bool(one.value["same_track"] == two.value["same_track"])


A, B = sorted((sha256(b"one"), sha256(b"two")))


def _is(outcome: Outcome, lag: float, same: bool) -> bool:
    if not isinstance(outcome, Found) or outcome.value["same_track"] is not same:
        return False
    clock = outcome.value["clock_s"]
    return bool(clock["low"] <= lag <= clock["high"])


PAIR = Method(
    name="align.pair",
    version=5,
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
    "second at_s; clock_s: the same by the clocks, widened by what a distance of up to apart_m does; heard_ppm: parts in a "
    "million by which the second's count of seconds runs ahead of the sound, three standard errors to either side, null where no "
    "line fixes it to 2 ppm, over about over_s seconds; rate_ppm: the same of the clocks, widened by what moving_m_s, wind_m_s and "
    "apart_m allow, null where that says nothing (rate_untold: why); sources: delays as "
    "heard from each; bangs: the same by sudden sounds alone, or null; likely_s (by bangs alone): 90 % interval of the delay of "
    "their place; same_track: both carry the sound of one microphone "
    "or one edit; coherence 0 to 1; terms_s: what widened clock_s; evidence: by sound, by the sum of all "
    "windows, or by bangs; windows (or bangs) that "
    "agree, score, runner_up and ratio; false_alarms: what was wrongly accepted on a named set",
    limits=(
        "a sound track laid over two films, or a broadcast heard in two rooms, is one sound and no sign of one event: "
        "same_track warns of the first, nothing of the second; the pictures must agree",
        "two places hear one sound at different times, 1 s for each 343 m: heard_s is not the clocks' offset",
        "heard_ppm is no clock's rate: sound that comes nearer to one microphone than to the other by 1 mm a second drifts by 3 ppm, "
        "on a straight line; rate_ppm is as true as moving_m_s, wind_m_s and apart_m, or what was said to have stood",
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
