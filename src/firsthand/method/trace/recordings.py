"""trace.recordings: which files are copies of one recording, by a stated rule, with the reason for each grouping."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.digest import sha256
from firsthand.record.finding import Finding, Found, Inconclusive, Job, Nothing, Outcome, outcome_wire
from firsthand.record.footage import Recording, Relation
from firsthand.record.wire import to_wire

RULE = (
    "Two files are joined where their decoded pictures are the same; where a stretch of one is a copy of a stretch of the "
    "other by pictures and movement, or by movement and sound; or where their pictures look alike, too little moves to tell, "
    "and their sound is the same. Two joined stretches of one file are of one recording where nearly all of the shorter lies in "
    "the longer, or where they overlap and the two other files are found to be copies themselves; else the file may hold several "
    "recordings, and nothing is joined through it."
)
ONE_WAY = (
    "crop",
    "border",
    "overlay",
)  # what was cut off or covered is not there any more: the changed file is the later one
PICTURES, SOUND, EXACT = "trace.pictures", "trace.sound", "trace.exact"
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How far the witnesses may differ."""

    offset: float = value(0.5, "seconds by which the offsets of pictures and sound may differ and still be one")
    overlap: float = value(1.0, "seconds by which two stretches of one file must overlap to be of one recording")
    within: float = value(
        0.8, "share of the shorter stretch that must lie in the longer, where their other files are no known copies"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A stretch of one file that is a stretch of another (seconds), and why."""

    one: str
    two: str
    in_one: tuple[float, float]
    in_two: tuple[float, float]
    reason: str
    made_of: tuple[tuple[str, str, str], ...] = ()  # (parent's side, child, what was done that cannot be undone)


@dataclass(slots=True)
class _Groups:
    """Union of stretches: each node is one end of a link."""

    parent: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def root(self, node: tuple[int, int]) -> tuple[int, int]:
        self.parent.setdefault(node, node)
        while self.parent[node] != node:
            self.parent[node] = self.parent[self.parent[node]]
            node = self.parent[node]
        return node

    def join(self, one: tuple[int, int], two: tuple[int, int]) -> None:
        a, b = sorted((self.root(one), self.root(two)))
        self.parent[b] = a


def run(given: Given, inputs: Inputs) -> Outcome:
    findings: Sequence[tuple[str, Finding]] = inputs["findings"]
    pairs: dict[str, dict[Pair, Outcome]] = {PICTURES: {}, SOUND: {}}
    twins: dict[str, tuple[str, ...]] = {}
    for _, finding in findings:
        if finding.job.method in pairs and len(finding.files) == 2:
            one, two = sorted(finding.files)
            pairs[finding.job.method][one, two] = finding.result
        elif finding.job.method == EXACT:
            twins |= _twins(finding.result)
    links = [link for pair in sorted(pairs[PICTURES]) for link in _by_pair(given, pair, pairs)]
    if not links and not twins:
        return Nothing(
            looked=f"{len(findings)} findings of trace: none says that two files hold the same footage. {RULE}"
        )
    recordings = sorted(_recordings(given, links, twins), key=lambda made: made["files"])
    return Found(value={"recordings": recordings, "rule": RULE, "links": len(links)})


# --- why two files are joined ----------------------------------------------------------------------------------------------


def _twins(outcome: Outcome) -> dict[str, tuple[str, ...]]:
    """File -> all files with the very same decoded pictures, itself among them."""
    groups = outcome.value["groups"] if isinstance(outcome, Found) else ()
    return {file: tuple(sorted(group["files"])) for group in groups for file in group["files"]}


def _by_pair(given: Given, pair: Pair, pairs: Mapping[str, Mapping[Pair, Outcome]]) -> Iterator[Link]:
    seen, heard = pairs[PICTURES][pair], pairs[SOUND].get(pair)
    if isinstance(seen, Found) and seen.value["relation"] == str(Relation.COPY):
        for copy in seen.value["copies"]:
            yield _link(
                copy, f"a copy by pictures and movement (score {copy['score']:g}){_sound_of(given, copy, heard)}"
            )
    elif isinstance(seen, Inconclusive) and seen.value.get("pictures", 0.0) >= 0.5 and isinstance(heard, Found):
        for copy in heard.value["stretches"]:
            why = f"pictures alike, too little moves to tell, and the same sound (score {copy['score']:g})"
            yield _link(copy, why)


def _link(copy: Mapping[str, Any], why: str) -> Link:
    one, two = copy["one"], copy["two"]
    edits = f", {', '.join(copy['edits'])}" if copy.get("edits") else ""
    reason = (
        f"{_name(one['file'])} {_clock(one['start'])} to {_clock(one['end'])} is "
        f"{_name(two['file'])} {_clock(two['start'])} to {_clock(two['end'])}{edits}: {why}"
    )
    made_of = tuple(
        (next(side for side in (one["file"], two["file"]) if side != change["file"]), change["file"], change["says"])
        for change in copy.get("changes", ())
        if change["what"] in ONE_WAY and change["file"] in (one["file"], two["file"])
    )
    return Link(one=one["file"], two=two["file"], in_one=_span(one), in_two=_span(two), reason=reason, made_of=made_of)


def _sound_of(given: Given, copy: Mapping[str, Any], heard: Outcome | None) -> str:
    """What the sound, an independent witness, says of a copy by pictures."""
    match heard:
        case Found():
            offsets = [Fraction(part["offset"]) for part in heard.value["stretches"]]
            near = any(abs(offset - Fraction(copy["offset"])) <= given.offset for offset in offsets)
            return "; its sound is the same" if near else "; the same sound, but at another offset"
        case Nothing():
            return "; other sound"
        case Inconclusive():
            return "; whether its sound is the same cannot be told"
    return ""


def _span(stretch: Mapping[str, Any]) -> tuple[float, float]:
    return float(Fraction(stretch["start"])), float(Fraction(stretch["end"]))


def _clock(text: str) -> str:
    seconds = float(Fraction(text))
    return f"{int(seconds // 60)}:{seconds % 60:05.2f}"


def _name(file: str) -> str:
    return file[:8]


# --- which links are one recording ------------------------------------------------------------------------------------------


def _recordings(given: Given, links: Sequence[Link], twins: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, Any]]:
    """Groups of links whose stretches overlap in a file, or in its twins; then twins that no link speaks of."""
    groups, held = _Groups(), defaultdict[str, list[tuple[tuple[int, int], tuple[float, float], str]]](list)
    first = {file: group[0] for file, group in twins.items()}
    copies = {frozenset((first.get(link.one, link.one), first.get(link.two, link.two))) for link in links}
    for number, link in enumerate(links):
        one, two = first.get(link.one, link.one), first.get(link.two, link.two)
        groups.join((number, 1), (number, 2))
        held[one].append(((number, 1), link.in_one, two))
        held[two].append(((number, 2), link.in_two, one))
    for ends in held.values():
        for place, (node, span, far) in enumerate(ends):
            for other, another, farther in ends[place + 1 :]:
                # The end of a stretch is known to a second or so: where a compilation cuts from one camera to the next, the
                # two stretches may seem to overlap. Two cameras are not one for that.
                known = far == farther or frozenset((far, farther)) in copies
                if _overlap(span, another, given.overlap, 0.0 if known else given.within):
                    groups.join(node, other)
    members: dict[tuple[int, int], list[Link]] = defaultdict(list)
    for number, link in enumerate(links):
        members[groups.root((number, 1))].append(link)
    spoken = {file for link in links for end in (link.one, link.two) for file in twins.get(end, (end,))}
    alone: dict[tuple[str, ...], list[Link]] = {group: [] for group in twins.values() if not spoken & set(group)}
    made = [(_files_of(group, twins), group) for group in members.values()] + list(alone.items())
    often = Counter(file for files, _ in made for file in files)
    for files, group in made:
        yield _recording(files, group, twins, [file for file in files if often[file] > 1])


def _files_of(links: Iterable[Link], twins: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    ends = {end for link in links for end in (link.one, link.two)}
    return tuple(sorted({file for end in ends for file in twins.get(end, (end,))}))


def _overlap(one: tuple[float, float], two: tuple[float, float], least: float, within: float) -> bool:
    """By so many seconds, and by that share of the shorter. A still's moment overlaps the stretch that it lies in."""
    shortest = min(one[1] - one[0], two[1] - two[0])
    return min(one[1], two[1]) - max(one[0], two[0]) >= max(min(least, shortest), within * shortest)


def _recording(
    files: tuple[str, ...], links: Sequence[Link], twins: Mapping[str, tuple[str, ...]], several: Sequence[str]
) -> dict[str, Any]:
    same = sorted({twins[file] for file in files if file in twins})
    reasons = [link.reason for link in links]
    reasons += [f"{', '.join(_name(file) for file in group)}: the same decoded pictures" for group in same]
    stretches = [
        {"one": link.one, "two": link.two, "in_one": list(link.in_one), "in_two": list(link.in_two)} for link in links
    ]
    lineage, untold = _lineage(links)
    made = Recording(
        id=files[0],
        files=files,
        reasons=tuple(sorted(set(reasons))),
        details={
            "stretches": stretches,
            "hold_other_recordings_too": list(several),
            "lineage": lineage,
            "lineage_untold": untold,
        },
    )
    return dict(to_wire(made))


def _lineage(links: Sequence[Link]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(which file was changed after it left the other's form, and why; pairs of which both were). A change can only go one way:
    what was cropped away, or covered, cannot come back. The unchanged file may itself be a copy of the source."""
    told: dict[Pair, set[str]] = defaultdict(set)
    for link in links:
        for nearer, changed, says in link.made_of:
            told[nearer, changed].add(says)
    one_way = [
        {"nearer": nearer, "changed": changed, "because": sorted(says)}
        for (nearer, changed), says in sorted(told.items())
        if (changed, nearer) not in told
    ]
    both = sorted({min(pair, pair[::-1]) for pair in told if pair[::-1] in told})
    return one_way, [{"files": list(pair), "why": "each was changed in a way that the other was not"} for pair in both]


# --- the card -------------------------------------------------------------------------------------------------------------

A, B, C = (sha256(name) for name in (b"a", b"b", b"c"))


def _said(method: str, one: str, two: str, outcome: Outcome) -> tuple[str, Finding]:
    one, two = sorted((one, two))
    job = Job(method=method, version=1, given={}, inputs={"pair": (sha256(one.encode()), sha256(two.encode()))})
    return job.id, Finding(job=job, outcome=outcome_wire(outcome), files=(one, two))


def _copied(
    one: str, two: str, in_one: tuple[int, int], in_two: tuple[int, int], relation: Relation
) -> tuple[str, Finding]:
    """A finding of trace.pictures with one stretch."""
    if one > two:
        one, two, in_one, in_two = two, one, in_two, in_one
    copy = {
        "one": {"file": one, "start": f"{in_one[0]}/1", "end": f"{in_one[1]}/1"},
        "two": {"file": two, "start": f"{in_two[0]}/1", "end": f"{in_two[1]}/1"},
        "offset": f"{in_two[0] - in_one[0]}/1", "speed": 1.0, "error": 0.04, "edits": [], "score": 0.9,
        "relation": str(relation),
    }  # fmt: skip
    return _said(
        PICTURES, one, two, Found(value={"relation": str(relation), "by": "pictures and movement", "copies": [copy]})
    )


def _files(outcome: Outcome) -> list[list[str]]:
    return [recording["files"] for recording in outcome.value["recordings"]] if isinstance(outcome, Found) else []


RECORDINGS = Method(
    name="trace.recordings",
    version=3,
    asks="Which files are copies of one recording, that is, of what one device recorded in one go?",
    given=Given,
    inputs=(
        Input(name="findings", kind="entries:finding", says="findings of trace.exact, trace.pictures and trace.sound"),
    ),
    says="recordings: {id, files, reasons, details}: groups of two and more files, id being the smallest digest among them; "
    "details give the stretches joined, files that hold other recordings too, and the lineage: {nearer, changed, because}, of "
    "two files the one that was cropped, put in bars or covered, and so is further from the source; rule: by what they were joined. A file "
    "that is in no group is, as far as is known, the only copy of its recording",
    limits=(
        "a copy that trace.pictures does not find leaves a recording in two groups: two groups are no proof of two recordings",
        "two files recorded by one device in one go, without a common stretch, are not joined",
        "two cameras on one event are never copies; a film shot off a screen is one",
        "a compilation is in the group of every recording that it holds, and joins none of them",
        "the lineage says which of two copies is further from the source, not that one was made of the other",
    ),
    cites=("HOUSE: only a copy joins files into a recording",),
    run=run,
    examples=(
        Example(
            says="b is cut from a; c shows the same street on another day",
            given=Given(),
            inputs=lambda: {
                "findings": (
                    _copied(A, B, (10, 20), (0, 10), Relation.COPY),
                    _copied(B, C, (0, 10), (0, 30), Relation.SAME_SCENE),
                )
            },
            gives="found",
            check=lambda outcome: _files(outcome) == [sorted([A, B])],
        ),
        Example(
            says="c is a compilation of a and b: two recordings, c in both",
            given=Given(),
            inputs=lambda: {
                "findings": (
                    _copied(A, C, (10, 20), (0, 10), Relation.COPY),
                    _copied(B, C, (0, 10), (12, 22), Relation.COPY),
                )
            },
            gives="found",
            check=lambda outcome: sorted(_files(outcome)) == sorted([sorted([A, C]), sorted([B, C])]),
        ),
        Example(
            says="c cuts from a to b, and both stretches run on past the cut by a second: two recordings all the same",
            given=Given(),
            inputs=lambda: {
                "findings": (
                    _copied(A, C, (10, 20), (0, 10), Relation.COPY),
                    _copied(B, C, (0, 10), (8, 18), Relation.COPY),
                )
            },
            gives="found",
            check=lambda outcome: sorted(_files(outcome)) == sorted([sorted([A, C]), sorted([B, C])]),
        ),
        Example(
            says="two cameras on one event: the same sound, other pictures",
            given=Given(),
            inputs=lambda: {
                "findings": (
                    _said(SOUND, A, B, Found(value={"sound": "same", "stretches": []})),
                    _said(
                        PICTURES,
                        A,
                        B,
                        Inconclusive(why="they move alike, their pictures differ", value={"pictures": 0.0}),
                    ),
                )
            },
            gives="nothing",
        ),
    ),
)
