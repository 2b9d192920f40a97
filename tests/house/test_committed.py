"""What git keeps: no machine's path, no package index, no footage, and pins that name exact bytes."""

import hashlib
import os
import re
import tomllib
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from tests.house.tree import ROOT, committed, said

# Each word is put together here, so that this file does not hold what it looks for.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js.org", "deb." + "debian.org", "npm" + "mirror"]
PLACES = ["/wo" + "rk/", "/ro" + "ot/", "/opt/" + "pypi", "/opt/" + "wheels", "file://" + "/", "." + "library/"]
FILMS = {".mp4", ".mov", ".mkv", ".webm", ".avi", ".ts", ".m4v", ".3gp"}
LARGE = 2 * 1024 * 1024
LEARNED, LARGE_WEIGHTS = ROOT / "src/firsthand/outside/learned", 13 << 19
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
REQUIREMENTS = ROOT / "requirements"


def hosts_of_this_machine() -> set[str]:
    """Hosts that the environment gives to installers: never to be seen in a file, wherever this runs."""
    named = (value for name, value in os.environ.items() if re.match(r"(PIP|UV|NPM_CONFIG)_", name, re.IGNORECASE))
    found = {urlsplit(word).hostname or "" for word in chain.from_iterable(value.split() for value in named)}
    return {host for host in found if "." in host}


def words() -> list[bytes]:
    here = {str(ROOT) + os.sep, str(Path.home()) + os.sep}
    local = {place for place in here if place.count(os.sep) > 2}
    return sorted(word.encode() for word in {*HOSTS, *PLACES, *hosts_of_this_machine(), *local})


def names_a_machine(content: bytes) -> list[str]:
    hits = {word for word in words() if re.search(rb"(?<![\w.-])" + re.escape(word), content, re.IGNORECASE)}
    return sorted(word.decode() for word in hits)


def test_no_committed_file_names_this_machine_or_an_index() -> None:
    assert len(committed()) > 20
    hits = {said(path): found for path in committed() if (found := names_a_machine(path.read_bytes()))}
    assert hits == {}


def test_the_search_for_machines_bites() -> None:
    assert names_a_machine(b"--find-links /opt/" + b"wheels") and names_a_machine(b"from https://" + HOSTS[0].encode())
    assert names_a_machine(b"see " + str(ROOT).encode() + b"/x") and not names_a_machine(b"homework/works and route/")


def test_no_footage_and_nothing_large() -> None:
    films = [said(path) for path in committed() if path.suffix.lower() in FILMS]
    typed = [
        name for name in films if name.startswith("web/") and name.endswith(".ts")
    ]  # TypeScript, no transport stream
    assert sorted(set(films) - set(typed)) == [], "tests make their own films"
    assert not [name for name in typed if b"\0" in (ROOT / name).read_bytes()]
    large = [path for path in committed() if path.stat().st_size > (LARGE_WEIGHTS if path.parent == LEARNED else LARGE)]
    assert [said(path) for path in large] == []


def test_learned_weights_are_named_by_their_digest() -> None:
    for path in LEARNED.glob("*.onnx"):
        assert hashlib.sha256(path.read_bytes()).hexdigest()[:12] in path.name, said(path)


def test_text_is_text() -> None:
    """No carriage returns and no trailing blanks in what people read and edit."""
    read = [path for path in committed() if path.suffix in {".py", ".md", ".toml"} and "broken" not in path.parts]
    assert [said(path) for path in read if b"\r" in path.read_bytes()] == []
    assert [said(path) for path in read if path.suffix == ".py" and re.search(rb"[ \t]\n", path.read_bytes())] == []


def pins(name: str) -> dict[str, str]:
    found = PIN.findall((REQUIREMENTS / name).read_text("utf-8"))
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in found}


def test_pins_agree_with_one_another() -> None:
    run, test, core, pip = (pins(f"{name}.txt") for name in ("run", "test", "core", "pip"))
    assert run.items() <= test.items() and core.items() <= run.items()
    assert "cryptography" in core and len(core) <= 3 and set(pip) == {"pip"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = {re.split(r"[^A-Za-z0-9._-]", need)[0].lower() for need in project["project"]["dependencies"]}
    assert asked <= set(run), "run `make pins`"
    tried = {re.split(r"[^A-Za-z0-9._-]", need)[0].lower() for need in project["dependency-groups"]["test"]}
    assert tried <= set(test), "run `make pins`"


def test_every_pin_has_hashes_and_no_file_has_an_address() -> None:
    for path in sorted(REQUIREMENTS.glob("*.txt")):
        text = path.read_text("utf-8")
        blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
        assert blocks and all("==" in block and "--hash=sha256:" in block for block in blocks), path.name
        assert "//" not in text and "--index" not in text and "--find-links" not in text, path.name


def test_no_gpl_package_is_needed_to_run() -> None:
    """The tests may use one as an oracle; the package never does."""
    assert not {"pymerkle"} & {*pins("run.txt"), *pins("core.txt")}
    source = [path for path in committed() if said(path).startswith("src/")]
    assert not [said(path) for path in source if b"pymerkle" in path.read_bytes()]
