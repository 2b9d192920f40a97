"""Parts of long recordings that never ran together are not compared, once others have told the offset; what is in doubt is."""

from pathlib import Path

import numpy as np

from firsthand.desk.align_listen import Side
from firsthand.desk.align_parts import ENOUGH, Offsets
from firsthand.method.align.rate import BOUND_PPM

STEP, LONG = 585.0, 600.0  # a part begins 15 s before the last one's end


def part(file: str, number: int) -> Side:
    return Side(file=file, part=number, at=number * STEP, seconds=LONG, outline=np.zeros((1, 1), np.float32), job="", reading="",
                made_with={}, path=Path())  # fmt: skip


def heard(lag: float) -> dict[str, dict[str, float]]:
    return {"heard_s": {"low": lag - 0.01, "high": lag + 0.01}}


def told(*lags: float) -> Offsets:
    made = Offsets()
    for lag in lags:
        made.tell("one", "two", heard(lag))
    return made


def test_only_parts_that_met_are_compared_once_the_offset_is_told() -> None:
    """The second recording began 400 s later: each part meets one or two of its nineteen."""
    offsets = told(*[-400.0 + 0.02 * k for k in range(ENOUGH)])
    met = [
        [two for two in range(19) if not offsets.never_together(part("one", one), part("two", two))]
        for one in range(19)
    ]
    assert met[0] == [0] and met[5] == [4, 5] and met[18] == [17, 18]


def test_few_links_or_links_that_disagree_leave_everything_to_be_compared() -> None:
    one, two = part("one", 0), part("two", 9)
    assert not Offsets().never_together(one, two)
    assert not told(*[-400.0] * (ENOUGH - 1)).never_together(one, two)
    assert not told(-400.0, -400.0, 900.0, 1500.0, 2000.0, 3000.0).never_together(one, two), (
        "a sound that comes again and again"
    )
    assert told(-400.0, -400.0, -400.0, -400.0, 3000.0).never_together(one, two), "one false link among them"
    assert not told(*[-400.0] * ENOUGH).never_together(part("two", 0), part("one", 9)), (
        "told of these two, the other way round"
    )


def test_clocks_that_run_apart_do_not_hide_a_part_that_meets() -> None:
    """After three hours two clocks may stand 3 s further apart than where the offset was told."""
    hours = 18
    edge = (
        part("one", hours).end - part("two", 0).at
    )  # at this lag the last part ends where the other file's first begins
    drift = 2e-6 * BOUND_PPM * part("one", hours).end
    for off, never in ((0.9 * drift, False), (2 * drift + 5.0, True)):
        offsets = told(*[-edge - off] * ENOUGH)
        assert offsets.never_together(part("one", hours), part("two", 0)) is never
