"""Two analysts, two machines, one case: joining, merging, forks refused; a person's entries held to their rules."""

import hashlib
import shutil
from pathlib import Path

import pytest

from firsthand.desk.cases import merge_case, new_case, open_case
from firsthand.desk.desk import resolve, resolve_file, view
from firsthand.desk.keys import compromised, key_in_force, link, rotate, vouch_lost
from firsthand.desk.pen import write
from firsthand.desk.preserve import preserve
from firsthand.desk.show import VIEWS, one
from firsthand.desk.weigh import say
from firsthand.outside.keyring import Keyring
from firsthand.recheck import exit_code, recheck_case
from firsthand.record.assessment import About, Answer, Assessment, Confidence, Likelihood, Question, Review, Withdrawal
from firsthand.record.claim import Claim, Grade, Source, SourceKind, SpeaksTo, Stance
from firsthand.record.entry import Head
from firsthand.record.fault import (
    BadReference,
    CaseExists,
    DamagedLog,
    Fork,
    KeyLocked,
    MergeRefused,
    NotYours,
    WrongGrade,
)
from firsthand.record.footage import Stretch
from firsthand.record.log import read_note
from firsthand.record.observation import Observation
from tests.desk.parts import machine


def test_two_copies_merge_to_the_union_of_their_logs(tmp_path: Path) -> None:
    one_, two = machine(tmp_path, "one"), machine(tmp_path, "two")
    first = one_.new("A. Analyst")
    question = say(first, Question(about=About.WHERE, text="Where was it filmed?"))
    shutil.copytree(first.folder, tmp_path / "copy")
    second = two.join(tmp_path / "copy", "B. Second")
    answer = say(second, Answer(question=question, text="On the bridge"))
    say(first, Question(about=About.WHEN, text="When?"))
    merged = merge_case(first, tmp_path / "copy")
    assert (merged.logs, merged.entries) == (1, 2)
    assert [e.value.text for e in view(first).of("answer")] == ["On the bridge"]
    assert merge_case(second, first.folder).entries == 1
    assert {e.id for e in view(first).of("question", "answer")} == {e.id for e in view(second).of("question", "answer")}
    assert resolve(first, answer[:10]) == answer


def test_an_author_cites_the_heads_of_the_others_that_were_seen(tmp_path: Path) -> None:
    first = machine(tmp_path, "one").new()
    second = machine(tmp_path, "two").join(first.folder, "B. Second")
    question = say(second, Question(about=About.WHO, text="Who?"))
    entry = view(second).entries[question]
    last = read_note(first.ledger.notes(first.writer.log)[-1])
    assert entry.after == (Head(log=first.writer.log, size=last.size, root=last.root),)


def test_a_fork_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    home = machine(tmp_path, "one")
    first = home.new()
    shutil.copytree(first.folder, tmp_path / "copy")
    copy = open_case(tmp_path / "copy", ring=home.ring)
    say(first, Question(about=About.WHERE, text="one"))
    say(copy, Question(about=About.WHERE, text="another"))
    before = first.ledger.size(first.writer.log)
    with pytest.raises(Fork):
        merge_case(first, tmp_path / "copy")
    assert first.ledger.size(first.writer.log) == before


def test_another_case_is_not_merged(tmp_path: Path) -> None:
    first = machine(tmp_path, "one").new()
    other = machine(tmp_path, "two").new()
    with pytest.raises(MergeRefused):
        merge_case(first, other.folder)


def test_a_copy_that_was_tampered_with_is_refused_whole(tmp_path: Path) -> None:
    first = machine(tmp_path, "one").new()
    shutil.copytree(first.folder, tmp_path / "copy")
    second = machine(tmp_path, "two").join(tmp_path / "copy", "B. Second")
    say(second, Question(about=About.WHERE, text="on the bridge"))
    path = tmp_path / "copy" / "log" / f"{second.writer.log}.jsonl"
    path.write_bytes(path.read_bytes().replace(b"on the bridge", b"on the square"))
    with pytest.raises(MergeRefused):
        merge_case(first, tmp_path / "copy")
    assert list(first.ledger.logs()) == [first.writer.log]


def test_a_changed_log_is_not_written_on(tmp_path: Path) -> None:
    desk = machine(tmp_path).new()
    say(desk, Question(about=About.WHERE, text="on the bridge"))
    path = desk.folder / "log" / f"{desk.writer.log}.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[1] + lines[0])
    with pytest.raises(DamagedLog):
        say(open_case(desk.folder, ring=machine(tmp_path).ring), Question(about=About.WHEN, text="when?"))


