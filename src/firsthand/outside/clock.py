"""The only place that reads the machine's clocks."""

import time
from datetime import UTC, datetime


class SystemClock:
    """Keeps port.Clock: what the machine says, to the microsecond, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def monotonic() -> float:
    """Seconds on a clock that only goes forward; only differences mean anything."""
    return time.monotonic()
