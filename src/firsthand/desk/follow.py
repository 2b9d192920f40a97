"""How far a mark follows into the copies of its file: to the seconds surely aligned to unmarked ones it does not, to all others it does."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from firsthand.record.case import Case
from firsthand.record.entry import Entry
from firsthand.record.finding import Found
from firsthand.record.footage import Relation, Stretch
from firsthand.record.observation import Mark, MarkKind

Seconds = tuple[Fraction | None, Fraction | None]  # None: without end
PICTURES, SOUND = "trace.pictures", "trace.sound"
SURE_SCORE, SURE_ERROR = 0.75, Fraction(1, 4)  # of a copy whose seconds are taken at its word
AROUND = Fraction(1, 2)  # seconds before and after the marked ones that are held back with them, at least
APART = Fraction(1, 2)  # seconds by which sound may say another offset than the pictures
# What may be done to a copy and leave all of its picture the other's: after any other change there may be something in the
# picture (a frame, an overlay, a second film) that nobody has aligned.
WHOLLY = frozenset({"crop", "mirror", "turn", "speed", "colour"})
SAID = (
    "picture",
    "panel",
    "overlay",
    "caption",
    "screen",
    "split",
    "inset",
    "border",
    "part",
)  # the same where only words say it


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Seconds [start, end] of a copy, each showing second `offset + t * speed` of the other file within `error`.

    `sure`: nothing that is known speaks against it; only then may a second be shown because of it.
    """

    start: Fraction
    end: Fraction
    offset: Fraction
    speed: Fraction
    error: Fraction
    sure: bool

    def there(self, seconds: Seconds) -> Seconds | None:
        """Where in the copy some seconds of the other file are, with the error around them; None where they are not."""
        low, high = seconds
        around = max(AROUND, 2 * self.error)
        first = self.start if low is None else max(self.start, (low - around - self.offset) / self.speed)
        last = self.end if high is None else min(self.end, (high + around - self.offset) / self.speed)
        return (first, last) if first <= last else None


def held_seconds(marked: Seconds, laid: Iterable[Laid]) -> tuple[Seconds, ...]:
    """The seconds of a copy that are held back: all, but for those that are surely some other, unmarked second.

    What any alignment, sure or not, makes a marked second stays held back. So it is with every second that no alignment
    speaks of: it may show the marked ones once more.
    """
    found = list(laid)
    shown = _union([(one.start + one.error, one.end - one.error) for one in found if one.sure])
    for one in found:
        inside = one.there(marked)
        if inside is not None:
            shown = [part for span in shown for part in _without(span, inside)]
    edges: list[Seconds] = []
    before: Fraction | None = None
    for low, high in shown:
        edges.append((before, low))
        before = high
    return (*edges, (before, None))


def _union(spans: Iterable[tuple[Fraction, Fraction]]) -> list[tuple[Fraction, Fraction]]:
    made: list[tuple[Fraction, Fraction]] = []
    for low, high in sorted(span for span in spans if span[0] < span[1]):
        if made and low <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], high))
        else:
            made.append((low, high))
    return made


def _without(span: tuple[Fraction, Fraction], cut: Seconds) -> Iterator[tuple[Fraction, Fraction]]:
    low, high = cut
    assert low is not None and high is not None
    for first, last in ((span[0], min(span[1], low)), (max(span[0], high), span[1])):
        if first < last:
            yield first, last


# --- from findings ----------------------------------------------------------------------------------------------------------


def laid_of(case: Case) -> Mapping[tuple[str, str], tuple[Laid, ...]]:
    """(copy, other file) -> how seconds of the copy stand to seconds of the other, by every standing finding, both ways."""
    pictures: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    sounds: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for entry in case.of("finding", standing=True):
        method, result = entry.value.job.method, entry.value.result
        if method in (PICTURES, SOUND) and isinstance(result, Found):
            into = pictures if method == PICTURES else sounds
            for copy in result.value.get("copies" if method == PICTURES else "stretches", ()):
                into[copy["one"]["file"], copy["two"]["file"]].append(copy)
    made: dict[tuple[str, str], list[Laid]] = defaultdict(list)
    for (one, two), copies in pictures.items():
        for copy in copies:
            if copy.get("relation", str(Relation.COPY)) == str(Relation.COPY):
                forward, back = _both(copy, sounds.get((one, two), ()))
                made[one, two].append(forward)
                made[two, one].append(back)
    return {pair: tuple(found) for pair, found in made.items()}


