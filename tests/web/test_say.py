"""What is typed and acknowledged is never lost and never twice: retries, two windows, another program, a killed server."""

import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from firsthand.desk.cases import open_case
from firsthand.desk.desk import entries
from firsthand.desk.weigh import say
from firsthand.outside.keyring import Keyring
from firsthand.record.assessment import About, Question
from firsthand.record.fault import LogMoved
from tests.desk.parts import machine
from tests.web.parts import Client, let_in, serving


def note(says: str) -> dict[str, Any]:
    return {"what": "note", "says": says}


def said(client: Client, kind: str = "observation") -> list[str]:
    return [row["says"] for row in client.json(f"/api/entries?kind={kind}")]


def test_the_same_request_again_is_the_same_entry(client: Client) -> None:
    first = client.said("observe", note("once"), key="same-key-1")
    again = client.said("observe", note("once"), key="same-key-1")
    assert first["entry"] == again["entry"] and said(client).count("once") == 1
    other = client.said("observe", note("once"), key="same-key-2")
    assert other["entry"] != first["entry"] and said(client).count("once") == 2


def test_a_key_is_good_for_one_thing(client: Client) -> None:
    client.said("observe", note("the first"), key="same-key-3")
    answer = client.post("/api/say/observe", note("something else"), key="same-key-3")
    assert answer.status_code == 422 and "something else" not in said(client)


def test_many_windows_write_at_once(client: Client) -> None:
    """Each sends everything twice; all is there once, in a log whose every checkpoint holds."""
    with ThreadPoolExecutor(6) as windows:
        sent = [(f"window {n}", f"window-key-{n}") for n in range(12)] * 2
        got = list(windows.map(lambda pair: client.said("observe", note(pair[0]), key=pair[1])["entry"], sent))
    assert len(set(got)) == 12
    assert [text for text in said(client) if text.startswith("window")].__len__() == 12


def test_another_program_writes_in_between(client: Client) -> None:
    desk = client.running.door.desk
    other = open_case(desk.folder, ring=Keyring(desk.folder.parent / "keys"))

    def write() -> None:
        for n in range(10):
            while True:
                try:
                    say(other, Question(about=About.WHAT, text=f"Other {n}?"))
                    break
                except LogMoved:
                    continue

    thread = threading.Thread(target=write)
    thread.start()
    for n in range(10):
        client.said("ask", {"about": "where", "text": f"Ours {n}?"})
    thread.join()
    texts = said(client, "question")
    assert {f"Ours {n}?" for n in range(10)} | {f"Other {n}?" for n in range(10)} <= set(texts)


def test_every_verb_enters_what_it_says(client: Client, file: str) -> None:
    question = client.said("ask", {"about": "where", "text": "Where was it?"})["entry"]
    answer = client.said("answer", {"question": question, "text": "At the square"})["entry"]
    source = client.said("source", {"name": "A witness", "is_a": "person", "protected": True})["entry"]
    claim = client.said(
        "claim",
        {"source": source, "paraphrase": "It was at the square", "answers_for": [answer], "basis": "own eyes", "files": [file],
         "said": {"stated": "2024-08-24 16:00", "zone": "Europe/Kyiv"}},
    )  # fmt: skip
    assert claim["row"]["value"]["said"]["earliest"] == "2024-08-24T13:00:00Z"
    client.said("grade", {"about": claim["entry"], "grade": "2", "reason": "agrees with the film"})
    client.said("weigh", {"evidence": claim["entry"], "answer": answer, "consistency": "consistent"})
    judged = client.said("assess", {"answer": answer, "likelihood": "likely", "confidence": "low", "reasons": "one witness",
                                    "speaks_for": [claim["entry"]]})["entry"]  # fmt: skip
    client.said("reply", {"source": source, "question": "Was it you?", "asked": False})
    draft = client.said(
        "draft", {"text": "A witness says it was at the square.", "rests_on": [claim["entry"]], "answers": [question]}
    )
    moment = client.json(f"/api/files/{file}/frames/3")
    named = {name: moment[name] for name in ("file", "stream", "pts", "frame")}
    seen = client.said(
        "observe",
        {"what": "shadow", "says": "the pole's shadow", "moment": named, "details": {"points_px": [[1.5, 2], [3, 4.25]]},
         "area": {"left": 1, "top": 2, "width": 10, "height": 20, "of": [192, 96]}},
    )  # fmt: skip
    assert (
        seen["row"]["value"]["moment"]["pts"] == moment["pts"]
        and seen["row"]["value"]["moment"]["frame"] == moment["frame"]
    )
    client.said("withdraw", {"of": judged, "reason": "too early"})
    assert client.json(f"/api/entries/{judged}")["withdrawn"]
    assert client.json(f"/api/entries/{draft['entry']}")["says"] == "A witness says it was at the square."
    assert client.post("/api/say/review", {"of": claim["entry"], "agrees": True, "reasons": "r"}).status_code == 403
    board = client.json("/api/board")
    (shown,) = [q for q in board["questions"] if q["row"]["entry"] == question]
    assert shown["answers"][0]["claims_for"][0]["source_name"] == "A witness"
    row = client.json(f"/api/files/{file}")["row"]
    assert {"about": "where", "state": "claimed"} in row["questions"]


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("observe", {"what": "note", "says": "x", "stretch": {"file": "f" * 64}}),
        ("observe", {"what": "note", "says": "x", "stretch": {"file": "FILE", "start": "5", "end": "1"}}),
        ("observe", {"what": "note", "says": "x", "stretch": {"file": "FILE", "start": "1/0"}}),
        ("observe", {"what": "geolocation", "says": "x"}),
        ("observe", {"what": "note", "says": "\ud800"}),
        ("observe", {"what": "note", "says": "x", "details": {"n": 2**60}}),
        ("answer", {"question": "ffffff", "text": "x"}),
        ("grade", {"about": "ffffff", "grade": "Z", "reason": "r"}),
        ("claim", {"source": "ffffff", "paraphrase": "x"}),
        ("mark", {"mark": "graphic", "label": "x"}),
    ],
)
def test_what_cannot_be_a_record_is_refused(client: Client, file: str, verb: str, body: dict[str, Any]) -> None:
    before = client.json("/api/case")["version"]
    text = json.dumps(body).replace("FILE", file)
    headers = {"origin": client.base, "x-firsthand": "1", "idempotency-key": f"refused-{abs(hash(text))}"}
    answer = client.http.post(f"/api/say/{verb}", content=text, headers={**headers, "content-type": "application/json"})
    assert answer.status_code in (404, 422) and answer.json()["hint"], answer.text
    assert client.json("/api/case")["version"] == before


