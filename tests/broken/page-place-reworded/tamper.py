"""A finding of place is worded anew."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage("<bdi dir=\"ltr\">about the Old Bridge", "<bdi dir=\"ltr\">surely the Town Hall")
