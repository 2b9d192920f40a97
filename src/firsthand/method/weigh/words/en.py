"""English words for `weigh.wording`."""

from .lexicon import WordingWords

PROOF = {
    "proves beyond (?:any |all )?(?:reasonable )?doubt": "suggests", "leaves no (?:room for )?doubt": "suggests",
    "proves": "suggests", "prove": "suggest", "proved": "suggested", "proving": "suggesting", "proof": "a sign",
    "confirms": "suggests", "confirm": "suggest", "confirmed": "suggested", "confirming": "suggesting",
    "establishes": "suggests", "establish": "suggest", "established": "suggested", "demonstrates": "suggests",
    "demonstrate": "suggest", "demonstrated": "suggested", "makes clear": "suggests", "exposes": "appears to show",
    "expose": "appear to show", "attest": "suggest", "corroborate": "agree with", "exposed": "appeared to show",
    "attests": "suggests", "corroborates": "agrees with", "settles": "bears on",
}  # fmt: skip
SHOW = {
    "shows": "appears to show", "show": "appear to show", "showed": "appeared to show",
    "showing": "appearing to show", "reveals": "appears to show", "reveal": "appear to show",
    "revealed": "appeared to show", "depicts": "appears to depict", "depict": "appear to depict",
    "depicted": "appeared to depict", "captures": "appears to capture",
    "captured on (?:film|video|camera)": "apparently filmed", "documents how": "appears to show how",
    "makes plain": "appears to show",
}  # fmt: skip
CERTAINTY = (
    "beyond (?:any |all )?(?:reasonable |possible )?(?:doubt|question|dispute)",
    "without (?:a |any )?(?:doubt|question)", "no doubt", "no room for doubt", "undoubtedly", "doubtless(?:ly)?",
    "unquestionably", "indisputabl[ey]", "undeniabl[ey]", "irrefutabl[ey]", "incontrovertibl[ey]",
    "conclusive(?:ly)?", "definite(?:ly)?", "definitive(?:ly)?",
    "(?<!almost\\s)(?<!nearly\\s)(?<!virtually\\s)certainly",
    "clearly(?! (?:be )?(?:visible|audible|legible|seen|heard|read|recogni[sz]able))", "obvious(?:ly)?",
    "unmistakabl[ey]", "plainly", "of course", "surely", "indeed", "blatant(?:ly)?", "patently", "absolutely",
    "unequivocal(?:ly)?", "categorically(?! den)(?! reject)", "manifestly",
    "(?:absolutely |totally |100 (?:percent|per cent|%) |completely )certain", "guaranteed", "needless to say",
    "as everyone knows", "in no uncertain terms", "once and for all", "for sure", "smoking gun",
    "as a matter of fact",
)  # fmt: skip
CERTAINTY_CLAUSES = {
    "there (?:is|was|can be) (?:absolutely )?no (?:doubt|question)(?: that)?": "",
    "it (?:is|was) (?:now )?(?:quite |absolutely |perfectly |abundantly )?(?:clear|certain|obvious|evident|"
    "undeniable|plain|a fact)(?: that)?": "",
    "(?:is|was|are|were) (?:absolutely |totally |completely |100 (?:percent|per cent|%) )certain": "is judged so",
    "the fact is(?: that)?": "", "must have": "may have", "can only have": "may have", "can only be": "may be",
    "cannot be anything but": "may be",
}  # fmt: skip
LIKELIHOOD = {
    "almost no chance": (
        "almost no chance", "remote(?: chance)?", "almost certainly not", "nearly impossible",
        "virtually impossible",
    ),
    "very unlikely": ("very unlikely", "highly unlikely", "most unlikely", "highly improbable", "very improbable"),
    "unlikely": ("unlikely", "improbable", "improbably", "probably not", "not likely", "not probable"),
    "roughly even chance": (
        "roughly even(?: chances?| odds)?", "(?:about |an )?even chances?", "about even", "even odds", "fifty-fifty",
        "as likely as not",
    ),
    "likely": ("likely", "probably", "probable", "in all probability"),
    "very likely": ("very likely", "highly likely", "most likely", "highly probable", "very probably", "most probably"),
    "almost certain": ("almost certain(?:ly)?", "nearly certain(?:ly)?", "virtually certain(?:ly)?",
    "all but certain(?:ly)?"),
}  # fmt: skip
LIKELIHOOD_AS = {
    "almost no chance": ("almost certainly not", "nearly impossible"),
    "very unlikely": ("very improbably", "very unlikely"),
    "unlikely": ("improbably", "unlikely"),
    "roughly even chance": ("as likely as not", "as likely as not"),
    "likely": ("probably", "likely"),
    "very likely": ("very probably", "very likely"),
    "almost certain": ("almost certainly", "almost certain"),
}  # fmt: skip
HEDGES = (
    "appear(?:s|ed|ing)?(?: to)?", "apparent(?:ly)?", "seem(?:s|ed|ing|ingly)?(?: to)?", "purported(?:ly)?",
    "purport(?:s|ing)?(?: to)?", "alleged(?:ly)?", "alleges?",
    "(?:is |are |was |were )?(?:believed|thought|said|reported|understood|assumed|presumed)(?: to(?: be| have(?: "
    "been)?)?)",
    "(?:is|are|was|were)(?: widely| generally)? (?:believed|thought|understood|reported|assumed|alleged)",
    "believes?", "thinks?", "possibl[ey]", "perhaps", "maybe", "may", "might", "could", "would", "can be read as",
    "suggest(?:s|ed|ing)?", "indicat(?:es|ed|ing|e)", "consistent with", "suspect(?:s|ed)?", "presumabl[ey]",
    "supposed(?:ly)?", "ostensibl[ey]", "unverified", "unconfirmed",
    "(?:could|can) ?not be (?:independently )?(?:verified|confirmed|checked)", "what looks? like", "looks? like",
    "looked like", "resembl(?:es|ed|ing|e)", "reported(?:ly)?(?! on)", "not certain", "uncertain",
    "not (?:yet )?known", "unclear", "potential(?:ly)?", "likely", "probabl[ey]", "unlikely", "tentative(?:ly)?",
    "preliminary", "as if", "in (?:its|his|her|their) (?:view|opinion)", "argu(?:es|ed)(?: that)?", "if proven",
    "if true", "whether",
)  # fmt: skip
FREQUENCIES = (
    "repeatedly",
    "often",
    "commonly",
    "usually",
    "frequently",
    "regularly",
    "sometimes",
    "widely",
    "always",
    "long",
)
APPROXIMATORS = (
    "about", "around", "roughly", "approximately", "some", "nearly", "almost", "close to", "at least", "up to",
    "more than", "over", "fewer than", "less than", "under", "at most", "as many as", "an estimated", "estimated",
    "circa", "ca\\.?", "near", "no fewer than", "no more than", "on or about", "in or around", "somewhere near",
)  # fmt: skip
APPROXIMATORS_OF_TIME = (
    "between", "from", "before", "after", "shortly before", "shortly after", "just before", "just after", "towards",
    "within", "by", "until", "since",
)  # fmt: skip
SPEECH = (
    "sa(?:y|ys|id|ying)", "t(?:ell|ells|old)", "stat(?:es|ed|e)", "add(?:s|ed)", "wr(?:ites|ote|ite|itten)",
    "report(?:s|ed)?", "announc(?:es|ed|e)", "den(?:y|ies|ied|ying)", "claim(?:s|ed)?", "alleg(?:es|ed|e)",
    "insist(?:s|ed)?", "argu(?:es|ed|e)", "describ(?:es|ed|e)", "recall(?:s|ed)?", "recount(?:s|ed)?",
    "remember(?:s|ed)?", "believ(?:es|ed|e)", "think(?:s)?", "thought", "find(?:s)?", "found", "conclud(?:es|ed|e)",
    "estimat(?:es|ed|e)", "confirm(?:s|ed)?", "verif(?:ies|ied|y)", "blam(?:es|ed|e)", "accus(?:es|ed|e)",
    "contest(?:s|ed)?", "disput(?:es|ed|e)", "warn(?:s|ed)?", "ask(?:s|ed)?", "explain(?:s|ed)?", "note[sd]?",
    "put(?:s)?", "plac(?:es|ed|e)", "dat(?:es|ed)", "call(?:s|ed)?", "identif(?:ies|ied|y)", "tweet(?:s|ed)?",
    "post(?:s|ed)", "maintain(?:s|ed)?", "quot(?:es|ed|e)", "testif(?:ies|ied|y)", "assert(?:s|ed)?", "rul(?:es|ed)",
    "judg(?:es|ed|e)", "list(?:s|ed)?", "contend(?:s|ed)?", "suggest(?:s|ed)?", "acknowledg(?:es|ed|e)",
    "admit(?:s|ted)?", "reject(?:s|ed)?", "count(?:s|ed)", "record(?:s|ed)", "gives?", "gave", "speaks? of",
    "spoke of", "pass(?:es|ed) on", "consider(?:s|ed)?", "counted", "mention(?:s|ed)?", "attribut(?:es|ed|e)",
    "reply", "replied", "responded", "examined", "obtained", "heard", "had no (?:immediate )?comment",
    "did(?: not|n't) (?:immediately )?(?:respond|reply|answer|comment)", "declin(?:es|ed)", "refus(?:es|ed)",
)  # fmt: skip
SPEECH_BEFORE = (
    "according to", "in the words of", "as told by", "in the account of", "in the view of", "told by", "quoting",
    "citing",
    "(?:reported|aired|published|shared|posted|verified|obtained|filmed|examined|released|broadcast|said|written|"
    "described|disputed"
    "|contested|denied|rejected|questioned|challenged|convicted|contradicted|named|identified) by", "per",
)  # fmt: skip
WEASELS = (
    "(?:some |several |many |various |informed |unnamed |local |multiple )?(?:sources|reports|accounts|rumou?rs) "
    "(?:say|said|claim(?:ed)?|suggest(?:ed)?|indicate(?:d)?|have it)",
    "reportedly",
    "it (?:is|was|has been) (?:widely |generally |commonly |also |now )?(?:believed|understood|reported|said|"
    "thought|alleged|claimed|rumou?red|accepted|known|assumed)",
    "(?:some|many|most)(?: people| observers| experts| analysts)? (?:say|said|believe|think|claim)",
    "(?:experts|observers|analysts|insiders|locals|residents|people|eyewitnesses|witnesses|critics|commentators|"
    "officials|onlookers|users|netizens|social media users|medics|doctors|activists|journalists|neighbours|villagers|"
    "bloggers|diplomats|monitors|soldiers|survivors|investigators|researchers|supporters|opponents|specialists) "
    "(?:say|said|believe|think|claim|suspect|report|reported)",
    "rumou?r has it", "word (?:is|has it)", "widely (?:believed|reported|known|accepted|understood)",
    "as is (?:well )?known", "they say", "there are (?:claims|reports|rumou?rs)",
    "allegations have (?:surfaced|emerged)",
)  # fmt: skip
_OFTEN = "repeatedly|long|often|widely|also|now|since|frequently|previously|been|being|variously"
_BEEN = rf"(?:has|have|had|is|are|was|were|stands?|stood|been|being)(?: (?:{_OFTEN}))*"
ACCUSATIONS = (
    f"{_BEEN} (?:accused|blamed|suspected|implicated|denounced|condemned|faulted)",
    f"{_BEEN} alleged to",
    r"under suspicion", r"faces? (?:accusations|allegations)",
)  # fmt: skip
_WHOM = r"(?= (?:captured|captives?|prisoners?|soldiers?|civilians?|people|men|women|hostages))"
LEGAL = {
    "summarily executed": "killed",
    "executed(?! (?:the|a|an) (?:plan|order|search|warrant|contract|manoeuvre|will|code))": "killed",
    f"execute{_WHOM}": "kill", f"executes{_WHOM}": "kills", f"executing{_WHOM}": "killing",
    "execution(?: of|s of)": "killing of", "extrajudicial (?:killing|execution)s?": "killing", "murdered": "killed",
    "murder(?:s|ing)?": "killing", "murderers?": "person accused", "murderous": "", "assassinated": "killed",
    "assassination": "killing", "massacred": "killed", "massacres?": "killing", "slaughtered": "killed",
    "lynched": "killed", "manslaughter": "killing", "homicide": "killing",
    "(?:a )?war crimes?": "acts that a court may have to judge",
    "(?:a )?war criminals?": "a person whose acts are not judged here",
    "(?:a )?crimes? against humanity": "acts that a court may have to judge", "genocid(?:e|al)": "killing of many",
    "ethnic cleansing": "driving out of people", "(?:an )?atrocit(?:y|ies)": "acts of violence",
    "terrorists?": "attackers", "terrorism": "violence", "torture": "ill-treatment", "tortured": "ill-treated",
    "guilty of": "under question over", "guilty": "under question", "guilt": "part", "culpable": "under question",
    "innocent": "not accused here", "perpetrators?": "people involved", "culprits?": "people involved",
    "criminals?": "", "committed (?:a |the )?crimes?": "did what a court may have to judge", "crimes?": "acts",
    "illegal": "", "illegally": "", "unlawful": "", "unlawfully": "", "criminally": "", "crime scene": "place",
    "unlawful imprisonment": "detention",
    "(?:a |the )?(?:breach|violation) of (?:the )?(?:international |humanitarian )*(?:law|convention|treaty|"
    "conventions)": "something that a court may have to judge",
    "(?:violated|breached|broke) (?:the )?(?:international |humanitarian )*(?:law|laws of war|convention|"
    "conventions)": "did what a court may have to judge",
    "illicit": "", "cold-blooded": "", "in cold blood": "", "war-criminal": "",
}  # fmt: skip
SAYS = {
    "according": ", according to {source}", "unnamed": "a source that is not named", "withheld": "[name withheld]",
    "withheld_source": "a person whose name is withheld", "appears": ", it appears", "about": "about ",
    "or_about": "or about ", "found_no": "we found no {thing}", "assessed": "; this is judged {term}",
    "judged": "it is {term}", "accusers": ", without naming the accusers",
    "accusers_by": "; the accusers are not named", "differ": "; accounts differ, and {source} said otherwise",
    "disputed": "; this is disputed",
    "searched": "; more cannot be said than that it was not found in what was searched",
    "quote": "According to {source}: “{text}”.", "likely": "It is judged {term} that {text}.",
    "open": "What this rests on leaves the matter open: {text}.", "plain": "{text}.",
    "paraphrase": "{text}, according to {source}.", "level": "{level} confidence",
    "left_out": "[A sentence is left out here: it cannot be said from what it rests on.]",
}  # fmt: skip
WORDING = WordingWords(
    proof=PROOF, show=SHOW, certainty=CERTAINTY, certainty_clauses=CERTAINTY_CLAUSES,
    softeners=("appear(?:s|ed|ing)? to", "seem(?:s|ed|ing)? to", "purport(?:s|ed|ing)? to",
    "(?:said|believed|thought|reported) to", "may", "might",
               "could", "would", "likely", "probably", "apparently", "possibly", "perhaps", "claim(?:s|ed|ing)? to",
               "allegedly", "purportedly"),
    likelihood=LIKELIHOOD, likelihood_as=LIKELIHOOD_AS,
    negations=("not", "no", "cannot", "never", "\\w+n't", "unable to", "without", "neither", "nor",
    "fail(?:s|ed)? to", "yet to"),
    modals=("may", "might", "could", "possibl[ey]", "perhaps", "maybe", "conceivabl[ey]"),
    hedges=HEDGES, frequencies=FREQUENCIES, approximators=APPROXIMATORS, approximators_of_time=APPROXIMATORS_OF_TIME,
    approximators_after=("or so", "or more", "or less", "or thereabouts", "at most", "at least", "or fewer"),
    exact=("exactly", "precisely", "to the (?:minute|metre|meter|second)", "on the dot", "pinpoint(?:ed)?"),
    confidence=(
        "(?P<level>low|moderate|medium|high|full|great|strong|limited|complete|total)(?: level of| degree of)? "
        "confidence",
        "confidence(?: \\w+){0,6}? (?:is|was|remains|are) (?P<level2>low|moderate|medium|high|full|great|limited)",
        "(?P<level3>(?:very |highly |fully )?confident(?:ly)?)",
    ),
    confidence_levels={"low": "low", "limited": "low", "moderate": "moderate", "medium": "moderate"},
    confidence_phrases=(
        "[,(]?\\x20?(?:and )?(?:we |the analysts? )?(?:with|in|at|have|has)(?: a)? (?:low|moderate|medium|high|"
        "full|great|strong|limited|complete|total)(?: level of| degree of)? confidence[,)]?",
        "\\((?:low|moderate|medium|high|full|great|limited) confidence\\)", "confidently",
    ),
    speech=SPEECH, speech_before=SPEECH_BEFORE, weasels=WEASELS, accusations=ACCUSATIONS,
    accuser_follows=("by (?:the|a|an|its|his|her|their|our|two|three|several|some|many|\\w+'s)", "by (?-i:[A-Z])\\w*"),
    accusers_open=(
        "(?:not|without|never) (?:nam(?:e|es|ed|ing)|identify(?:ing)?|say(?:ing)? who)",
        "(?:unnamed|unidentified) accusers", "accusers (?:are|were) (?:not named|unnamed)", "does not say who",
        "did not say who",
    ),
    accusing=("accus\\w+", "blam\\w+", "suspect\\w*", "alleg\\w+", "allegations?", "implicat\\w+"),
    legal=LEGAL, legal_predicate="for a court to judge",
    legal_process=(
        "convicted(?: \\w+){0,3} (?:of|for)", "charged(?: \\w+){0,3} with", "acquitted(?: \\w+){0,3} of",
        "indicted(?: \\w+){0,3} for", "accused(?: \\w+){0,4} of", "suspected of", "tried for", "on trial for",
        "sentenced(?: \\w+){0,3} for", "investigat\\w+(?: \\w+){0,3}", "allegations? of", "suspicion of",
        "charges? of",
    ),
    legal_open=("would(?: be)?", "could(?: be| amount to)?", "may(?: be| amount to)?", "might", "whether",
    "if proven", "if"),
    disputes=(
        "disput\\w+", "contest(?:s|ed|ing)?", "accounts differ", "conflicting", "contradict\\w*", "not agreed",
        "rival accounts", "competing accounts", "differing accounts", "disagree\\w*", "sa(?:ys?|id) otherwise",
        "cannot both hold", "versions differ", "at odds",
    ),
    absences=(
        "there (?:is|are|was|were) no", "(?:does|do|did) not exist", "no(?: \\w+){1,8}? exists?", "never",
        "not(?: \\w+){0,3} before", "for the first time", "the first ever", "unique", "the only", "brand new",
        "nowhere",
    ),
    searched=("found", "turned up", "search(?:ed)?", "within the", "among the", "we hold", "of this case",
    "in what was"),
    unsettled=(
        "could not be (?:determined|established|told|settled)",
        "cannot (?:be )?(?:tell|told|decide|determined|settled)", "inconclusive",
        "not (?:yet )?(?:known|settled|clear)", "unclear", "uncertain", "undecided", "is (?:disputed|contested)",
        "whether", "confidence (?:in|that)", "confident (?:in|about|of|that)", "leaves? (?:it|the matter) open",
        "do(?:es)? not (?:settle|decide)",
    ),
    numbers={
        "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
        "twelve": 12, "thirteen": 13, "fourteen": 14,
        "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
        "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
        "eighty": 80, "ninety": 90,
    },
    months=("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December"),
    articles=("the", "a", "an", "our", "its", "their", "his", "her"),
    titles=("mr\\.?", "mrs\\.?", "ms\\.?", "miss", "dr\\.?", "prof(?:essor|\\.)?"),
    generic=(
        "news", "people", "said", "from", "with", "into", "that", "this", "called", "channel", "town", "city",
        "village", "local", "state", "national", "office", "group", "service", "centre", "center", "department",
        "agency", "spokesman", "spokeswoman", "spokesperson", "official", "officials", "soldiers", "soldier",
        "forces",
    ),
    says=SAYS,
)  # fmt: skip
