"""Exports for others' tools: a claims table, schema.org reviews, W3C PROV. Nothing leaves that a report would withhold."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from firsthand.record.fault import FileTaken, GateRefused, WriteFailed

from . import exports_prov, exports_review, exports_table
from .desk import Desk
from .exports_public import Public, public
from .gate_bytes import leaks
from .report.words import count


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written, and what is not in it, counted by reason."""

    path: Path
    size: int
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Bytes that are to leave, and the same as plain JSON, in which withheld names are looked for."""

    data: bytes
    plain: Any
    left_out: Mapping[str, int] = field(default_factory=dict)


def _csv(desk: Desk, seen: Public) -> Written:
    return _table(seen, exports_table.as_csv(seen))


def _xlsx(desk: Desk, seen: Public) -> Written:
    return _table(seen, exports_table.as_xlsx(seen, desk.clock.now().replace(tzinfo=None)))


def _table(seen: Public, data: bytes) -> Written:
    found = [dict(row) for row in exports_table.rows(seen)]
    withheld = sum(bool(row.get("withheld")) for row in found)
    return Written(data=data, plain=found, left_out={"claims that are withheld": withheld} if withheld else {})


def _reviews(desk: Desk, seen: Public) -> Written:
    made, left = exports_review.document(seen)
    return Written(data=_json(made), plain=made, left_out=dict(left))


def _prov(desk: Desk, seen: Public) -> Written:
    made = exports_prov.document(seen)
    return Written(data=_json(made), plain=made)


def _json(made: Any) -> bytes:
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


# What `firsthand export WHAT` writes.
FORMS: Mapping[str, Callable[[Desk, Public], Written]] = {
    "claims.csv": _csv,
    "claims.xlsx": _xlsx,
    "claimreview.jsonld": _reviews,
    "prov.json": _prov,
}


def export(desk: Desk, what: str, out: Path, *, withhold: Iterable[str] = ()) -> Exported:
    """Writes one of FORMS into a file that is not there yet; a withheld name anywhere in it stops the export.

    `withhold` as for a publication. Raises GateRefused, FileTaken, WriteFailed, BadDigest; KeyError for another form.
    """
    seen = public(desk, withhold=withhold)
    written = FORMS[what](desk, seen)
    found = tuple(leaks(f"{what}.json", json.dumps(written.plain).encode("utf-8"), seen.disclosure))
    if found:
        raise GateRefused(
            f"{count(len(found), 'rule')} of the gate not met: {found[0].rule}: {found[0].message}",
            found,
        )
    try:
        with out.open("xb") as target:
            target.write(written.data)
    except FileExistsError as bad:
        raise FileTaken(f"there is a file {out.name!r} already") from bad
    except OSError as bad:
        raise WriteFailed(f"{out.name!r} could not be written: {bad.strerror}") from bad
    return Exported(path=out, size=len(written.data), left_out=written.left_out)
