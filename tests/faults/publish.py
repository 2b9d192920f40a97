"""What publishing refuses."""

from collections.abc import Callable
from pathlib import Path

from firsthand.desk.publish import publish
from tests.desk.test_publish_sample import a_desk, joined


def gate_refused(tmp: Path) -> None:
    """A case in which nobody has written a sentence."""
    list(publish(joined(a_desk(), "A. Analyst"), tmp / "report"))


RAISES: dict[str, Callable[[Path], None]] = {"refused.gate": gate_refused}
