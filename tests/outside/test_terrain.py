"""Elevation files in the cell: tiles and GeoTIFF come out as they are, south first; what is none is said."""

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio

from firsthand.desk.place_terrain import terrain
from firsthand.method.reading import Reading, unpack
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import TERRAIN
from firsthand.outside.terrain import read_terrain
from firsthand.port import Progress, Read, Still
from firsthand.record.fault import BadMap


def read(path: Path, window: tuple[float, ...], name: str = "") -> tuple[str, Reading]:
    made: list[Read] = []

    def emit(message: Progress | Still | Read) -> None:
        if isinstance(message, Read):
            made.append(message)

    with path.open("rb") as stream:
        read_terrain(stream.fileno(), profile=json.dumps({"name": name or path.name, "window": window}), emit=emit)
    return made[0].outcomes["place.terrain"]["outcome"], unpack(made[0].reading)


def tiff(path: Path, west: float = 10.0, north: float = 47.0, step: float = 0.01) -> Path:
    heights = np.arange(200 * 100, dtype=np.float32).reshape(100, 200)  # the first row is the northernmost
    heights[0, 0] = -9999
    with rasterio.open(
        path, "w", driver="GTiff", width=200, height=100, count=1, dtype="float32", nodata=-9999,
        crs="EPSG:4326", transform=rasterio.Affine(step, 0.0, west, 0.0, -step, north),
    ) as out:  # fmt: skip
        out.write(heights, 1)
    return path


def test_a_geotiff_comes_out_south_first_with_points_at_its_middles(tmp_path: Path) -> None:
    said, reading = read(tiff(tmp_path / "a.tif"), (9.0, 40.0, 20.0, 50.0))
    heights, facts = reading.arrays["place.terrain/heights"], reading.facts["place.terrain"]
    assert said == "found" and heights.shape == (100, 200)
    assert heights[0, 0] == 99 * 200 and heights[-1, 1] == 1 and np.isnan(heights[-1, 0])
    assert float(facts["west_deg"]) == pytest.approx(10.005) and float(facts["south_deg"]) == pytest.approx(46.005)
    _, part = read(tmp_path / "a.tif", (10.5, 46.5, 10.6, 46.6))
    rows, columns = part.arrays["place.terrain/heights"].shape
    assert 10 <= rows <= 13 and 10 <= columns <= 13


def test_a_tile_is_placed_by_its_name(tmp_path: Path) -> None:
    heights = np.zeros((1201, 1201), dtype=">i2")
    heights[1200, 0], heights[0, 1200] = 7, 9  # its last row is the southernmost
    path = tmp_path / "S03W060.hgt"
    path.write_bytes(heights.tobytes())
    said, reading = read(path, (-60.0, -3.0, -59.0, -2.0))
    made = reading.arrays["place.terrain/heights"]
    assert said == "found" and made[0, 0] == 7 and made[-1, -1] == 9
    assert float(reading.facts["place.terrain"]["south_deg"]) == -3.0
    assert read(path, (-60.0, -3.0, -59.0, -2.0), "tile.hgt")[0] == "unsuitable"
    assert read(path, (30.0, 50.0, 31.0, 51.0))[0] == "unsuitable"


def test_what_is_no_elevation_is_unsuitable(tmp_path: Path) -> None:
    whole = tiff(tmp_path / "a.tif").read_bytes()
    for number, data in enumerate((b"", b"II*\0" + b"\xff" * 60, whole[:300], b"<VRTDataset/>")):
        path = tmp_path / f"{number}.tif"
        path.write_bytes(data)
        assert read(path, (10.0, 46.0, 12.0, 47.0))[0] == "unsuitable", number
    assert read(tiff(tmp_path / "m.tif", 500_000.0, 5_000_000.0, 30.0), (10.0, 46.0, 12.0, 47.0))[0] == "unsuitable"


def test_through_the_cell(tmp_path: Path) -> None:
    with CellDecoder(task=TERRAIN, weak_ok=True) as cell:
        made = terrain(tiff(tmp_path / "a.tif"), (10.2, 46.2, 10.8, 46.8), cell)
        assert made["heights"].shape[0] > 50 and made["step_lon_deg"] == pytest.approx(0.01)
        (tmp_path / "b.tif").write_bytes(b"not a grid")
        with pytest.raises(BadMap):
            terrain(tmp_path / "b.tif", (10.2, 46.2, 10.8, 46.8), cell)
