"""trace.pictures: do two files show the same pictures, which seconds of one are which of the other, and is it a copy?"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from firsthand.method.pdq import FORMS
from firsthand.method.reading import Reading
from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.digest import sha256
from firsthand.record.fault import BadReading
from firsthand.record.finding import Found, Inconclusive, Outcome, Unsuitable
from firsthand.record.footage import Copy, Relation, Stretch
from firsthand.record.wire import to_wire

from . import colour
from .align import Segment
from .changes import Told, told
from .films import found_in
from .footage import rounded, thousandths
from .guess import Asked
from .made import film_like, still_like
from .near import exhaustive
from .no_copy import no_copy, plain
from .prepared import Prepared, has_features, prepared
from .shown import evidence, score
from .stills import compare_stills
from .witness import ELSEWHERE, heard

BY_MOVEMENT, BY_SOUND = "pictures and movement", "movement and sound"
BY_TILES = "pictures, and grain and flicker where little moves"
UNPLACED = Inconclusive(why="nothing tells which part of the one picture is which of the other")  # of colours
STRONG = 5  # windows of like movement, from which a sound at another offset does not put an offset in doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What near means, and which edits are looked for."""

    within: int = value(64, "bits of 256 within which two pictures are near; they only count together with movement")
    still: int = value(16, "bits of 256 within which a still picture is the same as another or as a film's")
    speeds: tuple[float, ...] = value(
        (1.0, 0.8, 1.25, 0.5, 2.0), "speeds that are tried, of the second against the first"
    )
    turned: bool = value(False, "films: look for turned and upside-down pictures too, not only for mirrored ones")


def run(given: Given, inputs: Inputs) -> Outcome:
    pair: Mapping[str, Reading] = inputs["pair"]
    if len(pair) != 2:
        return Unsuitable(why=f"two files are compared, not {len(pair)}")
    (one, first), (two, second) = sorted(pair.items())
    try:
        films = prepared(first), prepared(second)
    except BadReading as bad:
        return Unsuitable(why=bad.message, code=bad.code)
    if films[0] is None or films[1] is None:
        return Unsuitable(why="one of the two has no pictures, or they could not be read")
    return compare(given, one, films[0], two, films[1])


def compare(given: Given, one: str, first: Prepared, two: str, second: Prepared) -> Outcome:
    """As `run`, for files prepared before (their movement is worked out once for all their pairs)."""
    telling = int(first.film.good.sum()), int(second.film.good.sum())
    if first.film.still or second.film.still:
        return compare_stills(given.still, one, first, two, second) if min(telling) else plain(first, second)
    if not min(telling) and not (has_features(first) and has_features(second)):
        return plain(first, second)
    turned = tuple(range(len(FORMS))) if given.turned else (0, FORMS.index("mirrored"))
    copies, found = found_in(
        Asked(speeds=given.speeds, turned=turned, within=given.within, search=exhaustive), first, second
    )
    if copies:
        little = all(segment.tiled is not None for segment in copies)
        return _answer(one, first, two, second, copies, BY_TILES if little else BY_MOVEMENT)
    if not min(telling):
        return plain(first, second)

    def by_sound(sounding: list[Segment]) -> Outcome:
        return _answer(one, first, two, second, sounding, BY_SOUND)

    return no_copy(one, first, two, second, found, by_sound)


# --- films --------------------------------------------------------------------------------------------------------------


def _answer(one: str, first: Prepared, two: str, second: Prepared, found: list[Segment], by: str) -> Outcome:
    found = sorted(found, key=lambda s: s.start)
    sounds = [heard(one, first, two, second, segment) for segment in found]
    doubtful = [s for s, sound in zip(found, sounds, strict=True) if sound == ELSEWHERE and _weak(s)]
    changes = [told(one, first, two, second, segment) for segment in found]
    tints = [
        UNPLACED
        if by == BY_SOUND and not known.seen
        else colour.compare(
            colour.Given(), one, first, two, second, within=(segment.start, segment.end), offset=segment.offset,
            speed=segment.speed, transform=known.placing.transform,
        )
        for segment, known in zip(found, changes, strict=True)
    ]  # fmt: skip
    shown = {
        "relation": str(Relation.COPY),
        "by": by,
        "copies": [
            to_wire(colour.told_of(_copy(one, two, segment, known, by), tint))
            for segment, known, tint in zip(found, changes, tints, strict=True)
        ],
        "sound": sounds,
        "evidence": [evidence(segment, tint) for segment, tint in zip(found, tints, strict=True)],
    }
    if len(doubtful) == len(found):
        why = (
            "alike in pictures and movement at one offset, but the sound is the same at another: a camera that stands still "
            "may look like itself at another moment"
        )
        conflict = ("pictures and movement", "sound")
        return Inconclusive(
            why=why, conflict=conflict, value={name: part for name, part in shown.items() if name != "relation"}
        )
    return Found(value=shown)


