"""Where and when a recording was made: the sun, shadows, words, bearings and clocks, each with its bounds, and one joint field."""

from firsthand.method.shape import Method

from .field import METHOD as FIELD
from .frame_shadow import METHOD as FRAME_SHADOW
from .pattern import METHOD as PATTERN
from .resection import METHOD as RESECTION
from .shadow import METHOD as SHADOW
from .skyline import METHOD as SKYLINE
from .sun import METHOD as SUN
from .when import METHOD as WHEN
from .words import METHOD as WORDS

METHODS: tuple[Method, ...] = (WHEN, SUN, SHADOW, FRAME_SHADOW, WORDS, PATTERN, SKYLINE, RESECTION, FIELD)
