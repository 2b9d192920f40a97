"""For every fault of the stores, something that raises it."""

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from firsthand.record.digest import sha256
from firsthand.store import disk
from firsthand.store.files import FileLedger, FileVault, create_case_dir, open_case_dir
from firsthand.store.known_folder import Memories, handed_on
from firsthand.store.source import Watched
from firsthand.store.vectors_folder import FolderDescriptors
from firsthand.store.vectors_postgres import PostgresDescriptors
from firsthand.testing.author import CASE, Author, unsigned_note
from firsthand.testing.descriptors import NUMBERS, film

LOG = sha256(b"a log")


def case(folder: Path) -> Path:
    create_case_dir(folder / "case", CASE)
    return folder / "case"


def one_entry(folder: Path) -> FileLedger:
    ledger = FileLedger(case(folder), patience=0.01)
    ledger.append(LOG, [b"{}"], unsigned_note(LOG, 1), at=0)
    return ledger


def damaged_log(folder: Path) -> None:
    ledger = one_entry(folder)
    os.truncate(folder / "case" / "log" / f"{LOG}.jsonl", 1)
    list(ledger.lines(LOG))


def disk_full(folder: Path) -> None:
    FileVault(case(folder)).put(io.BytesIO(b""), size_hint=1 << 62)


def write_failed(folder: Path) -> None:
    ledger = one_entry(folder)
    with mock.patch.object(os, "fsync", side_effect=OSError(errno.EIO, "Input/output error")):
        ledger.append(LOG, [b"{}"], unsigned_note(LOG, 2), at=1)


def not_regular(folder: Path) -> None:
    os.mkfifo(folder / "pipe.mp4")
    Watched(folder / "pipe.mp4")


def source_changed(folder: Path) -> None:
    FileVault(case(folder)).put(io.BytesIO(b"shorter than it was"), size_hint=100)


def log_moved(folder: Path) -> None:
    one_entry(folder).append(LOG, [b"{}"], unsigned_note(LOG, 1), at=0)


def case_busy(folder: Path) -> None:
    ledger = one_entry(folder)
    with disk.only_writer(folder / "case" / "case.json"):
        ledger.append(LOG, [b"{}"], unsigned_note(LOG, 2), at=1)


def fork(folder: Path) -> None:
    ledger, author, twin = FileLedger(case(folder)), Author("A"), Author("A", _salts=9)
    author.write(ledger)
    ledger.extend(author.log, [twin.line(twin.opened()).bytes()], [twin.note()])


def folder_taken(folder: Path) -> None:
    (folder / "letter.odt").write_bytes(b"mine")
    create_case_dir(folder, CASE)


def other_model(folder: Path) -> None:
    FolderDescriptors(folder, NUMBERS).search(film(NUMBERS, 1).rows, model=LOG, most=1, least=0.0)


def bad_memory(folder: Path) -> None:
    (folder / "handed on").write_bytes(b"firsthand-memory/1\n{}")
    list(handed_on(folder / "handed on"))


RAISES: dict[str, Callable[[Path], None]] = {
    "record.damaged-log": damaged_log,
    "record.not-a-case": lambda folder: print(open_case_dir(folder)),
    "record.bad-memory": bad_memory,
    "record.no-memory": lambda folder: print(Memories(folder).files("spring")),
    "outside.no-server": lambda folder: print(PostgresDescriptors("postgresql://nobody@localhost:1/none", NUMBERS)),
    "outside.disk-full": disk_full,
    "outside.write-failed": write_failed,
    "outside.cannot-read": lambda folder: Watched(folder / "absent.mp4").close(),
    "outside.not-regular": not_regular,
    "outside.source-changed": source_changed,
    "outside.not-in-vault": lambda folder: FileVault(case(folder)).open(LOG).close(),
    "outside.log-moved": log_moved,
    "outside.case-busy": case_busy,
    "refused.fork": fork,
    "refused.case-exists": lambda folder: create_case_dir(case(folder), CASE),
    "refused.folder-taken": folder_taken,
    "refused.other-model": other_model,
}
