"""The published entry itself cites a log that is not here."""

import json
from firsthand.record.digest import sha256
from firsthand.record.entry import Head
from firsthand.record.publication import Published
from tests.recheck.making import Report, digest


def tamper(good: Report) -> None:
    wire = good.json("manifest.json")
    value = Published(edition=1, heads=wire["heads"], manifest=sha256(good.read("manifest.json")), counts=wire["counts"])
    head = Head(log=digest("an author"), size=3, root=digest("left out"))
    good.put_seal(good.a.make(value, after=[head]), good.a.leaves[:-1])
