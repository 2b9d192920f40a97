"""Renders the report: one page and its style sheet, escaped throughout, that ask nothing of the network."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound

from firsthand.record.assessment import Likelihood

from . import account, board, exhibits, places, rests, words
from .matter import Matter
from .sentences import text_of

PAGE, STYLE = "index.html", "report.css"
HEADINGS = {
    "summary": "Summary",
    "known": "What is known",
    "not-known": "What is not known",
    "questions": "Questions",
    "claims": "Who says what",
    "sources": "Sources",
    "replies": "Right of reply",
    "places": "Where and when",
    "exhibits": "Exhibits",
    "how": "How it was found out",
    "corrections": "Corrections",
    "withheld": "What is withheld",
    "notes": "Notes",
    "recheck": "How to recheck",
}


class _Packaged(BaseLoader):
    """The templates that lie in this package, wherever it is installed."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:
        found = resources.files(__package__ or "").joinpath(template)
        if not found.is_file():
            raise TemplateNotFound(template)
        return found.read_text("utf-8"), template, None


@cache
def _environment() -> Environment:
    made = Environment(
        loader=_Packaged(), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters.update(ltr=words.ltr, name=words.name, count=words.count)
    return made


def render(matter: Matter) -> dict[str, bytes]:
    """Path in the folder -> bytes. The same matter gives the same bytes."""
    numbered = board.numbers(matter)
    made = {
        "m": matter,
        "case_id": _case_id(matter),
        "text": text_of(matter),
        "authors": _authors(matter),
        "days": _days(matter),
        "questions": board.questions(matter, numbered),
        "circles": rests.circles(matter),
        "compared": matter.origins.get("compared", True),
        "claims": board.claims(matter, numbered),
        "sources": board.sources(matter),
        "claims_withheld": sum(not matter.disclosure.shows(e) for e in matter.case.of("claim")),
        "replies": board.replies(matter),
        "exhibits": exhibits.exhibits(matter),
        "recordings": exhibits.recordings(matter),
        "places": places.places(matter),
        "methods": account.methods(matter),
        "programs": account.programs(matter),
        "corrections": account.corrections(matter),
        "withheld": account.withheld(matter),
        "likelihoods": [(likelihood.value, words.percent(likelihood)) for likelihood in Likelihood],
    }
    page = _environment().get_template("report.html.jinja").render(**made, contents=_contents(made))
    style = resources.files(__package__ or "").joinpath(STYLE).read_bytes()
    return {PAGE: page.encode("utf-8"), STYLE: style, **places.pictures(matter)}


def _contents(made: Mapping[str, object]) -> list[tuple[str, str]]:
    always = {"summary", "known", "not-known", "how", "corrections", "withheld", "notes", "recheck"}
    return [(part, heading) for part, heading in HEADINGS.items() if part in always or made[part]]


def _authors(matter: Matter) -> list[str]:
    """Every analyst who wrote in the case, each once, in the order of their logs."""
    return list(dict.fromkeys(matter.analyst(entry.log) for entry in matter.case.of("opened")))


def _days(matter: Matter) -> str:
    days = sorted({entry.at for entry in matter.case.entries.values()})
    return days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"


def _case_id(matter: Matter) -> str:
    return next((str(e.value.case) for e in matter.case.of("opened")), "")
