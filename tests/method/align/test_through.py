"""Ways by a third file: bounds are carried on and hold the truth, and where it is not told that a file follows, none is made."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.method.align.laid import ways
from firsthand.method.align.through import Followed, Way, Ways
from firsthand.record.digest import sha256
from firsthand.record.finding import Finding, Found, Job, outcome_wire

from .trace_said import A, B, C, D, Said, copy, grouped, heard, seen

# b is 9 s of a from its second 4; c is b's first 8 s and 2 s of a before them: a from 2 to 12.
B_ON_A = copy(B, A, 0, 9, 4)
C_ON_B = copy(C, B, 2, 10, -2)
C_SOUNDS_A = copy(C, A, 0.1, 9.9, 2.03)


def followed(said: Said, file: str, other: str) -> Followed | None:
    found = [known.followed(file, other) for known in ways(said)]
    return next((each for each in found if each is not None), None)


def test_a_copy_of_a_copy_follows_the_source_with_both_errors() -> None:
    told = followed(grouped(seen(B_ON_A), seen(C_ON_B), heard(C_SOUNDS_A)), C, A)
    assert told is not None and told.way.through == (B,)
    assert told.seconds == pytest.approx(8 - 0.04), "its edge at b's start is not known better than c lies on b"
    later = told.way.later()
    assert (later.low, later.high) == pytest.approx((2 - 0.08, 2 + 0.08))
    assert told.way.wire()["offset_s"] == {"low": 1.92, "high": 2.08}


@given(st.integers(0, 10_000), st.integers(1, 6))
def test_bounds_through_many_files_hold_the_truth(seed: int, count: int) -> None:
    """A chain of files, each laid on the next with an error of its own within what is said, at any speed."""
    rng = np.random.default_rng(seed)
    way: Way | None = None
    true = np.array([1.0, 0.0])  # seconds of the first as seconds of the last: speed, offset
    for number in range(count):
        speed, offset, error = (
            float(rng.choice([0.5, 0.8, 1.0, 1.25, 2.0])),
            float(rng.uniform(-30, 30)),
            float(rng.uniform(0, 0.2)),
        )
        told = offset + rng.uniform(-error, error)
        here = Way(file=str(number), of=str(number + 1), low=-500, high=500, speed=speed, offset=told, error=error)
        if rng.random() < 0.5:
            here = here.back().back()
        way = here if way is None else way.then(here)
        assert way is not None
        true = np.array([true[0] * speed, true[1] * speed + offset])
    assert way is not None and len(way.through) == count - 1
    for at in np.linspace(way.low, way.high, 7):
        assert abs(at * way.speed + way.offset - (at * true[0] + true[1])) <= way.error + 1e-6


@given(st.integers(0, 10_000))
def test_a_way_keeps_to_the_seconds_that_every_step_has(seed: int) -> None:
    rng = np.random.default_rng(seed)
    one = Way(
        file=C, of=B, low=0.0, high=float(rng.uniform(1, 20)), speed=1.0, offset=float(rng.uniform(-9, 9)), error=0.04
    )
    low = float(rng.uniform(-9, 9))
    two = Way(file=B, of=A, low=low, high=low + float(rng.uniform(1, 20)), speed=1.25, offset=3.0, error=0.1)
    made = one.then(two)
    if made is None:
        assert min(one.high + one.offset, two.high) - max(one.low + one.offset, two.low) <= 2 * 0.04 + 1e-9
        return
    assert one.low <= made.low < made.high <= one.high
    for off in (-one.error, one.error):  # wherever the second truly lies, the next step speaks of it
        for at in (made.low, made.high):
            assert two.low - 1e-9 <= at + one.offset + off <= two.high + 1e-9 or at in (one.low, one.high)


def test_a_file_with_another_sound_is_a_witness_of_its_own() -> None:
    said = [seen(B_ON_A), seen(C_ON_B)]
    assert followed(grouped(*said), C, A) is None, "trace found no sound that the two share"
    assert followed(grouped(*said, heard(copy(C, A, 0, 10, 5))), C, A) is None, "the same jingle at another second"
    assert followed(grouped(*said, heard(copy(C, A, 2, 10, -1))), C, A) is None
    short = followed(grouped(*said, heard(copy(C, A, 0, 3, 2))), C, A)
    assert short is not None and short.seconds == pytest.approx(3), "then a voice is laid over it"


def test_two_cameras_beside_each_other_in_a_third_film_are_not_one() -> None:
    """b shows a and c side by side, each in a part of its picture; a loudspeaker is heard in all."""
    said = [seen(copy(B, A, 0, 9, 4, part=A)), seen(copy(C, B, 2, 10, -2, part=C)), heard(C_SOUNDS_A)]
    assert followed(grouped(*said), C, A) is None
    said[1] = seen(copy(C, B, 2, 10, -2, part=B))  # b itself is a cut of c's picture: then a, in it, is too
    assert followed(grouped(*said), C, A) is not None


def test_a_file_that_runs_faster_does_not_follow_in_step() -> None:
    fast = copy(C, B, 2, 10, -2, speed=1.02)
    said = [seen(B_ON_A), seen(fast), heard(copy(C, A, 0, 9, 2.1))]
    assert followed(grouped(*said), C, A) is None
    slow = seen(copy(B, A, 0, 8, 4, speed=0.8))
    back = followed(grouped(slow, seen(copy(C, B, 2, 7, -2, speed=1.25)), heard(copy(C, A, 2, 7, 2.4))), C, A)
    assert back is not None and back.way.speed == pytest.approx(1.0), "what was played slower, and faster again"


def test_ways_that_contradict_each_other_tell_nothing() -> None:
    """By way of b second t of c is t + 2 of a, by way of d it is t + 3: one of the films repeats itself."""
    twice = [seen(copy(D, A, 0, 9, 4)), seen(copy(C, D, 2, 6, -1))]
    said = [seen(B_ON_A), seen(C_ON_B), heard(C_SOUNDS_A)]
    assert followed(grouped(*said), C, A) is not None
    assert followed(grouped(*said, *twice), C, A) is None
    agreeing = [seen(copy(D, A, 0, 9, 4)), seen(copy(C, D, 0, 5, -2.1))]
    both = followed(grouped(*said, *agreeing), C, A)
    assert both is not None and both.way.through == (B,)


def test_what_a_compilation_shows_after_each_other_stays_apart() -> None:
    """d cuts from a to c; the stretch of either runs on past the cut, as it does where little moves."""
    said = grouped(seen(copy(A, D, 10, 17, -10)), seen(copy(C, D, 0, 7, 5)), heard(copy(A, C, 10, 14, -15)))
    assert [len(known.steps) for known in ways(said)] == [2, 2]
    assert followed(said, A, C) is None


def test_what_only_a_cut_of_both_files_parts_is_one_stretch() -> None:
    """A film with a cut in its middle and its copy: shots divide the pair into two pieces of one recording."""

    def cuts(file: str, at: int, last: int) -> tuple[str, Finding]:
        told = {"cuts": [{"at": f"{at}/1", "change": 200.0}], "first": "0/1", "last": f"{last}/1"}
        job = Job(method="read.shots", version=1, given={}, inputs={"file": (file,)})
        made = Finding(job=job, outcome=outcome_wire(Found(value=told)), files=(file,), profile="full")
        return sha256(f"shots {file}".encode()), made

    said = grouped(seen(copy(A, B, 2, 12, -2)), cuts(A, 7, 20), cuts(B, 5, 10))
    rows = [row for each in said[-1][1].result.value["recordings"] for row in each["details"]["stretches"]]
    assert len(rows) == 2
    (known,) = ways(said)
    (step,) = known.steps[A]
    assert (step.low, step.high) == (2, 12)


def exactly(*files: str) -> tuple[str, Finding]:
    """Files with the very same pictures."""
    groups = [{"files": list(files), "pictures": 12, "first": ["0/1"] * len(files), "same_times": True}]
    job = Job(method="trace.exact", version=1, given={}, inputs={"readings": files})
    outcome = outcome_wire(Found(value={"groups": groups, "compared": 4}))
    return sha256(b"exact"), Finding(job=job, outcome=outcome, files=files)


def test_a_twin_that_another_stands_for_is_reached() -> None:
    """a and b hold the very same pictures, so the grouping speaks of a alone; c is a cut of them."""
    twins = exactly(A, B), seen(copy(A, B, 0, 12, 0))
    (known,) = ways(grouped(*twins, seen(copy(C, A, 0, 8, 3)), heard(copy(B, C, 3, 11, -3))))
    assert known.laid(B, A) == Way(file=B, of=A, low=0, high=12, speed=1.0, offset=0, error=0.04)
    told = known.followed(C, B)
    assert told is not None and told.way.through == (A,) and told.way.offset == 3


def test_a_twin_makes_no_stretch_longer_than_the_grouping_has_it() -> None:
    """d cuts from a to c at its second 5, and the copy of a runs on past that; a has a twin, b."""
    cut = seen(copy(C, D, 3, 9, 2), starts=["splice two"])
    said = grouped(exactly(A, B), seen(copy(A, B, 0, 20, 0)), seen(copy(A, D, 10, 17, -10)), cut)
    steps = [[step for step in known.steps[A] if step.of == D] for known in ways(said) if B in known.steps]
    assert sorted((step.low, step.high) for each in steps for step in each) == [(10, 15), (15, 17)]


def test_a_stretch_without_a_finding_leads_nowhere() -> None:
    """Where the finding was withdrawn that told its error there are no bounds to carry."""
    said = grouped(seen(B_ON_A), seen(C_ON_B), heard(C_SOUNDS_A))
    left = [row for row in said if row[1].files != tuple(sorted((A, B)))]
    assert followed(left, C, A) is None and ways([]) == []
    assert Ways().laid(A, B) is None
