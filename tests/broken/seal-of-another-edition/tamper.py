"""The seal of an earlier edition under a later folder."""

import json
from firsthand.record.publication import Draft
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    old = {name: good.read(f"seal/{name}") for name in ("published.jsonl", "checkpoint", "proof.json")}
    good.a.write(Draft(text="One more."))
    good.publish()
    for name, data in old.items():
        good.put(f"seal/{name}", data)
