"""A sentence is folded away."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    said = good.cut_page('<div class="said">\n<p class="sentence"><span data-draft="' + good.ids["open_2"], "</div>\n", into="HERE")
    good.repage("HERE", f"<details>{said}</details>")
