"""Every method of the house, listed by hand; a family is read when one of its methods is first asked for."""

from collections.abc import Iterator, Mapping
from importlib import import_module

from .shape import Method, catalogue

# Family -> its modules, each with METHODS. Reading a family brings in what it computes with; most verbs need none of it.
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "align": ("align",),
    "place": ("place",),
    "read": ("read",),
    "trace": ("trace",),
    "weigh": ("weigh.wording", "weigh.statements", "weigh.origins", "weigh.matrix"),
}


class Catalogue(Mapping[str, Method]):
    """Methods by name. A name begins with its family's, so that only that family is read."""

    def __init__(self) -> None:
        self._read: dict[str, dict[str, Method]] = {}

    def family(self, name: str) -> Mapping[str, Method]:
        if name not in self._read:
            modules = [import_module(f".{module}", __name__) for module in FAMILIES.get(name, ())]
            self._read[name] = catalogue(method for module in modules for method in module.METHODS)
        return self._read[name]

    def __getitem__(self, name: str) -> Method:
        return self.family(name.partition(".")[0])[name]

    def __iter__(self) -> Iterator[str]:
        return (name for family in FAMILIES for name in self.family(family))

    def __len__(self) -> int:
        return sum(len(self.family(family)) for family in FAMILIES)


CATALOGUE = Catalogue()
