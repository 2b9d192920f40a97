"""Verbs about copies: trace, copies, follow, hashes, memory."""

from pathlib import Path
from typing import Annotated, Any

import typer

from firsthand.desk.desk import Desk, entries, resolve, resolve_file
from firsthand.desk.weigh import say
from firsthand.record.fault import BadReference
from firsthand.record.footage import Stretch
from firsthand.record.observation import Follow

from .exits import INCOMPLETE, USAGE
from .opening import HERE, AsJson, Author, CaseDir, opened
from .render import as_json, line, note, progress, table

memory = typer.Typer(
    help="Known footage that is kept across cases: descriptors only, no pictures.", no_args_is_help=True
)
Name = Annotated[str, typer.Option("--memory", "-m", help="Which memory (small letters, digits, dots, dashes).")]
Files = Annotated[
    list[str] | None, typer.Argument(help="Files (digests, or their first characters); all where none is named.")
]


def trace(
    file: Annotated[
        Path,
        typer.Argument(help="A film or picture, which need not be in the case; or a file of the case, by its digest."),
    ],
    weak_cell: Annotated[
        bool, typer.Option("--allow-weak-cell", help="Go on where this machine has no isolation to offer.")
    ] = False,
    case: CaseDir = HERE,
    json: AsJson = False,
) -> None:
    """Finds the copies of a file in the case and in your memories of known footage; writes nothing."""
    from firsthand.desk.trace_file import Step
    from firsthand.desk.trace_file import trace as ask

    desk = opened(case, weak_cell=weak_cell)
    value: dict[str, Any] = {}
    with progress() as bar:
        task = bar.add_task("comparing", total=None)
        for event in ask(desk, _path(desk, file)):
            if isinstance(event, Step):
                bar.update(task, total=event.whole, completed=event.done)
            else:
                value = dict(event.value)
    as_json(value) if json else _tell(value)


def _path(desk: Desk, file: Path) -> Path:
    """A path as it is; what is none may be the first characters of a digest, or the name, of a file of the case."""
    if file.exists():
        return file
    named = {e.value.file for e in entries(desk, "sighting") if e.value.name == str(file) and e.value.file}
    try:
        digest = named.pop() if len(named) == 1 else resolve_file(desk, str(file))
    except BadReference:
        return file  # the one that reads it says why it cannot
    return desk.vault.path(digest)


def _tell(value: dict[str, Any]) -> None:
    for title in ("copies", "related", "not_told"):
        rows = [
            {
                "file": row["file"],
                "names": row["names"],
                "relation": row["relation"],
                "here, s": [_span(part["here"]) for part in row["segments"] or row["sound"]],
                "there, s": [_span(part["there"]) for part in row["segments"] or row["sound"]],
                "edits": row["edits"],
                "colours": row["colours"],
                "posted": row["posted"],
                "why": row["why"],
            }
            for row in value[title]
        ]
        if rows:
            table(rows, title.replace("_", " "))
    for one in value["known"]:
        for row in (*one["seen"], *one["maybe"]):
            line(
                f"known to {one['memory']} as {row['called'] or 'no name'}: posted {_ends(row['earliest'])}, by {row['by']}"
            )
    if not value["copies"]:
        line("no copy found")
    searched = value["searched"]
    line(
        f"searched: {searched['compared']} of {searched['files']} files of the case ({searched['read_by_key_frames']} by key frames "
        f"only, {searched['no_footage']} no footage, {searched['not_read']} not read, or not to be read); "
        f"descriptors: {searched['descriptors']}"
    )
    for one in value["known"]:
        line(f"searched: {one['searched']}")


def _span(ends: list[str]) -> str:
    first, last = (int(over) / int(under or 1) for over, _, under in (end.partition("/") for end in ends))
    return f"{first:.3f} to {last:.3f}"


def _ends(earliest: list[str | None]) -> str:
    return " to ".join(end or "not known" for end in earliest)


