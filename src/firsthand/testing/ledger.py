"""What every Ledger promises, as tests: bytes come back as they went in, in order, acknowledged or not there at all."""

from abc import ABC, abstractmethod
from pathlib import Path

import pytest

from firsthand.port import Ledger
from firsthand.record.digest import sha256
from firsthand.record.fault import BadDigest, BadEntry, BadNote, BadReference, Fork, LogMoved
from firsthand.store.merge import Adopting, merge_logs

from .author import Author, unsigned_note

ONE, TWO = sorted(sha256(name) for name in (b"one log", b"another log"))
ODD = (b"\xff\xfe not text", b"carriage\rreturn", b"\x00", "\u2028 \u0085".encode(), b"{}", b" ", b"x" * 3_000_000)


class LedgerSuite(ABC):
    """Subclass it with a name that begins with Test, and say how an empty ledger of yours is made in a folder."""

    @abstractmethod
    def make(self, folder: Path) -> Adopting:
        """A new, empty ledger."""

    def again(self, folder: Path, ledger: Adopting) -> Adopting:
        """The same ledger opened a second time; one that lives in memory only is itself."""
        return ledger

    @pytest.fixture
    def ledger(self, tmp_path: Path) -> Adopting:
        return self.make(tmp_path)

    def test_an_empty_one(self, ledger: Ledger) -> None:
        assert list(ledger.logs()) == []
        assert ledger.size(ONE) == 0
        assert list(ledger.lines(ONE)) == [] and list(ledger.notes(ONE)) == []

    def test_what_goes_in_comes_out(self, ledger: Ledger) -> None:
        ledger.append(ONE, [b"a", b"b"], unsigned_note(ONE, 2), at=0)
        ledger.append(ONE, [b"c"], unsigned_note(ONE, 3), at=2)
        assert ledger.size(ONE) == 3
        assert list(ledger.lines(ONE)) == [b"a", b"b", b"c"]
        assert list(ledger.lines(ONE, 1)) == [b"b", b"c"]
        assert list(ledger.lines(ONE, 3)) == list(ledger.lines(ONE, 9)) == []
        assert [ledger.line(ONE, index) for index in (2, 0, 1)] == [b"c", b"a", b"b"]
        assert list(ledger.notes(ONE)) == [unsigned_note(ONE, 2), unsigned_note(ONE, 3)]

    def test_bytes_are_kept_as_they_are(self, ledger: Ledger) -> None:
        for index, line in enumerate(ODD):
            ledger.append(ONE, [line], unsigned_note(ONE, index + 1), at=index)
        assert tuple(ledger.lines(ONE)) == ODD
        assert tuple(ledger.line(ONE, index) for index in range(len(ODD))) == ODD

    def test_logs_are_apart_and_in_order(self, ledger: Ledger) -> None:
        ledger.append(TWO, [b"two"], unsigned_note(TWO, 1), at=0)
        ledger.append(ONE, [b"one", b"one more"], unsigned_note(ONE, 2), at=0)
        assert list(ledger.logs()) == [ONE, TWO]
        assert list(ledger.lines(TWO)) == [b"two"] and ledger.size(ONE) == 2

    def test_another_writer_came_between(self, ledger: Ledger) -> None:
        ledger.append(ONE, [b"a"], unsigned_note(ONE, 1), at=0)
        for at in (0, 2):
            with pytest.raises(LogMoved):
                ledger.append(ONE, [b"b"], unsigned_note(ONE, at + 1), at=at)
        assert list(ledger.lines(ONE)) == [b"a"] and len(ledger.notes(ONE)) == 1

    def test_a_batch_that_is_none(self, ledger: Ledger) -> None:
        for lines in ([], [b""], [b"a", b""], [b"a\nb"], [b"a\n"]):
            with pytest.raises(BadEntry):
                ledger.append(ONE, lines, unsigned_note(ONE, len(lines)), at=0)
        for note in (unsigned_note(ONE, 2), unsigned_note(ONE, 0), unsigned_note(TWO, 1), "", "no note\n"):
            with pytest.raises(BadNote):
                ledger.append(ONE, [b"a"], note, at=0)
        assert list(ledger.logs()) == [] and ledger.size(ONE) == 0

    @pytest.mark.parametrize("log", ["", "../case", ONE.upper(), ONE[:-1], ONE + "0", "/" * 64])
    def test_a_log_is_named_by_a_digest(self, ledger: Ledger, log: str) -> None:
        for ask in (ledger.size, ledger.notes, ledger.lines, lambda name: ledger.line(name, 0)):
            with pytest.raises(BadDigest):
                ask(log)
        with pytest.raises(BadDigest):
            ledger.append(log, [b"a"], unsigned_note(ONE, 1), at=0)

    def test_no_such_entry(self, ledger: Ledger) -> None:
        ledger.append(ONE, [b"a"], unsigned_note(ONE, 1), at=0)
        for log, index in ((ONE, 1), (ONE, -1), (TWO, 0)):
            with pytest.raises(BadReference):
                ledger.line(log, index)
        with pytest.raises(BadReference):
            ledger.lines(ONE, -1)

    def test_opened_again_it_is_the_same(self, tmp_path: Path, ledger: Adopting) -> None:
        ledger.append(ONE, [b"a", b"b"], unsigned_note(ONE, 2), at=0)
        other = self.again(tmp_path, ledger)
        assert list(other.lines(ONE)) == [b"a", b"b"] and other.notes(ONE) == ledger.notes(ONE)
        other.append(ONE, [b"c"], unsigned_note(ONE, 3), at=2)
        assert ledger.size(ONE) == 3 and ledger.line(ONE, 2) == b"c"
        with pytest.raises(LogMoved):
            ledger.append(ONE, [b"late"], unsigned_note(ONE, 3), at=2)
        ledger.append(ONE, [b"d"], unsigned_note(ONE, 4), at=3)
        assert list(other.lines(ONE)) == [b"a", b"b", b"c", b"d"]

    def test_what_was_asked_for_is_what_was_there_then(self, ledger: Ledger) -> None:
        ledger.append(ONE, [b"a"], unsigned_note(ONE, 1), at=0)
        asked = ledger.lines(ONE)
        ledger.append(ONE, [b"b"], unsigned_note(ONE, 2), at=1)
        assert list(asked) == [b"a"]

    # --- merging -----------------------------------------------------------------------------------------------------

    def test_the_longer_version_is_taken(self, tmp_path: Path, ledger: Adopting) -> None:
        other, author = self.make(tmp_path / "other"), Author("A")
        author.write(ledger)
        other.extend(author.log, ledger.lines(author.log), ledger.notes(author.log))
        author.write(other, *[author.opened()] * 3)
        author.write(other, author.opened())
        assert merge_logs(ledger, other) == {author.log: 4}
        assert list(ledger.lines(author.log)) == list(other.lines(author.log))
        assert list(ledger.notes(author.log)) == list(other.notes(author.log))
        assert merge_logs(other, ledger) == merge_logs(ledger, other) == {author.log: 0}
        author.write(ledger, author.opened())
        assert ledger.size(author.log) == 6

    def test_the_shorter_version_brings_its_checkpoints(self, tmp_path: Path, ledger: Adopting) -> None:
        other = self.make(tmp_path / "other")
        other.append(ONE, [b'{"hash":"%s"}' % ONE.encode()], unsigned_note(ONE, 1), at=0)
        lines = [*other.lines(ONE), b'{"hash":"%s"}' % TWO.encode()]
        ledger.append(ONE, lines, unsigned_note(ONE, 2), at=0)
        assert ledger.extend(ONE, other.lines(ONE), other.notes(ONE)) == 0
        assert list(ledger.notes(ONE)) == [unsigned_note(ONE, 1), unsigned_note(ONE, 2)]
        assert list(ledger.lines(ONE)) == lines

    def test_a_line_that_withholds_is_the_same_entry(self, tmp_path: Path, ledger: Adopting) -> None:
        other, author = self.make(tmp_path / "other"), Author("A")
        lines = [author.line(author.opened()), author.line(author.opened())]
        ledger.append(author.log, [line.bytes() for line in lines], author.note(), at=0)
        more = [lines[0].hidden(header=True), lines[1].hidden(body=True), author.line(author.opened())]
        other.append(author.log, [line.bytes() for line in more], author.note(), at=0)
        assert ledger.extend(author.log, other.lines(author.log), other.notes(author.log)) == 1
        assert list(ledger.lines(author.log)) == [line.bytes() for line in (*lines, more[2])]

    def test_a_fork_is_refused_whole(self, tmp_path: Path, ledger: Adopting) -> None:
        """Whichever log is looked at first: nothing of the other copy has come in."""
        other, author, twin = self.make(tmp_path / "other"), Author("A"), Author("A", _salts=99)
        author.write(ledger, author.opened())
        twin.write(other, twin.opened(), twin.opened())
        for name in ("B", "C", "D"):
            Author(name).write(other)
        before = list(ledger.lines(author.log))
        with pytest.raises(Fork):
            merge_logs(ledger, other)
        with pytest.raises(Fork):
            ledger.extend(author.log, other.lines(author.log), other.notes(author.log))
        assert list(ledger.lines(author.log)) == before and list(ledger.logs()) == [author.log]

    def test_a_checkpoint_that_does_not_belong(self, ledger: Adopting) -> None:
        line = b'{"hash":"%s"}' % ONE.encode()
        for notes in ([], [unsigned_note(ONE, 2)], [unsigned_note(TWO, 1)]):
            with pytest.raises(BadNote):
                ledger.extend(ONE, [line], notes)
        with pytest.raises(Fork):
            ledger.extend(ONE, [line], [unsigned_note(ONE, 1), unsigned_note(ONE, 1, root=TWO)])
        assert list(ledger.logs()) == []
