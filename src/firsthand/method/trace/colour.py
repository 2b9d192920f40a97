"""trace.colour: what was done to the colours of a copy: kept, taken out (grey, or toned in one colour), changed, or not told."""

import cmath
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from firsthand.method.reading import Reading
from firsthand.method.shape import Example, Input, Inputs, Method, value
from firsthand.record.digest import sha256
from firsthand.record.fault import BadReading
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable
from firsthand.record.footage import Change, Copy
from firsthand.record.wire import from_wire, to_wire

from .colour_fit import Fit, beside_light, fitted, level
from .cuts import Cuts
from .footage import F8
from .guess import TURNS
from .made import coloured, film_like
from .prepared import Prepared, prepared
from .tints import Laid, Tints, laid

HUES = ("bluer", "more violet", "redder", "more orange", "yellower", "greener", "more turquoise", "bluer")
NOT_COMPARED = "colours were not compared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """From what on colours are there, gone or changed; levels of 255, root mean square over the places compared."""

    least: float = value(4.0, "levels of colour that one of the two must have, or nothing is told")
    grey: float = value(1.5, "levels of colour, up to which a picture has none")
    several: float = value(
        4.0, "levels of colour that light does not tell, from which a picture has several colours, not one tone"
    )
    several_for_tone: float = value(6.0, "the same of the other's, where a picture is to be told as toned")
    one_tone: float = value(0.15, "share of the other's spread of colours, up to which a picture is of one tone")
    tone: float = value(4.0, "levels of colour from which a picture of one tone is called toned, not grey")
    follows: float = value(0.6, "coherence of the two films' colours, below which nothing more is told")
    stronger: float = value(1.3, "times as strong: beyond it, as compared with light too, colours were changed")
    hue: float = value(15.0, "degrees of hue, beyond which colours were changed")
    shift: float = value(8.0, "levels by which all colours are shifted, beyond which they were changed")


def compare(
    given: Given, one: str, first: Prepared, two: str, second: Prepared, *,
    within: tuple[float, float], offset: float, speed: float, transform: F8,
) -> Outcome:  # fmt: skip
    """Of a stretch of one that is a copy of one of two: second t of one is second offset + speed t of two, and `transform` takes
    shares of one's picture to those of two's."""
    return ask(
        given, one, first.tints, two, second.tints, shots=second.cuts(), within=within, offset=offset, speed=speed,
        transform=transform,
    )  # fmt: skip


def ask(
    given: Given, one: str, first: Tints | None, two: str, second: Tints | None, *,
    shots: Cuts, within: tuple[float, float], offset: float, speed: float, transform: F8,
) -> Outcome:  # fmt: skip
    """As `compare`, for colours alone; `shots` are the cuts of two."""
    if first is None or second is None:
        return Unsuitable(why="one of the two was read without colours: an older reading, or a memory's")
    met = laid(first, second, shots, within, offset, speed, transform)
    if met is None:
        return Inconclusive(why="no pictures of one moment have a part in common that is large enough")
    levels = level(met.one), level(met.two)
    shown: dict[str, Any] = {
        "levels": [round(level, 1) for level in levels],
        "pictures": len(met.one), "places": met.one.shape[1], "left_out": round(met.covered, 3),
    }  # fmt: skip
    if max(levels) < given.least:
        why = (
            f"neither has colour enough ({levels[0]:.1f} and {levels[1]:.1f} of 255 levels; {given.least:g} are asked)"
        )
        return Inconclusive(why=why, value=shown)
    out = _taken_out(given, one, two, met, levels)
    if out is not None:
        return Found(value={"told": "taken out" if out.file else "changed", "changes": [to_wire(out)], **shown})
    return _beside(given, one, two, met, shown)


# --- taken out ----------------------------------------------------------------------------------------------------------------


def _taken_out(given: Given, one: str, two: str, met: Laid, levels: tuple[float, float]) -> Change | None:
    """The one of the two whose colours are gone, where the other has several. Beside a picture of one colour (a sky, but a toned film
    as well) a grey one may be what came first: then it is only told that one is grey."""
    poor = int(levels[1] < levels[0])
    file, left = (one, two)[poor], levels[poor] / levels[1 - poor]
    spread = [beside_light(*side) for side in ((met.one, met.one_luma), (met.two, met.two_luma))]
    grey, several = levels[poor] <= given.grey, spread[1 - poor] >= given.several
    toned = (
        not grey and spread[1 - poor] >= given.several_for_tone and spread[poor] <= given.one_tone * spread[1 - poor]
    )
    if not grey and not toned:
        return None
    left = spread[poor] / spread[1 - poor] if toned else left
    most = left + 1 / levels[1 - poor]  # rounded to whole levels, in the file and in the reading
    how = "toned in one colour" if toned and levels[poor] >= given.tone else "grey"
    says = (
        f"colour taken out of {file[:8]} ({how})"
        if toned or several
        else f"{file[:8]} is grey, the other of one colour"
    )
    return Change(
        what="colour", says=says, file=file if toned or several else "", measures={"left": round(left, 3)}, least={"left": 0.0},
        most={"left": round(most, 3)},
    )  # fmt: skip


# --- kept, or changed -----------------------------------------------------------------------------------------------------------


def _beside(given: Given, one: str, two: str, met: Laid, shown: dict[str, Any]) -> Outcome:
    fit = fitted(met)
    if fit is None or fit.follows < given.follows:
        return Inconclusive(
            why="the colours of the one do not follow the other's: too even, laid over, or changed past recognition",
            value=shown,
        )
    told = {
        "strength": _bounded(
            fit.strength, fit.strength * math.exp(-fit.strength_off), fit.strength * math.exp(fit.strength_off)
        ),
        "hue": _bounded(fit.hue, fit.hue - fit.hue_off, fit.hue + fit.hue_off),
        "shift": _bounded(abs(fit.shift), max(0.0, abs(fit.shift) - fit.shift_off), abs(fit.shift) + fit.shift_off),
    }
    shown = {**shown, **told, "light": round(fit.light, 2), "follows": round(fit.follows, 2)}
    changes = list(_changes(given, one, two, fit, told))
    if changes:
        return Found(value={"told": "changed", "changes": [to_wire(change) for change in changes], **shown})
    strength, hue, shift = told["strength"], told["hue"], told["shift"]
    by_light = [bound / fit.light for bound in strength[1:]]
    strong = any(1 / given.stronger <= low and high <= given.stronger for low, high in (strength[1:], by_light))
    if strong and max(map(abs, hue[1:])) <= given.hue and shift[2] <= given.shift:
        looked = (
            f"{len(met.one)} pictures in {met.one.shape[1]} places: {strength[1]:.2f} to {strength[2]:.2f} times as strong, of "
            f"the same hue within {max(map(abs, hue[1:])):.0f} degrees, shifted by {shift[2]:.0f} of 255 levels at the most"
        )
        return Nothing(looked=looked, value={"told": "kept", **shown})
    return Inconclusive(
        why=f"{strength[1]:.2f} to {strength[2]:.2f} times as strong, hue within {max(map(abs, hue[1:])):.0f} degrees, shifted by "
        f"{shift[1]:.0f} to {shift[2]:.0f} levels: neither clearly the same nor clearly others",
        value=shown,
    )


def _bounded(number: float, least: float, most: float) -> list[float]:
    return [round(float(each), 3) for each in (number, min(least, number), max(most, number))]


def _changes(given: Given, one: str, two: str, fit: Fit, told: Mapping[str, Sequence[float]]) -> list[Change]:
    """Which of the two was changed is not told by any of them: all can be undone."""
    made = []
    strength, hue, shift = told["strength"], told["hue"], told["shift"]
    up = min(strength[1], strength[1] / fit.light) > given.stronger
    if up or max(strength[2], strength[2] / fit.light) < 1 / given.stronger:
        strong, times = (two, list(strength)) if up else (one, [1 / strength[n] for n in (0, 2, 1)])
        made.append(_change(f"colours of {strong[:8]} {times[0]:.1f} times as strong", "strength", strength))
        assert times[1] <= times[0] <= times[2]
    if min(map(abs, hue[1:])) > given.hue and hue[1] * hue[2] > 0:
        made.append(_change(f"hues turned by {abs(hue[0]):.0f} degrees", "hue", hue))
    if shift[1] > given.shift:
        name = HUES[round(math.degrees(cmath.phase(fit.shift)) / 45) % 8]
        made.append(_change(f"toned: {two[:8]} {name} by {shift[0]:.0f} of 255 levels", "shift", shift))
    return made


def _change(says: str, measure: str, numbers: Sequence[float]) -> Change:
    number, least, most = numbers
    return Change(what="colour", says=says, measures={measure: number}, least={measure: least}, most={measure: most})


# --- in words ---------------------------------------------------------------------------------------------------------------------


def changes_of(outcome: Outcome) -> tuple[Change, ...]:
    return tuple(from_wire(Change, change) for change in outcome.value["changes"]) if isinstance(outcome, Found) else ()


def told_of(copy: Copy, outcome: Outcome) -> Copy:
    """The copy with what is told of its colours."""
    changes = changes_of(outcome)
    edits = tuple(change.says for change in changes)
    return replace(copy, edits=copy.edits + edits, changes=copy.changes + changes, colours=words(outcome))


def words(outcome: Outcome) -> str:
    """For whoever reads what was done to a copy: never silence where nothing was looked for."""
    match outcome:
        case Found():
            return ", ".join(change.says for change in changes_of(outcome))
        case Nothing():
            return "colours kept"
        case Inconclusive():
            return f"colours not told: {outcome.why}"
        case Unsuitable():
            return f"{NOT_COMPARED}: {outcome.why}"


# --- the card ---------------------------------------------------------------------------------------------------------------------


def run(given: Given, inputs: Inputs) -> Outcome:
    pair: Mapping[str, Reading] = inputs["pair"]
    if len(pair) != 2:
        return Unsuitable(why=f"two files are compared, not {len(pair)}")
    (one, first), (two, second) = sorted(pair.items())
    try:
        films = prepared(first), prepared(second)
    except BadReading as bad:
        return Unsuitable(why=bad.message, code=bad.code)
    if films[0] is None or films[1] is None:
        return Unsuitable(why="one of the two has no pictures, or they could not be read")
    at = inputs["stretch"]
    return compare(
        given, one, films[0], two, films[1], within=(float(at["start"]), float(at["end"])), offset=float(at["offset"]),
        speed=float(at["speed"]), transform=np.array(at["placing"], np.float64),
    )  # fmt: skip


def agrees(one: Outcome, two: Outcome) -> bool:
    """The same told of the same file; measures differ a little from machine to machine."""
    return type(one) is type(two) and _told(one) == _told(two)


def _told(outcome: Outcome) -> tuple[str, list[str]]:
    value = {} if isinstance(outcome, Unsuitable) else outcome.value
    return str(value.get("told", "")), [str(change["file"]) for change in value.get("changes", ())]


ONE, TWO = sorted((sha256(b"one"), sha256(b"two")))


def _copied(done: Any, *, placing: str = "as is", source: Any = None) -> Inputs:
    """Twelve seconds of a made film, and eight of them to which something was done."""
    film, part = film_like(seed=1, seconds=20), film_like(seed=1, seconds=8, begin=6.0)
    copy = coloured(part, seed=1, begin=6.0, done=done) if done is not None else part
    stretch = {"start": 6.0, "end": 13.9, "offset": -6.0, "speed": 1.0, "placing": TURNS[placing]}
    return {"pair": {ONE: coloured(film, seed=1, done=source), TWO: copy}, "stretch": stretch}


def _grey(shown: F8) -> F8:
    return np.repeat(shown @ np.array([[0.299], [0.587], [0.114]]), 3, axis=-1)


def _stronger(shown: F8) -> F8:
    grey = _grey(shown)
    return grey + 1.8 * (shown - grey)


COLOUR = Method(
    name="trace.colour",
    version=1,
    asks="What was done to the colours of a copy: were they kept, taken out, or changed?",
    given=Given,
    inputs=(
        Input(name="pair", kind="readings", says="the readings of two files"),
        Input(
            name="stretch",
            kind="value",
            says="a stretch that trace.pictures told as a copy: start and end in seconds of the first file (by digest); second t of it is "
            "second offset + t * speed of the other; placing: two rows of three numbers that take shares of the first's picture to "
            "shares of the other's (mirrored, turned, a part of it)",
        ),
    ),
    says="told: taken out, changed or (nothing was done) kept; changes with their measures and bounds, and the file whose colours were "
    "taken out. left: share of the colour that is left; strength: how many times as strong the other's colours are as the first's; "
    "hue: degrees by which they are turned; shift: levels of 255 by which all are shifted. levels of colour of both, pictures and "
    "places compared, and left_out: the share of places that something lies over. trace.pictures asks this of every stretch",
    limits=(
        "a film without colour that was coloured in later looks like a source whose copy lost its colours: that is not told apart; nor, "
        "beside a grey one, a film that has one colour only (a sky) from one that was toned: then only one is said to be grey",
        "a filter that only changes light (brighter, more contrast) is no change of colours; nor is a filter that changes both as much",
        "one picture a second in 16 x 16 cells: what was done to a small thing, or for less than some seconds, is not told",
        "a screen that was filmed has the colours of that camera: they are told as changed, which they were",
        "faint colours (below four levels of 255) are lost by poor encoding too: of them nothing is told",
    ),
    cites=(
        "thresholds: stated in the form from how colour is coded, and held against the tune split by python -m bench.trace.colour tune",
        "Efron, The jackknife, the bootstrap and other resampling plans, 1982",
    ),
    run=run,
    agrees=agrees,
    examples=(
        Example(
            says="eight seconds cut from a film, without colour",
            given=Given(),
            inputs=lambda: _copied(_grey),
            gives="found",
            check=lambda outcome: _told(outcome) == ("taken out", [TWO]),
        ),
        Example(
            says="the same, with colours nearly twice as strong",
            given=Given(),
            inputs=lambda: _copied(_stronger),
            gives="found",
            check=lambda outcome: (
                isinstance(outcome, Found)
                and outcome.value["told"] == "changed"
                and outcome.value["strength"][1] <= 1.8 <= outcome.value["strength"][2]
            ),
        ),
        Example(
            says="the same, only brighter: colours are kept",
            given=Given(),
            inputs=lambda: _copied(lambda shown: shown + 30),
            gives="nothing",
        ),
        Example(
            says="both without colour: which of the two lost it, or whether any did, is not told",
            given=Given(),
            inputs=lambda: _copied(_grey, source=_grey),
            gives="inconclusive",
        ),
        Example(
            says="a copy whose reading has no colours",
            given=Given(),
            inputs=lambda: _copied(None),
            gives="unsuitable",
        ),
    ),
)
