"""A page's text without its markup, each character knowing where it stood: scanned once, executed never."""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

LOOKS_MARKED_UP = re.compile(
    r"<(?:!doctype|html|head|body|article|main|section|div|p|br|span|h[1-6]|script|ul|li|a|b|i|em|strong|blockquote)\b[^<>]*>",
    re.IGNORECASE,
)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)((?:[^<>\"']|\"[^\"<]{0,20000}\"|'[^'<]{0,20000}')*)>")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
UNREAD = frozenset(
    "script style noscript template svg math iframe object select textarea button nav footer form title".split()
)
INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em font i ins kbd label mark q s small span strong sub sup time tt u var wbr".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """Text, and the pieces of the given text that it was made from: (start here, start there, length there)."""

    text: str
    pieces: tuple[tuple[int, int, int], ...]
    markup: bool
    starts: tuple[int, ...] = field(repr=False, default=())

    def place(self, start: int, end: int) -> tuple[int, int]:
        """A span of `text` as a span of the given text."""
        return self._at(start)[0], self._at(max(start, end - 1))[1]

    def _at(self, here: int) -> tuple[int, int]:
        if not self.pieces:
            return here, here + 1
        piece = bisect_right(self.starts, here) - 1
        began, there, length = self.pieces[piece]
        ends = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.text)
        if ends - began == length:
            return there + here - began, there + here - began + 1
        return there, there + length


def plain(given: str, markup: str = "auto") -> Plain:
    """`markup`: "html", "text", or "auto", by whether a common tag is seen."""
    if markup == "text" or (markup == "auto" and not LOOKS_MARKED_UP.search(given)):
        return Plain(text=given, pieces=(), markup=False)
    parts: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    length = 0
    for text, there, source in _pieces(given):
        if text:
            pieces.append((length, there, source))
            parts.append(text)
            length += len(text)
    return Plain(text="".join(parts), pieces=tuple(pieces), markup=True, starts=tuple(piece[0] for piece in pieces))


def _pieces(given: str) -> Iterator[tuple[str, int, int]]:
    """(text, where in the given text, its length there). Each character of the given text is passed once."""
    at, missing = 0, set[str]()
    while at < len(given):
        opens = given.find("<", at)
        opens = len(given) if opens < 0 else opens
        yield from _words(given, at, opens)
        if opens == len(given):
            return
        at, text = _past(given, opens, missing)
        yield text, opens, at - opens


def _past(given: str, opens: int, missing: set[str]) -> tuple[int, str]:
    """Where the thing that opens here ends, and what it leaves in the text: a line's end, a "<" that was none, nothing."""
    for sign, close in (("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", ">"), ("<!", ">")):
        if given.startswith(sign, opens):
            return _find(given, close, opens, missing), ""
    tag = TAG.match(given, opens)
    if tag is None:
        return opens + 1, "<"
    name = tag[2].lower()
    if name in UNREAD and not tag[1] and not tag[3].endswith("/"):
        return _find(given, f"</{name}", tag.end(), missing, to=">"), "\n"
    return tag.end(), "" if name in INLINE else "\n\n" if name in (
        "p",
        "div",
        "article",
        "section",
        "blockquote",
    ) else "\n"


def _find(given: str, close: str, at: int, missing: set[str], to: str = "") -> int:
    """Past the closing sign. Where there is none the rest is unread; that there is none is found out once."""
    if close in missing:
        return len(given)
    found = re.compile(re.escape(close), re.IGNORECASE).search(given, at)
    if found is None:
        missing.add(close)
        return len(given)
    end = given.find(to, found.end()) if to else found.end() - 1
    return len(given) if end < 0 else end + 1


def _words(given: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Line ends of the source are blanks on a page."""
    for found in ENTITY.finditer(given, start, end):
        if found.start() > start:
            yield _blanks(given[start : found.start()]), start, found.start() - start
        yield html.unescape(found[0]), found.start(), len(found[0])
        start = found.end()
    if start < end:
        yield _blanks(given[start:end]), start, end - start


def _blanks(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ").replace("\t", " ")
