"""A stranger takes an exhibit out of folder and manifest."""

import json
from firsthand.record.digest import canonical
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / good.blob()).unlink()
    wire = good.json("manifest.json")
    wire["files"] = good.listing()
    good.put("manifest.json", canonical(wire))
