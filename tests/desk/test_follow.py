"""How far marks follow into copies: never less than all that is not surely something unmarked."""

import io
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.desk.desk import view
from firsthand.desk.follow import AROUND, Laid, Seconds, decisions, follow_all, held_seconds, laid_of
from firsthand.desk.gate import gate
from firsthand.desk.gate_disclosure import Plan, disclose
from firsthand.desk.gate_edition import edition_of
from firsthand.desk.report import gather
from firsthand.desk.weigh import say
from firsthand.record.assessment import Withdrawal
from firsthand.record.fault import BadReference, BadValue
from firsthand.record.finding import Finding, Found, Inconclusive, Job, outcome_wire
from firsthand.record.footage import File, Stretch
from firsthand.record.observation import Follow, Mark, MarkKind
from tests.desk.parts import machine

# --- seconds ----------------------------------------------------------------------------------------------------------------

TENTHS = st.integers(0, 400).map(lambda n: Fraction(n, 10))


@st.composite
def laids(draw: st.DrawFn) -> Laid:
    start = draw(TENTHS)
    return Laid(
        start=start,
        end=start + draw(TENTHS),
        offset=draw(st.integers(-300, 300).map(lambda n: Fraction(n, 10))),
        speed=draw(st.sampled_from([Fraction(1), Fraction(4, 5), Fraction(5, 4)])),
        error=draw(st.sampled_from([Fraction(1, 25), Fraction(1, 4), Fraction(1)])),
        sure=draw(st.booleans()),
    )


@st.composite
def spans(draw: st.DrawFn) -> Seconds:
    low, length = draw(st.one_of(st.none(), TENTHS)), draw(TENTHS)
    return low, draw(st.one_of(st.none(), st.just((low or Fraction(0)) + length)))


def inside(seconds: tuple[Seconds, ...] | list[Seconds], at: Fraction) -> bool:
    return any((low is None or low <= at) and (high is None or at <= high) for low, high in seconds)


def obviously_held(marked: Seconds, laid: list[Laid], at: Fraction) -> bool:
    """As the rule says it, second by second."""
    sure = any(one.sure and one.start + one.error < at < one.end - one.error for one in laid)
    for one in laid:
        there, around = one.offset + one.speed * at, max(AROUND, 2 * one.error)
        low, high = marked
        if (
            one.start <= at <= one.end
            and (low is None or there >= low - around)
            and (high is None or there <= high + around)
        ):
            return True
    return not sure


@given(marked=spans(), laid=st.lists(laids(), max_size=5))
def test_it_holds_what_the_obvious_rule_holds(marked: Seconds, laid: list[Laid]) -> None:
    held = held_seconds(marked, laid)
    for step in range(-40, 1000):
        at = Fraction(step, 10) + Fraction(1, 37)
        assert inside(held, at) == obviously_held(marked, laid, at), at


@given(marked=spans(), laid=st.lists(laids(), max_size=4), more=laids())
def test_what_is_not_sure_never_frees_a_second(marked: Seconds, laid: list[Laid], more: Laid) -> None:
    before, after = held_seconds(marked, laid), held_seconds(marked, [*laid, replace(more, sure=False)])
    assert all(inside(after, at) for at in ticks() if inside(before, at))


@given(laid=st.lists(laids(), max_size=4), low=TENTHS, length=TENTHS, wider=TENTHS)
def test_a_longer_mark_never_holds_less(laid: list[Laid], low: Fraction, length: Fraction, wider: Fraction) -> None:
    before = held_seconds((low, low + length), laid)
    for longer in ((low - wider, low + length + wider), (None, low + length), (low, None), (None, None)):
        after = held_seconds(longer, laid)
        assert all(inside(after, at) for at in ticks() if inside(before, at))


def ticks() -> list[Fraction]:
    return [Fraction(step, 4) + Fraction(1, 101) for step in range(-8, 350)]


def test_nothing_aligned_holds_all() -> None:
    assert held_seconds((Fraction(3), Fraction(5)), []) == ((None, None),)


def test_a_mark_on_all_of_a_film_holds_all_of_its_copies() -> None:
    laid = Laid(
        start=Fraction(0), end=Fraction(60), offset=Fraction(0), speed=Fraction(1), error=Fraction(1, 25), sure=True
    )
    assert held_seconds((None, None), [laid]) == ((None, None),)


# --- in a case --------------------------------------------------------------------------------------------------------------


