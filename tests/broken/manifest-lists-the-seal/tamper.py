"""The manifest lists the seal, which it cannot know."""

import json
from firsthand.record.digest import sha256
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    data = good.read("seal/proof.json")
    listed = {**good.json("manifest.json")["files"], "seal/proof.json": {"sha256": sha256(data), "size": len(data)}}
    good.reseal(relist=False, manifest=lambda wire: {**wire, "files": listed})
