"""What may pass out of the cell: length-framed messages, never code, every size and count checked by who reads them.

A message is one byte of kind, two lengths (unsigned, 32 bits, big-endian), a JSON head and a raw body:
P progress, S one still (body: RGB, three bytes a pixel), R the reading (body: its packed bytes), F why it stopped.
"""

import json
import math
import re
import struct
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.method.reading import MAX_BYTES, Reading, pack, unpack
from firsthand.port import Progress, Read, Still
from firsthand.record.digest import canonical
from firsthand.record.fault import CellGarbage
from firsthand.record.finding import OUTCOMES

PREFIX = struct.Struct(">cII")
MAX_SIDE = 16384
PTS = re.compile(r"-?[0-9]{1,20}/[1-9][0-9]{0,19}")
DIGEST = re.compile(r"[0-9a-f]{64}")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._+-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may cost. Times in seconds, sizes in bytes; `wall` and `stall` count only time spent waiting for the cell."""

    cpu: int
    wall: float
    stall: float
    memory: int
    stills: int = 5_000
    still: int = 64 << 20
    total: int = 4 << 30
    messages: int = 500_000


def limits_for(size: int) -> Limits:
    """Limits that grow with the bytes of the file. An hour of a standing picture is a few MB and minutes of work, hence the base."""
    cpu = min(240 + size // 20_000, 24 * 3600)
    return Limits(cpu=cpu, wall=4.0 * cpu, stall=120.0, memory=min((3 << 30) + 4 * size, 8 << 30))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """The cell says itself why it ended early: "memory", "fault" (the decoder raised) or "broke" (a layer failed)."""

    kind: str
    message: str


Message = Progress | Still | Read | Stopped


def frame(message: Message) -> tuple[bytes, bytes]:
    """The start (prefix and head) and the body of a message, to be written one after the other."""
    kind, head, body = _parts(message)
    text = json.dumps(head).encode()
    return PREFIX.pack(kind, len(text), len(body)) + text, body


def _parts(message: Message) -> tuple[bytes, dict[str, Any], bytes]:
    match message:
        case Progress():
            return b"P", {"done": message.done, "whole": message.whole}, b""
        case Still():
            names = ("stream", "pts", "frame", "width", "height", "why")
            return b"S", {name: getattr(message, name) for name in names}, message.rgb
        case Read():
            outcomes = {name: dict(outcome) for name, outcome in message.outcomes.items()}
            return b"R", {"outcomes": outcomes, "made_with": dict(message.made_with)}, message.reading
        case Stopped():
            return b"F", {"kind": message.kind, "message": message.message[:2000]}, b""


HEADS = {b"P": 1 << 10, b"S": 1 << 12, b"R": 8 << 20, b"F": 1 << 14}


def messages(exact: Callable[[int], bytes | None], limits: Limits) -> Iterator[Message]:
    """Messages from a stream that may be hostile; `exact(n)` gives n bytes, or None where the stream is over.

    Raises CellGarbage where anything is not what it may be; nothing is allocated on the word of the stream beyond `limits`.
    """
    bodies = {b"P": 0, b"S": limits.still, b"R": MAX_BYTES, b"F": 0}
    total = count = stills = 0
    while (prefix := exact(PREFIX.size)) is not None:
        kind, head_size, body_size = PREFIX.unpack(prefix)
        if head_size > HEADS.get(kind, -1) or body_size > bodies[kind]:
            raise CellGarbage(
                f"the cell sent a message of an unknown kind or size: {kind!r}, {head_size} and {body_size} bytes"
            )
        total, count, stills = total + head_size + body_size, count + 1, stills + (kind == b"S")
        if total > limits.total or count > limits.messages or stills > limits.stills:
            raise CellGarbage(f"the cell sent more than it may: {count} messages, {stills} stills, {total} bytes")
        head, body = exact(head_size), exact(body_size)
        if head is None or body is None:
            return  # why it was cut short is told by how its process ended
        yield parse(kind, head, body)


def parse(kind: bytes, head: bytes, body: bytes) -> Message:
    """One message, checked to the last field. Raises CellGarbage."""
    try:
        given = json.loads(head, parse_constant=_no_constant)
        return PARSERS[kind](given, body)
    except Exception as bad:  # the cell's edge: whatever hostile bytes provoke here is the same fault
        raise CellGarbage(f"the cell sent what cannot be read: {type(bad).__name__}: {clean(str(bad))[:200]}") from bad


def clean(value: Any) -> Any:
    """The same JSON value; in its texts control characters (tab and line feed apart) and surrogates become U+FFFD."""
    if isinstance(value, str):
        return "".join("�" if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n" else c for c in value)
    if isinstance(value, Mapping):
        return {clean(k): clean(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [clean(part) for part in value]
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(what)


def _count(value: Any, low: int, high: int, what: str) -> int:
    _must(type(value) is int and low <= value <= high, what)
    return int(value)


def _match(pattern: re.Pattern[str], value: Any, what: str) -> str:
    _must(isinstance(value, str) and pattern.fullmatch(value) is not None, what)
    return str(value)


def _progress(given: Any, body: bytes) -> Progress:
    done, whole = float(given["done"]), float(given["whole"])
    _must(math.isfinite(done) and math.isfinite(whole) and done >= 0 and whole >= 0, "progress that is no progress")
    return Progress(done=done, whole=whole)


def _still(given: Any, body: bytes) -> Still:
    width = _count(given["width"], 1, MAX_SIDE, "width")
    height = _count(given["height"], 1, MAX_SIDE, "height")
    _must(len(body) == 3 * width * height, "a still of another size than it says")
    return Still(
        stream=_count(given["stream"], 0, 9999, "stream"),
        pts=_match(PTS, given["pts"], "pts"),
        frame=_match(DIGEST, given["frame"], "frame"),
        width=width,
        height=height,
        rgb=body,
        why=_match(NAME, given["why"], "why"),
    )


def _read(given: Any, body: bytes) -> Read:
    outcomes, made_with = given["outcomes"], given["made_with"]
    _must(len(outcomes) <= 256 and len(made_with) <= 64, "too many outcomes or names")
    for name, outcome in outcomes.items():
        _match(NAME, name, "name of an outcome")
        _outcome(clean(outcome))
    for name, version in made_with.items():
        _match(NAME, name, "name in made_with")
        _must(isinstance(version, str) and len(version) <= 500, "version in made_with")
    outcomes, made_with = clean(outcomes), clean(made_with)
    canonical({"outcomes": outcomes, "made_with": made_with})
    return Read(reading=_reading(body), outcomes=outcomes, made_with=made_with)


def _outcome(wire: Mapping[str, Any]) -> None:
    """Raises what a dataclass raises where these are not the fields of one of the four outcomes."""
    given = {name: value for name, value in wire.items() if name not in ("outcome", "name")}
    OUTCOMES[wire["outcome"]](**given)


def _reading(body: bytes) -> bytes:
    """The reading's bytes, with the texts of its facts filtered."""
    reading = unpack(body)
    facts = clean(reading.facts)
    return body if facts == reading.facts else pack(Reading(facts=facts, arrays=reading.arrays))


def _stopped(given: Any, body: bytes) -> Stopped:
    _must(given["kind"] in ("memory", "fault", "broke") and isinstance(given["message"], str), "why it stopped")
    return Stopped(kind=given["kind"], message=clean(given["message"]))


PARSERS: dict[bytes, Callable[[Any, bytes], Message]] = {b"P": _progress, b"S": _still, b"R": _read, b"F": _stopped}
