"""A case of many clips put on event clocks: time, pairs, growth, and how well each event closes: `python -m bench.align_case [CLIPS ...]`.

Of 40 one-minute clips 20 are of one event with one talker, 12 of two others, 8 of none. Each device has its own place, clock,
noise (3 to 20 dB), gain and codec. The start of each clip as that talker is heard is exact.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bench._align_world import CODECS, MEASURE, SPEED, Device, Source, Street, filed, recorded, talk
from firsthand.desk.align import AlignDone, align
from firsthand.desk.cases import new_case
from firsthand.desk.preserve import preserve
from firsthand.method.align.pair_form import Given
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import LISTEN
from firsthand.outside.keyring import Keyring
from firsthand.record.digest import sha256
from firsthand.record.finding import Found, Inconclusive

SECONDS, LENGTH = 60.0, 110.0
EVENTS = ("large",) * 20 + ("second",) * 6 + ("third",) * 6 + tuple(f"alone {k}" for k in range(8))
CLIPS = (20, 40)


def clips(folder: Path) -> dict[str, tuple[str, float, float]]:
    """Writes the 40 clips; digest -> (event, start as the talker is heard, parts in a million)."""
    rng = np.random.default_rng(6)
    streets: dict[str, Street] = {}
    made = {}
    for number, event in enumerate(EVENTS):
        if event not in streets:
            place = (float(rng.uniform(-20, 20)), float(rng.uniform(-20, 20)))
            streets[event] = Street(
                sources=(Source(sound=talk(rng, int(LENGTH * MEASURE)), place=place),), seconds=LENGTH
            )
        where = streets[event]
        device = Device(
            place=(float(rng.uniform(-50, 50)), float(rng.uniform(-50, 50))), start=float(rng.uniform(2, LENGTH - SECONDS - 4)),
            ppm=float(rng.uniform(-50, 50)), snr_db=float(rng.uniform(3, 20)), codec=str(rng.choice(CODECS)),
        )  # fmt: skip
        data = filed(recorded(rng, where, device, SECONDS), device.codec)
        (folder / f"{number:02}").write_bytes(data)
        made[sha256(data)] = (event, device.start - device.delay(where.sources[0]), device.ppm)
    return made


def spent() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def aligned(work: Path, paths: list[Path], given: Given | None = None) -> tuple[AlignDone, float, float]:
    """(what came out, wall seconds, CPU seconds, the cells' included)."""
    desk = new_case(work / f"case-{len(paths)}", author="Bench", ring=Keyring(work / f"keys-{len(paths)}"))
    list(preserve(desk, paths))
    begun, before = time.perf_counter(), spent()
    with CellDecoder(task=LISTEN) as listener:
        *_, done = align(desk, listener, given)
    assert isinstance(done, AlignDone)
    return done, time.perf_counter() - begun, spent() - before


def told(done: AlignDone, truth: dict[str, tuple[str, float, float]], count: int) -> None:
    value = done.outcome.value if isinstance(done.outcome, Found | Inconclusive) else {"events": ()}
    mixed, errors, joined = 0, list[float](), 0
    for event in value["events"]:
        rows = event["recordings"]
        mixed += len({truth[row["file"]][0] for row in rows}) > 1
        joined += len(rows)
        zero = truth[event["zero"]]
        for row in rows:
            # The zero's clock runs at its own rate: the true start in its seconds.
            true = (truth[row["file"]][1] - zero[1]) / (1 + zero[2] * 1e-6)
            errors.append(abs(row["start_s"]["best"] - true))
    wanted = [event for event, _, _ in truth.values()]
    due = sum(1 for event in wanted if wanted.count(event) > 1)
    off = np.array(errors or [np.inf]) * 1e3
    print(
        f"{count} clips: {len(done.pairs)} pairs compared in full, {done.passed_over} passed over as joined, {done.never_near} never "
        f"near, of {count * (count - 1) // 2}; {len(value['events'])} events, {joined} of {due} clips that are of one joined, "
        f"{mixed} events with a clip of another; starts as heard off by median {np.median(off):.3f} ms, worst {off.max():.3f} ms, "
        f"{(off <= 1).sum()} of {len(off)} within 1 ms", flush=True,
    )  # fmt: skip


def main() -> int:
    counts = [int(word) for word in sys.argv[1:]] or list(CLIPS)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "in").mkdir()
        truth = clips(work / "in")
        order = np.random.default_rng(1).permutation(len(EVENTS))
        paths = [sorted((work / "in").iterdir())[k] for k in order]
        for count in counts:
            kept = paths[:count]
            known = {sha256(path.read_bytes()): truth[sha256(path.read_bytes())] for path in kept}
            done, wall, cpu = aligned(work, kept)
            told(done, known, count)
            print(f"  {wall:.0f} s of wall, {cpu:.1f} s of CPU (clips of a minute; sound at {SPEED} m/s)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
