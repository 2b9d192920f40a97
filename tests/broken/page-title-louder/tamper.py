"""The heading is another than the draft."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('what two clips show of the May parade</span>', 'what really happened</span>')
