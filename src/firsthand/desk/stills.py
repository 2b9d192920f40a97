"""Stills: raw pixels out of the cell become small pictures in the vault, each naming its moment and how it was made."""

import io
from collections.abc import Iterable
from fractions import Fraction

import PIL
from PIL import Image

from firsthand.port import Still
from firsthand.record.footage import Derivative, Moment

from .desk import Desk

KEPT = 6  # stills of one file: enough to know it by
QUALITY = 80


def spread(stills: list[Still], most: int = KEPT) -> list[Still]:
    """At most `most`, from the first to the last, evenly."""
    if len(stills) <= most:
        return stills
    return [stills[round(step * (len(stills) - 1) / (most - 1))] for step in range(most)]


def encode(still: Still) -> bytes:
    """JPEG of raw pixels: nothing of the hostile file but its picture is in it."""
    picture = Image.frombytes("RGB", (still.width, still.height), still.rgb)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def keep(desk: Desk, file: str, job: str, pictures: Iterable[tuple[Still, bytes]], decoder: str) -> list[Derivative]:
    """Puts encoded stills into the vault; their records."""
    made = []
    for still, data in pictures:
        stored = desk.vault.put(io.BytesIO(data), size_hint=len(data))
        made.append(
            Derivative(
                digest=stored.sha256,
                size=stored.size,
                media_type="image/jpeg",
                what="still",
                parent=file,
                how=f"one frame, scaled to {still.width}x{still.height}, JPEG by Pillow {PIL.__version__}; decoded by {decoder}",
                job=job,
                moment=Moment(file=file, stream=still.stream, pts=Fraction(still.pts), frame=still.frame),
            )
        )
    return made
