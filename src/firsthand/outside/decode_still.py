"""Pictures through Pillow: named formats only, bombs refused, a cut-off picture read as far as it goes, animations as films."""

import hashlib
import io
import warnings
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import cv2
import numpy as np
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from firsthand.method.read.fold import TINY, Bytes2, Frame, change_between, shrink
from firsthand.record.fault import PictureTooLarge

from .decode_feed import Feed
from .decode_open import MAX_PIXELS
from .decode_planes import fitted

FORMATS = {
    "JPEG": ("JPEG", "MPO"),
    "PNG": ("PNG",),
    "GIF": ("GIF",),
    "BMP": ("BMP",),
    "TIFF": ("TIFF",),
    "WEBP": ("WEBP",),
    "AVIF": ("AVIF",),
}
# Imported above so that nothing is imported when a file is open; named here so that it is plain why.
PLUGINS = (
    *(AvifImagePlugin, BmpImagePlugin, GifImagePlugin, JpegImagePlugin),
    *(MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin),
)
MOVES = {"GIF", "PNG", "WEBP", "AVIF"}  # whose further pictures are later frames, not other pages
MOST_FRAMES = 20_000
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    AttributeError,
    RuntimeError,
)
Image.preinit()
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
AvifImagePlugin.DEFAULT_MAX_THREADS = 1


@dataclass(slots=True)
class PicturePixels:
    """Keeps fold.Pixels for a decoded Pillow picture; its colours are worked out once."""

    image: Image.Image
    turn: int  # EXIF orientation, 1 to 8
    colours: Bytes2

    def grey(self, longer: int) -> Bytes2:
        return cv2.cvtColor(upright(shrink(self.colours, longer), self.turn), cv2.COLOR_RGB2GRAY).astype(np.uint8)

    def rgb(self, longer: int) -> Bytes2:
        array = upright(shrink(self.colours, 2 * longer), self.turn)
        rows, columns = array.shape[:2]
        size = fitted(columns, rows, longer)
        return np.ascontiguousarray(cv2.resize(array, size, interpolation=cv2.INTER_AREA), np.uint8)

    def colour(self, longer: int) -> Bytes2:
        return upright(shrink(self.colours, longer), self.turn)

    def digest(self) -> str:
        image = self.image
        told = hashlib.sha256(f"pillow {image.mode} {image.width}x{image.height}\n".encode())
        told.update(image.tobytes())
        palette = image.getpalette() if image.mode == "P" else None
        told.update(bytes(palette or ()))
        return told.hexdigest()


def _colours(image: Image.Image) -> Bytes2:
    """RGB [rows, columns, 3]. Samples of more than 8 bits are brought to 8 by their greatest, not cut off."""
    if image.mode.startswith(("I", "F")):
        wide = np.nan_to_num(np.asarray(image, np.float32))
        grey = (wide.clip(0) * (255 / max(255.0, float(wide.max(initial=0))))).astype(np.uint8)
        return np.stack([grey] * 3, axis=2)
    return np.asarray(image.convert("RGB"))


# EXIF orientation: first mirrored left to right or not, then turned.
_TURNS: dict[int, tuple[bool, int | None]] = {
    2: (True, None),
    3: (False, cv2.ROTATE_180),
    4: (True, cv2.ROTATE_180),
    5: (True, cv2.ROTATE_90_COUNTERCLOCKWISE),
    6: (False, cv2.ROTATE_90_CLOCKWISE),
    7: (True, cv2.ROTATE_90_CLOCKWISE),
    8: (False, cv2.ROTATE_90_COUNTERCLOCKWISE),
}


def upright(array: Any, turn: int) -> Bytes2:
    """Turned and mirrored as EXIF orientation `turn` says."""
    mirrored, quarter = _TURNS.get(turn, (False, None))
    made = array[:, ::-1] if mirrored else array
    return np.asarray(made if quarter is None else cv2.rotate(np.ascontiguousarray(made), quarter), np.uint8)


