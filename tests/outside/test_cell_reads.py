"""The real decoder in the cell: the same reading as outside it, and a disguise shows nothing."""

import os
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from firsthand.outside import decode
from firsthand.outside.cell import CellDecoder
from firsthand.port import Progress, Read, Still


@pytest.fixture(scope="module")
def cell() -> Iterator[CellDecoder]:
    with CellDecoder() as decoder:
        yield decoder


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("film") / "film.mkv"
    noise = np.random.default_rng(3).integers(0, 255, (72, 96, 3), dtype=np.uint8)
    with av.open(str(made), "w") as out:
        stream = out.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 96, 72, "yuv420p"
        for shift in range(20):
            out.mux(stream.encode(av.VideoFrame.from_ndarray(np.roll(noise, 4 * shift, axis=1), format="rgb24")))
        out.mux(stream.encode(None))
    return made


def direct(source: Path, profile: str) -> list[Progress | Still | Read]:
    made: list[Progress | Still | Read] = []
    fd = os.open(source, os.O_RDONLY)
    try:
        decode.read_file(fd, profile=profile, emit=made.append)
    finally:
        os.close(fd)
    return made


@pytest.mark.parametrize("profile", ["triage", "full", "query"])
def test_the_cell_changes_nothing_of_a_reading(cell: CellDecoder, film: Path, profile: str) -> None:
    inside = [message for message in cell.read(film, profile=profile) if not isinstance(message, Progress)]
    outside = [message for message in direct(film, profile) if not isinstance(message, Progress)]
    assert len(inside) >= 2 and inside[:-1] == outside[:-1]
    one, two = inside[-1], outside[-1]
    assert isinstance(one, Read) and isinstance(two, Read)
    assert one.reading == two.reading and one.made_with == two.made_with and "cell" not in one.outcomes


@pytest.mark.parametrize("cut", [0, 1, 100, 2000])
def test_a_film_cut_short_ends_with_a_read(cell: CellDecoder, film: Path, tmp_path: Path, cut: int) -> None:
    broken = tmp_path / "broken.mkv"
    broken.write_bytes(film.read_bytes()[:cut])
    *_, read = cell.read(broken, profile="full")
    assert isinstance(read, Read) and read.outcomes


@pytest.mark.parametrize("name", ["evidence.mp4", "-version.mp4", "http:x.mp4", "img%03d.jpg"])
def test_a_disguised_list_shows_nothing_of_what_it_names(
    cell: CellDecoder, film: Path, tmp_path: Path, name: str
) -> None:
    disguised = tmp_path / name
    disguised.write_text(f"ffconcat version 1.0\nfile '{film}'\n")
    given = list(cell.read(disguised, profile="full"))
    assert not [message for message in given if isinstance(message, Still)]
    assert isinstance(given[-1], Read)
    assert {outcome["outcome"] for outcome in given[-1].outcomes.values()} <= {"unsuitable", "inconclusive"}
