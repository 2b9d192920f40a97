"""How searching grows: latency, memory and recall at 0.1, 1 and 10 million descriptors: `python -m bench.trace.scale [MILLIONS ...]`.

The descriptors are made: films of 60 pictures that go their way from a scene of a few thousand, in a space whose numbers
vary as unequally as those of trained descriptors do. A query is a row as a copy has it, at a cosine of 0.6 to 0.95. Recall is
against comparing it with every row. Each size runs in a process of its own; memory is what the process holds beyond what it
held before (anonymous, and mapped pages that it touched), read from the kernel. `bits` measures made hashes of 256 bits instead, within
64 bits: the folder's store, numpy's obvious search, and FAISS's MultiHash index (one flip a part: not exact at that distance).
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.method.trace.near import in_bytes, nearest
from firsthand.port import Space, Vectors
from firsthand.record.digest import sha256
from firsthand.store.vectors import shares
from firsthand.store.vectors_folder import FolderDescriptors

WIDE, SCENES, LENGTH, QUERIES = 256, 5_000, 60, 200
AT_ONCE = 170_000  # films that are added together: ten million rows are put into lists once
MODEL = Space(model=sha256(b"made for this bench"), wide=WIDE)
PDQ = Space(model=sha256(b"made hashes"), wide=256, bits=True)
F4 = npt.NDArray[np.float32]


def spread() -> F4:
    """How much each number varies: the first ones most."""
    return np.asarray(1 / np.sqrt(1 + np.arange(WIDE) / 16), np.float32)


def films(count: int, first: int) -> list[Vectors]:
    """`count` films of LENGTH pictures each."""
    scenes = np.random.default_rng(1).standard_normal((SCENES, WIDE)).astype(np.float32)
    rng = np.random.default_rng([2, first])
    made = scenes[rng.integers(0, SCENES, count)] + rng.standard_normal((count, WIDE)).astype(np.float32) * 0.7
    steps = rng.standard_normal((count, LENGTH, WIDE)).astype(np.float32) * 0.08
    rows = (made[:, None] + np.cumsum(steps, axis=1)) * spread()
    at = np.arange(LENGTH, dtype=np.float64)
    return [
        Vectors(file=sha256(f"film {first + n}".encode()), model=MODEL.model, rows=in_bytes(rows[n]), at=at)
        for n in range(count)
    ]


def copied(rows: npt.NDArray[np.int8]) -> F4:
    """As copies have them: turned away by as much as edits do."""
    rng = np.random.default_rng(3)
    plain = rows / np.linalg.norm(rows.astype(np.float32), axis=1, keepdims=True)
    other = rng.standard_normal(rows.shape).astype(np.float32) * spread()
    other -= (other * plain).sum(axis=1, keepdims=True) * plain
    other /= np.linalg.norm(other, axis=1, keepdims=True)
    cosine = rng.uniform(0.6, 0.95, (len(rows), 1))
    return np.asarray(cosine * plain + np.sqrt(1 - cosine**2) * other, np.float32)


def held_now() -> tuple[float, float]:
    """(anonymous, mapped from files), MB that this process has in memory."""
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":" in line)
    return tuple(int(fields[name].split()[0]) / 1024 for name in ("RssAnon", "RssFile"))  # type: ignore[return-value]


def build(folder: Path, millions: float) -> float:
    """Fills a store; seconds of processor."""
    store = FolderDescriptors(folder, MODEL, flat=200_000)
    whole, step, began = int(millions * 1e6) // LENGTH, 5_000, time.process_time()
    made, some = 0.0, []
    for first in range(0, whole, step):
        before = time.process_time()
        some += films(min(step, whole - first), first)
        made += time.process_time() - before
        if len(some) >= AT_ONCE or first + step >= whole:
            store.add(*some)
            some = []
    return time.process_time() - began - made


def ask(folder: Path) -> dict[str, float]:
    """Latency one query at a time, memory, and recall at 10; in a fresh process."""
    rng = np.random.default_rng(4)
    before = held_now()
    store = FolderDescriptors(folder, MODEL)
    began = time.perf_counter()
    names = store.files()
    opened = time.perf_counter() - began
    picked = rng.choice(len(names), QUERIES, replace=False)
    place = {file: n for n, file in enumerate(names)}
    wanted = {names[n]: int(rng.integers(0, LENGTH)) for n in picked}
    rows, files = rows_of(store, wanted)
    queries = copied(rows)
    times, found = [], []
    for number in range(len(queries)):
        start = time.thread_time()
        hits = store.search(queries[number : number + 1], model=MODEL.model, most=10, least=-1.0)
        times.append(time.thread_time() - start)
        found.append(set(zip(hits.file.tolist(), hits.row.tolist(), strict=True)))
    after = held_now()
    first = np.mean([(place[files[n]], wanted[files[n]]) in found[n] for n in range(len(files))])
    return {
        "rows": store.count(),
        "open_s": opened,
        "ms": statistics.median(times) * 1000,
        "ms_95": float(np.quantile(times, 0.95)) * 1000,
        "anonymous_mb": after[0] - before[0],
        "mapped_mb": after[1] - before[1],
        "true_in_10": float(first),
        "recall_10": recall(store, queries, found, place),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def rows_of(store: FolderDescriptors, wanted: dict[str, int]) -> tuple[npt.NDArray[np.int8], list[str]]:
    """The rows held under some files' numbers, and which file each is of."""
    made, files = [], []
    for part in store._parts.values():
        place = {file: n for n, file in enumerate(part.files)}
        for file in sorted(wanted.keys() & place.keys()):
            mine = np.flatnonzero(part.arrays["owner"] == place[file])
            number = int(mine[np.argmax(part.arrays["row"][mine] == wanted[file])])
            made.append(np.array(part.arrays["rows"][number]))
            files.append(file)
    return np.array(made), files


