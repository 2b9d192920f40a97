"""A map extract of gigabytes: how long reading it for a pattern takes, in how much memory, and how fast a question is after that.

`python -m bench.place_extract EXTRACT.osm.pbf [--gigabytes 3.1] [--grow 60] [--phrases 3]` grows a small extract: its things are copied
`--grow` times, each copy a degree and an id range on, and blocks of nodes and of buildings that nobody asks for are laid before
them until the file is so large. (Those blocks repeat; a reader unpacks and passes over each all the same.) The file is deleted
afterwards. Without an extract it says *not run*.
"""

import argparse
import os
import random
import struct
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import osmium

from firsthand.desk.place_map import pattern
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import MAP

PHRASES = (
    "a church within 100 m of a park",
    "a church within 100 m of a park beside a bend",
    "a school opposite a park and no shop within 50 m",
)
ENTITIES, BLOCKS = 8000, 40
AHEAD = 10_000_000_000  # ids of the filling: above all that are copied
ID_STEP = 10_000_000_000_000


def varint(number: int) -> bytes:
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    made.append(number)
    return bytes(made)


def signed(number: int) -> bytes:
    return varint(number << 1 if number >= 0 else (-number << 1) - 1)


def part(number: int, data: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(data)) + data


def blob(kind: bytes, data: bytes) -> bytes:
    body = varint(2 << 3) + varint(len(data)) + part(3, zlib.compress(data, 6))
    head = part(1, kind) + varint(3 << 3) + varint(len(body))
    return struct.pack(">I", len(head)) + head + body


def strings(*words: bytes) -> bytes:
    return part(1, b"".join(part(1, word) for word in words))


def node_block(dice: random.Random, first: int) -> bytes:
    """Nodes without tags, as most of any extract is."""
    ids = signed(first) + b"\x02" * (ENTITIES - 1)
    steps = [[dice.randrange(-6000, 6000) for _ in range(ENTITIES - 1)] for _ in range(2)]
    places = [signed(dice.randrange(-400_000_000, 400_000_000)) + b"".join(map(signed, row)) for row in steps]
    return strings(b"") + part(2, part(2, part(1, ids) + part(8, places[0]) + part(9, places[1])))


