"""Hostile bytes in the cell: whatever the decoder is made to do, nothing gets out, and the run goes on."""

import os
import platform
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import psutil
import pytest

from firsthand.method.reading import unpack
from firsthand.outside import cell_bwrap
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_wire import Limits
from firsthand.outside.cell_zygote import HOSTILE
from firsthand.outside.onnx import OFF
from firsthand.outside.workers import Threads
from firsthand.port import Progress, Read, Still
from firsthand.record.fault import CellBroke, Outside
from tests.outside.hostile import FATAL, SENDS, ffmpeg_follows

# Where bubblewrap is not installed, what needs it is not run: there is nothing to run it in.
WAYS = ["plain", "bubblewrap"] if cell_bwrap.find() else ["plain"]
PATIENT = Limits(cpu=60, wall=240.0, stall=120.0, memory=1 << 30, stills=100, total=64 << 20, messages=4000)
QUICK = replace(PATIENT, cpu=2, wall=8.0, stall=2.5)
HURRY = " " * 200


def limits(size: int) -> Limits:
    """Short only where a test wants a limit met, so that a busy machine fails no other."""
    return QUICK if size >= len(HURRY) else PATIENT


@pytest.fixture(scope="module", params=WAYS)
def cell(request: pytest.FixtureRequest) -> Iterator[CellDecoder]:
    with CellDecoder(task=HOSTILE, bwrap=request.param == "bubblewrap", limits=limits) as decoder:
        yield decoder


def put(folder: Path, said: str) -> Path:
    made = folder / f"evidence-{len(list(folder.iterdir()))}.mp4"
    made.write_text(said)
    made.chmod(0o600)
    return made


def end(decoder: CellDecoder, source: Path) -> Read:
    return end_of(decoder.read(source, profile="triage"))


def end_of(run: Iterator[Progress | Still | Read]) -> Read:
    *_, last = run
    assert isinstance(last, Read)
    return last


def code(read: Read) -> str | None:
    said = read.outcomes.get("cell", {})
    return said.get("code") or said.get("value", {}).get("code")


def facts(read: Read) -> dict[str, object]:
    assert code(read) is None, read.outcomes
    return dict(unpack(read.reading).facts["said"])


def test_a_good_file_gives_all_it_has(cell: CellDecoder, tmp_path: Path) -> None:
    progress, still, read = cell.read(put(tmp_path, "good text"), profile="triage")
    assert progress == Progress(done=1, whole=2)
    assert isinstance(still, Still) and (still.width, still.height, len(still.rgb)) == (2, 1, 6)
    assert isinstance(read, Read) and read.made_with == {"hostile": "1"}
    assert facts(read) == {"text": "text", "size": 9}


def test_more_than_a_pipe_holds(cell: CellDecoder, tmp_path: Path) -> None:
    *stills, read = cell.read(put(tmp_path, "large"), profile="full")
    assert len(stills) == 20 and isinstance(read, Read)
    assert unpack(read.reading).arrays["said/wave"][-1] == 2_999_999


def test_what_protects_is_said(cell: CellDecoder) -> None:
    said = cell.protections()
    assert set(said) == {"process", "limits", "account", "no-new-privileges", "landlock", "seccomp", "bubblewrap"}
    assert all(state == "on" or state.startswith("off: ") for state in said.values())
    assert {said["process"], said["limits"], said["no-new-privileges"]} == {"on"}
    if platform.machine() in ("x86_64", "aarch64"):
        assert said["seccomp"] == "on"


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("film") / "secret.mkv"
    with av.open(str(made), "w") as out:
        stream = out.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
        for frame in (av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8)), None):
            out.mux(stream.encode(frame))
    return made


def test_a_list_that_names_another_file_shows_nothing_of_it(cell: CellDecoder, tmp_path: Path, film: Path) -> None:
    ffmpeg_follows(str(film))  # here, where nothing closes us in, it works: the trap is real
    said = facts(end(cell, put(tmp_path, f"attempts {film}")))
    assert {name: gave for name, gave in said.items() if gave == "open"} == {}


