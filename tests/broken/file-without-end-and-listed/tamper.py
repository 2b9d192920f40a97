"""The publisher lists a file of four tebibytes, nearly all of them a hole."""

import os
import json
from firsthand.record.digest import sha256
from tests.recheck.making import Report, digest


def tamper(good: Report) -> None:
    os.truncate(good.path / "index.html", 1 << 42)
    listed = {**good.json("manifest.json")["files"], "index.html": {"sha256": digest("zeros"), "size": 1 << 42}}
    good.reseal(relist=False, manifest=lambda wire: {**wire, "files": listed})
