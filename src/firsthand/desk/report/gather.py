"""From a case to what the report shows of it: which files are exhibits, in what order, and which are copies of which."""

from collections.abc import Iterable, Iterator, Mapping

from firsthand.record.case import Case
from firsthand.record.entry import Entry, references
from firsthand.record.finding import Found
from firsthand.record.footage import Recording

# Entries that people write about files; what they name is an exhibit, whether or not it favours the report.
SPOKEN = ("claim", "observation", "assessment", "weighing", "mark", "draft", "question", "answer", "reply")


def recordings(case: Case) -> tuple[Recording, ...]:
    """The groups of copies as the last standing finding of the grouping gives them: `recordings` with id, files, reasons."""
    found: tuple[Recording, ...] = ()
    for entry in case.of("finding", standing=True):
        result = entry.value.result
        if entry.value.job.method.startswith("trace.") and isinstance(result, Found) and "recordings" in result.value:
            found = tuple(_recording(wire) for wire in result.value["recordings"])
    return found


def _recording(wire: Mapping[str, object]) -> Recording:
    files = wire["files"]
    reasons = wire.get("reasons", ())
    assert isinstance(files, (list, tuple)) and isinstance(reasons, (list, tuple))
    names = tuple(sorted(str(file) for file in files))
    return Recording(id=names[0], files=names, reasons=tuple(str(reason) for reason in reasons))


def copies(found: Iterable[Recording]) -> dict[str, frozenset[str]]:
    """File -> the other files of its recording."""
    return {file: frozenset(recording.files) - {file} for recording in found for file in recording.files}


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
