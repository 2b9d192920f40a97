"""Where everything in a case came from, as W3C PROV-JSON: entries and files, the jobs between them, and who answers for each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from firsthand.record.claim import SourceKind
from firsthand.record.entry import CAUSES, Entry, references

from .exports_public import ENTRY, FILE, Public

PREFIX = {
    "entry": ENTRY,
    "file": FILE,
    "job": "urn:firsthand:job:",
    "log": "urn:firsthand:log:",
    "source": "urn:firsthand:source:",
    "program": "urn:firsthand:program:",
    "fh": "urn:firsthand:word:",
}
A_SOURCE = {
    SourceKind.PERSON: "prov:Person",
    SourceKind.OUTLET: "prov:Organization",
    SourceKind.OFFICIAL: "prov:Organization",
}
# The field of a relation that names its first and its second end, by PROV-JSON.
ENDS: Mapping[str, tuple[str, str]] = {
    "wasGeneratedBy": ("prov:entity", "prov:activity"),
    "used": ("prov:activity", "prov:entity"),
    "wasAssociatedWith": ("prov:activity", "prov:agent"),
    "wasAttributedTo": ("prov:entity", "prov:agent"),
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity"),
    "wasInvalidatedBy": ("prov:entity", "prov:activity"),
    "wasInformedBy": ("prov:informed", "prov:informant"),
}
# How an entry stands to what a field of it names, where that is more than "derived from".
TYPES: Mapping[tuple[str, str], str] = {
    ("assessment", "revises"): "prov:Revision",
    ("draft", "replaces"): "prov:Revision",
    ("published", "previous"): "prov:Revision",
    ("claim", "rests_on"): "prov:Quotation",
    ("observation", "rests_on"): "prov:PrimarySource",
}


@dataclass(slots=True)
class Made:
    """The document as it grows; relations are numbered, and each is said once."""

    document: dict[str, Any] = field(default_factory=lambda: {"prefix": dict(PREFIX)})
    said: set[tuple[str, str, str, str]] = field(default_factory=set)

    def thing(self, what: str, name: str, **values: Any) -> str:
        known = self.document.setdefault(what, {})
        known[name] = {**known.get(name, {}), **{key.replace("__", ":"): item for key, item in values.items() if item}}
        return name

    def relation(self, what: str, one: str, two: str, kind: str = "") -> None:
        if (what, one, two, kind) in self.said:
            return
        self.said.add((what, one, two, kind))
        first, second = ENDS[what]
        made = {first: one, second: two, **({"prov:type": _name(kind)} if kind else {})}
        self.document.setdefault(what, {})[f"_:r{len(self.said)}"] = made


def _name(text: str) -> dict[str, str]:
    return {"$": text, "type": "prov:QUALIFIED_NAME"}


def document(seen: Public) -> dict[str, Any]:
    """PROV-JSON (W3C member submission, 2013). Of an entry that is withheld only its kind and its place in the web."""
    made = Made()
    for log, name in sorted(seen.analysts.items()):
        made.thing("agent", f"log:{log}", prov__type=_name("prov:Person"), prov__label=name)
    for entry in seen.case.entries.values():
        _entry(seen, made, entry)
    return made.document


def _entry(seen: Public, made: Made, entry: Entry) -> None:
    name = f"entry:{entry.id}"
    shown = seen.disclosure.shows(entry)
    told = _told(seen, entry) if shown else {"fh__withheld": seen.disclosure.bodies[entry.id]}
    made.thing("entity", name, prov__type=_name(f"fh:{entry.kind}"), fh__day=entry.at, **told)
    made.relation("wasAttributedTo", name, f"log:{entry.log}")
    if not shown:
        return
    for field_ in CAUSES.get(entry.kind, ()):
        for cause in references(entry.value).get(field_, ()):
            if cause in seen.case.entries:
                made.relation("wasDerivedFrom", name, f"entry:{cause}", TYPES.get((entry.kind, field_), ""))
    more = MORE.get(entry.kind)
    if more is not None:
        more(seen, made, entry, name)


# A label in an entry's own open words; sealed ones only where a report shows them.
LABELS: Mapping[str, Callable[[Public, Entry], str]] = {
    "claim": lambda seen, entry: str(entry.value.paraphrase),
    "observation": lambda seen, entry: str(entry.value.says),
    "question": lambda seen, entry: str(entry.value.text),
    "answer": lambda seen, entry: str(entry.value.text),
    "draft": lambda seen, entry: str(entry.value.text),
    "assessment": lambda seen, entry: f"{entry.value.likelihood.value}; confidence {entry.value.confidence.value}",
    "finding": lambda seen, entry: (
        f"{entry.value.job.method} {entry.value.job.version}: {entry.value.outcome['outcome']}"
    ),
    "source": lambda seen, entry: seen.source(entry.id),
    "sighting": lambda seen, entry: seen.field(entry, "url") or str(entry.value.item or ""),
    "withdrawal": lambda seen, entry: str(entry.value.reason),
}


def _told(seen: Public, entry: Entry) -> dict[str, Any]:
    label, standing = LABELS.get(entry.kind), seen.standing(entry)
    return {
        "prov__label": label(seen, entry) if label else "",
        "fh__standing": "" if standing == "stands" else standing,
    }


def _file(made: Made, digest: str, **told: Any) -> str:
    return made.thing("entity", f"file:{digest}", prov__type=_name("fh:bytes"), **told)


def _of_bytes(seen: Public, made: Made, entry: Entry, name: str) -> None:
    made.relation("wasDerivedFrom", name, _file(made, entry.value.digest, fh__size=entry.value.size))


def _derivative(seen: Public, made: Made, entry: Entry, name: str) -> None:
    value = entry.value
    made_file = _file(made, value.digest, fh__size=value.size, fh__how=value.how)
    made.relation("wasDerivedFrom", made_file, _file(made, value.parent))
    made.relation("wasDerivedFrom", name, made_file)


def _sighting(seen: Public, made: Made, entry: Entry, name: str) -> None:
    if entry.value.file is not None:
        made.relation("wasDerivedFrom", name, _file(made, entry.value.file))


def _claim(seen: Public, made: Made, entry: Entry, name: str) -> None:
    """The claim is its source's; who passed it on is an agent of the chain."""
    for source in (entry.value.source, *entry.value.through):
        agent = made.thing("agent", f"source:{source}", **_agent(seen, source))
        made.relation("wasAttributedTo", name, agent, "fh:says" if source == entry.value.source else "fh:passed-on")
    for file in entry.value.files:
        made.relation("wasDerivedFrom", name, _file(made, file))


