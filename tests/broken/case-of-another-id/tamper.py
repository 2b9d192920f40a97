"""The case is given another id."""

import json
from firsthand.record.digest import canonical
from tests.recheck.making import Report, digest


def tamper(good: Report) -> None:
    good.path.joinpath("case.json").write_bytes(canonical({"case": digest("another"), "v": 1}))
