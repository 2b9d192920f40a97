"""A likelihood beside a sentence is louder than the assessment."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('</span> very likely <span class="per-cent"><bdi dir="ltr">80–95 %', '</span> almost certain <span class="per-cent"><bdi dir="ltr">95–99 %')
