"""The sealed clock does not lie on the header's day."""

from dataclasses import replace
from firsthand.record.publication import Draft
from tests.recheck.making import Report, Withheld


def tamper(good: Report) -> None:
    line = good.b.make(Draft(text="Late."))
    header = replace(line.header, at="2024-02-28")
    good.b.append(replace(line, hash=header.id, header=header))
    good.publish(disclosure={line: Withheld() for line in good.b.leaves})
