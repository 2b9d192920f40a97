"""Which stretches of two films are copies of one another: at their own pace first, then at others."""

from dataclasses import replace

from .align import Segment, segments
from .guess import Asked, placed
from .judge import clear_copy, is_copy, own_moment, still_enough, without_aliases
from .prepared import Prepared

OWN_PACE = 1.15  # times as much must speak for a film at another speed as for one that was not sped up


def found_in(asked: Asked, first: Prepared, second: Prepared) -> tuple[list[Segment], list[Segment]]:
    """(the stretches that are copies, all that were tried). What fits as it is, was not sped up; else the speed at which
    they are most alike is the one."""
    placings = placed(first, second)
    tried: dict[float, list[Segment]] = {}
    for speed in asked.speeds:
        tried[speed] = segments(first, second, replace(asked, speeds=(speed,)), placings)
        if speed == 1.0 and any(clear_copy(segment) for segment in tried[speed]):
            break
    found = [segment for segments_ in tried.values() for segment in segments_]
    copies = {speed: [s for s in made if is_copy(s)] for speed, made in tried.items()}
    if not any(copies.values()):
        own = {id(s): own_moment(first, second, s) for s in found if still_enough(s)}
        weight = {speed: sum(own.get(id(s), 0.0) * (s.end - s.start) for s in made) for speed, made in tried.items()}
        copies = {speed: [s for s in made if own.get(id(s))] for speed, made in tried.items()}
    else:
        copies = {speed: without_aliases(made) for speed, made in copies.items()}
        weight = {speed: max((s.strength for s in made), default=0.0) for speed, made in copies.items()}
        weight[1.0] = weight.get(1.0, 0.0) * OWN_PACE
    best = max(copies, key=lambda speed: weight[speed]) if copies else 1.0
    return copies.get(best, []), found
