"""A co-author's seal under a folder that does not hold that log."""

import json
from firsthand.record.digest import sha256
from firsthand.record.publication import Published
from tests.recheck.making import Author, Book, Report


def tamper(good: Report) -> None:
    other = Author(Book(good.book.case), "C. Stranger")
    wire = good.json("manifest.json")
    value = Published(edition=1, heads=wire["heads"], manifest=sha256(good.read("manifest.json")), counts=wire["counts"])
    line = other.make(value, after=[])
    other.append(line)
    good.put_seal(line, other.leaves[:-1], note=other.book.notes(other.log)[-1])
