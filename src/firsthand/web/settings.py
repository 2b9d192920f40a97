"""What the person at this machine likes: kept beside the keys, never in a case."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "uk", "ar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Liked:
    """`greyscale`: evidence is shown without colour until a key is pressed; `copies`: collapsed under their recording."""

    language: str
    greyscale: bool
    copies: bool


USUAL = Liked(language="en", greyscale=True, copies=True)


class Settings:
    def __init__(self, path: Path) -> None:
        self._path = path

    def liked(self) -> Liked:
        """What was kept, or the usual where nothing was, or nothing that can be read."""
        try:
            kept: Any = json.loads(self._path.read_text("utf-8"))
            language = kept["language"] if kept["language"] in LANGUAGES else USUAL.language
            return Liked(language=language, greyscale=bool(kept["greyscale"]), copies=bool(kept["copies"]))
        except (OSError, ValueError, KeyError, TypeError):
            return USUAL

    def like(self, language: str, greyscale: bool, copies: bool) -> Liked:
        made = Liked(language=language if language in LANGUAGES else "en", greyscale=greyscale, copies=copies)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temp = self._path.with_name(f".{self._path.name}.{secrets.token_hex(4)}")
        temp.write_text(json.dumps(asdict(made)), "utf-8")
        os.replace(temp, self._path)
        return made
