"""Whether pictures agree where sound joins two recordings: asked of the readings that examine made, a finding each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy

import firsthand
from firsthand.method import CATALOGUE
from firsthand.method.reading import Reading, unpack
from firsthand.record.digest import sha256
from firsthand.record.fault import BadReading
from firsthand.record.finding import Finding, Job, outcome_wire
from firsthand.record.wire import to_wire

from .desk import Desk
from .readings import pass_job, path_of

PROFILE = "full"  # movement and light of every frame are in the full reading only
METHODS = ("align.pictures", "align.lights")
MADE_WITH = {"firsthand": firsthand.__version__, "numpy": numpy.__version__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Two files (the smaller digest first) that sound joins, and the offsets by the clocks that it allows (s)."""

    one: str
    two: str
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    reading: Reading
    digest: str


def ask(desk: Desk, joined: list[Joined], known: Mapping[str, object]) -> Iterator[Finding]:
    """What pictures say of each pair, and their sudden lights as anchors that no distance delays: findings that are new
    (by their job, not among `known`). Pairs of which a film was not examined in full are passed over: nothing was looked at.
    """
    held: dict[str, _Seen | None] = {}
    for pair in joined:
        for file in (pair.one, pair.two):
            if file not in held:
                held[file] = _seen(desk, file)
        one, two = held[pair.one], held[pair.two]
        if one is not None and two is not None:
            for name in METHODS:
                made = _asked(name, pair, one, two, known)
                if made is not None:
                    yield made


def _asked(name: str, pair: Joined, one: _Seen, two: _Seen, known: Mapping[str, object]) -> Finding | None:
    card = CATALOGUE[name]
    given = card.form({"low_s": round(pair.low, 6), "high_s": round(pair.high, 6)} if name == METHODS[0] else {})
    inputs = {"pair": (pass_job(pair.one, PROFILE).id, pass_job(pair.two, PROFILE).id)}
    job = Job(method=card.name, version=card.version, given=to_wire(given), inputs=inputs)
    if job.id in known:
        return None
    outcome = card.ask(given, {"pair": {pair.one: one.reading, pair.two: two.reading}})
    return Finding(
        job=job,
        outcome=outcome_wire(outcome),
        files=(pair.one, pair.two),
        readings=(one.digest, two.digest),
        profile=PROFILE,
        made_with=MADE_WITH,
    )


def _seen(desk: Desk, file: str) -> _Seen | None:
    path = path_of(desk.folder, file, PROFILE)
    if not path.is_file():
        return None
    data = path.read_bytes()
    try:
        reading = unpack(data)
    except BadReading:
        return None
    # What the method needs of a reading is small; the rest is let go of at once.
    arrays = {name: array.copy() for name, array in reading.arrays.items() if name.startswith("read.pictures/motion")}
    return _Seen(reading=Reading(facts={}, arrays=arrays), digest=sha256(data))
