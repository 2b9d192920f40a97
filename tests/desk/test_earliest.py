"""A posting is the earliest known only where its whole span lies before every other; else those that may be it are named."""

from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from firsthand.desk.desk import Desk
from firsthand.desk.earliest import Earliest, earliest, first_within, may_be_first
from firsthand.desk.weigh import say
from firsthand.record.assessment import Withdrawal
from firsthand.record.bounds import Span, instant, local_span
from firsthand.record.digest import sha256
from firsthand.record.footage import File
from firsthand.record.sighting import Sighting
from tests.desk.parts import machine

DAY = datetime(2024, 3, 2, tzinfo=UTC)
HOURS = range(4)


def span(begin: int | None, end: int | None) -> Span:
    ends = [None if hour is None else DAY + timedelta(hours=hour) for hour in (begin, end)]
    return Span(earliest=ends[0], latest=ends[1])


ENDS = st.none() | st.integers(0, 3)
SPANS = st.lists(
    st.tuples(ENDS, ENDS).filter(lambda e: e[0] is None or e[1] is None or e[0] <= e[1]), min_size=1, max_size=4
)


@given(SPANS)
def test_it_may_be_first_where_some_choice_of_instants_makes_it_so(ends: list[tuple[int | None, int | None]]) -> None:
    """The slow way round: every hour that each may have, one hour more on either side for what is open."""
    hours = [range(-1 if low is None else low, (4 if high is None else high) + 1) for low, high in ends]
    slow = {place for chosen in product(*hours) for place, hour in enumerate(chosen) if hour == min(chosen)}
    spans = [span(*each) for each in ends]
    assert set(may_be_first(spans)) == slow
    alone = [
        place
        for place, one in enumerate(spans)
        if all(one.latest and other.earliest and one.latest < other.earliest for other in spans if other is not one)
    ]
    assert (list(may_be_first(spans)) == alone) == (len(slow) == 1)
    whole = first_within(spans)
    assert all(whole.holds(DAY + timedelta(hours=min(chosen))) for chosen in product(*hours))


def test_nothing_is_first_of_none_and_ends_that_touch_are_not_told_apart() -> None:
    assert may_be_first([]) == () and first_within([]) == Span()
    assert may_be_first([span(0, 1), span(1, 2)]) == (0, 1) and may_be_first([span(0, 1), span(2, 3)]) == (0,)
    assert may_be_first([span(1, 1), span(1, 1)]) == (0, 1)
    assert may_be_first([span(2, 3), span(None, 1), span(0, None)]) == (1, 2)


# --- in a case ----------------------------------------------------------------------------------------------------------------

ONE, TWO = sha256(b"one"), sha256(b"two")


def case(tmp_path: Path) -> Desk:
    desk = machine(tmp_path).new()
    for digest in (ONE, TWO):
        say(desk, File(digest=digest, blake3=digest, size=3))
    return desk


def asked(desk: Desk) -> Earliest:
    return earliest(desk, (ONE, TWO))


def no_zone() -> Span:
    begin = datetime(2024, 3, 2, 14, 20)
    return local_span(begin, begin + timedelta(minutes=1), offset=None, zone=None, verbatim="2024-03-02 14:20")


def test_a_time_without_a_zone_is_not_told_apart_from_one_within_it(tmp_path: Path) -> None:
    desk = case(tmp_path)
    assert asked(desk).outcome == "nothing" and asked(desk).may_be == ()
    say(desk, Sighting(file=ONE, name="a.mp4", channel="telegram", account="@square", posted=no_zone()))
    found = asked(desk)
    assert found.outcome == "found" and found.may_be[0].account == "@square"
    assert "2024-03-02 14:20, no zone stated: any is possible" in found.may_be[0].when
    at = instant("2024-03-02T16:00:00Z")
    second = say(desk, Sighting(file=TWO, url="https://x.example/1", posted=Span(earliest=at, latest=at, zone="UTC")))
    found = asked(desk)
    assert found.outcome == "inconclusive" and {one.files for one in found.may_be} == {(ONE,), (TWO,)}
    assert found.within == Span(earliest=no_zone().earliest, latest=at)
    assert found.searched.startswith("2 dated sightings of the 2 files")
    say(desk, Withdrawal(of=second, reason="another film"))
    assert asked(desk).outcome == "found", "what was taken back is not asked"


def test_one_file_at_one_address_is_not_set_against_itself(tmp_path: Path) -> None:
    desk = case(tmp_path)
    at, later = instant("2024-03-02T16:00:00Z"), instant("2024-03-09T16:00:00Z")
    for posted in (Span(earliest=at, latest=at, zone="UTC"), no_zone()):
        say(desk, Sighting(file=ONE, url="https://x.example/1", posted=posted))
    (one,) = asked(desk).may_be
    assert asked(desk).outcome == "found" and len(one.sightings) == 2
    assert (one.span.earliest, one.span.latest) == (no_zone().earliest, no_zone().latest), "all that any of them says"
    say(desk, Sighting(file=TWO, url="https://x.example/1", posted=Span(earliest=later, latest=later)))
    (one,) = asked(desk).may_be
    assert one.files == (ONE,), "an address may be a channel's: another file there is another posting"
    say(desk, Sighting(file=TWO, url="https://x.example/1", posted=Span(earliest=at, latest=at)))
    assert asked(desk).outcome == "inconclusive" and len(asked(desk).may_be) == 2
