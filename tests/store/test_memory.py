"""The reference keeps the promises that it is the reference of."""

from pathlib import Path

import pytest

from firsthand.port import Space
from firsthand.store.memory import MemoryDescriptors, MemoryLedger, MemoryVault
from firsthand.testing.descriptors import DescriptorsSuite
from firsthand.testing.ledger import LedgerSuite
from firsthand.testing.vault import VaultSuite


class TestMemoryLedger(LedgerSuite):
    def make(self, folder: Path) -> MemoryLedger:
        return MemoryLedger()


class TestMemoryVault(VaultSuite):
    def make(self, folder: Path) -> MemoryVault:
        return MemoryVault()


class TestMemoryDescriptors(DescriptorsSuite):
    """It keeps nothing in a folder: what it knew is handed on here, a store a space."""

    @pytest.fixture(autouse=True)
    def known(self) -> None:
        self.stores: dict[Space, MemoryDescriptors] = {}

    def make(self, folder: Path, space: Space) -> MemoryDescriptors:
        return self.stores.setdefault(space, MemoryDescriptors(space))
