"""What a page gives beside its sentences: head and foot, methods, corrections, what is withheld, keys."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from firsthand.record.entry import Entry

from .manifest import Manifest, Seal
from .page_check import DISSENT, WORDS, Held, digest_of
from .page_exhibits import check_exhibits, check_places
from .page_form import Part
from .page_ledger import described
from .page_words import Board

ALWAYS = ("summary", "known", "not-known", "how", "corrections", "withheld", "notes", "recheck")
COUNTS = {"Entries shown": "shown", "Header only": "header", "Hash only": "hash"}
MARKS = "graphic|person at risk|sealed source"
OUTCOMES = ["Found", "Nothing", "Inconclusive", "Unsuitable"]


@dataclass(frozen=True, slots=True)
class Around:
    """What of the folder a page speaks of: its manifest, its seal, the days of its headers, the keys at its logs' heads."""

    manifest: Manifest
    seal: Seal | None
    days: tuple[str, ...]
    keys: Mapping[str, str]


def check_rest(board: Board, around: Around, headings: Mapping[str, str]) -> None:
    _head(board, around, headings)
    check_exhibits(board, around.manifest.files)
    check_places(board)
    _methods(board)
    _corrections(board)
    _withheld(board, around)
    _keys(board, around)


def _head(board: Board, around: Around, headings: Mapping[str, str]) -> None:
    held, page, case = board.held, board.page, board.case
    held.same(page, "m.edition", str(around.manifest.edition))
    held.fits(page, "m.published", r"\d{4}-\d\d-\d\d")
    seal = around.seal
    if seal is not None and seal.line.header is not None:
        right = _apart(page.text("m.published"), seal.line.header.at) in (0, 1)
        held.told(right, WORDS, "page, head", "it is dated otherwise than its seal")
        held.same(page, "m.changed", seal.entry.value.changed or None)
    authors = dict.fromkeys(held.sealed.analyst(entry.log) for entry in case.of("opened"))
    held.all_same([part for part in page.parts[: len(page.parts)] if part.name == "who"], "who", authors)
    first, last = (around.days[0], around.days[-1]) if around.days else ("", "")
    if held.sealed.unread:
        held.withheld(page, "days")
    else:
        held.same(page, "days", first if first == last else f"{first} to {last}")
    there = {
        "questions": any(page.of("q")),
        "claims": page.has("claims|length"),
        "sources": page.has("sources|length"),
        "replies": page.has("replies|length"),
        "places": any(page.of("p")),
        "exhibits": any(page.of("x")),
    }
    wanted = [(part, text) for part, text in headings.items() if part in ALWAYS or there.get(part)]
    held.all_same(page.of("id,heading"), "id", [part for part, _ in wanted])
    held.all_same(page.of("id,heading"), "heading", [text for _, text in wanted])
    held.same(page, "case_id", around.manifest.case)


# --- methods, corrections, what is withheld, keys ---------------------------------------------------------------------


def _apart(day: str, other: str) -> int | None:
    """Days from one to the other: a report is sealed as it is made, if not before midnight."""
    try:
        return (date.fromisoformat(other) - date.fromisoformat(day)).days
    except ValueError:
        return None


def _methods(board: Board) -> None:
    held, sealed, page = board.held, board.sealed, board.page
    parts, whole = [k for k in page.of("k") if k.has("k.name")], not sealed.hides("finding")
    wanted = sorted({(method, version) for method, version, _ in sealed.findings})
    said = [(k.text("k.name"), k.text("k.version")) for k in parts]
    held.looked |= {(id(k), slot) for k in parts for slot in ("k.name", "k.version")}
    known = [(method, str(version)) for method, version in wanted]
    right = said == known if whole else set(known) <= set(said)
    held.told(right, WORDS, "page, methods", "they are not those of the findings")
    held.counted(page, "methods|length", len(parts))
    for k, (method, version) in zip(parts, said, strict=True):
        limits = list(k.of("limit"))
        held.looked |= {(id(k), "k.asks"), *((id(limit), "limit") for limit in limits)}
        card = "\n".join([method, k.text("k.asks"), *(limit.text("limit") for limit in limits)])
        # A method that this version does not know may stand without a card; one that it knows may not.
        right = digest_of(card) in held.phrases if k.has("k.asks") or limits else digest_of(method) not in held.phrases
        held.unknown_if(not right, "page.phrase")
        held.told(
            [n.text("name") for n in k.of("name,number")] == OUTCOMES, DISSENT, "page, methods", "outcomes are left out"
        )
        for name in (*k.of("name,number"), *k.of("profile,number")):
            counted = sealed.findings if name.has("name") else sealed.profiles
            number = counted[(method, int(version.replace("\u202f", "")), name.text("name") or name.text("profile"))]
            held.looked |= {(id(name), slot) for slot in name.said}
            told = int(name.text("number").replace("\u202f", "").partition(" ")[0])
            if name.has("name"):
                held.marked(name, "not number", int(not told), WORDS, "page, methods")
            held.told(
                told == number or (not whole and told > number),
                DISSENT,
                "page, methods",
                f"{method[:40]} came out otherwise",
            )
    tools = [part.text("tool") for part in page.of("tool")]
    held.looked |= {(id(part), "tool") for part in page.of("tool")}
    right = tools == sorted(sealed.programs) if whole else set(sealed.programs) <= set(tools)
    held.told(right, WORDS, "page, methods", "the programs are not those of the findings")


