"""The two days of the drill, set out from a seed: the parade with its salute, and the same street a year before."""

import math
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np

from firsthand.drill import quarter
from firsthand.drill.geo import Lens, enu_to_wgs84, street_to_enu
from firsthand.drill.scene import Burst, Camera, Car, Clock, Colour, Drill, Parade, Recorder, Scene, Street
from firsthand.drill.sun import Sun, sun_over
from firsthand.record.fault import BadValue

RED, GOLD, GREEN, BLUE, WHITE = (255, 96, 80), (255, 208, 96), (140, 255, 150), (140, 180, 255), (255, 244, 226)
BURST_SECONDS = (5.2, 8.1, 9.9, 13.7, 16.2)
SMALL_BURST_SECONDS = (0.62, 1.15, 1.9, 2.3, 2.85)
PTS_PER_S_PHONE = 600  # the time scale of the phone that writes MOV


def drill(seed: int, *, small: bool = False) -> Drill:
    """Everything that is true of one drill. ``small`` is the same event in short films of 160 x 90 for tests.

    Raises BadValue for a negative seed.
    """
    if seed < 0:
        raise BadValue(f"the seed of a drill is a whole number from 0 up, not {seed}")
    return Drill(seed=seed, small=small, today=_today(seed, small), before=_before(seed, small))


def _rng(seed: int, part: int) -> np.random.Generator:
    return np.random.default_rng((seed, part))


def _sun(zero: datetime, temperature: float) -> Sun:
    site = quarter.SITE
    return sun_over(site.longitude_deg, site.latitude_deg, site.height_m, zero, temperature)


def _today(seed: int, small: bool) -> Scene:
    rng = _rng(seed, 1)
    zero = datetime(2024, 8, 24, 14, 30, tzinfo=UTC) + timedelta(seconds=int(rng.integers(-600, 600)))
    temperature = round(float(rng.uniform(14, 25)), 1)
    solids, balls = quarter.standing(_rng(seed, 2), before=False)
    car_speed = float(rng.uniform(8.2, 9.6))
    return Scene(
        key="today",
        seed=seed,
        zero=zero,
        zone=quarter.ZONE,
        site=quarter.SITE,
        temperature_c=temperature,
        overcast=False,
        sun=_sun(zero, temperature),
        solids=solids,
        balls=balls,
        poles=quarter.poles(),
        landmarks=quarter.landmarks(solids),
        parade=Parade(
            front_u=-50.0 + float(rng.uniform(-1, 1)), middle_v=-0.4, speed_m_s=1.15, rows=7, columns=4, row_gap_m=2.5,
            column_gap_m=1.7, colours=((176, 44, 52), (240, 236, 226), (36, 62, 120), (236, 184, 60)),
            flag=((250, 246, 236), (30, 110, 150)),
        ),
        car=Car(
            at_zero=(-31.0, -3.5 if small else -27.0, 0.0), velocity=(0.0, car_speed, 0.0),
            length_m=4.3, width_m=1.8, height_m=1.5, colour=(52, 128, 84),
        ),
        bursts=_bursts(rng, SMALL_BURST_SECONDS if small else BURST_SECONDS, 0.1 if small else 0.35, (0.0, 29.0)),
        cameras=_cameras(rng, zero, small),
        tune=tuple(int(n) for n in rng.permutation([0, 4, 7, 5, 9, 7, 2, 0])),
    )  # fmt: skip


def _bursts(
    rng: np.random.Generator, seconds: tuple[float, ...], spread: float, over: tuple[float, float]
) -> tuple[Burst, ...]:
    colours: tuple[Colour, ...] = (GOLD, RED, WHITE, GREEN, BLUE)
    found = []
    for number, (second, colour) in enumerate(zip(seconds, colours, strict=False), start=1):
        u, v = (o + float(rng.uniform(-5, 5)) for o in over)
        found.append(
            Burst(number=number, second=second + float(rng.uniform(-spread, spread)),
                  at=(u, v, float(rng.uniform(21, 28))), colour=colour)
        )  # fmt: skip
    return tuple(found)


