"""Why two files are joined: what findings say of a pair, as links between their stretches; of twins; and of a file's cuts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from firsthand.record.finding import Finding, Found, Inconclusive, Nothing, Outcome
from firsthand.record.footage import Relation

from .colour import NOT_COMPARED
from .grouping import Link, Shots, Span

ONE_WAY = (
    "crop",
    "border",
    "overlay",
    "colour",
)  # what was cut off, covered or made grey is not there any more: the changed file is the later one
PICTURES, SOUND = "trace.pictures", "trace.sound"
Pair = tuple[str, str]


def twins_of(outcome: Outcome) -> dict[str, tuple[str, ...]]:
    """File -> all files with the very same decoded pictures, itself among them."""
    groups = outcome.value["groups"] if isinstance(outcome, Found) else ()
    return {file: tuple(sorted(group["files"])) for group in groups for file in group["files"]}


def joins(pair: Pair, pairs: Mapping[str, Mapping[Pair, Outcome]], *, offset: float, small: float) -> Iterator[Link]:
    """What trace.pictures, and trace.sound beside it, say of a pair: sound within `offset` seconds is one with the pictures."""
    seen, heard = pairs[PICTURES][pair], pairs[SOUND].get(pair)
    if isinstance(seen, Found) and seen.value["relation"] == str(Relation.COPY):
        evidence = list(seen.value.get("evidence", ())) or [{}] * len(seen.value["copies"])
        for copy, told in zip(seen.value["copies"], evidence, strict=True):
            said = f"{_sound_of(offset, copy, heard)}{_colours_of(copy)}"
            why = f"a copy by pictures and movement (score {copy['score']:g}){said}"
            yield replace(
                _link(copy, why), starts=told.get("starts", ""), ends=told.get("ends", ""), part=_part(small, copy)
            )
    elif isinstance(seen, Inconclusive) and seen.value.get("pictures", 0.0) >= 0.5 and isinstance(heard, Found):
        for copy in heard.value["stretches"]:
            why = f"pictures alike, too little moves to tell, and the same sound (score {copy['score']:g})"
            yield _link(copy, why)


def shots_of(finding: Finding, clear: float) -> Iterator[tuple[str, Shots]]:
    """The cuts of a file that was looked through, those clear that change the picture by so much; none where it was not."""
    result = finding.result
    if isinstance(result, Found | Nothing) and len(finding.files) == 1 and "cuts" in result.value:
        cuts = [(_second(cut["at"]), float(cut["change"])) for cut in result.value["cuts"]]
        yield finding.files[0], Shots(
            cuts=tuple(at for at, _ in cuts), clear=tuple(at for at, change in cuts if change >= clear),
            first=_second(result.value["first"]), last=_second(result.value["last"]),
        )  # fmt: skip


def _part(small: float, copy: Mapping[str, Any]) -> str:
    """The file in a small part of whose picture the other stands, where that may have been laid in."""
    parts = [change for change in copy.get("changes", ()) if change["what"] in ("part", "inset")]
    if len(parts) != 1:
        return ""
    box = parts[0].get("measures", {})
    if box.get("width", 1.0) * box.get("height", 1.0) >= small:
        return ""
    sides = [copy["one"]["file"], copy["two"]["file"]]
    named = parts[0]["file"]
    return str(named if parts[0]["what"] == "inset" else next((side for side in sides if side != named), ""))


def _link(copy: Mapping[str, Any], why: str) -> Link:
    one, two = copy["one"], copy["two"]
    edits = f", {', '.join(copy['edits'])}" if copy.get("edits") else ""
    reason = (
        f"{name(one['file'])} {_clock(one['start'])} to {_clock(one['end'])} is "
        f"{name(two['file'])} {_clock(two['start'])} to {_clock(two['end'])}{edits}: {why}"
    )
    made_of = tuple(
        (next(side for side in (one["file"], two["file"]) if side != change["file"]), change["file"], change["says"])
        for change in copy.get("changes", ())
        if change["what"] in ONE_WAY and change["file"] in (one["file"], two["file"])
    )
    return Link(one=one["file"], two=two["file"], in_one=_span(one), in_two=_span(two), reason=reason, made_of=made_of)


def _sound_of(offset: float, copy: Mapping[str, Any], heard: Outcome | None) -> str:
    """What the sound, an independent witness, says of a copy by pictures."""
    match heard:
        case Found():
            offsets = [Fraction(part["offset"]) for part in heard.value["stretches"]]
            near = any(abs(other - Fraction(copy["offset"])) <= offset for other in offsets)
            return "; its sound is the same" if near else "; the same sound, but at another offset"
        case Nothing():
            return "; other sound"
        case Inconclusive():
            return "; whether its sound is the same cannot be told"
    return ""


def _colours_of(copy: Mapping[str, Any]) -> str:
    """What is told of the colours of a copy, where it is none of its edits: no edits are no word for kept colours."""
    said = str(copy.get("colours") or NOT_COMPARED)
    return (
        "" if any(change["what"] == "colour" for change in copy.get("changes", ())) else f"; {said.partition(':')[0]}"
    )


def _span(stretch: Mapping[str, Any]) -> Span:
    return _second(stretch["start"]), _second(stretch["end"])


def _second(text: str) -> float:
    return float(Fraction(text))


def _clock(text: str) -> str:
    seconds = _second(text)
    return f"{int(seconds // 60)}:{seconds % 60:05.2f}"


def name(file: str) -> str:
    return file[:8]
