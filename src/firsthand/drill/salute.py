"""The salute in pictures: a flash at the true instant, sparks that fall, smoke that stays."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from firsthand.drill.cast import floats
from firsthand.drill.geo import Array, Lens, project
from firsthand.drill.scene import Burst, Scene, enu

Picture = NDArray[np.uint8]
FLASH_S = 0.085  # the flash's light falls to 1/e in this time
LIFT = 0.24  # how much of the way to white a flash lifts the whole picture at its first instant
SPARKS, REACH_M, SPARK_LIFE_S = 70, 7.5, 2.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """A burst made ready for drawing: its place in ENU and its sparks' unit directions (SPARKS, 3)."""

    burst: Burst
    middle: Array
    ways: Array


def shells(scene: Scene) -> tuple[Shell, ...]:
    rng = np.random.default_rng((scene.seed, 9 if scene.overcast else 8))
    found = []
    for burst in scene.bursts:
        ways = rng.normal(size=(SPARKS, 3))
        ways *= (rng.uniform(0.72, 1.0, SPARKS) / np.linalg.norm(ways, axis=1))[:, None]
        found.append(Shell(burst=burst, middle=enu(scene, burst.at), ways=ways))
    return tuple(found)


def flash(scene: Scene, second: float) -> float:
    """Light of all flashes at an instant, 1 at the first instant of one: exactly 0 before it."""
    ages = [second - b.second for b in scene.bursts]
    return float(sum(np.exp(-age / FLASH_S) for age in ages if age >= 0))


def draw_shell(picture: Picture, depth: NDArray[np.float32], lens: Lens, shell: Shell, second: float) -> None:
    """Draw one burst into a canvas of ``lens``, behind whatever is nearer than it."""
    age = second - shell.burst.second
    if age < 0:
        return
    middle, away = project(lens, shell.middle)
    if not np.isfinite(middle).all():
        return
    metre = lens.focal_px / float(away)
    sparking = age < SPARK_LIFE_S
    puff = (1.6 + 2.6 * (1 - float(np.exp(-age / 1.2)))) * metre
    thick = 0.42 * (1 - float(np.exp(-age / 0.25))) * float(np.exp(-age / 3))
    if not sparking and thick < 0.02:
        return
    reach = REACH_M * metre * 1.5 + 4 if sparking else 2.6 * puff
    x0, x1 = (int(np.clip(middle[0] + s * reach, 0, lens.width)) for s in (-1, 1))
    y0, y1 = (int(np.clip(middle[1] + s * reach, 0, lens.height)) for s in (-1, 1.3))
    if x1 - x0 < 2 or y1 - y0 < 2:
        return
    part = picture[y0:y1, x0:x1]
    drawn = part.copy()
    corner = np.array([x0, y0], dtype=np.float64)
    _blend(drawn, middle - corner, puff, thick, (226, 224, 222))
    if sparking:
        _sparks(drawn, lens, corner, shell, age, max(1, round(0.16 * metre)))
    if age < 6 * FLASH_S:
        light = 0.98 * float(np.exp(-age / (1.6 * FLASH_S)))
        _blend(drawn, middle - corner, (1.3 + 5 * age) * metre, light, (255, 252, 240))
    cv2.copyTo(drawn, (depth[y0:y1, x0:x1] > float(away)).view(np.uint8), part)


def _blend(part: Picture, middle: Array, spread_px: float, strength: float, colour: tuple[int, int, int]) -> None:
    """Blend a soft round spot into a piece of picture, out to 2.6 times its spread."""
    spread = max(spread_px, 0.7)
    x0, x1 = (int(np.clip(middle[0] + s * 2.6 * spread, 0, part.shape[1])) for s in (-1, 1))
    y0, y1 = (int(np.clip(middle[1] + s * 2.6 * spread, 0, part.shape[0])) for s in (-1, 1))
    if x1 <= x0 or y1 <= y0:
        return
    across = np.exp(-((np.arange(x0, x1) + 0.5 - middle[0]) ** 2) / (2 * spread**2)).astype(np.float32)
    down = strength * np.exp(-((np.arange(y0, y1) + 0.5 - middle[1]) ** 2) / (2 * spread**2)).astype(np.float32)
    cover = (down[:, None] * across[None, :])[..., None]
    spot = part[y0:y1, x0:x1]
    spot[:] = (spot + (floats(colour) - spot) * cover).astype(np.uint8)


def _at(lens: Lens, shell: Shell, age: float) -> Array:
    spread = REACH_M * (1 - np.exp(-age / 0.38))
    fall = np.array([0.0, 0.0, -0.9 * age * age])
    return project(lens, shell.middle + shell.ways * spread + fall)[0]


def _sparks(part: Picture, lens: Lens, corner: Array, shell: Shell, age: float, wide: int) -> None:
    now, then = _at(lens, shell, age) - corner, _at(lens, shell, max(age - 0.07, 0.0)) - corner
    lines = np.round(np.stack([then, now], axis=1) * 16 - 8).astype(np.int32)
    layer = part.copy()
    colour = tuple(float(c) for c in shell.burst.colour)
    deep = tuple(c * 0.78 if c < 200 else c for c in colour)
    cv2.polylines(layer, list(lines), False, deep, wide + 1, cv2.LINE_AA, 4)
    cv2.polylines(layer, list(lines), False, (255, 255, 246), max(wide - 1, 1), cv2.LINE_AA, 4)
    strength = float(np.clip(1.15 * (1 - age / SPARK_LIFE_S), 0, 1))
    part[:] = cv2.addWeighted(layer, strength, part, 1 - strength, 0)
