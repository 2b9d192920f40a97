"""Cuts of a second or two: `python -m bench.trace.short [tune|test]`.

Of each clip some stretches of 1.2 to 3 seconds are cut and cropped where seeds say (bench.trace.blind), encoded anew, read as a query,
and held against their own clip, which must be told as a copy to the frame, and against what looks most like it and is none: the same
clip without that stretch (a fixed camera's other minute), and other clips of the scene. `tune` takes clips of the tune and train splits,
on which the figures of judge.py for a short stretch were set; `test` those of the test split. What was cut and read is kept.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence

import av.logging
import numpy as np

from bench.trace import blind
from bench.trace.accuracy import ALSO, COPIES
from bench.trace.kept import KEPT, Clip, clips, compared
from bench.trace.little import LEAST, LOOK_ALIKES, OVERLAPPING, SPLITS, Piece, cut_out, off

CLIPS = {
    "tune": ("house6", "car-detection", "bottle-detection", "bedroom", "04_coffee", "02_cups", "05_default_juggle", "nasa_13013", "world",
             "doorknob-hd-no-bar", "opencv_cup", "opencv_tree", "pattern-hd-no-bar", "V_BIRD_007", "V_BIRD_011", "V_BIRD_016",
             "V_BIRD_020", "V_HELICOPTER_019", "V_HELICOPTER_021", "V_AIRPLANE_014", "V_AIRPLANE_022", "V_DRONE_012", "V_DRONE_021"),
    "test": ("one-by-one-person-detection", "opencv_vtest", "asl_gestures_book", "asl_gestures_bird", "03_blocks", "opencv_box", "01_dog",
             "cockatoo", "solidWhiteRight", "V_HELICOPTER_003", "V_HELICOPTER_010"),
}  # fmt: skip
LENGTHS = (1.2, 1.6, 2.1, 3.0)
SEEDS = (201, 202)


def pieces(clip: Clip) -> Iterator[Piece]:
    """Each length at each seed's place, and what is left of the clip before and after."""
    KEPT.mkdir(exist_ok=True)
    seen = blind.seen(clip.path)
    first, last = seen.times[0], seen.times[-1]
    whole = (0, 0, seen.wide - seen.wide % 2, seen.high - seen.high % 2)
    for number, length in enumerate(LENGTHS):
        for seed in SEEDS:
            start, length, box = blind.drawn(seen, seed + 10 * number, None, min(length, last - first), None)
            left = [(first, start - seen.frame), (start + length + seen.frame, last)]
            name = f"{clip.path.stem} {seed + 10 * number}"
            others = [
                cut_out(clip.path, a, b - a, whole, f"{name} left {place}", "18")
                for place, (a, b) in enumerate(left)
                if b - a >= LEAST
            ]
            film = cut_out(clip.path, start, length, box, f"{name} short", "28")
            yield Piece(
                name=f"{clip.path.stem}, {length:.1f} s, seed {seed + 10 * number}",
                film=film,
                start=start,
                frame=seen.frame,
                others=tuple(others),
            )


def run(split: str, wanted: Sequence[str]) -> None:
    known = [clip for clip in clips() if clip.split in SPLITS[split]]
    found: Counter[tuple[str, str]] = Counter()
    apart, asked, false = [], 0, []
    for clip in (clip for clip in known if clip.path.stem in wanted):
        alike = [other.path for other in known if other.scene == clip.scene and other.name != clip.name]
        alike = [path for path in alike if frozenset((path.name, clip.name)) not in OVERLAPPING]
        alike = [path for path in alike if not any({path.name, clip.name} <= names for names in ALSO)]
        alike = [path for path in alike if not any(path.name.startswith(c) and clip.name.startswith(c) for c in COPIES)]
        for number, piece in enumerate(pieces(clip)):
            said = compared(clip.path, piece.film)
            assert said is not None
            kind = "copy" if said.copies else "another moment" if said.name == "found" else said.name
            found[piece.name.split(", ")[1], kind] += 1
            far = off(said, piece)
            apart += [far] if far is not None else []
            print(f"  {piece.name}: {f'not found ({kind})' if far is None else f'{far:+.2f} frames'}", flush=True)
            turned = [alike[(number * LOOK_ALIKES + step) % len(alike)] for step in range(min(LOOK_ALIKES, len(alike)))]
            for other in (*piece.others, *turned):
                against = compared(other, piece.film)
                asked += against is not None
                if against is not None and against.copies:
                    false.append(f"{piece.name} and {other.stem} ({against.copies[0]['score']:.2f})")
    for length in sorted({length for length, _ in found}):
        print(f"{split}, {length}: { ({kind: count for (of, kind), count in sorted(found.items()) if of == length}) }")
    if apart:
        near = sum(abs(far) <= 1.05 for far in apart)
        print(f"offset: median {np.median(np.abs(apart)):.2f} frames off, within one frame {near} of {len(apart)}")
    print(f"false copies: {len(false)} of {asked} pairs")
    for line in false:
        print(f"  {line}")


def main() -> int:
    av.logging.set_level(av.logging.PANIC)
    split = next((word for word in sys.argv[1:] if word in CLIPS), "tune")
    run(split, [word for word in sys.argv[1:] if word in CLIPS[split]] or CLIPS[split])
    return 0


if __name__ == "__main__":
    sys.exit(main())
