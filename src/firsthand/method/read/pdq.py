"""PDQ: a 256-bit descriptor of a picture's coarse shape, and how much shape there was to describe."""

from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

SIDE = 512  # the longest side that the published hasher is meant for
MIN_SIDE = 16
Grid = npt.NDArray[np.float32]


def pdq(grey: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.uint8], int]:
    """(hash as u1[32], most significant bit first as ThreatExchange writes it in hexadecimal; quality 0 to 100) of luma.

    After the PDQ reference of Meta's ThreatExchange (hashing.pdf, 2019): two Jarosz box passes, 64 x 64, DCT, median.
    The tests hold it against the `pdqhash` binding of that reference.
    """
    rows, columns = grey.shape
    if min(rows, columns) < MIN_SIDE:
        grey = np.asarray(cv2.resize(grey, (max(columns, MIN_SIDE), max(rows, MIN_SIDE))), np.uint8)
        rows, columns = grey.shape
    blurred = grey.astype(np.float32)
    counts, size, anchor = _window(rows, columns)
    for _ in range(2):
        sums = cv2.boxFilter(blurred, cv2.CV_32F, size, anchor=anchor, normalize=False, borderType=cv2.BORDER_CONSTANT)
        blurred = np.asarray(sums, np.float32) / counts
    down = ((np.arange(64) + 0.5) * rows / 64).astype(int)
    across = ((np.arange(64) + 0.5) * columns / 64).astype(int)
    small = blurred[np.ix_(down, across)]
    cosines = _cosines()
    # einsum without BLAS: no threads are started and sums come out in one order.
    waves = np.einsum("ij,jk->ik", np.einsum("ij,jk->ik", cosines, small), cosines.T)
    median = np.partition(waves, 127, axis=None)[127]
    bits = (waves > median).reshape(-1)[::-1]
    return np.packbits(bits), _quality(small)


@lru_cache(maxsize=64)
def _window(rows: int, columns: int) -> tuple[Grid, tuple[int, int], tuple[int, int]]:
    """How many samples each box holds (fewer at the edges), its size and its anchor, both (columns, rows)."""
    (wide, left), (high, top) = _box(columns), _box(rows)
    ones = np.ones((rows, columns), np.float32)
    counts = cv2.boxFilter(
        ones, cv2.CV_32F, (wide, high), anchor=(left, top), normalize=False, borderType=cv2.BORDER_CONSTANT
    )
    return np.asarray(counts, np.float32), (wide, high), (left, top)


def _box(length: int) -> tuple[int, int]:
    """Width of the box for one side brought to 64, and how many of its samples lie before the one it is for."""
    full = (length + 127) // 128
    return full, full - (full + 2) // 2


@lru_cache(maxsize=1)
def _cosines() -> Grid:
    """The 16 x 64 part of the DCT that PDQ keeps: frequencies 1 to 16."""
    order, place = np.arange(1, 17)[:, None], np.arange(64)[None, :]
    return np.asarray(np.sqrt(2 / 64) * np.cos(np.pi / 128 * order * (2 * place + 1)), np.float32)


def _quality(small: Grid) -> int:
    down = np.trunc(np.diff(small, axis=0) * 100 / 255)
    across = np.trunc(np.diff(small, axis=1) * 100 / 255)
    return int(min(100, (np.abs(down).sum() + np.abs(across).sum()) // 90))
