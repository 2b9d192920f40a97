"""Verbs about where and when: clues in, a region or spans out; the gazetteer of this machine."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from firsthand.desk import place as desk_place
from firsthand.desk.desk import resolve_file
from firsthand.desk.place_gazetteer import import_dump, look_up
from firsthand.desk.place_packaged import is_made
from firsthand.desk.place_picture import svg
from firsthand.desk.place_show import area_words, geojson, kmz, point_words, shadow_words
from firsthand.desk.times import stated
from firsthand.method.place.levels import LIE
from firsthand.record.bounds import Region, Span
from firsthand.record.digest import parse
from firsthand.record.fault import BadGiven, NotPlaced
from firsthand.record.finding import Outcome, outcome_wire

from .opening import HERE, AsJson, Author, CaseDir, opened
from .render import as_json, line, note, table

MOST_NAMED = 8  # places of the words that a still picture marks

gazetteer = typer.Typer(help="Places by name, offline.", no_args_is_help=True)

From = Annotated[str, typer.Option("--from", help="Not before: a time with its zone, like 2022-03-30T06:00Z.")]
To = Annotated[str, typer.Option("--to", help="Not after.")]
Zone = Annotated[str | None, typer.Option(help="Zone of --from and --to, where they have none of their own.")]
Shadow = Annotated[
    list[str] | None,
    typer.Option(
        help="A shadow: ratio=1.2,ratio_error=0.05,azimuth_deg=30,azimuth_error_deg=1,tilt_deg=0.5; may be repeated."
    ),
]
Drawn = Annotated[
    list[Path] | None,
    typer.Option(help="A shadow drawn on a frame, as JSON: drawn and camera as place.frame-shadow takes them."),
]
Enter = Annotated[bool, typer.Option("--enter", help="Enter what was asked and the answer into the case.")]


def where(
    words: Annotated[
        list[str] | None, typer.Argument(help="Words about the place: '11 km from X', 'north of X'.")
    ] = None,
    clues: Annotated[Path | None, typer.Option(help="More clues, as JSON: a list as place.field takes it.")] = None,
    shadow: Shadow = None,
    drawn: Drawn = None,
    region: Annotated[str | None, typer.Option(help="Search here: west,south,east,north in degrees.")] = None,
    begin: From = "",
    end: To = "",
    zone: Zone = None,
    lie: Annotated[float, typer.Option(help="How often clues like these are simply false.")] = LIE,
    one_source: Annotated[
        bool, typer.Option("--one-source", help="The phrases repeat one source: they are weighed as one clue.")
    ] = False,
    geojson_to: Annotated[Path | None, typer.Option("--geojson", help="Write the regions here.")] = None,
    kmz_to: Annotated[Path | None, typer.Option("--kmz", help="Write the regions here, for Google Earth.")] = None,
    svg_to: Annotated[Path | None, typer.Option("--svg", help="Write a still picture here.")] = None,
    enter: Enter = False,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Says where (and when) it was, by all clues together: regions that hold 50, 80 and 95 %."""
    made: list[dict[str, Any]] = list(_read(clues)) if clues else []
    if words and not is_made():
        note("the packaged names are put in order, once on this machine; some ten seconds")
    told = [desk_place.asked_words(f"words-{k}", phrase, lie) for k, phrase in enumerate(words or (), 1)]
    for one in told:
        if one.clue is None:
            raise NotPlaced(desk_place.not_placed(one.says, one.outcome))
    outcomes = [one.outcome for one in told]
    shadows = [_numbers(text) for text in shadow or ()]
    for k, numbers in enumerate(shadows, 1):
        made.append(
            {"id": f"shadow-{k}", "kind": "shadow", "says": shadow_words(numbers), "lie": lie, "shadow": numbers}
        )
    for k, path in enumerate(drawn or (), 1):
        told.append(desk_place.asked_drawn(f"drawn-{k}", object_of(path), f"drawn in {path.name}", lie))
    share = {"source": "said to be one"} if one_source else {}
    made += [{**one.clue, **(share if one.clue["kind"] == "words" else {})} for one in told if one.clue is not None]
    if len(words or ()) > 1 and not one_source:
        note(f"{len(words or ())} phrases are weighed as so many sources; where one repeats another, add --one-source")
    box = box_of(region) if region else desk_place.searched(outcomes)
    window = _window(begin, end, zone)
    inputs = {"clues": made, "region": box.wire(), "window": window.wire() if window else None}
    outcome = desk_place.ask("place.field", {}, inputs)
    value: Mapping[str, Any] = getattr(outcome, "value", {})
    title = "; ".join([*(words or ()), *map(shadow_words, shadows)]) or "clues"
    if value.get("where"):
        _write(geojson_to, geojson(value).encode())
        _write(kmz_to, kmz(value, title))
        named = [row for part in outcomes for row in getattr(part, "value", {}).get("places", ())]
        _write(svg_to, svg(value, title, named[:MOST_NAMED]).encode())
    asked = desk_place.Asked(method="place.field", says=f"clues to the place: {title}", inputs=inputs, outcome=outcome)
    entry = entered(enter, case, author, asked, told)
    if json:
        as_json({**outcome_wire(outcome), **entry, "words": [outcome_wire(part) for part in outcomes]})
        return
    _say_outcome(outcome)
    for share, row in value.get("where", {}).items():
        line(f"{share} %:", row["words"], f"area {area_words(row['area_km2'])}")
    _say_spans(value.get("when", {}))
    _say_clues(value, outcomes)
    say_entry(entry)


