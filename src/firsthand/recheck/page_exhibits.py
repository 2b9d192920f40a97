"""Exhibits and places on the page: files, stills and sightings as the ledgers know them, findings in their own words."""

import re
from collections.abc import Mapping
from typing import Any

from firsthand.record.entry import Entry
from firsthand.record.footage import Derivative

from .page_check import DISSENT, PICTURE, WORDS
from .page_form import Part
from .page_ledger import rows, seconds, size, span
from .page_words import Board

Files = Mapping[str, tuple[str, int]]  # of the manifest
STRETCH = r"the whole of it|(?:its start|-?\d+:\d\d(?:\.\d+)?) to (?:its end|-?\d+:\d\d(?:\.\d+)?)"
MOST_REJECTED, MOST_PLACES = 40, 40  # that a page names, and draws
PICTURES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


def exhibit_numbers(page: Part) -> dict[str, str]:
    """Digest -> number, as the page numbers its exhibits."""
    made = (x for part in page.of("x") for x in part.of("exhibit") if x.has("x.digest"))
    return {x.text("x.digest"): str(number) for number, x in enumerate(made, 1)}


def check_exhibits(board: Board, listed: Files) -> None:
    held, page = board.held, board.page
    parts = [x for part in page.of("x") for x in part.of("exhibit")]
    files = [x for x in parts if x.has("x.digest")]
    held.told(
        len({x.text("x.digest") for x in files}) == len(files), WORDS, "page, exhibits", "one exhibit stands twice"
    )
    held.told(parts[: len(files)] == files, WORDS, "page, exhibits", "items spoken of stand before files")
    kept = _Kept(board)
    for number, x in enumerate(files, 1):
        held.same(x, "x.where", f"x-{number}")
        held.same(x, "x.title", f"Exhibit {number}")
        _file(board, listed, x, kept)
    for x in parts:
        held.marked(x, "not x.digest", int(not x.has("x.digest")), WORDS, "page, exhibits")
    for digest in sorted(board.sealed.exhibits - board.sealed.number.keys()):
        held.say(DISSENT, "page, exhibits", f"entries speak of the file {digest[:12]}, which is no exhibit")
    _items(board, parts[len(files) :], kept.sightings.get(None, []))
    others = board.sealed.files - len(files)
    if board.sealed.hides("file"):
        held.gone(page, "m.others|length")
    else:
        held.counted(page, "m.others|length", others)
        held.told(
            page.has("m.others|length") == (others > 0 and bool(parts)),
            WORDS,
            "page, exhibits",
            "other files are not counted",
        )
    _recordings(board)


class _Kept:
    """What the ledgers know of files, each by its digest."""

    def __init__(self, board: Board) -> None:
        self.files = {e.value.digest: e.value for e in board.case.of("file")}
        self.made = {e.value.digest: e.value for e in board.case.of("derivative")}
        self.sightings: dict[str | None, list[Entry]] = {}
        for entry in board.case.of("sighting"):
            self.sightings.setdefault(entry.value.file, []).append(entry)
        labels = (str(e.value.label) for e in board.case.of("mark") if "label" not in e.withheld)
        self.labels = "|".join(map(re.escape, [*board.held.words["withheld"], *labels]))


def _file(board: Board, listed: Files, x: Part, kept: _Kept) -> None:
    held, sealed, digest = board.held, board.sealed, x.text("x.digest")
    held.looked.add((id(x), "x.digest"))
    file = kept.files.get(digest)
    if file is None:
        held.told(sealed.hides("file"), WORDS, "page, exhibits", f"no file {digest[:12]} is in the ledgers")
        held.withheld(x, "x.size")
    else:
        held.same(x, "x.size", size(file.size))
    held.looked.add((id(x), "x.is_a"))
    if x.has("x.is_a"):
        known = x.text("x.is_a") in sealed.is_a.get(digest, ())
        held.told(
            known or sealed.hides("finding"), WORDS, "page, exhibits", "no finding says what the file is said to be"
        )
    for n in x.of("n"):
        held.told(len(set(n.said["n"])) == 1, WORDS, "page, exhibits", "a recording's number leads elsewhere")
        held.made(n, "n")
    _bytes(board, listed, x, kept.made)
    for label in x.of("label"):
        held.fits(label, "label", rf"(?:{kept.labels}) \((?:{STRETCH})\)")
    _sightings(board, x, kept.sightings.get(digest, []))
    _findings(board, x, digest)


