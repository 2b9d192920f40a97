"""What is done to a picture before it is posted again, drawn by chance from a seed: several things at once, as it happens."""

from collections.abc import Callable

import cv2
import numpy as np

Picture = np.ndarray
Chance = np.random.Generator


def crop(p: Picture, other: Picture, r: Chance) -> Picture:
    rows, columns = p.shape[:2]
    share = r.uniform(0.4, 0.95)
    high, wide = max(8, int(rows * share * r.uniform(0.85, 1.15))), max(8, int(columns * share * r.uniform(0.85, 1.15)))
    high, wide = min(high, rows), min(wide, columns)
    top, left = r.integers(0, rows - high + 1), r.integers(0, columns - wide + 1)
    return p[top : top + high, left : left + wide]


def mirror(p: Picture, other: Picture, r: Chance) -> Picture:
    return np.ascontiguousarray(p[:, ::-1])


def turn(p: Picture, other: Picture, r: Chance) -> Picture:
    rows, columns = p.shape[:2]
    degrees = r.uniform(-14, 14) if r.random() < 0.85 else r.choice([90, 180, 270])
    matrix = cv2.getRotationMatrix2D((columns / 2, rows / 2), float(degrees), float(r.uniform(0.9, 1.25)))
    return cv2.warpAffine(
        p, matrix, (columns, rows), borderMode=int(r.choice([cv2.BORDER_CONSTANT, cv2.BORDER_REPLICATE]))
    )


def border(p: Picture, other: Picture, r: Chance) -> Picture:
    rows, columns = p.shape[:2]
    across, down = (r.uniform(0.02, 0.35) if r.random() < 0.7 else 0.0 for _ in range(2))
    high, wide = int(rows * (1 + 2 * down)), int(columns * (1 + 2 * across))
    if r.random() < 0.4:
        ground = cv2.GaussianBlur(cv2.resize(p, (wide, high)), (0, 0), 12) // 2 + int(r.integers(0, 60))
    else:
        ground = np.empty((high, wide, 3), np.uint8)
        ground[:] = r.integers(0, 256, 3) if r.random() < 0.3 else r.choice([0, 255, 16])
    top, left = (high - rows) // 2, (wide - columns) // 2
    ground = ground.astype(np.uint8)
    ground[top : top + rows, left : left + columns] = p
    return ground


def inset(p: Picture, other: Picture, r: Chance) -> Picture:
    """Laid over another picture, at the size at which a view of the query would see it."""
    rows, columns = other.shape[:2]
    share = r.uniform(0.55, 0.92)
    high, wide = max(8, int(rows * share)), max(8, int(columns * share))
    top, left = r.integers(0, rows - high + 1), r.integers(0, columns - wide + 1)
    ground = other.copy()
    ground[top : top + high, left : left + wide] = cv2.resize(p, (wide, high), interpolation=cv2.INTER_AREA)
    return ground


