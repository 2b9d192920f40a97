"""The model case entered with the command line alone, as a person would: every source, item, statement, judgement and sentence."""

import csv
import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from firsthand.cli import app as door

from . import entered as model

RUN = CliRunner()
ONE, TWO = ("--as", "First Analyst"), ("--as", "Second Analyst")


def run(*words: str, code: int = 0) -> str:
    result = RUN.invoke(door.app, list(words))
    assert result.exit_code == code, (words, result.output, result.exception)
    return result.stdout


def said(*words: str) -> Any:
    return json.loads(run(*words, "--json"))


def entered(*words: str) -> str:
    return str(said(*words)["entry"])


def case_by_hand(folder: Path) -> dict[str, str]:
    """A case in `folder`/case (FIRSTHAND_CASE and FIRSTHAND_HOME are set by the caller); the entries by the model's names."""
    run("new", str(folder / "case"), "--author", "First Analyst", "--title", "Dmytrivka")
    run("join", str(folder / "case"), "--author", "Second Analyst")
    ids = {
        name: entered("source", called, "--is", kind.value, "--reason", "not graded yet", *ONE)
        for name, (called, kind) in model.SOURCES.items()
    }
    ids["article"] = entered("cite", model.ARTICLE, *ONE)
    _items(folder, ids)
    _questions(ids)
    _statements(ids)
    _judgements(ids)
    return ids


def _items(folder: Path, ids: dict[str, str]) -> None:
    sheet = folder / "items.csv"
    with sheet.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["item", "posted_at", "note"])
        rows.writerows([item, posted, note] for item, posted, note in model.ITEMS.values())
    run("preserve", "--sheet", str(sheet), *ONE)
    by_item = {row["item"]: row["entry"] for row in said("show", "sightings")}
    ids.update({name: by_item[item] for name, (item, _, _) in model.ITEMS.items()})


def _questions(ids: dict[str, str]) -> None:
    for name, (about, text) in model.QUESTIONS.items():
        ids[name] = entered("ask", text, "--about", about.value, *ONE)
    lon, lat = model.BUCHA["lon"], model.BUCHA["lat"]
    reach = {"site_11": model.AT_MOST_M, "village_11": model.AT_MOST_M + model.NORTH_OF_M}
    for name, (question, text) in model.ANSWERS.items():
        near = ("--near", f"{lon},{lat},{reach[name]:.0f}") if name in reach else ()
        ids[name] = entered("answer", ids[question], text, *near, *ONE)


def _statements(ids: dict[str, str]) -> None:
    for name, (source, through, text, hedges, basis, rests, answers, touches) in model.STATEMENTS.items():
        words = ["claim", text, "--source", ids[source], "--basis", basis.value]
        for option, values in (
            ("--through", through),
            ("--hedge", hedges),
            ("--rests-on", (*rests.split(), "article")),
            ("--for", answers.split()),
            ("--about", touches.split()),
        ):
            words += [part for value in values for part in (option, ids.get(value, value))]
        when = ("--said", model.SAID[name]) if name in model.SAID else ()
        ids[name] = entered(*words, *when, *ONE)


def _judgements(ids: dict[str, str]) -> None:
    village = (
        "Several villages are called Dmytrivka. The one west of Kyiv near Bucha is meant, for the article names both."
    )
    ids["village"] = entered("observe", village, "--what", "place", "--rests-on", ids["S11"], *ONE)
    for evidence, answer, how, why in (
        ("S11", "site_11", "consistent", "either can be meant"),
        ("S11", "village_11", "consistent", "either can be meant"),
        ("S15", "legion", "not applicable", "said in the clip, hedged twice"),
        ("S15", "belgravia", "consistent", "said in the clip, hedged twice"),
        ("S14", "legion", "consistent", "about the ambush, not the clip"),
        ("S14", "belgravia", "not applicable", "about the ambush, not the clip"),
    ):
        run("matrix", ids[evidence], ids[answer], how, "--reason", why, *ONE)
    what = "One newsroom says that it verified the clip and does not show its steps; nobody here has the bytes."
    ids["judged_what"] = entered(
        *("assess", ids["shooting"], "--likelihood", "likely", "--confidence", "low", "--reasons", what),
        *("--for", ids["S1"], "--for", ids["S2"], *ONE),
    )
    where = "Whether the site or the village is 11 km away is not said; the geolocation is not shown."
    ids["judged_where"] = entered(
        *("assess", ids["site_11"], "--likelihood", "roughly even chance", "--confidence", "low", "--reasons", where),
        *("--for", ids["S11"], "--for", ids["village"], *ONE),
    )
    run("review", ids["judged_what"], "--agrees", "--reasons", "Went through the article again.", *TWO)
    gap = '"No immediate comment", as the broadcaster writes; whether and when they were asked it does not say.'
    run("reply", ids["U"], "What do you say to the clip?", "--not-answered", "--answer", gap, *ONE)


def sentences_by_hand(ids: dict[str, str]) -> None:
    for order, (section, text, rests, answers) in enumerate(model.SENTENCES):
        words = ["draft", text, "--section", section.value, "--order", str(order)]
        words += [part for value in rests.split() for part in ("--rests-on", ids[value])]
        words += [part for value in answers.split() for part in ("--answers", ids[value])]
        run(*words, *ONE)
