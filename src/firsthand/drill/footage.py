"""The main job on a folder of real clips: preserved, examined, compared, one judgement, a report."""

from collections.abc import Iterator
from pathlib import Path

from firsthand.desk.cases import new_case
from firsthand.desk.desk import Desk, entries
from firsthand.desk.examine import examine
from firsthand.desk.preserve import PassedOver, preserve
from firsthand.desk.publish import Issued, publish
from firsthand.desk.weigh import say
from firsthand.desk.wording import too_loud
from firsthand.outside.keyring import Keyring
from firsthand.record.assessment import About, Answer, Assessment, Confidence, Likelihood, Question
from firsthand.record.publication import Draft, Section

from .walk import Done, Step

AUTHOR = "A. Analyst"


def footage_walk(folder: Path, clips: Path) -> Iterator[Step | Done]:
    """A case of a folder of clips, below `folder`; the last thing it yields is Done. Raises whatever the desk raises."""
    desk = new_case(folder / "case", author=AUTHOR, title="Public sample clips", ring=Keyring(folder / "keys"))
    events = list(preserve(desk, [clips]))
    passed = sum(isinstance(event, PassedOver) for event in events)
    yield Step(says=f"preserved {len(events) - passed} things, passed over {passed}")
    for _ in examine(desk, profile="triage"):
        pass
    desk.index.refresh(desk.ledger)
    pairs = _copies(desk)
    yield Step(says=f"examined: {desk.index.count().get('finding', 0)} findings, {len(pairs)} pairs of copies")
    _judge(desk, pairs)
    *_, issued = publish(desk, folder / "report", wording=(too_loud,))
    assert isinstance(issued, Issued)
    yield Done(case=folder / "case", report=folder / "report", fingerprint=issued.fingerprint)


def _copies(desk: Desk) -> list[str]:
    found = (e for e in entries(desk, "finding") if e.value.job.method == "trace.pictures")
    return [e.id for e in found if e.value.outcome["outcome"] == "found"]


def _judge(desk: Desk, pairs: list[str]) -> None:
    """One question, answered by what tracing found; nothing is claimed of what the clips show."""
    question = say(desk, Question(about=About.AUTHENTIC, text="Do some of the clips come from one recording?"))
    some = say(desk, Answer(question=question, text="Some clips are copies of others"))
    say(desk, Answer(question=question, text="Every clip is of its own"))
    judged = say(
        desk,
        Assessment(
            answer=some,
            likelihood=Likelihood.VERY_LIKELY if pairs else Likelihood.ROUGHLY_EVEN,
            confidence=Confidence.MODERATE if pairs else Confidence.LOW,
            reasons=f"Tracing found {len(pairs)} pairs of clips with stretches in common."
            if pairs
            else "Tracing found no pair.",
            speaks_for=tuple(pairs[:20]),
        ),
    )
    term = "very likely" if pairs else "as likely as not"
    say(desk, Draft(text="Public sample clips, compared with one another", section=Section.TITLE))
    say(
        desk,
        Draft(
            text=f"It is {term} that some of the clips are copies of others.",
            section=Section.KNOWN,
            rests_on=(judged, *pairs[:20]),
            answers=(question,),
        ),
    )
    who = say(desk, Question(about=About.WHO, text="Who made the clips, where and when?"))
    say(desk, Draft(text="Who made the clips, where and when is not known.", section=Section.NOT_KNOWN, answers=(who,)))
