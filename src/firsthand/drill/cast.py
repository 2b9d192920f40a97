"""Rays against the standing quarter: what each ray meets first, and what lies between a point and the sun."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from firsthand.drill.scene import Ball, Solid

Floats = NDArray[np.float32]
Whole = NDArray[np.int32]
Flags = NDArray[np.bool_]


def floats(values: ArrayLike) -> Floats:
    """Numbers as the single precision that rays and colours are worked in."""
    return np.asarray(values, dtype=np.float32)


SKY, GROUND = -1, 0  # what a ray met; 1.. are the solids in order, after them the balls
Body = Solid | Ball
CHUNK = 1 << 15  # rays at a time: small enough to stay in the cache


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What N rays met first: ``step`` (N,) along the ray, ``what`` (N,), outward unit ``normal`` (N, 3)."""

    step: Floats
    what: Whole
    normal: Floats


def half_spaces(solid: Solid) -> tuple[Floats, Floats]:
    """Outward unit normals (P, 3) and distances (P,) of a solid: inside where normal . point <= distance."""
    rows = [(*axis, high) for axis, high in zip(np.eye(3), solid.high, strict=True)]
    rows += [(*(-axis), -low) for axis, low in zip(np.eye(3), solid.low, strict=True)]
    flat = [[*row[0:3], row[3]] for row in rows] + [list(slope) for slope in solid.slopes]
    table = np.array(flat, dtype=np.float64)
    table /= np.linalg.norm(table[:, :3], axis=1, keepdims=True)
    return table[:, :3].astype(np.float32), table[:, 3].astype(np.float32)


def _through(starts: Floats, ways: Floats, normals: Floats, limits: Floats) -> tuple[Floats, Floats, Whole]:
    """Steps at which rays enter and leave a convex body, and by which side they enter; enter > leave: no meeting."""
    slant = normals @ ways.T  # a row a side: numpy folds over rows much faster than over short columns
    room = limits[:, None] - normals @ starts.T
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        step = room / slant
    outside = (slant == 0) & (room < 0)
    entering = np.where(slant < 0, step, -np.inf)
    leaving = np.where(slant > 0, step, np.inf)
    enter, leave = entering.max(axis=0), leaving.min(axis=0)
    enter[outside.any(axis=0)] = np.inf
    return enter, leave, entering.argmax(axis=0).astype(np.int32)


def _ball(starts: Floats, ways: Floats, ball: Ball) -> tuple[Floats, Floats]:
    """Steps at which rays enter and leave a ball; inf where they miss it."""
    away = starts - np.array(ball.middle, dtype=np.float32)
    a = np.einsum("ij,ij->i", ways, ways)
    b = np.einsum("ij,ij->i", np.broadcast_to(away, ways.shape), ways)
    c = (away * away).sum(axis=-1) - np.float32(ball.radius_m**2)
    inside = b * b - a * c
    root = np.sqrt(np.maximum(inside, 0))
    missed = inside <= 0
    return np.where(missed, np.inf, (-b - root) / a), np.where(missed, -np.inf, (-b + root) / a)


def first_met(
    start: Floats,
    ways: Floats,
    solids: Sequence[Solid],
    balls: Sequence[Ball],
    *,
    tried: Sequence[NDArray[np.int64]] = (),
) -> Hits:
    """What rays from one point (3,) along ``ways`` (N, 3) meet first, ground plane z = 0 and sky among it.

    ``tried`` may hold for each body (solids, then balls) the indices of the rays that can meet it at all; without it
    all rays are tried on all bodies.
    """
    count = len(ways)
    falling = ways[:, 2] < -1e-9
    down = np.where(falling, -start[2] / np.where(falling, ways[:, 2], -1), np.inf).astype(np.float32)
    step = down
    what = np.where(np.isfinite(down), GROUND, SKY).astype(np.int32)
    normal = np.zeros((count, 3), dtype=np.float32)
    normal[:, 2] = 1
    everything = np.arange(count)
    bodies: list[Body] = [*solids, *balls]
    for number, body in enumerate(bodies):
        rows = tried[number] if tried else everything
        for part in (rows[i : i + CHUNK] for i in range(0, len(rows), CHUNK)):
            _meet(start, ways, body, number + 1, part, (step, what, normal))
    return Hits(step=step, what=what, normal=normal)


def _meet(
    start: Floats, ways: Floats, body: Body, number: int, part: NDArray[np.int64],
    into: tuple[Floats, Whole, Floats],
) -> None:  # fmt: skip
    """Let one body take over those rays of ``part`` that it meets before anything met so far."""
    step, what, normal = into
    some = ways[part]
    if isinstance(body, Ball):
        enter, leave = _ball(start[None, :], some, body)
        finite = np.where(np.isfinite(enter), enter, 0)
        outward = (start + some * finite[:, None] - floats(body.middle)) / np.float32(body.radius_m)
    else:
        normals, limits = half_spaces(body)
        enter, leave, side = _through(start[None, :], some, normals, limits)
        outward = normals[side]
    nearer = (enter <= leave) & (enter > 1e-3) & (enter < step[part])
    rows = part[nearer]
    step[rows] = enter[nearer]
    what[rows] = number
    normal[rows] = outward[nearer]


def lit(points: Floats, sunward: Floats, solids: Sequence[Solid], balls: Sequence[Ball]) -> Flags:
    """Whether points (N, 3) see the sun in the direction ``sunward`` (3,), all bodies considered.

    Points are slid along the sun's ray to the ground, where each body's shadow is a small area: only the points in its
    bounding box are tried on the body.
    """
    clear = np.full(len(points), sunward[2] > 0)
    slide = sunward[:2] / max(float(sunward[2]), 1e-6)
    foot_u, foot_v = points[:, 0] - points[:, 2] * slide[0], points[:, 1] - points[:, 2] * slide[1]
    bodies: list[Body] = [*solids, *balls]
    for body in bodies:
        low, high = _shadow_box(body, slide)
        near = (foot_u >= low[0]) & (foot_u <= high[0]) & (foot_v >= low[1]) & (foot_v <= high[1])
        rows = np.flatnonzero(near & clear)
        for part in (rows[i : i + CHUNK] for i in range(0, len(rows), CHUNK)):
            ways = np.broadcast_to(sunward, (len(part), 3))
            if isinstance(body, Ball):
                enter, leave = _ball(points[part], np.ascontiguousarray(ways), body)
            else:
                enter, leave, _ = _through(points[part], np.ascontiguousarray(ways), *half_spaces(body))
            clear[part] &= ~((enter <= leave) & (leave > 2e-3))
    return clear


def _shadow_box(body: Body, slide: Floats) -> tuple[Floats, Floats]:
    corners = body_corners(body)
    foot = corners[:, :2] - corners[:, 2:3] * slide
    return foot.min(axis=0) - 0.01, foot.max(axis=0) + 0.01


def body_corners(body: Body) -> Floats:
    """The eight corners (8, 3) of the box around a body."""
    if isinstance(body, Ball):
        middle = np.array(body.middle)
        low, high = middle - body.radius_m, middle + body.radius_m
    else:
        low, high = np.array(body.low), np.array(body.high)
    picks = np.array([[i & 1, i >> 1 & 1, i >> 2 & 1] for i in range(8)])
    return np.where(picks, high, low).astype(np.float32)
