"""What every store of descriptors takes in and gives back: rows that fit their space, held once, and hits in one order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.method.trace.near import Alike, best, in_bytes, once
from firsthand.port import Hits, Space, Vectors
from firsthand.record.digest import check_digest, digest_of
from firsthand.record.fault import BadReading, BadValue, OtherModel

LONGEST = 1 << 20  # rows of one file: twelve days at one a second
WIDEST = 1024  # numbers of a vector (their products then stay below 2^24), or bytes of one in bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The rows of one file as they are held: each once, with its number among those that were given and its second."""

    file: str
    rows: npt.NDArray[Any]  # i1[n, wide], or u1[n, wide / 8] of bits
    row: npt.NDArray[np.int64]
    at: npt.NDArray[np.float64]


def check_space(space: Space) -> Space:
    """Raises BadValue, BadDigest."""
    check_digest(space.model, "a model")
    bytes_wide = space.wide // 8 if space.bits else space.wide
    if not 0 < bytes_wide <= WIDEST or space.wide % 8:
        raise BadValue(
            f"vectors of {space.wide} {'bits' if space.bits else 'numbers'}: a multiple of 8, up to {WIDEST}"
        )
    return space


def name_of(space: Space) -> str:
    """A digest that stands for a space: the name of what is kept of it."""
    return digest_of({"model": space.model, "wide": space.wide, "bits": space.bits})


def held(space: Space, vectors: Vectors) -> Held:
    """Raises OtherModel, BadReading."""
    check_digest(vectors.file, "file")
    rows = fitting(space, vectors.rows, vectors.model)
    at = np.asarray(vectors.at, np.float64)
    if at.shape != (len(rows),) or not np.isfinite(at).all() or len(rows) > LONGEST:
        raise BadReading(f"{len(rows)} vectors with {at.shape} times")
    row = once(rows)
    return Held(file=vectors.file, rows=rows[row], row=row, at=at[row])


def fitting(space: Space, rows: npt.NDArray[Any], model: str) -> npt.NDArray[Any]:
    """Rows as they are compared. Raises OtherModel, BadReading."""
    if model != space.model:
        raise OtherModel(f"vectors of the model {model[:12]} beside those of {space.model[:12]}")
    if rows.ndim != 2 or rows.shape[1] != (space.wide // 8 if space.bits else space.wide):
        raise BadReading(
            f"vectors of the shape {rows.shape} where {space.wide} {'bits' if space.bits else 'numbers'} are"
        )
    if not space.bits:
        return in_bytes(rows)
    if rows.dtype != np.uint8:
        raise BadReading(f"bits packed as {rows.dtype.str}")
    return np.ascontiguousarray(rows)


def shares(queries: npt.NDArray[np.uint8], rows: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """The share of bits that are the same, f4[queries, rows]."""
    bits = queries.shape[1] * 8
    made = np.zeros((len(queries), len(rows)), np.uint16)
    whole = queries.shape[1] // 8 * 8
    for kind, columns in (("<u8", slice(0, whole)), ("|u1", slice(whole, None))):
        left, right = (np.ascontiguousarray(part[:, columns]).view(kind) for part in (queries, rows))
        for place in range(left.shape[1]):
            made += np.bitwise_count(left[:, None, place] ^ right[None, :, place])
    return np.asarray(1 - made / np.float32(bits), np.float32)


def check_asked(most: int, least: float) -> None:
    if most < 1 or not -1.0 <= least <= 1.0:
        raise BadValue(f"a search for {most} rows of a score of {least}")


def hits(
    names: Sequence[str], file: npt.NDArray[Any], row: npt.NDArray[Any], at: npt.NDArray[Any], found: Alike, most: int
) -> Hits:
    """What was found among rows that stand in the order of `names` and of their numbers. `file`, `row`, `at` are of each."""
    found = best([found], most)
    return Hits(
        names=tuple(names),
        query=found.query,
        file=np.asarray(file, np.int64)[found.known],
        row=np.asarray(row, np.int64)[found.known],
        at=np.asarray(at, np.float64)[found.known],
        score=found.score,
    )
