"""Questions, claims, sources and replies on the page: every one that stands is there, as it was entered, and no other."""

import re
from collections.abc import Iterable

from firsthand.record.assessment import About
from firsthand.record.claim import Stance
from firsthand.record.entry import WITHHELD, Entry

from .page_check import DISSENT, WORDS, Held
from .page_form import Part
from .page_ledger import NOT_NAMED, region, span
from .page_words import AGAINST, OTHERWISE, SEVERAL, Board

CELL = r"(?:consistent|inconsistent|neutral|not applicable)"
HIDDEN_CLAIM = "a claim that is withheld"


def check_board(board: Board) -> None:
    held, parts = board.held, [q for part in board.page.of("q") for q in part.of("question")]
    rank = {about: number for number, about in enumerate(About)}
    wanted = sorted(board.questions.values(), key=lambda e: rank[e.value.about])
    _just(held, parts, "q.where", wanted)
    claims = [c for part in board.page.of("c") for c in part.of("claim")]
    numbers = _claims(board, claims)
    for part in parts:
        entry = held.entry(part, "q.where", "question")
        if entry is not None:
            _question(board, part, entry, numbers)
    for sentence in board.page.all("sentence"):
        origins = list(sentence.of("r"))
        held.counted(sentence, "s.origins|length", len(origins))
        one = sentence.has("?s.origins|length eq")
        held.told(not one or len(origins) == 1, WORDS, "page, sentence", "it is said to rest on one origin, and names more")
        for origin in origins:
            held.where(origin)
            check_name(board, origin, "r.name")
    for circle in board.page.of("circle"):
        check_circle(board, circle)
    _sources(board)
    _replies(board)


def _just(held: Held, parts: Iterable[Part], slot: str, wanted: Iterable[Entry]) -> None:
    """Every standing one, once, in its place."""
    parts = list(parts)
    held.looked |= {(id(part), slot) for part in parts}
    said, right = [part.text(slot) for part in parts], [f"e-{entry.id[:16]}" for entry in wanted]
    hidden = [text for text in said if text[2:] in held.sealed.hidden]
    held.unknown_if(len(hidden), "page.withheld")
    if (seen := [text for text in said if text not in hidden]) != right:
        missing = [text for text in right if text not in seen]
        says = f"{missing[0]} is not there" if missing else "something is there that does not stand, or stands elsewhere"
        held.say(DISSENT, f"page, {slot}", says)


def _question(board: Board, part: Part, entry: Entry, numbers: dict[str, str]) -> None:
    held, law = board.held, entry.value.about is About.LAW
    held.same(part, "q.about", held.words["about"].get(entry.value.about.value, ""))
    held.same(part, "q.text", entry.value.text)
    held.told(part.has("?q.of_law") == law, WORDS, "page, question", "it is not rightly marked as one of law")
    said = part.text("q.contested|join").split("; ") if part.has("?q.contested") else []
    held.looked.add((id(part), "q.contested|join"))
    must = board.must_be_contested(entry.id)
    if said:
        board.contested.add(entry.id)
    held.told(must <= set(said), DISSENT, "page, question", f"it is contested, and the page does not say: {'; '.join(must)}")
    held.told(set(said) <= {AGAINST, OTHERWISE, SEVERAL}, WORDS, "page, question", "it is contested in other words")
    answers = board.answers.get(entry.id, [])
    if law:
        _just(held, part.of("a"), "a.where", answers)
        for piece in part.of("a"):
            _of_law(board, piece, numbers)
        return
    pieces = [a for one in part.of("a") for a in one.of("answer")]
    _just(held, pieces, "a.where", answers)
    for piece in pieces:
        found = held.entry(piece, "a.where", "answer")
        if found is not None:
            _answer(board, piece, found, numbers)
    unplaced = board.spoken.get((entry.id, Stance.NEITHER), [])
    _pointers(board, [c for one in part.of("pointers") for c in one.of("c")], unplaced, numbers)
    for one in part.of("side:They rest on"):
        check_side(board, one)
    for one in part.of("matrix"):
        _matrix(board, one, [a.value.text for a in answers], numbers)
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
    _just(held, pieces, "j.where", board.judged.get(entry.id, []))
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
    held, shown, hidden = board.held, [p for p in parts if p.has("?c.number")], [p for p in parts if not p.has("?c.number")]
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
            kind = evidence.kind if evidence else held.sealed.hidden.get(cell.value.evidence[:16], "entry")
            held.fits(piece, "what", f"(?:{re.escape(kind)}|entry) {cell.value.evidence[:12]}")


