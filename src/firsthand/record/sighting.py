"""Sightings: each appearance of a file, or of an item spoken of whose bytes nobody here has; and what was passed over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from .bounds import Span
from .digest import check_digest
from .fault import BadValue

MAX_TEXT = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One appearance. The same bytes seen twice are two sightings; nothing may fold the second away.

    `file` is the digest, or None for an item that is only spoken of: then `item` names it. `name` is the file's name as
    it can be shown; `raw_name` its bytes in base64 where they are not text. `posted` and `seen` are spans, open where
    unknown. `extra` is side-car metadata verbatim. Sealed: `path`, `account`, `device`, `name`,
    `raw_name`, `url`, `note`: any of them can name a person or a private place.
    """

    kind: ClassVar[str] = "sighting"
    sealed: ClassVar[tuple[str, ...]] = ("account", "device", "name", "note", "path", "raw_name", "url")
    file: str | None
    item: str | None = None
    name: str | None = None
    raw_name: str | None = None
    path: str | None = None
    url: str | None = None
    channel: str | None = None
    device: str | None = None
    account: str | None = None
    posted: Span = field(default_factory=Span)
    seen: Span = field(default_factory=Span)
    captured: str = ""  # how: "copied from a folder", "yt-dlp", ...
    note: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.file is not None:
            check_digest(self.file, "file")
        elif not self.item:
            raise BadValue("a sighting without bytes names the item that is spoken of")
        for text in (self.item, self.name, self.path, self.url, self.channel, self.account, self.note):
            if text is not None and len(text) > MAX_TEXT:
                raise BadValue(f"text longer than {MAX_TEXT} characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Something that was offered and not preserved, with the reason: nothing is ever silently ignored."""

    kind: ClassVar[str] = "skipped"
    sealed: ClassVar[tuple[str, ...]] = ("name", "path")
    name: str
    path: str
    code: str
    why: str
