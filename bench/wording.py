"""Precision and recall of the wording linter on its labelled set, overall and by rule, on both splits."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from firsthand.method.weigh.wording import check
from firsthand.record.finding import Found, Nothing, Outcome

SETS = Path(__file__).parent / "sets"
SET, MORE = SETS / "wording.jsonl", SETS / "wording_more.jsonl"
LANGUAGES = ("uk", "ru", "es", "ar")
Row = dict[str, Any]


def rows(path: Path = SET) -> list[Row]:
    """English rows name no language."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def weigh(row: Row, sentence: str) -> Outcome:
    return check(sentence, row["rests_on"], row["protected"], row.get("language", "en"))


def rules_found(row: Row) -> set[str]:
    """The rules that refuse the sentence. Anything but Found and Nothing is a fault of the bench."""
    outcome = weigh(row, row["sentence"])
    if isinstance(outcome, Found):
        return {problem["rule"] for problem in outcome.value["problems"]}
    if isinstance(outcome, Nothing):
        return set()
    raise SystemExit(f"{row['id']}: {outcome}")


def offered(row: Row) -> str:
    """How the offer was made ("" where none was needed), or "refused" if the linter refuses its own offer."""
    outcome = weigh(row, row["sentence"])
    if not isinstance(outcome, Found):
        return ""
    again = weigh(row, outcome.value["offer"])
    return str(outcome.value["offer_by"]) if isinstance(again, Nothing) else "refused"


def measure(split: list[Row]) -> dict[str, Any]:
    """Counts of right, extra and missed by rule; sentences rightly refused, wrongly refused, wrongly passed."""
    hit, extra, missed, sentences = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for row in split:
        found, expected = rules_found(row), set(row["expected"])
        hit.update(found & expected)
        extra.update(found - expected)
        missed.update(expected - found)
        sentences[
            ("refused" if found else "passed") + (" rightly" if bool(found) == bool(expected) else " wrongly")
        ] += 1
    return {
        "hit": hit,
        "extra": extra,
        "missed": missed,
        "sentences": sentences,
        "offers": Counter(map(offered, split)),
    }


def rate(good: int, all_of_them: int) -> str:
    return f"{good / all_of_them:6.3f}" if all_of_them else "     -"


def table(name: str, split: list[Row]) -> str:
    made = measure(split)
    hit, extra, missed, sentences = made["hit"], made["extra"], made["missed"], made["sentences"]
    lines = [
        f"{name}: {len(split)} sentences, {sum(row['style'] == 'newsroom' for row in split)} in the style of careful newsrooms"
    ]
    lines.append(f"  {'rule':28} {'right':>5} {'extra':>5} {'missed':>6} {'precision':>9} {'recall':>6}")
    for rule in sorted({*hit, *extra, *missed}):
        right, more, less = hit[rule], extra[rule], missed[rule]
        lines.append(
            f"  {rule:28} {right:5} {more:5} {less:6}    {rate(right, right + more)} {rate(right, right + less)}"
        )
    right, more, less = hit.total(), extra.total(), missed.total()
    lines.append(
        f"  {'all rules':28} {right:5} {more:5} {less:6}    {rate(right, right + more)} {rate(right, right + less)}"
    )
    right, more, less = sentences["refused rightly"], sentences["refused wrongly"], sentences["passed wrongly"]
    lines.append(
        f"  {'sentence refused at all':28} {right:5} {more:5} {less:6}    {rate(right, right + more)} {rate(right, right + less)}"
    )
    lines.append(f"  offers: {dict(made['offers'])}")
    return "\n".join(lines)


def wrong(split: list[Row]) -> str:
    lines = []
    for row in split:
        found, expected = rules_found(row), set(row["expected"])
        if found != expected:
            lines.append(
                f"{row['id']} extra {sorted(found - expected)} missed {sorted(expected - found)}: {row['sentence']}"
            )
    return "\n".join(lines)


def main() -> None:
    every = rows()
    for name in ("tune", "held-out", "unseen"):
        print(table(name, [row for row in every if row["split"] == name]) + "\n")
    more = rows(MORE)
    for language in LANGUAGES:
        for split in ("first", "unseen"):
            kept = [row for row in more if row["language"] == language and row["split"] == split]
            print(table(f"{language}, {split}", kept) + "\n")
    if sys.argv[1:2] == ["--wrong"]:
        print(wrong([row for row in [*every, *more] if row["split"] == (sys.argv[2:3] or ["tune"])[0]]))


if __name__ == "__main__":
    main()
