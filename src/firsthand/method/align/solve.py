"""Many pair offsets into one clock: what agrees is solved together, what contradicts is named, what is apart stays apart."""

import heapq
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from .air import Bounds

PRIOR_PPM = 50.0  # how far clocks of devices usually stand from one another, where nothing fixes it
BOUND_PPM = 150.0
MOST = Bounds(low=-BOUND_PPM, high=BOUND_PPM)
ROUNDS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Second t of `one` is second t + lag of `two`, at `at`: `heard` by what was heard or seen, `clock` by the clocks (s)."""

    one: str
    two: str
    at: float
    heard: Bounds
    clock: Bounds
    rate: Bounds | None
    score: float
    id: str

    def from_to(self, one: str) -> tuple[str, Bounds]:
        """The other end, and start of it minus start of `one`: s_two = s_one - lag, widened by drift since second 0."""
        lag = self.clock.wider(self.drift)
        return (self.two, Bounds(low=-lag.high, high=-lag.low)) if one == self.one else (self.one, lag)

    @property
    def drift(self) -> float:
        """Seconds that unequal rates may add between `at` and the files' second 0."""
        away = max(abs(self.at), abs(self.at + self.heard.middle))
        most = BOUND_PPM if self.rate is None else max(abs(self.rate.low), abs(self.rate.high))
        return away * most * 1e-6


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

    def ways(self, start: str) -> dict[str, tuple[Bounds, tuple[Link, ...]]]:
        """Every file within reach: its start minus `start`'s, by the way that leaves least open."""
        made: dict[str, tuple[Bounds, tuple[Link, ...]]] = {}
        turn = itertools.count()  # of equal ways the one found first
        waiting = [(0.0, start, next(turn), Bounds(low=0.0, high=0.0), tuple[Link, ...]())]
        while waiting:
            _, here, _, place, way = heapq.heappop(waiting)
            if here in made:
                continue
            made[here] = (place, way)
            for link in self.links.get(here, ()):
                there, step = link.from_to(here)
                if there not in made:
                    wider = place + step
                    heapq.heappush(waiting, (wider.high - wider.low, there, next(turn), wider, (*way, link)))
        return made


def joined(links: Iterable[Link]) -> tuple[Net, list[Clash]]:
    """Links taken strongest first; one whose clocks cannot hold beside those taken is left out and named with the way round."""
    net, clashes = Net(), list[Clash]()
    for link in sorted(links, key=lambda each: (-each.score, each.id)):
        known = net.ways(link.one).get(link.two)
        if known is not None:
            there, way = known
            _, mine = link.from_to(link.one)
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
    """By file: the start on the zero's clock (s; best and bounds) and the rate against it (ppm; bounds or None)."""

    zero: str
    best: Mapping[str, float]
    starts: Mapping[str, Bounds]
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
        bounds = ways[file][0]
        starts[file] = Bounds(low=min(bounds.low, middle), high=max(bounds.high, middle))
    return Solved(
        zero=zero,
        best={file: float(best[place[file]]) if file != zero else 0.0 for file in group},
        starts=starts,
        rates=_rates(links, group, zero),
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
        if link.rate is not None:
            rate, error = link.rate.middle * 1e-6, max(link.rate.high - link.rate.low, 0.2) / 2e6
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


def _rates(links: Sequence[Link], group: Sequence[str], zero: str) -> dict[str, Bounds | None]:
    """Each file's rate against the zero, by the way of links with a rate that leaves least open."""
    made: dict[str, Bounds | None] = {file: None for file in group}
    turn = itertools.count()
    waiting = [(0.0, zero, next(turn), Bounds(low=0.0, high=0.0))]
    while waiting:
        _, here, _, rate = heapq.heappop(waiting)
        if made[here] is not None:
            continue
        made[here] = rate
        for link in links:
            if link.rate is None or here not in (link.one, link.two):
                continue
            there = link.two if here == link.one else link.one
            wider = (rate - link.rate if here == link.one else rate + link.rate).meet(MOST)
            if made[there] is None and wider is not None:
                heapq.heappush(waiting, (wider.high - wider.low, there, next(turn), wider))
    return made
