"""What an opened container says of itself, gathered as plain facts for the readers."""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from .decode_boxes import read_boxes
from .decode_open import SOUND_CODECS, VIDEO_CODECS

MOST_STREAMS = 64
MOST_TEXTS = 2000
TRACES = re.compile(
    rb"(x264 - core [ -~]{1,300}|x265 \(build [ -~]{1,200}|Lavc[0-9][0-9.]{2,20}|Lavf[0-9][0-9.]{2,20}|LAME[0-9][ -~]{1,20}|"
    rb"HandBrake [ -~]{1,60}|Zencoder[ -~]{1,60}|Xiph\.Org libVorbis[ -~]{1,40}|libopus [0-9][ -~]{1,40}|XviD[0-9]{1,6}|"
    rb"DivX[ -~]{1,20})"
)
UTC_TEXT = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.\d+)?Z")
# A cover, a strip of thumbnails, a tile of a larger picture.
_NOT_FOOTAGE = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.dependent


def film_facts(container: InputContainer, known: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as fold.Facts has them: streams, which of them are read, durations, texts; `known` is what the boxes said."""
    streams = [_stream(stream) for stream in list(container.streams)[:MOST_STREAMS]]
    texts = list(_texts(container))
    picture, sound = _picture(streams), _first(streams, "audio")
    facts: dict[str, Any] = {
        "kind": "sound" if picture is None and sound is not None and known["kind"] == "film" else known["kind"],
        "format": container.format.name,
        "duration": _seconds(container.duration),
        "start": _seconds(container.start_time),
        "streams": streams,
        "picture": picture,
        "sound": sound,
        "texts": texts,
        "counted_times": known.get("counted_times") or list(_counted(texts)),
    }
    if not streams:
        facts["unopened"] = "no stream was found in it"
    elif picture is None and known["kind"] == "picture":
        facts["unopened"] = "its picture is made of tiles that are not put together here"
    return facts


def box_facts(source: io.RawIOBase, size: int) -> dict[str, Any]:
    boxes = read_boxes(source, size)
    layout = [f"{row['type']} {row['size']}" for row in boxes["layout"][:50]]
    return {
        "layout": layout,
        "counted_times": boxes["counted_times"],
        "edit_lists": boxes["edit_lists"],
        "xmp": boxes["xmp"],
        "broken_boxes": boxes["broken"],
    }


def _seconds(microseconds: int | None) -> str | None:
    return None if microseconds is None else _text(Fraction(microseconds, 1_000_000))


def _text(number: Fraction | None) -> str | None:
    return None if number is None else f"{number.numerator}/{number.denominator}"


def _stream(stream: Stream) -> dict[str, Any]:
    context = getattr(stream, "codec_context", None)
    codec = None if context is None else context.name
    made: dict[str, Any] = {
        "index": stream.index,
        "type": stream.type,
        "codec": codec,
        "tag": _tag(context),
        "profile": None if context is None else stream.profile,
        "time_base": _text(stream.time_base),
        "start_s": _at(stream.start_time, stream.time_base),
        "duration_s": _at(stream.duration, stream.time_base),
        "frames_stated": stream.frames or None,
        "language": stream.language,
        "dispositions": [flag.name for flag in Disposition if flag in stream.disposition],
        "bit_rate": None if context is None else context.bit_rate,
        "cover": bool(stream.disposition & _NOT_FOOTAGE),
        "read": codec in VIDEO_CODECS | SOUND_CODECS,
    }
    if context is None:
        return made
    if isinstance(stream, VideoStream):
        made |= _video(stream)
    elif isinstance(stream, AudioStream):
        made |= {"rate": stream.rate, "channels": stream.channels, "layout": stream.layout.name}
    return made


def _tag(context: Any) -> str | None:
    try:
        return None if context is None else str(context.codec_tag)
    except (UnicodeDecodeError, ValueError):
        return "not text"


def _video(stream: VideoStream) -> dict[str, Any]:
    context = stream.codec_context
    return {
        "width": context.width,
        "height": context.height,
        "pixels": context.pix_fmt,
        "sample_shape": _text(stream.sample_aspect_ratio),
        "rate_stated": _text(stream.average_rate),
        "colour": {"range": int(context.color_range), "space": int(context.colorspace)},
        "reordered": bool(context.has_b_frames),
    }


def _at(ticks: int | None, base: Fraction | None) -> str | None:
    return None if ticks is None or base is None else _text(ticks * base)


def _picture(streams: list[dict[str, Any]]) -> int | None:
    """The video stream that is footage: not a cover, no tile of a larger one, the largest, the first of equals."""
    fit = [
        (-row["width"] * row["height"], row["index"])
        for row in streams
        if row["type"] == "video" and row["read"] and not row["cover"]
    ]
    return min(fit)[1] if fit else None


def _first(streams: list[dict[str, Any]], kind: str) -> int | None:
    return next((row["index"] for row in streams if row["type"] == kind and row["read"]), None)


def _texts(container: InputContainer) -> Iterator[dict[str, str]]:
    sources: list[tuple[str, Mapping[str, str]]] = [("container", container.metadata)]
    sources += [(f"stream {stream.index}", stream.metadata) for stream in list(container.streams)[:MOST_STREAMS]]
    sources += [(f"chapter {k}", chapter["metadata"]) for k, chapter in enumerate(container.chapters()[:200])]
    left = MOST_TEXTS
    for where, texts in sources:
        for key, text in texts.items():
            if left > 0:
                left -= 1
                yield {"where": where, "key": str(key), "text": str(text)}


def _counted(texts: list[dict[str, str]]) -> Iterator[dict[str, Any]]:
    """Creation times that the demuxer made into text from a number that its format defines as UTC."""
    seen = set()
    for row in texts:
        found = UTC_TEXT.fullmatch(row["text"]) if row["key"] == "creation_time" else None
        if found is None or row["text"] in seen:
            continue
        seen.add(row["text"])
        try:
            moment = datetime(*map(int, found.groups()))  # type: ignore[arg-type]
        except ValueError:
            continue
        seconds = int((moment - datetime(1970, 1, 1)).total_seconds())
        yield {"where": f"{row['where']} created", "seconds": seconds, "epoch": "1970", "stated": row["text"]}


def encoder_traces(container: InputContainer, heads: Mapping[int, list[bytes]]) -> list[str]:
    """Names that encoders leave in the streams themselves."""
    found: list[str] = []
    for index, parts in heads.items():
        context = getattr(container.streams[index], "codec_context", None)
        extra = (context.extradata if context is not None else None) or b""
        for part in (extra[:4096], *parts):
            for trace in TRACES.findall(part)[:8]:
                text = trace.decode("latin-1")
                if text not in found and len(found) < 16:
                    found.append(text)
    return found