def test_there_is_no_way_out(cell: CellDecoder, tmp_path: Path) -> None:
    secret = put(tmp_path, "the user's own")
    said = facts(end(cell, put(tmp_path, f"attempts {secret}")))
    assert len(said) > 25
    assert {name: gave for name, gave in said.items() if gave == "open"} == {}
    assert secret.read_text() == "the user's own"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["evidence-0.mp4", "evidence-1.mp4"]
    assert not Path("/tmp/firsthand-cell-escape").exists() and not Path("/tmp/firsthand-cell-folder").exists()


@pytest.mark.parametrize("way", FATAL)
def test_what_no_decoder_needs_ends_it(cell: CellDecoder, tmp_path: Path, way: str) -> None:
    assert code(end(cell, put(tmp_path, f"fatal {way}"))) == "outside.cell-forbidden"


def test_nothing_of_ours_is_inside(cell: CellDecoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTHAND_PASSPHRASE", "secret")
    said = facts(end(cell, put(tmp_path, "inventory")))
    assert said["fds"] == [0, 1, 2, 3, 4]
    ours = {"LANG", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MALLOC_ARENA_MAX", "PWD", "LC_CTYPE", *OFF}
    assert set(said["environment"]) <= ours | {"LD_LIBRARY_PATH"}  # cv2 sets the last, for itself
    assert said["limits"] == {"RLIMIT_CORE": 0, "RLIMIT_FSIZE": 0, "RLIMIT_NOFILE": 32}
    if cell.protections()["account"] == "on":
        assert said["uid"] == 65534


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("loop" + HURRY, "outside.cell-timeout"),
        ("busy" + HURRY, "outside.cell-timeout"),
        ("loop ignoring" + HURRY, "outside.cell-timeout"),
        ("sleep" + HURRY, "outside.cell-timeout"),
        ("trickle" + HURRY, "outside.cell-timeout|outside.cell-garbage"),
        ("drip" + HURRY, "outside.cell-timeout"),
        ("closes" + HURRY, "outside.cell-timeout"),
        ("memory", "outside.cell-memory"),
        ("memory-caught", "outside.cell-memory"),
        ("flood", "outside.cell-garbage"),
        ("chatter", "outside.cell-garbage"),
        ("nothing-said", "outside.cell-garbage"),
        ("crash", "outside.cell-crash"),
        ("crash-late", "outside.cell-crash"),
        ("leave 0", "outside.cell-garbage"),
        ("leave 3", "outside.cell-crash"),
        ("fail", "outside.cell-crash"),
    ],
)
def test_every_bad_end_is_an_outcome(cell: CellDecoder, tmp_path: Path, said: str, expected: str) -> None:
    read = end(cell, put(tmp_path, said))
    assert str(code(read)) in expected.split("|"), read.outcomes
    assert read.outcomes["cell"]["outcome"] == "inconclusive"
    assert "\x1b" not in str(read.outcomes)
    assert facts(end(cell, put(tmp_path, "good again")))["text"] == "again"


@pytest.mark.parametrize("said", SENDS)
def test_garbage_is_thrown_away(cell: CellDecoder, tmp_path: Path, said: str) -> None:
    read = end(cell, put(tmp_path, f"send {said}"))
    assert code(read) == "outside.cell-garbage"
    assert unpack(read.reading).facts == {}


def test_what_was_read_before_a_stop_is_kept(cell: CellDecoder, tmp_path: Path) -> None:
    messages = list(cell.read(put(tmp_path, "crash"), profile="triage"))
    assert isinstance(messages[0], Still) and code(messages[-1]) == "outside.cell-crash"
    late = end(cell, put(tmp_path, "crash-late"))
    assert unpack(late.reading).facts == {"said": {"text": "kept"}} and late.made_with["hostile"] == "1"


def test_a_slow_consumer_is_not_held_against_the_cell(cell: CellDecoder, tmp_path: Path) -> None:
    run = cell.read(put(tmp_path, "large" + HURRY), profile="full")
    next(run)
    time.sleep(QUICK.stall + 0.3)
    assert code(end_of(run)) is None


def test_threads_end_where_memory_does(cell: CellDecoder, tmp_path: Path) -> None:
    assert 4 < facts(end(cell, put(tmp_path, "threads")))["made"] < 1000


