"""Routes to long jobs; a stream says how jobs go and when the case has grown."""

from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from firsthand.desk import long_jobs
from firsthand.desk.desk import resolve_file

from . import asks
from .door import Door, Key
from .jobs import JobRow


def routes(door: Door) -> APIRouter:
    api = APIRouter(tags=["jobs"])

    @api.get("/jobs")
    def jobs() -> list[JobRow]:
        return door.jobs.rows()

    @api.get("/jobs/{job}")
    def job(job: str) -> JobRow:
        return door.jobs.row(job)

    @api.post("/jobs")
    def start_job(ask: asks.JobAsk, key: Key) -> JobRow:
        """examine (triage or full) or align; a job of that kind that is under way is answered with instead."""
        file = resolve_file(door.desk, ask.file) if ask.file else None
        work = long_jobs.work(door.desk, ask.what, ask.profile, file)
        return door.jobs.start(ask.what, work, key=key, file=file, once=True)

    @api.post("/jobs/{job}/stop")
    def stop_job(job: str, key: Key) -> JobRow:
        return door.jobs.stop(job)

    @api.get("/events", response_class=StreamingResponse)
    async def events(request: Request) -> StreamingResponse:
        """Server-sent events: `jobs` (a list of rows) when any has changed, `case` (its version) when an entry came."""

        async def stream() -> AsyncIterator[str]:
            async for event in door.jobs.stream(door.desk, request.is_disconnected):
                yield event

        return StreamingResponse(stream(), media_type="text/event-stream")

    return api
