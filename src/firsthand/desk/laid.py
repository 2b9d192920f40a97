"""How the files of a recording lie on one line of seconds, by the stretches that findings say they share."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from firsthand.method.trace.colour import NOT_COMPARED
from firsthand.record.case import Case
from firsthand.record.entry import Entry
from firsthand.record.finding import Found
from firsthand.record.footage import Relation

Copies = Mapping[tuple[str, str], list[Mapping[str, Any]]]


def pairs_of(case: Case, shows: Callable[[Entry], bool] = lambda entry: True) -> Copies:
    """(one, two) -> the copies that standing findings say, by the later finding where there are several. `shows` leaves out
    what is withheld."""
    made: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for entry in case.of("finding", standing=True):
        result = entry.value.result
        if entry.value.job.method == "trace.pictures" and isinstance(result, Found) and shows(entry):
            found = [c for c in result.value["copies"] if c.get("relation", str(Relation.COPY)) == str(Relation.COPY)]
            if found:
                made[found[0]["one"]["file"], found[0]["two"]["file"]] = found
    return made


def between(pairs: Copies, file: str, other: str) -> list[Mapping[str, Any]]:
    """Every stretch that two files share, whichever of them stands first."""
    return [*pairs.get((file, other), ()), *pairs.get((other, file), ())] if file != other else []


def colours_of(copy: Mapping[str, Any]) -> str:
    """What is told of a copy's colours. Findings of before they were looked at say nothing: that is no word for kept."""
    return str(copy.get("colours") or NOT_COMPARED)


def done_of(copy: Mapping[str, Any]) -> list[dict[str, str]]:
    """What was done between the two files, in words, each with the file that it was done to: "" where that is not told, as of a
    mirroring, which either of the two may be. Of a speed it is told which plays faster, and so not which was changed."""
    told, known = [], set()
    for change in copy.get("changes", ()):
        known.add(says := str(change["says"]))
        if change.get("what") == "speed":
            told.append({"says": f"{says} of the other", "file": str(copy["two"]["file"])})
        else:
            told.append({"says": says, "file": str(change.get("file") or "")})
    return [*told, *({"says": str(edit), "file": ""} for edit in copy.get("edits", ()) if edit not in known)]


def done_words(done: Mapping[str, str], called: Callable[[str], str]) -> str:
    """One such change, with who has it."""
    return (
        f"{called(done['file'])}: {done['says']}" if done["file"] else f"{done['says']} (which of the two is not told)"
    )


def also_of_colours(done: Iterable[Mapping[str, str]], colours: str) -> str:
    """What is told of colours and is none of the changes: that they were kept, or why that is not told."""
    return "" if any(each["says"] in colours for each in done) else colours


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
        "colours": colours_of(copy),
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
            if file not in made and (shared := between(pairs, known, file)):
                made[file] = [part for copy in shared for part in _onto(copy, known, made[known])]
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
