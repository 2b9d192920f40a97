"""Claims, sources and replies on the page: every one that stands is there, as it was entered and graded, and no other."""

import re
from collections.abc import Iterable, Mapping

from firsthand.record.claim import SpeaksTo, Stance
from firsthand.record.entry import WITHHELD, Entry

from .page_check import DISSENT, Held
from .page_form import Part
from .page_ledger import span
from .page_words import Board


def just(held: Held, parts: Iterable[Part], slot: str, wanted: Iterable[Entry]) -> None:
    """Every standing one, once, in its place."""
    parts = list(parts)
    held.looked |= {(id(part), slot) for part in parts}
    said, right = [part.text(slot) for part in parts], [f"e-{entry.id[:16]}" for entry in wanted]
    hidden = [text for text in said if text[2:] in held.sealed.hidden]
    held.unknown_if(len(hidden), "page.withheld")
    if (seen := [text for text in said if text not in hidden]) != right:
        missing = [text for text in right if text not in seen]
        says = (
            f"{missing[0]} is not there" if missing else "something is there that does not stand, or stands elsewhere"
        )
        held.say(DISSENT, f"page, {slot}", says)


def check_claims(board: Board, parts: list[Part]) -> dict[str, str]:
    held = board.held
    wanted = [e for e in board.case.of("claim") if e.id not in board.case.replaced]
    just(held, parts, "c.where", wanted)
    numbers = {entry.id: str(number) for number, entry in enumerate(wanted, 1)}
    graded = board.case.grades()
    for number, part in enumerate(parts, 1):
        held.same(part, "c.number", str(number))
        entry = held.entry(part, "c.where", "claim")
        if entry is not None:
            _claim(board, part, entry, graded)
    if parts:
        held.counted(board.page, "claims|length", len(parts))
        held.at_most(board.page, "claims_withheld", held.sealed.count("claim"))
    return numbers


def _claim(board: Board, part: Part, entry: Entry, graded: dict[str, dict[str, str]]) -> None:
    held, value, sealed, case = board.held, entry.value, board.sealed, board.case
    gone = case.withdrawn.get(entry.id)
    withdrawal = case.entries.get(gone) if gone else None
    held.marked(part, "c.withdrawn", 2 if withdrawal else 0, DISSENT, "page, claim")
    held.same(part, "c.withdrawn", withdrawal.value.reason if withdrawal else None, DISSENT)
    held.fits(part, "c.who", sealed.source(value.source))
    held.all_fit(part.of("t"), "t", [sealed.source(source) for source in value.through])
    held.same(part, "c.paraphrase", value.paraphrase)
    held.same(part, "c.verbatim", value.verbatim or None)
    held.fits(part, "c.language", re.escape(value.language or ""))
    held.same(part, "c.translation", value.translation or None)
    for shown in part.of("where,title"):
        found = held.entry(shown, "where", "sighting")
        if found is not None:
            held.same(shown, "title", found.value.item or sealed.exhibit(found.value.file))
    files = [sealed.number[f] for f in value.files if f in sealed.number]
    held.all_same(part.of("n,title"), "n", files)
    held.all_same(part.of("n,title"), "title", [f"Exhibit {number}" for number in files])
    held.all_same(part.of("h"), "h", value.hedges)
    held.same(part, "c.basis", value.basis.value)
    _about(board, part, entry)
    if part.has("?c.dated_by"):
        article = held.entry(part, "c.dated_by", "sighting")
        zones = [value.said.zone, article.value.posted.zone if article else None]
        zone = "|".join(["no zone stated", *(re.escape(f"zone {one}") for one in zones if one)])
        stated = re.escape(f"stated “{value.said.verbatim}”")
        held.fits(part, "c.said", rf"[0-9:.–\- ]+ UTC \({stated}, (?:{zone})\)")
        held.worked += 1
    else:
        held.same(part, "c.said", span(value.said))
    both = [one for one in part.of("held")]
    _grades(board, both[0], value.source, graded)
    _grades(board, both[1], entry.id, graded)
    own = (value.credibility.value, value.reason, sealed.analyst(entry.log), entry.at)
    later = _given(board, entry.id)
    _history(board, part.one("history"), [own, *later] if later else [])


def _about(board: Board, part: Part, entry: Entry) -> None:
    held, pieces = board.held, list(part.of("text,stance,given"))
    said = [(one, *_spoken_of(board, one)) for one in entry.value.speaks_to]
    if any(question is None or (one.answer and answer is None) for one, question, answer in said):
        for piece in pieces:
            held.withheld(piece, "text", "stance", "given")
        return
    held.all_same(pieces, "text", [question.value.text for _, question, _ in said if question])
    held.all_same(pieces, "stance", ["" if one.stance is Stance.NEITHER else one.stance.value for one, _, _ in said])
    held.all_same(pieces, "given", [answer.value.text if answer else "" for _, _, answer in said])


