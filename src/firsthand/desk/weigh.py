"""A person's entries: sources, claims, observations, questions, answers, assessments, reviews, marks, drafts, withdrawals."""

from typing import Any

from firsthand.record.assessment import About
from firsthand.record.entry import Entry, references
from firsthand.record.fault import BadReference, NotYours, WrongGrade

from .desk import Desk, entry, view
from .pen import write

# Which kinds of entry a field may name. A field that is not here may name any entry that the case holds.
NAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "claim": {
        "source": ("source",),
        "through": ("source",),
        "speaks_to.question": ("question",),
        "speaks_to.answer": ("answer",),
    },
    "grade": {"about": ("source", "claim")},
    "answer": {"question": ("question",)},
    "assessment": {"answer": ("answer",), "revises": ("assessment",), "dissents_from": ("assessment",)},
    "weighing": {"answer": ("answer",), "evidence": ("claim", "finding", "observation", "sighting")},
    "draft": {"answers": ("question",), "replaces": ("draft",)},
    "reply": {"source": ("source",)},
    "follow": {"mark": ("mark",)},
}
# Fields that name bytes, not entries: the case must hold them.
BYTES: dict[str, tuple[str, ...]] = {
    "claim": ("files",),
    "observation": ("stretch.file", "moment.file"),
    "mark": ("stretch.file",),
    "follow": ("file",),
}
# A person takes back and revises only what is their own; of somebody else's they say what they think.
OWN: dict[str, tuple[str, ...]] = {"withdrawal": ("of",), "assessment": ("revises",), "draft": ("replaces",)}


def say(desk: Desk, value: Any) -> str:
    """Enters one value by the desk's author; its id.

    1. Every entry it names is there and of a kind that fits.  2. Every file it names is in the case.
    3. What it withdraws, revises or replaces is the author's own.  4. A grade is of the right scale; answers fit questions.
    Raises BadReference, NotYours, WrongGrade, NoAuthor.
    """
    desk.index.refresh(desk.ledger)
    named = references(value)
    for field, kinds in NAMES.get(value.kind, {}).items():
        for target in named.get(field, ()):
            _check_kind(desk, target, field, kinds)
    for field in BYTES.get(value.kind, ()):
        for digest in named.get(field, ()):
            if not any(desk.index.referring(digest, "file")):
                raise BadReference(f"this case holds no file {digest[:16]}")
    for field in OWN.get(value.kind, ()):
        for target in named.get(field, ()):
            if desk.index.row(target).log != desk.writer.log:
                raise NotYours(f"{target[:12]} was written by another author")
    _check_fit(desk, value)
    return write(desk, value)[0]


def open_judgements(desk: Desk, answer: str) -> tuple[Entry, ...]:
    """The desk's own author's judgements of an answer that stand, oldest first."""
    desk.index.refresh(desk.ledger)
    if not any(row.log == desk.writer.log for row in desk.index.referring(answer, "assessment")):
        return ()
    found = view(desk).of("assessment", standing=True)
    return tuple(e for e in found if e.log == desk.writer.log and e.value.answer == answer)


def _check_kind(desk: Desk, target: str, field: str, kinds: tuple[str, ...]) -> None:
    found = desk.index.row(target)
    if found.kind not in kinds:
        raise BadReference(f"{field} {target[:12]} is a {found.kind}, not a {' or '.join(kinds)}")


def _check_fit(desk: Desk, value: Any) -> None:
    if value.kind == "grade":
        kind = desk.index.row(value.about).kind
        if (kind == "source") != value.grade.isalpha():
            raise WrongGrade(f"a {kind} is not graded {value.grade}: sources have A to F, claims 1 to 6")
    if value.kind == "claim":
        for part in value.speaks_to:
            if part.answer is not None and entry(desk, desk.index.row(part.answer)).value.question != part.question:
                raise BadReference(f"the answer {part.answer[:12]} is not one of the question {part.question[:12]}")
    if value.kind == "answer":
        about = entry(desk, desk.index.row(value.question)).value.about
        for bound, fits in ((value.region, About.WHERE), (value.span, About.WHEN)):
            if bound is not None and about is not fits:
                raise BadReference(f"a question of {about} has no answer with bounds of {fits}")
    if value.kind == "review" and desk.index.row(value.of).log == desk.writer.log:
        raise NotYours("a review of one's own entry is no review")
    if (
        value.kind == "assessment"
        and value.dissents_from
        and desk.index.row(value.dissents_from).log == desk.writer.log
    ):
        raise NotYours("one dissents from another's assessment; one's own is revised")
