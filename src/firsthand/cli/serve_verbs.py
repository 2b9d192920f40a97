"""The verb serve: the workbench on this machine, for this machine's person alone."""

from typing import Annotated

import typer

from .opening import HERE, Author, CaseDir, opened
from .render import line, note

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
    from firsthand.web.serve import run  # the server is brought in by this verb, not at each start

    def ready(address: str) -> None:
        line(f"the workbench is at {address}")
        note("the address is good once; Ctrl-C stops the server, what was acknowledged is kept")
        if browser:
            typer.launch(address)

    run(opened(case, author, weak_cell=weak_cell), port=port, weak_ok=weak_cell, ready=ready)


def add_to(app: typer.Typer) -> None:
    app.command("serve")(serve)
