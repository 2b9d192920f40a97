"""What a language must bring: the named lists that the rules read, and how a list becomes a pattern."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

Words = tuple[str, ...]


@lru_cache(maxsize=256)
def pattern(words: Words) -> re.Pattern[str]:
    """Any of the phrases as whole words, the longest first. A phrase may hold regular expressions; a blank is any white space."""
    ordered = sorted(words, key=lambda phrase: (-len(phrase), phrase))
    body = "|".join(phrase.replace("'", "['’]").replace(" ", r"\s+") for phrase in ordered) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingWords:
    """Lists for `weigh.wording`. Phrases are matched as whole words, in any case; mappings give the softer word."""

    proof: Mapping[str, str]  # verbs that end an argument -> what may be said instead
    show: Mapping[str, str]  # verbs that let the evidence speak -> the hedged form
    softeners: Words  # in front of such a verb they take its force away
    certainty: Words
    certainty_clauses: Mapping[str, str]  # certainty said by a clause of its own -> what is left of it
    likelihood: Mapping[str, Words]  # ICD 203 term -> ways of saying it
    likelihood_as: Mapping[str, tuple[str, str]]  # ICD 203 term -> (adverb, adjective) to write it with
    negations: Words
    modals: Words
    hedges: Words
    frequencies: Words  # "often": how often, not how sure
    approximators: Words  # in front of a number
    approximators_of_time: Words  # in front of a clock time or a date
    approximators_after: Words
    exact: Words
    confidence: Words  # each with the group `level`
    confidence_levels: Mapping[str, str]
    confidence_phrases: Words  # what is taken out when likelihood stays, each with its preposition
    speech: Words  # verbs by which somebody is named as the speaker
    speech_before: Words  # "according to": the speaker follows
    weasels: Words
    accusations: Words  # passive, up to and with the participle
    accuser_follows: Words
    accusers_open: Words  # "does not name the accusers"
    accusing: Words  # any word by which a sentence says that something is an accusation
    legal: Mapping[str, str]  # legal conclusion -> neutral words, "" where it can fall away
    legal_predicate: str  # what stands in for an adjective that cannot fall away
    legal_process: Words  # "convicted of": the act of a court, not the report's conclusion
    legal_open: Words  # "whether", "would": the law is asked, not answered
    disputes: Words
    absences: Words
    searched: Words  # words that keep an absence as narrow as the search
    unsettled: Words  # the sentence says that the matter is open
    numbers: Mapping[str, int]
    months: Words
    articles: Words
    titles: Words  # in front of a name; they go with it
    generic: Words  # too general to tell one source from another
    says: Mapping[str, str]  # the pieces that offers are made of
    joined: str = ""  # a pattern of what may be written in one with the word behind it ("and", "by")
    mends: bool = (
        True  # whether the rules' edits give sentences of this language; else only the sources' words are offered
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementWords:
    """Lists for `weigh.statements`."""

    said: Words  # finite verbs of saying
    said_of_self: Words  # of these, the ones that are so only with "that", a quotation or a clause of their own
    work: Words  # what a body says it did to find out, or could not
    saying: Words  # participles that go on with what the same speaker says
    heard: Words  # "can be heard saying"
    according: Words  # the speaker follows
    said_by: Words  # participles; "by" and the speaker follow
    citing: Words  # the one cited is the speaker, the one who cites passes it on
    showing: Words
    accused: Words  # passive, without "by"
    accusers: Words
    no_reply: Words
    asked: Words  # words by which the text says that they were asked
    legal: Words
    conditional: Words
    hedges: Words
    approximators: Words  # in front of a number or a date
    people: Words  # nouns for persons who speak
    bodies: Words  # nouns for bodies and papers that speak
    plural: Words
    titles: Words
    pronouns: Words
    first_person: Words
    not_names: Words  # capitalised words that open a sentence and name nobody
    house: Words  # "our correspondent"
    generic_bodies: Mapping[str, str]  # "the newspaper" -> words in the names of such bodies
    subordinate: Words
    prepositions: Words  # what opens a phrase in front of the speaker
    connectors: Words
    adverbs: Words  # what may stand between the speaker and the verb
    abbreviations: Words  # a full stop after them ends no sentence
    months: Words
    weekdays: Words
    time_phrases: Words
    place_prepositions: Words
    place_nouns: Words
    determiners: Words
    denying: Words
    numbers: Words  # number words that can stand for people: "nine described"
    be: Words
    he: Words
    it: Words
    they: Words
    judged: Words  # "believed to": verbs of saying that are none in front of "to" or "as"
    nouns_too: Words  # "reports of": verbs of saying that may be nouns
    not_before: Words  # what no verb of saying stands behind
    parts: Words  # between two clauses with speakers of their own
    name_joins: Words  # "of", "van": between two capitalised words
    head_ends: Words  # "of", "who": a phrase turns on the noun before them
    aside: Words  # " in a statement": where the speaker's phrase ends
    rest_begins: Words  # what may stand behind a verb of saying at the sentence's end
    counts: Words  # what an approximator may stand in front of, besides digits and months
    figures: Words  # "put the toll at seven"
    issued_by: Words  # a heading that says whose statement the text is
    credits: Words  # lines that say who wrote or pictured it, and captions
