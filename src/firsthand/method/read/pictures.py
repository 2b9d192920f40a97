"""read.pictures: descriptors of sampled frames, and how the picture moves between them.

Arrays of the reading (n samples, m steps of movement):

- read.pictures/pdq        u1[n,32]  PDQ, most significant bit first (np.unpackbits gives the 256 bits in PDQ's order)
- read.pictures/quality    u1[n]     PDQ's quality, 0 to 100; below 50 the hash says little
- read.pictures/luma       f4[n]     mean luma of the sample, full range 0 to 255
- read.pictures/pts_num, read.pictures/pts_den   i8[n]   presentation time = num/den s, lowest terms
- read.pictures/frame      u1[n,32]  SHA-256 of the sample's decoded native planes, of one sample a second; the others' are zeros
- read.pictures/motion     f4[m,2]   [mean |luma - luma one step before|, mean luma], levels of 0 to 255, on a picture of
                                     64 to 127 px; a step is a frame, or the frames of 1/31 s where they come faster; full
                                     profile only. Every frame counts: the same stretch cut to other frames still moves alike
- read.pictures/motion_num, read.pictures/motion_den   i8[m]   presentation time of each step's later frame = num/den s
- read.pictures/cells      u1[m,64]  the same difference in each of 8 x 8 cells of the upright picture, row by row, as
                                     round(23 log2(1 + 8 d)): what tells where in the picture something moves
- read.pictures/fine       u1[m,576] the same in 24 x 24 cells; only of a query, of LOOKED_CLOSELY seconds at the most:
                                     what moves in a film that is laid into a fifth of another
- read.pictures/tiles      u1[r,512] how the luma of 32 x 32 tiles changes from one even part of time to the next (tiles.py), two
                             tiles a byte, the left one in the high bits; one of LEVELS each, the highest bit: downwards
- read.pictures/tiles_at   i8[r]     of which part of time, counted from second 0: where nothing changes there is no row
- read.pictures/tiles_rate u1[1]     parts of a second: 8, of a query 32. None of the three of a film that is longer than tiles.MOST

Which frames are samples is said in sampling.py; in triage there is no movement.
"""

from array import array
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from firsthand.method.pdq import pdq
from firsthand.method.shape import Example
from firsthand.record.finding import Found, Inconclusive, Nothing

from .fold import Bytes2, Facts, Frame, Part, Pass, film_facts, frames_of, reader
from .sampling import Sampling, lowest
from .tiles import Tiled, tiled

SIDE = 512  # the longest side that the published hasher is meant for
MOTION_STEP = 1 / 31  # least seconds between two pictures whose difference is taken
DIGESTED = 0.9  # least seconds between two samples whose planes are digested: as dear as all else that a sample takes
UNDIGESTED = bytes(32)
GOOD = 50  # PDQ's own advice: below this quality a hash is not compared
MOST = 500_000
CELLS, FINE = 8, 24  # of them on a side
CLOSE = 320  # pixels of the longer side of the picture that fine cells are of
AT_ONCE = 25  # steps of movement that are worked out together
LOOKED_CLOSELY = 1200.0  # seconds: of a longer query no fine cells are kept, some 17 kB a second
CODE = np.minimum(np.round(23 * np.log2(1 + 8 * np.arange(256 * 64) / 64)), 255).astype(np.uint8)  # by 1/64 of a level


@dataclass(slots=True)
class _State:
    sampling: Sampling
    tiled: Tiled
    hashes: list[Bytes2] = field(default_factory=list)
    quality: list[int] = field(default_factory=list)
    luma: list[float] = field(default_factory=list)
    times: "array[int]" = field(default_factory=lambda: array("q"))  # numerator, denominator, numerator, ...
    digests: list[bytes] = field(default_factory=list)
    digested: float | None = None
    motion: "array[float]" = field(default_factory=lambda: array("f"))  # difference, mean, difference, ...
    motion_times: "array[int]" = field(default_factory=lambda: array("q"))
    cells: bytearray = field(default_factory=bytearray)
    fine: bytearray | None = None  # none but of a query
    close: Bytes2 | None = None
    moved: float | None = None  # when the last step ended
    waiting: list[Bytes2] = field(default_factory=list)  # the picture that it ended with, and those of the next steps
    dropped: int = 0


