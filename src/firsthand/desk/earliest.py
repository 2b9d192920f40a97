"""Which posting of some files is the earliest known: one that surely lies before all others, or those that may be it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from firsthand.record.bounds import Span, instant_text
from firsthand.store.shelf import STANDS

from .desk import Desk
from .shelving import shelf_of

ALWAYS = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def may_be_first(spans: Sequence[Span]) -> tuple[int, ...]:
    """Places of those spans of which no other surely lies before. One alone: its whole span ends before every other begins.

    Ends belong to a span: two that touch are not told apart. An open end may lie anywhere.
    """
    before = min((span.latest or ALWAYS[1] for span in spans), default=ALWAYS[1])
    return tuple(place for place, span in enumerate(spans) if (span.earliest or ALWAYS[0]) <= before)


def first_within(spans: Sequence[Span]) -> Span:
    """Between which instants the first of these lies, whichever it is."""
    begins = [span.earliest for span in spans]
    ends = [span.latest for span in spans if span.latest is not None]
    known = [begin for begin in begins if begin is not None]
    return Span(
        earliest=min(known) if known and len(known) == len(begins) else None, latest=min(ends) if ends else None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One posting: where and by whom, between which instants, as stated, and the sightings that say so.

    Sightings of one file at one address are taken together: one posting told twice, or several that are no further apart than
    what is told. Without an address each stands for itself."""

    files: tuple[str, ...]
    name: str
    account: str
    place: str  # its address, or else the channel
    span: Span
    stated: tuple[Span, ...]
    sightings: tuple[str, ...]

    @property
    def when(self) -> str:
        """Both ends, and what was stated; that no zone was stated is said, for it is why the ends are far apart."""
        ends = [instant_text(end) if end else "open" for end in (self.span.earliest, self.span.latest)]
        said = dict.fromkeys(
            f"{span.verbatim}, {f'zone {span.zone}' if span.zone else 'no zone stated: any is possible'}"
            for span in self.stated
            if span.verbatim
        )
        return " to ".join(dict.fromkeys(ends)) + (f" (stated: {'; '.join(said)})" if said else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Earliest:
    """found: `may_be` is the one posting; inconclusive: those that may each be it; nothing: no sighting says when.

    `within`: between which instants the earliest was posted, whichever it is."""

    outcome: Literal["found", "inconclusive", "nothing"]
    may_be: tuple[Posting, ...]
    within: Span
    dated: int
    files: int

    @property
    def searched(self) -> str:
        return (
            f"{self.dated} dated {'sighting' if self.dated == 1 else 'sightings'} of the {self.files} files in this case; "
            "older ones may be known elsewhere"
        )


def earliest(desk: Desk, files: Iterable[str]) -> Earliest:
    """The earliest known posting of any of these files, by the sightings that stand."""
    asked = sorted(files)
    found = list(dated(desk, asked))
    return told(postings(found), dated=len(found), files=len(asked))


def told(known: Sequence[Posting], *, dated: int, files: int) -> Earliest:
    some = [known[place] for place in may_be_first([posting.span for posting in known])]
    return Earliest(
        outcome="nothing" if not some else "found" if len(some) == 1 else "inconclusive",
        may_be=tuple(some),
        within=first_within([posting.span for posting in known]),
        dated=dated,
        files=files,
    )


def postings(found: Iterable[Posting]) -> list[Posting]:
    """Those of one file at one address put together, with all the time that any of them says: an address may be that of a channel,
    so what one states closely need not be of the posting that another states widely."""
    made: dict[tuple[str, ...], Posting] = {}
    for one in found:
        key = (*one.files, one.place) if "://" in one.place else one.sightings
        made[key] = _together(made[key], one) if key in made else one
    return sorted(made.values(), key=_order)


def _together(one: Posting, other: Posting) -> Posting:
    return Posting(
        files=one.files,
        name=one.name or other.name,
        account=one.account or other.account,
        place=one.place,
        span=one.span.join(other.span),
        stated=(*one.stated, *other.stated),
        sightings=(*one.sightings, *other.sightings),
    )


def _order(one: Posting) -> tuple[datetime, datetime, tuple[str, ...]]:
    return one.span.earliest or ALWAYS[0], one.span.latest or ALWAYS[1], one.sightings


def dated(desk: Desk, files: Iterable[str]) -> Iterator[Posting]:
    """Every standing sighting of these files that says when it was posted, each as a posting."""
    asked = f"SELECT entry, digest, body FROM sightings WHERE digest IN (SELECT value FROM json_each(?)) AND {STANDS} ORDER BY added"
    for entry, digest, body in shelf_of(desk).ask(asked, (json.dumps(sorted(set(files))),)):
        said: dict[str, Any] = json.loads(body)
        span = Span.from_wire(said["posted"]) if said["posted"] else Span()
        if span.earliest is None and span.latest is None:
            continue
        yield Posting(
            files=(digest,), name=said.get("name") or "", account=said.get("account") or "",
            place=said.get("url") or said.get("channel") or "", span=span, stated=(span,), sightings=(entry,),
        )  # fmt: skip
