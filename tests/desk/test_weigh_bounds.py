"""Bounds of answers: as a method's finding has them, as a person states them, and never on a question that has none."""

from typing import Any

import pytest

from firsthand.desk.desk import view
from firsthand.desk.gate_board import board
from firsthand.desk.origins import matrix
from firsthand.desk.weigh import say
from firsthand.desk.weigh_bounds import bounds_of, box, near
from firsthand.method import CATALOGUE
from firsthand.record.assessment import About, Answer, Consistency, Question, Weighing
from firsthand.record.bounds import Span, instant
from firsthand.record.claim import Basis, Claim, Source, SourceKind, SpeaksTo, Stance
from firsthand.record.fault import BadPlace, BadReference
from firsthand.record.finding import Finding, Found, Job, Nothing, outcome_wire
from tests.desk.test_publish_sample import Sample, digest, sample

NAME = digest("a finding")


def example(method: str, number: int = 0) -> Finding:
    card = CATALOGUE[method]
    asked = card.examples[number]
    outcome = card.ask(asked.given, asked.inputs())
    return Finding(job=Job(method=method, version=1, given={}, inputs={}), outcome=outcome_wire(outcome))


def found(method: str, shown: dict[str, Any]) -> Finding:
    job = Job(method=method, version=1, given={}, inputs={})
    return Finding(job=job, outcome=outcome_wire(Found(value=shown)))


def test_a_fields_region_answers_where_whole_and_says_where_it_is_from() -> None:
    region, span = bounds_of(example("place.field"), About.WHERE, NAME)
    wires = example("place.field").outcome["value"]["where"]["95"]["region"]["boxes"]
    assert span is None and region is not None and len(region.boxes) == len(wires)
    assert region.verbatim == f"place.field, finding {NAME[:12]}: region that holds 95 %"


def test_spans_answer_when_and_several_come_to_the_one_that_holds_them() -> None:
    _, shadow = bounds_of(example("place.shadow"), About.WHEN, NAME)
    assert shadow is not None and shadow.earliest == instant("2022-03-30T11:26:30Z") and shadow.zone == "UTC"
    _, bounds = bounds_of(example("place.when-bounds"), About.WHEN, NAME)
    assert bounds is not None and bounds.latest == instant("2022-03-30T13:05:00Z"), "to the end of the recording"
    apart = [
        Span(earliest=instant("2022-03-01T00:00:00Z"), latest=instant("2022-03-01T01:00:00Z")),
        Span(earliest=instant("2022-03-09T00:00:00Z"), latest=instant("2022-03-09T01:00:00Z")),
    ]
    _, hull = bounds_of(found("place.field", {"when": {"95": [s.wire() for s in apart]}}), About.WHEN, NAME)
    assert hull is not None and (hull.earliest, hull.latest) == (apart[0].earliest, apart[1].latest)


@pytest.mark.parametrize(
    ("finding", "about"),
    [
        (found("trace.exact", {"same": True}), About.WHERE),
        (example("place.shadow"), About.WHO),
        (Finding(job=Job(method="place.field", version=1, given={}, inputs={}), outcome=outcome_wire(Nothing(looked="x"))), About.WHERE),
    ],
)  # fmt: skip
def test_a_finding_without_bounds_gives_none(finding: Finding, about: About) -> None:
    with pytest.raises(BadReference):
        bounds_of(finding, about, NAME)


def test_bounds_as_a_person_states_them() -> None:
    assert near("30.2,50.5,1000").holds(lon=30.2, lat=50.5) and not near("30.2,50.5,1000").holds(lon=30.3, lat=50.5)
    over = box("179.5,-1,-179.5,1")
    assert len(over.boxes) == 2 and over.holds(lon=180, lat=0), "over the date line"
    for text in ("", "1,2", "a,b,c", "1,2,nan", "200,0,10"):
        with pytest.raises(BadPlace):
            near(text)


def test_a_region_does_not_answer_who(made: Sample) -> None:
    with pytest.raises(BadReference, match="where"):
        say(made.one, Answer(question=made.id["who"], text="There", region=near("30,50,10")))
    with pytest.raises(BadReference, match="when"):
        say(made.one, Answer(question=made.id["where"], text="Then", span=Span(latest=instant("2022-03-01T00:00:00Z"))))


@pytest.mark.parametrize(("second", "how"), [("30.21,50.5,1000", "overlap"), ("30.4,50.5,1000", "apart")])
def test_answers_are_compared_by_what_both_allow(made: Sample, second: str, how: str) -> None:
    where = say(made.one, Question(about=About.WHERE, text="Where was the second clip filmed?"))
    ids = [say(made.one, Answer(question=where, text=text, region=near(text))) for text in ("30.2,50.5,1000", second)]
    evidence = made.id["claim_club"]
    for one, consistency in zip(ids, (Consistency.CONSISTENT, Consistency.INCONSISTENT), strict=True):
        say(made.one, Weighing(evidence=evidence, answer=one, consistency=consistency))
    outcome = matrix(made.one, where)
    assert isinstance(outcome, Found)
    (pair,) = outcome.value["pairs"]
    assert (pair["how"], pair["compete"]) == (how, how == "apart")
    assert (pair["both_allow_km2"] > 0) == (how == "overlap")


def test_overlapping_places_do_not_contest_each_other_and_places_apart_do(made: Sample) -> None:
    where = say(made.one, Question(about=About.WHERE, text="Where was the second clip filmed?"))
    source = say(made.one, Source(name="a passer-by", is_a=SourceKind.PERSON))
    answers = [
        say(made.one, Answer(question=where, text=text, region=near(text)))
        for text in ("30.2,50.5,1000", "30.21,50.5,1000")
    ]

    def claimed(answer: str) -> Claim:
        speaks = (SpeaksTo(question=where, answer=answer, stance=Stance.FOR),)
        return Claim(source=source, paraphrase="There.", basis=Basis.OWN_EYES, speaks_to=speaks)

    for answer in answers:
        say(made.one, claimed(answer))
    assert board(view(made.one))[where].contested == ()
    far = say(made.one, Answer(question=where, text="far", region=near("31,50.5,1000")))
    say(made.one, claimed(far))
    assert board(view(made.one))[where].contested == ("claims are made for more than one answer",)


@pytest.fixture
def made() -> Sample:
    return sample()
