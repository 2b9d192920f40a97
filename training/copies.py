"""Makes many copies of every picture, and keeps the pooled features of each: fitting the projection then costs nothing.

    python copies.py PICTURES.npz OUT

OUT becomes a folder: features.npy f4[n,WIDTH], of.npy i4[n] (the picture it is a copy of; the first copy of each is the picture
itself, unchanged), group.npy i4[n] (its scene or file).
"""

import os
import sys
from pathlib import Path

import augment
import cv2
import net
import numpy as np
import onnxruntime
import torch

SEED = 20260401
AT_ONCE = 32
OF_A_GROUP, COPIES = 1800, (7, 20)  # copies wanted of a group, and least and most of one picture


def session(folder: Path) -> onnxruntime.InferenceSession:
    place = folder / "backbone.onnx"
    torch.onnx.export(
        net.Backbone().eval(), (torch.zeros(1, 3, net.SIDE, net.SIDE),), str(place), input_names=["pictures"],
        output_names=["features"], dynamo=False, opset_version=17, dynamic_axes={"pictures": {0: "n"}, "features": {0: "n"}},
    )  # fmt: skip
    wanted = onnxruntime.SessionOptions()
    wanted.intra_op_num_threads = wanted.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(place), wanted, providers=["CPUExecutionProvider"])


def main(pictures: Path, out: Path) -> None:
    os.makedirs(out, exist_ok=True)
    kept = np.load(pictures)
    _, group, sizes = np.unique(kept["groups"], return_inverse=True, return_counts=True)
    copies = np.clip(OF_A_GROUP // sizes, *COPIES)[group]
    count, total = len(group), int(copies.sum())
    backbone = session(out)
    originals = [kept[str(number)] for number in range(count)]
    features = np.zeros((total, net.WIDTH), np.float32)
    of = np.repeat(np.arange(count, dtype=np.int32), copies)
    batch: list[np.ndarray] = []
    for row in range(total):
        chance = np.random.default_rng((SEED, row))
        picture, other = originals[of[row]], originals[int(chance.integers(count))]
        if row == 0 or of[row] != of[row - 1]:
            batch.append(cv2.resize(picture, (net.SIDE, net.SIDE), interpolation=cv2.INTER_AREA))
        else:
            batch.append(augment.copy(picture, other, chance, net.SIDE))
        if len(batch) == AT_ONCE or row == total - 1:
            planes = np.stack(batch).transpose(0, 3, 1, 2).astype(np.float32)
            features[row + 1 - len(batch) : row + 1] = backbone.run(None, {"pictures": planes})[0]
            batch = []
    np.save(out / "features.npy", features)
    np.save(out / "of.npy", of)
    np.save(out / "group.npy", group[of].astype(np.int32))
    print(total, "copies of", count, "pictures")


if __name__ == "__main__":
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    main(*map(Path, sys.argv[1:3]))
