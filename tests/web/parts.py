"""A workbench for tests: a small case of films that the tests make, a real server on loopback, and a client that was let in."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from firsthand.desk.desk import Desk
from firsthand.desk.examine import examine
from firsthand.desk.preserve import preserve
from firsthand.web.serve import Running
from tests.desk.parts import machine

_numbers = count()


@dataclass(frozen=True)
class Client:
    """Speaks as the page does. `key` gives a fresh idempotency key."""

    http: httpx.Client
    base: str
    running: Running
    made: list[str] = field(default_factory=list)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.http.get(path, **more)

    def post(self, path: str, body: Any = None, *, key: str = "", **more: Any) -> httpx.Response:
        headers = {"origin": self.base, "x-firsthand": "1", "idempotency-key": key or f"test-key-{next(_numbers)}"}
        headers |= more.pop("headers", {})
        return self.http.post(path, json=body if body is not None else {}, headers=headers, **more)

    def json(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def said(self, verb: str, body: Any, **more: Any) -> dict[str, Any]:
        answer = self.post(f"/api/say/{verb}", body, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()  # type: ignore[no-any-return]


def case(home: Path, footage: Path, *, examined: bool = True) -> Desk:
    """A case of all films in a folder."""
    desk = machine(home).new()
    list(preserve(desk, [footage]))
    if examined:
        list(examine(desk))
    return desk


@contextmanager
def serving(desk: Desk) -> Iterator[Running]:
    running = Running(desk)
    thread = threading.Thread(target=running.serve, daemon=True)
    thread.start()
    while not running.started():
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield running
    finally:
        running.stop()
        thread.join(20)
        assert not thread.is_alive()


@contextmanager
def let_in(running: Running) -> Iterator[Client]:
    base = f"http://127.0.0.1:{running.port}"
    with httpx.Client(base_url=base, timeout=60) as http:
        token = running.session.token or running.session.renew()
        answer = http.post("/api/session", json={"token": token}, headers={"origin": base})
        assert answer.status_code == 204, answer.text
        yield Client(http=http, base=base, running=running)
