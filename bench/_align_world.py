"""A made street for the benches of align: sources at places, microphones at others, rooms, noise, gain, clipping, clocks, codecs.

The truth of every source's delay is exact. Sources are made (talkers, a siren, shots) or, where the shared footage is there,
real sound that is laid at a place and goes its way through the made air. No recording of a real street by two devices.
"""

import io
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import scipy.signal

from firsthand.method.align.wave import RATE, Wave, wave_of
from firsthand.method.reading import unpack
from firsthand.outside.listen import direct

F8 = npt.NDArray[np.float64]
SPEED = 343.2
MEASURE = 16000  # samples a second of the simulation, before a microphone's own rate
FOOTAGE = Path(os.environ.get("FIRSTHAND_FOOTAGE", Path(__file__).resolve().parents[2] / "shared" / "footage"))
MADE = ("talk", "mixed", "shots")
CODECS = ("none", "aac", "opus")
LEAST_REAL = 5  # contents with sound, below which no real street is made


Path3 = tuple[
    tuple[float, float, float], ...
]  # (second, x, y) in order: straight from one to the next, none: it stands


def _where(path: Path3, seconds: F8) -> F8:
    knots = np.array(path)
    return np.stack([np.interp(seconds, knots[:, 0], knots[:, k]) for k in (1, 2)], -1)


@dataclass(frozen=True)
class Source:
    """A sound at a place (m), or on a path."""

    sound: F8
    place: tuple[float, float]
    path: Path3 = ()


@dataclass(frozen=True)
class Street:
    """What can be heard, and where from; seconds of it."""

    sources: tuple[Source, ...]
    seconds: float


@dataclass(frozen=True)
class Device:
    """Where one stands, when it starts (s of the street), how fast its clock runs, how much noise, and what codes its sound."""

    place: tuple[float, float]
    start: float
    ppm: float
    snr_db: float
    codec: str
    path: Path3 = ()

    def delay(self, source: Source) -> float:
        return float(np.hypot(source.place[0] - self.place[0], source.place[1] - self.place[1])) / SPEED

    def away(self, source: Source, left: F8, heard: F8) -> F8:
        """Metres from where the sound was when it left to where the microphone is when it hears it."""
        if not source.path and not self.path:
            return np.full(len(left), self.delay(source) * SPEED)
        there = _where(source.path, left) if source.path else np.array([source.place])
        here = _where(self.path, heard) if self.path else np.array([self.place])
        return np.asarray(np.hypot(*(there - here).T))

    def left(self, source: Source, heard: F8) -> F8:
        """When what is heard at seconds of the street left its source."""
        made = heard - self.delay(source)
        for _ in range(6 if source.path or self.path else 0):  # each round is v / c closer
            made = heard - self.away(source, made, heard) / SPEED
        return made

    def hears(self, source: Source, left: F8) -> F8:
        """When what leaves a source at seconds of the street is heard."""
        made = left + self.delay(source)
        for _ in range(6 if source.path or self.path else 0):
            made = left + self.away(source, left, made) / SPEED
        return made

    def media(self, world: float) -> float:
        """The second of the recording at a second of the street."""
        return (world - self.start) / (1 + self.ppm * 1e-6)


def lag_at(one: Device, two: Device, source: Source | None, at: float) -> float:
    """What is at second `at` of the first is at second `at` + this of the second: as heard from a source, or by the clocks (None)."""
    world = one.start + at * (1 + one.ppm * 1e-6)
    if source is not None:
        world = float(two.hears(source, one.left(source, np.array([world])))[0])
    return two.media(world) - at


# --- sources -------------------------------------------------------------------------------------------------------------


def talk(rng: np.random.Generator, count: int) -> F8:
    """Syllables of voiced and hissed sound with moving resonances."""
    made = np.zeros(count)
    at = 0
    while at < count:
        length = int(rng.uniform(0.08, 0.3) * MEASURE)
        t = np.arange(length) / MEASURE
        pitch = rng.uniform(90, 240)
        body = sum(np.sin(2 * np.pi * pitch * k * t + rng.uniform(0, 6)) / k for k in range(1, 16))
        hiss = rng.normal(size=length) * rng.uniform(0.2, 1.5)
        low, high = sorted(rng.uniform(300, 3500, 2))
        sos = scipy.signal.butter(2, [low, high + 300], "bandpass", fs=MEASURE, output="sos")
        piece = scipy.signal.sosfilt(sos, body + hiss) * np.hanning(length) * rng.uniform(0.3, 1.0)
        made[at : at + length] += piece[: count - at]
        at += length + int(rng.choice([0.02, 0.1, 0.5]) * MEASURE)
    return np.asarray(made / made.std())


