"""What only the vault on disk promises: room is looked for first, leftovers are swept, strange files are nobody's."""

import fcntl
import io
import os
import threading
from hashlib import sha256
from pathlib import Path

import pytest

from firsthand.record.fault import DiskFull, NotInVault
from firsthand.store import disk
from firsthand.store.files import FileVault

DATA = b"some footage"
NAME = sha256(DATA).hexdigest()


def test_the_files_are_those_of_the_format(tmp_path: Path) -> None:
    assert FileVault(tmp_path).put_bytes(DATA).new
    path = tmp_path / "vault" / NAME[:2] / NAME[2:]
    assert path.read_bytes() == DATA and path.stat().st_mode & 0o777 == 0o444
    assert not list((tmp_path / "vault" / ".incoming").iterdir())


def test_room_is_looked_for_first(tmp_path: Path) -> None:
    room = disk.free(tmp_path)
    vault = FileVault(tmp_path, reserve=0)
    with pytest.raises(DiskFull):
        vault.put(io.BytesIO(DATA), size_hint=room * 2)
    with pytest.raises(DiskFull):
        FileVault(tmp_path, reserve=room * 2).put(io.BytesIO(DATA))
    assert not list(vault.digests()) and not list((tmp_path / "vault" / ".incoming").iterdir())
    assert vault.put(io.BytesIO(DATA), size_hint=len(DATA)).new


def test_a_blob_cut_short_is_put_in_again(tmp_path: Path) -> None:
    vault = FileVault(tmp_path)
    path = vault.path(vault.put_bytes(DATA).sha256)
    path.unlink()
    path.write_bytes(DATA[:3])
    assert vault.put_bytes(DATA).new
    assert path.read_bytes() == DATA
    assert not vault.put_bytes(DATA).new


def test_what_dead_writers_left_is_swept_and_what_live_ones_write_is_not(tmp_path: Path) -> None:
    incoming = tmp_path / "vault" / ".incoming"
    incoming.mkdir(parents=True)
    (incoming / ".new-dead").write_bytes(b"half")
    (incoming / ".new-live").write_bytes(b"half")
    (incoming / "not ours").write_bytes(b"")
    with (incoming / ".new-live").open("rb") as live:
        fcntl.flock(live, fcntl.LOCK_EX)
        FileVault(tmp_path).put_bytes(DATA)
        assert {path.name for path in incoming.iterdir()} == {".new-live", "not ours"}
    FileVault(tmp_path).put_bytes(DATA)
    assert {path.name for path in incoming.iterdir()} == {"not ours"}


def test_strange_things_in_the_folder_are_not_the_vaults(tmp_path: Path) -> None:
    vault = FileVault(tmp_path)
    vault.put_bytes(DATA)
    other = sha256(b"linked").hexdigest()
    for shard in {NAME[:2], other[:2], "zz"}:
        (tmp_path / "vault" / shard).mkdir(exist_ok=True)
    (tmp_path / "secret").write_bytes(b"linked")
    (tmp_path / "vault" / other[:2] / other[2:]).symlink_to(tmp_path / "secret")
    (tmp_path / "vault" / NAME[:2] / "short").write_bytes(b"")
    (tmp_path / "vault" / NAME[:2] / ("0" * 62)).mkdir()
    (tmp_path / "vault" / "00").write_bytes(b"") if NAME[:2] != "00" else None
    assert list(vault.digests()) == [NAME]
    assert not vault.has(other)
    with pytest.raises(NotInVault):
        vault.open(other)
    assert vault.put_bytes(b"linked").new and not (tmp_path / "vault" / other[:2] / other[2:]).is_symlink()
    assert (tmp_path / "secret").read_bytes() == b"linked"


def test_many_threads_put_at_once(tmp_path: Path) -> None:
    vault, put = FileVault(tmp_path), list[tuple[str, bool]]()

    def work(start: int) -> None:
        for number in range(start, start + 20):
            stored = vault.put_bytes(b"%d" % number * 1000)
            put.append((stored.sha256, stored.new))

    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 5, 10, 30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(put) == 80 and sorted({digest for digest, _ in put}) == list(vault.digests())
    for digest in vault.digests():
        assert sha256(vault.path(digest).read_bytes()).hexdigest() == digest


def test_a_source_is_read_once(tmp_path: Path) -> None:
    reads = list[int]()

    class Counting(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            got = super().read(size)
            reads.append(len(got))
            return got

    size = 5_000_000
    FileVault(tmp_path).put(Counting(os.urandom(size)), size_hint=size)
    assert sum(reads) == size
