"""Descriptors in PostgreSQL with pgvector, for many machines on one archive; an extra: it needs pg8000 and a server of yours."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import numpy as np
import numpy.typing as npt

from firsthand.method.trace.near import NONE, Alike, cosines, kept, places
from firsthand.port import Hits, Space, Vectors
from firsthand.record.digest import check_digest, digest_of
from firsthand.record.fault import BadValue, NoServer

from .vectors import Held, check_asked, check_space, fitting, held, name_of, shares

INDEXED = 200_000  # rows past which a graph (HNSW) is made, and exactness given up
MARGIN = 16  # rows asked for beyond those wanted: the server's last digit is not ours
LOOKED = 200  # rows that a graph looks at for one query, at least


def options(address: str) -> Mapping[str, Any]:
    """What the driver wants of postgresql://user:password@host:port/database, or ?host=/folder/of/a/socket. Raises BadValue."""
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise BadValue("a PostgreSQL server is named like postgresql://user@host/database")
    socket = parse_qs(parts.query).get("host", [""])[0]
    port = parts.port or 5432
    made: dict[str, Any] = {"user": unquote(parts.username or "postgres"), "database": parts.path.strip("/")}
    made |= {"password": unquote(parts.password)} if parts.password else {}
    host = {"host": parts.hostname or "localhost", "port": port}
    return made | ({"unix_sock": f"{socket}/.s.PGSQL.{port}"} if socket else host)