def siren(rng: np.random.Generator, count: int) -> F8:
    t = np.arange(count) / MEASURE
    tone = 900 + 400 * np.sin(2 * np.pi * rng.uniform(0.2, 0.4) * t + rng.uniform(0, 6))
    made: F8 = np.sin(2 * np.pi * np.cumsum(tone) / MEASURE)
    return made + 0.3 * np.sin(4 * np.pi * np.cumsum(tone) / MEASURE)


def shots(rng: np.random.Generator, count: int) -> F8:
    made = np.zeros(count)
    tail = np.arange(MEASURE // 3) / MEASURE
    for at in np.cumsum(rng.exponential(1.6, int(count / MEASURE / 1.2)) + 0.15):
        first = int(at * MEASURE)
        if first < count:
            bang = rng.normal(size=len(tail)) * np.exp(-tail / 0.015) * 12
            made[first : first + len(tail)] += bang[: count - first]
    return made


def tune(rng: np.random.Generator, count: int) -> F8:
    """Notes and beats that do not come again."""
    t = np.arange(count) / MEASURE
    step = (t * 4).astype(int)
    notes = 220 * 2 ** (rng.integers(0, 24, step.max() + 1) / 12)
    phase = 2 * np.pi * np.cumsum(notes[step]) / MEASURE
    beat = rng.normal(size=count) * np.exp(-((t * 4) % 1) / 0.08) * rng.uniform(0, 1, step.max() + 1)[step]
    return np.asarray(sum(np.sin(k * phase) / k for k in (1, 2, 3, 5)) + beat)


@cache
def contents() -> dict[str, F8]:
    """Real sound by content (clips that are copies of one another once); empty where the shared footage is not here."""
    made: dict[str, F8] = {}
    for path in sorted(FOOTAGE.rglob("*")) if FOOTAGE.is_dir() else ():
        content = path.parent.name + path.stem.split("-")[0]
        if path.suffix.lower() not in (".mp4", ".avi", ".mov", ".mkv") or content in made:
            continue
        sound = _decoded(path)
        if len(sound) > 4 * MEASURE and sound.std() > 1e-3:
            made[content] = sound / sound.std()
    return made


def _decoded(path: Path) -> F8:
    parts: list[F8] = []
    try:
        with av.open(str(path)) as container:
            if not container.streams.audio:
                return np.zeros(0)
            mono = av.AudioResampler(format="fltp", layout="mono", rate=MEASURE)
            for frame in container.decode(audio=0):
                parts += [made.to_ndarray()[0].astype(np.float64) for made in mono.resample(frame)]
    except (av.FFmpegError, ValueError):
        return np.zeros(0)
    return np.concatenate(parts) if parts else np.zeros(0)


def street(rng: np.random.Generator, kind: str, seconds: float, use: Sequence[str] | None = None) -> Street:
    """talk, mixed, shots: made. real: two chains of real excerpts, none twice, from the contents `use`."""
    count = int(seconds * MEASURE)
    sounds = {  # type: ignore[no-untyped-call]
        "talk": lambda: [talk(rng, count) for _ in range(2)],
        "mixed": lambda: [talk(rng, count), siren(rng, count), 0.5 * shots(rng, count)],
        "shots": lambda: [shots(rng, count)],
        "real": lambda: _chains(rng, count, use),
    }[kind]()
    places = rng.uniform(-40, 40, (len(sounds), 2))
    return Street(
        sources=tuple(Source(sound=s, place=(float(x), float(y))) for s, (x, y) in zip(sounds, places, strict=True)),
        seconds=seconds,
    )


def _chains(rng: np.random.Generator, count: int, use: Sequence[str] | None) -> list[F8]:
    """The contents in two chains, turned by chance: silence where the sound is at its end, never a repeat."""
    names = list(use if use is not None else contents())
    rng.shuffle(names)
    chains = [np.zeros(count), np.zeros(count)]
    ends = [0, 0]
    for name in names:
        k = int(np.argmin(ends))
        sound = contents()[name][: max(0, count - ends[k])]
        chains[k][ends[k] : ends[k] + len(sound)] = sound
        ends[k] += len(sound)
    return chains


# --- devices -------------------------------------------------------------------------------------------------------------


def recorded(rng: np.random.Generator, where: Street, device: Device, seconds: float) -> F8:
    """One microphone at MEASURE: every source after its way, a room, noise, gain control, clipping, its own clock."""
    count = len(where.sources[0].sound)
    world = np.arange(int(seconds * MEASURE)) / MEASURE * (1 + device.ppm * 1e-6) + device.start
    made = np.zeros(len(world))
    for source in where.sources:
        tail = np.arange(int(0.3 * MEASURE)) / MEASURE
        room = rng.normal(size=len(tail)) * np.exp(-tail / rng.uniform(0.03, 0.1)) * 0.05
        room[0] = 1.0
        # Only what is heard is laid out: what began a room's length before the recording, to its end.
        left = device.left(source, world)
        first = max(0, int((left[0] - 0.4) * MEASURE))
        last = min(count, int((world[-1] + 0.1) * MEASURE))
        wet = scipy.signal.fftconvolve(source.sound[first:last], room)[: last - first]
        places = left * MEASURE - first
        made += np.interp(places, np.arange(len(wet)), wet, 0, 0) * 10 / np.maximum((world - left) * SPEED, 3.0)
    noise = np.asarray(scipy.signal.lfilter([1], [1, -0.7], rng.normal(size=len(made))))
    made += noise / noise.std() * max(float(np.sqrt(np.mean(made**2))), 1e-3) * 10 ** (-device.snr_db / 20)
    loud = np.sqrt(scipy.signal.lfilter([1e-4], [1, -(1 - 1e-4)], made**2) + 1e-9)
    made = made / loud ** rng.uniform(0.0, 0.6)
    return np.asarray(np.clip(made / np.abs(made).max() * rng.uniform(0.5, 2.5), -1, 1))


def filed(sound: F8, codec: str) -> bytes:
    """The sound in a container: 32 kb/s AAC in MP4 (44.1 kHz), 24 kb/s Opus in WebM (48 kHz), or 16-bit WAV (16 kHz)."""
    form, name, rate, bits = {
        "aac": ("mp4", "aac", 44100, 32000), "opus": ("webm", "libopus", 48000, 24000), "none": ("wav", "pcm_s16le", MEASURE, 0),
    }[codec]  # fmt: skip
    if rate != MEASURE:
        ratio = Fraction(rate, MEASURE)
        sound = scipy.signal.resample_poly(sound, ratio.numerator, ratio.denominator)
    out = io.BytesIO()
    with av.open(out, "w", format=form) as made:
        stream = made.add_stream(name, rate=rate, layout="mono")
        assert isinstance(stream, av.AudioStream)
        if bits:
            stream.bit_rate = bits
        samples = np.round(sound.clip(-1, 1) * 32767).astype(np.int16)
        for first in range(0, len(samples), rate):
            frame = av.AudioFrame.from_ndarray(samples[None, first : first + rate], "s16", "mono")
            frame.sample_rate, frame.pts, frame.time_base = rate, first, Fraction(1, rate)
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return out.getvalue()


def listened(data: bytes, part: int = 0) -> Wave:
    """As the house itself hears a file, without the cell: we made these bytes."""
    with tempfile.NamedTemporaryFile() as place:
        place.write(data)
        place.flush()
        wave = wave_of(unpack(direct(Path(place.name), part=part).reading))
    assert wave is not None
    return wave


def wave(rng: np.random.Generator, where: Street, device: Device, seconds: float) -> Wave:
    sound = recorded(rng, where, device, seconds)
    if device.codec == "none":
        low = scipy.signal.resample_poly(sound, 1, MEASURE // RATE)
        return Wave(at=0.0, samples=(np.round(low.clip(-1, 1) * 32767) / 32767).astype(np.float32))
    return listened(filed(sound, device.codec))


@dataclass(frozen=True)
class Pair:
    """Two recordings of one street, and all that is true of them."""

    street: Street
    devices: tuple[Device, Device]
    waves: tuple[Wave, Wave]

    @property
    def ppm(self) -> float:
        return self.devices[0].ppm - self.devices[1].ppm


def pair(
    seed: int, kind: str, *, snr: tuple[float, float] = (0.0, 20.0), common: tuple[float, float] = (10.0, 35.0),
    seconds: float = 45.0, codec: str | None = None,
) -> Pair:  # fmt: skip
    """By default 10 to 35 s in common of 45, 20 to 0 dB, clocks up to 100 ppm apart, a codec each by chance."""
    rng = np.random.default_rng((seed, 7))
    overlap = float(rng.uniform(*common))
    where = street(rng, kind, 2 * seconds - min(overlap, 0.0) + 12.0)
    starts = (5.0, 5.0 + seconds - overlap)
    drifts = rng.uniform(-50, 50, 2)
    devices = [
        Device(
            place=(float(rng.uniform(-50, 50)), float(rng.uniform(-50, 50))),
            start=starts[k],
            ppm=float(drifts[k]),
            snr_db=float(rng.uniform(*snr)),
            codec=codec or str(rng.choice(CODECS)),
        )
        for k in (0, 1)
    ]
    made = [wave(rng, where, device, seconds) for device in devices]
    return Pair(street=where, devices=(devices[0], devices[1]), waves=(made[0], made[1]))
