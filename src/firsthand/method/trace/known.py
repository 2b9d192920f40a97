"""trace.known: is some of this footage known already, from other matters, and since when?"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from firsthand.method.reading import Reading
from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.bounds import instant
from firsthand.record.digest import check_digest, sha256
from firsthand.record.fault import BadReading, BadRecord
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable
from firsthand.record.footage import Relation

from .candidates import Looks
from .descriptors import described_of
from .footage import film_of
from .made import film_like, sound_like
from .search import Ready, candidates, compare, ready
from .sketch import Sketch

KNOWN = "known"  # the facts under which an item says what it is
KEPT = ("read.pictures/", "read.descriptors/", "read.sound/")
ARRAY = re.compile(r"read\.(pictures|descriptors|sound)/[a-z_]{1,40}")
LABEL = 200  # characters
PROFILES = ("full", "triage")
COPY = str(Relation.COPY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Known footage: the digest of its file, how it is called, when it was first posted as far as is known, and what tracing
    needs of it. No picture, no point of a picture, no sound, no name and no address of a sighting.

    `earliest` is the first and last instant between which the earliest known sighting was posted (UTC, either may be open),
    of so many `sightings` looked at.
    """

    file: str
    called: str
    earliest: tuple[str | None, str | None]
    sightings: int
    profile: str
    reading: Reading

    @property
    def model(self) -> str:
        """Digest of the weights that described it; empty where none did."""
        return str(self.reading.facts.get("read.descriptors", {}).get("sha256", ""))

    @property
    def head(self) -> "Item":
        """What it says of itself, without its arrays."""
        return replace(self, reading=Reading(facts=self.reading.facts))


def item(
    file: str, called: str, earliest: tuple[str | None, str | None], sightings: int, profile: str, reading: Reading
) -> Item:
    """An item from a whole reading: what it may not keep is left behind. Raises BadReading."""
    arrays = {name: array for name, array in reading.arrays.items() if name.startswith(KEPT)}
    facts = {}
    if described_of(reading) is not None:
        facts["read.descriptors"] = {part: reading.facts["read.descriptors"][part] for part in ("weights", "sha256")}
    about = {"file": file, "called": called, "earliest": list(earliest), "sightings": sightings, "profile": profile}
    return item_of(Reading(facts={**facts, KNOWN: about}, arrays=arrays))


def item_of(reading: Reading) -> Item:
    """The item in an unpacked reading, which may come from anybody. Raises BadReading."""
    try:
        about = reading.facts[KNOWN]
        first, last = about["earliest"]
        made = Item(
            file=check_digest(about["file"]),
            called=str(about["called"]),
            earliest=(_instant(first), _instant(last)),
            sightings=about["sightings"],
            profile=about["profile"],
            reading=reading,
        )
    except (KeyError, TypeError, ValueError, BadRecord) as bad:
        raise BadReading(f"an item of a memory that does not say what it is: {bad!r}") from bad
    strange = sorted(name for name in reading.arrays if not ARRAY.fullmatch(name))
    facts = reading.facts.keys() - {KNOWN, "read.descriptors"}
    fits = (
        about.keys() == {"file", "called", "earliest", "sightings", "profile"}
        and not strange
        and not facts
        and reading.facts.get("read.descriptors", {}).keys() <= {"weights", "sha256"}
        and len(made.called) <= LABEL
        and type(made.sightings) is int
        and 0 <= made.sightings < 1 << 40
        and made.profile in PROFILES
    )
    if not fits:
        raise BadReading(f"an item of a memory with parts that it may not have: {[*strange, *facts][:3]}")
    film_of(reading), described_of(reading)
    sound = reading.arrays.get("read.sound/hash"), reading.arrays.get("read.sound/at")
    if any(part is not None and (part.ndim != 1 or part.dtype.kind not in "iu") for part in sound):
        raise BadReading("an item of a memory whose landmarks are none")
    return made


