"""A waveform as the alignment sees it: samples on one clock, whitened so that every pitch and every second counts alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.fft

from firsthand.method.reading import Reading
from firsthand.record.fault import BadValue

F4 = npt.NDArray[np.float32]
RATE = 8000
LISTEN = "align.listen"
FRAME, HOP = 1024, 512
LOW_HZ, HIGH_HZ = 120.0, 3600.0
QUIET = 2e-4  # root mean square of a frame below which it is silence: under seven steps of 16 bits
PRIMING_S = 0.047  # what an encoder's untrimmed lead moves the sound by at most: 2048 samples at 44.1 kHz
PRIMED = ("aac", "mp3", "mp3float", "opus", "ac3", "eac3", "vorbis")
LONGEST = 1200.0  # seconds on one clock, gaps included: a part of a file, twice over


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """f4[n] at 8 kHz from presentation time `at` (seconds) on, gaps as zeros; `late` is how much later than true it may stand."""

    at: float
    samples: F4
    late: float = 0.0

    def __post_init__(self) -> None:
        if self.samples.ndim != 1 or not np.isfinite(self.samples).all():
            raise BadValue("a waveform is one row of finite numbers")

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE


def wave_of(given: Any) -> Wave | None:
    """A Wave as it is; a Reading of outside/listen; or JSON {"at": s, "rate": 8000, "samples": [...]}. None: no sound."""
    if isinstance(given, Wave):
        return given if len(given.samples) else None
    if isinstance(given, Reading):
        return _from_reading(given)
    if isinstance(given, Mapping):
        if given.get("rate", RATE) != RATE:
            raise BadValue(f"samples come at {RATE} a second, one channel, full scale 1.0")
        samples = np.asarray(given.get("samples", ()), np.float32)
        return Wave(at=float(given.get("at", 0.0)), samples=samples) if len(samples) else None
    return None


def _from_reading(reading: Reading) -> Wave | None:
    """Its segments laid on one clock; what lies beyond LONGEST after the first is left out."""
    facts, held = reading.facts.get(LISTEN, {}), reading.arrays.get(f"{LISTEN}/samples")
    segments = facts.get("segments") or []
    if held is None or not len(held) or not segments:
        return None
    starts = [Fraction(row["at"]) for row in segments]
    zero = starts[0]
    places = [round((start - zero) * RATE) for start in starts]
    limit = int(LONGEST * RATE)
    ends = [place + row["samples"] for place, row in zip(places, segments, strict=True) if 0 <= place < limit]
    laid, taken = np.zeros(min(max(ends), limit), np.float32), 0
    for place, row in zip(places, segments, strict=True):
        piece = held[taken : taken + row["samples"]]
        taken += row["samples"]
        if 0 <= place < limit:
            piece = piece[: len(laid) - place]
            laid[place : place + len(piece)] = piece.astype(np.float32) / 32767
    primed = facts.get("codec") in PRIMED and not facts.get("priming_trimmed")
    return Wave(at=float(zero), samples=laid, late=PRIMING_S if primed else 0.0)


_WINDOW = np.sin(np.pi * (np.arange(FRAME) + 0.5) / FRAME).astype(np.float32)
_BAND = (np.arange(FRAME // 2 + 1) * RATE / FRAME >= LOW_HZ) & (np.arange(FRAME // 2 + 1) * RATE / FRAME <= HIGH_HZ)


def whitened(samples: F4) -> F4:
    """The same length; in each 128 ms every frequency of the band has the same strength, only its phase is kept; silence stays 0."""
    count = -(-len(samples) // HOP) + 1
    padded = np.zeros((count + 1) * HOP, np.float32)
    padded[HOP : HOP + len(samples)] = samples
    frames = np.lib.stride_tricks.sliding_window_view(padded, FRAME)[::HOP] * _WINDOW
    loud = np.sqrt(np.square(frames).mean(axis=1)) > QUIET
    spectra = scipy.fft.rfft(frames, axis=1)
    size = np.abs(spectra)
    floor = 1e-3 * size.max(axis=1, keepdims=True) + 1e-9
    spectra = np.where(_BAND & loud[:, None], spectra / np.maximum(size, floor), 0)
    back = scipy.fft.irfft(spectra, FRAME, axis=1).astype(np.float32) * _WINDOW
    made = np.zeros_like(padded)
    made.reshape(-1, HOP)[:-1] += back[:, :HOP]
    made.reshape(-1, HOP)[1:] += back[:, HOP:]
    made = made[HOP : HOP + len(samples)]
    size_of = float(np.sqrt(np.square(made).mean()))
    return np.asarray(made / size_of if size_of else made, np.float32)