def copies(
    html: Annotated[Path | None, typer.Option(help="A page with a picture of each recording, into a new file.")] = None,
    sheet: Annotated[
        Path | None, typer.Option("--csv", help="A row a file and aligned stretch, into a new file.")
    ] = None,
    marks: Annotated[
        bool, typer.Option("--marks", help="How far each mark follows into copies, and who decided so.")
    ] = False,
    case: CaseDir = HERE,
    json: AsJson = False,
) -> None:
    """Lists the recordings of the case with their files, offsets, edits and earliest known sighting."""
    from firsthand.desk import copies as desk_copies
    from firsthand.desk.copies_show import between_lines, page, posting_words, write_new
    from firsthand.desk.copies_show import table as as_csv

    desk = opened(case)
    if marks:
        rows = list(desk_copies.follows(desk))
        as_json(rows) if json else table(rows, "marks that follow")
        return
    found = desk_copies.recordings(desk)
    for path, make in ((html, page), (sheet, as_csv)):
        if path is not None:
            write_new(path, make(found))
            note(f"written: {path}")
    if json:
        as_json(found)
        return
    if not found:
        line("no two files of this case are known to be copies; `firsthand examine` compares them")
    for one in found:
        rows = [
            {name: row[name] for name in ("file", "names", "posted")} | {"on its line": _line(row)}
            for row in one["files"]
        ]
        table(rows, f"recording {one['number']}")
        if one["between"]:
            table(between_lines(one), "between its files")
        first = one["earliest"]
        told = [posting_words(row) for row in first["may_be"]]
        if first["outcome"] == "found":
            line(f"  earliest known sighting: {told[0]}")
        elif first["outcome"] == "nothing":
            line("  earliest known sighting: not known, no sighting of these files says when it was posted")
        else:
            line("  earliest known sighting: not told apart, for the times overlap; it may be any of these:")
            for words in told:
                line(f"    {words}")
        line(f"  searched: {first['searched']}")


def _line(row: dict[str, Any]) -> list[str]:
    return [f"{part['from']:.2f} to {part['to']:.2f}" for part in row["stretches"]] or ["not aligned"]


def follow(
    mark: Annotated[str, typer.Argument(help="The mark's id, or its first characters.")],
    file: Annotated[str, typer.Argument(help="The copy (digest, or its first characters).")],
    reason: Annotated[str, typer.Option("--reason", help="Why.")],
    hold: Annotated[
        list[str] | None,
        typer.Option("--hold", help="Seconds of the copy that it holds back, FROM-TO or all; may be repeated."),
    ] = None,
    nothing: Annotated[bool, typer.Option("--nothing", help="The copy does not show what the mark protects.")] = False,
    case: CaseDir = HERE,
    author: Author = None,
    json: AsJson = False,
) -> None:
    """Decides how far a mark follows into a copy of its file. Until somebody does, all that may show it is held back."""
    if bool(hold) == nothing:
        note("give the stretches to --hold, or --nothing")
        raise typer.Exit(USAGE)
    desk = opened(case, author)
    copy = resolve_file(desk, file)
    holds = tuple(_stretch(copy, text) for text in hold or ())
    entry = say(desk, Follow(mark=resolve(desk, mark, "mark"), file=copy, holds=holds, reason=reason))
    as_json({"entry": entry, "kind": "follow"}) if json else line("follow", entry)


def _stretch(file: str, text: str) -> Stretch:
    from fractions import Fraction

    if text == "all":
        return Stretch(file=file)
    first, _, last = text.partition("-")
    try:
        return Stretch(file=file, start=Fraction(first), end=Fraction(last))
    except (ValueError, ZeroDivisionError) as bad:
        raise typer.BadParameter(f"not FROM-TO in seconds, nor all: {text!r}") from bad


