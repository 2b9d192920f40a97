"""Entries: every kind reads back as it was written, whatever is withheld; and what was not written so is refused."""

import json
import re
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.record.digest import canonical
from firsthand.record.entry import (
    CAUSES,
    CLOCK,
    KINDS,
    WITHHELD,
    Entry,
    Head,
    Header,
    Line,
    causes,
    commit,
    leaf_hash,
    open_line,
    read_line,
    references,
    seal,
)
from firsthand.record.fault import BadDigest, BadEntry, BadRecord
from firsthand.record.publication import Draft
from firsthand.record.wire import to_wire
from tests.record.values import MAKERS, Dice

SEEDS = st.integers(0, 2**32)
KIND = st.sampled_from(sorted(KINDS))
LOG, BY = "a" * 64, "b" * 64
NOW = datetime(2024, 2, 29, 23, 59, 59, 120_000, tzinfo=UTC)


def line_of(value: Any, chance: Random, **other: Any) -> Line:
    return seal(
        value, **{"log": LOG, "by": BY, "now": NOW, "after": (), "salt": lambda: chance.randbytes(16).hex(), **other}
    )


def drawn(kind: str, seed: int) -> tuple[Any, Line]:
    chance = Random(seed)
    value = Dice(chance).value(kind)
    return value, line_of(value, chance)


def test_there_is_a_maker_for_every_kind() -> None:
    assert MAKERS.keys() == KINDS.keys()
    assert all(kind == cls.kind for kind, cls in KINDS.items())


@given(KIND, SEEDS)
def test_every_kind_reads_back(kind: str, seed: int) -> None:
    value, line = drawn(kind, seed)
    again = read_line(line.bytes())
    entry = open_line(again, 7)
    assert entry.value == value and entry.kind == kind and type(entry.value) is KINDS[kind]
    assert (entry.id, entry.log, entry.by, entry.index, entry.withheld) == (line.hash, LOG, BY, 7, ())
    assert entry.clock == NOW and entry.at == "2024-02-29"
    assert again == line and again.bytes() == line.bytes()


@given(KIND, SEEDS)
def test_withholding_leaves_the_id_and_the_rest(kind: str, seed: int) -> None:
    value, line = drawn(kind, seed)
    hidden = {name for name in line.opened if Random(f"{seed} {name}").random() < 0.5}
    part = read_line(line.hidden(fields=hidden).bytes())
    entry = open_line(part, 0)
    assert set(entry.withheld) == hidden and part.hash == line.hash and part.shown == "shown"
    for name in (part.name for part in fields(value)):
        shown = getattr(entry.value, name)
        assert shown == (getattr(value, name) if name not in hidden else shown) and (
            name not in hidden or shown in (None, WITHHELD)
        )
    assert (entry.clock is None) == (CLOCK in hidden)
    for secret in hidden:
        assert line.opened[secret]["salt"] not in part.bytes().decode()


@given(KIND, SEEDS)
def test_header_only_and_hash_only_show_no_more(kind: str, seed: int) -> None:
    _, line = drawn(kind, seed)
    header, bare = line.hidden(body=True), line.hidden(header=True)
    assert [line.shown, header.shown, bare.shown] == ["shown", "header", "hash"]
    for less in (header, bare):
        assert read_line(less.bytes()) == less and less.hash == line.hash
        with pytest.raises(BadEntry):
            open_line(less, 0)
    assert json.loads(header.bytes()).keys() == {"header"} and json.loads(bare.bytes()) == {"hash": line.hash}
    assert bare.hidden(fields=["clock"]).shown == "hash"


@given(KIND, SEEDS, st.integers(0, 10**6), st.integers(0, 7))
def test_a_flipped_bit_is_refused_or_another_entry(kind: str, seed: int, where: int, bit: int) -> None:
    _, line = drawn(kind, seed)
    data = bytearray(line.bytes())
    data[where % len(data)] ^= 1 << bit
    try:
        again = read_line(bytes(data))
    except BadRecord:
        return
    assert again.hash != line.hash


