"""The pinhole camera that frames are measured with: where its axes point, and where on level ground a pixel lies."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from firsthand.record.fault import BadValue

from .globe import Array

LEAST_SINK = 1e-3  # a ray that sinks by less than this share of its way meets the ground nowhere near


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """Degrees: heading from true north (of a straight-down picture: of its upper edge), pitch above level, roll clockwise.

    `view_deg` is the horizontal field of view. The fields that end in `error` are sigmas.
    """

    heading_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    view_deg: float = 65.0
    heading_error_deg: float = 180.0
    pitch_error_deg: float = 1.0
    roll_error_deg: float = 1.0
    view_error_deg: float = 5.0

    def __post_init__(self) -> None:
        for part in fields(self):
            number = getattr(self, part.name)
            if not math.isfinite(number) or ("error" in part.name and number < 0):
                raise BadValue(f"{part.name} is a number of degrees, not {number}")
        if not (0 < self.view_deg < 175 and -90 <= self.pitch_deg <= 90):
            raise BadValue(f"no camera sees {self.view_deg} deg at a pitch of {self.pitch_deg} deg")

    @classmethod
    def of(cls, wire: Mapping[str, Any]) -> "Camera":
        """From JSON, what is absent by default. Raises BadValue."""
        names = {part.name for part in fields(cls)}
        strange = set(wire) - names
        if strange:
            raise BadValue(f"a camera has {', '.join(sorted(names))}; not {', '.join(sorted(strange))}")
        return cls(**{name: float(number) for name, number in wire.items() if number is not None})


def axes(heading: float, pitch: float, roll: float) -> Array:
    """Rows right, up, forward (radians in; east, north, up out)."""
    forward = np.array([math.sin(heading) * math.cos(pitch), math.cos(heading) * math.cos(pitch), math.sin(pitch)])
    right = np.array([math.cos(heading), -math.sin(heading), 0.0])
    up = np.cross(right, forward)
    return np.array(
        [right * math.cos(roll) - up * math.sin(roll), up * math.cos(roll) + right * math.sin(roll), forward]
    )


def focal_px(view_deg: float, width_px: float) -> float:
    return width_px / 2 / math.tan(math.radians(view_deg) / 2)


def rays(turned: Array, focal: float, pixels: Array, width_px: float, height_px: float) -> Array:
    """Directions (N, 3) east, north, up of pixels (N, 2) counted from the top left corner; not of unit length."""
    across, down = pixels[:, 0] - width_px / 2, pixels[:, 1] - height_px / 2
    return np.asarray(np.column_stack([across, -down, np.full(len(pixels), focal)]) @ turned)


def on_ground(directions: Array) -> Array:
    """Where rays meet level ground (N, 2) east, north of the camera, in camera heights. Raises BadValue above the horizon."""
    sink = -directions[:, 2]
    if (sink <= LEAST_SINK * np.linalg.norm(directions, axis=1)).any():
        raise BadValue("a point that should lie on the ground is drawn on or above the horizon of this camera")
    return np.asarray(directions[:, :2] / sink[:, None])
