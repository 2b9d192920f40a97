"""The page's own checks, where Node and what it is built of are there: types, and its unit tests."""

import shutil
import subprocess

import pytest
from pytest import skip as not_run

from tests.house.tree import ROOT

PAGE = ROOT / "web"
NPM = shutil.which("npm")


@pytest.mark.parametrize("words", [("run", "--silent", "check"), ("test", "--silent")], ids=["types", "tests"])
def test_the_page_holds(words: tuple[str, ...]) -> None:
    if NPM is None or not (PAGE / "node_modules").is_dir():
        not_run("not run: no Node on this machine, or the page was not built (make web)")
    done = subprocess.run([NPM or "npm", *words], cwd=PAGE, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
