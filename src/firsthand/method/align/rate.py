"""What a drift that was heard says of two clocks: sound whose way grows or shrinks looks like a clock that runs slow or fast."""

from firsthand.record.fault import BadValue

from .air import Bounds

BOUND_PPM = 150.0  # no device's clock differs from another's by more: a phone's crystal is within some tens of its mark
MOST_M_S = 340.0  # nothing that is heard coming moves faster
MOST = Bounds(low=-BOUND_PPM, high=BOUND_PPM)


def way(moving_m_s: float, over_s: float, apart_m: float, wind_m_s: float, air: Bounds) -> float:
    """By how many metres at most the ways of one sound to two microphones may change against each other in so many seconds.

    A source and both microphones may move; but no way is longer than the other by more than the microphones are apart. A wind
    that turns does what such a change does, along the line between the microphones, wherever the source is.
    """
    if not 0 <= moving_m_s <= MOST_M_S:
        raise BadValue(f"what is heard moved at {moving_m_s} m/s")
    return min(2 * moving_m_s * over_s, 2 * apart_m) + 2 * wind_m_s * apart_m / air.low


def clocks(heard: Bounds, way_m: float, over_s: float, air: Bounds) -> Bounds | None:
    """The rate of two clocks (ppm), where `heard` is the drift of a sound over so many seconds, and its ways to the two
    microphones changed against each other by at most `way_m` metres in that time. None where that tells no more than MOST does.

    A line through delays that lie within `way_m` has at most one and a half times the slope from end to end; two is taken, since
    what is heard is not even.
    """
    if not over_s > 0:
        return None
    told = heard.wider(2e6 * way_m / (air.low * over_s))
    met = told.meet(MOST)
    return met if met is not None and told.high - told.low < 2 * BOUND_PPM else None
