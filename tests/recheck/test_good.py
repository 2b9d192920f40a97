"""No false alarm: a thousand good reports, made by chance from seeds, all hold, for both verifiers."""

from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from pytest import skip as not_run

from firsthand.desk.folder import Withheld
from firsthand.recheck import Verdict, exit_code, recheck_folder
from firsthand.recheck.line import Line as Told
from firsthand.recheck.line import lowers
from firsthand.recheck.logs import TARGETED
from firsthand.record.digest import sha256
from firsthand.record.entry import Line
from firsthand.record.footage import File
from tests.recheck.making import Author, Book, Report, digest
from tests.recheck.second import ask_node, without_node
from tests.record.values import FREE, Dice

BATCHES, EACH = 10, 100


def random_report(path: Path, seed: int) -> Report:
    """One to three authors who cite each other, keys handed over, batches, blobs, things withheld, an edition or two."""
    chance = Random(seed)
    book = Book(digest(f"case {seed}"))
    authors = [Author(book, name, seed=f"{seed} ") for name in "ABC"[: chance.randint(1, 3)]]
    files: dict[str, bytes | Path] = {}
    report = Report(
        path, book, authors[0], authors[-1], {}, files, lambda line: withheld(line, Random(f"{seed} {line.hash}"))
    )
    for _ in range(chance.choice((1, 1, 1, 2))):
        for _ in range(chance.randint(0, 6)):
            act(chance, chance.choice(authors), files)
        report.publish()
    return report


def act(chance: Random, author: Author, files: dict[str, bytes | Path]) -> None:
    """One thing that an author does: a batch of entries, a hand-over, a blob."""
    what = chance.random()
    if what < 0.1:
        author.rotate()
    elif what < 0.25:
        data = chance.randbytes(20)
        author.write(File(digest=sha256(data), blake3=digest("b"), size=20))
        files[f"blobs/{sha256(data)}{chance.choice(('', '.png', '.mp4'))}"] = data
    else:
        heads = author.news()
        seen = [entry for log, size in author.cited.items() for entry in author.book.ids(log)[:size]]
        dice = Dice(chance, [*author.leaves, *seen])
        lines: list[Line] = []
        for number in range(chance.randint(1, 3)):
            value = dice.value(chance.choice(FREE))
            lines.append(author.make(value, after=[] if number else heads))
            dice.ids.append(lines[-1].hash)
        author.append(*lines)


def withheld(line: Line, chance: Random) -> Withheld:
    """Whatever may be withheld without leaving the report incomplete."""
    assert line.header is not None
    whole = chance.random() < 0.15 and line.header.kind not in TARGETED and line.header.kind != "file"
    return Withheld(fields=frozenset(name for name in line.opened if chance.random() < 0.5), body=whole)


def lowering(lines: Iterable[Told]) -> set[str]:
    """Why it is not 0. These reports have no page: what they hold is made by chance, and says nothing in sentences."""
    return {line.code for line in lines if lowers(line)}


@pytest.mark.parametrize("batch", range(BATCHES))
def test_good_reports_hold(batch: int, memory: Path) -> None:
    for seed in range(batch * EACH, (batch + 1) * EACH):
        report = random_report(memory / str(seed), seed)
        lines = list(recheck_folder(report.path, key=report.a.first))
        assert not [line for line in lines if line.verdict is Verdict.BROKEN], seed
        assert lowering(lines) == {"page.none"}, [line for line in lines if line.verdict is not Verdict.HOLDS]
        if seed % 10 == 0:
            pin = report.book.notes(report.a.log)[seed % 20 // 10 - 1]
            assert lowering(recheck_folder(report.path, pin=pin)) == {"page.none"}
            assert lowering(recheck_folder(report.path)) == {"page.none", "pin.none"}
            assert exit_code(recheck_folder(report.path, key=digest("another"))) == 1


def test_good_reports_hold_for_the_second_verifier(memory: Path) -> None:
    without_node(not_run)
    reports = [random_report(memory / str(seed), seed) for seed in range(BATCHES * EACH, BATCHES * EACH + EACH)]
    jobs = [{"folder": str(report.path), "key": report.a.first, "pin": None} for report in reports]
    for answer in ask_node(jobs, memory):
        assert answer["exit"] == 3 and "page.none" in answer["codes"] and "pin.none" not in answer["codes"]
