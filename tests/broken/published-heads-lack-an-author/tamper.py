"""The published entry does not commit to the second author's log."""

import json
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    heads = good.json("manifest.json")["heads"]
    good.reseal(heads={good.a.log: heads[good.a.log]})