def test_one_file_cannot_poison_the_next(cell: CellDecoder, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert facts(end(cell, put(tmp_path, f"poison {name}")))["seen"] == [name]


def test_only_regular_files_are_opened(cell: CellDecoder, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    (tmp_path / "link.mp4").symlink_to(put(tmp_path, "good"))
    (tmp_path / "dangling.mp4").symlink_to(tmp_path / "nowhere")
    (tmp_path / "folder.mp4").mkdir()
    names = ("pipe.mp4", "link.mp4", "dangling.mp4", "folder.mp4", "absent.mp4", "nul\0.mp4", "x" * 5000)
    for source in (*(tmp_path / name for name in names), Path("/dev/zero"), Path("/dev/tty")):
        read = end(cell, source)
        assert code(read) == "outside.cell-not-a-file" and read.outcomes["cell"]["outcome"] == "unsuitable"


def test_a_killed_zygote_is_replaced(cell: CellDecoder, tmp_path: Path) -> None:
    source = put(tmp_path, "good text")
    for _ in range(3):
        end(cell, source)
        assert cell._zygote is not None
        signal.pidfd_send_signal(cell._zygote._pidfd, signal.SIGKILL)
        assert facts(end(cell, source))["text"] == "text"


def test_a_zygote_killed_while_a_file_is_open(cell: CellDecoder, tmp_path: Path) -> None:
    run = cell.read(put(tmp_path, "sleep"), profile="triage")
    assert isinstance(next(run), Still)
    assert cell._zygote is not None
    signal.pidfd_send_signal(cell._zygote._pidfd, signal.SIGKILL)
    assert code(list(run)[-1]) == "outside.cell-crash"
    assert facts(end(cell, put(tmp_path, "good text")))["text"] == "text"


def test_many_files_leave_nothing_behind(cell: CellDecoder, tmp_path: Path) -> None:
    sources = [put(tmp_path, said) for said in ("good a", "crash", "send noise", "leave 0")]
    us = psutil.Process()
    for source in sources:
        end(cell, source)
    before = us.num_fds(), len(settled(us))
    zygote_fds = sum(child.num_fds() for child in settled(us))
    for number in range(200):
        end(cell, sources[number % len(sources)])
    assert (us.num_fds(), len(settled(us))) == before
    assert sum(child.num_fds() for child in settled(us)) == zygote_fds


def test_a_reader_who_leaves_early_leaves_nothing_running(cell: CellDecoder, tmp_path: Path) -> None:
    us = psutil.Process()
    end(cell, put(tmp_path, "good"))
    before = us.num_fds(), len(settled(us))
    for said in ("sleep", "loop", "flood"):
        run = cell.read(put(tmp_path, said), profile="triage")
        next(run)
        run.close()
    assert (us.num_fds(), len(settled(us))) == before


def settled(us: psutil.Process) -> list[psutil.Process]:
    """Our children, once those that were killed are buried: the zygote's turn comes when it comes."""
    seen: list[psutil.Process] = []
    for _ in range(100):
        now = us.children(recursive=True)
        if now == seen and all(child.name() != "" and len(now) <= 3 for child in now):
            return now
        seen = now
        time.sleep(0.02)
    return seen


def test_many_threads_share_a_cell(cell: CellDecoder, tmp_path: Path) -> None:
    sources = [put(tmp_path, f"good {number}") for number in range(40)] + [put(tmp_path, "crash")]
    gave = dict(Threads(4).map(lambda source: end(cell, source), sources))
    assert [facts(gave[source])["text"] for source in sources[:-1]] == [str(number) for number in range(40)]
    assert code(gave[sources[-1]]) == "outside.cell-crash"


def test_stopping_ends_what_is_under_way(tmp_path: Path) -> None:
    long = Limits(cpu=600, wall=600.0, stall=600.0, memory=1 << 30)
    with CellDecoder(task=HOSTILE, limits=lambda size: long) as decoder:
        started, gave = threading.Barrier(3, timeout=60), []

        def work() -> None:
            run = decoder.read(source, profile="triage")
            next(run)
            started.wait()
            try:
                list(run)
            except Outside as stop:
                gave.append(stop.code)

        source = put(tmp_path, "sleep")
        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        started.wait()
        decoder.stop()
        for thread in threads:
            thread.join(60)
        assert gave == ["outside.cell-broke"] * 2
        assert facts(end(decoder, put(tmp_path, "good x")))["text"] == "x"


def test_the_cell_runs_no_other_task() -> None:
    with pytest.raises(CellBroke, match="does not run"):
        CellDecoder(task="os:system").protections()
