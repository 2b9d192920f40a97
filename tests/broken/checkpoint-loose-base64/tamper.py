"""A root in a second base64 form of the same bytes."""

from firsthand.record.log import join_notes, split_notes
from tests.recheck.making import Report


def tamper(good: Report) -> None:
    notes = split_notes(good.read(good.notes(good.b)).decode())

    lines = notes[-1].split("\n")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = letters.index(lines[2][42])
    lines[2] = lines[2][:42] + letters[last ^ 1] + "="
    good.put(good.notes(good.b), join_notes([*notes[:-1], "\n".join(lines)]).encode())
    good.reseal()