def test_a_case_is_not_made_over_another(tmp_path: Path) -> None:
    desk = machine(tmp_path).new()
    with pytest.raises(CaseExists):
        new_case(desk.folder, author="A", ring=machine(tmp_path).ring)


def test_keys_stay_out_of_the_case_and_can_be_locked(tmp_path: Path) -> None:
    ring = Keyring(tmp_path / "keys")
    desk = new_case(tmp_path / "case", author="A. Analyst", ring=ring, lock="a long passphrase")
    assert key_in_force(desk.ledger, desk.writer.log) in {i.fingerprint for i in ring.identities()}
    held = b"".join(path.read_bytes() for path in desk.folder.rglob("*") if path.is_file())
    assert b"PRIVATE KEY" not in held
    assert all((path.stat().st_mode & 0o077) == 0 for path in ring.folder.iterdir())
    with pytest.raises(KeyLocked):
        open_case(tmp_path / "case", ring=ring, ask=lambda identity: "wrong")
    assert open_case(tmp_path / "case", ring=ring, ask=lambda identity: "a long passphrase").author is not None


# --- a person's entries ---------------------------------------------------------------------------------------------


def test_references_must_be_there_and_of_the_right_kind(tmp_path: Path) -> None:
    desk = machine(tmp_path).new()
    question = say(desk, Question(about=About.WHERE, text="Where?"))
    other = say(desk, Question(about=About.WHO, text="Who?"))
    source = say(desk, Source(name="The Bridge Gazette", is_a=SourceKind.OUTLET))
    answer = say(desk, Answer(question=question, text="On the bridge"))
    claim = Claim(
        source=source, paraphrase="x", speaks_to=(SpeaksTo(question=question, answer=answer, stance=Stance.FOR),)
    )
    say(desk, claim)
    for bad in (
        Claim(source=question, paraphrase="x"),
        Claim(source="0" * 64, paraphrase="x"),
        Claim(source=source, paraphrase="x", speaks_to=(SpeaksTo(question=other, answer=answer, stance=Stance.FOR),)),
        Claim(source=source, paraphrase="x", files=("0" * 64,)),
        Observation(what="note", says="x", stretch=Stretch(file="0" * 64)),
        Answer(question=source, text="x"),
    ):
        with pytest.raises(BadReference):
            say(desk, bad)


def test_only_ones_own_is_withdrawn_and_never_ones_own_reviewed(tmp_path: Path) -> None:
    first = machine(tmp_path, "one").new()
    question = say(first, Question(about=About.WHERE, text="Where?"))
    second = machine(tmp_path, "two").join(first.folder, "B. Second")
    with pytest.raises(NotYours):
        say(second, Withdrawal(of=question, reason="wrong"))
    with pytest.raises(NotYours):
        say(first, Review(of=question, agrees=True, reasons="mine"))
    say(first, Withdrawal(of=question, reason="asked twice"))
    case = view(second)
    assert [e.id for e in case.of("question")] == [question]
    assert case.of("question", standing=True) == ()


def test_grades_keep_to_their_scale(tmp_path: Path) -> None:
    desk = machine(tmp_path).new()
    source = say(desk, Source(name="S", is_a=SourceKind.ACCOUNT))
    claim = say(desk, Claim(source=source, paraphrase="x"))
    for about, grade in ((source, "1"), (claim, "A")):
        with pytest.raises(WrongGrade):
            say(desk, Grade(about=about, grade=grade, reason="r"))
    say(desk, Grade(about=source, grade="B", reason="held up before"))
    say(desk, Grade(about=source, grade="D", reason="was wrong on the hour"))
    case = view(desk)
    assert case.grade(case.entries[source]) == "D"
    assert len(case.of("grade")) == 2


def test_dissent_and_revision_keep_all_that_was_said(tmp_path: Path) -> None:
    first = machine(tmp_path, "one").new()
    question = say(first, Question(about=About.WHERE, text="Where?"))
    answer = say(first, Answer(question=question, text="On the bridge"))

    def judged(likelihood: Likelihood, **more: str) -> Assessment:
        return Assessment(answer=answer, likelihood=likelihood, confidence=Confidence.LOW, reasons="r", **more)  # type: ignore[arg-type]

    early = say(first, judged(Likelihood.LIKELY))
    second = machine(tmp_path, "two").join(first.folder, "B. Second")
    dissent = say(second, judged(Likelihood.UNLIKELY, dissents_from=early))
    late = say(first, judged(Likelihood.VERY_LIKELY, revises=early))
    case = view(first)
    assert {e.id for e in case.of("assessment", standing=True)} == {dissent, late}
    assert {e.id for e in case.of("assessment")} == {early, dissent, late}
    (row,) = VIEWS["questions"](first)
    assert {a["likelihood"] for a in row["answers"][0]["assessments"]} == {"very likely", "unlikely"}
    with pytest.raises(NotYours):
        say(second, judged(Likelihood.LIKELY, revises=late))
    with pytest.raises(NotYours):
        say(first, judged(Likelihood.LIKELY, dissents_from=late))


