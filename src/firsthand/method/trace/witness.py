"""What the sound, an independent witness, says of a stretch that two films share by their pictures."""

from fractions import Fraction

from firsthand.record.finding import Found, Nothing

from .align import Segment
from .prepared import Prepared
from .sound import Given, compare

OFF = 0.32  # seconds between the offsets of pictures and of sound, within which they are one
LONG = 3.0  # seconds: of a shorter stretch no absence of like sound is told
SAME_SOUND, OTHER_SOUND, ELSEWHERE, UNTOLD_SOUND, SILENT = (
    "the same", "other", "the same at another offset", "not told", "none"
)  # fmt: skip


def heard(one: str, first: Prepared, two: str, second: Prepared, segment: Segment) -> str:
    """What the sound, an independent witness, says of a stretch."""
    if first.heard is None or second.heard is None:
        return SILENT
    outcome = compare(Given(), one, first.heard, two, second.heard)
    if isinstance(outcome, Found):
        near = [p for p in outcome.value["stretches"] if abs(float(Fraction(p["offset"])) - segment.offset) <= OFF]
        if near:
            return SAME_SOUND
        meets = any(
            float(Fraction(p["one"]["start"])) < segment.end and float(Fraction(p["one"]["end"])) > segment.start
            for p in outcome.value["stretches"]
        )
        return ELSEWHERE if meets else UNTOLD_SOUND
    if isinstance(outcome, Nothing) and segment.speed == 1.0 and segment.end - segment.start >= LONG:
        return OTHER_SOUND
    return UNTOLD_SOUND  # what was sped up is not compared by its sound
