"""From what a request says to the record that is entered: files and entries named, seconds exact, times with their zones."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from firsthand.desk.desk import Desk, resolve, resolve_file, value
from firsthand.desk.screens.proof import FrameBox
from firsthand.desk.times import said_when, stated
from firsthand.record.assessment import Answer, Assessment, Question, Reply, Review, Weighing, Withdrawal
from firsthand.record.bounds import Region, Span
from firsthand.record.claim import Claim, Grade, Source, SpeaksTo, Stance
from firsthand.record.fault import BadValue
from firsthand.record.footage import Area, Moment, Stretch
from firsthand.record.observation import Follow, Mark, Observation
from firsthand.record.publication import Draft
from firsthand.record.wire import to_wire

from . import asks


def seconds(text: str | None) -> Fraction | None:
    """Raises BadValue."""
    if text is None or not text.strip():
        return None
    try:
        if len(text) > 60:
            raise ValueError
        return Fraction(text)
    except (ValueError, ZeroDivisionError) as bad:
        raise BadValue(f"not seconds: {text[:60]!r}") from bad


def _stretch(desk: Desk, ask: asks.StretchAsk | None) -> Stretch | None:
    if ask is None:
        return None
    return Stretch(file=resolve_file(desk, ask.file), start=seconds(ask.start), end=seconds(ask.end))


def moment(desk: Desk, ask: asks.MomentAsk | None) -> Moment | None:
    if ask is None:
        return None
    at = seconds(ask.pts)
    if at is None:
        raise BadValue("a moment has its time")
    return Moment(file=resolve_file(desk, ask.file), stream=ask.stream, pts=at, frame=ask.frame)


def _area(box: FrameBox | None) -> Area | None:
    if box is None:
        return None
    return Area(left=box.left, top=box.top, width=box.width, height=box.height, of=tuple(box.of))


def _time(ask: asks.TimeAsk | None) -> Span:
    return said_when(ask.stated, ask.zone) if ask else Span()


def _all(desk: Desk, ids: tuple[str, ...], *kinds: str) -> tuple[str, ...]:
    return tuple(resolve(desk, one, *kinds) for one in ids)


def place(ask: asks.PlaceAsk | None) -> Region | None:
    """Raises BadPlace, BadValue."""
    if ask is None:
        return None
    if ask.boxes:
        return Region.of(list(ask.boxes))
    if ask.lon_deg is None or ask.lat_deg is None or ask.radius_m is None:
        raise BadValue("a place is boxes, or lon_deg, lat_deg and radius_m")
    return Region.around(lon=ask.lon_deg, lat=ask.lat_deg, radius_m=ask.radius_m)


def window(begin: asks.TimeAsk | None, end: asks.TimeAsk | None) -> Span | None:
    if begin is None and end is None:
        return None
    ends = [stated(part.stated, part.zone) if part else Span() for part in (begin, end)]
    return Span(earliest=ends[0].earliest, latest=ends[1].latest)


def observation(desk: Desk, ask: asks.ObserveAsk) -> Observation:
    if ask.what in KEPT_WORDS:
        raise BadValue(f"{ask.what!r} is entered by its own screen")
    return Observation(
        what=ask.what,
        says=ask.says,
        stretch=_stretch(desk, ask.stretch),
        moment=moment(desk, ask.moment),
        area=_area(ask.area),
        verbatim=ask.verbatim,
        language=ask.language,
        translation=ask.translation,
        details=dict(ask.details),
        rests_on=_all(desk, ask.rests_on),
    )


KEPT_WORDS = ("geolocation", "sheet-cell", "sheet-view")  # observations whose details have a form


def mark(desk: Desk, ask: asks.MarkAsk) -> Mark:
    entry = resolve(desk, ask.entry) if ask.entry else None
    return Mark(mark=ask.mark, label=ask.label, stretch=_stretch(desk, ask.stretch), area=_area(ask.area), entry=entry)


def follow(desk: Desk, ask: asks.FollowAsk) -> Follow:
    return Follow(
        mark=resolve(desk, ask.mark, "mark"),
        file=resolve_file(desk, ask.file),
        holds=tuple(held for part in ask.holds if (held := _stretch(desk, part)) is not None),
        reason=ask.reason,
    )


def question(ask: asks.QuestionAsk) -> Question:
    return Question(about=ask.about, text=ask.text)


def answer(desk: Desk, ask: asks.AnswerAsk) -> Answer:
    return Answer(
        question=resolve(desk, ask.question, "question"),
        text=ask.text,
        region=place(ask.region),
        span=_time(ask.span) if ask.span else None,
    )


def source(ask: asks.SourceAsk) -> Source:
    return Source(name=ask.name, is_a=ask.is_a, reliability=ask.reliability, reason=ask.reason, protected=ask.protected)


def claim(desk: Desk, ask: asks.ClaimAsk) -> Claim:
    speaks = [_speaks(desk, one, Stance.FOR) for one in ask.answers_for]
    speaks += [_speaks(desk, one, Stance.AGAINST) for one in ask.answers_against]
    speaks += [SpeaksTo(question=resolve(desk, one, "question")) for one in ask.about]
    return Claim(
        source=resolve(desk, ask.source, "source"),
        through=_all(desk, ask.through, "source"),
        paraphrase=ask.paraphrase,
        verbatim=ask.verbatim,
        language=ask.language,
        translation=ask.translation,
        speaks_to=tuple(speaks),
        hedges=ask.hedges,
        basis=ask.basis,
        said=_time(ask.said),
        files=tuple(resolve_file(desk, one) for one in ask.files),
        rests_on=_all(desk, ask.rests_on),
        credibility=ask.credibility,
        reason=ask.reason,
    )


def _speaks(desk: Desk, short: str, stance: Stance) -> SpeaksTo:
    found = resolve(desk, short, "answer")
    return SpeaksTo(question=value(desk, found).question, answer=found, stance=stance)


def grade(desk: Desk, ask: asks.GradeAsk) -> Grade:
    return Grade(about=resolve(desk, ask.about, "source", "claim"), grade=ask.grade, reason=ask.reason)


def weighing(desk: Desk, ask: asks.WeighAsk) -> Weighing:
    return Weighing(
        evidence=resolve(desk, ask.evidence),
        answer=resolve(desk, ask.answer, "answer"),
        consistency=ask.consistency,
        reason=ask.reason,
    )


def assessment(desk: Desk, ask: asks.AssessAsk) -> Assessment:
    return Assessment(
        answer=resolve(desk, ask.answer, "answer"),
        likelihood=ask.likelihood,
        confidence=ask.confidence,
        reasons=ask.reasons,
        speaks_for=_all(desk, ask.speaks_for),
        speaks_against=_all(desk, ask.speaks_against),
        revises=resolve(desk, ask.revises, "assessment") if ask.revises else None,
        dissents_from=resolve(desk, ask.dissents_from, "assessment") if ask.dissents_from else None,
    )


def review(desk: Desk, ask: asks.ReviewAsk) -> Review:
    return Review(of=resolve(desk, ask.of), agrees=ask.agrees, reasons=ask.reasons)


def withdrawal(desk: Desk, ask: asks.WithdrawAsk) -> Withdrawal:
    instead = resolve(desk, ask.instead) if ask.instead else None
    return Withdrawal(of=resolve(desk, ask.of), reason=ask.reason, instead=instead)


def reply(desk: Desk, ask: asks.ReplyAsk) -> Reply:
    return Reply(
        source=resolve(desk, ask.source, "source"),
        asked=ask.asked,
        question=ask.question,
        when=_time(ask.when),
        answered=ask.answered,
        answer=ask.answer,
    )


def draft(desk: Desk, ask: asks.DraftAsk) -> Draft:
    return Draft(
        text=ask.text,
        section=ask.section,
        order=ask.order,
        rests_on=_all(desk, ask.rests_on),
        answers=_all(desk, ask.answers, "question"),
        replaces=resolve(desk, ask.replaces, "draft") if ask.replaces else None,
    )


def anchors(desk: Desk, ask: asks.AnchorAsk) -> list[Observation]:
    """The same instant in two recordings, as align.clock takes it: two observations that name one event."""
    if not ask.says.strip() or not 0 < ask.error_s < 3600:
        raise BadValue("an anchor says what is seen or heard, and how exact it is in seconds")
    made = []
    for file, text in ((ask.one, ask.one_at), (ask.two, ask.two_at)):
        at = seconds(text)
        if at is None:
            raise BadValue("an anchor has a time in each recording")
        where = Stretch(file=resolve_file(desk, file), start=at, end=at)
        details: Mapping[str, Any] = {"event": ask.says, "error_s": ask.error_s}
        made.append(Observation(what="anchor", says=ask.says, stretch=where, details=details))
    return made


def proof(desk: Desk, ask: asks.ProofAsk) -> Observation:
    """A proof of a place as an observation at its moment."""
    numbers = [pair.number for pair in ask.pairs]
    if len(set(numbers)) != len(numbers):
        raise BadValue("two pairs of a proof have one number")
    details = {
        "pairs": to_wire(ask.pairs),
        "camera": to_wire(ask.camera),
        "rejected": to_wire(ask.rejected),
        "imagery": to_wire(ask.imagery),
    }
    return Observation(what="geolocation", says=ask.title, moment=moment(desk, ask.moment), details=details)


def replaced(desk: Desk, ask: asks.ProofAsk, instead: str) -> Withdrawal:
    of = resolve(desk, ask.replaces or "", "observation")
    return Withdrawal(of=of, reason=ask.reason or "the proof was changed", instead=instead)


def points(ask: asks.SolveAsk) -> tuple[dict[str, Any], dict[str, Any]]:
    """(form values, inputs) of place.resection."""
    given = {
        "field_of_view_deg": ask.field_of_view_deg, "pixel_error": ask.pixel_error, "map_error_m": ask.map_error_m
    }  # fmt: skip
    picture = {"width_px": ask.width_px, "height_px": ask.height_px}
    return given, {"points": [to_wire(point) for point in ask.points], "picture": picture}


def sheet_view(ask: asks.ViewAsk) -> Observation:
    details = {"columns": list(ask.columns), "filters": dict(ask.filters), "sort": ask.sort}
    return Observation(what="sheet-view", says=ask.name, details=details)
