"""The verbs about copies by the real door: trace, copies, follow, hashes, memory."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from firsthand.cli import app as door
from firsthand.cli.exits import FAILED, INCOMPLETE, OK, USAGE
from tests.desk import films

RUN = CliRunner()


def run(*words: str, code: int = OK) -> str:
    result = RUN.invoke(door.app, list(words))
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout


def said(*words: str, code: int = OK) -> Any:
    return json.loads(run(*words, "--json", code=code))


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIRSTHAND_CASE", str(tmp_path / "case"))
    monkeypatch.setenv("COLUMNS", "200")
    run("new", str(tmp_path / "case"), "--author", "A. Analyst")
    run("preserve", str(films.folder(tmp_path / "clips")))
    run("examine", "--allow-weak-cell")
    return tmp_path


def test_from_a_clip_to_its_copies_marks_hashes_and_memory(case: Path) -> None:
    clip = films.film(case / "new.mp4", films.pictures(1)[: 6 * films.FPS])
    told = said("trace", str(clip), "--allow-weak-cell")
    assert len(told["copies"]) == 2 and told["searched"]["compared"] >= 4
    assert "mirrored" in run("trace", str(clip), "--allow-weak-cell")

    found = said("copies", "--html", str(case / "copies.html"), "--csv", str(case / "copies.csv"))
    assert (
        len(found) == 2
        and b"<svg" in (case / "copies.html").read_bytes()
        and (case / "copies.csv").stat().st_size > 100
    )
    run("copies", "--csv", str(case / "copies.csv"), code=FAILED)
    shown = run("copies")
    assert "earliest known sighting: not known" in shown and "mirrored (which of the two is not told)" in shown

    film = next(row["file"] for one in found for row in one["files"] if row["names"] == ["a.mp4"])
    mark = said("mark", "graphic", "--label", "a fall", "--file", film[:8], "--from", "3", "--to", "4")["entry"]
    (row,) = said("copies", "--marks")
    assert row["decided"] == "proposed"
    run("follow", mark[:8], row["copy"][:8], "--reason", "x", code=USAGE)
    run("follow", mark[:8], row["copy"][:8], "--reason", "x", "--hold", "soon", code=USAGE)
    entry = said("follow", mark[:8], row["copy"][:8], "--hold", "1-5/2", "--reason", "seen at the edge")["entry"]
    (row,) = said("copies", "--marks")
    assert row["decided"] == [entry] and row["holds"] == [{"start": "1.000", "end": "2.500"}]

    rows = said("hashes", "--out", str(case / "hashes"), code=INCOMPLETE)
    assert sum(r["hashes"] == "written" for r in rows) == len(list((case / "hashes").iterdir())) >= 5


def test_memory_from_add_to_forget(case: Path) -> None:
    added = said("memory", "add", "-m", "spring", "--as", "a parade", code=INCOMPLETE)
    assert added["new"] >= 5
    out = case / "spring.memory"
    run("memory", "export", str(out), "-m", "spring")
    assert said("memory", "import", str(out), "-m", "theirs")["new"] == added["new"]
    assert {row["memory"] for row in said("memory", "list")} == {"spring", "theirs"}
    items = said("memory", "list", "-m", "theirs")
    run("memory", "forget", "-m", "theirs", items[0]["file"][:12])
    run("memory", "forget", "-m", "theirs", code=USAGE)
    run("memory", "forget", "-m", "theirs", "--all")
    run("memory", "list", "-m", "theirs", code=FAILED)
    counted = said("examine", "--allow-weak-cell")
    assert counted["seen before"] >= 5
    assert "as a parade" in run("trace", str(case / "clips" / "c.mp4"), "--allow-weak-cell")
