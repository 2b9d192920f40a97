"""Who may ask this server, and what every answer carries: the browser on this machine that was given the token, nobody else."""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY = 4 << 20  # bytes of a request; imports may bring more
MOST_IMPORT = 20 << 20
READS = frozenset(("GET", "HEAD"))
OPEN = frozenset(("/", "/api/session"))  # what is answered before the token was exchanged
POLICY = (
    "default-src 'self'; img-src 'self' blob:; media-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "font-src 'self'; worker-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
SHUT = (
    "sandbox; default-src 'none'; frame-ancestors 'self'"  # evidence: of an origin of its own, and nothing in it runs
)
# An edition of our own making keeps its origin, or its pictures would be another site's; nothing in it runs all the same.
READ = "sandbox allow-same-origin; default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'self'"
CARRIED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


@dataclass(slots=True)
class Session:
    """The token in the address that is printed at the start, good for one exchange, and the cookies that came of it."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _cookies: set[str] = field(default_factory=set)

    def exchange(self, token: str) -> str | None:
        """A cookie for the token, once. The next token is printed by `firsthand serve` when a key is pressed there."""
        if not self.token or not hmac.compare_digest(token.encode(), self.token.encode()):
            return None
        self.token = ""
        cookie = secrets.token_urlsafe(32)
        self._cookies.add(cookie)
        return cookie

    def renew(self) -> str:
        self.token = secrets.token_urlsafe(32)
        return self.token

    def knows(self, cookie: str) -> bool:
        return any(hmac.compare_digest(cookie.encode(), known.encode()) for known in self._cookies)


class Guard:
    """The outermost layer: refuses before anything is parsed, and puts its headers on every answer."""

    def __init__(self, app: ASGIApp, *, session: Session, port: Callable[[], int]) -> None:
        self._app, self._session, self._port = app, session, port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return  # no web sockets are spoken here
        refused = self._refused(scope)
        if refused is not None:
            await _refuse(*refused)(scope, receive, _carrying(send))
            return
        try:
            await self._app(scope, _bounded(scope, receive), _carrying(send))
        except _TooLarge:
            await _refuse(413, "web.too-large", "the request is larger than it may be")(scope, receive, _carrying(send))

    def _refused(self, scope: Scope) -> tuple[int, str, str] | None:
        headers, path, method = Headers(scope=scope), scope["path"], scope["method"]
        port = self._port()
        hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        named = headers.getlist("host")
        if len(named) != 1 or named[0] not in hosts:
            return 421, "web.host", "this server answers to 127.0.0.1 and localhost, under no other name"
        if _long(headers) > (MOST_IMPORT if path == "/api/sheet/import" else MOST_BODY):
            return 413, "web.too-large", "the request is larger than it may be"
        here = f"http://{named[0]}"
        site = headers.get("sec-fetch-site")
        if site is not None and site not in ("same-origin", "none"):
            return 403, "web.elsewhere", "another site asked for this"
        if method not in READS:
            if headers.get("origin") != here:
                return 403, "web.elsewhere", "the request does not come from this server's own page"
            if path != "/api/session" and headers.get("x-firsthand") != "1":
                return 403, "web.elsewhere", "the request does not say that it comes from the workbench"
        if path in OPEN or path.startswith("/assets/"):
            return None
        if not self._session.knows(cookie_of(headers, port)):
            return 401, "web.no-session", "open the address that `firsthand serve` printed"
        return None


def cookie_name(port: int | None) -> str:
    """Cookies know no ports: with one name, a second workbench on this machine would put out the first one's session."""
    return f"firsthand-{port}"


def cookie_of(headers: Headers, port: int) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(cookie_name(port))
    except CookieError:
        return ""
    return found.value if found else ""


def _long(headers: Headers) -> int:
    told = headers.get("content-length", "0")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 16 else 1 << 62


def _refuse(status: int, code: str, message: str) -> JSONResponse:
    hint = "Open the workbench by the address that `firsthand serve` prints, on this machine."
    return JSONResponse({"code": code, "message": message, "hint": hint}, status_code=status)


def _carrying(send: Send) -> Send:
    async def carry(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in CARRIED.items():
                headers.setdefault(name, value)
        await send(message)

    return carry


class _TooLarge(Exception):
    """More came than was said."""


def _bounded(scope: Scope, receive: Receive) -> Receive:
    """Counts what comes in, whatever its headers say."""
    left = MOST_IMPORT if scope["path"] == "/api/sheet/import" else MOST_BODY

    async def take() -> Message:
        nonlocal left
        message = await receive()
        if message["type"] == "http.request":
            left -= len(message.get("body", b""))
            if left < 0:
                raise _TooLarge
        return message

    return take
