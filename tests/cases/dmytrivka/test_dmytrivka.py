"""Every line of the model case's last section, each as a test: origins, who, where, when, authentic, reply, law, words."""

import json
from pathlib import Path
from typing import Any

import pytest

from firsthand.desk.desk import value, view
from firsthand.desk.gate_board import board
from firsthand.desk.origins import matrix, origins
from firsthand.desk.publish import Issued, preview, publish
from firsthand.desk.relative import dates, known, relative
from firsthand.desk.suggest import cite
from firsthand.desk.times import stated
from firsthand.desk.wording import too_loud
from firsthand.method.weigh.wording import check
from firsthand.recheck import recheck_folder
from firsthand.recheck.line import exit_code
from firsthand.record.assessment import Answer, Weighing
from firsthand.record.bounds import Span, instant_text
from firsthand.record.claim import Credibility, Grade
from firsthand.record.fault import GateRefused, WrongGrade
from firsthand.record.finding import Found, Inconclusive, Nothing
from firsthand.record.publication import Draft, Section
from firsthand.record.sighting import Sighting
from tests.cases.dmytrivka.entered import ANSWERS, ARTICLE, ITEMS, SOURCES, STATEMENTS, Dmytrivka, dmytrivka, report

CLIP, AFTERMATH = "recording item f1: the clip", "recording item f3: the agency's video of the aftermath"


@pytest.fixture
def case() -> Dmytrivka:
    return dmytrivka()


def found(case: Dmytrivka) -> dict[str, Any]:
    outcome = origins(case.one)
    assert isinstance(outcome, Found)
    return dict(outcome.value)


def answer(case: Dmytrivka, name: str) -> dict[str, Any]:
    return next(a for q in found(case)["questions"] for a in q["answers"] if a["id"] == case[name])


def question(case: Dmytrivka, name: str) -> dict[str, Any]:
    return next(q for q in found(case)["questions"] if q["id"] == case[name])


def test_everything_of_the_model_is_entered(case: Dmytrivka) -> None:
    read = view(case.one, "sighting")
    assert len(read.of("source")) == len(SOURCES) == 8
    assert len(read.of("claim")) == len(STATEMENTS) == 21
    assert {e.value.item for e in read.of("sighting")} == {ARTICLE, *(item for item, _, _ in ITEMS.values())}
    assert all(e.value.file is None for e in read.of("sighting")), "no footage belongs to it here"


# --- origins ------------------------------------------------------------------------------------------------------------------


def test_the_clip_is_one_origin_of_all_that_rests_on_it_and_the_broadcaster_adds_none(case: Dmytrivka) -> None:
    evidence = found(case)["evidence"]
    for name in (*(f"S{n}" for n in range(1, 12)), "S15"):
        assert evidence[case[name]] == {"origins": [CLIP], "unknown": [], "nothing": ""}, name


def test_the_clip_is_seen_by_the_newspaper_and_the_voices_in_it_are_no_further_origin(case: Dmytrivka) -> None:
    root = found(case)["roots"][CLIP]
    assert root["here"] is False and case["N"] in root["said_by"]
    assert {case["N"], case["V"], case["B"]} == set(root["said_by"])
    assert not [key for key in found(case)["roots"] if key.endswith(case["V"])]


def test_ministry_and_agency_are_two_further_origins_for_the_ambush_and_not_for_the_killing(case: Dmytrivka) -> None:
    assert answer(case, "ambushed")["for"]["origins"] == [f"own act {case['D']}", AFTERMATH]
    assert answer(case, "shooting")["for"]["origins"] == [CLIP]


def test_where_no_basis_is_given_the_origin_is_unknown(case: Dmytrivka) -> None:
    evidence = found(case)["evidence"]
    for name, source in (("S12", "N"), ("S16", "U"), ("S18", "R"), ("S19", "B")):
        assert evidence[case[name]] == {"origins": [], "unknown": [f"unknown {case[source]}"], "nothing": ""}, name
    assert answer(case, "ambushed")["for"]["unknown"] == [f"unknown {case['N']}"], "counted apart"


