"""One file as tracing sees it, worked out once for all the files that it is compared with."""

from dataclasses import dataclass, field

import numpy as np

from firsthand.method.reading import Reading

from .cells import Course, course
from .cuts import Cuts, cuts_of
from .descriptors import Described, described_of
from .footage import F8, Film, film_of, unlike_itself
from .geometry import Met, meet
from .local import Local, local_of
from .motion import RATE, Motion, motion_of
from .sound import Heard, heard
from .tints import Tints, tints_of

FEW = 20  # features of a picture, below which none are met


@dataclass(slots=True)
class Prepared:
    """A film with its movement at each speed, its local features, learned descriptors, colours, cuts and sound, as far as it has
    them."""

    film: Film
    heard: Heard | None = None
    local: Local | None = None
    described: Described | None = None
    tints: Tints | None = None
    _motions: dict[tuple[float, float], Motion | None] = field(default_factory=dict)
    _courses: dict[tuple[float, float], Course | None] = field(default_factory=dict)
    _cuts: Cuts | None = None
    _own: F8 | None = None
    _with: "Prepared | None" = None
    _met: dict[tuple[int, int, bool, bool], Met | None] = field(default_factory=dict)

    def faces(self, other: "Prepared", *, mirrored: bool = False, often: bool = False) -> tuple[Local, Local] | None:
        """The local features of either film that are met: of a mirrored one those of its mirrored pictures, which only a query
        has; `often` those of more pictures, where one is a query. None where there are none."""
        if self.local is None or other.local is None:
            return None
        if not mirrored and often:
            return self.local.often or self.local, other.local.often or other.local
        if not mirrored:
            return self.local, other.local
        if self.local.mirrored is not None:
            return self.local.mirrored, other.local
        return (self.local, other.local.mirrored) if other.local.mirrored is not None else None

    def met(
        self, other: "Prepared", row: int, column: int, *, mirrored: bool = False, often: bool = False
    ) -> Met | None:
        """The local features that two pictures (rows of `faces`) have in common; kept while one other film is compared."""
        faces = self.faces(other, mirrored=mirrored, often=often)
        assert faces is not None
        if self._with is not other:
            self._with, self._met = other, {}
        key = row, column, mirrored, often
        if key not in self._met:
            one, two = faces[0].points(row), faces[1].points(column)
            if mirrored and faces[0] is self.local:  # two's are the mirrored ones: both are seen in the mirror
                one, two = one.seen_in_mirror(), two.seen_in_mirror()
            self._met[key] = meet(one, two, mirrored=mirrored)
        return self._met[key]

    def motion(self, speed: float = 1.0, rate: float = RATE) -> Motion | None:
        if (speed, rate) not in self._motions:
            self._motions[speed, rate] = motion_of(self.film, speed=speed, rate=rate)
        return self._motions[speed, rate]

    def course(self, speed: float = 1.0, rate: float = RATE) -> Course | None:
        if (speed, rate) not in self._courses:
            self._courses[speed, rate] = course(self.film, speed=speed, rate=rate)
        return self._courses[speed, rate]

    def cuts(self) -> Cuts:
        if self._cuts is None:
            self._cuts = cuts_of(self.film)
        return self._cuts

    def frame(self) -> float:
        """Seconds from one frame to the next, as far as the steps of movement tell; half a second where there are none."""
        steps = np.diff(self.film.moves[:, 0])
        return float(np.median(steps)) if len(steps) else 0.5

    def own(self, at: F8) -> F8:
        """By how many bits the pictures at some seconds differ from all of the film's other moments; NaN where not known."""
        if self._own is None:
            self._own = unlike_itself(self.film)
        return np.interp(at, self.film.at, self._own) if np.isfinite(self._own).any() else np.full(len(at), np.nan)


def has_features(film: Prepared) -> bool:
    """Whether pictures of a film have local features enough to be met."""
    local = film.local
    return local is not None and any(local.count(row) >= FEW for row in range(len(local.at)))


def prepared(reading: Reading) -> Prepared | None:
    """None where the reading has no pictures. Raises BadReading where what it has does not fit together."""
    film = film_of(reading)
    if film is None:
        return None
    return Prepared(
        film=film, heard=heard(reading), local=local_of(reading), described=described_of(reading), tints=tints_of(reading)
    )  # fmt: skip