# --- on which origins: worked out by a method; here its names are looked at, and that its numbers are its own ------------


def check_side(board: Board, part: Part) -> None:
    held = board.held
    roots = [root for one in part.of("r") for root in one.of("root")]
    unknown = sum(root.text("r.kind") == "unknown" for root in roots)
    held.counted(part, "found.origins|length", len(roots) - unknown)
    held.counted(part, "found.unknown|length", unknown)
    held.made(part, "found.hidden")
    for root in roots:
        held.fits(root, "r.kind", "recording|eyewitness|own act|unknown")
        held.where(root)
        check_name(board, root, "r.name")
        held.phrase(root, "r.note")
        for who in root.of("who"):
            check_who(board, who, "who")
    for one in part.of("who,why"):
        check_who(board, one, "who", "claim|observation|finding|sighting|assessment|file|entry")
        held.phrase(one, "why")
    for who in part.of("who"):
        check_who(board, who, "who")


def names(board: Board) -> str:
    """A pattern of all that a page may call somebody or something by."""
    if not board.names:
        entries = board.case.entries.values()
        known = {str(e.value.name) for e in entries if e.kind == "source" and e.value.name != WITHHELD}
        known |= {e.value.item for e in entries if e.kind == "sighting" and e.value.item}
        exhibits = r"(?:Exhibit [1-9]\d*|file [0-9a-f]{12})"
        made = [*map(re.escape, sorted(known, key=len, reverse=True)), NOT_NAMED, "an item that is withheld"]
        made += [rf"{exhibits}(?:, {exhibits})*", r"Recording [1-9]\d*, \d+ copies", "a file that this report does not name"]
        made.append(r"[a-z-]+ [0-9a-f]{12}")
        board.names = f"(?:{'|'.join(made)})"
    return board.names


def check_name(board: Board, part: Part, slot: str) -> None:
    board.held.fits(part, slot, names(board))
    board.held.worked += 1


def check_who(board: Board, part: Part, slot: str, more: str = "") -> None:
    board.held.fits(part, slot, f"{names(board)}|{more}" if more else names(board))


def check_fall(board: Board, part: Part) -> None:
    name = names(board)
    left = rf"for it there is left: (?:{name}|\d+ withheld)(?:, (?:{name}|\d+ withheld))*"
    nothing = "nothing supports it(?:, but for what has no known origin)?|nothing is for it|nothing supports any answer to “[a-z]+”"
    this = "this recording|this eyewitness|this body’s own statement"
    board.held.fits(part, "fall", rf"Without (?:{this}) \({name}\), (?:{nothing}|{left})\.")
    board.held.worked += 1


def check_circle(board: Board, part: Part) -> None:
    name = names(board)
    says = r"it cites itself|\d+ claims cite one another in a circle|a source stands twice in the chain by which the claim came"
    rest = rf"beneath it: {name}(?:, {name})*|nothing beneath it: one unknown origin"
    hidden = r"A circle of \d+ claims, some of which are withheld\."
    board.held.fits(part, "circle", rf"{hidden}|{name}(?: ← {name})*: (?:{says}); (?:{rest})")
    board.held.worked += 1


def _matrix(board: Board, part: Part, answers: list[str], numbers: dict[str, str]) -> None:
    held = board.held
    heads = list(part.of("text,against"))
    texts = [head.text("text") for head in heads]
    held.looked |= {(id(head), "text") for head in heads}
    held.told(sorted(texts) == sorted(answers), DISSENT, "page, matrix", "its answers are not those of the question")
    for head in heads:
        held.fits(head, "against", r"\d+(?: to \d+)?")
    labels = [f"{head.text('text')} ({head.text('against')} against)" for head in heads]
    held.phrase(part, "m.why")
    seen = {e.value.says for e in board.case.of("observation")}
    who = "|".join(re.escape(held.sealed.analyst(log)) for log in {e.log for e in board.case.entries.values()})
    claims = {f"Claim {number}, {held.sealed.source(board.case.entries[entry].value.source)}" for entry, number in numbers.items()}
    for row in part.of("r"):
        held.where(row)
        held.looked.add((id(row), "r.name"))
        said = row.text("r.name")
        right = said in seen or said == "an entry that is withheld" or re.fullmatch("[a-z-]+ [0-9a-f]{12}", said)
        right = right or any(re.fullmatch(claim, said, re.DOTALL) for claim in claims)
        held.told(bool(right), WORDS, "page, matrix", f"nothing sealed is called “{said[:80]}”")
        held.all_same(row.of("cell"), "m.labels[loop.index0]", labels)
        for cell in row.of("cell"):
            held.fits(cell, "cell", f"{CELL}|not judged|(?:{who}): {CELL}(?:; (?:{who}): {CELL})*")
        held.fits(row, "r.tells", "tells apart|not settled|says nothing")
        held.worked += 1


