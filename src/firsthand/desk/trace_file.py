"""Traces one file that need not be in the case: its copies there and in the user's memories, and what was searched. Writes nothing."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firsthand.method import CATALOGUE
from firsthand.method.reading import unpack
from firsthand.method.trace import known, search
from firsthand.method.trace.search import Compared
from firsthand.method.trace.sketch import Sketch
from firsthand.record.finding import Finding, Found, Inconclusive, Job, Unsuitable, outcome_wire
from firsthand.record.footage import Relation
from firsthand.store.known_folder import Memories
from firsthand.store.source import Watched

from .copies import names_of, posted_of
from .descriptors import in_folder, looks_over
from .desk import Desk, entries
from .examine_trace import Side, held, is_copy, shots_of, sides_of, standing
from .laid import colours_of
from .memory import memories, recall
from .origins_gather import no_footage
from .readings import read_once

PROFILE = "query"  # densely, and in parts of the picture
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is being done: so many pairs of so many."""

    done: int
    whole: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """The answer, as plain JSON: the file, its copies (and what may be one) in the case, what memories know of it, and what
    was searched."""

    value: Mapping[str, Any]


def trace(desk: Desk, path: Path, *, where: Memories | None = None) -> Iterator[Step | Traced]:
    """Ends with one Traced. Raises NotRegular, CannotRead, SourceChanged, CellBroke."""
    digest = _digest(path)
    made = read_once(desk.decoder, path, digest, PROFILE)
    reading = unpack(made.reading)
    mine = search.ready(reading)
    desk.index.refresh(desk.ledger)
    sides = _all_sides(desk)
    inside = digest in sides
    others = held(desk, sides)
    pairs = _pairs(desk, digest, mine, {file: side.sketch for file, side in sides.items() if file != digest})
    answers: list[tuple[str, Compared]] = []
    for count, other in enumerate(pairs):
        yield Step(done=count, whole=len(pairs))
        answers += [(other, answer) for answer in search.compare(digest, mine, other, others[other])]
    names, posted = names_of(desk), posted_of(desk)
    by_file = _by_file(answers)
    rows = {other: _row(other, found, names, posted) for other, found in by_file.items()}
    for stretch in _other_stretches(desk, digest, by_file):
        other = stretch["two"] if stretch["one"] == digest else stretch["one"]
        known_row = rows.get(other) or _row(other, {}, names, posted)
        if known_row["relation"] != known.COPY:
            rows[other] = {**known_row, "relation": str(Relation.SAME_RECORDING), "through": stretch["through"]}
    told: dict[str, Any] = {
        "file": digest,
        "name": path.name,
        "in_case": inside,
        "outcome": str(made.outcomes.get("read.container", {}).get("outcome", "inconclusive")),
        "copies": [row for row in rows.values() if row["relation"] == known.COPY],
        "related": [row for row in rows.values() if row["relation"] not in (known.COPY, "not told")],
        "not_told": [row for row in rows.values() if row["relation"] == "not told"],
        "known": list(_known(digest, mine, where or memories())),
        "searched": _searched(desk, sides, pairs, mine),
    }
    yield Traced(value=told)


def _digest(path: Path) -> str:
    made = hashlib.sha256()
    with Watched(path) as source:
        while data := source.read(CHUNK):
            made.update(data)
    return made.hexdigest()


def _all_sides(desk: Desk) -> dict[str, Side]:
    """Every file of the case that was read, by its fullest reading."""
    return sides_of(desk, "triage") | sides_of(desk, "full")


def _pairs(desk: Desk, digest: str, mine: search.Ready, others: Mapping[str, Sketch]) -> list[str]:
    """The other files that are compared: all, or of many those that have something in common with it."""
    if len(others) <= search.Given().every_pair:
        return sorted(others)
    looks = looks_over(others, in_folder(desk.folder, desk.case))
    found = search.candidates({**others, digest: mine.sketch}, looks, asking=[digest])
    return sorted({one if two == digest else two for one, two in found})


def _by_file(answers: list[tuple[str, Compared]]) -> dict[str, dict[str, Compared]]:
    made: dict[str, dict[str, Compared]] = {}
    for other, answer in answers:
        if isinstance(answer.outcome, Found | Inconclusive):
            made.setdefault(other, {})[answer.method] = answer
    return made


