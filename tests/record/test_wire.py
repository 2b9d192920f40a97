"""The codec between values and JSON, and the outcomes and jobs that have forms of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.record.bounds import Angle, Rate
from firsthand.record.fault import BadEntry, BadRecord, BadValue
from firsthand.record.finding import (
    OUTCOMES,
    Finding,
    Found,
    Inconclusive,
    Job,
    Nothing,
    Unsuitable,
    outcome_from_wire,
    outcome_wire,
)
from firsthand.record.footage import Area, Copy, File, Moment, Recording, Stretch
from firsthand.record.wire import MAX_FRACTION, from_wire, to_wire
from tests.record.values import Dice

DIGEST = "a" * 64


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    number: float = 0.0
    share: Fraction = Fraction(1, 2)
    colour: Colour = Colour.RED
    maybe: Inner | None = None
    many: tuple[Inner, ...] = ()
    named: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    free: Any = None


@given(
    st.builds(
        Outer,
        number=st.floats(allow_nan=False),
        share=st.fractions(),
        maybe=st.none() | st.builds(Inner, size=st.integers()),
        many=st.lists(st.builds(Inner, size=st.integers()), max_size=3).map(tuple),
        named=st.dictionaries(st.text(), st.lists(st.integers(), max_size=3).map(tuple), max_size=3),
        free=st.none() | st.text() | st.lists(st.booleans()),
    ).filter(lambda outer: len(f"{outer.share.numerator}/{outer.share.denominator}") <= MAX_FRACTION)
)
def test_values_read_back(outer: Outer) -> None:
    assert from_wire(Outer, to_wire(outer)) == outer


BAD: dict[str, dict[str, Any]] = {
    "a field more": {"more": 1},
    "text for a number": {"number": "1"},
    "a truth for a number": {"number": True},
    "a share in words": {"share": "half"},
    "a share not in lowest terms": {"share": "2/4"},
    "a share of nothing": {"share": "1/0"},
    "a share with a sign below": {"share": "1/-2"},
    "a share with blanks": {"share": " 1/2"},
    "a share that is a float": {"share": 0.5},
    "an endless share": {"share": "1" * 5000 + "/2"},
    "an unknown colour": {"colour": "blue"},
    "a list for an object": {"maybe": []},
    "an object for a list": {"many": {}},
    "null for a list": {"many": None},
    "a list for a mapping": {"named": []},
    "a number for a list within": {"named": {"a": 1}},
    "text for a number within": {"many": [{"size": "1"}]},
    "a fraction for a whole": {"many": [{"size": 1.0}]},
}


@pytest.mark.parametrize("name", BAD)
def test_what_does_not_fit_is_refused(name: str) -> None:
    with pytest.raises(BadEntry):
        from_wire(Outer, {**to_wire(Outer()), **BAD[name]})


@pytest.mark.parametrize("wire", [None, [], "x", 7, {}])
def test_what_is_no_object_is_refused(wire: Any) -> None:
    with pytest.raises(BadEntry):
        from_wire(Outer, wire)


def test_what_has_no_wire_form_is_refused() -> None:
    for value in (object(), {1, 2}, b"x", [object()], {"a": object()}):
        with pytest.raises(BadValue):
            to_wire(value)


def test_bounds_of_the_coming_kinds_read_back() -> None:
    for value in (Angle.between(350, 10), Angle(), Rate(low=0.5, high=2.0)):
        assert type(value).from_wire(to_wire(value)) == value


# --- outcomes and jobs --------------------------------------------------------------------------------------------------------


@given(st.integers(0, 2**32))
def test_outcomes_read_back(seed: int) -> None:
    wire = Dice(Random(seed)).outcome()
    assert outcome_wire(outcome_from_wire(wire)) == wire and wire["outcome"] in OUTCOMES


@pytest.mark.parametrize(
    "wire",
    [
        None,
        {},
        [],
        {"outcome": "maybe"},
        {"outcome": "found"},
        {"outcome": "found", "value": {"a": 1}, "more": 1},
        {"outcome": ["found"]},
    ],
)
def test_what_is_no_outcome_is_refused(wire: Any) -> None:
    with pytest.raises((BadRecord, TypeError)):
        from_wire(Finding, {**to_wire(finding()), "outcome": wire})


@pytest.mark.parametrize(
    "make",
    [lambda: Found(value={}), lambda: Nothing(looked=" "), lambda: Inconclusive(why=""), lambda: Unsuitable(why="")],
)
def test_an_outcome_says_what_where_or_why(make: Any) -> None:
    with pytest.raises(BadValue):
        make()


def finding() -> Finding:
    job = Job(method="read.probe", version=1, given={}, inputs={"file": (DIGEST,)})
    return Finding(job=job, outcome=outcome_wire(Nothing(looked="all of it")), files=(DIGEST,))


def test_a_job_is_what_it_asks() -> None:
    one = finding().job
    assert one.id == Job(method="read.probe", version=1, given={}, inputs={"file": (DIGEST,)}).id
    others = [
        Job(method="read.shots", version=1, given={}, inputs={"file": (DIGEST,)}),
        Job(method="read.probe", version=2, given={}, inputs={"file": (DIGEST,)}),
        Job(method="read.probe", version=1, given={"least": 0}, inputs={"file": (DIGEST,)}),
        Job(method="read.probe", version=1, given={}, inputs={"file": (DIGEST, DIGEST)}),
        Job(method="read.probe", version=1, given={}, inputs={"file": (DIGEST,)}, weights={"w": DIGEST}),
    ]
    assert len({job.id for job in (one, *others)}) == 6
    assert finding().result == Nothing(looked="all of it")


@pytest.mark.parametrize(
    "change",
    [{"version": "1"}, {"method": 1}, {"inputs": {"file": "x"}}, {"inputs": {"file": ["x"]}}, {"weights": {"w": 1}}],
)
def test_a_job_read_back_is_checked(change: dict[str, Any]) -> None:
    wire = to_wire(finding())
    with pytest.raises(BadRecord):
        from_wire(Finding, {**wire, "job": {**wire["job"], **change}})


# --- footage ------------------------------------------------------------------------------------------------------------------

FOOTAGE: dict[str, Any] = {
    "a size below nothing": lambda: File(digest=DIGEST, blake3=DIGEST, size=-1),
    "a digest that is none": lambda: File(digest="x", blake3=DIGEST, size=1),
    "a stretch that ends first": lambda: Stretch(file=DIGEST, start=Fraction(2), end=Fraction(1)),
    "a stream below nothing": lambda: Moment(file=DIGEST, stream=-1, pts=Fraction(0), frame=DIGEST),
    "a box outside its picture": lambda: Area(left=5, top=0, width=6, height=1, of=(10, 10)),
    "a box without width": lambda: Area(left=0, top=0, width=0, height=1, of=(10, 10)),
    "a picture of three sides": lambda: Area(left=0, top=0, width=1, height=1, of=(1, 1, 1)),
    "a recording without files": lambda: Recording(id=DIGEST, files=()),
    "a recording under no digest": lambda: Recording(id="the first", files=(DIGEST, "b" * 64)),
}


@pytest.mark.parametrize("name", FOOTAGE)
def test_footage_that_cannot_be_is_refused(name: str) -> None:
    with pytest.raises(BadRecord):
        FOOTAGE[name]()


def test_copies_read_back() -> None:
    whole = Stretch(file=DIGEST)
    copy = Copy(
        one=whole,
        two=Stretch(file="b" * 64, start=Fraction(1, 3)),
        offset=Fraction(-7, 3),
        error=0.04,
        score=0.9,
        edits=("crop",),
    )
    assert from_wire(Copy, to_wire(copy)) == copy
    assert Recording(id=DIGEST, files=("b" * 64, DIGEST)).id == DIGEST
