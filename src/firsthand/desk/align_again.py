"""The sound that a finding of align rests on, listened to again for a recheck: only where the bytes themselves are here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from firsthand.method.align.wave import Wave, wave_of
from firsthand.method.reading import unpack
from firsthand.port import Decoder
from firsthand.record.digest import sha256
from firsthand.record.fault import BadReading
from firsthand.record.finding import Finding

from .align_listen import MOST_PARTS, heard, listen_job

KEPT = 6  # parts held in memory at a time: each up to twenty megabytes
INPUTS = ("sound", "sounds")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A part listened to again: its sound (None: silent), the digest of what came out, and what did the work."""

    wave: Wave | None
    digest: str
    made_with: Mapping[str, str]


@dataclass(slots=True)
class Listening:
    """Local bytes by digest and a decoder of the task outside.listen; what was heard last is kept."""

    bytes_of: Callable[[str], Path | None]
    listener: Decoder
    _kept: dict[tuple[str, int], Heard] = field(default_factory=dict)

    def part(self, file: str, number: int) -> Heard | None:
        """None where the file's bytes are not here. Raises CellBroke."""
        source = self.bytes_of(file)
        if source is None:
            return None
        if (file, number) not in self._kept:
            read = heard(self.listener, source, number)
            try:
                wave = wave_of(unpack(read.reading))
            except BadReading:
                wave = None
            while len(self._kept) >= KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[file, number] = Heard(wave=wave, digest=sha256(read.reading), made_with=read.made_with)
        return self._kept[file, number]


def parts_of(finding: Finding, digests: Sequence[str]) -> list[tuple[str, int]] | None:
    """(file, part) of each sound that a finding names; None where its inputs are not those of its files' sound."""
    if len(finding.files) != len(digests):
        return None
    made = []
    for file, digest in zip(finding.files, digests, strict=True):
        number = next((part for part in range(MOST_PARTS) if listen_job(file, part).id == digest), None)
        if number is None:
            return None
        made.append((file, number))
    return made
