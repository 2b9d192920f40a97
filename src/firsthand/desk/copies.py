"""The recordings of a case as plain rows: their files, how each is aligned, what was done to it, and the earliest known sighting."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from firsthand.record.bounds import Span, instant_text

from .desk import Desk, entries, view
from .follow import follow_all
from .laid import Copies, between, colours_of, laid_out, pairs_of, seen_from
from .report.gather import copies as copies_of
from .report.gather import recordings as grouped


def names_of(desk: Desk) -> dict[str, list[str]]:
    """File -> the names it was seen under."""
    made: dict[str, dict[str, None]] = defaultdict(dict)
    for found in entries(desk, "sighting"):
        if found.value.file is not None and found.value.name:
            made[found.value.file][found.value.name] = None
    return {file: list(names) for file, names in made.items()}


def posted_of(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """File -> its sightings that state when they were posted, the earliest first."""
    made: dict[str, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for found in entries(desk, "sighting"):
        span: Span = found.value.posted
        if found.value.file is not None and (span.earliest or span.latest):
            ends = [instant_text(end) if end else "open" for end in (span.earliest, span.latest)]
            row = {"posted": " to ".join(dict.fromkeys(ends)), "entry": found.id, "account": found.value.account or ""}
            made[found.value.file].append((ends[1] if span.latest else "9999", row))
    return {
        file: [row for _, row in sorted(rows, key=lambda pair: (pair[0], pair[1]["entry"]))]
        for file, rows in made.items()
    }


def recordings(desk: Desk) -> list[dict[str, Any]]:
    """Every recording of which the case holds two files or more."""
    case = view(desk, "finding", "sighting")
    names, posted, pairs = names_of(desk), posted_of(desk), pairs_of(case)
    made = []
    for number, found in enumerate(grouped(case), 1):
        files = found.files
        laid = laid_out(files, pairs)
        dated = sorted(
            ((row["posted"].split(" to ")[-1], row, file) for file in files for row in posted.get(file, [])[:1]),
            key=lambda one: (one[0] == "open", one[0], one[2]),
        )
        made.append(
            {
                "number": number,
                "recording": found.id,
                "files": [_file(file, names, posted, laid, pairs, files) for file in files],
                "earliest": {
                    "posted": dated[0][1]["posted"] if dated else "not known",
                    "file": dated[0][2] if dated else "",
                    "sighting": dated[0][1]["entry"] if dated else "",
                    "searched": f"{sum(len(posted.get(file, [])) for file in files)} dated sightings of the {len(files)} files "
                    "in this case; older ones may be known elsewhere",
                },
                "reasons": list(found.reasons),
                "lineage": list(found.details.get("lineage", ())),
                "other_stretches": list(found.details.get("other_stretches", ())),
            }
        )
    return made


def _file(
    file: str, names: Mapping[str, list[str]], posted: Mapping[str, list[dict[str, Any]]], laid: Mapping[str, Any], pairs: Copies,
    files: Iterable[str],
) -> dict[str, Any]:  # fmt: skip
    copies = [copy for other in files for copy in between(pairs, file, other)]
    return {
        "file": file,
        "names": names.get(file, []),
        "posted": [row["posted"] for row in posted.get(file, [])],
        "stretches": laid.get(file, []),
        "edits": sorted({edit for copy in copies for edit in copy.get("edits", ())}),
        "colours": sorted({colours_of(copy) for copy in copies}),
        "segments": [seen_from(file, copy) for other in files for copy in between(pairs, file, other)],
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
