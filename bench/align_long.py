"""Two recordings of hours on one clock: `python -m bench.align_long [HOURS]`: what is told, processor time, memory.

One source stands 30 and 12 m from two microphones; it is silent for a third of the time and never repeats. Both record for HOURS
(3), the second begins 400 s later; their clocks are 61.5 ppm apart, there is noise and no room, AAC at 32 kb/s and Opus at 24 kb/s. Made
and written minute by minute.
"""

import io
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import numpy as np
import scipy.signal

from bench._align_world import F8, MEASURE, SPEED
from bench.align_case import aligned
from firsthand.method.align.pair_form import Given
from firsthand.record.digest import sha256
from firsthand.record.finding import Found, Inconclusive

MINUTE = 60 * MEASURE
LATER_S, AWAY_M, PPM = (0.0, 400.0), (30.0, 12.0), (41.0, -20.5)


@lru_cache(maxsize=4)
def minute(number: int) -> F8:
    """A minute of the source: hisses of a tenth to half a second, of pitches of their own."""
    rng = np.random.default_rng((number + 1, 31))
    low = rng.uniform(200, 1200)
    sos = scipy.signal.butter(2, [low, low + rng.uniform(800, 2500)], "bandpass", fs=MEASURE, output="sos")
    hiss = scipy.signal.sosfilt(sos, rng.normal(size=MINUTE))
    knots = np.cumsum(rng.uniform(0.1, 0.4, 400))
    loud = np.interp(np.arange(MINUTE) / MEASURE, knots, rng.uniform(0, 1, 400) ** 2)
    return np.asarray(hiss / hiss.std() * loud) if number % 3 else np.zeros(MINUTE)


def minutes(device: int, hours: float) -> Iterator[F8]:
    rng = np.random.default_rng((device, 32))
    for number in range(round(60 * hours)):
        seconds = (number * MINUTE + np.arange(MINUTE)) / MEASURE
        places = (LATER_S[device] + seconds * (1 + PPM[device] * 1e-6) - AWAY_M[device] / SPEED) * MEASURE + MINUTE
        first = int(places[0] // MINUTE)
        heard = np.concatenate([minute(first + k) for k in (-1, 0, 1)])
        yield np.interp(places - (first - 1) * MINUTE, np.arange(len(heard)), heard) + rng.normal(size=MINUTE) * 0.15


def write(path: Path, device: int, hours: float) -> None:
    form, codec, rate, bits = (("mp4", "aac", 16000, 32000), ("webm", "libopus", 48000, 24000))[device]
    ratio = Fraction(rate, MEASURE)
    out = io.BytesIO()
    with av.open(out, "w", format=form) as made:
        stream = made.add_stream(codec, rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        stream.bit_rate = bits
        done = 0
        for part in minutes(device, hours):
            laid = part if ratio == 1 else scipy.signal.resample_poly(part, ratio.numerator, ratio.denominator)
            samples = np.round((0.2 * laid).clip(-1, 1) * 32767).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(samples[None], "s16", "mono")
            frame.sample_rate, frame.pts, frame.time_base = rate, done, Fraction(1, rate)
            done += len(samples)
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    path.write_bytes(out.getvalue())


def main() -> int:
    hours = float(sys.argv[1]) if len(sys.argv) > 1 else 3.0
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        paths = [work / f"{name}.media" for name in ("one", "two")]
        begun = time.process_time()
        for number, path in enumerate(paths):
            write(path, number, hours)
        print(f"made: {time.process_time() - begun:.0f} s of CPU, {[path.stat().st_size >> 20 for path in paths]} MiB")
        which = {sha256(path.read_bytes()): number for number, path in enumerate(paths)}
        Path("/proc/self/clear_refs").write_text("5")  # what made the files is not counted
        done, wall, cpu = aligned(work, paths, Given(moving_m_s=0.0, wind_m_s=0.0))
        value = done.outcome.value if isinstance(done.outcome, Found | Inconclusive) else {"events": ()}
        found = [row for row in done.pairs if row["outcome"] == "found"]
        print(
            f"{done.outcome.name}: {len(found)} of {len(done.pairs)} pairs of parts found, {done.never_near} never near"
        )
        for event in value["events"]:
            zero = which[event["zero"]]
            for row in event["recordings"]:
                mine = which[row["file"]]
                run = [1 + each * 1e-6 for each in PPM]
                true, heard = LATER_S[mine] - LATER_S[zero], (AWAY_M[zero] - AWAY_M[mine]) / SPEED
                start, rate = row["start_s"], row["rate_ppm"]
                print(
                    f"  start {start} (true {true / run[zero]:.6f}, as heard {(true + heard) / run[zero]:.6f}); rate {rate} "
                    f"(true {1e6 * (run[mine] / run[zero] - 1):.3f}); {row['links']} links"
                )  # fmt: skip
    here = next(
        line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")
    )
    cell = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"  {wall:.0f} s of wall, {cpu:.1f} s of CPU; at most {int(here) >> 10} MiB here, {cell >> 10} MiB in a cell")
    return 0


if __name__ == "__main__":
    sys.exit(main())
