"""The answers: everything that is known of the drill, as plain values for truth.json."""

from datetime import UTC, datetime, timedelta
from itertools import compress
from typing import Any

import numpy as np

from firsthand.drill import quarter
from firsthand.drill.cast import Floats, first_met, floats, lit
from firsthand.drill.geo import Array, enu_to_street, enu_to_wgs84, project, street_to_enu
from firsthand.drill.scene import Burst, Camera, Scene, Solid, enu, frame_seconds, sway
from firsthand.drill.sound import heard
from firsthand.drill.sun import shadow_tip, to_sun
from firsthand.drill.surface import hill_deg

Json = dict[str, Any]

CONVENTIONS = {
    "pixel": "x right, y down, from the picture's top left corner; the first pixel's middle is (0.5, 0.5)",
    "lens": "pinhole, no distortion, principal point in the picture's middle; heading clockwise from true north, pitch up, "
    "roll clockwise as seen from behind the camera; degrees",
    "enu_m": "metres east, north, up of the site, a flat plane; longitude and latitude are WGS 84, heights ellipsoidal",
    "street_m": "u along the street's bearing, v to the left of it, z up",
    "second": "seconds after the day's zero_utc",
    "media": "event second = start_s + media second / (1 + drift_ppm * 1e-6), for pictures and sound alike",
    "frame": "a frame shows the world at its presentation time; global shutter, no exposure time",
    "heard": "arrival is the foot of the bang's rise on the straight way through still air; sample = media second * rate",
    "sway": "where sway is given, add its [x, y] for that frame to all pixels given for the camera",
    "visible": "inside the picture and not behind what stands; figures, car and smoke are not considered",
}


def utc(instant: datetime) -> str:
    """An instant as ISO 8601 in UTC with microseconds and Z."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def at_second(scene: Scene, second: float) -> str:
    return utc(scene.zero + timedelta(seconds=second))


def _round(values: Array | float, places: int) -> Any:
    return np.round(np.asarray(values, dtype=np.float64), places).tolist()


def place(scene: Scene, street: Any) -> Json:
    """One street point in all three ways of saying a place."""
    east_north_up = enu(scene, street)
    lon, lat, height = enu_to_wgs84(scene.site, east_north_up).tolist()
    return {
        "longitude": round(lon, 9), "latitude": round(lat, 9), "height_m": round(height, 4),
        "enu_m": _round(east_north_up, 4), "street_m": _round(street, 4),
    }  # fmt: skip


def visible(scene: Scene, camera: Camera, points: Array) -> tuple[Array, list[bool]]:
    """Pixels (N, 2) of ENU points (N, 3) in a camera's picture without sway, and which of them can be seen."""
    pixels, depth = project(camera.lens, points)
    inside = (
        (depth > 0.05) & (pixels[:, 0] >= 0) & (pixels[:, 0] < camera.lens.width)
        & (pixels[:, 1] >= 0) & (pixels[:, 1] < camera.lens.height)
    )  # fmt: skip
    eye = enu_to_street(scene.site, np.array(camera.lens.place)).astype(np.float32)
    ways = (enu_to_street(scene.site, points) - eye).astype(np.float32)
    hits = first_met(eye, ways, scene.solids, scene.balls)
    reach = np.linalg.norm(ways, axis=1)
    clear = hits.step * reach > reach - 0.3  # a point on a body or on the ground is met there itself
    return pixels, (inside & clear).tolist()


def day(scene: Scene) -> Json:
    """What is true of a day apart from its films."""
    sun = scene.sun
    return {
        "key": scene.key,
        "zero_utc": utc(scene.zero),
        "zone": scene.zone,
        "weather": "overcast, no shadows" if scene.overcast else "clear",
        "temperature_c": scene.temperature_c,
        "wind_m_s": 0.0,
        "sound_speed_m_s": scene.sound_speed_m_s,
        "sun": {
            "azimuth_deg": sun.azimuth_deg, "altitude_deg": sun.altitude_deg,
            "apparent_altitude_deg": sun.apparent_altitude_deg, "at_utc": utc(scene.zero),
            "drawn": "one position for the whole film, with refraction" if not scene.overcast else "not drawn",
        },
        "parade": {
            "front_at_zero": place(scene, scene.parade.front(0.0)), "speed_m_s": scene.parade.speed_m_s,
            "towards_deg": scene.site.street_bearing_deg,
        },
        "car": None if scene.car is None else {
            "middle_at_zero": place(scene, scene.car.at_zero),
            "speed_m_s": float(np.linalg.norm(scene.car.velocity)),
            "towards_deg": (scene.site.street_bearing_deg - 90) % 360,
            "crosses_street_axis_at_second": -scene.car.at_zero[1] / scene.car.velocity[1],
        },
        "bursts": [
            {"number": b.number, "second": b.second, "utc": at_second(scene, b.second), **place(scene, b.at)}
            for b in scene.bursts
        ],
        "buildings": [_building(scene, s) for s in scene.solids if s.kind in ("house", "tower", "stone", "canopy")],
        "poles": [_pole_on_map(scene, i) for i in range(len(scene.poles))],
        "skyline_deg": [[a, round(float(hill_deg(floats(a))), 4)] for a in range(0, 360, 5)],
    }  # fmt: skip


