"""Holds one thing on a page against what is sealed: each slot that was filled in is looked at once, and none is passed over."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from firsthand.record.digest import sha256
from firsthand.record.entry import Entry

from .page_form import Part
from .page_ledger import Sealed

WHERE = r"e-[0-9a-f]{16}|x-[1-9]\d*|item-[0-9a-f]{16}|recording-[1-9]\d*"
# Letters that cannot be seen or turn the line round; joiners and marks that scripts need for themselves are not among them.
STRANGE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2028-\u202e\u2060-\u2069\u206a-\u206f\u3164\ufeff"
    "\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
WORDS, SENTENCE, FOOTING, DISSENT, PICTURE = (
    "page.words",
    "page.sentence",
    "page.footing",
    "page.dissent",
    "page.picture",
)


@dataclass(slots=True)
class Held:
    """What was found. `worked` counts what methods work out and the core does not, `hidden` counts of what is not here,
    `unknown` what is withheld or not known."""

    sealed: Sealed
    phrases: frozenset[str]
    words: Mapping[str, Mapping[str, str]]
    observed: bool  # whether pages of the form print what judgements name as observed
    bad: list[tuple[str, str, str]] = field(default_factory=list)  # code, subject, says
    unknown: dict[str, int] = field(default_factory=dict)  # code -> how often
    worked: int = 0
    hidden: int = 0
    looked: set[tuple[int, str]] = field(default_factory=set)

    def say(self, code: str, subject: str, says: str) -> None:
        self.bad.append((code, subject, says))

    def told(self, right: bool, code: str, subject: str, says: str) -> None:
        if not right:
            self.say(code, subject, says)

    def same(self, part: Part, slot: str, wanted: str | None, code: str = WORDS) -> None:
        """The slot says just this, or, for None, is not there."""
        self.looked.add((id(part), slot))
        said = part.all_text(slot)
        if any(text != wanted for text in said) or (wanted is None) != (not said):
            self.say(code, _called(part, slot), f"it says {short(said)} where the ledgers have {short([wanted])}")

    def fits(self, part: Part, slot: str, pattern: str, code: str = WORDS) -> None:
        """Every value of the slot is of this pattern."""
        self.looked.add((id(part), slot))
        for text in part.all_text(slot):
            if not re.fullmatch(pattern, text, re.DOTALL):
                self.say(code, _called(part, slot), f"it says {short([text])}, which nothing sealed says")

    def marked(self, part: Part, flag: str, times: int, code: str, subject: str) -> None:
        """A mark that the templates make in so many places of a piece stands in all of them, or in none."""
        self.told(len(part.said.get(f"?{flag}", ())) == times, code, subject, "it is not marked as it should be")

    def where(self, *parts: Part) -> None:
        """Anchors within the page."""
        for part in parts:
            for slot in part.said:
                if slot.endswith("where") and slot[0] != "?":
                    self.fits(part, slot, WHERE)

    def made(self, part: Part, *slots: str) -> None:
        """Numbers and the like that a method gave: their form is the grammar's, their worth is not looked at here."""
        for slot in slots:
            self.looked.add((id(part), slot))
            self.worked += len(part.said.get(slot, ()))

    def gone(self, part: Part, *slots: str) -> None:
        """Numbers of what is withheld, which nobody can count here."""
        for slot in slots:
            self.looked.add((id(part), slot))
            self.hidden += len(part.said.get(slot, ()))

    def counted(self, part: Part, slot: str, number: int) -> None:
        """A number, alone or with its noun, of what stands beside it on the page."""
        self.looked.add((id(part), slot))
        for text in part.all_text(slot):
            self.told(
                _number(text) == number, WORDS, _called(part, slot), f"it says {text[:40]!r}, and {number} are there"
            )

    def at_most(self, part: Part, slot: str, number: int) -> None:
        """A number of what is withheld: no more than the ledgers withhold."""
        self.looked.add((id(part), slot))
        for text in part.all_text(slot):
            self.told(
                _number(text) <= number, WORDS, _called(part, slot), f"it says {text[:40]!r}, and {number} are withheld"
            )

    def phrase(self, part: Part, slot: str) -> None:
        """Words of the program itself, beside a method or a count, which may be another version's."""
        self.looked.add((id(part), slot))
        self.unknown_if(sum(digest_of(text) not in self.phrases for text in part.all_text(slot)), "page.phrase")

    def unknown_if(self, count: int, code: str) -> None:
        if count:
            self.unknown[code] = self.unknown.get(code, 0) + count

    def withheld(self, part: Part, *slots: str) -> None:
        """What is printed of something withheld: nobody can look it up here."""
        self.looked |= {(id(part), slot) for slot in slots}
        self.unknown_if(1, "page.withheld")

    def entry(self, part: Part, slot: str, *kinds: str, prefix: str = "e-") -> Entry | None:
        """The entry that an anchor names; a fault where it names none of these kinds."""
        self.looked.add((id(part), slot))
        digits = part.text(slot).removeprefix(prefix)
        found = self.sealed.short.get(digits)
        same = all(text == part.text(slot) for text in part.all_text(slot))
        if found is not None and found.kind in kinds and same and part.text(slot) == prefix + found.id[:16]:
            return found
        if self.sealed.hidden.get(digits) in kinds:
            self.unknown_if(1, "page.withheld")
            return None
        self.say(WORDS, _called(part, slot), f"there is no {' or '.join(kinds)} {digits[:20]} in the ledgers")
        return None

    def all_same(self, parts: Iterable[Part], slot: str, wanted: Iterable[str], code: str = WORDS) -> None:
        """These parts, in this order, say just these texts."""
        parts, wanted = list(parts), list(wanted)
        self.looked |= {(id(part), slot) for part in parts}
        said = [part.text(slot) for part in parts]
        if said != wanted:
            name = _called(parts[0], slot) if parts else slot
            self.say(code, name, f"it says {short(said)} where the ledgers have {short(wanted)}")

    def all_fit(self, parts: Iterable[Part], slot: str, wanted: Iterable[str], code: str = WORDS) -> None:
        """The same with patterns."""
        parts, wanted = list(parts), list(wanted)
        self.looked |= {(id(part), slot) for part in parts}
        said = [part.text(slot) for part in parts]
        right = len(said) == len(wanted) and all(
            re.fullmatch(p, t, re.DOTALL) for p, t in zip(wanted, said, strict=True)
        )
        self.told(right, code, slot, f"it says {short(said)}, which is not what the ledgers have")

    def leave_none(self, page: Part) -> None:
        """What no rule has looked at is no better than a stranger's words; what turns the line round is told."""
        for part in page.every():
            for slot, values in part.said.items():
                if slot[0] == "?":
                    continue
                if (id(part), slot) not in self.looked:
                    self.say(WORDS, _called(part, slot), f"nothing sealed vouches for {short(values)}")
                self.unknown_if(sum(bool(STRANGE.search(value)) for value in values), "page.letters")


def digest_of(text: str) -> str:
    return sha256(text.encode())[:32]


def _number(text: str) -> int:
    return int(text.replace("\u202f", "").partition(" ")[0] or 0)


def _called(part: Part, slot: str) -> str:
    return f"page, {part.name} {slot}" if part.name else f"page, {slot}"


def short(texts: Iterable[Any]) -> str:
    said = [f"“{str(text)[:80]}”" if text is not None else "nothing" for text in texts]
    return ", ".join(said[:3]) + (" and more" if len(said) > 3 else "") if said else "nothing"
