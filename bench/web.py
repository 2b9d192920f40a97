"""The library of a case of 100,000 files: a page first, in the middle and last, a search, a note; beside the list that `show` makes."""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path

from firsthand.desk.cases import new_case
from firsthand.desk.desk import Desk
from firsthand.desk.pen import pen
from firsthand.desk.screens.custody import log
from firsthand.desk.screens.library import Filters, page
from firsthand.desk.screens.sheet import page as sheet_page
from firsthand.desk.shelving import shelf_of
from firsthand.desk.show import files
from firsthand.desk.times import stated
from firsthand.desk.weigh import say
from firsthand.outside.keyring import Keyring
from firsthand.record.digest import sha256
from firsthand.record.finding import Finding, Inconclusive, Job, outcome_wire
from firsthand.record.footage import File
from firsthand.record.observation import Observation
from firsthand.record.sighting import Sighting

RUNS, LIMIT, BATCH = 7, 100, 2000


def made(folder: Path, count: int) -> Desk:
    """A case of made-up files: each with a sighting and a container finding, names of up to 4,000 emoji among them."""
    desk = new_case(folder / "case", author="bench", ring=Keyring(folder / "keys"))
    writer = pen(desk)
    for begin in range(0, count, BATCH):
        batch: list[object] = []
        for n in range(begin, min(count, begin + BATCH)):
            digest, second = sha256(b"file %d" % n), sha256(b"second %d" % n)
            name = "\U0001f3ac" * 4000 if n % 1000 == 0 else f"VID_{n:06d}.mp4"
            posted = stated(f"2024-{n % 12 + 1:02d}-{n % 28 + 1:02d} {n % 24:02d}:{n % 60:02d}", "UTC")
            job = Job(method="read.container", version=1, given={"profile": "full"}, inputs={"file": (digest,)})
            outcome = outcome_wire(Inconclusive(why="made up for a bench", value={"kind": "film", "streams": []}))
            batch += [
                File(digest=digest, blake3=second, size=n * 1000),
                Sighting(
                    file=digest, name=name, url=f"https://example.org/{n}", account=f"@account{n % 40}", posted=posted
                ),
                Finding(job=job, outcome=outcome, files=(digest,), profile="full"),
            ]
        writer.write(batch)
    return desk


def median(ask: Callable[[], object]) -> float:
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        ask()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def at(desk: Desk, pages: int) -> str:
    after = ""
    for _ in range(pages):
        after = page(desk, Filters(), after=after, limit=500, facets=False).next or ""
    return after


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=100_000)
    count = options.parse_args().files
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        desk = made(Path(folder), count)
        print(f"a case of {count} files, {3 * count + 1} entries: written in {time.perf_counter() - began:.0f} s")
        desk.index.refresh(desk.ledger)
        began = time.perf_counter()
        shelf_of(desk)
        print(f"the shelf from nothing: {time.perf_counter() - began:.1f} s; later only what is new")
        first = median(lambda: page(desk, Filters(), limit=LIMIT, facets=False))
        rows = {"first page of 100": first}
        for name, share in (("in the middle", 0.5), ("near the end", 0.99)):
            after = at(desk, int(count * share / 500))
            rows[f"page of 100 {name}"] = median(partial(page, desk, Filters(), after=after, limit=LIMIT, facets=False))
        rows["first page with its facets"] = median(lambda: page(desk, Filters(), limit=LIMIT))
        rows["a search over all names"] = median(lambda: page(desk, Filters(q="vid_0777"), limit=LIMIT, facets=False))
        rows["a page of the evidence sheet"] = median(lambda: sheet_page(desk, limit=LIMIT))
        rows["a page of the log"] = median(lambda: log(desk, limit=LIMIT))
        rows["a note, until it is on the disk"] = median(lambda: say(desk, Observation(what="note", says="a note")))
        rows["a page after a note"] = median(
            lambda: (
                say(desk, Observation(what="note", says="a note")),
                page(desk, Filters(), limit=LIMIT, facets=False),
            )
        )
        began = time.perf_counter()
        sum(1 for _ in islice(files(desk), count))
        rows["the whole list, as `firsthand show files` makes it"] = time.perf_counter() - began
        for name, took in rows.items():
            print(f"{name:52} {took * 1000:9.1f} ms {took / first:8.1f} x")


if __name__ == "__main__":
    main()
