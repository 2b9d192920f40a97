"""A map extract or elevation file of the user's own: named by its digest, read in the cell, and never kept itself."""

import hashlib
import os
import re
import secrets
from pathlib import Path

from firsthand.method.reading import Reading, unpack
from firsthand.port import Decoder, Read
from firsthand.record.fault import BadMap, BadReading
from firsthand.record.finding import Found, Nothing, outcome_from_wire, outcome_wire

from .place_names import home

NAME, CELL = "place.map", "cell"
DIGEST = re.compile(r"[0-9a-f]{64}")


def known_digest(extract: Path, cache: Path | None = None) -> str:
    """The digest of an extract, kept for as long as its size, its times and its place on the disk are the same. Raises BadMap.

    Some gigabytes take seconds to digest, and a map is asked again and again.
    """
    try:
        seen = extract.stat()
        sign = f"{seen.st_dev} {seen.st_ino} {seen.st_size} {seen.st_mtime_ns} {seen.st_ctime_ns} {extract.absolute()}"
        note = (cache or home() / "maps") / f"{hashlib.sha256(sign.encode()).hexdigest()}.digest"
        if note.is_file() and DIGEST.fullmatch(kept := note.read_text("ascii", "replace")):
            return kept
        with extract.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as bad:
        raise BadMap(f"{extract.name} cannot be read: {bad.strerror}") from bad
    write_beside(note, digest.encode())
    return digest


def write_beside(path: Path, data: bytes) -> None:
    """Written beside and renamed; a full disk costs only the next reading."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        os.replace(beside, path)
    except OSError:
        beside.unlink(missing_ok=True)


def read_in_cell(extract: Path, kinds: list[str], decoder: Decoder) -> Reading:
    """One stay in the cell. What it says of the file is its outcome; a file that cannot be read is a fault here."""
    last: Read | None = None
    for message in decoder.read(extract, profile="+".join(kinds)):
        if isinstance(message, Read):
            last = message
    if last is None:
        raise BadMap(f"{extract.name}: the cell gave nothing back")
    outcome = outcome_from_wire(last.outcomes.get(NAME) or last.outcomes[CELL])
    if not isinstance(outcome, Found | Nothing):
        raise BadMap(f"{extract.name}: {outcome_wire(outcome).get('why')}")
    try:
        return unpack(last.reading)
    except BadReading as bad:
        raise BadMap(f"{extract.name}: {bad.message}") from bad
