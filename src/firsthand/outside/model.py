"""Learned weights as a ready session, made before any hostile byte is opened: one thread, no pool, nothing opened later."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.method.read.descriptors import WEIGHTS
from firsthand.method.read.fold import Bytes2, Describer
from firsthand.record.fault import NoWeights

from .onnx import runtime
from .weights import chosen

AT_ONCE = 8  # pictures in one run: bounds the memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Keeps fold.Describer with an ONNX graph of one input, f4[n,3,side,side] or u1[n,side,side,3], and one output f4[n,size]."""

    name: str
    sha256: str
    side: int
    size: int
    mean: npt.NDArray[np.float32]
    spread: npt.NDArray[np.float32]
    flip: bool
    whole: bool  # pixels go in as they are
    graph: Any
    input: str

    def vectors(self, pictures: Bytes2) -> npt.NDArray[np.float32]:
        rows = [self._some(pictures[first : first + AT_ONCE]) for first in range(0, len(pictures), AT_ONCE)]
        return np.concatenate([np.zeros((0, self.size), np.float32), *rows])

    def _some(self, pictures: Bytes2) -> npt.NDArray[np.float32]:
        pixels: npt.NDArray[Any] = pictures[..., ::-1] if self.flip else pictures
        if not self.whole:
            pixels = np.ascontiguousarray(pixels.transpose(0, 3, 1, 2), np.float32)
            if self.mean.any() or (self.spread != 1).any():
                pixels = (pixels - self.mean[:, None, None]) / self.spread[:, None, None]
        (made,) = self.graph.run(None, {self.input: np.ascontiguousarray(pixels)})
        made = np.asarray(made, np.float32).reshape(len(pictures), self.size)
        return np.asarray(made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9), np.float32)


def session(form: Mapping[str, Any], data: bytes) -> Session:
    """A session over weights whose digest was checked, tried once. Raises NoWeights where they do not run here."""
    try:
        onnxruntime = runtime()
        wanted = onnxruntime.SessionOptions()
        wanted.intra_op_num_threads = wanted.inter_op_num_threads = 1  # a process with threads must not fork
        wanted.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        wanted.log_severity_level = 4
        graph = onnxruntime.InferenceSession(data, wanted, providers=["CPUExecutionProvider"])
        made = Session(
            name=str(form["name"]),
            sha256=str(form["sha256"]),
            side=int(form["side"]),
            size=int(form["size"]),
            mean=np.array(form["mean"], np.float32),
            spread=np.array(form["spread"], np.float32),
            flip=form["order"] == "bgr",
            whole=form["layout"] == "pixels",
            graph=graph,
            input=graph.get_inputs()[0].name,
        )
        made.vectors(np.zeros((2, made.side, made.side, 3), np.uint8))
    except Exception as bad:  # a door: a foreign graph may fail in any way, and the house then goes on without it
        raise NoWeights(
            f"the weights {form.get('name')} do not run here: {type(bad).__name__}: {str(bad)[:200]}"
        ) from bad
    return made


# Given to the cell before it opens anything; the readers find it in the facts of each pass.
READY: dict[str, Describer | str] = {}


def prepare(form: Mapping[str, Any] | None, data: bytes, why: str) -> None:
    """Makes the session of this process, or keeps the reason why there is none."""
    try:
        READY[WEIGHTS] = why if form is None else session(form, data)
    except NoWeights as no:
        READY[WEIGHTS] = no.message


def ready() -> Mapping[str, Describer | str]:
    """The weights of this process; one that reads without a cell (benches, tests) takes those in use on this machine."""
    if WEIGHTS not in READY:
        try:
            found = chosen()
            prepare(found.form(), found.read(), "")
        except NoWeights as no:
            prepare(None, b"", no.message)
    return READY


def made_with() -> dict[str, str]:
    """What ran the weights, for a finding's `made_with`."""
    if isinstance(ready()[WEIGHTS], str):
        return {}
    return {"onnxruntime": str(runtime().__version__)}
