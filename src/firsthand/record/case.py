"""A case read back: its entries, who wrote them, what stands and what was withdrawn, revised, reviewed or graded since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .entry import Entry
from .fault import BadReference


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Entries by id, in causal order. `authors` names each log's author; logs of one person share a `person`."""

    entries: Mapping[str, Entry]
    authors: Mapping[str, str]
    person: Mapping[str, str]
    withdrawn: Mapping[str, str]
    replaced: Mapping[str, str]

    def of(self, *kinds: str, standing: bool = False) -> tuple[Entry, ...]:
        """Entries of some kinds; `standing` leaves out what was withdrawn or replaced."""
        gone = {**self.withdrawn, **self.replaced} if standing else {}
        return tuple(e for e in self.entries.values() if e.kind in kinds and e.id not in gone)

    def value(self, entry: str, kind: str) -> Any:
        """The body of an entry of that kind. Raises BadReference."""
        found = self.entries.get(entry)
        if found is None or found.kind != kind:
            raise BadReference(f"no {kind} {entry[:12]} in this case")
        return found.value

    def author(self, entry: Entry) -> str:
        return self.authors.get(entry.log, f"log {entry.log[:8]}")

    def about(self, target: str, *kinds: str) -> tuple[Entry, ...]:
        """Entries of some kinds whose `of`, `about`, `entry` or `answer` is `target`."""
        fields = ("of", "about", "entry", "answer", "question", "source")
        return tuple(e for e in self.of(*kinds) if target in (getattr(e.value, name, None) for name in fields))

    def grades(self) -> dict[str, dict[str, str]]:
        """What each person holds now: source or claim -> person -> grade. Never averaged, never folded into one.

        The grade that a source or claim was entered with is its author's, unless it says that it cannot be judged.
        """
        made: dict[str, dict[str, str]] = {}
        for entry in self.of("source", "claim", "grade", standing=True):
            who = self.person.get(entry.log, entry.log)
            if entry.kind == "grade":
                made.setdefault(entry.value.about, {})[who] = str(entry.value.grade)
            elif (own := _entered_with(entry)) not in UNJUDGED:
                made.setdefault(entry.id, {}).setdefault(who, own)
        return made

    def grade(self, entry: Entry, held: Mapping[str, Mapping[str, str]] | None = None) -> str:
        """Its grade in one word; "B / D" where persons differ. `held` is `grades()`, for whoever asks often."""
        found = (self.grades() if held is None else held).get(entry.id, {})
        return " / ".join(sorted(set(found.values()))) or _entered_with(entry)

    def reviewed(self, entry: Entry) -> tuple[Entry, ...]:
        """Standing reviews of an entry by another person than its author: one's own review does not count."""
        mine = self.person.get(entry.log, entry.log)
        reviews = (r for r in self.of("review", standing=True) if r.value.of == entry.id)
        return tuple(r for r in reviews if self.person.get(r.log, r.log) != mine)


UNJUDGED = ("F", "6")


def _entered_with(entry: Entry) -> str:
    return str(entry.value.reliability if entry.kind == "source" else entry.value.credibility)


def case_of(entries: Iterable[Entry]) -> Case:
    """What a set of entries comes to. Only a person's own entry is withdrawn or replaced by theirs."""
    kept = {entry.id: entry for entry in entries}
    person = _persons(kept.values())
    withdrawals: list[tuple[str, str]] = []
    replaced: dict[str, str] = {}
    for entry in kept.values():
        same = _same_person(kept, person, entry)
        if entry.kind == "withdrawal" and same(entry.value.of):
            withdrawals.append((entry.value.of, entry.id))
        for name in ("replaces", "revises"):
            earlier = getattr(entry.value, name, None)
            if earlier is not None and same(earlier):
                replaced[earlier] = entry.id
    withdrawn = _standing(withdrawals)
    replaced = {of: by for of, by in replaced.items() if by not in withdrawn}
    authors = {e.log: e.value.author for e in kept.values() if e.kind == "opened"}
    return Case(entries=kept, authors=authors, person=person, withdrawn=withdrawn, replaced=replaced)


def _standing(withdrawals: list[tuple[str, str]]) -> dict[str, str]:
    """What is withdrawn, and by which entry. A withdrawn withdrawal does not withdraw, unless that one is withdrawn in turn."""
    standing: dict[str, str] = {}
    left = withdrawals
    while left:
        targets = {of for of, _ in left}
        free = {by: of for of, by in left if by not in targets}
        standing |= {of: by for by, of in free.items()}
        left = [(of, by) for of, by in left if free and by not in free and by not in free.values()]
    return standing


def _same_person(kept: Mapping[str, Entry], person: Mapping[str, str], entry: Entry) -> Any:
    def same(other: str) -> bool:
        found = kept.get(other)
        return found is not None and person.get(found.log, found.log) == person.get(entry.log, entry.log)

    return same


def _persons(entries: Iterable[Entry]) -> dict[str, str]:
    """Logs linked by their owner (key-added, in both directions) or vouched for (key-lost) are one person's."""
    links = [e for e in entries if e.kind in ("key-added", "key-lost")]
    claimed = {(e.log, e.value.log) for e in links if e.kind == "key-added"}
    pairs = [pair for pair in claimed if pair[::-1] in claimed]
    pairs += [
        (e.value.old, e.value.new) for e in links if e.kind == "key-lost" and e.log not in (e.value.old, e.value.new)
    ]
    person: dict[str, str] = {}
    for one, two in pairs:
        names = {person.get(one, one), person.get(two, two)}
        least = min(names)
        person |= {log: least for log in (one, two)} | {log: least for log, name in person.items() if name in names}
    return person
