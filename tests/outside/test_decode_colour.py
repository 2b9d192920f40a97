"""Small colour pictures come out alike of every pixel format, turned upright, and at moments that a copy has too."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from firsthand.method.reading import unpack
from tests.outside.decode_films import film, passed

Colours = np.ndarray[Any, Any]


def coloured(strength: float = 1.0) -> Colours:
    """Four quarters in colours of their own, and a grey middle."""
    made = np.full((96, 160, 3), 110.0)
    made[:48, :80], made[:48, 80:], made[48:, :80], made[48:, 80:] = (
        (180, 80, 60),
        (70, 150, 90),
        (60, 90, 190),
        (170, 160, 60),
    )
    grey = made @ np.array([[0.299], [0.587], [0.114]])
    return np.asarray(np.round(grey + strength * (made - grey)), np.uint8)


def cells(data: bytes, place: Path, profile: str = "full") -> tuple[str, Colours, Colours]:
    seen = passed(data, place, profile=profile)
    arrays = unpack(seen.read.reading).arrays
    at = arrays["read.colour/pts_num"] / arrays["read.colour/pts_den"]
    return seen.outcome("colour"), arrays["read.colour/cells"].reshape(-1, 16, 16, 3).astype(float), at


def wanted(picture: Colours) -> Colours:
    """The same by the textbook, cell for cell."""
    small = picture.reshape(16, 6, 16, 10, 3).mean(axis=(1, 3))
    luma = small @ np.array([0.299, 0.587, 0.114])
    return np.stack([luma, 128 + 0.564 * (small[..., 2] - luma), 128 + 0.713 * (small[..., 0] - luma)], axis=-1)


@pytest.mark.parametrize(
    ("codec", "pixels", "form"),
    [
        ("libx264", "yuv420p", "mp4"), ("libx264", "yuv444p", "mp4"), ("libx264", "yuv420p10le", "mp4"), ("libx264", "yuvj420p", "mp4"),
        ("libx264", "nv12", "mp4"), ("mjpeg", "yuvj422p", "avi"), ("png", "rgb24", "mov"),
    ],
)  # fmt: skip
def test_every_pixel_format_says_the_same_colours(codec: str, pixels: str, form: str, tmp_path: Path) -> None:
    options = {"crf": "10"} if codec == "libx264" else {}
    data = film(form, codec=codec, pictures=[coloured()] * 20, pixels=pixels, options=options)
    outcome, made, _ = cells(data, tmp_path)
    off = np.abs(made[0] - wanted(coloured()))
    inside = np.ones((16, 16), bool)
    inside[7:9], inside[:, 7:9] = False, False  # colour differences are coded at half the size: edges mix
    assert outcome == "found" and off[inside].max() <= 5


@pytest.mark.parametrize(
    ("codec", "pixels", "form"), [("libx264", "yuv420p", "mp4"), ("libx264", "gray", "mp4"), ("png", "gray", "mov")]
)
def test_a_film_without_colour_has_none(codec: str, pixels: str, form: str, tmp_path: Path) -> None:
    data = film(form, codec=codec, pictures=[coloured(0.0)] * 20, pixels=pixels)
    outcome, made, _ = cells(data, tmp_path)
    assert outcome == "nothing" and np.abs(made[..., 1:] - 128).max() <= 1


def test_a_turned_film_stands_upright(tmp_path: Path) -> None:
    _, made, _ = cells(film("mp4", pictures=[coloured()] * 20, turn=90), tmp_path)
    upright = np.rot90(wanted(coloured()), 1)
    assert np.abs(made[0] - upright)[2:6, 2:6].max() <= 8 and np.abs(made[0] - upright)[10:14, 2:6].max() <= 8


@pytest.mark.parametrize(("profile", "apart"), [("full", 0.9), ("query", 0.5)])
def test_one_picture_a_second_and_two_of_a_query(profile: str, apart: float, tmp_path: Path) -> None:
    _, made, at = cells(film("mp4", pictures=[coloured()] * 100), tmp_path, profile)
    assert len(made) == len(at) >= 2 and np.diff(at).min() >= apart - 1e-9 and np.diff(at).max() < apart + 0.2


def test_one_frame_is_enough(tmp_path: Path) -> None:
    outcome, made, _ = cells(film("mp4", pictures=[coloured()]), tmp_path)
    assert outcome == "found" and len(made) == 1
