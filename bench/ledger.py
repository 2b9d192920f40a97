"""Preserving 10,000 sightings of 10,000 files, and opening 100,000 entries cold and warm; beside a plain SQLite table."""

import argparse
import gc
import hashlib
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from blake3 import blake3
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from firsthand.recheck.signing import public_bytes, sign_checkpoint
from firsthand.record.entry import seal
from firsthand.record.footage import File
from firsthand.record.keys import Opened, fingerprint, log_id
from firsthand.record.log import Checkpoint, Tree
from firsthand.record.sighting import Sighting
from firsthand.store.files import FileLedger, FileVault, create_case_dir
from firsthand.store.sqlite import SqliteIndex

RUNS = 3
FILES = 10_000
ENTRIES = 100_000
BATCH = 500  # entries under one checkpoint
NOW = datetime(2024, 3, 1, tzinfo=UTC)


class Pen:
    """The least that writes entries: what a desk does, without a desk."""

    def __init__(self, case_dir: Path) -> None:
        self.case = token_hex(32)
        create_case_dir(case_dir, self.case)
        self.ledger, self.vault = FileLedger(case_dir), FileVault(case_dir)
        self.key, device = Ed25519PrivateKey.generate(), token_hex(32)
        self.by = fingerprint(public_bytes(self.key))
        self.log, self.tree = log_id(self.case, self.by, device), Tree()
        public = b64encode(public_bytes(self.key)).decode()
        self.write([Opened(case=self.case, device=device, key=public, author="bench")])

    def write(self, values: list[object]) -> None:
        at, lines = self.tree.size, []
        for value in values:
            line = seal(value, log=self.log, by=self.by, now=NOW, after=(), salt=lambda: token_hex(16))
            self.tree.add(line.hash)
            lines.append(line.bytes())
        checkpoint = Checkpoint(case=self.case, log=self.log, size=self.tree.size, root=self.tree.root())
        self.ledger.append(self.log, lines, sign_checkpoint(checkpoint, self.key), at=at)


def sighting(number: int, digest: str) -> Sighting:
    return Sighting(
        file=digest,
        name=f"clip-{number:05}.mp4",
        path=f"telegram/channel/{number:05}.mp4",
        url=f"https://example.org/channel/{number}",
        channel="channel",
        account=f"account {number % 97}",
        captured="copied from a folder",
    )


def preserve(case_dir: Path, sources: list[Path]) -> None:
    """Two entries a file, as the desk writes them: the file, where it is new, and its sighting."""
    pen, waiting = Pen(case_dir), list[object]()
    for number, source in enumerate(sources):
        stored = pen.vault.put_file(source)
        if stored.new:
            waiting.append(File(digest=stored.sha256, blake3=stored.blake3, size=stored.size))
        waiting.append(sighting(number, stored.sha256))
        if len(waiting) >= BATCH:
            pen.write(waiting)
            waiting = []
    if waiting:
        pen.write(waiting)


def hash_only(sources: list[Path]) -> None:
    for source in sources:
        data = source.read_bytes()
        hashlib.sha256(data).digest()
        blake3(data).digest()


