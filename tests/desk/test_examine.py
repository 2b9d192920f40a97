"""Examine: every file gets its findings, what breaks is said, and a run that was stopped goes on where it was."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from firsthand.desk.desk import Desk, entries
from firsthand.desk.examine import FileDone, Started, TraceDone, Tracing, examine
from firsthand.desk.examine_trace import held, sides_of
from firsthand.desk.pen import write
from firsthand.desk.preserve import preserve
from firsthand.desk.readings import path_of
from firsthand.method import CATALOGUE
from firsthand.record.assessment import Withdrawal
from firsthand.record.fault import BadReading, CellBroke
from firsthand.record.finding import Finding
from firsthand.record.footage import Derivative
from tests.desk import films
from tests.desk.films import InProcess
from tests.desk.parts import machine
from tests.house.tree import ROOT

READS = {name for name in CATALOGUE if name.startswith("read.")}


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return films.folder(tmp_path_factory.mktemp("made") / "footage")


def case(tmp_path: Path, footage: Path, decoder: InProcess | None = None) -> Desk:
    desk = machine(tmp_path).new()
    list(preserve(desk, [footage]))
    return replace(desk, decoder=decoder or InProcess())


def names(desk: Desk) -> dict[str, str]:
    """File name -> digest."""
    desk.index.refresh(desk.ledger)
    return {str(e.value.name): str(e.value.file) for e in entries(desk, "sighting")}


def findings(desk: Desk, method: str = "") -> list[Finding]:
    desk.index.refresh(desk.ledger)
    return [e.value for e in entries(desk, "finding") if e.value.job.method.startswith(method)]


def jobs(desk: Desk) -> list[str]:
    """But the grouping's, which rests on entries, and those have ids of their own in each case."""
    return sorted(finding.job.id for finding in findings(desk) if finding.job.method != "trace.recordings")


@pytest.fixture(scope="module")
def examined(tmp_path_factory: pytest.TempPathFactory, footage: Path) -> Desk:
    """A case read in the cell itself."""
    desk = machine(tmp_path_factory.mktemp("case")).new()
    list(preserve(desk, [footage]))
    events = list(examine(desk))
    assert events[0] == Started(to_read=8, known=0) and isinstance(events[-1], TraceDone)
    assert sum(isinstance(event, FileDone) for event in events) == 8
    return desk


def test_every_file_has_its_findings(examined: Desk) -> None:
    files = names(examined)
    by_file = {
        name: {f.job.method for f in findings(examined, "read") if f.files == (file,)} for name, file in files.items()
    }
    for whole in ("a.mp4", "b.mp4", "c.mp4", "d.jpg", "e.jpg"):
        assert by_file[whole] == READS, whole
    for broken in ("f.mp4", "g.mp4", "h.mp4"):
        assert "read.container" in by_file[broken], f"{broken}: a file that breaks is said to be broken"
    container = {
        name: next(f for f in findings(examined, "read.container") if f.files == (file,))
        for name, file in files.items()
    }
    assert container["f.mp4"].outcome["outcome"] == container["h.mp4"].outcome["outcome"] == "unsuitable"
    assert container["f.mp4"].outcome["code"] and container["g.mp4"].outcome["outcome"] != "nothing"


def test_findings_say_what_they_were_made_with_and_from(examined: Desk) -> None:
    for finding in findings(examined, "read."):
        assert "firsthand" in finding.made_with and finding.profile == "full" and len(finding.readings) == 1
    for finding in findings(examined, "trace.pictures"):
        assert len(finding.readings) == len(finding.files) == len(finding.job.inputs["pair"]) == 2


def test_stills_are_small_derivatives_with_their_moment(examined: Desk) -> None:
    files = names(examined)
    stills = [e.value for e in entries(examined, "derivative")]
    assert {still.parent for still in stills} >= {files[name] for name in ("a.mp4", "b.mp4", "c.mp4", "d.jpg", "e.jpg")}
    for still in stills:
        assert isinstance(still, Derivative) and still.what == "still" and still.moment is not None
        assert still.moment.file == still.parent and examined.vault.has(still.digest) and still.size < 200_000
        assert sum(other.parent == still.parent for other in stills) <= 6