def when(
    file: Annotated[
        str | None, typer.Argument(help="A file of the case: what the case holds on its time is gathered.")
    ] = None,
    evidence: Annotated[
        Path | None, typer.Option(help="Evidence as JSON: a list as place.when-bounds takes it.")
    ] = None,
    duration: Annotated[float, typer.Option(help="How long the recording lasts, in seconds.")] = 0.0,
    clocks_bind: Annotated[bool, typer.Option(help="Whether devices' clocks narrow the answer.")] = True,
    place: Annotated[str | None, typer.Option(help="For a shadow: lon,lat or lon,lat,radius in metres.")] = None,
    shadow: Shadow = None,
    drawn: Drawn = None,
    begin: From = "",
    end: To = "",
    zone: Zone = None,
    svg_to: Annotated[Path | None, typer.Option("--svg", help="Write a still picture here.")] = None,
    enter: Enter = False,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Says when it was: by a shadow at a known place, or not before and not after by all the evidence."""
    if shadow or drawn:
        if place is None or len([*(shadow or ()), *(drawn or ())]) != 1:
            raise typer.BadParameter(
                "one --shadow or --drawn, with --place lon,lat; for several, or with no place: firsthand where"
            )
        window = _window(begin, end, zone)
        if window is None:
            raise typer.BadParameter("a shadow needs --from and --to")
        name, given = "place.shadow", {}
        asked_of = shadow_words(_numbers(shadow[0])) if shadow else f"a shadow drawn in {(drawn or [Path()])[0].name}"
        told = [desk_place.asked_drawn("drawn", object_of(path), f"drawn in {path.name}", LIE) for path in drawn or ()]
        seen = _numbers(shadow[0]) if shadow else dict(told[0].clue or {})["shadow"]
        inputs: dict[str, Any] = {"shadow": seen, "place": _place(place), "window": window.wire()}
    else:
        told, asked_of = [], "evidence of the time"
        found = list(_read(evidence)) if evidence else []
        if file:
            desk = opened(case, author)
            found += desk_place.evidence_of(desk, resolve_file(desk, file))
        name, given = "place.when-bounds", {"duration_s": duration, "clocks_bind": clocks_bind}
        inputs = {"evidence": found}
    outcome = desk_place.ask(name, given, inputs)
    value: Mapping[str, Any] = getattr(outcome, "value", {})
    if value.get("spans"):
        _write(svg_to, svg({"when": value["spans"]}, "when, by a shadow").encode())
    asked = desk_place.Asked(method=name, says=asked_of, inputs=inputs, outcome=outcome, given=given)
    entry = entered(enter, case, author, asked, told)
    if json:
        as_json({**outcome_wire(outcome), **entry})
        return
    if "place" in inputs:
        line("at", point_words(inputs["place"]))
    _say_outcome(outcome)
    _say_spans(value.get("spans", {}))
    if "not_before" in value:
        line("not before:", value["not_before"] or "not known", " not after:", value["not_after"] or "not known")
    for row in value.get("evidence", ()):
        line(
            " ",
            row["kind"],
            row["says"],
            "" if row["fits"] is not False else "does not fit",
            "" if row["counted"] else "(not counted)",
        )
    if any(row["kind"].endswith("-clock") and row["counted"] for row in value.get("evidence", ())):
        line("  note:", "a clock that a device or a program wrote into a file is counted here; anyone can set one")
    for text in value.get("limited", ()):
        line("  note:", text)
    say_entry(entry)


@gazetteer.command("import")
def import_(
    dump: Annotated[Path, typer.Argument(help="A GeoNames dump (UA.txt, UA.zip, allCountries.zip).", exists=True)],
) -> None:
    """Takes a GeoNames dump into this machine's gazetteer, beside what is packaged."""
    line(f"{import_dump(dump)} places taken in from {dump.name}")


@gazetteer.command("find")
def find(name: Annotated[str, typer.Argument(help="A name, in any script or spelling.")], json: AsJson = False) -> None:
    """Lists every place of a name."""
    rows = [place.wire() for place in look_up(name)]
    as_json(rows) if json else table(rows, f"places called {name}")


@gazetteer.command("borders")
def borders(
    extract: Annotated[Path, typer.Argument(help="An OpenStreetMap extract (.osm.pbf) of your own.")],
    weak_cell: Annotated[
        bool, typer.Option("--allow-weak-cell", help="Go on where this machine has no isolation to offer.")
    ] = False,
) -> None:
    """Takes the borders of districts and regions in a map extract: words about them then mean what lies within."""
    from firsthand.desk.place_borders import import_borders
    from firsthand.outside.cell import CellDecoder
    from firsthand.outside.cell_zygote import MAP

    with CellDecoder(task=MAP, weak_ok=weak_cell) as cell:
        taken = import_borders(extract, cell)
    line(f"{taken.kept} borders taken in from {extract.name}; {taken.cut} left out, for its edge cuts them")


def _json(path: Path) -> Any:
    try:
        return parse(path.read_bytes())
    except (OSError, ValueError) as bad:
        raise BadGiven(f"{path.name} cannot be read as JSON: {type(bad).__name__}") from bad


def object_of(path: Path) -> dict[str, Any]:
    made = _json(path)
    if not isinstance(made, dict):
        raise BadGiven(
            f"{path.name} is one object with drawn and camera, as `firsthand method show place.frame-shadow` says"
        )
    return made


def _read(path: Path) -> list[dict[str, Any]]:
    made = _json(path)
    if not isinstance(made, list) or not all(isinstance(row, dict) for row in made):
        raise BadGiven(f"{path.name} is a list of objects, as `firsthand method show place.field` says")
    return made


def _numbers(text: str) -> dict[str, float]:
    try:
        return {name.strip(): float(number) for name, number in (part.split("=") for part in text.split(","))}
    except ValueError as bad:
        raise typer.BadParameter(f"not name=number,name=number: {text!r}") from bad


def _degrees(text: str, *counts: int) -> list[float]:
    try:
        made = [float(part) for part in text.split(",")]
    except ValueError as bad:
        raise typer.BadParameter(f"not numbers: {text!r}") from bad
    if len(made) not in counts:
        raise typer.BadParameter(f"{text!r} has {len(made)} numbers")
    return made


def box_of(text: str) -> Region:
    west, south, east, north = _degrees(text, 4)
    return Region.of([(round(west * 1e7), round(south * 1e7), round(east * 1e7), round(north * 1e7))])


def _place(text: str) -> dict[str, float]:
    lon, lat, *radius = _degrees(text, 2, 3)
    return {"lon_deg": lon, "lat_deg": lat, "radius_m": radius[0] if radius else 0.0}


def _window(begin: str, end: str, zone: str | None) -> Span | None:
    if not begin and not end:
        return None
    return Span(earliest=stated(begin, zone).earliest, latest=stated(end, zone).latest)


def _write(path: Path | None, data: bytes) -> None:
    if path is not None:
        path.write_bytes(data)


def entered(
    wanted: bool, case: Path, author: str | None, asked: desk_place.Asked, first: Sequence[desk_place.Asked] = ()
) -> dict[str, str]:
    """The entry made, where one was wanted."""
    return {"entry": desk_place.enter_all(opened(case, author), first, asked)} if wanted else {}


def _say_outcome(outcome: Outcome) -> None:
    wire = outcome_wire(outcome)
    shares = {"where", "spans"} & set(wire.get("value") or {})
    otherwise = (
        "every one of these is an answer with its share, none is a point" if shares else "bounds, and what they rest on"
    )
    line(f"{wire['outcome']}:", wire.get("why") or wire.get("looked") or otherwise)


def _say_spans(spans: Mapping[str, Any]) -> None:
    for share, rows in spans.items():
        line(f"{share} %:", "; ".join(f"{row['earliest']} to {row['latest']}" for row in rows))


def _say_clues(value: Mapping[str, Any], outcomes: list[Outcome]) -> None:
    if value.get("moved_most"):
        line("moved most by:", value["moved_most"], " conflict most:", " and ".join(value["conflict_most"]) or "none")
    for outcome in outcomes:
        rows = getattr(outcome, "value", {})
        for row in rows.get("places", ())[:5]:
            line(
                f"  {row['name']} = {row['label']}, {row['lat_deg']:.4f} lat {row['lon_deg']:.4f} lon, share {row['share']:.3g}"
            )
        rejected = rows.get("rejected", ())
        if rejected:
            line("  ruled out by the other words:", "; ".join(row["label"] for row in rejected[:MOST_NAMED]))
        if len(rejected) > MOST_NAMED:
            line(f"    and {len(rejected) - MOST_NAMED} more places of the same names (--json lists them)")
        if rows.get("unknown"):
            line("  in no gazetteer here:", ", ".join(rows["unknown"]))
        if rows.get("left"):
            line("  not read:", rows["left"])


def say_entry(entry: Mapping[str, str]) -> None:
    if entry:
        line("finding", entry["entry"])


def add_to(app: typer.Typer) -> None:
    app.command()(where)
    app.command()(when)
    app.add_typer(gazetteer, name="gazetteer")
