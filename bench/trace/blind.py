"""A stranger's check: `python -m bench.trace.blind CLIP ... [--start S] [--length S] [--crop X,Y,W,H] [--seed N] [--allow-weak-cell]`.

Cuts and crops any clip at a place that the seed draws (or that is given; of several clips the next one has the next seed), by ffmpeg
where it is installed and else by PyAV's own filters; preserves both in a fresh case, examines it and traces the cut, all through the
command line; and prints what was stated beside what is true, and whether it is right to the frame. What the case itself says of the
two, each read once as a file of it, stands beneath. Nothing of it is kept.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.logging

Box = tuple[int, int, int, int]  # left, top, width, height in pixels
QUALITY = "28"
LEAST, MOST = 0.6, 0.9  # share of either side that a drawn crop keeps
SHORT, LONG = 5.0, 9.0  # seconds that are drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a decoder says of a clip: when each frame is shown, and how large it is."""

    times: tuple[float, ...]
    wide: int
    high: int

    @property
    def frame(self) -> float:
        steps = sorted(b - a for a, b in zip(self.times, self.times[1:], strict=False))
        return steps[len(steps) // 2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What was cut out: the clip's seconds of its first and last frame, the part of the picture, and by what."""

    start: float
    end: float
    crop: Box
    by: str


def seen(path: Path) -> Seen:
    with av.open(str(path)) as film:
        stream = _picture(film)
        times = sorted(frame.time for frame in film.decode(stream) if frame.time is not None)
        return Seen(times=tuple(times), wide=stream.codec_context.width, high=stream.codec_context.height)


def _picture(film: Any) -> Any:
    """The stream that players show, where there are several."""
    return film.streams.best("video") or film.streams.video[0]


def drawn(
    clip: Seen, seed: int, start: float | None, length: float | None, crop: Box | None
) -> tuple[float, float, Box]:
    """Where to cut: as given, else as the seed says."""
    chance = random.Random(seed)
    lasts = clip.times[-1] - clip.times[0]
    long = length if length is not None else min(lasts, chance.uniform(SHORT, LONG))
    begin = start if start is not None else clip.times[0] + chance.uniform(0.0, max(0.0, lasts - long))
    wide, high = (2 * round(side * chance.uniform(LEAST, MOST) / 2) for side in (clip.wide, clip.high))
    left, top = chance.randint(0, (clip.wide - wide) // 2) * 2, chance.randint(0, (clip.high - high) // 2) * 2
    box = min(left, clip.wide - wide), min(top, clip.high - high), wide, high
    return begin, long, crop or box


def cut(clip: Path, known: Seen, start: float, length: float, box: Box, out: Path) -> Cut:
    """Raises CalledProcessError, av.error.FFmpegError."""
    kept = [at for at in known.times if start - 1e-6 <= at < start + length - 1e-6]
    tool = shutil.which("ffmpeg")
    left, top, wide, high = box
    crop = f"crop={wide}:{high}:{left}:{top}"
    if tool is not None:
        given = [
            "-ss",
            f"{start:.6f}",
            "-t",
            f"{length:.6f}",
            "-i",
            str(clip),
            "-vf",
            crop,
            "-c:v",
            "libx264",
            "-crf",
            QUALITY,
        ]
        passed = ["-fps_mode", "passthrough", "-pix_fmt", "yuv420p", "-c:a", "aac", str(out)]
        subprocess.run([tool, "-v", "error", "-y", *given, *passed], check=True)
    else:
        cut_by_pyav(clip, kept[0], kept[-1], box, out)
    return Cut(start=kept[0], end=kept[-1], crop=box, by="ffmpeg" if tool is not None else "PyAV")


def cut_by_pyav(clip: Path, first: float, last: float, box: Box, out: Path, quality: str = QUALITY) -> None:
    """Crops and encodes anew; sound is encoded anew too. Frames keep the times that they had."""
    left, top, wide, high = box
    with av.open(str(clip)) as film, av.open(str(out), "w") as made:
        picture = _picture(film)
        stream = made.add_stream(
            "libx264", rate=picture.average_rate or 25, options={"crf": quality, "preset": "veryfast"}
        )
        stream.width, stream.height, stream.pix_fmt = wide, high, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 90_000)
        graph = av.filter.Graph()
        begin = graph.add_buffer(template=picture)
        crop, end = graph.add("crop", f"{wide}:{high}:{left}:{top}"), graph.add("buffersink")
        begin.link_to(crop)
        crop.link_to(end)
        graph.configure()
        for frame in film.decode(picture):
            if frame.time is None or not first - 1e-6 <= frame.time <= last + 1e-6:
                continue
            at = frame.time
            graph.push(frame)
            changed: Any = graph.pull()
            changed.pts, changed.time_base = round((at - first) * 90_000), Fraction(1, 90_000)
            changed.pict_type = av.video.frame.PictureType.NONE
            made.mux(stream.encode(changed.reformat(format="yuv420p")))
        made.mux(stream.encode(None))


# --- asking -------------------------------------------------------------------------------------------------------------------


def asked(clip: Path, made: Path, work: Path, weak: bool) -> Mapping[str, Any] | None:
    """What `firsthand trace` says of the cut and the clip; None where it does not name the clip as a copy."""
    case, more = str(work / "case"), ["--allow-weak-cell"] if weak else []
    home = {**os.environ, "FIRSTHAND_HOME": str(work / "home")}

    def run(*words: str) -> str:
        program = Path(sys.executable).with_name("firsthand")
        done = subprocess.run([program, *words], env=home, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"firsthand {words[0]} ended with {done.returncode}: {done.stderr.strip()[-400:]}")
        return done.stdout

    run("new", case, "--author", "a stranger")
    run("preserve", str(clip), str(made), "--case", case)
    run("examine", "--case", case, *more)
    print(f"  in the case: {_in_case(json.loads(run('copies', '--case', case, '--json')), made.name)}")
    answer = json.loads(run("trace", str(made), "--case", case, "--json", *more))
    rows = [row for row in answer["copies"] if clip.name in row["names"]]
    others = [row for row in (*answer["related"], *answer["not_told"]) if clip.name in row["names"]]
    if not rows:
        said = "; ".join([*(row["relation"] for row in others), *(why for row in others for why in row["why"])])
        print(f"  not traced: {said or 'nothing in common was found'}")
        return None
    return dict(max(rows[0]["segments"], key=lambda part: _second(part["here"][1]) - _second(part["here"][0])))


def _in_case(recordings: Sequence[Mapping[str, Any]], name: str) -> str:
    """What `firsthand copies` says of the cut: the offsets of its stretches, and what was done."""
    files = [file for recording in recordings for file in recording["files"] if name in file["names"]]
    said = [
        f"a copy, offset {_second(part['there'][0]) - _second(part['here'][0]):.3f} s, {'; '.join(part['edits']) or 'no edits'}"
        for file in files
        for part in file["segments"]
    ]
    return " / ".join(said) or "no copy"


def told(true: Cut, first: float, known: Seen, stated: Mapping[str, Any]) -> tuple[bool, bool]:
    """Prints what is stated beside what is true; whether offset and ends are right to a frame, and the crop to two pixels."""
    here, there = ([_second(end) for end in stated[side]] for side in ("here", "there"))
    wanted = true.start - first
    off = (there[0] - here[0]) - wanted
    ends = there[0] - true.start, there[1] - true.end
    print(f"  offset: stated {there[0] - here[0]:.3f} s, true {wanted:.3f} s: {off / known.frame:+.2f} frames")
    print(f"  stretch: stated {there[0]:.3f} to {there[1]:.3f}, true {true.start:.3f} to {true.end:.3f}: "
          f"{ends[0] / known.frame:+.2f} and {ends[1] / known.frame:+.2f} frames")  # fmt: skip
    right = max(map(abs, (off, *ends))) <= 1.05 * known.frame
    return right, _crop_told(true.crop, known, stated)


def _crop_told(box: Box, known: Seen, stated: Mapping[str, Any]) -> bool:
    whole = known.wide, known.high
    wanted = [box[0] / whole[0], box[1] / whole[1], box[2] / whole[0], box[3] / whole[1]]
    parts = [change for change in stated["changes"] if change["what"] in ("crop", "part")]
    if not parts:
        print(f"  part: not told ({'; '.join(stated['edits']) or 'no edits'}), true {_shares(wanted)}")
        return min(wanted[2:]) >= 0.97
    names = ("left", "top", "width", "height")
    found = [float(parts[0]["measures"][name]) for name in names]
    off = [abs(a - b) * whole[n % 2] for n, (a, b) in enumerate(zip(found, wanted, strict=True))]
    held = all(parts[0]["least"][n] <= w <= parts[0]["most"][n] for n, w in zip(names, wanted, strict=True))
    print(f"  part: stated {_shares(found)} as {parts[0]['what']}, true {_shares(wanted)}: {max(off):.1f} pixels off, "
          f"{'within' if held else 'outside'} the stated bounds")  # fmt: skip
    return max(off) <= max(2.0, 0.005 * max(whole))


def _shares(shares: Sequence[float]) -> str:
    return ", ".join(f"{share:.3f}" for share in shares)


def _second(text: str) -> float:
    return float(Fraction(text))


def main() -> int:
    av.logging.set_level(av.logging.PANIC)
    words = argparse.ArgumentParser(prog="python -m bench.trace.blind", description=__doc__.splitlines()[0])
    words.add_argument("clips", type=Path, nargs="+", metavar="CLIP")
    words.add_argument("--start", type=float)
    words.add_argument("--length", type=float)
    words.add_argument(
        "--crop", type=lambda text: tuple(int(part) for part in text.split(",")), help="X,Y,W,H in pixels"
    )
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--allow-weak-cell", action="store_true")
    given = words.parse_args()
    right = Counter(checked(clip, given.seed + number, given) for number, clip in enumerate(given.clips))
    if len(given.clips) > 1:
        print(f"{len(given.clips)} clips: " + ", ".join(f"{count} {name}" for name, count in right.most_common()))
    return 0 if set(right) == {RIGHT} else 1


RIGHT = "right to the frame"


def checked(clip: Path, seed: int, given: argparse.Namespace) -> str:
    """Prints one clip's check; how it came out."""
    known = seen(clip)
    start, length, box = drawn(known, seed, given.start, given.length, given.crop)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        made = work / "posted.mp4"
        true = cut(clip, known, start, length, box, made)
        print(f"{clip.name}, seed {seed}, cut by {true.by}: {length:.2f} s from {true.start:.3f}, "
              f"{box[2]} x {box[3]} of {known.wide} x {known.high}", flush=True)  # fmt: skip
        stated = asked(clip, made, work, given.allow_weak_cell)
        if stated is None:
            return "not traced"
        when, part = told(true, seen(made).times[0], known, stated)
    came = RIGHT if when and part else "right to the frame, the part not" if when else "NOT right"
    print(f"  {came}", flush=True)
    return came


if __name__ == "__main__":
    sys.exit(main())
