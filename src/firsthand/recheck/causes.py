"""What rests on what: causes stand before their effects, and an entry is no better than what it rests on."""

from collections.abc import Iterator

from .line import GRAVITY, Line, Verdict, broken, cannot, holds, line, withheld
from .logs import SPOKEN, TARGETED, Leaf, Log, World, where

INHERITED = {Verdict.BROKEN: "cause.broken", Verdict.CANNOT: "cause.cannot", Verdict.WITHHELD: "cause.withheld"}


def check_order(world: World) -> None:
    """An entry may rest on what stands before it in its own log, or below a head that its log has seen by then."""
    for log in world.logs.values():
        heads, seen, hidden = iter(log.heads), dict[str, int](), False
        coming = next(heads, None)
        for index, leaf in enumerate(log.leaves):
            hidden = hidden or leaf.shown == "hash"
            while coming and coming[0] == index:
                head = coming[1]
                seen[head.log] = max(head.size, seen.get(head.log, 0))
                coming = next(heads, None)
            reach = {**seen, log.id: index}
            leaf.causes = tuple(
                cause for cause in leaf.causes if _before(world, log, index, leaf, cause, reach, hidden)
            )


def _before(world: World, log: Log, index: int, leaf: Leaf, cause: str, reach: dict[str, int], hidden: bool) -> bool:
    place = world.seen.get(cause)
    if place is None:
        _fail(world, log, index, leaf, f"it rests on {cause[:12]}, which is not here", "cause.missing")
        return False
    if place[1] >= reach.get(place[0], 0) and hidden and place[0] != log.id:
        says = f"whether it had seen {where(*place)}, on which it rests, is hidden with a line of which only the hash is left"
        world.notes.add(withheld(6, where(log.id, index), says, "cause.order-withheld"))
        leaf.worsen(Verdict.WITHHELD, "cause.order-withheld")
    elif place[1] >= reach.get(place[0], 0):
        _fail(world, log, index, leaf, f"it rests on {where(*place)}, which does not stand before it", "cause.order")
        return False
    if leaf.at < world.logs[place[0]].leaves[place[1]].at:
        says = f"its stated day is before that of {where(*place)}, on which it rests"
        world.notes.add(holds(6, where(log.id, index), says, "entry.day-before-cause"))
    return True


def _fail(world: World, log: Log, index: int, leaf: Leaf, says: str, code: str) -> None:
    world.notes.add(broken(6, where(log.id, index), says, code))
    leaf.worsen(Verdict.BROKEN, code)


def inherit(world: World) -> None:
    """Every entry takes the gravest verdict among its own, its log's and those of what it rests on."""
    settled: set[str] = set()
    for log in world.logs.values():
        for index, leaf in enumerate(log.leaves):
            if log.broken_from is not None and index >= log.broken_from:
                leaf.worsen(Verdict.BROKEN, "cause.broken")
            elif log.revoked_from is not None and index >= log.revoked_from:
                leaf.worsen(Verdict.CANNOT, "key.compromised")
    for log in world.logs.values():
        for leaf in log.leaves:
            _settle(world, leaf, settled)


def _settle(world: World, first: Leaf, settled: set[str]) -> None:
    stack, open_ = [first], set[str]()
    while stack:
        leaf = stack[-1]
        if leaf.id in settled:
            stack.pop()
            continue
        under = [leaf_of(world, cause) for cause in leaf.causes]
        waiting = [cause for cause in under if cause.id not in settled]
        if waiting and leaf.id not in open_:
            open_.add(leaf.id)
            stack += waiting
            continue
        if waiting:  # met again while it waits for itself: no honest tree can hold this
            leaf.worsen(Verdict.BROKEN, "cause.cycle")
        for cause in under:
            if GRAVITY[cause.verdict] > GRAVITY[leaf.verdict]:
                leaf.worsen(cause.verdict, INHERITED[cause.verdict])
        settled.add(leaf.id)
        stack.pop()


def leaf_of(world: World, entry: str) -> Leaf:
    log, index = world.seen[entry]
    return world.logs[log].leaves[index]


def report_entries(world: World) -> Iterator[Line]:
    """Step 6: what is wrong with entries, what inherits it, how every sentence stands, and the rest by count."""
    yield from world.notes.of(6)
    for log in world.logs.values():
        counts = {verdict: 0 for verdict in Verdict}
        for index, leaf in enumerate(log.leaves):
            counts[leaf.verdict] += 1
            inherited = leaf.verdict is not Verdict.HOLDS and leaf.code.startswith(("cause.", "key."))
            if (leaf.kind == "draft" and leaf.shown == "shown") or (inherited and leaf.kind in SPOKEN):
                yield _spoken(log, index, leaf)
        parts = [f"{count} {verdict}" for verdict, count in counts.items() if count]
        if counts[Verdict.BROKEN]:
            yield broken(6, f"log {log.id[:12]}", "entries: " + ", ".join(parts), "cause.broken")
        else:
            yield holds(6, f"log {log.id[:12]}", "entries: " + ", ".join(parts))


def _spoken(log: Log, index: int, leaf: Leaf) -> Line:
    what = f"sentence, {where(log.id, index)}" if leaf.kind == "draft" else f"{leaf.kind}, {where(log.id, index)}"
    said = f": {leaf.text}" if leaf.text else ""
    match leaf.verdict:
        case Verdict.HOLDS:
            return holds(6, what, f"stands on entries that hold{said}")
        case Verdict.WITHHELD:
            return withheld(6, what, f"rests on something withheld{said}", leaf.code)
        case Verdict.CANNOT:
            return cannot(6, what, f"rests on something that cannot be relied on{said}", leaf.code)
    return line(6, what, leaf.verdict, f"is broken, or rests on something broken{said}", leaf.code)


def report_withheld(world: World) -> Iterator[Line]:
    """Step 7: every index is accounted for, and what a withheld one could hide is said."""
    for log in world.logs.values():
        subject, hidden, fields = f"log {log.id[:12]}", dict[str, int](), 0
        for index, leaf in enumerate(log.leaves):
            fields += leaf.fields
            if leaf.shown == "hash" and leaf.verdict is not Verdict.BROKEN:
                says = "only the hash is left: it may hide anything, a withdrawal too"
                world.notes.add(withheld(7, where(log.id, index), says, "line.hash-only"))
            elif leaf.shown == "header" and leaf.kind in TARGETED and leaf.verdict is not Verdict.BROKEN:
                says = f"what this {leaf.kind} is about is hidden"
                world.notes.add(withheld(7, where(log.id, index), says, "line.hidden-target"))
            elif leaf.shown == "header":
                hidden[leaf.kind] = hidden.get(leaf.kind, 0) + 1
        if hidden:
            parts = ", ".join(f"{count} {kind}" for kind, count in sorted(hidden.items()))
            yield withheld(7, subject, f"bodies withheld: {parts}", "line.header-only")
        if fields:
            yield withheld(
                7, subject, f"{fields} fields withheld that can name people, their places or hours", "line.field"
            )
    yield from world.notes.of(7)
