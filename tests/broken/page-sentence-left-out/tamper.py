"""A sentence that tones the others down is not on the page."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.cut_page('<div class="said">\n<p class="sentence"><span data-draft="' + good.ids["open_2"], "</div>\n")
