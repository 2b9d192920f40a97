"""The `firsthand` command: all verbs together, and faults into one line and an exit code."""

import sys
from typing import Annotated

import typer

import firsthand
from firsthand.record.fault import Fault, Refused

from .exits import FAILED, REFUSED
from .verbs import Verbs

app = typer.Typer(
    name="firsthand",
    cls=Verbs,
    help="From footage to a published report that a stranger can check again, offline.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(firsthand.__version__)
        raise typer.Exit


@app.callback()
def top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """From footage to a published report that a stranger can check again, offline."""


def main() -> None:
    """The door: a fault becomes one clear line with its code and hint, and an exit code."""
    try:
        app()
    except Fault as bad:
        from .render import fault

        fault(bad)
        sys.exit(REFUSED if isinstance(bad, Refused) else FAILED)
    except KeyboardInterrupt:
        sys.stderr.write("stopped; what was acknowledged is kept, run the same command to go on\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
