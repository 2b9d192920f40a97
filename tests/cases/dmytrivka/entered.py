"""The model case of words only, entered through the public verbs: sources, items spoken of, statements S1 to S21, questions."""

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from firsthand.desk.desk import Desk
from firsthand.desk.suggest import cite
from firsthand.desk.times import said_when
from firsthand.desk.weigh import say
from firsthand.record.assessment import (
    About,
    Answer,
    Assessment,
    Confidence,
    Consistency,
    Likelihood,
    Question,
    Reply,
    Review,
    Weighing,
)
from firsthand.record.bounds import Region
from firsthand.record.claim import Basis, Claim, Credibility, Reliability, Source, SourceKind, SpeaksTo, Stance
from firsthand.record.observation import Observation
from firsthand.record.publication import Draft, Section
from firsthand.record.sighting import Sighting
from firsthand.store.memory import MemoryIndex, MemoryLedger, MemoryVault
from tests.desk.test_publish_sample import Salts, Ticking, a_desk, joined

ARTICLE = "the broadcaster's article"
# Of Bucha: 50.549 N, 30.221 E. "About 11 km" is taken as 9 to 13 km; the outer cover of that ring is a disc.
BUCHA = {"lon": 30.221, "lat": 50.549}
AT_MOST_M, NORTH_OF_M = 13_000.0, 3_000.0

SOURCES = {
    "B": ("the broadcaster", SourceKind.OUTLET),
    "N": ("a New York newspaper", SourceKind.OUTLET),
    "K": ("the broadcaster's correspondent in Moscow", SourceKind.PERSON),
    "U": ("Ukrainian authorities", SourceKind.OFFICIAL),
    "D": ("Ukraine's defence ministry", SourceKind.OFFICIAL),
    "R": ("the Russian defence ministry", SourceKind.OFFICIAL),
    "A": ("a Ukrainian news agency", SourceKind.OUTLET),
    "V": ("voices heard in the clip", SourceKind.UNNAMED),
}
ITEMS = {
    "F1": ("F1: the clip", "on Monday", "posted online; platform and account not given"),
    "F2": ("F2: the ministry's tweet", "before the clip's publication", "calls a convoy's destruction precise work"),
    "F3": ("F3: the agency's video of the aftermath", "", "says who was behind the ambush"),
    "F4": ("F4: the newspaper's report", "on Wednesday", "the broadcaster's main source"),
}
QUESTIONS = {
    "authentic": (About.AUTHENTIC, "Is the clip what it is said to be?"),
    "where": (About.WHERE, "Where was the clip filmed?"),
    "when": (About.WHEN, "When was the clip filmed?"),
    "what": (About.WHAT, "What does the clip show?"),
    "ambush": (About.WHAT, "What happened to a Russian column before?"),
    "who": (About.WHO, "Who fired?"),
    "dead": (About.WHO, "Who are the dead?"),
    "context": (About.CONTEXT, "In what context was it posted?"),
    "reply": (About.REPLY, "What do the Ukrainian authorities reply?"),
    "law": (About.LAW, "What does the law ask of the killing of captured soldiers?"),
}
ANSWERS = {
    "genuine": ("authentic", "The clip shows what was in front of its camera"),
    "site_11": ("where", "North of Dmytrivka, the site itself about 11 km from Bucha"),
    "village_11": ("where", "North of Dmytrivka, the village about 11 km from Bucha"),
    "after_ambush": ("when", "After an ambush around March 30"),
    "shooting": ("what", "Men under a Ukrainian banner shoot a captured man"),
    "ambushed": ("ambush", "It was ambushed and destroyed"),
    "legion": ("who", 'Members of the "Georgian Legion"'),
    "belgravia": ("who", 'Fighters called "Belgravia lads"'),
    "flagged": ("who", "Men with a flag patch and blue armbands"),
    "airborne": ("dead", "Russian airborne troops"),
}
FOOTAGE, ANOTHER, NONE = Basis.FOOTAGE, Basis.ANOTHER_SOURCE, Basis.NONE_GIVEN

