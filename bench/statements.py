"""Precision and recall of the extractor of statements on the labelled articles: spans, speakers, hedges, kinds."""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from firsthand.method.weigh.statements import extract
from firsthand.record.finding import Found

SETS = Path(__file__).parent / "sets" / "statements"
Claim = dict[str, Any]


def overlap(one: Claim, span: list[int]) -> float:
    """Intersection over union, in characters."""
    shared = min(one["end"], span[1]) - max(one["start"], span[0])
    return float(max(0, shared) / (max(one["end"], span[1]) - min(one["start"], span[0])))


def plain_name(name: str) -> str:
    return re.sub(r"^(?:the|a|an|dr|mr|ms|mrs|colonel|our|my|correspondent)\s+", "", name.lower()).strip()


def same_speaker(found: Claim, label: Claim) -> bool:
    """A label names alternatives after slashes; "article" is right wherever the text speaks for itself."""
    got = plain_name(found["speaker"]["canonical"])
    if label["speaker"] == "article":
        return bool(found["voice"] == "article")
    wanted = [plain_name(name) for name in label["speaker"].split("/")]
    return any(
        got == name or (len(name) > 4 and (got.startswith(f"{name} ") or got.endswith(f" {name}"))) for name in wanted
    )


def words(hedge: str) -> str:
    return re.sub(r"\s+(?:to|be|have|been)\b.*$", "", hedge.lower())


def same_hedges(found: Claim, label: Claim) -> bool:
    return {words(hedge["text"]) for hedge in found["hedges"]} == {words(hedge) for hedge in label["hedges"]}


def pairs(found: list[Claim], labels: list[Claim]) -> list[tuple[Claim, Claim]]:
    """The best overlaps first, each claim and each label once; 0.5 at least."""
    scored = sorted(
        ((overlap(f, label["span"]), n, m) for n, f in enumerate(found) for m, label in enumerate(labels)), reverse=True
    )
    made: list[tuple[Claim, Claim]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for score, n, m in scored:
        if score >= 0.5 and n not in taken[0] and m not in taken[1]:
            taken[0].add(n)
            taken[1].add(m)
            made.append((found[n], labels[m]))
    return made


def measure(name: str) -> Counter[str]:
    labels = json.loads((SETS / f"{name}.json").read_text("utf-8"))["claims"]
    outcome = extract((SETS / f"{name}.txt").read_text("utf-8"))
    found = list(outcome.value["claims"]) if isinstance(outcome, Found) else []
    matched = pairs(found, labels)
    attributed = [label for label in labels if label["speaker"] != "article" and label["kind"] != "own"]
    said = [claim for claim in found if claim["voice"] == "attributed"]
    return Counter(
        labels=len(labels),
        found=len(found),
        matched=len(matched),
        speaker=sum(same_speaker(*pair) for pair in matched),
        hedges=sum(same_hedges(*pair) for pair in matched),
        kind=sum(f["kind"] == label["kind"] for f, label in matched),
        through=sum(
            [plain_name(n) for n in f["through"]] == [plain_name(n) for n in label["through"]] for f, label in matched
        ),
        said_labels=len(attributed),
        said_found=len(said),
        said_matched=len(pairs(said, attributed)),
    )


def row(name: str, made: Counter[str]) -> str:
    def part(good: str, of: str) -> str:
        return f"{made[good] / made[of]:9.3f}" if made[of] else "        -"

    rates = [
        ("matched", "found"),
        ("matched", "labels"),
        ("said_matched", "said_found"),
        ("said_matched", "said_labels"),
    ]
    rates += [(what, "matched") for what in ("speaker", "hedges", "kind", "through")]
    return f"{name:14} {made['labels']:6} {made['found']:5}" + "".join(part(*rate) for rate in rates)


def names(split: str) -> list[str]:
    every = sorted(SETS.glob("*.json"))
    return [path.stem for path in every if json.loads(path.read_text("utf-8"))["split"] == split]


def wrong(name: str) -> str:
    """What a person would look at: missed labels, extra claims, wrong speakers and hedges."""
    labels = json.loads((SETS / f"{name}.json").read_text("utf-8"))["claims"]
    outcome = extract((SETS / f"{name}.txt").read_text("utf-8"))
    found = list(outcome.value["claims"]) if isinstance(outcome, Found) else []
    matched = pairs(found, labels)
    lines = [f"missed: {label['text']}" for label in labels if not any(label is m for _, m in matched)]
    lines += [f"extra ({f['kind']}): {f['text']}" for f in found if not any(f is m for m, _ in matched)]
    for f, label in matched:
        if not same_speaker(f, label):
            lines.append(f"speaker {f['speaker']['canonical']!r}, not {label['speaker']!r}: {f['text']}")
        if not same_hedges(f, label):
            lines.append(f"hedges {[h['text'] for h in f['hedges']]}, not {label['hedges']}: {f['text']}")
        if f["kind"] != label["kind"] or [plain_name(n) for n in f["through"]] != [
            plain_name(n) for n in label["through"]
        ]:
            lines.append(
                f"{f['kind']} through {f['through']}, not {label['kind']} through {label['through']}: {f['text']}"
            )
    return "\n".join(f"  {line}" for line in lines)


def main() -> None:
    print(
        f"{'article':14} {'labels':>6} {'found':>5}   prec.    recall  prec.said rec.said  speaker   hedges     kind  through"
    )
    for split in ("tune", "held-out", "unseen", "fourth"):
        whole: Counter[str] = Counter()
        for name in names(split):
            made = measure(name)
            whole += made
            print(row(name, made))
            if sys.argv[1:2] == ["--wrong"] and split in sys.argv[2:]:
                print(wrong(name))
        if whole:
            print(row(f"= {split}", whole) + "\n")


if __name__ == "__main__":
    main()
