"""The one shape of a reader: start, feed, finish; what frames and sound look like to it; and how a card runs it."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from firsthand.method.shape import Example, Input, Method, same_outcome, value
from firsthand.record.finding import Inconclusive, Outcome, Unsuitable

Bytes2 = npt.NDArray[np.uint8]
Facts = Mapping[str, Any]
SOUND_RATE = 8000  # samples a second of all sound that readers see: one channel, full scale 1.0
TINY = 64
# Factors by which a running mean of every sample, most of them thrown away, is twice as fast as means of blocks. Of an odd
# number of samples no mean lies half way between two levels: both round alike, to the bit.
BLURRED = (3, 5)
PROFILES = ("triage", "full", "query")


class Pixels(Protocol):
    """The decoded picture, made smaller only when a reader asks: most frames are never looked at in full."""

    def grey(self, longer: int) -> Bytes2:
        """Full-range luma [rows, columns], upright, scaled by a whole number so that no side exceeds `longer`."""

    def rgb(self, longer: int) -> Bytes2:
        """RGB [rows, columns, 3], upright, in display proportions, no side longer than `longer`."""

    def colour(self, longer: int) -> Bytes2:
        """RGB [rows, columns, 3], upright, scaled by a whole number as `grey` is: cheaper, in the proportions of the planes."""

    def digest(self) -> str:
        """SHA-256 over pixel format, size and the cropped native planes, as the decoder gave them."""


class Describer(Protocol):
    """Learned weights that are ready to be asked: the same pictures give the same vectors."""

    @property
    def name(self) -> str: ...

    @property
    def sha256(self) -> str:
        """Of the weights."""

    @property
    def side(self) -> int:
        """Pixels a side of what it looks at."""

    @property
    def size(self) -> int:
        """Numbers of a vector."""

    def vectors(self, pictures: Bytes2) -> npt.NDArray[np.float32]:
        """Unit vectors f4[n,size] of RGB pictures u1[n,side,side,3]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One presented frame. Its time is exactly `tick * base` seconds on its stream's own clock.

    `tiny` is luma (longer side 64 to 127 px, not turned upright), `tint` the two colour differences at half that size;
    `change` is the mean absolute difference to the frame fed before (luma plus mean of colour, 0 to 510; 0 for the first).
    """

    tick: int
    base: Fraction
    key: bool
    tiny: Bytes2
    tint: Bytes2
    change: float
    pixels: Pixels
    seconds: float = field(init=False)  # the time as a float: for how far apart frames lie, never for saying when

    def __post_init__(self) -> None:
        object.__setattr__(self, "seconds", self.tick * self.base.numerator / self.base.denominator)

    @property
    def at(self) -> Fraction:
        return Fraction(self.tick * self.base.numerator, self.base.denominator)

    @property
    def pts(self) -> str:
        """The presentation time as text, "n/d" seconds in lowest terms."""
        return ratio(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A block of sound, f4[n] at SOUND_RATE; `at` is the presentation time of its first sample, seconds.

    `joined` says that it goes on where the block before ended; otherwise there is a gap or the first block.
    """

    at: Fraction
    samples: npt.NDArray[np.float32]
    joined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a reader gives at the end: the outcome, and its facts and arrays for the reading."""

    outcome: Outcome
    facts: Facts = field(default_factory=dict)
    arrays: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """Form values of every reader: all are fed by the same pass."""

    profile: str = value(
        "full",
        "how densely footage is read: triage (key frames only), full (every frame) or query (full, and parts of the picture)",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A pure fold. `start(given, facts)` makes the state, which only this reader's functions touch; `feed_frame` may give
    a reason to keep the frame's picture as a still; `finish(state, ending)` gets the facts with what the pass met.

    `needs` is "frames", "sound" or "" (the facts alone): where the file has none, the reader is Unsuitable. So it is where
    `weights` names weights that the pass has not: facts["weights"][name] is a Describer, or a text that says why there is none.
    """

    card: Method
    needs: str
    start: Callable[[Pass, Facts], Any]
    feed_frame: Callable[[Any, Frame], str | None] | None = None
    feed_sound: Callable[[Any, Sound], None] | None = None
    finish: Callable[[Any, Facts], Part]
    weights: str = ""


def ratio(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}"


def change_between(tiny: Bytes2, tint: Bytes2, other_tiny: Bytes2, other_tint: Bytes2) -> float:
    """Mean absolute difference of luma plus that of colour, 0 to 510; pictures of different size differ wholly."""
    if tiny.shape != other_tiny.shape or tint.shape != other_tint.shape:
        return 510.0
    luma = cv2.norm(tiny, other_tiny, cv2.NORM_L1) / tiny.size
    return luma + (cv2.norm(tint, other_tint, cv2.NORM_L1) / tint.size if tint.size else 0.0)


def unsuitable(reader: Reader, facts: Facts) -> Part | None:
    """The answer for a file that has nothing of what the reader needs, or None. What could not be opened may have had it."""
    if reader.needs and facts.get("unopened"):
        return Part(outcome=Inconclusive(why=str(facts["unopened"])))
    lacks = {"frames": facts.get("picture") is None, "sound": facts.get("sound") is None}.get(reader.needs, False)
    if not lacks:
        ready = (
            facts.get("weights", {}).get(reader.weights, "no weights were given to this pass")
            if reader.weights
            else None
        )
        return Part(outcome=Unsuitable(why=ready, code="outside.no-weights")) if isinstance(ready, str) else None
    what, kind = {"frames": ("pictures", "video"), "sound": ("sound", "audio")}[reader.needs]
    if codecs := [
        str(row.get("codec")) for row in facts.get("streams", ()) if row.get("type") == kind and not row.get("cover")
    ]:
        return Part(outcome=Unsuitable(why=f"its {what} are in a codec that is not read here: {', '.join(codecs[:4])}"))
    return Part(outcome=Unsuitable(why=f"this file has no {what}"))