SERVER = """
import sys
from pathlib import Path
from firsthand.desk.cases import open_case
from firsthand.outside.keyring import Keyring
from firsthand.web.serve import Running
folder = Path(sys.argv[1])
running = Running(open_case(folder, ring=Keyring(folder.parent / "keys")))
print(running.port, running.session.token, flush=True)
running.serve()
"""


def start(folder: Path) -> tuple[subprocess.Popen[str], httpx.Client, str]:
    process = subprocess.Popen([sys.executable, "-c", SERVER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    port, token = process.stdout.readline().split()
    base = f"http://127.0.0.1:{port}"
    http = httpx.Client(base_url=base, timeout=30, transport=httpx.HTTPTransport(retries=5))
    http.post("/api/session", json={"token": token}, headers={"origin": base}).raise_for_status()
    return process, http, base


def test_a_server_killed_in_the_middle_of_notes_loses_none(tmp_path: Path) -> None:
    """Killed three times while notes come in; the page sends again what was not acknowledged. All are there, each once."""
    folder = machine(tmp_path).new().folder
    acknowledged: set[str] = set()
    wanted = [f"note {n}" for n in range(45)]
    for round_ in range(4):
        process, http, base = start(folder)
        killer = threading.Timer(0.25 + 0.11 * round_, os.kill, (process.pid, signal.SIGKILL))
        if round_ < 3:
            killer.start()
        try:
            for text in wanted:
                if text not in acknowledged:
                    headers = {"origin": base, "x-firsthand": "1", "idempotency-key": text.replace(" ", "-key-")}
                    http.post("/api/say/observe", json=note(text), headers=headers).raise_for_status()
                    acknowledged.add(text)
        except httpx.TransportError:
            assert round_ < 3
        killer.cancel()
        process.kill()
        process.wait()
        http.close()
        assert process.stdout is not None
        process.stdout.close()
    desk = open_case(folder, ring=Keyring(tmp_path / "one" / "keys"))
    desk.index.refresh(desk.ledger)
    kept = [e.value.says for e in entries(desk, "observation")]
    assert acknowledged == set(wanted) and sorted(kept) == sorted(wanted)


def test_a_case_without_a_key_is_only_read(tmp_path: Path) -> None:
    folder = machine(tmp_path).new().folder
    with serving(open_case(folder, ring=Keyring(tmp_path / "nobody"))) as running, let_in(running) as client:
        assert client.json("/api/case")["can_write"] is False
        answer = client.post("/api/say/observe", note("x"))
        assert answer.status_code == 403 and answer.json()["code"] == "refused.no-author"
