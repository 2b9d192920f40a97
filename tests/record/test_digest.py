"""Canonical bytes are RFC 8785's, by its own package; and what is not canonical is refused, every time."""

import json
import math
from contextlib import suppress
from typing import Any

import pytest
import rfc8785
from hypothesis import assume, given
from hypothesis import strategies as st

from firsthand.record.digest import (
    MAX_DEPTH,
    MAX_INT,
    canonical,
    check_digest,
    digest_of,
    es6,
    parse,
    parse_canonical,
    sha256,
)
from firsthand.record.fault import BadDigest, NotCanonical, NotJson
from tests.recheck.vectors import REFUSED

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def representable(number: float) -> bool:
    """Whole floats past 2^53 would be written as integers that no reader of the house accepts."""
    return not (number.is_integer() and MAX_INT < abs(number) < 1e21)


FLOATS = st.floats(allow_nan=False, allow_infinity=False).filter(representable)
SCALARS = st.none() | st.booleans() | st.integers(-MAX_INT, MAX_INT) | FLOATS | TEXT
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=12
)


@given(JSON)
def test_the_oracle_writes_the_same(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(FLOATS)
def test_numbers_are_written_as_ecmascript_writes_them(number: float) -> None:
    assert es6(number).encode() == rfc8785.dumps(number)
    assert float(es6(number)) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (5e-324, "5e-324"), (-5e-324, "-5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
        (1e21, "1e+21"), (9.999999999999997e22, "9.999999999999997e+22"), (1e23, "1e+23"), (1e-6, "0.000001"),
        (1e-7, "1e-7"), (333333333.3333332, "333333333.3333332"), (4.5, "4.5"), (0.002, "0.002"), (1e-27, "1e-27"),
        (-1234.5678, "-1234.5678"), (295147905179352830000.0, "295147905179352830000"),
    ],
)  # fmt: skip
def test_numbers_of_the_rfc(number: float, text: str) -> None:
    """The samples of RFC 8785, appendix B, that it prints, and the edges of the notation."""
    assert es6(number) == text


@given(JSON)
def test_what_was_written_reads_back(value: Any) -> None:
    data = canonical(value)
    again = parse_canonical(data)
    assert again == value and canonical(again) == data


@given(JSON, st.integers(0, 10**6))
def test_no_other_bytes_say_the_same(value: Any, where: int) -> None:
    data = canonical(value)
    at = where % (len(data) + 1)
    for other in (data[:at] + b" " + data[at:], json.dumps(value, indent=1).encode()):
        try:
            read = parse_canonical(other)
        except (NotCanonical, NotJson):
            continue
        assert canonical(read) == other


@pytest.mark.parametrize("data", REFUSED, ids=lambda data: repr(data[:20]))
def test_what_is_not_canonical_is_refused(data: bytes) -> None:
    with pytest.raises((NotCanonical, NotJson)):
        parse_canonical(data)


@given(st.binary(max_size=40) | TEXT.map(str.encode))
def test_any_bytes_end_in_a_value_or_a_fault(data: bytes) -> None:
    with suppress(NotCanonical, NotJson):
        assert canonical(parse_canonical(data)) == data


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        -math.inf,
        2**53,
        -(2**53),
        1e16,
        1e20,
        {1: 2},
        {None: 1},
        "\ud800",
        {"\udfff": 1},
        b"x",
        {1, 2},
        object(),
        1j,
    ],
)
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    for inner in (value, [value], {"a": {"b": value}}):
        with pytest.raises(NotJson):
            canonical(inner)


def test_depth_has_a_limit_that_every_verifier_shares() -> None:
    for opened, closed in ((b"[", b"]"), (b'{"a":', b"}")):
        inner = b"1" if opened != b"[" else b""
        assert parse(opened * MAX_DEPTH + inner + closed * MAX_DEPTH)
        with pytest.raises(NotJson):
            parse(opened * (MAX_DEPTH + 1) + inner + closed * (MAX_DEPTH + 1))
    wide = canonical([[1]] * 1000)
    assert parse_canonical(wide) == [[1]] * 1000


def test_a_value_too_deep_to_write_is_refused() -> None:
    value: Any = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(NotJson):
        canonical(value)


@given(TEXT)
def test_digests_are_of_the_bytes(text: str) -> None:
    assume(text)
    assert digest_of({text: 1}) == sha256(canonical({text: 1}))
    assert check_digest(sha256(text.encode())) == sha256(text.encode())


@pytest.mark.parametrize("text", ["", "a" * 63, "A" * 64, "g" * 64, "a" * 64 + "\n", None, 7, b"a" * 64])
def test_what_is_no_digest_is_refused(text: Any) -> None:
    with pytest.raises(BadDigest):
        check_digest(text)
