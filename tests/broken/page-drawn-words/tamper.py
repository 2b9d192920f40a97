"""Words are drawn."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<main id="main">\n', '<main id="main">\n<svg><text>It is proven</text></svg>')
