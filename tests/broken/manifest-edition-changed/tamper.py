"""A stranger makes the report a later edition."""

import json
from firsthand.record.digest import canonical
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    wire = good.json("manifest.json")
    good.put("manifest.json", canonical({**wire, "edition": 2}))
