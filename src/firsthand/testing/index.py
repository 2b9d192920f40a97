"""What every Index promises, as tests: the same answers as the reference, whatever it knew before."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from firsthand.port import Index, Ledger, Row
from firsthand.record.assessment import Withdrawal
from firsthand.record.claim import Claim, Source, SourceKind
from firsthand.record.digest import sha256
from firsthand.record.entry import WITHHELD
from firsthand.record.fault import BadReference, DamagedLog
from firsthand.record.observation import Observation
from firsthand.record.sighting import Sighting
from firsthand.store.memory import MemoryIndex, MemoryLedger

from .author import Author, unsigned_note

FILE, OTHER, UNKNOWN = (sha256(name) for name in (b"a film", b"another film", b"never seen"))


def source(name: str = "Станція \U0001f4e1") -> Source:
    return Source(name=name, is_a=SourceKind.OUTLET)


def claim(of: str, *files: str) -> Claim:
    return Claim(source=of, paraphrase="a salute was fired", files=files)


def sighting(file: str | None = FILE, **more: Any) -> Sighting:
    return Sighting(file=file, item="a clip that is spoken of", **more)


def answers(index: Index, targets: Sequence[str]) -> list[object]:
    """All that an index can be asked, to be compared with another one's."""
    rows = list(index.rows())
    kinds = sorted({row.kind for row in rows} | {"answer", ""})
    logs = sorted({row.log for row in rows} | {UNKNOWN})
    return [
        rows,
        [list(index.rows(kind)) for kind in kinds],
        [list(index.rows(kind, log=log)) for log in logs for kind in (None, *kinds)],
        [index.row(row.id) for row in rows],
        [list(index.find(row.id[:length])) for row in rows[:20] for length in (0, 1, 2, 3, 8, 63, 64)],
        [list(index.referring(target, kind)) for target in targets for kind in (None, *kinds)],
        dict(index.count()),
    ]


