"""Findings of sound in a report's notes: the seconds at which bangs arrive, and where recordings begin on one clock."""

from pathlib import Path
from typing import Any

import pytest

from firsthand.desk.report.heard import MOST, heard
from firsthand.record.finding import Finding, Found, Inconclusive, Nothing, Outcome
from firsthand.record.publication import Draft, Section
from tests.desk.test_publish_sample import finding, sample
from tests.desk.test_report import page

A, B = "a" * 64, "b" * 64


def bang(low: float) -> dict[str, Any]:
    return {"media_s": {"low": low, "high": low + 0.001}, "peak": 0.5, "rise": 12.0}


def row(file: str, low: float, *, alone: bool = False) -> dict[str, Any]:
    return {"file": file, "start_s": {"low": low, "high": low + 0.05, "best": low}, "by_sound_alone": alone}


def said(method: str, outcome: Outcome) -> str:
    made: Finding = finding(method, outcome)
    return str(heard(made, lambda digest: f"Exhibit {digest[:1]}"))


def test_bangs_and_starts_are_told_under_the_sentence(tmp_path: Path) -> None:
    made = sample()
    clock = {"events": [{"zero": A, "recordings": [row(A, 0.0), row(B, 2.1, alone=True)]}]}
    made.say(bangs=finding("align.impulses", Found(value={"impulses": [bang(7.819), bang(10.884)]})))
    made.say(clock=finding("align.clock", Inconclusive(why="By sound alone.", value=clock)))
    rests_on = (made.id["bangs"], made.id["clock"])
    made.say(told=Draft(section=Section.HOW, text="Two bangs were compared.", rests_on=rests_on))
    _, tree = page(made, tmp_path)
    notes = " ".join(tree.id("notes").text().split())
    assert "2 sudden sounds arrive at second 7.819 to 7.820, 10.884 to 10.885 of it" in notes
    assert "begins at 2.100 to 2.150 (by sound alone)" in notes and "By sound alone. By the clock of" in notes


def test_many_bangs_are_counted() -> None:
    told = said("align.impulses", Found(value={"impulses": [bang(float(k)) for k in range(40)]}))
    assert told.count(" to ") == MOST and f"and {40 - MOST} more" in told
    assert "A sudden sound arrives" in said("align.impulses", Found(value={"impulses": [bang(1.0)]}))


@pytest.mark.parametrize(
    "value", [{"other": 1}, {"impulses": 3}, {"impulses": [{}]}, {"impulses": [{"media_s": {"low": "<b>"}}]}]
)
def test_a_value_that_is_not_as_its_method_makes_it_says_nothing(value: dict[str, Any]) -> None:
    assert said("align.impulses", Found(value=value)) == ""


def test_nothing_and_other_methods_say_nothing_more() -> None:
    assert said("align.impulses", Nothing(looked="all of it")) == ""
    assert said("align.pair", Found(value={"impulses": [bang(1.0)]})) == ""
