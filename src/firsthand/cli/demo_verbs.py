"""Verbs to see and to try: drill, demo, cell."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from firsthand.desk.recheck import recheck
from firsthand.desk.weights import weights_told
from firsthand.outside.cell import CellDecoder
from firsthand.recheck.closing import closing
from firsthand.record.fault import FolderTaken

from .exits import FAILED
from .opening import AsJson
from .render import as_json, line, note

if TYPE_CHECKING:  # the drill draws and films: it is brought in by the verbs that need it, not at each start
    from collections.abc import Iterator

    from firsthand.drill.walk import Done, Step

MARK = ".made-by-firsthand-demo"
FOOTAGE = Path("../shared/footage")


def drill(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same event.")] = 1,
    small: Annotated[
        bool, typer.Option("--small", help="Films of 4 seconds, 160 x 90, for trying things out.")
    ] = False,
) -> None:
    """Writes an invented, harmless event: footage, a sheet of sightings, statements, and the truth about all of it."""
    from firsthand.drill.write import write_drill

    for event in write_drill(folder, seed, small=small):
        note(f"{event.done}/{event.total} {event.file}")
    line(f"drill in {folder}; the truth is in {folder / 'truth.json'}")


def cell(json: AsJson = False) -> None:
    """Says what protects this machine while a hostile file is open, layer by layer, and which learned weights read in it."""
    layers, weights = dict(CellDecoder().protections()), weights_told()
    if json:
        as_json({**layers, "weights": weights})
        return
    for name, state in layers.items():
        line(f"{name}: {state}")
    if "why" in weights:
        line(f"learned weights: none: {weights['why']}")
        note(weights["hint"])
        return
    line(f"learned weights: {weights['name']} ({weights['sha256'][:12]}): {weights['says']}")
    line(f"their licence: {weights['licence']}")


def demo(
    out: Annotated[Path, typer.Option("--out", help="Where everything goes; made anew at each run.")] = Path("demo"),
    small: Annotated[bool, typer.Option("--small", help="The small drill: quicker.")] = False,
    workbench: Annotated[
        bool | None,
        typer.Option("--open/--no-open", help="Open the workbench on it; asked at the end where nothing is said."),
    ] = None,
) -> None:
    """Runs the main job on the drill (and on ../shared/footage where it is there), and rechecks the report as a stranger would."""
    from firsthand.drill.footage import footage_walk
    from firsthand.drill.walk import walk

    _clear(out)
    done = _show(walk(out, small=small))
    held = _recheck(done)
    if FOOTAGE.is_dir():
        line("")
        line(f"the same job on the clips of {FOOTAGE}; Ctrl-C ends it, and what is above stands")
        held = _recheck(_show(footage_walk(out / "footage", FOOTAGE))) and held
    line("")
    line("The report:", (done.report / "index.html").resolve())
    line("The recheck held." if held else "The recheck did NOT hold.", style="bold")
    line(f"Again, by yourself: firsthand recheck {done.report} --key {done.fingerprint}")
    if not held:
        raise typer.Exit(FAILED)
    if workbench is None:
        workbench = sys.stdin.isatty() and typer.confirm("Open the workbench on it?", default=False)
    if workbench:
        _open(done.case, out / "keys-a")
    else:
        line("In the workbench, to look around:", f"firsthand serve --case {done.case}")


def _open(case: Path, keys: Path) -> None:
    """The workbench as the demo's first analyst, whose key lies beside the case."""
    from firsthand.desk.cases import open_case
    from firsthand.outside.keyring import Keyring

    from .serve_verbs import open_workbench

    open_workbench(open_case(case, ring=Keyring(keys)), port=0, browser=True)


def _show(steps: "Iterator[Step | Done]") -> "Done":
    """Says each step; the last thing of a walk is what it came to."""
    *_, done = _said(steps)
    return cast("Done", done)


def _said(steps: "Iterator[Step | Done]") -> "Iterator[Step | Done]":
    for step in steps:
        if hasattr(step, "says"):
            line("-", step.says)
        yield step


def _recheck(done: "Done") -> bool:
    """Twice: the core in a process of its own, as a stranger runs it, then both tiers here."""
    words = [sys.executable, "-m", "firsthand.recheck", str(done.report), "--key", done.fingerprint]
    stranger = subprocess.run(words, capture_output=True, text=True, check=False)
    line("- recheck of the core, in a process of its own:", stranger.stdout.strip().splitlines()[-1])
    note("now all that was found is found again from the bytes; this takes about as long as the first time")
    lines = list(recheck(done.case))
    again = [made for made in lines if made.step == 9]
    held = [made for made in again if made.verdict == "holds"]
    line(
        f"- recheck of the case with its findings computed again: {len(held)} of {len(again)} lines of step 9 hold;",
        closing(lines),
    )
    return stranger.returncode == 0 and not any(made.verdict == "broken" for made in lines)


def _clear(out: Path) -> None:
    """Only a folder that an earlier demo made is made anew. Raises FolderTaken."""
    if out.exists() and not (out / MARK).exists():
        raise FolderTaken(f"{out} is there already, and no demo made it")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    (out / MARK).write_text("this folder is made anew by each demo\n")


def add_to(app: typer.Typer) -> None:
    app.command("drill")(drill)
    app.command("cell")(cell)
    app.command("demo")(demo)