def _both(copy: Mapping[str, Any], sounds: Sequence[Mapping[str, Any]]) -> tuple[Laid, Laid]:
    """Seconds of one as seconds of two, and the other way."""
    offset, speed = Fraction(copy["offset"]), Fraction(copy["speed"])
    error = Fraction(copy["error"])
    sure = error <= SURE_ERROR and copy["score"] >= SURE_SCORE and speed > 0 and not _partly(copy)
    sure = sure and not any(abs(Fraction(heard["offset"]) - offset) > APART for heard in sounds if _meet(copy, heard))
    one, two = ((Fraction(copy[side]["start"]), Fraction(copy[side]["end"])) for side in ("one", "two"))
    speed = speed if speed > 0 else Fraction(1)
    forward = Laid(start=one[0], end=one[1], offset=offset, speed=speed, error=error, sure=sure)
    back = Laid(start=two[0], end=two[1], offset=-offset / speed, speed=1 / speed, error=error / speed, sure=sure)
    return forward, back


def _partly(copy: Mapping[str, Any]) -> bool:
    """Whether something else may stand in the picture than what was aligned."""
    if copy.get("untold"):  # what was done to it is not told whole
        return True
    changes = copy.get("changes")
    if changes is not None:
        return any(change.get("what") not in WHOLLY for change in changes)
    return any(word in str(edit).casefold() for edit in copy.get("edits", ()) for word in SAID)


def _meet(copy: Mapping[str, Any], heard: Mapping[str, Any]) -> bool:
    """Whether a stretch of sound lies within the same seconds of either file."""
    for side in ("one", "two"):
        low = max(Fraction(copy[side]["start"]), Fraction(heard[side]["start"]))
        if low < min(Fraction(copy[side]["end"]), Fraction(heard[side]["end"])):
            return True
    return False


# --- what is held back ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """How far one mark follows into one copy: `holds` are stretches of it. `by` are the entries that decided so, none where
    it is the desk's own proposal; `whole` where no second of the copy could be told from a marked one."""

    mark: str
    file: str
    holds: tuple[Stretch, ...]
    by: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return any(stretch.start is None and stretch.end is None for stretch in self.holds)


def following(
    mark: Entry,
    file: str,
    laid: Mapping[tuple[str, str], tuple[Laid, ...]],
    decided: Mapping[tuple[str, str], list[Entry]],
) -> Following:
    """As people decided, all that any of them holds back; where nobody did, as `held_seconds` says.

    A sealed source's footage is sealed whole, whatever it shows: nobody's decision and no alignment makes it less.
    """
    value: Mark = mark.value
    assert value.stretch is not None
    if value.mark is MarkKind.SEALED_SOURCE:
        return Following(mark=mark.id, file=file, holds=(Stretch(file=file),))
    said = decided.get((mark.id, file), [])
    if said:
        held = dict.fromkeys(stretch for entry in said for stretch in entry.value.holds)
        return Following(mark=mark.id, file=file, holds=tuple(held), by=tuple(entry.id for entry in said))
    seconds = held_seconds((value.stretch.start, value.stretch.end), laid.get((file, value.stretch.file), ()))
    return Following(mark=mark.id, file=file, holds=tuple(Stretch(file=file, start=a, end=b) for a, b in seconds))


def decisions(case: Case) -> Mapping[tuple[str, str], list[Entry]]:
    """(mark, copy) -> the last standing decision of each author."""
    last: dict[tuple[str, str, str], Entry] = {}
    for entry in case.of("follow", standing=True):
        last[entry.value.mark, entry.value.file, entry.log] = entry
    made: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for (mark, file, _), entry in sorted(last.items()):
        made[mark, file].append(entry)
    return made


def follow_all(case: Case, copies: Mapping[str, frozenset[str]]) -> Iterator[tuple[Entry, Following]]:
    """Every standing mark on footage with each copy of its file: files of its recording, and files that a finding aligns to it."""
    laid, decided = laid_of(case), decisions(case)
    beside: dict[str, set[str]] = defaultdict(set)
    for copy, other in laid:
        beside[other].add(copy)
    for mark in case.of("mark", standing=True):
        stretch = mark.value.stretch
        if stretch is not None:
            for file in sorted({*copies.get(stretch.file, ()), *beside[stretch.file]} - {stretch.file}):
                yield mark, following(mark, file, laid, decided)
