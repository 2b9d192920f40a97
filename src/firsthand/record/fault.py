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


class BadEntry(BadRecord):
    code = "record.bad-entry"
    hint = "The entry does not have the shape that its kind asks for; docs/format.md lists the fields."


class BadNote(BadRecord):
    code = "record.bad-note"
    hint = "The checkpoint is not a signed note of the form in docs/format.md."


class BadSignature(BadRecord):
    code = "record.bad-signature"
    hint = "What was signed is not what stands here, or another key signed it; ask the author for the log and the key's fingerprint."


class BrokenLog(BadRecord):
    code = "record.broken-log"
    hint = "The log on the disk was changed; compare it with another copy, and run `firsthand recheck CASE`."


class BadReference(BadRecord):
    code = "record.bad-reference"
    hint = "Name an entry, file or author that this case holds; `firsthand show` lists them."


class BadReading(BadRecord):
    code = "record.bad-reading"
    hint = "A cached reading is damaged: delete the case's cache folder, it is made again."


# --- the outside: the machine, the disk, a file, another program ------------------------------------------------------


class Outside(Fault):
    """Something outside the house failed."""

    code = "outside"


# --- refused by policy -------------------------------------------------------------------------------------------------


class Refused(Fault):
    """The house could, but will not."""

    code = "refused"


class NoAuthor(Refused):
    code = "refused.no-author"
    hint = "Open your own log in the case with `firsthand join CASE --author NAME`, or unlock your key."
