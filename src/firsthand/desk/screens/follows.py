"""How far each mark follows into the copies of its file: what the desk proposes, and what people decided instead."""

from collections.abc import Mapping
from dataclasses import dataclass

from firsthand.desk.bearing import bearing
from firsthand.desk.desk import Desk, view
from firsthand.desk.follow import Following, follow_all
from firsthand.record.case import Case
from firsthand.record.entry import Entry
from firsthand.record.footage import Stretch
from firsthand.record.wire import to_wire

from .rows import EntryRow, row


@dataclass(frozen=True, slots=True, kw_only=True)
class Seconds:
    """Seconds of a file as "n/d"; None is its begin or its end."""

    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowRow:
    """One mark and one copy: the seconds of the copy that are held back, by the desk's proposal where `decided` is empty."""

    mark: EntryRow
    kind: str
    of: str
    marked: Seconds
    copy: str
    holds: tuple[Seconds, ...]
    decided: tuple[EntryRow, ...]


def follows(desk: Desk) -> tuple[FollowRow, ...]:
    """Every standing mark on footage, with each copy that it may reach."""
    groups: Mapping[str, tuple[str, ...]] = bearing(desk).copies
    case = view(desk, "finding")
    found = follow_all(case, {file: frozenset(group) for file, group in groups.items()})
    return tuple(_row(desk, case, mark, one) for mark, one in found)


def _row(desk: Desk, case: Case, mark: Entry, found: Following) -> FollowRow:
    return FollowRow(
        mark=row(desk, case, mark),
        kind=mark.value.mark.value,
        of=mark.value.stretch.file,
        marked=_seconds(mark.value.stretch),
        copy=found.file,
        holds=tuple(map(_seconds, found.holds)),
        decided=tuple(row(desk, case, case.entries[entry]) for entry in found.by),
    )


def _seconds(stretch: Stretch) -> Seconds:
    return Seconds(
        start=None if stretch.start is None else to_wire(stretch.start),
        end=None if stretch.end is None else to_wire(stretch.end),
    )
