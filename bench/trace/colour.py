"""What is told of the colours of edited copies: `python -m bench.trace.colour [tune|test|fresh]`.

trace.colour is asked of each edit and its source as the edit's own truth lays them upon one another, so that nothing but colours is
measured: the twenty edits of bench/trace/edits.py, of which one took the colours out and one filmed a screen, and those here. The
edit is read as a query, and in full; only colours are read, in a pass of their own.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import av.logging
import cv2
import numpy as np

from bench.trace.accuracy import SOURCES, chosen
from bench.trace.edits import C60, EDITS, Edit, Picture, Truth
from bench.trace.kept import edited, read_colours
from firsthand.method.trace import colour
from firsthand.method.trace.cuts import Cuts
from firsthand.method.trace.footage import F8
from firsthand.method.trace.tints import tints_of
from firsthand.record.finding import Found, Outcome

ONE, TWO = "0" * 64, "1" * 64
Paint = Callable[[Picture, Picture | None, int], Picture]
SEPIA = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]]).T


def _painted(done: Callable[[F8], F8]) -> Paint:
    def paint(picture: Picture, host: Picture | None, number: int) -> Picture:
        return np.asarray(np.clip(np.round(done(picture.astype(np.float64))), 0, 255), np.uint8)

    return paint


def _grey(picture: F8) -> F8:
    return np.repeat(picture @ np.array([[0.299], [0.587], [0.114]]), 3, axis=-1)


def _strong(times: float) -> Callable[[F8], F8]:
    return lambda picture: _grey(picture) + times * (picture - _grey(picture))


def _part(picture: F8) -> F8:
    high, wide = picture.shape[:2]
    left, top, width, height = (round(share * size) for share, size in zip(C60, (wide, high, wide, high), strict=True))
    return np.asarray(cv2.resize(picture[top : top + height, left : left + width], (wide, high)), np.float64)


COLOURS: tuple[Edit, ...] = (
    Edit(name="sepia", says="toned brown", paint=_painted(lambda p: p @ SEPIA)),
    Edit(name="stronger", says="colours 1.7 times as strong", paint=_painted(_strong(1.7))),
    Edit(name="fainter", says="colours half as strong", paint=_painted(_strong(0.5))),
    Edit(name="bluer", says="16 levels more blue, 16 less red", paint=_painted(lambda p: p + np.array([-16, 0, 16]))),
    Edit(name="brighter", says="all levels raised by 30", paint=_painted(lambda p: p + 30)),
    Edit(name="contrast", says="a third more contrast", paint=_painted(lambda p: 128 + 1.33 * (p - 128))),
    Edit(name="grey mirror", says="grey and mirrored", paint=_painted(lambda p: _grey(p)[:, ::-1]), mirrored=True),
    Edit(name="grey crop", says="grey, 60 % of both sides kept", paint=_painted(lambda p: _part(_grey(p))), seen=C60),
    Edit(name="grey poor", says="grey, 240 lines, very poor", paint=_painted(_grey), height=240, quality=36),
)  # fmt: skip
TRUE = {
    **{name: "taken out" for name in ("grey", "grey mirror", "grey crop", "grey poor", "sepia")},
    **{name: "changed" for name in ("stronger", "fainter", "bluer", "filmed")},
}  # all other edits: kept


def asked(source: Path, film: Path, truth: Truth, profile: str) -> Outcome:
    """Of the first stretch that the edit shows of its source."""
    first, second = (tints_of(read_colours(path, read)) for path, read in ((source, "full"), (film, profile)))
    piece = next(laid for laid in truth.laid if laid.source == source.name)
    within, speed = (piece.start, piece.end), 1 / piece.speed
    return colour.ask(
        colour.Given(), ONE, first, TWO, second, shots=Cuts(rows=(), before=np.zeros(0), at=np.zeros(0)),
        within=within, offset=piece.at - speed * piece.start, speed=speed, transform=_placing(truth),
    )  # fmt: skip


def _placing(truth: Truth) -> F8:
    """Shares of the source's picture to those of the edit's; a turned one is laid as if it were not, but for its corners."""
    (left, top, wide, high), (x, y, across, down) = truth.seen, truth.where
    made = np.array([[across / wide, 0.0, x - left * across / wide], [0.0, down / high, y - top * down / high]])
    if truth.mirrored:
        made[0] = [-made[0, 0], 0.0, 1 - made[0, 2]]
    return made


def main() -> int:
    av.logging.set_level(av.logging.PANIC)
    split = next((word for word in sys.argv[1:] if word in SOURCES), "test")
    _, sources = chosen(split, "all" in sys.argv[1:])
    if not sources:
        print("no footage here: nothing measured")
        return 0
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for number, clip in enumerate(sources):
        other = sources[(number + 1) % len(sources)]
        for edit in (*EDITS, *COLOURS):
            made = edited(edit, clip.path, other.path, *([] if edit in EDITS else [Path(__file__)]))
            for profile in ("query", "full") if made is not None else ():
                outcome = asked(clip.path, made[0], made[1], profile) if made is not None else None
                said = str(outcome.value["told"]) if isinstance(outcome, Found) else outcome.name if outcome else ""
                told[edit.name]["kept" if said == "nothing" else said] += 1
                if "each" in sys.argv[1:] and outcome is not None:
                    print(
                        f"  {clip.name} {edit.name} {profile}: {colour.words(outcome)} {getattr(outcome, 'value', {})}"
                    )
    print(f"{split}: {len(sources)} sources, each edit read as a query and in full; told rightly, not told, falsely")
    columns = ("taken out", "changed", "kept", "inconclusive")
    print(f"{'edit':12} {'true':10} " + " ".join(f"{column:>12}" for column in columns))
    for edit in (*EDITS, *COLOURS):
        counts = told[edit.name]
        print(
            f"{edit.name:12} {TRUE.get(edit.name, 'kept'):10} " + " ".join(f"{counts[column]:12}" for column in columns)
        )
    false = sum(
        n
        for name, counts in told.items()
        for said, n in counts.items()
        if said == "taken out" != TRUE.get(name, "kept")
    )
    print(
        f"taken out, falsely: {false} of {sum(sum(c.values()) for name, c in told.items() if TRUE.get(name) != 'taken out')}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
