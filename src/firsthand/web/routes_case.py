"""Routes to the case: its summary, the library, one file, entries, the log."""

from typing import Annotated

from fastapi import APIRouter, Query

from firsthand.desk.desk import resolve, resolve_file
from firsthand.desk.screens import custody, library, rows
from firsthand.desk.screens import file as file_screen
from firsthand.desk.screens.custody import CaseSummary, CheckpointRow, LogPage
from firsthand.desk.screens.file import FileDetail
from firsthand.desk.screens.library import Filters, Kind, LibraryPage, Sort, State
from firsthand.desk.screens.rows import EntryRow

from .door import Door

Limit = Annotated[int, Query(ge=1, le=500)]
Text = Annotated[str, Query(max_length=2000)]
KINDS = Annotated[list[str], Query(max_length=12)]


def routes(door: Door) -> APIRouter:
    api = APIRouter(tags=["case"])
    desk = door.desk

    @api.get("/case")
    def case_summary() -> CaseSummary:
        return custody.summary(desk)

    @api.get("/files")
    def files(
        after: Text = "",
        limit: Limit = 100,
        q: Text = "",
        kind: Kind | None = None,
        mark: Text = "",
        channel: Text = "",
        account: Text = "",
        about: Text = "",
        state: State | None = None,
        broken: bool | None = None,
        plays: Text = "",
        recording: Text = "",
        sort: Sort = "posted",
        collapse: bool = True,
        facets: bool = True,
    ) -> LibraryPage:
        wanted = Filters(
            q=q, kind=kind, mark=mark, channel=channel, account=account, about=about, state=state, broken=broken,
            plays=plays, recording=recording,
        )  # fmt: skip
        return library.page(desk, wanted, after=after, limit=limit, sort=sort, collapse=collapse, facets=facets)

    @api.get("/files/{file}")
    def file(file: str) -> FileDetail:
        return file_screen.detail(desk, resolve_file(desk, file))

    @api.get("/entries")
    def entries(kind: KINDS) -> list[EntryRow]:
        """Entries of kinds that people write: all of them, in order. The bulk kinds have screens of their own."""
        return rows.rows(desk, *kind)

    @api.get("/entries/{entry}")
    def entry(entry: str) -> EntryRow:
        return rows.one(desk, resolve(desk, entry))

    @api.get("/log")
    def log(after: Text = "", limit: Limit = 100, kind: Text = "", author: Text = "") -> LogPage:
        return custody.log(desk, after=after, limit=limit, kind=kind, author=author)

    @api.get("/checkpoints")
    def checkpoints() -> list[CheckpointRow]:
        return custody.checkpoints(desk)

    return api