class Two:
    """A film, a copy of it that begins 10 seconds later, and findings that say so."""

    def __init__(self, tmp_path: Path) -> None:
        self.desk = machine(tmp_path).new()
        self.film, self.copy = sorted(self._file(name) for name in (b"a film", b"a copy"))

    def _file(self, data: bytes) -> str:
        stored = self.desk.vault.put(io.BytesIO(data))
        say(self.desk, File(digest=stored.sha256, blake3=stored.blake3, size=stored.size))
        return stored.sha256

    def found(self, method: str = "trace.pictures", outcome: Any = None, **other: Any) -> str:
        """Second t of the film is second t - 10 of the copy, t from 10 to 40."""
        copy = {
            "one": {"file": self.film, "start": "10/1", "end": "40/1"},
            "two": {"file": self.copy, "start": "0/1", "end": "30/1"},
            **{"offset": "-10/1", "speed": 1.0, "error": 0.04, "edits": [], "score": 0.95, "relation": "copy"},
            **other,
        }
        name = "copies" if method == "trace.pictures" else "stretches"
        made = outcome or Found(value={"relation": "copy", name: [copy]})
        job = Job(
            method=method,
            version=1,
            given={"again": len(list(self.desk.index.rows()))},
            inputs={"pair": (self.film, self.copy)},
        )
        return say(self.desk, Finding(job=job, outcome=outcome_wire(made), files=(self.film, self.copy)))

    def grouped(self) -> None:
        group = {"id": self.film, "files": [self.film, self.copy], "reasons": [], "details": {}}
        job = Job(method="trace.recordings", version=1, given={}, inputs={})
        say(
            self.desk,
            Finding(job=job, outcome=outcome_wire(Found(value={"recordings": [group]})), files=(self.film, self.copy)),
        )

    def marked(
        self, start: int | None = 20, end: int | None = 22, kind: MarkKind = MarkKind.GRAPHIC, file: str = ""
    ) -> str:
        stretch = Stretch(
            file=file or self.film,
            start=None if start is None else Fraction(start),
            end=None if end is None else Fraction(end),
        )
        return say(self.desk, Mark(mark=kind, label="a fall", stretch=stretch))

    def held(self, file: str) -> set[int]:
        """Whole seconds of a file, from 0 to 35, that a report would hold back."""
        case = view(self.desk, "finding")
        disclosure = disclose(case, Plan(), gather.copies(gather.recordings(case)))
        return {at for at in range(36) if disclosure.holds(file, Fraction(at)) is not None}


ALL = set(range(36))
THERE = {0, 10, 11, 12} | set(range(30, 36))  # the marked seconds, and the ends that no alignment speaks for


@pytest.fixture
def two(tmp_path: Path) -> Two:
    return Two(tmp_path)


def test_a_copy_holds_the_aligned_stretch(two: Two) -> None:
    two.found()
    two.marked()
    assert two.held(two.copy) == THERE and two.held(two.film) == {20, 21, 22}


def test_it_follows_back_as_well(two: Two) -> None:
    two.found()
    two.marked(5, 6, file=two.copy)
    assert two.held(two.film) == {15, 16} | set(range(11)) and two.held(two.copy) == {5, 6}


def test_grouped_but_not_aligned_holds_all(two: Two) -> None:
    two.grouped()
    two.marked()
    assert two.held(two.copy) == ALL


@pytest.mark.parametrize(
    "unsure",
    [
        {"error": 1.0},
        {"score": 0.6},
        {"speed": 0.0},
        {"edits": ["picture changed (cropped, bordered or overlaid: not told)"]},
        {"edits": ["picture-in-picture"]},
        {"changes": [{"what": "mirror"}, {"what": "inset"}]},
        {"changes": [], "untold": ["no local features agree"]},
        {"changes": [{"what": "a change that is not known yet"}]},
    ],
)
def test_where_the_alignment_is_unsure_it_holds_all(two: Two, unsure: dict[str, Any]) -> None:
    two.found(**unsure)
    two.marked()
    assert two.held(two.copy) == ALL


def test_a_copy_that_was_only_cropped_and_mirrored_is_sure(two: Two) -> None:
    two.found(changes=[{"what": "crop"}, {"what": "mirror"}, {"what": "speed"}], edits=["part of the picture"])
    two.marked()
    assert two.held(two.copy) == THERE


def test_sound_that_says_another_offset_makes_it_unsure(two: Two) -> None:
    two.found()
    two.found("trace.sound", offset="-4/1")
    two.marked()
    assert two.held(two.copy) == ALL


