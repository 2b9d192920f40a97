"""Stated times, with the zone they were stated in or none, as spans; imprecise dates by EDTF."""

import re
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from firsthand.record.bounds import Span, local_span, parse_offset
from firsthand.record.fault import BadTime

_WALL = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(\.\d{1,6})?)?\s*(Z|[+-]\d\d:?\d\d)?\Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
MAX_TEXT = 200
STEP = timedelta(microseconds=1)


def stated(text: str, zone: str | None = None) -> Span:
    """A time as somebody wrote it, as the span that it can mean.

    "2022-03-30 14:05" is a whole minute, "2022-03-30" a whole day, EDTF ("2022-03~", "2022-03-1X", "../2022-04") what it
    says. `zone` is an offset or an IANA name; without one (and none in the text) the span is as wide as all the zones that
    it could have been. A wall time that came twice there joins both. Empty text is the open span. Raises BadTime: not a
    time, an unknown zone, a wall time that never was, two zones that differ.
    """
    text, zone = text.strip(), (zone or "").strip() or None
    if not text:
        return Span()
    if len(text) > MAX_TEXT:
        raise BadTime(f"a time of {len(text)} characters")
    if wall := _WALL.match(text):
        begin, end = _wall_bounds(wall)
        if wall.group(8):
            return _with_offset(text, begin, end, wall.group(8), zone)
        return _in_zone(text, begin, end, zone)
    if _DAY.match(text):
        day = _day(text)
        return _in_zone(text, day, _plus(day, timedelta(days=1)), zone)
    first, last = _edtf_bounds(text)
    span = _in_zone(text, first or datetime(2, 1, 1), last or datetime(9998, 1, 1), zone)
    return Span(
        earliest=span.earliest if first else None, latest=span.latest if last else None, zone=zone, verbatim=text
    )


def is_zone(text: str) -> bool:
    """Whether it is an offset from UTC or a zone's name that this machine knows."""
    try:
        return parse_offset(text) is not None or bool(ZoneInfo(text))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def has_offset(text: str) -> bool:
    """Whether a wall time brings its own offset from UTC."""
    wall = _WALL.match(text.strip())
    return wall is not None and wall.group(8) is not None


def said_when(text: str, zone: str | None = None) -> Span:
    """As `stated`; words that are no date ("on Monday") stay verbatim with an unknown span, until somebody dates them."""
    try:
        return stated(text, zone)
    except BadTime:
        if any(sign.isdigit() for sign in text):
            raise
        return Span(zone=zone, verbatim=text.strip())


def epoch(seconds: int | float, verbatim: str) -> Span:
    """A POSIX time of whole seconds: UTC by definition. Raises BadTime."""
    try:
        begin = datetime.fromtimestamp(int(seconds), UTC)
    except (OverflowError, ValueError, OSError) as bad:
        raise BadTime(f"not a POSIX time: {seconds!r}") from bad
    return Span(earliest=begin, latest=begin + timedelta(seconds=1), zone="UTC", verbatim=verbatim)


def _wall_bounds(wall: re.Match[str]) -> tuple[datetime, datetime]:
    year, month, day, hour, minute = (int(wall.group(k)) for k in range(1, 6))
    second, fraction = wall.group(6), wall.group(7)
    try:
        begin = datetime(year, month, day, hour, minute, min(int(second or 0), 59))
    except ValueError as bad:
        raise BadTime(f"no such time: {wall.group(0)!r}") from bad
    if fraction:
        step = timedelta(seconds=10.0 ** -(len(fraction) - 1))
        begin += timedelta(microseconds=int(fraction[1:].ljust(6, "0")))
        return begin, _plus(begin, step)
    return begin, _plus(begin, timedelta(seconds=1) if second else timedelta(minutes=1))


def _day(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as bad:
        raise BadTime(f"no such day: {text!r}") from bad


def _plus(moment: datetime, step: timedelta) -> datetime:
    try:
        return moment + step
    except OverflowError as bad:
        raise BadTime(f"outside the years 1 to 9999: {moment}") from bad


def _with_offset(text: str, begin: datetime, end: datetime, own: str, zone: str | None) -> Span:
    offset = parse_offset(own)
    if offset is None:
        raise BadTime(f"not an offset from UTC: {own!r}")
    span = local_span(begin, end, offset=offset, zone=own, verbatim=text)
    if zone is not None:
        other = _in_zone(text, begin, end, zone)
        if other.earliest != span.earliest:
            raise BadTime(f"{text!r} states {own}, and the zone beside it is {zone!r}: they differ")
    return span


def _in_zone(text: str, begin: datetime, end: datetime, zone: str | None) -> Span:
    if zone is None:
        return local_span(begin, end, offset=None, zone=None, verbatim=text)
    offset = parse_offset(zone)
    if offset is not None:
        return local_span(begin, end, offset=offset, zone=zone, verbatim=text)
    try:
        place = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as bad:
        raise BadTime(f"an unknown zone: {zone!r}") from bad
    # Its last moment, not the next minute's or day's first: that one may have come twice, or never.
    earliest = _instants(begin, place)[0]
    latest = _instants(end - STEP, place)[-1] + STEP
    if latest - earliest <= STEP:
        raise BadTime(f"{text!r} never was in {zone}: its clocks leapt over it")
    return Span(earliest=earliest, latest=latest, zone=zone, verbatim=text)


def _instants(wall: datetime, place: ZoneInfo) -> list[datetime]:
    """The instants at which that zone's clocks showed `wall`: one, two in autumn; where they leapt over it, that of the leap."""
    both = sorted(wall.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    real = [moment for moment in both if moment.astimezone(place).replace(tzinfo=None) == wall]
    if real:
        return real
    before, after = both
    while after - before > STEP:
        middle = before + (after - before) / 2
        if middle.astimezone(place).replace(tzinfo=None) < wall:
            before = middle
        else:
            after = middle
    return [after]


def _edtf_bounds(text: str) -> tuple[datetime | None, datetime | None]:
    """Bounds of an EDTF date as wall times, the day after for the end; None for an open or unknown end."""
    from edtf import EDTFParseException, parse_edtf  # its grammar takes longer to build than most verbs take to run

    try:
        made = parse_edtf(text)
    except (EDTFParseException, ValueError, OverflowError) as bad:
        raise BadTime(f"not a time that the house reads: {text!r}") from bad
    opens = text.startswith(("../", "/")), text.endswith(("/..", "/"))
    # "~" and "?" widen: the library's fuzzy bounds add what it holds for such a statement.
    loose = any(sign in text for sign in "~?%")
    low, high = (made.lower_fuzzy(), made.upper_fuzzy()) if loose else (made.lower_strict(), made.upper_strict())
    begin = None if opens[0] else _from_struct(low, text)
    end = None if opens[1] else _plus(_from_struct(high, text), timedelta(days=1))
    if begin and end and begin > end:
        raise BadTime(f"ends before it begins: {text!r}")
    return begin, end


def _from_struct(moment: time.struct_time | float, text: str) -> datetime:
    try:
        return datetime(moment.tm_year, moment.tm_mon, moment.tm_mday)  # type: ignore[union-attr]
    except (ValueError, AttributeError) as bad:
        raise BadTime(f"outside the years 1 to 9999: {text!r}") from bad
