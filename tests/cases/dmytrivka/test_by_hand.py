"""The model case through the doors alone, from `new` to a report that a stranger rechecks; what it comes out as is the model's."""

from pathlib import Path

import pytest

from firsthand.cli.exits import REFUSED

from . import entered as model
from .by_hand import ONE, case_by_hand, entered, run, said, sentences_by_hand


@pytest.fixture
def ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIRSTHAND_CASE", str(tmp_path / "case"))
    monkeypatch.setenv("COLUMNS", "200")
    return case_by_hand(tmp_path)


def test_from_new_to_a_rechecked_report_by_the_doors_alone(ids: dict[str, str], tmp_path: Path) -> None:
    outcome = said("origins")
    evidence, names = outcome["value"]["evidence"], outcome["names"]
    clip = "recording item f1: the clip"
    for number in (*range(1, 12), 15):
        assert evidence[ids[f"S{number}"]]["origins"] == [clip], number
    assert names[ids["N"]] == "a New York newspaper"
    assert "without this recording (F1: the clip), nothing supports 'where'" in run("origins", ids["where"])
    (pair,) = said("matrix-of", ids["where"])["value"]["pairs"]
    assert pair["how"] == "overlap", "two readings of about 11 km"
    (row,) = said("dates")
    assert row["earliest"] == "not known"
    run("cite", model.ARTICLE, "--published", "2022-04-07", "--zone", "Europe/London", *ONE)
    assert said("dates")[0]["earliest"] == "2022-04-05T23:00:00Z"

    sentences_by_hand(ids)
    loud = entered("draft", "Ukrainian soldiers executed a Russian prisoner.", "--rests-on", ids["S2"], *ONE)
    refused = run("gate", code=REFUSED)
    assert "executed" in refused and "this would pass" in refused
    run("withdraw", loud, "--reason", "louder than its ground", *ONE)
    assert {row["rule"] for row in said("gate")} >= {"single-origin", "unreviewed"}
    issued = said("publish", "--out", str(tmp_path / "report"), *ONE)
    assert "holds" in run("recheck", str(tmp_path / "report"), "--key", issued["fingerprint"])
    page = (tmp_path / "report" / "index.html").read_text("utf-8")
    for text in (
        "one origin",
        "nothing supports any answer to “where”",
        "by the date of its article",
        "Georgian Legion",
    ):
        assert text in page, text
