"""The quick reading of a line says what the slow, obvious one says, of good lines and of every spoilt one."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.record.digest import canonical, sha256
from firsthand.record.entry import KINDS, Line, Salt, seal
from firsthand.record.fault import BadRecord
from firsthand.record.observation import Observation
from firsthand.store import raw
from firsthand.store.raw import leaf, leaf_by_record
from firsthand.testing.author import BEGIN, Author
from firsthand.testing.index import FILE, OTHER, claim, sighting, source

AUTHOR = Author("A")
DIGESTS = st.sampled_from([FILE, OTHER, FILE.upper(), FILE[:-1]])
TEXTS = st.text(max_size=8) | DIGESTS | st.sampled_from(["", "\U0001f4e1", '",\\', "\u2028", "\x7f", "\ue000"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e9, 1e9) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def salts() -> Salt:
    made = iter(range(1000))
    return lambda: sha256(b"%d" % next(made))[:32]


def sealed(value: Any, **more: Any) -> Line:
    return seal(value, log=AUTHOR.log, by=AUTHOR.by, now=BEGIN, salt=salts(), **{"after": (), **more})


def said(reading: Any, line: bytes) -> object:
    try:
        return reading(line, AUTHOR.log)
    except BadRecord:
        return BadRecord


GOOD = [
    sealed(value)
    for value in (
        AUTHOR.opened(),
        source("Станція"),
        claim(FILE, FILE, OTHER),
        sighting(account=OTHER, note="Київ", extra={"n": [1, -2, 0.25, {"e": FILE}]}),
        Observation(what="note", says="ї" * 64, details={"header": {"after": []}, "x_px": 1}),
    )
]


@pytest.mark.parametrize("line", GOOD, ids=lambda line: line.header.kind)
def test_lines_of_the_house_take_the_quick_way(line: Line) -> None:
    quick = raw._quick(line.bytes(), AUTHOR.log)
    assert quick == leaf_by_record(line.bytes(), AUTHOR.log)
    assert quick.id == line.hash and line.header and quick.kind == line.header.kind in KINDS


@settings(max_examples=100)
@given(
    extra=st.dictionaries(TEXTS, JSON, max_size=4),
    note=TEXTS,
    account=TEXTS,
    hide=st.sets(st.sampled_from(["account", "clock"])),
)
def test_whatever_a_line_says(extra: dict[str, Any], note: str, account: str, hide: set[str]) -> None:
    line = sealed(sighting(account=account, note=note, extra=extra)).hidden(fields=hide)
    made = leaf(line.bytes(), AUTHOR.log)
    assert made == leaf_by_record(line.bytes(), AUTHOR.log)
    assert made.id == line.hash


def test_another_kind_is_another_entry() -> None:
    """Of any kind that is written in the header, even one that this version does not know: the tree says whether it was signed."""
    for kind in ("claim", "hearsay", "Ünknown", ""):
        line = GOOD[3].bytes().replace(b'"kind":"sighting"', canonical({"kind": kind})[1:-1])
        made = leaf(line, AUTHOR.log)
        assert made == leaf_by_record(line, AUTHOR.log) and made.kind == kind and made.id != GOOD[3].hash


def test_what_is_withheld_and_what_cites_other_logs() -> None:
    lines = [GOOD[3].hidden(body=True), GOOD[3].hidden(header=True), sealed(source(), after=(head(),))]
    for line in lines:
        assert leaf(line.bytes(), AUTHOR.log) == leaf_by_record(line.bytes(), AUTHOR.log)


def head() -> Any:
    other = Author("B")
    other.line(other.opened())
    return other.head()


# Spoilt in ways that leave it JSON: (what to replace, with what)
SPOILS: list[tuple[bytes, bytes]] = [
    (b'"v":1', b'"v":2'),
    (b'"v":1', b'"v":1.0'),
    (b'"v":1', b'"v": 1'),
    (b'"kind":"sighting"', b'"kind":"sighting","kind":"sighting"'),
    (b'{"body":{', b'{"body":{"added":1,'),
    (b'{"body":{', b'{ "body":{'),
    (b'"note":"', b'"note":"changed '),
    (b'"note":"', b'"note":"\\u0041'),
    (b"-2", b"-2.0"),
    (b"-2", b"2e2"),
    (b"0.25", b"0.250"),
    (b"0.25", b"0.2500000000000000001"),
    (b"0.25", b".25"),
    (b"0.25", b"1e-07"),
    (b"0.25", b"-0.0"),
    (b"-2", b"-9007199254740993"),
    (b"[1,", b"[NaN,"),
    (b"[1,", b"[-0,"),
    (b'"sealed":{"account"', b'"sealed":{"accoun"'),
    (b'"value":"', b'"value":"x'),
    (b'"value":null', b'"value":false'),
    (b'"value":null', b'"value":null,"x":1'),
    (b'"salt":"', b'"salt":"A'),
    (b'"header":{', b'"header":{"zz":0,'),
    (b'"at":"2024', b'"at":"24'),
    (AUTHOR.log.encode(), sha256(b"another log").encode()),
    (b"}", b"} "),
    (b'"salt":', b'"Salt":'),
]


@pytest.mark.parametrize(("old", "new"), SPOILS)
@pytest.mark.parametrize("which", [1, -1])
def test_a_spoilt_line_is_refused_by_both(old: bytes, new: bytes, which: int) -> None:
    line = GOOD[3].bytes()
    assert old in line
    parts = line.split(old)
    at = 1 if which == 1 else len(parts) - 1
    spoilt = old.join(parts[:at]) + new + old.join(parts[at:])
    assert said(leaf, spoilt) is BadRecord is said(leaf_by_record, spoilt)


def test_a_body_that_plays_the_header() -> None:
    """A body may hold what looks like the rest of the line; the commitment in it fits the text before it."""
    fake = GOOD[3].header
    assert fake is not None
    start = canonical({"a": 1})[:-1].decode()
    wire = {"after": [], "at": fake.at, "body": "", "by": fake.by, "kind": "claim", "log": fake.log, "v": 1}
    salt = "0" * 32
    wire["body"] = sha256(b"firsthand commitment v1\n" + bytes.fromhex(salt) + start.encode())
    details = {"a": 1, "header": wire, "salt": salt, "sealed": {}}
    line = sealed(Observation(what="note", says="x", details=details))
    assert leaf(line.bytes(), AUTHOR.log) == leaf_by_record(line.bytes(), AUTHOR.log)
    assert leaf(line.bytes(), AUTHOR.log).id == line.hash


@settings(max_examples=200)
@given(data=st.data())
def test_any_bytes_changed(data: st.DataObject) -> None:
    line = bytearray(data.draw(st.sampled_from(GOOD)).bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(line) - 1))
        line[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    assert said(leaf, bytes(line)) == said(leaf_by_record, bytes(line))


@given(st.binary(max_size=60) | JSON.map(canonical))
def test_no_line_at_all(line: bytes) -> None:
    assert said(leaf, line) == said(leaf_by_record, line)


def test_too_deep() -> None:
    for line in (b"[" * 100_000, b'{"body":' * 50_000):
        assert said(leaf, line) is BadRecord
