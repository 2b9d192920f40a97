"""A body carries in the open the name that it seals."""

from dataclasses import replace
from firsthand.record.claim import Source, SourceKind
from firsthand.record.entry import commit
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    line = good.b.make(Source(name="a witness", is_a=SourceKind.PERSON))
    body = {**line.body, "name": "a witness"}
    header = replace(line.header, body=commit(line.salt, body))
    good.b.append(replace(line, hash=header.id, header=header, body=body))
    good.publish()
