"""What a drift that was heard says of two clocks: sound whose way grows or shrinks looks like a clock that runs slow or fast."""

from .air import Bounds

BOUND_PPM = 150.0  # no device's clock differs from another's by more: a phone's crystal is within some tens of its mark
MOST = Bounds(low=-BOUND_PPM, high=BOUND_PPM)


def clocks(heard: Bounds, way_m: float, over_s: float, air: Bounds) -> Bounds | None:
    """The rate of two clocks (ppm), where `heard` is the drift of a sound over so many seconds, and its ways to the two
    microphones changed against each other by at most `way_m` metres in that time. None where that tells no more than MOST does.

    A line through delays that lie within `way_m` has at most one and a half times the slope from end to end; two is taken, since
    what is heard is not even.
    """
    told = heard.wider(2e6 * way_m / (air.low * over_s) if way_m else 0.0)
    met = told.meet(MOST)
    return met if met is not None and told.high - told.low < 2 * BOUND_PPM else None
