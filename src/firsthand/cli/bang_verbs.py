"""The verbs flash-bang and crack-thump: a distance from two arrivals in one recording, with what fools it beside the answer."""

from pathlib import Path
from typing import Annotated, Any

import typer

from firsthand.desk.align_spans import anchored, asked, enter, stated
from firsthand.desk.desk import resolve_file
from firsthand.method import CATALOGUE
from firsthand.method.align.air import Bounds
from firsthand.record.fault import BadGiven, BadValue
from firsthand.record.finding import outcome_wire

from .opening import HERE, AsJson, Author, CaseDir, opened
from .place_verbs import Enter, say_entry
from .render import as_json, line, note

SPAN = "LOW,HIGH in seconds of the recording, or an anchor's entry (firsthand anchor)."
File = Annotated[str, typer.Option("--file", help="The recording, where the spans are stated; anchors name their own.")]
Coldest = Annotated[float, typer.Option(help="The lowest temperature the air may have had, degrees C.")]
Warmest = Annotated[float, typer.Option(help="The highest temperature the air may have had, degrees C.")]
Wind = Annotated[float, typer.Option(help="The strongest wind there may have been, m/s.")]
Says = Annotated[str, typer.Option("--says", help="In your own words: why the two belong together.")]


def flash_bang(
    flash: Annotated[str, typer.Option("--flash", help=f"The last dark and the first lit frame: {SPAN}")],
    bang: Annotated[str, typer.Option("--bang", help=f"When its sound arrived: {SPAN}")],
    sync: Annotated[
        float, typer.Option(help="Seconds by which sound may stand early or late against the pictures.")
    ] = 0.045,
    coldest: Coldest = -10.0,
    warmest: Warmest = 40.0,
    wind: Wind = 10.0,
    file: File = "",
    says: Says = "",
    enter_it: Enter = False,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Says how far away was what was seen to flash, from how much later it was heard: bounds, and a 90 % interval."""
    given = {"coldest_c": coldest, "warmest_c": warmest, "wind_m_s": wind, "sync_s": sync}
    words = says or "this bang is the sound of this flash"
    _tell("align.flash-bang", given, {"flash": flash, "bang": bang}, words, (file, enter_it, case, author, json))


def crack_thump(
    crack: Annotated[str, typer.Option("--crack", help=f"When the crack arrived: {SPAN}")],
    thump: Annotated[str, typer.Option("--thump", help=f"When the same shot's thump arrived: {SPAN}")],
    slowest: Annotated[float, typer.Option(help="The least mean speed of what flew, m/s: your own bounds.")],
    fastest: Annotated[float, typer.Option(help="The greatest mean speed, m/s.")],
    most_angle: Annotated[
        float, typer.Option(help="The greatest angle off its line, seen from where it was fired, degrees.")
    ],
    accept: Annotated[
        bool, typer.Option("--accept-limits", help="You have read what fools this method, and answer for it.")
    ] = False,
    coldest: Coldest = -10.0,
    warmest: Warmest = 40.0,
    wind: Wind = 10.0,
    file: File = "",
    says: Says = "",
    enter_it: Enter = False,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """For experts: says how far away a supersonic shot was fired, from its crack and the thump that came later."""
    if not accept:
        for limit in CATALOGUE["align.crack-thump"].limits:
            note("limit:", limit)
        raise BadGiven("align.crack-thump is for experts: read what fools it (above), then say --accept-limits")
    given = {
        "coldest_c": coldest, "warmest_c": warmest, "wind_m_s": wind, "slowest_m_s": slowest, "fastest_m_s": fastest,
        "most_deg": most_angle,
    }  # fmt: skip
    words = says or "this thump and this crack are of one shot; its limits were read and accepted"
    _tell("align.crack-thump", given, {"crack": crack, "thump": thump}, words, (file, enter_it, case, author, json))


def _tell(
    method: str,
    given: dict[str, Any],
    texts: dict[str, str],
    says: str,
    rest: tuple[str, bool, Path, str | None, bool],
) -> None:
    file, wanted, case, author, json = rest
    spans: dict[str, Bounds] = {}
    anchors: list[str] = []
    files: set[str] = set()
    by_anchor = [text for text in texts.values() if "," not in text]
    desk = opened(case, author) if wanted or by_anchor or file else None
    for name, text in texts.items():
        if "," in text:
            spans[name] = stated(text)
            continue
        assert desk is not None
        entry, of, spans[name] = anchored(desk, text)
        anchors.append(entry)
        files.add(of)
    if desk is not None and file:
        files.add(resolve_file(desk, file))
    if len(files) > 1:
        raise BadValue("the two are of different recordings: a distance is told by one recording's own clock")
    question = asked(method, given, spans, says)
    made: dict[str, str] = {}
    if wanted:
        assert desk is not None
        if not files:
            raise BadValue("name the recording (--file): what is entered says where it was heard")
        made = {"entry": enter(desk, question, files.pop(), tuple(anchors))}
    wire = outcome_wire(question.outcome)
    if json:
        as_json({**wire, **made})
        return
    told = wire.get("value", {})
    line(f"{wire['outcome']}:", wire.get("why") or wire.get("looked") or "bounds, never a point")
    if "distance_m" in told:
        line(f"  distance: {told['distance_m']['low']:g} to {told['distance_m']['high']:g} m")
    if "likely_m" in told:
        line(f"  90 % interval: {told['likely_m']['low']:g} to {told['likely_m']['high']:g} m")
    if "at_least_m" in told:
        line(f"  at least {told['at_least_m']:g} m")
    for limit in CATALOGUE[method].limits:
        note("limit:", limit)
    say_entry(made)


def add_to(app: typer.Typer) -> None:
    app.command("flash-bang")(flash_bang)
    app.command("crack-thump")(crack_thump)
