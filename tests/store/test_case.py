"""The folder of a case: made whole or gone on with, and never mixed with what is somebody else's."""

from pathlib import Path

import pytest

from firsthand.record.digest import sha256
from firsthand.record.fault import BadDigest, CaseExists, FolderTaken, NotACase
from firsthand.store.case import create_case_dir, open_case_dir
from firsthand.store.files import FileLedger

CASE = sha256(b"a case")


def test_a_new_case(tmp_path: Path) -> None:
    create_case_dir(tmp_path / "deep" / "case", CASE)
    assert open_case_dir(tmp_path / "deep" / "case") == CASE == FileLedger(tmp_path / "deep" / "case").case
    assert (tmp_path / "deep" / "case" / "case.json").read_bytes() == b'{"case":"%s","v":1}' % CASE.encode()
    assert {path.name for path in (tmp_path / "deep" / "case").iterdir()} == {"case.json", "log", "vault", "cache"}


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    create_case_dir(tmp_path, CASE)
    assert open_case_dir(tmp_path) == CASE


def test_never_a_second_case(tmp_path: Path) -> None:
    create_case_dir(tmp_path / "case", CASE)
    with pytest.raises(CaseExists):
        create_case_dir(tmp_path / "case", sha256(b"another"))
    (tmp_path / "case" / "case.json").write_bytes(b"damaged")
    with pytest.raises(CaseExists):
        create_case_dir(tmp_path / "case", CASE)


def test_what_an_interrupted_making_left_is_gone_on_with(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / ".new-00ff").write_bytes(b'{"case":')
    create_case_dir(tmp_path, CASE)
    assert open_case_dir(tmp_path) == CASE and not list(tmp_path.glob(".new-*"))


@pytest.mark.parametrize("found", ["letter.odt", "log/0.jsonl", "vault/00/11", "cache", "other/"])
def test_a_folder_that_holds_something(tmp_path: Path, found: str) -> None:
    (tmp_path / found).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / found).mkdir() if found.endswith("/") else (tmp_path / found).write_bytes(b"")
    with pytest.raises(FolderTaken):
        create_case_dir(tmp_path, CASE)
    with pytest.raises(FolderTaken):
        create_case_dir(tmp_path / found, CASE) if not found.endswith("/") else create_case_dir(tmp_path, CASE)


@pytest.mark.parametrize("case", ["", "x" * 64, CASE.upper()])
def test_an_id_that_is_none(tmp_path: Path, case: str) -> None:
    with pytest.raises(BadDigest):
        create_case_dir(tmp_path / "case", case)
    assert not (tmp_path / "case").exists()


NONE = {
    "empty": b"",
    "no json": b"\xff\xfe",
    "another version": b'{"case":"%s","v":2}' % CASE.encode(),
    "more than there is": b'{"case":"%s","more":1,"v":1}' % CASE.encode(),
    "no id": b'{"case":"x","v":1}',
    "not canonical": b'{"v":1,"case":"%s"}' % CASE.encode(),
    "a list": b"[]",
    "endless": b" " * 1_000_000,
}


@pytest.mark.parametrize("data", NONE.values(), ids=NONE)
def test_what_is_no_case(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "case.json").write_bytes(data)
    with pytest.raises(NotACase):
        open_case_dir(tmp_path)
    with pytest.raises(NotACase):
        FileLedger(tmp_path)


def test_a_link_or_nothing_is_no_case(tmp_path: Path) -> None:
    create_case_dir(tmp_path / "case", CASE)
    (tmp_path / "case.json").symlink_to(tmp_path / "case" / "case.json")
    for folder in (tmp_path, tmp_path / "absent", tmp_path / "case" / "case.json"):
        with pytest.raises(NotACase):
            open_case_dir(folder)
