"""Sound in air, with bounds: its speed from temperature and wind, and what an unknown distance does to a time."""

import math
from dataclasses import dataclass

from firsthand.record.fault import BadValue

ZERO_C = 273.15
AT_20_C = 343.2  # m/s, dry air; humidity adds at most 0.4 %, which HUMID covers
HUMID = 1.004


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """A closed interval of numbers; its unit is in the name of what holds it."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low <= self.high):
            raise BadValue(f"not bounds: {self.low} to {self.high}")

    def __add__(self, other: "Bounds") -> "Bounds":
        return Bounds(low=self.low + other.low, high=self.high + other.high)

    def __sub__(self, other: "Bounds") -> "Bounds":
        return Bounds(low=self.low - other.high, high=self.high - other.low)

    def wider(self, by: float) -> "Bounds":
        return Bounds(low=self.low - by, high=self.high + by)

    def meet(self, other: "Bounds") -> "Bounds | None":
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Bounds(low=low, high=high) if low <= high else None

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    def wire(self, places: int = 6) -> dict[str, float]:
        """Rounded outwards."""
        scale = 10**places
        return {"low": math.floor(self.low * scale) / scale, "high": math.ceil(self.high * scale) / scale}


def speed(temperature_c: Bounds, wind_m_s: float) -> Bounds:
    """Metres a second along any way, for still air of such temperatures and a wind of at most so much. Raises BadValue."""
    if not -90 <= temperature_c.low <= temperature_c.high <= 60 or not 0 <= wind_m_s <= 60:
        raise BadValue(f"not the air of this Earth: {temperature_c.low} to {temperature_c.high} C, wind {wind_m_s} m/s")
    low, high = (AT_20_C * math.sqrt((ZERO_C + c) / (ZERO_C + 20)) for c in (temperature_c.low, temperature_c.high))
    return Bounds(low=low - wind_m_s, high=high * HUMID + wind_m_s)


def travel(distance_m: Bounds, air: Bounds) -> Bounds:
    """Seconds that sound needs for a distance."""
    if distance_m.low < 0 or air.low <= 0:
        raise BadValue(f"a distance of {distance_m.low} m, a speed of {air.low} m/s")
    return Bounds(low=distance_m.low / air.high, high=distance_m.high / air.low)


def apart(most_m: float, air: Bounds) -> Bounds:
    """By how much two places, at most so far apart, may hear one sound at different times: either may hear it first."""
    if not 0 <= most_m <= 50_000:
        raise BadValue(f"two microphones {most_m} m apart")
    return Bounds(low=-most_m / air.low, high=most_m / air.low)
