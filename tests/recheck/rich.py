"""A report as the desk publishes it, second edition and all, in the hands of somebody who holds its author's key."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from firsthand.desk.publish import publish
from firsthand.record.bounds import Region
from firsthand.record.finding import Found
from firsthand.record.publication import Draft, Section
from tests.desk.test_publish_sample import Sample, corrected, finding, sample
from tests.recheck.making import Author, Book, Report, digest, key_of

BOX = Region.of([(300_000_000, 504_000_000, 301_000_000, 505_000_000)]).wire()
PLACE = {
    "where": {"95": {"region": BOX, "words": "about the Old Bridge", "area_km2": 79.0}},
    "places": [
        {"name": "Old Bridge", "label": "Old Bridge, a bridge", "share": 0.9, "lat_deg": 50.45, "lon_deg": 30.05}
    ],
    "rejected": [{"name": "Old Bridge", "label": "Old Bridge of Kirov", "id": "7", "lat_deg": 58.6, "lon_deg": 49.7}],
}


@cache
def _published() -> tuple[Sample, Path]:
    made, place = sample(), Path(mkdtemp())
    made.say(map=finding("place.words", Found(value=PLACE), made.file["bridge"]))
    made.say(
        told=Draft(
            section=Section.HOW, order=9, text="Where it was is worked out from words.", rests_on=(made.id["map"],)
        )
    )
    list(publish(made.one, place / "first"))
    corrected(made)
    list(publish(made.one, place / "second", changed="A statement was taken back."))
    return made, place / "second"


def rich_report(path: Path) -> Report:
    """The second edition of the lantern parade: a correction, a dissent, a withdrawn claim, stills, a protected source."""
    made, folder = _published()
    shutil.copytree(folder, path)
    ledger = made.one.ledger
    book = Book(
        made.one.case,
        {log: list(ledger.lines(log)) for log in ledger.logs()},
        {log: list(ledger.notes(log)) for log in ledger.logs()},
    )
    a, b = (_author(book, name) for name in ("Olena Marchuk", "Bram de Wit"))
    report = Report(path, book, a, b, dict(made.id), {}, {}, editions=2)
    report.last = report.sealed_before()
    return report


def _author(book: Book, name: str) -> Author:
    made = Author.__new__(Author)
    made.book, made.name, made.seed, made.key, made.device = book, name, name, key_of(name), digest(f"device {name}")
    made.log = next(log for log in book.logs() if name.encode() in book.held[log][0])
    made.first, made.cited, made.leaves = made.fingerprint, {}, book.ids(made.log)
    made.minutes, made.salts = 66 * 24 * 60 + 60, 10**7  # later on the day on which it was published
    return made
