"""Runs the server on 127.0.0.1: binds first, tells the address, serves until it is stopped, ends the cells."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from firsthand.desk.desk import Desk
from firsthand.desk.place_gazetteer import look_up
from firsthand.desk.viewing import Viewer
from firsthand.record.fault import NoGazetteer, PortTaken

from .app import make_app
from .door import Door
from .jobs import Jobs
from .safety import Session

HOST = "127.0.0.1"
AHEAD = 5.0  # seconds after the start, when the first screens are there


def door_of(desk: Desk, *, weak_ok: bool = False) -> Door:
    """Reports go into a folder beside the case: what is published is never inside the truth that it was made from."""
    folder = desk.folder.resolve()
    return Door(
        desk=desk,
        viewer=Viewer(desk=desk, weak_ok=weak_ok),
        jobs=Jobs(),
        reports=folder.parent / f"{folder.name}-reports",
    )


class Running:
    """A server with its socket bound. `address` carries the token in its fragment, which no server is ever sent."""

    def __init__(self, desk: Desk, *, port: int = 0, weak_ok: bool = False) -> None:
        self.session, self.door = Session(), door_of(desk, weak_ok=weak_ok)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((HOST, port))
        except OSError as no:
            self._socket.close()
            raise PortTaken(f"port {port} of {HOST} cannot be had: {no.strerror}") from no
        self.port: int = self._socket.getsockname()[1]
        app = make_app(self.door, self.session, port=lambda: self.port)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, date_header=False, lifespan="off",
            timeout_graceful_shutdown=2, ws="none", proxy_headers=False,
        )  # fmt: skip
        self._server = uvicorn.Server(config)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/#token={self.session.token}"

    def serve(self) -> None:
        """Until stopped, by `stop` or a signal."""
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self.door.jobs.stop_all()
            self.door.viewer.stop()
            self._socket.close()

    def started(self) -> bool:
        return self._server.started

    def stop(self) -> None:
        self._server.should_exit = True


def run(desk: Desk, *, port: int, weak_ok: bool, ready: Callable[[str], None]) -> None:
    """Serves until Ctrl-C. Raises PortTaken."""
    running = Running(desk, port=port, weak_ok=weak_ok)
    later = [threading.Timer(0.3, ready, (running.address,)), threading.Timer(AHEAD, _read_ahead)]
    for timer in later:
        timer.daemon = True
        timer.start()
    try:
        running.serve()
    finally:
        for timer in later:
            timer.cancel()


def _read_ahead() -> None:
    """The gazetteer takes a second to be read: it is there before somebody asks for a place."""
    with suppress(NoGazetteer):
        look_up("Kyiv")
