"""What a person sees in a terminal: tables, lines and JSON; text from evidence is made visible, never interpreted."""

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from firsthand.desk.names import visible
from firsthand.record.fault import Fault

MOST = 400  # characters of a nested value in a table
READABLE = 24  # characters a line of a cell that a longer text is folded to, at least
out = Console(soft_wrap=False, highlight=False)
err = Console(stderr=True, highlight=False)


def as_json(value: Any) -> None:
    """One JSON document on standard output; UTF-8 whatever the terminal."""
    sys.stdout.write(json.dumps(value, ensure_ascii=True, indent=2) + "\n")


def line(*words: object, style: str = "") -> None:
    out.print(Text(visible(" ".join(str(word) for word in words)), style=style), soft_wrap=True)


def note(*words: object) -> None:
    """To standard error, so that what is piped stays clean."""
    err.print(Text(visible(" ".join(str(word) for word in words))), soft_wrap=True)


def progress() -> Progress:
    """A bar on standard error; nothing where that is no terminal."""
    return Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=err, transient=True)


def fault(bad: Fault) -> None:
    err.print(Text(f"{visible(bad.message)}  [{bad.code}]", style="bold red"), soft_wrap=True)
    if bad.hint:
        err.print(Text(visible(bad.hint), style="dim"), soft_wrap=True)


def table(rows: Iterable[Mapping[str, Any]], title: str) -> None:
    """Rows of one shape; digests short, nested values in words, columns that hold nothing left out. Where a terminal is too narrow for
    whole words, each row is a block of lines instead."""
    kept = list(rows)
    if not kept:
        line(f"no {title} in this case")
        return
    columns = list(
        dict.fromkeys(name for row in kept for name, value in row.items() if value not in ("", None, [], {}))
    )
    cells = [[visible(_held(row.get(name, ""))) for name in columns] for row in kept]
    widest = [max(_word(name), *(_word(row[place]) for row in cells)) for place, name in enumerate(columns)]
    longest = [max(len(row[place]) for row in cells) for place in range(len(columns))]
    needed = sum(max(word, min(length, READABLE)) + 3 for word, length in zip(widest, longest, strict=True))
    if needed > out.width:
        _blocks(columns, cells, title)
        return
    made = Table(title=title, title_justify="left", show_lines=False, expand=False)
    for name, word in zip(columns, widest, strict=True):
        made.add_column(name.replace("_", " "), overflow="fold", min_width=word)
    for row in cells:
        made.add_row(*map(Text, row))
    out.print(made)


def _word(text: str) -> int:
    return max((len(word) for word in text.split()), default=0)


def _blocks(columns: list[str], cells: list[list[str]], title: str) -> None:
    line(title, style="bold")
    for row in cells:
        out.print()
        for place, (name, text) in enumerate(zip(columns, row, strict=True)):
            if text:
                line(f"{name.replace('_', ' '):>12}  {text}", style="" if place else "bold")


def _held(value: Any) -> str:
    """A nested value is cut: a region has thousands of corners, and nobody reads them in a table."""
    text = cell(value)
    return text if isinstance(value, str) or len(text) <= MOST else f"{text[:MOST]} … (--json has all)"


def cell(value: Any) -> str:
    if isinstance(value, str):
        return value[:12] if len(value) == 64 and not set(value) - set("0123456789abcdef") else value
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {cell(item)}" for name, item in value.items())
    if isinstance(value, (list, tuple)):
        return "; ".join(cell(item) for item in value)
    return "" if value is None else str(value)
