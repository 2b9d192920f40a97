"""The reference keeps the promises that it is the reference of."""

from pathlib import Path

from firsthand.store.memory import MemoryLedger, MemoryVault
from firsthand.testing.ledger import LedgerSuite
from firsthand.testing.vault import VaultSuite


class TestMemoryLedger(LedgerSuite):
    def make(self, folder: Path) -> MemoryLedger:
        return MemoryLedger()


class TestMemoryVault(VaultSuite):
    def make(self, folder: Path) -> MemoryVault:
        return MemoryVault()
