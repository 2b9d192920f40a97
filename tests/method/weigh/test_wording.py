"""The linter refuses what is louder than its evidence, passes what is not, and never offers what it would refuse."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.wording import measure, rows, rules_found
from firsthand.method.weigh.wording import VERIFIED, check
from firsthand.method.weigh.wording_offer import RULES
from firsthand.record.finding import Found, Nothing, Unsuitable

CLAIM = {"kind": "claim", "source": "the Calder Post", "verbatim": "Two boats left around 9 May.", "basis": "own work"}
HEDGED = {**CLAIM, "verbatim": "Two boats appear to have left.", "hedges": ["appear"]}
LIKELY = {
    "kind": "assessment",
    "text": "the fire began on the barge",
    "likelihood": "likely",
    "confidence": "moderate",
    "reviewed": True,
}
SEEN = {"kind": "observation", "source": "M. Arden", "text": "two boats leave at 00:31"}
NOT_FOUND = {"kind": "finding", "method": "trace.copies", "outcome": "nothing", "text": "no copy among 12 files"}
LAW = {
    "kind": "claim",
    "source": "B",
    "verbatim": "To execute captives would be a war crime.",
    "basis": "law",
    "hedges": ["would"],
}
SIDED = {
    **CLAIM,
    "verbatim": "The gate failed.",
    "others": [{"answer": "it was opened", "sources": ["the Farmers' Union"]}],
}

# rule, sentence that it refuses, sentence that passes, what both rest on, protected names
PAIRS: list[tuple[str, str, str, Any, tuple[str, ...]]] = [
    ("attribution", "Two boats left around 9 May.", "Two boats left around 9 May, the Calder Post said.", [CLAIM], ()),
    (
        "hedge-dropped",
        "The Calder Post says two boats left.",
        "The Calder Post says two boats appear to have left.",
        [HEDGED],
        (),
    ),
    (
        "verb-strength",
        "The Post says it seems this proves two left.",
        "The Post says it seems this shows none.",
        [CLAIM],
        (),
    ),
    (
        "certainty",
        "The fire almost certainly began on the barge.",
        "The fire probably began on the barge.",
        [LIKELY],
        (),
    ),
    ("certainty", "The fire very likely began on the barge.", "The fire likely began on the barge.", [LIKELY], ()),
    ("certainty", "The fire began on the barge.", "It is likely that the fire began on the barge.", [LIKELY], ()),
    ("certainty", "Two boats undoubtedly leave.", "Two boats leave.", [SEEN], ()),
    (
        "likelihood-and-confidence",
        "We judge with moderate confidence that the fire likely began on the barge.",
        "We judge that the fire likely began on the barge.",
        [LIKELY],
        (),
    ),
    ("confidence", "We have high confidence in this.", "We have moderate confidence in this.", [LIKELY], ()),
    ("precision", "The Calder Post says two boats left at 14:03.", "The Calder Post says two boats left.", [CLAIM], ()),
    (
        "precision",
        "The Calder Post says they left on 9 May.",
        "The Calder Post says they left around 9 May.",
        [CLAIM],
        (),
    ),
    ("absence", "There is no copy of it.", "No copy was found.", [NOT_FOUND], ()),
    ("legal-conclusion", "B said it was a war crime.", "To execute captives would be a war crime, B said.", [LAW], ()),
    (
        "contested",
        "The Post said the gate failed.",
        "The Post said it failed; the Farmers' Union said it was opened.",
        [SIDED],
        (),
    ),
    (
        "accuser",
        "The Post said he was accused of it.",
        "The Post said he was accused of it by two guards.",
        [CLAIM],
        (),
    ),
    ("weasel", "Reportedly two boats left.", "Two boats left, the Calder Post reported.", [CLAIM], ()),
    ("protected", "Orla Dane leaves in a boat.", "A woman leaves in a boat.", [SEEN], ("Orla Dane",)),
    ("no-ground", "Two boats left.", "[A sentence is left out here: it cannot be said from what it rests on.]", [], ()),
]


def rules(sentence: str, rests_on: Any, protected: tuple[str, ...] = ()) -> set[str]:
    return rules_found({"id": "-", "sentence": sentence, "rests_on": rests_on, "protected": protected})


@pytest.mark.parametrize(
    ("rule", "loud", "fair", "rests_on", "protected"), PAIRS, ids=[f"{p[0]}-{n}" for n, p in enumerate(PAIRS)]
)
def test_a_rule_refuses_and_passes(rule: str, loud: str, fair: str, rests_on: Any, protected: tuple[str, ...]) -> None:
    assert rule in rules(loud, rests_on, protected)
    assert rule not in rules(fair, rests_on, protected)


def test_every_rule_has_a_pair() -> None:
    assert {pair[0] for pair in PAIRS} == {rule.id for rule in RULES}


def test_the_model_case() -> None:
    refused = check("Ukrainian soldiers executed a Russian prisoner.", [VERIFIED])
    assert isinstance(refused, Found)
    problems = {problem["rule"]: problem for problem in refused.value["problems"]}
    assert set(problems) == {"attribution", "hedge-dropped", "legal-conclusion"}
    assert problems["legal-conclusion"]["text"] == "executed"
    assert all(problem["reason"] and problem["offer"] == refused.value["offer"] for problem in problems.values())
    assert isinstance(check(refused.value["offer"], [VERIFIED]), Nothing)
    for fair in (
        "Footage that N says it verified appears to show soldiers shooting a captured Russian soldier.",
        "Footage that a New York newspaper says it verified appears to show men shooting a captured soldier.",
    ):
        assert isinstance(check(fair, [VERIFIED]), Nothing)


def test_a_contested_answer_stays_contested_in_the_offer() -> None:
    outcome = check("The gate failed.", [SIDED])
    assert isinstance(outcome, Found) and "Farmers' Union" in outcome.value["offer"]


def test_an_offer_puts_no_words_into_a_source() -> None:
    """A ministry that denies is never made to say that its guards killed."""
    denies = {"kind": "claim", "source": "the ministry", "verbatim": "Our guards did not fire.", "basis": "own act"}
    outcome = check("The guards executed a dock worker.", [denies])
    assert isinstance(outcome, Found) and outcome.value["offer_by"] == "source"
    assert outcome.value["offer"] == "According to the ministry: “Our guards did not fire”."


def test_a_paraphrase_is_never_offered_as_a_quotation() -> None:
    said = {"kind": "claim", "source": "the ministry", "text": "the guards held their fire", "basis": "own act"}
    outcome = check("The guards executed a dock worker.", [said])
    assert isinstance(outcome, Found) and "“" not in outcome.value["offer"]


@pytest.mark.parametrize("row", [row for row in rows() if row["expected"]], ids=lambda row: str(row["id"]))
def test_every_offer_passes_the_same_linter(row: dict[str, Any]) -> None:
    outcome = check(row["sentence"], row["rests_on"], row["protected"])
    if isinstance(outcome, Found):
        assert isinstance(check(outcome.value["offer"], row["rests_on"], row["protected"]), Nothing)
        for problem in outcome.value["problems"]:
            assert row["sentence"][problem["start"] : problem["end"]] == problem["text"] != ""


def test_the_measured_set_keeps_its_measure() -> None:
    every = rows()
    assert len(every) >= 300 and {row["split"] for row in every} >= {"tune", "held-out"}
    newsroom = sum(row["style"] == "newsroom" for row in every)
    assert 0.45 <= newsroom / len(every) <= 0.55
    for split in ("tune", "held-out", "unseen"):
        made = measure([row for row in every if row["split"] == split])
        hit, extra, missed = made["hit"].total(), made["extra"].total(), made["missed"].total()
        assert hit / (hit + extra) >= 0.95 and hit / (hit + missed) >= 0.95
        assert made["offers"]["refused"] == 0


@pytest.mark.parametrize("name", ["ORLA DANE", "Orla\u200b Dane", "Órla Dané", "Orla  Dane's", "Dane", "Ms Dane"])
def test_a_protected_name_is_seen_however_it_is_written(name: str) -> None:
    assert rules(f"Two boats leave, and {name} waves.", [SEEN], ("Orla Dane",)) == {"protected"}


def test_a_common_word_is_no_protected_name() -> None:
    assert rules("Two boats leave under a rose sky.", [SEEN], ("Amber Rose",)) == set()


@pytest.mark.parametrize(
    ("sentence", "rests_on", "why"),
    [
        ("", [SEEN], "empty"),
        ("   ", [SEEN], "empty"),
        ("x" * 5000, [SEEN], "no sentence"),
        ("Солдаты застрелили пленного.", [SEEN], "reads as"),
        ("أطلق الجنود النار على أسير.", [SEEN], "reads as ar"),
        ("兵士が捕虜を撃った。", [SEEN], "no word lists"),
        ("Der Film beweist, dass die Soldaten den Mann getötet haben.", [SEEN], "reads as de"),
        ("They shot the prisoner и это было доказано", [SEEN], "two scripts"),
        (7, [SEEN], "not a text"),
        ("Two boats leave.", "x", "lists"),
        ("Two boats leave.", [{"kind": "rumour"}], "one of"),
        ("Two boats leave.", [{"kind": "assessment", "likelihood": "maybe"}], "likelihood"),
        ("Two boats leave.", [{"kind": "assessment", "likelihood": "likely"}], "confidence"),
        ("Two boats leave.", [{"kind": "finding", "outcome": "perhaps"}], "outcomes"),
        ("Two boats leave.", [{"kind": "claim", "source": 3}], "text"),
        ("Two boats leave.", [{"kind": "claim", "others": ["x"]}], "object"),
    ],
)
def test_what_cannot_be_weighed_is_never_passed(sentence: Any, rests_on: Any, why: str) -> None:
    outcome = check(sentence, rests_on)
    assert isinstance(outcome, Unsuitable) and why in outcome.why


def test_a_foreign_quotation_in_an_english_sentence_is_weighed() -> None:
    said = {**CLAIM, "verbatim": "«Мы ушли»"}
    assert rules("The Calder Post quotes them as saying «Мы ушли».", [said]) == set()


WORDS = st.sampled_from(
    "the a soldiers boats clearly proves shows likely almost certainly executed war crime murdered at 14:03 exactly seven "
    "accused of reportedly sources say Orla Dane high confidence there is no copy never “quoted said according to Calder "
    "Post must have been , ; . ” and it illegal who guilty executing prisoners to execute people".split()
)


SUPPORTS = st.sampled_from([CLAIM, HEDGED, LIKELY, SEEN, NOT_FOUND, LAW, SIDED])


@given(
    st.lists(WORDS, min_size=1, max_size=14),
    st.lists(SUPPORTS, max_size=3),
)
def test_any_sentence_gets_an_offer_that_passes(words: list[str], rests_on: list[Any]) -> None:
    outcome = check(" ".join(words), rests_on, ["Orla Dane"])
    if isinstance(outcome, Found):
        assert isinstance(check(outcome.value["offer"], rests_on, ["Orla Dane"]), Nothing)
        assert check(" ".join(words), rests_on, ["Orla Dane"]) == outcome


@given(st.text(max_size=300))
def test_any_text_has_an_outcome(text: str) -> None:
    assert type(check(text, [CLAIM, LIKELY], ["Orla Dane"])) in (Found, Nothing, Unsuitable)


def test_an_unhedged_claim_on_something_else_carries_no_hedged_one() -> None:
    """That the clip was verified does not make plain what it appears to show."""
    verified = {"kind": "claim", "source": "the Calder Post", "text": "the clip was verified", "basis": "own work"}
    shown = {"kind": "claim", "source": "the Calder Post", "text": "guards fire at a boat", "hedges": ["appears"]}
    assert rules("The Calder Post says guards fire at a boat.", [verified, shown]) == {"hedge-dropped"}
    assert rules("The Calder Post says the clip was verified.", [verified, shown]) == set()


def test_what_a_word_list_looks_ahead_to_has_its_neutral_word() -> None:
    said = {"kind": "claim", "source": "B", "text": "they shot two men"}
    outcome = check("They were executing prisoners, B said.", [said])
    assert isinstance(outcome, Found) and outcome.value["problems"][0]["text"] == "executing"


def test_the_law_is_asked_in_the_conditional_alone() -> None:
    assert rules("To execute captives would be a war crime, B notes.", [LAW]) == set()
    assert "legal-conclusion" in rules("Soldiers executed a man who might be a spy, B notes.", [LAW])


def test_the_hedge_of_a_date_goes_before_the_month() -> None:
    said = {"kind": "claim", "source": "B", "text": "it was around March 30"}
    outcome = check("It was on March 30, B said.", [said])
    assert isinstance(outcome, Found) and outcome.value["offer"] == "It was on or about March 30, B said."
