"""What holds for every test: no network, no home of the user's, an awkward time zone, chance by a fixed seed."""

import os
import sys
import time
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import hypothesis
import pytest

LOOPBACK_NAMES = frozenset({"", "localhost", "localhost.localdomain"})
CONNECTS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"})
LOOKUPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})

# A zone with a quarter of an hour in it: a time relabelled instead of converted cannot come out right by luck.
os.environ["TZ"] = "Pacific/Chatham"
time.tzset()
# Tables are as wide in every test, whichever of them first brings in what prints.
os.environ["COLUMNS"] = "200"

hypothesis.settings.register_profile("house", derandomize=True, deadline=None, print_blob=False)
hypothesis.settings.register_profile("soak", deadline=None, max_examples=2000, print_blob=True)


class NetworkRefused(Exception):
    """A test tried to leave this machine."""


def on_this_machine(host: object) -> bool:
    if host is None or (isinstance(host, str) and host in LOOPBACK_NAMES):
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return name == "localhost"


def refuse_network(event: str, args: tuple[object, ...]) -> None:
    """An audit hook: every connection of this process, by whatever library, is named by Python before it is made."""
    if event in CONNECTS:
        address = args[1]
        if isinstance(address, tuple) and not on_this_machine(address[0]):
            raise NetworkRefused(f"{event} {address[0]}: tests use loopback only")
    elif event in LOOKUPS and not on_this_machine(args[0]):
        raise NetworkRefused(f"{event} {args[0]}: tests look no name up")


sys.addaudithook(refuse_network)


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("soak" if config.option.markexpr == "soak" else "house")


@pytest.fixture(autouse=True)
def in_turn() -> Iterator[None]:
    """A test leaves the process scheduled as it was: in real time it, and every browser that it starts, would let nothing else run."""
    before = os.sched_getscheduler(0), os.sched_getparam(0)
    yield
    after = os.sched_getscheduler(0), os.sched_getparam(0)
    if after != before:
        os.sched_setscheduler(0, *before)
    assert after == before, "the process was left with another scheduling policy"


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home of its own for each test: keys and settings of the person who runs the tests are never seen or written."""
    place = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(place))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(place / name.lower()))
    yield place
