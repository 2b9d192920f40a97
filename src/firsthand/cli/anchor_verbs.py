"""What a person tells `align`: anchors, distances, hours, whether pictures agree, where cameras stood."""

from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

import typer

from firsthand.desk.align_places import region_of
from firsthand.desk.desk import resolve, resolve_file, value
from firsthand.desk.weigh import say
from firsthand.method.align.places import MOST_M
from firsthand.record.bounds import Region, Span, instant, instant_text
from firsthand.record.fault import BadValue
from firsthand.record.footage import Stretch
from firsthand.record.observation import Observation

from .opening import HERE, AsJson, Author, CaseDir, opened
from .render import as_json, line

Files = Annotated[str, typer.Argument(help="The recording (digest, or its first characters).")]
At = Annotated[str, typer.Option("--at", help="The second of the recording (12.5 or 25/2).")]
Says = Annotated[str, typer.Option("--says", help="In your own words: what you saw or heard.")]


def _seconds(text: str) -> Fraction:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError) as bad:
        raise typer.BadParameter(f"not seconds: {text!r}") from bad


def _observed(
    case: Path, author: str | None, json: bool, what: str, says: str, file: str, at: str | None, **details: Any
) -> None:
    desk = opened(case, author)
    second = None if at is None else _seconds(at)
    stretch = Stretch(file=resolve_file(desk, file), start=second, end=second)
    told = {name: value for name, value in details.items() if value is not None}
    entry = say(desk, Observation(what=what, says=says, stretch=stretch, details=told))
    as_json({"entry": entry, "kind": "observation"}) if json else line("observation", entry)


def anchor(
    file: Files,
    at: At,
    event: Annotated[str, typer.Option("--event", help="A name for what happened; the same name in each recording.")],
    error: Annotated[
        float | None, typer.Option("--error", help="Seconds to either side; by default a frame, 0.04.")
    ] = None,
    heard: Annotated[bool, typer.Option("--heard", help="It was heard, not seen: sound needs time.")] = False,
    says: Says = "",
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Marks one happening in a recording: where two recordings carry the same name, `align` puts them on one clock by it."""
    words = says or f"{event}, {'heard' if heard else 'seen'} at {at} s"
    _observed(case, author, json, "anchor", words, file, at, event=event, error_s=error, heard=heard or None)


def distance(
    file: Files,
    low: Annotated[float, typer.Option("--low", help="Least distance from the place of the bangs, m.")],
    high: Annotated[float, typer.Option("--high", help="Greatest distance from the place of the bangs, m.")],
    says: Says = "",
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Says how far a recording was made from the place of the bangs: `align` then takes the sound's way into account."""
    if not 0 <= low <= high:
        raise BadValue(f"a distance of {low} to {high} m")
    words = says or f"between {low:g} and {high:g} m from the place of the bangs"
    _observed(case, author, json, "distance", words, file, None, low_m=low, high_m=high)


def stood(
    file: Files,
    within: Annotated[
        float,
        typer.Option(
            "--within",
            help="By how much, at most, the way from what is heard to the microphone changed while it ran, m: a source that "
            "walks, people at different places who speak in turn, a camera in the hand; a wind that turns, 0.3 m for each 100 m and m/s.",
        ),
    ],
    says: Says = "",
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Says how little what a recording hears moved against its microphone: `align` then tells its clock's rate."""
    if not 0 <= within <= MOST_M:
        raise BadValue(f"a way that changed by {within} m")
    words = says or f"the way from what is heard to the microphone changed by at most {within:g} m"
    _observed(case, author, json, "stood", words, file, None, within_m=within)


def hour(
    file: Files,
    at: At,
    earliest: Annotated[str, typer.Option("--earliest", help="RFC 3339, as 2024-08-24T15:00:00Z.")],
    latest: Annotated[str, typer.Option("--latest", help="RFC 3339.")],
    says: Says = "",
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Says between which two instants a second of a recording lies (a clock in the picture): the event's clock becomes UTC."""
    span = Span(earliest=instant(earliest), latest=instant(latest))
    assert span.earliest is not None and span.latest is not None
    told = {"earliest": instant_text(span.earliest), "latest": instant_text(span.latest)}
    _observed(case, author, json, "time", says or f"second {at} lies between {earliest} and {latest}", file, at, **told)


def agree(
    files: Annotated[list[str], typer.Argument(help="Two or more recordings (digests, or their first characters).")],
    differ: Annotated[bool, typer.Option("--differ", help="They do not: what is heard is of no common event.")] = False,
    says: Says = "",
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Says that the pictures of recordings were looked at and agree (or differ): sound alone may be a broadcast's or a dub's."""
    desk = opened(case, author)
    found = sorted({resolve_file(desk, file) for file in files})
    if len(found) < 2:
        raise BadValue("two or more recordings agree or differ")
    words = says or f"the pictures of {len(found)} recordings {'differ' if differ else 'agree'}"
    seen = Observation(
        what="pictures", says=words, stretch=Stretch(file=found[0]), details={"files": found, "agree": not differ}
    )
    entry = say(desk, seen)
    as_json({"entry": entry, "kind": "observation"}) if json else line("observation", entry)


def standpoint(
    file: Annotated[str | None, typer.Option("--file", help="The recording that was made there.")] = None,
    bangs: Annotated[bool, typer.Option("--bangs", help="It is the place of the bangs, not of a camera.")] = False,
    lon: Annotated[float | None, typer.Option(help="Longitude, WGS 84.")] = None,
    lat: Annotated[float | None, typer.Option(help="Latitude, WGS 84.")] = None,
    within: Annotated[float, typer.Option(help="Metres around it.")] = 25.0,
    by: Annotated[
        str | None,
        typer.Option("--finding", help="A finding of place whose 95 % region it is, instead of --lon and --lat."),
    ] = None,
    says: Says = "",
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Says where a camera stood, or where the bangs were: `align` corrects what the sound's way did to the clock."""
    desk = opened(case, author)
    if (file is None) is not bangs:
        raise BadValue("name the recording (--file) or say that it is the place of the bangs (--bangs)")
    rests_on: tuple[str, ...] = ()
    if by is not None:
        rests_on = (resolve(desk, by, "finding"),)
        region = region_of(value(desk, rests_on[0]))
    elif lon is not None and lat is not None:
        region = Region.around(lon=lon, lat=lat, radius_m=within)
    else:
        raise BadValue("give --lon and --lat, or --finding")
    what = "bangs-at" if bangs else "standpoint"
    stretch = None if file is None else Stretch(file=resolve_file(desk, file))
    words = says or ("the place of the bangs" if bangs else "where the camera stood")
    seen = Observation(what=what, says=words, stretch=stretch, details={"region": region.wire()}, rests_on=rests_on)
    entry = say(desk, seen)
    as_json({"entry": entry, "kind": "observation"}) if json else line("observation", entry)


def add_to(app: typer.Typer) -> None:
    for verb in (anchor, distance, stood, hour, agree, standpoint):
        app.command(verb.__name__)(verb)
