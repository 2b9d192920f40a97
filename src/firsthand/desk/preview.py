"""The next edition's page as it would be now: not sealed, said so on the page, drawn although the gate may still refuse it."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from firsthand.record.fault import FolderTaken, GateRefused

from .desk import Desk
from .gate import GateFinding
from .gate_edition import WordingRule
from .publish import STILLS, asked_of, blobs_of, counts_of, matter_of, next_edition
from .report.pages import PAGE, render

NEEDED = "title"  # the rule without which there is no page; past all the others it is drawn
HEAD = b'<header class="masthead"'
SAYS = (
    '<aside class="changed"><p><strong>A preview: not published, not sealed, not signed.</strong> '
    "It was drawn from the case as it stood. {gate}</p></aside>\n"
)


def draw(
    desk: Desk,
    out: Path,
    *,
    exhibits: Iterable[str] = (),
    withhold: Iterable[str] = (),
    changed: str = "",
    wording: tuple[WordingRule, ...] = (),
) -> list[GateFinding]:
    """Writes the page and its pictures into `out`, a folder that is not there yet; what the gate would say of it.

    Nothing is entered, and no original is copied. Raises GateRefused (no title, or two), FolderTaken,
    BadReference, BadDigest, NoAuthor, NotInVault.
    """
    edition = next_edition(desk, exhibits, withhold, changed, wording)
    found = asked_of(desk, edition)
    if untitled := tuple(one for one in found if one.rule == NEEDED):
        raise GateRefused("a page cannot be drawn: " + untitled[0].message, untitled)
    matter = matter_of(desk, edition, counts_of(desk, edition.case, edition.disclosure), STILLS)
    pages = render(matter)
    before, head, after = pages[PAGE].partition(HEAD)
    head_end = head + after.replace(b"published", b"not published; drawn", 1)
    pages[PAGE] = before + SAYS.format(gate=_gate(found)).encode() + head_end
    pictures = {path: lies for path, lies in blobs_of(desk, matter).items() if path not in matter.originals.values()}
    try:
        out.mkdir(parents=True)
    except FileExistsError:
        raise FolderTaken(f"{out} is there already") from None
    for path, data in pages.items():
        _place(out, path).write_bytes(data)
    for path, lies in pictures.items():
        shutil.copyfile(lies, _place(out, path))
    return found


def _gate(found: list[GateFinding]) -> str:
    refused = sum(one.blocking for one in found)
    return (
        f"The gate would refuse it, for {refused} reason{'s' * (refused != 1)}."
        if refused
        else "The gate would let it pass."
    )


def _place(folder: Path, path: str) -> Path:
    made = folder / path
    made.parent.mkdir(parents=True, exist_ok=True)
    return made
