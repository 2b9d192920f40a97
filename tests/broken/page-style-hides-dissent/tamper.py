"""The style hides every dissent."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("report.css", good.read("report.css") + b".dissent { display: none }\n")
    good.reseal()
