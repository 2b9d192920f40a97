"""Cuts found by read.shots beside PySceneDetect's detectors, on films joined from the clips of a folder at known places."""

import importlib
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from firsthand.method.reading import unpack
from firsthand.outside.decode import read_file
from firsthand.port import Read

FOOTAGE = Path(__file__).resolve().parents[2] / "shared" / "footage"
SIZE = (640, 360)
FILMS, PARTS = 12, 14
Frames = list[np.ndarray[Any, np.dtype[np.uint8]]]


def stretches(folder: Path, rng: np.random.Generator) -> Iterator[tuple[str, Frames]]:
    """Stretches of 12 to 60 frames from clips drawn by seed, each with the name of its scene, letterboxed to one size."""
    clips = [path for path in sorted(folder.rglob("*")) if path.suffix in {".mp4", ".avi", ".mkv"}]
    while True:
        path = clips[int(rng.integers(len(clips)))]
        length, start = int(rng.integers(12, 60)), int(rng.integers(0, 60))
        with av.open(str(path)) as container:
            frames: Frames = []
            for k, frame in enumerate(container.decode(video=0)):
                if k >= start + length:
                    break
                if k >= start:
                    frames.append(np.asarray(frame.to_ndarray(format="rgb24", width=SIZE[0], height=SIZE[1]), np.uint8))
        if len(frames) >= 12:
            yield path.stem.rstrip("0123456789_"), frames


def joined(parts: Iterator[tuple[str, Frames]]) -> tuple[bytes, list[int]]:
    """One re-encoded film and the frames that begin a new part; no part follows one of its own scene."""
    out, cuts, count, before = io.BytesIO(), list[int](), 0, ""
    with av.open(out, "w", format="mp4") as made:
        video = made.add_stream("libx264", rate=25, options={"crf": "28", "preset": "veryfast"})
        video.width, video.height, video.pix_fmt = *SIZE, "yuv420p"
        taken = 0
        while taken < PARTS:
            scene, frames = next(parts)
            if scene == before:
                continue
            taken, before = taken + 1, scene
            if count:
                cuts.append(count)
            for array in frames:
                frame = av.VideoFrame.from_ndarray(array, "rgb24")
                frame.pts, frame.time_base = count, Fraction(1, 25)
                made.mux(video.encode(frame))
                count += 1
        made.mux(video.encode(None))
    return out.getvalue(), cuts


def ours(place: Path) -> list[int]:
    emitted: list[Any] = []
    fd = os.open(place, os.O_RDONLY)
    read_file(fd, profile="full", emit=emitted.append)
    os.close(fd)
    assert isinstance(emitted[-1], Read)
    facts = unpack(emitted[-1].reading).facts["read.shots"]
    return [round(Fraction(cut["at"]) * 25) for cut in facts["cuts"]]


def peers() -> dict[str, Callable[[Path], list[int]]]:
    """PySceneDetect where it is installed: it is no dependency of the house."""
    try:
        scenedetect: Any = importlib.import_module("scenedetect")
    except ImportError:
        print("PySceneDetect is not installed here: only our own figures are shown")
        return {}

    def detect(detector: Any) -> Callable[[Path], list[int]]:
        def run(place: Path) -> list[int]:
            found = scenedetect.detect(str(place), detector(), show_progress=False)
            return [int(first.frame_num) for first, _ in found[1:]]

        return run

    kinds = (scenedetect.AdaptiveDetector, scenedetect.ContentDetector)
    return {f"PySceneDetect {kind.__name__}": detect(kind) for kind in kinds}


def main(folder: Path) -> None:
    if not folder.is_dir():
        print(f"no footage at {folder.name}: nothing to join")
        return
    rng = np.random.default_rng(20)
    ways = {"read.shots": ours, **peers()}
    score = {name: [0, 0, 0] for name in ways}
    with tempfile.TemporaryDirectory() as spare:
        for number in range(FILMS):
            data, cuts = joined(stretches(folder, rng))
            place = Path(spare) / f"{number}.mp4"
            place.write_bytes(data)
            for name, way in ways.items():
                found, true = set(way(place)), set(cuts)
                score[name][0] += len(found & true)
                score[name][1] += len(true - found)
                score[name][2] += len(found - true)
    print(f"{FILMS} films of {PARTS} stretches, seed 20; a cut counts only at its very frame.")
    print("A stretch may hold a cut of its own, which counts as false for every way alike.")
    for name, (hit, missed, false) in score.items():
        print(f"{name:<34}found {hit:>4} of {hit + missed}   false {false}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOOTAGE)
