"""The case's descriptors in an index, kept up with its readings: a cache that may be deleted, asked for what is worth comparing."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from firsthand.method.trace.candidates import PDQ, Look, Looks
from firsthand.method.trace.near import NONE
from firsthand.method.trace.sketch import Rows, Sketch
from firsthand.port import Descriptors, Hits, Space, Vectors
from firsthand.store.vectors_folder import FolderDescriptors

Make = Callable[[Space], Descriptors]
SETTING = "FIRSTHAND_DESCRIPTORS"
AT_ONCE = 2_000  # files that are added together


def in_folder(folder: Path, scope: str = "") -> Make:
    """Indexes below a folder's cache, one a model; or, where FIRSTHAND_DESCRIPTORS names a PostgreSQL server, there, kept
    apart by `scope` (the case's id)."""
    server = os.environ.get(SETTING, "")
    if server and scope:
        from firsthand.store.vectors_postgres import PostgresDescriptors  # an extra: its driver need not be here

        return lambda space: PostgresDescriptors(server, space, scope=scope)
    return lambda space: FolderDescriptors(folder / "cache" / "descriptors", space)


def looks_over(files: Mapping[str, Sketch], make: Make) -> Looks:
    """Indexes of the hashes and of the learned vectors of these files."""
    described = {name: one.rows for name, one in files.items() if one.rows is not None}
    return Looks(pictures=hashes_of(files, make), vectors=index_of(described, make))


def hashes_of(files: Mapping[str, Sketch], make: Make) -> Look:
    store = make(Space(model=PDQ, wide=256, bits=True))
    _keep_up(store, {name: _hashes(name, one) for name, one in files.items()})

    def look(model: str, queries: npt.NDArray[np.uint8], least: float, most: int) -> Hits:
        return store.search(queries, model=model, most=most, least=least)

    return look


def _hashes(name: str, one: Sketch) -> Callable[[], Vectors]:
    return lambda: Vectors(file=name, model=PDQ, rows=one.pictures, at=np.zeros(len(one.pictures)))


def index_of(files: Mapping[str, Rows], make: Make) -> Look:
    """An index that holds these files' vectors and no others, of each model its own."""
    stores: dict[str, Descriptors] = {}
    for model in sorted({one.model for one in files.values()}):
        mine = {name: one for name, one in files.items() if one.model == model}
        stores[model] = make(Space(model=model, wide=next(iter(mine.values())).rows.shape[1]))
        _keep_up(stores[model], {name: _vectors(name, one) for name, one in mine.items()})

    def look(model: str, queries: npt.NDArray[np.int8], least: float, most: int) -> Hits:
        if model not in stores:  # vectors of two models are never compared
            return Hits(names=(), query=NONE, file=NONE, row=NONE, at=np.zeros(0), score=np.zeros(0, np.float32))
        return stores[model].search(queries, model=model, most=most, least=least)

    return look


def _vectors(name: str, one: Rows) -> Callable[[], Vectors]:
    """What an index keeps of a file: whole pictures, and what lies within their bars."""
    kept = one.reference
    return lambda: Vectors(file=name, model=one.model, rows=one.rows[kept], at=one.at[kept])


def _keep_up(store: Descriptors, files: Mapping[str, Callable[[], Vectors]]) -> None:
    """What the store lacks is added, what is gone removed."""
    held = set(store.files())
    store.remove(*sorted(held - files.keys()))
    new = sorted(files.keys() - held)
    for first in range(0, len(new), AT_ONCE):
        store.add(*(files[name]() for name in new[first : first + AT_ONCE]))
