"""The verb serve: the workbench on this machine, for this machine's person alone."""

from typing import TYPE_CHECKING, Annotated

import typer

from .opening import HERE, Author, CaseDir, opened
from .render import line, note

if TYPE_CHECKING:
    from firsthand.desk.desk import Desk

PORT = 8765


def serve(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 takes a free one.")] = PORT,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the address in a browser.")] = True,
    weak_cell: Annotated[
        bool, typer.Option("--allow-weak-cell", help="Go on where this machine has no isolation to offer.")
    ] = False,
    case: CaseDir = HERE,
    author: Author = None,
) -> None:
    """Opens the workbench: a page on 127.0.0.1 for one case. Nothing leaves the machine. Stop it with Ctrl-C."""
    open_workbench(opened(case, author, weak_cell=weak_cell), port=port, browser=browser, weak_cell=weak_cell)


def open_workbench(desk: "Desk", *, port: int, browser: bool, weak_cell: bool = False) -> None:
    """Serves until Ctrl-C. Raises PortTaken."""
    from firsthand.web.app import STATIC
    from firsthand.web.serve import run  # the server is brought in by the verbs that need it, not at each start

    def ready(address: str) -> None:
        line(f"the workbench is at {address}")
        note("the address is good once; Ctrl-C stops the server, what was acknowledged is kept")
        if not (STATIC / "index.html").is_file():
            note("its page is not built here: `make web` builds it, once (Node 20 is needed)")
        if browser:
            typer.launch(address)

    run(desk, port=port, weak_ok=weak_cell, ready=ready)


def add_to(app: typer.Typer) -> None:
    app.command("serve")(serve)
