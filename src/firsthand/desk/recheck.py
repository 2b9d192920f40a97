"""The recheck with both tiers: the core, and findings computed again where the bytes or readings are there."""

from collections.abc import Iterator
from pathlib import Path

from firsthand.recheck import Evidence, Line, recheck_case, recheck_folder
from firsthand.recheck.__main__ import is_case

from .examine_again import findings_again
from .page_again import page_again


def recheck(
    path: Path, *, key: str | None = None, pin: str | Path | None = None, quick: bool = False, findings: bool = True
) -> Iterator[Line]:
    """All lines for a case or a report (whatever has a manifest is a report). Raises BadDigest, CannotRead for a bad key or pin."""
    case = is_case(path)
    second = (findings_again if case else _both) if findings and not quick else None
    return (recheck_case if case else recheck_folder)(path, key=key, pin=pin, quick=quick, findings=second)


def _both(evidence: Evidence) -> Iterator[Line]:
    yield from findings_again(evidence)
    yield from page_again(evidence)
