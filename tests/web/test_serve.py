"""The verb serve as a person runs it: an address is told, the page is let in once, Ctrl-C ends it, and what is missing is said."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from firsthand.desk.cases import new_case, open_case
from firsthand.outside.keyring import Keyring, keyring
from firsthand.web import evidence
from firsthand.web.app import inner_app
from firsthand.web.openapi import document
from firsthand.web.safety import Session
from tests.desk.parts import machine
from tests.house.tree import ROOT
from tests.web.parts import let_in, serving


def asked(app: ASGIApp, path: str, **headers: str) -> httpx.Response:
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as http:
            return await http.get(path, headers=headers)

    return asyncio.run(ask())


def test_serve_tells_its_address_and_ends_by_ctrl_c(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path / "home"))
    new_case(tmp_path / "case", author="A. Analyst", ring=keyring())
    words = [
        sys.executable,
        "-m",
        "firsthand.cli.app",
        "serve",
        "--case",
        str(tmp_path / "case"),
        "--port",
        "0",
        "--no-browser",
    ]
    environment = {**os.environ, "COLUMNS": "300"}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            base, _, token = process.stdout.readline().split()[-1].partition("/#token=")
            assert base.startswith("http://127.0.0.1:") and len(token) > 40
            with httpx.Client(base_url=base, timeout=60) as http:
                for status in (204, 401):
                    answer = http.post("/api/session", json={"token": token}, headers={"origin": base})
                    assert answer.status_code == status
                assert http.get("/api/case").json()["author"] == "A. Analyst"
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode in (0, 130, -signal.SIGINT) and "Traceback" not in err, err
    assert token not in err + out, "the token is told once"


def test_a_page_that_is_not_built_says_how(tmp_path: Path) -> None:
    app = inner_app(
        type("Nobody", (), dict.fromkeys(("desk", "viewer", "jobs", "reports", "turn")))(), Session(), tmp_path
    )
    answer = asked(app, "/")
    assert answer.status_code == 503 and "make web" in answer.text


def test_the_page_and_the_server_are_of_one_version() -> None:
    """The page's types are made from web/openapi.json: `python -m firsthand.web.openapi > web/openapi.json`."""
    assert json.loads((ROOT / "web" / "openapi.json").read_text("utf-8")) == json.loads(json.dumps(document()))


def test_every_operation_has_a_name_of_its_own_and_says_its_faults() -> None:
    paths = document()["paths"]
    named = [operation["operationId"] for ways in paths.values() for operation in ways.values()]
    assert len(named) == len(set(named)) > 50
    for path, ways in paths.items():
        for way, operation in ways.items():
            assert "default" in operation["responses"], path
            keyed = any(part["name"] == "idempotency-key" for part in operation.get("parameters", ()))
            assert keyed == (way not in ("get", "head")) or path == "/api/session", (
                f"{way} {path}: what writes has a key"
            )


def test_a_film_of_four_gigabytes_is_given_by_ranges(tmp_path: Path) -> None:
    """A sparse file: nothing of it is read but what is asked."""
    path = tmp_path / "large"
    with path.open("wb") as made:
        made.write(b"\0\0\0\x20ftypisom")
        made.truncate(4 << 30)
    assert evidence.media_type(path) == "video/mp4"
    app = Starlette(routes=[Route("/", lambda request: evidence.copy(path))])
    part = asked(app, "/", range=f"bytes={(4 << 30) - 10}-")
    assert part.status_code == 206 and len(part.content) == 10
    assert part.headers["content-range"] == f"bytes {(4 << 30) - 10}-{(4 << 30) - 1}/{4 << 30}"


def test_a_case_that_another_server_has_open_is_shared(tmp_path: Path) -> None:
    """Two servers on one case: each sees what the other entered."""
    one = machine(tmp_path).new()
    two = open_case(one.folder, ring=Keyring(tmp_path / "one" / "keys"))
    with serving(one) as first, serving(two) as second, let_in(first) as here, let_in(second) as there:
        entry = here.said("ask", {"about": "where", "text": "Where?"})["entry"]
        there.said("answer", {"question": entry, "text": "There"})
        assert [row["says"] for row in here.json("/api/entries?kind=answer")] == ["There"]
        both = {**here.http.cookies, **there.http.cookies}
        assert len(both) == 2, "one browser keeps both sessions: cookies know no ports"
