"""A person's entries by the command line: source, claim, observe, ask, answer, assess, review, mark, withdraw, draft ..."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Annotated, Any

import typer

from firsthand.desk.desk import Desk, resolve, resolve_file
from firsthand.desk.desk import value as body
from firsthand.desk.show import stated_length
from firsthand.desk.times import said_when
from firsthand.desk.weigh import open_judgements, say
from firsthand.record.assessment import (
    About,
    Answer,
    Assessment,
    Confidence,
    Consistency,
    Likelihood,
    Question,
    Reply,
    Review,
    Weighing,
    Withdrawal,
)
from firsthand.record.claim import Basis, Claim, Credibility, Grade, Reliability, Source, SourceKind, SpeaksTo, Stance
from firsthand.record.footage import Area, Stretch
from firsthand.record.observation import Mark, MarkKind, Observation
from firsthand.record.publication import Draft, Section

from .opening import HERE, AsJson, Author, CaseDir, opened
from .render import as_json, line, note

Ids = Annotated[list[str] | None, typer.Option(help="An entry's id, or its first characters; may be repeated.")]
OfFile = Annotated[str | None, typer.Option(help="The file (digest, or its first characters).")]
Start = Annotated[str | None, typer.Option("--from", help="Seconds from the file's start (12.5 or 25/2).")]
End = Annotated[str | None, typer.Option("--to", help="Seconds from the file's start.")]
Box = Annotated[
    str | None, typer.Option(help="Box of the frame in pixels: left,top,width,height,frame width,frame height.")
]
Reason = Annotated[str, typer.Option("--reason", help="Why.")]


def _said(desk: Desk, value: Any, json: bool) -> None:
    entry = say(desk, value)
    as_json({"entry": entry, "kind": value.kind}) if json else line(value.kind, entry)


def _all(desk: Desk, shorts: Iterable[str] | None, *kinds: str) -> tuple[str, ...]:
    return tuple(resolve(desk, short, *kinds) for short in shorts or ())


def source(
    name: Annotated[str, typer.Argument(help="Who says something (sealed).")],
    is_a: Annotated[SourceKind, typer.Option("--is", help="What kind of source.")],
    reliability: Annotated[
        Reliability, typer.Option(help="Admiralty scale, A to F; F: cannot be judged.")
    ] = Reliability.F,
    reason: Reason = "",
    protected: Annotated[bool, typer.Option("--protected", help="Never named in a report.")] = False,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Enters a source."""
    value = Source(name=name, is_a=is_a, reliability=reliability, reason=reason, protected=protected)
    _said(opened(case, author), value, json)