def way_block(dice: random.Random, first: int) -> bytes:
    """Buildings of four corners to nine."""
    ways = []
    for k in range(ENTITIES // 2):
        refs = b"".join([signed(AHEAD + dice.randrange(1 << 28)), *(b"\x02" for _ in range(dice.randrange(3, 9)))])
        ways.append(part(3, varint(1 << 3) + varint(first + k) + part(2, b"\x01") + part(3, b"\x02") + part(8, refs)))
    return strings(b"", b"building", b"yes") + part(2, b"".join(ways))


def grown(extract: Path, to: Path, times: int) -> None:
    """The extract, copied so many times, a degree on and an id range on each time."""
    with osmium.SimpleWriter(str(to), overwrite=True) as out:
        for kind in (osmium.osm.NODE, osmium.osm.WAY, osmium.osm.RELATION):
            for k in range(times):
                for seen in osmium.FileProcessor(str(extract), kind):
                    add(out, seen, k, k * (AHEAD // times))


def add(out: Any, seen: Any, k: int, off: int) -> None:
    if isinstance(seen, osmium.osm.Node):
        lon = (seen.location.lon + 3 * (k % 100) + 180) % 360 - 180
        out.add_node(seen.replace(id=seen.id + off, location=(lon, seen.location.lat - 1.5 * (k // 100))))
    elif isinstance(seen, osmium.osm.Way):
        out.add_way(seen.replace(id=seen.id + off, nodes=[node.ref + off for node in seen.nodes]))
    else:
        members = [(one.type, one.ref + off, one.role) for one in seen.members]
        out.add_relation(seen.replace(id=seen.id + off, members=members))


def built(extract: Path, to: Path, size: int, times: int) -> None:
    dice = random.Random(1)
    filling = [blob(b"OSMData", node_block(dice, AHEAD + k * ENTITIES)) for k in range(BLOCKS)] * 3
    filling += [blob(b"OSMData", way_block(dice, AHEAD + k * ENTITIES)) for k in range(BLOCKS)]
    beside = to.with_suffix(".part.osm.pbf")
    grown(extract, beside, times)
    whole = beside.read_bytes()
    beside.unlink()
    (length,) = struct.unpack(">I", whole[:4])
    head = 4 + length + _data_size(whole[4 : 4 + length])
    with to.open("wb") as out:
        out.write(whole[:head])
        while out.tell() < size:
            out.write(b"".join(filling))
        out.write(whole[head:])


def _data_size(head: bytes) -> int:
    """The length that a blob's header states: its last field."""
    at = head.rindex(b"\x18") + 1
    return sum((sign & 0x7F) << 7 * k for k, sign in enumerate(head[at:]))


class Watch:
    """The most memory that this process's children hold: pages of their own (VmHWM also counts the file that is looked through)."""

    def __init__(self) -> None:
        self.own = self.all = 0
        self._on = True
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._on = False
        self._thread.join()

    def _look(self) -> None:
        while self._on:
            for numbers in children():
                self.own = max(self.own, numbers.get("RssAnon", 0))
                self.all = max(self.all, numbers.get("VmHWM", 0))
            time.sleep(0.5)


def children() -> Iterator[dict[str, int]]:
    """Memory in kB of every process beneath this one."""
    seen = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            rows = dict(row.split(":", 1) for row in status.read_text("utf-8", "replace").splitlines() if ":" in row)
        except OSError:
            continue
        seen[int(rows["Pid"])] = (
            int(rows["PPid"]),
            {k: int(v.split()[0]) for k, v in rows.items() if v.strip().endswith("kB")},
        )
    beneath = {os.getpid()}
    while more := {pid for pid, (parent, _) in seen.items() if parent in beneath} - beneath:
        beneath |= more
    yield from (numbers for pid, (_, numbers) in seen.items() if pid in beneath - {os.getpid()})


def main() -> int:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("extract", type=Path, nargs="?")
    asked.add_argument("--gigabytes", type=float, default=3.1)
    asked.add_argument("--grow", type=int, default=60)
    asked.add_argument("--phrases", type=int, default=len(PHRASES), help="so many of the patterns only")
    asked.add_argument("--keep", type=Path, help="keep the grown extract here")
    told = asked.parse_args()
    if told.extract is None or not told.extract.is_file():
        print("not run: no extract was named, or it is not here")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        large = told.keep or Path(folder) / "large.osm.pbf"
        os.environ["FIRSTHAND_HOME"] = folder  # what is read of it is kept there, and goes with it
        if not large.is_file():
            begun = time.perf_counter()
            built(told.extract, large, int(told.gigabytes * 1e9), told.grow)
            print(f"built {large.stat().st_size / 1e9:.2f} GB in {time.perf_counter() - begun:.0f} s", flush=True)
        for phrase in PHRASES[: told.phrases]:
            for turn in ("read", "asked again", "asked again"):
                with Watch() as watch, CellDecoder(task=MAP, weak_ok=True) as cell:
                    begun, own = time.perf_counter(), time.process_time()
                    asked_ = pattern(phrase, large, cell)
                    took, own = time.perf_counter() - begun, time.process_time() - own
                value = getattr(asked_.outcome, "value", {})
                said = f"{value.get('fitting', 0)} of {value.get('looked_at', 0)}, {sum(value.get('counts', {}).values())} things"
                print(
                    f"{phrase!r} {turn}: {type(asked_.outcome).__name__} {said}; {took:.2f} s ({own:.2f} s of this process); the cell held "
                    f"{watch.own / 1024:.0f} MB of its own, {watch.all / 1024:.0f} MB with the file's pages",
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
