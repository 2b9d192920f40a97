"""On which origins it rests: a method works that out; here its names are looked at, and that its counts are its own."""

import re
from collections.abc import Callable

from firsthand.record.entry import WITHHELD

from .page_check import DISSENT, WORDS
from .page_form import Part
from .page_ledger import NOT_NAMED
from .page_words import Board

CELL = ("consistent", "inconsistent", "neutral", "not applicable")
MOST_BETWEEN, MOST_PARTS = 64, 5000
EXHIBITS = r"(?:Exhibit [1-9]\d*|file [0-9a-f]{12})"
NAMED = re.compile(
    rf"{NOT_NAMED}|an item that is withheld|{EXHIBITS}|Recording [1-9]\d*, \d+ copies|"
    r"a file that this report does not name|[a-z-]+ [0-9a-f]{12}"
)
WITHOUT = re.compile(r"Without (?:this recording|this eyewitness|this body’s own statement) \(")
CUT = re.compile(r"\), (?=nothing|for it)")
LEFT, NOTHING_BENEATH = "for it there is left: ", "nothing beneath it: one unknown origin"
NOTHING_LEFT = re.compile(
    "(?:nothing supports it(?:, but for what has no known origin)?|nothing is for it|nothing supports any answer to “[a-z]+”)[.]"
)
HIDDEN = re.compile(r"\d+ withheld")
HIDDEN_CIRCLE = re.compile(r"A circle of \d+ claims, some of which are withheld\.")
SAYS = re.compile(
    r": (?:it cites itself|\d+ claims cite one another in a circle|a source stands twice in the chain by which the claim came); "
)


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


def named(board: Board, text: str) -> bool:
    """Whether a page may call somebody or something so."""
    if board.names is None:
        entries = board.case.entries.values()
        board.names = {str(e.value.name) for e in entries if e.kind == "source" and e.value.name != WITHHELD}
        board.names |= {e.value.item for e in entries if e.kind == "sighting" and e.value.item}
    return text in board.names or NAMED.fullmatch(text) is not None


def joined(text: str, between: str, right: Callable[[str], bool]) -> bool:
    """Whether a text is a row of such pieces; a piece may hold what stands between them. Never more work than text."""
    parts = text.split(between)
    ends = [True] + [False] * len(parts)
    for end in range(1, len(parts) + 1):
        starts = (start for start in range(max(0, end - MOST_BETWEEN), end) if ends[start])
        ends[end] = any(right(between.join(parts[start:end])) for start in starts)
    return ends[-1] and len(parts) <= MOST_PARTS


def names(board: Board, text: str, between: str = ", ") -> bool:
    return joined(text, between, lambda one: named(board, one))


def check_name(board: Board, part: Part, slot: str) -> None:
    board.held.looked.add((id(part), slot))
    for text in part.all_text(slot):
        board.held.told(names(board, text), WORDS, "page, origins", f"nothing sealed is called “{text[:80]}”")
    board.held.worked += 1


def check_who(board: Board, part: Part, slot: str, more: str = "") -> None:
    board.held.looked.add((id(part), slot))
    text = part.text(slot)
    right = named(board, text) or bool(re.fullmatch(more, text))
    board.held.told(right, WORDS, "page, origins", f"nothing sealed is called “{text[:80]}”")


def check_fall(board: Board, part: Part) -> None:
    board.held.looked.add((id(part), "fall"))
    text = part.text("fall")
    begun = WITHOUT.match(text)
    cuts = [at.start() for at in CUT.finditer(text)] if begun else []
    right = any(names(board, text[begun.end() : at]) and _falls(board, text[at + 3 :]) for at in cuts if begun)
    board.held.told(right, WORDS, "page, origins", f"nothing sealed falls so: “{text[:80]}”")
    board.held.worked += 1


def _falls(board: Board, text: str) -> bool:
    if not text.startswith(LEFT):
        return NOTHING_LEFT.fullmatch(text) is not None
    left = text.removeprefix(LEFT)
    return left.endswith(".") and joined(left[:-1], ", ", lambda one: named(board, one) or bool(HIDDEN.fullmatch(one)))


def check_circle(board: Board, part: Part) -> None:
    board.held.looked.add((id(part), "circle"))
    text = part.text("circle")
    right = HIDDEN_CIRCLE.fullmatch(text) is not None
    for cut in SAYS.finditer(text):
        rest, beneath = text[cut.end() :], "beneath it: "
        grounded = rest == NOTHING_BENEATH or (rest.startswith(beneath) and names(board, rest.removeprefix(beneath)))
        right = right or (grounded and names(board, text[: cut.start()], " ← "))
    board.held.told(right, WORDS, "page, origins", f"nothing sealed goes round so: “{text[:80]}”")
    board.held.worked += 1


def check_matrix(board: Board, part: Part, answers: list[str], numbers: dict[str, str]) -> None:
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
    who = {held.sealed.analyst(log) for log in {e.log for e in board.case.entries.values()}}
    both = {f"{one}: {cell}" for one in who for cell in CELL}
    claims = {
        f"Claim {number}, {held.sealed.source(board.case.entries[entry].value.source)}"
        for entry, number in numbers.items()
    }
    for row in part.of("r"):
        held.where(row)
        held.looked.add((id(row), "r.name"))
        said = row.text("r.name")
        known = ("an entry that is withheld", "[a-z-]+ [0-9a-f]{12}", *claims)
        right = said in seen or any(re.fullmatch(one, said, re.DOTALL) for one in known)
        held.told(right, WORDS, "page, matrix", f"nothing sealed is called “{said[:80]}”")
        held.all_same(row.of("cell"), "m.labels[loop.index0]", labels)
        for cell in row.of("cell"):
            held.looked.add((id(cell), "cell"))
            text = cell.text("cell")
            right = text in CELL or text == "not judged" or joined(text, "; ", both.__contains__)
            held.told(right, WORDS, "page, matrix", f"nobody has judged so: “{text[:80]}”")
        held.fits(row, "r.tells", "tells apart|not settled|says nothing")
        held.worked += 1
