"""A case gathered for weigh.origins and weigh.matrix: what stands, what it rests on, and findings that name nobody."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest

from firsthand.desk import origins as module
from firsthand.desk.desk import Desk, value
from firsthand.desk.origins import enter_matrix, enter_origins, matrix, origin_inputs, origins
from firsthand.desk.origins_gather import gather
from firsthand.desk.weigh import say
from firsthand.method.weigh.origins import ORIGINS
from firsthand.record.assessment import (
    About,
    Answer,
    Assessment,
    Confidence,
    Consistency,
    Likelihood,
    Question,
    Weighing,
    Withdrawal,
)
from firsthand.record.bounds import Region, Span
from firsthand.record.claim import Basis, Claim, Source, SourceKind, SpeaksTo, Stance
from firsthand.record.fault import BadGiven, BadReference
from firsthand.record.finding import Finding, Found, Inconclusive, Job, Nothing, Outcome, Unsuitable, outcome_wire
from firsthand.record.footage import Derivative, Moment, Stretch
from firsthand.record.observation import Observation
from firsthand.record.sighting import Sighting
from tests.desk.test_publish_sample import PROTECTED, Sample, a_desk, digest, joined, sample


def sides(outcome: Outcome) -> dict[str, list[str]]:
    assert isinstance(outcome, (Found, Inconclusive)), outcome
    return {a["id"]: a["for"]["origins"] for q in outcome.value["questions"] for a in q["answers"]}


def body(desk: Desk, entry_id: str) -> Any:
    desk.index.refresh(desk.ledger)
    return value(desk, entry_id)


def claim_on(made: Sample, answer: str, **more: Any) -> Claim:
    question = body(made.one, made.id[answer]).question
    speaks = (SpeaksTo(question=question, answer=made.id[answer], stance=Stance.FOR),)
    more = {"basis": Basis.FOOTAGE, "source": made.id["agency"], "paraphrase": "p", **more}
    return Claim(speaks_to=speaks, **more)


def test_copies_count_once_by_the_newest_grouping() -> None:
    made = sample()
    made.say(
        c1=claim_on(made, "bridge", files=(made.file["bridge"],)),
        c2=claim_on(made, "bridge", files=(made.file["repost"],)),
    )
    recording = f"recording {min(made.file['bridge'], made.file['repost'])}"
    assert sides(origins(made.one))[made.id["bridge"]] == [recording]
    apart = Finding(
        job=Job(method="trace.recordings", version=1, given={}, inputs={}), outcome=outcome_wire(Nothing(looked="all"))
    )
    made.say(apart=apart)
    assert len(sides(origins(made.one))[made.id["bridge"]]) == 2, "looked again, and they are none"


def test_without_any_grouping_each_file_is_its_own_and_it_is_said() -> None:
    desk = joined(a_desk(), "An Analyst")
    outcome = origins(desk)
    assert isinstance(outcome, Nothing)
    source = say(desk, Source(name="N", is_a=SourceKind.OUTLET))
    question = say(desk, Question(about=About.WHERE, text="Where?"))
    say(desk, Claim(source=source, paraphrase="p", basis=Basis.OWN_EYES, speaks_to=(SpeaksTo(question=question),)))
    found = origins(desk)
    assert isinstance(found, Found) and found.value["compared"] is False
    assert found.value["questions"][0]["touching"]["origins"] == [f"eyewitness {source}"]


def test_what_was_withdrawn_carries_nothing_and_what_rests_on_it_is_unknown() -> None:
    made = sample()
    made.say(c1=claim_on(made, "rowers", files=(made.file["square"],)))
    made.say(c2=claim_on(made, "rowers", basis=Basis.ANOTHER_SOURCE, rests_on=(made.id["c1"],)))
    assert sides(origins(made.one))[made.id["rowers"]] == [f"recording {made.file['square']}"]
    made.say(gone=Withdrawal(of=made.id["c1"], reason="misread"))
    outcome = origins(made.one)
    assert isinstance(outcome, Found) and sides(outcome)[made.id["rowers"]] == []
    assert f"unknown {made.id['c1']}" in outcome.value["roots"]


def test_an_observation_that_was_withdrawn_carries_nothing() -> None:
    made = sample()
    made.say(seen=Observation(what="lamp", says="A lamp.", stretch=Stretch(file=made.file["square"])))
    made.say(c1=claim_on(made, "rowers", rests_on=(made.id["seen"],)))
    assert sides(origins(made.one))[made.id["rowers"]] == [f"recording {made.file['square']}"]
    made.say(gone=Withdrawal(of=made.id["seen"], reason="it was a sign"))
    assert sides(origins(made.one))[made.id["rowers"]] == []


def test_an_assessments_evidence_counts_and_a_revised_one_does_not() -> None:
    made = sample()
    recording = f"recording {min(made.file['bridge'], made.file['repost'])}"
    assert sides(origins(made.one))[made.id["bridge"]] == [recording], "an observation and a finding on one film"
    again = Assessment(
        answer=made.id["bridge"],
        likelihood=Likelihood.LIKELY,
        confidence=Confidence.LOW,
        reasons="less",
        revises=made.id["judge_where"],
    )
    made.say(again=again)
    assert sides(origins(made.one))[made.id["bridge"]] == []


def test_a_still_is_its_films() -> None:
    made = sample()
    still = (
        next(e.value for e in gather(made.one).case.of("derivative"))
        if gather(made.one).case.of("derivative")
        else None
    )
    assert still is None, "derivatives come by the thousand and are not read with the case"
    rows = made.one.index.rows("derivative")
    derivative: Derivative = body(made.one, next(iter(rows)).id)
    made.say(seen=Observation(what="lamp", says="A lamp.", stretch=Stretch(file=derivative.digest)))
    made.say(
        judged=Assessment(
            answer=made.id["rowers"],
            likelihood=Likelihood.LIKELY,
            confidence=Confidence.LOW,
            reasons="r",
            speaks_for=(made.id["seen"],),
        )
    )
    assert sides(origins(made.one))[made.id["rowers"]] == [f"recording {min(made.file['bridge'], made.file['repost'])}"]


def test_in_a_compilation_the_observations_stretch_tells_the_recording() -> None:
    made = sample()
    a, b, mix = made.file["bridge"], made.file["square"], made.file["repost"]

    def group(file: str, span: list[float]) -> dict[str, Any]:
        files = sorted((file, mix))
        stretch = {"one": file, "two": mix, "in_one": [0, 10], "in_two": span}
        details = {"stretches": [stretch], "hold_other_recordings_too": [mix]}
        return {"id": files[0], "files": files, "reasons": [], "details": details}

    value_ = {"recordings": [group(a, [0.0, 10.0]), group(b, [12.0, 22.0])], "rule": "r"}
    made.say(
        mixed=Finding(
            job=Job(method="trace.recordings", version=1, given={"n": 2}, inputs={}),
            outcome=outcome_wire(Found(value=value_)),
        )
    )
    made.say(
        late=Observation(what="lamp", says="l", stretch=Stretch(file=mix, start=Fraction(13), end=Fraction(14))),
        early=Observation(what="lamp", says="e", moment=Moment(file=mix, stream=0, pts=Fraction(2), frame=digest("f"))),
    )
    for name, file in (("late", b), ("early", a)):
        made.say(**{f"on_{name}": claim_on(made, "rowers", rests_on=(made.id[name],))})
        (found,) = (
            sides(origins(made.one))[made.id["rowers"]]
            if name == "late"
            else sides(origins(made.one))[made.id["rowers"]][1:]
        )
        assert found == f"recording {min(file, mix)}"
    made.say(whole=claim_on(made, "rowers", files=(mix,)))
    assert len(sides(origins(made.one))[made.id["rowers"]]) == 2


def test_a_text_is_no_recording_by_its_sighting_or_by_its_container() -> None:
    made = sample()
    text, odd = (made.one.vault.put(io.BytesIO(data)).sha256 for data in (b"words", b"odd"))
    from firsthand.record.footage import File

    made.say(
        f1=File(digest=text, blake3=digest("t"), size=5),
        f2=File(digest=odd, blake3=digest("o"), size=3),
        s1=Sighting(file=text, name="a.txt", extra={"as": "article"}),
        read=Finding(
            job=Job(method="read.container", version=1, given={}, inputs={"file": (odd,)}),
            outcome=outcome_wire(Unsuitable(why="no footage", code="outside.not-footage")),
            files=(odd,),
        ),
    )
    made.say(c1=claim_on(made, "rowers", files=(text, odd), rests_on=(made.id["s1"],)))
    outcome = origins(made.one)
    assert isinstance(outcome, Found) and sides(outcome)[made.id["rowers"]] == []
    assert outcome.value["evidence"][made.id["c1"]]["unknown"] == [f"unknown {made.id['agency']}"]


def test_a_finding_is_entered_with_all_it_was_reached_from_and_names_nobody() -> None:
    made = sample()
    entry = enter_origins(made.one)
    finding: Finding = body(made.one, entry)
    assert finding.job.method == "weigh.origins" and finding.outcome["outcome"] == "found"
    claims = {made.id[name] for name in ("claim_council", "claim_club", "claim_neighbour", "claim_law")}
    assert claims == set(finding.job.inputs["claims"]) and claims <= set(finding.rests_on)
    wire = repr(outcome_wire(finding.result))
    assert PROTECTED not in wire and "Rowing Club" not in wire and "Riverside" not in wire
    assert f"eyewitness {made.id['neighbour']}" in wire
    named = origins(made.one)
    assert PROTECTED in repr(named), "on the analyst's own screen the names are there"


def test_asked_again_over_the_same_entries_the_finding_is_the_same() -> None:
    made = sample()
    finding: Finding = body(made.one, enter_origins(made.one, made.id["who"]))
    form = ORIGINS.form(finding.job.given)
    again = ORIGINS.ask(form, origin_inputs(gather(made.one), named=False))
    assert ORIGINS.agrees(finding.result, again)


def test_one_question_alone() -> None:
    made = sample()
    outcome = origins(made.one, made.id["who"])
    assert isinstance(outcome, Found) and [q["id"] for q in outcome.value["questions"]] == [made.id["who"]]


def test_too_large_an_outcome_is_not_entered(monkeypatch: pytest.MonkeyPatch) -> None:
    made = sample()
    monkeypatch.setattr(module, "LARGEST", 100)
    with pytest.raises(BadGiven, match="one question"):
        enter_origins(made.one)


# --- the matrix ---------------------------------------------------------------------------------------------------------------


def test_a_cell_of_each_author_and_one_person_on_two_machines_is_one() -> None:
    made = sample()
    cell = {"evidence": made.id["claim_club"], "answer": made.id["rowers"]}
    made.say(w1=Weighing(**cell, consistency=Consistency.INCONSISTENT, reason="they deny it"))
    made.other(w2=Weighing(**cell, consistency=Consistency.NEUTRAL, reason="they would"))
    outcome = matrix(made.one, made.id["who"])
    assert isinstance(outcome, Inconclusive) and set(outcome.conflict) == {made.id["w1"], made.id["w2"]}
    found = gather(made.one)
    one = replace(found.case, person={made.one.writer.log: "p", made.two.writer.log: "p"})
    inputs = module.matrix_inputs(replace(found, case=one), made.id["who"])
    assert {weighing["by"] for weighing in inputs["weighings"]} == {"p"}


def test_regions_and_spans_of_answers_are_compared() -> None:
    made = sample()
    near = Region.around(lon=30.0, lat=50.0, radius_m=500)
    day = Span(earliest=datetime(2024, 5, 4, tzinfo=UTC), latest=datetime(2024, 5, 5, tzinfo=UTC))
    made.say(
        here=Answer(question=made.id["where"], text="Here", region=near, span=day),
        there=Answer(question=made.id["where"], text="There", region=Region.around(lon=31.0, lat=50.0, radius_m=500)),
    )
    made.say(w=Weighing(evidence=made.id["tower"], answer=made.id["there"], consistency=Consistency.INCONSISTENT))
    outcome = matrix(made.one, made.id["where"])
    assert isinstance(outcome, (Found, Inconclusive))
    assert sorted(pair["how"] for pair in outcome.value["pairs"]) == ["apart", "in words only", "in words only"]
    assert outcome.value["evidence"][0]["origins"] == [f"recording {min(made.file['bridge'], made.file['repost'])}"]
    finding = body(made.one, enter_matrix(made.one, made.id["where"]))
    assert finding.job.given == {"about": "where"} and made.id["w"] in finding.job.inputs["weighings"]


def test_a_question_that_is_not_there() -> None:
    with pytest.raises(BadReference):
        matrix(sample().one, "0" * 64)
