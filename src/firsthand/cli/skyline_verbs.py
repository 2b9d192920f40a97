"""The verb skyline: what was drawn on a frame, matched to the user's own elevation data."""

import json as json_
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from firsthand.desk.place_terrain import skyline as matched
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import TERRAIN
from firsthand.record.finding import outcome_wire

from .opening import HERE, AsJson, Author, CaseDir
from .place_verbs import Enter, box_of, entered, object_of, say_entry
from .render import as_json, line


def skyline(
    drawn: Annotated[
        Path, typer.Argument(help="The skyline as JSON: picture, points, field_of_view_deg, heading_deg.")
    ],
    elevation: Annotated[
        Path, typer.Option("--terrain", help="Elevation of your own: GeoTIFF in degrees, or an HGT tile.")
    ],
    region: Annotated[str, typer.Option(help="Search here: west,south,east,north in degrees.")],
    step: Annotated[float, typer.Option(help="Metres between the places tried.")] = 150.0,
    clue_to: Annotated[
        Path | None, typer.Option("--clue", help="Write the match here, as a clue for `where --clues`.")
    ] = None,
    weak_cell: Annotated[
        bool, typer.Option("--allow-weak-cell", help="Go on where this machine has no isolation to offer.")
    ] = False,
    enter: Enter = False,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Says from which places the ground would end against the sky as it was drawn; a clue among others, hardly an answer."""
    with CellDecoder(task=TERRAIN, weak_ok=weak_cell) as cell:
        asked = matched(object_of(drawn), elevation, box_of(region), cell, {"step_m": step})
    if clue_to is not None and asked.clue:
        clue_to.write_text(json_.dumps([asked.clue]), "utf-8")
    value: Mapping[str, Any] = getattr(asked.outcome, "value", {})
    entry = entered(enter, case, author, asked)
    wire = outcome_wire(asked.outcome)
    if json:
        as_json({**wire, **entry})
        return
    line(
        f"{wire['outcome']}:",
        wire.get("why") or wire.get("looked") or "a clue for `where --clues`, hardly an answer alone",
    )
    for share, row in value.get("where", {}).items():
        line(f"{share} %:", row["words"], f"area {row['area_km2']:.4g} km2")
    say_entry(entry)


def add_to(app: typer.Typer) -> None:
    app.command()(skyline)
