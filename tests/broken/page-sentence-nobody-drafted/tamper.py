"""A sentence stands there that no draft says."""

from tests.recheck.making import Report

SAID = f'<div class="said">\n<p class="sentence"><span data-draft="{7:064x}" dir="auto">It was the council.</span></p>\n</div>\n'


def tamper(good: Report) -> None:
    good.repage("What is known</h2>\n", "What is known</h2>\n" + SAID)
