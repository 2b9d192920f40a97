"""The command line that puts the zygote into a bubblewrap: own namespaces, a read-only system, nothing of the user's."""

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

SYSTEM = ("/bin", "/lib", "/lib32", "/lib64")
FILES = ("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives")


def find() -> str | None:
    return shutil.which("bwrap")


def command(bwrap: str, python: str, paths: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """What comes before the zygote's own command. `paths` are the folders that Python imports from."""
    made = [
        bwrap,
        "--unshare-user",
        "--unshare-all",
        "--disable-userns",
        "--new-session",
        "--cap-drop",
        "ALL",
        "--clearenv",
    ]
    for name, value in environment.items():
        made += ["--setenv", name, value]
    made += ["--ro-bind", "/usr", "/usr"]
    for path in SYSTEM:
        if os.path.islink(path):
            made += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            made += ["--ro-bind", path, path]
    for path in FILES:
        made += ["--ro-bind-try", path, path]
    made += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    for folder in _needed(python, paths):
        made += ["--ro-bind", folder, folder]
    return [*made, "--remount-ro", "/", "--chdir", "/", "--"]


def _needed(python: str, paths: Sequence[str]) -> list[str]:
    """Folders outside /usr that hold the interpreter, its library and the packages; each once, outer ones first."""
    wanted = sorted({str(Path(python).parent.parent), *(path for path in paths if os.path.exists(path))})
    made: list[str] = []
    for folder in wanted:
        if not any(Path(folder).is_relative_to(kept) for kept in (*made, "/usr")):
            made.append(folder)
    return made
