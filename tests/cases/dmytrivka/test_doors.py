"""The model case by the command line: from a pasted article to origins, a matrix and exports, as a person would do it."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from firsthand.cli import app as door
from firsthand.cli.exits import FAILED, INCOMPLETE, OK, REFUSED, USAGE
from firsthand.record.fault import BadArticle, FileTaken

RUN = CliRunner()
ARTICLE = (
    "The Aldgate Times said on Wednesday that the clip appears to show men shooting a captive near Veshny.\n\n"
    'Delta Info, a news agency, said the ambush had been carried out by the "Hill Legion".\n\n'
    "There was no immediate comment from the authorities.\n"
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FIRSTHAND_CASE", str(tmp_path / "case"))
    monkeypatch.setenv("COLUMNS", "200")
    run("new", str(tmp_path / "case"), "--author", "A. Analyst")
    (tmp_path / "article.txt").write_text(ARTICLE)
    return tmp_path


def run(*words: str, code: int = OK, pasted: bytes = b"") -> str:
    result = RUN.invoke(door.app, list(words), input=pasted)
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout


def said(*words: str, **more: Any) -> Any:
    return json.loads(run(*words, "--json", **more))


def entered(*words: str) -> str:
    return str(said(*words)["entry"])


def asked() -> dict[str, str]:
    """The questions, answers and sources that the suggestions are accepted for."""
    ids = {
        "N": entered("source", "Aldgate Times", "--is", "outlet"),
        "A": entered("source", "Delta Info", "--is", "outlet"),
        "B": entered("source", "the broadcaster", "--is", "outlet"),
        "who": entered("ask", "Who fired?", "--about", "who"),
    }
    ids["legion"] = entered("answer", ids["who"][:12], "Members of the Hill Legion")
    ids["men"] = entered("answer", ids["who"][:12], "Men whom nobody has named")
    return ids


def test_from_an_article_to_origins(home: Path) -> None:
    found = said("suggest", str(home / "article.txt"), "--url", "https://b.example/1")
    assert found["outcome"] == "found" and [one["number"] for one in found["suggestions"]] == [1, 2, 3]
    assert said("show", "claims") == [], "nothing is entered until a person accepts"
    ids, article = asked(), found["article"][:12]
    clip = entered(
        "observe", "The clip, as the article tells of it", "--what", "note", "--rests-on", found["sighting"][:12]
    )
    chain = ("--through", ids["B"][:12])
    told_by_n = (
        "accept",
        article,
        "1",
        "--source",
        ids["N"][:12],
        *chain,
        "--for",
        ids["men"][:12],
        "--basis",
        "footage",
    )
    told_by_a = (
        "accept",
        article,
        "2",
        "--source",
        ids["A"][:12],
        *chain,
        "--for",
        ids["legion"][:12],
        "--basis",
        "own eyes",
    )
    first, second = said(*told_by_n), said(*told_by_a)
    assert first["new"] and second["new"] and not said(*told_by_a)["new"], "accepted twice it stands once"
    (row,) = said("dates")
    assert (row["stated"], row["earliest"]) == ("on Wednesday", "not known")
    said(
        "suggest",
        str(home / "article.txt"),
        "--url",
        "https://b.example/1",
        "--published",
        "2022-04-07",
        "--zone",
        "Europe/London",
    )
    assert said("dates")[0]["earliest"] == "2022-04-05T23:00:00Z"
    assert "2022-04-06T23:00:00Z" in run("dates")
    outcome = said("origins", ids["who"][:12])
    sides = {a["text"]: a["for"] for q in outcome["value"]["questions"] for a in q["answers"]}
    assert sides["Members of the Hill Legion"]["origins"] == [f"eyewitness {ids['A']}"]
    assert sides["Men whom nobody has named"]["unknown"] == [f"unknown {ids['N']}"], "it names no footage"
    assert outcome["names"][ids["A"]] == "Delta Info"
    text = run("origins")
    for words in (
        "eyewitness: Delta Info",
        "known only through Delta Info, the broadcaster",
        "unknown: Aldgate Times",
        "nothing supports",
    ):
        assert words in text, words
    run(
        "matrix",
        first["entry"][:12],
        ids["legion"][:12],
        "inconsistent",
        "--reason",
        "they are told apart by their flags",
    )
    run("matrix", clip[:12], ids["legion"][:12], "consistent")
    assert "Members of the Hill Legion" in run("matrix-of", ids["who"][:12])
    assert said("matrix-of", ids["who"][:12])["outcome"] == "inconclusive"
    for verb in (("origins",), ("matrix-of", ids["who"][:12])):
        finding = said(*verb, "--enter")["entry"]
        assert json.loads(run("show", finding[:12]))["kind"] == "finding"


def test_a_pasted_article_and_one_that_is_only_cited(home: Path) -> None:
    found = said("suggest", "-", pasted=ARTICLE.encode())
    assert len(found["suggestions"]) == 3
    assert found["article"] == said("suggest", str(home / "article.txt"))["article"], "the same bytes"
    assert len([row for row in said("show", "sightings") if row["file"] == found["article"]]) == 2
    cited = entered("cite", "the evening paper", "--url", "https://evening.example/1", "--published", "2022-04-07")
    assert json.loads(run("show", cited[:12]))["says"]["item"] == "the evening paper"
    assert "NUMBER" in run("suggest", "-", pasted=ARTICLE.encode())


def test_exports_and_their_exit_codes(home: Path) -> None:
    ids = asked()
    entered("claim", "=1+1", "--source", ids["N"][:12], "--for", ids["legion"][:12])
    run("export", "claims.csv", "--out", str(home / "c.csv"))
    (row,) = csv.DictReader(io.StringIO((home / "c.csv").read_bytes().decode("utf-8-sig"), newline=""))
    assert row["says"] == "'=1+1"
    run("export", "claims.xlsx", "--out", str(home / "c.xlsx"))
    run("export", "prov.json", "--out", str(home / "p.json"))
    assert json.loads(run("export", "claimreview.jsonld", "--out", str(home / "r.jsonld"), "--json", code=INCOMPLETE))[
        "left_out"
    ]
    run("export", "everything", "--out", str(home / "e"), code=USAGE)
    again = RUN.invoke(door.app, ["export", "claims.csv", "--out", str(home / "c.csv")])
    assert isinstance(again.exception, FileTaken)
    left = said("export", "claims.csv", "--out", str(home / "d.csv"), "--withhold", row["entry"][:12], code=INCOMPLETE)
    assert left["left_out"] == {"claims that are withheld": 1}


def test_a_protected_source_stays_out_of_what_is_exported(home: Path) -> None:
    source = entered("source", "Mira Sol", "--is", "person", "--protected")
    entered("claim", "Mira Sol saw it.", "--source", source[:12], "--basis", "own eyes")
    result = RUN.invoke(door.app, ["export", "claims.csv", "--out", str(home / "c.csv")])
    assert result.exit_code != OK and "Mira" not in result.output and not (home / "c.csv").exists()
    assert getattr(result.exception, "code", "") == "refused.gate" or result.exit_code == REFUSED


def test_bad_articles_are_said(home: Path) -> None:
    (home / "film.mp4").write_bytes(b"\x00\x00\x00\x18ftypmp42")
    for path in ("film.mp4", "gone.txt"):
        result = RUN.invoke(door.app, ["suggest", str(home / path)])
        assert isinstance(result.exception, BadArticle) and result.exit_code == FAILED
    assert said("show", "files") == []
