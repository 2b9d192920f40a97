"""A decoder that does what the evidence says: the attacks that the cell must stand. Runs in the cell only."""

import ctypes
import errno
import io
import mmap
import os
import resource
import signal
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable
from typing import Any

import av
import numpy as np

from firsthand.method.reading import Reading, pack
from firsthand.port import Progress, Read, Still

Emit = Callable[[Any], None]
OUT = 4  # the pipe, as the cell numbers it
LIBC = ctypes.CDLL(None, use_errno=True)
POISON: list[str] = []


def read_file(fd: int, *, profile: str, emit: Emit) -> None:
    name, _, rest = os.pread(fd, 4096, 0).decode().partition(" ")
    ACTS[name](fd, rest.strip(), emit)


def done(emit: Emit, **facts: Any) -> None:
    emit(Read(reading=pack(Reading(facts={"said": facts})), outcomes={}, made_with={"hostile": "1"}))


def still(number: int = 0, width: int = 2, height: int = 1) -> Still:
    rgb = bytes(3 * width * height)
    return Still(stream=0, pts=f"{number}/25", frame="a" * 64, width=width, height=height, rgb=rgb, why="only")


def raw(kind: bytes, head: bytes, body: bytes = b"") -> None:
    os.write(OUT, struct.pack(">cII", kind, len(head), len(body)) + head + body)


# --- acts -----------------------------------------------------------------------------------------------------------


def good(fd: int, rest: str, emit: Emit) -> None:
    emit(Progress(done=1, whole=2))
    emit(still())
    done(emit, text=rest, size=os.fstat(fd).st_size)


def large(fd: int, rest: str, emit: Emit) -> None:
    """Allowed, and more than any pipe holds."""
    for number in range(20):
        emit(still(number, 640, 360))
    arrays = {"said/wave": np.arange(3_000_000, dtype="<f4")}
    emit(Read(reading=pack(Reading(facts={"said": {}}, arrays=arrays)), outcomes={}, made_with={}))


def nothing_said(fd: int, rest: str, emit: Emit) -> None:
    emit(Progress(done=1, whole=2))


def loop(fd: int, rest: str, emit: Emit) -> None:
    emit(still())
    while True:
        if rest == "ignoring":
            signal.signal(signal.SIGXCPU, signal.SIG_IGN)


def busy(fd: int, rest: str, emit: Emit) -> None:
    """Never done, but always with something to show."""
    while True:
        for _ in range(100_000):
            pass
        raw(b"P", b'{"done":1,"whole":1}')


def sleep(fd: int, rest: str, emit: Emit) -> None:
    emit(still())
    time.sleep(3600)


def trickle(fd: int, rest: str, emit: Emit) -> None:
    while True:
        emit(still())
        time.sleep(0.05)


def drip(fd: int, rest: str, emit: Emit) -> None:
    """One message that never comes to its end."""
    os.write(OUT, struct.pack(">cII", b"R", 1000, 0))
    while True:
        os.write(OUT, b" ")
        time.sleep(0.3)


def closes(fd: int, rest: str, emit: Emit) -> None:
    done(emit)
    os.close(OUT)
    while True:
        time.sleep(1)


def memory(fd: int, rest: str, emit: Emit) -> None:
    emit(still())
    held = []
    while True:
        held.append(np.zeros(64 << 20, np.uint8))


def memory_caught(fd: int, rest: str, emit: Emit) -> None:
    """A library that dies of a null pointer where memory is out."""
    held = []
    try:
        while True:
            held.append(b"x" * (16 << 20))
    except MemoryError:
        ctypes.string_at(0)


def flood(fd: int, rest: str, emit: Emit) -> None:
    while True:
        emit(still(width=512, height=512))


def chatter(fd: int, rest: str, emit: Emit) -> None:
    while True:
        raw(b"P", b'{"done":1,"whole":1}')


def send(fd: int, rest: str, emit: Emit) -> None:
    """Raw bytes out, by name."""
    for part in SENDS[rest]:
        raw(*part) if isinstance(part, tuple) else os.write(OUT, part)


def crash(fd: int, rest: str, emit: Emit) -> None:
    emit(still())
    ctypes.string_at(0)


def crash_late(fd: int, rest: str, emit: Emit) -> None:
    done(emit, text="kept")
    os.abort()