def test_no_comment_a_judgement_and_the_law_count_for_nothing(case: Dmytrivka) -> None:
    evidence = found(case)["evidence"]
    for name, word in (("S17", "reply"), ("S20", "judgement"), ("S21", "law")):
        one = evidence[case[name]]
        assert one["origins"] == one["unknown"] == [] and word in one["nothing"], name


def test_without_the_clip_nothing_supports_where_what_or_that_it_is_genuine(case: Dmytrivka) -> None:
    for name, about in (("where", "where"), ("what", "what"), ("authentic", "authentic"), ("dead", "who")):
        (fell,) = question(case, name)["fell"]
        assert (
            fell["origin"] == CLIP
            and fell["says"] == f"without this recording (F1: the clip), nothing supports {about!r}"
        )
    assert all(not fell["all"] for fell in question(case, "who")["fell"]), "each fall leaves one of the two accounts"


def test_all_of_it_is_known_only_through_the_broadcaster(case: Dmytrivka) -> None:
    assert answer(case, "shooting")["for"]["only_through"] == [case["B"]]
    assert set(answer(case, "village_11")["for"]["only_through"]) == {case["N"], case["B"]}


# --- who fired ----------------------------------------------------------------------------------------------------------------


def test_who_fired_is_contested_and_neither_account_may_be_dropped(case: Dmytrivka) -> None:
    asked = board(view(case.one))[case["who"]]
    assert asked.contested
    assert answer(case, "legion")["for"]["origins"] == [AFTERMATH] and answer(case, "belgravia")["for"]["origins"] == [
        CLIP
    ]
    outcome = matrix(case.one, case["who"])
    assert isinstance(outcome, Inconclusive), "nothing tells the accounts apart"
    cells = {row["evidence"]: {a: c["says"] for a, c in row["cells"].items()} for row in outcome.value["evidence"]}
    assert cells[case["S14"]][case["belgravia"]] == "not applicable" == cells[case["S15"]][case["legion"]]
    for hidden in ("S14", "S15"):
        report(case := dmytrivka())
        case.say(
            "who_was",
            Draft(text="The agency says it was the Georgian Legion.", rests_on=(case["S14"],), answers=(case["who"],)),
        )
        rules = {f.rule for f in preview(case.one, withhold=[case[hidden]], wording=(too_loud,)) if f.blocking}
        assert "both-sides" in rules, f"{hidden} was dropped"


@pytest.mark.parametrize(
    ("text", "rests_on"),
    [
        ("The Georgian Legion carried out the killing.", "S14"),
        ("Fighters known as the Belgravia lads killed the men.", "S15"),
        ('The ambush was by members of the "Georgian Legion".', "S14"),
    ],
)
def test_neither_account_may_be_printed_as_fact(case: Dmytrivka, text: str, rests_on: str) -> None:
    report(case)
    case.say("loud", Draft(text=text, rests_on=(case[rests_on],)))
    assert "wording" in {f.rule for f in preview(case.one, wording=(too_loud,)) if f.blocking}


# --- where --------------------------------------------------------------------------------------------------------------------


def test_where_is_a_region_in_two_readings_that_both_stay(case: Dmytrivka) -> None:
    site, village = (value(case.one, case[name]) for name in ("site_11", "village_11"))
    assert isinstance(site, Answer) and site.region and village.region
    assert site.region.area_km2() > 100 and site.region.verbatim == "about 11 km from Bucha", (
        "stated precision, not a point"
    )
    outcome = matrix(case.one, case["where"])
    assert isinstance(outcome, Found)
    (pair,) = outcome.value["pairs"]
    assert pair["how"] == "overlap" and not pair["compete"] and outcome.value["not_told_apart"] == []
    assert len(outcome.value["ranking"]) == 2


def test_the_case_says_which_dmytrivka_and_why(case: Dmytrivka) -> None:
    said = value(case.one, case["village"])
    assert (
        said.rests_on == (case["S11"],)
        and "Several villages" in said.says
        and "for the article names both" in said.says
    )


# --- when ---------------------------------------------------------------------------------------------------------------------


