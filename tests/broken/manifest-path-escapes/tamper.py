"""The manifest lists a file outside the folder."""

import json
from firsthand.record.digest import sha256
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path.parent / "outside").write_bytes(b"x")
    listed = {**good.json("manifest.json")["files"], "../outside": {"sha256": sha256(b"x"), "size": 1}}
    good.reseal(relist=False, manifest=lambda wire: {**wire, "files": listed})
