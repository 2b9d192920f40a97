"""Rechecks a published folder, step by step, on nothing but its own bytes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from firsthand.record.entry import Entry, open_line, read_line
from firsthand.record.fault import BadRecord, Fault

from .causes import check_order, inherit, report_entries, report_withheld
from .hostile import Survey, digest_file, good_path, open_folder, read_lines, read_small, survey
from .line import Line, Verdict, broken, cannot, holds
from .logs import Log, World, gather, settle_keys
from .manifest import (
    BLOB,
    CHECKPOINT,
    MANIFEST,
    OWN,
    PROOF,
    PUBLISHED,
    READING,
    Manifest,
    Seal,
    read_manifest,
    read_seal,
)
from .page import PAGE_STEP, check_page
from .pin import Pinned, check_key, check_pins, pin_sizes, pinned_notes, read_pin
from .seal import check_commitments, check_place, check_seal_entry, withheld_seal
from .trees import check_heads, check_notes, cited_sizes, grow, read_notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is handed to the second tier: shown entries as they stand, how each stands, and checked bytes by digest."""

    folder: Path
    entries: Callable[[], Iterator[Entry]]
    verdict: Callable[[str], Verdict]
    bytes_of: dict[str, Path]


Findings = Callable[[Evidence], Iterable[Line]]


def recheck_folder(
    path: Path,
    *,
    key: str | None = None,
    pin: str | Path | None = None,
    quick: bool = False,
    findings: Findings | None = None,
) -> Iterator[Line]:
    """All lines of a published folder's recheck, step by step; `exit_code` sums them up.

    `key` is a fingerprint, `pin` a checkpoint (text, or a file of them), both from elsewhere. `quick` does not hash public
    bytes. `findings` is the second tier. Nothing in the folder raises; a bad `key` or an unreadable `pin` does:
    BadDigest, CannotRead.
    """
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
    world, found = World(), survey(root)
    try:
        manifest, bad_paths = read_manifest(read_small(root, MANIFEST))
    except Fault as bad:
        yield from strange(found)
        yield broken(3, MANIFEST, str(bad), "manifest.bad" if MANIFEST in found.files else "folder.missing")
        return
    world.case = manifest.case
    yield from _check_listing(found, manifest, bad_paths)
    yield from _check_files(root, world, found, manifest, quick)
    seal: Seal | None = None
    try:
        seal = read_seal(*(read_small(root, name) for name in (PUBLISHED, CHECKPOINT, PROOF)))
        yield from check_commitments(manifest, seal)
    except Fault as bad:
        yield broken(3, "seal", str(bad), "seal.bad")
    yield from _check_heads_and_ledgers(manifest)
    pinned, complaint = read_pins(pin)
    yield from _check_logs(root, world, manifest, pin_sizes(pinned))
    if seal:
        yield from check_place(world, seal)
    check_heads(world)
    check_order(world)
    inherit(world)
    yield from report_entries(world)
    if seal:
        yield from check_seal_entry(world, seal)
    yield from _check_blobs_named(world, manifest)
    yield from _check_counts(world, manifest)
    yield from report_withheld(world)
    if seal:
        yield from withheld_seal(seal)
    yield from complaint
    sealer = seal.entry.log if seal else ""
    yield from check_pins(world, key, pinned, sealer=sealer, sealed=seal.checkpoint if seal else None)
    logs = {log: f"ledger/{log}.jsonl" for log in manifest.heads}
    again: list[Line] = []
    for made in second_tier(root, path, world, logs, findings):
        if made.step == PAGE_STEP:
            again.append(made)
        yield made
    yield from check_page(root, world, manifest, seal, lambda: shown_entries(root, world, logs), again)


# --- steps 1 and 2 ----------------------------------------------------------------------------------------------------


def strange(found: Survey) -> Iterator[Line]:
    """What no folder of the house holds."""
    for name, what in found.strange:
        code = "folder.unreadable" if "listed" in what else "folder.limit" if "deeper" in what else "folder.not-regular"
        yield (cannot if code == "folder.unreadable" else broken)(1, name, f"it is {what}", code)
    if found.beyond:
        yield broken(1, "folder", found.beyond, "folder.limit")


def _check_listing(found: Survey, manifest: Manifest, bad_paths: list[str]) -> Iterator[Line]:
    bad = False
    for made in strange(found):
        bad = True
        yield made
    listed = {*manifest.files, *OWN}
    for path in bad_paths:
        bad = True
        yield broken(1, path, "the manifest lists a path that no folder may hold", "manifest.path")
    for path in sorted(listed - found.files.keys()):
        bad = True
        yield broken(1, path, "listed, and not there", "folder.missing")
    parents = {path.rsplit("/", depth)[0] for path in listed for depth in range(1, path.count("/") + 1)}
    for path in sorted((found.files.keys() - listed) | (set(found.folders) - parents)):
        bad = True
        code = "folder.stray" if good_path(path) else "folder.name"
        yield broken(1, ascii(path)[1:-1], "there, and not listed", code)
    if not bad:
        yield holds(1, "folder", f"exactly the {len(manifest.files)} files of the manifest, the manifest and its seal")


def _check_files(root: int, world: World, found: Survey, manifest: Manifest, quick: bool) -> Iterator[Line]:
    unread = 0
    for path, (digest, size) in manifest.files.items():
        blob = BLOB.match(path) or READING.match(path)
        if path not in found.files:
            continue
        if blob and blob[1] != digest:
            yield broken(2, path, "its name is not its digest", "blob.name")
        if found.files[path] != size:
            yield broken(2, path, f"{found.files[path]} bytes, not {size}", "file.size")
        elif blob and quick:
            unread += 1
        else:
            yield _check_file(root, world, path, digest, size)
    if unread:
        yield cannot(2, "blobs and readings", f"quick: {unread} were not hashed", "file.not-hashed")


