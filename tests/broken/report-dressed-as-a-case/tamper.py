"""A page of lies beside true logs laid out as a case, so that a recheck of the case holds."""

import json
from firsthand.record.digest import canonical
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    (good.path / "log").mkdir()
    for author in (good.a, good.b):
        for end in ("jsonl", "checkpoints"):
            (good.path / f"ledger/{author.log}.{end}").rename(good.path / f"log/{author.log}.{end}")
    good.put("case.json", canonical({"case": good.book.case, "v": 1}))
    good.put("index.html", b"<p>Whatever I like.")
    (good.path / "manifest.json").unlink()
