"""The page against its ledgers: no good page raises an alarm, no other word passes, and no ledger upsets the reading."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pytest import skip as not_run

from firsthand.recheck import exit_code, recheck_folder
from firsthand.recheck.closing import closing
from firsthand.recheck.page_form import FORM, form_of
from firsthand.recheck.page_origins import joined
from tests.recheck.making import Report
from tests.recheck.rich import rich_report
from tests.recheck.second import ask_node, without_node
from tests.recheck.tale import tale
from tests.recheck.test_good import random_report

GOOD, HOSTILE, LIES = 50, 40, 150
# What methods work out, or what is not here: left out or doubled on the page, the core cannot tell, and says so.
WORKED = re.compile(
    r"Without |Field withheld|Sources known to the authors|Originals whose|Things offered|Exhibits with|Entry withheld"
)


def page_codes(report: Report) -> tuple[int, list[str], str]:
    """How it ends, what is told of the page, and the last line."""
    lines = list(recheck_folder(report.path, key=report.a.first))
    codes = {line.code for line in lines if line.verdict != "holds" and line.code.startswith("page.")}
    return exit_code(lines), sorted(codes), closing(lines)


def of_page(answer: dict[str, Any]) -> tuple[int, list[str], str]:
    return answer["exit"], [code for code in answer["codes"] if code.startswith("page.")], answer["closes"]


def test_no_good_page_raises_an_alarm(memory: Path) -> None:
    reports = [tale(memory / str(seed), seed) for seed in range(GOOD)]
    told = [page_codes(report) for report in reports]
    for seed, (report, (outcome, codes, _)) in enumerate(zip(reports, told, strict=True)):
        lines = [line for line in recheck_folder(report.path, key=report.a.first) if line.step == 10]
        assert outcome == 0 and set(codes) <= {"page.not-computed"}, (seed, lines)
    without_node(not_run)
    answers = ask_node([{"folder": str(report.path), "key": report.a.first, "pin": None} for report in reports], memory)
    assert [of_page(answer) for answer in answers] == told


def test_pages_of_the_form_before_end_as_they_did(memory: Path) -> None:
    """They lack only the lists of observations: without any to print they are the same page, under another number."""
    told = []
    for seed in range(16):
        report = tale(memory / str(seed), seed)
        if report.json("manifest.json")["edition"] > 1:
            continue
        page = report.read("index.html").decode()
        page = re.sub("<h5>Observations (?:for|against) it</h5>\n.*?</ul>\n", "", page, flags=re.DOTALL)
        report.put("index.html", page.replace(f'report {FORM}"', 'report 1"').encode())
        report.reseal()
        told.append(page_codes(report))
        assert told[-1][0] in (0, 3) and set(told[-1][1]) <= {"page.not-computed", "page.form-older"}, seed
    assert {outcome for outcome, _, _ in told} == {0, 3}


# --- other pages ------------------------------------------------------------------------------------------------------------


def lies(page: str, chance: Random) -> Iterator[tuple[str, str]]:
    """The page with one thing changed, and what stood there: a text, an attribute, a mark, a piece left out or doubled."""
    texts = [(found.start(1), found.end(1)) for found in re.finditer(r">([^<>]*[^<>\s][^<>]*)<", page)]
    values = [(found.start(1), found.end(1)) for found in re.finditer(r'="([^"<>]*)"', page)]
    marks = [(found.start(), found.end()) for found in re.finditer(r"<[^>]*>", page)]
    pieces = [
        (found.start(), found.end())
        for found in re.finditer(r"<(li|tr|article|p|div|section|dl)[ >].*?</\1>\n?", page, re.DOTALL)
    ]
    while True:
        start, end = chance.choice(chance.choice((texts, texts, values, marks, pieces)))
        old = page[start:end]
        new = chance.choice(
            (
                "",
                "7",
                "Proven",
                old + " proven",
                old + old,
                f"<!-- {old} -->",
                old.replace("e", "\u0435", 1),
                old + "\u200b",
            )
        )
        if new != old:
            yield page[:start] + new + page[end:], old


def test_nothing_else_on_the_page_passes(memory: Path) -> None:
    """Whatever is changed, the outcome is never 0, but for what methods work out; and both verifiers say the same of it."""
    report = rich_report(memory / "report")
    page, made = report.read("index.html").decode(), lies(report.read("index.html").decode(), Random(5))
    jobs, told = [], []
    for number in range(LIES):
        lie, old = next(made)
        report.put("index.html", lie.encode("utf-8", "replace"))
        report.reseal()
        told.append(page_codes(report))
        assert told[-1][0] != 0 or WORKED.search(old), old
        shutil.copytree(report.path, memory / str(number))
        jobs.append({"folder": str(memory / str(number)), "key": report.a.first, "pin": None})
    assert page != report.read("index.html").decode()
    without_node(not_run)
    for job, said, answer in zip(jobs, told, ask_node(jobs, memory), strict=True):
        assert said == of_page(answer), job


def test_no_ledger_upsets_the_reading(memory: Path) -> None:
    """Entries of every shape, resting on anything, under a page of another case: told, and never a crash."""
    page, jobs, told = tale(memory / "tale", 3), [], []
    for seed in range(HOSTILE):
        report = random_report(memory / str(seed), 10_000 + seed)
        for name in ("index.html", "report.css"):
            report.put(name, page.read(name))
        report.reseal()
        told.append(page_codes(report))
        assert told[-1][0] in (1, 3), seed
        jobs.append({"folder": str(report.path), "key": report.a.first, "pin": None})
    without_node(not_run)
    for said, answer in zip(told, ask_node(jobs, memory), strict=True):
        assert said == of_page(answer)


# --- the form ---------------------------------------------------------------------------------------------------------------


def test_every_free_slot_knows_where_it_ends() -> None:
    known = form_of(FORM)
    assert known is not None

    def slots(node: object) -> Iterator[list[object]]:
        if isinstance(node, list):
            if node[0] == "=" and node[2] in ("text", "rich", "name"):
                yield node
            for part in node[1:]:
                yield from slots(part)

    assert [slot[1] for rule in known.rules.values() for slot in slots(rule) if not slot[3]] == []


@pytest.mark.parametrize("text", ["a", "a, b", "a, b, a, b, a"])
def test_a_row_of_names_is_read_however_names_are_made(text: str) -> None:
    assert joined(text, ", ", {"a", "b", "b, a"}.__contains__)


def test_a_row_of_names_costs_no_more_than_its_length() -> None:
    names = {", ".join(["a"] * count) for count in range(1, 30)}
    assert not joined(", ".join(["a"] * 400) + ", b", ", ", names.__contains__)
