"""Who and what moves in the street: marchers and onlookers (plain shapes, never a face) and the passing car."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from firsthand.drill.geo import Array, enu_to_street
from firsthand.drill.scene import Car, Colour, Scene

Picture = NDArray[np.uint8]
SHIFT = 4  # cv2 draws at sixteenths of a pixel
HEIGHT_M = 1.75
SKIN = ((224, 186, 156), (188, 142, 110), (142, 102, 78), (206, 164, 132))
CLOTHES = ((70, 92, 128), (150, 84, 74), (92, 120, 92), (196, 170, 110), (110, 96, 130), (210, 206, 198))
BRASS, DRUM, FLAG, DANCE, LOOK = "brass", "drum", "flag", "dance", "look"
ROW_ROLES = (FLAG, BRASS, BRASS, DRUM, DANCE, DANCE, DANCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """One figure: where it is at second 0, whether it walks with the parade, and how it looks."""

    role: str
    u: float
    v: float
    walks: bool
    coat: Colour
    skin: Colour
    phase: float
    height_m: float


def players(scene: Scene) -> tuple[Player, ...]:
    """All figures of a scene, the parade's rows first; the same for the same seed."""
    rng = np.random.default_rng((scene.seed, 7 if scene.overcast else 6))
    parade = scene.parade
    found = []
    for row in range(parade.rows):
        for column in range(parade.columns):
            role = ROW_ROLES[row % len(ROW_ROLES)]
            if role == FLAG and 0 < column < parade.columns - 1:
                role = DANCE
            found.append(
                Player(
                    role=role, walks=True, u=parade.front_u - row * parade.row_gap_m + float(rng.uniform(-0.15, 0.15)),
                    v=parade.middle_v + (column - (parade.columns - 1) / 2) * parade.column_gap_m,
                    coat=parade.colours[(row // 2) % 2 if role != DANCE else 2 + (row + column) % 2],
                    skin=SKIN[int(rng.integers(len(SKIN)))], phase=float(rng.uniform(-0.06, 0.06)),
                    height_m=float(rng.uniform(1.62, 1.88)),
                )
            )  # fmt: skip
    kerbs = [(-69.0 + 2.3 * i, -8.3 if i % 3 else -7.4) for i in range(12)] + [(-56.0 + 2.7 * i, 8.2) for i in range(6)]
    ring = [(-2.0 + 3.1 * i, -5.8 - 0.4 * (i % 3)) for i in range(6)] + [
        (26.0, 8.0),
        (29.0, 9.5),
        (-14.0, 24.5),
        (8.0, 20.0),
    ]
    eyes = [enu_to_street(scene.site, np.array(camera.lens.place)) for camera in scene.cameras]
    for u, v in kerbs + ring:
        if any(np.hypot(u - eye[0], v - eye[1]) < 5 for eye in eyes):
            continue  # nobody stands right before a lens
        found.append(
            Player(
                role=LOOK, walks=False, u=u + float(rng.uniform(-0.6, 0.6)), v=v + float(rng.uniform(-0.3, 0.3)),
                coat=CLOTHES[int(rng.integers(len(CLOTHES)))], skin=SKIN[int(rng.integers(len(SKIN)))],
                phase=float(rng.uniform(0, 6)), height_m=float(rng.uniform(1.45, 1.86)),
            )
        )  # fmt: skip
    return tuple(found)


def places(cast: tuple[Player, ...], speed_m_s: float, seconds: Array) -> Array:
    """Street places of all figures at all instants, shape (instants, figures, 3)."""
    start = np.array([[p.u, p.v, 0.0] for p in cast])
    walk = np.array([[speed_m_s * p.walks, 0.0, 0.0] for p in cast])
    return np.asarray(start[None] + walk[None] * np.asarray(seconds)[:, None, None])


class Pen:
    """Draws in metres beside a figure's foot: x to the picture's right, y up its body, in one piece of the picture."""

    def __init__(self, picture: Picture, foot: Array, up: Array, metre_px: float, light: float) -> None:
        one = 1 << SHIFT
        self.picture, self.metre, self.light = picture, metre_px, light
        self.x, self.y = float(foot[0]) * one - one / 2, float(foot[1]) * one - one / 2
        self.up_x, self.up_y = float(up[0]) * metre_px * one, float(up[1]) * metre_px * one

    def at(self, points: list[tuple[float, float]]) -> NDArray[np.int32]:
        """Pixels in sixteenths; right is a quarter turn from up, so that a rolled camera tilts the figure too."""
        x, y, ux, uy = self.x, self.y, self.up_x, self.up_y
        return np.array([(round(x - a * uy + b * ux), round(y + a * ux + b * uy)) for a, b in points], dtype=np.int32)

    def shade(self, colour: Colour) -> tuple[float, float, float]:
        light = self.light
        return (min(colour[0] * light, 255.0), min(colour[1] * light, 255.0), min(colour[2] * light, 255.0))

    def area(self, colour: Colour, points: list[tuple[float, float]]) -> None:
        cv2.fillPoly(self.picture, [self.at(points)], self.shade(colour), cv2.LINE_AA, SHIFT)

    def limb(self, colour: Colour, points: list[tuple[float, float]], wide_m: float) -> None:
        width = max(1, round(wide_m * self.metre))
        cv2.polylines(self.picture, [self.at(points)], False, self.shade(colour), width, cv2.LINE_AA, SHIFT)

    def disc(self, colour: Colour, x: float, y: float, radius_m: float) -> None:
        middle = self.at([(x, y)])[0]
        radius = max(round(radius_m * self.metre * (1 << SHIFT)), 8)
        cv2.circle(self.picture, (int(middle[0]), int(middle[1])), radius, self.shade(colour), -1, cv2.LINE_AA, SHIFT)


def draw_figure(pen: Pen, player: Player, flag: tuple[Colour, Colour], second: float) -> None:
    """One figure at an instant: legs in step when it walks, and what it carries."""
    h = player.height_m / HEIGHT_M
    beat = 2 * np.pi * (1.8 * second) / 2 + player.phase
    swing = 0.24 * float(np.sin(beat)) if player.walks else 0.05
    if pen.metre < 9:  # a few pixels tall: what it carries could not be seen
        _small(pen, player, h)
        if player.role == FLAG:
            _flag(pen, flag, second + player.phase, h)
        return
    trouser: Colour = (246, 242, 234) if player.walks and player.role != DANCE else (62, 62, 72)
    pen.limb(trouser, [(0.0, 0.85 * h), (swing, 0.03)], 0.17)
    pen.limb(trouser, [(0.0, 0.85 * h), (-swing, 0.03)], 0.17)
    pen.area(player.coat, [(-0.17, 0.78 * h), (0.17, 0.78 * h), (0.23, 1.42 * h), (-0.23, 1.42 * h)])
    _arms(pen, player, second, h, swing)
    pen.disc(player.skin, 0.0, 1.58 * h, 0.12 * h)
    if player.role in (BRASS, DRUM, FLAG):
        pen.area(player.coat, [(-0.12, 1.64 * h), (0.12, 1.64 * h), (0.11, 1.86 * h), (-0.11, 1.86 * h)])
        pen.limb((250, 246, 236), [(0.0, 1.86 * h), (0.02, 2.02 * h)], 0.07)
    else:
        pen.area((96, 72, 56), [(-0.12, 1.60 * h), (0.12, 1.60 * h), (0.09, 1.72 * h), (-0.09, 1.72 * h)])
    if player.role == FLAG:
        _flag(pen, flag, second + player.phase, h)


def _small(pen: Pen, player: Player, h: float) -> None:
    legs: Colour = (246, 242, 234) if player.walks and player.role != DANCE else (62, 62, 72)
    pen.limb(legs, [(0.0, 0.8 * h), (0.0, 0.05)], 0.3)
    pen.area(player.coat, [(-0.2, 0.75 * h), (0.2, 0.75 * h), (0.22, 1.42 * h), (-0.22, 1.42 * h)])
    pen.disc(player.skin, 0.0, 1.58 * h, 0.14 * h)


def _arms(pen: Pen, player: Player, second: float, h: float, swing: float) -> None:
    left, right = (-0.22, 1.36 * h), (0.22, 1.36 * h)
    if player.role == BRASS:
        pen.limb(player.coat, [left, (-0.1, 1.15 * h), (0.16, 1.42 * h)], 0.1)
        pen.limb((226, 184, 70), [(0.04, 1.5 * h), (0.44, 1.44 * h)], 0.07)
        pen.disc((238, 200, 92), 0.5, 1.43 * h, 0.13)
    elif player.role == DRUM:
        up = 0.12 * abs(float(np.sin(2 * np.pi * 1.8 * second)))
        pen.area((226, 222, 212), [(-0.3, 0.82 * h), (0.3, 0.82 * h), (0.3, 1.14 * h), (-0.3, 1.14 * h)])
        pen.area((200, 60, 56), [(-0.3, 1.1 * h), (0.3, 1.1 * h), (0.3, 1.16 * h), (-0.3, 1.16 * h)])
        pen.limb(player.coat, [left, (-0.34, 1.2 * h + up)], 0.1)
        pen.limb(player.coat, [right, (0.34, 1.32 * h - up)], 0.1)
    elif player.role == DANCE:
        wave = 0.25 * float(np.sin(2 * np.pi * 0.9 * second + 5 * player.v))
        pen.limb(player.coat, [left, (-0.42, 1.62 * h + wave), (-0.4, 1.86 * h + wave)], 0.1)
        pen.limb(player.coat, [right, (0.42, 1.62 * h - wave), (0.4, 1.86 * h - wave)], 0.1)
        pen.limb((244, 226, 110), [(0.4, 1.86 * h - wave), (0.72, 1.7 * h), (0.84, 1.9 * h - wave)], 0.05)
    elif player.role == LOOK and int(second * 0.5 + player.phase) % 4 == 0:
        wave = 0.1 * float(np.sin(9 * second))
        pen.limb(player.coat, [left, (-0.26, 0.9 * h)], 0.1)
        pen.limb(player.coat, [right, (0.36, 1.6 * h), (0.36 + wave, 1.92 * h)], 0.1)
    else:
        pen.limb(player.coat, [left, (-0.26 - swing * 0.4, 0.9 * h)], 0.1)
        pen.limb(player.coat, [right, (0.26 + swing * 0.4, 0.9 * h)], 0.1)


def _flag(pen: Pen, flag: tuple[Colour, Colour], second: float, h: float) -> None:
    top, low, reach, parts = 3.15 * h, 2.2 * h, 1.25, 5
    pen.limb((120, 96, 70), [(0.28, 0.9 * h), (0.28, top)], 0.05)
    wave = [0.10 * float(np.sin(3.4 * second * 1.6 + 1.1 * i)) * i / parts for i in range(parts + 1)]
    xs = [0.28 + reach * i / parts for i in range(parts + 1)]
    upper = [(x, top + w) for x, w in zip(xs, wave, strict=True)]
    lower = [(x, low + w) for x, w in zip(xs, wave, strict=True)]
    middle = [(x, (top + low) / 2 + w) for x, w in zip(xs, wave, strict=True)]
    pen.area(flag[0], upper + middle[::-1])
    pen.area(flag[1], middle + lower[::-1])


def _car_axes(car: Car, second: float) -> tuple[Array, Array, Array]:
    middle, heading = np.array(car.middle(second)), np.array(car.velocity)
    ahead = heading / np.linalg.norm(heading)
    return middle, ahead, np.array([-ahead[1], ahead[0], 0.0])


def car_faces(car: Car, second: float) -> tuple[list[Colour], Array]:
    """The colours of the car's ten faces and their corners in street metres (10, 4, 3): body first, then cabin."""
    middle, ahead, side = _car_axes(car, second)
    long, wide = car.length_m / 2, car.width_m / 2
    glass: Colour = (70, 84, 98)
    colours: list[Colour] = []
    faces = []
    for (back, front, narrow, low, high), wall in (
        ((-long, long, wide, 0.28, 0.92), car.colour),
        ((-long * 0.72, long * 0.36, wide * 0.86, 0.92, car.height_m), glass),
    ):
        bl, br, fr, fl = ((a, b * narrow) for a, b in ((back, 1), (back, -1), (front, -1), (front, 1)))
        for one, two in ((bl, fl), (br, fr), (bl, br), (fl, fr)):
            faces.append([(*one, low), (*two, low), (*two, high), (*one, high)])
        faces.append([(*bl, high), (*br, high), (*fr, high), (*fl, high)])
        colours += [wall] * 4 + [car.colour]
    local = np.array(faces)
    up = np.array([0.0, 0.0, 1.0])
    return colours, middle + local @ np.array([ahead, side, up])


def car_wheels(car: Car, second: float) -> Array:
    """Street points of the four wheels' hubs, shape (4, 3)."""
    middle, ahead, side = _car_axes(car, second)
    offsets = [(a, b) for a in (-0.31, 0.31) for b in (-0.5, 0.5)]
    return np.array([middle + ahead * a * car.length_m + side * b * car.width_m + [0, 0, 0.32] for a, b in offsets])