def _other_stretches(desk: Desk, digest: str, found: Mapping[str, Mapping[str, Compared]]) -> list[Mapping[str, Any]]:
    """Files that hold another stretch of its recording, as the case's findings and these answers together group them."""
    card = CATALOGUE["trace.recordings"]
    said = [(e.id, e.value) for e in standing(desk) if is_copy(e.value) and digest not in e.value.files]
    for other, answers in found.items():
        for answer in answers.values():
            job = Job(method=answer.method, version=1, given={}, inputs={"pair": (answer.one, answer.two)})
            asked = Finding(job=job, outcome=outcome_wire(answer.outcome), files=tuple(sorted((digest, other))))
            said.append((job.id, asked))
    alike = {file for _, value in said if is_copy(value) for file in value.files}
    if digest not in alike:
        return []
    said += [(e.id, e.value) for e in shots_of(desk, alike)]
    outcome = card.ask(card.given(), {"findings": tuple(said)})
    groups = outcome.value["recordings"] if isinstance(outcome, Found) else ()
    told = [other for group in groups for other in group["details"]["other_stretches"]]
    return [other for other in told if digest in (other["one"], other["two"])]


def _row(
    other: str,
    found: Mapping[str, Compared],
    names: Mapping[str, list[str]],
    posted: Mapping[str, list[str]],
) -> dict[str, Any]:
    seen, heard = found.get("trace.pictures"), found.get("trace.sound")
    relation, segments, value = "not told", [], {}
    if seen is not None and isinstance(seen.outcome, Found):
        value = dict(seen.outcome.value)
        relation = str(value["relation"])
        segments = [{**_segment(other, copy), "colours": colours_of(copy)} for copy in value["copies"]]
    sounds: list[dict[str, Any]] = []
    if heard is not None and isinstance(heard.outcome, Found):
        sounds = [_segment(other, copy) for copy in heard.outcome.value["stretches"]]
        relation = "same sound" if relation == "not told" and seen is None else relation
    unsure = [str(a.outcome.why) for a in found.values() if isinstance(a.outcome, Inconclusive)]
    return {
        "file": other,
        "names": names.get(other, []),
        "posted": list(posted.get(other, [])),
        "relation": relation,
        "by": value.get("by", "sound" if relation == "same sound" else ""),
        "segments": segments,
        "edits": sorted({edit for part in segments for edit in part["edits"]}),
        "colours": sorted({part["colours"] for part in segments}),
        "sound": sounds,
        "why": unsure,
        "evidence": value.get("evidence", []),
    }


def _segment(other: str, copy: Mapping[str, Any]) -> dict[str, Any]:
    """One aligned stretch, as seen from the file that was asked about."""
    there, here = (copy["one"], copy["two"]) if copy["one"]["file"] == other else (copy["two"], copy["one"])
    return {
        "here": [here["start"], here["end"]],
        "there": [there["start"], there["end"]],
        "speed": copy.get("speed", 1.0),
        "error_s": copy["error"],
        "edits": list(copy.get("edits", ())),
        "changes": list(copy.get("changes", ())),
        "score": copy["score"],
    }


def _known(digest: str, mine: search.Ready, kept: Memories) -> Iterator[dict[str, Any]]:
    """What each memory says of it, with what was searched there."""
    for name in kept.names():
        asked = recall(name, where=kept)
        files = {digest: mine.sketch}
        looks = (
            looks_over(asked.sketches, in_folder(kept.home(name)))
            if len(asked.items) > asked.given.every_pair
            else None
        )
        pairs = known.wanted(asked.given, files, asked.sketches, looks)
        outcome = known.told(
            asked.given, files, asked.items, known.seen({digest: mine}, asked.held, asked.items, pairs)
        )
        value = outcome.value if not isinstance(outcome, Unsuitable) else {}
        yield {
            "memory": name,
            "outcome": outcome.name,
            "seen": value.get("seen", []),
            "maybe": value.get("maybe", []),
            "searched": value.get("looked", "an empty memory"),
            "broken_items": len(asked.broken),
        }


def _searched(desk: Desk, sides: Mapping[str, Side], pairs: list[str], mine: search.Ready) -> dict[str, Any]:
    """What the answer rests on, and what it cannot speak of."""
    held = {e.value.digest for e in entries(desk, "file")}
    bare = {file for e in entries(desk, "finding") if no_footage(e.value) for file in e.value.files}
    described = mine.film.described if mine.film is not None else None
    models = sorted({side.sketch.rows.model for side in sides.values() if side.sketch.rows is not None})
    return {
        "files": len(held),
        "read_in_full": sum(side.profile == "full" for side in sides.values()),
        "read_by_key_frames": sum(side.profile == "triage" for side in sides.values()),
        "no_footage": len((held & bare) - sides.keys()),
        "not_read": len(held - sides.keys() - bare),
        "compared": len(pairs),
        "how": "every file"
        if len(sides) - 1 <= search.Given().every_pair
        else "files with something in common, by an index",
        "descriptors": described.weights if described is not None else "none: no learned weights were used",
        "models_in_case": [model[:12] for model in models],
        "pictures": mine.film is not None,
        "sound": mine.heard is not None,
    }