# id: source, through, paraphrase, hedges, basis, what it rests on (F items, S claims), answers it is for, questions it touches
STATEMENTS: dict[str, tuple[str, str, str, tuple[str, ...], Basis, str, str, str]] = {
    "S1": ("N", "B", "The newspaper says it verified the clip.", (), Basis.OWN_WORK, "F1", "genuine", ""),
    "S2": (
        "N", "B", "It appears to show men under a Ukrainian banner, believed to be soldiers, shooting a captured Russian "
        "soldier outside a village west of Kyiv.", ("appears", "believed to be"), FOOTAGE, "F1", "shooting", "law",
    ),
    "S3": (
        "B", "", "The man on the ground is apparently wounded but breathing before the shots.", ("apparently",), ANOTHER,
        "F1 S2", "shooting", "",
    ),
    "S4": ("V", "NB", "A voice says that the man still lives and asks to film.", (), FOOTAGE, "F1", "shooting", ""),
    "S5": ("B", "", "He is shot twice, a third time when he moves, and lies still.", (), ANOTHER, "F1 S2", "shooting", ""),
    "S6": (
        "B", "", "Three more dead, thought to be Russian, lie nearby, one with a head wound and bound hands.",
        ("thought to be",), ANOTHER, "F1 S2", "", "what",
    ),
    "S7": (
        "N", "B", "The purported Ukrainian shooters can be told by a flag patch and blue armbands.", ("purported",), FOOTAGE,
        "F1", "flagged", "",
    ),
    "S8": ("V", "NB", "A Ukrainian slogan is said several times.", (), FOOTAGE, "F1", "", "who"),
    "S9": (
        "N", "B", "The dead wear white armbands of a kind commonly worn by Russian troops.", ("commonly",), FOOTAGE, "F1",
        "airborne", "",
    ),
    "S10": ("N", "B", "They lie a few feet from a BMD-2, a vehicle of Russian airborne units.", (), FOOTAGE, "F1", "airborne", ""),
    "S11": (
        "N", "B", "It was filmed north of Dmytrivka, about 11 km (7 miles) from Bucha.", ("about",), FOOTAGE, "F1",
        "site_11 village_11", "",
    ),
    "S12": (
        "N", "B", "It follows an ambush on a Russian column around March 30.", ("around",), NONE, "", "after_ambush ambushed",
        "",
    ),
    "S13": (
        "D", "B", "The ministry tweeted that a convoy was destroyed, and called it precise work.", (), Basis.OWN_ACT, "F2",
        "ambushed", "",
    ),
    "S14": (
        "A", "B", "The agency says the ambush was by members of the \"Georgian Legion\".", (), FOOTAGE, "F3",
        "legion ambushed", "",
    ),
    "S15": (
        "V", "NB", "One man calls the fighters \"Belgravia lads\", possibly after a housing development nearby.", ("possibly",),
        FOOTAGE, "F1", "belgravia", "",
    ),
    "S16": ("U", "B", "Hundreds of dead civilians were found in Bucha after the withdrawal.", (), NONE, "", "", "context"),
    "S17": ("U", "B", "There was no immediate comment.", (), NONE, "", "", "reply"),
    "S18": (
        "R", "KB", "The ministry has heard soldiers' accounts of torture and asks for an international inquiry.", ("accounts",),
        NONE, "", "", "context",
    ),
    "S19": (
        "B", "", "Russia has repeatedly been accused of spreading misinformation about the war; by whom is not said.", (), NONE,
        "", "", "context",
    ),
    "S20": (
        "K", "B", "It is the first footage verified by Western media of Russian soldiers allegedly killed by Ukrainian forces.",
        ("allegedly",), Basis.OWN_WORK, "", "", "context",
    ),
    "S21": ("B", "", "To execute captured soldiers would be a war crime.", ("would",), Basis.LAW, "", "", "law"),
}  # fmt: skip
SAID = {"S2": "on Wednesday"}