def _instant(text: Any) -> str | None:
    if text is not None:
        instant(text)
    return text if text is None else str(text)


# --- the question -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Which memory, and when all is compared with all."""

    memory: str = value("", "the name of the memory: it is repeated in the answer")
    every_pair: int = value(
        2000, "up to so many pairs all are compared in full; beyond, those that have something in common"
    )


def run(given: Given, inputs: Inputs) -> Outcome:
    files = {name: ready(reading) for name, reading in inputs["readings"].items()}
    items = {number: item_of(reading) for number, reading in inputs["known"].items()}
    if not files or not items:
        return Unsuitable(why="no file to look for, or a memory that holds nothing")
    known = {number: ready(one.reading) for number, one in items.items()}
    mine, theirs = ({name: one.sketch for name, one in some.items()} for some in (files, known))
    return told(given, mine, items, seen(files, known, items, wanted(given, mine, theirs)))


def wanted(
    given: Given, files: Mapping[str, Sketch], known: Mapping[str, Sketch], looks: Looks | None = None
) -> list[tuple[str, str]]:
    """(file, item) pairs that are compared. `looks` are indexes of the items, where there are some."""
    if len(files) * len(known) <= given.every_pair:
        return [(file, number) for file in sorted(files) for number in sorted(known)]
    pairs = candidates({**known, **files}, looks or Looks.over(known), asking=files)
    both = [(one, two) if one in files else (two, one) for one, two in pairs]
    return sorted((file, number) for file, number in both if file in files and number in known)


def seen(
    files: Mapping[str, Ready], known: Mapping[str, Ready], items: Mapping[str, Item], pairs: Iterable[tuple[str, str]]
) -> Iterator[tuple[Outcome, dict[str, Any]]]:
    """What is known of which file, with the answer that says so. Of `items` their heads are enough."""
    for file, number in pairs:
        one = items[number]
        about = {
            "file": file,
            "item": one.file,
            "called": one.called,
            "earliest": list(one.earliest),
            "sightings": one.sightings,
        }
        if file == one.file:
            yield Found(value={"file": file}), {**about, "by": "the very same bytes", "copies": []}
            continue
        for answer in compare(file, files[file], one.file, known[number]):
            match answer.outcome:
                case Inconclusive() as unsure:
                    yield unsure, {**about, "by": answer.method, "copies": [], "why": unsure.why}
                case Found() as sure if sure.value.get("relation", COPY) == COPY:
                    shown = sure.value.get("copies", sure.value.get("stretches", ()))
                    yield sure, {**about, "by": answer.method, "copies": list(shown)}


def told(
    given: Given,
    files: Mapping[str, Sketch],
    items: Mapping[str, Item],
    found: Iterable[tuple[Outcome, dict[str, Any]]],
) -> Outcome:
    """One answer for all: what is known, what may be, and what was searched. Of `items` their heads are enough."""
    rows = list(found)
    sure = [row for outcome, row in rows if isinstance(outcome, Found)]
    unsure = [row for outcome, row in rows if isinstance(outcome, Inconclusive)]
    thin = sum(one.profile == "triage" for one in items.values())
    looked = (
        f"{len(files)} files against the {len(items)} items of the memory {given.memory!r} ({thin} of them by key frames only), "
        f"by pictures and movement, by sound{_models(files, items)}"
    )
    shown = {"memory": given.memory, "files": len(files), "items": len(items), "looked": looked}
    if sure:
        return Found(value={**shown, "seen": sure, "maybe": unsure})
    if unsure:
        return Inconclusive(why="like something known, but not told to be it", value={**shown, "maybe": unsure})
    return Nothing(looked=looked, value={**shown})


