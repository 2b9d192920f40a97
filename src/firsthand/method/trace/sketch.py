"""What of a file brings others into question, and nothing more: small enough to be held of every file of a large case."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .descriptors import Described
from .exact import Shown, shown_of
from .near import in_bytes, once
from .prepared import Prepared
from .sound import Heard


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Learned vectors of one file as whole bytes i1[n,size], of one model's digest; `reference` tells those that an index
    keeps (whole pictures, and what lies within their bars), `at` f8[n] their seconds."""

    model: str
    rows: npt.NDArray[np.int8]
    reference: npt.NDArray[np.bool_]
    at: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """Some twenty kilobytes a minute of film: `pictures` u1[n,32] the hashes that tell something, each once, `landmarks`
    u4[m] the hashes of its sound, each once, `rows` its learned vectors, `shown` which very pictures it holds."""

    pictures: npt.NDArray[np.uint8]
    landmarks: npt.NDArray[np.uint32]
    rows: Rows | None
    shown: Shown | None

    @property
    def size(self) -> int:
        """Bytes."""
        rows = 0 if self.rows is None else self.rows.rows.nbytes + self.rows.at.nbytes
        return self.pictures.nbytes + self.landmarks.nbytes + rows


def sketch_of(film: Prepared | None, heard: Heard | None) -> Sketch:
    hashes = np.zeros((0, 32), np.uint8)
    if film is not None:
        good = film.film.hashes[film.film.good]
        hashes = np.ascontiguousarray(good[once(good)])
    return Sketch(
        pictures=hashes,
        landmarks=np.unique(heard.hashes).astype(np.uint32) if heard is not None else np.zeros(0, np.uint32),
        rows=rows_of(film.described) if film is not None and film.described is not None else None,
        shown=shown_of(film.film) if film is not None else None,
    )


def rows_of(described: Described) -> Rows:
    return Rows(
        model=described.sha256, rows=in_bytes(described.vectors), reference=described.reference, at=described.at
    )
