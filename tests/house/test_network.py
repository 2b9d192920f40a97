"""The suite itself stays on this machine, by whatever library somebody tries to leave it."""

import os
import socket
import time
import urllib.request
from pathlib import Path

import pytest
import requests

from tests.conftest import on_this_machine

FAR = "192.0.2.1"  # a documentation address: it belongs to nobody


def by_sendto() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(b"x", (FAR, 9))


def by_connect_ex() -> None:
    with socket.socket() as out:
        out.connect_ex((FAR, 9))


LEAVES = {
    "connect": lambda: socket.create_connection((FAR, 9), timeout=1),
    "connect_ex": by_connect_ex,
    "sendto": by_sendto,
    "look-up": lambda: socket.getaddrinfo("example.org", 443),
    "urllib": lambda: urllib.request.urlopen(f"http://{FAR}/", timeout=1),
    "requests": lambda: requests.get(f"http://{FAR}/", timeout=1),
}


@pytest.mark.parametrize("leave", LEAVES.values(), ids=LEAVES)
def test_no_test_leaves_this_machine(leave) -> None:
    with pytest.raises(Exception, match=r"loopback only|look no name up"):
        leave()


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as one:
        one.sendall(b"x")
    assert on_this_machine("::1") and on_this_machine("127.9.9.9") and not on_this_machine("127.0.0.1.example.org")


def test_a_test_has_a_home_and_a_zone_of_its_own(home: Path) -> None:
    assert Path.home() == home and str(home) in os.environ["XDG_DATA_HOME"]
    assert time.localtime(0).tm_gmtoff == 12 * 3600 + 45 * 60
