"""Many pair offsets into one clock: what agrees is solved together, what contradicts is named, what is apart stays apart."""

import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from .air import Bounds
from .rate import BOUND_PPM, MOST

PRIOR_PPM = 50.0  # how far clocks of devices usually stand from one another, where nothing fixes it
ROUNDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a recording's second 0 may lie on another's clock (s), and how its clock may run against that one (ppm)."""

    start: Bounds
    rate: Bounds

    @property
    def open(self) -> float:
        return self.start.high - self.start.low


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Second t of `one` is second t + lag of `two`, at `at`: `heard` by what was heard or seen, `clock` by the clocks (s).

    In parts in a million the second's count of seconds runs ahead by `drift` as heard, by `rate` as the clocks may.
    """

    one: str
    two: str
    at: float
    heard: Bounds
    clock: Bounds
    drift: Bounds | None
    rate: Bounds | None
    score: float
    id: str

    def onward(self, one: str, here: Place) -> tuple[str, Place]:
        """The other end, and its place on the clock on which `one` has its own.

        What is at t of `one` and at u of `two` is one instant: start_1 + t (1 + r_1) = start_2 + u (1 + r_2). So both rates
        count, against the clock on which all is told, and not the link's alone.
        """
        there = self.two if one == self.one else self.one
        rate = self.rate or MOST
        run = _onward(here.rate, rate, forth=one == self.one).meet(MOST) or MOST
        first, second = (here.rate, run) if one == self.one else (run, here.rate)
        lag, at = self.clock, Bounds(low=self.at, high=self.at)
        # start_1 - start_2 = lag + u r_2 - t r_1: by the link's own rate and either of the two.
        by = [_times(lag, second) - _times(at, rate), _times(lag, first) - _times(at + lag, rate)]
        beyond = (abs(self.at) + abs(self.at + lag.middle)) * (2e-6 * BOUND_PPM) ** 2  # a rate of a rate
        less = (lag + (by[0].meet(by[1]) or by[0])).wider(beyond)
        return there, Place(start=here.start + (_turned(less) if one == self.one else less), rate=run)


ZERO = Place(start=Bounds(low=0.0, high=0.0), rate=Bounds(low=0.0, high=0.0))


def _turned(bounds: Bounds) -> Bounds:
    return Bounds(low=-bounds.high, high=-bounds.low)


def _onward(here: Bounds, link: Bounds, *, forth: bool) -> Bounds:
    """The rate of a link's other end, from the rate of the one: 1 + r_2 = (1 + r_1) / (1 + the link's), `forth` from one to two."""
    low, high = (1 + 1e-6 * link.low, 1 + 1e-6 * link.high)
    by = (1 / high, 1 / low) if forth else (low, high)
    return Bounds(low=1e6 * ((1 + 1e-6 * here.low) * by[0] - 1), high=1e6 * ((1 + 1e-6 * here.high) * by[1] - 1))


def _times(seconds: Bounds, ppm: Bounds) -> Bounds:
    """Seconds that a rate makes of seconds."""
    made = [1e-6 * each * rate for each in (seconds.low, seconds.high) for rate in (ppm.low, ppm.high)]
    return Bounds(low=min(made), high=max(made))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A link that the others contradict: the way round by them, and how far it is off; `open` where neither outweighs."""

    link: Link
    way: tuple[Link, ...]
    off: float
    open: bool


@dataclass(slots=True)
class Net:
    """Links taken so far, by file."""

    links: dict[str, list[Link]] = field(default_factory=lambda: defaultdict(list))

    def add(self, link: Link) -> None:
        self.links[link.one].append(link)
        self.links[link.two].append(link)

    def ways(self, start: str) -> dict[str, tuple[Place, tuple[Link, ...]]]:
        """Every file within reach: its place on `start`'s clock, by the way that leaves least open."""
        made: dict[str, tuple[Place, tuple[Link, ...]]] = {}
        turn = itertools.count()  # of equal ways the one found first
        waiting = [(0.0, start, next(turn), ZERO, tuple[Link, ...]())]
        while waiting:
            _, here, _, place, way = heapq.heappop(waiting)
            if here in made:
                continue
            made[here] = (place, way)
            for link in self.links.get(here, ()):
                there, farther = link.onward(here, place)
                if there not in made:
                    heapq.heappush(waiting, (farther.open, there, next(turn), farther, (*way, link)))
        return made


def joined(links: Iterable[Link]) -> tuple[Net, list[Clash]]:
    """Links taken strongest first; one whose clocks cannot hold beside those taken is left out and named with the way round."""
    net, clashes = Net(), list[Clash]()
    for link in sorted(links, key=lambda each: (-each.score, each.id)):
        known = net.ways(link.one).get(link.two)
        if known is not None:
            there, way = known[0].start, known[1]
            mine = link.onward(link.one, ZERO)[1].start
            if there.meet(mine) is None:
                off = max(there.low - mine.high, mine.low - there.high)
                weakest = min(each.score for each in way)
                clashes.append(Clash(link=link, way=way, off=off, open=link.score >= 0.5 * weakest))
                continue
        net.add(link)
    return net, clashes


