"""A picture beside the sentences."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    good.repage('<main id="main">\n', '<main id="main">\n<img src="blobs/proven.png" alt="">')
