"""The report's sentences on the page: each draft once, to the letter, with its notes, its judgements and its dissent."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations

from firsthand.record.assessment import About
from firsthand.record.claim import Stance
from firsthand.record.entry import Entry
from firsthand.record.publication import Section

from .page_check import DISSENT, FOOTING, SENTENCE, WORDS, Held
from .page_form import Part
from .page_ledger import described

AGAINST, OTHERWISE, SEVERAL = (
    "a claim is made against an answer",
    "analysts judge it differently",
    "claims are made for more than one answer",
)
EARLIER = r"[a-z ]+, confidence (?:low|moderate|high) \(\d{4}-\d\d-\d\d\)"


class Board:
    """What stands of questions, answers and judgements, each by what it is of."""

    def __init__(self, held: Held, page: Part, since: Mapping[str, int] | None) -> None:
        """`since` gives, for a later edition, how many entries of each log the edition before had seen."""
        self.held, self.page, self.sealed, self.case, self.since = held, page, held.sealed, held.sealed.case, since
        self.questions = {e.id: e for e in self.case.of("question", standing=True)}
        self.answers = self._by("answer", "question")
        self.grades, self.reviews = self._by("grade", "about"), self._by("review", "of")
        self.judged = self._by("assessment", "answer")
        self.weighed = self._by("weighing", "answer")
        self.spoken: dict[tuple[str, Stance], list[Entry]] = {}
        for claim in self.case.of("claim", standing=True):
            for said in claim.value.speaks_to:
                self.spoken.setdefault((said.answer or said.question, said.stance), []).append(claim)
        self.names: set[str] | None = None  # of sources and items, gathered once
        self.contested: set[str] = set()  # questions, as the page marks them

    def _by(self, kind: str, name: str) -> dict[str, list[Entry]]:
        made: dict[str, list[Entry]] = {}
        for entry in self.case.of(kind, standing=True):
            made.setdefault(getattr(entry.value, name), []).append(entry)
        return made

    def reviewed(self, entry: Entry) -> list[Entry]:
        """Standing reviews by another person than its author."""
        who = self.case.person
        return [r for r in self.reviews.get(entry.id, ()) if who.get(r.log, r.log) != who.get(entry.log, entry.log)]

    def of_law(self, assessment: Entry) -> bool:
        answer = self.sealed.known(assessment.value.answer, "answer")
        asked = self.questions.get(answer.value.question) if answer else None
        return asked is not None and asked.value.about is About.LAW

    def judgements(self, draft: Entry) -> list[Entry]:
        """The assessments that a sentence carries: those it rests on, or those of the answers and questions that it names."""
        named = [self.case.entries[e] for e in draft.value.rests_on if e in self.case.entries]
        own = [e for e in named if e.kind == "assessment"]
        if own:
            return own
        answers = {e.id for e in named if e.kind == "answer"}
        sides = [side for question in self.questions for side in self.answers.get(question, ())]
        wanted = [s for s in sides if (s.id in answers if answers else s.value.question in draft.value.answers)]
        return [e for side in wanted for e in self.judged.get(side.id, ())]

    def must_be_contested(self, question: str) -> set[str]:
        """Why it is contested, as far as shown entries tell: a page may know of more, never of less."""
        sides = self.answers.get(question, [])
        why = {AGAINST for side in sides if self.spoken.get((side.id, Stance.AGAINST))}
        why |= {OTHERWISE for side in sides if self._dissent(self.judged.get(side.id, []))}
        told = [side for side in sides if self.spoken.get((side.id, Stance.FOR))]
        return why | ({SEVERAL} if any(_in_words(one, two) for one, two in combinations(told, 2)) else set())

    def _dissent(self, judged: list[Entry]) -> bool:
        said = {(self.case.person.get(e.log, e.log), e.value.likelihood) for e in judged}
        differing = len({person for person, _ in said}) > 1 and len({likelihood for _, likelihood in said}) > 1
        refused = any(not r.value.agrees for e in judged for r in self.reviewed(e))
        return differing or refused or any(e.value.dissents_from for e in judged)

    # --- sentences --------------------------------------------------------------------------------------------------

    def sentences(self) -> None:
        held, page = self.held, self.page
        numbers: dict[str, int] = {}
        for section, parts in self._sections():
            wanted = sorted(
                (e for e in self.case.of("draft", standing=True) if e.value.section is section),
                key=lambda e: e.value.order,
            )
            if section is Section.TITLE:
                held.told(len(wanted) == 1, SENTENCE, "page, title", f"there are {len(wanted)} titles in the ledgers")
                held.same(page, "text.title", wanted[0].value.text if wanted else None, SENTENCE)
                held.same(page, "text.title_id", wanted[0].id if wanted else None, SENTENCE)
                continue
            said = [part.text("s.id") for part in parts]
            held.looked |= {(id(part), "s.id") for part in parts}
            if said != [e.id for e in wanted]:
                self._misplaced(section, said, [e.id for e in wanted])
            for part in parts:
                self._sentence(part, numbers)
        self._notes(numbers)

    def _sections(self) -> Iterator[tuple[Section, list[Part]]]:
        parts = self.page.parts
        first = next((at for at, part in enumerate(parts) if part.name == "words:summary"), 0)
        yield Section.TITLE, []
        yield Section.CORRECTION, [s for part in parts[:first] for s in part.of("sentence")]
        for section in (Section.SUMMARY, Section.KNOWN, Section.NOT_KNOWN):
            words = self.page.one(f"words:{section.value.replace(' ', '-')}")
            yield section, list(words.all("sentence"))
        yield (
            Section.HOW,
            [s for part in parts[first:] if not part.name.startswith("words") for s in part.of("sentence")],
        )

    def _misplaced(self, section: Section, said: list[str], wanted: list[str]) -> None:
        where = f"page, {section.value}"
        counts, known = Counter(said), set(wanted)
        for entry in (e for e in wanted if counts[e] != 1):
            self.held.say(SENTENCE, where, f"the sentence {entry[:12]} stands {counts[entry]} times, not once")
        for entry in (e for e in counts if e not in known):
            self.held.say(SENTENCE, where, f"the sentence {entry[:12]} is no standing draft of this section")
        if sorted(said) == sorted(wanted):
            self.held.say(SENTENCE, where, "the sentences stand in another order")

    def _sentence(self, part: Part, numbers: dict[str, int]) -> None:
        held, draft = self.held, self.case.entries.get(part.text("s.id"))
        if draft is None or draft.kind != "draft":
            held.same(part, "s.text", None, SENTENCE)
            held.looked |= {(id(p), slot) for p in part.every() for slot in p.said}
            return
        held.same(part, "s.text", draft.value.text, SENTENCE)
        for entry in draft.value.rests_on:
            numbers.setdefault(entry, len(numbers) + 1)
        self._numbered(part, [str(numbers[entry]) for entry in draft.value.rests_on])
        found = self.judgements(draft) if draft.value.section is not Section.NOT_KNOWN else []
        self._carried(part, [e for e in found if not self.of_law(e)])
        answers = (self.sealed.known(e.value.answer, "answer") for e in found)
        asked = dict.fromkeys((*draft.value.answers, *(a.value.question for a in answers if a)))
        wanted = [q for q in asked if q in self.questions and q in self.contested]
        told = list(part.of("where,text"))
        held.all_same(told, "where", [f"e-{q[:16]}" for q in wanted], DISSENT)
        held.all_same(told, "text", [self.questions[q].value.text for q in wanted], DISSENT)
        held.told(part.has("?s.new") == self.new(draft), WORDS, "page, sentence", "it is not rightly marked as new")

    def new(self, entry: Entry) -> bool:
        return self.since is not None and entry.index >= self.since.get(entry.log, 0)

    def _numbered(self, part: Part, wanted: list[str]) -> None:
        """One slot three times in each piece: where it leads, how it is read out, what is seen."""
        pieces = list(part.of("n"))
        self.held.all_same(pieces, "n", wanted, FOOTING)
        for piece in pieces:
            self.held.told(
                len(set(piece.said["n"])) == 1, FOOTING, "page, notes", "a note's number leads to another note"
            )

    def _carried(self, part: Part, wanted: list[Entry]) -> None:
        held, pieces = self.held, list(part.of("j"))
        said, right = [p.text("j.where") for p in pieces], [f"e-{e.id[:16]}" for e in wanted]
        held.looked |= {(id(p), "j.where") for p in pieces}
        if said != right:
            hidden = [w for w in said if w[2:] in held.sealed.hidden]
            held.unknown_if(len(hidden), "page.withheld")
            if [w for w in said if w not in hidden] != right:
                held.say(
                    DISSENT,
                    "page, sentence",
                    f"it carries {len(said)} judgements, not just the {len(right)} that it rests on",
                )
        for piece in pieces:
            entry = held.sealed.short.get(piece.text("j.where")[2:])
            if entry is None or entry.kind != "assessment":
                held.looked |= {(id(p), slot) for p in piece.every() for slot in p.said}
                continue
            answer = held.sealed.known(entry.value.answer, "answer")
            held.same(piece, "j.answer", answer.value.text if answer else "an answer that is withheld", FOOTING)
            held.same(piece, "j.who", held.sealed.analyst(entry.log), FOOTING)
            self.chips(piece.one("chips"), entry)

    def chips(self, part: Part, entry: Entry) -> None:
        """Likelihood and confidence apart, who has gone through it, and from whom it dissents."""
        held, value, sealed = self.held, entry.value, self.sealed
        held.same(part, "j.likelihood", value.likelihood.value, FOOTING)
        held.same(part, "j.percent", held.words["percent"].get(value.likelihood.value, ""), FOOTING)
        held.same(part, "j.confidence", value.confidence.value, FOOTING)
        reviews = [(sealed.analyst(r.log), r.value.agrees) for r in self.reviewed(entry)]
        said = "; ".join(f"{who} {'agrees' if agrees else 'does not agree'}" for who, agrees in reviews)
        held.same(part, "j.review|join", said or None, DISSENT)
        other = self.case.entries.get(value.dissents_from) if value.dissents_from else None
        if value.dissents_from and other is None:
            held.withheld(part, "j.dissents")
            return
        gone = other is not None and (other.id in self.case.replaced or other.id in self.case.withdrawn)
        more = ", who has since revised it" if gone else ""
        held.same(part, "j.dissents", sealed.analyst(other.log) + more if other else None, DISSENT)

    def history(self, part: Part, entry: Entry) -> None:
        """Earlier judgements that this one revises, latest first, as far as they are shown."""
        said: list[str] = []
        seen, earlier = {entry.id}, entry.value.revises
        while earlier and earlier not in seen and (old := self.sealed.known(earlier, "assessment")):
            seen.add(earlier)
            said.append(f"{old.value.likelihood.value}, confidence {old.value.confidence.value} ({old.at})")
            earlier = old.value.revises
        if earlier and earlier not in seen:
            self.held.unknown_if(1, "page.withheld")
            self.held.fits(part, "j.history|join", f"{EARLIER}(?:; {EARLIER})*")
        else:
            self.held.same(part, "j.history|join", "; ".join(said) or None, DISSENT)

    # --- notes ------------------------------------------------------------------------------------------------------

    def _notes(self, numbers: dict[str, int]) -> None:
        held, notes = self.held, [part for part in self.page.of("n") if part.has("n.number")]
        held.all_same(notes, "n.entry[:16]", [entry[:16] for entry in numbers], FOOTING)
        for number, part in enumerate(notes, 1):
            held.same(part, "n.number", str(number), FOOTING)
            entry = held.sealed.short.get(part.text("n.entry[:16]"))
            held.where(part)
            if entry is None:
                held.same(part, "n.kind", held.sealed.hidden.get(part.text("n.entry[:16]"), "entry"), FOOTING)
                self._reason(part)
                continue
            held.same(part, "n.kind", entry.kind, FOOTING)
            held.same(part, "n.who", held.sealed.analyst(entry.log), FOOTING)
            held.same(part, "n.day", entry.at, FOOTING)
            pattern = described(held.sealed, entry)
            if pattern is None:
                held.withheld(part, "n.says")
            else:
                held.fits(part, "n.says", pattern, FOOTING)

    def _reason(self, part: Part) -> None:
        held, said = self.held, part.text("n.says").removeprefix("withheld: ")
        held.looked.add((id(part), "n.says"))
        held.unknown_if(said not in held.words["withheld"], "page.phrase")
        held.same(part, "n.who", None, FOOTING)
        held.same(part, "n.day", None, FOOTING)


def _in_words(one: Entry, two: Entry) -> bool:
    """Answers without bounds of both compete; whether bounds overlap is for a method to say."""
    spans = [answer.value.span for answer in (one, two)]
    bounded = all(span is not None and (span.earliest or span.latest) for span in spans)
    return not bounded and (one.value.region is None or two.value.region is None)
