"""A style stands within the page."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('</head>', '<style>.dissent { display: none }</style></head>')