def plain_rows(folder: Path, sources: list[Path]) -> None:
    """The baseline: an importer without log or vault that inserts a row and commits, a file at a time."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / "plain.sqlite")) as base:
        base.execute(
            "CREATE TABLE media(id INTEGER PRIMARY KEY, sha256 TEXT, name TEXT, path TEXT, url TEXT, account TEXT)"
        )
        for number, source in enumerate(sources):
            digest = hashlib.sha256(source.read_bytes()).hexdigest()
            seen = sighting(number, digest)
            row = (digest, seen.name, seen.path, seen.url, seen.account)
            base.execute("INSERT INTO media(sha256, name, path, url, account) VALUES (?, ?, ?, ?, ?)", row)
            base.commit()


def big_case(case_dir: Path, entries: int) -> None:
    pen, number = Pen(case_dir), 0
    while pen.tree.size < entries:
        most = min(BATCH, entries - pen.tree.size)
        digests = [hashlib.sha256(b"%d" % (number + i)).hexdigest() for i in range(most)]
        pen.write([sighting(number + i, digest) for i, digest in enumerate(digests)])
        number += most


def drop_cache(case_dir: Path) -> None:
    for path in (case_dir / "cache").iterdir():
        path.unlink()


def open_case(case_dir: Path, entries: int) -> None:
    """What a command does first: the ledger, the index up to date, one question."""
    with closing(SqliteIndex(case_dir)) as index:
        index.refresh(FileLedger(case_dir))
        assert index.count()["sighting"] == entries - 1


Figures = tuple[float, float]


def timed(work: Callable[[], None]) -> Figures:
    """Seconds of CPU (user and system) and of wall clock."""
    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def median(runs: list[Figures]) -> str:
    cpu, wall = (statistics.median(figures) for figures in zip(*runs, strict=True))
    return f"{cpu:8.2f} s CPU {wall:8.2f} s wall"


def memory(case_dir: Path, entries: int) -> float:
    """Peak memory in MB that opening takes, above that of the same fresh program before it."""
    command = [sys.executable, "-c", GROWTH, str(case_dir), str(entries)]
    return float(
        subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[1]).stdout
    )


GROWTH = """
import sys
from pathlib import Path
from bench.ledger import open_case
peak = lambda: int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
before = peak()
open_case(Path(sys.argv[1]), int(sys.argv[2]))
print((peak() - before) / 1000)
"""


def make_sources(folder: Path, files: int) -> Iterator[Path]:
    folder.mkdir()
    for number in range(files):
        path = folder / f"{number:05}.mp4"
        path.write_bytes(hashlib.sha256(b"%d" % number).digest() * 64)
        yield path


def report(say: Callable[[str], None], *, files: int = FILES, entries: int = ENTRIES, runs: int = RUNS) -> None:
    """Prints the median of `runs`; folders are made beside one another in the machine's temporary folder."""
    with tempfile.TemporaryDirectory(prefix="firsthand-bench-") as made:
        place = Path(made)
        sources = list(make_sources(place / "sources", files))
        say(f"{files} files of 2 KB, {files} sightings (median of {runs})")
        hashing = [timed(lambda: hash_only(sources)) for _ in range(runs)]
        say(f"  reading and hashing alone            {median(hashing)}")
        kept = [timed(lambda n=n: preserve(place / f"case-{n}", sources)) for n in range(runs)]  # type: ignore[misc]
        say(f"  vault and ledger                     {median(kept)}")
        apart = statistics.median(cpu for cpu, _ in kept) - statistics.median(cpu for cpu, _ in hashing)
        say(f"  the same apart from hashing          {apart:8.2f} s CPU")
        rows = [timed(lambda n=n: plain_rows(place / f"plain-{n}", sources)) for n in range(runs)]  # type: ignore[misc]
        say(f"  baseline: plain SQLite row an insert {median(rows)}")
        say(f"{entries} entries of one log (median of {runs})")
        big = place / "big"
        say(f"  writing them                         {median([timed(lambda: big_case(big, entries))])}")
        opens = [(timed(lambda: drop_cache(big)), timed(lambda: open_case(big, entries))) for _ in range(runs)]
        say(f"  opened cold (cache deleted)          {median([cold for _, cold in opens])}")
        say(
            f"  opened warm                          {median([timed(lambda: open_case(big, entries)) for _ in range(runs)])}"
        )
        drop_cache(big)
        say(f"  memory over a process at rest        {memory(big, entries):8.0f} MB cold")
        say(f"                                       {memory(big, entries):8.0f} MB warm")
        sizes = [sum(path.stat().st_size for path in (big / name).iterdir()) / 1e6 for name in ("log", "cache")]
        say(f"  on disk                              {sizes[0]:8.0f} MB log, {sizes[1]:.0f} MB cache")


def main() -> None:
    """`python -m bench.ledger`, smaller with --files and --entries."""
    ask = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("files", FILES), ("entries", ENTRIES), ("runs", RUNS)):
        ask.add_argument(f"--{name}", type=int, default=usual)
    report(lambda text: print(text, flush=True), **vars(ask.parse_args()))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"peak memory of the whole bench {peak:.0f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
