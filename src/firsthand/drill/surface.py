"""How the standing quarter looks: plaster and windows, paving and canal, hills and sky, before any light falls on them."""

import numpy as np

from firsthand.drill import quarter
from firsthand.drill.cast import Floats, Hits, floats
from firsthand.drill.scene import Scene, Solid

SLATE, TILE = floats([92, 98, 108]), floats([158, 84, 64])
PANE, FRAME = floats([66, 80, 98]), floats([232, 230, 222])
DOORS = floats([[86, 58, 44], [50, 84, 70], [60, 66, 96], [120, 50, 46]])


def _hash(a: Floats, b: Floats) -> Floats:
    """A number from 0 to 1 for each pair of whole numbers, the same each time."""
    wave = np.sin(a * np.float32(12.9898) + b * np.float32(78.233)) * np.float32(437.5853)
    return np.asarray(wave - np.floor(wave))


def _shade(colour: Floats, factor: Floats) -> Floats:
    return colour * factor[:, None]


def ground_colour(points: Floats, distance: Floats) -> Floats:
    """Colours (N, 3) of the ground plane at street points (N, 3): fields, roads, pavement, square, canal."""
    u, v = points[:, 0], points[:, 1]
    near = np.exp(-distance / 40).astype(np.float32)  # fine grain fades before it would flicker
    grain = _hash(np.floor(u * 5), np.floor(v * 5)) - 0.5
    colour = _shade(np.broadcast_to(floats([118, 142, 86]), points.shape), 1 + 0.25 * near * grain)
    u0, u1, v0, v1 = quarter.SQUARE
    block = (u > -135) & (u < 72) & (v > -50) & (v < 52)
    colour[block] = [172, 164, 150]
    square = (u > u0) & (u < u1) & (v > v0) & (v < v1)
    slab = _hash(np.floor(u / 1.5), np.floor(v / 1.5)) - 0.5
    seam = np.minimum(np.mod(u, 6), np.mod(v, 6)) < 0.22
    paved = _shade(np.broadcast_to(floats([200, 186, 164]), points.shape), 1 + 0.10 * slab * np.exp(-distance / 120))
    paved[seam] *= 0.86
    colour = np.where(square[:, None], paved, colour)
    street = (np.abs(v) < 10) & (u > -400) & (u <= u0)
    road = ((np.abs(v) < quarter.ROAD_HALF_M) & (u > -400) & (u <= u0)) | (
        (u > quarter.CROSS[0]) & (u < quarter.CROSS[1]) & (np.abs(v) < 300)
    )
    flag = _hash(np.floor(u / 0.9), np.floor(v / 0.9)) - 0.5
    walk = _shade(np.broadcast_to(floats([186, 182, 174]), points.shape), 1 + 0.12 * flag * near)
    colour = np.where((street & ~road)[:, None], walk, colour)
    cobble = _shade(np.broadcast_to(floats([116, 116, 120]), points.shape), 1 + 0.22 * near * grain)
    colour = np.where(road[:, None], cobble, colour)
    colour[street & (np.abs(np.abs(v) - quarter.ROAD_HALF_M) < 0.14)] = [206, 204, 198]
    line = road & (np.abs(v) < 0.09) & (np.mod(u, 4) < 1.8) & (u < quarter.CROSS[0])
    colour[line] = [226, 224, 214]
    water = (u > quarter.CANAL[0]) & (u < quarter.CANAL[1]) & (np.abs(v) > 6.8)
    colour[water] = [96, 132, 150]
    return colour


def house_colour(solid: Solid, points: Floats, normal: Floats, distance: Floats) -> Floats:
    """Colours (N, 3) of a house at street points (N, 3): plaster, windows in bays, a door, a tiled or slated roof."""
    low, high = floats(solid.low), floats(solid.high)
    eaves = min(d - a * low[0] - b * low[1] for a, b, _, d in solid.slopes)
    z = points[:, 2]
    turned = np.abs(normal[:, 0]) > np.abs(normal[:, 1])
    along = np.where(turned, points[:, 1] - low[1], points[:, 0] - low[0])
    length = np.where(turned, high[1] - low[1], high[0] - low[0])
    bays = np.maximum(np.round(length / (2.5 + 0.25 * solid.style)), 1)
    bay = np.mod(along / length * bays, 1)
    storey, level = np.mod((z - 0.35) / 2.9, 1), np.floor((z - 0.35) / 2.9)
    tall = eaves // 2.9 - (eaves % 2.9 < 2.4)
    fading = np.exp(-distance / 50)
    brick = _hash(np.floor(along * 4), np.floor(z * 8)) - 0.5
    colour = _shade(np.broadcast_to(floats(solid.colour), points.shape), (1 + 0.08 * brick * fading).astype(np.float32))
    colour[z < 0.7] *= 0.72
    inside = (level >= 0) & (level <= tall)
    opening = inside & (np.abs(bay - 0.5) < 0.27) & (storey > 0.2) & (storey < 0.84)
    pane = inside & (np.abs(bay - 0.5) < 0.22) & (storey > 0.24) & (storey < 0.80)
    bar = (np.abs(bay - 0.5) < 0.02) | (np.abs(storey - 0.55) < 0.02)
    colour[opening] = FRAME
    glint = 0.75 + 0.5 * _hash(np.floor(along / length * bays) + 3 * solid.style, level)
    colour = np.where((pane & ~bar)[:, None], PANE * glint[:, None], colour)
    middle = np.abs(np.floor(along / length * bays) - np.floor(bays / 2)) < 0.5
    door = middle & (z < 2.5) & (np.abs(bay - 0.5) < 0.24)
    colour[door] = DOORS[solid.style]
    colour[(np.abs(z - eaves) < 0.18) | (np.abs(z - 3.15) < 0.08)] = np.minimum(floats(solid.colour) * 1.12, 250)
    roof = normal[:, 2] > 0.1
    course = 1 + 0.14 * (np.mod(z * 2.2, 1) < 0.3)
    tiles = SLATE if solid.style % 2 else TILE
    return np.where(roof[:, None], tiles * course[:, None], colour).astype(np.float32)