def _spoken_of(board: Board, said: SpeaksTo) -> tuple[Entry | None, Entry | None]:
    return board.sealed.known(said.question, "question"), board.sealed.known(said.answer, "answer")


def _grades(board: Board, part: Part, about: str, graded: dict[str, dict[str, str]]) -> None:
    """What each author holds now; two authors' grades are two."""
    held, sealed, pieces = board.held, board.sealed, list(part.of("g"))
    entry = board.case.entries.get(about)
    if entry is None or entry.kind not in ("source", "claim"):
        _unseen(board, pieces, graded.get(about, {}))
        return
    words = held.words["reliability" if entry.kind == "source" else "credibility"]
    by: dict[str, list[str]] = {}
    for who, grade in graded.get(about, {}).items():
        by.setdefault(grade, []).append(sealed.analyst(who))
    wanted = sorted(by.items()) if len(by) > 1 else [(board.case.grade(entry, graded), [])]
    held.all_same(pieces, "g.grade", [grade for grade, _ in wanted], DISSENT)
    held.marked(part, "grades|length gt", int(len(wanted) > 1), DISSENT, "page, grades")
    held.all_same(pieces, "g.words", [words.get(grade, "") for grade, _ in wanted])
    for piece, (_, whose) in zip(pieces, wanted, strict=False):
        held.all_same(piece.of("who"), "who", whose)


def _unseen(board: Board, pieces: list[Part], graded: Mapping[str, str]) -> None:
    """Of a source that is withheld only later grades can be known: any other one cannot be looked up."""
    held, known = board.held, set(graded.values()) or {"F"}
    for piece in pieces:
        grade = piece.text("g.grade")
        if grade not in known:
            held.withheld(piece, "g.grade")
        held.looked.add((id(piece), "g.grade"))
        held.same(piece, "g.words", held.words["reliability"].get(grade, ""))
        who = list(piece.of("who"))
        wanted = [board.sealed.analyst(one) for one, given in graded.items() if given == grade]
        held.all_same(who, "who", wanted[: len(who)])


def _given(board: Board, about: str) -> list[tuple[str, str, str, str]]:
    found = board.grades.get(about, ())
    return [(g.value.grade, g.value.reason, board.sealed.analyst(g.log), g.at) for g in found]


def _history(board: Board, part: Part, wanted: list[tuple[str, str, str, str]]) -> None:
    pieces = list(part.of("grade,reason,who,day"))
    for place, slot in enumerate(("grade", "reason", "who", "day")):
        board.held.all_same(pieces, slot, [one[place] for one in wanted])


def check_sources(board: Board) -> None:
    held, parts = board.held, [part for part in board.page.of("s") if part.has("s.is_a")]
    graded = board.case.grades()
    just(held, parts, "s.where", board.case.of("source", standing=True))
    for part in parts:
        entry = held.entry(part, "s.where", "source")
        if entry is None:
            continue
        value = entry.value
        held.fits(part, "s.who", held.sealed.source(entry.id))
        held.same(part, "s.is_a", value.is_a.value)
        _grades(board, part.one("held"), entry.id, graded)
        why = value.reason if value.reason != WITHHELD else ""
        _history(
            board,
            part.one("history"),
            [(value.reliability.value, why, held.sealed.analyst(entry.log), entry.at), *_given(board, entry.id)],
        )
    if parts:
        held.counted(board.page, "sources|length", len(parts))


def check_replies(board: Board) -> None:
    held, parts = board.held, list(board.page.of("r"))
    parts = [part for part in parts if part.has("r.asked")]
    tell = {True: "yes", False: "no", None: "not known"}
    wanted = board.case.of("reply", standing=True)
    held.all_fit(parts, "r.who", [held.sealed.source(e.value.source) for e in wanted], DISSENT)
    held.all_same(parts, "r.question", [e.value.question for e in wanted], DISSENT)
    held.all_same(parts, "r.asked", [tell[e.value.asked] for e in wanted], DISSENT)
    held.all_same(parts, "r.when", [span(e.value.when) for e in wanted], DISSENT)
    held.all_same(parts, "r.answered", [tell[e.value.answered] for e in wanted], DISSENT)
    held.all_same(parts, "r.answer or none", [e.value.answer or "none" for e in wanted], DISSENT)
    if parts:
        held.counted(board.page, "replies|length", len(parts))