def _agent(seen: Public, source: str) -> dict[str, Any]:
    found = seen.case.entries.get(source)
    kind = A_SOURCE.get(found.value.is_a, "") if found is not None else ""
    return {"prov__label": seen.source(source), "prov__type": _name(kind) if kind else None}


def _observation(seen: Public, made: Made, entry: Entry, name: str) -> None:
    for part in (entry.value.stretch, entry.value.moment):
        if part is not None:
            made.relation("wasDerivedFrom", name, _file(made, part.file))


def _finding(seen: Public, made: Made, entry: Entry, name: str) -> None:
    value = entry.value
    job = made.thing(
        "activity",
        f"job:{value.job.id}",
        prov__type=_name("fh:job"),
        prov__label=f"{value.job.method} {value.job.version}",
    )
    made.relation("wasGeneratedBy", name, job)
    for program, version in value.made_with.items():
        agent = made.thing(
            "agent", f"program:{_safe(program)}-{_safe(version)}", prov__type=_name("prov:SoftwareAgent")
        )
        made.relation("wasAssociatedWith", job, agent)
    for file in value.files:
        made.relation("used", job, _file(made, file))
    for cause in value.rests_on:
        if cause in seen.case.entries:
            made.relation("used", job, f"entry:{cause}")


def _safe(text: str) -> str:
    return "".join(c if c.isalnum() or c in "._-" else "-" for c in text)


def _withdrawal(seen: Public, made: Made, entry: Entry, name: str) -> None:
    """A withdrawal ends what it takes back; that is an act of its author."""
    act = made.thing("activity", f"job:{entry.id}", prov__type=_name("fh:withdrawal"))
    made.relation("wasAssociatedWith", act, f"log:{entry.log}")
    if entry.value.of in seen.case.entries:
        made.relation("wasInvalidatedBy", f"entry:{entry.value.of}", act)


MORE: Mapping[str, Callable[[Public, Made, Entry, str], None]] = {
    "file": _of_bytes,
    "derivative": _derivative,
    "sighting": _sighting,
    "claim": _claim,
    "observation": _observation,
    "finding": _finding,
    "withdrawal": _withdrawal,
}
