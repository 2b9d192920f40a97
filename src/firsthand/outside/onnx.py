"""The one door to onnxruntime. Its wheels gather telemetry unless told not to: a database in the user's home, and what is sent."""

import os
from typing import Any

OFF = {"ORT_DISABLE_TELEMETRY": "1"}  # read when the library is loaded: too late afterwards


def runtime() -> Any:
    """The library, its telemetry off. Raises ImportError."""
    os.environ.update(OFF)
    import onnxruntime

    return onnxruntime
