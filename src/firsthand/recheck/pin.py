"""What a reader brings from elsewhere, a key's fingerprint or an earlier checkpoint, against what the folder says."""

from collections.abc import Iterator
from pathlib import Path

from firsthand.record.digest import check_digest
from firsthand.record.fault import BadRecord, CannotRead
from firsthand.record.log import Checkpoint, read_note, split_notes

from .line import Line, Verdict, broken, cannot, holds, withheld
from .logs import Log, World
from .trees import check_signature

MAX_PIN = 2**20
Pinned = list[tuple[str, Checkpoint]]


def read_pin(pin: str | Path) -> str:
    """The text of a pin: a checkpoint itself, or the file that holds one or more. Raises CannotRead."""
    if isinstance(pin, str) and "\n" in pin.strip():
        return pin
    try:
        with open(pin, "rb") as file:
            return file.read(MAX_PIN).decode("utf-8")
    except (OSError, ValueError) as bad:
        raise CannotRead(f"the pinned checkpoint cannot be read: {bad}") from bad


def pinned_notes(text: str) -> Pinned:
    """The checkpoints in a pin, whatever became of the line ends at its end. Raises BadRecord."""
    body = text.strip("\n") + "\n"
    try:
        notes = split_notes(body + "\n")
    except BadRecord:
        notes = [body]
    return [(note, read_note(note)) for note in notes]


def check_key(key: str) -> str:
    """A fingerprint as people copy it: letters of either case, colons and blanks between. Raises BadDigest."""
    return check_digest("".join(key.split()).replace(":", "").lower(), "the key's fingerprint")


def pin_sizes(pinned: Pinned) -> dict[str, set[int]]:
    wanted: dict[str, set[int]] = {}
    for _, note in pinned:
        wanted.setdefault(note.log, set()).add(note.size)
    return wanted


def check_pins(
    world: World, key: str | None, pinned: Pinned, *, sealer: str | None, sealed: Checkpoint | None
) -> Iterator[Line]:
    """Step 8. In a report the sealer's log has to be pinned, for it commits to all others; in a case (`sealer` None) each log."""
    vouched: set[str] = set()
    for text, note in pinned:
        made = _pin_line(world, text, note, sealed)
        yield made
        if made.verdict is Verdict.HOLDS:
            vouched.add(note.log)
    if key is not None:
        found = {log.id for log in world.logs.values() if any(span.by == key for span in log.keys)}
        yield _key_line(world, key, found, sealer)
        vouched |= {log for log in found if all(span.public for span in world.logs[log].keys)}
    if sealer is not None:
        if sealer not in vouched:
            says = "the folder proves only itself: give --key or --pin with what you know from elsewhere"
            yield cannot(8, "pin", says, "pin.none")
    else:
        yield from _reach(world, vouched)


def _key_line(world: World, key: str, found: set[str], sealer: str | None) -> Line:
    subject = f"key {key[:12]}"
    mine = found if sealer is None else found & {sealer}
    if not mine:
        theirs = "" if not found else "; it is the key of another author here"
        return broken(8, subject, f"what is sealed here is not under the pinned key{theirs}", "pin.other-key")
    if not all(span.public for log in mine for span in world.logs[log].keys):
        return withheld(
            8, subject, "the hand-over of the key is withheld, so the pin reaches only a part", "pin.key-withheld"
        )
    return holds(8, subject, f"log {min(mine)[:12]} is under the pinned key", "pin.key")


def _pin_line(world: World, text: str, note: Checkpoint, sealed: Checkpoint | None) -> Line:
    subject = f"pinned checkpoint of {note.size} in log {note.log[:12]}"
    log = world.logs.get(note.log)
    if note.case != world.case:
        return broken(8, subject, "it is of another case", "pin.other-case")
    if log is None:
        return broken(8, subject, "that log is not here: an author was left out", "pin.unknown-log")
    own = sealed if sealed and sealed.log == log.id else None
    size = own.size if own else len(log.leaves)
    if note.size > size:
        return broken(8, subject, f"only {size} entries are here: something was taken back", "pin.older")
    root = own.root if own and note.size == own.size else log.roots.get(note.size)
    if root != note.root:
        return broken(8, subject, "the entries here are others than those under the pin", "pin.fork")
    signed = check_signature(log, text, min(note.size, len(log.leaves)))
    if signed is Verdict.BROKEN:
        return broken(8, subject, "it is not signed by the log's key", "pin.signature")
    if signed is Verdict.WITHHELD:
        return withheld(8, subject, "the key that signs is withheld", "pin.key-withheld")
    return holds(8, subject, "the log here is the one under the pin, or goes on from it", "pin.checkpoint")


def _reach(world: World, vouched: set[str]) -> Iterator[Line]:
    """In a case nothing seals all logs: a pinned log vouches for itself and for the heads of others that it has seen."""
    if not vouched:
        says = "the case proves only itself: give --key or --pin with what you know from elsewhere"
        yield cannot(8, "pin", says, "pin.none")
        return
    reach: dict[str, int] = {}
    for name in vouched:
        for _, head in world.logs[name].heads:
            reach[head.log] = max(head.size, reach.get(head.log, 0))
    for log in world.logs.values():
        if log.id not in vouched and reach.get(log.id, 0) < len(log.leaves):
            yield cannot(8, f"log {log.id[:12]}", _beyond(log, reach.get(log.id, 0)), "pin.beyond")


def _beyond(log: Log, reach: int) -> str:
    return f"{len(log.leaves) - reach} of {len(log.leaves)} entries are past what the pinned author has seen"
