"""Verbs about the catalogue: every method by its card, and any of them run on plain JSON."""

import json as js
from pathlib import Path
from typing import Annotated, Any

import typer

from firsthand.method import CATALOGUE
from firsthand.method.shape import Method, card
from firsthand.record.digest import parse
from firsthand.record.fault import BadGiven, BadReference
from firsthand.record.finding import outcome_wire

from .opening import AsJson
from .render import as_json, line, table

method = typer.Typer(help="Every method of the house, by its card.", no_args_is_help=True)
# What can be handed over as JSON; the other inputs are footage and entries, which the desk resolves.
PLAIN = ("text", "value")


def _named(name: str) -> Method:
    if name not in CATALOGUE:
        raise BadReference(f"no method is called {name!r}; `firsthand method list` names them")
    return CATALOGUE[name]


@method.command("list")
def list_(json: AsJson = False) -> None:
    """Names every method and what it asks."""
    rows = [{"method": m.name, "version": m.version, "asks": m.asks} for m in CATALOGUE.values()]
    as_json(rows) if json else table(rows, "methods")


@method.command("show")
def show(name: Annotated[str, typer.Argument(help="The method's name.")], json: AsJson = False) -> None:
    """Shows a method's card: what it asks, is given, says, and what fools it."""
    shown = card(_named(name))
    if json:
        as_json(shown)
        return
    line(shown["name"], f"version {shown['version']}", style="bold")
    line(shown["asks"])
    for part in shown["given"]:
        line(f"  given {part['name']} = {js.dumps(part['default'])}: {part['says']}")
    for part in shown["inputs"]:
        line(f"  input {part['name']} ({part['kind']}): {part['says']}")
    line("says:", shown["says"])
    for title in ("limits", "cites"):
        for text in shown[title]:
            line(f"  {title[:-1]}: {text}")
    for example in shown["examples"]:
        line(f"  example ({example['gives']}): {example['says']}")


@method.command("run")
def run(
    name: Annotated[str, typer.Argument(help="The method's name.")],
    given: Annotated[
        Path | None, typer.Option(help='JSON file: {"given": {...}, "inputs": {...}}; absent values by default.')
    ] = None,
    example: Annotated[
        int | None, typer.Option(help="Run the card's own example of this number (1 is the first).")
    ] = None,
    json: AsJson = False,
) -> None:
    """Runs a method on plain JSON inputs, or one of its own examples."""
    wanted = _named(name)
    form, inputs = _from_example(wanted, example) if example is not None else _from_file(wanted, given)
    outcome = outcome_wire(wanted.ask(form, inputs))
    if json:
        as_json(outcome)
    else:
        line(outcome.pop("outcome"), style="bold")
        for field, value in outcome.items():
            line(f"  {field}: {js.dumps(value, ensure_ascii=False)}")


def _from_example(wanted: Method, number: int) -> tuple[Any, Any]:
    if not 1 <= number <= len(wanted.examples):
        raise BadReference(f"{wanted.name} has {len(wanted.examples)} examples")
    chosen = wanted.examples[number - 1]
    return chosen.given, chosen.inputs()


def _from_file(wanted: Method, given: Path | None) -> tuple[Any, Any]:
    strange = [part.name for part in wanted.inputs if part.kind not in PLAIN]
    if strange:
        raise BadGiven(
            f"{wanted.name} needs footage or entries ({', '.join(strange)}); `firsthand examine` runs it on a case"
        )
    try:
        wire = parse(given.read_bytes()) if given is not None else {}
    except OSError as bad:
        raise BadGiven(f"{given} cannot be read: {bad.strerror}") from bad
    if not isinstance(wire, dict) or wire.keys() - {"given", "inputs"}:
        raise BadGiven('the file is an object with "given" and "inputs"')
    return wanted.form(wire.get("given", {})), wire.get("inputs", {})


def add_to(app: typer.Typer) -> None:
    app.add_typer(method, name="method")
