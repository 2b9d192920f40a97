"""A preview: the page that publishing would make, marked as no edition, with nothing entered and nothing that proves anything."""

from pathlib import Path

import pytest

from firsthand.desk.preview import HEAD, draw
from firsthand.desk.publish import preview, publish
from firsthand.recheck import recheck_folder
from firsthand.recheck.line import exit_code
from firsthand.record.fault import FolderTaken, GateRefused
from firsthand.record.publication import Draft, Section
from tests.desk.test_publish_sample import Sample, sample


@pytest.fixture
def made() -> Sample:
    return sample()


def test_the_page_is_the_editions_but_for_what_says_that_it_is_none(made: Sample, tmp_path: Path) -> None:
    sizes = [made.one.ledger.size(log) for log in made.one.ledger.logs()]
    found = draw(made.one, tmp_path / "drawn")
    assert sizes == [made.one.ledger.size(log) for log in made.one.ledger.logs()]
    assert found == preview(made.one)
    list(publish(made.one, tmp_path / "report"))
    page, edition = ((tmp_path / name / "index.html").read_bytes() for name in ("drawn", "report"))
    start, end = page.index(b"<aside"), page.index(HEAD)
    page = page.replace(b"not published; drawn", b"published", 1)
    assert b"not published, not sealed, not signed" in page[start:end] and b"would let it pass" in page[start:end]
    assert page[:start] + page[end:] == edition
    pictures = {path.name for path in (tmp_path / "report" / "blobs").iterdir()}
    assert {path.name for path in (tmp_path / "drawn" / "blobs").iterdir()} == pictures and pictures
    assert exit_code(list(recheck_folder(tmp_path / "drawn"))) == 1


def test_it_is_drawn_though_the_gate_refuses_and_says_so(made: Sample, tmp_path: Path) -> None:
    made.say(loud=Draft(text="Everybody knows who fired.", section=Section.KNOWN))
    found = draw(made.one, tmp_path / "drawn")
    refused = sum(one.blocking for one in found)
    page = (tmp_path / "drawn" / "index.html").read_text("utf-8")
    assert refused >= 1 and f"would refuse it, for {refused} reason" in page and "Everybody knows who fired." in page
    with pytest.raises(GateRefused):
        list(publish(made.one, tmp_path / "report"))


def test_an_original_that_is_named_is_not_copied(made: Sample, tmp_path: Path) -> None:
    draw(made.one, tmp_path / "drawn", exhibits=[made.file["square"]])
    assert not (tmp_path / "drawn" / "blobs" / made.file["square"]).exists()


def test_a_page_has_one_title_and_a_folder_of_its_own(made: Sample, tmp_path: Path) -> None:
    with pytest.raises(FolderTaken):
        draw(made.one, tmp_path)
    made.say(second=Draft(text="Another title", section=Section.TITLE))
    with pytest.raises(GateRefused, match="2 titles"):
        draw(made.one, tmp_path / "drawn")
    assert not (tmp_path / "drawn").exists()
