"""What lies under a still map, offline: coasts and borders (Natural Earth, packaged), and the largest towns of the gazetteer."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from heapq import merge
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from firsthand.record.fault import NoGazetteer

from .place_names import Place
from .place_packaged import largest

FILE = "borders.json.gz"
Line = NDArray[np.float64]  # (n, 2) degrees east, north


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a picture shows, degrees; east may pass 180 where it lies across the date line."""

    west: float
    south: float
    east: float
    north: float

    def grown(self, wide: float, tall: float) -> "View":
        return View(
            west=self.west - wide,
            south=max(-90.0, self.south - tall),
            east=self.east + wide,
            north=min(90.0, self.north + tall),
        )

    def holds(self, lon: float, lat: float) -> bool:
        return self.west <= lon <= self.east and self.south <= lat <= self.north


@cache
def _lines() -> tuple[tuple[str, Line], ...]:
    held = json.loads(gzip.decompress(resources.files(__package__ or "").joinpath(FILE).read_bytes()))
    unit = held["unit_deg"]
    return tuple(
        (kind, part)
        for kind in ("coast", "border")
        for steps in held[kind]
        for part in _apart(np.cumsum(np.array(steps).reshape(-1, 2), axis=0) * unit)
    )


def _apart(line: Line) -> Iterator[Line]:
    """A line cut where it leaps across the date line or runs along it, which no coast does."""
    leaps = np.abs(np.diff(line[:, 0])) > 180
    along = (np.abs(line[1:, 0]) > 179.99) & (np.abs(line[:-1, 0]) > 179.99)
    for part in np.split(line, np.flatnonzero(leaps | along) + 1):
        if len(part) > 1:
            yield part


def lines(view: View) -> Iterator[tuple[str, Line]]:
    """("coast" or "border", line) for all that cross the view, turned round the Earth where the view is."""
    for kind, line in _lines():
        for turn in (-360.0, 0.0, 360.0):
            low, high = line.min(axis=0), line.max(axis=0)
            if (
                low[0] + turn <= view.east
                and high[0] + turn >= view.west
                and low[1] <= view.north
                and high[1] >= view.south
            ):
                yield kind, line + np.array([turn, 0.0])


def towns(view: View, most: int) -> list[tuple[float, float, Place]]:
    """(lon within the view, lat, place): so many of the largest, none too near a larger one; none without a gazetteer."""
    apart = (view.east - view.west) / 8, (view.north - view.south) / 12
    made: list[tuple[float, float, Place]] = []
    try:
        for lon, place in _in_view(view):
            if all(abs(lon - x) > apart[0] or abs(place.lat_deg - y) > apart[1] for x, y, _ in made):
                made.append((lon, place.lat_deg, place))
            if len(made) >= most:
                break
    except NoGazetteer:
        return []
    return made


def _in_view(view: View) -> Iterator[tuple[float, Place]]:
    """The places of a view with their longitude in it, the most people first; a view may pass the date line."""
    turned = largest(max(-180.0, view.west - 360), view.south, view.east - 360, view.north)
    both = largest(max(-180.0, view.west), view.south, min(180.0, view.east), view.north)
    here = ((place.lon_deg, place) for place in both)
    there = ((place.lon_deg + 360, place) for place in turned)
    return merge(here, there, key=lambda row: (-row[1].population, row[1].id))
