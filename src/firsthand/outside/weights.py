"""Which learned weights the house uses: named in a small JSON file, checked by digest before anything is done with them.

The weights that are shipped lie in learned/ beside this module. FIRSTHAND_DESCRIPTOR names the JSON file of the user's own, or is
"off". The JSON: name, file (beside it), sha256, licence, says, side (pixels), size (numbers of a vector), and how pixels of 0
to 255 go in: mean and spread (three numbers each, (pixel - mean) / spread), order ("rgb" or "bgr"), and where they go in as
they are, whole pixels u1[n,side,side,3], layout "pixels" ("planes", f4[n,3,side,side], is meant where it is not said).
"""

import importlib.util
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from firsthand.record.digest import sha256
from firsthand.record.fault import NoWeights

SETTING = "FIRSTHAND_DESCRIPTOR"
SHIPPED = Path(__file__).with_name("learned") / "copy-descriptor.json"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")
MOST = 512 << 20  # bytes
SIDES, SIZES = range(32, 1025), range(16, 4097)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A learned descriptor: its bytes by digest, whose it is, and how pixels go in."""

    name: str
    file: Path
    sha256: str
    licence: str
    says: str
    side: int
    size: int
    mean: tuple[float, float, float]
    spread: tuple[float, float, float]
    order: str
    layout: str

    def read(self) -> bytes:
        """The bytes, checked against their digest. Raises NoWeights."""
        try:
            data = self.file.read_bytes() if self.file.stat().st_size <= MOST else b""
        except OSError as no:
            raise NoWeights(f"the weights {self.name} cannot be read: {no.strerror}") from no
        if (found := sha256(data)) != self.sha256:
            raise NoWeights(f"the weights {self.name} are not those that were named: their digest is {found[:12]}")
        return data

    def form(self) -> dict[str, Any]:
        """What the cell needs to know of them, as JSON."""
        return {
            "name": self.name,
            "sha256": self.sha256,
            "side": self.side,
            "size": self.size,
            "mean": list(self.mean),
            "spread": list(self.spread),
            "order": self.order,
            "layout": self.layout,
        }


def named(place: Path) -> Weights:
    """The weights that a JSON file names; their bytes are not looked at yet. Raises NoWeights."""
    try:
        given: Mapping[str, Any] = json.loads(place.read_text("utf-8"))
        made = Weights(
            name=str(given["name"]),
            file=place.parent / os.path.basename(str(given["file"])),
            sha256=str(given["sha256"]),
            licence=str(given["licence"]),
            says=str(given.get("says", "")),
            side=int(given["side"]),
            size=int(given["size"]),
            mean=_three(given["mean"]),
            spread=_three(given["spread"]),
            order=str(given["order"]),
            layout=str(given.get("layout", "planes")),
        )
    except OSError as no:
        raise NoWeights(f"the weights' file {place.name[:100]!r} cannot be read: {no.strerror}") from no
    except (ValueError, KeyError, TypeError) as bad:
        raise NoWeights(f"the weights' file {place.name[:100]!r} is not as it must be: {bad!r}") from bad
    fits = (
        NAME.fullmatch(made.name)
        and re.fullmatch(r"[0-9a-f]{64}", made.sha256)
        and made.licence.strip()
        and made.side in SIDES
        and made.size in SIZES
        and min(made.spread) > 0
        and made.order in ("rgb", "bgr")
        and made.layout in ("planes", "pixels")
    )
    if not fits:
        raise NoWeights(f"the weights' file {place.name[:100]!r} is not as it must be: a value is out of its bounds")
    return made


def _three(given: Any) -> tuple[float, float, float]:
    one, two, three = (float(number) for number in given)
    return one, two, three


def chosen() -> Weights:
    """The weights in use on this machine, whole and with what runs them. Raises NoWeights."""
    setting = os.environ.get(SETTING, "")
    if setting.lower() == "off":
        raise NoWeights(f"learned weights are off by choice ({SETTING})")
    if importlib.util.find_spec("onnxruntime") is None:
        raise NoWeights("onnxruntime, which runs learned weights, is not installed")
    made = named(Path(setting) if setting else SHIPPED)
    try:
        stamp = made.file.stat()
    except OSError as no:
        raise NoWeights(f"the weights {made.name} cannot be read: {no.strerror}") from no
    _whole(made, stamp.st_size, stamp.st_mtime_ns)
    return made


@lru_cache(maxsize=8)
def _whole(made: Weights, size: int, changed: int) -> None:
    """Reads and checks the bytes once, as long as the file is not touched. Raises NoWeights."""
    made.read()


def in_use() -> Mapping[str, str]:
    """Name to digest, as a job says it; empty where there are none."""
    try:
        made = chosen()
    except NoWeights:
        return {}
    return {made.name: made.sha256}
