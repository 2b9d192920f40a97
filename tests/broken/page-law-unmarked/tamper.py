"""That a question of law is for a court is left out."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.cut_page('<p class="small">Asked here, and not answered', "</p>")