@given(KIND, SEEDS)
def test_ids_are_leaf_hashes_and_commitments_hide(kind: str, seed: int) -> None:
    _, line = drawn(kind, seed)
    assert line.header is not None and line.body is not None
    assert line.hash == leaf_hash(canonical(to_wire(line.header))) == line.header.id
    assert line.header.body == commit(str(line.salt), line.body)
    others = {line.body["sealed"][name] for name in line.opened}
    assert len(others) == len(line.opened)
    assert commit("0" * 32, "x") != commit("1" * 32, "x") != commit("1" * 32, "y")


# --- refusals ---------------------------------------------------------------------------------------------------------------


def forged(change: Callable[[dict[str, Any]], Any], *, value: Any = None) -> bytes:
    """A line whose wire was changed, with commitments and id made to fit again."""
    line = line_of(value or Draft(text="x"), Random(1))
    wire = json.loads(line.bytes())
    change(wire)
    if "salt" in wire:
        wire["header"]["body"] = commit(wire["salt"], wire["body"])
    return canonical(wire)


def put(path: str, item: Any) -> Callable[[dict[str, Any]], None]:
    def change(wire: dict[str, Any]) -> None:
        *way, last = path.split("/")
        for part in way:
            wire = wire[part]
        wire[last] = item

    return change


def drop(path: str) -> Callable[[dict[str, Any]], None]:
    def change(wire: dict[str, Any]) -> None:
        *way, last = path.split("/")
        for part in way:
            wire = wire[part]
        del wire[last]

    return change


HEAD = {"log": "c" * 64, "size": 1, "root": "d" * 64}
FORGED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "version 2": put("header/v", 2),
    "version true": put("header/v", True),
    "no version": drop("header/v"),
    "a header field more": put("header/more", 1),
    "a line field more": put("more", 1),
    "no salt": drop("salt"),
    "no sealed": drop("sealed"),
    "kind is a number": put("header/kind", 1),
    "unknown kind": put("header/kind", "verdict"),
    "kind in capitals": put("header/kind", "Draft"),
    "day is an instant": put("header/at", "2024-02-29T00:00:00Z"),
    "no such day": put("header/at", "2023-02-29"),
    "year nothing": put("header/at", "0000-01-01"),
    "other digits": put("header/at", "٢٠٢٤-02-29"),
    "another day than the clock": put("header/at", "2024-02-28"),
    "log is short": put("header/log", "a" * 63),
    "by in capitals": put("header/by", "B" * 64),
    "after is a mapping": put("header/after", {}),
    "after of size nothing": put("header/after", [{**HEAD, "size": 0}]),
    "after of a fraction": put("header/after", [{**HEAD, "size": 1.5}]),
    "after of a truth": put("header/after", [{**HEAD, "size": True}]),
    "after twice": put("header/after", [HEAD, HEAD]),
    "after out of order": put("header/after", [{**HEAD, "log": "e" * 64}, HEAD]),
    "after of its own log": put("header/after", [{**HEAD, "log": LOG}]),
    "after with a field more": put("header/after", [{**HEAD, "more": 1}]),
    "a body field more": put("body/more", 1),
    "a body field less": drop("body/order"),
    "a body field of another type": put("body/order", "1"),
    "a truth for a number": put("body/order", True),
    "a fraction for a whole": put("body/order", 0.5),
    "an unknown section": put("body/section", "gossip"),
    "rests on no digest": put("body/rests_on", ["x"]),
    "rests on a mapping": put("body/rests_on", {"a": 1}),
    "empty text": put("body/text", "  "),
    "sealed is a list": put("body/sealed", []),
    "seals more": put("body/sealed/name", "f" * 64),
    "seals nothing": put("body/sealed", {}),
    "a commitment that is none": put("body/sealed/clock", "later"),
    "shows what is not sealed": put("sealed/name", {"salt": "0" * 32, "value": "x"}),
    "shows another value": put("sealed/clock/value", "2024-02-29T00:00:00Z"),
    "shows another salt": put("sealed/clock/salt", "0" * 32),
    "a salt in capitals": put("sealed/clock/salt", "A" * 32),
    "a salt that is a number": put("sealed/clock/salt", 7),
    "shows a field more": put("sealed/clock/more", 1),
    "shows no salt": drop("sealed/clock/salt"),
    "the clock in the open too": put("body/clock", "2024-02-29T00:00:00Z"),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_no_honest_writer_writes_is_refused(name: str) -> None:
    with pytest.raises(BadRecord):
        open_line(read_line(forged(FORGED[name])), 0)


