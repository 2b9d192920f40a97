"""Guesses at how two films may lie upon one another: by near pictures, by descriptors and local features, and by movement alone."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from firsthand.method.pdq import FORMS, forms

from . import closer
from .cells import Laid, at_all_lags
from .footage import F8, Film
from .geometry import MIRROR, Met, View, once, pooled, view
from .motion import RATE, alike_at_all_lags
from .near import Search
from .prepared import Prepared

BIN = 0.5  # seconds of offset that one vote is given to
MOST_GUESSES, MOST_SPED, MOST_GROUPS = 12, 2, 3  # by pictures; of each kind at another speed; placings
MOST_VOTERS = 4000  # pictures of a long film that vote
LEAST = 25  # points that two films must overlap by, to be laid upon one another
LONG = 36_000  # points: of longer films (48 minutes) only the movement of the whole picture is searched
STANDS_OUT = 3.5  # how far (robust sigmas over all offsets) a likeness of movement must stand out to be tried
LOOKED = (28, 14)  # pairs of pictures looked at closely: as they are, and mirrored
LATTICE = (6, 10)  # pictures of either film that are, where nothing says which
TOGETHER = 24  # pictures whose features are taken together, where few agree
CLEAR = 25  # features that agree, from which a film is not looked for mirrored too
ALIKE_CORNERS = 0.08  # shares by which the corners of two views may differ and be one
# What each of PDQ's forms does to a place in the picture, in shares of width and height.
TURNS: dict[str, list[list[float]]] = {
    "as is": [[1, 0, 0], [0, 1, 0]],
    "turned left": [[0, 1, 0], [-1, 0, 1]],
    "turned half": [[-1, 0, 1], [0, -1, 1]],
    "turned right": [[0, -1, 1], [1, 0, 0]],
    "upside down": [[1, 0, 0], [0, -1, 1]],
    "mirrored": [[-1, 0, 1], [0, 1, 0]],
    "transposed": [[0, 1, 0], [1, 0, 0]],
    "transposed across": [[0, -1, 1], [-1, 0, 1]],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """How one's picture stands in two's, in shares: a turned or mirrored whole (`form`), or a `view` by local features."""

    transform: F8
    form: int | None
    view: View | None

    @property
    def mirrored(self) -> bool:
        return bool(np.linalg.det(self.transform[:, :2]) < 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Seconds [low, high] of a film ("one", "two") that are left beside what is known, from cut to cut."""

    of: str
    low: float
    high: float

    def on_one(self, offset: float, speed: float) -> tuple[float, float]:
        """The same seconds on the clock of one."""
        if self.of == "one":
            return self.low, self.high
        return (self.low - offset) / speed, (self.high - offset) / speed


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Second `t` of one may be second `offset + t * speed` of two, its picture placed so; `moved` where movement alone said it;
    `room` where only that much is left."""

    offset: float
    speed: float
    placing: Placing
    votes: float
    moved: bool = False
    room: Room | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a pair is looked at: speeds of two against one, forms of its pictures, bits within which pictures are near."""

    speeds: tuple[float, ...]
    turned: tuple[int, ...]
    within: int
    search: Search


@lru_cache
def whole(form: int) -> Placing:
    return Placing(transform=np.array(TURNS[FORMS[form]], float), form=form, view=None)


def guesses(one: Prepared, two: Prepared, asked: Asked, placings: Sequence[Placing]) -> list[Guess]:
    """The offsets worth trying, the best first; `placings` are what local features say of the pair (`placed`)."""
    voted = sorted(_by_pictures(one.film, two.film, asked), key=lambda g: -g.votes)
    if not voted and not placings and 1.0 not in asked.speeds:
        return []  # what neither looks alike nor moves alike is not sped up
    plain = [whole(form) for form in asked.turned if form in (0, FORMS.index("mirrored"))]
    moved = [g for speed in asked.speeds for p in [*placings, *plain] for g in _by_movement(one, two, speed, p)]
    kept: list[Guess] = []
    for guess in voted[: MOST_GUESSES if 1.0 in asked.speeds else MOST_SPED] + moved:
        if not any(_alike(guess, known) for known in kept):
            kept.append(guess)
    return kept


def _alike(one: Guess, two: Guess) -> bool:
    near = one.speed == two.speed and abs(one.offset - two.offset) < BIN
    return near and one.moved == two.moved and one.placing is two.placing


# --- by near pictures -----------------------------------------------------------------------------------------------------