def _corrections(board: Board) -> None:
    """Everything withdrawn or revised that a reader of an earlier edition, or of the ledger, meets."""
    held, case = board.held, board.case
    parts = [c for c in board.page.of("c") if c.has("c.kind")]
    made: list[tuple[Entry, str]] = []
    for gone, by in {**case.replaced, **case.withdrawn}.items():
        new, old = case.entries[by], case.entries.get(gone)
        if "draft" not in (new.kind, old.kind if old else "") or _was_printed(board, old, new):
            made.append((new, gone))
    made.sort(key=lambda one: (one[0].log, one[0].index))
    held.told(
        len(parts) == len(made), DISSENT, "page, corrections", f"{len(parts)} stand there, and there were {len(made)}"
    )
    for part, (new, gone) in zip(parts, made, strict=False):
        _correction(board, part, new, gone)
    for part in parts[len(made) :]:
        held.looked |= {(id(part), slot) for slot in part.said}


def _was_printed(board: Board, old: Entry | None, by: Entry) -> bool:
    """Whether an edition came between the two: one that held the sentence, and not yet what took its place."""
    return old is not None and any(
        old.index < _size(edition, old) and by.index >= _size(edition, by) for edition in board.case.of("published")
    )


def _size(edition: Entry, entry: Entry) -> int:
    head = edition.value.heads.get(entry.log)
    return int(head["size"]) if head else 0


def _correction(board: Board, part: Part, new: Entry, gone: str) -> None:
    held, old = board.held, board.case.entries.get(gone)
    instead = getattr(new.value, "instead", None) or (new.id if new.kind != "withdrawal" else None)
    stands = board.case.entries.get(instead) if instead else None
    held.same(part, "c.kind", old.kind if old else held.sealed.hidden.get(gone[:16], "entry"), DISSENT)
    _line(held, part, "c.said", old, "withheld")
    held.same(part, "c.why", getattr(new.value, "reason", "") or getattr(new.value, "reasons", "") or None, DISSENT)
    held.same(part, "c.who", held.sealed.analyst(new.log), DISSENT)
    held.same(part, "c.day", new.at, DISSENT)
    if stands is None:
        held.same(part, "c.instead", None, DISSENT)
    else:
        _line(held, part, "c.instead", stands, "")
        held.told(part.has("c.instead"), DISSENT, "page, corrections", "what stands instead is not there")
    held.told(part.has("?c.new") == board.new(new), WORDS, "page, corrections", "it is not rightly called new")


def _line(held: Held, part: Part, slot: str, entry: Entry | None, otherwise: str) -> None:
    pattern = re.escape(otherwise) if entry is None else described(held.sealed, entry)
    if pattern is None:
        held.withheld(part, slot)
    else:
        held.fits(part, slot, pattern, DISSENT)


def _withheld(board: Board, around: Around) -> None:
    held, page = board.held, board.page
    for part in page.of("name,number"):
        held.looked.add((id(part), "name"))
        held.same(part, "number", str(around.manifest.counts[COUNTS[part.text("name")]]))
    held.told(len(list(page.of("name,number"))) == len(COUNTS), WORDS, "page, withheld", "it does not count all lines")
    for part in page.of("why,number"):
        held.looked.add((id(part), "why"))
        held.unknown_if(part.text("why") not in held.words["withheld"], "page.phrase")
        held.gone(part, "number")
    for part in page.of("mark,number"):
        held.fits(part, "mark", MARKS)
        held.gone(part, "number")
    held.gone(page, "withheld.protected", "withheld.originals", "withheld.skipped")
    shares = list(page.of("word,per_cent"))
    wanted = sorted(held.words["percent"].items(), key=lambda one: int(one[1].partition("–")[0]))
    held.all_same(shares, "word", [word for word, _ in wanted])
    held.all_same(shares, "per_cent", [share for _, share in wanted])


def _keys(board: Board, around: Around) -> None:
    held, page = board.held, board.page
    parts = [k for k in page.of("k") if k.has("k.log")]
    sealer = around.seal.entry.log if around.seal else ""
    logs = sorted(around.manifest.heads, key=lambda log: (log != sealer, log))
    held.all_same(parts, "k.log", logs)
    held.all_same(parts, "k.author", [held.sealed.analyst(log) for log in logs])
    held.all_same(parts, "k.fingerprint", [around.keys.get(log, "") for log in logs])
    held.all_same(parts, "k.checkpoint.root", [around.manifest.heads[log].root for log in logs])
    for part, log in zip(parts, logs, strict=False):
        held.counted(part, "k.checkpoint.size", around.manifest.heads[log].size)
    first = around.keys.get(logs[0], "") if logs else ""
    held.same(page, "m.keys[0].fingerprint", first or "FINGERPRINT")


def days_and_keys(leaves: Mapping[str, Iterable[tuple[str, str]]]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The days of all headers, and the key that each log's last header names: (day, key) for each line, "" where hidden."""
    days: Counter[str] = Counter()
    keys: dict[str, str] = {}
    for log, lines in leaves.items():
        for day, key in lines:
            if key:
                days[day] += 1
                keys[log] = key
    return tuple(sorted(days)), keys
