"""What every Vault promises, as tests: bytes by their digest, once, whole, or not at all."""

import io
import os
from abc import ABC, abstractmethod
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

import pytest
from blake3 import blake3

from firsthand.port import Vault
from firsthand.record.fault import BadDigest, CannotRead, NotInVault, NotRegular, SourceChanged
from firsthand.store.source import Watched, put_path

SIZES = (0, 1, 4096, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_000)
ABSENT = "0" * 64


class Trickle(io.RawIOBase):
    """A source that gives a few bytes at a time and fails, or goes on without end, where it is asked to."""

    def __init__(self, data: bytes, *, fails: bool = False, endless: bool = False) -> None:
        super().__init__()
        self._left, self._fails, self._endless = io.BytesIO(data), fails, endless
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._left.read(min(7, len(buffer)))
        if not chunk and self._fails:
            raise OSError(5, "the medium is scratched")
        if not chunk and self._endless:
            chunk = bytes(min(4096, len(buffer)))
        buffer[: len(chunk)] = chunk
        self.given += len(chunk)
        return len(chunk)


def stream(source: io.RawIOBase) -> BinaryIO:
    return cast(BinaryIO, source)


class VaultSuite(ABC):
    """Subclass it with a name that begins with Test, and say how an empty vault of yours is made in a folder."""

    @abstractmethod
    def make(self, folder: Path) -> Vault:
        """A new, empty vault."""

    def again(self, folder: Path, vault: Vault) -> Vault:
        """The same vault opened a second time; one that lives in memory only is itself."""
        return vault

    @pytest.fixture
    def vault(self, tmp_path: Path) -> Vault:
        return self.make(tmp_path)

    @pytest.mark.parametrize("size", SIZES)
    def test_what_goes_in_comes_out(self, vault: Vault, size: int) -> None:
        data = (b"firsthand " * (size // 10 + 1))[:size]
        stored = vault.put(io.BytesIO(data), size_hint=size)
        assert (stored.sha256, stored.blake3) == (sha256(data).hexdigest(), blake3(data).hexdigest())
        assert (stored.size, stored.new) == (size, True)
        with vault.open(stored.sha256) as file:
            assert file.read() == data
        assert vault.path(stored.sha256).read_bytes() == data
        assert vault.has(stored.sha256) and list(vault.digests()) == [stored.sha256]

    def test_the_same_bytes_again(self, tmp_path: Path, vault: Vault) -> None:
        first = vault.put(io.BytesIO(b"same"))
        second = vault.put(stream(Trickle(b"same")))
        third = self.again(tmp_path, vault).put(io.BytesIO(b"same"), size_hint=4)
        assert first.new and not second.new and not third.new
        assert {stored.sha256 for stored in (first, second, third)} == set(vault.digests())

    def test_digests_come_in_order(self, tmp_path: Path, vault: Vault) -> None:
        put = {vault.put(io.BytesIO(b"%d" % number)).sha256 for number in range(40)}
        assert list(vault.digests()) == sorted(put) == list(self.again(tmp_path, vault).digests())

    @pytest.mark.parametrize("hint", [0, 3, 5, 100])
    def test_a_source_of_another_size(self, vault: Vault, hint: int) -> None:
        with pytest.raises(SourceChanged):
            vault.put(io.BytesIO(b"four"), size_hint=hint)
        assert list(vault.digests()) == []

    def test_an_endless_source_ends(self, vault: Vault) -> None:
        source = Trickle(b"head", endless=True)
        with pytest.raises(SourceChanged):
            vault.put(stream(source), size_hint=100)
        assert source.given < 4_000_000 and list(vault.digests()) == []

    def test_a_source_that_fails(self, vault: Vault) -> None:
        with pytest.raises(CannotRead):
            vault.put(stream(Trickle(b"some bytes come before", fails=True)))
        assert list(vault.digests()) == []

    def test_what_is_not_there(self, vault: Vault) -> None:
        assert not vault.has(ABSENT)
        for ask in (vault.open, vault.path):
            with pytest.raises(NotInVault):
                ask(ABSENT)

    @pytest.mark.parametrize("digest", ["", "../../case.json", "A" * 64, "0" * 63, "0" * 65, "00/" + "0" * 61])
    def test_a_name_that_is_no_digest_leads_nowhere(self, vault: Vault, digest: str) -> None:
        for ask in (vault.has, vault.open, vault.path):
            with pytest.raises(BadDigest):
                ask(digest)

    def test_what_is_kept_is_read_only(self, vault: Vault) -> None:
        path = vault.path(vault.put(io.BytesIO(b"kept")).sha256)
        assert path.stat().st_mode & 0o777 == 0o444

    def test_opened_again_it_is_the_same(self, tmp_path: Path, vault: Vault) -> None:
        stored = vault.put(io.BytesIO(b"kept"))
        with self.again(tmp_path, vault).open(stored.sha256) as file:
            assert file.read() == b"kept"

    # --- files on a disk as sources ------------------------------------------------------------------------------------

    def test_a_file(self, tmp_path: Path, vault: Vault) -> None:
        path = tmp_path / os.fsdecode(b"-odd \xff\n name")
        path.write_bytes(b"footage")
        assert put_path(vault, path).size == 7
        path.write_bytes(b"")
        assert put_path(vault, path).size == 0

    def test_what_is_not_a_file(self, tmp_path: Path, vault: Vault) -> None:
        (tmp_path / "file").write_bytes(b"x")
        (tmp_path / "link").symlink_to(tmp_path / "file")
        os.mkfifo(tmp_path / "pipe")
        for path in (tmp_path / "link", tmp_path / "pipe", tmp_path, Path("/dev/zero")):
            with pytest.raises(NotRegular):
                put_path(vault, path)
        for path in (tmp_path / "absent", tmp_path / "nul\0", tmp_path / ("n" * 4096), tmp_path / "file" / "below"):
            with pytest.raises(CannotRead):
                put_path(vault, path)
        assert list(vault.digests()) == []

    @pytest.mark.parametrize("change", ["longer", "shorter", "touched"])
    def test_a_file_that_changes_while_it_is_read(self, tmp_path: Path, vault: Vault, change: str) -> None:
        path = tmp_path / "growing.mp4"
        path.write_bytes(b"m" * 3_000_000)

        class Changing(Watched):
            def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
                got = super().readinto(buffer)
                if change == "touched":
                    os.utime(path, (1, 1))
                else:
                    os.truncate(path, 3_000_001 if change == "longer" else 2_000_000)
                return got

        with Changing(path) as source, pytest.raises(SourceChanged):
            vault.put(stream(source), size_hint=source.size)
        assert list(vault.digests()) == []
