"""From a case to what the report shows of it: which files are exhibits, in what order, and which are copies of which."""

from collections.abc import Iterable, Iterator

from firsthand.record.case import Case
from firsthand.record.entry import Entry, references
from firsthand.record.finding import Found
from firsthand.record.footage import Recording

# Entries that people write about files; what they name is an exhibit, whether or not it favours the report.
SPOKEN = ("claim", "observation", "assessment", "weighing", "mark", "draft", "question", "answer", "reply")


GROUPING = "trace.recordings"


def recordings(case: Case) -> tuple[Recording, ...]:
    """The groups of copies by each author's last standing grouping, each group once."""
    last = {entry.log: entry for entry in case.of("finding", standing=True) if entry.value.job.method == GROUPING}
    results = [entry.value.result for entry in last.values()]
    wires = [wire for result in results if isinstance(result, Found) for wire in result.value["recordings"]]
    made = {(tuple(sorted(wire["files"])), str(wire["id"])): wire for wire in wires}
    return tuple(
        Recording(id=name, files=files, reasons=tuple(wire["reasons"]), details=wire.get("details") or {})
        for (files, name), wire in sorted(made.items())
    )


def copies(found: Iterable[Recording]) -> dict[str, frozenset[str]]:
    """File -> the other files of its recordings; a compilation is in several."""
    made: dict[str, frozenset[str]] = {}
    for recording in found:
        for file in recording.files:
            made[file] = made.get(file, frozenset()) | (frozenset(recording.files) - {file})
    return made


def exhibit_files(case: Case, found: Iterable[Recording]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Files that the report shows or names, in the order in which they were preserved; and the others.

    Named is what a person's entry speaks of, directly or through the findings and sightings that it rests on, and every
    copy of that in the same recording.
    """
    known = dict.fromkeys(e.value.digest for e in case.of("file"))
    named = {file for entry in _spoken(case) for file in _files(entry) if file in known}
    for recording in found:
        if named & set(recording.files):
            named |= set(recording.files) & known.keys()
    return tuple(f for f in known if f in named), tuple(f for f in known if f not in named)


def _spoken(case: Case) -> Iterator[Entry]:
    """What people wrote, and the entries beneath it."""
    waiting = list(case.of(*SPOKEN))
    seen = {entry.id for entry in waiting}
    while waiting:
        entry = waiting.pop()
        yield entry
        for digests in references(entry.value).values():
            beneath = [case.entries[d] for d in digests if d in case.entries and d not in seen]
            seen |= {e.id for e in beneath}
            waiting += [e for e in beneath if e.kind in ("finding", "sighting", "file", "derivative", *SPOKEN)]


def _files(entry: Entry) -> Iterator[str]:
    for digests in references(entry.value).values():
        yield from digests
