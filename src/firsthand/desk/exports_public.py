"""What of a case may leave it in an export: the same decision as for a report, with names said as a report says them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.method.weigh.origins_roots import same_item
from firsthand.record.bounds import Span
from firsthand.record.case import Case
from firsthand.record.digest import check_digest
from firsthand.record.entry import Entry

from .desk import BULK, Desk, view
from .gate_disclosure import Disclosure, Plan, disclose
from .origins import origins_unnamed
from .relative import publications, said
from .report.gather import copies, recordings
from .report.matter import analysts

ENTRY, FILE = "urn:firsthand:entry:", "urn:sha256:"
HIDDEN_SOURCE, HIDDEN_ITEM = "a source that is withheld", "an item that is withheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """A case as the public may see it. `origins` is weigh.origins' value, without names."""

    case: Case
    disclosure: Disclosure
    analysts: Mapping[str, str]
    origins: Mapping[str, Any]
    said: Mapping[str, tuple[Span, str]]  # claim -> when it was said, and the sighting whose date told it

    def shows(self, entry: str) -> bool:
        found = self.case.entries.get(entry)
        return found is not None and self.disclosure.shows(found)

    def source(self, source: str) -> str:
        """A source's name as a report prints it."""
        if source in self.disclosure.protected:
            return f"a source known to the authors ({self.disclosure.protected[source]})"
        found = self.case.entries.get(source)
        if found is None or found.kind != "source" or not self.disclosure.shows(found, "name"):
            return HIDDEN_SOURCE
        return str(found.value.name)

    def named(self, source: str) -> bool:
        """Whether a source is shown by its own name."""
        found = self.case.entries.get(source)
        return found is not None and source not in self.disclosure.protected and self.source(source) != HIDDEN_SOURCE

    def author(self, entry: Entry) -> str:
        return self.analysts.get(entry.log, f"log {entry.log[:12]}")

    def field(self, entry: Entry, name: str) -> str:
        """A field that can be sealed: its text where a report shows it, else nothing."""
        return str(getattr(entry.value, name) or "") if self.disclosure.shows(entry, name) else ""

    def origin(self, key: str) -> str:
        """A root of weigh.origins in words."""
        root = self.origins["roots"][key]
        kind, of = root["kind"], key.removeprefix(root["kind"] + " ")
        found = self.case.entries.get(of)
        if found is not None and found.kind == "source":
            return f"{kind}: {self.source(of)}"
        if not root.get("here", True) and kind == "recording":
            return f"{kind}: {self.item(key)} (spoken of; its bytes are not in the case)"
        return f"{kind}: {root['name']}"

    def item(self, key: str) -> str:
        """The name of an item that is only spoken of, where a sighting of it is shown."""
        first = self.case.entries.get(key.removeprefix("recording item "))
        if first is None:
            return HIDDEN_ITEM
        of_it = (e for e in self.case.of("sighting") if same_item(e.value.item or "") == same_item(first.value.item))
        return next((str(e.value.item) for e in of_it if self.disclosure.shows(e)), HIDDEN_ITEM)

    def standing(self, entry: Entry) -> str:
        """ "stands", or what became of it."""
        gone = self.case.withdrawn.get(entry.id)
        if gone is not None:
            return f"withdrawn: {self.case.entries[gone].value.reason}"
        return "revised" if entry.id in self.case.replaced else "stands"


def public(desk: Desk, *, withhold: Iterable[str] = ()) -> Public:
    """`withhold` as for a publication: "ID" for a whole entry, "ID.field" for a sealed field. Raises BadDigest."""
    case = view(desk, *BULK)
    plan = Plan(withhold=_withheld(withhold))
    disclosure = disclose(case, plan, copies(recordings(case)))
    dated = publications(case)
    return Public(
        case=case,
        disclosure=disclosure,
        analysts=analysts(case, disclosure),
        origins=origins_unnamed(desk),
        said={e.id: said(case, e.value, dated) for e in case.of("claim") if disclosure.shows(e)},
    )


def _withheld(asked: Iterable[str]) -> dict[str, frozenset[str]]:
    fields: dict[str, set[str]] = {}
    whole: set[str] = set()
    for text in asked:
        entry, dot, name = text.partition(".")
        fields.setdefault(check_digest(entry, "an entry to withhold"), set()).update([name] if dot else [])
        whole |= set() if dot else {entry}
    return {entry: frozenset() if entry in whole else frozenset(names) for entry, names in fields.items()}
