"""Whether what is told of clocks holds where things move: `python -m bench.align_moving [TRIPLES]`.

Three devices hear one street of bench/_align_world.py (30 to 45 s each, 5 to 20 dB, clocks up to 100 ppm apart). In each row
something moves as the row says, or people take turns. Asked are all pairs, by the form's defaults, and the clock of the three.
Told for each row: how many drifts were told as heard, and of these how many hold the clocks' rate all the same (a drift is no
rate); whether the spans of offsets hold, at the second they were heard at and at both ends of every recording on the event's
clock; and, where the true change of every way is entered as `stood`, how many rates are told and hold.
"""

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

import numpy as np

from bench._align_world import CODECS, MEASURE, Device, Path3, Source, Street, lag_at, talk, wave
from firsthand.method.align.clock import CLOCK
from firsthand.method.align.clock_examples import Given as ClockGiven
from firsthand.method.align.clock_examples import looked
from firsthand.method.align.hear import ready
from firsthand.method.align.pair import PAIR, compare
from firsthand.method.align.pair_form import Given
from firsthand.method.align.rate import MOST
from firsthand.record.digest import sha256
from firsthand.record.finding import Finding, Found, Inconclusive, Job, outcome_wire
from firsthand.record.footage import Stretch
from firsthand.record.observation import Observation
from firsthand.record.wire import to_wire

TRIPLES, SECONDS = 8, 60.0
NAMES = tuple(sorted(sha256(name) for name in (b"one", b"two", b"three")))
Rng = np.random.Generator


def line(rng: Rng, speed: float, near: float) -> Path3:
    """Straight on, at its nearest `near` metres from the middle of the street, some time while all record."""
    turn, middle = rng.uniform(0, 2 * np.pi), rng.uniform(20, 40)
    along, side = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    ends = [near * side + along * speed * (second - middle) for second in (-5.0, SECONDS + 5)]
    return tuple((second, float(x), float(y)) for second, (x, y) in zip((-5.0, SECONDS + 5), ends, strict=True))


def swaying(rng: Rng, place: tuple[float, float], by: float) -> Path3:
    """Back and forth by up to so many metres, every few seconds elsewhere."""
    seconds = np.arange(-5.0, SECONDS + 8, 2.0)
    (x, y), off = place, rng.uniform(-by, by, (len(seconds), 2))
    return tuple((float(s), x + float(a), y + float(b)) for s, (a, b) in zip(seconds, off, strict=True))


def said(rng: Rng) -> np.ndarray:
    return talk(rng, int(SECONDS * MEASURE))


def anywhere(rng: Rng, reach: float = 40.0) -> tuple[float, float]:
    return float(rng.uniform(-reach, reach)), float(rng.uniform(-reach, reach))


