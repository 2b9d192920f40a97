"""What an analyst saw is worded louder under the judgement that names it."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage("third lamp post.</bdi> <span", "third lamp post, without any doubt.</bdi> <span")
