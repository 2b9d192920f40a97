"""What a stranger runs: the core of the recheck, on the standard library, `record/` and `cryptography` only."""

from .case import recheck_case
from .folder import Evidence, recheck_folder
from .line import CODES, STEPS, Line, Verdict, exit_code

__all__ = ["CODES", "STEPS", "Evidence", "Line", "Verdict", "exit_code", "recheck_case", "recheck_folder"]