def _findings(board: Board, x: Part, digest: str) -> None:
    """One line for each thing said, with the methods or the files that say it."""
    held, case, number = board.held, board.case, board.sealed.number
    gone = {*case.withdrawn, *case.replaced}
    kept = [row for row in board.sealed.of_file.get(digest, ()) if row.entry not in gone]
    kept.sort(key=lambda row: row.place)
    alone: dict[tuple[str, str], list[tuple[str, int]]] = {}
    pairs: dict[tuple[str, str, tuple[str, int]], list[str]] = {}
    for row in kept:
        others = [file for file in row.files if file != digest]
        if others:
            pairs.setdefault((row.outcome, row.says, row.method), []).extend(others)
        else:
            alone.setdefault((row.outcome, row.says), []).append(row.method)
    wanted: list[tuple[tuple[tuple[str, int], ...], str, str, tuple[int, ...], int]] = []
    wanted += ((tuple(dict.fromkeys(methods)), *said, (), 0) for said, methods in alone.items())
    for (outcome, says, method), others in pairs.items():
        named = tuple(sorted({int(number[file]) for file in others if file in number}))
        wanted.append(((method,), outcome, says, named, len({file for file in others if file not in number})))
    parts = list(x.of("f"))
    held.told(
        len(parts) == len(wanted),
        WORDS,
        "page, exhibits",
        f"{len(wanted)} things were found of it, and {len(parts)} stand there",
    )
    for part in parts[len(wanted) :]:
        held.looked |= {(id(one), slot) for one in part.every() for slot in one.said}
    for part, (methods, outcome, says, named, unnamed) in zip(parts, wanted, strict=False):
        held.all_same(part.of("method,version"), "method", [method for method, _ in methods])
        held.all_same(part.of("method,version"), "version", [str(version) for _, version in methods])
        held.same(part, "f.outcome", outcome)
        held.same(part, "f.says", says or None)
        held.all_same(part.of("title,where"), "title", [f"Exhibit {one}" for one in named])
        held.all_same(part.of("title,where"), "where", [f"x-{one}" for one in named])
        held.counted(part, "f.unnamed", unnamed)
        held.told(
            part.has("f.unnamed") == bool(unnamed), WORDS, "page, exhibits", "files that are not named are not counted"
        )
    held.counted(x, "x.counted", len(kept))
    held.told(x.has("x.counted") == bool(kept), DISSENT, "page, exhibits", "what was found of it is not there")


def _bytes(board: Board, files: Files, x: Part, made: Mapping[str, Derivative]) -> None:
    """Originals, redacted copies and stills: bytes that lie in the folder and that an entry says are what they are shown as."""
    held, digest = board.held, x.text("x.digest")
    if x.has("x.original"):
        held.same(x, "x.original", f"blobs/{digest}", PICTURE)
        held.told(x.text("x.original") in files, PICTURE, "page, exhibits", "an original is not in the folder")
    if x.has("x.redacted"):
        path = x.text("x.redacted")
        held.looked.add((id(x), "x.redacted"))
        copy = made.get(path.removeprefix("blobs/"))
        right = copy is not None and (copy.parent, copy.what) == (digest, "redaction") and path in files
        held.told(right, PICTURE, "page, exhibits", "a redacted copy is none of this file, or not in the folder")
    for still in (s for part in x.of("picture") for s in part.of("still")):
        held.looked |= {(id(still), slot) for slot in still.said}
        path = still.text("picture.path")
        found = made.get(path.removeprefix("blobs/").partition(".")[0])
        right = found is not None and path in files and path == f"blobs/{found.digest}{PICTURES.get(found.media_type)}"
        right = right and found is not None and _is_of(found, digest, made)
        held.told(right, PICTURE, "page, exhibits", f"{path[:80]} is no still of this file that the ledgers know")
        at = seconds(found.moment.pts) if found is not None and found.moment else "its start"
        titled = all(text == x.text("x.title") for text in still.all_text("x.title"))
        right = titled and all(text == at for text in still.all_text("picture.at"))
        held.told(right, PICTURE, "page, exhibits", f"a still is said to be of another moment than {at}")
        redacted = found is not None and found.what == "redaction"
        held.marked(still, "picture.redacted", 2 * redacted, PICTURE, "page, exhibits")