def _building(scene: Scene, solid: Solid) -> Json:
    (u0, v0, _), (u1, v1, top) = solid.low, solid.high
    ring = np.array([[u0, v0, 0], [u1, v0, 0], [u1, v1, 0], [u0, v1, 0], [u0, v0, 0]])
    if solid.kind == "tower":
        top = max(s.high[2] for s in scene.solids if s.kind == "spire")
    corners = enu_to_wgs84(scene.site, enu(scene, ring))[:, :2]
    return {"name": solid.name, "kind": solid.kind, "height_m": top, "footprint_lon_lat": _round(corners, 9)}


def _pole_on_map(scene: Scene, index: int) -> Json:
    pole = scene.poles[index]
    known: Json = {"name": pole.name, "height_m": pole.height_m, "base": place(scene, pole.base())}
    if not scene.overcast:
        tip = shadow_tip(scene.sun, enu(scene, pole.top()))
        known["shadow_tip"] = place(scene, enu_to_street(scene.site, tip))
        known["shadow_m"] = float(np.linalg.norm(tip - enu(scene, pole.base())))
    return known


def clean_tips(scene: Scene) -> list[bool]:
    """For each pole whether its shadow's tip falls on open, otherwise sunlit ground."""
    if scene.overcast:
        return [False] * len(scene.poles)
    sunward = enu_to_street(scene.site, to_sun(scene.sun)).astype(np.float32)
    along = -sunward[:2] / np.linalg.norm(sunward[:2])
    found = []
    for pole in scene.poles:
        tip = enu_to_street(scene.site, shadow_tip(scene.sun, enu(scene, pole.top())))
        around = np.array([[*(tip[:2] + step * along), 0.01] for step in (-0.4, 0.4)], dtype=np.float32)
        others = [s for s in scene.solids if s.name != pole.name]
        found.append(bool(lit(around, sunward, others, scene.balls).all()) and not _inside(around, others))
    return found


def _inside(points: Floats, solids: list[Solid]) -> bool:
    return any(bool(((points >= floats(s.low)) & (points <= floats(s.high))).all(axis=1).any()) for s in solids)


def camera_truth(scene: Scene, camera: Camera) -> Json:
    """What is true of one camera and where things lie in its picture."""
    lens, recorder = camera.lens, camera.recorder
    street = enu_to_street(scene.site, np.array(lens.place))
    seconds = frame_seconds(camera)
    return {
        "key": camera.key,
        "day": scene.key,
        "file": f"footage/{recorder.file}",
        "place": place(scene, street),
        "height_above_ground_m": lens.place[2],
        "heading_deg": lens.heading_deg,
        "pitch_deg": lens.pitch_deg,
        "roll_deg": lens.roll_deg,
        "focal_px": lens.focal_px,
        "width": lens.width,
        "height": lens.height,
        "field_of_view_deg": [float(np.degrees(2 * np.arctan(e / 2 / lens.focal_px))) for e in (lens.width, lens.height)],
        "start_s": camera.clock.start_s,
        "start_utc": at_second(scene, camera.clock.start_s),
        "drift_ppm": camera.clock.drift_ppm,
        "frame_times": "variable" if len(set(np.diff(camera.pts).tolist())) > 1 else "steady",
        "frames": len(camera.pts),
        "audio_rate": recorder.audio_rate,
        "says_of_itself": _tags(scene, camera),
        "landmarks": _seen_landmarks(scene, camera),
        "shadows": _seen_shadows(scene, camera),
        "bursts": [_seen_burst(scene, camera, b, seconds) for b in scene.bursts],
        "heard": [
            {"number": h.number, "distance_m": h.distance_m, "second": h.event_s, "media_s": h.media_s, "sample": h.sample,
             "in_film": bool(0 <= h.media_s < camera.duration_s)}
            for h in heard(scene, camera)
        ],
        "car": _seen_car(scene, camera, seconds),
        "sway_px": _round(sway(camera, np.array(camera.pts) * float(recorder.time_base)), 4) if camera.sway_px else None,
    }  # fmt: skip


