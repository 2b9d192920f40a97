"""The recordings of a case as plain rows: their files, how each is aligned, what was done to it, and the earliest known sighting."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

from .desk import Desk, entries, view
from .earliest import ALWAYS, Earliest, dated, earliest
from .follow import follow_all
from .laid import Copies, between, colours_of, done_of, laid_out, pairs_of, seen_from
from .report.gather import copies as copies_of
from .report.gather import recordings as grouped


def names_of(desk: Desk) -> dict[str, list[str]]:
    """File -> the names it was seen under."""
    made: dict[str, dict[str, None]] = defaultdict(dict)
    for found in entries(desk, "sighting"):
        if found.value.file is not None and found.value.name:
            made[found.value.file][found.value.name] = None
    return {file: list(names) for file, names in made.items()}


def posted_of(desk: Desk) -> dict[str, list[str]]:
    """File -> when its standing sightings state that it was posted, in order of the earliest that each may be."""
    held = [e.value.digest for e in entries(desk, "file")]
    made: dict[str, list[str]] = defaultdict(list)
    for posting in sorted(dated(desk, held), key=lambda one: (one.span.earliest or ALWAYS[0], one.sightings)):
        made[posting.files[0]].append(posting.when)
    return made


def recordings(desk: Desk) -> list[dict[str, Any]]:
    """Every recording of which the case holds two files or more."""
    case = view(desk, "finding", "sighting")
    names, posted, pairs = names_of(desk), posted_of(desk), pairs_of(case)
    made = []
    for number, found in enumerate(grouped(case), 1):
        files = found.files
        laid = laid_out(files, pairs)
        made.append(
            {
                "number": number,
                "recording": found.id,
                "files": [_file(file, names, posted, laid, pairs, files) for file in files],
                "earliest": first_row(earliest(desk, files)),
                "between": list(between_rows(files, pairs)),
                "reasons": list(found.reasons),
                "lineage": list(found.details.get("lineage", ())),
                "other_stretches": list(found.details.get("other_stretches", ())),
            }
        )
    return made


def first_row(found: Earliest) -> dict[str, Any]:
    """The earliest known posting; `posted`, `file` and `sighting` only where one is told apart from all others."""
    one = found.may_be[0] if found.outcome == "found" else None
    return {
        "outcome": found.outcome,
        "posted": one.when if one else "not known" if found.outcome == "nothing" else "not told apart",
        "file": one.files[0] if one else "",
        "sighting": one.sightings[0] if one else "",
        "within": found.within.wire() if found.may_be else None,
        "may_be": [
            {
                "files": list(posting.files),
                "name": posting.name,
                "account": posting.account,
                "place": posting.place,
                "posted": posting.when,
                "sightings": list(posting.sightings),
            }
            for posting in found.may_be
        ],
        "searched": found.searched,
    }


def between_rows(files: Iterable[str], pairs: Copies) -> Iterator[dict[str, Any]]:
    """Each stretch that two of the files share, with what lies between them: an edit is of a pair, or of the one that has it."""
    for one, two in combinations(sorted(files), 2):
        for copy in between(pairs, one, two):
            sides = {copy[side]["file"]: copy[side] for side in ("one", "two")}
            yield {
                "one": one,
                "two": two,
                "in_one": [sides[one]["start"], sides[one]["end"]],
                "in_two": [sides[two]["start"], sides[two]["end"]],
                "done": done_of(copy),
                "colours": colours_of(copy),
            }


def _file(
    file: str, names: Mapping[str, list[str]], posted: Mapping[str, list[str]], laid: Mapping[str, Any], pairs: Copies,
    files: Iterable[str],
) -> dict[str, Any]:  # fmt: skip
    copies = [copy for other in files for copy in between(pairs, file, other)]
    return {
        "file": file,
        "names": names.get(file, []),
        "posted": posted.get(file, []),
        "stretches": laid.get(file, []),
        # Its own, and of no pair: nothing else is told to have been done to this very file.
        "edits": sorted({str(c["says"]) for copy in copies for c in copy.get("changes", ()) if c.get("file") == file}),
        "segments": [seen_from(file, copy) for copy in copies],
    }


def follows(desk: Desk) -> Iterator[dict[str, Any]]:
    """One row a mark and copy: what of the copy is held back, and who decided so; "proposed" until somebody does."""
    case = view(desk, "finding")
    for mark, found in follow_all(case, copies_of(grouped(case))):
        yield {
            "mark": mark.id,
            "kind": mark.value.mark.value,
            "of": mark.value.stretch.file,
            "copy": found.file,
            "holds": [{"start": _end(s.start), "end": _end(s.end)} for s in found.holds],
            "decided": list(found.by) or "proposed",
        }


def _end(seconds: Fraction | None) -> str:
    return "open" if seconds is None else f"{float(seconds):.3f}"
