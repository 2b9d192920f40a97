"""A case on disk: its folder, its logs and its vault."""

from .case import create_case_dir, open_case_dir
from .file_ledger import FileLedger
from .file_vault import FileVault

__all__ = ["FileLedger", "FileVault", "create_case_dir", "open_case_dir"]
