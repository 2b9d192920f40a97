"""Every method of the house, listed by hand."""

from .align import METHODS as ALIGN
from .place import METHODS as PLACE
from .read import METHODS as READ
from .shape import Method, catalogue
from .trace import METHODS as TRACE
from .weigh.matrix import METHODS as MATRIX
from .weigh.origins import METHODS as ORIGINS
from .weigh.statements import METHODS as STATEMENTS
from .weigh.wording import METHODS as WORDING

CATALOGUE: dict[str, Method] = catalogue([*ALIGN, *PLACE, *READ, *TRACE, *WORDING, *STATEMENTS, *ORIGINS, *MATRIX])
