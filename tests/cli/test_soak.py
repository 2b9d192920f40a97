"""The whole program killed at random moments: the next start goes on, and nothing acknowledged is lost."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from firsthand.recheck import recheck_case

KILLS = int(os.environ.get("FIRSTHAND_SOAK_KILLS", "40"))


def command(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "firsthand.cli.app", *words, "--case", str(home / "case")]


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "FIRSTHAND_HOME": str(home / "keys")}
    return subprocess.run(command(home, *words), env=env, capture_output=True, text=True, check=False)


def killed(home: Path, chance: random.Random, *words: str) -> bool:
    """Starts the program and kills it and its cells after a while; whether it was still at work."""
    env = {**os.environ, "FIRSTHAND_HOME": str(home / "keys")}
    started = subprocess.Popen(
        command(home, *words), env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    time.sleep(chance.uniform(0.5, 6))
    ended = started.poll() is not None
    os.killpg(started.pid, signal.SIGKILL) if not ended else None
    started.wait()
    return not ended


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_program_killed_at_any_moment_goes_on(tmp_path: Path) -> None:
    from firsthand.drill.write import write_drill

    chance, caught = random.Random(7), 0
    list(write_drill(tmp_path / "drill", 1, small=True))
    for number in range(2000):
        (tmp_path / "drill" / "footage" / f"note-{number:04}").write_bytes(b"%d" % number)
    made = subprocess.run(
        [sys.executable, "-m", "firsthand.cli.app", "new", str(tmp_path / "case"), "--author", "A"],
        env={**os.environ, "FIRSTHAND_HOME": str(tmp_path / "keys")},
        check=True,
        capture_output=True,
    )
    assert made.returncode == 0
    known = 0
    for kill in range(KILLS):
        words = ("preserve", str(tmp_path / "drill" / "footage")) if kill % 2 else ("examine",)
        caught += killed(tmp_path, chance, *words)
        entries = json.loads(run(tmp_path, "show", "log", "--json").stdout)
        assert len(entries) >= known, "something acknowledged is gone"
        known = len(entries)
        broken = [line for line in recheck_case(tmp_path / "case", quick=True) if line.verdict == "broken"]
        assert broken == []
    assert caught >= KILLS // 4
    assert run(tmp_path, "preserve", str(tmp_path / "drill" / "footage")).returncode == 0
    assert run(tmp_path, "examine").returncode == 0
    files = json.loads(run(tmp_path, "show", "files", "--json").stdout)
    assert len(files) >= 2000 + 15
