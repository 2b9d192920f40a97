"""Known footage across cases: added from a case, handed on as one file, and asked whenever footage comes in."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from firsthand.method.reading import Reading, pack, unpack
from firsthand.method.trace.known import PROFILES, Given, Item, item, item_of
from firsthand.method.trace.search import Ready, ready
from firsthand.method.trace.sketch import Sketch
from firsthand.record.bounds import Span, instant_text
from firsthand.record.digest import digest_of, sha256
from firsthand.record.fault import BadMemory, BadReading, BadRecord, BadReference, OtherModel
from firsthand.store.known_folder import Memories, handed_on

from .desk import Desk, entries
from .earliest import first_within
from .held import Held
from .readings import cached
from .sketched import Sketched, sketched

HEAD = ("known", "read.descriptors")  # facts of an item that say what it is
USUAL = "known"  # the memory that is meant where none is named


def memories() -> Memories:
    """The user's: below FIRSTHAND_HOME where it is set, else the platform's place for a user's data."""
    home = os.environ.get("FIRSTHAND_HOME")
    return Memories((Path(home) if home else Path(platformdirs.user_data_dir("firsthand"))) / "memory")


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """Items that are new, those that were there already, and what was passed over with its reason."""

    new: int
    known: int
    passed: tuple[tuple[str, str], ...] = ()


def add(desk: Desk, name: str, files: Iterable[str], called: str = "", *, where: Memories | None = None) -> Added:
    """Files of a case that were examined. No picture and no name of a sighting goes along. Raises OtherModel, DiskFull."""
    kept, new, known = where or memories(), 0, 0
    passed: list[tuple[str, str]] = []
    posted = _posted(desk)
    for file in files:
        found = next(((p, r) for p in PROFILES if (r := cached(desk.folder, file, p)) is not None), None)
        if found is None or not _tells(found[1]):
            passed.append((file, "not examined yet" if found is None else "neither pictures nor sound to know it by"))
            continue
        first, last, count = posted.get(file, (None, None, 0))
        made = item(file, called, (first, last), count, *found)
        _one_model(kept, name, made)
        if kept.put(name, file, pack(made.reading)):
            new += 1
        else:
            known += 1
    return Added(new=new, known=known, passed=tuple(passed))


def _tells(reading: Reading) -> bool:
    return any(len(reading.arrays.get(part, ())) for part in ("read.pictures/pdq", "read.sound/hash"))


def _posted(desk: Desk) -> dict[str, tuple[str | None, str | None, int]]:
    """File -> when its earliest sighting was posted, of all that are known here: only the instants, never where or by whom."""
    desk.index.refresh(desk.ledger)
    spans: dict[str, list[Span]] = {}
    for entry in entries(desk, "sighting"):
        if entry.value.file is not None:
            spans.setdefault(entry.value.file, []).append(entry.value.posted)
    made: dict[str, tuple[str | None, str | None, int]] = {}
    for file, said in spans.items():
        first = first_within([span for span in said if span.earliest or span.latest])
        ends = [instant_text(end) if end else None for end in (first.earliest, first.latest)]
        made[file] = ends[0], ends[1], len(said)
    return made


def _one_model(kept: Memories, name: str, new: Item) -> None:
    """A memory holds descriptors of one model. Raises OtherModel."""
    if name in kept.names():
        held = next((m for m in models(kept, name) if m), "")
        if held and new.model and new.model != held:
            raise OtherModel(f"the memory {name} was made by the model {held[:12]}, and this by {new.model[:12]}")


def models(kept: Memories, name: str) -> Iterator[str]:
    """The model of each item; empty where none described it."""
    for file in kept.files(name):
        yield load(kept, name, file).model


def load(kept: Memories, name: str, file: str) -> Item:
    """Raises BadMemory: the item is damaged."""
    return _item(name, file, kept.get(name, file))


def _item(name: str, file: str, data: bytes) -> Item:
    try:
        made = item_of(unpack(data))
    except BadReading as bad:
        raise BadMemory(f"the item {file[:12]} of the memory {name}: {bad.message}") from bad
    if made.file != file:
        raise BadMemory(f"the item {file[:12]} of the memory {name} is of another file")
    return made


def export(name: str, path: Path, *, where: Memories | None = None) -> int:
    """Items written to one file, which must not be there. Raises FileTaken, NoMemory, DiskFull, WriteFailed."""
    return (where or memories()).write_out(name, path)


