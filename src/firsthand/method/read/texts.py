"""Text and times that a file states: kept verbatim, made harmless to show, and never given a zone that was not stated."""

import re
import unicodedata
from datetime import datetime, timedelta
from typing import Any

from firsthand.record.bounds import local_span, parse_offset
from firsthand.record.fault import BadTime

LONGEST = 4000
# Characters that would act on a screen or a terminal instead of being read: controls, marks that turn text round, surrogates.
_ACTS = {"Cc", "Cs"}
_TURNS = {chr(code) for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)}
_STAMP = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?P<dash>[:/.-]?)(?P<month>\d\d)(?P=dash)(?P<day>\d\d)"
    r"(?:[T ]+(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?(?!\d)"
)
NO_ZONE = "no zone is stated: the instant is open by all the zones it could have been"
BY_FORMAT = "the format says UTC, but many devices write their local time here"


def shown(text: str) -> str:
    """`text` without its closing NULs, what acts on a screen written as \\x1b or \\u202e, at most 4000 characters."""
    text = text.rstrip("\x00 ")
    cut = text[:LONGEST]
    plain = "".join(_harmless(letter) for letter in cut)
    return plain + (f" [... {len(text) - LONGEST} more characters]" if len(text) > LONGEST else "")


def _harmless(letter: str) -> str:
    if letter in "\n\t":
        return letter
    if unicodedata.category(letter) in _ACTS or letter in _TURNS:
        code = ord(letter)
        return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    return letter


def stated_time(where: str, text: str, *, zone: str | None = None, trouble: str | None = None) -> dict[str, Any] | None:
    """A time found in a text: {where, verbatim, zone, trouble, span, if_utc}; None when there is none in it.

    `zone` is one stated beside the text (EXIF's OffsetTime); a zone inside the text goes before it. `span` is a Span's
    wire form, or None where the text looks like a time and is not one (zeros, a 31st of June).
    """
    if (found := _STAMP.search(text)) is None:
        return None
    stated = found["zone"] or zone
    verbatim = shown(text)
    made: dict[str, Any] = {
        "where": where,
        "verbatim": verbatim,
        "zone": stated,
        "trouble": trouble,
        "span": None,
        "if_utc": None,
    }
    bounds = _bounds(found)
    if bounds is None:
        return {**made, "trouble": "not a time that any calendar has"}
    offset = parse_offset(stated) if stated else None
    if offset is None:
        made["trouble"] = trouble or NO_ZONE
    return _with_span(made, *bounds, offset)


def counted_time(where: str, seconds: int, epoch: datetime, stated: str) -> dict[str, Any]:
    """A time that a binary format counts in whole seconds from a naive `epoch` that it defines as UTC."""
    made: dict[str, Any] = {
        "where": where,
        "verbatim": stated,
        "zone": None,
        "trouble": BY_FORMAT,
        "span": None,
        "if_utc": None,
    }
    try:
        begin = epoch + timedelta(seconds=seconds)
    except OverflowError:
        return {**made, "trouble": "not a time that any calendar has"}
    return _with_span(made, begin, begin + timedelta(seconds=1), None, by_format=True)


def _with_span(
    made: dict[str, Any], begin: datetime, end: datetime, offset: timedelta | None, *, by_format: bool = False
) -> dict[str, Any]:
    try:
        span = local_span(begin, end, offset=offset, zone=made["zone"], verbatim=made["verbatim"])
        made["span"] = span.wire()
        if by_format:
            made["if_utc"] = local_span(begin, end, offset=timedelta(0), zone=None, verbatim=made["verbatim"]).wire()
    except (BadTime, OverflowError):
        made["trouble"] = "not a time that any calendar has"
    return made


def _bounds(found: re.Match[str]) -> tuple[datetime, datetime] | None:
    """The stretch of wall clock that a text leaves open by what it does not say."""
    year, month, day, hour, minute, second = (
        int(found[n] or 0) for n in ("year", "month", "day", "hour", "minute", "second")
    )
    fraction = found["fraction"] or ""
    micro = int(fraction[:6].ljust(6, "0")) if fraction else 0
    try:
        begin = datetime(year, month, day, hour, minute, min(second, 59), micro)
        if found["hour"] is None:
            return begin, begin + timedelta(days=1)
        if found["second"] is None:
            return begin, begin + timedelta(minutes=1)
        step = (
            timedelta(seconds=1) if not fraction else timedelta(microseconds=max(1, 10 ** (6 - min(6, len(fraction)))))
        )
        return begin, begin + step
    except (ValueError, OverflowError):
        return None
