"""In which of the languages that have word lists is a sentence written? By its letters and its smallest words; never a guess."""

import re
import unicodedata
from collections import Counter

from .wording_marks import quotations
from .words.languages import FOREIGN_LETTERS, LETTERS, SCRIPTS, SMALL_WORDS

SHARE = 0.8  # of the letters: names in another script may stand in a sentence, half of it may not
WORD = re.compile(r"[^\W\d_]+")


def languages_of(sentence: str) -> tuple[tuple[str, ...], str]:
    """The languages whose lists apply (two where they cannot be told apart), or none and why. Quoted words do not count."""
    own = _without_quotations(sentence)
    scripts = Counter(_script(letter) for letter in own if letter.isalpha())
    if not scripts:
        return ("en",), ""
    script, count = scripts.most_common(1)[0]
    if script not in SCRIPTS:
        return (), f"there are no word lists for a language written in {script.capitalize()} letters"
    if count < SHARE * scripts.total():
        return (), "it is written in two scripts, and neither list can weigh the whole of it"
    foreign = next((letter for letter in own.lower() if letter in FOREIGN_LETTERS[script]), "")
    if foreign:
        return (), f"the letter “{foreign}” is of none of the languages that have word lists"
    return _by_words(own.lower(), script)


def _by_words(text: str, script: str) -> tuple[tuple[str, ...], str]:
    listed = SCRIPTS[script]
    told = [language for language in listed if set(LETTERS.get(language, "")) & set(text)]
    if len(told) == 1 and len(listed) > 1 and script != "LATIN":
        return (told[0],), ""
    words = Counter(WORD.findall(text))
    small = {name: sum(words[w] for w in own) for name, own in SMALL_WORDS.items() if name in _near(script)}
    most = max(small.values(), default=0)
    best = [name for name, count in small.items() if count == most]
    if most == 0:
        # A heading without one small word: all lists of its script, so that none is evaded by brevity.
        return tuple(told or (listed if script == "CYRILLIC" else listed[:1])), ""
    weighed = tuple(name for name in best if name in listed)
    if weighed:
        return weighed if script == "CYRILLIC" else tuple(w for w in weighed if w in told)[:1] or weighed[:1], ""
    return (), f"it reads as {' or '.join(best)}, for which there are no word lists"


def _near(script: str) -> tuple[str, ...]:
    """Languages of the script, those without lists too: they are what the others must be told from."""
    return tuple(name for name, own in SMALL_WORDS.items() if _script(min(own)[0]) == script)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0]


def _without_quotations(sentence: str) -> str:
    own = sentence
    for start, end in reversed(quotations(sentence)):
        own = own[:start] + " " + own[end:]
    return own if any(letter.isalpha() for letter in own) else sentence