def take_in(path: Path, name: str, *, where: Memories | None = None) -> Added:
    """What somebody handed on: all of it is checked before the first item is kept; an item that is known stays as it is.

    Raises BadMemory, OtherModel (named), CannotRead, DiskFull, WriteFailed.
    """
    kept, new = where or memories(), 0
    seen: set[str] = set()
    for file, data in handed_on(path):
        made = _checked(file, data)
        _one_model(kept, name, made) if made.model not in seen else None
        seen |= {made.model} - {""}
        if len(seen) > 1:
            raise OtherModel(
                f"{path.name} holds descriptors of {len(seen)} models: {', '.join(m[:12] for m in sorted(seen))}"
            )
    there = set(kept.files(name)) if name in kept.names() else set()
    count = 0
    for file, data in handed_on(path):
        count += 1
        if file not in there:
            _checked(file, data)
            new += kept.put(name, file, data)
    return Added(new=new, known=count - new)


def _checked(file: str, data: bytes) -> Item:
    try:
        made = item_of(unpack(data))
    except BadRecord as bad:
        raise BadMemory(f"the item {file[:12]}: {bad.message}") from bad
    if made.file != file:
        raise BadMemory(f"the item {file[:12]} is of another file")
    return made


def listed(name: str | None = None, *, where: Memories | None = None) -> list[dict[str, Any]]:
    """All memories with their sizes and models, or the items of one."""
    kept = where or memories()
    if name is not None:
        items = [load(kept, name, file) for file in kept.files(name)]
        return [
            {
                "file": one.file,
                "called": one.called,
                "posted": " to ".join(end or "not known" for end in one.earliest),
                "sightings": one.sightings,
                "profile": one.profile,
                "model": one.model[:12] or "none",
            }
            for one in items
        ]
    return [
        {
            "memory": each,
            "items": len(kept.files(each)),
            "models": sorted({m[:12] or "none" for m in models(kept, each)}),
        }
        for each in kept.names()
    ]


def forget(name: str, files: Iterable[str] = (), *, everything: bool = False, where: Memories | None = None) -> int:
    """Items by the first characters of their files' digests, or all. Raises BadReference, NoMemory."""
    kept = where or memories()
    if everything:
        return kept.forget_all(name)
    there, gone = kept.files(name), []
    for short in files:
        found = [file for file in there if len(short) >= 6 and file.startswith(short.lower())]
        if len(found) != 1:
            raise BadReference(f"{short[:64]!r} names {len(found) or 'no'} items of the memory {name}")
        gone += found
    return kept.forget(name, *gone)


# --- what is asked --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """A memory as it is asked: the heads of its items by the digest of each, what of each brings files into question, the
    items themselves as they are compared, and one digest for all of it."""

    given: Given
    items: dict[str, Item]
    sketches: dict[str, Sketch]
    held: Held
    state: str
    broken: tuple[str, ...] = ()


def _sketched(kept: Memories, name: str, file: str) -> Sketched:
    """Raises BadMemory, CannotRead, OSError."""
    return sketched(
        kept.path(name, file),
        kept.home(name) / "cache" / "sketches" / file,
        lambda data: _item(name, file, data).reading,
        read=lambda: kept.get(name, file),
        keep=HEAD,
    )


def recall(name: str, *, where: Memories | None = None) -> Recall:
    """Every item whose bytes hold together; `broken` names the files of the others. What was not touched since the last time
    is not opened."""
    kept, items, sketches, broken = where or memories(), {}, {}, []
    for file in kept.files(name):
        try:
            one = _sketched(kept, name, file)
            items[one.digest], sketches[one.digest] = item_of(Reading(facts=one.facts)), one.sketch
        except (BadRecord, OSError):
            broken.append(file)

    def load_ready(number: str) -> tuple[Ready, int]:
        data = kept.get(name, items[number].file)
        if sha256(data) != number:
            raise BadMemory(f"the item {items[number].file[:12]} of the memory {name} was changed while it was asked")
        return ready(unpack(data)), len(data)

    state = digest_of({"memory": name, "items": sorted(items)})
    return Recall(
        given=Given(memory=name), items=items, sketches=sketches, held=Held(items, load_ready), state=state,
        broken=tuple(broken),
    )  # fmt: skip
