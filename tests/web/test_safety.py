"""Who is answered and how: one machine, one page, one session; evidence shut in and covered; nothing by a made-up path."""

import socket
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from firsthand.web.safety import MOST_BODY
from tests.web.parts import Client


@pytest.fixture
def stranger(client: Client) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=client.base, timeout=30) as http:
        yield http


def code(answer: httpx.Response) -> str:
    return str(answer.json()["code"])


def test_it_listens_on_loopback_only(client: Client) -> None:
    others = {found[4][0] for found in socket.getaddrinfo("localhost", None)} | {"127.0.0.2"}
    for address in others - {"127.0.0.1"}:
        family = socket.AF_INET6 if ":" in str(address) else socket.AF_INET
        with closing(socket.socket(family, socket.SOCK_STREAM)) as knock, pytest.raises(OSError):
            knock.settimeout(2)
            knock.connect((address, client.running.port))


HOSTS = (
    "evil.example",
    "evil.example:{port}",
    "127.0.0.1",
    "127.0.0.1:1",
    "127.0.0.1.evil.example:{port}",
    "[::1]:{port}",
    "",
)
OUTSIDE = (
    "/assets/../app.py",
    "/assets/..%2fapp.py",
    "/assets/%2e%2e/app.py",
    "/assets//etc/passwd",
    "/api/report/editions/1/page/../../case.json",
    "/api/files/..%2f..%2fcase.json/media",
    "/api/files/../../etc/passwd/media",
    "/static/app.py",
)


@pytest.mark.parametrize("host", HOSTS)
def test_a_name_that_was_bound_again_is_not_answered(client: Client, host: str) -> None:
    """DNS rebinding: the page of another name reaches this port with its own name in Host."""
    told = client.get("/api/case", headers={"host": host.format(port=client.running.port)})
    assert told.status_code in (400, 421) and "case" not in told.text[:20]


def test_two_hosts_are_not_answered(client: Client) -> None:
    with closing(socket.create_connection(("127.0.0.1", client.running.port), timeout=10)) as raw:
        raw.sendall(
            f"GET /api/case HTTP/1.1\r\nHost: 127.0.0.1:{client.running.port}\r\nHost: evil.example\r\n\r\n".encode()
        )
        assert raw.recv(200).split()[1] in (b"400", b"421")


def test_nothing_is_answered_without_a_session(stranger: httpx.Client) -> None:
    paths = ("/api/case", "/api/files", "/api/events", "/api/files/" + "0" * 64 + "/media", "/api/sheet/sheet.csv")
    assert [code(stranger.get(path)) for path in paths] == ["web.no-session"] * len(paths)
    assert stranger.get("/").status_code in (200, 503)


def test_the_token_is_good_once(client: Client, stranger: httpx.Client) -> None:
    token = client.running.session.renew()
    first, second = (
        stranger.post("/api/session", json={"token": token}, headers={"origin": client.base}) for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (204, 401)
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/" in cookie
    assert stranger.post("/api/session", json={"token": ""}, headers={"origin": client.base}).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"x-firsthand": "0"},
    ],
)
def test_another_page_changes_nothing(client: Client, file: str, headers: dict[str, str]) -> None:
    before = client.json("/api/case")["version"]
    body = {"what": "note", "says": "not from here", "stretch": {"file": file}}
    answer = client.post("/api/say/observe", body, headers=headers)
    assert answer.status_code == 403 and code(answer) == "web.elsewhere"
    assert client.json("/api/case")["version"] == before


