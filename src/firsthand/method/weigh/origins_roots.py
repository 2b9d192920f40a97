"""By what rule a claim or an exhibit rests on a root: one rule for each basis that a source can give."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from firsthand.record.assessment import About
from firsthand.record.claim import Basis, SourceKind, Stance

from .origins_case import HEARD, WRITTEN, Exhibit, Matter, Part, Said, Taken

RECORDING, EYEWITNESS, OWN_ACT, UNKNOWN = "recording", "eyewitness", "own act", "unknown"
KNOWN = (RECORDING, EYEWITNESS, OWN_ACT)

REPLY = "a reply, or that none was given, is no evidence for what happened"
LAW = "what the law says is no evidence for what happened"
JUDGEMENT = "a judgement: own work that names neither footage nor a statement it worked on"
PLACE = "where words stand, not what they rest on"
NOT_FOOTAGE = "a text, in which nothing was recorded"
BASELESS = "rests only on what is no evidence"
GONE = "it is not in the case, or was taken back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """An origin, or an honest *unknown* with its reason. `here` is False for an item that is only spoken of."""

    key: str
    kind: str
    name: str
    files: tuple[str, ...] = ()
    here: bool = True
    why: str = ""


@dataclass(slots=True, kw_only=True)
class Ground:
    """What an entry rests on by itself: its own roots, the entries it follows, and those it cites as well."""

    roots: list[Root] = field(default_factory=list)
    follows: list[str] = field(default_factory=list)
    cites: list[str] = field(default_factory=list)
    none: str = ""  # why it is no evidence, where it is none


class Rules:
    """The matter with what is looked up in it again and again."""

    def __init__(self, matter: Matter) -> None:
        self.matter = matter

    def ground(self, entry: str) -> Ground:
        claim = self.matter.claims.get(entry)
        if claim is None:
            return _of_exhibit(self, self.matter.exhibits[entry])
        return Ground(none=REPLY) if self.only_a_reply(claim) else BASES[claim.basis](self, claim)

    def only_a_reply(self, claim: Said) -> bool:
        asked = [self.matter.questions.get(speaks.question) for speaks in claim.speaks_to]
        return bool(asked) and all(one is not None and one.about is About.REPLY for one in asked)

    def has(self, entry: str) -> bool:
        return entry in self.matter.claims or entry in self.matter.exhibits

    @cached_property
    def holding(self) -> Mapping[str, list[tuple[Taken, Part]]]:
        """File -> the recordings that it holds, with the stretch."""
        made: dict[str, list[tuple[Taken, Part]]] = defaultdict(list)
        for taken in self.matter.recordings:
            for part in taken.parts:
                made[part.file].append((taken, part))
        return made

    @cached_property
    def bytes_of(self) -> Mapping[str, Part]:
        """Item -> the file in which somebody has found it."""
        exhibits = self.matter.exhibits.values()
        return {same_item(e.item): e.parts[0] for e in exhibits if e.kind == "sighting" and e.item and e.parts}

    @cached_property
    def footage(self) -> frozenset[str]:
        """Sightings of items without bytes that are known to be footage: something claims to have worked on them."""
        worked = (c for c in self.matter.claims.values() if c.basis in (Basis.FOOTAGE, Basis.OWN_WORK))
        seen = {entry for claim in worked for entry in claim.rests_on}
        seen |= {e for x in self.matter.exhibits.values() if x.kind in ("observation", "finding") for e in x.rests_on}
        items = {same_item(self.matter.exhibits[e].item) for e in seen if e in self.matter.exhibits}
        return frozenset(e.id for e in self.matter.exhibits.values() if e.item and same_item(e.item) in items)

    @cached_property
    def relayed(self) -> Mapping[tuple[str, str, str | None, Stance], list[str]]:
        """(relaying source, question, answer, stance) -> the claims that have come through it."""
        made: dict[tuple[str, str, str | None, Stance], list[str]] = defaultdict(list)
        for claim in self.matter.claims.values():
            for speaks in claim.speaks_to:
                for source in dict.fromkeys(claim.through):
                    made[(source, speaks.question, speaks.answer, speaks.stance)].append(claim.id)
        return made

    def relays(self, claim: Said) -> list[str]:
        """Others' claims to the same effect that the same source has passed on: what it may have had its own from."""
        found = [
            entry
            for speaks in claim.speaks_to
            for entry in self.relayed.get((claim.source, speaks.question, speaks.answer, speaks.stance), ())
        ]
        return [entry for entry in dict.fromkeys(found) if entry != claim.id]

    def name(self, source: str) -> str:
        found = self.matter.sources.get(source)
        return found.name if found else source[:12]

    def unnamed(self, source: str) -> bool:
        found = self.matter.sources.get(source)
        return found is None or found.is_a is SourceKind.UNNAMED

    def recording(self, part: Part) -> Root | None:
        """The recording that a stretch of a file belongs to; None in a text; unknown where the file holds several."""
        if part.file in self.matter.texts:
            return None
        held = self.holding.get(part.file, [])
        if len({taken.id for taken, _ in held}) > 1:
            held = [(taken, other) for taken, other in held if _overlap(part, other)]
        if len(taken := {one.id: one for one, _ in held}) == 1:
            one = next(iter(taken.values()))
            files = tuple(sorted({p.file for p in one.parts}))
            return Root(key=f"{RECORDING} {one.id}", kind=RECORDING, name=one.name, files=files)
        if not taken and part.file not in self.holding:
            return Root(
                key=f"{RECORDING} {part.file}", kind=RECORDING, name=f"file {part.file[:12]}", files=(part.file,)
            )
        why = "the file holds several recordings, and which of them is meant is not said"
        return unknown(part.file, f"file {part.file[:12]}", why)


