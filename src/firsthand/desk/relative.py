"""Words like "on Monday" as spans, once a publication date is known; without one they stay words with an unknown span."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from firsthand.record.bounds import Span, instant_text, parse_offset
from firsthand.record.case import Case
from firsthand.record.claim import Claim
from firsthand.record.fault import BadTime
from firsthand.record.sighting import Sighting

from .desk import Desk, view
from .times import stated

DAY = timedelta(days=1)
PAST = 183  # days: a day and month without a year is the last one, where that is no longer ago than half a year
NIGHT = timedelta(hours=8)  # a night goes on into the next day
AROUND = 7 * DAY  # "around March 30": by this house's convention, up to a week to either side
CLOCKS = timedelta(hours=1)  # an offset is no zone: on another day the same clocks may have shown an hour more or less

WEEKDAYS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tue tues",
            "wednesday wed",
            "thursday thu thur thurs",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        "january jan,february feb,march mar,april apr,may,june jun,july jul,august aug,september sep sept,october oct,"
        "november nov,december dec".split(","),
        start=1,
    )
    for name in names.split()
}
COUNTS: Mapping[str, int] = {
    word: number for number, word in enumerate("a two three four five six seven eight nine ten".split(), start=1)
}

UTC_NAMES = ("UTC", "Z", "GMT")
_STATED_DAY = re.compile(r"\s*(\d{4}-\d\d-\d\d)\s*")
Days = tuple[date, date]  # first and last, both included
_PART = r"(?:\s+(?P<part>morning|afternoon|evening|night))?"
_LOOSE = r"(?P<loose>around|about|circa|c\.|roughly|approximately)"
_DAY_OF = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = rf"(?P<month>{'|'.join(MONTHS)})\.?"


def _weekday(found: re.Match[str], published: date) -> Days:
    """The last such day that is not after the publication; "last Monday" may be that one or the one a week before."""
    back = (published.weekday() - WEEKDAYS[found["weekday"]]) % 7
    day = published - back * DAY
    match found["which"]:
        case "last" | "past":
            day = day - 7 * DAY if back == 0 else day
            return day - 7 * DAY, day
        case "next":
            # Within this week, or in the week after: both are said so.
            return day + 7 * DAY, day + 14 * DAY
    return day, day


def _named(found: re.Match[str], published: date) -> Days:
    day = published + {"yesterday": -1, "tomorrow": 1}.get(found["name"], 0) * DAY
    return day, day


def _ago(found: re.Match[str], published: date) -> Days:
    count = COUNTS.get(found["count"]) or int(found["count"])
    day = published - count * DAY
    return day, day


def _week(found: re.Match[str], published: date) -> Days:
    """Weeks begin on Monday for some and on Sunday for others: from the earlier beginning to the later end."""
    monday = published - published.weekday() * DAY
    sunday = published - (published.isoweekday() % 7) * DAY
    back = 7 * DAY if found["which"] == "last" else 0 * DAY
    first, last = min(monday, sunday) - back, max(monday, sunday) + 6 * DAY - back
    return first, (last if found["which"] == "last" else min(last, published))


def _date(found: re.Match[str], published: date) -> Days | None:
    """The last such day that is not after the publication; None where it is long ago, so that another year may be meant."""
    for year in (published.year, published.year - 1):
        try:
            day = date(year, MONTHS[found["month"]], int(found["day"]))
        except ValueError:
            continue
        if day <= published:
            return (day, day) if (published - day).days <= PAST else None
    return None


# What is said -> which days that can be. Each reads the whole text, in lower case.
FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days | None]], ...] = (
    (
        re.compile(
            rf"(?:early|late)?\s*(?:on\s+)?(?:(?P<which>this|last|past|next)\s+)?(?P<weekday>{'|'.join(WEEKDAYS)})\.?{_PART}"
        ),
        _weekday,
    ),
    (
        re.compile(
            r"(?:earlier\s+|late\s+|early\s+)?(?:(?P<name>today|yesterday|tomorrow)|(?:this|to)(?=\s|night))"
            r"\s*(?P<part>morning|afternoon|evening|night)?"
        ),
        _named,
    ),
    (re.compile(rf"(?P<count>{'|'.join(COUNTS)}|\d{{1,2}})\s+days?\s+ago"), _ago),
    (re.compile(r"(?:earlier\s+)?(?P<which>this|last)\s+week"), _week),
    (re.compile(rf"(?:on\s+)?(?:{_LOOSE}\s+)?{_MONTH}\s+{_DAY_OF}"), _date),
    (re.compile(rf"(?:on\s+)?(?:{_LOOSE}\s+)?(?:the\s+)?{_DAY_OF}\s+(?:of\s+)?{_MONTH}"), _date),
)


def relative(text: str, published: Span | None, zone: str | None = None) -> Span:
    """What the words of a text come to that was published then. `zone` is the text's own (an IANA name, best); without
    one the publication's is taken, unless that is UTC, which is how machines write times and not where people wrote the
    text. A publication day without any zone gives a span as wide as all zones.

    Unresolved (verbatim, open at both ends) without a publication day, and for words that name no day of their own. The
    words are taken to speak of what has been. Raises BadTime: an unknown zone.
    """
    words = " ".join(text.split()).rstrip(",;")
    zone = (zone or "").strip() or (_own_zone(published) if published is not None else None)
    unresolved = Span(zone=zone, verbatim=words)
    day = day_of(published, zone) if published is not None else None
    if day is None:
        return unresolved
    for form, days in FORMS:
        if found := form.fullmatch(words.casefold().rstrip(".")):
            try:
                made = days(found, day)
                return unresolved if made is None else _span(made, found, day, zone, words)
            except OverflowError:  # before the first or after the last day of the calendar
                return unresolved
    return unresolved


def _own_zone(published: Span) -> str | None:
    """UTC beside a day is what somebody stated; in an instant it is how a machine wrote it."""
    of_a_machine = published.zone in UTC_NAMES and not _STATED_DAY.fullmatch(published.verbatim or "")
    return None if of_a_machine else published.zone


def day_of(published: Span, zone: str | None) -> date | None:
    """The publication's day on the calendar of its place: as stated, or of its instant in the zone. None where that is
    not one day. Raises BadTime: an unknown zone."""
    stated_day = _STATED_DAY.fullmatch(published.verbatim or "")
    if stated_day:
        return date.fromisoformat(stated_day[1])
    if zone is None or published.earliest is None or published.latest is None:
        return None
    offset = parse_offset(zone)
    ends = (published.earliest, max(published.earliest, published.latest - timedelta(microseconds=1)))
    if offset is not None:
        first, last = ((end + offset).date() for end in ends)
    else:
        try:
            first, last = (end.astimezone(ZoneInfo(zone)).date() for end in ends)
        except (ZoneInfoNotFoundError, ValueError, OSError) as bad:
            raise BadTime(f"an unknown zone: {zone!r}") from bad
    return first if first == last else None


def _span(days: Days, found: re.Match[str], published: date, zone: str | None, words: str) -> Span:
    parts = found.groupdict()
    first, last = (stated(day.isoformat(), zone) for day in days)
    wide = Span(earliest=first.earliest, latest=last.latest)
    if (
        zone is not None
        and zone not in ("UTC", "Z", "GMT")
        and parse_offset(zone) is not None
        and days != (published,) * 2
    ):
        wide = wide.shifted(-CLOCKS, CLOCKS)
    if parts.get("loose"):
        wide = wide.shifted(-AROUND, AROUND)
    if parts.get("part") == "night":
        wide = wide.shifted(timedelta(0), NIGHT)
    return Span(earliest=wide.earliest, latest=wide.latest, zone=zone, verbatim=words)


def known(span: Span) -> bool:
    """Whether a span has any bound."""
    return span.earliest is not None or span.latest is not None


# --- claims that were taken from a text -----------------------------------------------------------------------------------

ARTICLE = "article"  # a sighting's extra {"as": "article"}: a text, in which words stand and nothing was recorded


def is_article(sighting: Sighting) -> bool:
    return sighting.extra.get("as") == ARTICLE


Dated = Mapping[str, list[tuple[str, Span]]]  # a text, by its bytes or its name -> sightings that state its publication


def publications(case: Case) -> Dated:
    """The newest first: a date entered later stands for one entered before. The case must hold its sightings."""
    made: dict[str, list[tuple[str, Span]]] = {}
    for found in case.of("sighting", standing=True):
        if is_article(found.value) and known(found.value.posted):
            made.setdefault(_text_of(found.value), []).insert(0, (found.id, found.value.posted))
    return made


def said(case: Case, claim: Claim, dated: Dated) -> tuple[Span, str]:
    """When a claim was said, and the sighting whose publication date told it ("" where none did).

    A claim that was entered with bounds keeps them. Words alone ("on Monday") are resolved by the publication date of the
    text that the claim was taken from, as soon as a sighting of that text states one: the claim itself is never changed.
    """
    if known(claim.said) or not claim.said.verbatim:
        return claim.said, ""
    for text in _texts(case, claim):
        for where, posted in dated.get(text, ()):
            made = relative(claim.said.verbatim, posted, claim.said.zone)
            if known(made):
                return made, where
    return claim.said, ""


def _texts(case: Case, claim: Claim) -> Iterator[str]:
    """The texts that a claim, or a passage that it rests on, stands in."""
    near = [case.entries[e] for e in claim.rests_on if e in case.entries]
    near += [case.entries[e] for o in near if o.kind == "observation" for e in o.value.rests_on if e in case.entries]
    yield from (_text_of(e.value) for e in near if e.kind == "sighting" and is_article(e.value))


def _text_of(sighting: Sighting) -> str:
    return sighting.file or " ".join((sighting.item or "").split()).casefold()


def dates(desk: Desk) -> Iterator[dict[str, Any]]:
    """One row a claim that states a time: its words, what they come to in UTC, and by which sighting's date."""
    case = view(desk, "sighting")
    dated = publications(case)
    for found in case.of("claim", standing=True):
        if found.value.said.verbatim:
            span, by = said(case, found.value, dated)
            yield {
                "entry": found.id,
                "says": found.value.paraphrase,
                "stated": found.value.said.verbatim,
                "earliest": instant_text(span.earliest) if span.earliest else "not known",
                "latest": instant_text(span.latest) if span.latest else "not known",
                "zone": span.zone or "",
                "by_the_date_of": by,
            }
