"""trace.recordings: which files are copies of one recording, by a stated rule, with the reason for each grouping."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.digest import canonical, sha256
from firsthand.record.finding import Finding, Found, Inconclusive, Job, Nothing, Outcome, outcome_wire
from firsthand.record.footage import Recording, Relation
from firsthand.record.wire import to_wire

from .grouping import Group, Link, Other, Shots, Span, groups
from .joins import PICTURES, SOUND, Pair, joins, name, shots_of, twins_of

RULE = (
    "Two files are joined where their decoded pictures are the same; where a stretch of one is a copy of a stretch of the "
    "other by pictures and movement, or by movement and sound; or where their pictures look alike, too little moves to tell, "
    "and their sound is the same. Such stretches are cut apart where one of the files was spliced: where a copy ends because one "
    "file goes on with another picture, and in all copies of that moment. Two stretches of one file are of one recording where "
    "they share a second; where the file shows both, and all between them, without a cut, and both end only because the other "
    "files do (other stretches of one recording); or on either side of a cut that every file has, if only one side has copies "
    "of its own. What stands in a small part of a picture, and may be laid in, is not joined with what fills it."
)
EXACT, SHOTS = "trace.exact", "read.shots"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """How far the witnesses may differ."""

    offset: float = value(0.5, "seconds by which the offsets of pictures and sound may differ and still be one")
    overlap: float = value(1.0, "seconds by which two stretches of one file must overlap to be of one recording")
    clear: float = value(
        30.0, "change of the picture (of 510) from which a cut that all copies have is taken for a splice"
    )
    small: float = value(
        0.5, "share of a picture: what stands in less of it may have been laid in, if that is not told otherwise"
    )


def run(given: Given, inputs: Inputs) -> Outcome:
    findings: Sequence[tuple[str, Finding]] = inputs["findings"]
    pairs: dict[str, dict[Pair, Outcome]] = {PICTURES: {}, SOUND: {}}
    twins: dict[str, tuple[str, ...]] = {}
    shots: dict[str, Shots] = {}
    for _, finding in findings:
        if finding.job.method in pairs and len(finding.files) == 2:
            one, two = sorted(finding.files)
            pairs[finding.job.method][one, two] = finding.result
        elif finding.job.method == EXACT:
            twins |= twins_of(finding.result)
        elif finding.job.method == SHOTS and finding.profile == "full":
            shots.update(shots_of(finding, given.clear))
    links = [
        link for pair in sorted(pairs[PICTURES]) for link in joins(pair, pairs, offset=given.offset, small=given.small)
    ]
    if not links and not twins:
        return Nothing(
            looked=f"{len(findings)} findings of trace: none says that two files hold the same footage. {RULE}"
        )
    recordings = sorted(_recordings(given, links, twins, shots), key=lambda made: (made["files"], made["id"]))
    return Found(value={"recordings": recordings, "rule": RULE, "links": len(links)})


# --- what is told of a recording ----------------------------------------------------------------------------------------------


def _recordings(
    given: Given, links: Sequence[Link], twins: Mapping[str, tuple[str, ...]], shots: Mapping[str, Shots]
) -> Iterator[dict[str, Any]]:
    """Groups of pieces, in which a file's twin stands for it; then twins that no link speaks of."""
    first = {file: group[0] for file, group in twins.items()}
    standing = [replace(link, one=first.get(link.one, link.one), two=first.get(link.two, link.two),
                        part=first.get(link.part, link.part)) for link in links]  # fmt: skip
    found = groups(standing, {first.get(file, file): seen for file, seen in shots.items()}, given.overlap)
    spoken = {file for link in links for end in (link.one, link.two) for file in twins.get(end, (end,))}
    alone = [Group(links=(), others=()) for group in dict.fromkeys(twins.values()) if not spoken & set(group)]
    made = [(_files_of(group, twins), group) for group in found]
    made += list(zip([g for g in dict.fromkeys(twins.values()) if not spoken & set(g)], alone, strict=True))
    often = Counter(file for files, _ in made for file in files)
    for files, group in made:
        yield _recording(files, group, twins, [file for file in files if often[file] > 1])


