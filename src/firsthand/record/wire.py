"""Between frozen values and the JSON they are written as: one small codec, driven by the fields' types."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from .fault import BadEntry, BadRecord, BadValue

V = TypeVar("V")
PLAIN = (str, type(None), int, float, bool)  # to the letter: an enum of text is none of them
MAX_FRACTION = 64  # characters of "n/d"


def to_wire(value: Any) -> Any:
    """A frozen value (or a part of one) as plain JSON: enums by value, fractions as "n/d", tuples as lists."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if hasattr(value, "wire"):
        return value.wire()
    if is_dataclass(value) and not isinstance(value, type):
        return {name: to_wire(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, Mapping):
        return {key: to_wire(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_wire(item) for item in value]
    raise BadValue(f"{type(value).__name__} has no wire form")


def from_wire(cls: type[V], wire: Any) -> V:
    """The value that `wire` says. Raises BadEntry on a missing, unknown or mistyped field; the constructor validates."""
    try:
        return _make(cls, wire, cls.__name__)  # type: ignore[no-any-return]
    except BadRecord:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError) as bad:
        raise BadEntry(f"not a {cls.__name__}: {bad!r}") from bad


@cache
def _names(cls: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cls))


@cache
def _hints(cls: type[Any]) -> dict[str, Any]:
    return get_type_hints(cls)


@cache
def _taken_apart(kind: Any) -> tuple[Any, tuple[Any, ...]]:
    return get_origin(kind), get_args(kind)


def _make(kind: Any, wire: Any, where: str) -> Any:
    if kind is Any:
        return wire
    origin, options = _taken_apart(kind)
    if origin in (Union, types.UnionType):
        if wire is None and type(None) in options:
            return None
        return _make(next(o for o in options if o is not type(None)), wire, where)
    if origin is tuple:
        if not isinstance(wire, list):
            raise BadEntry(f"{where} is not a list")
        return tuple(_make(options[0], item, where) for item in wire)
    if origin in (dict, Mapping) or (origin is not None and issubclass(origin, Mapping)):
        if not isinstance(wire, dict):
            raise BadEntry(f"{where} is not an object")
        return {key: _make(options[1], item, where) for key, item in wire.items()}
    if kind is Fraction:
        return _fraction(wire, where)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(wire)
    if hasattr(kind, "from_wire"):
        return kind.from_wire(wire)
    if is_dataclass(kind):
        return _dataclass(kind, wire, where)
    return _leaf(kind, wire, where)


def _dataclass(kind: Any, wire: Any, where: str) -> Any:
    if not isinstance(wire, dict):
        raise BadEntry(f"{where} is not an object")
    names = _names(kind)
    if len(wire) != len(names) or not wire.keys() <= set(names):
        strange, missing = sorted(wire.keys() - set(names)), sorted(set(names) - wire.keys())
        raise BadEntry(f"{where}: unknown fields {strange}, missing fields {missing}")
    hints = _hints(kind)
    return kind(**{name: _make(hints[name], wire[name], f"{where}.{name}") for name in names})


def _leaf(kind: Any, wire: Any, where: str) -> Any:
    if kind is float and type(wire) is int:
        return float(wire)
    if type(wire) is not kind:
        raise BadEntry(f"{where} is {type(wire).__name__}, not {getattr(kind, '__name__', kind)}")
    return wire


def _fraction(wire: Any, where: str) -> Fraction:
    if not isinstance(wire, str) or "/" not in wire or len(wire) > MAX_FRACTION:
        raise BadEntry(f"{where} is not a fraction: {wire!r}")
    over, under = wire.split("/", 1)
    made = Fraction(int(over), int(under))
    if f"{made.numerator}/{made.denominator}" != wire:
        raise BadEntry(f"{where} is not a fraction in lowest terms: {wire!r}")
    return made
