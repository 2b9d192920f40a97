"""The second tier's seam: what it is given, and what its lines do to the outcome; and what the first says of inherited verdicts."""

from collections.abc import Iterator
from pathlib import Path

from firsthand.recheck import Evidence, Line, Verdict, exit_code, recheck_case, recheck_folder
from firsthand.record.assessment import Withdrawal
from firsthand.record.digest import sha256
from firsthand.record.keys import KeyAdded, KeyCompromised, KeyLost
from firsthand.record.publication import Draft
from tests.recheck.good import FILM, READING, good_case, good_report
from tests.recheck.making import Author, Withheld


def said(lines: list[Line], code: str) -> list[Line]:
    return [line for line in lines if line.code == code]


def test_without_it_findings_are_counted_and_lower_nothing(memory: Path) -> None:
    good = good_report(memory / "report")
    lines = list(recheck_folder(good.path, key=good.a.first))
    assert [line.says for line in said(lines, "finding.not-computed")] == ["2 findings were not computed again"]
    assert exit_code(lines) == 0


def test_it_is_given_entries_verdicts_and_checked_bytes(memory: Path) -> None:
    good = good_report(memory / "report")
    seen: list[Evidence] = []

    def findings(evidence: Evidence) -> Iterator[Line]:
        seen.append(evidence)
        for entry in evidence.entries():
            if entry.kind == "finding":
                yield Line(
                    step=9, subject=entry.id, verdict=evidence.verdict(entry.id), says="again", code="finding.holds"
                )

    lines = list(recheck_folder(good.path, key=good.a.first, findings=findings))
    assert [line.subject for line in said(lines, "finding.holds")] == [good.ids["finding"], good.ids["doubt"]]
    assert exit_code(lines) == 0 and not said(lines, "finding.not-computed")
    assert seen[0].bytes_of[sha256(FILM)].read_bytes() == FILM
    assert seen[0].bytes_of[sha256(READING)].read_bytes() == READING


def test_it_can_break_and_it_cannot_lower(memory: Path) -> None:
    good = good_case(memory / "case")
    for verdict, outcome in ((Verdict.BROKEN, 1), (Verdict.CANNOT, 0), (Verdict.HOLDS, 0)):
        extra = Line(step=9, subject="finding", verdict=verdict, says="x", code="finding.differs")
        assert exit_code(recheck_case(good.path, key=good.a.first, findings=lambda _, line=extra: [line])) == outcome


def test_withheld_grounds_are_inherited_and_counted(memory: Path) -> None:
    good = good_report(memory / "report")
    good.publish(disclosure={good.ids["claim"]: Withheld(body=True)})
    lines = list(recheck_folder(good.path, key=good.a.first))
    assert {line.verdict for line in said(lines, "cause.withheld")} == {Verdict.WITHHELD}
    assert len(said(lines, "cause.withheld")) == 3  # two assessments, and the sentence that rests on them
    assert exit_code(lines) == 0


def test_what_rests_on_a_compromised_key_cannot_be_relied_on(memory: Path) -> None:
    good = good_report(memory / "report")
    good.a.write(KeyCompromised(log=good.b.log, since=2, reason="The laptop was stolen."))
    good.publish()
    lines = list(recheck_folder(good.path, key=good.a.first))
    spoken = [line for line in said(lines, "cause.cannot") if line.subject.startswith("sentence")]
    assert len(spoken) == 1 and "noon" in spoken[0].says and exit_code(lines) == 3


def test_a_lost_key_that_wrote_no_more_and_its_successor_are_fine(memory: Path) -> None:
    good = good_report(memory / "report")
    c = Author(good.book, "B. Reader", seed="second ")
    c.write(KeyAdded(log=good.b.log, reason="mine too"))
    good.a.write(KeyLost(old=good.b.log, new=c.log, reason="Lost on a train."))
    good.publish()
    lines = list(recheck_folder(good.path, key=good.a.first))
    assert said(lines, "key.successor") and exit_code(lines) == 0


def test_a_word_taken_back_by_who_said_it_is_lifted(memory: Path) -> None:
    good = good_report(memory / "report")
    word = good.a.say(KeyCompromised(log=good.b.log, since=1, reason="The laptop was stolen."))
    good.a.write(Withdrawal(of=word, reason="It was under the bed."))
    good.publish()
    assert exit_code(recheck_folder(good.path, key=good.a.first)) == 0


def test_a_long_chain_of_grounds_is_followed(memory: Path) -> None:
    """Deep in the ledger, not in the stack."""
    good = good_report(memory / "report")
    lines, before = [], good.ids["secret claim"]
    for number in range(1200):
        lines.append(good.a.make(Draft(text=f"{number}", rests_on=(before,)), after=[]))
        before = lines[-1].hash
    good.a.append(*lines)
    good.publish()
    found = list(recheck_folder(good.path, key=good.a.first))
    assert sum(line.says.startswith("rests on something withheld") for line in found) > 1000 and exit_code(found) == 0
