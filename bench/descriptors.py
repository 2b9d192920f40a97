"""How well single pictures are found again: `python -m bench.descriptors [FOOTAGE] [SPLIT] [WEIGHTS.json ...]`; without alignment.

Sources are clips of one split (test unless named); every picture edit of bench/trace/edits.py is done to two pictures of
each, and the result squeezed by JPEG. Reference: one picture a second of every clip of tune and test, whole and within its bars.
A pair of query and clip scores its best cosine (PDQ: least distance over eight forms). Named weights run beside those in use.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

from bench.decode import FOOTAGE, cpu
from bench.trace.edits import EDITS, Edit
from firsthand.method.pdq import distances, pdq, pdq_dihedral
from firsthand.method.read.fold import Bytes2
from firsthand.method.read.views import CONTENT, View, square, telling, views
from firsthand.outside.model import Session, session
from firsthand.outside.weights import chosen, named
from firsthand.record.digest import parse

SPLIT = Path(__file__).with_name("sets") / "trace_split.json"
SIDE = 640
LIKE = 3  # clips of a scene of many that are sources; of a scene of few, one
F4 = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    file: str
    scene: str
    split: str
    pictures: list[Bytes2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    edit: str
    source: Clip
    host: str  # the scene that it is laid over, which it truly shows too; or none
    pictures: list[Bytes2]


def clips(folder: Path, splits: tuple[str, ...]) -> Iterator[Clip]:
    for row in parse(SPLIT.read_bytes()):
        if row["split"] in splits and (folder / row["file"]).is_file():
            yield Clip(
                file=row["file"], scene=row["scene"], split=row["split"], pictures=list(_taken(folder / row["file"]))
            )


def _taken(path: Path) -> Iterator[Bytes2]:
    with av.open(str(path)) as film:
        film.streams.video[0].thread_count = 1
        due = 0.0
        for frame in film.decode(video=0):
            if (frame.time or 0.0) >= due:
                due = (frame.time or 0.0) + 0.5
                scale = min(1.0, SIDE / max(frame.width, frame.height))
                size = round(frame.width * scale), round(frame.height * scale)
                yield np.asarray(frame.reformat(*size, "rgb24", interpolation="AREA").to_ndarray(), np.uint8)


def sources(found: list[Clip], split: str) -> list[Clip]:
    made: list[Clip] = []
    for scene in sorted({clip.scene for clip in found if clip.split == split}):
        some = [clip for clip in found if clip.scene == scene]
        made += some[:: max(1, len(some) // LIKE)][:LIKE] if len(some) > 9 else some[-1:]
    return made


def edited(edit: Edit, clip: Clip, host: Clip) -> Query:
    """Two pictures of the clip that lie between those of the reference, as the edit shows them."""
    halves = clip.pictures[1::2] or clip.pictures
    made = []
    for place in np.linspace(0, len(halves) - 1, 2).round().astype(int):
        picture = edit.paint(halves[place], host.pictures[0], int(place))
        if edit.height is not None:
            wide = round(picture.shape[1] * edit.height / picture.shape[0])
            picture = np.asarray(cv2.resize(picture, (wide, edit.height), interpolation=cv2.INTER_AREA), np.uint8)
        packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, max(10, 110 - int(2.6 * edit.quality))])[1]
        made.append(np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8))
    return Query(edit=edit.name, source=clip, host=host.scene if edit.hosted else "", pictures=made)


def described(model: Session, picture: Bytes2, *, parts: bool) -> tuple[F4, npt.NDArray[np.int64]]:
    kept: list[tuple[View, Bytes2]] = [
        (view, square(picture, view, model.side)) for view in views(picture, parts=parts)
    ]
    kept = [(view, small) for view, small in kept if telling(small)]
    if not kept:
        return np.zeros((0, model.size), np.float32), np.zeros(0, np.int64)
    return model.vectors(np.stack([small for _, small in kept])), np.array([view.kind for view, _ in kept])


def by_cosine(model: Session, found: list[Clip], queries: list[Query]) -> dict[str, npt.NDArray[np.float64]]:
    known = [np.concatenate([described(model, p, parts=False)[0] for p in clip.pictures[::2]]) for clip in found]
    every = np.concatenate(known)
    of = np.repeat(np.arange(len(found)), [len(rows) for rows in known])
    made = {way: np.full((len(queries), len(found)), -1.0) for way in ("whole", "parts")}
    for row, query in enumerate(queries):
        for picture in query.pictures:
            vectors, kinds = described(model, picture, parts=True)
            for way, some in (("whole", kinds <= CONTENT), ("parts", kinds >= 0)):
                if some.any() and len(every):
                    np.maximum.at(made[way][row], of, (vectors[some] @ every.T).max(axis=0))
    return made


def by_pdq(found: list[Clip], queries: list[Query]) -> npt.NDArray[np.float64]:
    def grey(picture: Bytes2) -> Bytes2:
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)

    known = [np.stack([pdq(grey(p))[0] for p in clip.pictures[::2]]) for clip in found]
    made = np.zeros((len(queries), len(found)))
    for row, query in enumerate(queries):
        mine = np.concatenate([pdq_dihedral(grey(p))[0] for p in query.pictures])
        made[row] = [-float(distances(mine, rows).min()) for rows in known]
    return made


def figures(
    scores: npt.NDArray[np.float64], true: npt.NDArray[np.bool_], false: npt.NDArray[np.bool_]
) -> tuple[float, float]:
    """(micro average precision, recall before the first false pair)."""
    counted = true | false
    score, right = scores[counted], true[counted]
    order = np.argsort(-score, kind="stable")
    hit = right[order]
    precision = np.cumsum(hit) / np.arange(1, len(hit) + 1)
    first = float(score[~right].max(initial=-np.inf))
    return float((precision * hit).sum() / right.sum()), float((score[right] > first).mean())


def told(name: str, scores: npt.NDArray[np.float64], found: list[Clip], queries: list[Query]) -> str:
    true = np.array([[clip.file == query.source.file for clip in found] for query in queries])
    scene = np.array([[clip.scene in (query.source.scene, query.host) for clip in found] for query in queries])
    hosted = np.array([[clip.scene == query.host for clip in found] for query in queries])
    average, recall = figures(scores, true, ~scene)
    strict_average, strict = figures(scores, true, ~true & ~hosted)
    weak = []
    highest = float(scores[~scene].max())
    for edit in dict.fromkeys(query.edit for query in queries):
        rows = np.array([query.edit == edit for query in queries])
        share = float((scores[rows][true[rows]] > highest).mean())
        if share < 0.8:
            weak.append(f"{edit} {share:.2f}")
    best = np.array([scores[row][~scene[row] | true[row]].argmax() == np.flatnonzero(true[row][~scene[row] | true[row]])[0]
                     for row in range(len(queries))]).mean()  # fmt: skip
    return (f"{name:<34}{average:>7.3f}{recall:>8.3f}{best:>7.3f}{strict_average:>9.3f}{strict:>8.3f}  "
            + ", ".join(weak[:9]))  # fmt: skip


def main(folder: Path, split: str, others: list[Path]) -> None:
    found = list(clips(folder, ("tune", "test")))
    chosen_sources = sources(found, split)
    edits = [
        edit
        for edit in EDITS
        if edit.name not in ("cut 5 s", "speed 1.25", "speed 0.8", "dubbed", "two clips", "reordered")
    ]
    queries = [
        edited(edit, clip, found[(place * 7 + 3) % len(found)])
        for edit in edits
        for place, clip in enumerate(chosen_sources)
    ]
    print(
        f"{len(queries)} queries ({len(edits)} edits of {len(chosen_sources)} {split} clips) against {len(found)} clips."
    )
    print(
        "uAP and R@P100: other clips of the same scene left out; strict: counted as false. best: the true clip scores highest."
    )
    print(
        f"{'':<34}{'uAP':>7}{'R@P100':>8}{'best':>7}{'strict':>9}{'R@P100':>8}  edits whose recall before the first false pair is under 0.8"
    )
    every: list[Callable[[], Session]] = [lambda: session(chosen().form(), chosen().read())]
    every += [lambda place=place: session(named(place).form(), named(place).read()) for place in others]  # type: ignore[misc]
    for ready in every:
        model = ready()
        blank = np.zeros((1, model.side, model.side, 3), np.uint8)
        before = cpu()
        for _ in range(20):
            model.vectors(blank)
        cost = (cpu() - before) / 20 * 1000
        for way, scores in by_cosine(model, found, queries).items():
            print(told(f"{model.name}, {way}, {cost:.1f} ms", scores, found, queries), flush=True)
    print(told("PDQ, eight forms", by_pdq(found, queries), found, queries))


if __name__ == "__main__":
    given = sys.argv[1:]
    places = [Path(word) for word in given if word.endswith(".json")]
    words = [word for word in given if not word.endswith(".json")]
    main(
        Path(next((word for word in words if word not in ("tune", "test")), FOOTAGE)),
        next((word for word in words if word in ("tune", "test")), "test"),
        places,
    )
