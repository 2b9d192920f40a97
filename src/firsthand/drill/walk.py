"""The main job on the drill, as two invented analysts would do it: from footage to a report that is rechecked."""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from firsthand.desk.cases import join_case, merge_case, new_case, open_case
from firsthand.desk.desk import Desk, entries, resolve_file
from firsthand.desk.examine import examine
from firsthand.desk.preserve import PassedOver, preserve
from firsthand.desk.publish import Issued, publish
from firsthand.desk.times import stated
from firsthand.desk.weigh import say
from firsthand.desk.wording import too_loud
from firsthand.outside.keyring import Keyring
from firsthand.record.assessment import About, Answer, Assessment, Confidence, Likelihood, Question, Reply, Review
from firsthand.record.claim import Basis, Claim, Reliability, Source, SourceKind, SpeaksTo, Stance
from firsthand.record.fault import BadReference
from firsthand.record.footage import Stretch
from firsthand.record.observation import Observation
from firsthand.record.publication import Draft, Section
from firsthand.record.sighting import Sighting

from .write import write_drill

QUESTIONS: Mapping[str, str] = {
    "authentic": "Is the film of the salute over the bridge a film of this day?",
    "where": "Where was the salute fired?",
    "when": "When was the first shot of the salute?",
    "what": "What was fired?",
    "who": "Who fired the salute?",
    "context": "Was the bridge open to traffic?",
}
KINDS = {
    "account": SourceKind.ACCOUNT,
    "official": SourceKind.OFFICIAL,
    "agency": SourceKind.OUTLET,
    "outlet": SourceKind.OUTLET,
}
OLD, TODAY, STREET = "old", "recycled", "a"  # the drill's own keys of three films
FIRST, SECOND = "A. Analyst", "B. Second"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the walk, in words."""

    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The walk is over: where its parts lie and whose key seals the report."""

    case: Path
    report: Path
    fingerprint: str


@dataclass(slots=True)
class _Named:
    """Ids of what was entered, by the words that the drill has for it."""

    files: dict[str, str] = field(default_factory=dict)
    questions: dict[str, str] = field(default_factory=dict)
    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    claims: dict[tuple[str, str], str] = field(default_factory=dict)


def walk(folder: Path, *, seed: int = 1, small: bool = False, weak_cell: bool = False) -> Iterator[Step | Done]:
    """Runs the whole job below `folder`; the last thing it yields is Done. Raises whatever the desk raises."""
    drill, mine = folder / "drill", Keyring(folder / "keys-a")
    yield Step(says="rendering the drill: three cameras, ten re-uploads, one recycled old clip")
    for _ in write_drill(drill, seed, small=small):
        pass
    new_case(folder / "case", author=FIRST, title="The Lindholm salute (invented)", ring=mine)
    desk = open_case(folder / "case", ring=mine, weak_cell=weak_cell)

    events = list(preserve(desk, [drill / "footage"], sheet=drill / "sightings.csv"))
    passed = [event for event in events if isinstance(event, PassedOver)]
    yield Step(says=f"preserved {len(events) - len(passed)} things, passed over {len(passed)}")
    for _ in examine(desk):
        pass
    desk.index.refresh(desk.ledger)
    yield Step(says=f"examined: {desk.index.count().get('finding', 0)} findings")

    named = _Named()
    _enter_statements(desk, drill, named)
    yield Step(
        says=f"entered {len(named.claims)} claims by {len(named.sources)} sources on {len(named.questions)} questions"
    )
    judged = _assess(desk, named)
    second = _second_analyst(folder, desk, named, judged)
    yield Step(says=f"a second analyst reviewed, dissented, and was merged: {second} entries")

    sentences = _draft(desk, named, judged)
    report = folder / "report-1"
    issued = _publish(desk, report)
    yield Step(says=f"published edition {issued.edition} of {len(sentences)} sentences in {report.name}")
    _correct(desk, named, judged, sentences)
    issued = _publish(desk, folder / "report", changed="What the other accounts say of the hour is now printed.")
    yield Step(says=f"published edition {issued.edition}, a correction, in report")
    yield Done(case=folder / "case", report=folder / "report", fingerprint=issued.fingerprint)


# --- claims --------------------------------------------------------------------------------------------------------------


def _enter_statements(desk: Desk, drill: Path, named: _Named) -> None:
    wire = json.loads((drill / "statements.json").read_text("utf-8"))
    desk.index.refresh(desk.ledger)
    for found in entries(desk, "sighting"):
        if found.value.file and found.value.name:
            named.files.setdefault(f"footage/{found.value.name}", found.value.file)
    known = json.loads((drill / "truth.json").read_text("utf-8"))["files"]
    named.files |= {known[name]["key"]: named.files[name] for name in known if name in named.files}
    for about, text in QUESTIONS.items():
        named.questions[about] = say(desk, Question(about=About(about), text=text))
    for post in wire["statements"]:
        _enter_post(desk, post, named)


