"""The proof is that of another entry."""

import json
from firsthand.record.digest import canonical
from firsthand.record.log import inclusion_proof
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    leaves = good.a.leaves
    proof = {"index": 3, "path": inclusion_proof(leaves, 3), "size": len(leaves)}
    good.put("seal/proof.json", canonical(proof))
