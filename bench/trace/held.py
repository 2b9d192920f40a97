"""What `examine` holds while it compares a case: `python -m bench.trace.held [FILES ...]`; by default 300 and 1,000.

The readings are made: films of a minute as a full pass reads them (two hashes and one frame's points a second, movement 25
times a second, a learned vector every other second, sound), of which every tenth is another's copy. Each stage's peak is read
from the kernel, in a process of its own; "all at once" is every file made ready and kept, as it was done before.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.desk.cases import new_case, open_case
from firsthand.desk.descriptors import in_folder, looks_over
from firsthand.desk.desk import Desk, entries
from firsthand.desk.examine_trace import held, sides_of
from firsthand.desk.preserve import preserve
from firsthand.desk.readings import path_of
from firsthand.method.reading import Reading, pack
from firsthand.method.trace import search
from firsthand.outside.keyring import Keyring

SECONDS, FPS, POINTS, SIZE = 60, 25, 350, 256
COMPARED = 300  # pairs, spread over all of them: worse than the order that examine goes by
ALIKE = 10  # every so many-th film is a copy of the one before it
PROFILE = "full"


def film(number: int) -> Reading:
    """A film of its own, or the copy of the one before: the same but for a few bits."""
    own = number - (number % ALIKE == 1)
    rng = np.random.default_rng([7, own])
    at, looked, steps = np.arange(2 * SECONDS), np.arange(SECONDS), np.arange(1, SECONDS * FPS)

    def bits(*shape: int) -> npt.NDArray[np.uint8]:
        return rng.integers(0, 256, shape, np.uint8)

    vectors = rng.standard_normal((SECONDS // 2, SIZE)) + 2 * rng.standard_normal(SIZE)
    vectors *= 400 / np.linalg.norm(vectors, axis=1, keepdims=True)
    arrays: dict[str, npt.NDArray[Any]] = {
        "read.pictures/pdq": bits(len(at), 32),
        "read.pictures/quality": np.full(len(at), 90, np.uint8),
        "read.pictures/luma": np.full(len(at), 90, np.float32),
        "read.pictures/pts_num": at,
        "read.pictures/pts_den": np.full(len(at), 2),
        "read.pictures/frame": bits(len(at), 32),
        "read.pictures/motion": rng.random((len(steps), 2)).astype(np.float32),
        "read.pictures/motion_num": steps,
        "read.pictures/motion_den": np.full(len(steps), FPS),
        "read.pictures/cells": bits(len(steps), 64),
        "read.descriptors/vectors": np.clip(np.rint(vectors), -127, 127).astype(np.int8),
        "read.descriptors/view": np.zeros(SECONDS // 2, np.uint8),
        "read.descriptors/box": np.tile(np.array([0, 0, 65535, 65535], np.uint16), (SECONDS // 2, 1)),
        "read.descriptors/pts_num": np.arange(0, SECONDS, 2),
        "read.descriptors/pts_den": np.ones(SECONDS // 2, np.int64),
        "read.points/first": np.arange(0, (SECONDS + 1) * POINTS, POINTS, dtype=np.uint32),
        "read.points/size": np.tile(np.array([426, 240], np.uint16), (SECONDS, 1)),
        "read.points/pts_num": looked,
        "read.points/pts_den": np.ones(SECONDS, np.int64),
        "read.points/xy": rng.integers(0, 65536, (SECONDS * POINTS, 2)).astype(np.uint16),
        "read.points/octave": rng.integers(0, 8, SECONDS * POINTS).astype(np.uint8),
        "read.points/angle": bits(SECONDS * POINTS),
        "read.points/bits": bits(SECONDS * POINTS, 32),
        "read.sound/hash": rng.integers(0, 1 << 24, 30 * SECONDS).astype(np.uint32),
        "read.sound/at": np.sort(rng.integers(0, 8000 * SECONDS, 30 * SECONDS)),
    }
    if own != number:
        arrays["read.pictures/pdq"][:, 0] ^= np.uint8(3)
        arrays["read.pictures/frame"][:, 0] ^= np.uint8(1)
    return Reading(facts={"read.descriptors": {"weights": "made", "sha256": "7" * 64}}, arrays=arrays)


def make(folder: Path, files: int) -> float:
    """A case of so many files with their readings; megabytes of these."""
    source = folder / "source"
    source.mkdir()
    for number in range(files):
        (source / f"{number:05}.txt").write_text(f"{number}\n")
    desk = new_case(folder / "case", author="bench", ring=Keyring(folder / "keys"))
    list(preserve(desk, [source]))
    desk.index.refresh(desk.ledger)
    size = 0
    for number, file in enumerate(sorted({e.value.digest for e in entries(desk, "file")})):
        data, path = pack(film(number)), path_of(desk.folder, file, PROFILE)
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_bytes(data)
    return size / 1e6


def opened(folder: Path) -> Desk:
    desk = open_case(folder / "case", ring=Keyring(folder / "keys"))
    desk.index.refresh(desk.ledger)
    return desk


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def now() -> dict[str, float]:
    """Compares as examine does, stage by stage; what each took up at most, and how long."""
    desk = opened(Path(sys.argv[2]))
    told, began = {"start_mb": peak()}, time.process_time()
    sides = sides_of(desk, PROFILE)
    told |= {"sketches_mb": peak(), "sketches_s": time.process_time() - began}
    told["sketch_mb"] = sum(side.sketch.size for side in sides.values()) / 1e6
    began, sketches = time.process_time(), {file: side.sketch for file, side in sides.items()}
    wanted = search.candidates(sketches, looks_over(sketches, in_folder(desk.folder)))
    told |= {"wanted": len(wanted), "wanted_s": time.process_time() - began, "wanted_mb": peak()}
    pairs = search.pairs(search.Given(every_pair=len(sides)), sketches)
    began, files = time.process_time(), held(desk, sides)
    for one, two in pairs[:: len(pairs) // COMPARED]:
        for _ in search.compare(one, files[one], two, files[two]):
            pass
    return told | {"compared_s": time.process_time() - began, "compared_mb": peak()}


def before() -> dict[str, float]:
    """Every file made ready, and kept."""
    desk = opened(Path(sys.argv[2]))
    sides = sides_of(desk, PROFILE)
    start, files = peak(), held(desk, sides)
    kept = [files._load(file)[0] for file in sides]
    return {"all_mb": peak() - start, "files": len(kept)}


def main() -> None:
    print("files | readings MB | sketches MB | peak MB: all sketched, candidates found, pairs compared | CPU-s: sketched, "
          "candidates, a pair | pairs brought into question | all at once, MB more")  # fmt: skip
    for files in [int(word) for word in sys.argv[1:]] or [300, 1000]:
        with tempfile.TemporaryDirectory() as name:
            size = make(Path(name), files)
            told: dict[str, Any] = {}
            for part in ("--now", "--before"):
                made = subprocess.run([sys.executable, "-m", "bench.trace.held", part, name], capture_output=True, text=True,
                                      check=True)  # fmt: skip
                told |= json.loads(made.stdout)
        print(
            f"{files} | {size:.0f} | {told['sketch_mb']:.1f} | {told['sketches_mb']:.0f}, {told['wanted_mb']:.0f}, "
            f"{told['compared_mb']:.0f} (start {told['start_mb']:.0f}) | {told['sketches_s']:.1f}, {told['wanted_s']:.1f}, "
            f"{told['compared_s'] / COMPARED:.3f} | {told['wanted']} | {told['all_mb']:.0f}",
            flush=True,
        )


if __name__ == "__main__":
    if sys.argv[1:2] in (["--now"], ["--before"]):
        print(json.dumps(now() if sys.argv[1] == "--now" else before()))
    else:
        main()