def recall(store: FolderDescriptors, queries: F4, found: list[set[tuple[int, int]]], place: dict[str, int]) -> float:
    """Share of the ten best of all rows that were found, over a quarter of the queries."""
    asked = in_bytes(queries)[::4]
    best: list[list[tuple[float, int, int]]] = [[] for _ in asked]
    for part in store._parts.values():
        near = nearest(asked, part.arrays["rows"], -1.0, 10)
        for query, known, score in zip(near.query, near.known, near.score, strict=True):
            owner = place[part.files[part.arrays["owner"][known]]]
            best[query].append((-float(score), owner, int(part.arrays["row"][known])))
    hit = [len({one[1:] for one in sorted(b)[:10]} & found[4 * n]) for n, b in enumerate(best)]
    return sum(hit) / (10 * len(hit))


def hashes(millions: float, folder: Path) -> str:
    """CPU-ms a query of made hashes: the store asked one by one and 60 at once, numpy, and another index."""
    import faiss

    rng, store = np.random.default_rng(8), FolderDescriptors(folder, PDQ)
    rows = rng.integers(0, 256, (int(millions * 1e6) // LENGTH, LENGTH, 32), np.uint8)
    at = np.arange(LENGTH, dtype=np.float64)
    store.add(
        *(Vectors(file=sha256(f"film {n}".encode()), model=PDQ.model, rows=film, at=at) for n, film in enumerate(rows))
    )
    known = rows.reshape(-1, 32)
    asked = known[rng.choice(len(known), LENGTH, replace=False)] ^ np.uint8(1)
    index: Any = faiss.IndexBinaryMultiHash(256, 16, 16)
    index.add(known)
    index.nflip = 1
    ways: dict[str, Callable[[], object]] = {
        "one by one": lambda: [store.search(one[None], model=PDQ.model, most=300, least=0.75) for one in asked],
        "together": lambda: store.search(asked, model=PDQ.model, most=300, least=0.75),
        "numpy": lambda: nearest(asked[:4], known, 0.75, 300, shares),
        "MultiHash": lambda: index.range_search(asked, 65),
    }
    told = []
    for name, way in ways.items():
        start = time.process_time()
        way()
        told.append(f"{name} {1000 * (time.process_time() - start) / (4 if name == 'numpy' else len(asked)):.2f}")
    return f"{len(known) / 1e6:.2f} million hashes, CPU-ms a query: {', '.join(told)}"


def main() -> None:
    if "bits" in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as name:
            print(hashes(1.0, Path(name)))
        return
    sizes = [float(size) for size in sys.argv[1:] if size[0] != "/"] or [0.1, 1.0, 10.0]
    print(
        "million rows | build CPU-s | on disk MB | open s | CPU-ms a query (95 %) | anonymous MB | mapped MB | recall@10"
    )
    for millions in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            spent = build(folder, millions)
            size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
            asked = subprocess.run(
                [sys.executable, "-m", "bench.trace.scale", "--ask", name], capture_output=True, text=True, check=True
            )
            told = json.loads(asked.stdout)
        print(
            f"{told['rows'] / 1e6:12.2f} | {spent:11.1f} | {size:10.0f} | {told['open_s']:6.2f} | "
            f"{told['ms']:8.2f} ({told['ms_95']:.2f}) | {told['anonymous_mb']:12.0f} | {told['mapped_mb']:9.0f} | "
            f"{told['recall_10']:.3f} (the row itself {told['true_in_10']:.3f})",
            flush=True,
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--ask"]:
        print(json.dumps(ask(Path(sys.argv[2]))))
    else:
        main()
