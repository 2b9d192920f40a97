"""What the cell costs: its first start, and each file after that, beside a bare fork and a fresh interpreter."""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import HOSTILE
from firsthand.outside.workers import Threads


def milliseconds(times: int, act: Callable[[], object]) -> float:
    """Median of so many runs."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        spent.append(time.perf_counter() - began)
    return 1000 * statistics.median(spent)


def bare_fork() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def fresh() -> None:
    subprocess.run([sys.executable, "-c", "import numpy, av, cv2"], check=True)


def main(argv: list[str] | None = None) -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--files", type=int, default=200)
    files = arguments.parse_args(argv).files
    print(f"a bare fork of this process        {milliseconds(50, bare_fork):8.2f} ms")
    print(f"a fresh interpreter with av, cv2   {milliseconds(3, fresh):8.2f} ms")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "evidence"
        source.write_text("good x")
        for bwrap in (False, True):
            with CellDecoder(task=HOSTILE, bwrap=bwrap) as cell:
                start = milliseconds(1, cell.protections)
                said = cell.protections()
                if bwrap and said["bubblewrap"] != "on":
                    print(f"with bubblewrap: not run, {said['bubblewrap']}")
                    continue
                one = milliseconds(files, lambda: list(cell.read(source, profile="triage")))
                began = time.perf_counter()
                for _ in Threads().map(lambda _: list(cell.read(source, profile="triage")), range(files)):
                    pass
                many = 1000 * (time.perf_counter() - began) / files
                print(
                    f"{'with' if bwrap else 'without'} bubblewrap: "
                    + ", ".join(k for k, v in said.items() if v == "on")
                )
                print(f"  first start                      {start:8.2f} ms")
                print(f"  a file, median of {files:<14} {one:8.2f} ms")
                print(f"  a file, all processors at work   {many:8.2f} ms")


if __name__ == "__main__":
    main()
