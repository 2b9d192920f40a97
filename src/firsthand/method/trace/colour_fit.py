"""How the colours of one film follow those of another: how many times as strong, turned and shifted by how much, with bounds."""

import cmath
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .footage import F8
from .tints import C16, Laid

# What every measure may be off besides what leaving out shows, as round figures from how colour is coded: matrices that are
# confused (BT.601, BT.709), and small pictures of unlike cells.
STRENGTH_OFF, HUE_OFF, SHIFT_OFF = 0.08, 3.0, 0.75
SIGMAS = 2.5
KNOTS = np.linspace(0, 255, 7)  # levels of light between which a tone may bend
FARTHEST = 5.0  # of the logarithm of strength: what is known no better is not known
PLAIN_LIGHT = 4.0  # levels of contrast, below which light says nothing of how strong colours should be
BLOCKS = 4  # parts of the picture across and down that are left out in turn, at the most
LEAST_PLACES = 4  # of one or two the blur at their edges is too much of the whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Two's colours by one's: how many times as strong, turned by so many degrees, shifted by so many levels (blue + i red);
    `light` how many times the contrast; `follows` the coherence; each with what it may be off (of strength: of its logarithm)."""

    strength: float
    hue: float
    shift: complex
    light: float
    follows: float
    strength_off: float = 0.0
    hue_off: float = 0.0
    shift_off: float = 0.0


def level(colours: C16) -> float:
    return float(np.sqrt(np.mean(np.abs(colours) ** 2)))


def beside_light(colours: C16, luma: F8) -> float:
    """Spread of colours that light does not tell, along straight lines from knot to knot: a tone goes with light (sepia has less of it
    in the dark, and in what is burnt out)."""
    apart = np.abs(luma.reshape(-1, 1) - KNOTS) / (KNOTS[1] - KNOTS[0])
    table = np.clip(1 - apart, 0, 1).astype(np.complex128)
    made = np.linalg.lstsq(table, colours.ravel(), rcond=None)[0]
    return level(colours.ravel() - table @ made)


def fitted(met: Laid) -> Fit | None:
    """By the whole, with bounds by leaving out each picture, and each part of the picture, in turn: whichever says more. Strength is
    a ratio of spreads, not a slope: pictures that lie half a second apart follow one another less, and are as colourful."""
    columns = [np.ones_like(met.one_luma), met.one, met.two, abs(met.one) ** 2, abs(met.two) ** 2, met.one.conj() * met.two,
               met.one_luma, met.two_luma, met.one_luma**2, met.two_luma**2]  # fmt: skip
    table = np.stack([np.asarray(column, np.complex128) for column in columns], axis=-1)  # [pictures, places, 10]
    whole = table.sum(axis=(0, 1))
    fit = _of(whole) if table.shape[1] >= LEAST_PLACES else None
    if fit is None:
        return None
    down, across = (number * BLOCKS // max(BLOCKS, int(number.max()) + 1) for number in (met.down, met.across))
    blocks = down * BLOCKS + across
    parts = [table[:, blocks == block].sum(axis=(0, 1)) for block in np.unique(blocks)]
    told = [
        _jackknifed(fit, [_of(whole - group) for group in groups])
        for groups in (list(table.sum(axis=1)), parts)
        if len(groups) >= 2
    ]
    if not told:  # one picture, and one part of it
        return None
    strength, hue, shift = (SIGMAS * float(off) for off in np.max(told, axis=0))
    if not strength <= FARTHEST:
        return None
    return replace(fit, strength_off=STRENGTH_OFF + strength, hue_off=HUE_OFF + hue, shift_off=SHIFT_OFF + shift)


def _jackknifed(fit: Fit, without: Sequence[Fit | None]) -> F8:
    """How far strength (its logarithm), hue and shift are usually off, by leaving out each group; no end where one group is all."""
    if any(each is None for each in without):
        return np.full(3, math.inf)
    turns = [
        (math.log(e.strength / fit.strength), (e.hue - fit.hue + 180) % 360 - 180, e.shift - fit.shift)
        for e in without
        if e
    ]
    table = np.array(turns, np.complex128)
    count = len(table)
    return np.asarray(np.sqrt((count - 1) / count * (np.abs(table - table.mean(axis=0)) ** 2).sum(axis=0)), np.float64)


def _of(sums: C16) -> Fit | None:
    """From sums over points; None where one of the two has one colour only."""
    count = sums[0].real
    if count < 2:
        return None
    one, two, one_two, two_two, together, light, light_two, lit, lit_two = sums[1:] / count
    spread = [float(square.real - abs(mean) ** 2) for square, mean in ((one_two, one), (two_two, two))]
    if min(spread) <= 1e-6:
        return None
    cov = complex(together - one.conjugate() * two)
    contrast = [
        math.sqrt(max(0.0, square.real - mean.real**2)) for square, mean in ((lit, light), (lit_two, light_two))
    ]
    strength = math.sqrt(spread[1] / spread[0])
    turn = cov / abs(cov) if abs(cov) > 0 else 1.0
    return Fit(
        strength=strength,
        hue=math.degrees(cmath.phase(turn)),
        shift=complex(two - strength * turn * one),
        light=contrast[1] / contrast[0] if min(contrast) >= PLAIN_LIGHT else 1.0,
        follows=abs(cov) / math.sqrt(spread[0] * spread[1]),
    )
