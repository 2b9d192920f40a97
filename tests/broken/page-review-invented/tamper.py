"""A judgement that nobody went through is said to be reviewed."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<span class="chip unreviewed">not reviewed</span>', '<span class="chip quiet">Bram de Wit agrees</span>')
