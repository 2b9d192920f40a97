"""Makes the golden vectors, from fixed keys and salts: `python -m tests.recheck.vectors` writes them to tests/golden."""

import base64
import json
import shutil
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from firsthand.record.bounds import Region, Span
from firsthand.record.digest import canonical
from firsthand.record.entry import CAUSES, KINDS, commit, read_line
from firsthand.record.log import inclusion_proof, root_of
from tests.recheck.good import CASE, good_report
from tests.recheck.making import digest

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
WORDS: dict[Any, str] = {
    **{str: "str", int: "int", float: "float", bool: "bool", Any: "any"},
    **{Fraction: "fraction", Span: "span", Region: "region"},
}

# --- what each kind's fields are, for a program ------------------------------------------------------------------------


def type_word(kind: Any, types: dict[str, dict[str, str]]) -> str:
    origin, given = get_origin(kind), get_args(kind)
    if kind in WORDS:
        return WORDS[kind]
    if origin in (Union, UnionType):
        return "?" + type_word(next(one for one in given if one is not type(None)), types)
    if origin is tuple:
        return "[]" + type_word(given[0], types)
    if origin is not None and issubclass(origin, Mapping):
        return "{}" + type_word(given[1], types)
    if issubclass(kind, Enum):
        return "=" + "|".join(str(one.value) for one in kind)
    assert is_dataclass(kind), kind
    if kind.__name__ not in types:
        types[kind.__name__] = {}
        types[kind.__name__] |= field_words(kind, types)
    return "@" + kind.__name__


def field_words(kind: Any, types: dict[str, dict[str, str]]) -> dict[str, str]:
    hints = get_type_hints(kind)
    return {part.name: type_word(hints[part.name], types) for part in fields(kind)}


def kinds() -> dict[str, Any]:
    types: dict[str, dict[str, str]] = {}
    made = {name: {"fields": field_words(kind, types), "sealed": list(kind.sealed)} for name, kind in KINDS.items()}
    return {"kinds": made, "types": types, "causes": {name: list(found) for name, found in CAUSES.items()}}


# --- canonical forms ----------------------------------------------------------------------------------------------------

FORMS: list[Any] = [
    None,
    {},
    [],
    {"b": 1, "a": [True, False, None], "": ""},
    {"\ue000": 1, "\U0001f600": 2, "z": 3, "\u20ac": 4},
    'quote " slash \\ / control \x00\x01\x1f\x7f \b\t\n\f\r',
    "Пряма мова й кома · בְּ · \u2028\u202e",
    [0, -0.0, 1.0, -1, 9007199254740991, -9007199254740991],
    [1e-7, 1e-6, 0.000001234, 123456789012.5, 1e21, 1.7976931348623157e308, 5e-324, 333333333.3333333, 4.35, 1e23],
    {"nested": [[[[{"deep": [1, [2, [3]]]}]]]]},
    {"10": 1, "9": 2, "__proto__": 3, "constructor": 4},
]
REFUSED: list[bytes] = [
    b"",
    b" 1",
    b"1 ",
    b"1\n",
    b"\xef\xbb\xbf1",
    b'{"a":1,"a":1}',
    b'{"b":1,"a":1}',
    b'{"a": 1}',
    b"NaN",
    b"Infinity",
    b"-Infinity",
    b"1e999",
    b"9007199254740992",
    b"-9007199254740993",
    b"10000000000000000",
    b"1.0",
    b"1E2",
    b"1e2",
    b"-0",
    b"01",
    b"+1",
    b".5",
    b'"\\ud800"',
    b'"\\u00e9"',
    b'"\\/"',
    b'"\\u0008"',
    b'"\xff"',
    b'"\xed\xa0\x80"',
    b"'a'",
    b"[1,]",
    b'{"a":1,}',
    b"[1//2\n]",
    b"true false",
    b'"\t"',
    b"[" * 65 + b"]" * 65,
    b'{"a":' * 65 + b"1" + b"}" * 65,
    b"[" * 100_000,
]


def canonical_vectors() -> dict[str, Any]:
    forms = [{"value": value, "canonical": canonical(value).decode()} for value in FORMS]
    return {"forms": forms, "refused": [base64.b64encode(data).decode() for data in REFUSED]}


def commitments() -> list[dict[str, Any]]:
    values = ["", "a name", {"sealed": {}}, None, 7, ["noon", 0.5]]
    salts = [digest(f"golden {number}")[:32] for number in range(len(values))]
    return [
        {"salt": salt, "value": value, "commit": commit(salt, value)} for salt, value in zip(salts, values, strict=True)
    ]


# --- a log and a folder --------------------------------------------------------------------------------------------------


def make(target: Path) -> None:
    """All vectors, into an empty folder."""
    target.mkdir(parents=True, exist_ok=True)
    report = good_report(target / "report", pages=None)  # what templates write changes with them
    book, b = report.book, report.b
    line = read_line(book.line(report.a.log, 4))
    leaves = book.ids(b.log)
    write(target, "kinds.json", kinds())
    write(target, "canonical.json", canonical_vectors())
    write(target, "commitments.json", commitments())
    write(
        target,
        "entry.json",
        {"header": json.loads(line.bytes())["header"], "id": line.hash, "line": line.bytes().decode()},
    )
    proofs = [
        {"index": index, "size": size, "path": inclusion_proof(leaves[:size], index)}
        for size in range(1, len(leaves) + 1)
        for index in range(size)
    ]
    log = {
        "case": CASE,
        "device": b.device,
        "key": b.public,
        "log": b.log,
        "lines": [data.decode() for data in book.lines(b.log)],
        "notes": book.notes(b.log),
        "roots": [root_of(leaves[:size]) for size in range(1, len(leaves) + 1)],
        "proofs": proofs,
    }
    write(target, "log.json", log)
    write(target, "report.json", {"key": report.a.first, "exit": 3})


def write(target: Path, name: str, value: Any) -> None:
    (target / name).write_text(json.dumps(value, indent=1, ensure_ascii=True) + "\n", "utf-8")


if __name__ == "__main__":
    shutil.rmtree(GOLDEN, ignore_errors=True)
    make(GOLDEN)
