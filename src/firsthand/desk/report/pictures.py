"""Which stills of each exhibit the report shows: few, spread over its length, and none that a mark holds back."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from firsthand.desk.desk import Desk
from firsthand.desk.gate_disclosure import Disclosure
from firsthand.desk.gate_edition import Edition
from firsthand.record.footage import Derivative

from .matter import Shown
from .words import seconds

# What can be shown as a still, and the ending of its name in the folder.
PICTURES: Mapping[str, str] = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


def chosen(desk: Desk, edition: Edition, named: Iterable[str], most: int) -> dict[str, tuple[Shown, ...]]:
    """At most `most` of each exhibit, spread over its length, of those that no mark holds back and whose bytes are here."""
    made: dict[str, list[Derivative]] = {}
    for entry in edition.case.of("derivative", standing=True):
        if entry.value.media_type in PICTURES and entry.value.what in ("still", "redaction"):
            made.setdefault(entry.value.parent, []).append(entry.value)
    found: dict[str, tuple[Shown, ...]] = {}
    for file in named:
        stills = [d for d in made.get(file, ()) if d.what == "still"]
        redacted = [
            r for parent in (file, *(d.digest for d in stills)) for r in made.get(parent, ()) if r.what == "redaction"
        ]
        open_ones = [d for d in stills if not _held(edition.disclosure, file, d)]
        kept = _spread(sorted(open_ones, key=_pts), most) + redacted
        found[file] = tuple(_shown(file, d) for d in kept if desk.vault.has(d.digest))
    return found


def _held(disclosure: Disclosure, file: str, still: Derivative) -> bool:
    at = still.moment.pts if still.moment else None
    return disclosure.holds(file, at) is not None or disclosure.holds(still.digest) is not None


def _pts(still: Derivative) -> tuple[Fraction, str]:
    return (still.moment.pts if still.moment else Fraction(0), still.digest)


def _spread(items: list[Derivative], most: int) -> list[Derivative]:
    if len(items) <= most:
        return items
    return [items[(2 * step + 1) * len(items) // (2 * most)] for step in range(most)]


def _shown(file: str, made: Derivative) -> Shown:
    at = seconds(made.moment.pts) if made.moment else "its start"
    path = f"blobs/{made.digest}{PICTURES[made.media_type]}"
    return Shown(path=path, file=file, at=at, how=made.how, redacted=made.what == "redaction")
