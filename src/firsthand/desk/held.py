"""Files made ready for tracing: as many as a ceiling of bytes holds, the others made ready again when they are asked for."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from firsthand.method.trace.search import Ready

MOST = 384 << 20  # bytes that files made ready may take up together
GROWN = 3  # times its reading that a file made ready takes up, with the movement at every speed (bench/trace/held.py)
LEAST = 2  # files that are held whatever they take up: a pair


class Held(Mapping[str, Ready]):
    """`load` makes a file ready, and says how many bytes its reading has; the file that was asked for longest ago goes first."""

    def __init__(
        self, names: Collection[str], load: Callable[[str], tuple[Ready, int]], most: int | None = None
    ) -> None:
        self._names, self._load = names, load
        self._most = MOST if most is None else most
        self._held: OrderedDict[str, tuple[Ready, int]] = OrderedDict()
        self._size = 0

    def __getitem__(self, name: str) -> Ready:
        """Raises KeyError, and what `load` raises."""
        if name not in self._names:
            raise KeyError(name)
        if name in self._held:
            self._held.move_to_end(name)
        else:
            ready, size = self._load(name)
            self._held[name] = ready, size * GROWN
            self._size += size * GROWN
            while self._size > self._most and len(self._held) > LEAST:
                _, (_, gone) = self._held.popitem(last=False)
                self._size -= gone
        return self._held[name][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def in_tiles(
    pairs: Iterable[tuple[str, str]], sizes: Mapping[str, int], most: int | None = None
) -> list[tuple[str, str]]:
    """Pairs in an order in which files that are held are used before others take their place: group by group of files, two
    of which are held together. `sizes` are bytes of each file's reading."""
    group, number, filled = {}, 0, 0
    for name in sorted(sizes):
        if filled and filled + sizes[name] * GROWN > (MOST if most is None else most) // 2:
            number, filled = number + 1, 0
        group[name] = number
        filled += sizes[name] * GROWN
    # The second file changes last: its predecessor is then the one that was asked for longest ago, not one of the first group.
    return sorted(pairs, key=lambda pair: (group[pair[0]], group[pair[1]], pair[1], pair[0]))
