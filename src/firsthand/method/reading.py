"""A reading: what one pass over a file gives, as facts and arrays in one bounded, non-executable binary form."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from firsthand.record.digest import canonical, parse_canonical
from firsthand.record.fault import BadReading

if TYPE_CHECKING:  # numpy is read when a reading is: the doors that open none need not wait for it
    import numpy.typing as npt

MAGIC = b"firsthand-reading/1\n"
KINDS = ("|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", "<f4", "<f8")
MAX_BYTES = 256 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`facts[reader]` is JSON, `arrays["reader/name"]` a numpy array of a plain little-endian kind, at most 4 dimensions."""

    facts: Mapping[str, Mapping[str, Any]]
    arrays: "Mapping[str, npt.NDArray[Any]]" = field(default_factory=dict)


def pack(reading: Reading) -> bytes:
    """Magic, one line of canonical JSON (facts, and each array's name, kind, shape), then the arrays' bytes in that order."""
    import numpy as np

    names = sorted(reading.arrays)
    arrays = [np.ascontiguousarray(reading.arrays[name]) for name in names]
    table = [{"name": n, "kind": a.dtype.str, "shape": list(a.shape)} for n, a in zip(names, arrays, strict=True)]
    if bad := [row["name"] for row in table if row["kind"] not in KINDS]:
        raise BadReading(f"arrays of a kind that a reading does not carry: {bad}")
    head = canonical({"arrays": table, "facts": {name: dict(facts) for name, facts in reading.facts.items()}})
    return MAGIC + head + b"\n" + b"".join(array.tobytes() for array in arrays)


def unpack(data: bytes) -> Reading:
    """The reading in hostile bytes: every size is checked against what is there. Raises BadReading."""
    import numpy as np

    try:
        if len(data) > MAX_BYTES or not data.startswith(MAGIC):
            raise BadReading("not a reading, or larger than a reading may be")
        end = data.index(b"\n", len(MAGIC))
        head = parse_canonical(data[len(MAGIC) : end])
        at, arrays = end + 1, {}
        for row in head["arrays"]:
            if (
                row["kind"] not in KINDS
                or len(row["shape"]) > 4
                or any(type(n) is not int or n < 0 for n in row["shape"])
            ):
                raise BadReading(f"array of an unknown kind: {str(row)[:80]}")
            kind = np.dtype(row["kind"])
            size = kind.itemsize * math.prod(row["shape"])
            if at + size > len(data):
                raise BadReading("cut short")
            arrays[row["name"]] = np.frombuffer(data, kind, math.prod(row["shape"]), at).reshape(row["shape"])
            at += size
        if at != len(data):
            raise BadReading("bytes after its end")
        return Reading(facts=head["facts"], arrays=arrays)
    except (KeyError, TypeError, ValueError) as bad:
        raise BadReading(f"not a reading: {bad!r}") from bad