def hashes(
    out: Annotated[Path, typer.Option("--out", help="A folder: one text file a file of the case.")],
    files: Files = None,
    form: Annotated[str, typer.Option(help="vpdq (films, with times) or pdq (hash and quality).")] = "vpdq",
    case: CaseDir = HERE,
    json: AsJson = False,
) -> None:
    """Writes hashes of examined footage in the forms that others exchange."""
    from firsthand.desk.hashes import FORMS, write_hashes

    if form not in FORMS:
        raise typer.BadParameter(f"a form is one of {', '.join(FORMS)}")
    desk = opened(case)
    rows = [{"file": file, "hashes": said} for file, said in write_hashes(desk, _named(desk, files), form, out)]
    as_json(rows) if json else table(rows, "hashes")
    if any(row["hashes"] != "written" for row in rows):
        raise typer.Exit(INCOMPLETE)


def _named(desk: Any, files: list[str] | None) -> list[str]:
    from firsthand.desk.desk import entries

    if files:
        return [resolve_file(desk, short) for short in files]
    desk.index.refresh(desk.ledger)
    return list(dict.fromkeys(entry.value.digest for entry in entries(desk, "file")))


# --- memory ---------------------------------------------------------------------------------------------------------------


@memory.command("add")
def add(
    files: Files = None,
    name: Name = "known",
    called: Annotated[str, typer.Option("--as", help="What this footage is; no names of persons.")] = "",
    case: CaseDir = HERE,
    json: AsJson = False,
) -> None:
    """Keeps what was read of examined files: no picture, no sound, no sighting but the day of the earliest."""
    from firsthand.desk import memory as kept

    desk = opened(case)
    made = kept.add(desk, name, _named(desk, files), called)
    _added(name, made, json)
    for file, why in made.passed:
        note(f"passed over {file[:12]}: {why}")
    if made.passed:
        raise typer.Exit(INCOMPLETE)


def _added(name: str, made: Any, json: bool) -> None:
    told = {"memory": name, "new": made.new, "known": made.known, "passed": [list(row) for row in made.passed]}
    as_json(told) if json else line(f"memory {name}: {made.new} new, {made.known} known already")


@memory.command("export")
def export(out: Annotated[Path, typer.Argument(help="A file that is not there yet.")], name: Name = "known") -> None:
    """Writes a memory into one file, to be handed on."""
    from firsthand.desk import memory as kept

    line(f"{kept.export(name, out)} items written to {out}")


@memory.command("import")
def import_(
    source: Annotated[Path, typer.Argument(help="A file that somebody handed on.")],
    name: Name = "known",
    json: AsJson = False,
) -> None:
    """Takes in a memory that somebody handed on; all of it is checked first."""
    from firsthand.desk import memory as kept

    _added(name, kept.take_in(source, name), json)


@memory.command("list")
def list_(
    name: Annotated[str | None, typer.Option("--memory", "-m", help="The items of this memory.")] = None,
    json: AsJson = False,
) -> None:
    """Lists your memories, or the items of one."""
    from firsthand.desk import memory as kept

    rows = kept.listed(name)
    as_json(rows) if json else table(rows, "memories" if name is None else "items")


@memory.command("forget")
def forget(
    files: Annotated[
        list[str] | None, typer.Argument(help="Items, by the first characters of their files' digests.")
    ] = None,
    name: Name = "known",
    everything: Annotated[bool, typer.Option("--all", help="The whole memory.")] = False,
) -> None:
    """Forgets items, or a whole memory."""
    from firsthand.desk import memory as kept

    if bool(files) == everything:
        note("name items, or --all")
        raise typer.Exit(USAGE)
    line(f"memory {name}: {kept.forget(name, files or (), everything=everything)} items forgotten")


def add_to(app: typer.Typer) -> None:
    app.command("trace")(trace)
    app.command("copies")(copies)
    app.command("follow")(follow)
    app.command("hashes")(hashes)
    app.add_typer(memory, name="memory")
