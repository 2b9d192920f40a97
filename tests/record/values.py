"""Random values of every kind of entry, valid by construction, drawn from one source of chance that the caller seeds."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any

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
from firsthand.record.bounds import E7, Box, Region, Span
from firsthand.record.claim import Basis, Claim, Credibility, Grade, Reliability, Source, SourceKind, SpeaksTo, Stance
from firsthand.record.finding import Finding, Found, Inconclusive, Job, Nothing, Unsuitable, outcome_wire
from firsthand.record.footage import Area, Derivative, File, Moment, Stretch
from firsthand.record.keys import KeyAdded, KeyCompromised, KeyLost, KeyRotated, Opened
from firsthand.record.observation import Follow, Mark, MarkKind, Observation
from firsthand.record.publication import Draft, Published, Section
from firsthand.record.sighting import Sighting, Skipped

WORDS = (
    "noon",
    "парад",
    "בְּרֵאשִׁית",
    "👩‍🚒",
    "\u202eevil",
    "",
    "a\nb",
    'q"\\',
    "\x00\x1f",
    "é",
    "e\u0301",
    "\u2028",
    "𝔘",
    "\ue000",
)
# Kinds whose content any author may write at any time; the others are written by the keys' own tests.
FREE = (
    *("file", "derivative", "sighting", "skipped", "finding", "observation", "mark", "source", "claim", "grade"),
    *("question", "answer", "assessment", "weighing", "review", "withdrawal", "reply", "draft", "key-added", "follow"),
)


class Dice:
    """Draws values; `ids` are the entries that may be rested on (made up where empty)."""

    def __init__(self, chance: Random, ids: Sequence[str] = ()) -> None:
        self.chance, self.ids = chance, list(ids)

    def digest(self) -> str:
        return hashlib.sha256(self.chance.randbytes(8)).hexdigest()

    def entry(self) -> str:
        return self.chance.choice(self.ids) if self.ids else self.digest()

    def entries(self, most: int = 3) -> tuple[str, ...]:
        return tuple(self.entry() for _ in range(self.chance.randint(0, most)))

    def text(self) -> str:
        return "x" + " ".join(self.chance.choice(WORDS) for _ in range(self.chance.randint(0, 3)))

    def maybe(self, value: Any) -> Any:
        return value if self.chance.random() < 0.5 else None

    def fraction(self) -> Fraction:
        return Fraction(self.chance.randint(-(10**6), 10**9), self.chance.randint(1, 90_000))

    def moment_of(self) -> datetime:
        micro = self.chance.choice((0, 0, 1, 500_000, 999_999))
        return datetime(1, 1, 1, tzinfo=UTC) + timedelta(
            seconds=self.chance.randint(0, 315_537_897_599), microseconds=micro
        )

    def span(self) -> Span:
        one, two = sorted((self.moment_of(), self.moment_of()))
        zone = self.chance.choice((None, "UTC", "+03:00", "Europe/Kyiv"))
        return Span(earliest=self.maybe(one), latest=self.maybe(two), zone=zone, verbatim=self.maybe(self.text()))

    def box(self, reach: int = 180 * E7) -> Box:
        west, east = sorted(self.chance.randint(-reach, reach) for _ in range(2))
        south, north = sorted(self.chance.randint(-reach // 2, reach // 2) for _ in range(2))
        if self.chance.random() < 0.2:
            return (west, south, west, south)
        return (west, south, east, north)

    def region(self) -> Region:
        return Region.of([self.box() for _ in range(self.chance.randint(0, 4))], verbatim=self.maybe(self.text()))

    def stretch(self) -> Stretch:
        one, two = sorted((self.fraction(), self.fraction()))
        return Stretch(file=self.digest(), start=self.maybe(one), end=self.maybe(two))

    def moment(self) -> Moment:
        return Moment(file=self.digest(), stream=self.chance.randint(0, 9), pts=self.fraction(), frame=self.digest())

    def area(self) -> Area:
        width, height = self.chance.randint(1, 99), self.chance.randint(1, 99)
        left, top = self.chance.randint(0, 99), self.chance.randint(0, 99)
        return Area(left=left, top=top, width=width, height=height, of=(left + width, top + height + 3))

    def json(self, depth: int = 0) -> Any:
        scalars = (
            None,
            True,
            False,
            0,
            -7,
            2**53 - 1,
            0.5,
            1e-7,
            1e300,
            self.chance.random(),
            self.text(),
            self.digest(),
        )
        if depth > 3 or self.chance.random() < 0.5:
            return self.chance.choice(scalars)
        if self.chance.random() < 0.5:
            return [self.json(depth + 1) for _ in range(self.chance.randint(0, 3))]
        return {self.text(): self.json(depth + 1) for _ in range(self.chance.randint(0, 3))}

    def object(self) -> dict[str, Any]:
        return {self.text(): self.json() for _ in range(self.chance.randint(1, 3))}

    def outcome(self) -> dict[str, Any]:
        kinds = (
            Found(value=self.object()),
            Nothing(looked="everywhere", value=self.object()),
            Inconclusive(why="two candidates", conflict=(self.text(), self.text())),
            Unsuitable(why="too short", code=self.maybe("outside.cell-crash")),
        )
        return outcome_wire(self.chance.choice(kinds))

    def job(self) -> Job:
        inputs = {self.chance.choice("abc"): (self.digest(), self.digest())}
        return Job(
            method="trace.same",
            version=3,
            given=self.object(),
            inputs=inputs,
            weights=self.maybe({"w": self.digest()}) or {},
        )

    def likelihood(self) -> Likelihood:
        return self.chance.choice(list(Likelihood))

    def speaks_to(self) -> SpeaksTo:
        if self.chance.random() < 0.5:
            return SpeaksTo(question=self.entry())
        return SpeaksTo(
            question=self.entry(), answer=self.entry(), stance=self.chance.choice((Stance.FOR, Stance.AGAINST))
        )

    def key(self) -> str:
        return base64.b64encode(self.chance.randbytes(32)).decode()

    def value(self, kind: str) -> Any:
        return MAKERS[kind](self)


def _observed(dice: Dice) -> Observation:
    return Observation(
        what="marking",
        says=dice.text(),
        stretch=dice.maybe(dice.stretch()),
        moment=dice.maybe(dice.moment()),
        area=dice.maybe(dice.area()),
        verbatim=dice.maybe(dice.text()),
        language=dice.maybe("uk"),
        details=dice.maybe(dice.object()) or {},
        rests_on=dice.entries(),
    )


def _mark(dice: Dice) -> Mark:
    kind = dice.chance.choice(list(MarkKind))
    if dice.ids and dice.chance.random() < 0.5:
        return Mark(mark=kind, label=dice.text(), entry=dice.entry())
    return Mark(mark=kind, label=dice.text(), stretch=dice.stretch(), area=dice.maybe(dice.area()))


def _follow(dice: Dice) -> Follow:
    file = dice.digest()
    holds = tuple(replace(dice.stretch(), file=file) for _ in range(dice.chance.randint(0, 2)))
    return Follow(mark=dice.entry(), file=file, holds=holds, reason=dice.text())


def _sighting(dice: Dice) -> Sighting:
    return Sighting(
        file=dice.digest(),
        name=dice.maybe(dice.text()),
        raw_name=dice.maybe("//79Lm1wNA=="),
        path=dice.maybe(dice.text()),
        url=dice.maybe("https://example.org/" + dice.digest()),
        account=dice.maybe(dice.text()),
        posted=dice.span(),
        seen=dice.span(),
        captured=dice.text(),
        extra=dice.object(),
    )


def _claim(dice: Dice) -> Claim:
    return Claim(
        source=dice.entry(),
        through=dice.entries(),
        paraphrase=dice.text(),
        verbatim=dice.maybe(dice.text()),
        speaks_to=tuple(dice.speaks_to() for _ in range(dice.chance.randint(0, 3))),
        hedges=("reportedly",) * dice.chance.randint(0, 2),
        basis=dice.chance.choice(list(Basis)),
        said=dice.span(),
        rests_on=dice.entries(),
        credibility=dice.chance.choice(list(Credibility)),
    )


def _assessment(dice: Dice) -> Assessment:
    return Assessment(
        answer=dice.entry(),
        likelihood=dice.likelihood(),
        confidence=dice.chance.choice(list(Confidence)),
        reasons=dice.text(),
        speaks_for=dice.entries(),
        speaks_against=dice.entries(),
        revises=dice.maybe(dice.entry()),
        dissents_from=dice.maybe(dice.entry()),
    )


def _derivative(dice: Dice) -> Derivative:
    return Derivative(
        digest=dice.digest(),
        size=dice.chance.randint(0, 10**9),
        media_type="image/png",
        what="still",
        parent=dice.digest(),
        how=dice.text(),
        job=dice.maybe(dice.digest()),
        moment=dice.maybe(dice.moment()),
    )


def _published(dice: Dice) -> Published:
    edition = dice.chance.randint(1, 3)
    heads = {dice.digest(): {"size": dice.chance.randint(1, 9), "root": dice.digest()}}
    previous = None if edition == 1 else dice.entry()
    counts = {"shown": 3, "header": 1, "hash": 0}
    return Published(
        edition=edition, heads=heads, manifest=dice.digest(), previous=previous, changed=dice.text(), counts=counts
    )


MAKERS: dict[str, Any] = {
    "opened": lambda d: Opened(case=d.digest(), device=d.digest(), key=d.key(), author=d.text(), title=d.text()),
    "key-rotated": lambda d: KeyRotated(new=d.key(), signature=d.key()),
    "key-added": lambda d: KeyAdded(log=d.digest(), reason=d.text()),
    "key-lost": lambda d: KeyLost(old=d.digest(), new=d.digest(), reason=d.text()),
    "key-compromised": lambda d: KeyCompromised(log=d.digest(), since=d.chance.randint(0, 9), reason=d.text()),
    "file": lambda d: File(digest=d.digest(), blake3=d.digest(), size=d.chance.randint(0, 10**12)),
    "derivative": _derivative,
    "sighting": _sighting,
    "skipped": lambda d: Skipped(name=d.text(), path=d.text(), code="outside.not-regular", why=d.text()),
    "finding": lambda d: Finding(
        job=d.job(),
        outcome=d.outcome(),
        files=(d.digest(),),
        profile="triage",
        made_with={"av": "18.0"},
        rests_on=d.entries(),
    ),
    "observation": _observed,
    "mark": _mark,
    "follow": _follow,
    "source": lambda d: Source(
        name=d.text(), is_a=d.chance.choice(list(SourceKind)), protected=d.chance.random() < 0.5
    ),
    "claim": _claim,
    "grade": lambda d: Grade(about=d.entry(), grade=d.chance.choice([*Reliability, *Credibility]), reason=d.text()),
    "question": lambda d: Question(about=d.chance.choice(list(About)), text=d.text()),
    "answer": lambda d: Answer(question=d.entry(), text=d.text(), region=d.maybe(d.region()), span=d.maybe(d.span())),
    "assessment": _assessment,
    "weighing": lambda d: Weighing(
        evidence=d.entry(), answer=d.entry(), consistency=d.chance.choice(list(Consistency)), reason=d.text()
    ),
    "review": lambda d: Review(of=d.entry(), agrees=d.chance.random() < 0.5, reasons=d.text()),
    "withdrawal": lambda d: Withdrawal(of=d.entry(), reason=d.text(), instead=d.maybe(d.entry())),
    "reply": lambda d: Reply(
        source=d.entry(),
        asked=d.chance.choice((None, True, False)),
        question=d.text(),
        when=d.span(),
        answered=d.maybe(True),
    ),
    "draft": lambda d: Draft(
        text=d.text(),
        section=d.chance.choice(list(Section)),
        order=d.chance.randint(-9, 9),
        rests_on=d.entries(),
        answers=d.entries(1),
        replaces=d.maybe(d.entry()),
    ),
    "published": _published,
}
