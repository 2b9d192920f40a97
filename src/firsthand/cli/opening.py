"""Options that every command shares, and the way from them to an open case."""

import os
from pathlib import Path
from typing import Annotated

import typer

from firsthand.desk.cases import open_case
from firsthand.desk.desk import Desk
from firsthand.outside.keyring import Identity, keyring

CaseDir = Annotated[
    Path,
    typer.Option("--case", "-C", envvar="FIRSTHAND_CASE", help="The case's folder.", show_default="the current folder"),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
Author = Annotated[
    str | None, typer.Option("--as", help="Which author of this machine writes, where it holds several.")
]
HERE = Path(".")


def passphrase(identity: Identity) -> str | None:
    """From FIRSTHAND_PASSPHRASE, else asked for at the terminal."""
    given = os.environ.get("FIRSTHAND_PASSPHRASE")
    return given or str(typer.prompt(f"Passphrase for {identity.name}", hide_input=True, err=True))


def new_lock(wanted: bool) -> str | None:
    """A passphrase for a key that has to be made: FIRSTHAND_PASSPHRASE, else asked for twice."""
    if not wanted:
        return None
    given = os.environ.get("FIRSTHAND_PASSPHRASE")
    return given or str(typer.prompt("New passphrase", hide_input=True, confirmation_prompt=True, err=True))


def opened(case: Path, author: str | None = None, *, weak_cell: bool = False) -> Desk:
    return open_case(case, ring=keyring(), author=author, ask=passphrase, weak_cell=weak_cell)
