"""Frames by their exact times: the index is what decoding gives, a still is the frame that was asked, a waveform is not stretched."""

import io
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from firsthand.desk.desk import Desk, entries
from firsthand.desk.viewing import Viewer
from firsthand.record.fault import BadReference, CannotShow
from tests.web.films import COUNT, KINDS, film, number_of
from tests.web.parts import case


def named(desk: Desk) -> dict[str, str]:
    return {e.value.name.removesuffix(".mp4"): e.value.file for e in entries(desk, "sighting")}


def of_readings(desk: Desk, file: str) -> dict[str, Any]:
    """What the one pass found of the picture, which decodes every frame."""
    found = (
        e.value for e in entries(desk, "finding") if e.value.job.method == "read.container" and file in e.value.files
    )
    return dict(next(found).outcome["value"]["picture"])


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_index_is_what_decoding_gives(kinds: Desk, name: str) -> None:
    viewer, file = Viewer(desk=kinds), named(kinds)[name]
    try:
        index, passed = viewer.index(file), of_readings(kinds, file)
        times = [tick * Fraction(index.time_base) for tick in index.pts]
        assert len(times) == passed["frames"] and index.how == "packets"
        assert (times[0], times[-1]) == (Fraction(passed["first"]), Fraction(passed["last"]))
        assert all(before < after for before, after in pairwise([*index.pts, index.end]))
        assert (index.keys[0] == 0) == (name != "edit-list") and index.vfr == (name == "variable")
        for at in (0, 1, len(times) // 2, len(times) - 1):
            moment = viewer.moment(file, at)
            assert Fraction(moment.pts) == times[at]
            pixels = np.asarray(Image.open(io.BytesIO(viewer.still(file, at, 400))))
            assert number_of(pixels, turned=name == "rotated") == at + COUNT - len(times)
    finally:
        viewer.stop()


def test_a_moment_is_the_frame_that_the_pass_digests(kinds: Desk) -> None:
    """An observation names the same frame, by the same digest, as a kept still of the one pass does."""
    viewer = Viewer(desk=kinds)
    try:
        compared = 0
        for still in (e.value for e in entries(kinds, "derivative")):
            index = viewer.index(still.parent)
            base = Fraction(index.time_base)
            at = [tick * base for tick in index.pts].index(still.moment.pts)
            assert viewer.moment(still.parent, at).frame == still.moment.frame
            compared += 1
        assert compared >= len(KINDS)
    finally:
        viewer.stop()


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """What is no ordinary film: one frame, no sound, no times, a picture, broken, empty, words."""
    home = tmp_path_factory.mktemp("strange")
    footage = home / "footage"
    footage.mkdir()
    film(footage / "one.mp4", count=1, sound=False)
    film(footage / "silent.mp4", count=24, sound=False)
    film(footage / "untimed.h264", form="h264", count=24, sound=False, options={"bf": "0"})
    film(footage / "old.avi", form="avi", codec="mpeg4", count=24, sound=False, options={})
    film(footage / "long name \U0001f3ac.mp4", count=24)
    data = (footage / "silent.mp4").read_bytes()
    (footage / "broken.mp4").write_bytes(data[: len(data) // 3])
    (footage / "empty.mp4").write_bytes(b"")
    (footage / "words.mp4").write_text("ffconcat version 1.0\nfile one.mp4\n")
    Image.fromarray(np.zeros((40, 60, 3), np.uint8)).save(footage / "photo.png")
    return case(home, footage, examined=False)


def names(desk: Desk) -> dict[str, str]:
    desk.index.refresh(desk.ledger)
    return {e.value.name: e.value.file for e in entries(desk, "sighting")}


def test_strange_films_say_what_they_can(strange: Desk) -> None:
    viewer, files = Viewer(desk=strange), names(strange)
    try:
        assert len(viewer.index(files["one.mp4"]).pts) == 1 and viewer.index(files["one.mp4"]).end > 0
        for name in ("untimed.h264", "old.avi"):
            index = viewer.index(files[name])
            assert (index.how, len(index.pts), index.media_time_zero, index.plays) == ("decoding", 24, None, "copy")
            pixels = np.asarray(Image.open(io.BytesIO(viewer.still(files[name], 17, 400))))
            assert number_of(pixels) == 17
        picture = viewer.index(files["photo.png"])
        assert (picture.how, len(picture.pts), picture.plays) == ("picture", 1, "no")
        for name in ("broken.mp4", "empty.mp4", "words.mp4"):
            with pytest.raises(CannotShow, match=r"read|film|empty|bytes|names"):
                viewer.index(files[name])
        for name in ("silent.mp4", "photo.png"):
            with pytest.raises(CannotShow, match="no sound"):
                viewer.waveform(files[name], 100)
        with pytest.raises(BadReference, match="frames 0 to 23"):
            viewer.still(files["silent.mp4"], 24, 100)
    finally:
        viewer.stop()


def test_an_outline_is_as_long_as_its_sound(strange: Desk) -> None:
    """Sample n lies in bucket n * per_second // rate, whatever the rate: nothing is stretched."""
    viewer, file = Viewer(desk=strange), names(strange)["long name \U0001f3ac.mp4"]
    try:
        for per_second in (7, 100, 333):
            wave = viewer.waveform(file, per_second)
            assert wave.rate == 24000 and wave.per_second == per_second
            assert len(wave.low) == len(wave.high) == -(-wave.samples * per_second // wave.rate)
            assert max(wave.high) > 5 and min(wave.low) < -5
            assert all(low <= 0 <= high for low, high in zip(wave.low, wave.high, strict=True))
    finally:
        viewer.stop()


def test_a_copy_that_is_stopped_leaves_nothing(strange: Desk) -> None:
    viewer, file = Viewer(desk=strange), names(strange)["silent.mp4"]
    try:
        steps: Any = viewer.make_copy(file)
        next(steps, None)
        steps.close()
        made = list(Path(strange.folder, "cache", "views").glob("*.mp4*"))
        finished = viewer.copy(file, None).state == "ready"
        assert finished or not made
        list(viewer.make_copy(file))
        assert viewer.copy(file, None).state == "ready" and len(viewer.copy(file, None).frames.pts) == 24  # type: ignore[union-attr]
    finally:
        viewer.stop()
