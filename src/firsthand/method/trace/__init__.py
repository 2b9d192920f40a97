"""Same picture, same film, same sound? And which files are copies of one recording?"""

from firsthand.method.shape import Method

from .colour import COLOUR
from .exact import EXACT
from .known import KNOWN_FOOTAGE
from .pictures import PICTURES
from .recordings import RECORDINGS
from .search import SEARCH
from .sound import SOUND

METHODS: tuple[Method, ...] = (EXACT, PICTURES, COLOUR, SOUND, SEARCH, RECORDINGS, KNOWN_FOOTAGE)
