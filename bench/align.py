"""How well pairs of recordings are put on one clock, and how often unrelated ones are: `python -m bench.align [NUMBERS] [ROWS]`.

NUMBERS: of pairs (24), of unrelated recordings (40), the first seed of pairs of one street (1). ROWS: of real, talk, mixed, shots
(pairs of one street), apart, dubbed, unrelated, flashes; without them all.

The street is made (bench/_align_world.py): real and made sources at places, microphones at others, rooms, noise, gain control,
clipping, clocks up to 100 ppm apart, AAC at 32 kb/s and Opus at 24 kb/s. Each row names what is true of its pairs. Nothing moves
here, no wind blows, and the form says so (bench/align_moving.py is about what moves).
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from bench._align_world import (
    CODECS,
    LEAST_REAL,
    MADE,
    MEASURE,
    Device,
    Pair,
    Source,
    Street,
    contents,
    filed,
    lag_at,
    listened,
    pair,
    recorded,
    street,
    tune,
    wave,
)
from firsthand.method.align.air import AT_20_C, HUMID, ZERO_C
from firsthand.method.align.flash_bang import FLASH_BANG
from firsthand.method.align.flash_bang import Given as Flash
from firsthand.method.align.hear import Ready, ready
from firsthand.method.align.pair import compare
from firsthand.method.align.pair_form import Given
from firsthand.method.align.wave import Wave
from firsthand.record.finding import Found, Inconclusive, Outcome

PAIRS, ALONE, SEED = 24, 40, 1
STILL = Given(moving_m_s=0.0, wind_m_s=0.0)
SHOTS = 4  # times as many pairs of shots: how often their interval holds needs many
HARD = (("0 to 20 dB", (0.0, 20.0)), ("-5 to 0 dB", (-5.0, 0.0)))


@dataclass
class Tally:
    """What came of one row's pairs."""

    of: int = 0
    answered: int = 0
    unsure: int = 0
    errors: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    rate_held: int = 0
    untold: list[str] = field(default_factory=list)
    clock: int = 0
    likely: int = 0
    likely_of: int = 0
    same: int = 0
    spent: float = 0.0

    def take(self, made: Pair, outcome: Outcome) -> None:
        self.of += 1
        self.unsure += isinstance(outcome, Inconclusive)
        if not isinstance(outcome, Found):
            return
        self.answered += 1
        told = outcome.value
        best = told["sources"][0]
        middle = (best["heard_s"]["low"] + best["heard_s"]["high"]) / 2
        true = [lag_at(*made.devices, source, best["at_s"]) for source in made.street.sources]
        self.errors.append(min(abs(each - middle) for each in true))
        clock = lag_at(*made.devices, None, told["at_s"])
        self.clock += told["clock_s"]["low"] <= clock <= told["clock_s"]["high"]
        self.same += told["same_track"]
        if told["rate_ppm"] is None:
            self.untold.append(told["rate_untold"])
        else:
            low, high = (told["rate_ppm"][end] for end in ("low", "high"))
            self.rates.append(abs(made.ppm - (low + high) / 2))
            self.rate_held += low <= made.ppm <= high
        if told.get("likely_s"):
            self.likely_of += 1
            self.likely += any(told["likely_s"]["low"] <= each <= told["likely_s"]["high"] for each in true)

    def told(self) -> str:
        errors, rates = np.array(self.errors or [np.inf]), np.array(self.rates or [np.inf])
        within = f"1 ms {(errors <= 1e-3).sum()}, 3 ms {(errors <= 3e-3).sum()} of {self.of}"
        near = f"{within} (median {np.median(errors) * 1e3:.3f} ms, worst {errors.max() * 1e3:.1f})"
        rate = (
            f"rate told {len(self.rates)}, within 2 ppm {(rates <= 2).sum()} (median {np.median(rates):.2f}), its span held "
            f"{self.rate_held}"
        )
        likely = f"; 90 % interval held {self.likely} of {self.likely_of}" if self.likely_of else ""
        why = f"; rates not told: {' | '.join(sorted(self.untold))}" if self.untold else ""
        return (
            f"answered {self.answered} of {self.of} ({self.unsure} inconclusive); within {near}; {rate}; "
            f"clock span held {self.clock} of {self.answered}{likely}; called one track {self.same}; "
            f"{self.spent / max(1, self.of):.2f} CPU-s a pair{why}"
        )


