"""The proof goes on after the root."""

import json
from firsthand.record.digest import canonical
from tests.recheck.making import Report, digest


def tamper(good: Report) -> None:
    proof = good.json("seal/proof.json")
    good.put("seal/proof.json", canonical({**proof, "path": [*proof["path"], digest("more")]}))