def _lens(
    at: Street, towards: tuple[float, float], pitch: float, roll: float, field_deg: float, size: tuple[int, int]
) -> Lens:
    """A lens at a street place that looks at another place of the ground, with a horizontal field of view."""
    turn = math.degrees(math.atan2(towards[1] - at[1], towards[0] - at[0]))
    east, north, up = (float(x) for x in street_to_enu(quarter.SITE, np.array(at)))
    return Lens(
        place=(east, north, up), heading_deg=(quarter.SITE.street_bearing_deg - turn) % 360, pitch_deg=pitch,
        roll_deg=roll, focal_px=size[0] / 2 / math.tan(math.radians(field_deg / 2)), width=size[0], height=size[1],
    )  # fmt: skip


def _steady(rate: Fraction, seconds: float) -> tuple[int, ...]:
    return tuple(range(int(seconds * rate)))


def _unsteady(rng: np.random.Generator, seconds: float) -> tuple[int, ...]:
    """Presentation times of a phone: about 30 a second in units of 1/600 s, slower in a stretch, some frames left out."""
    pts, now = [], 0
    while now < seconds * PTS_PER_S_PHONE:
        pts.append(now)
        slow = 0.35 * seconds < now / PTS_PER_S_PHONE < 0.6 * seconds
        step = int(rng.choice([24, 25, 26] if slow else [19, 20, 20, 20, 21]))
        now += step + (20 if rng.random() < 0.03 else 0)
    return tuple(pts)


def _stamp(zero: datetime, start_s: float, hours_off: int = 0) -> str:
    when = zero + timedelta(seconds=start_s) + timedelta(hours=hours_off)
    return when.strftime("%Y-%m-%dT%H:%M:%S.000000Z")


def _iso6709(at: Street) -> str:
    """Where a device says it is: four decimals of a degree and whole metres, as phones write it."""
    lon, lat, height = (float(x) for x in enu_to_wgs84(quarter.SITE, street_to_enu(quarter.SITE, np.array(at))))
    return f"{lat:+08.4f}{lon:+09.4f}{height:+04.0f}.000/"


X264 = (("preset", "superfast"), ("threads", "1"))