def _models(files: Mapping[str, Sketch], items: Mapping[str, Item]) -> str:
    """By whose descriptors was searched; those of two models are never compared, and that is said."""
    mine = {one.rows.model for one in files.values() if one.rows is not None}
    theirs = {one.model for one in items.values() if one.model}
    both = ", ".join(model[:12] for model in sorted(mine & theirs))
    said = f", and by descriptors of {both}" if both else "; without descriptors"
    apart = ", ".join(model[:12] for model in sorted(theirs - mine))
    return said + (f" (those of {apart} in the memory were not compared: another model made them)" if apart else "")


def agrees(one: Outcome, two: Outcome) -> bool:
    """The same files are the same items."""
    if type(one) is not type(two) or not isinstance(one, Found) or not isinstance(two, Found):
        return type(one) is type(two)
    return _pairs(one) == _pairs(two)


def _pairs(outcome: Found) -> set[tuple[str, str, str]]:
    return {(row["file"], row["item"], row["by"]) for row in outcome.value["seen"]}


# --- the card -----------------------------------------------------------------------------------------------------------------

OLD, NEW = sha256(b"an old clip"), sha256(b"what came in")


def _asked(new: Reading, *old: Reading) -> Inputs:
    known = {
        sha256(str(number).encode()): item(
            OLD, "a square in spring", ("2014-03-01T00:00:00Z", "2014-03-02T00:00:00Z"), 2, "full", reading
        ).reading
        for number, reading in enumerate(old)
    }
    return {"readings": {NEW: new}, "known": known}


KNOWN_FOOTAGE = Method(
    name="trace.known",
    version=3,  # as trace.search: a new version of what it asks is a new one of this
    asks="Is some of this footage known already from a memory of other matters, as what, and since when?",
    given=Given,
    inputs=(
        Input(name="readings", kind="readings", says="the readings of the files that are looked for"),
        Input(name="known", kind="readings", says="the items of a memory, by the digest of each"),
    ),
    says="seen: {file, item, called, earliest, sightings, by, copies}: the item's file, how the memory calls it, between which "
    "instants the earliest of so many known sightings was posted, which method says so, and the aligned stretches; maybe: the "
    "same where it could not be told; looked: what was searched",
    limits=(
        "nothing found says nothing of what the memory never held: looked gives its size",
        "the earliest known sighting is a bound from above: older ones may be known to others",
        "a memory holds no local features: crops, borders and overlays are found in it less often than in a case",
        "by sound alone it may be a known broadcast laid over new pictures",
        "made with other weights, a memory is searched without descriptors; its items are never compared with them",
        "how an item is called is its maker's word",
    ),
    cites=("trace.pictures and trace.sound, whose limits are this one's too",),
    run=run,
    agrees=agrees,
    examples=(
        Example(
            says="ten seconds of a clip that is known since 2014",
            given=Given(memory="old clips"),
            inputs=lambda: _asked(
                film_like(seed=1, seconds=10, begin=5.0), film_like(seed=1, sound=1), film_like(seed=2)
            ),
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found) and [r["called"] for r in outcome.value["seen"]] == ["a square in spring"]
            ),
        ),
        Example(
            says="the same where only what has something in common is compared",
            given=Given(every_pair=1),
            inputs=lambda: _asked(film_like(seed=1, seconds=10, begin=5.0), film_like(seed=1), film_like(seed=2)),
            gives="found",
        ),
        Example(
            says="a clip that the memory does not hold",
            given=Given(),
            inputs=lambda: _asked(film_like(seed=7), film_like(seed=1), film_like(seed=2)),
            gives="nothing",
        ),
        Example(says="an empty memory", given=Given(), inputs=lambda: _asked(film_like(seed=7)), gives="unsuitable"),
        Example(
            says="new pictures with a sound that is known",
            given=Given(),
            inputs=lambda: _asked(film_like(seed=7, sound=3), Reading(facts={}, arrays=sound_like(seed=3).arrays)),
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found) and {r["by"] for r in outcome.value["seen"]} == {"trace.sound"}
            ),
        ),
    ),
)
