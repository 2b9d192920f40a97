"""Findings and stills reached again for a recheck: from the bytes where they are there, from a published reading where not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from firsthand.method import CATALOGUE
from firsthand.method.align.outline import outline
from firsthand.method.reading import MAX_BYTES, Reading, unpack
from firsthand.method.shape import Method
from firsthand.outside.cell import OUTCOME as CELL
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import LISTEN
from firsthand.outside.weights import in_use
from firsthand.port import Decoder, Read, Still
from firsthand.recheck.folder import Evidence
from firsthand.recheck.line import Line, Verdict, line
from firsthand.record.digest import sha256
from firsthand.record.entry import Entry
from firsthand.record.fault import CellBroke, Fault
from firsthand.record.finding import Finding, Outcome, outcome_from_wire, outcome_wire
from firsthand.record.footage import Derivative

from .align_again import INPUTS, Listening, parts_of
from .place import inputs_of, made_with
from .readings import Pass, pass_job
from .stills import encode

STEP = 9
HOLDS, DIFFERS, NOT_COMPUTED, NO_BYTES = (
    "finding.holds", "finding.differs", "finding.not-computed", "finding.withheld"
)  # fmt: skip
PASS = "read"  # the pass itself, where the cell had to end it
# What a finding was reached from again.
SAME, GIVEN, OTHERS = (
    "the same readings, made again here",
    "the readings as published",
    "readings that came out otherwise here",
)
HEARD, HEARD_OTHERWISE = "its sound, heard again here", "sound that came out otherwise here"
SPANS = ("align.flash-bang", "align.crack-thump")  # asked, as those of place are, of what an observation holds
AGAIN = ("finding", "derivative")  # kinds of entry that are reached again
ASKED = (*AGAIN, "observation")  # and those that hold what was asked
KEPT = 2  # passes held in memory at a time, with their stills
MOST_HELD = 512 << 20  # bytes of readings held in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """How a finding stands when its question is asked again."""

    verdict: Verdict
    code: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A pass made for a recheck, with all of its stills by stream, time and digest of their frame."""

    done: Pass
    stills: Mapping[tuple[int, str, str], Still]


@dataclass(slots=True)
class Access:
    """What can be got at: local bytes by digest, bodies of entries by id (None where they are not), and a decoder.

    Passes are made when first asked for; some of them, and their readings, are kept.
    """

    bytes_of: Callable[[str], Path | None]
    entry: Callable[[str], Any]
    decoder: Decoder
    listening: Listening | None = None  # where sound may be heard again
    _passes: dict[tuple[str, str], Made] = field(default_factory=dict)
    _readings: dict[tuple[str, str], tuple[str, bytes]] = field(default_factory=dict)

    def read(self, file: str, profile: str) -> Made | None:
        """A pass over a file's bytes; None where they are not here. Raises CellBroke."""
        source = self.bytes_of(file)
        if source is None:
            return None
        if (file, profile) not in self._passes:
            while len(self._passes) >= KEPT:
                self._passes.pop(next(iter(self._passes)))
            self._passes[file, profile] = made = _pass(self.decoder, source, file, profile)
            self._keep((file, profile), made.done)
        return self._passes[file, profile]

    def reading(self, digest: str, file: str, profile: str) -> tuple[Reading, str] | None:
        """(a reading, one of SAME, GIVEN, OTHERS): published, or made again; None where neither can be had."""
        path = self.bytes_of(digest)
        if path is not None and path.stat().st_size <= MAX_BYTES:
            return unpack(path.read_bytes()), GIVEN
        if (file, profile) not in self._readings and self.read(file, profile) is None:
            return None
        found, data = self._readings[file, profile]
        return unpack(data), SAME if found == digest else OTHERS

    def _keep(self, key: tuple[str, str], done: Pass) -> None:
        self._readings[key] = (done.digest, done.reading)
        while sum(len(data) for _, data in self._readings.values()) > MOST_HELD and len(self._readings) > 1:
            self._readings.pop(next(iter(self._readings)))


def _pass(decoder: Decoder, source: Path, file: str, profile: str) -> Made:
    stills: dict[tuple[int, str, str], Still] = {}
    for event in decoder.read(source, profile=profile):
        if isinstance(event, Still):
            stills[event.stream, event.pts, event.frame] = event
        elif isinstance(event, Read):
            done = Pass(
                file=file, reading=event.reading, outcomes=event.outcomes, made_with=event.made_with, pictures=()
            )
            return Made(done=done, stills=stills)
    raise AssertionError("a decoder ends with a Read")


# --- one finding ----------------------------------------------------------------------------------------------------------


