"""The style writes words."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("report.css", good.read("report.css") + b".sentence::after { content: \" This is proven.\" }\n")
    good.reseal()
