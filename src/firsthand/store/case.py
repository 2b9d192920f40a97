"""The folder of a case: made once, recognised by its case.json, refused where something else lies in it."""

import os
from pathlib import Path

from firsthand.record.digest import canonical, check_digest, parse_canonical
from firsthand.record.fault import BadRecord, CaseExists, FolderTaken, NotACase

from . import disk

VERSION = 1
NAME = "case.json"
FOLDERS = ("log", "vault", "cache")
MOST = 4096  # bytes that a case.json can have


def create_case_dir(case_dir: Path, case: str) -> None:
    """A new case with the id `case` (64 hexadecimal digits) in a new or empty folder.

    case.json comes last: a folder whose making was interrupted is gone on with. Raises CaseExists, FolderTaken, DiskFull,
    WriteFailed, BadDigest.
    """
    check_digest(case, "case")
    if os.path.lexists(case_dir / NAME):
        raise CaseExists(f"{case_dir.name} holds a case already")
    _check_room(case_dir)
    disk.make_folder(case_dir)
    for name in FOLDERS:
        disk.make_folder(case_dir / name)
    disk.put_file(case_dir / NAME, canonical({"case": case, "v": VERSION}))


def open_case_dir(case_dir: Path) -> str:
    """The id of the case in this folder. Raises NotACase."""
    path = case_dir / NAME
    if not disk.is_regular(path):
        raise NotACase(f"{case_dir.name or case_dir} holds no {NAME}")
    try:
        with path.open("rb") as file:
            wire = parse_canonical(file.read(MOST).rstrip(b"\n"))
        if not isinstance(wire, dict) or wire.keys() != {"case", "v"} or wire["v"] != VERSION:
            raise NotACase(f"the {NAME} of {case_dir.name} is not one of version {VERSION}")
        return check_digest(wire["case"], "case")
    except NotACase:
        raise
    except (OSError, BadRecord) as bad:
        raise NotACase(f"the {NAME} of {case_dir.name} cannot be read: {bad}") from bad


def _check_room(case_dir: Path) -> None:
    """Only what an interrupted making leaves may be there."""
    if not os.path.lexists(case_dir):
        return
    if not case_dir.is_dir():
        raise FolderTaken(f"{case_dir.name} is not a folder")
    for found in case_dir.iterdir():
        half_made = found.name.startswith(".new-") or (
            found.name in FOLDERS and found.is_dir() and not any(found.iterdir())
        )
        if not half_made:
            raise FolderTaken(f"{case_dir.name} is not empty")
    disk.sweep(case_dir)
