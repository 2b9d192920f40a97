"""Copies of films in which little moves: `python -m bench.trace.little [tune|test]`.

Of each clip two stretches are cut and cropped where a seed says, as a stranger would (bench.trace.blind), and encoded anew, once well
and once poorly. Each is read as a query and held against its own clip, which must be told as a copy to the frame, and against what looks
most like it and is none: the same clip without that stretch (a fixed camera's other minute), and other clips of the same scene. `tune`
takes clips of the tune and train splits, on which the figures of judge.py for tiles were set; `test` those of the test split. What was
cut and read is kept.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av.logging
import numpy as np

from bench.trace import blind
from bench.trace.kept import KEPT, Clip, Said, clips, compared

LITTLE = {
    "tune": ("V_DRONE_005", "V_DRONE_012", "V_DRONE_022", "V_AIRPLANE_006", "V_AIRPLANE_012", "V_BIRD_007", "V_BIRD_014",
             "V_HELICOPTER_020", "world", "bottle-detection", "car-detection", "house6", "opencv_tree"),
    "test": ("V_HELICOPTER_001", "V_HELICOPTER_003", "V_HELICOPTER_007", "V_HELICOPTER_010", "V_HELICOPTER_015",
             "one-by-one-person-detection", "opencv_vtest"),
}  # fmt: skip
SPLITS = {"tune": ("tune", "train"), "test": ("test",)}
QUALITIES = ("28", "35")
SEEDS = (101, 102)
LOOK_ALIKES = 3
LEAST = 4.0  # seconds of what is left of a clip, to be a look-alike
OVERLAPPING = {frozenset(("V_AIRPLANE_010.mp4", "V_AIRPLANE_011.mp4"))}  # share 8.6 s, seen by their pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch that was cut out of a clip, and what is left of the clip beside it."""

    name: str
    film: Path
    start: float  # the clip's second at its own second 0
    frame: float
    others: tuple[Path, ...]


def pieces(clip: Clip) -> Iterator[Piece]:
    KEPT.mkdir(exist_ok=True)
    seen = blind.seen(clip.path)
    first, last = seen.times[0], seen.times[-1]
    for seed in SEEDS:
        start, length, box = blind.drawn(seen, seed, None, None, None)
        whole = (0, 0, seen.wide - seen.wide % 2, seen.high - seen.high % 2)
        left = [(first, start - seen.frame), (start + length + seen.frame, last)]
        others = [
            cut_out(clip.path, a, b - a, whole, f"{clip.path.stem} {seed} left {number}", "18")
            for number, (a, b) in enumerate(left)
            if b - a >= LEAST
        ]
        for quality in QUALITIES:
            film = cut_out(clip.path, start, length, box, f"{clip.path.stem} {seed} {quality}", quality)
            yield Piece(
                name=f"{clip.path.stem}, seed {seed}, quality {quality}",
                film=film,
                start=start,
                frame=seen.frame,
                others=tuple(others),
            )


def cut_out(clip: Path, start: float, length: float, box: blind.Box, name: str, quality: str) -> Path:
    out = KEPT / f"little {name}.mp4"
    if not out.exists():
        half = out.with_suffix(".half.mp4")
        blind.cut_by_pyav(clip, start, start + length, box, half, quality)
        half.replace(out)
    return out


def run(split: str) -> None:
    known = [clip for clip in clips() if clip.split in SPLITS[split]]
    found: Counter[str] = Counter()
    apart, asked, false = [], 0, []
    for clip in (clip for clip in known if clip.path.stem in LITTLE[split]):
        alike = [other.path for other in known if other.scene == clip.scene and other.name != clip.name]
        alike = [path for path in alike if frozenset((path.name, clip.name)) not in OVERLAPPING]
        for number, piece in enumerate(pieces(clip)):
            said = compared(clip.path, piece.film)
            assert said is not None
            found["copy" if said.copies else "another moment" if said.name == "found" else said.name] += 1
            far = off(said, piece)
            apart += [far] if far is not None else []
            print(
                f"  {piece.name}: {'not found (' + said.name + ')' if far is None else f'{far:+.2f} frames'}",
                flush=True,
            )
            turned = [alike[(number * LOOK_ALIKES + step) % len(alike)] for step in range(min(LOOK_ALIKES, len(alike)))]
            for other in (*piece.others, *turned):
                against = compared(other, piece.film)
                asked += 1
                if against is not None and against.copies:
                    false.append(f"{piece.name} and {other.stem} ({against.copies[0]['score']:.2f})")
    print(f"{split}: of {found.total()} pieces {dict(found)}")
    if apart:
        near = sum(abs(far) <= 1.05 for far in apart)
        print(f"offset: median {np.median(np.abs(apart)):.2f} frames off, within one frame {near} of {len(apart)}")
    print(f"false copies: {len(false)} of {asked} pairs")
    for line in false:
        print(f"  {line}")


def off(said: Said, piece: Piece) -> float | None:
    """By how many frames the offset lies beside the truth; None where no copy was told."""
    if not said.copies:
        return None
    longest = max(said.copies, key=lambda copy: Fraction(copy["one"]["end"]) - Fraction(copy["one"]["start"]))
    return (-float(Fraction(longest["offset"])) - piece.start) / piece.frame


def main() -> int:
    av.logging.set_level(av.logging.PANIC)
    run(next((word for word in sys.argv[1:] if word in LITTLE), "tune"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