def test_forging_nothing_is_fine() -> None:
    assert open_line(read_line(forged(lambda wire: None)), 0).value == Draft(text="x")


@pytest.mark.parametrize(
    "clock", ["2024-02-29T23:59:59+00:00", "2024-02-29 23:59:59Z", "2024-02-29T23:59:59.500Z", "2024-02-29", 7, None]
)
def test_the_clock_has_one_form(clock: Any) -> None:
    def change(wire: dict[str, Any]) -> None:
        wire["sealed"]["clock"]["value"] = clock
        wire["body"]["sealed"]["clock"] = commit(wire["sealed"]["clock"]["salt"], clock)

    with pytest.raises(BadRecord):
        open_line(read_line(forged(change)), 0)


@pytest.mark.parametrize(
    "wire",
    [
        {},
        [],
        7,
        None,
        "x",
        {"hash": "x"},
        {"hash": None},
        {"hash": "a" * 64, "header": {}},
        {"header": {}},
        {"header": []},
    ],
)
def test_what_is_no_line_is_refused(wire: Any) -> None:
    with pytest.raises(BadRecord):
        read_line(canonical(wire))


@pytest.mark.parametrize("salt", ["", "0" * 31, "0" * 33, "G" * 32, None, 7, "0" * 32 + "\n"])
def test_what_is_no_salt_is_refused(salt: Any) -> None:
    with pytest.raises(BadEntry):
        commit(salt, "x")


def test_heads_have_a_size() -> None:
    for size in (0, -1, True, "1"):
        with pytest.raises(BadEntry):
            Head(log=LOG, size=size, root=BY)  # type: ignore[arg-type]
    with pytest.raises(BadDigest):
        Head(log="x", size=1, root=BY)


def test_the_day_is_that_of_utc() -> None:
    tokyo = NOW.astimezone(__import__("zoneinfo").ZoneInfo("Asia/Tokyo")) + timedelta(seconds=1)
    header = line_of(Draft(text="x"), Random(2), now=tokyo).header
    assert header is not None and header.at == "2024-03-01"
    with pytest.raises(BadEntry):
        replace(header, at="2024-02-30")
    assert isinstance(header, Header)


# --- what rests on what -------------------------------------------------------------------------------------------------------


def paths_of(cls: Any, before: str = "") -> set[str]:
    """The dotted names of a kind's fields, through lists and values of its own."""
    found = set()
    for part in fields(cls):
        name = f"{before}{part.name}"
        found.add(name)
        inner = re.findall(r"firsthand\.record\.\w+\.(\w+)", str(get_type_hints(cls)[part.name]))
        if inner == ["SpeaksTo"]:
            found |= {f"{name}.question", f"{name}.answer"}
    return found


def test_causes_are_fields_of_their_kinds() -> None:
    assert CAUSES.keys() <= KINDS.keys()
    for kind, names in CAUSES.items():
        assert set(names) <= paths_of(KINDS[kind]), kind


@given(KIND, SEEDS)
def test_causes_are_what_the_body_names(kind: str, seed: int) -> None:
    ids = [f"{number:064x}" for number in range(1, 40)]
    value = Dice(Random(seed), ids).value(kind)
    found = causes(value)
    assert len(set(found)) == len(found)
    named = references(value)
    assert set(found) == {item for name in CAUSES.get(kind, ()) for item in named.get(name, ())}
    if kind != "published" and kind in CAUSES:
        assert set(found) == {item for items in named.values() for item in items} & set(ids)


def test_an_entry_says_its_kind() -> None:
    entry = open_line(read_line(forged(lambda wire: None)), 3)
    assert isinstance(entry, Entry) and entry.kind == "draft"
