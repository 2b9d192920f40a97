"""The values the drill is made of: what stands, moves, sounds and films in the invented quarter, all exactly known."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import numpy as np

from firsthand.drill.geo import Array, Lens, Site, street_to_enu
from firsthand.drill.sun import Sun

Street = tuple[float, float, float]  # u, v, z in street metres, see geo.Site
Colour = tuple[int, int, int]  # red, green, blue of a matt surface in white light, 0 to 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Solid:
    """A convex body: a box along the street axes, cut by the half-spaces ``slopes`` (a, b, c, d: a u + b v + c z <= d)."""

    name: str
    kind: str  # house, tower, spire, pole, stone, canopy
    low: Street
    high: Street
    colour: Colour
    slopes: tuple[tuple[float, float, float, float], ...] = ()
    style: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ball:
    """A tree's crown."""

    name: str
    middle: Street
    radius_m: float
    colour: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Pole:
    """An upright pole on level ground: the thing whose shadow can be measured."""

    name: str
    u: float
    v: float
    height_m: float

    def base(self) -> Street:
        return (self.u, self.v, 0.0)

    def top(self) -> Street:
        return (self.u, self.v, self.height_m)


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmark:
    """A named point that can be found in a picture and on the map."""

    name: str
    at: Street


@dataclass(frozen=True, slots=True, kw_only=True)
class Parade:
    """Rows of marchers along the street; the front row's middle is at ``front_u`` at second 0 of the event."""

    front_u: float
    middle_v: float
    speed_m_s: float
    rows: int
    columns: int
    row_gap_m: float
    column_gap_m: float
    colours: tuple[Colour, ...]
    flag: tuple[Colour, Colour]

    def front(self, second: float) -> Street:
        return (self.front_u + self.speed_m_s * second, self.middle_v, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Car:
    """A car on a straight line at one speed; the place is the middle of its ground area at second 0."""

    at_zero: Street
    velocity: Street
    length_m: float
    width_m: float
    height_m: float
    colour: Colour

    def middle(self, second: float) -> Street:
        u, v, z = (p + w * second for p, w in zip(self.at_zero, self.velocity, strict=True))
        return (u, v, z)


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """One burst of the salute: flash and bang start together at ``second`` of the event."""

    number: int
    second: float
    at: Street
    colour: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A device's clock: media time m of its file is the event's second ``start_s + m / (1 + drift_ppm * 1e-6)``."""

    start_s: float
    drift_ppm: float

    def event_second(self, media_s: float) -> float:
        return self.start_s + media_s / (1 + self.drift_ppm * 1e-6)

    def media_second(self, event_s: float) -> float:
        return (event_s - self.start_s) * (1 + self.drift_ppm * 1e-6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorder:
    """How a device writes its file: container, codecs, rates and what it says of itself."""

    file: str
    container: str
    video_codec: str
    audio_codec: str
    audio_rate: int
    audio_bit_rate: int
    time_base: Fraction  # unit of the presentation times handed to the encoder
    options: tuple[tuple[str, str], ...]
    tags: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """One device: its lens, clock and recorder, and what it does to light and sound.

    ``pts`` are the presentation times of its frames in ``recorder.time_base``; a frame shows the world at that instant
    (global shutter, no exposure time). ``sway_px`` is the amplitude of a shift of the whole picture.
    """

    key: str
    lens: Lens
    clock: Clock
    recorder: Recorder
    pts: tuple[int, ...]
    duration_s: float
    sway_px: float
    exposure: float
    tint: tuple[float, float, float]
    noise_luma: float
    sound_gain: float
    sound_noise: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One day in the quarter: everything that is needed to draw and to sound it, and nothing that is not true of it."""

    key: str
    seed: int
    zero: datetime
    zone: str
    site: Site
    temperature_c: float
    overcast: bool
    sun: Sun
    solids: tuple[Solid, ...]
    balls: tuple[Ball, ...]
    poles: tuple[Pole, ...]
    landmarks: tuple[Landmark, ...]
    parade: Parade
    car: Car | None
    bursts: tuple[Burst, ...]
    cameras: tuple[Camera, ...]
    tune: tuple[int, ...]

    @property
    def sound_speed_m_s(self) -> float:
        """Speed of sound in dry air at the scene's temperature, 331.3 sqrt(1 + T / 273.15) metres a second."""
        return 331.3 * float(np.sqrt(1 + self.temperature_c / 273.15))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """The event and the same street a year before (whose film comes back as if it were new)."""

    seed: int
    small: bool
    today: Scene
    before: Scene


def enu(scene: Scene, at: Street | Array) -> Array:
    """Street metres ``(..., 3)`` of a scene as ENU metres."""
    return street_to_enu(scene.site, np.asarray(at, dtype=np.float64))


def frame_seconds(camera: Camera) -> Array:
    """The event's seconds at which the camera's frames were taken, shape (frames,)."""
    base = float(camera.recorder.time_base)
    return np.array([camera.clock.event_second(p * base) for p in camera.pts])


def sway(camera: Camera, media_s: float | Array) -> Array:
    """Shift of the picture in pixels ``(..., 2)`` at a media time: what is nominally at p is seen at p + shift."""
    t = np.asarray(media_s, dtype=np.float64)
    x = 0.62 * np.sin(2 * np.pi * 0.31 * t) + 0.38 * np.sin(2 * np.pi * 0.83 * t + 1.0)
    y = 0.58 * np.sin(2 * np.pi * 0.27 * t + 2.0) + 0.42 * np.sin(2 * np.pi * 0.71 * t)
    return np.stack([x, y], axis=-1) * camera.sway_px
