"""Routes to the board, to copies, to clocks, and to the joint answer of where and when."""

from fastapi import APIRouter

from firsthand.desk.desk import resolve
from firsthand.desk.screens import board as board_screen
from firsthand.desk.screens import clocks as clock_screen
from firsthand.desk.screens import copies as copy_screen
from firsthand.desk.screens import follows as follow_screen
from firsthand.desk.screens import where as where_screen
from firsthand.desk.screens.board import Board, Weighed
from firsthand.desk.screens.clocks import ClocksPage
from firsthand.desk.screens.copies import CopiesPage
from firsthand.desk.screens.follows import FollowRow
from firsthand.desk.screens.where import Constraints, Field

from . import asks, spoken
from .door import Door, Key


def routes(door: Door) -> APIRouter:
    api = APIRouter(tags=["weigh"])
    desk = door.desk

    @api.get("/board")
    def board() -> Board:
        return board_screen.board(desk)

    @api.get("/board/{question}/origins")
    def origins(question: str) -> Weighed:
        return board_screen.origins(desk, resolve(desk, question, "question"))

    @api.get("/board/{question}/matrix")
    def matrix(question: str) -> Weighed:
        return board_screen.matrix(desk, resolve(desk, question, "question"))

    @api.get("/copies")
    def copies() -> CopiesPage:
        return copy_screen.page(desk)

    @api.get("/follows")
    def follows() -> tuple[FollowRow, ...]:
        return follow_screen.follows(desk)

    @api.get("/clocks")
    def clocks() -> ClocksPage:
        return clock_screen.page(desk)

    @api.get("/where")
    def constraints() -> Constraints:
        return where_screen.constraints(desk)

    @api.post("/where")
    def where(ask: asks.FieldAsk, key: Key) -> Field:
        """Asks place.field with the constraints that are on. Writes only where `enter` says so."""
        region, window = spoken.place(ask.region), spoken.window(ask.begin, ask.end)
        if not ask.enter:
            return where_screen.field(desk, ask.on, ask.phrases, region, window)
        return door.write(lambda d: where_screen.field(d, ask.on, ask.phrases, region, window, enter=key))

    return api
