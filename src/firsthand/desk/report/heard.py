"""What a finding of sound says in a note: when bangs arrive, and how recordings lie on one clock."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from markupsafe import Markup

from firsthand.record.finding import Finding, Found, Inconclusive

from .words import ltr

MOST = 12  # bangs, or recordings of an event, named in a note


def heard(finding: Finding, exhibit: Callable[[str], str]) -> Markup:
    """Sentences, each after a space; nothing for another method, and for a value that is not as its method makes it."""
    say = {"align.impulses": _bangs, "align.clock": _clocks}.get(finding.job.method)
    outcome = finding.result
    if say is None or not isinstance(outcome, Found | Inconclusive):
        return Markup("")
    try:
        return Markup("").join(Markup(" {}").format(each) for each in say(outcome.value, exhibit))
    except (KeyError, TypeError, ValueError, AttributeError):
        return Markup("")


def _bangs(value: Mapping[str, Any], exhibit: Callable[[str], str]) -> Iterator[Markup]:
    rows = value["impulses"]
    spans = Markup(", ").join(_span(row["media_s"]) for row in rows[:MOST])
    more = f" and {len(rows) - MOST} more" if len(rows) > MOST else ""
    many = "A sudden sound arrives" if len(rows) == 1 else f"{len(rows)} sudden sounds arrive"
    yield Markup("{} at second {}{} of it; what made them is not told.").format(many, spans, more)


def _clocks(value: Mapping[str, Any], exhibit: Callable[[str], str]) -> Iterator[Markup]:
    for event in value["events"]:
        others = [row for row in event["recordings"] if row["file"] != event["zero"]]
        said = Markup(", ").join(_start(row, exhibit) for row in others[:MOST])
        more = f" and {len(others) - MOST} more" if len(others) > MOST else ""
        yield Markup("By the clock of {}, in seconds from its second 0: {}{}.").format(
            exhibit(event["zero"]), said, more
        )


def _start(row: Mapping[str, Any], exhibit: Callable[[str], str]) -> Markup:
    alone = " (by sound alone)" if row["by_sound_alone"] else ""
    return Markup("{} begins at {}{}").format(exhibit(row["file"]), _span(row["start_s"]), alone)


def _span(bounds: Mapping[str, float]) -> Markup:
    return ltr(f"{bounds['low']:.3f} to {bounds['high']:.3f}")