def _files_of(group: Group, twins: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    ends = {end for link in group.links for end in (link.one, link.two)}
    return tuple(sorted({file for end in ends for file in twins.get(end, (end,))}))


def _recording(
    files: tuple[str, ...], group: Group, twins: Mapping[str, tuple[str, ...]], several: Sequence[str]
) -> dict[str, Any]:
    same = sorted({twins[file] for file in files if file in twins})
    reasons = [link.reason for link in group.links] + [_said(other) for other in group.others]
    reasons += [f"{', '.join(name(file) for file in each)}: the same decoded pictures" for each in same]
    stretches = [
        {"one": link.one, "two": link.two, "in_one": _thousandths(link.in_one), "in_two": _thousandths(link.in_two)}
        for link in group.links
    ]
    lineage, untold = _lineage(group.links)
    made = Recording(
        id=_named(files, several, stretches),
        files=files,
        reasons=tuple(sorted(set(reasons))),
        details={
            "stretches": stretches,
            "other_stretches": [_other(other) for other in group.others],
            "hold_other_recordings_too": list(several),
            "lineage": lineage,
            "lineage_untold": untold,
        },
    )
    return dict(to_wire(made))


def _named(files: Sequence[str], several: Sequence[str], stretches: Sequence[Mapping[str, Any]]) -> str:
    """The smallest digest of a file that holds no other recording; where all do, a digest of what they hold of this one."""
    own = [file for file in files if file not in several]
    return min(own) if own else sha256(canonical(sorted(map(dict, stretches), key=canonical)))


def _thousandths(span: Span) -> list[float]:
    return [round(second, 3) for second in span]


def _other(other: Other) -> dict[str, Any]:
    return {
        "relation": str(Relation.SAME_RECORDING), "one": other.one, "two": other.two, "through": other.through,
        "in_one": _thousandths(other.in_one), "in_two": _thousandths(other.in_two), "seconds_between": round(other.gap, 3),
    }  # fmt: skip


def _said(other: Other) -> str:
    return (
        f"{name(other.one)} and {name(other.two)} are other stretches of one recording: {name(other.through)} shows both, and "
        f"the {max(0.0, other.gap):.2f} s between them, without a cut"
    )


def _lineage(links: Sequence[Link]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(which file was changed after it left the other's form, and why; pairs of which both were). A change can only go one way:
    what was cropped away, covered or made grey cannot come back. The unchanged file may itself be a copy of the source."""
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


def _finding(method: str, one: str, two: str, outcome: Outcome) -> tuple[str, Finding]:
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
    return _finding(
        PICTURES, one, two, Found(value={"relation": str(relation), "by": "pictures and movement", "copies": [copy]})
    )


def _files(outcome: Outcome) -> list[list[str]]:
    return [recording["files"] for recording in outcome.value["recordings"]] if isinstance(outcome, Found) else []


RECORDINGS = Method(
    name="trace.recordings",
    version=5,
    asks="Which files are copies of one recording, that is, of what one device recorded in one go?",
    given=Given,
    inputs=(
        Input(
            name="findings",
            kind="entries:finding",
            says="findings of trace.exact, trace.pictures and trace.sound, and of read.shots on the same files",
        ),
    ),
    says="recordings: {id, files, reasons, details}: groups of two and more files, id being the smallest digest of a file that "
    "holds no other recording (where all do, a digest of the stretches); details give the stretches joined, other_stretches "
    "({one, two, through}: two files that share no second, of one recording by a third that shows both without a cut), files that "
    "hold other recordings too, and the lineage: {nearer, changed, because}, of two files the one that was cropped, put in bars, "
    "covered or made grey, and so is further from the source; rule: by what they were joined. A file that is in no group is, as far as is "
    "known, the only copy of its recording",
    limits=(
        "a copy that trace.pictures does not find leaves a recording in two groups: two groups are no proof of two recordings",
        "two files recorded by one device in one go are other stretches only where a third file shows both without a cut; read.shots "
        "sees no dissolve and no cut between two takes of one fixed view",
        "two cameras on one event are never copies; a film shot off a screen is one",
        "a compilation is in the group of every recording that it holds, and joins none of them; a splice that every copy has, and of "
        "which only one side is known from elsewhere, is not seen",
        "the lineage says which of two copies is further from the source, not that one was made of the other; of a grey film and one that "
        "was coloured in later it takes the grey one for the later",
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
                    _finding(SOUND, A, B, Found(value={"sound": "same", "stretches": []})),
                    _finding(
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
