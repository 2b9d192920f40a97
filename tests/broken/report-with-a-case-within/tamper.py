"""A case.json in a report, so that it is taken for a case."""

import json
from firsthand.record.digest import canonical
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("case.json", canonical({"case": good.book.case, "v": 1}))
