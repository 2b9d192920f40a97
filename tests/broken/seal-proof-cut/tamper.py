"""The proof has lost a step."""

import json
from firsthand.record.digest import canonical
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    proof = good.json("seal/proof.json")
    good.put("seal/proof.json", canonical({**proof, "path": proof["path"][:-1]}))
