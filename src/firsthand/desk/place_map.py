"""A map extract at the desk: opened in the cell, kept thing by thing in a cache of this machine, searched for a described pattern."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from firsthand.method.place.pattern_words import pattern_of
from firsthand.method.place.things import kinds_needed
from firsthand.method.reading import Reading, pack, unpack
from firsthand.port import Decoder, Read
from firsthand.record.fault import BadMap, BadReading
from firsthand.record.finding import Found, Nothing, outcome_from_wire, outcome_wire

from .place import Asked, ask
from .place_names import home

NAME = "place.map"
CELL = "cell"
DIGEST = re.compile(r"[0-9a-f]{64}")


def pattern(phrase: str, extract: Path, decoder: Decoder, *, given: Mapping[str, Any] | None = None) -> Asked:
    """place.pattern over an extract of the user's own, which stays where it is: named by its digest. Raises BadMap."""
    read = pattern_of(phrase)
    kinds = {kind for thing in read.things for kind in kinds_needed(thing)} if read else set()
    outcome = ask("place.pattern", given or {}, {"phrase": phrase, "maps": things(extract, kinds, decoder)})
    clue = getattr(outcome, "value", {}).get("clue") if isinstance(outcome, Found) else None
    return Asked(
        method="place.pattern",
        says=phrase,
        inputs={
            "phrase": phrase,
            "extract": {"name": extract.name, "bytes": extract.stat().st_size, "sha256": known_digest(extract)},
        },
        outcome=outcome,
        given=given or {},
        clue={"id": "pattern", "says": phrase, "lie": 0.1, **clue} if clue else None,
    )


def things(
    extract: Path, kinds: Iterable[str], decoder: Decoder, cache: Path | None = None
) -> dict[str, dict[str, Any]]:
    """Each kind's arrays, from the cache where this very file was read for it before. Raises BadMap."""
    wanted = sorted(set(kinds))
    if not wanted:
        return {}
    folder = cache or home() / "maps"
    digest = known_digest(extract, cache)
    made = {kind: found for kind in wanted if (found := _cached(folder / f"{digest}.{kind}", kind)) is not None}
    missing = [kind for kind in wanted if kind not in made]
    if missing:
        reading = _read(extract, missing, decoder)
        for kind in missing:
            made[kind] = _keep(folder / f"{digest}.{kind}", kind, reading)
    return {kind: _arrays(kind, reading) for kind, reading in made.items()}


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
    _write(note, digest.encode())
    return digest


def _write(path: Path, data: bytes) -> None:
    """Written beside and renamed; a full disk costs only the next reading."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        os.replace(beside, path)
    except OSError:
        beside.unlink(missing_ok=True)


def _read(extract: Path, kinds: list[str], decoder: Decoder) -> Reading:
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


def _cached(path: Path, kind: str) -> Reading | None:
    try:
        reading = unpack(path.read_bytes())
        _arrays(kind, reading)
    except (OSError, BadReading, BadMap):
        return None  # a cache may go or rot at any time; it is read again
    return reading


def _keep(path: Path, kind: str, whole: Reading) -> Reading:
    """This kind's part, kept."""
    begin = f"{NAME}/{kind}/"
    part = Reading(facts={}, arrays={name: array for name, array in whole.arrays.items() if name.startswith(begin)})
    _write(path, pack(part))
    return part


def _arrays(kind: str, reading: Reading) -> dict[str, Any]:
    """What place.pattern takes. The cell's bytes are hostile: the arrays must fit one another. Raises BadMap."""
    try:
        part = {
            name: reading.arrays[f"{NAME}/{kind}/{name}"]
            for name in ("lon", "lat", "start", "id", "what", "name", "name_start")
        }
    except KeyError as bad:
        raise BadMap(f"the reading of the map lacks {bad}") from bad
    ends, text = part["name_start"].astype(int), part["name"].tobytes()
    start = part["start"].astype(int)
    count = len(part["id"])
    whole = (
        len(start) == len(ends) == count + 1
        and len(part["what"]) == count
        and len(part["lon"]) == len(part["lat"]) == (int(start[-1]) if len(start) else 0)
        and not ((start[1:] <= start[:-1]).any() or (ends[1:] < ends[:-1]).any())
        and int(ends[-1]) == len(text)
        and not (part["what"] > 2).any()
    )
    if not whole:
        raise BadMap("the reading of the map does not fit together")
    names = [_shown(text[a:b]) for a, b in pairwise(ends)]
    return {**{name: part[name] for name in ("lon", "lat", "start", "id", "what")}, "names": names}


def _shown(name: bytes) -> str:
    return "".join(sign for sign in name.decode("utf-8", "replace") if sign.isprintable())
