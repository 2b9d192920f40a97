"""What tracing holds of a reading, kept in the cache beside it: as long as the reading is not touched, it need not be opened."""

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from firsthand.method.reading import Reading, pack, unpack
from firsthand.method.trace import search
from firsthand.method.trace.exact import Shown
from firsthand.method.trace.sketch import Rows, Sketch
from firsthand.record.digest import sha256
from firsthand.record.fault import BadReading

VERSION = 1  # of what a sketch holds, and of what is made of a reading for it
NAME = "sketch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketched:
    """A reading's sketch, its digest and bytes, those of its facts that were asked for, and whether tracing can use it."""

    sketch: Sketch
    digest: str
    size: int
    facts: Mapping[str, Mapping[str, Any]]
    traced: bool


def sketched(
    source: Path,
    place: Path,
    look: Callable[[bytes], Reading] = unpack,
    *,
    read: Callable[[], bytes] | None = None,
    keep: tuple[str, ...] = (),
) -> Sketched:
    """Of the reading in the file `source`, from `place` where it was made of this very file before; kept there otherwise.

    `look` gives the reading in bytes, `read` the bytes of the file where it is not read as it is. Raises what they raise,
    BadReading, OSError.
    """
    before = _stamp(source)
    with suppress(OSError, BadReading, KeyError, TypeError, ValueError):
        return _taken(unpack(place.read_bytes()), before)
    data = read() if read is not None else source.read_bytes()
    reading = look(data)
    ready = search.ready(reading)
    made = Sketched(
        sketch=ready.sketch,
        digest=sha256(data),
        size=len(data),
        facts={name: reading.facts[name] for name in keep if name in reading.facts},
        traced=bool(ready.film or ready.heard),
    )
    if _stamp(source) == before:
        with suppress(OSError, BadReading):
            _put(place, _packed(made, before))
    return made


def _stamp(source: Path) -> list[int | str]:
    found = source.stat()
    return [VERSION, found.st_size, str(found.st_mtime_ns)]


def _packed(made: Sketched, stamp: list[int | str]) -> bytes:
    rows, shown = made.sketch.rows, made.sketch.shown
    arrays: dict[str, Any] = {"pictures": made.sketch.pictures, "landmarks": made.sketch.landmarks.astype("<u4")}
    if rows is not None:
        arrays |= {"rows": rows.rows, "reference": rows.reference.astype("|u1"), "rows_at": rows.at}
    if shown is not None:
        arrays["shown_at"] = shown.at
    about = {
        "of": stamp,
        "sha256": made.digest,
        "traced": made.traced,
        "model": rows.model if rows is not None else None,
        "shown": [shown.pictures, shown.tells] if shown is not None else None,
        "facts": {name: dict(facts) for name, facts in made.facts.items()},
    }
    return pack(Reading(facts={NAME: about}, arrays={f"{NAME}/{name}": array for name, array in arrays.items()}))


def _taken(kept: Reading, stamp: list[int | str]) -> Sketched:
    """Raises BadReading, KeyError, TypeError, ValueError: it is of another file, or no sketch."""
    about = kept.facts[NAME]
    if list(about["of"]) != stamp:
        raise BadReading("a sketch of another reading")
    arrays = {name.removeprefix(f"{NAME}/"): array for name, array in kept.arrays.items()}
    rows = shown = None
    if about["model"] is not None:
        count, _ = arrays["rows"].shape
        rows = Rows(
            model=about["model"],
            rows=arrays["rows"],
            reference=arrays["reference"].astype(np.bool_).reshape(count),
            at=arrays["rows_at"].reshape(count),
        )
    if about["shown"] is not None:
        shown = Shown(pictures=about["shown"][0], at=arrays["shown_at"], tells=about["shown"][1])
    sketch = Sketch(
        pictures=arrays["pictures"].reshape(-1, 32), landmarks=arrays["landmarks"].reshape(-1), rows=rows, shown=shown
    )
    return Sketched(
        sketch=sketch, digest=about["sha256"], size=int(stamp[1]), facts=about["facts"], traced=about["traced"]
    )


def _put(place: Path, data: bytes) -> None:
    """Temp file and rename: a cache may be lost, but never be half there."""
    place.parent.mkdir(parents=True, exist_ok=True)
    temp = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    temp.write_bytes(data)
    os.replace(temp, place)