def _is_of(made: Derivative, file: str, known: Mapping[str, Derivative]) -> bool:
    parent = known.get(made.parent)
    return made.what in ("still", "redaction") and file in (made.parent, parent.parent if parent else "")


def _items(board: Board, parts: list[Part], seen: list[Entry]) -> None:
    """Items that are only spoken of, each with all its sightings."""
    held = board.held
    items: dict[str, list[Entry]] = {}
    for entry in seen:
        items.setdefault(entry.value.item, []).append(entry)
    held.all_same(parts, "x.title", items)
    for x, found in zip(parts, items.values(), strict=False):
        held.same(x, "x.where", f"item-{found[0].id[:16]}")
        _sightings(board, x, found)


def _sightings(board: Board, x: Part, seen: list[Entry]) -> None:
    held, parts = board.held, [s for part in x.of("s") for s in part.of("sighting")]
    held.all_same(parts, "s.where", [f"e-{e.id[:16]}" for e in seen], DISSENT)
    held.counted(x, "x.sightings|length", len(parts))
    held.at_most(x, "x.withheld_sightings", held.sealed.count("sighting"))
    for part, entry in zip(parts, seen, strict=False):
        _sighting(board, part, entry)


def _sighting(board: Board, part: Part, entry: Entry) -> None:
    held, value = board.held, entry.value
    shown: dict[str, Any] = {
        n: None if n in entry.withheld else getattr(value, n) for n in ("url", "note", "name", "raw_name")
    }
    held.marked(part, "s.withdrawn", 2 * (entry.id in board.case.withdrawn), DISSENT, "page, sighting")
    held.same(part, "s.url", shown["url"] or None)
    held.same(part, "s.channel", value.channel or None)
    elsewhere = not shown["url"] and not value.channel
    held.looked.add((id(part), "s.captured or not stated"))
    right = part.text("s.captured or not stated") == ((value.captured or "not stated") if elsewhere else "")
    held.told(right, WORDS, "page, sighting", "it was captured otherwise")
    held.same(part, "s.note", shown["note"] or None)
    raw = f" (bytes {shown['raw_name']})" if shown["raw_name"] else ""
    held.same(part, "s.names", shown["name"] + raw if shown["name"] else None)
    if "account" in entry.withheld:
        held.fits(part, "s.account", "withheld")
    else:
        held.same(part, "s.account", value.account or None)
    held.same(part, "s.posted", span(value.posted))
    held.same(part, "s.seen", span(value.seen))
    held.same(part, "s.who", held.sealed.analyst(entry.log))
    held.same(part, "s.captured", value.captured or None)


def _recordings(board: Board) -> None:
    held, sealed = board.held, board.sealed
    called = {digest[:8]: sealed.exhibit(digest) for digest in sealed.number}
    reasons = {re.sub(r"\b[0-9a-f]{8}\b", lambda m: called.get(m.group(), m.group()), why) for why in sealed.reasons}
    for part in (p for p in board.page.of("r") if p.has("r.number")):
        held.made(part, "r.number", "r.elsewhere", "r.drawn")
        held.told(len(set(part.said["r.number"])) == 1, WORDS, "page, recordings", "a recording has two numbers")
        for one in part.of("where,title"):
            held.fits(one, "where", r"x-[1-9]\d*")
            held.same(one, "title", f"Exhibit {one.text('where')[2:]}")
            held.told(one.text("where")[2:] in sealed.number.values(), WORDS, "page, recordings", "it names no exhibit")
        for why in part.of("why"):
            held.looked.add((id(why), "why"))
            right = why.text("why") in reasons or sealed.hides("finding")
            held.told(right, WORDS, "page, recordings", f"no finding says “{why.text('why')[:80]}”")


# --- places -------------------------------------------------------------------------------------------------------------

