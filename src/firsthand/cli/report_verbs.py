"""Verbs towards a reader: the gate, correct, publish, recheck."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any

import typer

from firsthand.desk.correct import printed
from firsthand.desk.desk import Desk, resolve, resolve_file
from firsthand.desk.gate import RULES as ALL_RULES
from firsthand.desk.gate import GateFinding
from firsthand.desk.preview import draw
from firsthand.desk.publish import Gated, Issued, preview, publish
from firsthand.desk.wording import too_loud
from firsthand.recheck import STEPS, Line, exit_code
from firsthand.recheck.__main__ import no_folder
from firsthand.recheck.closing import closing
from firsthand.record.fault import GateRefused
from firsthand.record.publication import Section

from .exits import OK, REFUSED
from .opening import HERE, AsJson, Author, CaseDir, opened
from .render import as_json, fault, line, table

Exhibits = Annotated[
    list[str] | None, typer.Option("--exhibit", help="Make this original public (digest); none by default.")
]
Withhold = Annotated[
    list[str] | None,
    typer.Option("--withhold", help="Show an entry by its header only (ID), or hide one sealed field (ID.field)."),
]
Changed = Annotated[str, typer.Option("--changed", help="What changed since the edition before, in words.")]
RULES = (too_loud,)


def _chosen(desk: Desk, exhibits: list[str] | None, withhold: list[str] | None) -> dict[str, Any]:
    whole = []
    for text in withhold or ():
        short, dot, field = text.partition(".")
        whole.append(resolve(desk, short) + dot + field)
    return {"exhibits": [resolve_file(desk, short) for short in exhibits or ()], "withhold": whole, "wording": RULES}


def gate(
    exhibits: Exhibits = None,
    withhold: Withhold = None,
    changed: Changed = "",
    rules: Annotated[bool, typer.Option("--rules", help="List the rules with their reasons instead.")] = False,
    page: Annotated[
        Path | None,
        typer.Option(
            "--page", help="Draw the page as it would be into this new folder, marked as a preview and not sealed."
        ),
    ] = None,
    case: CaseDir = HERE,
    json: AsJson = False,
) -> None:
    """Says what the gate would refuse or mark now; enters nothing."""
    if rules:
        listed = [{"rule": r.id, "does": "refuses" if r.blocking else "marks", "reason": r.reason} for r in ALL_RULES]
        as_json(listed) if json else table(listed, "rules")
        return
    desk = opened(case)
    chosen = _chosen(desk, exhibits, withhold)
    found = draw(desk, page, changed=changed, **chosen) if page else preview(desk, changed=changed, **chosen)
    rows = [
        {"rule": f.rule, "blocking": f.blocking, "message": f.message, "hint": f.hint, "entries": list(f.entries)}
        for f in found
    ]
    if json:
        as_json(rows)
    else:
        _list_gate(found)
    raise typer.Exit(REFUSED if any(f.blocking for f in found) else OK)


MOST_NAMED = 3  # entries that a line of the gate names


def _list_gate(found: Sequence[GateFinding]) -> None:
    """A line for each; beneath the last of a rule that refuses, once, what to do."""
    for item, after in zip_longest(found, found[1:]):
        line(
            "refused" if item.blocking else "marked ",
            f"{item.rule}:",
            item.message,
            *(f"[{entry[:8]}]" for entry in item.entries[:MOST_NAMED]),
            style="bold" if item.blocking else "",
        )
        if item.blocking and (after is None or after.rule != item.rule):
            line("        ", item.hint, style="dim")
    if not found:
        line("the gate has nothing to say")


def correct(
    sentence: Annotated[str, typer.Argument(help="Of which sentence; without it, all are listed.")] = "",
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Shows the sentences that the last edition printed, and what to type to correct one; enters nothing."""
    desk = opened(case, author)
    edition, found = printed(desk)
    chosen = resolve(desk, sentence, "draft") if sentence else ""
    rows = [one for one in found if chosen in ("", one.id)]
    if json:
        as_json([asdict(one) for one in rows])
        return
    if not rows:
        line("nothing was published yet" if not edition else f"edition {edition} did not print that sentence")
    for one in rows:
        line(f"{one.id[:8]}  {one.section}:", one.text, style="bold")
        line(f"          {one.who};", one.state if len(one.state) < 64 else f"replaced by {one.state[:8]}")
        for kind, entry, how in one.fallen:
            line(f"          beneath it the {kind} {entry[:8]} was {how}")
        for command in one.commands if chosen or one.fallen else ():
            line("         ", command)
    own = [one.id[:8] for one in rows if one.commands and one.section is not Section.TITLE]
    if own and not chosen:
        line("what to type for one of them: firsthand correct", own[0])


