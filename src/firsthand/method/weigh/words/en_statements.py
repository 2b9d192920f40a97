"""English words for `weigh.statements`."""

from .lexicon import StatementWords

SAID = (
    "said", "says", "say", "told", "tells", "added", "adds", "stated", "states", "announced", "announces", "wrote",
    "writes", "tweeted", "tweets", "denied", "denies", "deny", "claimed", "claims", "claim", "alleged", "alleges",
    "allege", "insisted", "insists", "insist", "argued", "argues", "argue", "explained", "explains", "warned",
    "warns", "warn", "confirmed", "confirms", "confirm", "stressed", "stresses", "noted", "notes", "believes",
    "believe", "believed", "thinks", "think", "thought", "acknowledged", "acknowledges", "admitted", "admits",
    "reported", "reports", "report", "recalled", "recalls", "recounted", "recounts", "testified", "testifies",
    "maintained", "maintains", "maintain", "asserted", "asserts", "assert", "suggested", "suggests", "suggest",
    "cautioned", "cautions", "concluded", "concludes", "conclude", "declared", "declares", "replied", "replies",
    "responded", "responds", "rejected", "rejects", "reject", "dismissed", "dismisses", "disputed", "disputes",
    "dispute", "contradicted", "contradicts", "informed", "informs", "estimated", "estimates", "estimate",
    "assesses", "assessed", "assess", "accused", "accuses", "accuse", "blamed", "blames", "blame", "described",
    "describes", "describe", "remembered", "remembers", "complained", "complains", "commented", "comments",
    "emphasised", "emphasized", "emphasises", "emphasizes", "pointed out", "points out", "predicted", "predicts",
    "revealed", "reveals", "quipped", "shouted", "posted", "posts", "vowed", "pledged", "urged", "urges", "demanded",
    "demands", "condemned", "condemns", "conceded", "concedes", "observed", "observes", "fear", "fears", "feared",
    "suspects", "suspect", "suspected", "contended", "contends", "contend", "reiterated", "reiterates", "advised",
    "advises", "speculated", "speculates", "remarked", "remarks", "calls", "call", "called", "are saying",
    "is saying", "were saying", "was saying", "been saying", "refers to", "refer to", "referred to", "found",
    "finds", "determined", "ruled", "rules", "documents", "identifies", "verifies", "published", "recorded", "heard",
    "repeat", "repeats", "repeated", "ordered", "asks", "asked", "spoke of", "speaks of", "speak of", "swore",
    "swears", "mentioned", "mentions", "chanted", "established", "establishes",
    "(?:issued|released|put out|published) a statement saying", "indicated", "indicates", "indicate", "put",
)  # fmt: skip
# These are verbs of saying only with "that", a quotation, or in a clause of their own at the end or in the middle.
WEAK = (
    "found", "finds", "called", "calls", "call", "published", "posted", "posts", "recorded", "heard", "identified",
    "identifies", "ordered", "asked", "asks", "suggested", "suggests", "suggest", "revealed", "reveals",
    "determined", "ruled", "rules", "observed", "observes", "put", "indicated", "indicates", "indicate", "repeat",
    "repeats", "repeated", "documents", "documented", "maintain", "maintained", "maintains", "condemned", "condemns",
    "demanded", "demands", "demand", "suspected", "assess", "assessed", "advised", "informed", "spoke of",
    "speaks of", "urged", "urges", "vowed", "pledged", "chanted", "established", "establishes", "fear", "fears",
    "feared", "swore", "shouted", "published", "declared",
)  # fmt: skip
WORK = (
    "interviewed", "documented", "reviewed", "examined", "verified", "geolocated", "analysed", "analyzed",
    "collected", "recorded", "has recorded", "has documented",
    "(?:could not|was unable to|were unable to|has not been able to|have not been able to|is unable to|are "
    "unable to|cannot|was not able to|has been unable to) (?:independently )?(?:verify|confirm|establish|"
    "determine|check)",
    "(?:has|have) not (?:independently )?(?:verified|confirmed)", "visited", "identified", "obtained", "spoke to",
    "spoke with", "counted",
)  # fmt: skip
HEDGES = (
    "appear(?:s|ed)?(?: to(?: be)?)?", "appearing", "apparently", "apparent", "seem(?:s|ed)?(?: to)?", "seemingly",
    "purported(?:ly)?", "purport(?:s|ing)? to", "alleged(?:ly)?", "reported(?:ly)(?! by)", "(?<!not\\s)possibl[ey]",
    "perhaps", "maybe", "might(?: have(?: been)?)?", "(?-i:may)(?: have(?: been)?)?", "could have(?: been)?",
    "(?:very |highly |most )?likely", "(?:highly |very )?probabl[ey]", "presumabl[ey]", "presumed", "suspected",
    "supposed(?:ly)?", "(?:believed|thought|said|understood|reported) to(?: be| have(?: been)?)?", "consistent with",
    "looks? like", "looked like", "commonly", "unconfirmed", "unverified", "preliminary", "not certain", "uncertain",
    "unclear", "(?:very |highly |most )?unlikely",
    "could not (?:yet |independently |immediately )*(?:verify|confirm)",
    "(?:is|was|has been|have been) (?:claimed|alleged|suggested|reported|said)(?= that)", "not (?:yet )?clear",
    "potential(?:ly)?", "so-called", "as if", "suggest(?:s|ed|ing)?", "indicat(?:es|ed|ing)", "ostensibly",
    "what (?:appears|seems) to be", "if confirmed", "if true", "if proven",
    "could not be (?:independently )?(?:verified|confirmed)", "(?<!to\\s)thinks?", "(?<!to\\s)believes?", "guess",
    "believed", "(?:is|are|was|were)(?: widely)? (?:thought|believed|understood|feared)", "not sure",
    "must have been", "must have", "would", "could", "tentatively", "initial", "usually", "typically", "generally",
)  # fmt: skip
APPROXIMATORS = (
    "about", "around", "roughly", "approximately", "some", "nearly", "almost", "close to", "at least", "up to",
    "more than", "over", "fewer than", "less than", "as many as", "an estimated", "circa", "no fewer than",
    "no more than", "at most", "just under", "just over", "under",
)  # fmt: skip
PEOPLE = """
governor mayor minister spokesman spokeswoman spokesperson president chairman chairwoman chair director commander
colonel general captain lieutenant major sergeant admiral officer official officials resident residents villager
villagers witness witnesses survivor survivors detainee detainees prisoner prisoners doctor doctors nurse nurses medic
medics teacher schoolteacher farmer fisherman baker driver shopkeeper worker workers neighbour neighbor neighbours
neighbors guy man men woman women boy girl mother father brother sister son daughter wife husband friend lawyer
lawyers prosecutor prosecutors judge analyst analysts expert experts researcher researchers geologist physician
scientist scientists investigator investigators employee employees employer staffer staffers manager managers civilian
civilians member members delegate delegates rebel rebels militant militants trader traders inspector inspectors
activist activists protester protesters journalist reporter correspondent voice voices soldier soldiers fighter
fighters guard guards policeman police troops authorities people someone person user users blogger source sources
relative relatives family refugee refugees student students professor leader leaders head chief adviser ambassador
diplomat diplomats secretary councillor firefighter firefighters volunteer volunteers colleague colleagues caller
interpreter owner passenger passengers critics opponents supporters observers monitors lad lads envoy premier
chancellor senator deputy negotiator pilot pilots crew
""".split()
BODIES = """
ministry ministries authority agency department government newspaper paper outlet broadcaster channel station website
site radio magazine group organisation organization centre center institute university board council committee
commission court office service army military navy command staff police union party company firm operator manufacturer
hospital clinic embassy parliament mission observatory association foundation charity network coalition alliance
watchdog company's administration bureau inspectorate directorate brigade battalion regiment division militia report
statement communique bulletin letter post tweet study article survey document broadcaster's team forces federation
corporation bank tribunal inquiry panel fund society programme project gallery museum school airport port harbour
railway news press times post herald gazette courier tribune journal telegraph observer mail chronicle wire mirror
independent legion ledger media television tv monitor watch unhcr presidency kremlin parliament cabinet delegation
secretariat consulate registry
""".split()
STATEMENTS = StatementWords(
    said=SAID,
    said_of_self=WEAK,
    work=WORK,
    saying=("saying", "adding", "telling", "claiming", "alleging", "insisting", "stating", "noting", "warning",
    "arguing", "calling it", "describing", "stressing", "writing"),
    heard=(
        "(?:can|could|may) be heard (?:saying|shouting|to say|asking|repeating|telling|yelling)",
        "(?:is|are|was|were) (?:also )?heard (?:saying|shouting|to say|to repeat|to shout|asking|repeating|yelling)",
        "(?:is|was|were|are) quoted (?:as saying|saying)", "(?:has|have) been quoted as saying",
    ),
    according=("according to", "acc\\. to", "in the words of", "in the view of", "in the opinion of", "as told by",
    "(?-i:per)"),
    said_by=(
        "verified", "reported", "quoted", "announced", "confirmed", "denied", "disputed", "rejected", "claimed",
        "cited", "identified", "described", "estimated", "documented", "accused", "blamed", "condemned",
        "criticised", "criticized", "authenticated", "geolocated",
    ),
    citing=("citing", "quoting", "on the authority of", "attributing (?:this|it|the information) to"),
    showing=("shows?", "showed", "depicts?", "captures?"),
    accused=(
        "(?:has|have|had|is|are|was|were|stands?|stood)(?: (?:also|long|often|repeatedly|widely|previously|"
        "frequently|since|again|now|been|being|variously|regularly))* (?:accused|blamed|suspected|implicated|"
        "denounced|faulted|criticised|criticized)(?! by)",
        "faces? (?:accusations|allegations)", "(?:is|are|was|were|has been|have been) alleged to",
        "there (?:are|have been|were) (?:accusations|allegations)",
    ),
    accusers=("by",),
    no_reply=(
        "(?:did|has|have|had|does) ?(?:not|n't)(?: yet| immediately)? (?:respond(?:ed)?|repl(?:y|ied)|"
        "answer(?:ed)?|comment(?:ed)?|return(?:ed)?)",
        "(?:didn't|hasn't|haven't|hadn't|doesn't|won't)(?: yet| immediately)? (?:respond(?:ed)?|repl(?:y|ied)|"
        "answer(?:ed)?|comment(?:ed)?|return(?:ed)?)",
        "declin(?:ed|es|ing) to (?:comment|answer|respond|reply|say|be \\w+|elaborate|discuss|provide|give)",
        "refus(?:ed|es) to (?:comment|answer|respond)",
        "no (?:immediate |official |public )?(?:comment|response|reply|reaction|answer)",
        "could not (?:immediately )?be reached", "was not (?:immediately )?available for comment",
        "were not (?:immediately )?available for comment", "unavailable for comment",
        "would not (?:say|comment|confirm|be drawn|discuss|elaborate)",
        "neither(?: \\w+){1,7} would (?:say|comment|confirm)",
        "(?:has|have|had) yet to (?:respond|reply|comment|answer)", "not been answered",
        "(?:has|have|had) been (?:contacted|approached|asked) for (?:a )?(?:comment|response|reply)",
        "(?:went|remained|gone) unanswered", "(?:has|have|had) not commented",
    ),
    asked=("request(?:s|ed)?", "ask(?:ed|s)?", "questions?", "messages?", "emails?", "calls?", "wrote", "declin\\w+",
    "refus\\w+", "would not", "reached", "approached", "contacted"),
    legal=(
        "war crimes?", "crimes? against humanity", "crimes?", "torture", "genocide", "murder", "unlawful", "illegal",
        "violat\\w+", "breach\\w*", "offen[cs]es?", "terrorism", "criminal", "manslaughter", "unlawful\\w*",
        "punishable", "prohibited",
    ),
    conditional=("would", "could", "may", "might", "if"),
    hedges=HEDGES, approximators=APPROXIMATORS, people=tuple(PEOPLE), bodies=tuple(BODIES),
    plural=("they", "we"),
    titles=(
        "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "lord", "lady", "gen", "general", "col",
        "colonel", "lt", "lieutenant", "capt", "captain", "maj", "major", "sgt", "sergeant", "president", "minister",
        "governor", "mayor", "chancellor", "ambassador", "senator", "commander", "admiral", "judge", "father",
        "sister", "reverend", "imam", "rabbi", "inspector", "brigadier", "archbishop", "bishop", "pastor", "sheikh",
        "king", "queen", "prince", "princess", "constable", "superintendent", "warrant", "corporal", "private",
        "nurse", "spokesman", "spokeswoman", "spokesperson", "correspondent",
    ),
    pronouns=("he", "she", "it", "they", "we", "i", "this", "that", "these", "those", "there", "his", "her", "its",
    "their", "but", "and", "in", "on", "at", "when", "after"),
    first_person=("i", "we", "our"),
    not_names=(
        "The", "A", "An", "In", "On", "At", "But", "And", "However", "Meanwhile", "He", "She", "It", "They", "We",
        "I", "This", "That", "These", "Those", "There", "When", "While", "After", "Before", "As", "According",
        "Asked", "Under", "For", "From", "By", "With", "Since", "Although", "If", "What", "Who", "Why", "How",
        "Where", "Any", "Some", "Many", "Most", "Several", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight",
        "Nine", "Ten", "One", "Another", "Other", "Both", "All", "No", "Not", "Yes", "So", "Then", "Now", "Later",
        "Earlier", "Its", "His", "Her", "Their", "Our", "My", "Your", "Also", "Between", "During", "Executing",
        "Satellite", "Video", "Footage", "UPDATE", "Update", "Local", "Residents", "Officials", "Police",
        "Witnesses",
    ),
    house=("our correspondent", "this newspaper", "this reporter", "our reporter"),
    generic_bodies={
        "newspaper": "times post gazette herald courier tribune journal telegraph observer chronicle mail "
        "newspaper guardian daily", "paper": "times post gazette herald courier tribune journal newspaper",
        "agency": "agency press news wire info",
        "broadcaster": "radio television tv broadcasting broadcaster channel", "station": "radio television tv",
        "radio": "radio",
        "group": "centre center institute watch group observatory network legion union association organisation "
        "organization project", "organisation": "centre center institute watch group observatory network association",
        "organization": "centre center institute watch group observatory network association",
        "ngo": "centre center institute watch group observatory", "outlet": "times post news press site info",
        "site": "site news", "company": "company & sons ltd inc corporation group firm",
        "firm": "company & sons ltd inc corporation", "watchdog": "watch observatory",
    },
    subordinate=("who", "which", "whose", "that", "where", "when"),
    prepositions=(
        "in", "on", "at", "under", "during", "after", "before", "by", "for", "from", "with", "since", "within",
        "between", "following", "asked", "speaking", "writing", "citing", "despite", "throughout", "early", "late",
        "shortly", "according", "as", "to", "of", "over", "through", "via", "earlier", "later", "last", "yesterday",
        "today", "meanwhile", "however", "separately",
    ),
    connectors=(
        "but", "and", "however", "meanwhile", "while", "although", "though", "whereas", "yet", "still", "so", "then",
        "also", "in addition", "separately", "later", "update(?: \\d+)?(?: \\d\\d:\\d\\d)?", "on the other hand",
        "moreover", "earlier", "yesterday", "today", "nevertheless", "for (?:its|his|her|their) part",
    ),
    adverbs=(
        "also", "later", "then", "just", "has", "have", "had", "did", "does", "do", "is", "are", "was", "were",
        "repeatedly", "categorically", "publicly", "previously", "earlier", "since", "now", "again", "separately",
        "further", "however", "reportedly", "firmly", "strongly", "initially", "still", "even", "only", "already",
        "openly", "simply", "once", "always", "recently", "subsequently", "flatly", "angrily", "quietly", "himself",
        "herself", "itself", "themselves", "both", "all", "yesterday", "today", "first", "apparently", "allegedly",
        "immediately", "clearly", "never", "quickly", "would", "will", "could", "can", "may",
        "might", "must", "should", "be", "been", "being", "to", "not",
        "officially", "directly",
    ),
    abbreviations=(
        "mr", "mrs", "ms", "dr", "prof", "st", "gen", "col", "lt", "capt", "maj", "sgt", "rev", "hon", "sen", "gov",
        "no", "vs", "etc", "inc", "ltd", "co", "acc", "approx", "ca", "e.g", "i.e", "a.m", "p.m", "jan", "feb",
        "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "u.s", "u.k", "u.n", "fig", "km",
        "jr", "sr", "mt",
    ),
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept?", "Oct", "Nov", "Dec",
    ),
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    time_phrases=(
        "yesterday", "today", "tonight", "tomorrow", "overnight",
        "last (?:week|month|year|night|summer|winter|spring|autumn)",
        "this (?:morning|afternoon|evening|week|month|year)",
        "(?:the )?(?:early hours|morning|evening|afternoon|night)(?: of (?:the )?\\d{1,2}(?:st|nd|rd|th)?(?: "
        "\\w+)?)?", "at (?:dawn|dusk|noon|midday|midnight|night)",
        "(?:shortly |just )?(?:before|after) (?:dawn|dusk|noon|midday|midnight)",
        "(?:(?:about|around|some|maybe|nearly|over) )?(?:\\d+|a|an|one|two|three|four|five|six|seven|eight|nine|"
        "ten|several|a few) (?:seconds?|minutes?|mins?|hours?|days?|weeks?|months?|years?) (?:ago|earlier|later|"
        "before|after)",
        "on the (?:first|second|third|fourth|fifth|next|following|same) (?:day|night|morning|evening)",
        "(?:mid-|early |late )?(?:19|20)\\d\\d", "that (?:night|day|morning|evening)", "by then", "right now",
        "at the time",
    ),
    place_prepositions=(
        "in", "at", "near", "outside", "inside", "around", "from", "to", "towards", "toward", "across",
        "(?:north|south|east|west|north-east|north-west|south-east|south-west|northeast|northwest|southeast|"
        "southwest) of",
        "outskirts of", "off", "beside", "between", "above", "below", "through", "into", "on",
    ),
    place_nouns=(
        "village", "town", "city", "district", "region", "province", "port", "harbour", "river", "lake", "street",
        "square", "bridge", "road", "square", "island", "valley", "camp", "suburb", "quarter", "settlement",
        "hamlet", "county", "area", "neighbourhood", "neighborhood",
    ),
    determiners=("the", "a", "an", "his", "her", "its", "their", "our", "my", "this", "that", "these", "those",
    "another", "other", "one", "some", "any", "each", "no", "such", "both"),
    numbers=tuple("two three four five six seven eight nine ten eleven twelve".split()),
    denying=("den(?:y|ies|ied|ying)", "reject(?:s|ed|ing)?", "disput(?:es|ed|e|ing)", "contradict(?:s|ed|ing)?",
    "dismiss(?:es|ed|ing)?", "refut(?:es|ed|e|ing)"),
    be=("is", "are", "was", "were", "be", "been", "being"),
    he=("he", "she"), it=("it",), they=("they",),
    judged=tuple(
        "believed thought said reported alleged suspected feared estimated assessed found understood described "
        "identified".split()
    ),
    nouns_too=tuple(
        "reports report claims claim estimates estimate comments posts documents notes states calls call rules "
        "fears fear "
        "demands demand dispute disputes orders put heard blame repeat tweets finds record records".split()
    ),
    not_before=tuple(
        "the a an of for in on at by with from to as these those such earlier several many some no any or than "
        "into about "
        "over under".split()
    ),
    parts=(",?\\s(?:but|while|whereas|although|though)\\s", ",\\s(?:and|yet)\\s"),
    name_joins=tuple("of de van von der den di al bin ibn el la le du for and & the".split()),
    head_ends=("of", "in", "from", "at", "on", "for", "with", "who", "which", "near", "to", "known", "called"),
    aside=(
        "(?:in|during|at|on|after|before|from|via|through|over|to|with)\\s(?:an?|his|her|its|their|Monday|"
        "Tuesday|Wednesday"
        "|Thursday|Friday|Saturday|Sunday|Twitter|Telegram|Facebook|X|TV|state|local|social)",
    ),
    rest_begins=(
        "on", "in", "at", "to", "from", "late", "early", "during", "after", "earlier", "yesterday", "today",
        "citing", "quoting", "by",
    ),
    counts=(
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty",
        "thirty", "forty", "fifty", "sixty", "dozens?", "hundreds?", "thousands?", "millions?", "half", "one",
        "noon", "midnight", "dawn", "dusk", "midday",
        "a (?:dozen|hundred|third|quarter|thousand|kilomet|mile|week|month|year|day)", "an hour", "the \\d",
    ),
    figures=("puts? (?:\\S+ ){1,8}at", "(?:calls?|called) (?:(?:the|this|that|it|them|him|her|these|those)\\b)(?: \\w+){0,4} an?"),
    credits=(
        "\\(?(?:additional )?(?:reporting|writing|editing|translation) by", "edited by",
        "(?:photo|photograph|picture|image|video|credit|caption|graphic|source|file photo)s?:", "read more:?", "related:?",
        "(?-i:By)(?: (?-i:[A-Z])[\\w.'’-]*){2,4}(?:(?:,| and)(?: (?-i:[A-Z])[\\w.'’-]*){2,4})*$",
        "this (?:story|article) (?:was|has been) (?:updated|corrected|amended)",
    ),
    issued_by=("(?:press )?(?:statement|communiqu[eé]|declaration|bulletin|release)(?: issued)? (?:by|of|from)",),
)  # fmt: skip
