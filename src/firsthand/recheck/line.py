"""What a recheck says: one line a subject, its verdict, a lasting code; and what the lines together come to."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

STEPS = {
    1: "the folder",
    2: "the files",
    3: "the seal",
    4: "the logs",
    5: "the seal's place in its log",
    6: "the entries",
    7: "what is withheld",
    8: "whose key",
    9: "findings reached again",
    10: "the page and its sentences",
}


class Verdict(StrEnum):
    HOLDS = "holds"
    BROKEN = "broken"
    WITHHELD = "withheld"
    CANNOT = "cannot check"


GRAVITY = {Verdict.HOLDS: 0, Verdict.WITHHELD: 1, Verdict.CANNOT: 2, Verdict.BROKEN: 3}

# Every code that is not a fault's, and what it says. A code never changes its meaning.
CODES: dict[str, str] = {
    "holds": "As it should be.",
    "folder.missing": "The manifest lists a file that is not there.",
    "folder.stray": "A file or folder is there that the manifest does not list.",
    "folder.name": "A name that no published folder can hold: case, letters outside ASCII, dots first.",
    "folder.not-regular": "A link, a pipe, a device or the like.",
    "folder.limit": "More, deeper or larger than the format allows.",
    "folder.unreadable": "This machine does not let it be read.",
    "manifest.bad": "The manifest is not one of the format.",
    "manifest.path": "The manifest lists a path that the format does not allow.",
    "manifest.heads": "The logs in the folder are not those that the manifest heads.",
    "manifest.counts": "The manifest does not count what the ledgers show, head and hash.",
    "file.size": "A file has another size than the manifest says.",
    "file.digest": "A file has other bytes than the manifest says.",
    "file.not-hashed": "A quick recheck: public bytes were not hashed.",
    "blob.name": "A blob's name is not its digest.",
    "blob.unnamed": "No shown entry names these public bytes.",
    "seal.bad": "One of the three files of the seal is not one of the format.",
    "seal.manifest": "The published entry commits to another manifest.",
    "seal.heads": "The published entry commits to other heads than the manifest.",
    "seal.edition": "The edition is not the one that follows from the manifest and the ledgers.",
    "seal.counts": "The published entry counts otherwise than the manifest.",
    "seal.previous": "The edition before is not the one that the published entry names.",
    "seal.place": "The published entry is not the next entry of its author's log.",
    "seal.root": "The seal's checkpoint has another root than the log with the published entry.",
    "seal.proof": "The inclusion proof does not lead to the checkpoint's root.",
    "seal.signature": "The seal's checkpoint is not signed by the key in force.",
    "seal.by": "The published entry names another key than the one in force.",
    "seal.compromised": "The ledger itself says that this log was not to be relied on when the report was sealed.",
    "seal.key-withheld": "The key that seals cannot be learnt: what hands it over is withheld.",
    "log.missing": "A log, or its checkpoints, is not there.",
    "log.size": "A log has not as many lines as its head says.",
    "log.root": "A log's lines do not have the root that its head says.",
    "log.id": "A log's first entry does not open this log in this case.",
    "log.opened-again": "An `opened` entry that is not the first of its log.",
    "log.unreadable": "A log cannot be read as lines.",
    "log.unacknowledged": "What no checkpoint covers was never acknowledged, and is ignored.",
    "checkpoint.bad": "A checkpoint is not a note of the format.",
    "checkpoint.other-log": "A checkpoint of another log or case.",
    "checkpoint.order": "The size falls from one checkpoint to the next.",
    "checkpoint.ahead": "A checkpoint of more entries than the folder has: something was taken back.",
    "checkpoint.root": "A checkpoint of other entries than these.",
    "checkpoint.signature": "A checkpoint is not signed by the key then in force.",
    "checkpoint.short": "No checkpoint covers the last entries of a log.",
    "checkpoint.key-withheld": "A checkpoint cannot be checked: the key then in force is withheld.",
    "entry.other-log": "An entry that says it stands in another log.",
    "entry.twice": "One entry stands at two places.",
    "entry.by": "An entry names another key than the one in force.",
    "entry.day-back": "The stated day goes back: noted, for no order is ever taken from it.",
    "entry.day-before-cause": "The stated day is before that of an entry it rests on: noted, for the order shows that it was not.",
    "entry.salt-twice": "A salt or a commitment stands twice: what is withheld could be guessed from what is shown.",
    "key.rotation": "A key handed over without the signature of the key before.",
    "key.rotation-withheld": "A hand-over cannot be checked: the key before is withheld.",
    "key.compromised": "Entries that the ledger itself says are not to be relied on.",
    "key.self-vouched": "A lost log's successor vouched for by nobody else.",
    "key.successor": "What was said of a key, noted.",
    "head.unknown-log": "An entry has seen a log that is not here: an author was left out.",
    "head.ahead": "An entry has seen more of a log than is here: the log was cut.",
    "head.root": "An entry has seen other entries of a log than those that are here.",
    "cause.missing": "An entry rests on an entry that is not here.",
    "cause.order": "An entry rests on one that does not stand before it.",
    "cause.order-withheld": "Whether an entry stands after one it rests on is hidden with a line of which only the hash is left.",
    "cause.cycle": "Entries that rest on each other.",
    "cause.broken": "It rests on something broken.",
    "cause.cannot": "It rests on something that cannot be checked.",
    "cause.withheld": "It rests on something withheld.",
    "line.header-only": "Entries whose body is withheld; their kind, day and key are shown.",
    "line.field": "Fields that can name people or places of people are withheld.",
    "line.hidden-target": "A withheld entry of a kind that can withdraw, dispute, assess or revoke: what it is about is hidden.",
    "line.hash-only": "A line of which only the hash is left: it can hide anything, a withdrawal too.",
    "vault.digest": "Bytes in the vault are not what their name says.",
    "vault.missing": "Bytes that an entry names are not in the vault.",
    "vault.unnamed": "Bytes in the vault that no shown entry names, noted.",
    "case.bad": "case.json is not one of the format.",
    "case.stray": "A file in the case's folder that is no part of the case: it is not read, and nothing vouches for it.",
    "pin.none": "Nothing was pinned: the folder proves only itself.",
    "pin.key": "The pinned key.",
    "pin.other-key": "The report is sealed under another key than the pinned one.",
    "pin.checkpoint": "The pinned checkpoint.",
    "pin.other-case": "The pinned checkpoint is of another case.",
    "pin.unknown-log": "The pinned checkpoint is of a log that is not here: an author was left out.",
    "pin.older": "Older than the pinned checkpoint: something was taken back.",
    "pin.fork": "Other entries than those under the pinned checkpoint.",
    "pin.signature": "The pinned checkpoint is not signed by the log's key.",
    "pin.bad": "What was pinned is not a checkpoint.",
    "pin.key-withheld": "Whether the pinned key seals cannot be told: what hands the key over is withheld.",
    "pin.beyond": "Entries that nothing pinned reaches.",
    "page.none": "There is no index.html: what readers are given was not held against the sentences.",
    "page.not-read": "The page is not the sealed one, or could not be read, so its words were not held against the sentences.",
    "page.form-unknown": "The page is of no form that this version knows: its words were not held against the sentences.",
    "page.form-older": "The page is of an older form, which does not print all that must be printed now.",
    "page.form": "The page is not written as the form is that it names: other marks, other words of the template, hidden text.",
    "page.style": "The style sheet is none that this version knows for this form: it could hide words or add them.",
    "page.beside": "A published file that is no part of the form: its words were not held against anything.",
    "page.sentence": "A draft sentence is not on the page once, in its place, to the letter; or another is.",
    "page.footing": "A sentence's notes, likelihood, confidence or assessor are not as sealed.",
    "page.dissent": "A judgement, answer, review, objection, withdrawal or correction that must be printed is not there, or is another.",
    "page.words": "The page says something that no sealed entry says.",
    "page.picture": "The page shows a picture or bytes that the ledgers do not know as what it shows them as.",
    "page.letters": "Text on the page holds letters that cannot be seen or turn the line round; they stand in the ledgers too.",
    "page.phrase": "Words of a method's card or a reason for withholding that this version does not know.",
    "page.withheld": "What the page says of something withheld cannot be held against it.",
    "page.not-computed": "Counts that methods worked out (origins, copies and the like), or of what is withheld, were not made again.",
    "page.made-again": "What methods worked out on the page comes out as it stands.",
    "page.differs": "What methods worked out on the page comes out otherwise now: another version of them, or another page.",
    "finding.not-computed": "Findings were not computed again: that part is not installed, or was not asked for.",
    "finding.holds": "A finding or a still, made again from bytes or readings, comes out as it stands.",
    "finding.differs": "A finding, asked again by the same programs of the same bytes, comes out otherwise.",
    "finding.withheld": "A finding cannot be reached again: the bytes or entries that it needs are not here.",
}
# Accounted for, or beyond the core: these are printed and counted, and do not lower the outcome.
ACCOUNTED = frozenset({"line.header-only", "line.field", "cause.withheld", "page.not-computed"})
TIER_TWO = "finding."
MOST_TEXT = 300
MOST_LINES = 1000  # of one step, verdict and code; the rest is counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing checked: in which step, what, how it stands, in words, and a code that never changes its meaning."""

    step: int
    subject: str
    verdict: Verdict
    says: str
    code: str = "holds"

    def wire(self) -> dict[str, str | int]:
        return {
            "step": self.step, "subject": self.subject, "verdict": str(self.verdict), "says": self.says, "code": self.code
        }  # fmt: skip