class PostgresDescriptors:
    """One table a space, and `scope` (a case's id, an archive's name). Rows are compared by the server; scores are our own."""

    def __init__(self, address: str, space: Space, *, scope: str = "", indexed: int = INDEXED) -> None:
        """Raises NoServer, BadValue."""
        self._space = check_space(space)
        self._options = options(address)
        self._indexed = indexed
        self._table = "descriptors_" + digest_of({"scope": scope, "space": name_of(space)})[:24]
        self._kind = f"bit({space.wide})" if space.bits else f"halfvec({space.wide})"
        self._graph: bool | None = None
        with self._open() as base:
            base.run("CREATE EXTENSION IF NOT EXISTS vector")
            base.run(f"CREATE TABLE IF NOT EXISTS {self._table}_files(file text PRIMARY KEY)")
            base.run(
                f"CREATE TABLE IF NOT EXISTS {self._table}(file text NOT NULL, row int NOT NULL, at double precision NOT NULL, "
                f"data bytea NOT NULL, v {self._kind} NOT NULL, PRIMARY KEY(file, row))"
            )

    @property
    def space(self) -> Space:
        return self._space

    @contextmanager
    def _open(self) -> Iterator[Any]:
        """A connection whose work is one transaction: all of it is there afterwards, or none."""
        try:
            from pg8000.exceptions import Error
            from pg8000.native import Connection
        except ImportError as lacks:
            raise NoServer("pg8000, which speaks to PostgreSQL, is not installed") from lacks
        try:
            base = Connection(**self._options)
        except (Error, OSError) as bad:
            raise NoServer(f"PostgreSQL cannot be reached: {bad}") from bad
        try:
            base.run("BEGIN")
            yield base
            base.run("COMMIT")
        except (Error, OSError) as bad:
            raise NoServer(f"PostgreSQL did not do what was asked: {bad}") from bad
        finally:
            base.close()

    def add(self, *vectors: Vectors) -> None:
        taken = {one.file: one for one in [held(self._space, given) for given in vectors]}
        if not taken:
            return
        with self._open() as base:
            self._lock(base)
            self._drop(base, list(taken))
            lines = "".join(f"{file}\n" for file in sorted(taken))
            base.run(f"COPY {self._table}_files(file) FROM STDIN", stream=io.BytesIO(lines.encode()))
            rows = io.BytesIO("".join(self._lines(one) for one in taken.values()).encode())
            base.run(f"COPY {self._table}(file, row, at, data, v) FROM STDIN", stream=rows)
            self._grow(base)

    def _lock(self, base: Any) -> None:
        base.run(f"LOCK TABLE {self._table}_files IN EXCLUSIVE MODE")

    def _lines(self, one: Held) -> str:
        made = []
        for row, at, vector in zip(one.row, one.at, one.rows, strict=True):
            made.append(f"{one.file}\t{row}\t{float(at)!r}\t\\\\x{vector.tobytes().hex()}\t{self._text(vector)}\n")
        return "".join(made)

    def _text(self, vector: npt.NDArray[Any]) -> str:
        if self._space.bits:
            return "".join(map(str, np.unpackbits(vector).tolist()))
        return str(vector.tolist()).replace(" ", "")

    def _grow(self, base: Any) -> None:
        """A graph over the vectors once comparing all with all takes too long. Bits are always compared one by one."""
        count = int(base.run(f"SELECT count(*) FROM {self._table}")[0][0])
        if count > self._indexed and not self._space.bits:
            base.run(f"CREATE INDEX IF NOT EXISTS {self._table}_v ON {self._table} USING hnsw (v halfvec_cosine_ops)")
            self._graph = True

    def remove(self, *files: str) -> None:
        with self._open() as base:
            self._lock(base)
            self._drop(base, [check_digest(file) for file in files])

    def _drop(self, base: Any, files: list[str]) -> None:
        for table in (self._table, f"{self._table}_files"):
            base.run(f"DELETE FROM {table} WHERE file = ANY(:files)", files=files)

    def search(self, queries: npt.NDArray[Any], *, model: str, most: int, least: float) -> Hits:
        check_asked(most, least)
        wanted = fitting(self._space, queries, model)
        with self._open() as base:
            names = tuple(row[0] for row in base.run(f'SELECT file FROM {self._table}_files ORDER BY file COLLATE "C"'))
            graph = self._graph if self._graph is not None else self._has_graph(base)
            if graph:
                base.run(f"SET LOCAL hnsw.ef_search = {min(1000, max(LOOKED, 2 * most))}")
            place = {file: number for number, file in enumerate(names)}
            parts = [self._one(base, number, query, most, least, place, graph) for number, query in enumerate(wanted)]
        empty = (NONE, NONE, NONE, np.zeros(0), np.zeros(0, np.float32))
        query, file, row, at, score = (np.concatenate([part[side] for part in (empty, *parts)]) for side in range(5))
        return Hits(names=names, query=query, file=file, row=row, at=at, score=score)

    def _has_graph(self, base: Any) -> bool:
        self._graph = bool(base.run("SELECT 1 FROM pg_indexes WHERE indexname = :name", name=f"{self._table}_v"))
        return self._graph

    def _one(
        self,
        base: Any,
        number: int,
        query: npt.NDArray[Any],
        most: int,
        least: float,
        place: Mapping[str, int],
        graph: bool,
    ) -> tuple[npt.NDArray[Any], ...]:
        away = "v <~> CAST(:query AS bit({0}))" if self._space.bits else "v <=> CAST(:query AS halfvec({0}))"
        # A graph is only used where nothing but nearness orders; without one, equals come in the order of the reference.
        order = away.format(self._space.wide) + ("" if graph else ', file COLLATE "C", row')
        found = base.run(
            f"SELECT file, row, at, data FROM {self._table} ORDER BY {order} LIMIT :most",
            query=self._text(query),
            most=most + MARGIN if graph or not self._space.bits else most,
        )
        if not found:
            return NONE, NONE, NONE, np.zeros(0), np.zeros(0, np.float32)
        file = np.array([place[row[0]] for row in found], np.int64)
        row = np.array([row[1] for row in found], np.int64)
        at = np.array([row[2] for row in found], np.float64)
        kind = np.uint8 if self._space.bits else np.int8
        data: npt.NDArray[Any] = np.frombuffer(b"".join(bytes(row[3]) for row in found), kind).reshape(len(found), -1)
        near: Alike = kept((shares if self._space.bits else cosines)(query[None], data), least, len(found))
        order_of = np.lexsort((row[near.known], file[near.known], -near.score))
        order_of = order_of[places(np.zeros(len(order_of), np.int64)) < most]
        chosen = near.known[order_of]
        return np.full(len(chosen), number), file[chosen], row[chosen], at[chosen], near.score[order_of]

    def files(self) -> Sequence[str]:
        with self._open() as base:
            return tuple(row[0] for row in base.run(f'SELECT file FROM {self._table}_files ORDER BY file COLLATE "C"'))

    def count(self) -> int:
        with self._open() as base:
            return int(base.run(f"SELECT count(*) FROM {self._table}")[0][0])
