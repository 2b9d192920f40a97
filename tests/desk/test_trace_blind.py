"""A stranger's check: take a clip, cut and crop it, add it to the case, examine, and see where and what it is."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest

from firsthand.desk.desk import Desk, entries
from firsthand.desk.examine import examine
from firsthand.desk.preserve import preserve
from tests.desk.films import InProcess
from tests.desk.parts import machine

FPS, WIDE, HIGH = 25, 320, 180
Picture = npt.NDArray[np.uint8]


def street(seed: int, seconds: float, *, begin: float = 0.0) -> Iterator[Picture]:
    """A fixed camera on a ground of many boards; some carts go to and fro, each by a course of its own."""
    rng = np.random.default_rng(seed)
    ground = np.full((HIGH, WIDE, 3), 60, np.uint8)
    for _ in range(260):
        left, top, wide, high = (
            rng.integers(0, WIDE - 8),
            rng.integers(0, HIGH - 8),
            rng.integers(4, 22),
            rng.integers(4, 18),
        )
        ground[top : top + high, left : left + wide] = rng.integers(20, 235, 3)
    courses = rng.uniform(0, 1, (6, 200))
    for number in range(round(seconds * FPS)):
        at = begin + number / FPS
        picture = ground.copy()
        for cart, course in enumerate(courses):
            left = round(float(np.interp(at * 1.3, np.arange(200), course)) * (WIDE - 40))
            picture[20 + 25 * cart : 38 + 25 * cart, left : left + 36] = (250 - 30 * cart, 40 * cart, 120)
        yield picture


def written(path: Path, pictures: Iterator[Picture], quality: int) -> Path:
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=FPS, options={"crf": str(quality), "preset": "veryfast"})
        for number, picture in enumerate(pictures):
            if number == 0:
                stream.width, stream.height, stream.pix_fmt = picture.shape[1], picture.shape[0], "yuv420p"
            out.mux(stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")))
        out.mux(stream.encode(None))
    return path


def cut_and_cropped(source: Path, out: Path, start: float, seconds: float, box: tuple[int, int, int, int]) -> Path:
    """By PyAV's own filters, as by the tool: crop, then enlarge again, and encode anew."""
    with av.open(str(source)) as film, av.open(str(out), "w") as made:
        picture = film.streams.video[0]
        stream = made.add_stream("libx264", rate=FPS, options={"crf": "28", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = WIDE, HIGH, "yuv420p"
        graph = av.filter.Graph()
        left, top, wide, high = box
        steps = (("crop", f"{wide}:{high}:{left}:{top}"), ("scale", f"{WIDE}:{HIGH}"), ("buffersink", ""))
        last = graph.add_buffer(template=picture)
        for name, given in steps:
            step = graph.add(name, given) if given else graph.add(name)
            last.link_to(step)
            last = step
        graph.configure()
        number = 0
        for frame in film.decode(picture):
            if not start - 1e-6 <= (frame.time or 0.0) < start + seconds - 1e-6:
                continue
            graph.push(frame)
            changed: Any = graph.pull()
            changed.pts, changed.time_base = number, Fraction(1, FPS)
            made.mux(stream.encode(changed))
            number += 1
        made.mux(stream.encode(None))
    return out


@pytest.fixture(scope="module")
def examined(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The clip, its cut and crop, and the same camera an hour later: in one case."""
    folder = tmp_path_factory.mktemp("footage")
    written(folder / "clip.mp4", street(1, 16.0), 23)
    cut_and_cropped(folder / "clip.mp4", folder / "posted.mp4", 4.36, 7.0, (32, 36, 224, 126))
    written(folder / "later.mp4", _later(), 23)
    desk = replace(machine(tmp_path_factory.mktemp("case")).new(), decoder=InProcess())
    list(preserve(desk, [folder]))
    list(examine(desk))
    return desk


def _later() -> Iterator[Picture]:
    return street(1, 12.0, begin=90.0)


def said(desk: Desk, one: str, two: str) -> dict[str, Any]:
    """What trace.pictures says of two files by name; one's side first."""
    desk.index.refresh(desk.ledger)
    files = {str(e.value.name): str(e.value.file) for e in entries(desk, "sighting")}
    wanted = {files[one], files[two]}
    (found,) = [
        e.value
        for e in entries(desk, "finding")
        if e.value.job.method == "trace.pictures" and set(e.value.files) == wanted
    ]
    return {**found.outcome, "one": files[one], "two": files[two]}


def test_the_cut_is_found_to_the_frame_and_the_crop_to_the_pixel(examined: Desk) -> None:
    found = said(examined, "clip.mp4", "posted.mp4")
    assert found["outcome"] == "found" and found["value"]["relation"] == "copy", found
    (copy,) = found["value"]["copies"]
    ours, theirs = ("one", "two") if copy["one"]["file"] == found["one"] else ("two", "one")
    start, end = (float(Fraction(copy[ours][side])) for side in ("start", "end"))
    assert abs(start - 4.36) <= 1 / FPS and abs(end - (4.36 + 7.0 - 1 / FPS)) <= 1 / FPS
    assert abs(float(Fraction(copy[theirs]["start"]))) <= 1 / FPS
    assert copy["error"] <= 0.04
    (crop,) = [change for change in copy["changes"] if change["what"] in ("crop", "part")]
    wanted = {"left": 0.1, "top": 0.2, "width": 0.7, "height": 0.7}
    assert crop["file"] == found["two"]
    for name, share in wanted.items():
        assert abs(crop["measures"][name] - share) <= 0.01, crop
        assert crop["least"][name] <= share <= crop["most"][name], "the bounds hold the truth"


def test_the_same_camera_at_another_hour_is_no_copy(examined: Desk) -> None:
    for film in ("clip.mp4", "posted.mp4"):
        found = said(examined, film, "later.mp4")
        assert found["value"].get("relation") != "copy", found
        assert found["outcome"] in ("found", "inconclusive")


def test_a_film_laid_small_into_another_is_found_when_the_case_is_read_closely(tmp_path: Path) -> None:
    """A quarter of the picture: by a full reading not, by the closest one where it stands and when it begins."""
    footage = tmp_path / "footage"
    footage.mkdir()
    written(footage / "clip.mp4", street(3, 6.0), 20)
    written(footage / "posted.mp4", _laid_in(street(3, 4.0, begin=1.0), street(4, 4.0)), 20)
    desk = replace(machine(tmp_path).new(), decoder=InProcess())
    list(preserve(desk, [footage]))
    list(examine(desk))
    assert not [found for found in _pairs(desk, "full") if found["value"].get("relation") == "copy"]
    list(examine(desk, profile="query"))
    (found,) = _pairs(desk, "query")
    assert found["outcome"] == "found" and found["value"]["relation"] == "copy", found
    (copy,) = found["value"]["copies"]
    starts = sorted(float(Fraction(copy[side]["start"])) for side in ("one", "two"))
    assert starts[0] <= 1 / FPS and abs(starts[1] - 1.0) <= 1 / FPS
    (part,) = [change["measures"] for change in copy["changes"] if change["what"] in ("part", "inset", "crop")]
    assert all(abs(part[name] - share) <= 0.02 for name, share in SMALL.items()), part


def _pairs(desk: Desk, profile: str) -> list[Any]:
    """What trace.pictures found, by readings of a profile; where it found nothing there is no entry of the pair."""
    found = [e.value for e in entries(desk, "finding") if e.value.job.method == "trace.pictures"]
    return [finding.outcome for finding in found if finding.profile == profile]


SMALL = {"left": 0.05, "top": 0.6, "width": 0.3, "height": 0.3}


def _laid_in(films: Iterator[Picture], hosts: Iterator[Picture]) -> Iterator[Picture]:
    """Hosts twice as large, with a film in SMALL of them."""
    left, top, wide, high = (
        round(2 * s * SMALL[name]) for name, s in zip(SMALL, (WIDE, HIGH, WIDE, HIGH), strict=True)
    )
    for film, host in zip(films, hosts, strict=True):
        picture = np.repeat(np.repeat(host, 2, axis=0), 2, axis=1)
        small = av.VideoFrame.from_ndarray(film, format="rgb24").reformat(width=wide, height=high, interpolation="AREA")
        picture[top : top + high, left : left + wide] = small.to_ndarray(format="rgb24")
        yield picture
