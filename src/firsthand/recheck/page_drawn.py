"""A map that the page shows: nothing but lines, shapes and words; the words are the finding's own, the map's or towns'."""

import re

from .page_check import PICTURE
from .page_exhibits import place_title, words_in
from .page_form import ENTITY
from .page_words import Board

NUMBER = r"-?[0-9.]+(?:e[-+]?[0-9]+)?"
ATTRIBUTE = (
    rf'(?: (?:x|y|cx|cy|r|width|height|font-size|stroke-width|fill-opacity)="{NUMBER}"| (?:fill|stroke)="(?:#[0-9a-f]{{6}}|none)"'
    r'| text-anchor="(?:start|end)"| paint-order="stroke"| stroke-dasharray="5 2"| d="[-MLHVZhmv0-9. ]*")*'
)
WORDS = r"(?:[^<>&]|&(?:amp|lt|gt);)*"
TOKEN = re.compile(
    rf"""(?P<text><text(?P<how>{ATTRIBUTE})>(?P<said>{WORDS})</text>)|<title>(?P<title>{WORDS})</title>
|</?(?:rect|path|circle){ATTRIBUTE}/?>|<clipPath id="(?:map|inset)">|</clipPath>|<g clip-path="url\(#(?:map|inset)\)">|</g>|\n""".replace(
        "\n|", "|"
    )
)
START = re.compile(
    rf'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="0 0 720 {NUMBER}" role="img" '
    r"""aria-label=(?:"([^"<>]*)"|'([^'<>]*)') font-family="sans-serif" font-size="12">\n"""
)
END = "</svg>"
WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
BESIDE = frozenset("E W N S T Z km km² m e area to is up north Lines Natural Earth Towns GeoNames UTC".split())
TOWN = re.compile(r' x="[^"]*" y="[^"]*"(?: text-anchor="end")? font-size="(?:9|11)" fill="#222222"')
LONGEST = 40  # letters of the name of a town


def check_drawn(board: Board, finding: str, data: bytes) -> None:
    """Words beside those of the finding are told; names of towns are of a gazetteer that is not here, and are counted."""
    held, entry = board.held, board.sealed.short.get(finding)
    text = data.decode("utf-8", "replace")
    begun = START.match(text)
    if entry is None or begun is None or not text.endswith(END):
        held.told(entry is None, PICTURE, f"map {finding}", "it is not drawn as maps are")
        return
    own = words_in(entry.value.outcome) | words_in(place_title(board, entry)) | _beneath(board, entry.value.rests_on)
    said = [_plain(begun[1] or begun[2] or "")]
    at, end = begun.end(), len(text) - len(END)
    while at < end:
        found = TOKEN.match(text, at)
        if found is None or found.end() > end:
            held.say(PICTURE, f"map {finding}", f"it is not drawn as maps are, at {text[at : at + 60]!r}")
            return
        town = found["how"] is not None and TOWN.match(found["how"]) is not None and len(found["said"]) <= LONGEST
        if town and set(WORD.findall(_plain(found["said"]))) - own:
            held.worked += 1
        else:
            said.append(_plain(found["said"] or found["title"] or ""))
        at = found.end()
    strange = [word for one in said for word in _strange(one, own)]
    held.told(not strange, PICTURE, f"map {finding}", f"the finding has no word “{' '.join(strange)[:80]}”")
    held.worked += 1


def _strange(text: str, own: set[str]) -> list[str]:
    """Words that neither the finding nor every map has; where a line is cut short its last word need only begin one."""
    found = WORD.findall(text)
    if text.endswith("…") and found and text.endswith(f"{found[-1]}…") and any(w.startswith(found[-1]) for w in own):
        found.pop()
    return [word for word in found if word not in own and word not in BESIDE]


def _beneath(board: Board, entries: tuple[str, ...]) -> set[str]:
    """The words of findings that it rests on: places that they took are marked too."""
    found = (board.sealed.known(entry, "finding") for entry in entries)
    return {word for one in found if one is not None for word in words_in(one.value.outcome)}


def _plain(raw: str) -> str:
    known = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#10;": "\n", "&#13;": "\r", "&#9;": "\t", "&amp;": "&"}
    return re.sub("|".join([*known, ENTITY.pattern]), lambda found: known.get(found[0], found[0]), raw)
