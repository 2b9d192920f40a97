"""Footnotes: every entry that a sentence rests on, numbered as the page first names it, said in one line."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from firsthand.record.entry import Entry

from . import words
from .heard import heard
from .matter import Matter, anchor
from .observed import place
from .places import findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One footnote. `kind` in the words of the house, `says` what the entry says, `where` an anchor further down the page."""

    number: int
    entry: str
    kind: str
    says: Markup
    who: str
    day: str
    where: str | None


def note(matter: Matter, number: int, entry_id: str) -> Note:
    entry = matter.case.entries.get(entry_id)
    if entry is None or not matter.disclosure.shows(entry):
        why = matter.disclosure.bodies.get(entry_id, "erased")
        kind = entry.kind if entry else "entry"
        says = Markup("withheld: {}").format(why)
        return Note(number=number, entry=entry_id, kind=kind, says=says, who="", day="", where=None)
    return Note(
        number=number,
        entry=entry_id,
        kind=entry.kind,
        says=describe(matter, entry),
        who=matter.author(entry),
        day=entry.at,
        where=_where(matter, entry),
    )


def _where(matter: Matter, entry: Entry) -> str | None:
    if entry.kind in ("claim", "assessment", "answer", "question", "source", "sighting"):
        return anchor(entry.id) if _printed(matter, entry) else None
    if entry.kind == "finding" and any(found.id == entry.id for found in findings(matter)):
        return anchor(entry.id)
    file = getattr(entry.value, "file", None) or getattr(entry.value, "digest", None)
    files = [file] if file else list(getattr(entry.value, "files", ()))
    named = [f for f in files if f in matter.number]
    return f"x-{matter.number[named[0]]}" if named else None


def _printed(matter: Matter, entry: Entry) -> bool:
    """Whether the page has a row or a card for it: superseded judgements and files that nobody names have none."""
    if entry.kind == "sighting":
        return entry.value.file is None or entry.value.file in matter.number
    if entry.kind == "claim":
        return entry.id not in matter.case.replaced
    standing = entry.id not in matter.case.withdrawn and entry.id not in matter.case.replaced
    if entry.kind in ("assessment", "answer"):
        answer = matter.case.entries.get(entry.value.answer) if entry.kind == "assessment" else entry
        asked = matter.asked.get(answer.value.question) if answer else None
        return standing and asked is not None and not (entry.kind == "assessment" and asked.of_law)
    return standing


def describe(matter: Matter, entry: Entry) -> Markup:
    """The entry in one line: its own words, with who or what it is about."""
    made = _DESCRIBE.get(entry.kind)
    return made(matter, entry) if made else Markup("{}").format(entry.kind)


def _own(text: str) -> Markup:
    return Markup('<bdi dir="auto">{}</bdi>').format(text)


def _finding(matter: Matter, entry: Entry) -> Markup:
    value = entry.value
    outcome = value.result
    why = getattr(outcome, "why", None) or getattr(outcome, "looked", None)
    about = ", ".join(matter.exhibit(file) for file in value.files[:4]) + (
        " and others" if len(value.files) > 4 else ""
    )
    made = Markup("{} (version {}): {}").format(
        words.ltr(value.job.method), value.job.version, outcome.name.capitalize()
    )
    made += Markup(", on {}").format(about) if about else Markup("")
    made += Markup(". {}").format(_own(why)) if why else Markup("")
    told = heard(value, matter.exhibit)
    return made + (Markup(".{}").format(told) if told and not why else told)


def _claim(matter: Matter, entry: Entry) -> Markup:
    through = [matter.source(source) for source in entry.value.through]
    chain = f", through {', '.join(through)}" if through else ""
    return Markup("{}{}: {}").format(words.name(matter.source(entry.value.source)), chain, _own(entry.value.paraphrase))


def _observation(matter: Matter, entry: Entry) -> Markup:
    value = entry.value
    at = place(matter, value)
    return Markup("{}, {}{}").format(value.what, f"{at}: " if at else "", _own(value.says))


def _assessment(matter: Matter, entry: Entry) -> Markup:
    value = entry.value
    answer = matter.case.entries.get(value.answer)
    text = _own(answer.value.text) if answer is not None else Markup("an answer that is withheld")
    return Markup("{} — {}, confidence {}").format(text, value.likelihood.value, value.confidence.value)


def _sighting(matter: Matter, entry: Entry) -> Markup:
    value = entry.value
    what = matter.exhibit(value.file) if value.file else words.name(value.item or "")
    open_url = value.url and matter.disclosure.shows(entry, "url")
    where = words.ltr(value.url) if open_url else Markup("{}").format(value.captured or "no address")
    return Markup("{} seen at {}, posted {}").format(what, where, words.span(value.posted))


def _file(matter: Matter, entry: Entry) -> Markup:
    return Markup("{}, SHA-256 {}").format(
        matter.exhibit(entry.value.digest), words.ltr(words.short(entry.value.digest))
    )


def _text(_: Matter, entry: Entry) -> Markup:
    value: Any = entry.value
    return _own(getattr(value, "text", None) or getattr(value, "reasons", None) or value.reason)


def _reply(matter: Matter, entry: Entry) -> Markup:
    return Markup("{}: {}").format(words.name(matter.source(entry.value.source)), _own(entry.value.question))


def _published(_: Matter, entry: Entry) -> Markup:
    return Markup("edition {}").format(entry.value.edition)


def _source(matter: Matter, entry: Entry) -> Markup:
    return words.name(matter.source(entry.id))


_DESCRIBE = {
    "finding": _finding,
    "claim": _claim,
    "observation": _observation,
    "assessment": _assessment,
    "sighting": _sighting,
    "file": _file,
    "source": _source,
    "reply": _reply,
    "published": _published,
    **dict.fromkeys(("question", "answer", "draft", "review", "withdrawal", "grade", "weighing"), _text),
}
