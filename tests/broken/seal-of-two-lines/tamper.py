"""Two published entries in one seal."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.put("seal/published.jsonl", good.read("seal/published.jsonl") * 2)
