"""A store's process is killed 200 times: what it had acknowledged is there, nothing is there by half, the next one goes on."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from time import sleep

import pytest

from firsthand.store.files import FileLedger, FileVault
from tests.house.tree import ROOT
from tests.store import plan

BY_CALL = 100  # kills before or within a call that changes the disk
BY_CHANCE = 100  # kills at some time
TOGETHER = 20  # kills that one case goes through


@pytest.fixture
def victims() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "tests.store.victim"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, bufsize=1, **pipes) as process:  # type: ignore[call-overload]
        yield process
        process.stdin.close()
    assert process.returncode == 0


def kill_one(victims: "subprocess.Popen[str]", case: Path, *, nth: int, turn: int, after: float = 0) -> list[str]:
    """Orders one child, and gives what it said before it died; `after` seconds from its first word it is killed."""
    assert victims.stdin and victims.stdout
    victims.stdin.write(f"{case} {nth} {turn}\n")
    words, pid = iter(victims.stdout.readline, ""), 0
    said: list[str] = []
    for word in words:
        what, _, rest = word.rstrip("\n").partition(" ")
        if what == "end":
            return said
        if what == "pid":
            pid = int(rest)
            if not nth:
                sleep(after)
                os.kill(pid, signal.SIGKILL)
        else:
            assert what != "failed", word
            said.append(word.rstrip("\n"))
    raise AssertionError("the process that starts the victims is gone")


class Seen:
    """What one case has acknowledged so far."""

    def __init__(self, case: Path) -> None:
        self.case, self.made, self.sizes, self.blobs = case, False, dict[str, int](), set[str]()

    def take(self, said: list[str]) -> None:
        for word in said:
            what, *rest = word.split()
            self.made = True
            if what == "log":
                self.sizes[rest[0]] = int(rest[1])
            elif what == "blob":
                self.blobs.add(rest[0])

    def check(self) -> None:
        if not self.made and not (self.case / "case.json").exists():
            return
        ledger, vault = FileLedger(self.case), FileVault(self.case)
        for log in (plan.ONE, plan.TWO):
            size = ledger.size(log)
            assert size >= self.sizes.get(log, 0), "acknowledged entries are lost"
            assert list(ledger.lines(log)) == plan.lines(log, 0, size), "a half entry is read"
            self.sizes[log] = size
        found = set(vault.digests())
        assert found >= self.blobs, "acknowledged bytes are lost"
        for digest in found:
            assert sha256(vault.path(digest).read_bytes()).hexdigest() == digest, "half of a file is read"


def test_two_hundred_kills(tmp_path: Path, victims: "subprocess.Popen[str]") -> None:
    chance, acknowledged = random.Random(2), 0
    for turn in range(BY_CALL + BY_CHANCE):
        if turn % TOGETHER == 0:
            seen = Seen(tmp_path / f"case-{turn // TOGETHER}")
        by_call = turn % 2 == 0
        nth = 1 + turn // 2 if by_call else 0
        said = kill_one(victims, seen.case, nth=nth, turn=turn, after=chance.uniform(0.001, 0.04))
        acknowledged += len(said)
        seen.take(said)
        seen.check()
    assert acknowledged > BY_CALL, "hardly anything was acknowledged: nothing was tried"
