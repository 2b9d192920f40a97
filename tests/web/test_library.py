"""The library's pages: every file once, in a fixed order, as the logs say; whatever is cached comes back the same."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from firsthand.desk.desk import Desk
from firsthand.desk.pen import write
from firsthand.desk.preserve import preserve
from firsthand.desk.screens.library import ORDERS, Filters, page
from firsthand.desk.shelving import shelf_of
from firsthand.desk.weigh import say
from firsthand.record.assessment import Withdrawal
from firsthand.record.fault import BadValue
from firsthand.record.finding import Found, Unsuitable
from firsthand.record.footage import Stretch
from firsthand.record.observation import Mark, MarkKind
from firsthand.record.sighting import Sighting
from tests.desk.parts import machine
from tests.desk.test_publish_sample import finding

LONG = "\U0001f469\u200d\U0001f680" * 1300  # a name of some 4,000 characters


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    footage = tmp_path / "footage"
    footage.mkdir()
    for n in range(25):
        (footage / f"file {n:02}.txt").write_text(f"words {n}\n" * (n + 1))
    made = machine(tmp_path).new()
    list(preserve(made, [footage]))
    return made


def every(desk: Desk, **more: Any) -> list[str]:
    rows, after = [], ""
    while True:
        made = page(desk, more.get("filters", Filters()), after=after, limit=7, sort=more.get("sort", "posted"))
        rows += [row.file for row in made.rows]
        if made.next is None:
            assert len(rows) == made.total
            return rows
        after = made.next


@pytest.mark.parametrize("sort", sorted(ORDERS))
def test_pages_hold_every_file_once(desk: Desk, sort: str) -> None:
    rows = every(desk, sort=sort)
    assert len(rows) == len(set(rows)) == 25
    sizes = [row.size for row in page(desk, Filters(), limit=100, sort="size").rows]
    assert sizes == sorted(sizes, reverse=True)


def test_a_shelf_made_anew_is_the_same(desk: Desk) -> None:
    before = page(desk, Filters(), limit=100)
    shelf = shelf_of(desk)
    shelf.close()
    shutil.rmtree(desk.folder / "cache")
    assert page(desk, Filters(), limit=100) == before
    shelf.close()
    (desk.folder / "cache" / "library.sqlite").write_bytes(b"not a database" * 1000)
    for end in ("-wal", "-shm"):
        (desk.folder / "cache" / f"library.sqlite{end}").unlink(missing_ok=True)
    assert page(desk, Filters(), limit=100) == before


def test_what_is_entered_is_seen_at_once(desk: Desk) -> None:
    first = page(desk, Filters(), limit=1, sort="name").rows[0]
    sighting = say(
        desk, Sighting(file=first.file, name=LONG, url="https://example.org/1", account="@a", channel="news")
    )
    row = page(desk, Filters(account="@a", channel="news")).rows[0]
    assert (row.file, row.sightings, LONG in row.names) == (first.file, 2, True)
    assert page(desk, Filters(), facets=True).facets["account"] == {"@a": 1}
    say(desk, Withdrawal(of=sighting, reason="it was another film"))
    assert page(desk, Filters(account="@a")).rows == () and page(desk, Filters(q="words"), limit=1).rows == ()
    mark = say(desk, Mark(mark=MarkKind.GRAPHIC, label="injury", stretch=Stretch(file=first.file)))
    (marked,) = page(desk, Filters(mark="graphic")).rows
    assert marked.marks[0].entry == mark and marked.covered == "marked as graphic: injury"
    say(desk, Withdrawal(of=mark, reason="it was paint"))
    assert page(desk, Filters(mark="graphic")).rows == ()


@pytest.mark.parametrize("q", ["'; DROP TABLE files; --", "%", "_", "!", '"', "\x00", "\U0001f469" * 500, "file 07"])
def test_a_search_is_only_words(desk: Desk, q: str) -> None:
    found = page(desk, Filters(q=q, account=q, channel=q), limit=100).rows
    assert found == () and page(desk, Filters(q="file 07")).total == 1
    assert page(desk, Filters(), limit=100).total == 25


def test_a_made_up_place_is_refused(desk: Desk) -> None:
    for after in ("x", "W10=", "bnVsbA==", "not base64 \u00e4"):
        with pytest.raises(BadValue, match="not a place"):
            page(desk, Filters(), after=after)


def test_a_sheet_is_no_broken_footage(desk: Desk) -> None:
    sheet, cut = (row.file for row in page(desk, Filters(), limit=2, sort="name").rows)
    for file, code in ((sheet, "outside.not-footage"), (cut, "outside.cut-off")):
        write(desk, finding("read.container", Unsuitable(why="not read", code=code), file))
    told = {row.file: row.broken.code for row in page(desk, Filters(), limit=100).rows if row.broken}
    assert told == {sheet: "outside.not-footage", cut: "outside.cut-off"}
    assert every(desk, filters=Filters(broken=True)) == [cut] and sheet in every(desk, filters=Filters(broken=False))
    assert page(desk, Filters(), limit=1).facets["broken"] == {"true": 1}


def test_a_table_is_no_footage_and_is_shown_where_it_is_asked_for(desk: Desk, tmp_path: Path) -> None:
    for name in ("evidence.csv", "evidence, corrected.XLSX", "film.csv"):
        (tmp_path / name).write_text(name)
    list(preserve(desk, [tmp_path / name for name in ("evidence.csv", "evidence, corrected.XLSX", "film.csv")]))
    made = page(desk, Filters(), limit=100)
    assert made.total == len(made.rows) == 25 and made.facets["kind"]["sheet"] == 3
    tables = page(desk, Filters(kind="sheet"), limit=100)
    assert {row.names[0] for row in tables.rows} == {"evidence.csv", "evidence, corrected.XLSX", "film.csv"}
    assert {row.media.kind for row in tables.rows} == {"sheet"}
    assert page(desk, Filters(q="corrected")).total == 1, "a search finds it"
    film = next(row.file for row in tables.rows if row.names[0] == "film.csv")
    streams = [{"index": 0, "kind": "video", "codec": "h264", "width": 4, "height": 4}]
    read = Found(value={"kind": "film", "format": "mov", "streams": streams, "picture": {"stream": 0}, "sound": None})
    write(desk, finding("read.container", read, film))
    assert page(desk, Filters(), limit=100).total == 26, "what was read as footage is footage, whatever it is called"


def test_copying_from_this_machine_is_no_appearance(desk: Desk) -> None:
    """Preserved first and put into a sheet later: it was seen once."""
    first = page(desk, Filters(), limit=1, sort="name").rows[0]
    assert (first.sightings, first.copied) == (1, 1)
    say(desk, Sighting(file=first.file, account="@a", captured="sheet evidence.csv, row 2"))
    beside = Sighting(file=first.file, url="https://example.org/1", captured="copied from this machine")
    say(desk, beside)
    (row,) = page(desk, Filters(account="@a")).rows
    assert (row.sightings, row.copied) == (3, 1), "one that says where it stood counts, however its bytes came"
