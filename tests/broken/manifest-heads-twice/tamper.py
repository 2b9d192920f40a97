"""The manifest heads a log twice, so that two readers see two reports."""

from dataclasses import replace
from firsthand.record.digest import canonical
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.reseal(manifest=lambda wire: canonical(wire).replace(b'"heads":{', b'"heads":{"' + good.b.log.encode() + b'":{"root":"","size":1},'))
