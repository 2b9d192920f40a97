"""Whether told bounds of a part hold: `python -m bench.trace.bounds [tune|test] [N]`.

Cuts and crops each clip at N places that seeds draw (as bench.trace.blind does), compares the cut, read as a query, with the clip, and
prints for each: how far the told part lies from the true one (pixels of the clip), how wide its bounds are, and whether the true part
lies within all of them. Bounds are set on clips of the tune and train splits; those of test are measured only. Kept as accuracy does.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av.logging
import numpy as np

from bench.trace.blind import Cut, Seen, cut, drawn, seen
from bench.trace.kept import KEPT, Clip, clips, compared

CLIPS = {
    "tune": (
        "bedroom.mp4", "04_coffee.mp4", "house6.mp4", "nasa_13013.mp4", "V_BIRD_007.mp4", "pattern-hd-no-bar.mp4",
        "02_cups.mp4", "05_default_juggle.mp4", "car-detection.mp4", "bottle-detection.mp4", "opencv_tree.avi",
        "doorknob-hd-no-bar.mp4", "opencv_cup.mp4", "V_BIRD_016.mp4", "V_HELICOPTER_019.mp4", "V_AIRPLANE_022.mp4",
    ),
    "test": (
        "solidWhiteRight.mp4", "opencv_vtest.avi", "one-by-one-person-detection.mp4", "asl_gestures_book.mkv",
        "asl_gestures_eat.mkv", "chair-19-sd-bar.mp4", "V_HELICOPTER_001.mp4", "V_HELICOPTER_007.mp4", "V_HELICOPTER_017.mp4",
    ),
}  # fmt: skip
TIMES = 4  # crops of each clip
NAMES = ("left", "top", "width", "height")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lies:
    """How a told part lies: `off` its sides from the true ones, `wide` half of their bounds, both in pixels of the clip."""

    clip: str
    off: tuple[float, ...]
    wide: tuple[float, ...]
    held: bool


def crops(clip: Clip, times: int) -> list[tuple[Path, Seen, Cut]]:
    """Each clip cut and cropped at places of its own; cuts that cannot be made are left out."""
    known = seen(clip.path)
    made = []
    for seed in range(100, 100 + times):
        start, length, box = drawn(known, seed, None, None, None)
        out = KEPT / f"bounds {clip.path.stem} {seed}.mp4"
        half = out.with_suffix(".half.mp4")
        true = cut(clip.path, known, start, length, box, half)
        if out.exists():
            half.unlink()
        else:
            half.replace(out)
        made.append((out, known, true))
    return made


def lies(clip: str, known: Seen, true: Cut, copies: Sequence[dict[str, Any]]) -> Lies | None:
    """None where no part is told."""
    told = [
        change for copy in copies for change in copy["changes"] if change["what"] in ("crop", "part", "inset", "border")
    ]
    if not told:
        return None
    sides = (known.wide, known.high, known.wide, known.high)
    wanted = [share / side for share, side in zip(true.crop, sides, strict=True)]
    part = told[0]
    held = all(part["least"][n] <= w <= part["most"][n] for n, w in zip(NAMES, wanted, strict=True))
    return Lies(
        clip=clip, held=held,
        off=tuple((float(part["measures"][n]) - w) * side for n, w, side in zip(NAMES, wanted, sides, strict=True)),
        wide=tuple((part["most"][n] - part["least"][n]) / 2 * side for n, side in zip(NAMES, sides, strict=True)),
    )  # fmt: skip


def run(split: str, times: int) -> None:
    found: list[Lies] = []
    asked = untold = missed = 0
    print(f"{'clip':28} seed | off: left, top, width, height (px) | bounds: half of each (px) | within")
    for clip in (c for c in clips() if c.name in CLIPS[split]):
        for number, (made, known, true) in enumerate(crops(clip, times)):
            asked += 1
            said = compared(clip.path, made)
            if said is None or not said.copies:
                missed += 1
                print(
                    f"{clip.name[:28]:28} {number:4} | not traced ({said.name if said else 'no pictures'})", flush=True
                )
                continue
            lie = lies(clip.name, known, true, said.copies)
            if lie is None:
                untold += 1
                print(f"{clip.name[:28]:28} {number:4} | no part told", flush=True)
                continue
            found.append(lie)
            off, wide = (", ".join(f"{x:6.1f}" for x in row) for row in (lie.off, lie.wide))
            print(f"{clip.name[:28]:28} {number:4} | {off} | {wide} | {'yes' if lie.held else 'NO'}", flush=True)
    if not found:
        print("nothing told")
        return
    held = sum(lie.held for lie in found)
    farthest = np.array([max(map(abs, lie.off)) for lie in found])
    widest = np.array([max(lie.wide) for lie in found])
    print(f"{asked} crops: {missed} not traced, {untold} without a part, {len(found)} told; all four sides within their bounds in "
          f"{held} of {len(found)} ({held / len(found):.0%}); farthest side off by {np.median(farthest):.1f} px (median; nine in ten "
          f"{np.quantile(farthest, 0.9):.1f}), widest bound {np.median(widest):.1f} px ({np.quantile(widest, 0.9):.1f})")  # fmt: skip


def main() -> int:
    av.logging.set_level(av.logging.PANIC)
    split = next((word for word in sys.argv[1:] if word in CLIPS), "test")
    run(split, next((int(word) for word in sys.argv[1:] if word.isdigit()), TIMES))
    return 0


if __name__ == "__main__":
    sys.exit(main())
