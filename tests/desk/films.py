"""Tiny films and pictures that tests make, and a decoder that reads them in this process."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from PIL import Image

from firsthand.outside.decode import read_file
from firsthand.port import Progress, Read, Still
from firsthand.record.fault import CellBroke

FPS, HIGH, WIDE = 12, 90, 160


class InProcess:
    """Keeps port.Decoder with the very pass that runs in the cell, but here: for tests of what is done with readings.

    `fails_at`: the read of that number raises CellBroke, as where this machine has no cell any more.
    """

    def __init__(self, fails_at: int = -1) -> None:
        self.reads: list[str] = []
        self.fails_at = fails_at

    def protections(self) -> Mapping[str, str]:
        return {"cell": "none: the tests' own films are read in this process"}

    def read(self, source: Path, *, profile: str) -> Iterator[Progress | Still | Read]:
        self.reads.append(source.name)
        if len(self.reads) == self.fails_at:
            raise CellBroke("no more cells")
        messages: list[Progress | Still | Read] = []
        fd = os.open(source, os.O_RDONLY)
        try:
            read_file(fd, profile=profile, emit=messages.append)
        finally:
            os.close(fd)
        yield from messages


def pictures(seed: int, seconds: float = 8.0, *, still: bool = False) -> npt.NDArray[np.uint8]:
    """u1[n, rows, columns, 3]: a scene whose parts move and whose light goes up and down, by a course of its own."""
    rng = np.random.default_rng(seed)
    ground = np.kron(rng.integers(30, 200, (6, 10)), np.ones((15, 16)))
    count = round(seconds * FPS)
    made = np.empty((count, HIGH, WIDE, 3), np.uint8)
    course, light = rng.uniform(0, 1, (2, count // 3 + 2))
    at = np.arange(count) / 3
    place = np.interp(at, np.arange(len(course)), course)
    bright = np.interp(at, np.arange(len(light)), light)
    for number in range(count):
        frame = ground.copy()
        if not still:
            left = round(float(place[number]) * (WIDE - 50))
            frame[20:70, left : left + 50] = 255 - frame[20:70, left : left + 50]
            frame = frame + 40 * bright[number] - 20
        made[number] = np.clip(frame, 0, 255).astype(np.uint8)[..., None]
    return made


def film(path: Path, frames: npt.NDArray[np.uint8], *, quality: int = 20) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=FPS)
        stream.width, stream.height, stream.pix_fmt = frames.shape[2], frames.shape[1], "yuv420p"
        stream.options = {"crf": str(quality), "preset": "ultrafast"}
        for frame in frames:
            out.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24")))
        out.mux(stream.encode(None))
    return path


def photo(path: Path, seed: int, *, quality: int = 90) -> Path:
    Image.fromarray(np.kron(pictures(seed, 0.2)[0], np.ones((2, 2, 1), np.uint8))).save(path, "JPEG", quality=quality)
    return path


def folder(path: Path) -> Path:
    """A film, a mirrored cut of it, another film, a photograph twice, and what is no footage or broken."""
    path.mkdir(parents=True)
    one = pictures(1)
    film(path / "a.mp4", one)
    film(path / "b.mp4", np.ascontiguousarray(one[2 * FPS : 7 * FPS, :, ::-1]), quality=28)
    film(path / "c.mp4", pictures(2, 6.0))
    photo(path / "d.jpg", 3)
    photo(path / "e.jpg", 3, quality=60)
    (path / "f.mp4").write_text("ffconcat version 1.0\nfile a.mp4\n")
    (path / "g.mp4").write_bytes((path / "a.mp4").read_bytes()[:3000])
    (path / "h.mp4").write_bytes(b"")
    return path
