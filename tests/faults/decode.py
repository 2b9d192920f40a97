"""Raises what opening a file's bytes can raise."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from firsthand.outside import speech
from firsthand.outside.decode_open import look
from firsthand.outside.decode_still import open_picture
from firsthand.outside.weights import named


def looked(head: bytes) -> Callable[[Path], None]:
    def raises(folder: Path) -> None:
        place = folder / "evidence"
        place.write_bytes(head)
        with place.open("rb", buffering=0) as source:
            look(source)

    return raises


def bomb(folder: Path) -> None:
    """A PNG of 57 bytes that claims 50,000 by 50,000 pixels."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    place = folder / "bomb"
    place.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    )
    with io.FileIO(str(place)) as source:
        open_picture(source, "PNG")


def no_words(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(speech.WORDS, "off")
        speech.words(folder)


RAISES: dict[str, Callable[[Path], object]] = {
    "outside.empty-file": looked(b""),
    "outside.not-footage": looked(b"a letter, not footage\n" * 20),
    "outside.no-speech-model": no_words,
    "outside.no-weights": lambda folder: named(folder / "none.json"),
    "refused.points-elsewhere": looked(b"ffconcat version 1.0\nfile other.mp4\n"),
    "refused.picture-too-large": bomb,
}