# What stands on the lines of a finding of place beside its own words, its numbers left out.
BESIDE = frozenset(
    "area km² an of they hold for these minutes are alike to not before after known moved most by conflict and is taken share "
    "kept as rejected more lacks m in no gazetteer at hand words read N S E W T Z e".split()
)
WORD = re.compile(r"[^\W\d_]+", re.UNICODE)


def check_places(board: Board) -> None:
    held = board.held
    there = {part.text("p.where") for part in board.page.of("p")}
    missing = [entry for entry in _drawn_ones(board) if f"e-{entry[:16]}" not in there]
    held.told(not missing or len(there) >= MOST_PLACES, DISSENT, "page, places", "a finding of place is not there")
    for part in board.page.of("p"):
        entry = held.entry(part, "p.where", "finding")
        if entry is None:
            held.withheld(part, *part.said)
            held.withheld(part.one("line"), "line")
            continue
        value, result = entry.value, entry.value.result
        held.same(part, "p.method", value.job.method)
        held.same(part, "p.who", held.sealed.analyst(entry.log))
        held.same(part, "p.day", entry.at)
        held.same(part, "p.why", getattr(result, "why", None) or None)
        held.phrase(part, "p.asks")
        lines = list(part.of("line"))
        title = place_title(board, entry)
        said = "; ".join(line.text("line") for line in lines)
        held.same(part, "p.title", None if part.has("p.path") else title)
        held.same(part, "p.path", f"places/{entry.id[:16]}.svg" if part.has("p.path") else None, PICTURE)
        held.same(part, "p.alt", f"{title}: {said}" if part.has("p.path") else None)
        _rejected(board, result, [line.text("line") for line in lines])
        own = words_in(value.outcome)
        for line in lines:
            held.looked.add((id(line), "line"))
            strange = [word for word in WORD.findall(line.text("line")) if word not in own and word not in BESIDE]
            held.told(not strange, WORDS, "page, places", f"the finding has no word “{' '.join(strange)[:80]}”")
            held.worked += 1


def _drawn_ones(board: Board) -> list[str]:
    """Findings of place that a standing sentence rests on by itself: the page has no choice whether it shows them."""
    case = board.case
    rests = (entry for draft in case.of("draft", standing=True) for entry in draft.value.rests_on)
    found = (case.entries[entry] for entry in rests if entry in case.entries)
    drawn = (e for e in found if e.kind == "finding" and e.value.job.method.startswith("place."))
    standing = (e for e in drawn if e.id not in case.withdrawn and e.id not in case.replaced)
    return [e.id for e in standing if _drawable(getattr(e.value.result, "value", None))]


def _rejected(board: Board, result: Any, lines: list[str]) -> None:
    """What a method ruled out is named, as far as a page names any."""
    found = [row for row in rows(getattr(result, "value", None), "rejected") if "lat_deg" in row]
    line = next((line for line in lines if line.startswith("kept as rejected: ")), "")
    names = [str(row.get("label") or row.get("name") or row.get("id")) for row in found[:MOST_REJECTED]]
    right = all(name in line for name in names)
    board.held.told(right, DISSENT, "page, places", "something that was rejected is not named")


def place_title(board: Board, entry: Entry) -> str:
    value = getattr(entry.value.result, "value", None)
    clues = rows(value, "clues") if _drawable(value) else ()
    said = [str(clue.get("says", "")) for clue in clues]
    asked = (board.case.entries.get(rest) for rest in entry.value.rests_on)
    said = said or [str(other.value.says) for other in asked if other is not None and other.kind == "observation"]
    return "; ".join(part for part in said if part) or str(entry.value.job.method)


def _drawable(value: Any) -> bool:
    return isinstance(value, Mapping) and bool(
        {"where", "regions", "when", "spans", "not_before", "rejected"} & set(value)
    )


def words_in(wire: Any) -> set[str]:
    """Every word in the texts and names of a value."""
    if isinstance(wire, str):
        return set(WORD.findall(wire))
    if isinstance(wire, Mapping):
        return {word for key, item in wire.items() for word in (*WORD.findall(key), *words_in(item))}
    return {word for item in wire for word in words_in(item)} if isinstance(wire, (list, tuple)) else set()
