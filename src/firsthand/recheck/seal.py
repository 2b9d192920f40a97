"""Whether the published entry commits to this folder, and stands as the next entry of its author's log."""

from collections.abc import Iterator

from firsthand.record.entry import causes
from firsthand.record.log import Tree, root_from_proof

from .line import GRAVITY, Line, Verdict, broken, holds, withheld
from .logs import World
from .manifest import Manifest, Seal, heads_of
from .trees import check_signature, head_fault

SUBJECT = "published entry"


def check_commitments(manifest: Manifest, seal: Seal) -> Iterator[Line]:
    """Step 3, as far as it needs no ledger: manifest, heads, edition and counts are those that were committed to."""
    value = seal.entry.value
    checks = (
        (value.manifest == manifest.digest, "seal.manifest", "it commits to another manifest than this folder's"),
        (heads_of(seal.entry) == dict(manifest.heads), "seal.heads", "it commits to other heads than the manifest"),
        (
            value.edition == manifest.edition,
            "seal.edition",
            f"it is edition {value.edition}, the manifest {manifest.edition}",
        ),
        (dict(value.counts) == dict(manifest.counts), "seal.counts", "it counts otherwise than the manifest"),
    )
    good = True
    for right, code, says in checks:
        if not right:
            good = False
            yield broken(3, SUBJECT, says, code)
    if good:
        yield holds(3, SUBJECT, f"edition {value.edition} commits to this manifest and to {len(manifest.heads)} heads")


def check_place(world: World, seal: Seal) -> Iterator[Line]:
    """Step 5: the tree of the author's log and this entry has the root that the author's key has signed."""
    header, note = seal.line.header, seal.checkpoint
    assert header is not None
    log = world.logs.get(header.log)
    if log is None:
        yield broken(5, SUBJECT, f"its log {header.log[:12]} is not in this folder", "seal.place")
        return
    index = len(log.leaves)
    if (note.case, note.log) != (world.case, log.id) or note.size != index + 1 or seal.line.hash in world.seen:
        says = f"the log has {index} entries here, and the seal's checkpoint is of {note.size} in log {note.log[:12]}"
        yield broken(5, SUBJECT, says, "seal.place")
        return
    tree = Tree()
    for leaf in log.leaves:
        tree.add(leaf.id)
    tree.add(seal.line.hash)
    fine = True
    for verdict, code, says in _faults(world, seal, tree.root(), index):
        fine = False
        yield Line(step=5, subject=SUBJECT, verdict=verdict, says=says, code=code)
    if fine:
        yield holds(5, SUBJECT, f"entry {index} of log {log.id[:12]}, signed by the key {header.by[:12]}")


def _faults(world: World, seal: Seal, root: str, index: int) -> Iterator[tuple[Verdict, str, str]]:
    header = seal.line.header
    assert header is not None
    log = world.logs[header.log]
    if root != seal.checkpoint.root:
        yield Verdict.BROKEN, "seal.root", "the checkpoint has another root than the log with this entry"
    proven = root_from_proof(seal.line.hash, seal.index, seal.size, seal.path)
    if (seal.index, seal.size) != (index, index + 1) or proven != seal.checkpoint.root:
        yield Verdict.BROKEN, "seal.proof", "the inclusion proof does not lead from this entry to the checkpoint's root"
    signed, span = check_signature(log, seal.note, index), log.key_at(index)
    if signed is Verdict.BROKEN:
        yield Verdict.BROKEN, "seal.signature", "the checkpoint is not signed by the key in force"
    elif signed is Verdict.WITHHELD:
        yield Verdict.WITHHELD, "seal.key-withheld", "the key in force is withheld, so the signature cannot be checked"
    if span and span.by and span.by != header.by and not log.unsure_at(index):
        yield Verdict.BROKEN, "seal.by", f"it is by the key {header.by[:12]}, while {span.by[:12]} is in force"
    if log.revoked_from is not None and index >= log.revoked_from:
        yield (
            Verdict.BROKEN,
            "seal.compromised",
            f"the ledger says not to rely on this log from entry {log.revoked_from} on",
        )


def check_seal_entry(world: World, seal: Seal) -> Iterator[Line]:
    """Step 6 for the published entry: what it has seen and what it rests on, and the edition that follows."""
    header, value = seal.line.header, seal.entry.value
    assert header is not None
    for head in header.after:
        fault = head_fault(world, head.log, head.size, head.root)
        if fault:
            yield broken(6, SUBJECT, *fault)
    for cause in causes(value):
        if cause not in world.seen:
            yield broken(6, SUBJECT, f"it follows {cause[:12]}, which is not here", "seal.previous")
        elif world.published.get(cause, value.edition - 1) != value.edition - 1 or not _may_be_published(world, cause):
            yield broken(6, SUBJECT, f"what it follows is not edition {value.edition - 1}", "seal.previous")
    later = [edition for edition in world.published.values() if edition >= value.edition]
    if later:
        yield broken(6, SUBJECT, f"the ledgers hold edition {max(later)} already", "seal.edition")


def _may_be_published(world: World, entry: str) -> bool:
    log, index = world.seen[entry]
    leaf = world.logs[log].leaves[index]
    return leaf.kind in ("published", "") and GRAVITY[leaf.verdict] < GRAVITY[Verdict.BROKEN]


def withheld_seal(seal: Seal) -> Iterator[Line]:
    if seal.entry.withheld:
        yield withheld(7, SUBJECT, f"{len(seal.entry.withheld)} fields withheld", "line.field")