def open_picture(source: io.FileIO, name: str) -> Image.Image:
    """Raises PictureTooLarge, and OSError (Pillow's own among them) where it is no picture of that format."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return Image.open(source, formats=FORMATS[name])
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
            raise PictureTooLarge(str(bomb).partition(", could")[0]) from bomb
        except BROKEN as bad:
            raise OSError(f"not a whole {name} picture: {bad}") from bad


def picture_facts(image: Image.Image) -> dict[str, Any]:
    info = image.info
    row = {
        "index": 0,
        "type": "picture",
        "codec": image.format,
        "width": image.width,
        "height": image.height,
        "pixels": image.mode,
        "pages": int(getattr(image, "n_frames", 1)) if image.format not in MOVES else 1,
        "read": True,
    }
    xmp = info.get("xmp") or info.get("XML:com.adobe.xmp") or b""
    return {
        "format": image.format,
        "streams": [row],
        "picture": 0,
        "sound": None,
        "texts": [
            {"where": f"{image.format} {key}", "key": str(key), "text": _plain(text)}
            for key, text in info.items()
            if (isinstance(text, str) and key != "XML:com.adobe.xmp") or (isinstance(text, bytes) and key == "comment")
        ],
        "xmp": xmp.encode() if isinstance(xmp, str) else bytes(xmp),
        "turn": _orientation(image),
    }


def _plain(text: str | bytes) -> str:
    return text if isinstance(text, str) else text[:4000].decode("utf-8", "backslashreplace")


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(0x0112, 1))
    except BROKEN:
        return 1


def feed_picture(source: io.FileIO, image: Image.Image, feed: Feed, *, triage: bool) -> None:
    """One picture as one frame at time nought, an animation as frames at the times that its format states."""
    turn = feed.facts["turn"]
    moves = image.format in MOVES and getattr(image, "is_animated", False)
    tick, before, last = 0, None, -1000
    for number in range(MOST_FRAMES if moves else 1):
        image = _loaded(source, image, number, feed)
        if image is None:
            return
        if not (triage and moves and tick - last < 1000):
            pixels = PicturePixels(image, turn, _colours(image))
            small, tint = _tiny(pixels.colours)
            change = change_between(small, tint, *before) if before else 0.0
            before, last = (small, tint), tick
            base = Fraction(1, 1000)
            feed.frame(
                Frame(tick=tick, base=base, key=number == 0, tiny=small, tint=tint, change=change, pixels=pixels),
                stream=0,
            )
        tick += _shown_for(image)
        if feed.spent():
            feed.ending["stopped"] = "the processor time that a file of its size may cost was used up"
            return


def _loaded(source: io.FileIO, image: Image.Image, number: int, feed: Feed) -> Any:
    """The picture with its pixels, read as far as they go; None at the end, or where there are none."""
    try:
        if number:
            image.seek(number)
        image.load()
        return image
    except EOFError:
        return None
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as bomb:
        feed.damage.add("picture", str(bomb))
        return None
    except BROKEN as bad:
        feed.damage.add("picture", f"could not be read whole: {bad}")
        return None if number else _in_part(source, image, feed)


def _in_part(source: io.FileIO, image: Image.Image, feed: Feed) -> Any:
    """What there is of a picture that was cut off; missing rows stay grey or black."""
    source.seek(0)
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        again = Image.open(source, formats=(str(image.format),))
        again.load()
        return again
    except BROKEN as bad:
        feed.damage.add("picture", f"nothing of it could be read: {bad}")
        return None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def _tiny(colours: Bytes2) -> tuple[Bytes2, Bytes2]:
    small = cv2.cvtColor(shrink(colours, 2 * TINY - 1), cv2.COLOR_RGB2YCrCb)
    luma, red, blue = cv2.split(small)
    return np.ascontiguousarray(luma, np.uint8), np.stack([blue[::2, ::2], red[::2, ::2]]).astype(np.uint8)


def _shown_for(image: Image.Image) -> int:
    """Milliseconds; where nought or nonsense is stated, the 100 that viewers use."""
    stated = image.info.get("duration", 0)
    return round(stated) if isinstance(stated, int | float) and 0 < stated < 1e9 else 100
