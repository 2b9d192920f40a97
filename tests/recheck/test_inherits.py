"""What is wrong with a log takes with it what rests on its entries: a sentence is no better than its ground."""

import base64
from pathlib import Path

import pytest

from firsthand.recheck import Line, Verdict, exit_code, recheck_folder
from firsthand.recheck.causes import inherit
from firsthand.recheck.logs import Leaf, Log, World
from firsthand.recheck.signing import public_bytes, sign_rotation
from firsthand.record.entry import read_line
from firsthand.record.keys import KeyRotated
from firsthand.record.publication import Draft
from tests.recheck.good import good_report
from tests.recheck.making import Report, digest, key_of
from tests.recheck.test_broken import prepared

# Fixtures in which the dissenting author's log is wrong from the dissent on, or before it.
OF_THE_DISSENT = (
    *(
        "checkpoint-signed-by-another",
        "checkpoint-signature-flipped",
        "checkpoint-good-and-bad-signature",
        "checkpoint-fork",
    ),
    *(
        "checkpoints-cut",
        "checkpoint-of-another-case",
        "checkpoint-size-007",
        "line-added-at-the-end",
        "log-under-another-name",
    ),
)


def sentence(lines: list[Line], words: str) -> Line:
    return next(line for line in lines if line.subject.startswith("sentence") and words in line.says)


@pytest.mark.parametrize("name", OF_THE_DISSENT)
def test_a_sentence_falls_with_the_log_it_rests_on(name: str, memory: Path) -> None:
    folder, expect, pin = prepared(name, memory)
    lines = list(recheck_folder(folder, key=expect["key"], pin=pin))
    assert sentence(lines, "noon").verdict is Verdict.BROKEN
    assert sentence(lines, "A parade").verdict is Verdict.HOLDS


def test_an_unsigned_hand_over_breaks_what_follows_it_and_nothing_before(memory: Path) -> None:
    good, new = good_report(memory / "report"), key_of("new")
    text = base64.b64encode(public_bytes(new)).decode()
    line = good.b.make(
        KeyRotated(new=text, signature=sign_rotation(good.b.log, public_bytes(new), key_of("a stranger")))
    )
    good.b.key = new
    good.b.append(line)
    theirs = good.b.say(Draft(text="After it."))
    good.a.write(Draft(text="Resting on it.", rests_on=(theirs,)))
    good.publish()
    lines = list(recheck_folder(good.path, key=good.a.first))
    assert sentence(lines, "Resting on it").verdict is Verdict.BROKEN
    assert sentence(lines, "After it").verdict is Verdict.BROKEN
    assert sentence(lines, "noon").verdict is Verdict.HOLDS


def hash_only(good: Report, name: str) -> list[Line]:
    """The lines when one of the first author's entries was erased down to its hash."""
    lines = good.lines(good.a)
    at = good.index(good.a, name)
    lines[at] = read_line(lines[at]).hidden(header=True).bytes()
    good.put_lines(good.a, lines)
    good.reseal(manifest=lambda wire: {**wire, "counts": good.recount()})
    return list(recheck_folder(good.path, key=good.a.first))


def test_an_erased_header_may_have_seen_what_is_rested_on(memory: Path) -> None:
    """The withdrawal's header cited the other log; without it the sentence's ground cannot be shown to stand before it."""
    lines = hash_only(good_report(memory / "report"), "withdrawal")
    assert [line.verdict for line in lines if line.code == "cause.order-withheld"] == [Verdict.WITHHELD] * 2
    assert sentence(lines, "noon").verdict is Verdict.WITHHELD and exit_code(lines) == 3


def test_an_erased_entry_is_withheld_ground(memory: Path) -> None:
    lines = hash_only(good_report(memory / "report"), "claim")
    assert sentence(lines, "noon").verdict is Verdict.WITHHELD and exit_code(lines) == 3


def test_an_erased_hand_over_leaves_the_key_unknown(memory: Path) -> None:
    lines = hash_only(good_report(memory / "report"), "rotated")
    told = {line.code for line in lines if line.verdict is Verdict.WITHHELD}
    assert {"checkpoint.key-withheld", "seal.key-withheld", "pin.key-withheld", "line.hash-only"} <= told
    assert exit_code(lines) == 3 and not [line for line in lines if line.verdict is Verdict.BROKEN]


def test_an_erased_opening_leaves_the_key_unknown(memory: Path) -> None:
    good = good_report(memory / "report")
    lines = good.lines(good.b)
    lines[0] = read_line(lines[0]).hidden(header=True).bytes()
    good.put_lines(good.b, lines)
    good.reseal(manifest=lambda wire: {**wire, "counts": good.recount()})
    found = list(recheck_folder(good.path, key=good.a.first))
    assert {"checkpoint.key-withheld", "line.hash-only"} <= {line.code for line in found}
    assert exit_code(found) == 3 and exit_code(recheck_folder(good.path, key=good.b.first)) == 1


def test_a_ground_without_a_ground_is_none(memory: Path) -> None:
    good = good_report(memory / "report")
    nowhere = good.a.say(Draft(text="From nowhere.", rests_on=(digest("nowhere"),)))
    good.a.write(Draft(text="Resting on it.", rests_on=(nowhere,)))
    good.publish()
    lines = list(recheck_folder(good.path, key=good.a.first))
    assert sentence(lines, "Resting on it").verdict is Verdict.BROKEN
    assert "cause.missing" in {line.code for line in lines if not line.subject.startswith("sentence")}


def test_a_circle_would_be_told() -> None:
    """No writer can make one, for an id is a digest of what names it; the walk would end even so."""
    world, log = World(), Log(digest("log"))
    world.logs[log.id] = log
    for number, cause in ((0, "b"), (1, "a"), (2, "a")):
        leaf = Leaf(id=digest("abc"[number]), shown="shown", kind="draft", causes=(digest(cause),))
        world.seen[leaf.id] = (log.id, number)
        log.leaves.append(leaf)
    inherit(world)
    assert {leaf.verdict for leaf in log.leaves} == {Verdict.BROKEN}
    assert "cause.cycle" in {leaf.code for leaf in log.leaves}
