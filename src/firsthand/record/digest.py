"""Canonical bytes (RFC 8785) and the digests taken over them."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from .fault import BadDigest, NotCanonical, NotJson

MAX_INT = 2**53 - 1
MAX_DEPTH = 64  # objects and lists within one another
_HEX64 = re.compile(r"[0-9a-f]{64}\Z")
# C speed for the common case: without floats and with keys inside the BMP its output is RFC 8785's.
_FAST = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256(data: bytes) -> str:
    """SHA-256 of `data`, 64 lowercase hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def check_digest(text: object, what: str = "digest") -> str:
    """`text` itself if it is a digest. Raises BadDigest."""
    if not isinstance(text, str) or not _HEX64.match(text):
        raise BadDigest(f"{what} is not 64 lowercase hexadecimal digits: {str(text)[:80]!r}")
    return text


def canonical(value: Any) -> bytes:
    """The one RFC 8785 form of a JSON value, UTF-8.

    Integers are refused past 2^53 - 1, floats when not finite, keys that are not text, text with lone surrogates.
    Raises NotJson.
    """
    try:
        text = _FAST.encode(value) if _plain(value) else _slow(value)
        return text.encode("utf-8")
    except UnicodeEncodeError as bad:
        raise NotJson("text holds a lone surrogate, which has no canonical bytes") from bad
    except (TypeError, ValueError, RecursionError) as bad:
        raise NotJson(f"not a JSON value of the house: {bad}") from bad


def _plain(value: Any) -> bool:
    """True when the fast encoder gives RFC 8785; checks every leaf on the way."""
    if value is None or value is True or value is False:
        return True
    kind = type(value)
    if kind is str:
        return True
    if kind is int:
        if not -MAX_INT <= value <= MAX_INT:
            raise NotJson(f"integer past 2^53: {value}")
        return True
    if kind is dict:
        plain = True
        for key, item in value.items():
            if type(key) is not str:
                raise NotJson(f"a key is not text: {key!r}")
            # RFC 8785 sorts by UTF-16 units; code points sort alike unless a key holds a surrogate pair.
            plain = _plain(item) and plain and (key.isascii() or max(key) <= "\uffff")
        return plain
    if kind is list or kind is tuple:
        return all([_plain(item) for item in value])
    if kind is float:
        if value != value or value in (float("inf"), float("-inf")):
            raise NotJson("a float that is not finite")
        if value.is_integer() and MAX_INT < abs(value) < 1e21:  # its digits would read back as an integer past 2^53
            raise NotJson(f"a whole number past 2^53: {value}")
        return False
    raise NotJson(f"not a JSON value: {kind.__name__}")


def _slow(value: Any) -> str:
    if isinstance(value, float):
        return es6(value)
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(_FAST.encode(key) + ":" + _slow(value[key]) for key in keys) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(map(_slow, value)) + "]"
    return _FAST.encode(value)


def es6(number: float) -> str:
    """A finite float as ECMAScript writes it (RFC 8785 section 3.2.2.3)."""
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = f"{abs(number)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    # value = 0.digits * 10^point
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len((whole + fraction).lstrip("0")))
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = point - 1
    tail = f"e{'+' if power > 0 else '-'}{abs(power)}"
    return sign + digits[0] + ("." + digits[1:] if count > 1 else "") + tail


def parse(data: bytes) -> Any:
    """JSON from hostile bytes, strictly: no BOM, duplicate keys, NaN, big integers or lone surrogates. Raises NotJson."""
    try:
        text = data.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_int=_small_int)
        if data.count(b"[") + data.count(b"{") > MAX_DEPTH:  # else it cannot be too deep
            _check_depth(value)
        if "\\u" in text:  # only an escape can smuggle a lone surrogate into UTF-8
            canonical(value)
    except NotJson:
        raise
    except (ValueError, RecursionError) as bad:
        raise NotJson(f"not JSON: {str(bad)[:200]}") from bad
    return value


def parse_canonical(data: bytes) -> Any:
    """`parse`, and the bytes must be the canonical ones. Raises NotJson, NotCanonical."""
    value = parse(data)
    if canonical(value) != data:
        raise NotCanonical(f"bytes are not canonical: {data[:60]!r}")
    return value


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            item
            for outer in level
            for item in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(item, (dict, list))
        ]
        if not level:
            return
    raise NotJson(f"deeper than {MAX_DEPTH} objects and lists within one another")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise NotJson("a key stands twice in one object")
    return made


def _no_constant(name: str) -> Any:
    raise NotJson(f"{name} is not JSON")


def _small_int(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > MAX_INT:
        raise NotJson(f"integer past 2^53: {text[:40]}")
    return int(text)


def digest_of(value: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical bytes of a JSON object."""
    return sha256(canonical(dict(value)))