def turns(rng: Rng) -> tuple[Source, ...]:
    """Five people within 4 m of one another, each 6 s long, one after another."""
    x, y = anywhere(rng)
    made = []
    for k in range(5):
        second = np.arange(int(SECONDS * MEASURE)) / MEASURE
        sound = said(rng) * ((second // 6).astype(int) % 5 == k)
        made.append(Source(sound=sound, place=(x + float(rng.uniform(-2, 2)), y + float(rng.uniform(-2, 2)))))
    return tuple(made)


def moving(rng: Rng, speed: float, near: float, count: int = 1, behind: float = 4.0) -> tuple[Source, ...]:
    """So many sources on one line, one behind the other."""
    path = line(rng, speed, near)
    return tuple(
        Source(sound=said(rng), place=(0.0, 0.0), path=tuple((s + k * behind / speed, x, y) for s, x, y in path))
        for k in range(count)
    )


def standing(rng: Rng, count: int = 1) -> tuple[Source, ...]:
    return tuple(Source(sound=said(rng), place=anywhere(rng)) for _ in range(count))


def sways(rng: Rng) -> tuple[Source, ...]:
    return (Source(sound=said(rng), place=(0.0, 0.0), path=swaying(rng, anywhere(rng), 0.2)),)


ROWS: Mapping[str, Callable[[Rng], tuple[Source, ...]]] = {
    "one talker stands": standing,
    "two talkers stand": lambda rng: standing(rng, 2),
    "five people in turn, within 4 m": turns,
    "a talker sways by 0.2 m": sways,
    "one walks past, 1.4 m/s, 10 to 40 m": lambda rng: moving(rng, 1.4, float(rng.uniform(10, 40))),
    "one walks far off, 1.4 m/s, 150 to 400 m": lambda rng: moving(rng, 1.4, float(rng.uniform(150, 400))),
    "a parade far off, 1.1 m/s, 150 to 400 m": lambda rng: moving(rng, 1.1, float(rng.uniform(150, 400)), 3),
    "one moves slowly, 0.02 to 0.1 m/s": lambda rng: moving(rng, float(rng.uniform(0.02, 0.1)), float(rng.uniform(10, 40))),
    "a car, 10 m/s, 10 to 40 m": lambda rng: moving(rng, 10.0, float(rng.uniform(10, 40))),
    "a parade, and two who stand": lambda rng: (*moving(rng, 1.1, float(rng.uniform(20, 60)), 2), *standing(rng, 2)),
    "microphones are carried, 1 m/s": standing,
}  # fmt: skip


def devices(rng: Rng, row: str) -> tuple[Device, ...]:
    close = 15.0 if "far off" in row else 50.0
    return tuple(
        Device(
            place=anywhere(rng, close), start=float(rng.uniform(2, 12)), ppm=float(rng.uniform(-50, 50)),
            snr_db=float(rng.uniform(5, 20)), codec=str(rng.choice(CODECS)),
            path=line(rng, 1.0, float(rng.uniform(5, 40))) if "carried" in row else (),
        )
        for _ in NAMES
    )  # fmt: skip


def changed(device: Device, street: Street, seconds: float) -> float:
    """Metres by which the way to a device changed, whatever is heard: of several sources that take turns, all their ways."""
    heard = device.start + np.linspace(0, seconds, 200)
    ways = [(heard - device.left(source, heard)) * 343.2 for source in street.sources]
    turned = len(ways) == 5
    return float(np.ptp(ways)) if turned else max(float(np.ptp(way)) for way in ways)


def triple(seed: int, row: str, tally: Counter[str], widths: list[float]) -> None:
    rng = np.random.default_rng((seed, 11))
    street = Street(sources=ROWS[row](rng), seconds=SECONDS)
    made = dict(zip(NAMES, devices(rng, row), strict=True))
    long = {name: float(rng.uniform(30, 45)) for name in NAMES}
    sides = {name: ready(wave(rng, street, device, long[name])) for name, device in made.items()}
    findings = []
    for one, two in combinations(NAMES, 2):
        outcome = compare(Given(), one, sides[one], two, sides[two])
        tally["pairs"] += 1
        if isinstance(outcome, Found):
            judge(outcome.value, made, street, tally)
            job = Job(method=PAIR.name, version=PAIR.version, given=to_wire(Given()), inputs={"sounds": (one, two)})
            findings.append((job.id, Finding(job=job, outcome=outcome_wire(outcome), files=(one, two))))
    for entered in (False, True):
        seen = [looked(*NAMES)]
        for name, device in made.items() if entered else ():
            within = changed(device, street, long[name]) + 1e-6
            stood = Observation(what="stood", says="stood", stretch=Stretch(file=name), details={"within_m": within})
            seen.append((sha256(name.encode()), stood))
        outcome = CLOCK.ask(ClockGiven(), {"findings": tuple(findings), "observations": tuple(seen)})
        if isinstance(outcome, Found | Inconclusive):
            for event in outcome.value["events"]:
                placed(event, made, long, "stood " if entered else "", tally, widths)


def judge(told: Mapping[str, Any], made: Mapping[str, Device], street: Street, tally: Counter[str]) -> None:
    one, two = (made[name] for name in told["files"])
    tally["found"] += 1
    at = told["at_s"]
    clock, heard = told["clock_s"], told["heard_s"]
    tally["clock"] += clock["low"] <= lag_at(one, two, None, at) <= clock["high"]
    tally["heard"] += any(heard["low"] <= lag_at(one, two, source, at) <= heard["high"] for source in street.sources)
    if told["heard_ppm"]:
        tally["drift"] += 1
        tally["as rate"] += told["heard_ppm"]["low"] <= one.ppm - two.ppm <= told["heard_ppm"]["high"]
    if told["rate_ppm"]:
        tally["rate"] += 1
        tally["rate held"] += told["rate_ppm"]["low"] <= one.ppm - two.ppm <= told["rate_ppm"]["high"]


def placed(
    event: Mapping[str, Any], made: Mapping[str, Device], long: Mapping[str, float], how: str, tally: Counter[str],
    widths: list[float],
) -> None:  # fmt: skip
    """Both ends of every recording on the event's clock, by its start and rate (or the bound of all clocks, where none is told)."""
    zero = made[event["zero"]]
    for row in event["recordings"]:
        if row["file"] == event["zero"]:
            continue
        device, start = made[row["file"]], row["start_s"]
        rate = row["rate_ppm"] or {"low": MOST.low, "high": MOST.high}
        if row["rate_ppm"]:
            true = 1e6 * ((1 + device.ppm * 1e-6) / (1 + zero.ppm * 1e-6) - 1)
            tally[f"{how}rate"] += 1
            tally[f"{how}rate held"] += rate["low"] <= true <= rate["high"]
            widths.append(rate["high"] - rate["low"])
        for second in (0.0, long[row["file"]]):
            true = zero.media(device.start + second * (1 + device.ppm * 1e-6))
            low, high = (start[end] + second * (1 + 1e-6 * rate[end]) for end in ("low", "high"))
            tally[f"{how}ends"] += 1
            tally[f"{how}ends held"] += low <= true <= high


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else TRIPLES
    rows = [row for row in ROWS if len(sys.argv) < 3 or sys.argv[2] in row]
    for row in rows:
        tally: Counter[str] = Counter()
        widths: list[float] = []
        for seed in range(count):
            triple(seed + 1, row, tally, widths)
        t = tally
        print(
            f"{row}: found {t['found']} of {t['pairs']}; heard_s held {t['heard']}, clock_s {t['clock']}; drifts told {t['drift']}, "
            f"that hold the clocks' rate {t['as rate']}; rates told by default {t['rate']}, held {t['rate held']}; ends on the clock "
            f"held {t['ends held']} of {t['ends']}; with stood: rates told {t['stood rate']}, held {t['stood rate held']}, "
            f"{np.median(widths or [np.nan]):.1f} ppm wide; ends held {t['stood ends held']} of {t['stood ends']}",
            flush=True,
        )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
