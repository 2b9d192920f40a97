"""On which origins it rests: a method works that out; here its names are looked at, and that its counts are its own."""

import re

from firsthand.record.entry import WITHHELD

from .page_check import DISSENT, WORDS
from .page_form import Part
from .page_ledger import NOT_NAMED
from .page_words import Board

CELL = r"(?:consistent|inconsistent|neutral|not applicable)"


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
        made += [
            rf"{exhibits}(?:, {exhibits})*",
            r"Recording [1-9]\d*, \d+ copies",
            "a file that this report does not name",
        ]
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
    who = "|".join(re.escape(held.sealed.analyst(log)) for log in {e.log for e in board.case.entries.values()})
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
            held.fits(cell, "cell", f"{CELL}|not judged|(?:{who}): {CELL}(?:; (?:{who}): {CELL})*")
        held.fits(row, "r.tells", "tells apart|not settled|says nothing")
        held.worked += 1
