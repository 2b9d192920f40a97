"""The trusted side's hold on the zygote: how it is started, asked, watched and ended."""

import json
import os
import signal
import socket
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import firsthand
from firsthand.record.fault import CellBroke, NoWeights

from . import cell_bwrap, onnx
from .weights import chosen

DECODE = "firsthand.outside.decode:read_file"
HOSTILE = "tests.outside.hostile:read_file"  # what our tests put into the cell; not in the wheel
LISTEN = "firsthand.outside.listen:read_sound"
VIEW = "firsthand.outside.view_cell:look_into"  # what the workbench asks of one file
MAP = "firsthand.outside.osm:read_map"
TERRAIN = "firsthand.outside.terrain:read_terrain"
TASKS = (DECODE, LISTEN, VIEW, MAP, TERRAIN, HOSTILE)
PROGRAM = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from firsthand.outside.cell_child import main
main(int(sys.argv[2]), sys.argv[3], sys.argv[4])
"""
ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",  # a process with threads must not fork
    "OMP_NUM_THREADS": "1",
    **onnx.OFF,
    "MALLOC_ARENA_MAX": "2",  # each arena reserves 64 MB of the address space that is limited
}
HELLO = 120.0  # seconds until it must have imported everything, cold disk and busy machine included
ANSWER = 60.0


class Zygote:
    """One running zygote. `layers`: what protects its forks, "on" or why not."""

    def __init__(
        self, process: subprocess.Popen[bytes], desk: socket.socket, pidfd: int, layers: Mapping[str, str]
    ) -> None:
        self.layers = layers
        self._process, self._desk, self._pidfd = process, desk, pidfd
        self._lock = threading.Lock()

    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: Mapping[str, Any], fds: Sequence[int]) -> None:
        """Raises OSError where it does not take the request."""
        socket.send_fds(self._desk, [json.dumps(request).encode()], fds)

    def kill(self) -> None:
        with self._lock:
            if self._pidfd >= 0:
                _signal(self._pidfd)
        _wait(self._process)

    def close(self) -> None:
        """It ends by itself, its forks with it, when nobody holds the other end; else it is killed. May be called again."""
        self._desk.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self.kill()
        with self._lock:
            pidfd, self._pidfd = self._pidfd, -1
        if pidfd >= 0:
            os.close(pidfd)


def start(*, task: str, bwrap: bool, weak_ok: bool) -> Zygote:
    """A zygote behind all that this machine has. Raises CellBroke where it cannot start, or where too little protects it."""
    if task not in TASKS:
        raise CellBroke(f"the cell does not run {task}")
    where = cell_bwrap.find() if bwrap else None
    state = "off: it is not installed" if bwrap else "off: left out by choice"
    zygote: Zygote | None = None
    if where is not None:
        try:
            zygote, state = _spawn(task, where), "on"
        except CellBroke as no:
            state = f"off: it is installed, but does not work here ({no})"
    if zygote is None:
        zygote = _spawn(task, None)
    zygote.layers = {**zygote.layers, "bubblewrap": state}
    if "on" not in (state, zygote.layers["seccomp"]) and not weak_ok:
        zygote.close()
        raise CellBroke(f"neither seccomp ({zygote.layers['seccomp']}) nor bubblewrap ({state}) protects this machine")
    return zygote


def _spawn(task: str, bwrap: str | None) -> Zygote:
    python = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
    paths = import_paths(task)
    before = cell_bwrap.command(bwrap, python, paths, ENVIRONMENT) if bwrap else []
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    said = os.memfd_create("cell-stderr", os.MFD_CLOEXEC)
    weights, model = given_weights(task)
    try:
        process = subprocess.Popen(
            [*before, python, "-I", "-S", "-B", "-c", PROGRAM, json.dumps(paths), str(theirs.fileno()), task, model],
            env=ENVIRONMENT,
            cwd="/",
            pass_fds=(theirs.fileno(), weights),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )
        theirs.close()
        return _hello(process, ours, said)
    except OSError as no:
        ours.close()
        raise CellBroke(f"the cell's zygote does not start: {no}") from no
    finally:
        theirs.close()
        os.close(said)
        os.close(weights)


def given_weights(task: str) -> tuple[int, str]:
    """A descriptor of the weights' checked bytes, and what the zygote is told of them: it opens no file of the user's."""
    held = os.memfd_create("cell-weights", os.MFD_CLOEXEC)
    told: dict[str, Any] = {"fd": held, "form": None, "why": "this task has no use for weights"}
    if task == DECODE:
        try:
            found = chosen()
            with os.fdopen(os.dup(held), "wb") as out:
                out.write(found.read())
            told |= {"form": found.form(), "why": ""}
        except NoWeights as no:
            told["why"] = no.message
    return held, json.dumps(told)


def _hello(process: subprocess.Popen[bytes], desk: socket.socket, said: int) -> Zygote:
    desk.settimeout(HELLO)
    try:
        hello, fds, _, _ = socket.recv_fds(desk, 1 << 16, 1)
    except OSError:
        hello, fds = b"", []
    given = json.loads(hello) if hello else {}
    if len(fds) == 1 and "layers" in given:
        desk.settimeout(ANSWER)
        return Zygote(process, desk, fds[0], given["layers"])
    desk.close()
    _wait(process)
    why = given.get("broke") or os.pread(said, 1 << 16, 0).decode(errors="replace").strip()[-500:] or "it said nothing"
    raise CellBroke(f"the cell's zygote does not start: {why}")


def import_paths(task: str) -> list[str]:
    """Where the zygote imports from: the library, the packages and this one; never the folder that the user stands in."""
    ours = [str(Path(firsthand.__file__).parent.parent)]
    if task == HOSTILE:
        ours.append(str(Path(ours[0]).parent))
    library = {os.path.realpath(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")}
    made = []
    for path in sys.path:
        real = os.path.realpath(path)
        packages = os.path.basename(real) in ("site-packages", "dist-packages")
        known = packages or any(real == root or real.startswith(root + os.sep) for root in library)
        if (
            path
            and real not in made
            and (known or real.endswith(f"python{sys.version_info[0]}{sys.version_info[1]}.zip"))
        ):
            made.append(real)
    return [*made, *(path for path in ours if path not in made)]


def _signal(pidfd: int) -> None:
    try:
        signal.pidfd_send_signal(pidfd, signal.SIGKILL)
    except OSError:
        return  # it has ended


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
