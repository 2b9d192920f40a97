"""Keys by the command line, and what a passphrase guards."""

from pathlib import Path

import pytest

from firsthand.cli.exits import FAILED
from tests.cli.test_cli import home, process, run, said

__all__ = ["home"]


def test_rotating_goes_on_under_the_new_key(home: Path) -> None:
    case = str(home / "case")
    run("new", case, "--author", "A")
    (old,) = said("keys")
    run("key", "rotate")
    (new,) = [row for row in said("keys") if row != old]
    run("ask", "Where?", "--about", "where")
    assert process("recheck", case, "--key", new["fingerprint"], "--core").returncode == 0


def test_a_locked_key_opens_with_its_passphrase_only(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_PASSPHRASE", "right")
    run("new", str(home / "case"), "--author", "A", "--lock")
    run("ask", "Where?", "--about", "where")
    monkeypatch.setenv("FIRSTHAND_PASSPHRASE", "wrong")
    refused = process("ask", "When?", "--about", "when")
    assert (refused.returncode, "outside.key-locked" in refused.stderr) == (FAILED, True)
