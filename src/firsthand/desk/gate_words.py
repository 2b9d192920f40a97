"""Words by which a sentence claims corroboration or review: data for the gate, each a pattern of whole words, any case."""

import re
from functools import cache

_MANY = r"(?:several|multiple|many|numerous|various|a number of|dozens of|two|three|four|five|six|\d+)"
_APART = r"(?:(?:independent|separate|different|unrelated|other) )?"
_TELLERS = (
    r"(?:sources|outlets|accounts|witnesses|eyewitnesses|newsrooms|media|channels|reports|recordings|clips|videos)"
)
CORROBORATION = (
    r"independent(?:ly)? (?:confirm\w*|corroborat\w*|verif\w*|establish\w*|sources?|accounts?|reports?|witness\w*|recordings?)",
    r"corroborat(?:e|es|ed|ing|ion)",
    rf"{_MANY} {_APART}{_TELLERS} (?:say|said|report|reported|confirm|confirmed|show|showed|agree|tell|told|describe|described)",
    r"(?:confirmed|supported|shown|reported) by " + rf"{_MANY} {_APART}{_TELLERS}",
    rf"according to {_MANY} {_APART}{_TELLERS}",
)
# A sentence that says itself that it all comes from one place may name how many repeat it.
SAME = (
    r"(?:one|a single|the same|only one) (?:origin|source|recording|clip|video|report|newspaper|outlet|agency|witness|post)",
    r"(?:all|both|each) (?:of (?:them|which) )?(?:cite|citing|rest|resting|repeat|repeating|quote|quoting|based)",
    r"not (?:been )?independently",
    r"(?:no|nobody|never|without) (?:\w+ ){0,3}(?:corroborat\w+|independent\w*)",
)
REVIEWED = (
    r"peer[- ]review(?:ed)?",
    r"(?<!not )(?<!not been )(?<!nobody )(?:has|have|had|was|were|been|is|are) (?:\w+ )?reviewed",
    r"(?:reviewed|checked|confirmed|verified) by (?:another|a second|a third|an independent|other|two|three|colleagues)\b",
    r"(?:a second|another|an independent) (?:analyst|author|person|reviewer) (?:has )?(?:agrees|agreed|reviewed|checked|confirmed)",
)


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


def said(words: tuple[str, ...], text: str) -> str:
    """The first place where the text says one of these, or nothing."""
    found = _pattern(words).search(" ".join(text.split()))
    return found[0] if found else ""
