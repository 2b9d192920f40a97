"""10,000 sightings of 10,000 files preserved by one command, from a sheet: CPU apart from hashing, and once more for nothing."""

import csv
import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from blake3 import blake3

FILES = int(os.environ.get("BENCH_FILES", "10000"))


def spent(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def run(home: Path, *words: str) -> tuple[float, float]:
    """CPU and wall seconds of one command."""
    before, began = spent(resource.RUSAGE_CHILDREN), time.perf_counter()
    env = {**os.environ, "FIRSTHAND_HOME": str(home)}
    subprocess.run([sys.executable, "-m", "firsthand.cli.app", *words], env=env, check=True, capture_output=True)
    return spent(resource.RUSAGE_CHILDREN) - before, time.perf_counter() - began


def hashing(paths: list[Path]) -> float:
    before = spent(resource.RUSAGE_SELF)
    for path in paths:
        data = path.read_bytes()
        hashlib.sha256(data).digest()
        blake3(data).digest()
    return spent(resource.RUSAGE_SELF) - before


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "in").mkdir()
        with (work / "in" / "sheet.csv").open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(["file", "url", "account", "posted_at", "zone", "seen_at", "note"])
            for number in range(FILES):
                (work / "in" / f"{number:05}.mp4").write_bytes(number.to_bytes(4, "big") * 2048)
                rows.writerow(
                    [f"{number:05}.mp4", f"https://example.org/{number}", "@a", "2022-03-30 14:05", "+03:00", "", ""]
                )
        case = str(work / "case")
        start, _ = run(work, "new", case, "--author", "bench")
        words = ("preserve", "--sheet", str(work / "in" / "sheet.csv"), "--case", case)
        first, wall = run(work, *words)
        again, wall_again = run(work, *words)
        hashed = hashing(sorted((work / "in").glob("*.mp4")))
    print(f"{FILES} files of 8 kB by one command (starting the program alone: {start:.1f} s of CPU)")
    print(
        f"{'first time':<14}{first:>8.1f} s CPU, {first - hashed:.1f} apart from reading and hashing; wall {wall:.1f}"
    )
    print(f"{'once more':<14}{again:>8.1f} s CPU, nothing added; wall {wall_again:.1f}")


if __name__ == "__main__":
    main()
