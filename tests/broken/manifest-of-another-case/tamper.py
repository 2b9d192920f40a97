"""The publisher puts the logs of one case under the id of another."""

from tests.recheck.making import Report, digest


def tamper(good: Report) -> None:
    good.reseal(manifest=lambda wire: {**wire, "case": digest("another case")})