def compared(made: Pair) -> tuple[Outcome, float]:
    begun = time.process_time()
    outcome = compare(STILL, "one", ready(made.waves[0]), "two", ready(made.waves[1]))
    return outcome, time.process_time() - begun


def kinds() -> tuple[str, ...]:
    if len(contents()) >= LEAST_REAL:
        return ("real", *MADE)
    print(f"real sound: not run, {len(contents())} contents with sound are here and {LEAST_REAL} are needed")
    return MADE


def related(pairs: int, seed: int, wanted: Sequence[str]) -> None:
    for name, snr in HARD:
        for kind in wanted:
            tally = Tally()
            for number in range(SHOTS * pairs if kind == "shots" else pairs):
                made = pair(number + seed, kind, snr=snr)
                outcome, spent = compared(made)
                tally.spent += spent
                tally.take(made, outcome)
            print(f"{kind:5} {name}, 10 to 35 s in common: {tally.told()}", flush=True)


def apart(pairs: int) -> None:
    """The same street, 3 to 30 s after the first recording has ended: nothing is in common."""
    for kind in MADE:  # the real sound at hand does not fill a minute and a half
        tally = Tally()
        for number in range(pairs // 2):
            made = pair(500 + number, kind, common=(-30.0, -3.0))
            outcome, spent = compared(made)
            tally.spent += spent
            tally.take(made, outcome)
        print(f"{kind:5} no overlap: accepted {tally.answered} of {tally.of}, {tally.unsure} inconclusive", flush=True)


def dubbed(pairs: int) -> None:
    """Two streets with one music laid over both recordings (a dub), or played by a loudspeaker in each (a broadcast)."""
    for how in ("dub", "broadcast"):
        accepted = flagged = 0
        for number in range(pairs // 2):
            first, second = _music(number, how)
            outcome = compare(STILL, "one", ready(first), "two", ready(second))
            if isinstance(outcome, Found):
                accepted += 1
                flagged += outcome.value["same_track"]
        print(
            f"{how}: a match {accepted} of {pairs // 2}, called one track {flagged}; what pictures say is asked after",
            flush=True,
        )


def _music(number: int, how: str) -> tuple[Wave, Wave]:
    rng = np.random.default_rng((number, 3))
    music = tune(rng, int(60 * MEASURE))
    made = []
    for k in range(2):
        where = street(rng, "talk", 60.0)
        device = Device(
            place=(float(rng.uniform(-50, 50)), 5.0), start=4.0 + 3 * k, ppm=float(rng.uniform(-50, 50)), snr_db=15.0,
            codec=str(rng.choice(CODECS)),
        )  # fmt: skip
        if how == "broadcast":
            where = Street(sources=(*where.sources, Source(sound=2 * music, place=device.place)), seconds=60.0)
            made.append(wave(rng, where, device, 30.0))
        else:
            below = recorded(rng, where, device, 30.0)
            laid = music[int(device.start * MEASURE) :][: len(below)]
            made.append(listened(filed(0.2 * below + 0.25 * laid, "aac")))
    return made[0], made[1]


def alone(count: int, *, real: bool = True) -> Iterator[tuple[str, Ready]]:
    """Recordings of as many streets; every real content is in one of them only."""
    rng = np.random.default_rng(99)
    for name in contents() if real else ():
        where = street(rng, "real", 40.0, [name])
        device = Device(place=(3.0, 4.0), start=0.0, ppm=20.0, snr_db=15.0, codec=str(rng.choice(CODECS)))
        yield f"real {name}", ready(wave(rng, where, device, min(30.0, len(contents()[name]) / 16000)))
    for number in range(count):
        kind = MADE[number % 3]
        seconds = float(rng.uniform(6, 30))
        where = street(rng, kind, seconds + 6)
        device = Device(
            place=(float(rng.uniform(-50, 50)), 5.0), start=2.0, ppm=float(rng.uniform(-50, 50)),
            snr_db=float(rng.uniform(0, 20)), codec=str(rng.choice(CODECS)),
        )  # fmt: skip
        yield kind, ready(wave(rng, where, device, seconds))


def unrelated(count: int) -> int:
    """Each against each: none may be accepted."""
    made = list(alone(count))
    accepted = unsure = done = 0
    for (a, first), (b, second) in combinations(made, 2):
        outcome = compare(STILL, "one", first, "two", second)
        done += 1
        accepted += isinstance(outcome, Found)
        unsure += isinstance(outcome, Inconclusive)
        if isinstance(outcome, Found):
            print(f"  falsely accepted: {a} and {b} {outcome.value['evidence']}", flush=True)
    most = 1 - 0.05 ** (1 / done) if accepted == 0 else float("nan")
    print(
        f"unrelated: {accepted} of {done} pairs of {len(made)} recordings accepted, {unsure} inconclusive; "
        f"with 95 % confidence below {most:.2%}", flush=True,
    )  # fmt: skip
    return accepted


def flashes(count: int) -> None:
    """Flash to bang: true temperature, wind, sync, frame and arrival drawn evenly from what the form allows."""
    rng = np.random.default_rng(5)
    given = Flash(coldest_c=10.0, warmest_c=25.0, wind_m_s=5.0)
    for metres in (100.0, 300.0, 600.0, 1000.0, 2000.0):
        held, bound, width = 0, 0, []
        for _ in range(count):
            still = AT_20_C * np.sqrt((ZERO_C + rng.uniform(10, 25)) / (ZERO_C + 20)) * rng.uniform(1, HUMID)
            flash = 2 + rng.uniform(0, 0.04)
            frame = float(np.floor(flash / 0.04) * 0.04)
            bang = flash + metres / (still + rng.uniform(-5, 5)) + rng.uniform(-0.045, 0.045) + rng.uniform(-5e-4, 5e-4)
            outcome = FLASH_BANG.ask(given, {
                "flash": {"low": frame, "high": frame + 0.04}, "bang": {"low": bang - 5e-4, "high": bang + 5e-4},
            })  # fmt: skip
            assert isinstance(outcome, Found | Inconclusive)
            likely, distance = outcome.value["likely_m"], outcome.value["distance_m"]
            held += likely["low"] <= metres <= likely["high"]
            bound += distance["low"] <= metres <= distance["high"]
            width.append(likely["high"] - likely["low"])
        print(
            f"flash to bang at {metres:g} m: 90 % interval held {held / count:.1%} ({np.median(width):.0f} m wide), "
            f"bounds {bound / count:.1%}",
            flush=True,
        )


def main() -> int:
    words = [int(word) for word in sys.argv[1:] if word.isdigit()]
    pairs, lone, seed = [*words, *(PAIRS, ALONE, SEED)[len(words) :]]
    rows: dict[str, Callable[[], object]] = {
        "related": lambda: related(pairs, seed, kinds()), "apart": lambda: apart(pairs), "dubbed": lambda: dubbed(pairs),
        "unrelated": lambda: unrelated(lone), "flashes": lambda: flashes(1500),
    }  # fmt: skip
    for name in sys.argv[1 + len(words) :] or rows:
        rows[name]() if name in rows else related(pairs, seed, [name])
    return 0


if __name__ == "__main__":
    sys.exit(main())
