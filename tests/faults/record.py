"""How each fault of a bad record is met."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from firsthand.method.reading import unpack
from firsthand.method.trace.descriptors import Described, same_weights
from firsthand.recheck.hostile import open_file, open_folder
from firsthand.recheck.signing import sign_checkpoint, verify_note
from firsthand.record.bounds import Region, instant
from firsthand.record.case import case_of
from firsthand.record.digest import check_digest, parse, parse_canonical
from firsthand.record.entry import read_line
from firsthand.record.footage import File
from firsthand.record.log import Checkpoint, read_note
from tests.recheck.making import key_of


def wrong_key(_: Path) -> None:
    checkpoint = Checkpoint(case="a" * 64, log="b" * 64, size=1, root="c" * 64)
    verify_note(sign_checkpoint(checkpoint, key_of("one")), key_of("two").public_key().public_bytes_raw())


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "blob")
    with open_folder(folder) as root:
        open_file(root, "blob")


def other_weights(_: Path) -> None:
    rows, none = np.eye(2, 16, dtype=np.float32), np.zeros(2)
    one, two = (
        Described(
            weights=name, sha256=name * 64, vectors=rows, view=np.zeros(2, np.uint8), box=np.ones((2, 4)), at=none
        )
        for name in "ab"
    )
    same_weights(one, two)


RAISES: dict[str, Callable[[Path], object]] = {
    "record.not-canonical": lambda _: parse_canonical(b'{"b": 1}'),
    "record.not-json": lambda _: parse(b'{"a":1,"a":2}'),
    "record.bad-digest": lambda _: check_digest("ABC"),
    "record.bad-value": lambda _: File(digest="a" * 64, blake3="b" * 64, size=-1),
    "record.bad-time": lambda _: instant("2022-03-30T12:00:00"),
    "record.bad-place": lambda _: Region.around(lon=181, lat=0, radius_m=1),
    "record.bad-entry": lambda _: read_line(b'{"header":{}}'),
    "record.bad-note": lambda _: read_note("firsthand\n007\n"),
    "record.bad-signature": wrong_key,
    "record.bad-reference": lambda _: case_of([]).value("a" * 64, "claim"),
    "record.bad-reading": lambda _: unpack(b"not a reading"),
    "record.other-weights": other_weights,
    "record.hostile-folder": pipe,
}
