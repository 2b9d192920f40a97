"""Inside the cell: the zygote that imports everything once, and the fork that opens one file and ends.

The zygote is run as a program: main(control) answers on a SEQPACKET socket. A request is JSON with three descriptors
(the evidence, read-only; the pipe out; a socket for this job's status). It answers on the status socket with the
fork's pid and pidfd, and when the fork has ended with how.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import pkgutil
import resource
import selectors
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import av
import cv2

from firsthand.port import Progress, Read, Still

from . import cell_limits, clock
from .cell_wire import Message, Stopped, frame

Task = Callable[..., None]
CODECS = (
    "ascii",
    "latin_1",
    "utf_8_sig",
    "utf_16",
    "utf_16_le",
    "utf_16_be",
    "utf_32",
    "cp1251",
    "cp1252",
    "shift_jis",
    "idna",
)
BEAT = 0.2  # seconds between two progress messages


def main(control: int, name: str, model: str) -> NoReturn:
    """The zygote: imports `name` ("module:function"), says hello with what protects its forks, and forks on request.

    `model` is JSON: the descriptor that holds learned weights, and what is to be known of them.
    """
    desk = socket.socket(fileno=control)
    try:
        task = _load(name, json.loads(model))
        layers = _try_out(desk)
    except Exception as bad:  # the cell's edge: the parent is told, and says CellBroke
        desk.send(json.dumps({"broke": f"{type(bad).__name__}: {bad}"[:2000]}).encode())
        os._exit(1)
    socket.send_fds(desk, [json.dumps({"layers": layers}).encode()], [os.pidfd_open(os.getpid())])
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 2)
    os.close(null)
    _serve(desk, task, layers)


def _load(name: str, model: dict[str, Any]) -> Task:
    """Imports all that a fork will need, since it can open nothing; then nothing of it is copied for the collector's sake."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_NOFILE, (cell_limits.OPEN_FILES, cell_limits.OPEN_FILES))
    _offer_to_oom_killer()
    for codec in CODECS:
        importlib.import_module(f"encodings.{codec}")
    for part in pkgutil.walk_packages(av.__path__, "av."):
        if part.name not in ("av.__main__", "av.datasets"):
            importlib.import_module(part.name)
    cv2.setNumThreads(1)
    where, _, function = name.partition(":")
    module = importlib.import_module(where)
    if (warm := getattr(module, "warm", None)) is not None:
        warm(model["form"], _all_of(model["fd"]), model["why"])  # what its libraries import only at first use
    task: Task = getattr(module, function)
    ctypes.CDLL(None)
    gc.collect()
    gc.freeze()
    return task


def _all_of(fd: int) -> bytes:
    with os.fdopen(fd, "rb") as held:
        held.seek(0)
        return held.read()


def _offer_to_oom_killer() -> None:
    """Where memory runs out, the kernel takes a cell first."""
    try:
        with open("/proc/self/oom_score_adj", "w") as score:
            score.write("1000")
    except OSError:
        return  # the address-space limit stands in any case


