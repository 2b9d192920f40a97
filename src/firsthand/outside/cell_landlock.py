"""Landlock by its three system calls: no file by path, no TCP, no signal out, where the kernel has it."""

import ctypes
import errno
import os

CREATE_RULESET, RESTRICT_SELF = 444, 446  # the same numbers on every architecture
VERSION_FLAG = 1


class _Attributes(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


def handled(abi: int) -> tuple[int, int, int]:
    """All rights on files, on TCP, and scopes that a kernel of this Landlock version can forbid (linux/landlock.h)."""
    files = (1 << (16 if abi >= 5 else 15 if abi >= 3 else 14 if abi >= 2 else 13)) - 1
    return files, 0b11 if abi >= 4 else 0, 0b11 if abi >= 6 else 0


def restrict() -> str:
    """Takes every right that Landlock knows from this thread and its children, for good. "on", or why not."""
    libc = ctypes.CDLL(None, use_errno=True)
    abi = libc.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION_FLAG))
    if abi < 1:
        return f"off: this kernel does not offer it ({errno.errorcode.get(ctypes.get_errno(), 'unknown')})"
    given = _Attributes(*handled(abi))
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    ruleset = libc.syscall(CREATE_RULESET, ctypes.byref(given), ctypes.c_size_t(size), ctypes.c_uint32(0))
    if ruleset < 0:
        return f"off: the kernel refuses the rules ({errno.errorcode.get(ctypes.get_errno(), 'unknown')})"
    try:
        if libc.syscall(RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0)) != 0:
            return f"off: the kernel refuses to apply it ({errno.errorcode.get(ctypes.get_errno(), 'unknown')})"
    finally:
        os.close(ruleset)
    return "on"
