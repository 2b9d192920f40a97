"""Reads elevation, inside the cell: a window of a GeoTIFF in degrees, or of an HGT tile, no finer than MOST_SIDE points a side.

The profile carries JSON: `name` (an HGT tile is placed by its name only, like N50E030.hgt) and `window` (west, south, east, north).
Arrays of the reading: place.terrain/heights f4[rows, columns] in metres, rows from the south; the facts carry west_deg, south_deg,
step_lon_deg and step_lat_deg as text, since a reading's facts hold no floats.
"""

import json
import math
import os
import re
import warnings
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np
import rasterio
import rasterio.io
from rasterio.errors import NotGeoreferencedWarning, RasterioError, RasterioIOError
from rasterio.windows import Window

from firsthand.method.reading import Reading, pack
from firsthand.port import Progress, Read, Still
from firsthand.record.finding import Found, Outcome, Unsuitable, outcome_wire

NAME = "place.terrain"
MOST_SIDE = 1600
MOST_BYTES = 1 << 30
HGT_SIDES = {1201**2 * 2: 1201, 3601**2 * 2: 3601}
TILE = re.compile(r"([NS])(\d{2})([EW])(\d{3})", re.IGNORECASE)
MADE_WITH = {"rasterio": version("rasterio")}
Emit = Callable[[Progress | Still | Read], None]


class NoTerrain(Exception):
    """The file is none that can be read as elevation."""


def read_terrain(fd: int, *, profile: str, emit: Emit) -> None:
    """The window of the file that `fd` is open on, ending with exactly one Read."""
    reading = Reading(facts={})
    made: Outcome
    try:
        asked = json.loads(profile)
        size = os.fstat(fd).st_size
        if size > MOST_BYTES:
            raise NoTerrain(f"a file of {size >> 20} MB; cut out what is needed, {MOST_BYTES >> 20} MB at most")
        with os.fdopen(fd, "rb", closefd=False) as source:
            data = source.read()
        window = tuple(float(part) for part in asked["window"])
        grid = _tile(data, str(asked["name"])) if size in HGT_SIDES else None
        west, south, step_lon, step_lat, heights = _cut(grid, window) if grid else _placed(data, window)
        facts = {
            "west_deg": repr(west),
            "south_deg": repr(south),
            "step_lon_deg": repr(step_lon),
            "step_lat_deg": repr(step_lat),
        }
        reading = Reading(facts={NAME: facts}, arrays={f"{NAME}/heights": np.ascontiguousarray(heights, dtype="<f4")})
        made = Found(value={"rows": heights.shape[0], "columns": heights.shape[1]})
    except NoTerrain as bad:
        made = Unsuitable(why=str(bad))
    except NotGeoreferencedWarning:
        made = Unsuitable(why="it does not say where on the Earth it lies")
    except RasterioIOError:
        made = Unsuitable(why="neither a GeoTIFF nor an HGT tile, or cut short")
    except (RasterioError, ValueError, KeyError, TypeError, OSError, MemoryError) as bad:
        made = Unsuitable(why=f"not elevation that can be read: {type(bad).__name__} {str(bad)[:200]}")
    emit(Read(reading=pack(reading), outcomes={NAME: outcome_wire(made)}, made_with=MADE_WITH))


def _tile(data: bytes, name: str) -> tuple[float, float, float, Any]:
    """(west, south, step, heights from the south) of an SRTM tile."""
    found = TILE.search(name)
    if found is None:
        raise NoTerrain("an HGT tile is placed by its name, like N50E030.hgt; this one's name says nothing")
    side = HGT_SIDES[len(data)]
    south = int(found[2]) * (1 if found[1].upper() == "N" else -1)
    west = int(found[4]) * (1 if found[3].upper() == "E" else -1)
    heights = np.frombuffer(data, ">i2").reshape(side, side)[::-1].astype(np.float32)
    return float(west), float(south), 1 / (side - 1), heights


def _cut(grid: tuple[float, float, float, Any], window: tuple[float, ...]) -> tuple[float, float, float, float, Any]:
    west, south, step, heights = grid
    rows, columns = heights.shape
    left, low = (max(0, math.floor((edge - zero) / step)) for edge, zero in ((window[0], west), (window[1], south)))
    right, top = (math.ceil((edge - zero) / step) + 1 for edge, zero in ((window[2], west), (window[3], south)))
    part = heights[low : min(rows, top), left : min(columns, right)]
    if min(part.shape, default=0) < 2:
        raise NoTerrain("the elevation data do not reach the window asked for")
    thin = max(1, math.ceil(max(part.shape) / MOST_SIDE))
    return west + left * step, south + low * step, step * thin, step * thin, part[::thin, ::thin]


def _placed(data: bytes, window: tuple[float, ...]) -> tuple[float, float, float, float, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", NotGeoreferencedWarning)  # else it would lie at 0, 0
        return _tiff(data, window)


def _tiff(data: bytes, window: tuple[float, ...]) -> tuple[float, float, float, float, Any]:
    with rasterio.io.MemoryFile(data) as held, held.open(driver="GTiff") as source:
        turn = source.transform
        if turn.b or turn.d or turn.a <= 0 or turn.e >= 0:
            raise NoTerrain("a turned or mirrored grid is not read; warp it north up")
        west, north = turn.c + turn.a / 2, turn.f + turn.e / 2  # of the first point's middle
        east, south = west + (source.width - 1) * turn.a, north + (source.height - 1) * turn.e
        if not (-181 <= west < east <= 361 and -90.1 <= south < north <= 90.1):
            raise NoTerrain("its coordinates are not degrees; warp it to WGS 84 longitude and latitude first")
        left, right = (
            max(0, math.floor((window[0] - west) / turn.a)),
            min(source.width, math.ceil((window[2] - west) / turn.a) + 1),
        )
        top, low = (
            max(0, math.floor((window[3] - north) / turn.e)),
            min(source.height, math.ceil((window[1] - north) / turn.e) + 1),
        )
        if right - left < 2 or low - top < 2:
            raise NoTerrain("the elevation data do not reach the window asked for")
        thin = max(1, math.ceil(max(right - left, low - top) / MOST_SIDE))
        part = source.read(1, window=Window(left, top, right - left, low - top)).astype(np.float32)
        if source.nodata is not None:
            part[part == source.nodata] = np.nan
        part = part[::thin, ::thin][::-1]
        first = top + (part.shape[0] - 1) * thin
        return west + left * turn.a, north + first * turn.e, turn.a * thin, -turn.e * thin, part
