"""Messages out of the cell: what is good comes through whole, and nothing else does."""

import io
import json
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.method.reading import Reading, pack, unpack
from firsthand.outside.cell_wire import PREFIX, Limits, Message, Stopped, clean, frame, limits_for, messages
from firsthand.port import Progress, Read, Still
from firsthand.record.fault import CellGarbage
from firsthand.record.finding import Found, outcome_wire

LIMITS = Limits(cpu=1, wall=1, stall=1, memory=1, stills=5, still=1000, total=1 << 20, messages=20)
PACKED = pack(Reading(facts={"probe": {"n": 1}}, arrays={"probe/x": np.arange(5, dtype="<u4")}))
TEXTS = st.text(max_size=20)


def parsed(stream: bytes, limits: Limits = LIMITS) -> Iterator[Message]:
    source = io.BytesIO(stream)

    def exact(size: int) -> bytes | None:
        got = source.read(size)
        return got if len(got) == size else None

    return messages(exact, limits)


def joined(*given: Message) -> bytes:
    return b"".join(part for message in given for part in frame(message))


GOOD: tuple[Message, ...] = (
    Progress(done=0.5, whole=0),
    Still(stream=1, pts="-1/90000", frame="0f" * 32, width=3, height=2, rgb=bytes(range(18)), why="shot"),
    Read(
        reading=PACKED,
        outcomes={"probe": outcome_wire(Found(value={"a": "б", "b": [1, 2.5]}))},
        made_with={"av": "18.0", "ffmpeg": "8"},
    ),
    Stopped(kind="fault", message="why"),
)


def test_good_messages_come_through_whole() -> None:
    assert tuple(parsed(joined(*GOOD))) == GOOD


@given(st.binary(max_size=200))
def test_noise_is_garbage_or_over(noise: bytes) -> None:
    try:
        assert all(isinstance(message, Message) for message in parsed(noise))
    except CellGarbage as garbage:
        assert "\n" not in str(garbage)


@given(st.integers(0, len(joined(*GOOD)) - 1), st.integers(1, 255))
def test_a_flipped_byte_never_raises_anything_else(at: int, by: int) -> None:
    stream = bytearray(joined(*GOOD))
    stream[at] ^= by
    try:
        for message in parsed(bytes(stream)):
            assert not isinstance(message, Still) or len(message.rgb) == 3 * message.width * message.height
            assert not isinstance(message, Read) or unpack(message.reading)
    except CellGarbage:
        pass


@given(
    st.recursive(
        TEXTS | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=10
    )
)
def test_cleaning_is_done_once_and_keeps_what_is_clean(value: object) -> None:
    once = clean(value)
    assert clean(once) == once
    assert not set(json.dumps(once, ensure_ascii=False)) & {chr(n) for n in (*range(32), 127, 0x9B)}


def test_texts_are_filtered() -> None:
    assert clean({"a\x00": ["\x1b[31mred", "line\nend", "\ud800", "Україна"]}) == {
        "a�": ["�[31mred", "line\nend", "�", "Україна"]
    }
    dirty = Read(
        reading=pack(
            Reading(facts={"probe": {"title": "\x1b]0;x\x07"}}, arrays={"probe/x": np.arange(3, dtype="|u1")})
        ),
        outcomes={"probe": outcome_wire(Found(value={"title": "\x9b"}))},
        made_with={"av": "1\r2"},
    )
    [read] = parsed(joined(dirty))
    assert isinstance(read, Read)
    assert unpack(read.reading).facts == {"probe": {"title": "�]0;x�"}}
    assert list(unpack(read.reading).arrays["probe/x"]) == [0, 1, 2]
    assert read.outcomes["probe"]["value"] == {"title": "�"} and read.made_with == {"av": "1�2"}


@pytest.mark.parametrize(
    "limits",
    [
        Limits(cpu=1, wall=1, stall=1, memory=1, messages=9),
        Limits(cpu=1, wall=1, stall=1, memory=1, stills=9),
        Limits(cpu=1, wall=1, stall=1, memory=1, still=17),
        Limits(cpu=1, wall=1, stall=1, memory=1, total=1000),
    ],
)
def test_counts_and_sizes_end(limits: Limits) -> None:
    with pytest.raises(CellGarbage):
        list(parsed(joined(GOOD[1]) * 10, limits))


def test_nothing_is_asked_for_on_a_claim() -> None:
    asked = []

    def exact(size: int) -> bytes | None:
        asked.append(size)
        return PREFIX.pack(b"S", 10, 0xFFFFFFFF) if len(asked) == 1 else None

    with pytest.raises(CellGarbage):
        list(messages(exact, LIMITS))
    assert asked == [PREFIX.size]


@given(st.integers(0, 1 << 50), st.integers(0, 1 << 50))
def test_limits_grow_with_the_bytes_and_end(one: int, two: int) -> None:
    small, big = (limits_for(size) for size in sorted((one, two)))
    assert small.cpu <= big.cpu <= 24 * 3600 and small.memory <= big.memory <= 8 << 30 and small.wall <= big.wall
