"""Writes the packaged lines of coasts and borders anew: `npm pack world-atlas@2`, unpack it, `python bench/_borders.py countries-50m.json`.

Natural Earth 1:50m is in the public domain; world-atlas (ISC) carries it as TopoJSON. Lines are thinned to 0.01 degree (Douglas and
Peucker) and rounded to 0.005; a line that two countries share is a border, any other a coast. No border here is a statement about law.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely

TO = Path(__file__).parent.parent / "src" / "firsthand" / "desk" / "borders.json.gz"
UNIT_DEG, THIN_DEG = 0.005, 0.01
SAYS = "Natural Earth 1:50m countries, public domain, by world-atlas 2; thinned by bench/_borders.py"


def arcs_of(shape: Any) -> Iterator[int]:
    """Numbers of the arcs in a TopoJSON geometry, however deeply nested."""
    for part in shape:
        if isinstance(part, list):
            yield from arcs_of(part)
        else:
            yield part if part >= 0 else ~part


def main(source: Path) -> None:
    made = json.loads(source.read_text("utf-8"))
    scale, shift = (np.array(made["transform"][name]) for name in ("scale", "translate"))
    users: Counter[int] = Counter()
    for country in made["objects"]["countries"]["geometries"]:
        users.update(set(arcs_of(country.get("arcs", ()))))
    lines: dict[str, list[list[int]]] = {"coast": [], "border": []}
    for number, arc in enumerate(made["arcs"]):
        if not users[number]:
            continue
        places = np.cumsum(np.array(arc), axis=0) * scale + shift
        thin = shapely.get_coordinates(shapely.simplify(shapely.LineString(places), THIN_DEG))
        whole = np.round(thin / UNIT_DEG).astype(int)
        steps = np.concatenate([whole[:1], np.diff(whole, axis=0)])
        steps = steps[np.r_[True, (steps[1:] != 0).any(axis=1)]]
        if len(steps) > 1:
            lines["border" if users[number] > 1 else "coast"].append(steps.ravel().tolist())
    text = json.dumps({"says": SAYS, "unit_deg": UNIT_DEG, **lines}, separators=(",", ":"))
    TO.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{TO.name}: {sum(map(len, lines.values()))} lines, {TO.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
