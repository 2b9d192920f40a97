"""The case's descriptors in an index, kept up with its readings: a cache that may be deleted, asked for what is worth comparing."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from firsthand.method.trace.candidates import Look
from firsthand.method.trace.descriptors import Described
from firsthand.method.trace.near import NONE, in_bytes
from firsthand.port import Descriptors, Hits, Space, Vectors
from firsthand.store.vectors_folder import FolderDescriptors

Make = Callable[[Space], Descriptors]
SETTING = "FIRSTHAND_DESCRIPTORS"
AT_ONCE = 2_000  # files that are added together


def vectors_of(file: str, described: Described) -> Vectors:
    """What an index keeps of a file: whole pictures, and what lies within their bars."""
    kept = described.reference
    return Vectors(file=file, model=described.sha256, rows=in_bytes(described.vectors[kept]), at=described.at[kept])


def in_folder(folder: Path, scope: str = "") -> Make:
    """Indexes below a folder's cache, one a model; or, where FIRSTHAND_DESCRIPTORS names a PostgreSQL server, there, kept
    apart by `scope` (the case's id)."""
    server = os.environ.get(SETTING, "")
    if server and scope:
        from firsthand.store.vectors_postgres import PostgresDescriptors  # an extra: its driver need not be here

        return lambda space: PostgresDescriptors(server, space, scope=scope)
    return lambda space: FolderDescriptors(folder / "cache" / "descriptors", space)


def index_of(files: Mapping[str, Described], make: Make) -> Look:
    """An index that holds these files and no others, of each model its own; what it lacks is added, what is gone removed."""
    stores: dict[str, Descriptors] = {}
    for model in sorted({one.sha256 for one in files.values()}):
        mine = {name: one for name, one in files.items() if one.sha256 == model}
        store = make(Space(model=model, wide=next(iter(mine.values())).vectors.shape[1]))
        held = set(store.files())
        store.remove(*sorted(held - mine.keys()))
        new = sorted(mine.keys() - held)
        for first in range(0, len(new), AT_ONCE):
            store.add(*(vectors_of(name, mine[name]) for name in new[first : first + AT_ONCE]))
        stores[model] = store

    def look(model: str, queries: npt.NDArray[np.int8], least: float, most: int) -> Hits:
        if model not in stores:  # vectors of two models are never compared
            return Hits(names=(), query=NONE, file=NONE, row=NONE, at=np.zeros(0), score=np.zeros(0, np.float32))
        return stores[model].search(queries, model=model, most=most, least=least)

    return look


def described(files: Mapping[str, Any]) -> dict[str, Described]:
    """Of files made ready for tracing (search.Ready) those that have descriptors."""
    return {name: one.described for name, one in files.items() if one.described is not None}