# --- claims, sources, replies -------------------------------------------------------------------------------------------


def _claims(board: Board, parts: list[Part]) -> dict[str, str]:
    held = board.held
    wanted = [e for e in board.case.of("claim") if e.id not in board.case.replaced]
    _just(held, parts, "c.where", wanted)
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
        held.where(part)
        held.looked.add((id(part), "c.dated_by"))
        stated = span(value.said).removeprefix("not known")
        held.fits(part, "c.said", rf"[0-9:.–\- ]+ UTC(?:{re.escape(stated)})")
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
    entries = board.case.entries
    if any(e and e not in entries for said in entry.value.speaks_to for e in (said.question, said.answer)):
        for piece in pieces:
            held.withheld(piece, "text", "stance", "given")
        return
    said = entry.value.speaks_to
    held.all_same(pieces, "text", [entries[one.question].value.text for one in said])
    held.all_same(pieces, "stance", ["" if one.stance is Stance.NEITHER else one.stance.value for one in said])
    held.all_same(pieces, "given", [entries[one.answer].value.text if one.answer else "" for one in said])


def _grades(board: Board, part: Part, about: str, graded: dict[str, dict[str, str]]) -> None:
    """What each author holds now; two authors' grades are two."""
    held, sealed, pieces = board.held, board.sealed, list(part.of("g"))
    entry = board.case.entries.get(about)
    if entry is None or entry.kind not in ("source", "claim"):
        for piece in pieces:
            held.withheld(piece, "g.grade", "g.words")
            held.looked |= {(id(p), slot) for p in piece.every() for slot in p.said}
        return
    words = held.words["reliability" if entry.kind == "source" else "credibility"]
    by: dict[str, list[str]] = {}
    for who, grade in graded.get(about, {}).items():
        by.setdefault(grade, []).append(sealed.analyst(who))
    wanted = sorted(by.items()) if len(by) > 1 else [(board.case.grade(entry, graded), [])]
    held.all_same(pieces, "g.grade", [grade for grade, _ in wanted], DISSENT)
    held.all_same(pieces, "g.words", [words.get(grade, "") for grade, _ in wanted])
    for piece, (_, whose) in zip(pieces, wanted, strict=False):
        held.all_same(piece.of("who"), "who", whose)


def _given(board: Board, about: str) -> list[tuple[str, str, str, str]]:
    found = (e for e in board.case.of("grade", standing=True) if e.value.about == about)
    return [(g.value.grade, g.value.reason, board.sealed.analyst(g.log), g.at) for g in found]


def _history(board: Board, part: Part, wanted: list[tuple[str, str, str, str]]) -> None:
    pieces = list(part.of("grade,reason,who,day"))
    for place, slot in enumerate(("grade", "reason", "who", "day")):
        board.held.all_same(pieces, slot, [one[place] for one in wanted])


def _sources(board: Board) -> None:
    held, parts = board.held, [part for part in board.page.of("s") if part.has("s.is_a")]
    graded = board.case.grades()
    _just(held, parts, "s.where", board.case.of("source", standing=True))
    for part in parts:
        entry = held.entry(part, "s.where", "source")
        if entry is None:
            continue
        value = entry.value
        held.fits(part, "s.who", held.sealed.source(entry.id))
        held.same(part, "s.is_a", value.is_a.value)
        _grades(board, part.one("held"), entry.id, graded)
        why = value.reason if value.reason != WITHHELD else ""
        _history(board, part.one("history"), [(value.reliability.value, why, held.sealed.analyst(entry.log), entry.at), *_given(board, entry.id)])
    if parts:
        held.counted(board.page, "sources|length", len(parts))


def _replies(board: Board) -> None:
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