def claim(
    says: Annotated[str, typer.Argument(help="What is claimed, in your own words.")],
    by: Annotated[str, typer.Option("--source", help="The source who says it.")],
    verbatim: Annotated[str | None, typer.Option(help="The words as they were said.")] = None,
    language: Annotated[str | None, typer.Option(help="Their language, as a BCP 47 tag.")] = None,
    translation: Annotated[str | None, typer.Option(help="A person's translation.")] = None,
    through: Annotated[
        list[str] | None, typer.Option(help="Sources it came through, the nearest to the speaker first.")
    ] = None,
    answer: Annotated[list[str] | None, typer.Option("--for", help="An answer it speaks for.")] = None,
    against: Annotated[list[str] | None, typer.Option("--against", help="An answer it speaks against.")] = None,
    question: Annotated[
        list[str] | None, typer.Option("--about", help="A question it speaks to without answering.")
    ] = None,
    hedge: Annotated[list[str] | None, typer.Option(help="A hedge word as used; may be repeated.")] = None,
    basis: Annotated[Basis, typer.Option(help="What the source says it rests on.")] = Basis.NONE_GIVEN,
    said: Annotated[str, typer.Option(help="When it was said, as stated.")] = "",
    zone: Annotated[str | None, typer.Option(help="The zone that the time was stated in.")] = None,
    file: Annotated[
        list[str] | None, typer.Option(help="Footage it is about (digest, or its first characters).")
    ] = None,
    rests_on: Ids = None,
    credibility: Annotated[
        Credibility, typer.Option(help="Admiralty scale, 1 to 6; 6: cannot be judged.")
    ] = Credibility.CANNOT_BE_JUDGED,
    reason: Reason = "",
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Enters what a source says, where it says so, with its own hedges and the basis it gives."""
    desk = opened(case, author)
    speaks = [_speaks(desk, short, Stance.FOR) for short in answer or ()]
    speaks += [_speaks(desk, short, Stance.AGAINST) for short in against or ()]
    speaks += [SpeaksTo(question=resolve(desk, short, "question")) for short in question or ()]
    value = Claim(
        source=resolve(desk, by, "source"),
        through=_all(desk, through, "source"),
        paraphrase=says,
        verbatim=verbatim,
        language=language,
        translation=translation,
        speaks_to=tuple(speaks),
        hedges=tuple(hedge or ()),
        basis=basis,
        said=said_when(said, zone),
        files=tuple(resolve_file(desk, short) for short in file or ()),
        rests_on=_all(desk, rests_on),
        credibility=credibility,
        reason=reason,
    )
    _said(desk, value, json)


def _speaks(desk: Desk, short: str, stance: Stance) -> SpeaksTo:
    answer = resolve(desk, short, "answer")
    return SpeaksTo(question=body(desk, answer).question, answer=answer, stance=stance)


def observe(
    says: Annotated[str, typer.Argument(help="What you saw or heard.")],
    what: Annotated[
        str, typer.Option(help="A short type: marking, vehicle, landmark, words, shadow, note ...")
    ] = "note",
    file: OfFile = None,
    start: Start = None,
    end: End = None,
    box: Box = None,
    verbatim: Annotated[str | None, typer.Option(help="Words heard or read, as they were.")] = None,
    language: Annotated[str | None, typer.Option(help="Their language, as a BCP 47 tag.")] = None,
    translation: Annotated[str | None, typer.Option(help="Your translation.")] = None,
    rests_on: Ids = None,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Enters what you saw or heard at a moment, in a stretch or in a box of a frame."""
    desk = opened(case, author)
    value = Observation(
        what=what,
        says=says,
        stretch=_stretch(desk, file, start, end),
        area=_area(box),
        verbatim=verbatim,
        language=language,
        translation=translation,
        rests_on=_all(desk, rests_on),
    )
    _said(desk, value, json)


def _stretch(desk: Desk, file: str | None, start: str | None, end: str | None) -> Stretch | None:
    if file is None:
        if start is not None or end is not None:
            raise typer.BadParameter("--from and --to need --file")
        return None
    made = Stretch(file=resolve_file(desk, file), start=_seconds(start), end=_seconds(end))
    lasts = stated_length(desk, made.file)
    for moment in (made.start, made.end):
        if lasts is not None and moment is not None and moment > lasts + 1:
            note(f"the file says that it lasts {float(lasts):.2f} s: {float(moment):g} lies past its end")
            note("`firsthand withdraw` takes a slip back")
    return made


def _seconds(text: str | None) -> Fraction | None:
    if text is None:
        return None
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError) as bad:
        raise typer.BadParameter(f"not seconds: {text!r}") from bad


def _area(text: str | None) -> Area | None:
    if text is None:
        return None
    numbers = text.split(",")
    if len(numbers) != 6 or not all(n.strip().isdigit() for n in numbers):
        raise typer.BadParameter("a box is left,top,width,height,frame width,frame height in pixels")
    left, top, width, height, *of = (int(n) for n in numbers)
    return Area(left=left, top=top, width=width, height=height, of=tuple(of))


