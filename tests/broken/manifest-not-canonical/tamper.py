"""The manifest is laid out anew, with blanks."""

import json
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.reseal(manifest=lambda wire: json.dumps(wire, sort_keys=True, indent=1).encode())