def _weak(segment: Segment) -> bool:
    if segment.tiled is not None:
        return True
    strong = segment.moves.telling >= STRONG and segment.moves.median >= 0.8
    return not strong and not (segment.parts.telling >= STRONG and segment.stands_out >= 0.3)


def _copy(one: str, two: str, segment: Segment, known: Told, by: str) -> Copy:
    start, end = segment.in_two()
    untold = known.untold
    edits = [change.says for change in known.changes]
    if by == BY_SOUND and not known.seen:
        edits = [*(change.says for change in known.changes if change.what == "speed"),
                 "picture changed (cropped, bordered or overlaid: not told)"]  # fmt: skip
    return Copy(
        one=Stretch(file=one, start=thousandths(segment.start), end=thousandths(segment.end)),
        two=Stretch(file=two, start=thousandths(start), end=thousandths(end)),
        offset=thousandths(segment.offset),
        speed=segment.speed,
        error=rounded(segment.error),
        edits=tuple(edits),
        changes=known.changes,
        untold=untold,
        score=rounded(score(segment)),
    )


# --- the card -------------------------------------------------------------------------------------------------------------


def agrees(one: Outcome, two: Outcome) -> bool:
    """Readings made on two machines differ in a few bits: the same relation, and stretches within a fifth of a second."""
    if type(one) is not type(two):
        return False
    if not isinstance(one, Found) or not isinstance(two, Found):
        return True
    mine, theirs = one.value["copies"], two.value["copies"]
    return (
        one.value["relation"] == two.value["relation"]
        and len(mine) == len(theirs)
        and all(_agree(a, b) for a, b in zip(mine, theirs, strict=True))
    )