def overlay(p: Picture, other: Picture, r: Chance) -> Picture:
    made = p.copy()
    rows, columns = made.shape[:2]
    if r.random() < 0.5:
        band = int(rows * r.uniform(0.06, 0.22))
        top = rows - band if r.random() < 0.7 else int(r.integers(0, rows - band))
        made[top : top + band] = made[top : top + band] // 5 if r.random() < 0.5 else r.integers(0, 256, 3)
    for _ in range(r.integers(1, 5)):
        colour = tuple(int(c) for c in (r.integers(0, 256, 3) if r.random() < 0.6 else r.choice([0, 255]) * np.ones(3)))
        x, y = int(r.integers(0, columns)), int(r.integers(0, rows))
        if r.random() < 0.6:
            words = "".join(chr(int(c)) for c in r.integers(65, 91, r.integers(3, 18)))
            cv2.putText(
                made,
                words,
                (x // 2, y),
                int(r.integers(0, 8)),
                columns / 320 * r.uniform(0.5, 1.8),
                colour,
                int(r.integers(1, 4)),
            )
        elif r.random() < 0.5:
            cv2.circle(made, (x, y), int(rows * r.uniform(0.04, 0.14)), colour, -1)
        else:
            cv2.rectangle(
                made,
                (x, y),
                (x + int(columns * r.uniform(0.05, 0.25)), y + int(rows * r.uniform(0.05, 0.2))),
                colour,
                -1,
            )
    return made


def tone(p: Picture, other: Picture, r: Chance) -> Picture:
    wide = p.astype(np.float32)
    if r.random() < 0.35:
        grey = wide.mean(axis=2, keepdims=True)
        wide = grey * (np.array([1.07, 0.95, 0.78]) if r.random() < 0.3 else 1.0) + np.zeros(3)
    else:
        wide = wide * r.uniform(0.75, 1.25, 3)
    wide = 255 * np.clip(wide / 255, 0, 1) ** r.uniform(0.55, 1.7)
    return np.clip((wide - 128) * r.uniform(0.6, 1.4) + 128 + r.uniform(-30, 30), 0, 255).astype(np.uint8)


def coarse(p: Picture, other: Picture, r: Chance) -> Picture:
    rows, columns = p.shape[:2]
    share = min(1.0, r.uniform(60, 240) / max(rows, columns))
    small = cv2.resize(p, (max(8, int(columns * share)), max(8, int(rows * share))), interpolation=cv2.INTER_AREA)
    return cv2.GaussianBlur(small, (0, 0), float(r.uniform(0.3, 1.4))) if r.random() < 0.4 else small


def noise(p: Picture, other: Picture, r: Chance) -> Picture:
    return np.clip(p + r.normal(0, r.uniform(2, 14), (*p.shape[:2], 1)), 0, 255).astype(np.uint8)


def filmed(p: Picture, other: Picture, r: Chance) -> Picture:
    """From a screen, aslant, with the two rasters against each other."""
    rows, columns = p.shape[:2]
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    size = np.array([columns, rows], np.float32)
    seen = corners + r.uniform(-0.04, 0.13, (4, 2)).astype(np.float32) * (1 - 2 * corners)
    matrix = cv2.getPerspectiveTransform(corners * size, seen * size)
    made = cv2.warpPerspective(p, matrix, (columns, rows), borderValue=tuple(int(c) for c in r.integers(0, 60, 3)))
    down, across = np.mgrid[0:rows, 0:columns]
    moire = r.uniform(2, 12) * np.sin(down * r.uniform(0.5, 2.5) + across * r.uniform(0, 0.6))
    return np.clip(made * r.uniform(0.7, 1.0, 3) + r.uniform(0, 30) + moire[..., None], 0, 255).astype(np.uint8)


STEPS: tuple[tuple[float, Callable[[Picture, Picture, Chance], Picture]], ...] = (
    (0.25, mirror), (0.5, crop), (0.25, turn), (0.3, overlay), (0.4, tone), (0.2, filmed), (0.3, border), (0.2, inset),
    (0.35, coarse), (0.2, noise),
)  # fmt: skip


def copy(picture: Picture, other: Picture, r: Chance, side: int) -> Picture:
    """One copy as a posted file shows it, squeezed to a square of `side`."""
    p = picture
    if max(p.shape[:2]) > 320:
        p = cv2.resize(p, None, fx=320 / max(p.shape[:2]), fy=320 / max(p.shape[:2]), interpolation=cv2.INTER_AREA)
    for chance, step in STEPS:
        if r.random() < chance:
            p = step(p, other, r)
    quality = int(r.integers(12, 75))
    p = cv2.imdecode(cv2.imencode(".jpg", p, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_COLOR)
    return cv2.resize(p, (side, side), interpolation=cv2.INTER_AREA if min(p.shape[:2]) >= side else cv2.INTER_LINEAR)