def same_item(text: str) -> str:
    return " ".join(text.split()).casefold()


def _overlap(part: Part, other: Part) -> bool:
    if part.start is None or part.end is None:
        return False
    return (other.start is None or other.start <= part.end) and (other.end is None or part.start <= other.end)


def unknown(of: str, name: str, why: str) -> Root:
    return Root(key=f"{UNKNOWN} {of}", kind=UNKNOWN, name=name, here=False, why=why)


# --- exhibits -------------------------------------------------------------------------------------------------------------


def _of_exhibit(rules: Rules, exhibit: Exhibit) -> Ground:
    if exhibit.words == WRITTEN:
        return Ground(none=PLACE)
    made = Ground(roots=_recordings(rules, exhibit.parts), follows=[e for e in exhibit.rests_on if rules.has(e)])
    if exhibit.parts and not made.roots and not made.follows:
        return Ground(none=NOT_FOOTAGE)
    if exhibit.item and not exhibit.parts:
        made.roots.append(_item(rules, exhibit))
    if not made.roots and not made.follows:
        made.roots.append(unknown(exhibit.id, f"{exhibit.kind} {exhibit.id[:12]}", "it names nothing that it rests on"))
    return made


def _recordings(rules: Rules, parts: Iterable[Part]) -> list[Root]:
    return [root for part in parts if (root := rules.recording(part)) is not None]


def _item(rules: Rules, exhibit: Exhibit) -> Root:
    """An item that is only spoken of; where its bytes have been found under the same name, their recording."""
    found = rules.bytes_of.get(same_item(exhibit.item))
    if found is not None and (root := rules.recording(found)) is not None:
        return root
    return Root(key=f"{RECORDING} item {same_item(exhibit.item)}", kind=RECORDING, name=exhibit.item, here=False)


# --- claims, by the basis that the source gives -----------------------------------------------------------------------------


def _ground_in(rules: Rules, claim: Said) -> Ground:
    """The footage that a claim names and what it rests on; where words only stand is not followed."""
    follows = [entry for entry in claim.rests_on if not _only_a_place(rules, entry)]
    gone = [entry for entry in follows if not rules.has(entry)]
    roots = _recordings(rules, claim.files)
    roots += [
        unknown(entry, f"entry {entry[:12]}", "it rests on an entry that is not here or was taken back")
        for entry in gone
    ]
    return Ground(roots=roots, follows=[entry for entry in follows if rules.has(entry)])


def _only_a_place(rules: Rules, entry: str) -> bool:
    found = rules.matter.exhibits.get(entry)
    if found is None:
        return False
    in_text = bool(found.parts) and all(part.file in rules.matter.texts for part in found.parts)
    return in_text or found.words == WRITTEN


def _footage(rules: Rules, claim: Said) -> Ground:
    made = _ground_in(rules, claim)
    if not made.roots and not made.follows:
        made.roots.append(unknown(claim.source, rules.name(claim.source), "it names no footage"))
    return made


def _own_work(rules: Rules, claim: Said) -> Ground:
    made = _ground_in(rules, claim)
    return made if made.roots or made.follows else Ground(none=JUDGEMENT)


def _another_source(rules: Rules, claim: Said) -> Ground:
    made = _ground_in(rules, claim)
    # A report that is only spoken of is not footage because somebody cites it.
    made.follows = [e for e in made.follows if not _spoken_of(rules, e) or e in rules.footage]
    if not made.roots and not made.follows:
        made.follows = rules.relays(claim)
    if not made.roots and not made.follows:
        why = "it names another source, and what that one rests on is not in the case"
        made.roots.append(unknown(claim.source, rules.name(claim.source), why))
    made.cites = list(made.follows)
    return made


def _spoken_of(rules: Rules, entry: str) -> bool:
    found = rules.matter.exhibits.get(entry)
    return found is not None and found.kind == "sighting" and not found.parts


def _first_hand(kind: str, unnamed: str) -> Callable[[Rules, Said], Ground]:
    """Own eyes and own acts: the source itself is the root, once, however often it speaks. A voice that is only known
    from a recording is no root beside it."""

    def rule(rules: Rules, claim: Said) -> Ground:
        heard = [e for e in claim.rests_on if _heard(rules, e)]
        if heard:
            return Ground(follows=heard)
        if rules.unnamed(claim.source):
            made = _ground_in(rules, claim)
            if made.roots or made.follows:
                return made
            return Ground(roots=[unknown(claim.source, rules.name(claim.source), unnamed)])
        return Ground(roots=[Root(key=f"{kind} {claim.source}", kind=kind, name=rules.name(claim.source))])

    return rule


def _heard(rules: Rules, entry: str) -> bool:
    found = rules.matter.exhibits.get(entry)
    return found is not None and found.words == HEARD


def _law(rules: Rules, claim: Said) -> Ground:
    return Ground(none=LAW)


def _none_given(rules: Rules, claim: Said) -> Ground:
    made = unknown(claim.source, rules.name(claim.source), "it gives no basis")
    return Ground(roots=[made], cites=rules.relays(claim))


BASES: Mapping[Basis, Callable[[Rules, Said], Ground]] = {
    Basis.FOOTAGE: _footage,
    Basis.OWN_WORK: _own_work,
    Basis.ANOTHER_SOURCE: _another_source,
    Basis.OWN_EYES: _first_hand(EYEWITNESS, "an eyewitness without a name: whether it is another one cannot be told"),
    Basis.OWN_ACT: _first_hand(OWN_ACT, "a body without a name: whether it is another one cannot be told"),
    Basis.LAW: _law,
    Basis.NONE_GIVEN: _none_given,
}
