"""Made-up readings for the cards' examples and the tests: films with a scene, a movement and a sound of their own."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.method.pdq import forms
from firsthand.method.reading import Reading

FPS = 25
LENGTH = 40.0  # seconds of every made film, of which a reading shows a part


def film_like(
    *, seed: int, scene: int | None = None, seconds: float = 20.0, begin: float = 0.0, moves: bool = True,
    mirrored: bool = False, quality: int = 100, sound: int | None = None, flat: bool = False,
    grain: bool = False,
) -> Reading:  # fmt: skip
    """`seconds` of the made film `seed` from second `begin`, as read anew (first frame at 0). Films of one `scene` look
    alike all the time; without one the picture changes every two seconds. `flat` takes the movement's arrays away, `grain`
    lets tiles flicker by half a level, the film's own way."""
    count = int(seconds)
    at = np.arange(count) + 0.04
    second = begin + at
    hashes = np.stack([_picture(seed, scene, float(t)) for t in second])
    if mirrored:
        hashes = forms(hashes, (5,))[0]
    ticks = np.arange(1, round(seconds * FPS))
    path, light = _course(seed) if moves else (np.full(round(LENGTH * FPS), 0.1), np.full(round(LENGTH * FPS), 90.0))
    first = round(begin * FPS)
    motion = np.column_stack([path[first + ticks], light[first + ticks]])
    steps = 0 if flat else len(ticks)
    arrays: dict[str, npt.NDArray[Any]] = {
        "read.pictures/pdq": hashes,
        "read.pictures/quality": np.full(count, quality, np.uint8),
        "read.pictures/luma": np.full(count, 90, np.float32),
        "read.pictures/pts_num": np.round(at * 1000).astype("<i8"),
        "read.pictures/pts_den": np.full(count, 1000, "<i8"),
        "read.pictures/frame": np.stack([_noise(seed, 32, int(t * FPS)) for t in second]),
        "read.pictures/motion": motion[:steps].astype("<f4"),
        "read.pictures/motion_num": ticks[:steps].astype("<i8"),
        "read.pictures/motion_den": np.full(steps, FPS, "<i8"),
    }
    if grain:
        arrays |= _grain(seed, round(begin * 8), round(seconds * 8) - 1)
    if sound is not None:
        arrays |= sound_like(seed=sound, begin=begin, seconds=seconds).arrays
    return Reading(facts={}, arrays=arrays)


def still_like(*, scene: int, flipped: int = 0, quality: int = 100) -> Reading:
    """A photograph of a scene, `flipped` bits of its hash changed."""
    bits = np.unpackbits(_noise(scene, 32, 1))
    bits[:flipped] ^= 1
    arrays: dict[str, npt.NDArray[Any]] = {
        "read.pictures/pdq": np.packbits(bits)[None],
        "read.pictures/quality": np.array([quality], np.uint8),
        "read.pictures/luma": np.array([90], np.float32),
        "read.pictures/pts_num": np.zeros(1, "<i8"),
        "read.pictures/pts_den": np.ones(1, "<i8"),
        "read.pictures/frame": _noise(scene * 300 + flipped, 32, 2)[None],
        "read.pictures/motion": np.zeros((0, 2), "<f4"),
        "read.pictures/motion_num": np.zeros(0, "<i8"),
        "read.pictures/motion_den": np.zeros(0, "<i8"),
    }
    return Reading(facts={}, arrays=arrays)