def test_short_ids_name_one_entry_or_are_refused(tmp_path: Path) -> None:
    desk = machine(tmp_path).new()
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "a").write_bytes(b"a")
    list(preserve(desk, [folder]))
    (row,) = VIEWS["files"](desk)
    assert resolve_file(desk, row["file"][:8]) == row["file"]
    assert one(desk, resolve(desk, row["entry"][:8], "file"))["says"]["digest"] == row["file"]
    for bad in (row["entry"][:5], "f" * 40, ""):
        with pytest.raises(BadReference):
            resolve(desk, bad)
        with pytest.raises(BadReference):
            resolve_file(desk, bad)
    with pytest.raises(BadReference):
        resolve(desk, row["entry"], "claim")


def test_a_file_is_named_by_a_name_that_it_alone_was_seen_under(tmp_path: Path) -> None:
    desk = machine(tmp_path).new()
    for folder, text in (("f", b"a"), ("g", b"b")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "both.mp4").write_bytes(text)
        (tmp_path / folder / f"only {folder}.mp4").write_bytes(text * 2)
    list(preserve(desk, [tmp_path / "f", tmp_path / "g"]))
    assert resolve_file(desk, "only g.mp4") == hashlib.sha256(b"bb").hexdigest()
    for bad in ("both.mp4", "none.mp4"):
        with pytest.raises(BadReference):
            resolve_file(desk, bad)


def test_every_view_lists_without_changing_anything(tmp_path: Path) -> None:
    desk = machine(tmp_path).new()
    write(desk, Question(about=About.WHERE, text="Where?"))
    size = desk.ledger.size(desk.writer.log)
    for name, rows in VIEWS.items():
        listed = list(rows(desk))
        assert (len(listed) > 0) == (name in ("questions", "log")), name
    assert desk.ledger.size(desk.writer.log) == size


# --- keys -------------------------------------------------------------------------------------------------------------


def test_a_log_goes_on_under_a_new_key_and_the_recheck_follows(tmp_path: Path) -> None:
    home = machine(tmp_path)
    desk = home.new()
    old = key_in_force(desk.ledger, desk.writer.log)
    desk, made = rotate(desk, home.ring)
    say(desk, Question(about=About.WHERE, text="Where?"))
    again = open_case(desk.folder, ring=home.ring)
    say(again, Question(about=About.WHEN, text="When?"))
    assert key_in_force(again.ledger, again.writer.log) == made.fingerprint != old
    assert again.writer.log == desk.writer.log
    assert [line for line in recheck_case(desk.folder) if line.verdict == "broken"] == []
    assert exit_code(recheck_case(desk.folder, key=made.fingerprint)) == 0


def test_two_devices_of_one_person_are_linked_from_both_sides(tmp_path: Path) -> None:
    first = machine(tmp_path, "one").new("A. Analyst")
    second = machine(tmp_path, "two").join(first.folder, "A. Analyst")
    question = say(first, Question(about=About.WHERE, text="Where?"))
    link(first, second.writer.log[:8], "my other laptop")
    say(second, Review(of=question, agrees=True, reasons="looks right"))
    case = view(first)
    assert len(case.reviewed(case.entries[question])) == 1, "one side alone proves nothing"
    link(second, first.writer.log, "my other laptop")
    case = view(first)
    assert case.reviewed(case.entries[question]) == (), "nobody reviews their own, on whatever device"


def test_lost_and_compromised_keys_are_said_and_seen(tmp_path: Path) -> None:
    first = machine(tmp_path, "one").new()
    second = machine(tmp_path, "two").join(first.folder, "B. Second")
    vouch_lost(second, first.writer.log, second.writer.log, "the laptop was stolen")
    compromised(second, first.writer.log[:10], 1, "the laptop was stolen")
    codes = {line.code for line in recheck_case(first.folder)}
    assert {"key.compromised", "key.self-vouched"} & codes
    with pytest.raises(BadReference):
        link(second, "abc", "too short")