def ask(
    text: Annotated[str, typer.Argument(help="The question in words.")],
    about: Annotated[About, typer.Option(help="What it asks for.")],
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Enters a question that the case must answer."""
    _said(opened(case, author), Question(about=about, text=text), json)


def answer(
    question: Annotated[str, typer.Argument(help="The question's id.")],
    text: Annotated[str, typer.Argument(help="One possible answer, in words.")],
    finding: Annotated[
        str | None, typer.Option(help="A method's finding: its 95 % region answers where, its span answers when.")
    ] = None,
    near: Annotated[
        str | None, typer.Option(help="Where: within METRES of a place (LON,LAT,METRES; WGS 84, east and north).")
    ] = None,
    box: Annotated[str | None, typer.Option(help="Where: WEST,SOUTH,EAST,NORTH in degrees.")] = None,
    when: Annotated[str, typer.Option(help="When, as stated (2022-03-30, 2022-03-30 14:05, ../2022-04-04).")] = "",
    zone: Annotated[str | None, typer.Option(help="The zone that the time was stated in.")] = None,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Enters one of a question's competing answers; where and when with a region or a span, by which they are compared."""
    from firsthand.desk import weigh_bounds as bounds

    desk = opened(case, author)
    asked = resolve(desk, question, "question")
    if sum(given is not None and given != "" for given in (finding, near, box, when)) > 1:
        raise typer.BadParameter("one of --finding, --near, --box and --when")
    region = bounds.near(near) if near else bounds.box(box) if box else None
    span = said_when(when, zone) if when else None
    if finding:
        entry = resolve(desk, finding, "finding")
        region, span = bounds.bounds_of(body(desk, entry), body(desk, asked).about, entry)
    if region is not None and region.verbatim and not json:
        note(f"taken to say: {region.verbatim}")  # longitude first: whoever wrote latitude first sees it here
    _said(desk, Answer(question=asked, text=text, region=region, span=span), json)


def assess(
    of: Annotated[str, typer.Argument(metavar="ANSWER", help="The answer's id.")],
    likelihood: Annotated[Likelihood, typer.Option(help="ICD 203 term.")],
    confidence: Annotated[Confidence, typer.Option(help="How good the ground is; says nothing of how likely it is.")],
    reasons: Annotated[str, typer.Option(help="Why, in words.")],
    speaks_for: Annotated[list[str] | None, typer.Option("--for", help="An entry that speaks for it.")] = None,
    against: Annotated[list[str] | None, typer.Option("--against", help="An entry that speaks against it.")] = None,
    revises: Annotated[str | None, typer.Option(help="Your own earlier assessment.")] = None,
    dissents_from: Annotated[str | None, typer.Option(help="Another analyst's assessment.")] = None,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Enters your judgement of one answer: likelihood and, apart from it, confidence."""
    desk = opened(case, author)
    value = Assessment(
        answer=resolve(desk, of, "answer"),
        likelihood=likelihood,
        confidence=confidence,
        reasons=reasons,
        speaks_for=_all(desk, speaks_for),
        speaks_against=_all(desk, against),
        revises=resolve(desk, revises, "assessment") if revises else None,
        dissents_from=resolve(desk, dissents_from, "assessment") if dissents_from else None,
    )
    _said(desk, value, json)
    *earlier, last = open_judgements(desk, value.answer)
    for old in earlier:
        held = f"{old.value.likelihood}, confidence {old.value.confidence}"
        note(
            f"your judgement {old.id[:8]} of this answer ({held}) stands beside it, and the gate refuses two. To take it back:"
        )
        note(f'  firsthand withdraw {old.id[:8]} --instead {last.id[:8]} --reason "..."')
        note("The next time `firsthand assess --revises ID` takes an earlier one's place.")


def matrix(
    evidence: Annotated[str, typer.Argument(help="A claim, finding, observation or sighting.")],
    against: Annotated[str, typer.Argument(metavar="ANSWER", help="The answer.")],
    consistency: Annotated[Consistency, typer.Argument(help="How the evidence stands to the answer.")],
    reason: Reason = "",
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Enters one cell of the matrix of evidence against competing answers."""
    desk = opened(case, author)
    value = Weighing(
        evidence=resolve(desk, evidence),
        answer=resolve(desk, against, "answer"),
        consistency=consistency,
        reason=reason,
    )
    _said(desk, value, json)


def grade(
    about: Annotated[str, typer.Argument(help="A source or a claim.")],
    grade_: Annotated[str, typer.Argument(metavar="GRADE", help="A-F for a source, 1-6 for a claim.")],
    reason: Reason,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Changes a grade, with the reason; the history stays."""
    desk = opened(case, author)
    _said(desk, Grade(about=resolve(desk, about, "source", "claim"), grade=grade_, reason=reason), json)


def review(
    of: Annotated[str, typer.Argument(metavar="ENTRY", help="Another author's entry.")],
    reasons: Annotated[str, typer.Option(help="What you went through, and what you found.")],
    agrees: Annotated[bool, typer.Option("--agrees/--disagrees", help="Whether you agree.")],
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Enters your review of another author's entry."""
    desk = opened(case, author)
    _said(desk, Review(of=resolve(desk, of), agrees=agrees, reasons=reasons), json)


def mark(
    kind: Annotated[MarkKind, typer.Argument(help="What the mark protects from, or whom.")],
    label: Annotated[str, typer.Option(help="Calm and specific; sealed.")],
    file: OfFile = None,
    start: Start = None,
    end: End = None,
    box: Box = None,
    entry: Annotated[str | None, typer.Option(help="An entry instead of a file.")] = None,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Marks a stretch of a file, or an entry: graphic, person at risk, sealed source."""
    desk = opened(case, author)
    value = Mark(
        mark=kind,
        label=label,
        stretch=_stretch(desk, file, start, end),
        area=_area(box),
        entry=resolve(desk, entry) if entry else None,
    )
    _said(desk, value, json)


def withdraw(
    of: Annotated[str, typer.Argument(metavar="ENTRY", help="Your own entry.")],
    reason: Reason,
    instead: Annotated[str | None, typer.Option(help="The entry that stands instead.")] = None,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Takes back an entry of your own. It stays in the log and is shown as withdrawn."""
    desk = opened(case, author)
    value = Withdrawal(of=resolve(desk, of), reason=reason, instead=resolve(desk, instead) if instead else None)
    _said(desk, value, json)


def reply(
    who: Annotated[str, typer.Argument(metavar="SOURCE", help="Whom the report speaks of.")],
    question: Annotated[str, typer.Argument(help="What they were asked, or should have been.")],
    asked: Annotated[bool | None, typer.Option("--asked/--not-asked", help="Leave out where it is not known.")] = None,
    answered: Annotated[
        bool | None, typer.Option("--answered/--not-answered", help="Leave out where it is not known.")
    ] = None,
    answer_: Annotated[str, typer.Option("--answer", help="What came back; or why they were not asked.")] = "",
    when: Annotated[str, typer.Option(help="When they were asked, as stated.")] = "",
    zone: Annotated[str | None, typer.Option(help="The zone that the time was stated in.")] = None,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Right of reply: who was asked what, when, and what came back."""
    desk = opened(case, author)
    value = Reply(
        source=resolve(desk, who, "source"),
        asked=asked,
        question=question,
        when=said_when(when, zone),
        answered=answered,
        answer=answer_,
    )
    _said(desk, value, json)


def draft(
    text: Annotated[str, typer.Argument(help="One sentence of the report.")],
    section: Annotated[Section, typer.Option(help="Where it stands.")] = Section.KNOWN,
    rests_on: Annotated[
        list[str] | None, typer.Option("--rests-on", help="An entry it rests on; may be repeated.")
    ] = None,
    answers: Annotated[list[str] | None, typer.Option(help="A question it answers; may be repeated.")] = None,
    order: Annotated[int, typer.Option(help="Sorts the sentences of a section.")] = 0,
    replaces: Annotated[str | None, typer.Option(help="Your earlier draft that it replaces.")] = None,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Enters one sentence of the coming report, with what it rests on."""
    desk = opened(case, author)
    value = Draft(
        text=text,
        section=section,
        order=order,
        rests_on=_all(desk, rests_on),
        answers=_all(desk, answers, "question"),
        replaces=resolve(desk, replaces, "draft") if replaces else None,
    )
    _said(desk, value, json)


VERBS = (source, claim, observe, ask, answer, assess, matrix, grade, review, mark, withdraw, reply, draft)


def add_to(app: typer.Typer) -> None:
    for verb in VERBS:
        app.command(verb.__name__)(verb)