@dataclass
class Dmytrivka:
    """The case at two analysts' desks; `id` finds entries by the names that the model gives them."""

    one: Desk
    two: Desk
    id: dict[str, str] = field(default_factory=dict)

    def say(self, name: str, value: Any) -> str:
        self.id[name] = say(self.one, value)
        return self.id[name]

    def other(self, name: str, value: Any) -> str:
        self.id[name] = say(self.two, value)
        return self.id[name]

    def __getitem__(self, name: str) -> str:
        return self.id[name]


@cache
def _entered() -> Dmytrivka:
    desk = a_desk("dmytrivka")
    made = Dmytrivka(one=joined(desk, "First Analyst"), two=joined(desk, "Second Analyst"))
    for part in (_sources, _items, _questions, _statements, _readings, _judgements, _reply):
        part(made)
    return made


def dmytrivka() -> Dmytrivka:
    """The case anew, without a publication date; its logs copied for each test."""
    built = _entered()
    ledger = MemoryLedger()
    for log in built.one.ledger.logs():
        ledger.extend(log, built.one.ledger.lines(log), built.one.ledger.notes(log))
    parts: dict[str, Any] = {
        "ledger": ledger, "vault": MemoryVault(), "index": MemoryIndex(), "clock": Ticking(), "salt": Salts(10**6),
    }  # fmt: skip
    parts["index"].refresh(ledger)
    return Dmytrivka(one=replace(built.one, **parts), two=replace(built.two, **parts), id=dict(built.id))


def _sources(case: Dmytrivka) -> None:
    for name, (called, kind) in SOURCES.items():
        case.say(name, Source(name=called, is_a=kind, reliability=Reliability.F, reason="not graded yet"))


def _items(case: Dmytrivka) -> None:
    case.id["article"] = cite(case.one, ARTICLE)
    for name, (item, posted, note) in ITEMS.items():
        case.say(name, Sighting(file=None, item=item, posted=said_when(posted), note=note))


def _questions(case: Dmytrivka) -> None:
    for name, (about, text) in QUESTIONS.items():
        case.say(name, Question(about=about, text=text))
    near = Region.around(**BUCHA, radius_m=AT_MOST_M, verbatim="about 11 km from Bucha")
    wider = Region.around(
        **BUCHA, radius_m=AT_MOST_M + NORTH_OF_M, verbatim="north of a village about 11 km from Bucha"
    )
    regions = {"site_11": near, "village_11": wider}
    for name, (question, text) in ANSWERS.items():
        case.say(name, Answer(question=case[question], text=text, region=regions.get(name)))


def _statements(case: Dmytrivka) -> None:
    for name, (source, through, text, hedges, basis, rests, answers, touches) in STATEMENTS.items():
        speaks = [
            SpeaksTo(question=case[ANSWERS[answer][0]], answer=case[answer], stance=Stance.FOR)
            for answer in answers.split()
        ]
        speaks += [SpeaksTo(question=case[question]) for question in touches.split()]
        value = Claim(
            source=case[source],
            through=tuple(case[link] for link in through),
            paraphrase=text,
            speaks_to=tuple(speaks),
            hedges=hedges,
            basis=basis,
            said=said_when(SAID.get(name, "")),
            rests_on=(*(case[entry] for entry in rests.split()), case["article"]),
            credibility=Credibility.CANNOT_BE_JUDGED,
        )
        case.say(name, value)


