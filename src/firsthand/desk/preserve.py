"""Preserve: bytes into the vault, every sighting into the log, everything passed over named with its reason."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from firsthand.port import Stored
from firsthand.record.entry import Line
from firsthand.record.fault import BadRecord, BadTime, CannotRead, Fault, NotRegular, OutsideFolder, SourceChanged
from firsthand.record.footage import File
from firsthand.record.sighting import Sighting, Skipped
from firsthand.store.source import put_path

from .desk import Desk, entries, entry
from .names import as_data
from .pen import Pen, pen
from .sheets import Row, RowFault, read_sheet
from .sidecars import Sidecar, read_sidecar, sidecar_paths

BATCH = 256  # entries acknowledged together: one sync of the log and one checkpoint
# What a system leaves in folders for itself: passed over by name, and said so.
SYSTEM_NAMES = {".DS_Store", "Thumbs.db", "desktop.ini"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preserved:
    """A file was taken: `new` bytes or known ones, and its sighting's place in the coming batch."""

    name: str
    digest: str
    size: int
    new: bool
    again: bool = False  # the very same sighting was in the case already; nothing was added


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """Something offered was not taken; it is an entry in the log too."""

    name: str
    code: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLeft:
    """A row of a sheet was taken without this cell; that too is an entry in the log."""

    name: str
    code: str
    why: str
    hint: str = f"{BadTime.hint} Then give the sheet again, and `firsthand withdraw` the sighting that lacks the cell."


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """So many entries of this run are on the disk."""

    entries: int


Event = Preserved | PassedOver | CellLeft | Acknowledged


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One thing to preserve: a path (None for an item only spoken of) and what is known of this sighting."""

    path: Path | None
    name: str
    sighting: Sighting
    sidecar: Path | None = None
    refused: Fault | RowFault | None = None  # why it cannot be taken, where that is known before it is opened
    left: tuple[RowFault, ...] = ()  # cells of its row that are not taken


@dataclass(slots=True)
class _Batch:
    pen: Pen
    values: list[Any] = field(default_factory=list)
    files: set[str] = field(default_factory=set)
    loose: list[Any] | None = None  # what stands in the case and names no bytes; read when first asked for
    written: int = 0

    def add(self, *values: Any) -> None:
        self.values += values

    def flush(self) -> list[Line]:
        lines = self.pen.write(self.values)
        self.written += len(self.values)
        self.values = []
        return lines


def preserve(
    desk: Desk, sources: Iterable[Path], *, sheet: Path | None = None, note: str = "", again: bool = False
) -> Iterator[Event]:
    """Takes files, folders and a sheet's rows. May be stopped and run again: what is there already is said, not doubled.

    `again` enters a sighting even where the same one stands. Raises BadSheet, DiskFull, WriteFailed, NoAuthor.
    """
    batch = _Batch(pen=pen(desk))
    for offered in _offers(list(sources), sheet, note):
        try:
            yield (
                _pass_over(desk, batch, offered, offered.refused)
                if offered.refused
                else _take(desk, batch, offered, again)
            )
            yield from (_leave(desk, batch, offered, cell) for cell in offered.left)
        except (BadRecord, CannotRead, NotRegular, OutsideFolder, SourceChanged) as fault:
            yield _pass_over(desk, batch, offered, fault)
        if len(batch.values) >= BATCH:
            batch.flush()
            yield Acknowledged(entries=batch.written)
    batch.flush()
    yield Acknowledged(entries=batch.written)


# --- what is offered ------------------------------------------------------------------------------------------------


def _offers(sources: list[Path], sheet: Path | None, note: str) -> Iterator[Offered]:
    listed: set[str] = set()
    if sheet is not None:
        for offered in _from_sheet(sheet):
            if offered.path is not None:
                listed.add(os.path.realpath(offered.path))
            yield offered
        # The sheet itself says who saw what: it is evidence too.
        yield _file_offer(sheet, "sheet of sightings")
    for source in sources:
        for offered in _from_path(source, note):
            if offered.path is None or os.path.realpath(offered.path) not in listed:
                yield offered


def _from_path(source: Path, note: str) -> Iterator[Offered]:
    """A file, or all of a folder in a settled order; links and devices are named, never followed."""
    if source.is_symlink() or not source.is_dir():
        yield _with_sidecar(source, _names_beside(source), note)
        return
    try:
        with os.scandir(source) as listing:
            found = sorted(listing, key=lambda item: os.fsencode(item.name))
    except OSError as bad:
        yield _refused(source, CannotRead(f"the folder cannot be read: {bad.strerror}"))
        return
    names = {item.name for item in found}
    sidecars = {side for name in names for side in sidecar_paths(names, name)}
    for item in found:
        path = Path(item.path)
        if item.is_dir(follow_symlinks=False):
            yield from _from_path(path, note)
        elif item.name in SYSTEM_NAMES:
            yield _refused(path, NotRegular("left by the system for itself"))
        elif item.name not in sidecars:
            yield _with_sidecar(path, names, note)


def _names_beside(path: Path) -> set[str]:
    try:
        return set(os.listdir(path.parent))
    except OSError:
        return set()


def _file_offer(path: Path, note: str) -> Offered:
    name, raw = as_data(path.name)
    shown_path, _ = as_data(os.path.abspath(path))
    sighting = Sighting(
        file=None,
        item="(bytes not read yet)",
        name=name,
        raw_name=raw,
        path=shown_path,
        captured="copied from this machine",
        note=note,
    )
    return Offered(path=path, name=name, sighting=sighting)


def _refused(path: Path, fault: Fault) -> Offered:
    return replace(_file_offer(path, ""), refused=fault)


def _with_sidecar(path: Path, names: set[str], note: str) -> Offered:
    """The file's own offer, filled from the first side-car beside it that can be read."""
    plain = _file_offer(path, note)
    for name in sidecar_paths(names, path.name):
        beside = path.parent / name
        try:
            return _filled(plain, read_sidecar(beside))
        except (BadRecord, OSError):
            # Not a side-car of a tool that is known here: kept as a file of its own below.
            return replace(plain, sidecar=beside)
    return plain


