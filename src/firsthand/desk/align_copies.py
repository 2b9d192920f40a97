"""Which files need not be compared: all of each is another's, which is, by what trace told of the two or by way of others."""

from collections.abc import Iterator, Mapping, Sequence

from firsthand.method.align.laid import ways
from firsthand.method.align.through import Way, Ways
from firsthand.record.entry import Entry

WHOLE = 0.75  # of a file that a copied stretch must fill


def whole_copies(standing: Sequence[Entry], seconds: Mapping[str, float]) -> dict[str, Way]:
    """File -> how it lies on a longer one that is compared, for files that need not be compared themselves.

    Only what nearly fills the shorter file counts: a compilation is compared as what it is, and a copy of the end of a copy
    is too, where the file that stands for that one has no such end.
    """
    recordings = ways([(entry.id, entry.value) for entry in standing])
    kept: list[str] = []
    made: dict[str, Way] = {}
    for file in sorted(seconds, key=lambda each: (-seconds[each], each)):
        way = next(_whole(recordings, file, kept, WHOLE * seconds[file]), None)
        if way is None:
            kept.append(file)
        else:
            made[file] = way
    return made


def _whole(recordings: Sequence[Ways], file: str, longer: Sequence[str], least: float) -> Iterator[Way]:
    """Ways on which nearly all of a file is another, the longest other first; what was laid on it before what only follows."""
    both = [(known, other) for other in longer for known in recordings if file in known.steps and other in known.steps]
    for known, other in both:
        way = known.laid(file, other)
        if way is not None and not way.through and way.length >= least:
            yield way
    for known, other in both:
        followed = known.followed(file, other)
        if followed is not None and followed.seconds >= least:
            yield followed.way