def publish_(
    out: Annotated[Path, typer.Option("--out", help="The report's folder; it must not be there yet.")],
    exhibits: Exhibits = None,
    withhold: Withhold = None,
    changed: Changed = "",
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Publishes the next edition through the gate, into a folder that anyone can recheck."""
    desk = opened(case, author)
    try:
        for event in publish(desk, out, changed=changed, **_chosen(desk, exhibits, withhold)):
            if isinstance(event, Gated) and not json:
                _list_gate(event.findings)
            elif isinstance(event, Issued):
                _issued(event, json)
    except GateRefused as bad:
        _list_gate([found for found in bad.findings if isinstance(found, GateFinding)])
        fault(bad)
        raise typer.Exit(REFUSED) from bad


def _issued(event: Issued, json: bool) -> None:
    wire = {
        "edition": event.edition,
        "folder": str(event.folder),
        "entry": event.entry,
        "manifest": event.manifest,
        "fingerprint": event.fingerprint,
        "counts": dict(event.counts),
    }
    if json:
        as_json(wire)
        return
    line(f"edition {event.edition} in {event.folder}")
    line("give readers this fingerprint by another way:", event.fingerprint)


def recheck_(
    path: Annotated[Path, typer.Argument(help="A report's folder, or a case.")],
    key: Annotated[str | None, typer.Option(help="The publisher's fingerprint, as you know it from elsewhere.")] = None,
    pin: Annotated[
        str | None, typer.Option(help="A file with an earlier checkpoint, as you know it from elsewhere.")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave public bytes unhashed; the outcome is then 3 at best.")
    ] = False,
    core: Annotated[
        bool, typer.Option("--core", help="Leave findings as they are; only hashes, trees, signatures, causes.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Checks everything again, trusting nobody: each line holds, is broken, withheld or cannot be checked. Exit 0, 1 or 3."""
    from firsthand.desk.recheck import recheck  # with all that findings are computed with

    if wrong := no_folder(path):
        raise typer.BadParameter(wrong)
    kept: list[Line] = []
    for made in recheck(path, key=key, pin=pin, quick=quick, findings=not core):
        if not json:
            _say(made, kept[-1].step if kept else 0)
        kept.append(made)
    code = exit_code(kept)
    if json:
        as_json({"exit": code, "lines": [made.wire() for made in kept]})
    else:
        counts = {
            verdict: sum(made.verdict == verdict for made in kept) for verdict in dict.fromkeys(m.verdict for m in kept)
        }
        line("")
        for made in [made for made in kept if made.verdict == "broken" or made.code == "page.differs"][:MOST_AGAIN]:
            line(f"{made.verdict}: {made.subject}: {made.says} [{made.code}]", style="bold red")
        line(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
        line(closing(kept), style="bold")
    raise typer.Exit(code)


MOST_AGAIN = 20  # lines, broken or of another page, that stand again beneath all the others


def _say(made: Line, before: int) -> None:
    if made.step != before:
        line(f"{made.step}. {STEPS[made.step]}", style="bold")
    code = "" if made.code == "holds" else f" [{made.code}]"
    style = "bold red" if made.verdict == "broken" else ""
    line(f"   {made.verdict:<12} {made.subject}: {made.says}{code}", style=style)


def add_to(app: typer.Typer) -> None:
    app.command("gate")(gate)
    app.command("correct")(correct)
    app.command("publish")(publish_)
    app.command("recheck")(recheck_)