def _filled(offered: Offered, side: Sidecar) -> Offered:
    sighting = replace(
        offered.sighting,
        url=side.url,
        account=side.account,
        channel=side.channel,
        posted=side.posted,
        seen=side.seen,
        captured=f"downloaded by {side.made_by}, by its side-car",
        extra=side.extra,
    )
    return replace(offered, sighting=sighting, sidecar=side.path)


def _from_sheet(sheet: Path) -> Iterator[Offered]:
    for row in read_sheet(sheet):
        if isinstance(row, RowFault):
            yield replace(
                _file_offer(sheet, ""), name=f"{sheet.name}, row {row.number}, column {row.column}", refused=row
            )
        else:
            yield _row_offer(sheet, row)


def _row_offer(sheet: Path, row: Row) -> Offered:
    known = dict(
        url=row.url, account=row.account, channel=row.channel, posted=row.posted, seen=row.seen,
        note=row.note, captured=f"sheet {as_data(sheet.name)[0]}, row {row.number}",
    )  # fmt: skip
    where = f"{sheet.name}, row {row.number}"
    if row.file is None:
        item = row.item or row.url or ""
        return Offered(path=None, name=where, sighting=Sighting(file=None, item=item, **known), left=row.left)  # type: ignore[arg-type]
    offered = _file_offer(sheet.parent / row.file.replace("\x00", "\ufffd"), "")
    if "\x00" in row.file or not _inside(sheet.parent, row.file):
        fault = OutsideFolder(f"{where}: {row.file[:200]!r} is not below the sheet's own folder")
        return replace(offered, name=where, refused=fault)
    sighting = replace(offered.sighting, item=row.item or offered.sighting.item, **known)  # type: ignore[arg-type]
    return replace(offered, name=where, sighting=sighting, left=row.left)


