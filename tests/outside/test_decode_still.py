"""Pictures: named formats, upright, animations at their times, bombs refused, cut-off ones read as far as they go."""

import hashlib
import io
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFile

from tests.outside.decode_films import Pass, corner, passed, picture

FORMATS = ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "AVIF"]


def saved(form: str, image: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (Image.fromarray(picture(0)) if image is None else image).save(out, form, **options)
    return out.getvalue()


def pixels(seen: Pass) -> np.ndarray:
    still = seen.stills[0]
    return np.frombuffer(still.rgb, np.uint8).reshape(still.height, still.width, 3)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format(form: str, tmp_path: Path) -> None:
    seen = passed(saved(form), tmp_path)
    assert [seen.outcome(n) for n in ("container", "stills", "pictures", "shots", "sound")] == [
        *("found", "found", "found", "unsuitable", "unsuitable")
    ]
    [still] = seen.stills
    assert (still.why, still.pts, still.width, still.height) == ("only", "0/1", 160, 96)
    assert seen.value("container")["format"] == form and seen.value("container")["kind"] == "picture"
    assert np.abs(pixels(seen).astype(int) - picture(0)).mean() < 12


def test_a_picture_and_a_film_of_it_are_described_alike(tmp_path: Path) -> None:
    from tests.outside.decode_films import film

    one = passed(saved("PNG"), tmp_path).array("pictures/pdq")[0]
    two = passed(film("mp4", pictures=[picture(0)] * 2), tmp_path).array("pictures/pdq")[0]
    assert np.bitwise_count(one ^ two).sum() <= 16


@pytest.mark.parametrize(
    ("orientation", "where"),
    [(1, (0, 0)), (2, (0, 1)), (3, (1, 1)), (4, (1, 0)), (5, (0, 0)), (6, (0, 1)), (7, (1, 1)), (8, (1, 0))],
)
def test_orientation(orientation: int, where: tuple[int, int], tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    seen = passed(saved("JPEG", Image.fromarray(corner()), exif=exif, quality=95), tmp_path)
    shown = pixels(seen)
    assert shown.shape[:2] == ((96, 160) if orientation < 5 else (160, 96))
    corners = {
        (row, column): shown[-row * 9 or None :][:9, -column * 9 or None :][:, :9]
        for row in (0, 1)
        for column in (0, 1)
    }
    assert max(corners, key=lambda key: float(corners[key].mean())) == where


def test_the_digest_is_over_the_native_samples(tmp_path: Path) -> None:
    seen = passed(saved("PNG"), tmp_path)
    told = hashlib.sha256(b"pillow RGB 160x96\n" + picture(0).tobytes())
    assert seen.stills[0].frame == told.hexdigest() == seen.digests[Fraction(0)]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "I", "F", "CMYK", "YCbCr"])
def test_every_mode(mode: str, tmp_path: Path) -> None:
    image = Image.fromarray(picture(0)).convert("L" if mode == "I;16" else mode)
    image = Image.fromarray(np.asarray(image, np.uint16) * 200) if mode == "I;16" else image
    seen = passed(saved("TIFF", image), tmp_path)
    assert seen.outcome("stills") == "found" and pixels(seen).std() > 15


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP", "AVIF"])
def test_an_animation_is_a_film(form: str, tmp_path: Path) -> None:
    frames = [Image.fromarray(picture(0, cut=0 if k >= 3 else 9)) for k in range(6)]
    seen = passed(saved(form, frames[0], save_all=True, append_images=frames[1:], duration=400), tmp_path)
    facts = seen.value("container")["picture"]
    assert facts["frames"] >= 2 and Fraction(facts["last"]) >= Fraction(6, 5)
    assert seen.times[0] == 0 and Fraction(6, 5) in seen.times


def test_later_pages_are_no_film(tmp_path: Path) -> None:
    pages = [Image.fromarray(picture(k)) for k in range(3)]
    seen = passed(saved("TIFF", pages[0], save_all=True, append_images=pages[1:]), tmp_path)
    assert seen.value("container")["picture"]["frames"] == 1
    assert seen.value("container")["streams"][0]["pages"] == 3


def test_a_cut_off_picture_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    data = saved("JPEG", Image.fromarray(np.vstack([picture(0)] * 4)), quality=95)
    seen = passed(data[: len(data) // 2], tmp_path)
    assert seen.outcome("container") == "found" and seen.value("container")["damage_count"] > 0
    assert pixels(seen)[:96].std() > 15 and ImageFile.LOAD_TRUNCATED_IMAGES is False
    headless = passed(data[:40], tmp_path)
    assert headless.outcome("container") == "inconclusive" and not headless.stills


def test_large_pictures_come_out_small(tmp_path: Path) -> None:
    seen = passed(saved("PNG", Image.new("RGB", (3001, 1999), (10, 200, 10))), tmp_path)
    still = seen.stills[0]
    assert (still.width, still.height) == (640, 426)
    assert seen.outcome("pictures") == "nothing", "an even field tells nothing"


def test_texts_and_times_of_a_picture(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "Maker\x07", "2022:03:30 14:05:09"
    inner = exif.get_ifd(0x8769)
    inner[0x9003], inner[0x9011] = "2022:03:30 14:05:09", "+03:00"
    seen = passed(saved("JPEG", exif=exif, comment=b"said \x1b[0m"), tmp_path)
    rows = {row["key"]: row["text"] for row in seen.value("metadata")["texts"]}
    assert rows["Image Make"] == "Maker\\x07" and rows["comment"] == "said \\x1b[0m"
    times = {row["where"]: row for row in seen.value("metadata")["times"]}
    exact, open_ = times["EXIF DateTimeOriginal"], times["Image DateTime"]
    assert exact["zone"] == "+03:00" and exact["span"]["earliest"] == "2022-03-30T11:05:09Z"
    assert open_["zone"] is None and open_["span"]["latest"] == "2022-03-31T02:05:10Z"
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r xmp:CreateDate="2022-03-30T14:05:09+03:00" xmlns:xmp="x"/></x:xmpmeta>'
    )
    seen = passed(saved("WEBP", xmp=xmp), tmp_path)
    assert seen.value("metadata")["times"][0]["span"]["latest"] == "2022-03-30T11:05:10Z"
