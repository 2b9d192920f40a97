"""A draft whose wording cannot be weighed does not slip through the gate unsaid."""

from pathlib import Path
from typing import Any

import pytest

from firsthand.desk.desk import BULK, Desk, view
from firsthand.desk.weigh import say
from firsthand.desk.wording import too_loud
from firsthand.record.assessment import Review
from firsthand.record.footage import Stretch
from firsthand.record.observation import Observation
from firsthand.record.publication import Draft
from tests.desk.parts import machine
from tests.desk.test_publish_sample import Sample, sample


def messages(desk: Desk, text: str, *rests_on: str, **more: Any) -> list[str]:
    entry = say(desk, Draft(text=text, rests_on=rests_on, **more))
    case = view(desk, *BULK)
    return list(too_loud(case.entries[entry], case))


def test_a_sentence_too_long_to_weigh_is_refused(tmp_path: Path) -> None:
    desk = machine(tmp_path).new()
    for text in ("They murdered him. " * 300, "They “murdered” him. " * 300, "Його вбили. " * 400):
        (said,) = messages(desk, text)
        assert "cannot be weighed" in said


def test_a_loud_sentence_is_refused_with_wording_that_would_pass(tmp_path: Path) -> None:
    said = messages(machine(tmp_path).new(), "The film proves that they murdered him.")
    assert said
    assert said[-1].startswith("this would pass: ")


# --- languages -----------------------------------------------------------------------------------------------------------

FRENCH = "Le film montre un homme dans la rue et il est mort."


def test_a_language_without_lists_is_refused_until_another_author_has_read_the_sentence() -> None:
    made = sample()
    made.say(french=Draft(text=FRENCH, rests_on=(made.id["tower"],)))
    (said,) = loud(made, "french")
    assert "reads as fr" in said and "a review of the sentence by another author lets it pass" in said
    made.say(own=Review(of=made.id["french"], agrees=True, reasons="I read French."))
    assert loud(made, "french"), "one's own review is none"
    made.other(read=Review(of=made.id["french"], agrees=True, reasons="It says no more than the observation."))
    assert loud(made, "french") == []
    made.other(no=Review(of=made.id["french"], agrees=False, reasons="On second reading it does."))
    assert loud(made, "french"), "a reader who does not agree holds it back"


def test_a_review_lets_no_loud_sentence_pass_that_can_be_weighed() -> None:
    made = sample()
    made.say(loud=Draft(text="The film proves that they murdered him.", rests_on=(made.id["tower"],)))
    made.other(read=Review(of=made.id["loud"], agrees=True, reasons="Fine by me."))
    assert loud(made, "loud")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Відео доводить, що вежа стоїть ліворуч.", "verb-strength"),
        ("Видео доказывает, что башня стоит слева.", "verb-strength"),
        ("El vídeo demuestra que la torre está a la izquierda.", "verb-strength"),
        ("الفيديو يثبت أن البرج على اليسار", "verb-strength"),
        ("Солдати стратили полоненого.", "legal-conclusion"),
    ],
)
def test_the_gate_weighs_a_sentence_in_the_language_that_it_is_written_in(text: str, rule: str) -> None:
    made = sample()
    made.say(said=Draft(text=text, rests_on=(made.id["tower"],)))
    assert any(rule in message for message in loud(made, "said"))


# --- what carries a sentence -----------------------------------------------------------------------------------------------

CLAIMED = "The rowing club fired the salute."


def test_an_observation_of_something_else_carries_nothing() -> None:
    made = sample()
    made.say(bare=Draft(text=CLAIMED, rests_on=(made.id["claim_council"],)))
    made.say(propped=Draft(text=CLAIMED, rests_on=(made.id["claim_council"], made.id["tower"])))
    told = loud(made, "propped")
    assert [m for m in loud(made, "bare") if "attribution" in m] and [m for m in told if "attribution" in m]
    assert any("carries nothing of it" in message for message in told)


def test_an_observation_that_says_it_or_is_of_the_claims_file_carries() -> None:
    made = sample()
    made.say(
        sees=Observation(what="note", says="Men of the rowing club fire a salute from the pier."),
        of_file=Observation(what="note", says="Sparks.", stretch=Stretch(file=made.file["bridge"])),
        elsewhere=Observation(what="note", says="Sparks.", stretch=Stretch(file=made.file["square"])),
    )
    text = "People in council jackets light the fireworks."
    for name, carried in (("of_file", True), ("elsewhere", False)):
        made.say(**{f"s_{name}": Draft(text=text, rests_on=(made.id["claim_neighbour"], made.id[name]))})
        assert any("attribution" in m for m in loud(made, f"s_{name}")) != carried, name
    made.say(same=Draft(text=CLAIMED, rests_on=(made.id["claim_council"], made.id["sees"])))
    assert not any("attribution" in m for m in loud(made, "same"))


def test_a_finding_about_another_file_carries_no_claim() -> None:
    made = sample()
    text = "People in council jackets light the fireworks."
    for name, carried in (("read_1", True), ("read_3", False)):
        made.say(**{f"s_{name}": Draft(text=text, rests_on=(made.id["claim_neighbour"], made.id[name]))})
        idle = [m for m in loud(made, f"s_{name}") if "carries nothing" in m]
        assert bool(idle) != carried, name


def test_what_a_judgement_rests_on_bears_on_its_sentence() -> None:
    made = sample()
    made.say(
        said=Draft(text="It was very likely filmed on the bridge.", rests_on=(made.id["judge_where"], made.id["tower"]))
    )
    assert not any("carries nothing" in message for message in loud(made, "said"))


def loud(made: Sample, name: str) -> list[str]:
    case = view(made.one, *BULK)
    return list(too_loud(case.entries[made.id[name]], case))
