"""How far two clocks run apart is told with what it may be off by, or not at all; weak sound is heard by all windows together."""

from dataclasses import replace

import numpy as np
import pytest

from bench._align_world import Device, Pair, Source, Street, lag_at, pair, talk, wave
from firsthand.method.align.hear import hear, ready
from firsthand.method.align.pair import compare
from firsthand.method.align.pair_form import Given
from firsthand.method.align.sharpen import sharpened
from firsthand.method.align.summed import HEIGHT, summed, together
from firsthand.method.align.wave import RATE, Wave
from firsthand.record.fault import BadValue
from firsthand.record.finding import Found, Outcome


def asked(made: Pair, moving: float = 0.0) -> Outcome:
    return compare(Given(moving_m_s=moving, wind_m_s=0.0), "one", ready(made.waves[0]), "two", ready(made.waves[1]))


def talker(*, snr_db: float, common: float, seconds: float = 20.0, seed: int = 4) -> Pair:
    """Somebody talks between two phones whose clocks are 60 ppm apart."""
    rng = np.random.default_rng(seed)
    source = Source(sound=talk(rng, int((2 * seconds + 10) * 16000)), place=(3.0, 8.0))
    where = Street(sources=(source,), seconds=2 * seconds + 10)
    starts = (3.0, 3.0 + seconds - common)
    devices = [
        Device(place=(20.0 * k, 0.0), start=starts[k], ppm=30.0 - 60 * k, snr_db=snr_db, codec="none") for k in (0, 1)
    ]
    waves = [wave(rng, where, device, seconds) for device in devices]
    return Pair(street=where, devices=(devices[0], devices[1]), waves=(waves[0], waves[1]))


def test_two_talkers_that_share_the_windows_tell_one_rate() -> None:
    """Neither of the two is on most windows: together they are on all."""
    made = pair(1001, "talk")
    one, two = (ready(each) for each in made.waves)
    lines = hear(one, two, spread=0.12)[0].lines
    assert max(line.share for line in lines) < 0.6
    outcome = asked(made)
    assert isinstance(outcome, Found) and outcome.value["rate_untold"] == ""
    rate = outcome.value["rate_ppm"]
    assert rate["low"] <= made.ppm <= rate["high"] and rate["high"] - rate["low"] < 12
    assert abs((rate["low"] + rate["high"]) / 2 - made.ppm) < 2


def test_less_in_common_leaves_the_rate_less_known() -> None:
    sigmas = []
    for common in (8.0, 18.0):
        one, two = (ready(each) for each in talker(snr_db=10.0, common=common).waves)
        sharp = sharpened(one.white, two.white, hear(one, two, spread=0.12)[0].lines)
        assert sharp is not None
        sigmas.append(sharp.drift.sigma_ppm)
    assert sigmas[1] < sigmas[0]


def test_somebody_who_walks_while_talking_is_no_clock() -> None:
    """At 0.3 m/s towards one of the two the delay changes by some 900 parts in a million: no clock runs so fast."""
    made = talker(snr_db=15.0, common=18.0)
    second = made.waves[1].samples
    places = np.arange(len(second)) * (1 + 0.3 / 343)
    walked = np.interp(places, np.arange(len(second)), second).astype(np.float32)
    outcome = asked(replace(made, waves=(made.waves[0], Wave(at=0.0, samples=walked))))
    if isinstance(outcome, Found):
        assert outcome.value["rate_ppm"] is None and outcome.value["rate_untold"]