def test_another_page_reads_nothing(client: Client, file: str) -> None:
    for path in ("/api/case", f"/api/files/{file}/media?uncover=1"):
        assert client.get(path, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    told = client.get("/api/case", headers={"origin": "http://evil.example"})
    assert not [name for name in told.headers if name.startswith("access-control-")]


def test_every_answer_carries_its_shield(client: Client, stranger: httpx.Client, file: str) -> None:
    answers = [client.get(path) for path in ("/", "/api/case", "/api/nothing", f"/api/files/{file}/media?uncover=1")]
    for answer in [*answers, stranger.get("/api/case"), stranger.get("/", headers={"host": "evil.example"})]:
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy and "*" not in policy and "http" not in policy
        assert "default-src 'self'" in policy or policy.startswith("sandbox")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert answer.headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in answers[0].headers["content-security-policy"]


def test_evidence_is_shut_in(client: Client, file: str) -> None:
    media = client.get(f"/api/files/{file}/media?uncover=1")
    assert media.status_code == 200 and media.headers["content-type"] == "video/mp4"
    assert media.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    kept = client.get(f"/api/files/{file}/download")
    assert kept.headers["content-type"] == "application/octet-stream"
    assert kept.headers["content-disposition"] == f'attachment; filename="{file}.bin"'


def test_a_page_called_a_film_is_never_a_page(client: Client, tmp_path: object) -> None:
    (text,) = (row["file"] for row in client.json("/api/files?kind=other")["rows"])
    assert client.get(f"/api/files/{text}/media?uncover=1").status_code == 415
    assert client.get(f"/api/files/{text}/download").headers["content-type"] == "application/octet-stream"


def test_ranges_are_right(client: Client, file: str) -> None:
    whole = client.get(f"/api/files/{file}/media?uncover=1").content
    for asked, first, last in (("bytes=0-0", 0, 0), ("bytes=10-99", 10, 99), ("bytes=-5", len(whole) - 5, len(whole) - 1),
                               (f"bytes={len(whole) - 3}-", len(whole) - 3, len(whole) - 1)):  # fmt: skip
        part = client.get(f"/api/files/{file}/media?uncover=1", headers={"range": asked})
        assert part.status_code == 206 and part.content == whole[first : last + 1]
        assert part.headers["content-range"] == f"bytes {first}-{last}/{len(whole)}"
    assert (
        client.get(f"/api/files/{file}/media?uncover=1", headers={"range": f"bytes={len(whole)}-"}).status_code == 416
    )


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_path_is_made_of_a_request(client: Client, path: str) -> None:
    with closing(socket.create_connection(("127.0.0.1", client.running.port), timeout=10)) as raw:
        cookie = "; ".join(f"{name}={value}" for name, value in client.http.cookies.items())
        raw.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{client.running.port}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n".encode()
        )
        assert raw.recv(100).split()[1] in (b"404", b"422", b"400")


def test_a_request_has_its_size(client: Client) -> None:
    answer = client.post("/api/say/observe", {"what": "note", "says": "x" * (MOST_BODY + 1)})
    assert answer.status_code == 413 and code(answer) == "web.too-large"


def test_a_body_longer_than_it_says_is_cut_off(client: Client) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(6):
            yield b" " * (1 << 20)

    answer = client.http.post(
        "/api/say/observe",
        content=parts(),
        headers={"origin": client.base, "x-firsthand": "1", "idempotency-key": "long-body-1"},
    )
    assert answer.status_code in (400, 413), "its length was never said, and it was cut off all the same"


def test_what_nobody_rated_is_covered(client: Client, file: str) -> None:
    paths = [f"/api/files/{file}/media", f"/api/files/{file}/frames/0/still.png", f"/api/files/{file}/viewing/media"]
    still = client.json(f"/api/files/{file}")["stills"][0]["digest"]
    paths.append(f"/api/files/{file}/stills/{still}")
    assert [code(client.get(path)) for path in paths] == ["refused.covered"] * 4
    client.said("observe", {"what": "not-graphic", "says": "a square, nobody hurt", "stretch": {"file": file}})
    assert client.get(paths[0]).status_code == 200
    client.said(
        "mark", {"mark": "graphic", "label": "injury 0:04-0:09", "stretch": {"file": file, "start": "4", "end": "9"}}
    )
    answer = client.get(paths[0])
    assert code(answer) == "refused.covered" and "injury 0:04-0:09" in answer.json()["message"]
    assert client.get(paths[0] + "?uncover=1").status_code == 200


def test_a_fault_says_no_more_than_it_must(client: Client) -> None:
    """What was sent is not sent back, and a path of this machine is in no answer."""
    answers = [
        client.get("/api/files/<script>alert(1)</script>"),
        client.post("/api/say/observe", {"what": "<script>alert(1)</script>"}),
        client.get("/api/entries/zzzzzz"),
    ]
    for answer in answers:
        assert (
            answer.headers["content-type"] == "application/json"
            and str(client.running.door.desk.folder) not in answer.text
        )
    assert "script" not in answers[1].text
