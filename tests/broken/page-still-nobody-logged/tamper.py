"""A picture is shown that no entry knows."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    drawn = f"blobs/{7:064x}.jpg"
    good.put(drawn, b"words in a picture")
    page = good.read("index.html").decode()
    at = page.index("blobs/", page.index("<img src="))
    good.repage(page[at : at + len(drawn)], drawn)
