"""The manifest lists a file of the reader's machine."""

import json
from firsthand.record.digest import sha256
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    listed = {**good.json("manifest.json")["files"], "/etc/hostname": {"sha256": sha256(b"x"), "size": 1}}
    good.reseal(relist=False, manifest=lambda wire: {**wire, "files": listed})
