"""Verbs about a case as a whole: new, join, keys, merge, preserve, examine, show, drill."""

from pathlib import Path
from typing import Annotated, Any

import typer

from firsthand.desk.cases import join_case, merge_case, new_case
from firsthand.desk.desk import Desk, resolve, resolve_file
from firsthand.desk.keys import key_in_force
from firsthand.desk.show import VIEWS, one
from firsthand.outside.keyring import keyring
from firsthand.record.fault import BadReference

from .exits import INCOMPLETE, USAGE
from .opening import HERE, AsJson, Author, CaseDir, new_lock, opened, passphrase
from .render import as_json, line, note, progress, table

Name = Annotated[
    str, typer.Option("--author", help="Your name as it shall stand in the log (sealed; shown in reports).")
]
Lock = Annotated[
    bool, typer.Option("--lock", help="Guard a new key with a passphrase (asked for, or FIRSTHAND_PASSPHRASE).")
]


def new(
    folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet, or is empty.")],
    author: Name,
    title: Annotated[str, typer.Option(help="What the case is about (sealed).")] = "",
    lock: Lock = False,
) -> None:
    """Opens a new case and your own log in it."""
    desk = new_case(folder, author=author, title=title, ring=keyring(), ask=passphrase, lock=new_lock(lock))
    line(f"case {desk.case[:12]} in {folder}")
    line(f"author {author}, key fingerprint {key_in_force(desk.ledger, desk.writer.log)}")


def join(folder: Annotated[Path, typer.Argument(help="A copy of the case.")], author: Name, lock: Lock = False) -> None:
    """Opens your own log in a case that somebody else began."""
    desk = join_case(folder, author=author, ring=keyring(), ask=passphrase, lock=new_lock(lock))
    line(f"author {author}, key fingerprint {key_in_force(desk.ledger, desk.writer.log)}")


def merge(other: Annotated[Path, typer.Argument(help="Another copy of this case.")], case: CaseDir = HERE) -> None:
    """Takes in another copy of the case: the union of the logs, each checked first."""
    merged = merge_case(opened(case), other)
    line(f"merged: {merged.logs} new logs, {merged.entries} new entries, {merged.blobs} new blobs")


