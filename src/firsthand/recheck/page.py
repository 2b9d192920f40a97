"""Step 10: whether the page says what the sealed sentences and judgements say, all of it, and nothing else."""

from collections.abc import Callable, Iterator, Sequence

from firsthand.record.entry import Entry
from firsthand.record.fault import Fault

from .hostile import read_small
from .line import Line, broken, cannot, holds, withheld
from .logs import World
from .manifest import Manifest, Seal
from .page_board import check_board
from .page_check import Held
from .page_drawn import check_drawn
from .page_exhibits import exhibit_numbers
from .page_form import Form, NotOfForm, Part, form_of, named_form, read_page
from .page_ledger import Named, sealed_of
from .page_rest import Around, check_rest, days_and_keys
from .page_words import Board

PAGE, STYLE = "index.html", "report.css"
PAGE_STEP = 10
MOST = 50  # of one code that are listed
FULL = "the full recheck (`firsthand recheck`)"
UNKNOWN = {
    "page.withheld": "places say what is withheld from the ledgers here",
    "page.phrase": "words beside methods or counts are none that this version knows",
    "page.form-older": "observations that judgements name are not printed by pages of this older form",
    "page.letters": "texts hold letters that cannot be seen, or that turn the line round",
}


def check_page(
    root: int,
    world: World,
    manifest: Manifest,
    seal: Seal | None,
    entries: Callable[[], Iterator[Entry]],
    again: Sequence[Line] = (),
) -> Iterator[Line]:
    """The page, its style, and what else lies beside it. `again`: what the second tier has said of it."""
    if PAGE not in manifest.files:
        yield cannot(10, "page", f"there is no {PAGE}: what readers are given is not looked at here", "page.none")
        return
    if manifest.files[PAGE][0] not in world.bytes_of:
        yield cannot(10, PAGE, "its bytes are not those of the manifest, so its words were not read", "page.not-read")
        return
    try:
        data = read_small(root, PAGE)
    except Fault as bad:
        yield cannot(10, PAGE, str(bad), "page.not-read")
        return
    number = named_form(data)
    form = form_of(number) if number else None
    if form is None:
        says = f"it is of form {number}" if number else "it does not say of which form it is"
        yield cannot(10, PAGE, f"{says}: this version cannot hold its words against the sentences", "page.form-unknown")
        return
    try:
        page = read_page(data.decode("utf-8"), form)
    except (NotOfForm, UnicodeDecodeError) as bad:
        yield broken(10, PAGE, f"it is not written as its form is: {bad}", "page.form")
        return
    if manifest.files.get(STYLE, ("",))[0] not in form.styles:
        yield cannot(10, STYLE, "a style that this version does not know can hide words, or add them", "page.style")
    yield from _beside(manifest, page)
    board = _hold(world, manifest, seal, page, entries, form)
    for part in page.of("p"):
        path = part.text("p.path")
        if manifest.files.get(path, ("",))[0] in world.bytes_of:
            check_drawn(board, path.removeprefix("places/").removesuffix(".svg"), read_small(root, path))
    yield from _said(board.held)
    yield from _not_held(board.held, again)


def _hold(
    world: World, manifest: Manifest, seal: Seal | None, page: Part, entries: Callable[[], Iterator[Entry]], form: Form
) -> Board:
    numbers = exhibit_numbers(page)
    texts = (value for part in page.every() for values in part.said.values() for value in values)
    digits = {text.removeprefix("e-").removeprefix("item-")[:16] for text in texts if len(text) in (16, 18, 21, 64)}
    sealed = sealed_of(world, entries(), Named(frozenset(digits), frozenset(numbers)))
    sealed.number = numbers
    held = Held(sealed, form.phrases, form.words, "observed:for it" in form.rules)
    leaves = {log.id: [(leaf.at, leaf.by) for leaf in log.leaves] for log in world.logs.values()}
    around = Around(manifest, seal, *days_and_keys(leaves))
    board = Board(held, page, _since(held, manifest, seal))
    check_board(board)
    board.sentences()
    check_rest(board, around, form.headings)
    held.leave_none(page)
    return board


def _since(held: Held, manifest: Manifest, seal: Seal | None) -> dict[str, int] | None:
    """How much of each log the edition before had seen; None for a first edition."""
    previous = held.sealed.case.entries.get(seal.entry.value.previous or "") if seal else None
    if manifest.edition < 2 or previous is None or previous.kind != "published":
        return None
    sizes = {log: head.get("size", 0) for log, head in previous.value.heads.items()}
    return {log: size if isinstance(size, int) else 0 for log, size in sizes.items()}


def _beside(manifest: Manifest, page: Part) -> Iterator[Line]:
    drawn = {part.text("p.path") for part in page.of("p") if part.has("p.path")}
    for path in sorted(drawn - manifest.files.keys()):
        yield broken(10, path, "the page shows it, and it is not in the folder", "page.picture")
    known = {PAGE, STYLE, *drawn}
    others = [
        path
        for path in manifest.files
        if path not in known and path.partition("/")[0] not in ("ledger", "blobs", "readings")
    ]
    for path in sorted(others)[:MOST]:
        yield cannot(
            10, path, "it is published beside the page, and no words of it are held against anything", "page.beside"
        )


def _said(held: Held) -> Iterator[Line]:
    counts: dict[str, int] = {}
    # Where what judges is withheld or erased, another page than the ledgers now give may still have been the right one.
    wrong = broken if held.sealed.judged_in_the_open else cannot
    for code, subject, says in held.bad:
        counts[code] = counts.get(code, 0) + 1
        if counts[code] <= MOST:
            yield wrong(10, subject, says, code)
    for code, count in counts.items():
        if count > MOST:
            yield wrong(10, "and more", f"{count - MOST} more of this kind are not listed", code)
    for code, count in held.unknown.items():
        made_ = withheld if code == "page.withheld" else cannot
        yield made_(10, PAGE, f"{count} {UNKNOWN[code]}", code)


def _not_held(held: Held, again: Sequence[Line]) -> Iterator[Line]:
    """What methods give and nobody asked them again, what is not here to be counted; and, beside that, what holds."""
    asked = {made.code for made in again if made.subject == PAGE}
    worked = 0 if asked else held.worked
    if worked:
        says = (
            f"{worked} counts and drawings on the page, which methods give, were not worked out again: {FULL} does that"
        )
        yield cannot(10, PAGE, says, "page.not-computed")
    if held.hidden:
        says = f"{held.hidden} counts of what is withheld were not counted again: what they count is not here"
        yield cannot(10, PAGE, says, "page.not-computed")
    if held.bad:
        return
    drafts = len(held.sealed.case.of("draft", standing=True))
    says = f"its {drafts} sentences and the words around them say what the ledgers say"
    if worked:
        says += f"; {worked + held.hidden} counts and drawings on it were not worked out again"
    elif held.hidden:
        says += f"; {held.hidden} counts of what is withheld were not counted again"
    if "page.differs" in {made.code for made in again}:
        says += "; what methods give on it does not, as is said above"
    elif "page.not-computed" in asked:
        says += "; what methods give on it was not worked out again, as is said above"
    if held.unknown:
        says += "; but for what the lines above could not look up"
    yield holds(10, PAGE, says)
