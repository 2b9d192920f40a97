"""The recordings of a case as plain rows: their files, how each is aligned, what was done to it, and the earliest known sighting."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from firsthand.record.bounds import Span, instant_text
from firsthand.record.case import Case
from firsthand.record.finding import Found
from firsthand.record.footage import Relation

from .desk import Desk, entries, view
from .follow import follow_all
from .report.gather import GROUPING
from .report.gather import copies as copies_of
from .report.gather import recordings as grouped

Copies = Mapping[tuple[str, str], list[Mapping[str, Any]]]


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


def pairs_of(case: Case) -> Copies:
    """(one, two) -> the copies that standing findings say, by the later finding where there are several."""
    made: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for entry in case.of("finding", standing=True):
        result = entry.value.result
        if entry.value.job.method == "trace.pictures" and isinstance(result, Found):
            found = [c for c in result.value["copies"] if c.get("relation", str(Relation.COPY)) == str(Relation.COPY)]
            if found:
                made[found[0]["one"]["file"], found[0]["two"]["file"]] = found
    return made


def recordings(desk: Desk) -> list[dict[str, Any]]:
    """Every recording of which the case holds two files or more."""
    case = view(desk, "finding", "sighting")
    names, posted, pairs = names_of(desk), posted_of(desk), pairs_of(case)
    details = _details(case)
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
                "lineage": details.get(tuple(sorted(files)), {}).get("lineage", []),
            }
        )
    return made


def _details(case: Case) -> dict[tuple[str, ...], Mapping[str, Any]]:
    """What the grouping says of each group beyond its files."""
    made: dict[tuple[str, ...], Mapping[str, Any]] = {}
    for entry in case.of("finding", standing=True):
        result = entry.value.result
        if entry.value.job.method == GROUPING and isinstance(result, Found):
            made |= {tuple(sorted(one["files"])): one.get("details", {}) for one in result.value["recordings"]}
    return made


def _file(
    file: str, names: Mapping[str, list[str]], posted: Mapping[str, list[dict[str, Any]]], laid: Mapping[str, Any], pairs: Copies,
    files: Iterable[str],
) -> dict[str, Any]:  # fmt: skip
    edits = {edit for other in files for copy in _between(pairs, file, other) for edit in copy.get("edits", ())}
    return {
        "file": file,
        "names": names.get(file, []),
        "posted": [row["posted"] for row in posted.get(file, [])],
        "stretches": laid.get(file, []),
        "edits": sorted(edits),
        "segments": [seen_from(file, copy) for other in files for copy in _between(pairs, file, other)],
    }


def _between(pairs: Copies, file: str, other: str) -> list[Mapping[str, Any]]:
    return [*pairs.get((file, other), ()), *pairs.get((other, file), ())] if file != other else []


def seen_from(file: str, copy: Mapping[str, Any]) -> dict[str, Any]:
    """One aligned stretch as one of its two files has it."""
    here, there = (copy["one"], copy["two"]) if copy["one"]["file"] == file else (copy["two"], copy["one"])
    return {
        "here": [here["start"], here["end"]],
        "other": there["file"],
        "there": [there["start"], there["end"]],
        "speed": copy.get("speed", 1.0),
        "error_s": copy["error"],
        "edits": list(copy.get("edits", ())),
        "score": copy["score"],
    }


def laid_out(files: Iterable[str], pairs: Copies) -> dict[str, list[dict[str, float]]]:
    """Each file's stretches on one line of seconds: that of the file of which most is aligned, as far as pairs reach it.

    A stretch says where it lies on the line (`from`, `to`) and in its own file (`start`, `end`).
    """
    members = sorted(files)
    spans: dict[str, float] = {file: 0.0 for file in members}
    for (one, two), copies in pairs.items():
        for copy in copies:
            for side, file in (("one", one), ("two", two)):
                if file in spans:
                    spans[file] = max(spans[file], float(Fraction(copy[side]["end"])))
    base = max(members, key=lambda file: (spans[file], file))
    made = {base: [{"from": 0.0, "to": spans[base], "start": 0.0, "end": spans[base]}]}
    waiting = [base]
    while waiting:
        known = waiting.pop(0)
        for file in members:
            if file not in made and (between := _between(pairs, known, file)):
                made[file] = [part for copy in between for part in _onto(copy, known, made[known])]
                waiting.append(file)
    return made


def _onto(copy: Mapping[str, Any], known: str, line: list[dict[str, float]]) -> Iterator[dict[str, float]]:
    """Where a stretch that a known file shares comes to lie, by each stretch of that file that it falls into."""
    there, here = (copy["one"], copy["two"]) if copy["one"]["file"] == known else (copy["two"], copy["one"])
    low, high = (float(Fraction(there[end])) for end in ("start", "end"))
    start, end = (float(Fraction(here[end])) for end in ("start", "end"))
    for part in line:
        first, last = max(low, part["start"]), min(high, part["end"])
        if first < last or low == high:
            rate = (part["to"] - part["from"]) / ((part["end"] - part["start"]) or 1.0)
            share = (end - start) / ((high - low) or 1.0)
            yield {
                "from": part["from"] + (first - part["start"]) * rate,
                "to": part["from"] + (last - part["start"]) * rate,
                "start": start + (first - low) * share,
                "end": start + (last - low) * share,
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
