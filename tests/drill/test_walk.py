"""The main job from end to end on a small drill: two analysts, two editions, a recheck that holds, findings reached again."""

import json

import pytest

from firsthand.desk.cases import open_case
from firsthand.desk.desk import entries, view
from firsthand.desk.recheck import recheck
from firsthand.drill.walk import Done, Step, walk
from firsthand.outside.keyring import Keyring
from firsthand.recheck import exit_code


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    *steps, last = walk(tmp_path_factory.mktemp("walk"), small=True)
    assert all(isinstance(step, Step) for step in steps)
    assert isinstance(last, Done)
    return last


def test_the_report_holds_under_the_key_and_is_unpinned_without(done: Done) -> None:
    lines = list(recheck(done.report, key=done.fingerprint))
    assert [line for line in lines if line.verdict == "broken"] == []
    assert exit_code(lines) == 0
    assert exit_code(recheck(done.report)) == 3
    assert exit_code(recheck(done.report, key="0" * 64)) == 1


def test_every_finding_of_the_case_is_reached_again(done: Done) -> None:
    again = [line for line in recheck(done.case) if line.step == 9]
    assert len(again) > 50
    assert {str(line.verdict) for line in again} == {"holds"}


def test_dissent_review_and_both_editions_are_in_the_case(done: Done) -> None:
    case = view(open_case(done.case, ring=Keyring(done.case.parent / "keys-a")))
    assert sorted(case.authors.values()) == ["A. Analyst", "B. Second"]
    (dissent,) = [e for e in case.of("assessment") if e.value.dissents_from]
    assert case.author(dissent) == "B. Second"
    assert len(case.of("review")) == 2
    assert [e.value.edition for e in case.of("published")] == [1, 2]


def test_no_two_cameras_are_taken_for_copies(done: Done) -> None:
    """Three cameras on one event share its light and its people: were two of them one recording, they would be one origin."""
    truth = json.loads((done.case.parent / "drill" / "truth.json").read_text("utf-8"))
    cameras = {str(made["key"]) for made in truth["cameras"]}
    of = {made["sha256"]: {made["key"]} for made in truth["files"].values() if made["key"] in cameras}
    for copy in truth["copies"]:
        of[truth["files"][copy["file"]]["sha256"]] = {key for part in copy["parts"] for key in part["recordings"]}
    desk = open_case(done.case, ring=Keyring(done.case.parent / "keys-a"))
    found = [e.value for e in entries(desk, "finding") if e.value.job.method == "trace.pictures"]
    copies = [made.files for made in found if made.outcome.get("value", {}).get("relation") == "copy"]
    known = [(one, two) for one, two in copies if one in of and two in of]
    assert len(known) >= 2 and len(cameras) >= 3
    assert [pair for pair in known if not of[pair[0]] & of[pair[1]]] == []


def test_one_changed_letter_of_the_page_is_noticed(done: Done) -> None:
    page = done.report / "index.html"
    kept = page.read_bytes()
    page.write_bytes(kept.replace(b"Tower Square", b"Tower Squarf", 1))
    try:
        codes = {line.code for line in recheck(done.report, key=done.fingerprint) if line.verdict == "broken"}
    finally:
        page.write_bytes(kept)
    assert codes == {"file.digest"}


def test_nothing_private_is_in_the_report(done: Done) -> None:
    held = b"".join(path.read_bytes() for path in sorted(done.report.rglob("*")) if path.is_file())
    assert str(done.case.parent).encode() not in held
    assert b"PRIVATE KEY" not in held
