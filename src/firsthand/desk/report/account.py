"""How it was found out, what is withheld, what was corrected: the report's account of itself, in counts and entries."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from markupsafe import Markup

from firsthand.record.entry import Entry
from firsthand.record.finding import OUTCOMES

from .matter import Matter
from .notes import describe


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """A method at one version: what it asks, how its runs came out, what fools it."""

    name: str
    version: int
    asks: str
    limits: tuple[str, ...]
    runs: int
    outcomes: tuple[tuple[str, int], ...]
    profiles: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """An entry that was taken back or replaced: what it said, why, by whom, and what stands instead."""

    kind: str
    said: Markup
    why: str
    who: str
    day: str
    instead: Markup | None
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    counts: tuple[tuple[str, int], ...]
    bodies: tuple[tuple[str, int], ...]
    fields: tuple[tuple[str, int], ...]
    protected: int
    held: tuple[tuple[str, int], ...]  # exhibits with something held back, by what
    originals: int  # files whose own bytes are not in the folder
    skipped: int


def methods(matter: Matter) -> tuple[MethodView, ...]:
    groups: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for entry in matter.case.of("finding"):
        groups[(entry.value.job.method, entry.value.job.version)].append(entry)
    return tuple(_method(matter, name, version, found) for (name, version), found in sorted(groups.items()))


def _method(matter: Matter, name: str, version: int, found: list[Entry]) -> MethodView:
    counted = Counter(entry.value.outcome["outcome"] for entry in found)
    card = matter.cards.get(name)
    profiles = Counter(entry.value.profile for entry in found if entry.value.profile)
    return MethodView(
        name=name,
        version=version,
        asks=card.asks if card else "",
        limits=card.limits if card else (),
        runs=len(found),
        outcomes=tuple((outcome.capitalize(), counted[outcome]) for outcome in OUTCOMES),
        profiles=tuple(sorted(profiles.items())),
    )


def programs(matter: Matter) -> tuple[str, ...]:
    """The programs that did the work, with their versions; which did what stands with each finding in the ledger."""
    found = (entry.value.made_with for entry in matter.case.of("finding"))
    return tuple(sorted({f"{tool} {number}" for made_with in found for tool, number in made_with.items()}))


def corrections(matter: Matter) -> tuple[Correction, ...]:
    """Everything withdrawn or revised that a reader of an earlier edition, or of the ledger, meets; newest last."""
    made = []
    for gone, by in {**matter.case.replaced, **matter.case.withdrawn}.items():
        old, new = matter.case.entries.get(gone), matter.case.entries.get(by)
        if new is None or ("draft" in (new.kind, old.kind if old else "") and not _was_printed(matter, old, new)):
            continue  # a sentence that was rewritten or taken back before anybody read it corrects nothing
        made.append((new.log, new.index, _correction(matter, old, new)))
    return tuple(correction for _, _, correction in sorted(made, key=lambda item: item[:2]))


def _was_printed(matter: Matter, old: Entry | None, by: Entry) -> bool:
    """Whether an edition came between the two: one that held the sentence, and not yet what took its place."""
    return old is not None and any(
        old.index < _size(edition, old) and by.index >= _size(edition, by) for edition in matter.case.of("published")
    )


def _size(edition: Entry, entry: Entry) -> int:
    """Entries of an entry's log that an edition covers."""
    head = edition.value.heads.get(entry.log)
    return head["size"] if head else 0


def _correction(matter: Matter, old: Entry | None, new: Entry) -> Correction:
    shown = old is not None and matter.disclosure.shows(old)
    instead = getattr(new.value, "instead", None) or (new.id if new.kind != "withdrawal" else None)
    stands = matter.case.entries.get(instead) if instead else None
    return Correction(
        kind=old.kind if old else "entry",
        said=describe(matter, old) if old is not None and shown else Markup("withheld"),
        why=getattr(new.value, "reason", "") or getattr(new.value, "reasons", ""),
        who=matter.author(new),
        day=new.at,
        instead=describe(matter, stands) if stands is not None and matter.disclosure.shows(stands) else None,
        new=matter.new(new),
    )


def withheld(matter: Matter) -> Withheld:
    bodies, fields = matter.disclosure.counted(matter.case.entries.values())
    held: Counter[str] = Counter()
    for digest in matter.digests:
        held.update({h.mark.value.replace("-", " ") for h in matter.disclosure.held.get(digest, ())})
    everything = {e.value.digest for e in matter.case.of("file")}
    return Withheld(
        counts=tuple((name, matter.counts.get(name, 0)) for name in ("shown", "header", "hash")),
        bodies=tuple(sorted(bodies.items())),
        fields=tuple(sorted(fields.items())),
        protected=len(matter.disclosure.protected),
        held=tuple(sorted(held.items())),
        originals=len(everything - set(matter.originals)),
        skipped=len(matter.case.of("skipped")),
    )
