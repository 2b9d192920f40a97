"""Only copies join files, and only where their stretches meet."""

from collections.abc import Iterable

import pytest

from firsthand.method.trace.recordings import RECORDINGS, A, B, C, Given, _copied, _files
from firsthand.method.trace.recordings import _finding as _said
from firsthand.record.digest import sha256
from firsthand.record.finding import Finding, Found, Inconclusive, Job, Nothing, Outcome, outcome_wire
from firsthand.record.footage import Recording, Relation

D = sha256(b"d")
Said = tuple[str, Finding]


def ask(*findings: Said) -> Outcome:
    return RECORDINGS.ask(Given(), {"findings": findings})


def twins(*files: str) -> Said:
    job = Job(method="trace.exact", version=1, given={}, inputs={"readings": tuple(sorted(files))})
    value = {"groups": [{"files": sorted(files), "pictures": 9, "first": [], "same_times": True}], "compared": 9}
    return job.id, Finding(job=job, outcome=outcome_wire(Found(value=value)), files=tuple(sorted(files)))


def copied(
    one: str, two: str, in_one: tuple[int, int], in_two: tuple[int, int], relation: Relation = Relation.COPY
) -> Said:
    return _copied(one, two, in_one, in_two, relation)


def groups(*sets: Iterable[str]) -> list[list[str]]:
    return sorted(sorted(each) for each in sets)


def test_a_chain_of_overlapping_stretches_is_one_recording() -> None:
    outcome = ask(copied(A, B, (10, 20), (0, 10)), copied(B, C, (5, 10), (0, 5)))
    assert _files(outcome) == groups({A, B, C})
    assert isinstance(outcome, Found)
    made = Recording(**{**outcome.value["recordings"][0], "files": tuple(groups({A, B, C})[0]), "reasons": ()})
    assert made.id == min(A, B, C)


def test_two_ends_of_one_film_are_not_joined_through_a_compilation() -> None:
    outcome = ask(copied(A, C, (10, 20), (0, 10)), copied(B, C, (0, 10), (10, 20)))
    assert sorted(_files(outcome)) == groups({A, C}, {B, C})
    assert isinstance(outcome, Found)
    assert [made["details"]["hold_other_recordings_too"] for made in outcome.value["recordings"]] == [[C], [C]]


def test_two_cuts_of_one_film_are_not_joined_without_a_common_second() -> None:
    """Whether the film was cut between them is not known here: see the limits."""
    assert sorted(_files(ask(copied(A, C, (0, 10), (0, 10)), copied(B, C, (0, 10), (30, 40))))) == groups(
        {A, C}, {B, C}
    )


@pytest.mark.parametrize("relation", [Relation.SAME_SCENE, Relation.SAME_RECORDING])
def test_other_relations_join_nothing(relation: Relation) -> None:
    assert isinstance(ask(copied(A, B, (0, 10), (0, 10), relation)), Nothing)


def test_two_cameras_on_one_event_stay_two_recordings() -> None:
    alike = Inconclusive(why="they move alike, their pictures differ", value={"pictures": 0.1})
    sound = Found(value={"sound": "same", "stretches": [stretch(A, B, 0)]})
    outcome = ask(_said("trace.pictures", A, B, alike), _said("trace.sound", A, B, sound), copied(A, C, (0, 9), (0, 9)))
    assert _files(outcome) == groups({A, C})


def stretch(one: str, two: str, offset: int) -> dict[str, object]:
    one, two = sorted((one, two))
    return {
        "one": {"file": one, "start": "0/1", "end": "9/1"}, "two": {"file": two, "start": f"{offset}/1", "end": f"{offset + 9}/1"},
        "offset": f"{offset}/1", "error": 0.03, "votes": 90, "score": 0.8,
    }  # fmt: skip


