"""A map extract at the desk: opened in the cell, kept thing by thing in a cache of this machine, searched for a described pattern."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from firsthand.method.place.levels import LIE
from firsthand.method.place.pattern_words import pattern_of
from firsthand.method.place.things import kinds_needed
from firsthand.method.reading import Reading, pack, unpack
from firsthand.port import Decoder
from firsthand.record.fault import BadMap, BadReading
from firsthand.record.finding import Found

from .place import Asked, ask
from .place_extract import NAME, known_digest, read_in_cell, write_beside
from .place_names import home


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
        clue={"id": "pattern", "says": phrase, "lie": LIE, **clue} if clue else None,
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
        reading = read_in_cell(extract, missing, decoder)
        for kind in missing:
            made[kind] = _keep(folder / f"{digest}.{kind}", kind, reading)
    return {kind: _arrays(kind, reading) for kind, reading in made.items()}


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
    write_beside(path, pack(part))
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
