"""What people's entries say of each file: marks that reach it, what was observed and claimed, how far each question is."""

import threading
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from firsthand.record.case import Case
from firsthand.record.entry import Entry
from firsthand.record.fault import BadReference
from firsthand.record.footage import Stretch

from .desk import Desk, entry, view
from .follow import follow_all
from .gate_board import board
from .now import now, version
from .shelving import shelf_of

RATED = "not-graphic"  # an observation of this type says that somebody looked and found nothing graphic
KEPT = 2
ORDER = ("open", "claimed", "assessed", "contested")  # of several questions of one kind the furthest is shown


@dataclass(slots=True)
class Bearing:
    """By file. A mark is kept with the file it was said of, and in `followed` with each copy that it reaches, with the seconds
    of that copy; `rated` holds the files that somebody looked through."""

    marks: dict[str, list[Entry]] = field(default_factory=dict)
    followed: dict[str, list[tuple[Entry, tuple[Stretch, ...]]]] = field(default_factory=dict)
    observations: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    rated: set[str] = field(default_factory=set)
    states: dict[str, dict[str, str]] = field(default_factory=dict)
    abouts: tuple[str, ...] = ()
    copies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def same(self, file: str) -> tuple[str, ...]:
        """The file with the other files of its recording."""
        return self.copies.get(file, (file,))

    def marked(self, file: str) -> list[tuple[Entry, tuple[Stretch, ...]]]:
        """Marks that stand on the file, and those that follow into it, each with the seconds of this file that it holds."""
        own = [(mark, (mark.value.stretch,)) for mark in self.marks.get(file, ())]
        return [*own, *self.followed.get(file, ())]

    def is_rated(self, file: str) -> bool:
        """Whether somebody looked this very file through: whoever saw a cut of a film has not seen the rest of it."""
        return file in self.rated

    def covered(self, file: str) -> str:
        """Why the file is shown only when somebody uncovers it, or "" where it need not be."""
        for mark, _ in self.marked(file):
            if mark.value.mark.value == "graphic":
                own = mark.value.stretch.file == file
                return f"marked as graphic: {mark.value.label}" + ("" if own else " (in a copy of it)")
        return "" if self.is_rated(file) else "nobody has rated it yet"


_turn = threading.Lock()
_known: OrderedDict[tuple[Path, str], Bearing] = OrderedDict()


def bearing(desk: Desk) -> Bearing:
    """Worked out once for each state of the logs."""
    key = desk.folder, version(desk)
    with _turn:
        found = _known.get(key)
    if found is None:
        found = _bearing(desk)
        with _turn:
            _known[key] = found
            while len(_known) > KEPT:
                _known.popitem(last=False)
    return found


def covered(desk: Desk, file: str) -> str:
    return bearing(desk).covered(file)


def _bearing(desk: Desk) -> Bearing:
    case, made = now(desk), Bearing(copies=_copies(desk))
    for mark in case.of("mark", standing=True):
        if mark.value.stretch is not None:
            made.marks.setdefault(mark.value.stretch.file, []).append(mark)
    if made.marks:  # findings are many, and only a mark that stands on footage needs them
        whole = view(desk, "finding")
        for mark, found in follow_all(whole, {file: frozenset(group) for file, group in made.copies.items()}):
            if found.holds:
                made.followed.setdefault(found.file, []).append((mark, found.holds))
    for seen in case.of("observation", standing=True):
        for file in _seen(seen):
            made.observations[file] += 1
            if seen.value.what == RATED:
                made.rated.add(file)
    for claim in case.of("claim", standing=True):
        made.claims.update(set(claim.value.files))
    _states(desk, case, made)
    return made


def _copies(desk: Desk) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for recording, digest in shelf_of(desk).ask("SELECT recording, digest FROM files WHERE recording IS NOT NULL"):
        groups.setdefault(recording, []).append(digest)
    return {file: (file, *(other for other in files if other != file)) for files in groups.values() for file in files}


def _seen(seen: Entry) -> set[str]:
    return {part.file for part in (seen.value.stretch, seen.value.moment) if part is not None}


def _states(desk: Desk, case: Case, made: Bearing) -> None:
    """The question's own word, for each file that has a part in it: a claim about the file speaks to the question, or a judgement
    of an answer rests on the file."""
    asked = board(case)
    made.abouts = tuple(dict.fromkeys(one.question.value.about.value for one in asked.values()))
    for one in asked.values():
        claims = [claim for side in one.sides for claim in (*side.claims_for, *side.claims_against)]
        files = {file for claim in (*claims, *one.unplaced) for file in claim.value.files}
        for judged in (judged for side in one.sides for judged in side.assessments):
            for rest in (*judged.value.speaks_for, *judged.value.speaks_against):
                files.update(_files(desk, case, rest))
        about = one.question.value.about.value
        for file in files:
            kept = made.states.setdefault(file, {})
            kept[about] = max(kept.get(about, one.state), one.state, key=ORDER.index)


def _files(desk: Desk, case: Case, rest: str) -> Iterator[str]:
    """Files that an entry is about."""
    held = case.entries.get(rest)
    if held is None:
        try:
            held = entry(desk, desk.index.row(rest))
        except BadReference:
            return
    if held.kind == "observation":
        yield from _seen(held)
    elif held.kind in ("claim", "finding"):
        yield from held.value.files
    elif held.kind == "sighting" and held.value.file:
        yield held.value.file