def preserve_(
    sources: Annotated[list[Path] | None, typer.Argument(help="Files and folders.")] = None,
    sheet: Annotated[
        Path | None,
        typer.Option("--sheet", help="CSV or XLSX of sightings: file,url,account,posted_at,zone,seen_at,note."),
    ] = None,
    text: Annotated[str, typer.Option("--note", help="A note for these sightings.")] = "",
    again: Annotated[
        bool, typer.Option("--again", help="Enter sightings even where the very same ones stand.")
    ] = False,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Takes bytes into the vault and every sighting into your log. Nothing offered is silently ignored."""
    from firsthand.desk.preserve import Acknowledged, CellLeft, PassedOver, preserve

    if not sources and sheet is None:
        note("give files or folders, or --sheet")
        raise typer.Exit(USAGE)
    taken = {"files": 0, "new bytes": 0, "already there": 0, "passed over": 0, "cells not taken": 0, "entries": 0}
    passed: list[dict[str, str]] = []
    hints: dict[str, None] = {}
    for event in preserve(opened(case, author), sources or [], sheet=sheet, note=text, again=again):
        if isinstance(event, PassedOver):
            passed.append({"name": event.name, "code": event.code, "why": event.why})
            taken["passed over"] += 1
            note(f"passed over {event.name}: {event.why} [{event.code}]")
        elif isinstance(event, CellLeft):
            passed.append({"name": event.name, "code": event.code, "why": event.why})
            taken["cells not taken"] += 1
            hints[event.hint] = None
            note(f"{event.name} was not taken, the rest of its row was: {event.why} [{event.code}]")
        elif isinstance(event, Acknowledged):
            taken["entries"] = event.entries
        else:
            taken["files"] += 1
            taken["new bytes"] += event.new
            taken["already there"] += event.again
    for hint in hints:
        note(hint)
    if json:
        as_json({**taken, "passed": passed})
    else:
        line("preserved:", ", ".join(f"{count} {what}" for what, count in taken.items()))
    if passed:
        raise typer.Exit(INCOMPLETE)


def examine_(
    profile: Annotated[
        str,
        typer.Option(
            help="full: every frame decoded; triage: key frames only; query: as full, and every picture looked at closely, in "
            "parts and mirrored (finds what stands small in another picture; takes several times as long)."
        ),
    ] = "full",
    file: Annotated[list[str] | None, typer.Option(help="Only this file (digest, or its first characters).")] = None,
    weak_cell: Annotated[
        bool, typer.Option("--allow-weak-cell", help="Go on where this machine has no isolation to offer.")
    ] = False,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Asks every method that applies. Stop it when you like: it goes on where it was."""
    from firsthand.desk.examine import FileDone, Started, examine  # with all that methods compute with
    from firsthand.desk.examine_known import MemoryBroken, SeenBefore
    from firsthand.desk.examine_trace import TraceDone
    from firsthand.desk.readings import PROFILES

    if profile not in PROFILES:
        raise typer.BadParameter(f"a profile is {' or '.join(PROFILES)}")
    desk = opened(case, author, weak_cell=weak_cell)
    only = [resolve_file(desk, short) for short in file] if file else None
    counts: dict[str, int] = {"read": 0, "known": 0}
    with progress() as bar:
        task = bar.add_task("reading", total=None)
        for event in examine(desk, profile=profile, only=only):
            if isinstance(event, Started):
                counts["known"] = event.known
                bar.update(task, total=event.to_read)
            elif isinstance(event, FileDone):
                counts["read"] += 1
                counts[event.outcome] = counts.get(event.outcome, 0) + 1
                bar.advance(task)
            elif isinstance(event, SeenBefore):
                counts["seen before"] = counts.get("seen before", 0) + 1
                note(_seen(event))
            elif isinstance(event, MemoryBroken):
                note(f"{event.items} items of the memory {event.memory} are damaged and were not searched")
            elif isinstance(event, TraceDone):
                counts |= {
                    "pairs found": event.found,
                    "pairs inconclusive": event.inconclusive,
                    "recordings": event.recordings,
                }
    as_json(counts) if json else line("examined:", ", ".join(f"{count} {what}" for what, count in counts.items()))


def _seen(event: Any) -> str:
    first, last = event.earliest
    sure = "seen before" if event.sure else "perhaps seen before, not told"
    posted = f"posted {first or 'not known'} to {last or 'not known'}" if first or last else "no dated sighting"
    return f"{event.file[:12]}: {sure} in the memory {event.memory} as {event.called or 'footage without a name'}; {posted}"


def show(
    what: Annotated[
        str,
        typer.Argument(
            help=f"One of: {', '.join(VIEWS)}; or the first characters of an entry's id, or of a file's digest."
        ),
    ] = "files",
    case: CaseDir = HERE,
    json: AsJson = False,
) -> None:
    """Lists what the case holds, or one entry whole."""
    desk = opened(case)
    if what in VIEWS:
        rows = list(VIEWS[what](desk))
        as_json(rows) if json else table([{k: v for k, v in row.items() if k not in WHOLE} for row in rows], what)
        return
    try:
        as_json(one(desk, resolve(desk, what)))
    except BadReference as no_entry:
        try:
            file = resolve_file(desk, what)
        except BadReference:
            raise BadReference(f"{no_entry.message}; lists are: {', '.join(VIEWS)}") from None
        _show_file(desk, file, json)


WHOLE = ("value",)  # what a finding says in full: `firsthand show ID` and --json have it


def _show_file(desk: Desk, file: str, json: bool) -> None:
    """A file by its digest: how it was seen, and what was found of it."""
    seen = [row for row in VIEWS["sightings"](desk) if row["file"] == file]
    found = [row for row in VIEWS["findings"](desk) if file in row["files"]]
    if json:
        as_json({"file": file, "sightings": seen, "findings": found})
        return
    table(seen, "sightings")
    table([{k: v for k, v in row.items() if k not in WHOLE} for row in found], "findings")


def add_to(app: typer.Typer) -> None:
    app.command("new")(new)
    app.command("join")(join)
    app.command("merge")(merge)
    app.command("preserve")(preserve_)
    app.command("examine")(examine_)
    app.command("show")(show)
