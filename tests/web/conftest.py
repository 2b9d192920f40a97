"""One small case for what only reads, and one a module for what writes."""

from collections.abc import Iterator

import pytest

from firsthand.desk.desk import Desk
from tests.web.films import KINDS, film
from tests.web.parts import Client, case, let_in, serving


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One film of every kind that makes browsers show the wrong frame."""
    home = tmp_path_factory.mktemp("kinds")
    footage = home / "footage"
    footage.mkdir()
    for name, make in KINDS.items():
        make(footage / f"{name}.mp4")
    return case(home, footage)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    home = tmp_path_factory.mktemp("small")
    footage = home / "footage"
    footage.mkdir()
    film(footage / "square.mp4", count=24)
    (footage / "not footage.txt").write_text("words\n")
    with serving(case(home, footage)) as running, let_in(running) as made:
        yield made


@pytest.fixture(scope="module")
def file(client: Client) -> str:
    """The film of the small case."""
    rows = client.json("/api/files?kind=video")["rows"]
    return str(rows[0]["file"])
