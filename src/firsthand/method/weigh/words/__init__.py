"""Word lists by language: data that the wording rules and the statement rules read, and nothing else."""

from collections.abc import Mapping

from .ar import WORDING as ARABIC
from .en import WORDING as ENGLISH
from .en_statements import STATEMENTS as ENGLISH_STATEMENTS
from .es import WORDING as SPANISH
from .lexicon import StatementWords, WordingWords
from .ru import WORDING as RUSSIAN
from .uk import WORDING as UKRAINIAN

# A further language is one module of the same shape as `en`, one line here, and how it is told in `languages`.
WORDING: Mapping[str, WordingWords] = {"en": ENGLISH, "uk": UKRAINIAN, "ru": RUSSIAN, "es": SPANISH, "ar": ARABIC}
STATEMENTS: Mapping[str, StatementWords] = {"en": ENGLISH_STATEMENTS}
