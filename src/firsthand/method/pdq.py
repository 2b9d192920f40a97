"""PDQ: a 256-bit descriptor of a picture's coarse shape that others use too, and how much shape there was to describe."""

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

Hash = npt.NDArray[np.uint8]
Plane = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

LEAST = 5  # pixels a side: below, there is nothing to describe
SIDE = 64  # the picture is brought to SIDE x SIDE
KEPT = 16  # frequencies kept each way: 1 to KEPT, the mean left out
# Each form: are the axes swapped, do odd waves flip down the picture, do they flip across it?
_TURNS = {
    "as is": (False, False, False),
    "turned left": (True, True, False),
    "turned half": (False, True, True),
    "turned right": (True, False, True),
    "upside down": (False, True, False),
    "mirrored": (False, False, True),
    "transposed": (True, False, False),
    "transposed across": (True, True, True),
}
FORMS = tuple(_TURNS)


def pdq(luma: Plane) -> tuple[Hash, int]:
    """(hash u1[32], quality 0 to 100) of full-range luma [rows, columns], of any size.

    The hash is packed most significant bit first: its hexadecimal form is the one that is exchanged. Below quality 50 a
    picture is too plain to be told from others. After "The TMK+PDQF and PDQ algorithms" (Facebook, 2019), sections on PDQ.
    """
    small = _small(luma)
    return _bits(_waves(small)), _quality(small)


def pdq_dihedral(luma: Plane) -> tuple[npt.NDArray[np.uint8], int]:
    """(hashes u1[8,32] in the order of FORMS, quality): of the picture and of its seven turned and mirrored forms."""
    small = _small(luma)
    waves = _waves(small)
    return np.stack([_bits(_turned(waves, form)) for form in range(len(FORMS))]), _quality(small)


def forms(hashes: Hash, which: tuple[int, ...] = tuple(range(8))) -> npt.NDArray[np.uint8]:
    """From hashes u1[n,32] alone, what the hashes of the turned and mirrored pictures are nearly: u1[len(which),n,32].

    The sign of a wave flips with the picture, and nearly all medians are nearly zero: a few bits of 256 come out otherwise
    than from the picture itself (bench/trace_first.py measures how many).
    """
    signs = np.unpackbits(hashes.reshape(-1, 32), axis=1)[:, ::-1].reshape(-1, KEPT, KEPT).astype(np.int8) * 2 - 1
    turned = [np.packbits((_turned(signs, form) > 0).reshape(-1, KEPT * KEPT)[:, ::-1], axis=1) for form in which]
    return np.stack(turned) if turned else np.zeros((0, len(signs), 32), np.uint8)


def distances(one: Hash, two: Hash) -> npt.NDArray[np.uint16]:
    """Bits that differ between hashes u1[n,32] and u1[m,32], for every pair: u2[n,m]."""
    left, right = (np.ascontiguousarray(hashes).reshape(-1, 32).view("<u8") for hashes in (one, two))
    made = np.zeros((len(left), len(right)), np.uint16)
    for word in range(4):
        made += np.bitwise_count(left[:, None, word] ^ right[None, :, word])
    return made


def differing(one: Hash, two: Hash) -> npt.NDArray[np.uint16]:
    """Bits that differ between hashes u1[n,32] and u1[n,32], row by row: u2[n]."""
    left, right = (np.ascontiguousarray(hashes).reshape(-1, 32).view("<u8") for hashes in (one, two))
    return np.asarray(np.bitwise_count(left ^ right).sum(axis=1), np.uint16)


def _small(luma: Plane) -> Floats:
    """The picture box-filtered twice each way and sampled at SIDE x SIDE points.

    Both filters and the sampling are linear and act on rows and columns apart, so only the samples are ever worked out: one
    weighted sum of rows, then one of columns. The weights at the edges are fractions; sums are in double precision.
    """
    if min(luma.shape) < LEAST:
        return np.zeros((SIDE, SIDE))
    return np.ascontiguousarray(_drawn(np.ascontiguousarray(_drawn(luma).T)).T)


def _drawn(lines: npt.NDArray[Any]) -> Floats:
    """SIDE weighted sums of the lines of a plane."""
    taken, weights = _taps(len(lines))
    return np.asarray(np.einsum("ptc,pt->pc", lines[taken], weights))


@lru_cache(maxsize=64)
def _taps(length: int) -> tuple[npt.NDArray[np.int64], Floats]:
    """For each of SIDE points of a side so long: the samples that it is made of, and their weights."""
    points = ((np.arange(SIDE) + 0.5) * length / SIDE).astype(np.int64)
    width = (length + 2 * SIDE - 1) // (2 * SIDE)
    before = (
        width - (width + 2) // 2
    )  # so many of a box's samples lie before the one that it is for, an even box leans ahead
    made = np.zeros((SIDE, 4 * width + 1))
    first = np.maximum(points - 2 * width, 0)
    for row, point in enumerate(points):
        outer = range(max(0, point - before), min(length, point - before + width))
        for inner in outer:
            low, high = max(0, inner - before), min(length, inner - before + width)
            made[row, low - first[row] : high - first[row]] += 1 / (high - low) / len(outer)
    used = np.flatnonzero(made.any(axis=0))
    made = made[:, used[0] : used[-1] + 1]
    return np.minimum(first[:, None] + used[0] + np.arange(made.shape[1]), length - 1), made


@lru_cache(maxsize=1)
def _cosines() -> Floats:
    order, place = np.arange(1, KEPT + 1)[:, None], np.arange(SIDE)[None, :]
    return np.asarray(np.sqrt(2 / SIDE) * np.cos(np.pi / (2 * SIDE) * order * (2 * place + 1)))


def _waves(small: Floats) -> Floats:
    """The KEPT x KEPT lowest waves. The mean carries none: taking a sample off first keeps an even picture exactly even."""
    cosines = _cosines()
    # einsum, not a matrix product: it starts no threads and adds in one order on every machine.
    return np.asarray(np.einsum("ij,kj->ik", np.einsum("ij,jk->ik", cosines, small - small[0, 0]), cosines))


def _bits(waves: npt.NDArray[Any]) -> Hash:
    middle = np.partition(waves, waves.size // 2 - 1, axis=None)[waves.size // 2 - 1]
    return np.packbits((waves > middle).reshape(-1)[::-1])


def _turned(waves: npt.NDArray[Any], form: int) -> npt.NDArray[Any]:
    """Waves [..., KEPT, KEPT] of the picture turned: a reflection flips the odd waves across it, a turn swaps the axes too."""
    odd = (1 - 2 * (np.arange(1, KEPT + 1) % 2)).astype(waves.dtype)
    swap, down, across = _TURNS[FORMS[form]]
    made = np.swapaxes(waves, -1, -2) if swap else waves
    return np.asarray(made * (odd[:, None] if down else 1) * (odd[None, :] if across else 1))


def _quality(small: Floats) -> int:
    """The sum of steps between neighbours, in whole hundredths of the range, one for each 90."""
    steps = (np.abs(np.trunc(np.diff(small, axis=axis) * 100 / 255)).sum() for axis in (0, 1))
    return min(100, int(sum(steps)) // 90)
