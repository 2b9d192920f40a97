"""What a file says of itself, and what one pass over its frames and sound gives."""

from firsthand.method.shape import Method

from .colour import COLOUR
from .container import CONTAINER
from .descriptors import DESCRIPTORS
from .fold import Reader
from .metadata import METADATA
from .pictures import PICTURES
from .points import POINTS
from .shots import SHOTS
from .sound import SOUND
from .stills import STILLS

READERS: tuple[Reader, ...] = (CONTAINER, METADATA, SHOTS, STILLS, PICTURES, DESCRIPTORS, POINTS, COLOUR, SOUND)
METHODS: tuple[Method, ...] = tuple(reader.card for reader in READERS)