def _agree(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    near = abs(Fraction(one["offset"]) - Fraction(two["offset"])) <= Fraction(1, 5)
    return near and _kinds(one) == _kinds(two) and one["speed"] == two["speed"]


def _kinds(copy: Mapping[str, Any]) -> list[str]:
    """What was done, without its measures: they differ by a pixel from machine to machine; and without what was laid over, which
    is told in whole cells, and how much colours were changed, which may lie near its bound."""
    told = [change for change in copy["changes"] if change["what"] != "overlay"]
    return sorted(change["what"] for change in told if change["what"] != "colour" or change["file"])


ONE, TWO = sha256(b"one"), sha256(b"two")


def _pair(one: Reading, two: Reading) -> Inputs:
    return {"pair": {ONE: one, TWO: two}}


PICTURES = Method(
    name="trace.pictures",
    version=9,
    asks="Do two files show the same pictures, and if so, is one a copy of the other or the same scene at another moment?",
    given=Given,
    inputs=(Input(name="pair", kind="readings", says="the readings of two files"),),
    says="relation: copy (by pictures and movement; where little moves, by pictures and their grain and flicker; or by movement and "
    "sound where the picture was changed), or same scene at another "
    "moment; copies: aligned stretches {one, two, offset, speed, error, edits, changes, untold, colours, score, relation} in seconds "
    "(second t of one is second offset + t * speed of two, within error); changes: what was done to the picture, with measures in "
    "shares of it, their bounds, and the file that was changed where that is told; untold: what is not, and why; colours: kept, what was "
    "done to them (one of the changes too), or why that is not told (trace.colour); sound: of each "
    "stretch the same, other, the same at another offset, not told or none; evidence for each: pictures compared and near (PDQ), bits "
    "apart from other moments, features that agree, seconds in which both move, how alike as a whole and by cells, how far "
    "that stands out of every other offset, and why the stretch starts and ends where it does: file (one of the two does), cut or "
    "splice (another picture past the cut), of one, two or both; empty where that is not told; tiles, where little moves: how many robust "
    "sigmas the brightness of small tiles is more alike than at the middle of all offsets, and at most elsewhere, in how many seconds "
    "(less, of a film of less than four) and in which share of them, its correlation, how much of it is left beside one or two bursts, and "
    "how much an encoder that does the same again could make",
    limits=(
        "pictures with few local features (sky, dark, blur) are placed by those of many pictures together, of what moves above all; "
        "where these are too few, by PDQ and movement only: a crop or a border of them where they only move alike is said so and no "
        "more",
        "bounds of a part are meant to hold all four of its sides in 95 of 100 stretches, and take both axes of a picture to be of one "
        "scale where they differ by less than a twentieth",
        "what stands in a small part of another picture, and the crop of a mirrored one, is found where one of the two was read as a "
        "query: of two files of a case that were both read in full it is not",
        "two cameras side by side, under one changing light and at one loudspeaker, are the case nearest to a false copy",
        "same scene at another moment may still be another stretch of the same recording: that is not told apart",
        "two exposures of one fixed camera a moment apart can be one picture to it; a film in which nothing changes is never a copy",
        "where little moves a copy is told by grain and flicker, of films of up to twenty minutes at their own pace; if it was encoded "
        "very poorly nothing of them is left; what turns or drifts evenly, and is placed a little beside where it stands, is told a "
        "little beside its moment (error)",
        "a cut of a second or two is told by its grain alone, where its part can be placed; of less than a second none is",
        "key frames alone (triage) carry no movement: then only a run of pictures unlike all the film's others is a copy",
        "nothing here reads words or faces: a copy is no proof that nothing in the picture was altered",
    ),
    cites=(
        "Meta, PDQ & TMK+PDQF: algorithms for perceptual image and video hashing (ThreatExchange, 2019)",
        "Rublee et al., ORB: an efficient alternative to SIFT or SURF, ICCV 2011; Fischler and Bolles, RANSAC, 1981",
        "thresholds: python -m bench.trace.accuracy tune",
    ),
    run=run,
    agrees=agrees,
    examples=(
        Example(
            says="ten seconds cut from the middle of a film, mirrored: where they lie",
            given=Given(),
            inputs=lambda: _pair(
                film_like(seed=1, seconds=30), film_like(seed=1, seconds=10, begin=12.0, mirrored=True)
            ),
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and outcome.value["relation"] == "copy"
                and abs(abs(Fraction(outcome.value["copies"][0]["offset"])) - 12) < Fraction(1, 10)
                and outcome.value["copies"][0]["edits"] == ["mirrored"]
            ),
        ),
        Example(
            says="a fixed camera on a busy street, two different minutes",
            given=Given(),
            inputs=lambda: _pair(film_like(seed=2, scene=7, seconds=20), film_like(seed=3, scene=7, seconds=20)),
            gives="found",
            check=lambda outcome: isinstance(outcome, Found) and outcome.value["relation"] == str(Relation.SAME_SCENE),
        ),
        Example(
            says="a fixed camera on an empty street: nothing moves, nothing is told",
            given=Given(),
            inputs=lambda: _pair(film_like(seed=4, scene=7, moves=False), film_like(seed=5, scene=7, moves=False)),
            gives="inconclusive",
        ),
        Example(
            says="the same empty street, and eight seconds cut from it: they share their grain",
            given=Given(),
            inputs=lambda: _pair(
                film_like(seed=4, scene=7, moves=False, grain=True),
                film_like(seed=4, scene=7, moves=False, grain=True, begin=6.0, seconds=8),
            ),
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and outcome.value["by"] == BY_TILES
                and abs(abs(Fraction(outcome.value["copies"][0]["offset"])) - 6) < Fraction(1, 10)
            ),
        ),
        Example(
            says="the same empty street at another moment: it has other grain",
            given=Given(),
            inputs=lambda: _pair(
                film_like(seed=4, scene=7, moves=False, grain=True), film_like(seed=5, scene=7, moves=False, grain=True)
            ),
            gives="inconclusive",
        ),
        Example(
            says="two films that have nothing in common",
            given=Given(),
            inputs=lambda: _pair(film_like(seed=1, seconds=20), film_like(seed=9, seconds=20)),
            gives="nothing",
        ),
        Example(
            says="a photograph and its copy of lower quality, five bits off",
            given=Given(),
            inputs=lambda: _pair(still_like(scene=3), still_like(scene=3, flipped=5)),
            gives="found",
        ),
        Example(
            says="a black picture is like nothing",
            given=Given(),
            inputs=lambda: _pair(still_like(scene=3), still_like(scene=3, quality=0)),
            gives="nothing",
        ),
    ),
)
