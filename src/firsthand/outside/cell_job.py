"""One file's stay in the cell, seen from the trusted side: its messages, its watch, its end."""

import json
import os
import signal
import socket
import threading
from collections.abc import Iterator
from select import POLLIN, poll
from typing import Any

from firsthand.port import Progress, Read, Still
from firsthand.record.fault import CellBroke, CellCrash, CellForbidden, CellGarbage, CellMemory, CellTimeout, Outside

from . import clock
from .cell_wire import Limits, Stopped, messages

CHUNK = 1 << 20
FORKED = 60.0  # seconds until the zygote must have forked
ENDED = 10.0  # seconds between the last byte and the end


class Lost(Exception):
    """The zygote went away, and its forks with it."""


class Job:
    """Owns its two descriptors until `end`. Times count only while it waits for the cell, not while its consumer works."""

    def __init__(self, *, out: int, status: socket.socket, limits: Limits) -> None:
        self._out, self._status, self._limits = out, status, limits
        self._lock = threading.Lock()
        self._pidfd = -1
        self._cancelled = self._cut = self._overdue = False
        self._waited = self._silent = 0.0

    def messages(self) -> Iterator[Progress | Still | Read]:
        """What comes out of the fork. Raises Lost, CellBroke and the stops of cell.CellDecoder.drain."""
        self._meet()
        last: Stopped | None = None
        read = False
        for message in messages(self._exact, self._limits):
            self._silent = 0.0
            if isinstance(message, Stopped):
                last = message
            else:
                read = read or isinstance(message, Read)
                yield message
        ended = self._ended()
        if self._cancelled:
            raise CellBroke("the read was stopped")
        if ended is None:
            raise Lost
        if (stop := self._why(ended, last, read)) is not None:
            raise stop

    def cancel(self) -> None:
        """From any thread: the fork is killed, and `messages` raises CellBroke."""
        with self._lock:
            self._cancelled = True
            self._kill()

    def end(self) -> None:
        with self._lock:
            self._kill()
            pidfd, self._pidfd = self._pidfd, -1
        if pidfd >= 0:
            os.close(pidfd)
        if self._out >= 0:
            os.close(self._out)
            self._out = -1
        self._status.close()

    def _kill(self) -> None:
        if self._pidfd >= 0:
            try:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            except OSError:
                return  # it has ended

    def _meet(self) -> None:
        """Waits for the zygote to have forked, and takes hold of the fork."""
        self._status.settimeout(FORKED)
        try:
            said, fds, _, _ = socket.recv_fds(self._status, 1 << 12, 1)
        except TimeoutError:
            raise CellBroke("the cell's zygote does not fork") from None
        except OSError:
            raise Lost from None
        if not said:
            raise Lost
        if len(fds) != 1:
            raise CellBroke(f"the cell's zygote cannot fork: {json.loads(said).get('broke')}")
        with self._lock:
            self._pidfd = fds[0]
            if self._cancelled:
                self._kill()

    def _exact(self, size: int) -> bytes | None:
        """`size` bytes, or None where the stream ends before. Raises CellTimeout."""
        if size == 0:
            return b""
        made = bytearray()
        watch = poll()
        watch.register(self._out, POLLIN)
        while len(made) < size:
            self._watch(watch)
            chunk = os.read(self._out, min(CHUNK, size - len(made)))
            if not chunk:
                self._cut = self._cut or bool(made)
                return None
            made += chunk
        return bytes(made)

    def _watch(self, watch: poll) -> None:
        """Waits for bytes or the end, within what is left of the times."""
        limits = self._limits
        while True:
            left = min(limits.stall - self._silent, limits.wall - self._waited)
            if left <= 0:
                raise CellTimeout(
                    f"no progress for {self._silent:.0f} s"
                    if self._silent >= limits.stall
                    else f"not done after {self._waited:.0f} s"
                )
            began = clock.monotonic()
            ready = watch.poll(max(1, int(left * 1000)))
            spent = clock.monotonic() - began
            self._waited, self._silent = self._waited + spent, self._silent + spent
            if ready:
                return

    def _ended(self) -> dict[str, Any] | None:
        """How the fork ended, from the zygote: wait status, CPU seconds, most memory. None where the zygote is gone."""
        self._status.settimeout(min(ENDED, self._limits.stall))
        for patience in (True, False):
            try:
                said = self._status.recv(1 << 12)
            except TimeoutError:
                if not patience:
                    return None
                self._overdue = True
                with self._lock:
                    self._kill()
                continue
            except OSError:
                return None
            return json.loads(said) if said else None
        return None

    def _why(self, ended: dict[str, Any], last: Stopped | None, read: bool) -> Outside | None:
        """The fault in how it ended, or None where it ended well."""
        limits, code = self._limits, os.waitstatus_to_exitcode(ended["status"])
        if last is not None:
            kinds = {"memory": CellMemory, "broke": CellBroke, "fault": CellCrash}
            return kinds[last.kind](last.message)
        if self._overdue:
            return CellTimeout("it said that it was done, and did not end")
        if code == -signal.SIGSYS:
            return CellForbidden(
                "the decoder tried what no decoder has a use for (a program, another process, the kernel)"
            )
        if code == -signal.SIGXCPU or (code == -signal.SIGKILL and ended["cpu"] >= limits.cpu):
            return CellTimeout(f"{ended['cpu']:.0f} s of work, which is more than a file of this size may take")
        if code == -signal.SIGKILL:
            return CellMemory("ended by the system, as it does where memory runs out, or by somebody")
        if code < 0 and ended["memory"] > limits.memory // 2:
            return CellMemory(f"{signal.Signals(-code).name} with {ended['memory'] >> 20} MB in use")
        if code < 0:
            return CellCrash(f"the decoder crashed ({_signal_name(-code)})")
        if code != 0:
            return CellCrash(f"the decoder ended with {code}")
        if self._cut:
            return CellGarbage("the cell's last message was cut short")
        return None if read else CellGarbage("the decoder ended without a reading")


def _signal_name(number: int) -> str:
    return signal.Signals(number).name if number in signal.valid_signals() else f"signal {number}"