def test_sound_that_says_the_same_leaves_it_sure(two: Two) -> None:
    two.found()
    two.found("trace.sound", offset="-101/10")
    two.marked()
    assert two.held(two.copy) == THERE


def test_two_findings_hold_what_either_makes_a_marked_second(two: Two) -> None:
    """A loop: the same stretch stands in the copy twice."""
    two.found()
    two.found(
        offset="-3/1",
        one={"file": two.film, "start": "18/1", "end": "25/1"},
        two={"file": two.copy, "start": "15/1", "end": "22/1"},
    )
    two.marked()
    assert two.held(two.copy) == THERE | {17, 18, 19}


def test_other_relations_and_other_outcomes_free_nothing(two: Two) -> None:
    two.grouped()
    two.found(relation="same scene, other moment")
    two.found(outcome=Inconclusive(why="too little moves", value={"nearest": {}}))
    two.marked()
    assert two.held(two.copy) == ALL


def test_a_withdrawn_finding_frees_nothing(two: Two) -> None:
    two.grouped()
    entry = two.found()
    two.marked()
    say(two.desk, Withdrawal(of=entry, reason="a mistaken pair"))
    assert two.held(two.copy) == ALL


def test_a_sealed_source_is_sealed_whole(two: Two) -> None:
    two.found()
    mark = two.marked(kind=MarkKind.SEALED_SOURCE)
    assert two.held(two.copy) == ALL
    say(two.desk, Follow(mark=mark, file=two.copy, holds=(), reason="it is public"))
    assert two.held(two.copy) == ALL


def test_somebody_decides(two: Two) -> None:
    two.found()
    mark = two.marked()
    none = say(two.desk, Follow(mark=mark, file=two.copy, holds=(), reason="the copy was blurred there by its maker"))
    assert two.held(two.copy) == set()
    case = view(two.desk, "finding")
    edition = edition_of(case, Plan(), copies=gather.copies(gather.recordings(case)))
    (lifted,) = [found for found in gate(edition) if found.rule == "mark-decided"]
    assert not lifted.blocking and none in lifted.entries
    more = Stretch(file=two.copy, start=Fraction(2), end=Fraction(14))
    again = say(two.desk, Follow(mark=mark, file=two.copy, holds=(more,), reason="also the seconds before"))
    assert two.held(two.copy) == set(range(2, 15))
    say(two.desk, Withdrawal(of=again, reason="hasty"))
    say(two.desk, Withdrawal(of=none, reason="hasty"))
    assert two.held(two.copy) == THERE


def test_of_two_authors_the_more_careful_one_holds(two: Two, tmp_path: Path) -> None:
    two.found()
    mark = two.marked()
    say(two.desk, Follow(mark=mark, file=two.copy, holds=(), reason="nothing is seen"))
    other = machine(tmp_path, "two").join(two.desk.folder, "B. Analyst")
    seen = Stretch(file=two.copy, start=Fraction(10), end=Fraction(11))
    say(other, Follow(mark=mark, file=two.copy, holds=(seen,), reason="at the edge of the picture"))
    assert two.held(two.copy) == {10, 11}


def test_the_reason_stays_sealed_where_the_mark_protects_somebody(two: Two) -> None:
    two.found()
    risk, graphic = two.marked(kind=MarkKind.PERSON_AT_RISK), two.marked()
    entries = [say(two.desk, Follow(mark=mark, file=two.copy, holds=(), reason="masked")) for mark in (risk, graphic)]
    case = view(two.desk, "finding")
    disclosure = disclose(case, Plan(), {})
    assert [disclosure.shows(case.entries[entry], "reason") for entry in entries] == [False, True]


def test_what_a_decision_may_not_be(two: Two) -> None:
    mark = two.marked()
    with pytest.raises(BadValue):
        Follow(mark=mark, file=two.copy, holds=(Stretch(file=two.film),), reason="x")
    with pytest.raises(BadValue):
        Follow(mark=mark, file=two.copy, holds=(), reason="  ")
    with pytest.raises(BadReference):
        say(two.desk, Follow(mark=mark, file="0" * 64, holds=(), reason="x"))
    other = say(two.desk, Mark(mark=MarkKind.GRAPHIC, label="x", stretch=Stretch(file=two.film)))
    case = view(two.desk, "finding")
    assert (
        dict(decisions(case)) == {}
        and dict(laid_of(case)) == {}
        and not list(follow_all(case, {}))
        and other in case.entries
    )
