"""Names of files as data: what can be shown, and the raw bytes beside it where they are not text; never used as a path."""

import base64
import os

# Characters that reorder or hide text around them: kept in the data, shown by their code wherever a person reads them.
_CONTROLS = {*range(0x20), 0x7F, *range(0x80, 0xA0), 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF, 0xFFFE}
_CONTROLS |= {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x061C, 0x180E, *range(0xE0000, 0xE0080)}
_VISIBLE = {code: f"\u27e8U+{code:04X}\u27e9" for code in _CONTROLS}


def as_data(name: str) -> tuple[str, str | None]:
    """(text, raw): the name as text, and its bytes in base64 where they are not UTF-8 (`raw` None otherwise)."""
    raw = os.fsencode(name)
    try:
        return raw.decode("utf-8"), None
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace"), base64.b64encode(raw).decode()


def visible(text: str) -> str:
    """Text for a person's eyes: controls, direction overrides and invisible marks appear as their code."""
    return text.translate(_VISIBLE)
