"""Which of the entries that a sentence names can carry it: an observation of something else makes no claim louder."""

from collections.abc import Iterable, Iterator

from firsthand.method.weigh.wording_marks import overlap
from firsthand.record.case import Case
from firsthand.record.entry import Entry

CARRIES = ("observation", "finding")  # what lets a sentence be said plainly
SHARED = 0.3  # of the sentence's longer words: below it an observation speaks of something else


def bearing(case: Case, draft: Entry) -> tuple[str, ...]:
    """What the sentence rests on, without idle observations and findings."""
    idle = set(idle_in(case, draft))
    return tuple(e for e in draft.value.rests_on if e in case.entries and e not in idle)


def idle_in(case: Case, draft: Entry) -> Iterator[str]:
    """Observations and findings that bear on nothing the sentence says.

    One bears on it that says the same in words, that is of a file which the sentence's claims are about, that those claims
    or judgements rest on, or that was weighed against an answer to the questions which the sentence answers.
    """
    named = [case.entries[e] for e in draft.value.rests_on if e in case.entries]
    others = [e for e in named if e.kind not in CARRIES]
    beneath, files = _beneath(case, others), {file for e in others for file in _files(case, e)}
    weighed = set(_weighed(case, draft, others))
    for entry in named:
        if entry.kind not in CARRIES or entry.id in beneath or entry.id in weighed:
            continue
        if (
            files & set(_files(case, entry))
            or _says_it(draft, entry)
            or (entry.kind == "finding" and not _told(others))
        ):
            continue
        yield entry.id


def _told(others: Iterable[Entry]) -> bool:
    """Whether claims or judgements stand beside it; a sentence on findings alone is about them."""
    return any(e.kind in ("claim", "assessment") for e in others)


def _says_it(draft: Entry, entry: Entry) -> bool:
    value = entry.value
    if entry.kind != "observation":
        return False
    said = " ".join(filter(None, (value.says, value.verbatim, value.translation)))
    return overlap(draft.value.text, said) >= SHARED


def _beneath(case: Case, others: Iterable[Entry]) -> set[str]:
    """All that the claims and judgements rest on, through everything beneath."""
    seen: set[str] = set()
    waiting = list(others)
    while waiting:
        value = waiting.pop().value
        for name in ("rests_on", "speaks_for", "speaks_against"):
            fresh = [e for e in getattr(value, name, ()) if e not in seen]
            seen |= set(fresh)
            waiting += [case.entries[e] for e in fresh if e in case.entries]
    return seen


def _files(case: Case, entry: Entry) -> Iterator[str]:
    """Of a claim, those it names or its sightings are of; of an observation or a finding, those it was made of."""
    value = entry.value
    yield from getattr(value, "files", ())
    for part in (getattr(value, "stretch", None), getattr(value, "moment", None), value):
        if getattr(part, "file", None):
            yield str(part.file)  # type: ignore[union-attr]
    if entry.kind == "claim":
        for cause in value.rests_on:
            if cause in case.entries and case.entries[cause].kind in ("sighting", "observation"):
                yield from _files(case, case.entries[cause])


def _weighed(case: Case, draft: Entry, others: Iterable[Entry]) -> Iterator[str]:
    judged = {e.value.answer for e in others if e.kind == "assessment"} | {e.id for e in others if e.kind == "answer"}
    asked = set(draft.value.answers)
    for entry in case.of("weighing", "assessment", standing=True):
        answer = case.entries.get(entry.value.answer)
        if answer is not None and (answer.id in judged or answer.value.question in asked):
            yield from (entry.value.evidence,) if entry.kind == "weighing" else entry.value.speaks_for