def _by_pictures(one: Film, two: Film, asked: Asked) -> Iterator[Guess]:
    """Each near pair of pictures votes for an offset, at each speed; the best offsets of each form and speed."""
    mine, theirs = np.flatnonzero(one.good), np.flatnonzero(two.good)
    if not len(mine) or not len(theirs):
        return
    mine = mine[np.linspace(0, len(mine) - 1, min(len(mine), MOST_VOTERS)).astype(int)]
    for form, hashes in zip(asked.turned, forms(one.hashes[mine], asked.turned), strict=True):
        near = asked.search(hashes, two.hashes[theirs], asked.within, 64)
        if len(near.query):
            at, other = one.at[mine][near.query], two.at[theirs][near.known]
            weight = 1.0 - near.bits / (asked.within + 1.0)
            for speed in asked.speeds:
                yield from _peaks(other - speed * at, near.query, weight, speed, whole(form))


def _peaks(offsets: F8, query: npt.NDArray[np.int64], weight: F8, speed: float, placing: Placing) -> Iterator[Guess]:
    """Offsets with most votes; a picture votes once for an offset, so that one still scene does not outvote all."""
    bins = np.floor(offsets / BIN).astype(np.int64)
    keys, where = np.unique(np.column_stack([bins, query]), axis=0, return_inverse=True)
    best = np.zeros(len(keys))
    np.maximum.at(best, where.reshape(-1), weight)
    places, of = np.unique(keys[:, 0], return_inverse=True)
    votes = dict(zip(places.tolist(), np.bincount(of.reshape(-1), best).tolist(), strict=True))
    both = {p: v + votes.get(p + 1, 0.0) for p, v in votes.items()}  # a true offset may lie on the edge of two bins
    for place in sorted(both, key=lambda p: (-both[p], p))[:4]:
        inside = (bins == place) | (bins == place + 1)
        offset = float(np.average(offsets[inside], weights=weight[inside] + 1e-9))
        yield Guess(offset=offset, speed=speed, placing=placing, votes=both[place])


# --- by movement ----------------------------------------------------------------------------------------------------------


def _by_movement(one: Prepared, two: Prepared, speed: float, placing: Placing) -> Iterator[Guess]:
    """The offsets at which two films move most alike, as a whole and by cells, whatever their pictures look like.

    Where local features place the picture the best are tried in any case; else only what stands out.
    """
    film, other = one.motion(), two.motion(speed)
    if film is None or other is None:
        return
    lags, alike, overlap = alike_at_all_lags(film, other, LEAST)
    in_part = closer.part_of(one, two, placing.transform) is not None
    laid = laid_so(one, two, speed, placing) if max(film.length, other.length) <= LONG else None
    scores = (
        [] if laid is not None and in_part else [alike * np.sqrt(overlap)]
    )  # the picture around a part moves otherwise
    if laid is not None:
        scores.append(at_all_lags(laid, LEAST)[1] * np.sqrt(overlap))
    common = [1.4826 * float(np.median(np.abs(score))) + 1e-9 for score in scores]
    score = np.asarray(sum(score / sigma for score, sigma in zip(scores, common, strict=True))) / np.sqrt(len(scores))
    for _ in range(4 if speed == 1.0 else MOST_SPED):
        best = int(np.argmax(score))
        if score[best] < (0.0 if placing.view is not None and speed == 1.0 else STANDS_OUT):
            return
        offset = (other.start - film.start + lags[best] / RATE) * speed
        yield Guess(offset=float(offset), speed=speed, placing=placing, votes=float(score[best]), moved=True)
        score[max(0, best - 6) : best + 7] = -1.0


def laid_so(one: Prepared, two: Prepared, speed: float, placing: Placing) -> Laid | None:
    """Two films' movement by cells, as a placing lays them."""
    return closer.laid(one, two, speed, placing.transform)


# --- by descriptors and local features --------------------------------------------------------------------------------------


def placed(one: Prepared, two: Prepared, *, aligned: Sequence[tuple[float, float]] = ()) -> list[Placing]:
    """How one's picture stands in two's, by local features of those pictures that may be the same: the likeliest first. Their
    mirrored pictures are met where nothing clear is seen as they are, and one of the two was read as a query."""
    moments = [*aligned, *_by_descriptors(one, two)]
    seen = _seen(one, two, moments, mirrored=False)
    if not any(found.agree >= CLEAR for found, _ in seen):
        seen += _seen(one, two, moments, mirrored=True)
    return _grouped(seen)


