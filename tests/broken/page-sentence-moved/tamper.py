"""What is not known stands among what is known."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    said = good.cut_page('<div class="said">\n<p class="sentence"><span data-draft="' + good.ids["open_2"], "</div>\n")
    good.repage("What is known</h2>\n", "What is known</h2>\n" + said)
