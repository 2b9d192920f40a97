"""The page takes its style from another file."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("other.css", b".dissent { display: none }")
    good.repage('href="report.css"', 'href="other.css"')