def _readings(case: Dmytrivka) -> None:
    """Which village, and why; and the two readings of the distance, weighed."""
    case.say(
        "village",
        Observation(
            what="place",
            says="Several villages are called Dmytrivka. The one west of Kyiv near Bucha is meant, for the article names both.",
            rests_on=(case["S11"],),
        ),
    )
    for answer in ("site_11", "village_11"):
        case.say(
            f"cell_{answer}",
            Weighing(
                evidence=case["S11"],
                answer=case[answer],
                consistency=Consistency.CONSISTENT,
                reason="either can be meant",
            ),
        )
    for answer, consistency in (("legion", Consistency.NOT_APPLICABLE), ("belgravia", Consistency.CONSISTENT)):
        case.say(
            f"cell_15_{answer}",
            Weighing(
                evidence=case["S15"],
                answer=case[answer],
                consistency=consistency,
                reason="said in the clip, hedged twice",
            ),
        )
    for answer, consistency in (("legion", Consistency.CONSISTENT), ("belgravia", Consistency.NOT_APPLICABLE)):
        case.say(
            f"cell_14_{answer}",
            Weighing(
                evidence=case["S14"],
                answer=case[answer],
                consistency=consistency,
                reason="about the ambush, not the clip",
            ),
        )


def _judgements(case: Dmytrivka) -> None:
    case.say(
        "judged_what",
        Assessment(
            answer=case["shooting"],
            likelihood=Likelihood.LIKELY,
            confidence=Confidence.LOW,
            reasons="One newsroom says that it verified the clip and does not show its steps; nobody here has the bytes.",
            speaks_for=(case["S1"], case["S2"]),
        ),
    )
    case.say(
        "judged_where",
        Assessment(
            answer=case["site_11"],
            likelihood=Likelihood.ROUGHLY_EVEN,
            confidence=Confidence.LOW,
            reasons="Whether the site or the village is 11 km away is not said; the geolocation is not shown.",
            speaks_for=(case["S11"], case["village"]),
        ),
    )
    case.other("reviewed", Review(of=case["judged_what"], agrees=True, reasons="Went through the article again."))


def _reply(case: Dmytrivka) -> None:
    case.say(
        "reply_u",
        Reply(
            source=case["U"],
            asked=None,
            question="What do you say to the clip?",
            answered=False,
            answer='"No immediate comment", as the broadcaster writes; whether and when they were asked it does not say.',
        ),
    )


SENTENCE_NAMES = ("title", "summary", "known_where", "known_ambush", "open_who", "open_reply", "open_law", "how")
# section, text, what it rests on, questions it answers
SENTENCES: tuple[tuple[Section, str, str, str], ...] = (
    (Section.TITLE, "What one article says about the Dmytrivka footage", "", ""),
    (
        Section.SUMMARY,
        "Footage that a New York newspaper says it verified appears to show men under a Ukrainian banner, believed to be "
        "soldiers, shooting a captured Russian soldier.", "S1 S2", "what",
    ),
    (
        Section.KNOWN,
        "A New York newspaper says it was filmed north of Dmytrivka, about 11 km (7 miles) from Bucha.", "S11", "where",
    ),
    (
        Section.KNOWN,
        "The ministry's tweet speaks of a destroyed convoy, which Ukraine's defence ministry calls precise work.", "S13", "",
    ),
    (Section.NOT_KNOWN, "Who fired is not known: the two accounts are not even about the same act.", "S14 S15", "who"),
    (Section.NOT_KNOWN, "Whether the Ukrainian authorities were asked is not known.", "S17", "reply"),
    (
        Section.NOT_KNOWN, "What the law asks is for courts: that the men were captured, that they were killed, by whom.",
        "", "law",
    ),
    (Section.HOW, "This rests on one article, read and taken apart; no footage was seen.", "article", ""),
)  # fmt: skip


def report(case: Dmytrivka) -> None:
    """The sentences of a report that the gate lets pass."""
    for order, (name, (section, text, rests, answers)) in enumerate(zip(SENTENCE_NAMES, SENTENCES, strict=True)):
        case.say(
            name,
            Draft(
                text=text,
                section=section,
                order=order,
                rests_on=tuple(case[entry] for entry in rests.split()),
                answers=tuple(case[question] for question in answers.split()),
            ),
        )