def plain(text: str) -> str:
    """Hostile text made fit for a terminal: one line, nothing that steers, nothing that turns the reading direction."""
    cut = text if len(text) <= MOST_TEXT else text[:MOST_TEXT] + " [...]"
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape", "replace").decode() for letter in cut
    )


def line(step: int, subject: str, verdict: Verdict, says: str, code: str = "holds") -> Line:
    return Line(step=step, subject=plain(subject), verdict=verdict, says=plain(says), code=code)


def holds(step: int, subject: str, says: str, code: str = "holds") -> Line:
    return line(step, subject, Verdict.HOLDS, says, code)


def broken(step: int, subject: str, says: str, code: str) -> Line:
    return line(step, subject, Verdict.BROKEN, says, code)


def withheld(step: int, subject: str, says: str, code: str) -> Line:
    return line(step, subject, Verdict.WITHHELD, says, code)


def cannot(step: int, subject: str, says: str, code: str) -> Line:
    return line(step, subject, Verdict.CANNOT, says, code)


@dataclass(slots=True)
class Notes:
    """Lines kept for their step; of each kind so many and no more, so that a hostile ledger cannot fill the memory."""

    kept: list[Line] = field(default_factory=list)
    counts: Counter[tuple[int, Verdict, str]] = field(default_factory=Counter)

    def add(self, made: Line) -> None:
        kind = (made.step, made.verdict, made.code)
        self.counts[kind] += 1
        if self.counts[kind] <= MOST_LINES:
            self.kept.append(made)

    def of(self, step: int) -> Iterator[Line]:
        yield from (made for made in self.kept if made.step == step)
        for (where, verdict, code), count in self.counts.items():
            if where == step and count > MOST_LINES:
                yield line(step, "and more", verdict, f"{count - MOST_LINES} more of this kind are not listed", code)


def lowers(made: Line) -> bool:
    """Whether a line that is not broken leaves the whole incomplete."""
    open_ = made.verdict in (Verdict.WITHHELD, Verdict.CANNOT)
    return open_ and made.code not in ACCOUNTED and not made.code.startswith(TIER_TWO)


def exit_code(lines: Iterable[Line]) -> int:
    """0 all that is required holds, under a pinned key; 1 something is broken; 3 nothing broken, but unpinned or incomplete."""
    outcome = 0
    for made in lines:
        if made.verdict is Verdict.BROKEN:
            return 1
        if lowers(made):
            outcome = 3
    return outcome
