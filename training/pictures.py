"""Gathers what is trained on: pictures of the train split, one each two seconds, and the named pictures of open packages.

    python pictures.py FOOTAGE PACKAGES OUT.npz        (in the house's own environment)

FOOTAGE is the folder of public clips, PACKAGES a folder holding each package unpacked under its name (a wheel or a .deb).
It becomes a .npz of small pictures, each with its name and its group: its clip's scene, or its file. Pictures too plain to be told
from others are left out, by the house's own rule.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np

from firsthand.method.read.views import WHOLE, View, square, telling

HERE = Path(__file__).parent
LONGER = 384  # pixels kept of the longer side
EVERY = 2.0  # seconds
PARTS = 3  # a still picture is also cut into PARTS x PARTS, where a part has pixels enough


def small(picture: np.ndarray) -> np.ndarray:
    scale = LONGER / max(picture.shape[:2])
    return picture if scale >= 1 else cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def of_clips(footage: Path) -> Iterator[tuple[str, str, np.ndarray]]:
    for row in json.loads((HERE.parent / "bench/sets/trace_split.json").read_text()):
        if row["split"] != "train":
            continue
        with av.open(str(footage / row["file"])) as container:
            stream, due = container.streams.video[0], 0.0
            stream.thread_count = 1
            for frame in container.decode(stream):
                if (frame.time or 0.0) >= due:
                    due = (frame.time or 0.0) + EVERY
                    yield row["file"], row["scene"], small(frame.to_ndarray(format="rgb24"))


def of_packages(packages: Path) -> Iterator[tuple[str, str, np.ndarray]]:
    for row in json.loads((HERE / "sources.json").read_text())["packages"]:
        for name in row["files"]:
            path = packages / row["package"] / row["under"] / name
            picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
            if picture is None:
                print("missing:", path)
                continue
            picture = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
            yield f"{row['package']}/{name}", name, small(picture)
            rows, columns = (side // PARTS for side in picture.shape[:2])
            if min(rows, columns) < 300:
                continue
            for part in range(PARTS * PARTS):
                top, left = part // PARTS * rows, part % PARTS * columns
                yield f"{row['package']}/{name}#{part}", name, small(picture[top : top + rows, left : left + columns])


def main(footage: Path, packages: Path, out: Path) -> None:
    found = [
        (name, group, picture)
        for name, group, picture in [*of_clips(footage), *of_packages(packages)]
        if telling(square(picture, View(WHOLE, 0, 0, picture.shape[1], picture.shape[0]), 160))
    ]
    arrays = {str(number): picture for number, (_, _, picture) in enumerate(found)}
    names, groups = (np.array([row[column] for row in found]) for column in (0, 1))
    np.savez(out, names=names, groups=groups, **arrays)
    print(len(found), "pictures of", len(set(groups)), "scenes and files")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