def tower_colour(solid: Solid, points: Floats, normal: Floats) -> Floats:
    """Colours (N, 3) of the tower: bands, narrow windows, and a round dial without hands on each side."""
    low, high = floats(solid.low), floats(solid.high)
    turned = np.abs(normal[:, 0]) > np.abs(normal[:, 1])
    across = np.where(turned, points[:, 1] - (low[1] + high[1]) / 2, points[:, 0] - (low[0] + high[0]) / 2)
    z = points[:, 2]
    colour = np.broadcast_to(floats(solid.colour), points.shape).copy()
    colour[np.mod(z, 5.0) < 0.35] = [232, 214, 190]
    slit = (np.abs(np.abs(across) - 1.3) < 0.32) & (np.mod(z, 5.0) > 1.5) & (np.mod(z, 5.0) < 3.8) & (z < high[2] - 6)
    colour[slit] = PANE
    off = np.hypot(across, z - (high[2] - 3.0))
    colour[off < 1.9] = [240, 236, 224]
    colour[(off < 1.9) & (off > 1.6)] = [70, 74, 84]
    colour[off < 0.25] = [70, 74, 84]
    colour[(z < 3.2) & (np.abs(across) < 0.9)] = [78, 54, 42]
    return colour


def colours(scene: Scene, hits: Hits, points: Floats, distance: Floats) -> Floats:
    """Colours in white light (N, 3), 0 to 255, of everything met except the sky."""
    found = np.zeros((len(points), 3), dtype=np.float32)
    rows = np.flatnonzero(hits.what == 0)
    found[rows] = ground_colour(points[rows], distance[rows])
    for number, solid in enumerate(scene.solids, start=1):
        rows = np.flatnonzero(hits.what == number)
        if not len(rows):
            continue
        if solid.kind == "house":
            found[rows] = house_colour(solid, points[rows], hits.normal[rows], distance[rows])
        elif solid.kind == "tower":
            found[rows] = tower_colour(solid, points[rows], hits.normal[rows])
        elif solid.kind == "canopy":
            stripe = np.mod(points[rows, 0] + points[rows, 1], 1.0) < 0.5
            found[rows] = np.where(stripe[:, None], floats(solid.colour), floats([240, 236, 228]))
        else:
            found[rows] = solid.colour
    for number, ball in enumerate(scene.balls, start=1 + len(scene.solids)):
        rows = np.flatnonzero(hits.what == number)
        leaf = _hash(np.floor(points[rows, 0] * 4), np.floor(points[rows, 1] * 4 + points[rows, 2] * 9))
        found[rows] = _shade(np.broadcast_to(floats(ball.colour), (len(rows), 3)), 0.75 + 0.5 * leaf)
    return found


def hill_deg(azimuth_deg: Floats) -> Floats:
    """Elevation in degrees of the far hills' crest at azimuths in degrees: the skyline where nothing stands before it."""
    a = np.radians(azimuth_deg)
    return np.asarray(1.1 + 0.55 * np.sin(3 * a + 0.4) + 0.35 * np.sin(7 * a + 1.9) + 0.18 * np.sin(17 * a))


def sky_colour(ways: Floats, overcast: bool, sunward: Floats) -> Floats:
    """Colours (N, 3) of the sky and the far hills along unit directions in ENU (N, 3)."""
    height = np.clip(ways[:, 2], 0, 1)
    low, top = ([196, 202, 206], [150, 158, 168]) if overcast else ([206, 220, 232], [88, 140, 206])
    rise = (1 - np.exp(-height * 3.2))[:, None]
    colour = floats(low) * (1 - rise) + floats(top) * rise
    east, north = ways[:, 0] / (height + 0.12), ways[:, 1] / (height + 0.12)
    cloud = sum(
        w
        * np.sin(
            f * (east * np.cos(t) + north * np.sin(t)) + 3 * t + 1.6 * np.sin(0.7 * f * (north * np.cos(t) - east))
        )
        for w, f, t in ((0.5, 0.9, 0.3), (0.3, 2.1, 1.7), (0.2, 4.6, 2.9), (0.12, 9.1, 0.9))
    )
    cover = np.clip((cloud - (0.1 if not overcast else -0.6)) * 1.3, 0, 1)[:, None] * (0.75 if not overcast else 0.4)
    colour = colour * (1 - cover) + floats([244, 244, 244] if not overcast else [176, 180, 186]) * cover
    if not overcast:
        glow = np.clip(ways @ sunward, 0, 1)[:, None] ** 24 * 0.55
        colour = colour * (1 - glow) + floats([255, 246, 224]) * glow
    azimuth = np.degrees(np.arctan2(ways[:, 0], ways[:, 1]))
    hills = np.degrees(np.arcsin(np.clip(ways[:, 2], -1, 1))) < hill_deg(azimuth)
    colour[hills] = [142, 158, 160] if not overcast else [146, 152, 156]
    return np.asarray(colour, dtype=np.float32)
