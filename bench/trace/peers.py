"""Others' video matching on the same edited films as bench/trace/accuracy.py: `python -m bench.trace.peers [tune|test]`.

Each edit of each source is compared with its source and with every other clip of the split, one picture a second:

- vPDQ's rule (pip `pdqhash`, the same hash; the pip `vpdq` wants libav's headers to be built): share of pictures of quality 50 and
  more that have one of the other film's within 31 bits of 256, the lesser of both ways; and the same within 80 bits of its eight
  dihedral forms, voted over time;
- a video hash of `imagehash` pictures (64-bit pHash): share of pictures within 10 bits, and the one hash that `videohash` makes of
  a film (a wavelet hash of a collage and its colours), as that package describes it;
- SSCD with a temporal vote, where FIRSTHAND_SSCD names an ONNX file of the user's own; TMK is C++ and not on the registries.

What is not installed (`make bench-trace` installs what can be, in a folder of its own) is said to be not run. Ranked by score
over all pairs: micro average precision, and recall before the first false pair.
"""

import importlib
import importlib.util
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from PIL import Image

from bench.trace.edits import EDITS
from bench.trace.kept import clips, edited

# The sources that are edited, and which clips are copies of one another: as in the bench of our own tracing.
SOURCES = {
    "tune": ("pattern-longer-no-bar.mp4", "V_BIRD_007.mp4", "house6.mp4", "world.mp4", "bedroom.mp4", "nasa_13013.mp4",
             "04_coffee.mp4", "V_BIRD_013.mp4"),
    "test": ("one-by-one-person-detection.mp4", "opencv_vtest.avi", "asl_gestures_book.mkv", "V_HELICOPTER_003.mp4",
             "solidWhiteRight.mp4", "opencv_box.mp4"),
}  # fmt: skip
COPIES = ("chair-", "pattern-", "cockatoo")  # clips whose names begin alike are copies of one another
ALSO = ({"b.mp4", "world.mp4"},)  # the one begins like the other, seen to by eye
Pictures = list[npt.NDArray[np.uint8]]
Score = Callable[[Any, Any], float]


def pictures(path: Path) -> Pictures:
    """One RGB picture a second."""
    made: Pictures = []
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        after = -1.0
        for frame in container.decode(stream):
            at = frame.time if frame.time is not None else after
            if at >= after:
                made.append(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8))
                after = at + 1.0
    return made


# --- PDQ --------------------------------------------------------------------------------------------------------------------


def pdq_of(found: Pictures) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """(u1[8,n,32] dihedral hashes of the telling pictures, their numbers)."""
    pdqhash: Any = importlib.import_module("pdqhash")
    made, at = [], []
    for number, picture in enumerate(found):
        hashes, quality = pdqhash.compute_dihedral(picture)
        if quality >= 50:
            made.append(np.stack([np.packbits(np.asarray(one, np.uint8)) for one in hashes]))
            at.append(number)
    shaped = np.stack(made, axis=1) if made else np.zeros((8, 0, 32), np.uint8)
    return shaped, np.array(at, int)