def placed_together(one: Prepared, two: Prepared, offset: float, speed: float) -> Placing | None:
    """How one's picture stands in two's by the local features of all pictures together that an offset puts at one moment, where none has
    enough by itself: a plain sky, a small part. What moves is then at another place each time, and tells as much as if it stood at all."""
    faces = one.faces(two, often=True)
    if faces is None or one.local is None:
        return None
    there = offset + one.local.at * speed
    moments = np.column_stack([one.local.at, there])[(there >= two.film.start) & (there <= two.film.end)]
    some = (
        moments[np.linspace(0, len(moments) - 1, min(len(moments), TOGETHER)).astype(int)] if len(moments) else moments
    )
    pairs = dict.fromkeys((faces[0].nearest(float(at)), faces[1].nearest(float(other))) for at, other in some)
    met = [made for made in (one.met(two, *pair, often=True) for pair in pairs) if made is not None]
    sizes = [(made.one_size, made.two_size) for made in met]
    alike = [made for made in met if (made.one_size, made.two_size) == max(set(sizes), key=sizes.count)]
    together = pooled(alike)
    found = view(once(together), even=True) if together is not None else None
    return Placing(transform=found.transform, form=None, view=found) if found is not None else None


def _seen(
    one: Prepared, two: Prepared, moments: Sequence[tuple[float, float]], *, mirrored: bool
) -> list[tuple[View, Met]]:
    """The views by pictures of some moments; by some pictures of either film where nothing says which."""
    faces = one.faces(two, mirrored=mirrored)
    if faces is None:
        return []
    looked = _spread((faces[0].nearest(at), faces[1].nearest(other)) for at, other in moments)
    seen: list[tuple[View, Met]] = []
    for row, other in looked[: LOOKED[mirrored]] or _lattice(len(faces[0].at), len(faces[1].at)):
        met = one.met(two, row, other, mirrored=mirrored)
        found = view(met)
        if met is not None and found is not None:
            seen.append((found, met))
    return seen


def _spread(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs of pictures, the likeliest first, but each picture once before any comes again: one that is like all must not crowd
    out the others."""
    used: dict[tuple[int, int], int] = {}
    times: Counter[tuple[str, int]] = Counter()
    for row, other in dict.fromkeys(pairs):
        used[row, other] = max(times["one", row], times["two", other])
        times["one", row] += 1
        times["two", other] += 1
    return sorted(used, key=lambda pair: used[pair])


def _by_descriptors(one: Prepared, two: Prepared) -> list[tuple[float, float]]:
    """Moments whose pictures, or parts of them, look most alike to the learned descriptor: the likeliest first."""
    mine, theirs = one.described, two.described
    if mine is None or theirs is None or mine.sha256 != theirs.sha256:
        return []
    few = [np.unique(np.linspace(0, len(d.at) - 1, min(len(d.at), 3000)).astype(int)) for d in (mine, theirs)]
    cosines = mine.vectors[few[0]] @ theirs.vectors[few[1]].T
    best = [(float(cosines[row, col]), row, int(col)) for row, col in enumerate(cosines.argmax(axis=1))]
    best += [(float(cosines[row, col]), int(row), col) for col, row in enumerate(cosines.argmax(axis=0))]
    pairs = [(mine.at[few[0][a]], theirs.at[few[1][b]]) for _, a, b in sorted(best, key=lambda p: (-p[0], p[1:]))]
    return [(float(a), float(b)) for a, b in dict.fromkeys(pairs)]


def _lattice(one: int, two: int) -> list[tuple[int, int]]:
    """Some pictures of the one with fewer against more of the other."""
    few, many = LATTICE
    counts = (min(one, few), min(two, many)) if one <= two else (min(one, many), min(two, few))
    rows, columns = (np.linspace(0, n - 1, c).astype(int) for n, c in zip((one, two), counts, strict=True))
    return [(int(a), int(b)) for a in rows for b in columns]


def _grouped(seen: Sequence[tuple[View, Met]]) -> list[Placing]:
    """Views that put the picture in the same place are one, fitted anew to the features of all."""
    groups: list[list[tuple[View, Met]]] = []
    for found, met in sorted(seen, key=lambda pair: -pair[0].agree):
        for group in groups:
            if (
                group[0][0].mirrored == found.mirrored
                and corners_apart(group[0][0].transform, found.transform) <= ALIKE_CORNERS
            ):
                group.append((found, met))
                break
        else:
            groups.append([(found, met)])
    made = []
    for group in sorted(groups, key=lambda g: -sum(found.agree for found, _ in g))[:MOST_GROUPS]:
        first = group[0][1]
        alike = [met for _, met in group if met.one_size == first.one_size and met.two_size == first.two_size]
        together = view(pooled(alike[:8])) or group[0][0]
        made.append(Placing(transform=together.transform, form=None, view=together))
    return made


def corners_apart(one: F8, two: F8) -> float:
    """How far (shares) two placings put the corners of a picture from one another, at the most."""
    corners = np.array([[0, 0, 1], [1, 0, 1], [0, 1, 1], [1, 1, 1]], float)
    return float(np.abs(corners @ one.T - corners @ two.T).max())


assert TURNS["mirrored"] == MIRROR.tolist()
