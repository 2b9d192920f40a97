"""The application: routes under /api, the built page, faults as JSON, and the guard around all of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

import firsthand
from firsthand.record.fault import (
    BadRecord,
    BadReference,
    CannotShow,
    CaseBusy,
    Fault,
    LogMoved,
    NotFootage,
    NotInVault,
    Refused,
)

from . import (
    routes_case,
    routes_frames,
    routes_jobs,
    routes_proof,
    routes_report,
    routes_say,
    routes_sheet,
    routes_weigh,
)
from .door import Door
from .safety import Guard, Session, cookie_name

STATIC = Path(__file__).parent / "static"
PARTS = (
    routes_case,
    routes_frames,
    routes_say,
    routes_weigh,
    routes_proof,
    routes_sheet,
    routes_report,
    routes_jobs,
)
NOT_BUILT = """<!doctype html><meta charset="utf-8"><title>Firsthand</title>
<h1>The workbench is not built here</h1>
<p>This is an editable install of the sources. Build the page once (Node 20 is needed): <code>make web</code>, and load this again.</p>
"""
ASSETS = {
    ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml", ".png": "image/png",
    ".json": "application/json", ".pmtiles": "application/octet-stream", ".webp": "image/webp", ".ico": "image/x-icon",
    ".wasm": "application/wasm", ".txt": "text/plain", ".mp4": "video/mp4",
}  # fmt: skip
STATUS: tuple[tuple[type[Fault], int], ...] = (
    (BadReference, 404),
    (NotInVault, 404),
    (CannotShow, 404),
    (NotFootage, 415),
    (Refused, 403),
    (LogMoved, 409),
    (CaseBusy, 409),
    (BadRecord, 422),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The token from the address that `firsthand serve` printed."""

    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """How every refusal and every failure reads."""

    code: str
    message: str
    hint: str


def make_app(door: Door, session: Session, *, port: Callable[[], int], static: Path = STATIC) -> ASGIApp:
    """The whole server but for its socket. `port` is asked at each request, since a free one may have been chosen late."""
    return Guard(inner_app(door, session, static), session=session, port=port)


def inner_app(door: Door, session: Session, static: Path = STATIC) -> FastAPI:
    app = FastAPI(
        title="Firsthand workbench",
        version=firsthand.__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        generate_unique_id_function=_named,
        responses={"default": {"model": Problem, "description": "What went wrong, with its lasting code."}},
    )
    for part in PARTS:
        app.include_router(part.routes(door), prefix="/api")
    _session(app, session)
    _pages(app, static)
    app.add_exception_handler(Fault, _fault)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _ours)
    return app


def _named(route: APIRoute) -> str:
    return route.name


def _session(app: FastAPI, session: Session) -> None:
    @app.post("/api/session", status_code=204)
    def exchange(given: Exchange, request: Request) -> Response:
        cookie = session.exchange(given.token)
        if cookie is None:
            told = {"code": "web.no-session", "message": "the token was used already, or is another server's",
                    "hint": "Open the address that `firsthand serve` prints."}  # fmt: skip
            return JSONResponse(told, status_code=401)
        answer = Response(status_code=204)
        answer.set_cookie(cookie_name(request.url.port), cookie, httponly=True, samesite="strict", path="/")
        return answer


def _pages(app: FastAPI, static: Path) -> None:
    """The page and its parts by an exact list made at the start: no path is ever put together from a request."""
    parts = {path.relative_to(static).as_posix(): path for path in static.rglob("*") if path.is_file()}

    @app.get("/", include_in_schema=False)
    def page() -> Response:
        index = parts.get("index.html")
        return FileResponse(index) if index else HTMLResponse(NOT_BUILT, status_code=503)

    @app.get("/assets/{name:path}", include_in_schema=False)
    def asset(name: str) -> Response:
        found = parts.get(f"assets/{name}")
        if found is None or found.suffix not in ASSETS:
            raise HTTPException(404)
        return FileResponse(found, media_type=ASSETS[found.suffix], headers={"Cache-Control": "no-cache"})


def _fault(request: Request, bad: Exception) -> Response:
    assert isinstance(bad, Fault)
    status = next((status for kind, status in STATUS if isinstance(bad, kind)), 500)
    return JSONResponse(bad.wire(), status_code=status)


def _invalid(request: Request, bad: Exception) -> Response:
    """What was sent is not what is asked for: where, and why, without repeating what was sent."""
    assert isinstance(bad, RequestValidationError)
    told = "; ".join(f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}" for error in bad.errors()[:5])
    hint = "The page and the server are of two versions, or the request was made by hand: load the page again."
    return JSONResponse({"code": "web.request", "message": told[:1000], "hint": hint}, status_code=422)


def _http(request: Request, bad: Exception) -> Response:
    assert isinstance(bad, HTTPException)
    told = {"code": f"web.{bad.status_code}", "message": str(bad.detail), "hint": "There is nothing here."}
    return JSONResponse(told, status_code=bad.status_code, headers=bad.headers)


def _ours(request: Request, bad: Exception) -> Response:
    """A door's edge: whatever it was, the page is told, and nothing of it is taken for an answer."""
    told = {
        "code": "fault",
        "message": f"{type(bad).__name__}",
        "hint": "This is a fault of ours; the terminal says more.",
    }
    return JSONResponse(told, status_code=500)
