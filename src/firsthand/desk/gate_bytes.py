"""The last look before sealing: no byte that is published may hold what is withheld, no page words that nobody wrote."""

import html
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from html.parser import HTMLParser
from typing import BinaryIO

from .gate import GateFinding
from .gate_disclosure import Disclosure, texts

NAMES = "names-withheld"
WORDS = "own-words"
HINTS: Mapping[str, str] = {
    NAMES: "Say it anew without the name, withdraw the entry, and withhold it: `firsthand publish --withhold ENTRY`.",
    WORDS: "Text stands in a section of sentences that no draft says. Report this: it is a fault of the program.",
}
SHORT = 3  # a name of fewer letters cannot be looked for: it stands everywhere by chance
CHUNK, OVERLAP = 1 << 20, 4096  # bytes of a big file looked at in one go, and how much of the last go is kept


def leaks(path: str, data: bytes, disclosure: Disclosure) -> Iterator[GateFinding]:
    """What of the withheld names and folders stands in one page. Names are not repeated in the message."""
    found = _matcher(disclosure)
    if found is None:
        return
    if any(found(text) for text in _readable(path, data)):
        message = f"{path} holds a protected name, a withheld account or a local folder"
        yield GateFinding(rule=NAMES, entries=(), message=message, blocking=True, hint=HINTS[NAMES])


def leaks_file(path: str, source: BinaryIO, disclosure: Disclosure) -> Iterator[GateFinding]:
    """The same for a picture's or a film's bytes, however long: its own metadata may name somebody."""
    tail = b""
    while data := source.read(CHUNK):
        if _raw(tail + data, disclosure):
            message = f"{path} holds a protected name, a withheld account or a local folder in its own bytes"
            yield GateFinding(rule=NAMES, entries=(), message=message, blocking=True, hint=HINTS[NAMES])
            return
        tail = data[-OVERLAP:]


def leaking_entries(entries: Iterable[tuple[str, Iterable[str]]], disclosure: Disclosure) -> Iterator[GateFinding]:
    """The same for what the ledgers show of each entry, given as its id and its public texts, so that it can be named."""
    found = _matcher(disclosure)
    if found is None:
        return
    for entry, said in entries:
        if any(found(text) for text in said):
            message = f"the entry {entry[:12]} holds a protected name, a withheld account or a local folder"
            yield GateFinding(rule=NAMES, entries=(entry,), message=message, blocking=True, hint=HINTS[NAMES])


def unsearchable(disclosure: Disclosure) -> Iterator[GateFinding]:
    """Names too short to look for: said, never silently passed."""
    short = sum(len(name.strip()) < SHORT for name in disclosure.names)
    if short:
        message = f"{short} protected name(s) of fewer than {SHORT} letters could not be looked for"
        yield GateFinding(rule=NAMES, entries=(), message=message, blocking=False, hint=HINTS[NAMES])


def _matcher(disclosure: Disclosure) -> Callable[[str], bool] | None:
    """Whether a text holds one of the names (whole words) or folders; None where there is nothing to look for."""
    names = [name.strip() for name in map(_plain, disclosure.names) if len(name.strip()) >= SHORT]
    folders = [_plain(folder) for folder in disclosure.folders]
    parts = [rf"(?<!\w){_spaced(name)}(?!\w)" for name in names] + [rf"{re.escape(folder)}(?!\w)" for folder in folders]
    if not parts:
        return None
    exact = re.compile("|".join(parts))
    # Most texts hold not even one word of a name: plain search is a hundred times quicker than the pattern.
    words = [max(text.split(), key=len) for text in (*names, *folders)]

    def holds(text: str) -> bool:
        plain = _plain(text)
        return any(word in plain for word in words) and exact.search(plain) is not None

    return holds


def _spaced(name: str) -> str:
    return r"\s+".join(re.escape(word) for word in name.split())


def _plain(text: str) -> str:
    """One form for what looks alike: compatibility forms folded, case folded, nothing invisible between letters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded if folded.isascii() else "".join(c for c in folded if unicodedata.category(c) != "Cf")


def _readable(path: str, data: bytes) -> Iterator[str]:
    if path.endswith((".json", ".jsonl")):
        for line in data.splitlines():
            yield from texts(json.loads(line))
    elif path.endswith((".html", ".css", ".txt", ".svg")):
        yield html.unescape(data.decode("utf-8"))


def _raw(data: bytes, disclosure: Disclosure) -> bool:
    """Names inside a picture's or a film's own bytes (its metadata), as UTF-8 or UTF-16, whatever their case in ASCII."""
    low = data.lower()
    for name in (*disclosure.names, *disclosure.folders):
        for form in (name.encode("utf-8", "replace"), name.encode("utf-16-le", "replace")):
            if len(form) >= 5 and form.lower() in low:
                return True
    return False


class _Sections(HTMLParser):
    """Gathers the text of sections that hold drafts only: what a draft says, and what stands outside of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, str]] = []
        self.said: dict[str, str] = {}
        self.stray: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("meta", "link", "img", "input", "br", "wbr", "hr", "col"):
            return
        given = dict(attrs)
        role = "words" if given.get("data-words") == "drafts" else ""
        role = f"draft:{given['data-draft']}" if "data-draft" in given else role
        role = "furniture" if "data-furniture" in given or re.fullmatch("h[1-6]", tag) else role
        self.stack.append((tag, role))

    def handle_endtag(self, tag: str) -> None:
        while self.stack:
            if self.stack.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        roles = [role for _, role in self.stack if role]
        inner = roles[-1] if "words" in roles else "furniture"
        if inner.startswith("draft:"):
            self.said[inner[6:]] = self.said.get(inner[6:], "") + data
        elif inner != "furniture" and data.strip():
            self.stray.append(data.strip())


def strange_words(page: bytes, drafts: Mapping[str, str]) -> Iterator[GateFinding]:
    """Text in a section of sentences that is not, to the letter, a draft's. `drafts` gives each one's text by its id."""
    parser = _Sections()
    parser.feed(page.decode("utf-8"))
    wrong = [
        entry
        for entry, text in parser.said.items()
        if " ".join(text.split()) != " ".join(drafts.get(entry, "").split())
    ]
    for entry in wrong:
        message = f"the page does not print the draft {entry[:12]} as it was written"
        yield GateFinding(rule=WORDS, entries=(entry,), message=message, blocking=True, hint=HINTS[WORDS])
    missing = tuple(sorted(drafts.keys() - parser.said.keys()))
    if missing or parser.stray:
        message = f"{len(parser.stray)} texts that no draft says, {len(missing)} drafts that are not printed"
        yield GateFinding(rule=WORDS, entries=missing, message=message, blocking=True, hint=HINTS[WORDS])