def leave(fd: int, rest: str, emit: Emit) -> None:
    os._exit(int(rest))


def fail(fd: int, rest: str, emit: Emit) -> None:
    raise ValueError("no \x1b[31m such thing")


def fatal(fd: int, rest: str, emit: Emit) -> None:
    FATAL[rest]()
    done(emit, text="still here")


def poison(fd: int, rest: str, emit: Emit) -> None:
    POISON.append(rest)
    done(emit, seen=list(POISON))


def inventory(fd: int, rest: str, emit: Emit) -> None:
    """What this process has and is."""
    fds = []
    for number in range(1100):
        try:
            os.fstat(number)
            fds.append(number)
        except OSError:
            continue
    limits = {
        name: resource.getrlimit(getattr(resource, name))[0]
        for name in ("RLIMIT_CORE", "RLIMIT_FSIZE", "RLIMIT_NOFILE")
    }
    done(emit, fds=fds, environment=sorted(os.environ), uid=os.getuid(), limits=limits, home=os.path.expanduser("~"))


def attempts(fd: int, rest: str, emit: Emit) -> None:
    """Tries every way out that does not end the process, and says what each gave: the error's name, or "open"."""
    said = {}
    for name, attempt in ATTEMPTS.items():
        try:
            attempt(fd, rest)
            said[name] = "open"
        except OSError as no:
            said[name] = errno.errorcode.get(no.errno or 0, str(no))
        except Exception as no:  # whatever refuses it, it is refused
            said[name] = type(no).__name__
    done(emit, **said)


def threads(fd: int, rest: str, emit: Emit) -> None:
    """Threads are allowed, up to what the memory limit lets them have."""
    stop = threading.Event()
    made = 0
    try:
        while made < 20_000:
            threading.Thread(target=stop.wait, daemon=True).start()
            made += 1
    except RuntimeError:
        stop.set()
    done(emit, made=made)


# --- ways out ---------------------------------------------------------------------------------------------------------


def called(number: int, *args: Any) -> None:
    if LIBC.syscall(number, *args) < 0:
        raise OSError(ctypes.get_errno(), "refused")


def write_file(path: str) -> None:
    with open(path, "wb") as made:
        made.write(b"x")


def send_signal(number: int) -> None:
    os.kill(os.getppid(), number)


def executable_memory() -> None:
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC).close()


def ffmpeg_opens(name: str) -> None:
    av.open(name).close()


def ffmpeg_follows(listed: str) -> None:
    """Evidence that is a list, and names another file."""
    text = f"ffconcat version 1.0\nfile '{listed}'\n".encode()
    with av.open(
        io.BytesIO(text), format="concat", options={"safe": "0", "protocol_whitelist": "file,fd,pipe"}
    ) as film:
        next(film.decode(video=0))


ATTEMPTS: dict[str, Callable[[int, str], Any]] = {
    "open a file": lambda fd, rest: os.open("/etc/passwd", os.O_RDONLY),
    "open the user's file": lambda fd, rest: os.open(rest, os.O_RDONLY),
    "open the evidence again": lambda fd, rest: os.open(f"/proc/self/fd/{fd}", os.O_RDWR),
    "write a file": lambda fd, rest: write_file("/tmp/firsthand-cell-escape"),
    "write beside the evidence": lambda fd, rest: write_file(rest + ".escape"),
    "write to the evidence": lambda fd, rest: os.write(fd, b"x"),
    "cut the evidence": lambda fd, rest: os.ftruncate(fd, 0),
    "chmod the evidence": lambda fd, rest: os.fchmod(fd, 0o777),
    "list a folder": lambda fd, rest: os.listdir("/"),
    "stat a file": lambda fd, rest: os.stat("/etc/passwd"),
    "unlink": lambda fd, rest: os.unlink(rest),
    "rename": lambda fd, rest: os.rename(rest, rest + ".gone"),
    "mkdir": lambda fd, rest: os.mkdir("/tmp/firsthand-cell-folder"),
    "memfd": lambda fd, rest: os.memfd_create("x"),
    "tcp": lambda fd, rest: socket.create_connection(("127.0.0.1", 9), timeout=1),
    "udp": lambda fd, rest: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "unix socket": lambda fd, rest: socket.socket(socket.AF_UNIX),
    "socket pair": lambda fd, rest: socket.socketpair(),
    "netlink": lambda fd, rest: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0),
    "fork": lambda fd, rest: os.fork(),
    "vfork": lambda fd, rest: called(58),
    "subprocess": lambda fd, rest: subprocess.run(["/bin/true"], check=True),
    "kill the zygote": lambda fd, rest: send_signal(signal.SIGKILL),
    "kill all": lambda fd, rest: os.kill(-1, signal.SIGKILL),
    "raise a limit": lambda fd, rest: resource.setrlimit(resource.RLIMIT_CPU, (1000, 1000)),
    "become root": lambda fd, rest: os.setresuid(0, 0, 0),
    "executable memory": lambda fd, rest: executable_memory(),
    "chroot by number": lambda fd, rest: called(92, b"/", 0, 0),
    "ffmpeg opens a file": lambda fd, rest: ffmpeg_opens(rest),
    "ffmpeg follows a list": lambda fd, rest: ffmpeg_follows(rest),
    "ffmpeg opens an address": lambda fd, rest: ffmpeg_opens("http://127.0.0.1:9/x.mp4"),
    "ffmpeg opens a list": lambda fd, rest: ffmpeg_opens("concat:/etc/passwd|/etc/hostname"),
}

