"""What a process takes from itself before it opens hostile bytes: descriptors, account, privileges, memory, time."""

import ctypes
import fcntl
import os
import resource
import signal
from collections.abc import Sequence

from . import cell_landlock, cell_seccomp

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
NOBODY = 65534
OPEN_FILES = 1024  # the zygote's own limit: no descriptor has a higher number
LAYERS = ("process", "limits", "account", "no-new-privileges", "landlock", "seccomp")


def keep_only(fds: Sequence[int]) -> list[int]:
    """Closes every descriptor but 0-2 (which become /dev/null) and `fds`, which become 3, 4, ...; gives the new numbers."""
    null = os.open(os.devnull, os.O_RDWR)
    clear = [fcntl.fcntl(fd, fcntl.F_DUPFD, 3 + len(fds)) for fd in fds]  # so that no dup2 below overwrites a source
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    kept = [os.dup2(fd, 3 + i) for i, fd in enumerate(clear)]
    os.closerange(3 + len(fds), OPEN_FILES)
    return kept


def close_in(*, cpu: int, memory: int, parent: int) -> dict[str, str]:
    """Takes from this process all that it can do without, for good; each layer with "on" or why not.

    `cpu` in seconds, `memory` in bytes of address space, `parent` the process whose end must be this one's.
    """
    layers = {"process": "on", "account": _leave_root()}
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # after the account: changing it forgets this
    if os.getppid() != parent:
        os._exit(1)
    layers["limits"] = _limit(cpu=cpu, memory=memory)
    layers["no-new-privileges"] = (
        "on" if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 else "off: the kernel refuses it"
    )
    layers["landlock"] = cell_landlock.restrict()
    layers["seccomp"] = cell_seccomp.load(os.getpid())
    return {name: layers[name] for name in LAYERS}


def _leave_root() -> str:
    if os.geteuid() != 0:
        return "off: it runs as the user's own account; only root can give that up"
    try:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    except OSError as no:
        return f"off: root cannot be left here ({no.strerror})"
    return "on"


def _limit(*, cpu: int, memory: int) -> str:
    wanted = {
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_NOFILE: (32, 32),
        resource.RLIMIT_NPROC: (4096, 4096),  # counted over the account's every process, so it cannot be tight
        resource.RLIMIT_MEMLOCK: (0, 0),
        resource.RLIMIT_MSGQUEUE: (0, 0),
        resource.RLIMIT_CPU: (cpu, cpu + 2),
        resource.RLIMIT_AS: (memory, memory),
    }
    for kind, (soft, hard) in wanted.items():
        most = resource.getrlimit(kind)[1]
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        try:
            resource.setrlimit(kind, (soft, hard))
        except (OSError, ValueError) as no:
            return f"off: a limit was refused ({no})"
    return "on"
