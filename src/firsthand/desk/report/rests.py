"""On which origins each answer and each sentence rests, by name; what is withheld is counted, and never named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from firsthand.desk.gate_origins import ground
from firsthand.method.weigh.origins_roots import EYEWITNESS, KNOWN, OWN_ACT, RECORDING, same_item
from firsthand.record.entry import Entry

from . import words
from .matter import Matter, anchor

THIS = {RECORDING: "this recording", EYEWITNESS: "this eyewitness", OWN_ACT: "this body’s own statement"}
KIND = {RECORDING: "Recording", EYEWITNESS: "Eyewitness", OWN_ACT: "Own act"}
HIDDEN_ITEM, ABSENT = "an item that is withheld", "spoken of only: nobody here has its bytes"
MOST = 6  # falls that are written out under one answer; a table of all of them would hide the few that matter


@dataclass(frozen=True, slots=True, kw_only=True)
class RootView:
    """One origin, or an honest unknown with its reason (`note`). `by` are the sources who rest on it on this side."""

    key: str
    kind: str
    name: Markup
    where: str
    note: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """`hidden` counts origins and unknowns that only withheld entries rest on."""

    origins: tuple[RootView, ...]
    unknown: tuple[RootView, ...]
    nothing: tuple[tuple[str, str], ...]  # who says it, and why it counts for nothing
    through: tuple[str, ...]
    hidden: int

    @property
    def empty(self) -> bool:
        return not (self.origins or self.unknown or self.nothing or self.hidden)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestsView:
    """What an answer rests on. `falls` says, origin by origin, what would be left without it."""

    pro: SideView
    con: SideView
    falls: tuple[Markup, ...] = ()
    more: int = 0

    @property
    def single(self) -> bool:
        return len(self.pro.origins) == 1 and not self.pro.hidden


NONE = SideView(origins=(), unknown=(), nothing=(), through=(), hidden=0)


def answers(matter: Matter) -> Mapping[str, RestsView]:
    """By answer. Without what weigh.origins says there is nothing to print."""
    found = (answer for question in matter.origins.get("questions", ()) for answer in question["answers"])
    return {answer["id"]: _answer(matter, answer) for answer in found}


def touching(matter: Matter) -> Mapping[str, SideView]:
    """By question: what speaks to it without naming an answer."""
    return {one["id"]: _side(matter, one["touching"]) for one in matter.origins.get("questions", ())}


def falls(matter: Matter) -> Mapping[str, tuple[Markup, ...]]:
    """By question: the origins without which no answer to it would have any support."""
    return {
        one["id"]: tuple(
            _without(matter, fell["origin"], Markup("nothing supports any answer to “{}”").format(one["about"]))
            for fell in one["fell"]
            if fell["all"] and _visible(matter, one, fell["origin"])
        )
        for one in matter.origins.get("questions", ())
    }


def circles(matter: Matter) -> tuple[Markup, ...]:
    made = []
    for circle in matter.origins.get("circles", ()):
        if not all(_shown(matter, entry) for entry in circle["claims"]):
            made.append(Markup("A circle of {} claims, some of which are withheld.").format(len(circle["claims"])))
            continue
        names = Markup(" ← ").join(words.name(matter.source(source)) for source in circle["sources"])
        beneath = ", ".join(str(_root(matter, key).name) for key in circle["rest_on"])
        rest = Markup("beneath it: {}").format(Markup(beneath)) if beneath else "nothing beneath it: one unknown origin"
        made.append(Markup("{}: {}; {}").format(names, circle["says"], rest))
    return tuple(made)


def of_sentence(matter: Matter, draft: Entry) -> tuple[RootView, ...]:
    """The known origins of all that a sentence rests on, directly or through the judgements that it names."""
    evidence = matter.origins.get("evidence", {})
    shown = (entry for entry in ground(matter.case, draft) if _shown(matter, entry))
    keys = dict.fromkeys(key for entry in shown for key in evidence.get(entry, {}).get("origins", ()))
    return tuple(_root(matter, key) for key in keys)


# --- one answer -------------------------------------------------------------------------------------------------------------


def _answer(matter: Matter, answer: Mapping[str, Any]) -> RestsView:
    pro, con = _side(matter, answer["for"]), _side(matter, answer["against"])
    seen = {root.key for root in (*pro.origins, *con.origins)}
    fallen = [fell for fell in answer["fell"] if fell["origin"] in seen]
    # First those without which nothing is left.
    fallen.sort(key=lambda fell: not fell["nothing_left"])
    return RestsView(
        pro=pro,
        con=con,
        falls=tuple(_fall(matter, fell, seen) for fell in fallen[:MOST]),
        more=max(0, len(fallen) - MOST),
    )


def _fall(matter: Matter, fell: Mapping[str, Any], seen: set[str]) -> Markup:
    if fell["nothing_left"]:
        but = ", but for what has no known origin" if fell["unknown_for"] else ""
        return _without(matter, fell["origin"], Markup("nothing supports it{}").format(but))
    left = [_root(matter, key).name for key in fell["left_for"] if key in seen]
    hidden = len(fell["left_for"]) - len(left)
    names = [*left, *([Markup("{} withheld").format(hidden)] if hidden else [])]
    says = Markup("for it there is left: {}").format(Markup(", ").join(names)) if names else Markup("nothing is for it")
    return _without(matter, fell["origin"], says)


def _without(matter: Matter, key: str, says: Markup) -> Markup:
    root = _root(matter, key)
    return Markup("Without {} ({}), {}.").format(THIS[root.kind], root.name, says)


def _side(matter: Matter, side: Mapping[str, Any]) -> SideView:
    """Only what a shown entry rests on is named: a withheld statement's origin would give it away."""
    evidence = matter.origins["evidence"]
    by: dict[str, dict[str, None]] = {}
    for entry in side["evidence"]:
        if _shown(matter, entry):
            rests = evidence.get(entry, {})
            for key in (*rests.get("origins", ()), *rests.get("unknown", ())):
                by.setdefault(key, {}).update(_speaker(matter, entry))
    origins = tuple(_root(matter, key, by[key]) for key in side["origins"] if key in by)
    unknown = tuple(_root(matter, key, by[key]) for key in side["unknown"] if key in by)
    return SideView(
        origins=origins,
        unknown=unknown,
        nothing=tuple(_nothing(matter, one) for one in side["nothing"] if _shown(matter, one["evidence"])),
        through=tuple(matter.source(source) for source in side["only_through"]) if by else (),
        hidden=len(side["origins"]) + len(side["unknown"]) - len(origins) - len(unknown),
    )


