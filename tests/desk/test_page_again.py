"""What methods worked out on a page is worked out again where its ledgers are whole: left out or added to, it is told."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from firsthand.desk.page_again import MOST_TOLD, _told
from firsthand.desk.page_worked import Place, differences, worked
from firsthand.desk.publish import publish
from firsthand.desk.recheck import recheck
from firsthand.recheck import Line, exit_code, recheck_folder
from firsthand.recheck.closing import closing
from firsthand.recheck.line import lowers
from firsthand.recheck.page_form import FORM, form_of, read_page
from tests.desk.test_publish_sample import sample
from tests.recheck.making import Report
from tests.recheck.rich import rich_report


@pytest.fixture
def good(tmp_path: Path) -> Report:
    return rich_report(tmp_path / "report")


def told(report: Report) -> tuple[int, set[str], list[Line]]:
    lines = list(recheck(report.path, key=report.a.first))
    return exit_code(lines), {line.code for line in lines if lowers(line)}, [line for line in lines if line.step == 10]


def test_an_honest_page_comes_out_again(good: Report) -> None:
    outcome, _, lines = told(good)
    again = [line.subject for line in lines if line.code == "page.made-again"]
    assert outcome == 0 and again[0] == "index.html" and again[1].startswith("places/"), lines


def left_out(good: Report) -> None:
    good.cut_page("<li>Without ", "</li>")


def one_origin_unsaid(good: Report) -> None:
    good.cut_page('<p class="small"><span class="chip unreviewed">one origin</span>', "</p>")


def three_origins(good: Report) -> None:
    """The counts that stand beside the names are made to fit, so that only a method tells."""
    root = '<li><span class="of">recording</span> <a href="#recording-1">Recording 1, 2 copies</a></li>\n'
    more = "".join(root.replace("Recording 1, 2", f"Recording {number}, 1") for number in (2, 3))
    good.repage(
        f'For: 1 origin</p>\n<ul class="plain roots">\n{root}',
        f'For: 3 origins</p>\n<ul class="plain roots">\n{root}{more}',
    )


@pytest.mark.parametrize("lie", [left_out, one_origin_unsaid, three_origins])
def test_what_a_method_gave_is_missed(lie: Callable[[Report], None], good: Report) -> None:
    lie(good)
    outcome, open_, lines = told(good)
    assert (outcome, open_) == (3, {"page.differs"}), lines


def test_another_page_is_told_by_its_places_and_in_the_last_line(good: Report) -> None:
    three_origins(good)
    lines = list(recheck(good.path, key=good.a.first))
    first, place = [line for line in lines if line.code == "page.differs"]
    assert first.subject == "index.html" and first.says.startswith("1 place on it says otherwise")
    assert "answer “On the Old Bridge, looking north”" in place.subject
    assert (
        place.says.startswith("it says “3 origins”, “Recording 2, 1 copies”, “Recording 3, 1 copies” where")
        and "where “1 origin” comes out now" in place.says
    ), place
    held = [line.says for line in lines if line.subject == "index.html" and line.code == "holds" and line.step == 10]
    assert len(held) == 1 and "what methods give on it does not" in held[0]
    said = closing(lines)
    assert said.startswith("NOT ALL HOLDS: the page differs from what its ledgers give: see the lines above."), said
    assert "pinned" not in said and "Nothing is broken" not in said


def test_the_core_says_what_it_leaves(good: Report) -> None:
    three_origins(good)
    lines = list(recheck_folder(good.path, key=good.a.first))
    held = next(
        line.says for line in lines if line.subject == "index.html" and line.code == "holds" and line.step == 10
    )
    assert exit_code(lines) == 0 and re.search(r"; \d+ counts and drawings on it were not worked out again$", held)
    assert re.search(
        r"Not checked: .*\d+ counts and drawings on the page.* the full recheck .* does that;", closing(lines)
    )


def test_a_shape_on_a_map_is_told_and_a_town_is_counted(good: Report) -> None:
    path = next(path for path in good.json("manifest.json")["files"] if path.startswith("places/"))
    good.repage(">Dmytrivka<", ">Dmytrivko<", path)
    outcome, open_, lines = told(good)
    assert (outcome, open_) == (0, set()), lines
    assert "1 drawings have other towns" in closing(list(recheck(good.path, key=good.a.first)))
    good.repage("M221.58 86.61H498.42", "M121.58 86.61H498.42", path)
    outcome, open_, lines = told(good)
    assert (outcome, open_) == (3, {"page.differs"}), lines
    assert [line.subject for line in lines if line.code == "page.differs"] == [path]


def test_places_that_differ_are_listed_up_to_a_number_and_counted(good: Report) -> None:
    form = form_of(FORM)
    assert form is not None
    read = worked(read_page(good.read("index.html").decode(), form))
    assert len(read) > MOST_TOLD and not differences(read, dict(read))
    assert len(differences(read, {})) == len(differences({}, read)) == len(read)
    lines = list(_told(differences(read, {})))
    assert len(lines) == MOST_TOLD + 2 and lines[-1].says == f"{len(read) - MOST_TOLD} more places are not listed"
    place, long = Place("recording 1", "r", 1), "second 0.00 to 9.00, " * 9
    told_ = differences({place: (("drawn", long + "second 9.00"),)}, {place: (("drawn", long + "second 8.00"),)})
    assert told_[0][1].endswith("to 9.00, second 9.00” where “….00 to 9.00, second 8.00” comes out now"), told_
    turned = differences(read, dict(reversed(read.items())))
    assert turned == [("the page", "the same things come out, in another order")]


def test_what_rests_on_something_withheld_is_not_counted_again(tmp_path: Path) -> None:
    made = sample()
    list(publish(made.one, tmp_path / "report", withhold=[made.id["neighbour"]]))
    lines = [line for line in recheck(tmp_path / "report") if line.code.startswith("page.")]
    assert {line.code for line in lines} == {"page.not-computed"} and "withheld" in lines[0].says
