"""What methods worked out on a page is worked out again where its ledgers are whole: left out or added to, it is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from firsthand.desk.publish import publish
from firsthand.desk.recheck import recheck
from firsthand.recheck import Line, exit_code
from firsthand.recheck.line import lowers
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


@pytest.mark.parametrize("lie", [left_out, one_origin_unsaid])
def test_what_a_method_gave_is_missed(lie: Callable[[Report], None], good: Report) -> None:
    lie(good)
    outcome, open_, lines = told(good)
    assert (outcome, open_) == (3, {"page.differs"}), lines


def test_what_rests_on_something_withheld_is_not_counted_again(tmp_path: Path) -> None:
    made = sample()
    list(publish(made.one, tmp_path / "report", withhold=[made.id["neighbour"]]))
    lines = [line for line in recheck(tmp_path / "report") if line.code.startswith("page.")]
    assert {line.code for line in lines} == {"page.not-computed"} and "withheld" in lines[0].says
