"""Word lists by language: data that the wording rules and the statement rules read, and nothing else."""

from collections.abc import Mapping

from .en import WORDING as ENGLISH
from .en_statements import STATEMENTS as ENGLISH_STATEMENTS
from .lexicon import StatementWords, WordingWords

# A further language is one module of the same shape as `en`, and one line here.
WORDING: Mapping[str, WordingWords] = {"en": ENGLISH}
STATEMENTS: Mapping[str, StatementWords] = {"en": ENGLISH_STATEMENTS}
