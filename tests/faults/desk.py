"""A fixture for every code that the desk raises itself."""

from collections.abc import Callable
from pathlib import Path

from firsthand.cli.method_verbs import PLAIN, _from_file
from firsthand.desk.cases import merge_case, open_case
from firsthand.desk.preserve import PassedOver, preserve
from firsthand.desk.sheets import read_sheet
from firsthand.desk.sidecars import read_sidecar
from firsthand.desk.weigh import say
from firsthand.method import CATALOGUE
from firsthand.outside.keyring import Keyring
from firsthand.record.assessment import About, Question, Withdrawal
from firsthand.record.claim import Grade, Source, SourceKind
from firsthand.record.fault import OutsideFolder
from tests.desk.parts import machine


def no_author(tmp: Path) -> None:
    folder = machine(tmp, "one").new().folder
    say(open_case(folder, ring=machine(tmp, "two").ring), Question(about=About.WHERE, text="Where?"))


def merge_refused(tmp: Path) -> None:
    merge_case(machine(tmp, "one").new(), machine(tmp, "two").new().folder)


def not_yours(tmp: Path) -> None:
    first = machine(tmp, "one").new()
    question = say(first, Question(about=About.WHERE, text="Where?"))
    say(machine(tmp, "two").join(first.folder, "B. Second"), Withdrawal(of=question, reason="r"))


def wrong_grade(tmp: Path) -> None:
    desk = machine(tmp).new()
    source = say(desk, Source(name="S", is_a=SourceKind.ACCOUNT))
    say(desk, Grade(about=source, grade="3", reason="r"))


def bad_sheet(tmp: Path) -> None:
    (tmp / "s.csv").write_text("strange,columns\n")
    list(read_sheet(tmp / "s.csv"))


def bad_sidecar(tmp: Path) -> None:
    (tmp / "x.mp4.json").write_text("[]")
    read_sidecar(tmp / "x.mp4.json")


def bad_given(tmp: Path) -> None:
    (tmp / "given.json").write_text("[]")
    _from_file(next(m for m in CATALOGUE.values() if all(part.kind in PLAIN for part in m.inputs)), tmp / "given.json")


def outside_folder(tmp: Path) -> None:
    """Preserving names it and goes on; here it is raised again so that its code is seen."""
    (tmp / "s.csv").write_text("file\n../x\n")
    events = list(preserve(machine(tmp).new(), [], sheet=tmp / "s.csv"))
    (passed,) = [event for event in events if isinstance(event, PassedOver)]
    assert passed.code == OutsideFolder.code
    raise OutsideFolder(passed.why)


def no_such_key(tmp: Path) -> None:
    Keyring(tmp).open("0" * 64)


def key_locked(tmp: Path) -> None:
    ring = Keyring(tmp)
    ring.open(ring.make("A", "passphrase").fingerprint)


RAISES: dict[str, Callable[[Path], None]] = {
    "refused.no-author": no_author,
    "refused.merge": merge_refused,
    "refused.not-yours": not_yours,
    "refused.wrong-grade": wrong_grade,
    "record.bad-sheet": bad_sheet,
    "record.bad-sidecar": bad_sidecar,
    "record.bad-given": bad_given,
    "refused.outside-folder": outside_folder,
    "outside.no-such-key": no_such_key,
    "outside.key-locked": key_locked,
}
