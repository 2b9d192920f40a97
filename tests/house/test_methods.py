"""Every method keeps the one shape, its card is complete, its examples hold, and it touches nothing."""

import importlib
import json
import pkgutil
import random
import re
import socket
import subprocess
import time
from contextlib import suppress
from dataclasses import FrozenInstanceError, fields, is_dataclass
from pathlib import Path

import numpy
import pytest

import firsthand.method
from firsthand.method import CATALOGUE
from firsthand.method.shape import Example, Method, card
from firsthand.record.finding import Found, Inconclusive, Nothing, Unsuitable
from firsthand.record.wire import to_wire
from tests.house.guard import Reached, untouched
from tests.house.tree import FAMILIES

OUTCOMES = {"found": Found, "nothing": Nothing, "inconclusive": Inconclusive, "unsuitable": Unsuitable}
NAME = re.compile(rf"({'|'.join(FAMILIES)})\.[a-z]+(-[a-z]+)*")
KINDS = re.compile(r"file|reading|readings|text|value|entries:[a-z-]+")
METHODS = [pytest.param(method, id=name) for name, method in CATALOGUE.items()]
EXAMPLES = [
    pytest.param(method, example, id=f"{name}-{index}")
    for name, method in CATALOGUE.items()
    for index, example in enumerate(method.examples)
]


def test_the_catalogue_lists_every_method() -> None:
    assert CATALOGUE, "the catalogue is empty"
    defined = {
        value.name
        for found in pkgutil.walk_packages(firsthand.method.__path__, "firsthand.method.")
        for value in vars(importlib.import_module(found.name)).values()
        if isinstance(value, Method)
    }
    assert defined == set(CATALOGUE)
    assert all(name == method.name for name, method in CATALOGUE.items())


@pytest.mark.parametrize("method", METHODS)
def test_the_card_is_complete(method: Method) -> None:
    assert NAME.fullmatch(method.name) and method.version >= 1
    assert method.run.__module__.startswith(f"firsthand.method.{method.family}"), "a method lives with its family"
    assert method.asks.endswith("?") and len(method.asks) > 15
    assert len(method.says) > 15
    assert method.limits and all(len(limit) > 10 for limit in method.limits), "every method can be fooled: say by what"
    assert method.cites and all(method.cites)
    assert method.inputs and all(KINDS.fullmatch(wanted.kind) and wanted.says for wanted in method.inputs)
    assert len({wanted.name for wanted in method.inputs}) == len(method.inputs)
    json.dumps(card(method), allow_nan=False)


@pytest.mark.parametrize("method", METHODS)
def test_the_form_is_frozen_and_said(method: Method) -> None:
    assert is_dataclass(method.given)
    form = method.given()
    for part in fields(method.given):
        assert len(part.metadata["says"]) > 5
        with pytest.raises((FrozenInstanceError, AttributeError)):
            setattr(form, part.name, None)
    assert method.form({}) == form
    assert method.form(json.loads(json.dumps(to_wire(form)))) == form


@pytest.mark.parametrize("method", METHODS)
def test_the_examples_show_more_than_success(method: Method) -> None:
    gives = {example.gives for example in method.examples}
    assert gives <= set(OUTCOMES)
    assert "found" in gives and gives - {"found"}, f"{method.name} shows only {gives}"


@pytest.mark.parametrize(("method", "example"), EXAMPLES)
def test_an_example_holds_and_touches_nothing(method: Method, example: Example) -> None:
    first = method.ask(example.given, example.inputs())  # unwatched: what it imports late is imported now
    inputs = example.inputs()
    with untouched():
        second = method.ask(example.given, inputs)
    assert type(first) is OUTCOMES[example.gives], first
    assert example.check(first) and example.check(second)
    assert method.agrees(first, second) and method.agrees(second, first), "two runs of one question differ"
    assert example.says


REACHES = {
    "opens": lambda: Path("/dev/null").read_bytes(),
    "connects": lambda: socket.create_connection(("localhost", 1)),
    "starts": lambda: subprocess.run(["true"], check=True),
    "asks the time": lambda: time.time(),
    "draws": lambda: random.SystemRandom().random(),
    "draws from numpy": lambda: numpy.random.default_rng().random(),
}


@pytest.mark.parametrize("reach", REACHES.values(), ids=REACHES)
def test_the_guard_bites(reach) -> None:
    with pytest.raises(Reached), untouched():
        reach()


def test_the_guard_sees_what_was_hidden() -> None:
    with pytest.raises(Reached, match="hid"), untouched(), suppress(BaseException):
        Path("/dev/null").read_bytes()


def test_the_guard_sleeps_outside() -> None:
    with untouched():
        sum(range(3))
    assert time.time() > 0 and random.SystemRandom().random() >= 0
