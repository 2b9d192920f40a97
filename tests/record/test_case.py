"""A case read back: only one's own word takes back one's own, one's own review does not count, and a person may have two logs."""

from typing import Any

import pytest

from firsthand.record.assessment import About, Assessment, Confidence, Likelihood, Question, Review, Withdrawal
from firsthand.record.case import Case, case_of
from firsthand.record.claim import Grade, Source, SourceKind
from firsthand.record.digest import sha256
from firsthand.record.entry import Entry
from firsthand.record.fault import BadReference
from firsthand.record.keys import KeyAdded, KeyLost, Opened
from firsthand.record.publication import Draft


class Told:
    """Entries as if read from logs; ids are made up."""

    def __init__(self, *names: str) -> None:
        self.entries: list[Entry] = []
        self.logs = {name: sha256(name.encode()) for name in names}
        for name in names:
            self.say(name, Opened(case="a" * 64, device="b" * 64, key="A" * 43 + "=", author=name.strip("2")))

    def say(self, who: str, value: Any) -> str:
        made = sha256(f"entry {len(self.entries)}".encode())
        index = sum(entry.log == self.logs[who] for entry in self.entries)
        self.entries.append(
            Entry(
                id=made,
                log=self.logs[who],
                index=index,
                by="c" * 64,
                at="2024-03-01",
                clock=None,
                after=(),
                value=value,
            )
        )
        return made

    def case(self) -> Case:
        return case_of(self.entries)


def judged(answer: str, **other: Any) -> Assessment:
    return Assessment(answer=answer, likelihood=Likelihood.LIKELY, confidence=Confidence.LOW, reasons="x", **other)


def test_authors_and_kinds() -> None:
    told = Told("A", "B")
    question = told.say("A", Question(about=About.WHEN, text="When?"))
    case = told.case()
    assert [entry.id for entry in case.of("question")] == [question]
    assert case.value(question, "question").text == "When?"
    assert case.author(case.entries[question]) == "A"
    for wrong in ((question, "claim"), ("d" * 64, "question")):
        with pytest.raises(BadReference):
            case.value(*wrong)


def test_only_one_s_own_word_withdraws() -> None:
    told = Told("A", "B")
    mine = told.say("A", Draft(text="Mine."))
    told.say("B", Withdrawal(of=mine, reason="I do not like it."))
    assert mine not in told.case().withdrawn
    own = told.say("A", Withdrawal(of=mine, reason="It was wrong."))
    assert told.case().withdrawn == {mine: own}
    assert told.case().of("draft", standing=True) == ()


def test_a_withdrawal_may_be_withdrawn_and_that_too() -> None:
    told = Told("A")
    first = told.say("A", Draft(text="One."))
    chain = [first]
    for number in range(1, 6):
        chain.append(told.say("A", Withdrawal(of=chain[-1], reason="Once more.")))
        stands = number % 2 == 0
        assert (first not in told.case().withdrawn) == stands, number


def test_of_two_withdrawals_one_is_enough() -> None:
    told = Told("A")
    first = told.say("A", Draft(text="One."))
    one, two = (told.say("A", Withdrawal(of=first, reason="Twice.")) for _ in range(2))
    told.say("A", Withdrawal(of=two, reason="Once was enough."))
    assert told.case().withdrawn[first] == one


def test_only_one_s_own_word_replaces() -> None:
    told = Told("A", "B")
    mine = told.say("A", judged("e" * 64))
    told.say("B", judged("e" * 64, revises=mine))
    assert told.case().replaced == {}
    later = told.say("A", judged("e" * 64, revises=mine))
    assert told.case().replaced == {mine: later}
    told.say("A", Withdrawal(of=later, reason="The first was right."))
    assert told.case().replaced == {}


def test_one_s_own_review_does_not_count() -> None:
    told = Told("A", "A2", "B")
    mine = told.say("A", judged("e" * 64))
    told.say("A", KeyAdded(log=told.logs["A2"], reason="second machine"))
    told.say("A2", Review(of=mine, agrees=True, reasons="x"))
    assert told.case().reviewed(told.case().entries[mine]), "a link that only one side says is none"
    told.say("A2", KeyAdded(log=told.logs["A"], reason="first machine"))
    assert told.case().reviewed(told.case().entries[mine]) == ()
    told.say("B", Review(of=mine, agrees=False, reasons="x"))
    assert [told.case().author(review) for review in told.case().reviewed(told.case().entries[mine])] == ["B"]


def test_a_lost_log_s_successor_is_the_same_person_by_another_s_word_only() -> None:
    told = Told("A", "A2", "B")
    mine = told.say("A", Draft(text="Mine."))
    told.say("A2", KeyLost(old=told.logs["A"], new=told.logs["A2"], reason="It is me."))
    told.say("A2", Withdrawal(of=mine, reason="It was wrong."))
    assert told.case().withdrawn == {}
    told.say("B", KeyLost(old=told.logs["A"], new=told.logs["A2"], reason="Lost on a train."))
    assert mine in told.case().withdrawn


def test_grades_are_each_persons_last_that_stands_and_two_persons_two() -> None:
    told = Told("A", "B")
    source = told.say("A", Source(name="@street", is_a=SourceKind.ACCOUNT))
    grade = lambda: told.case().grade(told.case().entries[source])  # noqa: E731
    assert grade() == "F"
    told.say("A", Grade(about=source, grade="B", reason="right before"))
    last = told.say("B", Grade(about=source, grade="D", reason="wrong twice"))
    assert grade() == "B / D", "never folded into one"
    told.say("A", Grade(about=source, grade="C", reason="wrong once"))
    assert grade() == "C / D"
    assert set(told.case().grades()[source].values()) == {"C", "D"}
    told.say("B", Withdrawal(of=last, reason="It was another account."))
    assert grade() == "C"
    assert {entry.kind for entry in told.case().about(source, "grade", "review")} == {"grade"}
