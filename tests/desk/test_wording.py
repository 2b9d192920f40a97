"""A draft whose wording cannot be weighed does not slip through the gate unsaid."""

from pathlib import Path

from firsthand.desk.desk import Desk, view
from firsthand.desk.weigh import say
from firsthand.desk.wording import too_loud
from firsthand.record.publication import Draft
from tests.desk.parts import machine


def messages(desk: Desk, text: str) -> list[str]:
    entry = say(desk, Draft(text=text))
    case = view(desk)
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
