"""Two recordings of one street are set against each other; what is unrelated, repeated, silent or dubbed is told as such."""

import numpy as np
import pytest

from firsthand.method.align.by_bangs import CHANCE
from firsthand.method.align.hear import ready
from firsthand.method.align.impulses import Given as Sudden
from firsthand.method.align.impulses import bangs, impulses, modes
from firsthand.method.align.made import street
from firsthand.method.align.pair import PAIR, compare
from firsthand.method.align.pair_form import Given
from firsthand.method.align.wave import RATE, Wave, wave_of, whitened
from firsthand.method.reading import Reading
from firsthand.record.fault import BadValue
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable

ONE, TWO = "a" * 64, "b" * 64


def asked(one: Wave, two: Wave, **given: float) -> Outcome:
    return compare(Given(**given), ONE, ready(one), TWO, ready(two))


def middle(outcome: Outcome) -> float:
    """The delay of the source that most windows hear."""
    assert isinstance(outcome, Found)
    span = outcome.value["sources"][0]["heard_s"]
    return float(span["low"] + span["high"]) / 2


def drifted(wave: Wave, ppm: float) -> Wave:
    """The same sound by a clock that runs fast by so many parts in a million."""
    count = int(len(wave.samples) / (1 + ppm * 1e-6))
    places = np.arange(count) * (1 + ppm * 1e-6)
    return Wave(at=wave.at, samples=np.interp(places, np.arange(len(wave.samples)), wave.samples).astype(np.float32))


@pytest.mark.parametrize("start", [0.0, 2.125, 6.5])
def test_the_span_holds_the_true_offset(start: float) -> None:
    outcome = asked(street(seed=3, mic=1), street(seed=3, mic=2, start=start))
    assert isinstance(outcome, Found)
    heard, clock = outcome.value["heard_s"], outcome.value["clock_s"]
    assert heard["low"] - 0.02 <= -start <= heard["high"] + 0.02  # the voices are up to 20 ms nearer to one
    assert clock["low"] <= -start <= clock["high"]
    assert clock["low"] <= heard["low"] and heard["high"] <= clock["high"], "a distance unknown widens what was heard"
    assert not outcome.value["same_track"]


def test_the_order_of_the_files_only_turns_the_sign() -> None:
    one, two = street(seed=3, mic=1), street(seed=3, mic=2, start=2.0)
    forth, back = asked(one, two), asked(two, one)
    assert isinstance(forth, Found) and isinstance(back, Found)
    turned = -middle(back)
    assert middle(forth) == pytest.approx(turned, abs=2e-3)


def test_presentation_times_are_those_of_the_files() -> None:
    one, two = street(seed=3, mic=1), street(seed=3, mic=2, start=2.0)
    moved = asked(one, Wave(at=10.0, samples=two.samples))
    assert middle(moved) == pytest.approx(8.0, abs=0.03)


def test_a_nearer_pair_has_a_narrower_clock() -> None:
    pair = street(seed=3, mic=1), street(seed=3, mic=2, start=2.0)
    widths = []
    for metres in (10.0, 500.0):
        outcome = asked(*pair, apart_m=metres)
        assert isinstance(outcome, Found)
        widths.append(outcome.value["clock_s"]["high"] - outcome.value["clock_s"]["low"])
    assert widths[1] - widths[0] == pytest.approx(2 * 490 / 315, rel=0.1)


@pytest.mark.parametrize("ppm", [-90.0, 60.0])
def test_the_rate_between_two_clocks_is_told(ppm: float) -> None:
    one = street(seed=5, mic=1, seconds=22.0)
    outcome = asked(one, drifted(one, ppm))
    assert isinstance(outcome, Found) and outcome.value["rate_ppm"] is not None
    rate = outcome.value["rate_ppm"]
    assert rate["low"] <= -ppm <= rate["high"] and rate["high"] - rate["low"] < 120


def test_one_sound_track_is_called_one() -> None:
    one = street(seed=3, mic=1)
    softer = Wave(at=0.0, samples=(0.3 * one.samples[RATE:]).astype(np.float32))
    outcome = asked(one, softer)
    assert isinstance(outcome, Found) and outcome.value["same_track"] and outcome.value["coherence"] > 0.9
    assert outcome.value["terms_s"]["distance"] == {"low": 0.0, "high": 0.0}


@pytest.mark.parametrize("seed", range(6))
def test_unrelated_streets_are_never_put_together(seed: int) -> None:
    outcome = asked(street(seed=10 + seed, mic=1), street(seed=20 + seed, mic=2))
    assert isinstance(outcome, Nothing) and "every offset" in outcome.looked


def test_a_tune_that_repeats_is_not_decided() -> None:
    """The same two seconds over and over: every turn fits."""
    loop = street(seed=4, mic=1, seconds=2.0).samples
    own = np.random.default_rng(1)
    noisy = [
        Wave(at=0.0, samples=(np.tile(loop, 6) + own.normal(size=12 * RATE) * 0.01).astype(np.float32))
        for _ in range(2)
    ]
    outcome = asked(*noisy)
    assert isinstance(outcome, Inconclusive) and len(outcome.value["alternatives"]) >= 2


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (Wave(at=0.0, samples=np.zeros(4 * RATE, np.float32)), "silent"),
        (Wave(at=0.0, samples=np.ones(RATE, np.float32)), "less than"),
    ],
)
def test_what_cannot_be_compared_says_why(one: Wave, why: str) -> None:
    outcome = asked(one, street(seed=1, mic=1))
    assert isinstance(outcome, Unsuitable) and why in outcome.why


