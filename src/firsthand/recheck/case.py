"""Rechecks a case on its disk: its logs as they stand, its vault byte for byte, and nothing of its cache."""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from firsthand.record.digest import check_digest, parse_canonical
from firsthand.record.fault import BadEntry, BadRecord, Fault

from .causes import check_order, inherit, report_entries, report_withheld
from .folder import Findings, read_pins, root_logs, second_tier, strange, take_notes
from .hostile import Survey, digest_file, open_folder, read_lines, read_small, survey
from .line import Line, broken, cannot, holds
from .logs import Log, World, gather
from .pin import check_key, check_pins, pin_sizes, read_pin
from .trees import check_heads, check_notes

CASE = "case.json"
LOG = re.compile(r"log/([0-9a-f]{64})\.(jsonl|checkpoints)\Z")
VAULT = re.compile(r"vault/([0-9a-f]{2})/([0-9a-f]{62})\Z")
CACHE = ("cache",)


def recheck_case(
    path: Path,
    *,
    key: str | None = None,
    pin: str | Path | None = None,
    quick: bool = False,
    findings: Findings | None = None,
) -> Iterator[Line]:
    """All lines of a case's recheck; like `recheck_folder`, without a manifest and a seal. The cache is never read."""
    wanted_key = check_key(key) if key is not None else None
    pin_text = read_pin(pin) if pin is not None else None
    try:
        with open_folder(path) as root:
            yield from _recheck(root, path, wanted_key, pin_text, quick, findings)
    except Fault as bad:  # the door: whatever the folder does is a line
        yield broken(1, path.name, str(bad), bad.code)


def _recheck(
    root: int, path: Path, key: str | None, pin: str | None, quick: bool, findings: Findings | None
) -> Iterator[Line]:
    world, found = World(), survey(root, but=CACHE)
    yield from strange(found)
    try:
        world.case = _case_id(read_small(root, CASE))
        yield holds(1, CASE, f"case {world.case[:12]}")
    except Fault as bad:
        yield broken(1, CASE, str(bad), "case.bad" if CASE in found.files else "folder.missing")
        return
    logs = sorted({made[1] for name in found.files if (made := LOG.match(name))})
    yield from _strays(found)
    yield from _check_vault(root, world, found, quick)
    for log in logs:
        yield from _take_covered(root, world, found, log)
    pinned, complaint = read_pins(pin)
    root_logs(world, pin_sizes(pinned))
    for log in logs:
        yield from check_notes(world, world.logs[log])
    yield from world.notes.of(4)
    check_heads(world)
    check_order(world)
    inherit(world)
    yield from report_entries(world)
    yield from _check_named(world, found)
    yield from report_withheld(world)
    yield from complaint
    yield from check_pins(world, key, pinned, sealer=None, sealed=None)
    yield from second_tier(root, path, world, {log: f"log/{log}.jsonl" for log in logs}, findings)


def _case_id(data: bytes) -> str:
    wire = parse_canonical(data.rstrip(b"\n"))
    if not isinstance(wire, dict) or wire.keys() != {"case", "v"} or wire["v"] != 1:
        raise BadEntry(f"{CASE} is not one of version 1")
    return check_digest(wire["case"], "case")


def _strays(found: Survey) -> Iterator[Line]:
    """What lies beside logs and bytes is never read. Only the stores' own working files, dotted names, are passed over."""
    others = sorted(name for name in found.files if name != CASE and not LOG.match(name) and not VAULT.match(name))
    for name in others:
        if not any(part.startswith(".") for part in name.split("/")):
            yield cannot(1, ascii(name)[1:-1], "it is no part of a case, and nothing vouches for it", "case.stray")


def _take_covered(root: int, world: World, found: Survey, log_id: str) -> Iterator[Line]:
    """One log up to its last checkpoint; what stands behind that was never acknowledged and is left alone."""
    log, subject = Log(log_id), f"log {log_id[:12]}"
    if f"log/{log_id}.checkpoints" not in found.files:
        says = "no checkpoint covers any of it: its first writing was never acknowledged, or its checkpoints are gone"
        yield cannot(4, subject, says, "log.unacknowledged")
        world.logs[log_id] = log
        return
    yield from take_notes(root, log, f"log/{log_id}")
    covered = log.notes[-1][1].size if log.notes else 0
    lines = read_lines(root, f"log/{log_id}.jsonl")
    try:
        gather(world, log, islice(lines, covered))
    except Fault as bad:
        yield broken(4, subject, str(bad), "log.unreadable")
        log.break_from(len(log.leaves))
        return
    try:
        more = next(lines, None) is not None
    except Fault:
        more = True
    if more:
        yield holds(
            4,
            subject,
            "what stands past the last checkpoint was never acknowledged and is ignored",
            "log.unacknowledged",
        )


def _check_vault(root: int, world: World, found: Survey, quick: bool) -> Iterator[Line]:
    blobs = {made[1] + made[2]: name for name in sorted(found.files) if (made := VAULT.match(name))}
    if quick:
        if blobs:
            yield cannot(2, "vault", f"quick: {len(blobs)} blobs were not hashed", "file.not-hashed")
        return
    good = 0
    for digest, name in blobs.items():
        wrong = _check_blob(root, digest, name, found.files[name])
        if wrong:
            yield wrong
        else:
            good += 1
            world.bytes_of[digest] = name
    yield holds(2, "vault", f"{good} blobs are what their names say")


def _check_blob(root: int, digest: str, name: str, size: int) -> Line | None:
    try:
        right = digest_file(root, name, size) == digest
    except Fault as bad:
        hostile = isinstance(bad, BadRecord)
        return broken(2, name, str(bad), bad.code) if hostile else cannot(2, name, str(bad), "folder.unreadable")
    return None if right else broken(2, name, "other bytes than its name says", "vault.digest")


def _check_named(world: World, found: Survey) -> Iterator[Line]:
    """Bytes that entries name are in the vault with the size that was noted; a merge without blobs leaves some out."""
    missing = 0
    for digest, size in world.named.items():
        there = found.files.get(f"vault/{digest[:2]}/{digest[2:]}")
        if there is None:
            missing += 1
        elif there != size:
            yield broken(6, f"bytes {digest[:12]}", f"{there} bytes in the vault, {size} in the log", "file.size")
    if missing:
        yield cannot(6, "vault", f"the bytes of {missing} files that the logs name are not here", "vault.missing")
    unnamed = sum(digest not in world.named for digest in world.bytes_of)
    if unnamed:
        yield holds(6, "vault", f"{unnamed} blobs that no shown entry names", "vault.unnamed")
