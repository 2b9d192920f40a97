"""`python -m firsthand.recheck FOLDER`: the core of the recheck where nothing but `cryptography` is installed."""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from firsthand.record.fault import Fault

from .case import CASE, recheck_case
from .closing import closing
from .folder import recheck_folder
from .line import STEPS, Line, Verdict, exit_code
from .manifest import MANIFEST


def is_case(path: Path) -> bool:
    """Whatever has a manifest is a published folder, so that a report cannot be dressed as a case."""
    return (path / CASE).is_file() and not os.path.lexists(path / MANIFEST)


def recheck(path: Path, *, key: str | None, pin: str | None, quick: bool) -> Iterator[Line]:
    """A published folder where it has a manifest; else a case where it holds a case.json."""
    chosen = recheck_case if is_case(path) else recheck_folder
    return chosen(path, key=key, pin=pin, quick=quick)


def no_folder(path: Path) -> str:
    """What to say of a path that holds no folder: asked wrongly is not forged. Empty where it is one, or cannot be looked at."""
    if path.is_dir():
        return ""
    if path.is_file():
        return (
            f"{path} is a file, not a folder: if it is an archive, unpack it first and give the folder that was in it"
        )
    return "" if os.path.lexists(path) else f"there is nothing at {path}: give a report's folder, or a case"


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints every line and gives the exit code: 0, 1, 3, or 2 where it was asked wrongly or nobody read to the end."""
    asked = _parser().parse_args(arguments)
    wrong = no_folder(asked.folder)
    if wrong:
        print(wrong, file=sys.stderr)
        return 2
    try:
        outcome = _print(recheck(asked.folder, key=asked.key, pin=asked.pin, quick=asked.quick), as_json=asked.json)
        sys.stdout.flush()
    except Fault as bad:
        print(f"{bad}\n{bad.hint}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    return outcome


def _print(lines: Iterator[Line], *, as_json: bool) -> int:
    kept: list[Line] = []
    for line in lines:
        kept.append(line)
        print(json.dumps(line.wire(), sort_keys=True) if as_json else _said(line, kept))
    outcome = exit_code(kept)
    if not as_json:
        counts = Counter(line.verdict for line in kept)
        print("\n" + ", ".join(f"{counts[verdict]} {verdict}" for verdict in Verdict if counts[verdict]))
        print(closing(kept))
    return outcome


def _said(line: Line, kept: list[Line]) -> str:
    new = len(kept) < 2 or kept[-2].step != line.step
    title = f"\n{line.step}. {STEPS[line.step]}\n" if new else ""
    code = "" if line.code == "holds" else f" [{line.code}]"
    return f"{title}   {line.verdict:<12} {line.subject}: {line.says}{code}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m firsthand.recheck", description=__doc__)
    parser.add_argument("folder", type=Path, help="a published folder, or a case")
    parser.add_argument("--key", help="the publisher's fingerprint, as you know it from elsewhere")
    parser.add_argument("--pin", help="a file with a checkpoint, as you know it from elsewhere")
    parser.add_argument("--quick", action="store_true", help="do not hash public bytes (the outcome is then 3 at best)")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    return parser


if __name__ == "__main__":
    sys.exit(main())
