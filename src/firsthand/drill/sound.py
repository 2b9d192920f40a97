"""What each microphone hears: band, drums, voices, car and the salute's bangs, each after its true way through the air."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from firsthand.drill.geo import Array, street_to_enu
from firsthand.drill.scene import Burst, Camera, Scene, enu

Wave = NDArray[np.float32]
RATE = 48000  # of the waves at their sources
LEAD_S = 5.0  # the sources' waves begin so long before second 0, since sound takes time
BANG_1M = 34.0  # pressure of a bang's peak 1 m away, on the scale of the other sources
RISE_S = 60e-6  # a bang climbs from nothing to its peak in this time; its arrival is the foot of that rise
MIRRORS = ((0, 55.0, 0.26), (1, 37.0, 0.2))  # axis, place in street metres and strength of the walls that echo
WAY_STEP = 256  # samples between exact solutions of a moving source's way, linear between (error < 1 ns here)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A moving or standing source: its street place at second 0, its velocity, and its pressure 1 m away from -LEAD_S on."""

    name: str
    at_zero: tuple[float, float, float]
    velocity: tuple[float, float, float]
    wave: Wave


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One bang at one microphone: distance, event second, media second and (fractional) sample of its first arrival."""

    number: int
    distance_m: float
    event_s: float
    media_s: float
    sample: float


def heard(scene: Scene, camera: Camera) -> tuple[Heard, ...]:
    """When each bang reaches a camera on the straight way through still air, whether or not its film still runs."""
    return tuple(_heard(scene, camera, burst) for burst in scene.bursts)


def _heard(scene: Scene, camera: Camera, burst: Burst) -> Heard:
    distance = float(np.linalg.norm(enu(scene, burst.at) - camera.lens.place))
    event = burst.second + distance / scene.sound_speed_m_s
    media = camera.clock.media_second(event)
    return Heard(
        number=burst.number, distance_m=distance, event_s=event, media_s=media,
        sample=media * camera.recorder.audio_rate,
    )  # fmt: skip


def sound(scene: Scene, camera: Camera, sources: tuple[Source, ...]) -> Wave:
    """The camera's sound (samples,), mono, -1 to 1, at its recorder's rate; ``sources`` are those of ``scene_sources``."""
    rate = camera.recorder.audio_rate
    count = round(camera.duration_s * rate)
    first, last = camera.clock.event_second(0.0), camera.clock.event_second(count / rate)
    seconds = first + (last - first) * np.arange(count) / count
    ear = np.array(camera.lens.place)
    total = np.zeros(count, dtype=np.float64)
    for source in sources:
        for image, strength in _images(np.array(source.at_zero), np.array(source.velocity)):
            total += strength * _arriving(scene, source.wave, image, seconds, ear)
    for burst in scene.bursts:
        for (place, _), strength in _images(np.array(burst.at), np.zeros(3)):
            away = float(np.linalg.norm(street_to_enu(scene.site, place) - ear))
            age = seconds - burst.second - away / scene.sound_speed_m_s
            total += strength * BANG_1M / away * bang(age, scene.seed + burst.number)
    rng = np.random.default_rng((scene.seed, ord(camera.key[0]), 21))
    total += camera.sound_noise * _coloured(rng, count, rate, 40, 5000)
    if scene.overcast:
        total += 0.02 * _coloured(rng, count, rate, 900, 9000)  # rain
    total += 0.0012 * np.sin(2 * np.pi * 50 * np.arange(count) / rate)
    return np.tanh(camera.sound_gain * total).astype(np.float32)


def bang(age_s: Array, seed: int) -> Array:
    """Pressure of a bang at ages in seconds: exactly 0 before age 0, its peak 1 after RISE_S, then a falling rumble."""
    out = np.zeros_like(age_s)
    rows = np.flatnonzero((age_s > 0) & (age_s < 1.2))
    if not len(rows):
        return out
    age = age_s[rows]
    rise = np.where(age < RISE_S, np.sin(np.pi / 2 * np.minimum(age / RISE_S, 1)) ** 2, 1.0)
    push = (1 - age / 0.0035) * np.exp(-age / 0.0028)
    rumble = _rumble(seed)
    tail = (
        0.34 * np.exp(-age / 0.16) * (1 - np.exp(-age / 0.012)) * np.interp(age * RATE, np.arange(len(rumble)), rumble)
    )
    out[rows] = rise * push + tail
    return out


@cache
def _rumble(seed: int) -> Array:
    noise = _coloured(np.random.default_rng((seed, 22)), round(1.25 * RATE), RATE, 30, 420)
    noise.setflags(write=False)
    return noise


def _images(at: Array, velocity: Array) -> list[tuple[tuple[Array, Array], float]]:
    """A source and its mirror images in the echoing walls, with their strengths."""
    found = [((at, velocity), 1.0)]
    for axis, wall, strength in MIRRORS:
        image, turned = at.copy(), velocity.copy()
        image[axis], turned[axis] = 2 * wall - at[axis], -velocity[axis]
        found.append(((image, turned), strength))
    return found


def _arriving(scene: Scene, wave: Wave, image: tuple[Array, Array], seconds: Array, ear: Array) -> Array:
    """Pressure at the ear: the wave as it left the moving source, delayed by the way it had then, falling with distance."""
    start, velocity = (street_to_enu(scene.site, part) for part in image)
    knots = np.unique(np.append(np.arange(0, len(seconds), WAY_STEP), len(seconds) - 1))
    at = seconds[knots]

    def way(left: Array) -> Array:
        return np.asarray(np.linalg.norm(start + velocity * left[:, None] - ear, axis=1))

    left = at.copy()
    for _ in range(
        6
    ):  # left = at - way(left) / c; a contraction by v / c, so 6 rounds are exact to the last bit that matters
        left = at - way(left) / scene.sound_speed_m_s
    index = np.interp(np.arange(len(seconds)), knots, (left + LEAD_S) * RATE)
    fall = np.interp(np.arange(len(seconds)), knots, 1 / np.maximum(way(left), 2.5))
    low = np.clip(index.astype(np.int64), 0, len(wave) - 2)
    part = np.clip(index - low, 0, 1).astype(np.float32)
    return np.asarray(fall * (wave[low] * (1 - part) + wave[low + 1] * part))


def scene_sources(scene: Scene) -> tuple[Source, ...]:
    """All sources of a scene except the bangs; their waves cover every camera's film."""
    end = max(c.clock.start_s + c.duration_s for c in scene.cameras)
    count = round((end + LEAD_S + 0.5) * RATE)
    parade = scene.parade
    middle = parade.front_u - parade.row_gap_m * 1.5
    walk = (parade.speed_m_s, 0.0, 0.0)
    found = [
        Source(name="band", at_zero=(middle, parade.middle_v, 1.5), velocity=walk, wave=_band(scene, count)),
        Source(name="drums", at_zero=(middle - 4.0, parade.middle_v, 1.1), velocity=walk, wave=_drums(scene, count)),
    ]
    spots = ((-58.0, -8.0), (-44.0, 8.0), (6.0, -6.0), (-14.0, 24.0), (28.0, 9.0))
    for number, (u, v) in enumerate(spots):
        found.append(
            Source(name=f"voices {number + 1}", at_zero=(u, v, 1.6), velocity=(0.0, 0.0, 0.0),
                   wave=_voices(scene, count, number))
        )  # fmt: skip
    if scene.car is not None:
        u, v, _ = scene.car.at_zero
        found.append(Source(name="car", at_zero=(u, v, 0.5), velocity=scene.car.velocity, wave=_engine(scene, count)))
    return tuple(found)


