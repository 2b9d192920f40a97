"""Questions on the page: every one that stands, with all its answers and judgements, and why it is contested."""

import re

from firsthand.record.assessment import About
from firsthand.record.claim import Stance
from firsthand.record.entry import Entry

from .page_check import DISSENT, WORDS
from .page_claims import check_claims, check_replies, check_sources, just
from .page_form import Part
from .page_ledger import region, span
from .page_observed import check_observed
from .page_origins import check_circle, check_fall, check_matrix, check_name, check_side
from .page_words import AGAINST, OTHERWISE, SEVERAL, Board

HIDDEN_CLAIM = "a claim that is withheld"


def check_board(board: Board) -> None:
    held, parts = board.held, [q for part in board.page.of("q") for q in part.of("question")]
    rank = {about: number for number, about in enumerate(About)}
    wanted = sorted(board.questions.values(), key=lambda e: rank[e.value.about])
    just(held, parts, "q.where", wanted)
    claims = [c for part in board.page.of("c") for c in part.of("claim")]
    numbers = check_claims(board, claims)
    for part in parts:
        entry = held.entry(part, "q.where", "question")
        if entry is not None:
            _question(board, part, entry, numbers)
    if any(board.page.all("root")) and not held.sealed.hides("finding"):
        compared = any(method == "trace.recordings" for method, _, _ in held.sealed.findings)
        held.marked(board.page, "not compared", 0 if compared else 1, WORDS, "page, origins")
    for sentence in board.page.all("sentence"):
        origins = list(sentence.of("r"))
        held.counted(sentence, "s.origins|length", len(origins))
        one = sentence.has("?s.origins|length eq")
        held.told(
            not one or len(origins) == 1, WORDS, "page, sentence", "it is said to rest on one origin, and names more"
        )
        for origin in origins:
            held.where(origin)
            check_name(board, origin, "r.name")
    for circle in board.page.of("circle"):
        check_circle(board, circle)
    check_sources(board)
    check_replies(board)


def _question(board: Board, part: Part, entry: Entry, numbers: dict[str, str]) -> None:
    held, law = board.held, entry.value.about is About.LAW
    held.same(part, "q.about", held.words["about"].get(entry.value.about.value, ""))
    held.same(part, "q.text", entry.value.text)
    held.marked(part, "q.of_law", 2 * law, WORDS, "page, question")
    said = part.text("q.contested|join").split("; ") if part.has("?q.contested") else []
    held.looked.add((id(part), "q.contested|join"))
    must = board.must_be_contested(entry.id)
    if said:
        board.contested.add(entry.id)
    held.told(
        must <= set(said), DISSENT, "page, question", f"it is contested, and the page does not say: {'; '.join(must)}"
    )
    held.told(set(said) <= {AGAINST, OTHERWISE, SEVERAL}, WORDS, "page, question", "it is contested in other words")
    answers = board.answers.get(entry.id, [])
    if law:
        just(held, part.of("a"), "a.where", answers)
        for piece in part.of("a"):
            _of_law(board, piece, numbers)
    else:
        pieces = [a for one in part.of("a") for a in one.of("answer")]
        just(held, pieces, "a.where", answers)
        for piece in pieces:
            found = held.entry(piece, "a.where", "answer")
            if found is not None:
                _answer(board, piece, found, numbers)
    unplaced = board.spoken.get((entry.id, Stance.NEITHER), [])
    _pointers(board, [c for one in part.of("pointers") for c in one.of("c")], unplaced, numbers)
    for one in part.of("side:They rest on"):
        check_side(board, one)
    for one in part.of("matrix"):
        check_matrix(board, one, [a.value.text for a in answers], numbers)
    for one in part.of("fall"):
        check_fall(board, one)


def _of_law(board: Board, part: Part, numbers: dict[str, str]) -> None:
    found = board.held.entry(part, "a.where", "answer")
    if found is None:
        return
    board.held.same(part, "a.text", found.value.text)
    claims = [*board.spoken.get((found.id, Stance.FOR), ()), *board.spoken.get((found.id, Stance.AGAINST), ())]
    pieces = [c for c in part.of("c") if c.has("c.number")]
    board.held.all_same(pieces, "c.where", [f"e-{e.id[:16]}" for e in claims])
    board.held.all_same(pieces, "c.number", [numbers.get(e.id, "") for e in claims])


