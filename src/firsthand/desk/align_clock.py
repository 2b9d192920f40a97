"""The event clock of a case: every finding and observation that stands, solved together and entered where it is new."""

from collections.abc import Collection, Iterator

import numpy
import scipy

import firsthand
from firsthand.method import CATALOGUE
from firsthand.method.align.laid import grouping, together
from firsthand.method.align.pair_form import Given
from firsthand.method.align.through import Pair
from firsthand.record.entry import Entry
from firsthand.record.finding import Finding, Found, Inconclusive, Job, Outcome, outcome_wire
from firsthand.record.wire import to_wire

from .desk import Desk, entries
from .pen import Pen

SPOKEN = (
    "align.near", "align.pair", "align.pictures", "align.lights", "align.impulses", "align.clock", "trace.pictures",
    "trace.sound", "trace.recordings",
)  # fmt: skip
SHOWN = ("align.pictures", "align.lights", "trace.pictures", "trace.recordings")  # what pictures say
TOLD = (
    "anchor",
    "distance",
    "time",
    "pictures",
    "standpoint",
    "bangs-at",
    "stood",
)  # observations that the clock rests on
MADE_WITH = {"firsthand": firsthand.__version__, "numpy": numpy.__version__, "scipy": scipy.__version__}


def standing(desk: Desk) -> Iterator[Entry]:
    """Findings that nobody has withdrawn."""
    desk.index.refresh(desk.ledger)
    withdrawn = {e.value.of for e in entries(desk, "withdrawal")}
    for entry in entries(desk, "finding"):
        if entry.value.job.method in SPOKEN and entry.id not in withdrawn:
            yield entry


def clock(desk: Desk, writer: Pen, given: Given, files: set[str], copies: Collection[str] = ()) -> tuple[str, Outcome]:
    """Solves all that stands of `files`, and enters it where it is new: (entry, outcome). What was said of a file before it was
    known to be one of the `copies` joins nothing any more."""
    card = CATALOGUE["align.clock"]
    form = card.form({name: getattr(given, name) for name in ("coldest_c", "warmest_c", "wind_m_s")})
    stands = list(standing(desk))
    alike = together(grouping([(e.id, e.value) for e in stands]))
    said = [e for e in stands if _speaks(e, files, given, alike) and not _of_copies(e, copies)]
    seen = [e for e in _observed(desk) if e.value.what in TOLD]
    inputs = {
        "findings": tuple((e.id, e.value) for e in sorted(said, key=lambda e: e.id)),
        "observations": tuple((e.id, e.value) for e in sorted(seen, key=lambda e: e.id)),
    }
    ids = {name: tuple(entry for entry, _ in rows) for name, rows in inputs.items()}
    job = Job(method=card.name, version=card.version, given=to_wire(form), inputs=ids)
    outcome = card.ask(form, inputs)
    for e in stands:
        if e.value.job.id == job.id:
            return e.id, e.value.result
    made = Finding(
        job=job,
        outcome=outcome_wire(outcome),
        files=tuple(sorted({file for e in said for file in e.value.files} or files)),
        made_with=MADE_WITH,
        rests_on=(*ids["findings"], *ids["observations"]),
    )
    (line,) = writer.write([made])
    return line.hash, outcome


def _speaks(entry: Entry, files: set[str], given: Given, alike: frozenset[Pair]) -> bool:
    """Of files that are of one recording, `alike`, trace says whether they sound the same too; of others that says nothing here."""
    finding = entry.value
    if finding.job.method == "trace.sound":
        return tuple(sorted(finding.files)) in alike and isinstance(finding.result, Found)
    if finding.job.method in SHOWN:
        return isinstance(finding.result, Found)
    fits = finding.job.method == "align.pair" and finding.job.given == to_wire(given)
    return fits and set(finding.files) <= files and isinstance(finding.result, Found | Inconclusive)


def _of_copies(entry: Entry, copies: Collection[str]) -> bool:
    finding = entry.value
    return finding.job.method.startswith("align.") and not set(copies).isdisjoint(finding.files)


def _observed(desk: Desk) -> list[Entry]:
    withdrawn = {e.value.of for e in entries(desk, "withdrawal")}
    return [e for e in entries(desk, "observation") if e.id not in withdrawn]
