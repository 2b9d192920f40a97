"""What tracing finds of edited copies, and what falsely: `python -m bench.trace.accuracy [tune|test|fresh] [all] [full]`.

Sources and distractors come from one split of bench/sets/trace_split.json; thresholds are set on tune. Every clip is read as a
case reads one (in full), every edit as `firsthand trace` reads a file (as a query), or, with `full`, as a file of the case too. An edit
is compared with its own source, with what else of it holds the same, and with eleven other clips of the split: three look-alikes in
turn (other moments of the same scene, other minutes of the same fixed camera), eight of the others in turn, plain and standing films
among them. Without `all` one clip of some scenes is edited (SOURCES); `fresh` are scenes of the test split that nobody had looked at
when the rules were made. Films, readings and answers are kept, by the code that made them: a run that was stopped goes on.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av.logging
import numpy as np

from bench.trace.edits import EDITS, Edit, Laid, Truth
from bench.trace.kept import Clip, Said, clips, compared, edited, minutes, plains

SOURCES = {
    "tune": ("V_BIRD_007.mp4", "house6.mp4", "world.mp4", "bedroom.mp4", "04_coffee.mp4"),
    "test": ("one-by-one-person-detection.mp4", "opencv_vtest.avi", "asl_gestures_book.mkv", "V_HELICOPTER_003.mp4"),
    "fresh": ("03_blocks.mp4", "opencv_box.mp4", "01_dog.mp4", "cockatoo.mp4"),
}  # fmt: skip
COPIES = ("chair-", "pattern-", "cockatoo")  # clips whose names begin alike are copies of one another
ALSO = ({"b.mp4", "world.mp4"},)  # the one begins like the other, seen to by eye
LAID_OVER = ("caption",)  # edits that lay something over the picture
GREY = ("grey",)  # edits that take the colours out
LOOK_ALIKES, OTHERS = 3, 8  # clips that each edit is held against besides its source


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was said of an edit and a clip, and how sure (0 where it is no copy)."""

    edit: str
    source: str
    clip: str
    true: bool
    said: Said

    @property
    def score(self) -> float:
        return max((float(copy["score"]) for copy in self.said.copies), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How well a found copy lies: overlap of its stretches with the truth, offset and ends off (frames of the edit), the part's
    overlap (NaN where the edit has no part), whether mirroring, what was laid over and colours taken out were told rightly."""

    edit: str
    overlap: float
    offset: float
    ends: float
    part: float
    mirror: bool
    over: bool
    grey: bool


def _true(clip: Clip, other: Clip, edit: Edit, name: str, truth: Truth) -> bool:
    """Whether a clip holds what the edit was made of: the source, its host or what follows it, or the first minute of either."""
    hosts = [other] if edit.hosted or edit.second else []
    return any(
        name in (own.name, f"first of {own.path.stem}.mp4")
        or {name, own.name} in ALSO
        or any(name.startswith(c) and own.name.startswith(c) for c in COPIES)
        for own in (clip, *hosts)
    )


# --- how well ---------------------------------------------------------------------------------------------------------------


def measured(edit: Edit, truth: Truth, source: str, copies: Sequence[dict[str, Any]]) -> Measured | None:
    """The clip is one, the edit two. None where no copy was found."""
    wanted = list(_whole([laid for laid in truth.laid if laid.source == source], truth.rate))
    if not copies or not wanted:
        return None
    found = [
        (_second(c["one"]["start"]), _second(c["one"]["end"]), _second(c["two"]["start"]), _second(c["two"]["end"]))
        for c in copies
    ]
    overlaps, offsets, ends = [], [], []
    for laid in wanted:
        best = max(found, key=lambda f: _overlap(f, laid))
        overlaps.append(_overlap(best, laid))
        middle = (best[0] + best[1]) / 2
        speed = (best[3] - best[2]) / max(best[1] - best[0], 1e-9)
        there = best[2] + (middle - best[0]) * speed
        offsets.append(abs(there - (laid.at + (middle - laid.start) / laid.speed)) * truth.rate)
        ends.append(max(abs(best[2] - laid.at), abs(best[3] - laid.until)) * truth.rate)
    return Measured(
        edit=edit.name, overlap=float(np.mean(overlaps)), offset=max(offsets), ends=max(ends), part=_part(truth, copies[0]),
        mirror=any(change["what"] == "mirror" for change in copies[0]["changes"]) == truth.mirrored,
        over=any(change["what"] == "overlay" for copy in copies for change in copy["changes"]) == (edit.name in LAID_OVER),
        grey=any(change["what"] == "colour" and change["file"] for copy in copies for change in copy["changes"])
        == (edit.name in GREY),
    )  # fmt: skip


def _whole(laid: Sequence[Laid], rate: float) -> Iterator[Laid]:
    """Pieces that go on where the one before ended are one; a stretch ends with the time of its last frame."""
    joined: list[Laid] = []
    for part in laid:
        last = joined[-1] if joined else None
        if (
            last is not None
            and abs(last.until - part.at) < 0.01
            and abs(last.end - part.start) < 0.05
            and last.speed == part.speed
        ):
            joined[-1] = Laid(
                source=part.source, start=last.start, end=part.end, at=last.at, until=part.until, speed=part.speed
            )
        else:
            joined.append(part)
    for part in joined:
        yield Laid(source=part.source, start=part.start, end=part.end - part.speed / rate, at=part.at, until=part.until - 1 / rate,
                   speed=part.speed)  # fmt: skip


def _overlap(found: tuple[float, float, float, float], laid: Laid) -> float:
    """Intersection over union of the stretches, of the clip and of the edit, the worse of the two."""
    mine, theirs = (found[0], found[1], laid.start, laid.end), (found[2], found[3], laid.at, laid.until)
    return min((max(0.0, min(b, d) - max(a, c))) / max(max(b, d) - min(a, c), 1e-9) for a, b, c, d in (mine, theirs))


def _part(truth: Truth, copy: dict[str, Any]) -> float:
    """Intersection over union of the part of the clip shown (a crop), or of the edit's that it stands in."""
    whole = (0.0, 0.0, 1.0, 1.0)
    wanted = truth.seen if truth.seen != whole else truth.where
    if wanted == whole:
        return float("nan")
    told = [c["measures"] for c in copy["changes"] if c["what"] in ("crop", "border", "inset", "part")]
    boxes = [(m["left"], m["top"], m["width"], m["height"]) for m in told]
    return max((_iou(box, wanted) for box in boxes), default=0.0)


def _iou(one: Sequence[float], two: Sequence[float]) -> float:
    wide = max(0.0, min(one[0] + one[2], two[0] + two[2]) - max(one[0], two[0]))
    high = max(0.0, min(one[1] + one[3], two[1] + two[3]) - max(one[1], two[1]))
    return wide * high / (one[2] * one[3] + two[2] * two[3] - wide * high)


def _second(text: str) -> float:
    return float(Fraction(text))


# --- the run ----------------------------------------------------------------------------------------------------------------


def chosen(split: str, whole: bool) -> tuple[list[Clip], list[Clip]]:
    """(all clips of a split, those that are edited); the fresh ones are the test split's too."""
    of_split = [clip for clip in clips() if clip.split == ("test" if split == "fresh" else split)]
    return of_split, [clip for clip in of_split if whole or clip.name in SOURCES[split]]


def run(split: str, whole: bool, profile: str) -> None:
    of_split, sources = chosen(split, whole)
    if not sources:
        print("no footage here: nothing measured")
        return
    paths = {clip.name: clip.path for clip in of_split} | {path.name: path for path in [*minutes(of_split), *plains()]}
    answers: list[Answer] = []
    lies: list[Measured] = []
    for number, clip in enumerate(sources):
        other = sources[(number + 1) % len(sources)]
        for place, edit in enumerate(EDITS):
            made = edited(edit, clip.path, other.path)
            if made is None:
                continue
            for name in _against(clip, number * len(EDITS) + place, list(paths), of_split):
                said = compared(paths[name], made[0], profile)
                if said is None:
                    continue
                true = _true(clip, other, edit, name, made[1])
                answers.append(Answer(edit=edit.name, source=clip.name, clip=name, true=true, said=said))
                lie = measured(edit, made[1], clip.name, said.copies) if name == clip.name else None
                lies += [lie] if lie is not None else []
        print(f"  {clip.name}: done", flush=True)
    _told(sources, len(paths), answers, lies)


def _against(clip: Clip, turn: int, names: list[str], of_split: Sequence[Clip]) -> list[str]:
    """The source, what looks most like it, and others in turn, so that all are asked: OTHERS and more distractors for each."""
    alike = [other.name for other in of_split if other.scene == clip.scene and other.name != clip.name]
    alike += [name for name in names if name.endswith(f" of {clip.path.stem}.mp4")]
    some = [alike[(turn + step) % len(alike)] for step in range(min(LOOK_ALIKES, len(alike)))] if alike else []
    rest = [name for name in names if name != clip.name and name not in alike]
    others = [rest[(turn * OTHERS + step) % len(rest)] for step in range(min(OTHERS, len(rest)))]
    return list(dict.fromkeys([clip.name, *some, *others]))


def _told(sources: Sequence[Clip], known: int, answers: Sequence[Answer], lies: Sequence[Measured]) -> None:
    own = [answer for answer in answers if answer.clip == answer.source]
    false = [answer for answer in answers if not answer.true and answer.score > 0]
    spent = [1000 * answer.said.seconds for answer in answers]
    print(f"{len(sources)} sources in {len(EDITS)} edits, {known} clips; {len(answers)} pairs, "
          f"median {np.median(spent):.0f} and mean {np.mean(spent):.0f} CPU-ms a pair")  # fmt: skip
    print(f"{'edit':12} found  inconclusive  missed | overlap  offset  ends within 1 frame  part  mirror  laid over  colours out "
          "(medians; frames; told rightly)")  # fmt: skip
    for edit in EDITS:
        _line(edit.name, [a for a in own if a.edit == edit.name], [lie for lie in lies if lie.edit == edit.name])
    _line("all", own, lies)
    others = [answer for answer in answers if answer.true and answer.clip != answer.source]
    print(f"what else holds the same (hosts, what follows, first minutes, other encodings): {sum(a.score > 0 for a in others)} "
          f"of {len(others)} found")  # fmt: skip
    print(f"false copies: {len(false)} of {sum(not a.true for a in answers)} pairs")
    for answer in false[:20]:
        print(f"  {answer.edit} of {answer.source} and {answer.clip} (score {answer.score:.2f})")
    print("uAP {:.3f}, recall before the first false pair {:.3f}".format(*ranked(answers)))
    print(
        "of sources and edits alone: uAP {:.3f}, recall {:.3f}".format(
            *ranked([*own, *(a for a in answers if not a.true)])
        )
    )


def _line(name: str, own: Sequence[Answer], lies: Sequence[Measured]) -> None:
    counts = Counter("found" if a.score else "inconclusive" if a.said.name == "inconclusive" else "missed" for a in own)
    middle: dict[str, float] = defaultdict(lambda: float("nan"))
    for field in ("overlap", "offset", "part"):
        values = np.array([getattr(lie, field) for lie in lies])
        if np.isfinite(values).any():
            middle[field] = float(np.nanmedian(values))
    near = sum(lie.ends <= 1.0 + 0.05 for lie in lies)
    said = f"{counts['found']:5} {counts['inconclusive']:13} {counts['missed']:7}"
    lay = f"{middle['overlap']:7.3f} {middle['offset']:7.2f} {near:11}/{len(lies):<8} {middle['part']:5.3f}"
    print(
        f"{name:12} {said} | {lay}  {sum(lie.mirror for lie in lies)}/{len(lies)}  {sum(lie.over for lie in lies)}/{len(lies)}  "
        f"{sum(lie.grey for lie in lies)}/{len(lies)}"
    )


def ranked(answers: Sequence[Answer]) -> tuple[float, float]:
    """(micro average precision, recall before the first false pair) over all pairs, the surest first; ties count against."""
    order = sorted(answers, key=lambda a: (-a.score, a.true))
    wanted = sum(a.true for a in answers)
    right, precision, before = 0, 0.0, None
    for rank, answer in enumerate((a for a in order if a.score > 0), 1):
        if answer.true:
            right += 1
            precision += right / rank
        elif before is None:
            before = right
    return precision / max(1, wanted), (right if before is None else before) / max(1, wanted)


def main() -> int:
    av.logging.set_level(av.logging.PANIC)
    split = next((word for word in sys.argv[1:] if word in SOURCES), "test")
    profile = "full" if "full" in sys.argv[1:] else "query"
    print(f"accuracy on the {split} sources, edits read by the profile {profile}")
    run(split, "all" in sys.argv[1:], profile)
    return 0


if __name__ == "__main__":
    sys.exit(main())
