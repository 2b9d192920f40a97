"""Fits the copy descriptor's projection on copies made before (copies.py), and writes the weights into the package.

    python train.py COPIES

What copies of one picture differ by is made small and alike in every direction, then what different pictures differ by is spread
evenly over those directions that are left (discriminative whitening; closed form, no chance in it). The features stay those that
ImageNet taught. Pictures of one scene or file count together, by the root of their number: another moment of a place is no copy
of this one, and telling the two apart is not this descriptor's work.
"""

import sys
from pathlib import Path

import export
import net
import numpy as np
import torch

SHRINK = 0.3  # of the mean variance, added to each direction's before it is divided by: of copies, and of pictures


def fitted(features: np.ndarray, of: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(directions f8[SIZE,WIDTH], offset f8[SIZE])."""
    wide = features.astype(np.float64)
    first = np.searchsorted(of, np.arange(of.max() + 1))
    sizes = np.bincount(group[first])[group[first]]
    share = 1 / np.sqrt(sizes)
    share /= share.sum()
    changed = wide - wide[first[of]]
    within = (changed * (share[of] / np.bincount(of)[of])[:, None]).T @ changed
    variance, ways = np.linalg.eigh(within)
    even = (ways / np.sqrt(variance + SHRINK * variance.mean())) @ ways.T
    mean = share @ wide[first]
    apart = wide[first] - mean
    between = even @ ((apart * share[:, None]).T @ apart) @ even.T
    variance, ways = np.linalg.eigh(between)
    variance, ways = variance[::-1][: net.SIZE], ways[:, ::-1][:, : net.SIZE]
    directions = (ways / np.sqrt(variance + SHRINK * variance.mean())).T @ even
    return directions, -directions @ mean


def main(copies: Path) -> None:
    features, of, group = (np.load(copies / f"{name}.npy") for name in ("features", "of", "group"))
    directions, offset = fitted(features, of, group)
    model = net.Descriptor()
    model.project.weight.data = torch.from_numpy(directions).float()
    model.project.bias.data = torch.from_numpy(offset).float()
    made = export.export(
        model,
        name="firsthand-copy-1",
        says="ImageNet features of EfficientNet-Lite0 at two depths; projection fitted on copies of open pictures (training/)",
    )
    print(made.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
