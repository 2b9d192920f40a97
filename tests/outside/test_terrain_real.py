"""A skyline on real ground: the SRTM tile that matplotlib carries as sample data; where that package is not, this is not run."""

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from pytest import skip as not_run

from firsthand.desk.place_terrain import skyline, terrain
from firsthand.method.place.skyline import drawn_from
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import TERRAIN
from firsthand.record.bounds import Region
from firsthand.record.finding import Found, Outcome

PLACES = ((-84.30, 36.55), (-84.20, 36.60), (-84.33, 36.66), (-84.17, 36.52))
HEADINGS = (30.0, 200.0, 310.0, 90.0)


@pytest.fixture
def tile(tmp_path: Path) -> Path:
    """The tile as a GeoTIFF, as a user's elevation file is."""
    found = importlib.util.find_spec("matplotlib")
    source = (
        Path(found.origin).parent / "mpl-data/sample_data/jacksboro_fault_dem.npz" if found and found.origin else None
    )
    if source is None or not source.is_file():
        not_run("not run: matplotlib's sample SRTM tile is not on this machine")
    held = np.load(source)
    heights = held["elevation"]
    rows, columns = heights.shape
    turn = rasterio.Affine(
        float(held["dx"]), 0.0, float(held["xmin"]), 0.0, -float(held["dy"]), float(max(held["ymin"], held["ymax"]))
    )
    path = tmp_path / "fault.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=columns, height=rows, count=1, dtype="int16", crs="EPSG:4326", transform=turn
    ) as out:
        out.write(heights, 1)
    return path


def asked(tile: Path, drawn: dict[str, Any], place: tuple[float, float], cell: CellDecoder) -> Outcome:
    box = Region.around(lon=place[0] + 0.004, lat=place[1] - 0.003, radius_m=1500)
    return skyline(drawn, tile, box, cell, {"step_m": 150.0, "reach_m": 12_000.0}).outcome


def test_a_place_on_real_ground_is_held_by_its_skyline(tile: Path) -> None:
    """Drawn with two pixels of error; the heading known in half of them."""
    dice, held = np.random.default_rng(3), 0
    with CellDecoder(task=TERRAIN, weak_ok=True) as cell:
        ground = terrain(tile, (-85.0, 36.0, -84.0, 37.0), cell)
        for k, (place, heading) in enumerate(zip(PLACES, HEADINGS, strict=True)):
            drawn = drawn_from(ground, *place, heading)
            for point in drawn["points"]:
                point["y_px"] += float(dice.normal(0, 2))
            told = {"heading_deg": heading + 1.0, "heading_error_deg": 2.0} if k % 2 else {}
            outcome = asked(tile, {**drawn, **told}, place, cell)
            assert isinstance(outcome, Found)
            held += Region.from_wire(outcome.value["where"]["95"]["region"]).holds(lon=place[0], lat=place[1])
            assert outcome.value["where"]["80"]["area_km2"] < 9
    assert held >= 3
