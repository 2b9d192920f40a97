"""The split that tracing is trained and measured by: a scene lies in one split only, and every clip is named by its digest."""

import json
from collections import defaultdict
from pathlib import Path

ROWS = json.loads((Path(__file__).parents[2] / "bench/sets/trace_split.json").read_text())


def test_a_scene_lies_in_one_split_only() -> None:
    splits = defaultdict(set)
    for row in ROWS:
        splits[row["scene"]].add(row["split"])
    assert [scene for scene, found in splits.items() if len(found) > 1] == []
    assert set().union(*splits.values()) == {"train", "tune", "test"}


def test_every_clip_stands_once() -> None:
    for key in ("file", "sha256"):
        assert len({row[key] for row in ROWS}) == len(ROWS)
    assert all(len(row["sha256"]) == 64 and row["bytes"] > 0 for row in ROWS)
