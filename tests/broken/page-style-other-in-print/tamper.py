"""In print the style leaves judgements out."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("report.css", good.read("report.css") + b"@media print { .margin { display: none } }\n")
    good.reseal()
