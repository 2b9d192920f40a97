"""The stores on disk and the reference are asked the same, whatever the order, and must answer the same."""

import io
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from firsthand.record.digest import sha256
from firsthand.record.fault import Fault
from firsthand.store.files import FileLedger, FileVault, create_case_dir
from firsthand.store.memory import MemoryIndex, MemoryLedger, MemoryVault
from firsthand.store.merge import Adopting, merge_logs
from firsthand.store.sqlite import SqliteIndex
from firsthand.testing.author import CASE, Author, unsigned_note
from firsthand.testing.index import FILE, answers, sighting

LOGS = sorted(sha256(b"log %d" % number) for number in range(3))
LINES = st.lists(st.binary(max_size=40), max_size=4)


def outcome(work: object, *args: object, **more: object) -> object:
    """What a call gives or which fault it raises."""
    try:
        return work(*args, **more)  # type: ignore[operator]
    except Fault as fault:
        return type(fault)


class Stores(RuleBasedStateMachine):
    """Two ledgers and two vaults, one pair on disk; at any time the pair on disk may be opened anew."""

    digests: Bundle[str] = Bundle("digests")

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="firsthand-"))
        create_case_dir(self.folder / "case", CASE)
        create_case_dir(self.folder / "other", CASE)
        self.plain, self.plain_vault, self.plain_other = MemoryLedger(), MemoryVault(), MemoryLedger()
        self.other = FileLedger(self.folder / "other")
        self.reopen()

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @rule()
    def reopen(self) -> None:
        self.ledger, self.vault = FileLedger(self.folder / "case"), FileVault(self.folder / "case", reserve=0)

    @rule(log=st.sampled_from(LOGS), lines=LINES, off=st.sampled_from([0, 0, 0, 0, 1, -1]), elsewhere=st.booleans())
    def append(self, log: str, lines: list[bytes], off: int, elsewhere: bool) -> None:
        at = self.plain.size(log) + off
        note = unsigned_note(log, max(0, at + len(lines)))
        second = FileLedger(self.folder / "case") if elsewhere else self.ledger
        assert outcome(second.append, log, lines, note, at=at) == outcome(self.plain.append, log, lines, note, at=at)

    @rule(log=st.sampled_from(LOGS), tail=st.binary(max_size=60))
    def torn_tail(self, log: str, tail: bytes) -> None:
        """A writer died in the middle of a line, or after whole ones."""
        with (self.folder / "case" / "log" / f"{log}.jsonl").open("ab") as file:
            file.write(tail)

    @rule(log=st.sampled_from(LOGS), count=st.integers(1, 6), salt=st.sampled_from([0, 0, 0, 1]), back=st.booleans())
    def merge(self, log: str, count: int, salt: int, back: bool) -> None:
        lines = [b'{"hash":"%s"}' % sha256(b"%s %d %d" % (log.encode(), i, salt)).encode() for i in range(count)]
        for other in (self.other, self.plain_other):
            outcome(other.extend, log, lines, [unsigned_note(log, count)])
        pairs: list[tuple[Adopting, Adopting]] = [(self.ledger, self.other), (self.plain, self.plain_other)]
        real, plain = (pair[::-1] for pair in pairs) if back else pairs
        assert outcome(merge_logs, *real) == outcome(merge_logs, *plain)
        assert [list(self.other.lines(own)) for own in LOGS] == [list(self.plain_other.lines(own)) for own in LOGS]

    @rule(target=digests, data=st.binary(max_size=50), hint=st.sampled_from([None, 0, 0, 1]))
    def put(self, data: bytes, hint: int | None) -> object:
        size = None if hint is None else len(data) + hint
        real, plain = (outcome(v.put, io.BytesIO(data), size_hint=size) for v in (self.vault, self.plain_vault))
        assert real == plain
        return multiple() if hint else sha256(data)

    @rule(digest=consumes(digests))
    def get(self, digest: str) -> None:
        with self.vault.open(digest) as real, self.plain_vault.open(digest) as plain:
            assert real.read() == plain.read()

    @rule(log=st.sampled_from(LOGS), index=st.integers(-1, 12))
    def ask(self, log: str, index: int) -> None:
        assert outcome(self.ledger.line, log, index) == outcome(self.plain.line, log, index)
        real, plain = (outcome(ledger.lines, log, index) for ledger in (self.ledger, self.plain))
        assert (isinstance(real, type) and real is plain) or list(real) == list(plain)  # type: ignore[call-overload]

    @invariant()
    def the_same(self) -> None:
        assert list(self.vault.digests()) == list(self.plain_vault.digests())
        assert list(self.ledger.logs()) == list(self.plain.logs())
        for log in LOGS:
            assert self.ledger.size(log) == self.plain.size(log)
            assert list(self.ledger.lines(log)) == list(self.plain.lines(log))
            assert list(self.ledger.notes(log)) == list(self.plain.notes(log))


class Indexes(RuleBasedStateMachine):
    """Real authors write, and now and then the cache is lost or belongs to another ledger."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="firsthand-"))
        self.ledger, self.authors = MemoryLedger(), {name: Author(name) for name in "AB"}
        self.index, self.shadow = SqliteIndex(self.folder), MemoryIndex()

    def teardown(self) -> None:
        self.index.close()
        shutil.rmtree(self.folder)

    @rule(name=st.sampled_from("AB"), texts=st.lists(st.text(max_size=10), max_size=3), cites=st.booleans())
    def write(self, name: str, texts: list[str], cites: bool) -> None:
        author = self.authors[name]
        heads = [other.head() for other in self.authors.values() if other is not author and other.ids] if cites else []
        last = author.ids[-1] if author.ids else FILE
        author.write(
            self.ledger,
            *[sighting(last, note=text, account=last, extra={text: 0.5}) for text in texts or ["x"]],
            after=heads,
        )

    @rule()
    def lose_the_cache(self) -> None:
        self.index.close()
        for path in (self.folder / "cache").glob("*"):
            path.unlink()
        self.index = SqliteIndex(self.folder)

    @rule()
    def open_anew(self) -> None:
        self.index.close()
        self.index = SqliteIndex(self.folder)

    @rule()
    def another_ledger(self) -> None:
        """The log is a fork from here on: other salts, the same words."""
        self.ledger, self.authors = (
            MemoryLedger(),
            {name: Author(name, _salts=len(self.shadow.find(""))) for name in "AB"},
        )

    @rule()
    def compare(self) -> None:
        self.index.refresh(self.ledger)
        self.shadow.refresh(self.ledger)
        named = [row.id for row in self.shadow.rows()][-10:]
        assert answers(self.index, [FILE, *named]) == answers(self.shadow, [FILE, *named])


Stores.TestCase.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
Indexes.TestCase.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
TestStores = Stores.TestCase
TestIndexes = Indexes.TestCase
