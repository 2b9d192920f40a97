"""How each fault of weighing and exporting is met."""

from collections.abc import Callable
from pathlib import Path

from firsthand.desk.exports import export
from firsthand.desk.suggest import suggest
from tests.desk.parts import machine


def bad_article(tmp: Path) -> None:
    suggest(machine(tmp).new(), b"\x00\x00\x00\x18ftypmp42")


def file_taken(tmp: Path) -> None:
    (tmp / "claims.csv").write_text("mine")
    export(machine(tmp).new(), "claims.csv", tmp / "claims.csv")


RAISES: dict[str, Callable[[Path], None]] = {
    "record.bad-article": bad_article,
    "refused.file-taken": file_taken,
}
