"""Signing keys of this machine: outside every case, one identity an author, encrypted where a passphrase is given."""

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from firsthand.recheck.signing import public_bytes
from firsthand.record.fault import KeyLocked, NoSuchKey
from firsthand.record.keys import fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """An author on this machine: name, key's fingerprint and whether a passphrase guards it."""

    name: str
    fingerprint: str
    locked: bool


@dataclass(frozen=True, slots=True)
class Keyring:
    """Keys in a folder of the user's own (mode 700), files of mode 600: PKCS 8, encrypted by a passphrase if given."""

    folder: Path

    def device(self) -> str:
        """This machine's random id; made at the first call. It says nothing of the machine."""
        path = self.folder / "device"
        if not path.exists():
            self._write(path, secrets.token_hex(32).encode())
        return path.read_text().strip()

    def identities(self) -> Iterator[Identity]:
        for path in sorted(self.folder.glob("*.json")):
            wire = json.loads(path.read_text())
            yield Identity(name=wire["name"], fingerprint=wire["fingerprint"], locked=wire["locked"])

    def make(self, name: str, passphrase: str | None = None) -> Identity:
        """A new key for `name`."""
        key = Ed25519PrivateKey.generate()
        made = Identity(name=name, fingerprint=fingerprint(public_bytes(key)), locked=bool(passphrase))
        shut: Any = serialization.NoEncryption()
        if passphrase:
            shut = serialization.BestAvailableEncryption(passphrase.encode())
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, shut)
        self._write(self.folder / f"{made.fingerprint}.pem", pem)
        about = {"name": made.name, "fingerprint": made.fingerprint, "locked": made.locked}
        self._write(self.folder / f"{made.fingerprint}.json", json.dumps(about, ensure_ascii=False).encode())
        return made

    def open(self, mark: str, passphrase: str | None = None) -> Ed25519PrivateKey:
        """The key of a fingerprint. Raises NoSuchKey, KeyLocked (no passphrase, or a wrong one)."""
        path = self.folder / f"{mark}.pem"
        if not path.is_file():
            raise NoSuchKey(f"this machine holds no key {mark[:16]}")
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), passphrase.encode() if passphrase else None)
        except (ValueError, TypeError) as bad:
            raise KeyLocked(f"the key {mark[:16]} is locked, and the passphrase given does not open it") from bad
        if not isinstance(key, Ed25519PrivateKey) or fingerprint(public_bytes(key)) != mark:
            raise NoSuchKey(f"the file of key {mark[:16]} holds another key")
        return key

    def _write(self, path: Path, data: bytes) -> None:
        """Temp file, fsync, rename: a key half written is a log nobody can continue."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        temp = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
        temp.rename(path)
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def keyring() -> Keyring:
    """The user's keyring: FIRSTHAND_HOME where it is set, else the platform's place for a user's data."""
    home = os.environ.get("FIRSTHAND_HOME")
    return Keyring(Path(home) / "keys" if home else Path(platformdirs.user_data_dir("firsthand")) / "keys")