def _coloured(rng: np.random.Generator, count: int, rate: int, low_hz: float, high_hz: float) -> Array:
    """Noise of unit rms between two frequencies, falling by half an octave beyond them."""
    spectrum = np.fft.rfft(rng.normal(size=count))
    hertz = np.fft.rfftfreq(count, 1 / rate)
    with np.errstate(divide="ignore"):
        spectrum *= 1 / (1 + (low_hz / np.maximum(hertz, 1e-3)) ** 4) / (1 + (hertz / high_hz) ** 4)
    noise = np.fft.irfft(spectrum, count)
    return np.asarray(noise / np.sqrt((noise**2).mean()))


def _tone(pitch_hz: float, length_s: float, parts: int, brightness: float) -> Array:
    """A brass-like note: harmonics that come in one after the other, a short attack, a soft end."""
    t = np.arange(round(length_s * RATE)) / RATE
    swell = np.minimum(t / 0.035, 1) * np.minimum((length_s - t) / 0.05, 1)
    bend = 0.004 * np.sin(2 * np.pi * 5.5 * t) * np.minimum(t / 0.2, 1)
    note = sum(
        brightness ** (k - 1) * np.sin(2 * np.pi * pitch_hz * k * (t + bend / 12)) * swell ** (1 + 0.25 * k)
        for k in range(1, parts + 1)
    )
    return np.asarray(note)


