"""The thirtieth of February."""

import json
from firsthand.record.digest import canonical
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    lines = good.lines(good.b)
    wire = json.loads(lines[-1])
    wire["header"]["at"] = "2024-02-30"
    good.put_lines(good.b, [*lines[:-1], canonical(wire)])
