"""Which learned weights are in use on this machine, whose they are, and under what licence; or why there are none."""

from typing import Any

from firsthand.outside.weights import chosen
from firsthand.record.fault import NoWeights


def weights_told() -> dict[str, Any]:
    """{name, sha256, licence, says}, or {why, hint} where there are none."""
    try:
        found = chosen()
    except NoWeights as no:
        return {"why": no.message, "hint": no.hint}
    return {"name": found.name, "sha256": found.sha256, "licence": found.licence, "says": found.says}
