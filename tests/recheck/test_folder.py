"""What writes a published folder: whole or not at all, no more shown than was disclosed, nothing of another's overwritten."""

import json
from pathlib import Path

import pytest

from firsthand.desk.folder import BY_DEFAULT, Appended, Withheld, by_entry, write_folder
from firsthand.recheck import exit_code, recheck_folder
from firsthand.recheck.line import lowers
from firsthand.record.digest import sha256
from firsthand.record.entry import open_line, read_line
from firsthand.record.fault import BadValue, FolderTaken, LogMoved
from firsthand.record.publication import Draft, Published
from tests.recheck.good import good_book
from tests.recheck.making import Report
from tests.recheck.paging import pages_of


def report(path: Path) -> Report:
    book, a, b, ids = good_book()
    return Report(path, book, a, b, ids, {}, {}, pages=pages_of)


def test_it_holds_and_says_what_it_wrote(memory: Path) -> None:
    good = report(memory / "out")
    entry = good.publish()
    published = open_line(read_line(good.read("seal/published.jsonl")[:-1]), 0)
    assert published.id == entry and published.clock is None
    assert published.value.manifest == sha256(good.read("manifest.json"))
    assert exit_code(recheck_folder(good.path, key=good.a.first)) == 0


def test_local_files_are_copied(memory: Path) -> None:
    (memory / "film").write_bytes(b"a" * 3_000_000)
    good = report(memory / "out")
    good.publish(files={"original.bin": memory / "film"})
    assert good.read("original.bin") == b"a" * 3_000_000
    lines = list(recheck_folder(good.path, key=good.a.first))
    assert [line.code for line in lines if lowers(line)] == ["page.beside"] and exit_code(lines) == 3


def test_hours_homes_and_devices_are_withheld_unless_named(memory: Path) -> None:
    good = report(memory / "out")
    good.publish()
    shown = good.read(good.ledger(good.a)).decode()
    assert "/home/somebody" not in shown and '"clock":{"salt"' not in shown and "@street" in shown
    good.publish(disclosure={good.ids["sighting"]: Withheld()})
    assert "/home/somebody/films" in good.read(good.ledger(good.a)).decode()


def test_disclosure_may_be_a_function(memory: Path) -> None:
    good = report(memory / "out")
    good.publish(disclosure=lambda line: Withheld(body=line.header is not None and line.header.kind == "source"))
    kinds = [json.loads(line) for line in good.lines(good.a)]
    assert {line["header"]["kind"] for line in kinds if "body" not in line} == {"source"}
    assert by_entry({})(read_line(good.lines(good.a)[0])) is BY_DEFAULT


def test_a_line_that_is_withheld_already_stays_so(memory: Path) -> None:
    good = report(memory / "out")
    lines = good.book.held[good.a.log]
    lines[3] = read_line(lines[3]).hidden(header=True).bytes()
    lines[4] = read_line(lines[4]).hidden(body=True).bytes()
    good.publish()
    assert good.lines(good.a)[3:5] == lines[3:5]
    assert good.json("manifest.json")["counts"] == {"hash": 1, "header": 1, "shown": 23}


def test_what_is_there_is_never_overwritten(memory: Path) -> None:
    good = report(memory / "out")
    good.publish()
    with pytest.raises(FolderTaken):
        write(good, good.path)
    assert exit_code(recheck_folder(good.path, key=good.a.first)) == 0


@pytest.mark.parametrize(
    "path", ["../x", "/x", "X.html", "a//b", ".x", "-x", "seal/x", "manifest.json", "ledger/x", "blobs/x", "a" * 201]
)
def test_paths_that_no_folder_may_hold_are_refused(path: str, memory: Path) -> None:
    good = report(memory / "out")
    before = len(good.a.leaves)
    with pytest.raises(BadValue):
        write(good, good.path, files={path: b"x"})
    assert list(memory.iterdir()) == [] and len(good.a.leaves) == before


def test_a_blob_that_is_not_its_name_is_refused(memory: Path) -> None:
    with pytest.raises(BadValue):
        write(report(memory / "out"), memory / "out", files={f"blobs/{sha256(b'y')}.png": b"x"})
    assert list(memory.iterdir()) == []


def test_nothing_appears_where_the_log_moved_or_publishing_failed(memory: Path) -> None:
    good = report(memory / "out")

    def moved(value: Published) -> Appended:
        good.a.write(Draft(text="Somebody was quicker."))
        return good.a.publish(value)

    with pytest.raises(LogMoved):
        write(good, good.path, publish=moved)

    def failing(value: Published) -> Appended:
        raise OSError("the machine went off")

    with pytest.raises(OSError, match="went off"):
        write(good, good.path, publish=failing)
    assert list(memory.iterdir()) == []


def write(good: Report, path: Path, **other: object) -> None:
    given = {"files": good.files, "publish": good.a.publish, "disclosure": {}, **other}
    write_folder(path, ledger=good.book, case=good.book.case, edition=1, previous=None, **given)