FATAL: dict[str, Callable[[], Any]] = {
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "ptrace": lambda: LIBC.ptrace(0, 0, 0, 0),
    "mount": lambda: LIBC.mount(b"none", b"/tmp", b"tmpfs", 0, None),
    "unshare": lambda: LIBC.unshare(0x10000000),
    "another process": lambda: LIBC.process_vm_readv(os.getppid(), None, 0, None, 0, 0),
}

STILL = b'{"stream":0,"pts":"0/1","frame":"%s","width":%d,"height":%d,"why":"only"}'
READ = b'{"outcomes":{},"made_with":{}}'
EMPTY = pack(Reading(facts={}))
SENDS: dict[str, list[tuple[bytes, ...] | bytes]] = {
    "noise": [b"\xff" * 5000],
    "unknown": [(b"Z", b"{}")],
    "claim": [struct.pack(">cII", b"R", 100, 0xFFFFFFFF) + b" " * 100],
    "half": [struct.pack(">cII", b"R", 100, 0) + b" " * 20],
    "nan": [(b"P", b'{"done":NaN,"whole":1}')],
    "endless": [(b"P", b'{"done":1e999,"whole":1}')],
    "backwards": [(b"P", b'{"done":-1,"whole":1}')],
    "small": [(b"S", STILL % (b"a" * 64, 100, 100), b"abc")],
    "wide": [(b"S", STILL % (b"a" * 64, 1 << 40, 1), b"")],
    "nowhere": [(b"S", STILL % (b"a" * 64, 0, 0), b"")],
    "digest": [(b"S", STILL % (b"../../etc/passwd", 1, 1), b"abc")],
    "deep": [(b"R", b"[" * 100_000, EMPTY)],
    "number": [(b"R", b'{"outcomes":{},"made_with":{"a":%s}}' % (b"9" * 10_000), EMPTY)],
    "outcome": [(b"R", b'{"outcomes":{"probe":{"outcome":"certain"}},"made_with":{}}', EMPTY)],
    "infinite": [(b"R", b'{"outcomes":{"a":{"outcome":"found","value":{"x":1e999}}},"made_with":{}}', EMPTY)],
    "named": [(b"R", b'{"outcomes":{"../../x":{"outcome":"found","value":{"x":1}}},"made_with":{}}', EMPTY)],
    "reading": [(b"R", READ, b"not a reading")],
    "array": [(b"R", READ, EMPTY[:-1] + b"\n\x00\x00\x00")],
    "shape": [
        (
            b"R",
            READ,
            b'firsthand-reading/1\n{"arrays":[{"kind":"|u1","name":"x","shape":[0,99999999999999999999]}],"facts":{}}\n',
        )
    ],
}

_DOES = (
    good,
    large,
    nothing_said,
    loop,
    busy,
    sleep,
    trickle,
    drip,
    closes,
    memory,
    memory_caught,
    flood,
    chatter,
    send,
)
_ENDS = (crash, crash_late, leave, fail, fatal, poison, inventory, attempts, threads)
ACTS: dict[str, Callable[[int, str, Emit], None]] = {act.__name__.replace("_", "-"): act for act in (*_DOES, *_ENDS)}
