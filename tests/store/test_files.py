"""The stores on disk keep the ports' promises, and those of the format."""

from pathlib import Path

from firsthand.store.files import FileLedger, FileVault, create_case_dir
from firsthand.testing.author import CASE
from firsthand.testing.ledger import LedgerSuite
from firsthand.testing.vault import VaultSuite


class TestFileLedger(LedgerSuite):
    def make(self, folder: Path) -> FileLedger:
        create_case_dir(folder / "case", CASE)
        return FileLedger(folder / "case")

    def again(self, folder: Path, ledger: object) -> FileLedger:
        return FileLedger(folder / "case")


class TestFileVault(VaultSuite):
    def make(self, folder: Path) -> FileVault:
        return FileVault(folder / "case")

    def again(self, folder: Path, vault: object) -> FileVault:
        return FileVault(folder / "case")
