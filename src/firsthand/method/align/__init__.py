"""Many recordings on one clock, and what their sound and light can tell."""

from firsthand.method.shape import Method

from .clock import CLOCK
from .crack_thump import CRACK_THUMP
from .flash_bang import FLASH_BANG
from .impulses import IMPULSES
from .lights import LIGHTS
from .near import NEAR
from .pair import PAIR
from .pictures import PICTURES
from .voice import VOICE
from .words import WORDS

METHODS: tuple[Method, ...] = (NEAR, PAIR, PICTURES, IMPULSES, FLASH_BANG, CRACK_THUMP, LIGHTS, VOICE, WORDS, CLOCK)