def test_pictures_alike_and_the_same_sound_are_a_copy() -> None:
    still = Inconclusive(why="too little moves", value={"pictures": 0.9})
    outcome = ask(
        _said("trace.pictures", A, B, still),
        _said("trace.sound", A, B, Found(value={"sound": "same", "stretches": [stretch(A, B, 0)]})),
    )
    assert _files(outcome) == groups({A, B})
    assert isinstance(ask(_said("trace.pictures", A, B, still)), Nothing)


def test_sound_alone_joins_nothing() -> None:
    """A broadcast soundtrack under two films."""
    assert isinstance(
        ask(_said("trace.sound", A, B, Found(value={"sound": "same", "stretches": [stretch(A, B, 0)]}))), Nothing
    )


def test_sound_and_colours_are_named_beside_the_pictures() -> None:
    def reasons(outcome: Outcome | None, offset: int = 0) -> str:
        heard = [] if outcome is None else [_said("trace.sound", A, B, outcome)]
        made = ask(copied(A, B, (0, 9), (0, 9)), *heard)
        assert isinstance(made, Found)
        return str(made.value["recordings"][0]["reasons"][0])

    colours = "; colours were not compared"
    assert reasons(None).endswith("(score 0.9)" + colours)
    assert reasons(Nothing(looked="all")).endswith("; other sound" + colours)
    assert reasons(Found(value={"stretches": [stretch(A, B, 0)]})).endswith("its sound is the same" + colours)
    assert reasons(Found(value={"stretches": [stretch(A, B, 4)]})).endswith("at another offset" + colours)


def test_twins_stand_for_one_another() -> None:
    """The twin of a compilation joins no more than the compilation does."""
    held = copied(A, C, (0, 10), (0, 10)), copied(B, C, (0, 10), (12, 22))
    assert sorted(_files(ask(twins(C, D), *held))) == groups({A, C, D}, {B, C, D})
    assert _files(ask(twins(A, B))) == groups({A, B})
    assert _files(ask(twins(A, B), copied(B, C, (0, 5), (0, 5)))) == groups({A, B, C})


def test_order_does_not_matter() -> None:
    said = [copied(A, B, (10, 20), (0, 10)), copied(B, C, (5, 10), (0, 5)), twins(C, D)]
    assert outcome_wire(ask(*said)) == outcome_wire(ask(*reversed(said)))


def changed(one: str, two: str, *changes: tuple[str, str]) -> Said:
    """A copy of which some files were changed so."""
    entry, finding = copied(one, two, (0, 10), (0, 10))
    value = dict(finding.outcome["value"])
    made = [{"what": what, "file": file, "says": what} for what, file in changes]
    value["copies"] = [{**value["copies"][0], "changes": made}]
    return entry, Finding(job=finding.job, outcome=outcome_wire(Found(value=value)), files=finding.files)


def lineage(*said: Said) -> tuple[list[tuple[str, str]], int]:
    outcome = ask(*said)
    assert isinstance(outcome, Found)
    details = [made["details"] for made in outcome.value["recordings"]]
    told = [(row["nearer"], row["changed"]) for each in details for row in each["lineage"]]
    return told, sum(len(each["lineage_untold"]) for each in details)


def test_what_was_cropped_or_covered_is_further_from_the_source() -> None:
    assert lineage(changed(A, B, ("crop", B))) == ([(A, B)], 0)
    assert lineage(changed(A, B, ("overlay", A))) == ([(B, A)], 0)
    assert lineage(changed(A, B, ("crop", B)), changed(B, C, ("border", C)))[0] == sorted([(A, B), (B, C)])


def test_a_change_that_could_go_either_way_says_nothing() -> None:
    for what in ("mirror", "speed", "turn", "part"):
        assert lineage(changed(A, B, (what, B))) == ([], 0)
    assert lineage(changed(A, B, ("overlay", ""))) == ([], 0), "which of the two was covered is not told"
    assert lineage(changed(A, B, ("crop", B), ("overlay", A))) == ([], 1), (
        "each was changed: none is the other's source"
    )
