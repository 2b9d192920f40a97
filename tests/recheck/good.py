"""The good report that every broken one is made from: two authors, a dissent, a withdrawal, a new key, something withheld."""

from fractions import Fraction
from pathlib import Path

from firsthand.record.assessment import About, Answer, Assessment, Confidence, Likelihood, Question, Review, Withdrawal
from firsthand.record.bounds import Span, instant
from firsthand.record.claim import Basis, Claim, Source, SourceKind, SpeaksTo, Stance
from firsthand.record.digest import sha256
from firsthand.record.finding import Finding, Found, Inconclusive, Job, outcome_wire
from firsthand.record.footage import Derivative, File, Moment, Stretch
from firsthand.record.observation import Mark, MarkKind, Observation
from firsthand.record.publication import Draft, Section
from firsthand.record.sighting import Sighting, Skipped
from tests.recheck.making import Author, Book, Pages, Report, Withheld, digest, write_case
from tests.recheck.paging import pages_of

FILM = b"not a film, but bytes as exact as one"
STILL = b"not a picture either"
READING = b"what one pass over the film gives"
CASE = digest("case")


def first_entries(a: Author, ids: dict[str, str]) -> None:
    """What came in, what was found, what was claimed."""
    film = sha256(FILM)
    ids["file"] = a.say(File(digest=film, blake3=digest("blake3"), size=len(FILM)))
    ids["still"], ids["sighting"], ids["skipped"] = a.write(
        Derivative(
            digest=sha256(STILL),
            size=len(STILL),
            media_type="image/png",
            what="still",
            parent=film,
            how="drawn by hand",
            moment=Moment(file=film, stream=0, pts=Fraction(1001, 30000), frame=digest("frame")),
        ),
        Sighting(
            file=film, name="парад.mp4", path="/home/somebody/films", account="@street", url="https://example.org/1"
        ),
        Skipped(name="link", path="/home/somebody/link", code="outside.not-regular", why="a link"),
    )
    job = Job(method="trace.same-bytes", version=1, given={"least": 0.5}, inputs={"file": (film,)})
    outcome = outcome_wire(Found(value={"share": 1e-7, "of": 3}))
    ids["finding"] = a.say(
        Finding(job=job, outcome=outcome, files=(film,), readings=(sha256(READING),), rests_on=(ids["file"],))
    )
    doubt = outcome_wire(Inconclusive(why="two candidates", conflict=("one", "two")))
    ids["doubt"] = a.say(Finding(job=job, outcome=doubt, rests_on=(ids["file"], ids["finding"])))
    ids["source"] = a.say(Source(name="@street", is_a=SourceKind.ACCOUNT))
    ids["secret"] = a.say(Source(name="a witness", is_a=SourceKind.PERSON, protected=True))
    ids["question"] = a.say(Question(about=About.WHEN, text="When was the salute?"))
    ids["noon"], ids["dusk"] = a.write(
        Answer(question=ids["question"], text="At noon."),
        Answer(
            question=ids["question"],
            text="At dusk.",
            span=Span(earliest=instant("2024-02-29T18:00:00Z"), zone="+01:00"),
        ),
    )
    speaks = SpeaksTo(question=ids["question"], answer=ids["noon"], stance=Stance.FOR)
    ids["claim"] = a.say(
        Claim(
            source=ids["source"],
            paraphrase="It was at noon.",
            speaks_to=(speaks,),
            basis=Basis.OWN_EYES,
            rests_on=(ids["sighting"],),
        )
    )
    ids["secret claim"] = a.say(Claim(source=ids["secret"], paraphrase="It was at dusk.", basis=Basis.OWN_EYES))


def judged(a: Author, b: Author, ids: dict[str, str]) -> None:
    """Two analysts who do not agree, a withdrawal, a key handed over, and the sentences."""
    film = sha256(FILM)
    ids["slip"] = a.say(
        Observation(
            what="shadow", says="Short shadows.", stretch=Stretch(file=film, start=Fraction(0), end=Fraction(5, 2))
        )
    )
    ids["assessment"] = a.say(
        Assessment(
            answer=ids["noon"],
            likelihood=Likelihood.LIKELY,
            confidence=Confidence.MODERATE,
            reasons="The claim and the finding agree.",
            speaks_for=(ids["claim"], ids["finding"]),
        )
    )
    ids["review"] = b.say(Review(of=ids["assessment"], agrees=False, reasons="One account is not two."))
    ids["dissent"] = b.say(
        Assessment(
            answer=ids["noon"],
            likelihood=Likelihood.ROUGHLY_EVEN,
            confidence=Confidence.LOW,
            reasons="One account.",
            speaks_for=(ids["claim"],),
            dissents_from=ids["assessment"],
        )
    )
    ids["withdrawal"] = a.say(Withdrawal(of=ids["slip"], reason="Taken from another film."))
    ids["rotated"] = a.rotate()
    ids["mark"] = a.say(Mark(mark=MarkKind.PERSON_AT_RISK, label="a face at the window", stretch=Stretch(file=film)))
    ids["title"] = a.say(Draft(text="A parade", section=Section.TITLE))
    ids["sentence"] = a.say(
        Draft(
            text="The salute was probably at noon.",
            rests_on=(ids["assessment"], ids["dissent"]),
            answers=(ids["question"],),
        )
    )
    ids["hedged"] = a.say(Draft(text="Somebody says dusk.", order=1, rests_on=(ids["secret claim"],)))


def good_book() -> tuple[Book, Author, Author, dict[str, str]]:
    book, ids = Book(CASE), dict[str, str]()
    a = Author(book, "A. Analyst")
    first_entries(a, ids)
    b = Author(book, "B. Reader")
    judged(a, b, ids)
    return book, a, b, ids


def good_report(path: Path, pages: Pages | None = pages_of) -> Report:
    book, a, b, ids = good_book()
    files: dict[str, bytes | Path] = {
        f"blobs/{sha256(FILM)}.film": FILM,
        f"blobs/{sha256(STILL)}.png": STILL,
        f"readings/{sha256(READING)}": READING,
    }
    whole = Withheld(body=True)
    hidden = {ids["secret"]: whole, ids["secret claim"]: whole, ids["mark"]: whole}
    report = Report(path, book, a, b, ids, files, hidden, pages=pages)
    report.publish()
    return report


def good_case(path: Path) -> Report:
    """The same as a case on the disk; `path` is the case's folder."""
    book, a, b, ids = good_book()
    write_case(path, book, [FILM, STILL])
    return Report(path, book, a, b, ids, {}, {})
