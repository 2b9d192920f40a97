"""One analyst holds one judgement of an answer: the gate refuses two, and what takes an earlier one's place is named."""

from typing import Any

from firsthand.desk.weigh import open_judgements
from firsthand.record.assessment import Assessment, Confidence, Likelihood, Withdrawal
from tests.desk.test_gate import refused
from tests.desk.test_publish_sample import Sample, sample


def _judged_again(s: Sample, **more: Any) -> None:
    s.say(
        second=Assessment(
            answer=s.id["bridge"],
            likelihood=Likelihood.UNLIKELY,
            confidence=Confidence.LOW,
            reasons="The rail is not the same.",
            **more,
        )
    )


def test_one_person_holds_one_judgement_of_an_answer() -> None:
    made = sample()
    _judged_again(made)
    (found,) = refused(made)["judged-once"]
    assert found.entries == (made.id["judge_where"], made.id["second"])
    assert "Olena Marchuk holds 2 judgements" in found.message and made.id["second"][:8] in found.message
    assert [e.id for e in open_judgements(made.one, made.id["bridge"])] == [made.id["judge_where"], made.id["second"]]
    taken = Withdrawal(of=made.id["judge_where"], reason="judged anew", instead=made.id["second"])
    made.say(taken=taken)
    assert [e.id for e in open_judgements(made.one, made.id["bridge"])] == [made.id["second"]]
    assert open_judgements(made.two, made.id["bridge"]) == (), "another author's are theirs"
    assert "judged-once" not in refused(made)


def test_a_judgement_that_revises_and_anothers_dissent_are_one_each() -> None:
    made = sample()
    _judged_again(made, revises=made.id["judge_where"])
    assert made.id["dissent"] and "judged-once" not in refused(made)