def _band(scene: Scene, count: int) -> Wave:
    out = np.zeros(count)
    beat = 60 / 108
    for number in range(int(count / RATE / (beat / 2))):
        step = scene.tune[number % len(scene.tune)] + (12 if number // len(scene.tune) % 4 == 3 else 0)
        length = beat / 2 * (1.9 if number % 8 == 7 else 0.92)
        note = _tone(233.08 * 2 ** (step / 12), length, 9, 0.78)
        if number % 2 == 0:
            low = _tone(116.54 * 2 ** (scene.tune[number // 4 % 8] / 12), length, 6, 0.66)
            note = note + 0.8 * low
        _add(out, note, round(number * beat / 2 * RATE))
    return (0.16 * out).astype(np.float32)


def _drums(scene: Scene, count: int) -> Wave:
    rng = np.random.default_rng((scene.seed, 23))
    out = np.zeros(count)
    t = np.arange(round(0.25 * RATE)) / RATE
    for number in range(int(count / RATE * 1.8 * 4)):
        at = round(number / (1.8 * 4) * RATE)
        if number % 4 == 0:
            _add(out, 1.3 * np.sin(2 * np.pi * (52 + 40 * np.exp(-t / 0.03)) * t) * np.exp(-t / 0.07), at)
        if number % 4 in (2, 3) or number % 16 == 1:
            _add(out, 0.45 * _coloured(rng, len(t), RATE, 700, 6000) * np.exp(-t / 0.035), at)
    return (0.55 * out).astype(np.float32)


def _voices(scene: Scene, count: int, number: int) -> Wave:
    """Speech-like voices without words: voiced syllables with moving formants, and a cheer after each burst."""
    rng = np.random.default_rng((scene.seed, 24, number))
    out = np.zeros(count)
    at = int(rng.integers(0, RATE // 2))
    while at < count:
        length = float(rng.uniform(0.1, 0.28))
        t = np.arange(round(length * RATE)) / RATE
        pitch = float(rng.choice([112, 128, 196, 215])) * float(rng.uniform(0.9, 1.15))
        first, second = float(rng.uniform(300, 800)), float(rng.uniform(900, 2300))
        hertz = pitch * np.arange(1, 20)
        weights = np.exp(-(((hertz - first) / 160) ** 2)) + 0.5 * np.exp(-(((hertz - second) / 240) ** 2)) + 0.02
        phase = 2 * np.pi * pitch * (t - 0.06 * t**2)
        wave: Array = np.sin(np.outer(np.arange(1, 20), phase)).T @ weights
        _add(out, wave * np.sin(np.pi * t / length), at)
        at += round((length + float(rng.choice([0.03, 0.06, 0.3, 0.7]))) * RATE)
    for burst in scene.bursts:
        t = np.arange(round(1.6 * RATE)) / RATE
        swell = (t / 0.35) * np.exp(1 - t / 0.35)
        _add(out, 0.9 * swell * _coloured(rng, len(t), RATE, 350, 2400),
             round((burst.second + float(rng.uniform(0.45, 0.8)) + LEAD_S) * RATE))  # fmt: skip
    return (0.13 * out).astype(np.float32)


def _engine(scene: Scene, count: int) -> Wave:
    rng = np.random.default_rng((scene.seed, 25))
    t = np.arange(count) / RATE
    drift = 1 + 0.02 * np.sin(2 * np.pi * 0.4 * t)
    hum = sum(np.sin(2 * np.pi * 58 * k * t * 1.0 + drift * k) / k for k in (1, 2, 3, 4, 6))
    return (0.22 * hum + 0.3 * _coloured(rng, count, RATE, 200, 3000)).astype(np.float32)


def _add(out: Array, piece: Array, at: int) -> None:
    """Add a piece into a longer wave from a sample on, cut where the wave ends."""
    if 0 <= at < len(out):
        piece = piece[: len(out) - at]
        out[at : at + len(piece)] += piece