def _cameras(rng: np.random.Generator, zero: datetime, small: bool) -> tuple[Camera, ...]:
    size = (160, 90) if small else (640, 360)
    jitter = rng.uniform(-1, 1, (3, 4))
    drift = [round(float(d), 2) for d in rng.uniform(-60, 60, 3)]
    starts = [0.0, 0.13, -0.21] if small else [-0.8, 1.9, -2.6]
    starts = [round(s + float(j[0]) * (0.05 if small else 0.45), 4) for s, j in zip(starts, jitter, strict=True)]
    lengths = [4.0, 3.8, 4.1] if small else [22.0, 20.0, 20.6]
    eyes: list[Street] = [
        (-80.0, -6.6 + 0.3 * jitter[0, 1], 1.62),
        (53.6, 17.0, 9.2),
        (29.0 + jitter[2, 1], -25.0, 1.7),
    ]
    aims = [(-8.0, 6.0 + jitter[0, 2]), (-26.0, 12.0 + 2 * jitter[1, 2]), (-12.0, 15.5 + jitter[2, 2])]
    lenses = [
        _lens(eyes[0], aims[0], 7.0 + 0.4 * jitter[0, 3], 0.6, 58.0, size),
        _lens(eyes[1], aims[1], 4.2 + 0.3 * jitter[1, 3], -0.4, 64.0, size),
        _lens(eyes[2], aims[2], 11.5 + 0.4 * jitter[2, 3], 1.1, 70.0, size),
    ]
    local = ZoneInfo(quarter.ZONE)
    begun = [(zero + timedelta(seconds=s)).astimezone(local) for s in starts]
    recorders = (
        Recorder(
            file=begun[0].strftime("VID_%Y%m%d_%H%M%S.mp4"), container="mp4", video_codec="libx264", audio_codec="aac",
            audio_rate=48000, audio_bit_rate=128_000, time_base=Fraction(1001, 30000), options=(*X264, ("crf", "24"), ("bf", "2")),
            tags=(("creation_time", _stamp(zero, starts[0])), ("location", _iso6709(eyes[0]))),
        ),
        Recorder(
            file="balcony-0017.mkv", container="matroska", video_codec="libvpx-vp9", audio_codec="libopus",
            audio_rate=48000, audio_bit_rate=112_000, time_base=Fraction(1, 25),
            options=(("deadline", "realtime"), ("cpu-used", "8"), ("crf", "28"), ("b", "0"), ("threads", "1"), ("g", "50")),
            tags=(("creation_time", _stamp(zero, starts[1], -1)),),
        ),
        Recorder(
            file="IMG_4711.MOV", container="mov", video_codec="libx264", audio_codec="aac", audio_rate=44100,
            audio_bit_rate=128_000, time_base=Fraction(1, PTS_PER_S_PHONE), options=(*X264, ("crf", "25"), ("bf", "0")),
            tags=(
                ("creation_time", _stamp(zero, starts[2], int((begun[2].utcoffset() or timedelta()).total_seconds()) // 3600)),
                ("com.apple.quicktime.creationdate", begun[2].strftime("%Y-%m-%dT%H:%M:%S%z")),
            ),
        ),
    )  # fmt: skip
    pts = (_steady(Fraction(30000, 1001), lengths[0]), _steady(Fraction(25), lengths[1]), _unsteady(rng, lengths[2]))
    if small:  # half the pictures: tests want a drill, not a film
        pts = (pts[0][::2], pts[1][::2], pts[2][::2])
    looks = (
        (4.5 if not small else 1.2, 1.0, (1.0, 1.0, 1.0), 1.6, 1.8, 0.0016),
        (0.0, 1.16, (0.97, 1.0, 1.04), 2.2, 1.2, 0.0012),
        (0.0, 1.08, (1.04, 1.0, 0.95), 1.8, 2.2, 0.0022),
    )
    return tuple(
        Camera(
            key=key, lens=lens, clock=Clock(start_s=start, drift_ppm=ppm), recorder=recorder, pts=times,
            duration_s=length, sway_px=look[0], exposure=look[1], tint=look[2], noise_luma=look[3], sound_gain=look[4],
            sound_noise=look[5],
        )
        for key, lens, start, ppm, recorder, times, length, look in zip(
            "abc", lenses, starts, drift, recorders, pts, lengths, looks, strict=True
        )
    )  # fmt: skip


def _before(seed: int, small: bool) -> Scene:
    rng = _rng(seed, 3)
    zero = datetime(2023, 8, 26, 10, 12, tzinfo=UTC) + timedelta(seconds=int(rng.integers(-600, 600)))
    temperature = round(float(rng.uniform(11, 16)), 1)
    solids, balls = quarter.standing(_rng(seed, 2), before=True)
    over = (quarter.BRIDGE_MIDDLE[0], quarter.BRIDGE_MIDDLE[1])
    size = (160, 90) if small else (640, 360)
    length = 2.4 if small else 12.0
    recorder = Recorder(
        file="parade_last.mp4", container="mp4", video_codec="libx264", audio_codec="aac", audio_rate=44100,
        audio_bit_rate=128_000, time_base=Fraction(1, 25), options=(*X264, ("crf", "26"), ("bf", "2")), tags=(),
    )  # fmt: skip
    camera = Camera(
        key="old", lens=_lens((-38.0, 7.6, 1.6), (-100.0, 1.0), 6.0, -0.8, 56.0, size),
        clock=Clock(start_s=0.0, drift_ppm=round(float(rng.uniform(-40, 40)), 2)), recorder=recorder,
        pts=_steady(Fraction(25), length)[:: 2 if small else 1], duration_s=length, sway_px=0.0, exposure=1.0, tint=(0.97, 1.0, 1.03),
        noise_luma=2.3, sound_gain=1.5, sound_noise=0.004,
    )  # fmt: skip
    return Scene(
        key="before",
        seed=seed,
        zero=zero,
        zone=quarter.ZONE,
        site=quarter.SITE,
        temperature_c=temperature,
        overcast=True,
        sun=_sun(zero, temperature),
        solids=solids,
        balls=balls,
        poles=quarter.poles(),
        landmarks=quarter.landmarks(solids),
        parade=Parade(
            front_u=-66.0, middle_v=-0.4, speed_m_s=1.05, rows=5, columns=3, row_gap_m=2.8, column_gap_m=1.9,
            colours=((52, 112, 70), (238, 238, 230), (90, 60, 120), (226, 196, 90)), flag=((60, 130, 80), (244, 240, 228)),
        ),
        car=None,
        bursts=_bursts(rng, (0.8, 1.6) if small else (4.2, 8.0), 0.1, over),
        cameras=(camera,),
        tune=tuple(int(n) for n in rng.permutation([0, 3, 7, 10, 8, 7, 5, 3])),
    )  # fmt: skip
