"""Of the published entry only the header is shown."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("seal/published.jsonl", good.sealed().hidden(body=True).bytes() + b"\n")
