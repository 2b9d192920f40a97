"""Many recordings on one clock, and what their sound and light can tell."""

from firsthand.method.shape import Method

from .clock import CLOCK
from .impulses import IMPULSES
from .pair import PAIR

METHODS: tuple[Method, ...] = (PAIR, IMPULSES, CLOCK)