def test_the_copy_is_found_and_grouped_and_nothing_else(examined: Desk) -> None:
    files = names(examined)
    found = [f for f in findings(examined, "trace.pictures") if f.outcome["outcome"] == "found"]
    pairs = {f.files: f for f in found}
    copy = pairs[tuple(sorted((files["a.mp4"], files["b.mp4"])))]  # type: ignore[index]
    assert copy.outcome["value"]["copies"][0]["edits"] == ["mirrored"]
    assert abs(abs(float(Fraction(copy.outcome["value"]["copies"][0]["offset"]))) - 2) < 0.1
    assert set(pairs) == {tuple(sorted((files[a], files[b]))) for a, b in (("a.mp4", "b.mp4"), ("d.jpg", "e.jpg"))}
    (grouped,) = findings(examined, "trace.recordings")
    assert [set(made["files"]) for made in grouped.outcome["value"]["recordings"]] == [
        set(pair) for pair in sorted(pairs, key=lambda pair: pair[0])
    ]
    (search,) = findings(examined, "trace.search")
    assert search.outcome["value"]["found"] == 2 and search.outcome["value"]["pairs"] >= 10


def test_a_repeat_adds_nothing(examined: Desk) -> None:
    before, sizes = jobs(examined), [examined.ledger.size(log) for log in examined.ledger.logs()]
    events = list(examine(replace(examined, decoder=InProcess(fails_at=1))))
    assert events[0] == Started(to_read=0, known=8) and jobs(examined) == before
    assert [examined.ledger.size(log) for log in examined.ledger.logs()] == sizes
    assert len(before) == len(set(before))


def test_the_other_profile_is_another_question(tmp_path: Path, footage: Path) -> None:
    desk = case(tmp_path, footage)
    assert next(iter(examine(desk, profile="triage"))) == Started(to_read=8, known=0)
    list(examine(desk, profile="triage"))
    assert next(iter(examine(desk))) == Started(to_read=8, known=0)
    assert {finding.profile for finding in findings(desk)} == {"triage"}
    with pytest.raises(ValueError, match="profile"):
        next(iter(examine(desk, profile="thorough")))


def test_only_some_files_and_then_the_rest(tmp_path: Path, footage: Path) -> None:
    desk = case(tmp_path, footage)
    wanted = [names(desk)[name] for name in ("a.mp4", "c.mp4")]
    assert next(iter(examine(desk, only=wanted))) == Started(to_read=2, known=0)
    list(examine(desk, only=wanted))
    assert {f.files[0] for f in findings(desk, "read.")} == set(wanted)
    done = list(examine(desk))
    assert done[0] == Started(to_read=6, known=2) and isinstance(done[-1], TraceDone) and done[-1].found == 2
    pairs = [event.whole for event in done if isinstance(event, Tracing)]
    assert set(pairs) == {9}, "five files have pictures: ten pairs, of which one was compared before"


def test_a_run_that_was_stopped_goes_on(tmp_path: Path, footage: Path, examined: Desk) -> None:
    decoder = InProcess()
    desk = case(tmp_path, footage, decoder)
    run = examine(desk)
    for event in run:
        if isinstance(event, FileDone):
            break
    run.close()  # type: ignore[attr-defined]
    first = findings(desk)
    assert first, "what was done before the stop is in the log"
    list(examine(desk))
    assert jobs(desk) == jobs(examined)
    assert len(decoder.reads) <= 8 + 2, "only what was under way is read twice"


def test_a_cell_that_breaks_ends_the_run_and_keeps_what_was_done(tmp_path: Path, footage: Path, examined: Desk) -> None:
    desk = case(tmp_path, footage, InProcess(fails_at=4))
    with pytest.raises(CellBroke):
        list(examine(desk))
    assert findings(desk)
    list(examine(replace(desk, decoder=InProcess())))
    assert jobs(desk) == jobs(examined)


CHILD = """
import sys, os
from dataclasses import replace
from pathlib import Path
from firsthand.desk.cases import open_case
from firsthand.desk.examine import examine
from firsthand.outside.keyring import Keyring
from tests.desk.films import InProcess
home = Path(sys.argv[1])
desk = replace(open_case(home / "case", ring=Keyring(home / "keys")), decoder=InProcess())
for count, event in enumerate(examine(desk)):
    print(type(event).__name__, flush=True)
"""


