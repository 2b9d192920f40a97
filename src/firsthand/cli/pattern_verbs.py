"""The verb pattern: a described pattern sought on the user's own map extract."""

import json as json_
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from firsthand.desk.place_map import pattern as sought
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import MAP
from firsthand.record.finding import outcome_wire

from .opening import HERE, AsJson, Author, CaseDir
from .place_verbs import Enter, entered, say_entry
from .render import as_json, line


def pattern(
    phrase: Annotated[str, typer.Argument(help="'a church within 100 m of a pond beside a bend'.")],
    extract: Annotated[Path, typer.Option("--map", help="An OpenStreetMap extract (.osm.pbf) of your own.")],
    stands: Annotated[
        float, typer.Option(help="Metres from the first thing within which the place sought lies.")
    ] = 150.0,
    clue_to: Annotated[
        Path | None, typer.Option("--clue", help="Write the candidates here, as a clue for `where --clues`.")
    ] = None,
    geojson_to: Annotated[Path | None, typer.Option("--geojson", help="Write candidates and near misses here.")] = None,
    weak_cell: Annotated[
        bool, typer.Option("--allow-weak-cell", help="Go on where this machine has no isolation to offer.")
    ] = False,
    enter: Enter = False,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Looks on a map extract for things that stand as somebody described them; near misses are kept."""
    with CellDecoder(task=MAP, weak_ok=weak_cell) as cell:
        asked = sought(phrase, extract, cell, given={"stands_m": stands})
    outcome = asked.outcome
    value: Mapping[str, Any] = getattr(outcome, "value", {})
    if clue_to is not None and asked.clue:
        clue_to.write_text(json_.dumps([asked.clue], ensure_ascii=False), "utf-8")
    if geojson_to is not None:
        geojson_to.write_text(_geojson(value), "utf-8")
    entry = entered(enter, case, author, asked)
    wire = outcome_wire(outcome)
    if json:
        as_json({**wire, **entry})
        return
    line(
        f"{wire['outcome']}:",
        wire.get("why") or wire.get("looked") or f"{value['fitting']} of {value['looked_at']} stand so",
    )
    for row in value.get("candidates", ())[:20]:
        line(f"  {row['share']:.3g}", *_said(row))
    for row in value.get("rejected", ())[:10]:
        line("  rejected:", *_said(row), f"lacks '{row['lacks']}' by {row['over_m']:.0f} m")
    if value.get("left"):
        line("  not read:", value["left"])
    say_entry(entry)


def _said(row: Mapping[str, Any]) -> tuple[str, ...]:
    near = ", ".join("none" if apart is None else f"{apart:.0f} m" for apart in row["nearest_m"])
    return (
        row["id"],
        row["name"],
        f"{row['lat_deg']:.5f} lat {row['lon_deg']:.5f} lon",
        f"nearest: {near}" if near else "",
    )


def _geojson(value: Mapping[str, Any]) -> str:
    made = [
        {
            "type": "Feature",
            "properties": {
                key: row.get(key) for key in ("id", "name", "score", "share", "lacks", "over_m") if key in row
            },
            "geometry": {"type": "Point", "coordinates": [row["lon_deg"], row["lat_deg"]]},
        }
        for part in ("candidates", "rejected")
        for row in value.get(part, ())
    ]
    return json_.dumps({"type": "FeatureCollection", "features": made}, ensure_ascii=False)


def add_to(app: typer.Typer) -> None:
    app.command()(pattern)