def components(net: Net) -> list[list[str]]:
    """Files that are joined, in groups; the greatest first."""
    left, made = set(net.links), list[list[str]]()
    while left:
        group = sorted(net.ways(min(left)))
        made.append(group)
        left -= set(group)
    return sorted(made, key=lambda group: (-len(group), group))


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """By file: the start on the zero's clock (s; best and bounds); in ppm against it the drift as heard, and the clock's rate."""

    zero: str
    best: Mapping[str, float]
    starts: Mapping[str, Bounds]
    drifts: Mapping[str, Bounds | None]
    rates: Mapping[str, Bounds | None]


def solve(net: Net, group: Sequence[str], zero: str) -> Solved:
    """Robust least squares over the group's links: starts and rates together, weights by what each link leaves open."""
    links = sorted({link.id: link for file in group for link in net.links[file]}.values(), key=lambda link: link.id)
    place = {file: number for number, file in enumerate(file for file in group if file != zero)}
    best = _least_squares(links, place)
    ways = net.ways(zero)
    starts = {}
    for file in group:
        middle = best[place[file]] if file != zero else 0.0
        bounds = ways[file][0].start
        starts[file] = Bounds(low=min(bounds.low, middle), high=max(bounds.high, middle))
    return Solved(
        zero=zero,
        best={file: float(best[place[file]]) if file != zero else 0.0 for file in group},
        starts=starts,
        drifts=_rates({link.id: link.drift for link in links}, links, group, zero),
        rates=_rates({link.id: link.rate for link in links}, links, group, zero),
    )


def _least_squares(links: Sequence[Link], place: Mapping[str, int]) -> np.ndarray:
    """[starts in s, rates in parts of one] of all files but the zero, by iteratively reweighted least squares (Cauchy)."""
    count = len(place)
    if count == 0:
        return np.zeros(0)
    rows, wanted, sigma = [], [], []

    def add(parts: Sequence[tuple[str, int, float]], value: float, error: float) -> None:
        row = np.zeros(2 * count)
        for file, kind, factor in parts:
            if file in place:
                row[kind * count + place[file]] += factor
        rows.append(row)
        wanted.append(value)
        sigma.append(error)

    for link in links:
        lag = link.heard.middle
        there = link.at + lag
        add([(link.one, 0, 1.0), (link.one, 1, link.at), (link.two, 0, -1.0), (link.two, 1, -there)], lag,
            _doubt(link))  # fmt: skip
        if link.drift is not None:  # as heard: the likeliest rate, and it widens nothing
            rate, error = link.drift.middle * 1e-6, max(link.drift.high - link.drift.low, 0.2) / 2e6
            add([(link.one, 1, 1.0), (link.two, 1, -1.0)], rate, error)
    for file in place:
        add([(file, 1, 1.0)], 0.0, PRIOR_PPM * 1e-6)
    table, target, spread = np.array(rows), np.array(wanted), np.array(sigma)
    weights, made = np.ones(len(target)), np.zeros(2 * count)
    for _ in range(ROUNDS):
        scale = np.sqrt(weights) / spread
        made = np.linalg.lstsq(table * scale[:, None], target * scale, rcond=None)[0]
        weights = 1 / (1 + ((table @ made - target) / (3 * spread)) ** 2)
    return np.asarray(made)


def _doubt(link: Link) -> float:
    """A link's standard error (s): what was heard, and a third of what distances leave open, so that known ones count more."""
    heard, clock = ((span.high - span.low) / 2 for span in (link.heard, link.clock))
    return max(float(np.hypot(heard, clock / 3)), 1e-4)


def _rates(
    told: Mapping[str, Bounds | None], links: Sequence[Link], group: Sequence[str], zero: str
) -> dict[str, Bounds | None]:
    """Each file's rate against the zero, by the way of links with a rate (`told`, by id) that leaves least open."""
    made: dict[str, Bounds | None] = {file: None for file in group}
    turn = itertools.count()
    waiting = [(0.0, zero, next(turn), Bounds(low=0.0, high=0.0))]
    while waiting:
        _, here, _, rate = heapq.heappop(waiting)
        if made[here] is not None:
            continue
        made[here] = rate
        for link in links:
            step = told[link.id]
            if step is None or here not in (link.one, link.two):
                continue
            there = link.two if here == link.one else link.one
            wider = _onward(rate, step, forth=here == link.one).meet(MOST)
            if made[there] is None and wider is not None:
                heapq.heappush(waiting, (wider.high - wider.low, there, next(turn), wider))
    return made
