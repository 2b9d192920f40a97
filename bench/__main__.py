"""Runs the benches one after another, or those named: `python -m bench [NAME ...]`; `make bench` runs all."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    """Each bench is a program of its own, so that one's memory is not another's; the worst exit code."""
    names = sys.argv[1:] or sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    worst = 0
    for name in names:
        print(f"== {name}", flush=True)
        worst = max(
            worst, subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent, check=False).returncode
        )
    return worst


if __name__ == "__main__":
    sys.exit(main())