def away(one: npt.NDArray[np.uint8], two: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    return np.asarray(np.bitwise_count(one[:, None] ^ two[None]).sum(axis=2), np.int64)


def vpdq(one: Any, two: Any) -> float:
    bits = away(one[0][0], two[0][0])
    return 0.0 if not bits.size else float(min((bits.min(axis=1) <= 31).mean(), (bits.min(axis=0) <= 31).mean()))


def dihedral_vote(one: Any, two: Any) -> float:
    """The most pictures that agree on one offset, each by how near it is; of very short films none says much."""
    best = 0.0
    for form in range(8):
        bits = away(one[0][form], two[0][0])
        row, column = np.nonzero(bits <= 80)
        nearest: dict[tuple[int, int], float] = {}
        for r, c in zip(row.tolist(), column.tolist(), strict=True):
            key = int(two[1][c] - one[1][r]), r
            nearest[key] = max(nearest.get(key, 0.0), 1 - int(bits[r, c]) / 81)
        votes: defaultdict[int, float] = defaultdict(float)
        for (offset, _), near in nearest.items():
            votes[offset] += near
        best = max(best, max(votes.values(), default=0.0) / max(4, min(bits.shape)))
    return min(1.0, best)


# --- picture hashes ---------------------------------------------------------------------------------------------------------


def phash_of(found: Pictures) -> npt.NDArray[np.uint8]:
    imagehash: Any = importlib.import_module("imagehash")
    made = [np.packbits(np.asarray(imagehash.phash(Image.fromarray(p)).hash, np.uint8).reshape(-1)) for p in found]
    return np.stack(made) if made else np.zeros((0, 8), np.uint8)


def phash(one: Any, two: Any) -> float:
    bits = away(one, two)
    return 0.0 if not bits.size else float(max((bits.min(axis=1) <= 10).mean(), (bits.min(axis=0) <= 10).mean()))


def collage_of(found: Pictures) -> npt.NDArray[np.uint8]:
    """One hash a film: the wavelet hash of all its pictures side by side."""
    imagehash: Any = importlib.import_module("imagehash")
    side = max(1, int(np.ceil(np.sqrt(len(found)))))
    sheet = Image.new("RGB", (144 * side, 144 * side))
    for number, picture in enumerate(found):
        sheet.paste(Image.fromarray(picture).resize((144, 144)), (144 * (number % side), 144 * (number // side)))
    return np.packbits(np.asarray(imagehash.whash(sheet).hash, np.uint8).reshape(-1))


def collage(one: Any, two: Any) -> float:
    return 1 - float(np.bitwise_count(one ^ two).sum()) / 64


# --- SSCD -------------------------------------------------------------------------------------------------------------------


def sscd_of(found: Pictures) -> npt.NDArray[np.float32]:
    onnxruntime: Any = importlib.import_module("onnxruntime")
    global _session
    _session = _session or onnxruntime.InferenceSession(
        os.environ["FIRSTHAND_SSCD"], providers=["CPUExecutionProvider"]
    )
    mean, spread = np.array([0.485, 0.456, 0.406], np.float32), np.array([0.229, 0.224, 0.225], np.float32)
    rows = []
    for picture in found:
        small = np.asarray(Image.fromarray(picture).resize((288, 288)), np.float32) / 255
        out = _session.run(None, {_session.get_inputs()[0].name: ((small - mean) / spread).transpose(2, 0, 1)[None]})[0]
        rows.append(out[0] / np.linalg.norm(out[0]))
    return np.array(rows, np.float32)


_session: Any = None


def sscd(one: Any, two: Any) -> float:
    """The mean of the best cosines along the best offset, of at least a third of the film with fewer pictures."""
    table = one @ two.T
    least = max(1, min(table.shape) // 3)
    diagonals = [np.diagonal(table, k) for k in range(-table.shape[0] + least, table.shape[1] - least + 1)]
    return max((float(np.mean(d)) for d in diagonals if len(d) >= least), default=0.0)


PEERS: Mapping[str, tuple[str, Callable[[Pictures], Any], Score]] = {
    "vPDQ's rule": ("pdqhash", pdq_of, vpdq),
    "PDQ, 8 forms, voted": ("pdqhash", pdq_of, dihedral_vote),
    "pHash share": ("imagehash", phash_of, phash),
    "collage hash": ("imagehash", collage_of, collage),
    "SSCD, voted": ("onnxruntime", sscd_of, sscd),
}


def ranked(rows: list[tuple[float, bool]]) -> tuple[float, float]:
    """(micro average precision, recall before the first false pair); of equals the false one stands first."""
    order = sorted(rows, key=lambda row: (-row[0], row[1]))
    wanted, right, precision, before = sum(true for _, true in rows), 0, 0.0, None
    for rank, (score, true) in enumerate(order, 1):
        if score <= 0:
            break
        if true:
            right += 1
            precision += right / rank
        elif before is None:
            before = right
    return precision / max(1, wanted), (right if before is None else before) / max(1, wanted)


def same(clip: str, source: str) -> bool:
    alike = any(clip.startswith(c) and source.startswith(c) for c in COPIES)
    return clip == source or {clip, source} in ALSO or alike


def run(split: str) -> None:
    of_split = [clip for clip in clips() if clip.split == split]
    sources = [clip for clip in of_split if clip.name in SOURCES[split]]
    if not sources:
        print("no footage here: nothing measured")
        return
    ways = {name: peer for name, peer in PEERS.items() if importlib.util.find_spec(peer[0])}
    if "FIRSTHAND_SSCD" not in os.environ:
        ways.pop("SSCD, voted", None)
    for name in PEERS.keys() - ways.keys():
        print(f"not run: {name} (not installed, or no weights named)")
    print("not run: vpdq itself and TMK (both must be built against libraries that are not on a fresh machine)")
    shown = {clip.name: pictures(clip.path) for clip in of_split}
    makers = {make for _, make, _ in ways.values()}
    known = {make: {name: make(found) for name, found in shown.items()} for make in makers}
    rows: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    edits: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, clip in enumerate(sources):
        other = sources[(number + 1) % len(sources)]
        for edit in EDITS:
            made = edited(edit, clip.path, other.path)
            if made is None:
                continue
            film = pictures(made[0])
            held = {make: make(film) for make in makers}
            own = {clip.name, *(laid.source for laid in made[1].laid)}
            for name, (_, make, score) in ways.items():
                scores = {c: score(known[make][c], held[make]) for c in shown}
                rows[name] += [(value, any(same(c, o) for o in own)) for c, value in scores.items()]
                edits[name, edit.name].append(int(max(scores, key=lambda c: scores[c]) in own))
    print(f"{len(sources)} sources in {len(EDITS)} edits among {len(shown)} clips of the {split} split")
    print("peer | uAP | recall before the first false pair | own clip is the likest | edits in which it is not")
    for name in ways:
        wrong = [edit.name for edit in EDITS if np.mean(edits[name, edit.name] or [0]) < 0.5]
        first = np.mean([hit for edit in EDITS for hit in edits[name, edit.name]])
        uap, recall = ranked(rows[name])
        print(f"{name:20} | {uap:.3f} | {recall:.3f} | {first:.2f} | {', '.join(wrong)}")


if __name__ == "__main__":
    run(next((word for word in sys.argv[1:] if word in SOURCES), "test"))
