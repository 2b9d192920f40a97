"""A fixed run over a case on disk that can be broken off anywhere and gone on with, and what must hold wherever it was."""

import io
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from firsthand.record.fault import NotACase
from firsthand.store.files import FileLedger, FileVault, create_case_dir, open_case_dir
from firsthand.testing.author import CASE, unsigned_note

ONE, TWO = sorted(sha256(name).hexdigest() for name in (b"one log", b"another log"))
CHUNK = 1024  # what the vault reads at once in these runs, so that they stay quick
BIG = bytes(range(256)) * 11  # more than one chunk


def lines(log: str, first: int, count: int) -> list[bytes]:
    """Lines of different lengths that say where they belong and carry their own digest."""
    return [_line(log, index) for index in range(first, first + count)]


def _line(log: str, index: int) -> bytes:
    text = b"%s %d %s" % (log.encode(), index, b"." * (index * 37 % 400))
    return text + sha256(text).hexdigest().encode()


def _twin(data: bytes) -> bytes:
    """Other bytes that lie in the same folder of the vault."""
    shard = sha256(data).digest()[0]
    return next(
        made for made in (b"twin %d" % number for number in range(100_000)) if sha256(made).digest()[0] == shard
    )


FIRST = b"the first film"
BLOBS = (FIRST, b"", BIG, _twin(FIRST))
BATCHES = ((ONE, 0, 3), (ONE, 3, 1), (TWO, 0, 2), (ONE, 4, 2), (TWO, 2, 1))
Step = Callable[[Path], None]


def put(data: bytes) -> Step:
    def step(case: Path) -> None:
        stored = FileVault(case, reserve=0).put(io.BytesIO(data), size_hint=len(data))
        assert stored.sha256 == sha256(data).hexdigest()

    return step


def append(log: str, at: int, count: int) -> Step:
    def step(case: Path) -> None:
        ledger = FileLedger(case)
        if ledger.size(log) < at + count:
            ledger.append(log, lines(log, at, count), unsigned_note(log, at + count), at=at)

    return step


def make(case: Path) -> None:
    try:
        open_case_dir(case)
    except NotACase:
        create_case_dir(case, CASE)


STEPS: tuple[Step, ...] = (
    make,
    put(BLOBS[0]),
    append(*BATCHES[0]),
    put(BLOBS[1]),
    put(BLOBS[0]),
    append(*BATCHES[1]),
    append(*BATCHES[2]),
    put(BLOBS[2]),
    put(BLOBS[3]),
    append(*BATCHES[3]),
    append(*BATCHES[4]),
)
PROMISED: tuple[tuple[str, ...], ...] = (  # what each step has acknowledged: the digest of bytes, or "log size"
    (),
    (sha256(BLOBS[0]).hexdigest(),),
    (f"{ONE} 3",),
    (sha256(BLOBS[1]).hexdigest(),),
    (),
    (f"{ONE} 4",),
    (f"{TWO} 2",),
    (sha256(BLOBS[2]).hexdigest(),),
    (sha256(BLOBS[3]).hexdigest(),),
    (f"{ONE} 6",),
    (f"{TWO} 3",),
)


def run(case: Path, done: Callable[[int], None] = lambda step: None) -> None:
    """All steps; what was done before is not done twice. `done` is told each step that was acknowledged."""
    for number, step in enumerate(STEPS):
        step(case)
        done(number)


def promises(steps: int) -> Iterator[str]:
    """What the first `steps` steps have acknowledged."""
    return (promise for promised in PROMISED[:steps] for promise in promised)


def check(case: Path, steps: int) -> None:
    """Every acknowledged entry and byte is there, whole; what else is there is whole too."""
    if not steps:
        try:
            open_case_dir(case)
        except NotACase:
            return
    assert open_case_dir(case) == CASE
    ledger, vault = FileLedger(case), FileVault(case)
    for promise in promises(steps):
        if " " in promise:
            log, size = promise.split()
            assert ledger.size(log) >= int(size), f"acknowledged entries are lost: {promise}"
        else:
            assert vault.has(promise), f"acknowledged bytes are lost: {promise}"
    for log in (ONE, TWO):
        assert list(ledger.lines(log)) == lines(log, 0, ledger.size(log)), "a half entry is read"
        assert ledger.size(log) in {0} | {at + count for own, at, count in BATCHES if own == log}, (
            "a half batch is read"
        )
    for digest in vault.digests():
        with vault.open(digest) as file:
            assert sha256(file.read()).hexdigest() == digest, "half of a file is read"


def check_goes_on(case: Path, steps: int) -> None:
    """`check`, and a new start finishes the run and leaves nothing lying about."""
    check(case, steps)
    run(case)
    check(case, len(STEPS))
    assert {path.name for path in case.rglob(".new-*")} == set()