def _enter_post(desk: Desk, post: Mapping[str, Any], named: _Named) -> None:
    who = post["source"]
    if who["name"] not in named.sources:
        source = Source(
            name=who["name"], is_a=KINDS[who["kind"]], reliability=Reliability.F, reason="met here for the first time"
        )
        named.sources[who["name"]] = say(desk, source)
    posted = stated(post["posted_at"][:16] + "Z")  # as a page shows it: to the minute
    seen = Sighting(
        file=None,
        item=f"post by {who['name']}",
        url=post["url"],
        account=who["name"],
        posted=posted,
        captured="read on its page",
    )
    where = say(desk, seen)
    for part in post["claims"]:
        answer = _answer(desk, part["question"], part["says"], named)
        claim = Claim(
            source=named.sources[who["name"]],
            paraphrase=f"{part['question'].capitalize()}: {part['says']}",
            verbatim=part["quote"],
            language="en",
            speaks_to=(SpeaksTo(question=named.questions[part["question"]], answer=answer, stance=Stance.FOR),),
            hedges=tuple(part["hedges"]),
            basis=Basis(part["basis"]),
            said=posted,
            files=tuple(resolve_file(desk, named.files[name]) for name in part["files"]),
            rests_on=(where,),
        )
        named.claims[(post["id"], part["question"])] = say(desk, claim)


def _answer(desk: Desk, question: str, text: str, named: _Named) -> str:
    if (question, text) not in named.answers:
        named.answers[(question, text)] = say(desk, Answer(question=named.questions[question], text=text))
    return named.answers[(question, text)]


# --- judgements ----------------------------------------------------------------------------------------------------------


def _same_sound(desk: Desk, named: _Named) -> tuple[str, ...]:
    """The finding by which the film of "today" has the sound of last year's: none in a small drill, whose films are too short.

    The clip was cropped: the first tracing says of its pictures that they move alike and that it cannot tell; sound can.
    """
    pair = {named.files[OLD], named.files[TODAY]}
    sound = (e for e in entries(desk, "finding") if e.value.job.method == "trace.sound" and set(e.value.files) == pair)
    return tuple(e.id for e in sound if e.value.outcome["outcome"] == "found")


def _search_finding(desk: Desk) -> str:
    """The finding that says which files were compared. Raises BadReference where nothing was."""
    found = [e.id for e in entries(desk, "finding") if e.value.job.method == "trace.search"]
    if not found:
        raise BadReference("nothing was compared")
    return found[-1]


def _assess(desk: Desk, named: _Named) -> dict[str, str]:
    desk.index.refresh(desk.ledger)
    sound = _same_sound(desk, named)
    square = named.answers[("where", "Tower Square")]
    frames = Observation(
        what="comparison",
        says="Frame by frame the film shared as of this day shows a part of the picture of the film of the year before",
        stretch=Stretch(file=named.files[TODAY]),
        rests_on=sound,
    )
    compared = say(desk, frames)
    tower = Observation(
        what="landmark",
        says="The bursts stand behind the tower, on the side away from the bridge, as seen from the street",
        stretch=Stretch(file=named.files[STREET]),
    )
    seen = say(desk, tower)
    judged = {
        "authentic": Assessment(
            answer=named.answers[("authentic", "the bridge film is older")],
            likelihood=Likelihood.ALMOST_CERTAIN,
            confidence=Confidence.HIGH,
            reasons="Its pictures are a part of those of a film that was already posted a year before"
            + (", and so is its sound." if sound else "."),
            speaks_for=(*sound, compared, named.claims[("agency", "authentic")]),
            speaks_against=(named.claims[("north", "authentic")],),
        ),
        "where": Assessment(
            answer=square,
            likelihood=Likelihood.VERY_LIKELY,
            confidence=Confidence.MODERATE,
            reasons="Three cameras, an eyewitness and the town office agree; the account that differs rests on the old film.",
            speaks_for=(seen, named.claims[("quay", "where")], named.claims[("town", "where")]),
            speaks_against=(named.claims[("north", "where")],),
        ),
        "who": Assessment(
            answer=named.answers[("who", "Old Quay Salute Society")],
            likelihood=Likelihood.LIKELY,
            confidence=Confidence.LOW,
            reasons="An eyewitness and the town office say so; nobody can be told in the films, and the club claims it too.",
            speaks_for=(named.claims[("quay", "who")], named.claims[("town", "who")]),
            speaks_against=(named.claims[("north", "who")],),
        ),
        "when": Assessment(
            answer=named.answers[("when", _minute(named))],
            likelihood=Likelihood.LIKELY,
            confidence=Confidence.LOW,
            reasons="The town office names the minute; the first post with footage is later; no clock in the films was checked.",
            speaks_for=(named.claims[("town", "when")],),
            speaks_against=(named.claims[("north", "when")],),
        ),
    }
    ids = {about: say(desk, value) for about, value in judged.items()}
    say(
        desk,
        Reply(
            source=named.sources["@northbank_daily"],
            asked=True,
            question="Which day is the film of the bridge from?",
            when=stated("2024-08-25", "Europe/Copenhagen"),
            answered=False,
        ),
    )
    return {**ids, "tower": seen, "compared": compared, "search": _search_finding(desk)}


