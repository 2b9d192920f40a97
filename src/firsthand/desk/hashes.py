"""Hashes of a case's footage in the forms that others exchange: vPDQ of films, PDQ of pictures."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np

from firsthand.method.reading import Reading
from firsthand.method.trace.footage import seconds

from .copies_show import write_new
from .desk import Desk
from .readings import cached

FULLEST = ("full", "triage")


def vpdq(reading: Reading) -> bytes:
    """A line a sampled picture: its number, quality, hash, and second, as vPDQ's own tools read and write them.

    The number counts samples (about two a second, and one at each great change), not the film's frames: the time is exact.
    """
    return "".join(f"{n},{quality},{text},{at:.3f}\n" for n, (at, quality, text) in enumerate(_rows(reading))).encode()


def pdq(reading: Reading) -> bytes:
    """A line a sampled picture: hash and quality."""
    return "".join(f"{text},{quality}\n" for _, quality, text in _rows(reading)).encode()


FORMS: Mapping[str, Callable[[Reading], bytes]] = {"vpdq": vpdq, "pdq": pdq}


def _rows(reading: Reading) -> Iterator[tuple[float, int, str]]:
    arrays = reading.arrays
    if not len(arrays.get("read.pictures/pdq", ())):
        return
    at = seconds(arrays["read.pictures/pts_num"], arrays["read.pictures/pts_den"])
    for place in np.argsort(at, kind="stable"):
        yield (
            float(at[place]),
            int(arrays["read.pictures/quality"][place]),
            arrays["read.pictures/pdq"][place].tobytes().hex(),
        )


def write_hashes(desk: Desk, files: Iterable[str], form: str, folder: Path) -> Iterator[tuple[str, str]]:
    """(file, what was done) for each; a text file each, named by the file's digest, in a folder that may be there already.

    Raises FileTaken, WriteFailed; KeyError for another form.
    """
    make = FORMS[form]
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        reading = next((r for profile in FULLEST if (r := cached(desk.folder, file, profile)) is not None), None)
        data = make(reading) if reading is not None else b""
        if not data:
            yield file, "not examined yet" if reading is None else "no pictures"
            continue
        write_new(folder / f"{file}.{form}.txt", data)
        yield file, "written"