def recompute(access: Access, finding: Finding) -> Again:
    """Asks a finding's question again and compares by the method's own `agrees`.

    Broken only where the same program at the same version, on the same bytes, now says otherwise. Raises CellBroke.
    """
    name = finding.job.method
    method = CATALOGUE.get(name)
    if name != PASS and (method is None or method.version != finding.job.version):
        return _cannot(f"{name} version {finding.job.version} is not installed here")
    if (said := _other_weights(finding, method)) is not None:
        return _cannot(said)
    try:
        if name == PASS or name.startswith("read."):
            return _read_again(access, finding, method)
        assert method is not None
        if name.startswith("place.") or name in SPANS:
            return _place_again(access, finding, method)
        return _ask_again(access, finding, method)
    except CellBroke:
        raise
    except Fault as fault:
        return Again(verdict=Verdict.BROKEN, code=DIFFERS, says=f"it cannot be asked again: {fault}")


def _other_weights(finding: Finding, method: Method | None) -> str | None:
    """What was described by other weights than those in use here is no ground to compare on."""
    here = in_use()
    if finding.job.weights == here or (method is not None and not method.weights):
        return None
    before, now = (", ".join(sorted(made)) or "none" for made in (finding.job.weights, here))
    return f"{finding.job.method}: it was made with the weights {before}; those in use here are {now}"


def _read_again(access: Access, finding: Finding, method: Method | None) -> Again:
    made = access.read(finding.files[0], finding.profile) if finding.files else None
    if made is None:
        return _withheld("the file's bytes are not here")
    name = CELL if method is None else method.name
    if name not in made.done.outcomes:
        return _other(finding, made.done.made_with, f"the pass now says nothing of {name}")
    return _compared(
        finding, outcome_from_wire(dict(made.done.outcomes[name])), method, made.done.made_with, "the bytes"
    )


def _ask_again(access: Access, finding: Finding, method: Method) -> Again:
    inputs: dict[str, Any] = {}
    based = SAME
    for wanted in method.inputs:
        digests = finding.job.inputs.get(wanted.name, ())
        if wanted.kind == "readings":
            if len(finding.files) != len(digests) or len(finding.readings) != len(digests):
                return _cannot("it does not name a file and a reading for each input")
            if [pass_job(file, finding.profile).id for file in finding.files] != list(digests):
                return _cannot("its readings are not those of its files, or were made by other versions of the readers")
            found, based = _readings(access, finding)
            if found is None:
                return _withheld("a file that it speaks of is not here, nor its reading")
            inputs[wanted.name] = found
        elif wanted.kind.startswith("entries:"):
            told = [(digest, access.entry(digest)) for digest in digests]
            if any(value is None for _, value in told):
                return _withheld("an entry that it rests on is withheld")
            inputs[wanted.name] = tuple(told)
        elif wanted.name in INPUTS and access.listening is not None and parts_of(finding, digests) is not None:
            sounds, based = _heard(access.listening, finding, digests)
            if sounds is None:
                return _withheld("a file that it speaks of is not here, and its sound is in no reading")
            inputs[wanted.name] = sounds if wanted.name == "sounds" else next(iter(sounds.values()))
        elif wanted.name == "model" and not finding.job.weights and finding.job.method == "align.voice":
            inputs[wanted.name] = None  # it was made without one
        else:
            return _cannot(f"its input {wanted.name} ({wanted.kind}) is not kept with it")
    outcome = method.ask(method.form(finding.job.given), inputs)
    otherwise = based in (OTHERS, HEARD_OTHERWISE)
    return _compared(finding, outcome, method, {} if otherwise else finding.made_with, based)


def _place_again(access: Access, finding: Finding, method: Method) -> Again:
    """What was asked stands in an observation, whole, but for maps and elevation files, which stay with whom they belong to."""
    inputs = inputs_of(finding, access.entry)
    if inputs is None:
        return _withheld("what was asked is withheld")
    for wanted in method.inputs:
        if wanted.name not in inputs:
            return _cannot(f"{method.name}: its input {wanted.name} ({wanted.kind}) is not kept with it")
    outcome = method.ask(method.form(finding.job.given), inputs)
    return _compared(finding, outcome, method, made_with(), "what was asked, as entered")


def _heard(listening: Listening, finding: Finding, digests: Sequence[str]) -> tuple[dict[str, Any] | None, str]:
    """Sounds by file (by "file#part" for align.near), and what they are: None where bytes of one are not here."""
    made: dict[str, Any] = {}
    based = HEARD
    parts = parts_of(finding, digests) or []
    for (file, number), before in zip(parts, finding.readings, strict=True):
        part = listening.part(file, number)
        if part is None:
            return None, HEARD_OTHERWISE
        based = based if part.digest == before else HEARD_OTHERWISE
        name = f"{file}#{number}" if finding.job.method == "align.near" else file
        made[name] = (
            part.wave if finding.job.method != "align.near" or part.wave is None else outline(part.wave.samples)
        )
    return made, based