def run_reader(reader: Reader, given: Pass, inputs: Mapping[str, Any]) -> Part:
    """Folds one reader over `inputs`: "facts" (what the file says, with what the pass met under "ending"), "frames", "sound"."""
    facts = inputs["facts"]
    if (part := unsuitable(reader, facts)) is not None:
        return part
    state = reader.start(given, facts)
    for frame in inputs["frames"] if reader.feed_frame else ():
        assert reader.feed_frame is not None
        reader.feed_frame(state, frame)
    for block in inputs["sound"] if reader.feed_sound else ():
        assert reader.feed_sound is not None
        reader.feed_sound(state, block)
    return reader.finish(state, {**facts, **facts.get("ending", {})})


INPUTS = (
    Input(name="facts", kind="file", says="what the file says of itself, as the decoder's opening gives it"),
    Input(name="frames", kind="file", says="its frames in presentation order, as the one pass yields them"),
    Input(name="sound", kind="file", says="its sound in blocks, one channel at 8 kHz, as the one pass yields them"),
)


def reader(
    *,
    name: str,
    version: int,
    asks: str,
    says: str,
    limits: tuple[str, ...],
    cites: tuple[str, ...],
    examples: tuple[Example, ...],
    needs: str,
    start: Callable[[Pass, Facts], Any],
    finish: Callable[[Any, Facts], Part],
    feed_frame: Callable[[Any, Frame], str | None] | None = None,
    feed_sound: Callable[[Any, Sound], None] | None = None,
    agrees: Callable[[Outcome, Outcome], bool] = same_outcome,
    weights: str = "",
) -> Reader:
    """A reader with its card; the card's `run` folds this very reader."""

    def run(given: Pass, inputs: Mapping[str, Any]) -> Outcome:
        return run_reader(made, given, inputs).outcome

    card = Method(
        name=name,
        version=version,
        asks=asks,
        given=Pass,
        inputs=INPUTS,
        says=says,
        limits=limits,
        cites=cites,
        run=run,
        examples=examples,
        agrees=agrees,
        weights=(weights,) if weights else (),
    )
    made = Reader(
        card=card,
        needs=needs,
        start=start,
        feed_frame=feed_frame,
        feed_sound=feed_sound,
        finish=finish,
        weights=weights,
    )
    return made


# --- pictures and sound made of arrays, for examples and tests ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ArrayPixels:
    """A picture that is already an RGB array."""

    array: Bytes2

    def grey(self, longer: int) -> Bytes2:
        return shrink(cv2.cvtColor(self.array, cv2.COLOR_RGB2GRAY).astype(np.uint8), longer)

    def rgb(self, longer: int) -> Bytes2:
        return shrink(self.array, longer)

    def colour(self, longer: int) -> Bytes2:
        return shrink(self.array, longer)

    def digest(self) -> str:
        rows, columns = self.array.shape[:2]
        return hashlib.sha256(f"rgb24 {columns}x{rows}\n".encode() + self.array.tobytes()).hexdigest()


def shrink(array: Bytes2, longer: int) -> Bytes2:
    """Area average by the least whole number that brings both sides to `longer` or less; what does not divide is cut off."""
    rows, columns = array.shape[:2]
    factor = max(1, -(-max(rows, columns) // longer))
    if factor == 1 or rows < factor or columns < factor:
        return array
    size = (columns // factor, rows // factor)
    if factor in BLURRED and array.dtype == np.uint8:
        means = cv2.blur(array, (factor, factor))
        middle = factor // 2
        return np.ascontiguousarray(means[middle : size[1] * factor : factor, middle : size[0] * factor : factor])
    cut = array[: size[1] * factor, : size[0] * factor]
    return np.asarray(cv2.resize(cut, size, interpolation=cv2.INTER_AREA), array.dtype)


def frames_of(arrays: Iterable[Bytes2], *, rate: Fraction = Fraction(25), keys: int = 12) -> Iterator[Frame]:
    """RGB arrays as frames at a constant rate, every `keys`-th a key frame."""
    before: tuple[Bytes2, Bytes2] | None = None
    for tick, array in enumerate(arrays):
        small = shrink(array, 2 * TINY - 1)
        luma, red, blue = cv2.split(cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb))
        now = (np.asarray(luma, np.uint8), np.stack([blue[::2, ::2], red[::2, ::2]]).astype(np.uint8))
        change = change_between(*now, *before) if before else 0.0
        yield Frame(
            tick=tick,
            base=1 / rate,
            key=tick % keys == 0,
            tiny=now[0],
            tint=now[1],
            change=change,
            pixels=ArrayPixels(array),
        )
        before = now


def sound_of(
    samples: npt.NDArray[np.float32], *, block: int = SOUND_RATE, at: Fraction = Fraction(0)
) -> Iterator[Sound]:
    """One stretch of sound in blocks."""
    for first in range(0, len(samples), block):
        yield Sound(at=at + Fraction(first, SOUND_RATE), samples=samples[first : first + block], joined=first > 0)


def film_facts(**more: Any) -> dict[str, Any]:
    """Facts of a plain film for examples: one picture stream, no sound unless given."""
    return {"profile": "full", "kind": "film", "bytes": 1000, "picture": 0, "sound": None, **more}
