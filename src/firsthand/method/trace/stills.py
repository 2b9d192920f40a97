"""A still picture beside another, or beside all the sampled pictures of a film: the same picture, and at which moment?"""

from fractions import Fraction

import numpy as np

from firsthand.method.pdq import FORMS, distances, forms
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable
from firsthand.record.footage import Copy, Relation, Stretch
from firsthand.record.wire import to_wire

from . import colour
from .footage import FAR, rounded, thousandths
from .guess import TURNS
from .moments import NEAR_BITS
from .prepared import Prepared
from .shown import measured
from .tints import LATE

APART = 20.0  # bits that a still must be nearer to its own moment of a film than to any other


def compare_stills(same: int, one: str, first: Prepared, two: str, second: Prepared) -> Outcome:
    """A still in its eight forms; within `same` bits it is the same picture."""
    still, other = (first, second) if first.film.still else (second, first)
    away = np.stack([distances(turned, other.film.hashes)[0] for turned in forms(still.film.hashes)]).astype(int)
    away[:, ~other.film.good] = 256
    form, place = (int(part) for part in np.unravel_index(int(np.argmin(away)), away.shape))
    bits = int(away[form, place])
    looked = f"a still in its eight forms against {int(other.film.good.sum())} pictures: the nearest is {bits} bits off"
    if bits > NEAR_BITS:
        return Nothing(looked=looked, value={"bits": bits})
    at = float(other.film.at[place])
    elsewhere = away[form][np.abs(other.film.at - at) > FAR]
    apart = float(elsewhere.min() - bits) if len(elsewhere) else 0.0
    copy = _still_copy(one, two, first, at, form, bits)
    tint = _colours(one, first, two, second, copy, form)
    shown = {
        "relation": str(Relation.COPY),
        "by": "pictures",
        "copies": [to_wire(colour.told_of(copy, tint))],
        "evidence": [
            {"bits": bits, "apart": apart, **({} if isinstance(tint, Unsuitable) else {"colours": measured(tint)})}
        ],
    }
    if bits > same:
        return Inconclusive(
            why=f"alike ({bits} bits off), but not near enough to be called the same picture", value=shown
        )
    if not other.film.still and apart < APART:
        why = (
            "the still looks like this film, but as much like other moments of it: which moment, or day, cannot be told"
        )
        return Inconclusive(why=why, value=shown)
    return Found(value=shown)


def _still_copy(one: str, two: str, first: Prepared, at: float, form: int, bits: int) -> Copy:
    """A still stands at second 0 of its file."""
    moment = Fraction(0), thousandths(at)
    in_one, in_two = moment if first.film.still else moment[::-1]
    return Copy(
        one=Stretch(file=one, start=in_one, end=in_one),
        two=Stretch(file=two, start=in_two, end=in_two),
        offset=in_two - in_one,
        error=1.0 if at else 0.0,
        edits=(FORMS[form],) if form else (),
        score=rounded(1 - bits / 64),
    )


def _colours(one: str, first: Prepared, two: str, second: Prepared, copy: Copy, form: int) -> Outcome:
    """What was done to the colours of the still, turned as its hash says; the film's own moment is the picture that was nearest."""
    turn = np.array(TURNS[FORMS[form]], np.float64)
    if not first.film.still:  # the form takes the still to the other
        turn = np.linalg.inv(np.vstack([turn, [0.0, 0.0, 1.0]]))[:2]
    at = float(copy.one.start or 0)
    return colour.compare(
        colour.Given(), one, first, two, second, within=(at - LATE, at + LATE), offset=float(copy.offset), speed=1.0,
        transform=turn,
    )  # fmt: skip
