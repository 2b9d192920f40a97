"""A heading says that observations speak against an answer, and none stands beneath it."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage("</ul>\n</div>\n", '</ul>\n<h5>Observations against it</h5>\n<ul class="plain roots">\n</ul>\n</div>\n')