def _tags(scene: Scene, camera: Camera) -> list[Json]:
    """What the file claims of its time and place, and by how much each claim is wrong."""
    start = scene.zero + timedelta(seconds=camera.clock.start_s)
    found: list[Json] = []
    for field, verbatim in camera.recorder.tags:
        if field == "location":
            lat, lon = float(verbatim[:8]), float(verbatim[8:17])
            off = enu_to_wgs84(scene.site, np.array(camera.lens.place))[:2] - [lon, lat]
            metres = np.hypot(off[0] * 111320 * np.cos(np.radians(lat)), off[1] * 111320)
            found.append({"field": field, "verbatim": verbatim, "error_m": round(float(metres), 2)})
            continue
        when = datetime.fromisoformat(verbatim)
        found.append({"field": field, "verbatim": verbatim, "error_s": round((when - start).total_seconds(), 3)})
    return found


def _seen_landmarks(scene: Scene, camera: Camera) -> list[Json]:
    points = enu(scene, np.array([mark.at for mark in scene.landmarks]))
    pixels, seen = visible(scene, camera, points)
    return [
        {"name": mark.name, **place(scene, mark.at), "pixel": _round(pixel, 3)}
        for mark, pixel in compress(zip(scene.landmarks, pixels, strict=True), seen)
    ]


def _seen_shadows(scene: Scene, camera: Camera) -> list[Json]:
    """Poles whose foot, top and shadow tip can all be seen and whose tip falls clean on the ground."""
    if scene.overcast:
        return []
    base = enu(scene, np.array([p.base() for p in scene.poles]))
    top = enu(scene, np.array([p.top() for p in scene.poles]))
    tip = shadow_tip(scene.sun, top)
    parts = [visible(scene, camera, points) for points in (base, top, tip)]
    clean = clean_tips(scene)
    return [
        {"pole": pole.name, "height_m": pole.height_m, "base_px": _round(parts[0][0][i], 3),
         "top_px": _round(parts[1][0][i], 3), "tip_px": _round(parts[2][0][i], 3)}
        for i, pole in enumerate(scene.poles)
        if clean[i] and all(part[1][i] for part in parts)
    ]  # fmt: skip


def _seen_burst(scene: Scene, camera: Camera, burst: Burst, seconds: Array) -> Json:
    pixels, seen = visible(scene, camera, enu(scene, np.array([burst.at])))
    later = np.flatnonzero(seconds >= burst.second)
    inside = bool(len(later)) and seconds[0] <= burst.second
    return {
        "number": burst.number,
        "media_s": camera.clock.media_second(burst.second),
        "first_lit_frame": int(later[0]) if inside else None,
        "pixel": _round(pixels[0], 3) if np.isfinite(pixels[0]).all() else None,
        "visible": seen[0],
    }


def _seen_car(scene: Scene, camera: Camera, seconds: Array) -> list[Json]:
    """Every fifth frame on which the middle of the car's ground area can be seen."""
    if scene.car is None:
        return []
    picked = np.arange(0, len(seconds), 5)
    points = street_to_enu(scene.site, np.array([scene.car.middle(float(seconds[i])) for i in picked]))
    pixels, seen = visible(scene, camera, points)
    return [
        {"frame": int(i), "pixel": _round(pixel, 2)} for i, pixel in compress(zip(picked, pixels, strict=True), seen)
    ]


def answers(scene: Scene) -> Json:
    """The true answers to the questions that the posts dispute."""
    return {
        "authentic": "a, b and c and their copies are of the event; the bridge film is of 26 August 2023",
        "where": {"words": "Tower Square", **place(scene, [*np.mean([b.at[:2] for b in scene.bursts], axis=0), 0.0])},
        "not_where": {"words": "Canal Bridge", **place(scene, quarter.BRIDGE_MIDDLE)},
        "when": [at_second(scene, scene.bursts[0].second), at_second(scene, scene.bursts[-1].second)],
        "what": "a salute of five bursts at the end of a parade",
        "who": "Old Quay Salute Society",
    }
