"""What trace found of copies, read for align: which seconds of two files are one, with speed, error, and what sound says."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Any

from firsthand.record.finding import Finding, Found, Outcome
from firsthand.record.footage import Relation

from .through import Pair, Way, Ways

RECORDINGS, PICTURES, SOUND = "trace.recordings", "trace.pictures", "trace.sound"
ROUNDED = 0.05  # seconds by which a stretch of a recording may differ from the copy that it was cut from


def grouping(findings: Sequence[tuple[str, Finding]]) -> Finding | None:
    """Which files are copies of one recording, by the finding that rests on most others, of equals the later in the row."""
    found = [each for _, each in findings if each.job.method == RECORDINGS and isinstance(each.result, Found)]
    return max(reversed(found), key=lambda each: len(each.rests_on), default=None)


def together(last: Finding | None) -> frozenset[Pair]:
    """The pairs of files that are of one recording."""
    return frozenset(pair for each in _recordings(last) for pair in combinations(sorted(each["files"]), 2))


def ways(findings: Sequence[tuple[str, Finding]]) -> list[Ways]:
    """Of each recording of the last grouping its stretches, as steps from file to file, by the findings that it rests on.

    A stretch that none of them tells leads nowhere: there would be no bounds to carry on. What a compilation holds of one
    recording leads to no other, though it may seem to run on over a cut.
    """
    last = grouping(findings)
    rests, pairs = frozenset(last.rests_on if last else ()), together(last)
    copies: dict[Pair, list[Mapping[str, Any]]] = defaultdict(list)
    sounds: dict[Pair, Outcome] = {}
    for entry, finding in findings:
        one, two = sorted(finding.files) if len(finding.files) == 2 else ("", "")
        if entry in rests and (one, two) in pairs:
            outcome, method = finding.result, finding.job.method
            if method == SOUND:
                sounds[one, two] = outcome
            elif method == PICTURES and isinstance(outcome, Found):
                copies[one, two] += outcome.value["copies"]
    return [_of_recording(each, copies, sounds) for each in _recordings(last)]


def _of_recording(
    recording: Mapping[str, Any], copies: Mapping[Pair, Sequence[Mapping[str, Any]]], sounds: Mapping[Pair, Outcome]
) -> Ways:
    """A file with the very same pictures as another, which stands for it in every stretch, is laid on that one alone."""
    made = Ways(sounds=sounds)
    cut: dict[Pair, list[Mapping[str, Any]]] = defaultdict(list)
    for row in recording["details"]["stretches"]:
        cut[row["one"], row["two"]].append(row)
    spoken = {file for pair in cut for file in pair}
    for pair in combinations(sorted(recording["files"]), 2):
        heard, seen = sounds.get(pair), copies.get(pair, ())
        told = [*seen, *(heard.value["stretches"] if isinstance(heard, Found) else ())]
        pieces = [way for row in cut[pair] for way in _piece(row, told)]
        if any((file, file) in cut for file in pair) and not spoken.issuperset(pair):
            pieces += [_way(*pair, copy) for copy in seen if _is_copy(copy)]
        for way in _whole(pieces):
            made.add(way)
    return made


def _recordings(last: Finding | None) -> Sequence[Mapping[str, Any]]:
    return last.result.value["recordings"] if last is not None and isinstance(last.result, Found) else ()


def _is_copy(copy: Mapping[str, Any]) -> bool:
    return bool(copy.get("relation", str(Relation.COPY)) == str(Relation.COPY))


def _piece(row: Mapping[str, Any], told: Sequence[Mapping[str, Any]]) -> Iterator[Way]:
    """A stretch of a recording with what is told of the copy that it was cut from."""
    (low, high), there = row["in_one"], row["in_two"]
    for copy in told:
        way = _way(row["one"], row["two"], copy)
        within = way.low - ROUNDED <= low and high <= way.high + ROUNDED
        if within and all(
            abs(at * way.speed + way.offset - to) <= ROUNDED for at, to in zip((low, high), there, strict=True)
        ):
            yield replace(way, low=low, high=high)
            return


def _whole(pieces: Sequence[Way]) -> list[Way]:
    """Pieces of one copy put together again where no second parts them, but only a cut that both files show."""
    made: list[Way] = []
    for way in sorted(pieces, key=lambda each: (each.speed, each.offset, each.low)):
        if made and (made[-1].speed, made[-1].offset) == (way.speed, way.offset) and way.low <= made[-1].high + ROUNDED:
            before = made.pop()
            way = replace(before, high=max(before.high, way.high))
        made.append(way)
    return made


def _way(one: str, two: str, copy: Mapping[str, Any]) -> Way:
    low, high = (float(Fraction(copy["one"][end])) for end in ("start", "end"))
    holders = set(_holders(one, two, copy))
    return Way(
        file=one, of=two, low=low, high=high, speed=float(copy.get("speed", 1.0)), offset=float(Fraction(copy["offset"])),
        error=float(copy["error"]), holds=one in holders, held=two in holders,
    )  # fmt: skip


def _holders(one: str, two: str, copy: Mapping[str, Any]) -> Iterator[str]:
    """The files in a part of whose picture the other stands, where nothing tells that both are of one camera."""
    for change in copy.get("changes", ()):
        if change["what"] == "inset":
            yield change["file"]
        elif change["what"] == "part":
            yield two if change["file"] == one else one
