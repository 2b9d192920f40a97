"""A stranger changes the page and the manifest's digest of it."""

import json
from firsthand.record.digest import canonical
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("index.html", b"<p>The salute was never heard.")
    wire = good.json("manifest.json")
    wire["files"] = good.listing()
    good.put("manifest.json", canonical(wire))
