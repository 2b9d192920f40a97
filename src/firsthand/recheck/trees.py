"""Roots and checkpoints: every tree is grown once and compared at every size that anybody has signed or cited."""

from collections.abc import Iterator

from firsthand.record.fault import BadNote, BadRecord, BadSignature
from firsthand.record.log import Tree, read_note, split_notes

from .line import Line, Verdict, broken, holds, withheld
from .logs import Log, World, where
from .signing import verify_note


def read_notes(log: Log, data: bytes) -> str:
    """Takes in a log's checkpoints; what is wrong with the file, or nothing."""
    try:
        for note in split_notes(data.decode("utf-8")):
            log.notes.append((note, read_note(note)))
    except UnicodeDecodeError:
        return "the checkpoints are not UTF-8"
    except BadRecord as bad:
        return f"checkpoint {len(log.notes)}: {bad}"
    return ""


def grow(world: World, wanted: dict[str, set[int]]) -> None:
    """Roots every log at all the sizes that are asked of it."""
    for log in world.logs.values():
        sizes = wanted.get(log.id, set()) | {note.size for _, note in log.notes} | {len(log.leaves)}
        tree = Tree()
        for leaf in log.leaves:
            tree.add(leaf.id)
            if tree.size in sizes:
                log.roots[tree.size] = tree.root()


def cited_sizes(world: World) -> dict[str, set[int]]:
    wanted: dict[str, set[int]] = {}
    for log in world.logs.values():
        for _, head in log.heads:
            wanted.setdefault(head.log, set()).add(head.size)
    return wanted


def check_notes(world: World, log: Log) -> Iterator[Line]:
    """Each checkpoint of a log: its place, size, root and signature. What no good checkpoint covers is broken."""
    subject, largest, covered, good = f"log {log.id[:12]}", 0, 0, 0
    for text, note in log.notes:
        what = f"{subject} checkpoint of {note.size}"
        fault = _fault_of(world, log, note.size, note.root, largest) if (note.log, note.case) == (log.id, world.case) else (
            "it is of another log or case", "checkpoint.other-log"
        )  # fmt: skip
        if fault:
            yield broken(4, what, *fault)
            log.break_from(covered)
            continue
        largest = note.size
        verdict = check_signature(log, text, note.size)
        if verdict is Verdict.BROKEN:
            yield broken(4, what, "it is not signed by the key then in force", "checkpoint.signature")
            log.break_from(covered)
        elif verdict is Verdict.WITHHELD:
            yield withheld(4, what, "the key then in force is withheld", "checkpoint.key-withheld")
            covered = note.size
        else:
            covered, good = note.size, good + 1
    if covered < len(log.leaves):
        yield broken(4, subject, f"signed up to {covered} of {len(log.leaves)} entries", "checkpoint.short")
        log.break_from(covered)
    elif good:
        yield holds(4, subject, f"{len(log.leaves)} entries under {good} checkpoints")


def _fault_of(world: World, log: Log, size: int, root: str, largest: int) -> tuple[str, str] | None:
    if size > len(log.leaves):
        return f"the log has {len(log.leaves)} entries here: something was taken back", "checkpoint.ahead"
    if size < largest or size < 1:
        return f"it follows one of {largest}", "checkpoint.order"
    if log.roots[size] != root:
        return "the entries here have another root", "checkpoint.root"
    return None


def check_signature(log: Log, note: str, size: int) -> Verdict:
    """Whether a note is signed by the key in force after entry `size` - 1."""
    span = log.key_at(size)
    if span is None or span.public is None:
        return Verdict.WITHHELD
    try:
        verify_note(note, span.public)
    except (BadSignature, BadNote):
        return Verdict.WITHHELD if log.unsure_at(size) else Verdict.BROKEN
    return Verdict.HOLDS


def check_heads(world: World) -> None:
    """Every head that an entry has seen is one of a log that is here, as it is here."""
    for log in world.logs.values():
        for index, head in log.heads:
            fault = head_fault(world, head.log, head.size, head.root)
            if fault:
                world.notes.add(broken(6, where(log.id, index), *fault))
                log.leaves[index].worsen(Verdict.BROKEN, fault[1])


def head_fault(world: World, log_id: str, size: int, root: str) -> tuple[str, str] | None:
    seen = world.logs.get(log_id)
    if seen is None:
        return f"it has seen log {log_id[:12]}, which is not here: an author was left out", "head.unknown-log"
    if size > len(seen.leaves):
        return f"it has seen {size} entries of log {log_id[:12]}; {len(seen.leaves)} are here", "head.ahead"
    if seen.roots[size] != root:
        return f"it has seen other entries of log {log_id[:12]}", "head.root"
    return None
