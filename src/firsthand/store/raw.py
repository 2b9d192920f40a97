"""A line as the index needs it: id, kind, day and what it names, checked raw at speed, without building objects."""

import json
import re
from hashlib import sha256
from typing import Any, NamedTuple

from firsthand.record.digest import MAX_INT
from firsthand.record.entry import CLOCK, WITHHELD, read_line, references
from firsthand.record.fault import BadEntry

_DIGEST = "[0-9a-f]{64}"
# The header of most lines. One that cites other logs takes the slow way.
_HEADER = re.compile(
    rf'{{"after":\[\],"at":"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})","body":"({_DIGEST})","by":"{_DIGEST}",'
    rf'"kind":"([a-z-]+)","log":"({_DIGEST})","v":1}}'
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


def _no_float(text: str) -> Any:
    raise _Slow  # floats have a canonical form that the quick encoder does not know


def _small_int(text: str) -> int:
    number = int(text) if len(text) < 18 else MAX_INT + 1
    if abs(number) > MAX_INT:
        raise _Slow
    return number


_decode = json.JSONDecoder(parse_float=_no_float, parse_int=_small_int, parse_constant=_no_float).decode


def _quick(line: bytes, log: str) -> Leaf:
    text = line.decode("utf-8")
    if not text.isascii() and _ASTRAL.search(line):
        raise _Slow
    wire = _decode(text)
    body, salt, opened = wire["body"], wire["salt"], wire["sealed"]
    told, header = _encode(body), _encode(wire["header"])
    # What comes out the same as it went in is canonical, holds no key twice and no lone surrogate.
    if text != f'{{"body":{told},"header":{header},"salt":"{salt}","sealed":{_encode(opened)}}}':
        raise _Slow
    found = _HEADER.fullmatch(header)
    if found is None or found[4] != log or _commit(salt, told) != found[2]:
        raise _Slow
    names: set[tuple[str, str]] = set()
    for name, shown in opened.items():
        if shown.keys() != {"salt", "value"} or _commit(shown["salt"], _encode(shown["value"])) != body["sealed"][name]:
            raise _Slow
        if name != CLOCK:
            _name(name, shown["value"], names)
    for name, item in body.items():
        if name != "sealed":
            _name(name, item, names)
        elif not isinstance(item, dict):
            raise _Slow
    return Leaf(sha256(b"\0" + header.encode()).hexdigest(), found[3], found[1], frozenset(names))


def _commit(salt: str, canonical: str) -> str:
    if not _SALT.match(salt):
        raise _Slow
    return sha256(_SEAL + bytes.fromhex(salt) + canonical.encode()).hexdigest()


def _name(name: str, wire: Any, names: set[tuple[str, str]]) -> None:
    if isinstance(wire, str):
        if len(wire) == 64 and _is_digest(wire):
            names.add((name, wire))
    elif isinstance(wire, dict):
        for key, item in wire.items():
            _name(f"{name}.{key}" if name else key, item, names)
    elif isinstance(wire, list):
        for item in wire:
            _name(name, item, names)
