"""Desks for the desk's tests: a real case on a disk, and authors of machines of their own."""

from dataclasses import dataclass
from pathlib import Path

from firsthand.desk.cases import join_case, new_case
from firsthand.desk.desk import Desk
from firsthand.outside.keyring import Keyring


@dataclass(frozen=True)
class Machine:
    """One person's computer: a keyring and a place for copies of cases."""

    home: Path

    @property
    def ring(self) -> Keyring:
        return Keyring(self.home / "keys")

    def new(self, name: str = "A. Analyst") -> Desk:
        self.home.mkdir(parents=True, exist_ok=True)
        return new_case(self.home / "case", author=name, ring=self.ring)

    def join(self, folder: Path, name: str) -> Desk:
        return join_case(folder, author=name, ring=self.ring)


def machine(tmp_path: Path, name: str = "one") -> Machine:
    return Machine(tmp_path / name)
