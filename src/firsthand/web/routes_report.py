"""Routes towards a report: draft and lint, the gate, publishing and rechecking as jobs, editions to look at."""

from fastapi import APIRouter
from fastapi.responses import Response

from firsthand.desk.screens import report as report_screen
from firsthand.desk.screens.report import CheckLine, GateRow, Lint, ReportPage

from . import asks, evidence
from .door import Door, Key
from .jobs import JobRow


def routes(door: Door) -> APIRouter:
    api = APIRouter(prefix="/report", tags=["report"])
    desk = door.desk

    @api.get("")
    def report() -> ReportPage:
        return report_screen.page(desk, door.reports)

    @api.post("/lint")
    def lint(ask: asks.LintAsk, key: Key) -> Lint:
        """What is too loud in a sentence that is being written; writes nothing."""
        return report_screen.lint(desk, ask.text, ask.section, ask.rests_on)

    @api.post("/gate")
    def gate(ask: asks.PublishAsk, key: Key) -> list[GateRow]:
        """What the gate would refuse or mark now; writes nothing."""
        return report_screen.gated(desk, ask.changed, ask.exhibits, ask.withhold)

    @api.post("/preview")
    def preview(ask: asks.PublishAsk, key: Key) -> JobRow:
        """Draws the page as it would be now, not sealed; enters nothing."""
        return door.jobs.start(
            "preview", lambda: report_screen.draw_page(desk, ask.changed, ask.exhibits, ask.withhold), key=key
        )

    @api.get("/preview/page/{path:path}", response_class=Response)
    def preview_page(path: str) -> Response:
        """A page or picture of the last preview, shut in a sandbox."""
        return evidence.page(report_screen.drawn(desk), path)

    @api.post("/publish")
    def publish(ask: asks.PublishAsk, key: Key) -> JobRow:
        """Publishes the next edition into a folder beside the case; nothing is sent anywhere."""
        return door.jobs.start(
            "publish",
            lambda: report_screen.publish(desk, door.reports, ask.changed, ask.exhibits, ask.withhold),
            key=key,
            turn=door.turn,
        )

    @api.post("/editions/{edition}/recheck")
    def recheck(edition: int, key: Key) -> JobRow:
        return door.jobs.start("recheck", lambda: report_screen.recheck(door.reports, edition), key=key)

    @api.get("/editions/{edition}/lines")
    def recheck_lines(edition: int) -> list[CheckLine]:
        """The lines of the last recheck of an edition in this session."""
        return report_screen.lines(door.reports, edition)

    @api.get("/editions/{edition}/page/{path:path}", response_class=Response)
    def edition_page(edition: int, path: str) -> Response:
        """A page or picture of an edition as readers get it, shut in a sandbox."""
        return evidence.page(report_screen.folder(door.reports, edition), path)

    return api