def _readings(access: Access, finding: Finding) -> tuple[dict[str, Reading] | None, str]:
    """Readings by file, and what they are: None where one can neither be had nor made."""
    made: dict[str, Reading] = {}
    kinds = set()
    for file, digest in zip(finding.files, finding.readings, strict=True):
        got = access.reading(digest, file, finding.profile)
        if got is None:
            return None, OTHERS
        made[file], kind = got
        kinds.add(kind)
    return made, next((kind for kind in (OTHERS, GIVEN) if kind in kinds), SAME)


def _compared(
    finding: Finding, outcome: Outcome, method: Method | None, made_with: Mapping[str, str], based: str
) -> Again:
    before = finding.result
    agree = method.agrees(before, outcome) if method is not None else type(before) is type(outcome)
    if agree:
        same = outcome_wire(before) == outcome_wire(outcome)
        how = "to the letter" if same else "within the method's own tolerance"
        return Again(verdict=Verdict.HOLDS, code=HOLDS, says=f"{finding.job.method}: reached again from {based}, {how}")
    return _other(
        finding, made_with, f"asked again of {based}, it comes out as {outcome.name}, not as entered ({before.name})"
    )


def _other(finding: Finding, made_with: Mapping[str, str], says: str) -> Again:
    """Another outcome is only held against a finding where the same programs made both."""
    differ = sorted(name for name, version in finding.made_with.items() if made_with.get(name) != version)
    if differ:
        return _cannot(f"{finding.job.method}: {says}; it was made with other versions of {', '.join(differ)}")
    return Again(verdict=Verdict.BROKEN, code=DIFFERS, says=f"{finding.job.method}: {says}")


def _cannot(says: str) -> Again:
    return Again(verdict=Verdict.CANNOT, code=NOT_COMPUTED, says=says)


def _withheld(says: str) -> Again:
    return Again(verdict=Verdict.WITHHELD, code=NO_BYTES, says=says)


# --- one still --------------------------------------------------------------------------------------------------------------


def still_again(access: Access, still: Derivative) -> Again:
    """Takes a still's moment from its parent again: the same frame, and where Pillow is the same, the same bytes."""
    assert still.moment is not None
    made = access.read(still.parent, "full")
    if made is None:
        return _withheld("its parent's bytes are not here")
    pts = f"{still.moment.pts.numerator}/{still.moment.pts.denominator}"
    found = made.stills.get((still.moment.stream, pts, still.moment.frame))
    if found is None:
        return _cannot("this decoder gives no such frame at that moment")
    if sha256(encode(found)) == still.digest:
        return Again(verdict=Verdict.HOLDS, code=HOLDS, says="still: the same frame, encoded to the same bytes")
    return _cannot("the same frame is there; encoded again it has other bytes (another version, or another picture)")


# --- a whole recheck ----------------------------------------------------------------------------------------------------------


def findings_again(
    evidence: Evidence, decoder: Decoder | None = None, listener: Decoder | None = None
) -> Iterator[Line]:
    """Step 9: a line for each shown finding and still. Where this machine has no cell, one line says so and the rest is left.

    Every machine trusts only its own decoding: a case's cache is not read.
    """
    with CellDecoder() as cell, CellDecoder(task=LISTEN) as ear:
        entries = {entry.id: entry for entry in evidence.entries() if entry.kind in ASKED}
        access = Access(
            bytes_of=evidence.bytes_of.get,
            entry=lambda digest: entries[digest].value if digest in entries else None,
            decoder=decoder or cell,
            listening=Listening(bytes_of=evidence.bytes_of.get, listener=listener or ear),
        )
        for entry in sorted((entry for entry in entries.values() if entry.kind in AGAIN), key=_by_file):
            try:
                again = _again(access, entry)
            except CellBroke as broke:
                yield line(
                    STEP, "findings", Verdict.CANNOT, f"no cell to read in on this machine: {broke}", NOT_COMPUTED
                )
                return
            if again is not None:
                yield line(STEP, entry.id[:12], again.verdict, again.says, again.code)


def _by_file(entry: Entry) -> tuple[str, int, str]:
    """Files one after another, so that each is read once; what speaks of several comes after."""
    value = entry.value
    if isinstance(value, Derivative):
        return value.parent, 0, entry.id
    single = value.files[0] if len(value.files) == 1 else "~"
    return single, 1, entry.id


def _again(access: Access, entry: Entry) -> Again | None:
    if isinstance(entry.value, Finding):
        return recompute(access, entry.value)
    return still_again(access, entry.value) if entry.value.what == "still" and entry.value.moment else None
