"""The recheck with both tiers: the core, and findings computed again where the bytes or readings are there."""

from collections.abc import Iterator
from pathlib import Path

from firsthand.recheck import Line, recheck_case, recheck_folder
from firsthand.recheck.__main__ import is_case

from .examine_again import findings_again


def recheck(
    path: Path, *, key: str | None = None, pin: str | Path | None = None, quick: bool = False, findings: bool = True
) -> Iterator[Line]:
    """All lines for a case or a report (whatever has a manifest is a report). Raises BadDigest, CannotRead for a bad key or pin."""
    chosen = recheck_case if is_case(path) else recheck_folder
    second = findings_again if findings and not quick else None
    return chosen(path, key=key, pin=pin, quick=quick, findings=second)