def test_a_drift_is_no_rate_unless_all_stood_still() -> None:
    made = talker(snr_db=15.0, common=18.0)
    still, usual = asked(made), asked(made, Given().moving_m_s)
    assert isinstance(still, Found) and isinstance(usual, Found)
    assert usual.value["rate_ppm"] is None and "may have moved" in usual.value["rate_untold"]
    one, two = (ready(each) for each in made.waves)
    windy = compare(Given(moving_m_s=0.0), "one", one, "two", two)
    assert isinstance(windy, Found) and windy.value["rate_ppm"] is None
    sheltered = compare(Given(moving_m_s=0.0, apart_m=20.0, wind_m_s=0.5), "one", one, "two", two)
    assert isinstance(sheltered, Found) and sheltered.value["rate_ppm"] is not None
    widths = [told["high"] - told["low"] for told in (still.value["rate_ppm"], sheltered.value["rate_ppm"])]
    assert widths[1] > widths[0] + 10
    assert usual.value["heard_ppm"] == still.value["heard_ppm"] == still.value["rate_ppm"]
    assert still.value["rate_ppm"]["low"] <= made.ppm <= still.value["rate_ppm"]["high"]


@pytest.mark.parametrize("moving", [-1.0, float("nan"), 1e6])
def test_a_speed_that_nothing_has_is_refused(moving: float) -> None:
    with pytest.raises(BadValue, match="moved at"):
        asked(talker(snr_db=15.0, common=18.0), moving)


def test_who_steps_back_slowly_looks_like_a_clock_and_is_taken_for_none() -> None:
    """2 cm a second from one of the two towards the other: 117 parts in a million, on a straight line."""
    made = talker(snr_db=15.0, common=18.0)
    rng = np.random.default_rng(4)
    source = Source(sound=talk(rng, 50 * 16000), place=(3.0, 0.0), path=((0.0, 3.0, 0.0), (50.0, 4.0, 0.0)))
    where = Street(sources=(source,), seconds=50.0)
    one, two = (wave(rng, where, each, 20.0) for each in made.devices)
    walked = replace(made, street=where, waves=(one, two))
    outcome = asked(walked, Given().moving_m_s)
    assert isinstance(outcome, Found) and outcome.value["heard_ppm"] is not None
    assert outcome.value["heard_ppm"]["high"] < made.ppm - 50, "what is heard is told as heard"
    assert outcome.value["rate_ppm"] is None
    bounded = asked(walked, 0.02)
    assert isinstance(bounded, Found)
    assert bounded.value["rate_ppm"] is None or bounded.value["rate_ppm"]["high"] >= made.ppm


def test_what_is_said_next_in_the_same_room_is_no_drift() -> None:
    """A room shifts each pitch by an amount of its own: here the sum of all pitches is 2.6 parts in a million off."""
    made = pair(7, "talk")
    outcome = asked(made)
    assert isinstance(outcome, Found) and outcome.value["rate_ppm"] is not None
    rate = outcome.value["rate_ppm"]
    assert rate["low"] <= made.ppm <= rate["high"] and abs((rate["low"] + rate["high"]) / 2 - made.ppm) < 1


def test_what_no_window_tells_alone_all_tell_together() -> None:
    made = pair(1008, "mixed")  # 2 and 4 dB, 11 s in common
    one, two = (ready(each) for each in made.waves)
    alone = hear(one, two, spread=0.12)
    assert not alone or alone[0].agree < 5
    found = together(one, two)
    assert found is not None
    outcome = asked(made)
    assert isinstance(outcome, Found) and outcome.value["evidence"]["by"] == "sum"
    best = outcome.value["sources"][0]
    middle = (best["heard_s"]["low"] + best["heard_s"]["high"]) / 2
    assert min(abs(lag_at(*made.devices, source, best["at_s"]) - middle) for source in made.street.sources) < 1e-3


@pytest.mark.parametrize("seed", range(4))
def test_noise_never_adds_up(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sides = [ready(Wave(at=0.0, samples=rng.normal(size=15 * RATE).astype(np.float32) * 0.1)) for _ in range(2)]
    for lag in (-4.0, 0.0, 3.0):
        made = summed(sides[0].white, sides[1].white, lag)
        assert made is not None and made.height < HEIGHT and made.agree < 0.4 * made.windows
    assert together(*sides) is None