class IndexSuite(ABC):
    """Subclass it with a name that begins with Test, and say how an index of yours is made in a folder."""

    @abstractmethod
    def make(self, folder: Path) -> Index:
        """An index over the cache in a folder: the first time an empty one, later one that knows what it knew."""

    @pytest.fixture
    def index(self, tmp_path: Path) -> Index:
        return self.make(tmp_path)

    def same(self, index: Index, ledger: Ledger, *targets: str) -> None:
        """After a refresh it answers as the reference does."""
        reference = MemoryIndex()
        reference.refresh(ledger)
        index.refresh(ledger)
        known = [row.id for row in reference.rows()]
        named = (*targets, *known[:40], FILE, OTHER, UNKNOWN, "", "no digest", FILE.upper())
        assert answers(index, named) == answers(reference, named)

    def test_an_empty_one(self, index: Index) -> None:
        self.same(index, MemoryLedger())
        assert list(index.rows()) == [] and index.count() == {} and index.find("") == []
        with pytest.raises(BadReference):
            index.row(UNKNOWN)

    def test_rows(self, index: Index) -> None:
        ledger, author = MemoryLedger(), Author("A")
        first, second = author.write(ledger, source())
        index.refresh(ledger)
        made = [Row(id=first, log=author.log, index=0, kind="opened", at="2024-03-01")]
        made += [Row(id=second, log=author.log, index=1, kind="source", at="2024-03-01")]
        assert list(index.rows()) == made and [index.row(row.id) for row in made] == made
        assert list(index.rows("source")) == list(index.rows("source", log=author.log)) == made[1:]
        assert list(index.rows("source", log=UNKNOWN)) == list(index.rows("claim")) == []
        assert list(index.find(second[:5])) == made[1:] and index.count() == {"opened": 1, "source": 1}
        for strange in ("", second[:63], second.upper(), second + "0", "%", "zz"):
            with pytest.raises(BadReference):
                index.row(strange)

    def test_what_refers_to_what(self, index: Index) -> None:
        ledger, author = MemoryLedger(), Author("A")
        _, who = author.write(ledger, source())
        said, seen = author.write(ledger, claim(who, FILE, OTHER, FILE), sighting(extra={"deep": [{"er": [OTHER]}]}))
        (drawn,) = author.write(ledger, Observation(what="note", says=OTHER, rests_on=(said, seen)))
        (gone,) = author.write(ledger, Withdrawal(of=drawn, reason="mistaken"))
        self.same(index, ledger)
        assert [row.id for row in index.referring(who)] == [said]
        assert [row.id for row in index.referring(FILE)] == [said, seen]
        assert [row.id for row in index.referring(OTHER)] == [said, seen, drawn]
        assert [row.id for row in index.referring(OTHER, "claim")] == [said]
        assert [row.id for row in index.referring(seen)] == [drawn]
        assert [row.id for row in index.referring(drawn, "withdrawal")] == [gone]
        assert list(index.referring(UNKNOWN)) == list(index.referring(who, "withdrawal")) == []

    def test_a_sealed_field_names_too_and_its_commitment_does_not(self, index: Index) -> None:
        ledger, author = MemoryLedger(), Author("A")
        _, seen = author.write(ledger, sighting(None, account=OTHER))
        shown = author.line(sighting(None, account=OTHER))
        line = shown.hidden(fields=("account",))
        ledger.append(author.log, [line.bytes()], author.note(), at=2)
        assert shown.body is not None
        commitment = str(shown.body["sealed"]["account"])
        self.same(index, ledger, commitment)
        assert [row.id for row in index.referring(OTHER)] == [seen]
        assert list(index.referring(commitment)) == []

    def test_what_is_withheld_keeps_its_place(self, index: Index) -> None:
        ledger, author = MemoryLedger(), Author("A")
        author.write(ledger)
        lines = [author.line(sighting()).hidden(body=True), author.line(sighting()).hidden(header=True)]
        ledger.append(author.log, [line.bytes() for line in lines], author.note(), at=1)
        self.same(index, ledger)
        assert [(row.kind, row.at) for row in index.rows()][1:] == [("sighting", "2024-03-01"), (WITHHELD, WITHHELD)]
        assert list(index.referring(FILE)) == []

    def test_step_by_step_and_after_a_break(self, tmp_path: Path, index: Index) -> None:
        ledger, authors = MemoryLedger(), [Author(name) for name in "ABC"]
        for step in range(9):
            author = authors[step * 2 % 3]
            heads = sorted(
                (other.head() for other in authors if other is not author and other.ids), key=lambda h: h.log
            )
            author.write(ledger, *[sighting(url=str(number)) for number in range(step)], after=heads)
            self.same(index if step % 3 else self.make(tmp_path), ledger)

    def test_more_than_one_page(self, index: Index) -> None:
        ledger, author = MemoryLedger(), Author("A")
        _, who = author.write(ledger, source())
        many = author.write(ledger, *[claim(who, FILE) for _ in range(2000)])
        index.refresh(ledger)
        assert [row.id for row in index.rows()][2:] == [row.id for row in index.rows("claim")] == many
        assert [row.id for row in index.referring(FILE)] == [row.id for row in index.referring(who, "claim")] == many

    def test_another_ledger(self, tmp_path: Path, index: Index) -> None:
        """A shorter copy, a fork of the same length, and one that lacks a log: what was known is forgotten."""
        whole, short, fork = MemoryLedger(), MemoryLedger(), MemoryLedger()
        for ledger, names, salts in ((whole, "AB", 0), (short, "A", 0), (fork, "AB", 50)):
            for name in names:
                author = Author(name, _salts=salts)
                author.write(ledger)
                if ledger is not short:
                    author.write(ledger, sighting(url=name))
        for ledger in (whole, short, fork, whole, MemoryLedger(), fork):
            self.same(index, ledger)
            self.same(self.make(tmp_path), ledger)

    def test_a_fork_that_has_gone_on(self, index: Index) -> None:
        ours, theirs = MemoryLedger(), MemoryLedger()
        Author("A").write(ours, sighting())
        twin = Author("A", _salts=50)
        twin.write(theirs, sighting())
        twin.write(theirs, sighting(), sighting())
        self.same(index, ours)
        self.same(index, theirs)

    def test_a_damaged_line_is_named(self, index: Index) -> None:
        ledger, author = MemoryLedger(), Author("A")
        author.write(ledger, source())
        self.same(index, ledger)
        lines = [author.line(sighting(channel=str(number), account="somebody")).bytes() for number in range(3)]
        for old, new in (
            (b'"channel":"1"', b'"channel":"7"'),
            (b'"somebody"', b'"anybody"'),
            (b'"kind":"sigh', b'"kind": "sigh'),
        ):
            broken = MemoryLedger()
            broken.extend(author.log, [*ledger.lines(author.log)], ledger.notes(author.log))
            spoilt = [lines[0], lines[1].replace(old, new), lines[2]]
            broken.append(author.log, spoilt, author.note(), at=2)
            with pytest.raises(DamagedLog, match="entry 3 of log"):
                index.refresh(broken)
        self.same(index, ledger)

    def test_entries_that_the_checkpoint_does_not_cover(self, index: Index) -> None:
        """Each line holds, and they are not the ones that were signed: swapped, of another log, or under another root."""
        author, twin, other = Author("A"), Author("A", _salts=50), Author("B")
        lines = [author.line(value).bytes() for value in (author.opened(), sighting(), sighting(FILE, url="x"))]
        strange = twin.line(twin.opened()).bytes()
        swaps = (
            [lines[0], lines[2], lines[1]],
            [strange, *lines[1:]],
            [other.line(other.opened()).bytes(), *lines[1:]],
        )
        for wrong in swaps:
            ledger = MemoryLedger()
            ledger.append(author.log, wrong, author.note(), at=0)
            with pytest.raises(DamagedLog):
                index.refresh(ledger)
        ledger = MemoryLedger()
        ledger.append(author.log, lines, unsigned_note(author.log, 3), at=0)
        with pytest.raises(DamagedLog):
            index.refresh(ledger)
        good = MemoryLedger()
        good.append(author.log, lines, author.note(), at=0)
        self.same(index, good)