def _start(given: Pass, facts: Facts) -> _State:
    profile = facts.get("profile", given.profile)
    whole = float(Fraction(facts["duration"])) if facts.get("duration") else 0.0
    closely = profile == "query" and whole <= LOOKED_CLOSELY
    return _State(
        sampling=Sampling(triage=profile == "triage"),
        tiled=tiled(profile == "query", whole),
        fine=bytearray() if closely else None,
    )


def _feed(state: _State, frame: Frame) -> None:
    if not state.sampling.triage:
        _move(state, frame, frame.seconds)
        state.tiled.feed(frame.tiny, frame.seconds)
    if not state.sampling.takes(frame):
        return
    if len(state.hashes) >= MOST:
        state.dropped += 1
        return
    grey = frame.pixels.grey(SIDE)
    bits, quality = pdq(grey)
    state.hashes.append(bits)
    state.quality.append(quality)
    state.luma.append(float(cv2.mean(grey)[0]))
    state.times.extend((frame.tick * frame.base.numerator, frame.base.denominator))
    due = state.digested is None or abs(frame.seconds - state.digested) >= DIGESTED
    state.digested = frame.seconds if due else state.digested
    state.digests.append(bytes.fromhex(frame.pixels.digest()) if due else UNDIGESTED)


def _move(state: _State, frame: Frame, now: float) -> None:
    """A step of movement, where the last one lies far enough back."""
    if (state.moved is not None and 0 <= now - state.moved < MOTION_STEP) or len(state.motion_times) >= 8 * MOST:
        return
    state.moved = now
    if state.waiting and state.waiting[-1].shape == frame.tiny.shape:
        state.motion_times.extend((frame.tick * frame.base.numerator, frame.base.denominator))
        state.waiting.append(frame.tiny)
        _closely(state, frame, len(state.motion_times) // 2)
        if len(state.waiting) > AT_ONCE:
            _settle(state)
    else:
        _settle(state)
        state.waiting = [frame.tiny]
        state.close = frame.pixels.grey(CLOSE) if state.fine is not None else None


def _settle(state: _State) -> None:
    """Works out the steps that wait, together: one by one most of the time would go into asking."""
    if len(state.waiting) < 2:
        return
    tall = np.concatenate(state.waiting)
    rows = len(state.waiting[0])
    apart = cv2.absdiff(tall[rows:], tall[:-rows])
    share = 1 / state.waiting[0].size
    means = [
        stack.reshape(-1, state.waiting[0].size).sum(axis=1, dtype=np.int64) * share for stack in (apart, tall[rows:])
    ]
    state.motion.extend(np.stack(means, axis=1).ravel().tolist())
    state.cells += _coded(apart.astype(np.float32), CELLS, len(state.waiting) - 1)
    state.waiting = state.waiting[-1:]


def _closely(state: _State, frame: Frame, steps: int) -> None:
    """The same step in finer cells, of a larger picture: in the small one a part has too few levels and points."""
    if state.fine is None or steps > LOOKED_CLOSELY / MOTION_STEP:
        return
    close = frame.pixels.grey(CLOSE)
    if state.close is not None and state.close.shape == close.shape:
        state.fine += _coded(cv2.absdiff(close, state.close).astype(np.float32), FINE)
    state.close = close


def _coded(apart: npt.NDArray[np.float32], count: int, steps: int = 1) -> bytes:
    """The cells of one difference, or of several that stand one below the other."""
    cells = cv2.resize(apart, (count, steps * count), interpolation=cv2.INTER_AREA)
    return CODE[(cells * 64).astype(np.int64)].tobytes()


def _upright(cells: bytearray, turned: int) -> Bytes2:
    """Small pictures are fed as they were filmed: their cells are turned (counter-clockwise) for showing at the end."""
    square = np.frombuffer(bytes(cells), "|u1").reshape(-1, CELLS, CELLS)
    return np.ascontiguousarray(np.rot90(square, round(turned / 90) % 4, axes=(1, 2))).reshape(-1, CELLS * CELLS)


def _finish(state: _State, ending: Facts) -> Part:
    _settle(state)
    if not state.hashes:
        return Part(outcome=Inconclusive(why="no frame could be decoded"))
    times, steps = lowest(state.times), lowest(state.motion_times)
    arrays: dict[str, npt.NDArray[Any]] = {
        "read.pictures/pdq": np.stack(state.hashes).astype("|u1"),
        "read.pictures/quality": np.array(state.quality, "|u1"),
        "read.pictures/luma": np.array(state.luma, "<f4"),
        "read.pictures/pts_num": times[:, 0],
        "read.pictures/pts_den": times[:, 1],
        "read.pictures/frame": np.frombuffer(b"".join(state.digests), "|u1").reshape(-1, 32),
        "read.pictures/motion": np.array(state.motion, "<f4").reshape(-1, 2),
        "read.pictures/motion_num": steps[:, 0],
        "read.pictures/motion_den": steps[:, 1],
        "read.pictures/cells": _upright(state.cells, int(ending.get("turned", 0))),
    }
    if not state.sampling.triage:
        arrays |= state.tiled.arrays(int(ending.get("turned", 0)))
    if state.fine and len(state.fine) == FINE**2 * len(steps):  # what turned out to be too long has none
        arrays["read.pictures/fine"] = np.frombuffer(bytes(state.fine), "|u1").reshape(-1, FINE**2)
    good = sum(quality >= GOOD for quality in state.quality)
    value: dict[str, Any] = {
        "samples": len(state.hashes),
        "telling": good,
        "steps": len(state.motion) // 2,
        "dropped": state.dropped,
    }
    if good == 0:
        looked = f"{len(state.hashes)} samples, all too plain to tell from others (PDQ quality below {GOOD})"
        return Part(outcome=Nothing(looked=looked, value=value), facts=value, arrays=arrays)
    return Part(outcome=Found(value=value), facts=value, arrays=arrays)


def _street(shift: int) -> Bytes2:
    """A made picture with shape enough: bright houses on a dark ground, moved by `shift`."""
    picture = np.full((180, 320, 3), 30, np.uint8)
    for house in range(7):
        left, top = house * 44 + shift, 20 + (house * 37) % 90
        picture[top:170, left : left + 30] = 90 + 20 * house
        picture[top + 12 : 150 : 24, left + 6 : left + 24] = 250 - 30 * house
    return picture


PICTURES = reader(
    name="read.pictures",
    version=5,
    asks="What do the sampled frames look like, and how does the picture move?",
    says="samples: how many frames were described; telling: those with PDQ quality 50 or more; steps: of the movement "
    "signature; the descriptors themselves are arrays of the reading, named in the module's docstring",
    limits=(
        "PDQ is blind to crops, mirrors, borders and captions; its distances say nothing of what is shown",
        "plain pictures (sky, night, smoke) hash alike; their low quality is recorded and they are not to be compared",
        "made from luma brought to at most 512 px by whole-number areas: a hash of the full-size picture differs by a few bits",
        "the movement signature is coarse (8 x 8 cells, 24 x 24 of a query): two takes of a still scene move alike",
    ),
    cites=("Meta, PDQ & TMK+PDQF: algorithms for perceptual image and video hashing (ThreatExchange, 2019)",),
    needs="frames",
    start=_start,
    feed_frame=_feed,
    finish=_finish,
    examples=(
        Example(
            says="three seconds of a street: two samples a second, and movement at each frame",
            given=Pass(),
            inputs=lambda: {
                "facts": film_facts(),
                "frames": frames_of([_street(k // 4) for k in range(72)], rate=Fraction(24)),
                "sound": (),
            },
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found) and outcome.value == {"samples": 6, "telling": 6, "steps": 71, "dropped": 0}
            ),
        ),
        Example(
            says="an even grey wall has no shape to describe",
            given=Pass(),
            inputs=lambda: {
                "facts": film_facts(),
                "frames": frames_of([np.full((90, 160, 3), 128, np.uint8)] * 3),
                "sound": (),
            },
            gives="nothing",
        ),
    ),
)

METHOD = PICTURES.card