def _check_file(root: int, world: World, path: str, digest: str, size: int) -> Line:
    try:
        if digest_file(root, path, size) != digest:
            return broken(2, path, "other bytes than the manifest says", "file.digest")
    except Fault as bad:
        hostile = isinstance(bad, BadRecord)
        return broken(2, path, str(bad), bad.code) if hostile else cannot(2, path, str(bad), "folder.unreadable")
    world.bytes_of[digest] = path
    return holds(2, path, f"{size} bytes")


# --- step 4 -----------------------------------------------------------------------------------------------------------


def _check_heads_and_ledgers(manifest: Manifest) -> Iterator[Line]:
    wanted = {f"ledger/{log}.{end}" for log in manifest.heads for end in ("jsonl", "checkpoints")}
    there = {path for path in manifest.files if path.startswith("ledger/")}
    for path in sorted(wanted ^ there):
        says = "headed, and not listed" if path in wanted else "listed, and not headed: a log that nobody committed to"
        yield broken(3, path, says, "manifest.heads")


def _check_logs(root: int, world: World, manifest: Manifest, wanted: dict[str, set[int]]) -> Iterator[Line]:
    for head in manifest.heads.values():
        yield from take_log(root, world, head.log, f"ledger/{head.log}")
    root_logs(world, wanted)
    for head in manifest.heads.values():
        log = world.logs[head.log]
        if len(log.leaves) != head.size:
            says = f"{len(log.leaves)} lines, while the head counts {head.size}"
            yield broken(4, f"log {log.id[:12]}", says, "log.size")
            log.break_from(0)
        elif log.roots[head.size] != head.root:
            yield broken(4, f"log {log.id[:12]}", "the lines have another root than the head", "log.root")
            log.break_from(0)
        yield from check_notes(world, log)
    yield from world.notes.of(4)


def root_logs(world: World, wanted: dict[str, set[int]]) -> None:
    """Once all logs are read: settles what is said of keys, and grows every tree."""
    settle_keys(world)
    cited = cited_sizes(world)
    grow(world, {log: cited.get(log, set()) | wanted.get(log, set()) for log in world.logs})


def take_log(root: int, world: World, log_id: str, stem: str) -> Iterator[Line]:
    """Reads one log and its checkpoints; what cannot be read is a line."""
    log, subject = Log(log_id), f"log {log_id[:12]}"
    yield from take_notes(root, log, stem)
    try:
        gather(world, log, read_lines(root, f"{stem}.jsonl"))
    except Fault as bad:
        yield broken(4, subject, str(bad), "log.unreadable")
        log.break_from(len(log.leaves))


def take_notes(root: int, log: Log, stem: str) -> Iterator[Line]:
    try:
        complaint = read_notes(log, read_small(root, f"{stem}.checkpoints"))
    except Fault as bad:
        complaint = str(bad)
    if complaint:
        yield broken(4, f"log {log.id[:12]}", complaint, "checkpoint.bad")
        log.break_from(0)


# --- steps 6 to 9 -----------------------------------------------------------------------------------------------------


def _check_blobs_named(world: World, manifest: Manifest) -> Iterator[Line]:
    for path, (digest, size) in manifest.files.items():
        if path.startswith("blobs/") and world.named.get(digest) != size:
            yield broken(6, path, "no shown file or derivative has these bytes", "blob.unnamed")
        elif path.startswith("readings/") and digest not in world.readings:
            yield broken(6, path, "no shown finding was reached from this reading", "blob.unnamed")


def _check_counts(world: World, manifest: Manifest) -> Iterator[Line]:
    counts = {"shown": 0, "header": 0, "hash": 0}
    for log in world.logs.values():
        for leaf in log.leaves:
            counts[leaf.shown] += 1
    says = ", ".join(f"{number} {name}" for name, number in counts.items())
    if counts != dict(manifest.counts) and not any(
        leaf.code.startswith("record.") for log in world.logs.values() for leaf in log.leaves
    ):
        yield broken(7, "counts", f"the ledgers have {says}", "manifest.counts")
    else:
        yield holds(7, "counts", says)


def read_pins(pin: str | None) -> tuple[Pinned, list[Line]]:
    try:
        return (pinned_notes(pin) if pin is not None else []), []
    except BadRecord as bad:
        return [], [broken(8, "pin", str(bad), "pin.bad")]


def second_tier(root: int, path: Path, world: World, logs: dict[str, str], findings: Findings | None) -> Iterator[Line]:
    """Step 9: the caller's own computing, or one line that says how many findings were not reached again."""
    leaves = {leaf.id: leaf for log in world.logs.values() for leaf in log.leaves}
    count = sum(leaf.kind == "finding" and leaf.shown == "shown" for leaf in leaves.values())
    if findings is None:
        if count:
            yield cannot(9, "findings", f"{count} findings were not computed again", "finding.not-computed")
        return

    checked = {digest: path / name for digest, name in world.bytes_of.items()}
    yield from findings(
        Evidence(
            folder=path,
            entries=lambda: shown_entries(root, world, logs),
            verdict=lambda entry: leaves[entry].verdict,
            bytes_of=checked,
        )
    )


def shown_entries(root: int, world: World, logs: dict[str, str]) -> Iterator[Entry]:
    """The shown entries of all logs, read once more: too many to be kept."""
    for log, file in logs.items():
        kept = zip(world.logs[log].leaves, read_lines(root, file), strict=False)
        for index, (leaf, data) in enumerate(kept):
            if leaf.shown == "shown":
                yield open_line(read_line(data), index)
