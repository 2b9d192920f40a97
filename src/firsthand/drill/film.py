"""A camera's frames: the still backdrop, then shadows, figures, car, salute, light, sway and grain, at each frame's instant."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from firsthand.drill.backdrop import Backdrop, backdrop
from firsthand.drill.cast import lit
from firsthand.drill.geo import Array, enu_to_street, project
from firsthand.drill.players import FLAG, Pen, Player, car_faces, car_wheels, draw_figure, places, players
from firsthand.drill.salute import LIFT, draw_shell, flash, shells
from firsthand.drill.scene import Camera, Car, Scene, enu, frame_seconds, sway
from firsthand.drill.sun import shadow_tip, to_sun

Picture = NDArray[np.uint8]
IN_SHADE = 0.58  # how bright a figure in shade is beside one in the sun
GRAINS = 7


def frames(scene: Scene, camera: Camera) -> Iterator[tuple[int, Picture]]:
    """Presentation time (in the recorder's time base) and RGB picture (height, width, 3) of each frame, in order."""
    still = backdrop(scene, camera)
    cast, ready = players(scene), shells(scene)
    seconds = frame_seconds(camera)
    where = places(cast, scene.parade.speed_m_s, seconds)
    light = _light(scene, camera, where)
    grain = _grain(scene, camera)
    rng = np.random.default_rng((scene.seed, ord(camera.key[0]), 11))
    ground = still.ground.astype(np.uint8) * 255
    for number, (pts, second) in enumerate(zip(camera.pts, seconds, strict=True)):
        canvas = still.lit.copy()
        figures = list(zip(cast, where[number], light[number], strict=True))
        if not scene.overcast:
            _shadows(canvas, still, ground, scene, figures, float(second))
        _moving(canvas, still, scene, figures, float(second), camera.exposure)
        for shell in ready:
            draw_shell(canvas, still.depth, still.lens, shell, float(second))
        canvas = _lifted(canvas, flash(scene, float(second)))
        seen = _swayed(canvas, camera, still.margin, pts)
        more, less = grain[int(rng.integers(GRAINS))]
        yield pts, cv2.subtract(cv2.add(seen, more), less).astype(np.uint8, copy=False)


def _light(scene: Scene, camera: Camera, where: Array) -> Array:
    """How bright each figure stands at each instant, (instants, figures): the sun at its chest or not."""
    if scene.overcast:
        return np.full(where.shape[:2], 0.8 * camera.exposure)
    sunward = enu_to_street(scene.site, to_sun(scene.sun)).astype(np.float32)
    chest = (where + np.array([0.0, 0.0, 1.2])).reshape(-1, 3).astype(np.float32)
    bright = lit(chest, sunward, scene.solids, scene.balls).reshape(where.shape[:2])
    return np.where(bright, 1.0, IN_SHADE) * camera.exposure


def _grain(scene: Scene, camera: Camera) -> list[tuple[Picture, Picture]]:
    """Sensor noise as pictures to add and to take away; a few are enough, chosen anew for each frame."""
    rng = np.random.default_rng((scene.seed, ord(camera.key[0]), 10))
    found = []
    for _ in range(GRAINS):
        noise = rng.normal(0, camera.noise_luma, (camera.lens.height, camera.lens.width, 1)).repeat(3, axis=2)
        noise += rng.normal(0, camera.noise_luma / 3, noise.shape)
        found.append((np.maximum(noise, 0).round().astype(np.uint8), np.maximum(-noise, 0).round().astype(np.uint8)))
    return found


def _lifted(canvas: Picture, light: float) -> Picture:
    if light < 1e-3:
        return canvas
    levels = np.arange(256)
    table = np.clip(levels + (255 - levels) * min(LIFT * light, 0.6), 0, 255).round().astype(np.uint8)
    return np.asarray(cv2.LUT(canvas, table), dtype=np.uint8)


def _swayed(canvas: Picture, camera: Camera, margin: int, pts: int) -> Picture:
    if not camera.sway_px:
        return canvas
    dx, dy = sway(camera, pts * float(camera.recorder.time_base))
    shift = np.array([[1, 0, dx - margin], [0, 1, dy - margin]])
    size = (camera.lens.width, camera.lens.height)
    return np.asarray(cv2.warpAffine(canvas, shift, size, flags=cv2.INTER_LINEAR), dtype=np.uint8)


def _fixed(pixels: Array) -> NDArray[np.int32]:
    return np.round(pixels * 16 - 8).astype(np.int32)


Figures = list[tuple[Player, Array, float]]


def _shadows(canvas: Picture, still: Backdrop, ground: Picture, scene: Scene, figures: Figures, second: float) -> None:
    """Turn sunlit ground to shade where a figure or the car keeps the sun away."""
    mask = np.zeros(canvas.shape[:2], dtype=np.uint8)
    sunward = to_sun(scene.sun)
    across = np.array([-sunward[1], sunward[0], 0.0]) / np.hypot(sunward[0], sunward[1])
    feet = enu(scene, np.array([place for _, place, _ in figures]))
    heads = feet + np.array([[0.0, 0.0, player.height_m] for player, _, _ in figures])
    tips = shadow_tip(scene.sun, heads)
    outline = np.stack(
        [feet - 0.12 * across, feet + 0.12 * across, 0.35 * feet + 0.65 * tips + 0.24 * across, tips + 0.1 * across,
         tips - 0.1 * across, 0.35 * feet + 0.65 * tips - 0.24 * across], axis=1,
    )  # fmt: skip
    pixels, _ = project(still.lens, outline)
    for shape in pixels:
        if np.isfinite(shape).all():
            cv2.fillPoly(mask, [_fixed(shape)], 255, cv2.LINE_8, 4)
    if scene.car is not None and _near_picture(still, scene, scene.car, second):
        corners = enu(scene, car_faces(scene.car, second)[1].reshape(-1, 3))
        shape, _ = project(still.lens, shadow_tip(scene.sun, corners))
        if np.isfinite(shape).all():
            cv2.fillConvexPoly(mask, cv2.convexHull(_fixed(shape)), 255, cv2.LINE_8, 4)
    cv2.copyTo(still.shade, cv2.bitwise_and(mask, ground), canvas)


def _moving(canvas: Picture, still: Backdrop, scene: Scene, figures: Figures, second: float, exposure: float) -> None:
    """Figures and car, far ones first, each only where nothing that stands is nearer."""
    feet = enu(scene, np.array([place for _, place, _ in figures]))
    pixels, depth = project(still.lens, feet)
    heads, _ = project(still.lens, feet + np.array([0.0, 0.0, 1.0]))
    order = [(float(depth[i]), i) for i in range(len(figures)) if depth[i] > 0.6]
    car = scene.car
    if car is not None and _near_picture(still, scene, car, second):
        order.append((float(project(still.lens, enu(scene, car.middle(second)))[1]), -1))
    for away, i in sorted(order, reverse=True):
        if i < 0 and car is not None:
            _car(canvas, still, scene, car, second, exposure)
            continue
        player, _, light = figures[i]
        metre = still.lens.focal_px / away
        wide, tall = (1.75, 3.6) if player.role == FLAG else (1.05, 2.3)
        part, corner, near = _piece(canvas, still, pixels[i], wide * metre, tall * metre, away)
        if part is None:
            continue
        drawn = part.copy()
        up = heads[i] - pixels[i]
        pen = Pen(drawn, pixels[i] - corner, up / np.hypot(*up), metre, light)
        draw_figure(pen, player, scene.parade.flag, second)
        cv2.copyTo(drawn, near, part)


def _piece(
    canvas: Picture, still: Backdrop, foot: Array, wide: float, tall: float, away: float
) -> tuple[Picture | None, Array, Picture]:
    """The part of the canvas that a figure may touch, its corner, and where nothing standing is nearer than it."""
    x0, x1 = (min(max(int(foot[0] + s * wide), 0), still.lens.width) for s in (-1, 1))
    y0, y1 = (min(max(int(foot[1] + s), 0), still.lens.height) for s in (-tall, 4))
    corner = np.array([x0, y0], dtype=np.float64)
    if x1 - x0 < 1 or y1 - y0 < 1:
        return None, corner, np.zeros((0, 0), dtype=np.uint8)
    # a foot stands on the ground that is drawn under it, so a little of the depth is let through
    return canvas[y0:y1, x0:x1], corner, _beyond(still, (y0, y1, x0, x1), away - 0.25)


def _beyond(still: Backdrop, box: tuple[int, int, int, int], away: float) -> Picture:
    """255 where what stands is farther than ``away``."""
    y0, y1, x0, x1 = box
    return (still.depth[y0:y1, x0:x1] > away).view(np.uint8) * np.uint8(255)


def _near_picture(still: Backdrop, scene: Scene, car: Car, second: float) -> bool:
    """Whether any of the car may be in the canvas."""
    spot, ahead = project(still.lens, enu(scene, car.middle(second)))
    room = 4 * still.lens.focal_px / max(float(ahead), 1.0)
    return bool(ahead > 3 and -room < spot[0] < still.lens.width + room)


def _car(canvas: Picture, still: Backdrop, scene: Scene, car: Car, second: float, exposure: float) -> None:
    """The car's faces in the order of their distance, then its wheels."""
    eye = np.array(still.lens.place)
    colours, corners = car_faces(car, second)
    faces = enu(scene, corners)
    pixels, _ = project(still.lens, faces)
    if not np.isfinite(pixels).all():
        return
    low, high = np.floor(pixels.min(axis=(0, 1)) - 6), np.ceil(pixels.max(axis=(0, 1)) + 10)
    x0, x1 = (int(np.clip(e, 0, still.lens.width)) for e in (low[0], high[0]))
    y0, y1 = (int(np.clip(e, 0, still.lens.height)) for e in (low[1], high[1]))
    if x1 - x0 < 1 or y1 - y0 < 1:
        return
    corner = np.array([x0, y0], dtype=np.float64)
    part = canvas[y0:y1, x0:x1]
    drawn = part.copy()
    normals = np.cross(faces[:, 1] - faces[:, 0], faces[:, 2] - faces[:, 0])
    towards = np.einsum("ij,ij->i", normals, eye - faces[:, 0])
    normals *= (np.sign(towards) / np.linalg.norm(normals, axis=1))[:, None]
    bright = exposure * (0.62 + 0.5 * np.maximum(normals @ to_sun(scene.sun), 0.0) + 0.12 * normals[:, 2])
    for i in np.argsort(-np.linalg.norm(faces.mean(axis=1) - eye, axis=1)):
        tone = tuple(min(c * float(bright[i]), 255.0) for c in colours[i])
        cv2.fillConvexPoly(drawn, _fixed(pixels[i] - corner), tone, cv2.LINE_AA, 4)
    hubs, away = project(still.lens, enu(scene, car_wheels(car, second)))
    for i in np.argsort(away)[:2]:
        x, y = (int(p) for p in _fixed(hubs[i] - corner))
        radius = round(0.32 * still.lens.focal_px / float(away[i]) * 16)
        cv2.circle(drawn, (x, y), radius, (38, 40, 44), -1, cv2.LINE_AA, 4)
        cv2.circle(drawn, (x, y), radius // 2, (150, 152, 156), -1, cv2.LINE_AA, 4)
    cv2.copyTo(drawn, _beyond(still, (y0, y1, x0, x1), float(away.mean()) - 1.2), part)