@pytest.mark.parametrize("after", [1, 4, 9, 12])
def test_a_killed_run_goes_on(tmp_path: Path, footage: Path, examined: Desk, after: int) -> None:
    desk = case(tmp_path, footage)
    home = tmp_path / "one"
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(home)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as child:
        assert child.stdout is not None
        for _ in range(after):
            child.stdout.readline()
        child.send_signal(signal.SIGKILL)
    events = list(examine(desk))
    assert isinstance(events[-1], TraceDone) and events[-1].found == 2 and events[-1].recordings == 2
    assert set(jobs(desk)) == set(jobs(examined)) and len(jobs(desk)) == len(set(jobs(desk)))


def test_a_lost_or_damaged_cache_is_made_again_and_says_nothing_new(tmp_path: Path, footage: Path) -> None:
    desk = case(tmp_path, footage)
    list(examine(desk))
    before = jobs(desk)
    kept = sorted((desk.folder / "cache" / "readings").iterdir())
    kept[0].unlink()
    kept[1].write_bytes(b"not a reading")
    again = list(examine(desk))
    assert again[0] == Started(to_read=2, known=6) and jobs(desk) == before
    assert next(iter(examine(desk))) == Started(to_read=0, known=8)


def test_bytes_that_are_not_here_are_said_to_be_absent(tmp_path: Path, footage: Path) -> None:
    desk = case(tmp_path, footage)
    gone = desk.vault.path(names(desk)["a.mp4"])
    gone.chmod(0o600)
    gone.unlink()
    events = list(examine(desk))
    assert events[0] == Started(to_read=7, known=0, absent=1) and isinstance(events[-1], TraceDone)


def test_a_withdrawn_finding_joins_nothing(tmp_path: Path, footage: Path) -> None:
    desk = case(tmp_path, footage)
    list(examine(desk))
    copy = next(
        e
        for e in entries(desk, "finding")
        if e.value.job.method == "trace.pictures" and len(e.value.outcome["value"]["evidence"][0]) > 2
    )
    write(desk, Withdrawal(of=copy.id, reason="seen by eye: not a copy"))
    done = list(examine(desk))[-1]
    assert isinstance(done, TraceDone) and (done.found, done.recordings) == (1, 1)
    last = findings(desk, "trace.recordings")[-1]
    assert all(not set(copy.value.files) <= set(made["files"]) for made in last.outcome["value"]["recordings"])


def test_a_small_ceiling_changes_no_answer(
    tmp_path: Path, footage: Path, examined: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where hardly two files can be held at once, they are made ready again and again, and the findings are the same."""
    monkeypatch.setattr("firsthand.desk.held.MOST", 1)
    desk = case(tmp_path, footage)
    list(examine(desk))
    whole = [f for f in findings(examined, "trace.") if f.job.method != "trace.recordings"]
    mine = [f for f in findings(desk, "trace.") if f.job.method != "trace.recordings"]
    assert {f.job.id: f.outcome for f in mine} == {f.job.id: f.outcome for f in whole}


def test_readings_that_were_not_touched_are_not_opened_again(
    tmp_path: Path, footage: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = case(tmp_path, footage)
    list(examine(desk))
    first = sides_of(desk, "full")
    monkeypatch.setattr("firsthand.method.trace.search.ready", lambda reading: pytest.fail("it was opened"))
    again = sides_of(desk, "full")
    assert {file: side.reading for file, side in first.items()} == {file: side.reading for file, side in again.items()}
    shown = [(one.sketch.shown, again[file].sketch.shown) for file, one in first.items()]
    assert all((a is None) == (b is None) for a, b in shown) and any(a is not None for a, _ in shown)
    assert all(a.pictures == b.pictures and a.tells == b.tells and (a.at == b.at).all() for a, b in shown if a and b)


def test_a_reading_that_is_changed_meanwhile_is_not_compared(tmp_path: Path, footage: Path) -> None:
    desk = case(tmp_path, footage)
    list(examine(desk))
    sides = sides_of(desk, "full")
    file = next(iter(sides))
    path_of(desk.folder, file, "full").write_bytes(b"other")
    with pytest.raises(BadReading, match="changed or deleted"):
        held(desk, sides)[file]