def _inside(folder: Path, name: str) -> bool:
    root = os.path.realpath(folder)
    return os.path.realpath(os.path.join(root, name)).startswith(root + os.sep)


# --- taking it ------------------------------------------------------------------------------------------------------


def _take(desk: Desk, batch: _Batch, offered: Offered, again: bool) -> Preserved:
    if offered.path is None:
        known = not again and _stands_loose(desk, batch, offered.sighting)
        batch.add(*([] if known else [offered.sighting]))
        return Preserved(name=offered.name, digest="", size=0, new=False, again=known)
    stored = put_path(desk.vault, offered.path)
    sighting = replace(offered.sighting, file=stored.sha256, item=_item(offered))
    if offered.sidecar is not None:
        sighting = replace(
            sighting, extra={**sighting.extra, "sidecar": _take_sidecar(desk, batch, offered.sidecar, again)}
        )
    known = not again and not stored.new and _stands(desk, batch, sighting)
    _add_file(desk, batch, stored)
    if not known:
        batch.add(sighting)
    return Preserved(name=offered.name, digest=stored.sha256, size=stored.size, new=stored.new, again=known)


def _take_sidecar(desk: Desk, batch: _Batch, path: Path, again: bool) -> str:
    """The side-car's own bytes and sighting; its digest."""
    beside = _file_offer(path, "")
    beside = replace(
        beside, sighting=replace(beside.sighting, captured="side-car beside a file, copied from this machine")
    )
    return _take(desk, batch, beside, again).digest


def _item(offered: Offered) -> str | None:
    return None if offered.sighting.item == "(bytes not read yet)" else offered.sighting.item


def _add_file(desk: Desk, batch: _Batch, stored: Stored) -> None:
    """The file's entry, once a case: the log decides, not the vault (a crash may leave bytes without their entry)."""
    if stored.sha256 not in batch.files and not any(desk.index.referring(stored.sha256, "file")):
        batch.add(File(digest=stored.sha256, blake3=stored.blake3, size=stored.size))
    batch.files.add(stored.sha256)


def _stands_loose(desk: Desk, batch: _Batch, value: Any) -> bool:
    """The same for an item whose bytes nobody here has, and for what was passed over."""
    if batch.loose is None:
        batch.loose = [e.value for e in entries(desk, "skipped", "sighting") if getattr(e.value, "file", None) is None]
    return value in batch.loose or value in batch.values


def _stands(desk: Desk, batch: _Batch, sighting: Sighting) -> bool:
    """The very same sighting is in the case or in this batch: same bytes, same place, same words."""
    if sighting in batch.values:
        return True
    return any(entry(desk, row).value == sighting for row in desk.index.referring(str(sighting.file), "sighting"))


def _pass_over(desk: Desk, batch: _Batch, offered: Offered, refused: Fault | RowFault) -> PassedOver:
    why = refused.message if isinstance(refused, Fault) else f"{offered.name}: {refused.why}"
    _skip(desk, batch, offered, offered.name, refused.code, why)
    return PassedOver(name=offered.name, code=refused.code, why=why)


def _leave(desk: Desk, batch: _Batch, offered: Offered, cell: RowFault) -> CellLeft:
    """Of a row that was taken."""
    name = f"{offered.name}, column {cell.column}"
    _skip(desk, batch, offered, name, cell.code, f"{name}: {cell.why}")
    return CellLeft(name=name, code=cell.code, why=cell.why)


def _skip(desk: Desk, batch: _Batch, offered: Offered, name: str, code: str, why: str) -> None:
    skipped = Skipped(name=name, path=offered.sighting.path or "", code=code, why=why)
    if not _stands_loose(desk, batch, skipped):
        batch.add(skipped)
