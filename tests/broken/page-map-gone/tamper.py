"""The page shows a map that is not in the folder."""

from tests.recheck.making import Report


def tamper(good: Report) -> None:
    path = next(path for path in good.listing() if path.startswith("places/"))
    (good.path / path).unlink()
    (good.path / "places").rmdir()
    good.reseal()
