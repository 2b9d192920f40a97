"""The dissenting author's log ends before the dissent."""

import json
from firsthand.record.entry import read_line
from firsthand.record.log import join_notes, root_of, split_notes
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    first = split_notes(good.read(good.notes(good.b)).decode())[0]
    line = read_line(good.lines(good.b)[0])
    good.put_lines(good.b, good.lines(good.b)[:1])
    good.put(good.notes(good.b), join_notes([first]).encode())
    heads = good.json("manifest.json")["heads"]
    heads[good.b.log] = {"root": root_of([line.hash]), "size": 1}
    good.reseal(manifest=lambda wire: {**wire, "heads": heads, "counts": good.recount()})
