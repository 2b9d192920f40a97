"""The decode pass as a fraction of bare decoding of the same clips: `python -m bench.decode [FOLDER]`; one thread, clips interleaved."""

import contextlib
import os
import resource
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import av.error
import cv2
import numpy as np

from firsthand.outside.decode import read_file

SUFFIXES = {".mp4", ".mov", ".mkv", ".avi", ".webm", ".m4v", ".ts"}
ROUNDS = 3
DEAR = 30.0  # ms of processor that decoding a second of film takes, from which on a clip counts as dear: 720p at 1 Mb/s and more
ROOT = Path(__file__).resolve().parents[1]
FOOTAGE = Path(os.environ.get("FIRSTHAND_FOOTAGE", str(ROOT.parent / "shared" / "footage")))


def cpu() -> float:
    """Processor seconds of this process and its threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def bare(path: Path) -> None:
    """Every frame and sample decoded by PyAV on one thread, and thrown away."""
    with av.open(str(path)) as container:
        streams = [*container.streams.video[:1], *container.streams.audio[:1]]
        for stream in streams:
            stream.codec_context.thread_count = 1
        for packet in container.demux(*streams):
            with contextlib.suppress(av.error.FFmpegError):
                packet.decode()


def ours(profile: str) -> Callable[[Path], None]:
    def read(path: Path) -> None:
        fd = os.open(path, os.O_RDONLY)
        try:
            read_file(fd, profile=profile, emit=lambda _: None)
        finally:
            os.close(fd)

    return read


WAYS: dict[str, Callable[[Path], None]] = {"bare": bare, "full": ours("full"), "triage": ours("triage")}


@dataclass
class Clip:
    path: Path
    seconds: float
    size: str
    costs: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in WAYS})

    def cost(self, way: str) -> float:
        return statistics.median(self.costs[way])

    @property
    def dear(self) -> bool:
        return 1000 * self.cost("bare") >= DEAR * self.seconds


def clips(folder: Path) -> Iterator[Clip]:
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in SUFFIXES:
            with av.open(str(path)) as container:
                video = container.streams.video[0]
                seconds = float(Fraction(container.duration or 0, av.time_base))
                yield Clip(path, seconds, f"{video.width}x{video.height}")


def made(folder: Path) -> None:
    """Six films of moving shapes, 10 s each, at three sizes, half with sound."""
    for number, (width, height) in enumerate([(640, 360), (1280, 720), (1920, 1080)] * 2):
        with av.open(str(folder / f"made{number}.mp4"), "w") as out:
            video = out.add_stream("libx264", rate=30, options={"crf": "23", "preset": "veryfast"})
            video.width, video.height, video.pix_fmt = width, height, "yuv420p"
            noise = np.random.default_rng(number).integers(0, 255, (36, 64, 3), np.uint8)
            ground = np.asarray(cv2.resize(noise, (width, height)), np.uint8)
            for k in range(300):
                frame = av.VideoFrame.from_ndarray(np.roll(ground, 3 * k, axis=1), "rgb24")
                out.mux(video.encode(frame))
            out.mux(video.encode(None))


def table(found: list[Clip]) -> str:
    head = (
        f"{'clips':<14}{'n':>5}{'bare x':>9}{'full x':>9}{'triage x':>10}{'full/bare':>11}{'least':>8}{'ms/s more':>11}"
    )
    head += f"{'triage/bare':>13}"
    rows = [head]
    sizes = sorted({clip.size for clip in found}, key=lambda size: int(size.split("x")[0]))
    for name in [*sizes, "dear", "all"]:
        some = [clip for clip in found if name in (clip.size, "all") or (name == "dear" and clip.dear)]
        if not some:
            continue
        speed = {way: sum(c.seconds for c in some) / sum(c.cost(way) for c in some) for way in WAYS}
        full = [clip.cost("bare") / clip.cost("full") for clip in some]
        more = [1000 * (clip.cost("full") - clip.cost("bare")) / max(clip.seconds, 0.04) for clip in some]
        triage = [clip.cost("bare") / clip.cost("triage") for clip in some]
        rows.append(
            f"{name:<14}{len(some):>5}{speed['bare']:>9.1f}{speed['full']:>9.1f}{speed['triage']:>10.1f}"
            f"{statistics.median(full):>11.2f}{min(full):>8.2f}{statistics.median(more):>11.1f}{statistics.median(triage):>13.2f}"
        )
    return "\n".join(rows)


def main(folder: Path | None = None) -> None:
    with tempfile.TemporaryDirectory() as spare:
        if folder is None or not folder.is_dir():
            folder = Path(spare)
            made(folder)
        found = list(clips(folder))
        for _ in range(ROUNDS):
            for clip in found:
                for name, way in WAYS.items():
                    before = cpu()
                    way(clip.path)
                    clip.costs[name].append(max(cpu() - before, 1e-6))
    print(
        "Decoding on one thread; x = seconds of footage a processor second; ratios are medians over clips of medians of"
    )
    print(
        f"{ROUNDS} interleaved rounds: 1.00 is the speed of decoding and doing nothing. What a full pass takes beside decoding"
    )
    print(
        f"(ms/s more) hardly depends on the film: where decoding is cheap the ratio is low. dear: from {DEAR:.0f} ms/s on."
    )
    print(table(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOOTAGE)