def test_relative_dates_stay_as_words_until_a_publication_date_is_entered(case: Dmytrivka) -> None:
    read = view(case.one, "sighting")
    posted = {e.value.item: e.value.posted for e in read.of("sighting")}
    assert posted[ITEMS["F1"][0]] == Span(verbatim="on Monday") and posted[ITEMS["F4"][0]] == Span(
        verbatim="on Wednesday"
    )
    (row,) = dates(case.one)
    assert row["stated"] == "on Wednesday" and row["earliest"] == row["latest"] == "not known"


@pytest.mark.parametrize(
    ("zone", "begins", "ends"),
    [
        ("Europe/London", "2022-04-05T23:00:00Z", "2022-04-06T23:00:00Z"),
        ("America/New_York", "2022-04-06T04:00:00Z", "2022-04-07T04:00:00Z"),
        ("Europe/Kyiv", "2022-04-05T21:00:00Z", "2022-04-06T21:00:00Z"),
        (None, "2022-04-05T10:00:00Z", "2022-04-07T12:00:00Z"),
    ],
)
def test_once_it_is_entered_they_come_to_days_in_the_articles_zone(
    case: Dmytrivka, zone: str | None, begins: str, ends: str
) -> None:
    dated = cite(case.one, ARTICLE, published="2022-04-07", zone=zone)
    (row,) = dates(case.one)
    assert (row["earliest"], row["latest"], row["by_the_date_of"]) == (begins, ends, dated)
    assert value(case.one, case["S2"]).said == Span(verbatim="on Wednesday"), "the claim is as it was entered"


def test_not_after_the_posting_once_the_posting_is_dated(case: Dmytrivka) -> None:
    """The clip's own sighting is entered again, its Monday resolved by the article that speaks of it."""
    posted = relative("on Monday", stated("2022-04-07", "Europe/London"))
    case.say("F1_dated", Sighting(file=None, item=ITEMS["F1"][0], posted=posted, note="dated by the article"))
    bound = Span(latest=posted.latest, verbatim="not after the posting")
    case.say("before", Answer(question=case["when"], text="Before the end of the day of its posting", span=bound))
    assert posted.latest and instant_text(posted.latest) == "2022-04-04T23:00:00Z"
    assert view(case.one).value(case["before"], "answer").span.earliest is None


def test_an_ambush_around_march_30_gives_no_not_before(case: Dmytrivka) -> None:
    assert relative("around March 30", None).verbatim == "around March 30" and not known(
        relative("around March 30", None)
    )
    assert value(case.one, case["after_ambush"]).span is None, "no assessment links the clip to the ambush"
    assert answer(case, "after_ambush")["for"]["origins"] == []
    assert [e for e in view(case.one).of("assessment") if e.value.answer == case["after_ambush"]] == []


# --- authentic ----------------------------------------------------------------------------------------------------------------


def test_reliability_of_the_source_is_one_thing_and_credibility_of_the_statement_another(case: Dmytrivka) -> None:
    case.say("grade_n", Grade(about=case["N"], grade="B", reason="corrections are rare and printed"))
    case.say("grade_s1", Grade(about=case["S1"], grade="3", reason="its steps are not shown"))
    read = view(case.one)
    assert read.grade(read.entries[case["N"]]) == "B" and read.grade(read.entries[case["S1"]]) == "3"
    assert read.grade(read.entries[case["S2"]]) == Credibility.CANNOT_BE_JUDGED, "one claim's grade is no other's"
    for about, grade in (("N", "3"), ("S1", "B")):
        with pytest.raises(WrongGrade):
            case.say("mixed", Grade(about=case[about], grade=grade, reason="r"))


def test_contradictory_grades_of_two_authors_both_stay(case: Dmytrivka) -> None:
    case.say("g1", Grade(about=case["N"], grade="B", reason="corrections are rare"))
    case.other("g2", Grade(about=case["N"], grade="D", reason="its steps are not shown"))
    grades = view(case.one).about(case["N"], "grade")
    assert {(e.value.grade, view(case.one).author(e)) for e in grades} == {
        ("B", "First Analyst"),
        ("D", "Second Analyst"),
    }


# --- reply and law ------------------------------------------------------------------------------------------------------------


