"""What was printed, and what to type to correct it: the ids are right, and what is typed passes the gate."""

import re
import shlex
from itertools import pairwise
from pathlib import Path

from firsthand.desk.correct import Printed, printed
from firsthand.desk.desk import resolve
from firsthand.desk.publish import publish
from firsthand.record.assessment import Assessment, Confidence, Likelihood, Withdrawal
from firsthand.record.publication import Draft, Section
from tests.desk.test_publish_sample import Sample, corrected, sample


def sentence(made: Sample, name: str) -> Printed:
    return next(one for one in printed(made.one)[1] if one.id == made.id[name])


def options(command: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    words = shlex.split(command)
    for option, given in pairwise(words):
        if option.startswith("--"):
            found.setdefault(option, []).append(given)
    return found


def test_nothing_was_printed_before_the_first_edition() -> None:
    assert printed(sample().one) == (0, ())


def test_every_sentence_stands_there_with_its_id_and_its_state(tmp_path: Path) -> None:
    made = sample()
    list(publish(made.one, tmp_path / "one"))
    corrected(made)
    made.say(gone_how=Withdrawal(of=made.id["how_1"], reason="It was not all copies."))
    edition, found = printed(made.one)
    assert edition == 1
    assert found[0].id == made.id["title"] and len(found) == 9
    states = {one.id: one.state for one in found}
    assert states[made.id["known_3"]] == made.id["known_3b"] and states[made.id["how_1"]] == "withdrawn"
    assert states[made.id["sum_1"]] == "stands" and made.id["known_3b"] not in states, "not printed yet"


def test_a_sentence_that_only_reads_badly_is_said_anew_on_the_same_ground(tmp_path: Path) -> None:
    made = sample()
    list(publish(made.one, tmp_path / "one"))
    one = sentence(made, "known_1")
    anew, out = one.commands
    assert anew.startswith('firsthand draft "THE SENTENCE ANEW" --section known ') and not one.fallen
    given = options(anew)
    assert [resolve(made.one, short) for short in given["--rests-on"]] == [made.id["judge_where"], made.id["tower"]]
    assert [resolve(made.one, short) for short in given["--replaces"]] == [made.id["known_1"]]
    assert [resolve(made.one, short) for short in given["--answers"]] == [made.id["where"]]
    assert out == 'firsthand publish --out REPORT-2 --changed "WHAT IS DIFFERENT"'
    assert "--section 'not known'" in sentence(made, "open_1").commands[0]


def test_what_fell_beneath_is_named_and_what_is_typed_passes_the_gate(tmp_path: Path) -> None:
    made = sample()
    list(publish(made.one, tmp_path / "one"))
    made.say(gone=Withdrawal(of=made.id["claim_neighbour"], reason="Taken back."))
    one = sentence(made, "known_3")
    assert one.fallen == (("claim", made.id["claim_neighbour"], "withdrawn"),)
    judge, anew, correction, _ = one.commands
    given = options(judge)
    assert resolve(made.one, given["--revises"][0]) == made.id["judge_who"]
    assert [resolve(made.one, short) for short in given["--for"]] == [made.id["claim_club"]]
    made.say(
        again=Assessment(
            answer=resolve(made.one, judge.split()[2]),
            likelihood=Likelihood.ROUGHLY_EVEN,
            confidence=Confidence.LOW,
            reasons="Two statements stand against each other.",
            speaks_for=tuple(resolve(made.one, short) for short in given["--for"]),
            revises=resolve(made.one, given["--revises"][0]),
        )
    )
    _say(made, anew, "The council says that the rowing club fired the salute; the club denies it.")
    _say(made, correction, "An earlier edition cited an eyewitness, who has since taken the statement back.")
    list(publish(made.one, tmp_path / "two", changed="A statement was taken back."))
    assert "NEW-JUDGEMENT" not in " ".join(c for p in printed(made.one)[1] for c in p.commands)


def _say(made: Sample, command: str, text: str) -> None:
    given = options(re.sub(r"NEW-JUDGEMENT-OF-[0-9a-f]+", made.id["again"], command))
    made.say(
        **{
            text: Draft(
                text=text,
                section=Section(given["--section"][0]),
                order=int(given.get("--order", ["0"])[0]),
                rests_on=tuple(resolve(made.one, short) for short in given["--rests-on"]),
                answers=tuple(resolve(made.one, short) for short in given.get("--answers", ())),
                replaces=resolve(made.one, given["--replaces"][0]) if "--replaces" in given else None,
            )
        }
    )


def test_anothers_sentence_is_theirs_to_replace(tmp_path: Path) -> None:
    made = sample()
    list(publish(made.one, tmp_path / "one"))
    found = printed(made.two)[1]
    assert len(found) == 9 and {one.who for one in found} == {"Olena Marchuk"}
    assert not any(one.commands for one in found)
