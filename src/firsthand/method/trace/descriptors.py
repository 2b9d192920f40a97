"""What tracing needs of learned descriptors in a reading, checked: unit vectors, whose weights made them, which part they speak of."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from firsthand.method.reading import Reading
from firsthand.record.fault import BadReading, OtherWeights

from .footage import F8, seconds

F4 = npt.NDArray[np.float32]
WHOLE, CONTENT = (
    0,
    1,
)  # of `view`: the picture, and what lies within its bars; the others are parts that only a query has
VIEWS = 64  # more kinds of view than that no reading has
SIZES = (16, 4096)  # numbers of a vector, least and most
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The described views of one file, in order of time and then of view.

    `vectors` f4[n,size] of length one: their products are cosines. `view` u1[n] (an index into read/views.VIEWS), `box`
    f8[n,4] left, top, right, bottom as shares of the picture, `at` f8[n] seconds, each that of a picture of `footage.Film`.
    `weights` and `sha256` say what described them: only vectors of one digest can be compared.
    """

    weights: str
    sha256: str
    vectors: F4
    view: npt.NDArray[np.uint8]
    box: F8
    at: F8

    @property
    def reference(self) -> npt.NDArray[np.bool_]:
        """Rows that an index keeps: whole pictures, and what lies within their bars."""
        return np.asarray(self.view <= CONTENT)


def described_of(reading: Reading) -> Described | None:
    """None where the reading has no vectors: no weights, or nothing that could be told. Raises BadReading."""
    facts, arrays = reading.facts.get("read.descriptors", {}), reading.arrays
    if "read.descriptors/vectors" not in arrays or not len(arrays["read.descriptors/vectors"]):
        return None
    try:
        at = seconds(arrays["read.descriptors/pts_num"], arrays["read.descriptors/pts_den"])
        rows, view, box = (arrays[f"read.descriptors/{name}"] for name in ("vectors", "view", "box"))
        name, digest = str(facts["weights"]), str(facts["sha256"])
    except (KeyError, TypeError) as lacks:
        raise BadReading(f"a reading of descriptors without {lacks}") from lacks
    count = len(at)
    fits = (
        rows.dtype == np.int8
        and view.dtype == np.uint8
        and box.dtype == np.uint16
        and rows.ndim == 2
        and len(rows) == count
        and SIZES[0] <= rows.shape[1] <= SIZES[1]
        and view.shape == (count,)
        and box.shape == (count, 4)
        and NAME.fullmatch(name)
        and DIGEST.fullmatch(digest)
    )
    if not fits:
        raise BadReading("a reading of descriptors whose arrays do not fit together")
    shares = np.asarray(box, np.float64) / 65535.0
    if view.max() >= VIEWS or (shares[:, 0] >= shares[:, 2]).any() or (shares[:, 1] >= shares[:, 3]).any():
        raise BadReading("a reading of descriptors with parts that are none")
    wide = np.asarray(rows, np.float32)
    length = np.linalg.norm(wide, axis=1, keepdims=True)
    if (length == 0).any():
        raise BadReading("a reading of descriptors with a vector of no direction")
    order = np.lexsort((view, at))
    return Described(
        weights=name,
        sha256=digest,
        vectors=np.ascontiguousarray((wide / length)[order]),
        view=view[order],
        box=shares[order],
        at=at[order],
    )


def same_weights(*described: Described) -> None:
    """Refuses to compare vectors of different weights. Raises OtherWeights, which names them."""
    names = {one.sha256: one.weights for one in described}
    if len(names) > 1:
        told = ", ".join(f"{name} ({digest[:12]})" for digest, name in sorted(names.items()))
        raise OtherWeights(f"descriptors of different weights cannot be compared: {told}")
