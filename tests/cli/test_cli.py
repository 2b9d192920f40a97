"""The command line, as a person or a script meets it: real cases, real exit codes, plain JSON."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from firsthand.cli import app as door
from firsthand.cli.exits import FAILED, INCOMPLETE, OK, REFUSED, USAGE
from firsthand.cli.verbs import MODULE, VERBS, commands_of

RUN = CliRunner()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIRSTHAND_CASE", str(tmp_path / "case"))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def run(*words: str, code: int = OK) -> str:
    """Through the real door, faults and all; standard output."""
    result = RUN.invoke(door.app, list(words))
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout


def said(*words: str) -> Any:
    return json.loads(run(*words, "--json"))


def entered(*words: str) -> str:
    return str(said(*words)["entry"])


def process(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "firsthand.cli.app", *words], capture_output=True, text=True, check=False
    )


def test_a_case_by_hand_from_new_to_draft(home: Path) -> None:
    run("new", str(home / "case"), "--author", "A. Analyst", "--title", "The parade")
    (home / "clips").mkdir()
    (home / "clips" / "a.mp4").write_bytes(b"film")
    counted = said("preserve", str(home / "clips"))
    assert (counted["files"], counted["new bytes"], counted["entries"]) == (1, 1, 2)
    (file,) = said("show", "files")
    question = entered("ask", "Where was it filmed?", "--about", "where")
    answer = entered("answer", question[:8], "On the bridge")
    source = entered("source", "The Bridge Gazette", "--is", "outlet", "--reliability", "C", "--reason", "new to us")
    claim = entered(
        *("claim", "It was filmed on the bridge", "--source", source[:8], "--for", answer[:8], "--hedge", "appears"),
        *("--basis", "footage", "--file", file["file"][:8], "--said", "on Monday"),
    )
    seen = entered(
        "observe",
        "A lamp with two arms",
        "--what",
        "landmark",
        "--file",
        file["file"][:8],
        "--from",
        "1/2",
        "--to",
        "3",
    )
    judged = entered(
        *(
            "assess",
            answer[:8],
            "--likelihood",
            "likely",
            "--confidence",
            "moderate",
            "--reasons",
            "lamp and railing match",
        ),
        *("--for", claim[:8], "--for", seen[:8]),
    )
    draft = entered("draft", "It was likely filmed on the bridge.", "--rests-on", judged[:8], "--answers", question[:8])
    entered("matrix", claim[:8], answer[:8], "consistent", "--reason", "it says so")
    entered("grade", source[:8], "D", "--reason", "was wrong before")
    entered("mark", "graphic", "--label", "fireworks smoke 0:04", "--file", file["file"][:8], "--from", "4")
    entered("reply", source[:8], "What do you say to the other account?")
    entered("withdraw", draft[:8], "--reason", "too early")
    assert said("show", "sources")[0]["grade"] == "D"
    assert said("show", "questions")[0]["answers"][0]["assessments"][0]["likelihood"] == "likely"
    assert said("show", "claims")[0]["said"] == "not known (stated: on Monday, no zone)"
    assert "withdrawn" in said("show", "drafts")[0]
    assert json.loads(run("show", judged[:10]))["says"]["confidence"] == "moderate"
    assert "The Bridge Gazette" in run("show", "sources")


def test_exit_codes_mean_what_the_docs_say(home: Path) -> None:
    case = str(home / "case")
    assert process("show", "files", "--case", case).returncode == FAILED
    run("new", case, "--author", "A")
    assert process("new", case, "--author", "A").returncode == REFUSED
    assert process("ask", "Where?").returncode == USAGE
    run("preserve", code=USAGE)
    run("preserve", str(home / "nowhere.mp4"), code=INCOMPLETE)
    assert process("show", "nothing-of-that-name", "--case", case).returncode == FAILED


def test_a_fault_is_one_clear_line_with_its_code_and_a_hint(home: Path) -> None:
    said_so = process("show", "files", "--case", str(home)).stderr
    assert "[outside.not-a-case]" in said_so or "[record.not-a-case]" in said_so or "not-a-case" in said_so
    assert "Traceback" not in said_so


def test_text_from_evidence_is_made_visible_not_interpreted(home: Path) -> None:
    run("new", str(home / "case"), "--author", "A")
    run("source", "[bold]\u202egnp.exe\x1b[31m", "--is", "account")
    shown = run("show", "sources")
    assert "⟨U+202E⟩" in shown
    assert "\u202e" not in shown
    assert "\x1b[31m" not in shown
    assert "[bold]" in shown


@pytest.mark.parametrize("words", [("--help",), ("claim", "--help"), ("method", "--help"), ("preserve", "--help")])
def test_help_is_there_for_every_verb(words: tuple[str, ...]) -> None:
    assert "Usage" in run(*words)


def test_methods_are_listed_and_run_by_their_cards() -> None:
    names = [row["method"] for row in said("method", "list")]
    assert names
    for name in names:
        card = said("method", "show", name)
        assert card["limits"]
        for number, example in enumerate(card["examples"], 1):
            outcome = json.loads(run("method", "run", name, "--example", str(number), "--json"))
            assert outcome["outcome"] == example["gives"], (name, number)
    assert process("method", "show", "no.such").returncode == FAILED


def test_the_readme_names_only_verbs_that_exist() -> None:
    text = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    named = set(re.findall(r"^    firsthand ([a-z]+)", text, re.MULTILINE)) | set(
        re.findall(r"`firsthand ([a-z]+)", text)
    )
    known = set(MODULE)
    assert named
    assert named <= known


def test_an_answer_to_where_or_when_carries_its_bounds(home: Path) -> None:
    run("new", str(home / "case"), "--author", "A. Analyst")
    where, when = entered("ask", "Where?", "--about", "where"), entered("ask", "When?", "--about", "when")
    near = entered("answer", where[:12], "By the quay", "--near", "30.2,50.5,1000")
    assert json.loads(run("show", near[:12]))["says"]["region"]["boxes"]
    wide = entered("answer", where[:12], "In the town", "--box", "30,50,31,51")
    day = entered("answer", when[:12], "That day", "--when", "2022-03-30", "--zone", "Europe/Kyiv")
    assert json.loads(run("show", day[:12]))["says"]["span"]["earliest"] == "2022-03-29T21:00:00Z"
    assert len({near, wide, day}) == 3
    assert RUN.invoke(door.app, ["answer", where[:12], "x", "--near", "1,2,3", "--box", "1,2,3,4"]).exit_code == 2
    assert RUN.invoke(door.app, ["answer", when[:12], "x", "--near", "30.2,50.5,1000"]).exit_code == FAILED


def test_the_table_of_verbs_says_what_the_modules_add() -> None:
    """A new verb has its line in `cli/verbs.py`: the help and the way to a verb are read there, not from the modules."""
    there = {path.stem for path in Path(door.__file__).parent.glob("*_verbs.py")}
    assert set(VERBS) == there
    for module, verbs in VERBS.items():
        added = {name: command.get_short_help_str(1000) for name, command in commands_of(module).items()}
        assert dict(verbs) == added, f"cli/verbs.py does not say what {module} adds"
    assert len(MODULE) == sum(map(len, VERBS.values())), "a verb is added by two modules"


def test_a_verb_that_is_not_there_is_said() -> None:
    result = RUN.invoke(door.app, ["exmaine"])
    assert result.exit_code == 2 and "No such command" in result.output


def test_what_the_gate_refuses_is_told_with_what_to_do_once_a_rule(home: Path) -> None:
    run("new", str(home / "case"), "--author", "A. Analyst")
    for sentence in ("Who filmed it is not known.", "When it was filmed is not known."):
        run("draft", sentence, "--section", "not known")
    told = run("publish", "--out", str(home / "report"), code=REFUSED)
    assert told.count("rests on nothing") == 2 and told.count("the question that stays open") == 1
    assert told.index("the question that stays open") > told.rindex("rests on nothing")
    assert not (home / "report").exists()
    run("draft", "A film", "--section", "title")
    run("gate", "--page", str(home / "drawn"), code=REFUSED)
    assert "would refuse it, for 2 reasons" in (home / "drawn" / "index.html").read_text("utf-8")


def test_a_list_too_wide_for_the_terminal_keeps_ids_and_dates_whole(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "a film of the parade in the long street.txt").write_text("words")
    run("new", str(home / "case"), "--author", "A. Analyst")
    run("preserve", str(home / "a film of the parade in the long street.txt"))
    file = said("show", "files")[0]["file"]
    for width in ("40", "200"):
        monkeypatch.setenv("COLUMNS", width)
        told = run("show", "sightings")
        assert file[:12] in told and "account" not in told, "what is empty has no column"
    assert file[:12] in run("show", file[:12]) and said("show", file[:12])["file"] == file
    assert "lists are: files" in RUN.invoke(door.app, ["show", "answers"]).exception.message  # type: ignore[union-attr]


def test_a_recheck_of_nothing_is_no_broken_report(home: Path) -> None:
    run("recheck", str(home / "nowhere"), code=USAGE)
    (home / "r.zip").write_bytes(b"PK")
    told = RUN.invoke(door.app, ["recheck", str(home / "r.zip")])
    assert told.exit_code == USAGE and "unpack" in told.output and "broken" not in told.output.lower()


def test_what_lies_past_a_films_end_is_told_and_a_place_is_read_back(home: Path) -> None:
    run("new", str(home / "case"), "--author", "A. Analyst")
    question = entered("ask", "Where was it?", "--about", "where")
    told = RUN.invoke(door.app, ["answer", question, "By the lake", "--near", "47.07,15.44,5000"])
    assert "within 5000 m of 47.07 E 15.44 N" in told.output
