"""How each fault of the cell is met."""

from collections.abc import Callable
from pathlib import Path

from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_wire import Limits
from firsthand.outside.cell_zygote import HOSTILE


def met(does: str, *, stall: float = 60.0) -> Callable[[Path], None]:
    limits = Limits(cpu=60, wall=240.0, stall=stall, memory=1 << 30)

    def run(folder: Path) -> None:
        source = folder / "evidence"
        source.write_text(does)
        with CellDecoder(task=HOSTILE, limits=lambda size: limits) as cell:
            list(cell.drain(source, profile="triage"))

    return run


def no_file(folder: Path) -> None:
    with CellDecoder(task=HOSTILE) as cell:
        list(cell.drain(folder, profile="triage"))


def no_such_task(folder: Path) -> None:
    CellDecoder(task="os:system").protections()


RAISES: dict[str, Callable[[Path], None]] = {
    "outside.cell-broke": no_such_task,
    "outside.cell-timeout": met("sleep", stall=0.3),
    "outside.cell-memory": met("memory"),
    "outside.cell-crash": met("crash"),
    "outside.cell-forbidden": met("fatal exec"),
    "outside.cell-garbage": met("send noise"),
    "outside.cell-not-a-file": no_file,
}
