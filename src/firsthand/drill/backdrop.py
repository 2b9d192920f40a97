"""What stands still, drawn once for a camera: in sun and in shade, with its depth, so that what moves can be set into it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from firsthand.drill.cast import GROUND, SKY, Body, Floats, body_corners, first_met, floats, lit
from firsthand.drill.geo import Lens, enu_to_street, project, rays
from firsthand.drill.scene import Camera, Scene, enu
from firsthand.drill.sun import to_sun
from firsthand.drill.surface import colours, sky_colour

Picture = NDArray[np.uint8]

OVERSAMPLE = 2
HAZE_M = 1100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Backdrop:
    """A camera's canvas (picture and ``margin`` pixels around it for sway), H x W.

    ``lit`` and ``shade`` (H, W, 3) are the standing scene with its true shadows and with no direct sun at all; ``depth``
    (H, W) metres along the view axis, inf for sky; ``ground`` (H, W) says where the sunlit ground plane is seen.
    """

    lens: Lens
    margin: int
    lit: Picture
    shade: Picture
    depth: Floats
    ground: NDArray[np.bool_]


def canvas_lens(camera: Camera) -> tuple[Lens, int]:
    """The camera's lens widened by the margin that its sway needs, and that margin in pixels."""
    margin = int(np.ceil(camera.sway_px)) + 2 if camera.sway_px else 0
    lens = camera.lens
    return replace(lens, width=lens.width + 2 * margin, height=lens.height + 2 * margin), margin


def backdrop(scene: Scene, camera: Camera) -> Backdrop:
    """Cast the standing scene for a camera. Pure; about a second for 640 x 360."""
    lens, margin = canvas_lens(camera)
    high, wide = lens.height * OVERSAMPLE, lens.width * OVERSAMPLE
    y, x = np.mgrid[0:high, 0:wide]
    ways_enu = rays(lens, np.stack([(x + 0.5) / OVERSAMPLE, (y + 0.5) / OVERSAMPLE], axis=-1).reshape(-1, 2))
    ways = np.ascontiguousarray(enu_to_street(scene.site, ways_enu), dtype=np.float32)
    start = enu_to_street(scene.site, np.array(lens.place)).astype(np.float32)
    hits = first_met(start, ways, scene.solids, scene.balls, tried=_candidates(scene, lens, wide, high))
    step = np.where(np.isfinite(hits.step), hits.step, 0)
    points = start + ways * step[:, None]
    reach = np.linalg.norm(ways, axis=1)
    distance = step * reach
    sunward_enu = to_sun(scene.sun)
    sunward = enu_to_street(scene.site, sunward_enu).astype(np.float32)
    facing = hits.normal @ sunward
    sunny = np.zeros(len(ways), dtype=bool)
    if not scene.overcast:
        rows = np.flatnonzero((hits.what != SKY) & (facing > 0))
        sunny[rows] = lit(points[rows] + hits.normal[rows] * 5e-3, sunward, scene.solids, scene.balls)
    above = np.flatnonzero(hits.what == SKY)
    sky = sky_colour(
        (ways_enu[above] / reach[above, None]).astype(np.float32), scene.overcast, sunward_enu.astype(np.float32)
    )
    base = _linear(colours(scene, hits, points, distance))
    sky_light = floats([0.62, 0.64, 0.66] if scene.overcast else [0.30, 0.35, 0.44])
    soft = base * sky_light * (0.72 + 0.28 * hits.normal[:, 2:3])
    hard = base * floats([1.02, 0.94, 0.78]) * np.maximum(facing, 0)[:, None] ** 0.8
    far = (1 - np.exp(-distance / HAZE_M))[:, None]
    haze = _linear(floats([206, 214, 222]))
    shape = (high, wide)
    pictures = []
    for light in (soft + hard * sunny[:, None], soft):
        seen = light + (haze - light) * far
        seen[above] = _linear(sky)
        pictures.append(_display(_average(seen.reshape(*shape, 3)), camera))
    ground = _average(((hits.what == GROUND) & sunny).astype(np.float32).reshape(*shape, 1))[..., 0] > 0.5
    depth = np.where(hits.what == SKY, np.inf, hits.step).reshape(shape)[1::OVERSAMPLE, 1::OVERSAMPLE]
    return Backdrop(
        lens=lens, margin=margin, lit=pictures[0], shade=pictures[1], depth=depth.astype(np.float32), ground=ground
    )


def _candidates(scene: Scene, lens: Lens, wide: int, high: int) -> list[NDArray[np.int64]]:
    """For each body the rays that can meet it: those in the picture box around its corners (all, when one is behind)."""
    index = np.arange(wide * high).reshape(high, wide)
    found = []
    bodies: list[Body] = [*scene.solids, *scene.balls]
    for body in bodies:
        pixels, depth = project(lens, enu(scene, body_corners(body).astype(np.float64)))
        if (depth <= 0.05).all():
            found.append(index[:0, :0].ravel())
            continue
        if (depth <= 0.05).any():
            found.append(index.ravel())
            continue
        (x0, y0), (x1, y1) = (pixels.min(axis=0) * OVERSAMPLE - 1), (pixels.max(axis=0) * OVERSAMPLE + 1)
        x0, x1 = (int(np.clip(e, 0, wide)) for e in (x0, x1 + 1))
        y0, y1 = (int(np.clip(e, 0, high)) for e in (y0, y1 + 1))
        found.append(index[y0:y1, x0:x1].ravel())
    return found


def _linear(colour: Floats) -> Floats:
    """Display colours 0 to 255 as light, 0 to 1 (gamma 2: cheap, and undone by ``_display``)."""
    return np.asarray((colour / np.float32(255)) ** 2, dtype=np.float32)


def _average(picture: Floats) -> Floats:
    n = OVERSAMPLE
    return sum(picture[i::n, j::n] for i in range(n) for j in range(n)) / floats(n * n)  # type: ignore[return-value]


def _display(light: Floats, camera: Camera) -> Picture:
    seen = light * (floats(camera.tint) * floats(camera.exposure))
    return np.clip(np.sqrt(seen / (1 + 0.16 * seen)) * 255 + 0.5, 0, 255).astype(np.uint8)
