"""Every re-upload leads back to its parent's pictures and sound by exactly what the truth says was done."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from firsthand.drill.codec import read_frames, read_sound
from firsthand.drill.copies import COPIES, TIME_BASE, Copy, Part, lay

Truth = dict[str, Any]
KEYS = [copy.key for copy in COPIES]


def file_of(truth: Truth, key: str) -> str:
    return next(name for name, known in truth["files"].items() if known["key"] == key)


def pictures(folder: Path, file: str) -> dict[int, np.ndarray]:
    return {pts: p.astype(np.float32).mean(axis=2) for pts, p in read_frames((folder / file).read_bytes())}


def copy_of(truth: Truth, key: str) -> Truth:
    return next(c for c in truth["copies"] if c["key"] == key)


def seen_as(part: Truth, parent: np.ndarray) -> np.ndarray:
    """The parent's picture put through the stated matrix, in the copy's pixels (cv2 counts from the first pixel's middle)."""
    matrix = np.array(part["parent_to_copy"])
    matrix[:, 2] += 0.5 * matrix[:, :2].sum(axis=1) - 0.5
    wide, high = part["copy_size"]
    return cv2.warpAffine(parent, matrix, (wide, high), flags=cv2.INTER_LINEAR)


def likeness(part: Truth, copy: np.ndarray, parent: np.ndarray) -> float:
    """Correlation over the picture's own box, without what was laid over it."""
    keep = np.zeros(copy.shape, dtype=bool)
    x, y, w, h = part["box_px"]
    keep[y + 2 : y + h - 2, x + 2 : x + w - 2] = True
    for x, y, w, h in part["overlays_px"].values():
        keep[y - 1 : y + h + 1, x - 1 : x + w + 1] = False
    return float(np.corrcoef(copy[keep], seen_as(part, parent)[keep])[0, 1])


@pytest.mark.parametrize("key", KEYS)
def test_the_edits_turn_the_parent_into_the_copy(folder: Path, truth: Truth, key: str) -> None:
    truth_of = copy_of(truth, key)
    mine = pictures(folder, truth_of["file"])
    for part in truth_of["parts"]:
        theirs = pictures(folder, file_of(truth, part["parent"]))
        pairs = part["frames"][:: max(len(part["frames"]) // 6, 1)]
        right = [likeness(part, mine[ours], theirs[parent]) for ours, parent in pairs]
        assert min(right) > 0.93, right
        for matrix in (_shifted(part, 2.5, 0), _shifted(part, 0, 2.5), _mirrored(part)):
            wrong = part | {"parent_to_copy": matrix}
            assert np.mean([likeness(wrong, mine[o], theirs[p]) for o, p in pairs]) < np.mean(right) - 0.01


def _shifted(part: Truth, right: float, down: float) -> list[list[float]]:
    (a, b, c), (d, e, f) = part["parent_to_copy"]
    return [[a, b, c + right], [d, e, f + down]]


def _mirrored(part: Truth) -> list[list[float]]:
    """The same edit as if the copy had been turned over (once more)."""
    wide = part["box_px"][2] + 2 * part["box_px"][0]
    (a, b, c), low = part["parent_to_copy"]
    return [[-a, -b, wide - c], low]


@pytest.mark.parametrize("key", KEYS)
def test_the_frame_given_is_nearer_than_its_neighbours(folder: Path, truth: Truth, key: str) -> None:
    truth_of = copy_of(truth, key)
    mine = pictures(folder, truth_of["file"])
    for part in truth_of["parts"]:
        theirs = pictures(folder, file_of(truth, part["parent"]))
        order = sorted(theirs)
        far = {-2: 0.0, -1: 0.0, 0: 0.0, 1: 0.0, 2: 0.0}
        for ours, parent in part["frames"]:
            i = order.index(parent)
            if 2 <= i < len(order) - 2:
                for step in far:
                    far[step] += 1 - likeness(part, mine[ours], theirs[order[i + step]])
        assert min(far, key=lambda step: far[step]) == 0, far


@pytest.mark.parametrize("key", KEYS)
def test_the_sound_is_the_parents_or_it_is_not(folder: Path, truth: Truth, key: str) -> None:
    truth_of = copy_of(truth, key)
    wave, rate = read_sound((folder / truth_of["file"]).read_bytes())
    for part in truth_of["parts"]:
        theirs, other = read_sound((folder / file_of(truth, part["parent"])).read_bytes())
        low, high = part["copy_s"]
        grid = np.arange(low + 0.05, high - 0.05, 1 / rate)
        parent = part["parent_s"][0] + (grid - low) * part["speed"]
        expected = np.interp(parent * other, np.arange(len(theirs)), theirs)
        found = {lag: float(np.corrcoef(expected, np.interp(grid * rate + lag, np.arange(len(wave)), wave))[0, 1])
                 for lag in range(-4, 5)}  # fmt: skip
        best = max(found, key=lambda lag: found[lag])
        if truth_of["sound"] == "kept":
            assert best == 0 and found[0] > 0.8, found
        else:
            assert max(found.values()) < 0.2, found


@pytest.mark.parametrize("key", KEYS)
def test_times_are_mapped_by_offset_and_speed(truth: Truth, key: str) -> None:
    truth_of = copy_of(truth, key)
    known = truth["files"][truth_of["file"]]
    assert [ours for part in truth_of["parts"] for ours, _ in part["frames"]] == known["pts"]
    base = Fraction(*known["time_base"])
    for part in truth_of["parts"]:
        theirs = truth["files"][file_of(truth, part["parent"])]
        for ours, parent in part["frames"]:
            parent_s = float(parent * Fraction(*theirs["time_base"]))
            assert abs(part["offset_s"] + float(ours * base) * part["speed"] - parent_s) < 2e-5
        assert part["copy_s"][0] <= float(part["frames"][0][0] * base) < part["copy_s"][1]


def test_each_kind_of_edit_is_there(truth: Truth) -> None:
    made = {c["key"]: c for c in truth["copies"]}
    assert made["mirror"]["parts"][0]["mirror"] and made["fast"]["parts"][0]["speed"] == 1.25
    assert len(made["both"]["parts"]) == 2 and made["dub"]["sound"] == "replaced"
    assert (
        set(made["caption"]["parts"][0]["overlays_px"]) == {"caption", "mark"} and made["caption"]["parts"][0]["border"]
    )
    assert made["regrab"]["parts"][0]["parent"] == "low" and made["regrab"]["parts"][0]["recordings"] == ["a"]
    assert made["recycled"]["parts"][0]["recordings"] == ["old"]
    still = made["still"]["parts"][0]
    assert still["parent"] == "a" and still["crop_px"][2] == 160


def test_the_still_is_the_frame_it_says(folder: Path, truth: Truth) -> None:
    still = copy_of(truth, "still")
    bytes_ = np.frombuffer((folder / still["file"]).read_bytes(), dtype=np.uint8)
    picture = cv2.imdecode(bytes_, cv2.IMREAD_COLOR)[:, :, ::-1].astype(np.float32).mean(axis=2)
    frames = pictures(folder, file_of(truth, "a"))
    off = {pts: float(np.abs(picture - p).mean()) for pts, p in frames.items()}
    assert min(off, key=lambda pts: off[pts]) == still["parts"][0]["parent_pts"]
    assert sorted(frames)[still["parts"][0]["parent_frame"]] == still["parts"][0]["parent_pts"]


def test_matrices_of_a_crop_and_a_mirror() -> None:
    """By hand: the crop's corners go to the box's corners."""
    from firsthand.drill.codec import StreamFacts

    film = StreamFacts(time_base=Fraction(1, 25), pts=tuple(range(50)), width=640, height=360)
    copy = Copy(key="x", file="x.mp4", size=0.5, parts=(
        Part(parent="p", crop=(0.25, 0.5, 0.5, 0.25), box=(0.1, 0.1, 0.5, 0.5), stretch=(0.2, 0.6)),
        Part(parent="p", crop=(0.25, 0.5, 0.5, 0.25), box=(0.1, 0.1, 0.5, 0.5), mirror=True, speed=Fraction(2)),
    ))  # fmt: skip
    plain, turned = lay(copy, {"p": film}, small=False)
    assert plain.crop == (160, 180, 320, 90) and plain.box == (32, 18, 160, 90)
    for laid, left, right in ((plain, 32, 192), (turned, 192, 32)):
        (a, _, c), (_, e, f) = laid.parent_to_copy()
        assert (a * 160 + c, a * 480 + c) == (left, right) and (e * 180 + f, e * 270 + f) == (18, 108)
    assert (plain.begin, plain.end, plain.until) == (Fraction(10, 25), Fraction(30, 25), Fraction(20, 25))
    assert turned.at == plain.until and turned.until - turned.at == Fraction(1)
    assert turned.frames[1][0] * TIME_BASE == turned.at + Fraction(1, 50)