def _answer(board: Board, part: Part, entry: Entry, numbers: dict[str, str]) -> None:
    held, value = board.held, entry.value
    held.same(part, "a.text", value.text)
    if value.region is not None and value.region.boxes:
        before, after = region(value.region)
        held.fits(part, "a.bounds", f"{re.escape(before)}[0-9.e+\u202f]+{re.escape(after)}")
        held.told(part.has("a.bounds"), WORDS, "page, answer", "its region is not there")
    else:
        held.same(part, "a.bounds", span(value.span) if value.span is not None else None)
    pieces = [j for j in part.of("j")]
    just(held, pieces, "j.where", board.judged.get(entry.id, []))
    for piece in pieces:
        judged = held.entry(piece, "j.where", "assessment")
        if judged is None:
            held.looked |= {(id(p), slot) for p in piece.every() for slot in p.said}
            continue
        board.chips(piece.one("chips"), judged)
        held.same(piece, "j.who", held.sealed.analyst(judged.log))
        held.same(piece, "j.day", judged.at)
        held.same(piece, "j.reasons", judged.value.reasons)
        board.history(piece, judged)
        for word, ids in (("for it", judged.value.speaks_for), ("against it", judged.value.speaks_against)):
            check_observed(board, list(piece.of(f"observed:{word}")), ids)
    groups, at = list(part.of("pointers")), 0
    for flag, stance in (("?a.claims_for", Stance.FOR), ("?a.claims_against", Stance.AGAINST)):
        pieces = list(groups[at].of("c")) if part.has(flag) and at < len(groups) else []
        at += part.has(flag)
        _pointers(board, pieces, board.spoken.get((entry.id, stance), []), numbers)
    _weighed(board, part, entry, numbers)
    for rests in part.of("rests"):
        for side in rests.of("side:For", "side:Against"):
            check_side(board, side)
        for fall in rests.of("fall"):
            check_fall(board, fall)
        held.made(rests, "r.more")


def _pointers(board: Board, parts: list[Part], claims: list[Entry], numbers: dict[str, str]) -> None:
    """Claims by their numbers; those that are withheld are as many as the page says, and no name is given."""
    held, shown, hidden = (
        board.held,
        [p for p in parts if p.has("?c.number")],
        [p for p in parts if not p.has("?c.number")],
    )
    held.all_same(shown, "c.where", [f"e-{e.id[:16]}" for e in claims], DISSENT)
    held.all_same(shown, "c.number", [numbers.get(e.id, "") for e in claims])
    held.all_fit(shown, "c.who", [held.sealed.source(e.value.source) for e in claims])
    for part in hidden:
        held.same(part, "c.who", HIDDEN_CLAIM)
    held.told(len(hidden) <= held.sealed.count("claim"), WORDS, "page, claims", "more are withheld than in the ledgers")


def _weighed(board: Board, part: Part, entry: Entry, numbers: dict[str, str]) -> None:
    held, pieces = board.held, list(part.of("what,consistency,reason"))
    cells = board.weighed.get(entry.id, [])
    held.all_same(pieces, "consistency", [e.value.consistency.value for e in cells])
    held.all_same(pieces, "reason", [e.value.reason for e in cells])
    for piece, cell in zip(pieces, cells, strict=False):
        evidence = board.case.entries.get(cell.value.evidence)
        number = numbers.get(cell.value.evidence)
        if evidence is not None and number is not None:
            held.same(piece, "what", None)
            held.same(piece, "what.where", f"e-{evidence.id[:16]}")
            held.same(piece, "what.number", number)
            held.fits(piece, "what.who", held.sealed.source(evidence.value.source))
        else:
            kind = evidence.kind if evidence else held.sealed.kind_of(cell.value.evidence)
            held.fits(piece, "what", f"(?:{re.escape(kind)}|entry) {cell.value.evidence[:12]}")
