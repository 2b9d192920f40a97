"""The last line of a recheck: what its lines come to, what was not looked at, and what no recheck without a pin can rule out."""

from collections.abc import Iterable, Sequence

from .line import Line, Verdict, exit_code, lowers

WHOLE = ("findings", "index.html")  # subjects of lines that speak of all there is at once
NOT_REACHED, DRAWN = "findings or stills were not reached again", "drawings have other towns than are at hand here"


def closing(lines: Sequence[Line]) -> str:
    """One line that claims no more than the others together."""
    outcome = exit_code(lines)
    if outcome == 1:
        return "BROKEN: see the lines above."
    holding = {made.code for made in lines if made.verdict is Verdict.HOLDS}
    if outcome == 0:
        under = "key" if "pin.key" in holding else "checkpoint"
        says = [f"All that is required holds, under the {under} you pinned."]
    else:
        says = [_short_of(lines)]
    left = list(_left(lines))
    if left:
        says.append(f"Not checked: {'; '.join(left)}.")
    later = "Whether there is a later edition" if _is_report(lines) else "Whether later entries were taken back"
    pinned = "What came after the pinned checkpoint cannot be told."
    says.append(pinned if "pin.checkpoint" in holding else f"{later} cannot be told without --pin.")
    return " ".join(says)


def _short_of(lines: Iterable[Line]) -> str:
    codes = {made.code for made in lines if lowers(made)}
    why = []
    if "page.differs" in codes:
        why.append("the page differs from what its ledgers give")
    if "pin.none" in codes:
        why.append("nothing is pinned, so that it proves only itself")
    if codes - {"page.differs", "pin.none"}:
        why.append("not all that is required could be checked")
    begins = "NOT ALL HOLDS:" if "page.differs" in codes else "Nothing is broken, but"
    return f"{begins} {', and '.join(why)}: see the lines above."


def _left(lines: Iterable[Line]) -> Iterable[str]:
    """What lowers nothing and was not checked all the same: findings, and what methods gave for the page."""
    open_ = [made for made in lines if made.verdict in (Verdict.WITHHELD, Verdict.CANNOT)]
    findings = [made for made in open_ if made.code.startswith("finding.")]
    page = [made for made in open_ if made.code == "page.not-computed"]
    for found, otherwise in ((findings, NOT_REACHED), (page, DRAWN)):
        yield from (made.says for made in found if made.subject in WHOLE)
        single = sum(made.subject not in WHOLE for made in found)
        if single:
            yield f"{single} {otherwise}"


def _is_report(lines: Iterable[Line]) -> bool:
    return any(made.step == 10 for made in lines)
