"""A fixture for every code that the workbench's desk functions raise."""

import socket
from collections.abc import Callable
from pathlib import Path

from firsthand.desk.desk import Desk
from firsthand.desk.preserve import preserve
from firsthand.desk.screens.sheet import Change
from firsthand.desk.sheet_edit import apply
from firsthand.desk.shelving import shelf_of
from firsthand.desk.viewing import Viewer
from firsthand.web.evidence import check_cover
from firsthand.web.serve import Running
from tests.desk.parts import machine


def _text(tmp: Path) -> tuple[Desk, str]:
    """A case of one file that is no footage."""
    (tmp / "words.txt").write_text("words\n")
    desk = machine(tmp).new()
    list(preserve(desk, [tmp / "words.txt"]))
    ((file,),) = shelf_of(desk).ask("SELECT digest FROM files")
    return desk, str(file)


def cannot_show(tmp: Path) -> None:
    desk, file = _text(tmp)
    viewer = Viewer(desk=desk)
    try:
        viewer.index(file)
    finally:
        viewer.stop()


def covered(tmp: Path) -> None:
    check_cover(*_text(tmp), False)


def cell_changed(tmp: Path) -> None:
    desk, _ = _text(tmp)
    ((row,),) = shelf_of(desk).ask("SELECT entry FROM sightings")
    apply(desk, "key-of-the-test", (Change(row=row, column="note", before="other", after="new"),), "reason")


def port_taken(tmp: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        Running(machine(tmp).new(), port=other.getsockname()[1])


RAISES: dict[str, Callable[[Path], None]] = {
    "outside.cannot-show": cannot_show,
    "outside.port-taken": port_taken,
    "refused.covered": covered,
    "refused.cell-changed": cell_changed,
}
