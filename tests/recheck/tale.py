"""Small cases by chance, as people could have entered them, published with the house's own page."""

from fractions import Fraction
from pathlib import Path
from random import Random

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
from firsthand.record.bounds import Region, Span, instant
from firsthand.record.claim import Basis, Claim, Credibility, Grade, Reliability, Source, SourceKind, SpeaksTo, Stance
from firsthand.record.digest import sha256
from firsthand.record.finding import Finding, Found, Inconclusive, Job, Nothing, Outcome, Unsuitable, outcome_wire
from firsthand.record.footage import File, Stretch
from firsthand.record.observation import Observation
from firsthand.record.publication import Draft, Section
from firsthand.record.sighting import Sighting
from tests.recheck.making import Author, Book, Report, Withheld, digest
from tests.recheck.paging import pages_of

WORDS = (
    'the lanterns crossed & <b>stopped</b>, “noon” it\'s a "salute" Салют міст مهرجان фестиваль 祭り noon; then: (so) — said '
    "1 of 2, nothing supports it. ← here"
).split(" ")


class Tale:
    """A small case by chance: what people would enter, in an order in which they could."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(f"tale {seed}")
        self.book = Book(digest(f"tale {seed}"))
        self.authors = [
            Author(self.book, name, seed=f"tale {seed} ") for name in self.few(["Ada & co", "Бо", "C. <C>"], 1)
        ]
        self.ids: dict[str, list[str]] = {}
        self.seen: list[str] = []
        self.kept: dict[str, Answer] = {}

    def few(self, items: list[str], least: int = 0) -> list[str]:
        return self.chance.sample(items, self.chance.randint(min(least, len(items)), len(items)))

    def text(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, 9)))

    def maybe(self, text: str) -> str:
        return text if self.chance.random() < 0.5 else ""

    def some(self, *kinds: str) -> str | None:
        known = [entry for kind in kinds for entry in self.ids.get(kind, ())]
        return self.chance.choice(known) if known else None

    def several(self, *kinds: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(entry for _ in range(self.chance.randint(0, 3)) if (entry := self.some(*kinds))))

    def say(self, value: object, author: Author | None = None) -> str:
        entry = (author or self.chance.choice(self.authors)).say(value)
        self.ids.setdefault(str(value.kind), []).append(entry)  # type: ignore[attr-defined]
        return entry

    def span(self) -> Span:
        day = f"2024-05-{self.chance.randint(1, 28):02d}"
        first, last = (
            f"{day}T08:{self.chance.randint(0, 59):02d}:{self.chance.choice(('00', '07', '07.25'))}Z",
            f"{day}T21:00:00Z",
        )
        ends = self.chance.choice(
            (
                (None, None),
                (first, None),
                (None, last),
                (first, last),
                (first, first),
                (day + "T00:00:00Z", "2024-06-01T00:00:00Z"),
            )
        )
        low, high = (instant(end) if end else None for end in ends)
        return Span(
            earliest=low,
            latest=high,
            zone=self.chance.choice((None, "+03:00")),
            verbatim=self.maybe(self.text()) or None,
        )

    def region(self) -> Region | None:
        west, south = self.chance.randint(-1_000_000_000, 1_000_000_000), self.chance.randint(-500_000_000, 500_000_000)
        box = (west, south, west + self.chance.randint(1, 9_000_000), south + self.chance.randint(1, 9_000_000))
        return Region.of([box]) if self.chance.random() < 0.3 else None

    def outcome(self) -> Outcome:
        found = Found(
            value={"kind": "film", "duration_stated_s": self.chance.choice(("62/5", "7/1")), "format": self.text()}
        )
        return self.chance.choice(
            (found, Nothing(looked=self.text()), Inconclusive(why=self.text()), Unsuitable(why=self.text()))
        )

    def act(self) -> None:
        acts = (
            self.file,
            self.sighting,
            self.finding,
            self.observation,
            self.source,
            self.claim,
            self.question,
            self.answer,
        )
        self.chance.choice(
            (*acts, self.judge, self.judge, self.weigh, self.review, self.grade, self.reply, self.draft, self.take_back)
        )()

    def file(self) -> None:
        data = self.chance.randbytes(self.chance.randint(1, 3000))
        self.say(File(digest=sha256(data), blake3=digest("b"), size=self.chance.choice((len(data), 12_345_678))))
        self.seen.append(sha256(data))

    def sighting(self) -> None:
        file = self.chance.choice(self.seen) if self.seen and self.chance.random() < 0.7 else None
        self.say(
            Sighting(
                file=file,
                item=None if file else self.text(),
                name=self.maybe("a\u202eb.mp4") or None,
                url=self.maybe("https://x.example/?a=1&b") or None,
                channel=self.maybe("@c") or None,
                account=self.maybe("@who") or None,
                posted=self.span(),
                seen=self.span(),
                captured=self.maybe("yt-dlp"),
                note=self.maybe(self.text()),
            )
        )

    def finding(self) -> None:
        files = tuple(self.few(self.seen)[:2])
        job = Job(
            method=self.chance.choice(("read.container", "read.metadata")), version=1, given={}, inputs={"file": files}
        )
        made = Finding(
            job=job,
            outcome=outcome_wire(self.outcome()),
            files=files,
            profile=self.maybe("full"),
            made_with={"pyav": "18"},
        )
        self.say(made)

    def observation(self) -> None:
        file = self.chance.choice(self.seen) if self.seen else digest("a file")
        start = self.chance.choice((None, Fraction(self.chance.randint(0, 9000), 100)))
        self.say(
            Observation(
                what=self.chance.choice(("note", "words", self.text())),
                says=self.text(),
                stretch=Stretch(file=file, start=start) if self.chance.random() < 0.5 else None,
                verbatim=self.maybe(self.text()) or None,
                translation=self.maybe(self.text()) or None,
                details={"file": file} if self.chance.random() < 0.3 else {},
                rests_on=self.several("finding", "sighting"),
            )
        )

    def source(self) -> None:
        grade = self.chance.choice(list(Reliability))
        self.say(
            Source(
                name=self.text(),
                is_a=self.chance.choice(list(SourceKind)),
                reliability=grade,
                reason=self.maybe(self.text()),
            )
        )

    def claim(self) -> None:
        source, question, answer = self.some("source"), self.some("question"), self.some("answer")
        if source is None:
            return
        speaks = [SpeaksTo(question=question)] if question else []
        if answer:
            stance = self.chance.choice((Stance.FOR, Stance.AGAINST))
            speaks.append(SpeaksTo(question=self.value(answer).question, answer=answer, stance=stance))
        self.say(
            Claim(
                source=source,
                through=self.several("source"),
                paraphrase=self.text(),
                verbatim=self.maybe(self.text()) or None,
                language=self.maybe("uk") or None,
                translation=self.maybe(self.text()) or None,
                speaks_to=tuple(speaks),
                hedges=tuple(self.text() for _ in range(self.chance.randint(0, 2))),
                basis=self.chance.choice(list(Basis)),
                said=self.span(),
                files=tuple(self.few(self.seen)),
                rests_on=self.several("sighting", "observation"),
                credibility=self.chance.choice(list(Credibility)),
                reason=self.maybe(self.text()),
            )
        )

    def value(self, entry: str) -> Answer:
        return self.kept[entry]

    def question(self) -> None:
        self.say(Question(about=self.chance.choice(list(About)), text=self.text()))

    def answer(self) -> None:
        if question := self.some("question"):
            made = Answer(
                question=question, text=self.text(), region=self.region(), span=self.chance.choice((None, self.span()))
            )
            self.kept[self.say(made)] = made

    def judge(self) -> None:
        answer, author = self.some("answer"), self.chance.choice(self.authors)
        if answer is None:
            return
        earlier = self.some("assessment") if self.chance.random() < 0.4 else None
        own = earlier is not None and earlier in author.leaves
        self.say(
            Assessment(
                answer=answer,
                likelihood=self.chance.choice(list(Likelihood)),
                confidence=self.chance.choice(list(Confidence)),
                reasons=self.text(),
                speaks_for=self.several("claim", "finding", "observation"),
                speaks_against=self.several("claim", "observation"),
                revises=earlier if own else None,
                dissents_from=None if own else earlier,
            ),
            author,
        )

    def weigh(self) -> None:
        evidence, answer = self.some("claim", "observation", "finding"), self.some("answer")
        if evidence and answer:
            self.say(
                Weighing(
                    evidence=evidence,
                    answer=answer,
                    consistency=self.chance.choice(list(Consistency)),
                    reason=self.maybe(self.text()),
                )
            )

    def review(self) -> None:
        if of := self.some("assessment", "claim"):
            self.say(Review(of=of, agrees=self.chance.random() < 0.5, reasons=self.text()))

    def grade(self) -> None:
        about = self.some("source", "claim")
        if about:
            grade = self.chance.choice("ABCDEF" if about in self.ids["source"] else "123456")
            self.say(Grade(about=about, grade=grade, reason=self.text()))

    def reply(self) -> None:
        if source := self.some("source"):
            asked = self.chance.choice((True, False, None))
            self.say(
                Reply(
                    source=source, asked=asked, question=self.text(), when=self.span(), answer=self.maybe(self.text())
                )
            )

    def draft(self) -> None:
        sections = [section for section in Section if section is not Section.TITLE]
        author = self.chance.choice(self.authors)
        mine = [
            entry for entry in self.ids.get("draft", ()) if entry in author.leaves and entry != self.ids["draft"][0]
        ]
        old = self.chance.choice(mine) if mine and self.chance.random() < 0.3 else None
        rests = self.several(
            "assessment", "claim", "finding", "answer", "sighting", "observation", "source", "file", "reply"
        )
        answers = self.several("question")
        made = Draft(
            text=self.text(),
            section=self.chance.choice(sections),
            order=self.chance.randint(0, 3),
            rests_on=rests,
            answers=answers,
            replaces=old,
        )
        self.say(made, author)

    def take_back(self) -> None:
        of = self.some("claim", "assessment", "observation", "review", "grade", "sighting")
        if of:
            author = next(one for one in self.authors if of in one.leaves)
            self.say(
                Withdrawal(of=of, reason=self.text(), instead=self.chance.choice((None, self.some("claim")))), author
            )


def tale(path: Path, seed: int) -> Report:
    """Published once or twice; now and then a claim, a source or a sighting is withheld."""
    made = Tale(seed)
    made.say(Draft(text=made.text(), section=Section.TITLE), made.authors[0])
    hidden: dict[str, Withheld] = {}
    report = Report(path, made.book, made.authors[0], made.authors[-1], {}, {}, hidden, pages=pages_of)
    for edition in range(made.chance.choice((1, 1, 2))):
        for _ in range(made.chance.randint(3, 45)):
            made.act()
        for entry in made.few(made.ids.get("observation", []) + made.ids.get("finding", []))[:2]:
            hidden[entry] = Withheld(body=True)
        report.publish(changed=made.text() if edition else "")
    return report
