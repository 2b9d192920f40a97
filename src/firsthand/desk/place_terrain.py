"""A skyline at the desk: the user's own elevation file, opened in the cell, and the horizon matched to what was drawn."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from firsthand.method.reading import unpack
from firsthand.port import Decoder, Read
from firsthand.record.bounds import E7, Region
from firsthand.record.fault import BadMap, BadReading
from firsthand.record.finding import Found, outcome_from_wire, outcome_wire

from .place import Asked, ask
from .place_extract import known_digest

NAME, CELL = "place.terrain", "cell"
METRES_A_DEGREE = 111_195.0
NARROW = 0.2  # no parallel looked at is shorter than this share of the equator


def skyline(
    drawn: Mapping[str, Any], elevation: Path, region: Region, decoder: Decoder, given: Mapping[str, Any] | None = None
) -> Asked:
    """place.skyline over an elevation file of the user's own, which stays where it is: named by its digest. Raises BadMap."""
    reach = float((given or {}).get("reach_m", 40_000.0)) / METRES_A_DEGREE
    west, south, east, north = (
        pick(box[k] for box in region.boxes) / E7 for k, pick in enumerate((min, min, max, max))
    )
    window = west - reach / NARROW, south - reach, east + reach / NARROW, north + reach
    inputs = {"skyline": dict(drawn), "region": region.wire()}
    outcome = ask("place.skyline", given or {}, {"terrain": terrain(elevation, window, decoder), **inputs})
    clue = getattr(outcome, "value", {}).get("clue")
    held = {"name": elevation.name, "bytes": elevation.stat().st_size, "sha256": known_digest(elevation)}
    return Asked(
        method="place.skyline",
        says=f"a skyline drawn, against {elevation.name}",
        inputs={**inputs, "elevation": held},
        outcome=outcome,
        given=given or {},
        clue={"id": "skyline", "lie": 0.3, **clue} if clue else None,
    )


def terrain(path: Path, window: tuple[float, ...], decoder: Decoder) -> dict[str, Any]:
    """A window (west, south, east, north) of an elevation file, as place.skyline takes it. Raises BadMap."""
    last: Read | None = None
    for message in decoder.read(path, profile=json.dumps({"name": path.name[:100], "window": list(window)})):
        if isinstance(message, Read):
            last = message
    if last is None:
        raise BadMap(f"{path.name}: the cell gave nothing back")
    outcome = outcome_from_wire(last.outcomes.get(NAME) or last.outcomes[CELL])
    if not isinstance(outcome, Found):
        raise BadMap(f"{path.name}: {outcome_wire(outcome).get('why')}")
    try:
        reading = unpack(last.reading)
        facts = reading.facts[NAME]
        numbers = {name: float(facts[name]) for name in ("west_deg", "south_deg", "step_lon_deg", "step_lat_deg")}
        return {**numbers, "heights": reading.arrays[f"{NAME}/heights"]}
    except (BadReading, KeyError, TypeError, ValueError) as bad:
        raise BadMap(f"{path.name}: what came out of the cell does not fit together") from bad