def test_the_reply_logs_gap_is_visible(case: Dmytrivka, tmp_path: Path) -> None:
    reply = value(case.one, case["reply_u"])
    assert reply.asked is None and reply.answered is False and not known(reply.when)
    report(case)
    list(publish(case.one, tmp_path / "report", wording=(too_loud,)))
    page = (tmp_path / "report" / "index.html").read_text("utf-8")
    assert "Right of reply" in page and "not known" in page.split("Right of reply")[-1]


def test_law_is_never_answered(case: Dmytrivka) -> None:
    assert value(case.one, case["S21"]).hedges == ("would",)
    law = question(case, "law")
    assert law["answers"] == [] and [one["evidence"] for one in law["touching"]["nothing"]] == [case["S21"]]
    assert law["touching"]["origins"] == [CLIP], "what touches it may be listed"
    case.say("guilty", Answer(question=case["law"], text="It was a war crime"))
    assert matrix(case.one, case["law"]).name == "unsuitable"
    report(case)
    case.say("ruled", Draft(text="It was a war crime.", rests_on=(case["S21"],), answers=(case["law"],)))
    rules = {f.rule for f in preview(case.one, wording=(too_loud,)) if f.blocking}
    assert {"law", "wording"} <= rules


# --- words --------------------------------------------------------------------------------------------------------------------

REFUSED = "Ukrainian soldiers executed a Russian prisoner."
PASSES = (
    "Footage that N says it verified appears to show men under a Ukrainian banner shooting a captured Russian soldier."
)


def rests(case: Dmytrivka, *names: str) -> list[dict[str, Any]]:
    """Claims as weigh.wording takes them; N is the model's short name of the newspaper."""
    claims = [value(case.one, case[name]) for name in names]
    return [
        {
            "kind": "claim",
            "source": value(case.one, claim.source).name,
            "aliases": ["N"],
            "text": claim.paraphrase,
            "hedges": list(claim.hedges),
            "basis": claim.basis.value,
        }
        for claim in claims
    ]


def test_the_loud_sentence_is_refused_with_reasons_and_the_careful_one_passes(case: Dmytrivka) -> None:
    refused = check(REFUSED, rests(case, "S1", "S2"))
    assert isinstance(refused, Found)
    assert {"legal-conclusion", "attribution"} <= {problem["rule"] for problem in refused.value["problems"]}
    assert all(problem["reason"] for problem in refused.value["problems"])
    assert isinstance(check(PASSES, rests(case, "S1", "S2")), Nothing)


def test_the_gate_refuses_the_loud_sentence_and_says_why(case: Dmytrivka, tmp_path: Path) -> None:
    report(case)
    case.say(
        "loud", Draft(text=REFUSED, section=Section.KNOWN, rests_on=(case["S1"], case["S2"]), answers=(case["what"],))
    )
    with pytest.raises(GateRefused) as raised:
        list(publish(case.one, tmp_path / "report", wording=(too_loud,)))
    assert {f.rule for f in raised.value.findings} == {"wording"}  # type: ignore[attr-defined]
    assert "executed" in str(raised.value)


def test_the_report_passes_the_gate_and_the_recheck(case: Dmytrivka, tmp_path: Path) -> None:
    report(case)
    assert [f for f in preview(case.one, wording=(too_loud,)) if f.blocking] == []
    *_, issued = publish(case.one, tmp_path / "report", wording=(too_loud,))
    assert isinstance(issued, Issued)
    lines = list(recheck_folder(tmp_path / "report", key=issued.fingerprint))
    assert [line for line in lines if line.verdict == "broken"] == [] and exit_code(lines) == 0
    page = (tmp_path / "report" / "index.html").read_text("utf-8")
    for text in ("appears to show men under a Ukrainian banner", "Georgian Legion", "Belgravia lads", "contested"):
        assert text in page, text


def test_every_answer_of_the_model_is_in_the_board(case: Dmytrivka) -> None:
    sides = {side.answer.id for asked in board(view(case.one)).values() for side in asked.sides}
    assert sides == {case[name] for name in ANSWERS}
    assert json.dumps(found(case)), "what the method says is plain JSON"
    assert [e for e in view(case.one).of("weighing") if not isinstance(e.value, Weighing)] == []