def _try_out(desk: socket.socket) -> dict[str, str]:
    """Closes in a fork as a job's would be and tries to get out: the layers as they are, not as they should be."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    zygote, pid = os.getpid(), os.fork()
    if pid == 0:
        try:
            [out] = cell_limits.keep_only([theirs.fileno()])
            layers = cell_limits.close_in(cpu=10, memory=4 << 30, parent=zygote)
            os.write(out, json.dumps({"layers": layers, "open": _ways_out()}).encode())
        finally:
            os._exit(0)
    theirs.close()
    with ours, ours.makefile("rb") as answer:
        said = answer.read(1 << 16)
    _, status = os.waitpid(pid, 0)
    if not said:
        raise OSError(f"a first fork could not close itself in (wait status {status})")
    given = json.loads(said)
    layers = {str(name): str(state) for name, state in given["layers"].items()}
    if layers["seccomp"] == "on" and given["open"]:
        layers["seccomp"] = f"off: it is loaded, but did not stop {', '.join(given['open'])}"
    return layers


def _ways_out() -> list[str]:
    """What still works of what must not."""
    made = []
    for name, attempt in (
        ("opening a file", lambda: os.open("/", os.O_RDONLY)),
        ("a socket", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM)),
        ("a signal", lambda: os.kill(os.getppid(), 0)),
        ("a process", _fork_and_end),
    ):
        try:
            attempt()
        except OSError:
            continue
        made.append(name)
    return made


def _fork_and_end() -> None:
    if os.fork() == 0:
        os._exit(0)


def _serve(desk: socket.socket, task: Task, layers: dict[str, str]) -> NoReturn:
    """Forks for each request, tells how each fork ended, and ends when the parent is gone."""
    waiting: dict[int, tuple[int, socket.socket]] = {}
    with selectors.DefaultSelector() as selector:
        selector.register(desk, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fd != desk.fileno():
                    selector.unregister(key.fd)
                    _bury(key.fd, *waiting.pop(key.fd))
                    continue
                request, fds, _, _ = socket.recv_fds(desk, 1 << 12, 3)
                if len(fds) != 3:
                    os._exit(0)  # the forks end with it, by their death signal
                status = socket.socket(fileno=fds[2])
                try:
                    pidfd, pid = _fork(json.loads(request), fds, task, layers)
                except OSError as no:
                    _tell(status, {"broke": str(no)}, [])
                    status.close()
                    continue
                finally:
                    os.close(fds[0])
                    os.close(fds[1])
                waiting[pidfd] = (pid, status)
                selector.register(pidfd, selectors.EVENT_READ)
                _tell(status, {"pid": pid}, [pidfd])


def _bury(pidfd: int, pid: int, status: socket.socket) -> None:
    with contextlib.suppress(OSError):
        os.killpg(pid, signal.SIGKILL)  # whatever it may have left, where no filter stopped it
    _, how, used = os.wait4(pid, 0)
    os.close(pidfd)
    _tell(status, {"status": how, "cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss * 1024}, [])
    status.close()


def _tell(status: socket.socket, what: dict[str, Any], fds: list[int]) -> None:
    try:
        socket.send_fds(status, [json.dumps(what).encode()], fds)
    except OSError:
        return  # whoever asked has gone


def _fork(request: dict[str, Any], fds: list[int], task: Task, layers: dict[str, str]) -> tuple[int, int]:
    zygote, pid = os.getpid(), os.fork()
    if pid == 0:
        try:
            _run(request, fds, task, layers, zygote)
        finally:
            os._exit(70)
    return os.pidfd_open(pid), pid


def _run(request: dict[str, Any], fds: list[int], task: Task, layers: dict[str, str], zygote: int) -> NoReturn:
    """The fork: closes itself in, opens the file, sends what comes of it, and ends. Nothing returns from here."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.setsid()
    evidence, out = cell_limits.keep_only(fds[:2])
    now = cell_limits.close_in(cpu=request["cpu"], memory=request["memory"], parent=zygote)
    lost = [name for name, state in layers.items() if state == "on" and now[name] != "on"]
    if lost:
        _send(out, Stopped(kind="broke", message=f"these layers were on before and are not now: {', '.join(lost)}"))
        os._exit(1)
    try:
        task(evidence, profile=request["profile"], emit=_emitter(out))
    except MemoryError:
        _send(out, Stopped(kind="memory", message="the decoder ran out of the memory it may use"))
        os._exit(1)
    except Exception as bad:  # the cell's edge: the parent makes it an outcome
        _send(out, Stopped(kind="fault", message=f"{type(bad).__name__}: {bad} ({_place(bad)})"))
        os._exit(1)
    os._exit(0)


def _place(bad: BaseException) -> str:
    """The line that raised, by the file's bare name: the fork can read no source."""
    at = bad.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return f"{os.path.basename(at.tb_frame.f_code.co_filename)} line {at.tb_lineno}" if at else "nowhere"


def _emitter(out: int) -> Callable[[Progress | Still | Read], None]:
    """Sends what the decoder gives; progress only so often that it shows life."""
    last = -BEAT

    def emit(message: Progress | Still | Read) -> None:
        nonlocal last
        if isinstance(message, Progress):
            now = clock.monotonic()
            if now - last < BEAT:
                return
            last = now
        _send(out, message)

    return emit


def _send(out: int, message: Message) -> None:
    for part in frame(message):
        left = memoryview(part)
        while left:
            left = left[os.write(out, left) :]


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
