"""An event clock in forms that editors and sheets read: OpenTimelineIO JSON, FCP7 XML, WebVTT and CSV."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from firsthand.record.finding import Found, Inconclusive

from .align import AlignDone, Bang

TICKS = 50  # frames a second of FCP7 XML, which knows whole frames only: the bounds stand in the comments
RATE = 1000.0  # ticks a second on the timeline: editors round them to their own frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A recording on the event's clock: seconds after second 0 of the zero; `seconds` long as far as is known."""

    file: str
    name: str
    low: float
    best: float
    high: float
    rate_ppm: Mapping[str, float] | None
    seconds: float


def laid(event: Mapping[str, Any], seconds: Mapping[str, float]) -> list[Laid]:
    """The recordings of one event of align.clock, in order of their likeliest start. Files' own names can name people: digests."""
    return [
        Laid(
            file=row["file"],
            name=row["file"][:12],
            low=row["start_s"]["low"],
            best=row["start_s"]["best"],
            high=row["start_s"]["high"],
            rate_ppm=row["rate_ppm"],
            seconds=seconds.get(row["file"], 0.0),
        )
        for row in event["recordings"]
    ]


def write(done: AlignDone, folder: Path) -> list[Path]:
    """Each event as event-1.otio, .vtt, .csv and .xml in a folder (made where it is not there). Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    value = done.outcome.value if isinstance(done.outcome, Found | Inconclusive) else {}
    for number, event in enumerate(value.get("events", ()), 1):
        rows = laid(event, done.seconds)
        bangs = [bang for bang in done.bangs if bang.file in {row.file for row in rows}]
        for ending, form in FORMS.items():
            path = folder / f"event-{number}.{ending}"
            path.write_text(form(event["zero"], rows, bangs), "utf-8", newline="")
            made.append(path)
    return made


def otio(zero: str, rows: Sequence[Laid], bangs: Sequence[Bang] = ()) -> str:
    """An OpenTimelineIO timeline, a track a recording, each at its likeliest start; the bounds stand in its metadata."""
    first = min((row.best for row in rows), default=0.0)
    tracks = [_track(row, first, [bang for bang in bangs if bang.file == row.file]) for row in rows]
    timeline: dict[str, Any] = {
        "OTIO_SCHEMA": "Timeline.1",
        "name": f"event of {zero[:12]}",
        "metadata": {"firsthand": {"zero": zero, "zero_at_s": -first}},
        "global_start_time": None,
        "tracks": {
            "OTIO_SCHEMA": "Stack.1",
            "name": "tracks",
            "metadata": {},
            "source_range": None,
            "effects": [],
            "markers": [],
            "enabled": True,
            "children": tracks,
        },
    }
    return json.dumps(timeline, ensure_ascii=True, indent=1) + "\n"


def _track(row: Laid, first: float, bangs: Sequence[Bang]) -> dict[str, Any]:
    children: list[dict[str, Any]] = []
    if row.best - first > 0.0005:
        children.append({**_item("Gap.1", "", 0.0, row.best - first), "metadata": {}})
    markers = [
        {
            "OTIO_SCHEMA": "Marker.2",
            "name": "bang",
            "color": "RED",
            "comment": "",
            "metadata": {"firsthand": {"low_s": bang.low, "high_s": bang.high}},
            "marked_range": _range(bang.media_low, bang.media_high - bang.media_low),
        }
        for bang in bangs
    ]
    told = {"file": row.file, "start_s": {"low": row.low, "high": row.high}, "rate_ppm": row.rate_ppm}
    media = {
        "OTIO_SCHEMA": "ExternalReference.1",
        "name": row.name,
        "metadata": {"sha256": row.file},
        "available_range": _range(0.0, row.seconds),
        "available_image_bounds": None,
        "target_url": f"vault/{row.file[:2]}/{row.file[2:]}",
    }
    clip = {
        **_item("Clip.2", row.name, 0.0, row.seconds),
        "metadata": {"firsthand": told},
        "markers": markers,
        "media_references": {"DEFAULT_MEDIA": media},
        "active_media_reference_key": "DEFAULT_MEDIA",
    }
    return {
        "OTIO_SCHEMA": "Track.1",
        "name": row.name,
        "metadata": {},
        "source_range": None,
        "effects": [],
        "markers": [],
        "enabled": True,
        "kind": "Video",
        "children": [*children, clip],
    }


def _item(schema: str, name: str, start: float, length: float) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": schema,
        "name": name,
        "source_range": _range(start, length),
        "effects": [],
        "markers": [],
        "enabled": True,
    }


def _range(start: float, length: float) -> dict[str, Any]:
    def at(second: float) -> dict[str, Any]:
        return {"OTIO_SCHEMA": "RationalTime.1", "rate": RATE, "value": float(round(second * RATE))}

    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": at(start), "duration": at(length)}


def fcp7(zero: str, rows: Sequence[Laid], bangs: Sequence[Bang] = ()) -> str:
    """Final Cut Pro 7 XML (xmeml 5), which most editors take: a video and an audio track a recording, to a frame of TICKS."""
    first = min((row.best for row in rows), default=0.0)
    root = Element("xmeml", version="5")
    sequence = SubElement(root, "sequence", id=f"event-{zero[:12]}")
    length = max((round((row.best - first + row.seconds) * TICKS) for row in rows), default=0)
    _texts(sequence, name=f"event of {zero[:12]}", duration=length)
    _rate(sequence)
    media = SubElement(sequence, "media")
    for kind in ("video", "audio"):
        part = SubElement(media, kind)
        for row in rows:
            item = SubElement(SubElement(part, "track"), "clipitem", id=f"{kind}-{row.name}")
            _clip(item, row, first, kind, [bang for bang in bangs if bang.file == row.file])
    return '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n' + tostring(root, encoding="unicode") + "\n"


def _clip(item: Element, row: Laid, first: float, kind: str, bangs: Sequence[Bang]) -> None:
    start, length = round((row.best - first) * TICKS), round(row.seconds * TICKS)
    _texts(item, name=row.name, duration=length)
    _rate(item)
    _texts(item, start=start, end=start + length, **{"in": 0, "out": length})
    file = SubElement(item, "file", id=f"file-{row.name}")
    if kind == "video":  # told once, and by its id after
        _texts(file, name=row.name, pathurl=f"vault/{row.file[:2]}/{row.file[2:]}", duration=length)
        _rate(file)
        held = SubElement(file, "media")
        for each in ("video", "audio"):
            SubElement(held, each)
        for bang in bangs:
            marker = SubElement(item, "marker")
            at = int(bang.media_low * TICKS)  # the frame in which it may begin
            _texts(marker, name="bang", comment=f"{bang.low:.4f} to {bang.high:.4f} s", **{"in": at, "out": -1})
    notes = SubElement(item, "comments")
    _texts(notes, mastercomment1=f"starts {row.low:+.6f} to {row.high:+.6f} s after second 0 of the zero")


def _rate(parent: Element) -> None:
    _texts(SubElement(parent, "rate"), timebase=TICKS, ntsc="FALSE")


def _texts(parent: Element, **rows: object) -> None:
    for name, text in rows.items():
        SubElement(parent, name).text = str(text)


def webvtt(zero: str, rows: Sequence[Laid], bangs: Sequence[Bang] = ()) -> str:
    """Cues on the clock of the earliest recording: each recording while it runs, each bang where it was heard."""
    first = min((row.best for row in rows), default=0.0)
    names = {row.file: row.name for row in rows}
    cues = [(row.best - first, row.best - first + row.seconds, f"{row.name} (start {row.low - first:+.3f} to "
             f"{row.high - first:+.3f} s)") for row in rows]  # fmt: skip
    cues += [
        (bang.low - first, max(bang.high - first, bang.low - first + 0.2), f"bang heard in {names.get(bang.file, '')}")
        for bang in bangs
    ]
    parts = [f"WEBVTT\n\nNOTE second 0 is {-first:.3f} s after second 0 of {zero}\n"]
    for start, end, text in sorted(cues):
        parts.append(f"{_clock(start)} --> {_clock(max(end, start + 0.001))}\n{text}\n")
    return "\n".join(parts)


def _clock(second: float) -> str:
    whole = max(0, round(second * 1000))
    return f"{whole // 3_600_000:02d}:{whole // 60_000 % 60:02d}:{whole // 1000 % 60:02d}.{whole % 1000:03d}"


def table(zero: str, rows: Sequence[Laid], bangs: Sequence[Bang] = ()) -> str:
    """CSV: what, file, name, earliest_s, likeliest_s, latest_s, seconds, rate_low_ppm, rate_high_ppm; seconds after zero's second 0."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\r\n")
    sheet.writerow("what file name earliest_s likeliest_s latest_s seconds rate_low_ppm rate_high_ppm zero".split())
    for row in rows:
        rate = (row.rate_ppm["low"], row.rate_ppm["high"]) if row.rate_ppm else ("", "")
        sheet.writerow(
            ["recording", row.file, row.name, row.low, row.best, row.high, round(row.seconds, 3), *rate, zero]
        )
    for bang in bangs:
        sheet.writerow(["bang", bang.file, "", round(bang.low, 4), "", round(bang.high, 4), "", "", "", zero])
    return out.getvalue()


FORMS: Mapping[str, Callable[..., str]] = {"otio": otio, "vtt": webvtt, "csv": table, "xml": fcp7}
