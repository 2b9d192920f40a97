"""A line as the index needs it: id, kind, day and what it names, checked raw at speed, without building objects."""

import json
import re
from hashlib import sha256
from typing import Any, NamedTuple

from firsthand.record.digest import MAX_INT
from firsthand.record.entry import CLOCK, WITHHELD, read_line, references
from firsthand.record.fault import BadEntry

_DIGEST = "[0-9a-f]{64}"
# Header and salt of most lines, behind the body. A header that cites other logs takes the slow way.
_HEADER = re.compile(
    rf',"header":({{"after":\[\],"at":"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})","body":"({_DIGEST})","by":"{_DIGEST}",'
    rf'"kind":"([a-z-]+)","log":"({_DIGEST})","v":1}}),"salt":"([0-9a-f]{{32}})","sealed":'
)
_is_digest = re.compile(rf"{_DIGEST}\Z").match
_SALT = re.compile(r"[0-9a-f]{32}\Z")
_ASTRAL = re.compile(rb"[\xf0-\xf4]")  # keys beyond the BMP sort in another order
_SEAL = b"firsthand commitment v1\n"
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


class Leaf(NamedTuple):
    """One entry for the index. `names` are the fields of its body and the digests that stand in them."""

    id: str
    kind: str
    at: str
    names: frozenset[tuple[str, str]]


class _Slow(Exception):
    """This line takes the slow way."""


def leaf(line: bytes, log: str) -> Leaf:
    """A line of a log, checked as `read_line` does. Raises BadRecord.

    The quick way takes most lines of the house's own making; what it does not know goes the slow way, which decides.
    """
    try:
        return _quick(line, log)
    except (_Slow, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return leaf_by_record(line, log)


def leaf_by_record(line: bytes, log: str) -> Leaf:
    """The slow, obvious way, by the record's own reading."""
    read = read_line(line)
    if read.header is None:
        return Leaf(read.hash, WITHHELD, WITHHELD, frozenset())
    if read.header.log != log:
        raise BadEntry(f"an entry of log {read.header.log[:12]} stands in log {log[:12]}")
    plain = {name: item for name, item in (read.body or {}).items() if name != "sealed"}
    opened = {name: shown["value"] for name, shown in read.opened.items() if name != CLOCK}
    found = [*references(plain).items(), *references(opened).items()]
    names = frozenset((name, digest) for name, digests in found for digest in digests)
    return Leaf(read.hash, read.header.kind, read.header.at, names)


def _no_constant(text: str) -> Any:
    raise _Slow


def _plain_float(text: str) -> float:
    """Where Python writes a float without an exponent, RFC 8785 writes it alike, but for whole numbers."""
    if "e" in text or "E" in text or text.endswith(".0"):
        raise _Slow
    return float(text)


def _small_int(text: str) -> int:
    number = int(text) if len(text) < 18 else MAX_INT + 1
    if abs(number) > MAX_INT:
        raise _Slow
    return number


_decode = json.JSONDecoder(parse_float=_plain_float, parse_int=_small_int, parse_constant=_no_constant).decode


def _quick(line: bytes, log: str) -> Leaf:
    text = line.decode("utf-8")
    if not text.isascii() and _ASTRAL.search(line):
        raise _Slow
    wire = _decode(text)
    body, names = wire["body"], set[tuple[str, str]]()
    told = _encode(body)
    found = _HEADER.match(text, len(told) + 8)
    if found is None or found[5] != log or _commit(found[6], told) != found[3]:
        raise _Slow
    # What comes out the same as it went in is canonical, holds no key twice and no lone surrogate.
    if text != f'{{"body":{told}{found[0]}{_open(wire["sealed"], body["sealed"], names)}}}':
        raise _Slow
    for name, item in body.items():
        if name != "sealed":
            _name(name, item, names)
        elif type(item) is not dict:
            raise _Slow
    return Leaf(sha256(b"\0" + found[1].encode()).hexdigest(), found[4], found[2], frozenset(names))


def _open(opened: dict[str, Any], sealed: dict[str, Any], names: set[tuple[str, str]]) -> str:
    """The canonical form of the sealed fields that are shown, each of them as it was committed to."""
    made = []
    for name, shown in opened.items():
        salt, value = shown["salt"], shown["value"]
        told = "null" if value is None else _encode(value)
        if _commit(salt, told) != sealed[name]:
            raise _Slow
        if name != CLOCK:
            _name(name, value, names)
        made.append(f'"{name}":{{"salt":"{salt}","value":{told}}}')
    if list(opened) != sorted(opened):
        raise _Slow
    return f"{{{','.join(made)}}}"


def _commit(salt: str, canonical: str) -> str:
    if not _SALT.match(salt):
        raise _Slow
    return sha256(_SEAL + bytes.fromhex(salt) + canonical.encode()).hexdigest()


def _name(name: str, wire: Any, names: set[tuple[str, str]]) -> None:
    kind = type(wire)
    if kind is str:
        if len(wire) == 64 and _is_digest(wire):
            names.add((name, wire))
    elif kind is dict:
        for key, item in wire.items():
            if item is not None:
                _name(f"{name}.{key}" if name else key, item, names)
    elif kind is list:
        for item in wire:
            _name(name, item, names)
