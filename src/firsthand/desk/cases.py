"""Cases as a whole: a new one, joining one, opening one, and merging two by the set union of their logs."""

import base64
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from firsthand.outside.cell import CellDecoder
from firsthand.outside.clock import SystemClock
from firsthand.outside.keyring import Identity, Keyring
from firsthand.outside.workers import Threads
from firsthand.recheck import recheck_case
from firsthand.recheck.signing import public_bytes
from firsthand.record.fault import MergeRefused, NoAuthor, NoSuchKey
from firsthand.record.keys import Opened, log_id
from firsthand.store.files import FileLedger, FileVault, create_case_dir, open_case_dir
from firsthand.store.sqlite import SqliteIndex

from .desk import Author, Desk
from .keys import key_in_force
from .pen import write

Ask = Callable[[Identity], str | None]  # a passphrase for a locked key


def no_passphrase(identity: Identity) -> None:
    """For keys without one."""


def new_case(
    folder: Path, *, author: str, ring: Keyring, title: str = "", ask: Ask = no_passphrase, lock: str | None = None
) -> Desk:
    """A new case with its first author's log. `lock` is a passphrase for a key that has to be made. Raises CaseExists."""
    create_case_dir(folder, secrets.token_hex(32))
    return join_case(folder, author=author, title=title, ring=ring, ask=ask, lock=lock)


def join_case(
    folder: Path, *, author: str, ring: Keyring, title: str = "", ask: Ask = no_passphrase, lock: str | None = None
) -> Desk:
    """Opens the author's own log in the case, where there is none yet; the desk writes in it."""
    known = next((i for i in ring.identities() if i.name == author), None) or ring.make(author, lock)
    key = ring.open(known.fingerprint, (ask(known) or lock) if known.locked else None)
    desk = open_case(folder, ring=ring)
    log = log_id(desk.case, known.fingerprint, ring.device())
    desk = replace(desk, author=Author(name=author, key=key, device=ring.device(), log=log))
    if not desk.ledger.size(log):
        public = base64.b64encode(public_bytes(key)).decode()
        write(desk, Opened(case=desk.case, device=ring.device(), key=public, author=author, title=title))
    return desk


def open_case(
    folder: Path, *, ring: Keyring, author: str | None = None, ask: Ask = no_passphrase, weak_cell: bool = False
) -> Desk:
    """The case on a disk, with the author whose key this machine holds: the one named, or the only one there is.

    Without any, the desk only reads. Raises NotACase, NoAuthor, KeyLocked.
    """
    case = open_case_dir(folder)
    cell = CellDecoder(weak_ok=weak_cell)
    desk = Desk(
        case=case,
        folder=folder,
        ledger=FileLedger(folder),
        vault=FileVault(folder),
        index=SqliteIndex(folder),
        decoder=cell,
        workers=Threads(on_stop=cell.stop),
        clock=SystemClock(),
    )
    mine = [(log, identity) for log, identity in _own_logs(desk, ring) if author in (None, identity.name)]
    if author is not None and not mine:
        raise NoAuthor(f"{author!r} has no log in this case that this machine holds the key of")
    if len(mine) != 1:
        return desk
    log, identity = mine[0]
    key = ring.open(identity.fingerprint, ask(identity) if identity.locked else None)
    return replace(desk, author=Author(name=identity.name, key=key, device=ring.device(), log=log))


def _own_logs(desk: Desk, ring: Keyring) -> Iterator[tuple[str, Identity]]:
    """Logs that a key of this machine opened, each with the key that signs it now."""
    held = {identity.fingerprint: identity for identity in ring.identities()}
    for opened in list(held):
        log = log_id(desk.case, opened, ring.device())
        if desk.ledger.size(log):
            now = key_in_force(desk.ledger, log)
            if now not in held:
                raise NoSuchKey(f"the log {log[:12]} was handed over to a key that this machine does not hold")
            yield log, held[now]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merge brought: logs new here, entries added to known logs, blobs."""

    logs: int
    entries: int
    blobs: int


def merge_case(desk: Desk, other: Path) -> Merged:
    """Takes in another copy of the same case: its logs by prefix, its blobs by digest. Nothing of it is believed unchecked.

    1. The other copy is rechecked in its core; a broken one is refused whole.
    2. Each of its logs is a prefix of ours, or ours of it; anything else is a fork and is refused.
    3. Blobs are hashed again on their way in.
    Raises MergeRefused, Fork.
    """
    if open_case_dir(other) != desk.case:
        raise MergeRefused(f"{other.name} is another case")
    broken = [line for line in recheck_case(other, key=None, pin=None, quick=True) if line.verdict == "broken"]
    if broken:
        raise MergeRefused(f"the other copy does not hold: {broken[0].says}")
    theirs, logs, entries = FileLedger(other), 0, 0
    for log in theirs.logs():
        before = desk.ledger.size(log)
        FileLedger(desk.folder).extend(log, theirs.lines(log), theirs.notes(log))
        logs += before == 0
        entries += max(0, theirs.size(log) - before)
    return Merged(logs=logs, entries=entries, blobs=_take_blobs(desk, FileVault(other)))


def _take_blobs(desk: Desk, theirs: FileVault) -> int:
    taken = 0
    for digest in theirs.digests():
        if not desk.vault.has(digest):
            with theirs.open(digest) as source:
                stored = desk.vault.put(source)
            if stored.sha256 != digest:
                raise MergeRefused(f"a blob of the other copy is not what its name says: {digest[:16]}")
            taken += 1
    return taken
