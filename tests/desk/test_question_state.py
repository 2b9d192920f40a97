"""How far a question is, is one word by one rule: on the board, in the library and in the report."""

from pathlib import Path

from firsthand.desk.bearing import bearing
from firsthand.desk.gate_board import board
from firsthand.desk.now import now
from firsthand.desk.screens.board import board as screen
from firsthand.desk.screens.library import Filters, page
from firsthand.desk.weigh import say
from firsthand.record.assessment import About, Answer, Assessment, Confidence, Likelihood, Question, Withdrawal
from firsthand.record.claim import Claim, Source, SourceKind, SpeaksTo, Stance
from firsthand.record.digest import sha256
from firsthand.record.footage import File
from tests.desk.parts import machine

FILE, OTHER = sha256(b"a film"), sha256(b"another film")


def test_every_door_says_the_same_of_a_question(tmp_path: Path) -> None:
    desk = machine(tmp_path).new()
    for digest in (FILE, OTHER):
        say(desk, File(digest=digest, blake3=digest, size=3))
    question = say(desk, Question(about=About.WHEN, text="When was it filmed?"))
    today, before = (say(desk, Answer(question=question, text=text)) for text in ("today", "years before"))
    source = say(desk, Source(name="@a", is_a=SourceKind.ACCOUNT))

    def told(*, contested: tuple[str, ...] = ()) -> str:
        """The one word, of all that show it; the other film has no part in the question."""
        shown = screen(desk).questions[0]
        rows = {row.file: row.questions[0].state for row in page(desk, Filters(), limit=9).rows}
        asked = board(now(desk))[question]
        assert (shown.state, shown.contested, rows[OTHER]) == (asked.state, asked.contested, "none")
        assert asked.contested == contested and rows[FILE] == bearing(desk).states.get(FILE, {}).get("when", "none")
        assert rows[FILE] in ("none", shown.state)
        return shown.state if rows[FILE] == shown.state else f"{shown.state}, without the file"

    def claims(answer: str, stance: Stance = Stance.FOR) -> str:
        speaks = SpeaksTo(question=question, answer=answer, stance=stance)
        return say(desk, Claim(source=source, paraphrase="so it is said", files=(FILE,), speaks_to=(speaks,)))

    assert told() == "open, without the file"
    first = claims(today)
    assert told() == "claimed"
    judged = Assessment(
        answer=before,
        likelihood=Likelihood.ALMOST_CERTAIN,
        confidence=Confidence.HIGH,
        reasons="a building",
        speaks_for=(),
    )
    say(desk, judged)
    assert told() == "assessed"
    rival = claims(before)
    assert told(contested=("claims are made for more than one answer",)) == "contested", "a judgement does not end it"
    say(desk, Withdrawal(of=rival, reason="misread"))
    assert told() == "assessed"
    claims(today, Stance.AGAINST)
    assert told(contested=("a claim is made against an answer",)) == "contested"
    say(desk, Withdrawal(of=first, reason="misread"))