def coloured(
    reading: Reading, *, seed: int, begin: float = 0.0, done: Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]] | None = None,
) -> Reading:  # fmt: skip
    """The same with the small colour pictures of the made film `seed` from second `begin`: six by six fields in colours of their own,
    others every two seconds. What was `done` to them is a function of RGB f8[n,16,16,3], 0 to 255."""
    at = reading.arrays["read.pictures/pts_num"] / reading.arrays["read.pictures/pts_den"]
    fields = np.stack([_noise(seed, 108, 700 + int(t // 2)).reshape(6, 6, 3) for t in begin + at]).astype(np.float64)
    cells = (np.arange(16) * 6) // 16
    shown = 60 + 0.55 * fields[:, cells][:, :, cells]
    shown = np.clip(shown if done is None else done(shown), 0, 255)
    luma = shown @ np.array([0.299, 0.587, 0.114])
    made = np.stack([luma, 128 + 0.564 * (shown[..., 2] - luma), 128 + 0.713 * (shown[..., 0] - luma)], axis=-1)
    small = np.clip(np.round(made), 0, 255).astype(np.uint8).reshape(len(at), 256, 3)
    arrays = {"read.colour/cells": small}
    arrays |= {f"read.colour/{name}": reading.arrays[f"read.pictures/{name}"] for name in ("pts_num", "pts_den")}
    return Reading(facts=reading.facts, arrays={**reading.arrays, **arrays})


def sound_like(*, seed: int, seconds: float = 20.0, begin: float = 0.0, lost: int = 0) -> Reading:
    """Landmarks of the made sound `seed`: 80 a second; each `lost`-th is another's."""
    rng = _draws(seed)
    count = int(LENGTH * 80)
    at = np.sort((rng(count) * LENGTH * 8000).astype(np.int64))
    hashes = (rng(count) * 2**24).astype(np.int64)
    inside = (at >= begin * 8000) & (at < (begin + seconds) * 8000)
    at, hashes = at[inside] - round(begin * 8000), hashes[inside]
    if lost:
        hashes[::lost] ^= 0x5A5A5
    return Reading(
        facts={},
        arrays={
            "read.sound/hash": hashes.astype("<u4"),
            "read.sound/at": at.astype("<i8"),
            "read.sound/level": np.full(int(seconds * 100), 0.1, "<f4"),
        },
    )


def _grain(seed: int, first: int, count: int) -> dict[str, npt.NDArray[Any]]:
    """Tiles as read.pictures codes them: of each eighth of a second, half a level up (2), down (10) or neither."""
    bright = np.stack([_noise(seed, 1024, 5000 + part) for part in range(first, first + count + 1)]) >= 128
    codes = np.select([bright[1:] & ~bright[:-1], ~bright[1:] & bright[:-1]], [2, 10], 0).astype(np.uint8)
    return {
        "read.pictures/tiles": codes[:, ::2] << 4 | codes[:, 1::2],
        "read.pictures/tiles_at": np.arange(count).astype("<i8"),
        "read.pictures/tiles_rate": np.array([8], np.uint8),
    }


@cache
def _course(seed: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """(mean difference of each frame to the one before, mean luma of each frame) of a made film."""
    draw = _draws(seed + 1000)
    knots = draw(int(LENGTH * 5) + 2), draw(int(LENGTH * 5) + 2)
    at = np.arange(round(LENGTH * FPS)) / FPS * 5
    path = np.interp(at, np.arange(len(knots[0])), 0.2 + 6 * knots[0] ** 2)
    return path, np.interp(at, np.arange(len(knots[1])), 80 + 20 * knots[1])


def _picture(seed: int, scene: int | None, second: float) -> npt.NDArray[np.uint8]:
    """The hash at a second: the scene's own but for a few bits, or one of a run of scenes."""
    own = _noise(scene, 32, 1) if scene is not None else _noise(seed, 32, 50 + int(second // 2))
    bits = np.unpackbits(own)
    bits[_noise(seed, 4, 9 + int(second * 4)).astype(int)] ^= 1
    return np.packbits(bits)


def _noise(seed: int, count: int, part: int) -> npt.NDArray[np.uint8]:
    return np.asarray(_draws(seed * 7919 + part * 104729 + 17)(count) * 256, np.uint8)


def _draws(seed: int) -> Callable[[int], npt.NDArray[np.float64]]:
    """Even numbers in 0..1 by a multiplicative generator: no machine draws others."""
    state = (seed * 2654435761 + 97) % 2147483647 or 1

    def draw(count: int) -> npt.NDArray[np.float64]:
        nonlocal state
        made = np.empty(count)
        for index in range(count):
            state = state * 48271 % 2147483647
            made[index] = state / 2147483647
        return made

    for _ in range(5):
        draw(1)
    return draw
