"""Whether told bounds of a part hold: `python -m bench.trace.bounds [tune|test] [N|edits]`.

Cuts and crops each clip at N places that seeds draw (as bench.trace.blind does), compares the cut, read as a query, with the clip, and
prints for each: how far the told part lies from the true one (pixels of the clip), how wide its bounds are, and whether the true part
lies within all of them. `edits` takes those edits of bench.trace.accuracy that show a part, or stand in one, instead: crops, borders,
insets. Bounds are set on clips of the tune and train splits; those of test are measured only. Kept as accuracy does.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av.logging
import numpy as np

from bench.trace.accuracy import chosen
from bench.trace.blind import Seen, cut, drawn, seen
from bench.trace.edits import EDITS, WHOLE, Box
from bench.trace.kept import KEPT, Clip, Said, clips, compared, edited

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A film made of a clip, the part (shares) that it shows or stands in, and the size of the picture that the part is of."""

    clip: Clip
    name: str
    film: Path
    part: Box
    wide: int
    high: int


def cropped(split: str, times: int) -> Iterator[Asked]:
    """Each clip cut and cropped at places of its own."""
    for clip in (c for c in clips() if c.name in CLIPS[split]):
        known = seen(clip.path)
        for seed in range(100, 100 + times):
            start, length, box = drawn(known, seed, None, None, None)
            out = KEPT / f"bounds {clip.path.stem} {seed}.mp4"
            if not out.exists():
                KEPT.mkdir(exist_ok=True)
                half = out.with_suffix(".half.mp4")
                cut(clip.path, known, start, length, box, half)
                half.replace(out)
            left, top, wide, high = box
            part = left / known.wide, top / known.high, wide / known.wide, high / known.high
            yield Asked(clip=clip, name=str(seed), film=out, part=part, wide=known.wide, high=known.high)


def of_edits(split: str) -> Iterator[Asked]:
    """The edits of bench.trace.accuracy's sources that show a part of the clip, or stand in a part of the edit's picture."""
    _, sources = chosen(split, False)
    for number, clip in enumerate(sources):
        for edit in EDITS:
            part = edit.seen if edit.seen != WHOLE else edit.where
            made = edited(edit, clip.path, sources[(number + 1) % len(sources)].path) if part != WHOLE else None
            if made is not None:
                size: Seen = seen(made[0])
                yield Asked(clip=clip, name=edit.name, film=made[0], part=part, wide=size.wide, high=size.high)


def lies(asked: Asked, said: Said) -> Lies | None:
    """None where no part is told."""
    told = [
        made for copy in said.copies for made in copy["changes"] if made["what"] in ("crop", "part", "inset", "border")
    ]
    if not told:
        return None
    sides = (asked.wide, asked.high, asked.wide, asked.high)
    part = told[0]
    held = all(part["least"][n] <= w <= part["most"][n] for n, w in zip(NAMES, asked.part, strict=True))
    return Lies(
        clip=asked.clip.name, held=held,
        off=tuple((float(part["measures"][n]) - w) * side for n, w, side in zip(NAMES, asked.part, sides, strict=True)),
        wide=tuple((part["most"][n] - part["least"][n]) / 2 * side for n, side in zip(NAMES, sides, strict=True)),
    )  # fmt: skip


def run(all_asked: Iterable[Asked]) -> None:
    found: list[Lies] = []
    count = untold = missed = 0
    print(f"{'clip':28} {'made':10} | off: left, top, width, height (px) | bounds: half of each (px) | within")
    for asked in all_asked:
        count += 1
        said, name = compared(asked.clip.path, asked.film), f"{asked.clip.name[:28]:28} {asked.name:10}"
        lie = lies(asked, said) if said is not None and said.copies else None
        if lie is None:
            traced = said is not None and bool(said.copies)
            missed, untold = missed + (not traced), untold + traced
            print(f"{name} | {'no part told' if traced else 'not traced'}", flush=True)
            continue
        found.append(lie)
        off, wide = (", ".join(f"{x:6.1f}" for x in row) for row in (lie.off, lie.wide))
        print(f"{name} | {off} | {wide} | {'yes' if lie.held else 'NO'}", flush=True)
    if not found:
        print("nothing told")
        return
    held = sum(lie.held for lie in found)
    farthest = np.array([max(map(abs, lie.off)) for lie in found])
    widest = np.array([max(lie.wide) for lie in found])
    print(f"{count} asked: {missed} not traced, {untold} without a part, {len(found)} told; all four sides within their bounds in "
          f"{held} of {len(found)} ({held / len(found):.0%}); farthest side off by {np.median(farthest):.1f} px (median; nine in ten "
          f"{np.quantile(farthest, 0.9):.1f}), widest bound {np.median(widest):.1f} px ({np.quantile(widest, 0.9):.1f})")  # fmt: skip


def main() -> int:
    av.logging.set_level(av.logging.PANIC)
    split = next((word for word in sys.argv[1:] if word in CLIPS), "test")
    times = next((int(word) for word in sys.argv[1:] if word.isdigit()), TIMES)
    run(of_edits(split) if "edits" in sys.argv[1:] else cropped(split, times))
    return 0


if __name__ == "__main__":
    sys.exit(main())
