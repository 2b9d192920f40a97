"""Which parts of two long recordings cannot have run together, once other parts of the two have told their offset."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from firsthand.method.align.air import Bounds
from firsthand.method.align.rate import BOUND_PPM

from .align_listen import Side

ENOUGH = 4  # pairs of parts that must agree
SLACK_S = 2.0  # by which parts that agree may differ, and still meet


@dataclass(slots=True)
class Offsets:
    """The offsets told by parts of two files: the files' own seconds are one clock, whatever the part."""

    _told: dict[tuple[str, str], list[Bounds]] = field(default_factory=lambda: defaultdict(list))

    def tell(self, one: str, two: str, found: Mapping[str, Any]) -> None:
        """By a finding of align.pair: second t of one is second t + heard_s of two."""
        self._told[one, two].append(Bounds(**found["heard_s"]))

    def never_together(self, one: Side, two: Side) -> bool:
        """Whether enough other parts of the two files agree on an offset, and at that one these two do not meet."""
        told = self._told.get((one.file, two.file), ())
        drift = 2e-6 * BOUND_PPM * max(one.end, two.end)  # between the parts that told it and these
        lags = sorted(each.middle for each in told)
        middle = lags[len(lags) // 2] if lags else 0.0
        agree = [each for each in told if each.wider(SLACK_S + drift).meet(Bounds(low=middle, high=middle)) is not None]
        if len(agree) < ENOUGH:
            return False
        low, high = (
            min(each.low for each in agree) - drift - SLACK_S,
            max(each.high for each in agree) + drift + SLACK_S,
        )
        return one.end + high < two.at or one.at + low > two.end
