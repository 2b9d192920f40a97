"""Pages of the documentation that are made from the code, so that they cannot go stale: methods, error codes, kinds, verbs."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from firsthand.cli.exits import MEANS
from firsthand.desk.report import form as report_form
from firsthand.method import CATALOGUE
from firsthand.method.shape import card
from firsthand.recheck import CODES
from firsthand.record.entry import CAUSES, KINDS
from firsthand.record.fault import Fault

MADE = "<!-- made by `make docs` from the code: change the code, not this page -->\n"


def pages() -> Mapping[str, str]:
    """Path below docs/ -> text."""
    return {"methods.md": methods(), "codes.md": codes(), "kinds.md": kinds()}


def methods() -> str:
    lines = [
        MADE,
        "# Methods",
        "",
        "Every method of the catalogue, from its own card (`firsthand method show NAME`).",
        "",
    ]
    for method in CATALOGUE.values():
        lines += _card(card(method))
    return "\n".join(lines) + "\n"


def _card(shown: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {shown['name']}"
    yield ""
    yield f"Version {shown['version']}. {shown['asks']}"
    yield ""
    yield f"**Says:** {shown['says']}"
    yield ""
    if shown["inputs"]:
        yield "| input | kind | what |"
        yield "|---|---|---|"
        yield from (f"| `{part['name']}` | {_cell(part['kind'])} | {_cell(part['says'])} |" for part in shown["inputs"])
        yield ""
    if shown["given"]:
        yield "| given | default | what |"
        yield "|---|---|---|"
        yield from (
            f"| `{part['name']}` | {_cell(part['default'])} | {_cell(part['says'])} |" for part in shown["given"]
        )
        yield ""
    for title, texts in (("What fools it", shown["limits"]), ("Sources", shown["cites"])):
        yield f"**{title}:**"
        yield ""
        yield from (f"- {text}" for text in texts)
        yield ""
    yield "**Examples:** " + "; ".join(f"{example['says']} ({example['gives']})" for example in shown["examples"]) + "."
    yield ""


def _cell(value: Any) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def codes() -> str:
    lines = [MADE, "# Codes", "", "## Exit codes", "", "| code | means |", "|---|---|"]
    lines += [f"| {code} | {means} |" for code, means in MEANS.items()]
    lines += ["", "## Error codes", "", "A code never changes its meaning.", "", "| code | what to do |", "|---|---|"]
    lines += [f"| `{fault.code}` | {_cell(fault.hint) or '(a family of codes)'} |" for fault in _all_faults()]
    lines += ["", "## Codes of the recheck", "", "| code | says |", "|---|---|"]
    lines += [f"| `{code}` | {_cell(says)} |" for code, says in CODES.items()]
    return "\n".join(lines) + "\n"


def faults(root: type[Fault] = Fault) -> Iterator[type[Fault]]:
    """The whole tree of errors."""
    for child in root.__subclasses__():
        if child.__module__.endswith("record.fault"):
            yield child
        yield from faults(child)


def _all_faults() -> list[type[Fault]]:
    everything: set[type[Fault]] = {Fault, *faults()}
    return sorted(everything, key=lambda fault: fault.code)


def kinds() -> str:
    lines = [MADE, "# Kinds of entry", ""]
    lines += [
        "Fields in *italics* are sealed: under a salt of their own, so that they can be withheld. Every kind seals `clock`.",
        "",
    ]
    for name, body in KINDS.items():
        lines += [f"## {name}", "", " ".join((body.__doc__ or "").split()), "", "| field | type |", "|---|---|"]
        for part in fields(body):
            shown = f"*{part.name}*" if part.name in body.sealed else f"`{part.name}`"
            lines.append(f"| {shown} | {_type(part.type)} |")
        if name in CAUSES:
            lines += ["", "Rests on (must stand before it): " + ", ".join(f"`{field}`" for field in CAUSES[name]) + "."]
        lines.append("")
    return "\n".join(lines)


def _type(kind: Any) -> str:
    text = kind.__name__ if isinstance(kind, type) and not hasattr(kind, "__args__") else str(kind)
    for long in ("firsthand.record.", "collections.abc.", "typing.", "fractions."):
        text = text.replace(long, "")
    return _cell(".".join(text.split(".")) if "[" in text else text)


def main() -> None:
    """Writes the pages below the folder given (docs by default), and the form by which a recheck reads reports."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs")
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
    report_form.write()


if __name__ == "__main__":
    main()
