"""Two verifiers that share no line, on the same forged entries: what the first takes the second takes too."""

import json
from pathlib import Path
from random import Random
from typing import Any

from pytest import skip as not_run

from firsthand.record.digest import canonical
from firsthand.record.entry import KINDS, commit, open_line, read_line
from firsthand.record.fault import BadRecord
from tests.recheck.second import run, without_node
from tests.record.test_entry import line_of
from tests.record.values import Dice

COUNT = 2000
STRANGE: tuple[Any, ...] = (
    *(None, True, 0, -1, 1.5, "", "x", [], {}, [None], {"a": 1}, 2**53 - 1, 1e21, 1.0, "a" * 64),
    *(
        "2024-02-30",
        "2024-02-29T00:00:00Z",
        "2024-02-29T00:00:00.10Z",
        "0001-01-01T00:00:00Z",
        "1/3",
        "2/4",
        "-0/1",
        "known",
    ),
)


def places(wire: Any) -> list[tuple[Any, Any]]:
    """Every field and item in a JSON value, as (what holds it, its name or index)."""
    found: list[tuple[Any, Any]] = []
    names = wire.keys() if isinstance(wire, dict) else range(len(wire)) if isinstance(wire, list) else ()
    for name in names:
        found += [(wire, name), *places(wire[name])]
    return found


def mutate(wire: Any, chance: Random) -> None:
    held, name = chance.choice(places(wire))
    match chance.randrange(6):
        case 0 if isinstance(held, dict):
            del held[name]
        case 1 if isinstance(held, dict):
            held["more"] = chance.choice(STRANGE)
        case 2:
            other, where = chance.choice(places(wire))
            held[name] = json.loads(json.dumps(other[where]))
        case 3 if isinstance(held[name], list):
            held[name].append(chance.choice(STRANGE))
        case _:
            held[name] = chance.choice(STRANGE)


def forged(chance: Random) -> bytes | None:
    """An entry changed somewhere, with its commitments made to fit; None where nothing can be made to fit."""
    wire = json.loads(line_of(Dice(chance).value(chance.choice(sorted(KINDS))), chance).bytes())
    mutate(chance.choice((wire["body"], wire["body"], wire["header"], {"sealed": wire["sealed"]})), chance)
    try:
        for name, part in wire["sealed"].items():
            wire["body"]["sealed"][name] = commit(part["salt"], part["value"])
        wire["header"]["body"] = commit(wire["salt"], wire["body"])
        return canonical(wire)
    except (BadRecord, KeyError, TypeError, AttributeError):
        return None


def good(data: bytes) -> bool:
    try:
        open_line(read_line(data), 0)
    except BadRecord:
        return False
    return True


def test_what_the_first_takes_the_second_takes(memory: Path) -> None:
    without_node(not_run)
    chance = Random(11)
    lines = [data for data in (forged(chance) for _ in range(COUNT)) if data]
    (memory / "lines.json").write_text(json.dumps([data.decode() for data in lines]), "utf-8")
    ours, theirs = [good(data) for data in lines], run("--lines", str(memory / "lines.json"))
    assert [data for data, one, two in zip(lines, ours, theirs, strict=True) if one and not two] == []
    refused = sum(not one for one in ours)
    both = sum(not one and not two for one, two in zip(ours, theirs, strict=True))
    assert 0.5 * len(lines) < refused and both > 0.85 * refused, (
        "the second leaves only a class's own conditions to the first"
    )