def _minute(named: _Named) -> str:
    """The town office's hour, as it names it; the other answer is the hedged one."""
    return next(text for question, text in named.answers if question == "when" and text[:1].isdigit())


def _second_analyst(folder: Path, desk: Desk, named: _Named, judged: Mapping[str, str]) -> int:
    """On another machine: a copy of the case, a review, a dissent; then the first analyst merges that copy."""
    theirs = folder / "second-machine" / "case"
    shutil.copytree(desk.folder, theirs, ignore=shutil.ignore_patterns("cache"))
    (theirs / "cache").mkdir()
    second = join_case(theirs, author=SECOND, ring=Keyring(folder / "keys-b"))
    for about in ("authentic", "where"):
        say(
            second,
            Review(
                of=judged[about], agrees=True, reasons="Went through the stretches named, and the sightings' dates."
            ),
        )
    say(
        second,
        Assessment(
            answer=named.answers[("who", "Old Quay Salute Society")],
            likelihood=Likelihood.ROUGHLY_EVEN,
            confidence=Confidence.LOW,
            reasons="Both societies fired in turns before; jackets are no ground.",
            speaks_for=(named.claims[("town", "who")],),
            speaks_against=(named.claims[("north", "who")],),
            dissents_from=judged["who"],
        ),
    )
    return merge_case(desk, theirs).entries


# --- sentences -----------------------------------------------------------------------------------------------------------


def _draft(desk: Desk, named: _Named, judged: Mapping[str, str]) -> dict[str, str]:
    """The report's sentences. Each that speaks of the event passes the linter before it is entered."""
    q, c = named.questions, named.claims
    drafts: dict[str, Draft] = {
        "title": Draft(text="The Lindholm salute: what the films show and who says what", section=Section.TITLE),
        "summary": Draft(
            text=(
                "The film of a salute over the bridge that was shared as of this day is almost certainly older; "
                "accounts differ, and @northbank_daily said otherwise."
            ),
            section=Section.SUMMARY,
            rests_on=(judged["authentic"], judged["compared"]),
            answers=(q["authentic"],),
        ),
        "copy": Draft(
            text="The film shared as of this day shows a part of the picture of a film that was posted a year before.",
            rests_on=(judged["compared"],),
            order=1,
        ),
        "where": Draft(
            text=(
                "The salute was very likely fired from Tower Square, as @old_quay_voice and the Lindholm Town Office say; "
                "@northbank_daily says that it was fired from the Canal Bridge."
            ),
            rests_on=(judged["where"], c[("quay", "where")], c[("town", "where")], c[("north", "where")]),
            answers=(q["where"],),
            order=2,
        ),
        "who": Draft(
            text=(
                "@old_quay_voice and the Lindholm Town Office say that the Old Quay Salute Society fired the salute; "
                "@northbank_daily says that it was the Northbank Rocket Club."
            ),
            rests_on=(judged["who"], c[("quay", "who")], c[("town", "who")], c[("north", "who")]),
            answers=(q["who"],),
            order=3,
        ),
        "when": Draft(
            text=(
                f"According to the Lindholm Town Office, the first shot was at {_minute(named)}; accounts differ, "
                "and @harbour_mix and @northbank_daily said otherwise."
            ),
            rests_on=(c[("town", "when")], judged["when"], c[("north", "when")], c[("mix", "when")]),
            answers=(q["when"],),
            order=4,
        ),
        "unknown": Draft(
            text="Who fired the salute cannot be told from the films, and the two analysts judge it differently.",
            section=Section.NOT_KNOWN,
            rests_on=(judged["who"],),
        ),
        "how": Draft(
            text="All files were compared with one another, and each post was read on its own page.",
            section=Section.HOW,
            rests_on=(judged["search"],),
        ),
    }
    return {name: say(desk, value) for name, value in drafts.items()}


def _correct(desk: Desk, named: _Named, judged: Mapping[str, str], sentences: Mapping[str, str]) -> None:
    """Who else named an hour was printed, but not what they said; and one of them does not contradict the office."""
    text = (
        f"According to the Lindholm Town Office, the first shot was at {_minute(named)}; "
        "@northbank_daily says that it may have been around five o'clock, and @harbour_mix that it was probably in the afternoon."
    )
    c = named.claims
    corrected = Draft(
        text=text,
        rests_on=(c[("town", "when")], c[("north", "when")], c[("mix", "when")], judged["when"]),
        answers=(named.questions["when"],),
        order=4,
        replaces=sentences["when"],
    )
    say(desk, corrected)
    say(
        desk,
        Draft(
            text=(
                "The first edition did not say which hours the other accounts named; "
                '@harbour_mix said "Probably this afternoon", which does not contradict the office.'
            ),
            section=Section.CORRECTION,
            rests_on=(c[("mix", "when")],),
        ),
    )


def _publish(desk: Desk, out: Path, changed: str = "") -> Issued:
    *_, last = publish(desk, out, changed=changed, wording=(too_loud,))
    assert isinstance(last, Issued)
    return last