def test_a_hum_and_a_click_train_of_a_machine_are_no_event() -> None:
    """Mains hum is everywhere."""
    time = np.arange(20 * RATE) / RATE
    own = np.random.default_rng(5)
    hums = [
        Wave(
            at=0.0, samples=(0.2 * np.sin(2 * np.pi * 50 * time) + own.normal(size=len(time)) * 0.01).astype(np.float32)
        )
        for _ in range(2)
    ]
    assert isinstance(asked(*hums), Nothing | Inconclusive)


def test_bangs_alone_tell_where_noise_hides_the_rest() -> None:
    times = (1.3, 2.1, 4.75, 6.02, 9.4)
    one = bangs(times, seconds=12.0, seed=1)
    two = bangs([time - 0.8 for time in times], seconds=12.0, seed=2)
    outcome = asked(one, two)
    assert isinstance(outcome, Found) and outcome.value["evidence"]["by"] == "bangs"
    heard = outcome.value["heard_s"]
    assert heard["low"] <= -0.8 <= heard["high"] and heard["high"] - heard["low"] < 0.01
    assert outcome.value["rate_ppm"] is None


def test_bangs_are_found_below_the_noise_of_wind() -> None:
    """Low noise as loud as the bangs themselves: they still are the only thing that is sudden in what is high."""
    times, rng = (1.3, 2.1, 4.75, 6.02, 9.4), np.random.default_rng(3)
    made = bangs(times, seconds=12.0)
    wind = np.convolve(rng.normal(size=len(made.samples)), np.ones(60) / 60, "same")
    loud = (made.samples + 0.35 * wind / wind.std()).astype(np.float32)
    assert [each.at for each in impulses(Sudden(), loud)] == pytest.approx(times, abs=2e-3)


def test_bangs_that_chance_brings_together_tell_nothing() -> None:
    """Five of six fall within 60 ms of each other somewhere among all offsets: that is expected once in so many pairs."""
    rng = np.random.default_rng(7)
    one = sorted(rng.uniform(0, 9, 6))
    two = sorted([at + rng.uniform(-0.05, 0.05) for at in one[:5]] + [8.5])
    sides = [ready(bangs(times, seconds=10.0, seed=seed)) for seed, times in enumerate((one, two))]
    found = modes(sides[0].bangs, sides[1].bangs, (10.0, 10.0), 0.06)
    assert found[0].count >= 5 and found[0].chance > CHANCE
    assert not isinstance(compare(Given(), ONE, sides[0], TWO, sides[1]), Found)
    close = modes(sides[0].bangs, sides[0].bangs, (10.0, 10.0))
    assert close[0].count >= 5 and close[0].chance < CHANCE, "as many within 3 ms are no chance"


def test_an_even_volley_shows_its_alternatives() -> None:
    times = [1.0 + 0.75 * k for k in range(9)]
    outcome = asked(bangs(times, seconds=9.0, seed=1), bangs(times, seconds=9.0, seed=2))
    assert isinstance(outcome, Inconclusive)
    lags = [row["heard_s"]["low"] for row in outcome.value["alternatives"]]
    assert len(lags) >= 3 and any(abs(lag) < 0.01 for lag in lags)


def test_arrivals_are_picked_to_half_a_millisecond() -> None:
    times = (1.5, 3.25, 5.0625)
    found = impulses(Sudden(), bangs(times, noise=0.01).samples)
    assert [each.at for each in found] == pytest.approx(times, abs=5e-4)
    best, *_ = modes(found, found, (8.0, 8.0))
    assert best.lag == 0.0 and best.count == best.least == 3


def test_whitening_keeps_time_and_evens_strength() -> None:
    rng = np.random.default_rng(2)
    samples = rng.normal(size=4 * RATE).astype(np.float32) * np.repeat([0.001, 1.0], 2 * RATE).astype(np.float32)
    white = whitened(samples)
    assert len(white) == len(samples)
    quiet, loud = np.std(white[RATE // 2 : RATE]), np.std(white[3 * RATE : 3 * RATE + RATE // 2])
    assert 0.7 < quiet / loud < 1.4
    place = int(np.argmax(np.correlate(white[2 * RATE :], samples[2 * RATE :], "full"))) - (2 * RATE - 1)
    assert place == 0


def test_a_gap_in_the_sound_stays_a_gap() -> None:
    pieces = np.full(2 * RATE, 1000, "<i2")
    segments = [{"at": "1/2", "samples": RATE}, {"at": "5/2", "samples": RATE}]
    facts = {"align.listen": {"segments": segments, "codec": "aac", "priming_trimmed": False}}
    wave = wave_of(Reading(facts=facts, arrays={"align.listen/samples": pieces}))
    assert wave is not None and wave.at == 0.5 and wave.seconds == 3.0
    assert wave.samples[:RATE].all() and not wave.samples[RATE : 2 * RATE].any() and wave.samples[2 * RATE :].all()
    assert wave.late > 0.04, "an untrimmed lead of the encoder may move the sound, and the span says so"


def test_plain_json_is_taken_and_another_rate_is_refused() -> None:
    one, two = street(seed=1, mic=1), street(seed=1, mic=2)
    plain = {"at": 0.0, "rate": RATE, "samples": [round(float(x), 5) for x in two.samples]}
    assert isinstance(PAIR.ask(Given(), {"sounds": {ONE: one, TWO: plain}}), Found)
    with pytest.raises(BadValue):
        wave_of({"rate": 44100, "samples": [0.0]})
    assert isinstance(PAIR.ask(Given(), {"sounds": {ONE: one}}), Unsuitable)
    assert isinstance(PAIR.ask(Given(), {"sounds": {ONE: one, TWO: Reading(facts={})}}), Unsuitable)
