"""Which stretches of two films are copies of one another: at their own pace first, then at others."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from firsthand.method.pdq import FORMS

from .align import Segment, segments
from .grained import by_tiles, reaching
from .guess import CLEAR, Asked, Placing, placed, whole
from .judge import SEEN, clear_copy, copy_by_tiles, is_copy, own_moment, seen, seen_enough, without_aliases
from .prepared import Prepared
from .rest import with_rest

OWN_PACE = 1.15  # times as much must speak for a film at another speed as for one that was not sped up
MOST_PLACINGS, NEARLY = (
    3,
    0.5,
)  # placings in which tiles are compared: the likeliest, and those with so many of its features
OPPOSITE = {"turned left": "turned right", "turned right": "turned left"}  # the other forms undo themselves


def found_in(asked: Asked, first: Prepared, second: Prepared) -> tuple[list[Segment], list[Segment]]:
    """(the stretches that are copies, all that were tried). What fits as it is, was not sped up; else the speed at which
    they are most alike is the one. Which of the two stands first makes no difference: the longer is asked of the shorter."""
    if _lasts(first) >= _lasts(second):
        return _found(asked, first, second)
    back = replace(asked, speeds=tuple(1 / speed for speed in asked.speeds))
    copies, found = _found(back, second, first)
    kept = {id(segment) for segment in copies}
    turned = [(other_way(segment), id(segment) in kept) for segment in found]
    return [segment for segment, copy in turned if copy], [segment for segment, _ in turned]


def _lasts(film: Prepared) -> tuple[float, int]:
    return round(film.film.end - film.film.start, 2), len(film.film.at)


def other_way(segment: Segment) -> Segment:
    """The same stretch, as seen from the other film."""
    start, end = segment.in_two()
    back = np.linalg.pinv(np.vstack([segment.placing.transform, [0.0, 0.0, 1.0]]))[:2]
    form, view = segment.placing.form, segment.placing.view
    if form is not None and FORMS[form] in OPPOSITE:
        form = FORMS.index(OPPOSITE[FORMS[form]])
    placing = Placing(transform=back, form=form, view=replace(view, transform=back) if view is not None else None)
    return replace(
        segment, start=start, end=end, offset=-segment.offset / segment.speed, speed=1 / segment.speed, placing=placing,
        starts=_other_side(segment.starts), ends=_other_side(segment.ends), error=segment.error / segment.speed,
        tiled=segment.tiled,
    )  # fmt: skip


def _other_side(why: str) -> str:
    what, _, of = why.partition(" ")
    return f"{what} {dict(one='two', two='one').get(of, of)}" if of else why


def _found(asked: Asked, first: Prepared, second: Prepared) -> tuple[list[Segment], list[Segment]]:
    placings = placed(first, second)
    tried: dict[float, list[Segment]] = {}
    for speed in asked.speeds:
        likely = placings if speed == 1.0 else placings[:1]
        tried[speed] = segments(first, second, replace(asked, speeds=(speed,)), likely)
        if speed == 1.0 and any(clear_copy(segment) for segment in tried[speed]):
            break
    found = [segment for segments_ in tried.values() for segment in segments_]
    copies = {speed: [s for s in made if is_copy(s)] for speed, made in tried.items()}
    if not any(copies.values()):
        own = {id(s): own_moment(first, second, s) for s in found if seen_enough(s)}
        weight = {speed: sum(own.get(id(s), 0.0) * (s.end - s.start) for s in made) for speed, made in tried.items()}
        copies = {speed: [s for s in made if own.get(id(s))] for speed, made in tried.items()}
    else:
        copies = {speed: without_aliases(made) for speed, made in copies.items()}
        weight = {speed: max((s.strength for s in made), default=0.0) for speed, made in copies.items()}
        weight[1.0] = weight.get(1.0, 0.0) * OWN_PACE
    best = max(copies, key=lambda speed: weight[speed]) if copies else 1.0
    if not copies.get(best):
        still = _where_little_moves(asked, first, second, placings, found)
        return [segment for segment in still if copy_by_tiles(segment)], [*found, *still]
    chosen = copies[best]
    more = with_rest(first, second, asked, chosen) if any(map(is_copy, chosen)) else chosen
    more = [reaching(first, second, copy, [other for other in more if other is not copy]) for copy in more]
    return more, [*found, *(made for made in more if all(made is not known for known in found))]


def _where_little_moves(
    asked: Asked, first: Prepared, second: Prepared, placings: Sequence[Placing], found: Sequence[Segment]
) -> list[Segment]:
    """What tiles say of the likeliest placing, where pictures are the same: by local features, or as a whole."""
    if 1.0 not in asked.speeds:
        return []
    agree = {id(placing): placing.view.agree for placing in placings if placing.view is not None}
    least = max(CLEAR, NEARLY * max(agree.values(), default=0))
    clear = [placing for placing in placings if agree.get(id(placing), 0) >= least]
    near = [s.placing for s in found if s.placing.form is not None and seen(s).share >= SEEN and s.speed == 1.0]
    plain = [whole(form) for form in asked.turned] if not min(first.film.good.mean(), second.film.good.mean()) else []
    made = []
    for placing in list({id(placing): placing for placing in [*clear, *near, *plain]}.values())[:MOST_PLACINGS]:
        segment = by_tiles(first, second, placing, asked.within)
        made += [segment] if segment is not None else []
    return sorted(made, key=lambda s: -s.tiled.sigmas if s.tiled is not None else 0.0)[:1]
