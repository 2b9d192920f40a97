"""Every method of the house, listed by hand."""

from .shape import Method, catalogue

CATALOGUE: dict[str, Method] = catalogue([])