def _speaker(matter: Matter, entry: str) -> dict[str, None]:
    found = matter.case.entries[entry]
    return {matter.source(found.value.source): None} if found.kind == "claim" else {}


def _nothing(matter: Matter, one: Mapping[str, str]) -> tuple[str, str]:
    who = next(iter(_speaker(matter, one["evidence"])), matter.case.entries[one["evidence"]].kind)
    return who, one["why"]


def _shown(matter: Matter, entry: str) -> bool:
    found = matter.case.entries.get(entry)
    return found is not None and matter.disclosure.shows(found)


def _visible(matter: Matter, question: Mapping[str, Any], key: str) -> bool:
    evidence = matter.origins["evidence"]
    return any(
        key in evidence.get(entry, {}).get("origins", ()) and _shown(matter, entry)
        for answer in question["answers"]
        for entry in answer["for"]["evidence"]
    )


# --- names ------------------------------------------------------------------------------------------------------------------


def _root(matter: Matter, key: str, by: Iterable[str] = ()) -> RootView:
    root = matter.origins["roots"][key]
    kind, of = root["kind"], key.removeprefix(root["kind"] + " ")
    name, where = _recording(matter, root, of) if kind == RECORDING else _named(matter, of)
    note = root.get("why", "") if kind not in KNOWN else "" if root.get("here", True) else ABSENT
    # An eyewitness or a body is its own source: to say so twice says nothing.
    others = tuple(who for who in by if kind == RECORDING or words.name(who) != name)
    return RootView(key=key, kind=kind, name=name, where=where, note=note, by=others)


def _recording(matter: Matter, root: Mapping[str, Any], of: str) -> tuple[Markup, str]:
    if of.startswith("item "):
        return _item(matter, of.removeprefix("item "))
    files = tuple(root.get("files", ()))
    for number, recording in enumerate(matter.recordings, 1):
        if recording.id == of and len(files) > 1 and any(f in matter.number for f in files):
            return Markup("Recording {}, {} copies").format(number, len(files)), f"recording-{number}"
    named = [file for file in files if file in matter.number]
    if not named:
        return Markup("a file that this report does not name"), ""
    return Markup(", ").join(matter.exhibit(file) for file in named), f"x-{matter.number[named[0]]}"


def _item(matter: Matter, sighting: str) -> tuple[Markup, str]:
    """An item that is only spoken of, called as a sighting that is shown calls it."""
    first = matter.case.entries.get(sighting)
    item = same_item(first.value.item or "") if first is not None and first.kind == "sighting" else ""
    of_it = (e for e in matter.case.of("sighting") if item and same_item(e.value.item or "") == item)
    shown = next((e for e in of_it if e.value.file is None and matter.disclosure.shows(e)), None)
    if shown is None:
        return Markup(HIDDEN_ITEM), ""
    return words.name(shown.value.item), f"item-{shown.id[:16]}"


def _named(matter: Matter, of: str) -> tuple[Markup, str]:
    """A source by its name; else a file or an entry, by what the page calls it."""
    found = matter.case.entries.get(of)
    if found is None:
        return Markup(matter.exhibit(of)), f"x-{matter.number[of]}" if of in matter.number else ""
    if found.kind == "source":
        return words.name(matter.source(of)), anchor(of) if matter.disclosure.shows(found) else ""
    return Markup("{} {}").format(found.kind, found.id[:12]), ""
