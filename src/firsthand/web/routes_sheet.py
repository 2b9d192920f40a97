"""Routes to the evidence sheet: pages, views, pasting and importing with the differences shown first, files out."""

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Path, Query
from fastapi.responses import Response

from firsthand.desk import sheet_edit, sheet_files
from firsthand.desk.screens import sheet as sheet_screen
from firsthand.desk.screens.sheet import Applied, Difference, SheetPage

from . import asks, evidence, spoken
from .door import Door, Key, Said

Form = Annotated[Literal["csv", "xlsx"], Path()]
MOST = 20 << 20  # bytes of an imported sheet


def routes(door: Door) -> APIRouter:
    api = APIRouter(prefix="/sheet", tags=["sheet"])
    desk = door.desk

    @api.get("")
    def sheet(
        after: str = "",
        limit: Annotated[int, Query(ge=1, le=1000)] = 200,
        q: Annotated[str, Query(max_length=500)] = "",
        column: Annotated[list[str], Query(max_length=40)] = [],  # noqa: B006 - FastAPI's own way
        has: Annotated[list[str], Query(max_length=40)] = [],  # noqa: B006
        sort: str = "",
    ) -> SheetPage:
        """`column` and `has` go in pairs: the cell of that column holds those letters."""
        filters = dict(zip(column, has, strict=False))
        return sheet_screen.page(desk, after=after, limit=limit, q=q, filters=filters, sort=sort)

    @api.post("/paste")
    def preview_paste(ask: asks.PasteAsk, key: Key) -> Difference:
        """What a pasted table would change; writes nothing."""
        return sheet_edit.from_text(desk, ask.text)

    @api.post("/import")
    def preview_import(key: Key, data: Annotated[bytes, Body(media_type="application/octet-stream")]) -> Difference:
        """What an XLSX or CSV file would change; writes nothing."""
        return sheet_edit.from_file(desk, data)

    @api.post("/apply")
    def apply(ask: asks.ApplyAsk, key: Key) -> Applied:
        """Each change of a cell becomes an entry with its author and this reason."""
        return door.write(lambda d: sheet_edit.apply(d, key, ask.changes, ask.reason))

    @api.post("/views")
    def keep_view(ask: asks.ViewAsk, key: Key) -> Said:
        return door.say(key, spoken.sheet_view(ask))

    @api.get("/sheet.{form}", response_class=Response)
    def sheet_file(form: Form) -> Response:
        return evidence.attachment(sheet_files.made(desk, form), f"sheet.{form}")

    return api
