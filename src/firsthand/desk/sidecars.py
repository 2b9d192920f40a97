"""Side-car metadata that downloaders leave beside a file: yt-dlp's .info.json and gallery-dl's .json."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from firsthand.record.bounds import Span
from firsthand.record.digest import parse
from firsthand.record.fault import BadSidecar, BadTime

from .times import epoch, stated

MAX_BYTES = 32 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """What a downloader noted: `made_by` its name; times are spans with the zone that the tool documents."""

    path: Path
    made_by: str
    url: str | None = None
    account: str | None = None
    channel: str | None = None
    posted: Span = field(default_factory=Span)
    seen: Span = field(default_factory=Span)
    extra: dict[str, Any] = field(default_factory=dict)


def sidecar_paths(names: set[str], name: str) -> list[str]:
    """Which of a folder's names are side-cars of `name`."""
    stem = name.rsplit(".", 1)[0]
    return [
        n for n in dict.fromkeys((f"{stem}.info.json", f"{name}.info.json", f"{name}.json")) if n in names and n != name
    ]


def read_sidecar(path: Path) -> Sidecar:
    """A side-car by its shape. Raises NotJson, BadSidecar: too large, not JSON, neither tool's."""
    with path.open("rb") as handle:
        data = handle.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise BadSidecar(f"a side-car larger than {MAX_BYTES} bytes")
    wire = parse(data)
    if not isinstance(wire, dict):
        raise BadSidecar("a side-car is a JSON object")
    return _yt_dlp(path, wire) if path.name.endswith(".info.json") else _gallery_dl(path, wire)


def _text(wire: dict[str, Any], *names: str) -> str | None:
    found = (wire.get(name) for name in names)
    return next((text[:10_000] for text in found if isinstance(text, str) and text), None)


def _yt_dlp(path: Path, wire: dict[str, Any]) -> Sidecar:
    """yt-dlp: `timestamp` and `epoch` are POSIX seconds; `upload_date` is a day in UTC by its documentation."""
    posted, seen, day = Span(), Span(), wire.get("upload_date")
    if isinstance(wire.get("timestamp"), (int, float)):
        posted = epoch(wire["timestamp"], f"timestamp {wire['timestamp']}")
    elif isinstance(day, str) and len(day) == 8 and day.isdigit():
        posted = stated(f"{day[:4]}-{day[4:6]}-{day[6:]}", "UTC")
    if isinstance(wire.get("epoch"), (int, float)):
        seen = epoch(wire["epoch"], f"epoch {wire['epoch']}")
    return Sidecar(
        path=path,
        made_by="yt-dlp",
        url=_text(wire, "webpage_url", "original_url"),
        account=_text(wire, "uploader_id", "uploader", "channel_id"),
        channel=_text(wire, "channel", "uploader"),
        posted=posted,
        seen=seen,
        extra={k: v for k in ("id", "extractor", "title") if (v := _text(wire, k))},
    )


def _gallery_dl(path: Path, wire: dict[str, Any]) -> Sidecar:
    """gallery-dl: `date` is "YYYY-MM-DD hh:mm:ss" in UTC by its documentation."""
    if not _text(wire, "category"):
        raise BadSidecar("neither yt-dlp's nor gallery-dl's side-car")
    posted, date = Span(), _text(wire, "date")
    if date:
        try:
            posted = stated(date, "UTC")
        except BadTime:
            posted = Span(verbatim=date)
    author = wire.get("author") or wire.get("user") or {}
    account = (
        author if isinstance(author, str) else _text(author, "name", "nick", "id") if isinstance(author, dict) else None
    )
    return Sidecar(
        path=path,
        made_by="gallery-dl",
        url=_text(wire, "post_url", "url"),
        account=account or _text(wire, "username", "uploader"),
        channel=_text(wire, "category"),
        posted=posted,
        extra={k: v for k in ("category", "subcategory", "title", "filename") if (v := _text(wire, k))},
    )
