"""Preserving on a real disk: every sighting kept, everything passed over named, and a second run adds nothing."""

import os
from pathlib import Path

import pytest

from firsthand.desk.cases import open_case
from firsthand.desk.desk import Desk, entries
from firsthand.desk.names import as_data, visible
from firsthand.desk.preserve import Acknowledged, PassedOver, Preserved, preserve
from firsthand.record.fault import NoAuthor
from tests.desk.parts import machine


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return machine(tmp_path).new()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "footage"
    made.mkdir()
    return made


def sightings(desk: Desk) -> list[object]:
    desk.index.refresh(desk.ledger)
    return [e.value for e in entries(desk, "sighting")]


def test_the_same_bytes_twice_are_one_blob_and_two_sightings(desk: Desk, folder: Path) -> None:
    (folder / "a.mp4").write_bytes(b"same bytes")
    (folder / "b.mp4").write_bytes(b"same bytes")
    list(preserve(desk, [folder]))
    assert len(list(desk.vault.digests())) == 1
    assert [s.name for s in sightings(desk)] == ["a.mp4", "b.mp4"]  # type: ignore[attr-defined]


def test_a_second_run_adds_nothing_and_says_so(desk: Desk, folder: Path) -> None:
    (folder / "a.mp4").write_bytes(b"bytes")
    os.symlink("/etc/hostname", folder / "link")
    (folder / "s.csv").write_text("item,url\nthe tweet,https://example.org/t\n")
    list(preserve(desk, [folder], sheet=folder / "s.csv"))
    size = desk.ledger.size(desk.writer.log)
    second = list(preserve(desk, [folder], sheet=folder / "s.csv"))
    assert desk.ledger.size(desk.writer.log) == size
    assert all(event.again for event in second if isinstance(event, Preserved))
    assert [event.name for event in second if isinstance(event, PassedOver)] == ["link"]


def test_again_enters_the_same_sighting_anew(desk: Desk, folder: Path) -> None:
    (folder / "a.mp4").write_bytes(b"bytes")
    list(preserve(desk, [folder]))
    list(preserve(desk, [folder], again=True))
    assert len(sightings(desk)) == 2


def test_what_is_no_regular_file_is_named_never_followed(desk: Desk, folder: Path) -> None:
    (folder / "real").write_bytes(b"x")
    os.symlink(folder / "real", folder / "link")
    os.symlink(folder, folder / "loop")
    os.mkfifo(folder / "pipe")
    (folder / ".DS_Store").write_bytes(b"system")
    events = list(preserve(desk, [folder]))
    assert sorted(e.name for e in events if isinstance(e, PassedOver)) == [".DS_Store", "link", "loop", "pipe"]
    desk.index.refresh(desk.ledger)
    assert sorted(e.value.name for e in entries(desk, "skipped")) == [".DS_Store", "link", "loop", "pipe"]


TRICKS = [
    b"-version.mp4",
    b"http:x.mp4",
    b"img%03d.jpg",
    "photo\u202egpj.exe".encode(),
    b"\xff\xfe broken.mp4",
    "p\u0430ypal.mp4".encode(),
    b"CON",
    b"a" * 255,
    "\U0001f3a5".encode() * 60,
    b"line\nbreak",
    b"..hidden",
]


def test_tricky_names_are_kept_verbatim_as_data(desk: Desk, folder: Path) -> None:
    for number, name in enumerate(TRICKS):
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:
            file.write(bytes([number]))
    events = list(preserve(desk, [folder]))
    assert not [e for e in events if isinstance(e, PassedOver)]
    kept = {(s.name, s.raw_name) for s in sightings(desk)}  # type: ignore[attr-defined]
    assert kept == {as_data(os.fsdecode(name)) for name in TRICKS}
    stored = {path.name for path in (desk.folder / "vault").rglob("*") if path.is_file()}
    assert all(len(name) == 62 and set(name) <= set("0123456789abcdef") for name in stored)


def test_a_name_that_is_not_text_keeps_its_bytes() -> None:
    text, raw = as_data(os.fsdecode(b"\xff.mp4"))
    assert (text, raw) == ("\ufffd.mp4", "/y5tcDQ=")
    assert as_data("plain") == ("plain", None)
    assert visible("a\u202eb\x00") == "a⟨U+202E⟩b⟨U+0000⟩"


def test_a_yt_dlp_side_car_fills_the_sighting(desk: Desk, folder: Path) -> None:
    (folder / "clip.mp4").write_bytes(b"film")
    (folder / "clip.info.json").write_text(
        '{"webpage_url": "https://example.org/v", "uploader_id": "@maker", "timestamp": 1648648800, "title": "T"}'
    )
    list(preserve(desk, [folder]))
    film = next(s for s in sightings(desk) if s.name == "clip.mp4")  # type: ignore[attr-defined]
    side = next(s for s in sightings(desk) if s.name == "clip.info.json")  # type: ignore[attr-defined]
    assert (film.url, film.account) == ("https://example.org/v", "@maker")  # type: ignore[attr-defined]
    assert film.posted.zone == "UTC"  # type: ignore[attr-defined]
    assert film.extra["sidecar"] == side.file  # type: ignore[attr-defined]


def test_a_gallery_dl_side_car_fills_the_sighting(desk: Desk, folder: Path) -> None:
    (folder / "p.jpg").write_bytes(b"picture")
    (folder / "p.jpg.json").write_text(
        '{"category": "forum", "date": "2022-03-30 12:00:00", "author": {"name": "maker"}}'
    )
    list(preserve(desk, [folder]))
    picture = next(s for s in sightings(desk) if s.name == "p.jpg")  # type: ignore[attr-defined]
    assert (picture.channel, picture.account, picture.posted.zone) == ("forum", "maker", "UTC")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "text", ["not json", '{"a": 1, "a": 2}', "[]", '{"no": "tool"}', "\ufeff{}", '{"timestamp": 1e400}']
)
def test_a_side_car_that_cannot_be_read_is_kept_as_bytes(desk: Desk, folder: Path, text: str) -> None:
    (folder / "clip.mp4").write_bytes(b"film")
    (folder / "clip.mp4.json").write_text(text)
    list(preserve(desk, [folder]))
    assert sorted(s.name for s in sightings(desk)) == ["clip.mp4", "clip.mp4.json"]  # type: ignore[attr-defined]


def test_everything_taken_is_acknowledged_in_the_end(desk: Desk, folder: Path) -> None:
    for number in range(600):
        (folder / f"{number:04}").write_bytes(b"%d" % number)
    events = list(preserve(desk, [folder]))
    counts = [event.entries for event in events if isinstance(event, Acknowledged)]
    assert counts[-1] == 1200
    assert len(counts) > 2, "acknowledged in batches, not once at the end"


def test_a_run_that_is_stopped_goes_on_where_it_was(desk: Desk, folder: Path, tmp_path: Path) -> None:
    for number in range(300):
        (folder / f"{number:04}").write_bytes(b"%d" % number)
    run = preserve(desk, [folder])
    for event in run:
        if isinstance(event, Acknowledged):
            break
    run.close()
    again = open_case(desk.folder, ring=machine(tmp_path).ring)
    list(preserve(again, [folder]))
    assert len(sightings(again)) == 300
    assert len(list(entries(again, "file"))) == 300


def test_a_case_without_a_key_here_only_reads(desk: Desk, folder: Path, tmp_path: Path) -> None:
    stranger = open_case(desk.folder, ring=machine(tmp_path, "two").ring)
    with pytest.raises(NoAuthor):
        list(preserve(stranger, [folder]))
