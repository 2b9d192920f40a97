"""How the report writes times, sizes, seconds and names: exactly, isolated, and never with more precision than was stated."""

import re
import unicodedata
from datetime import datetime
from fractions import Fraction

from markupsafe import Markup, escape

from firsthand.record.assessment import PERCENT, Likelihood
from firsthand.record.bounds import Region, Span
from firsthand.record.footage import Stretch

# Letters that change the order of what stands around them, or cannot be seen: shown by their number in names.
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\Z")


def ltr(text: object) -> Markup:
    """A number, time, hash or address: kept left to right, and apart from the text around it."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


def name(text: str) -> Markup:
    """A name as data: letters that cannot be seen, or turn the line round, are shown by their number."""
    shown = Markup("").join(
        Markup('<span class="hidden-letter">U+{:04X}</span>').format(ord(c))
        if unicodedata.category(c) in _HIDDEN
        else escape(c)
        for c in text
    )
    return Markup('<bdi dir="auto">{}</bdi>').format(shown)


def language(text: str | None) -> str:
    """A language tag that can stand in an attribute, else nothing."""
    return text if text and _LANGUAGE.match(text) else ""


def instant(moment: datetime, exact: bool = True) -> str:
    """UTC without its name: to the minute where it is a whole one and `exact` does not ask for more."""
    text = moment.strftime("%Y-%m-%d %H:%M:%S" if exact or _fine(moment) else "%Y-%m-%d %H:%M")
    return text + (f".{moment.microsecond:06d}".rstrip("0") if moment.microsecond else "")


def _fine(moment: datetime) -> bool:
    return bool(moment.second or moment.microsecond)


def span(value: Span) -> Markup:
    """A span in UTC with what was stated beside it, verbatim; an open end is said in words."""
    stated = []
    if value.verbatim:
        stated.append(Markup("stated “{}”").format(Markup('<bdi dir="auto">{}</bdi>').format(value.verbatim)))
    if value.zone:
        stated.append(Markup("zone {}").format(ltr(value.zone)))
    elif value.earliest or value.latest or value.verbatim:
        stated.append(Markup("no zone stated"))
    bounds = _bounds(value.earliest, value.latest)
    if not stated:
        return bounds
    return Markup('{} <span class="stated">({})</span>').format(bounds, Markup(", ").join(stated))


def _bounds(low: datetime | None, high: datetime | None) -> Markup:
    exact = any(_fine(end) for end in (low, high) if end)
    if low is None or high is None:
        if low is None and high is None:
            return Markup("not known")
        word, end = ("not before", low) if low else ("not after", high)
        return Markup("{} {}").format(word, ltr(f"{instant(end, exact)} UTC" if end else ""))
    first, last = instant(low, exact), instant(high, exact)
    if low == high:
        return ltr(f"{first} UTC")
    return ltr(f"{first}–{last[11:]} UTC" if low.date() == high.date() else f"{first} – {last} UTC")


def region(value: Region) -> Markup:
    """Its extent in degrees, its area, and what was stated; never a point."""
    west, south = min(b[0] for b in value.boxes), min(b[1] for b in value.boxes)
    east, north = max(b[2] for b in value.boxes), max(b[3] for b in value.boxes)
    area = value.area_km2()
    size = f"{area:,.0f}".replace(",", "\u202f") if area >= 10 else f"{area:.2g}"
    extent = f"{west / 1e7:.4f} to {east / 1e7:.4f} °E, {south / 1e7:.4f} to {north / 1e7:.4f} °N"
    made = Markup("{} ({} km²)").format(ltr(extent), ltr(size))
    if not value.verbatim:
        return made
    said = Markup('<bdi dir="auto">{}</bdi>').format(value.verbatim)
    return Markup('{} <span class="stated">(“{}”)</span>').format(made, said)


def seconds(value: Fraction) -> str:
    """0:04.200 : minutes, seconds and thousandths, rounded down; the exact fraction stands in the ledger."""
    thousandths = int(abs(value) * 1000)
    sign = "-" if value < 0 else ""
    text = f"{sign}{thousandths // 60000}:{thousandths // 1000 % 60:02d}.{thousandths % 1000:03d}"
    return text.removesuffix(".000")


def stretch(value: Stretch) -> str:
    if value.start is None and value.end is None:
        return "the whole of it"
    start = seconds(value.start) if value.start is not None else "its start"
    return f"{start} to {seconds(value.end) if value.end is not None else 'its end'}"


def size(count: int) -> str:
    """Bytes, in powers of ten, three digits."""
    amount, unit = float(count), 0
    while amount >= 999.5 and unit < 4:
        amount, unit = amount / 1000, unit + 1
    return f"{count} bytes" if unit == 0 else f"{amount:.3g} {('', 'kB', 'MB', 'GB', 'TB')[unit]}"


def percent(value: Likelihood) -> str:
    low, high = PERCENT[value]
    return f"{low}–{high} %"


def count(number: int, one: str, many: str | None = None) -> str:
    """ "1 entry", "2 entries": the number and its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}".replace(",", "\u202f")


def short(digest: str) -> str:
    return digest[:12]
