"""Marks on copies, on a real server and in Chromium: covered at the copy's own seconds, and as people decide."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from pytest import skip as not_run

from firsthand.desk.examine import examine
from firsthand.desk.preserve import preserve
from tests.desk import films
from tests.desk.films import FPS, InProcess
from tests.desk.parts import machine
from tests.web.browser import chromium, window, without_browser
from tests.web.parts import Client, let_in, serving


@pytest.fixture
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A film, and a copy of it that begins two seconds later."""
    home = tmp_path_factory.mktemp("marked")
    (home / "footage").mkdir()
    scene = films.pictures(1)
    films.film(home / "footage" / "whole.mp4", scene)
    films.film(home / "footage" / "cut.mp4", scene[2 * FPS :], quality=28)
    desk = replace(machine(home).new(), decoder=InProcess())
    list(preserve(desk, [home / "footage"]))
    list(examine(desk))
    with serving(desk) as running, let_in(running) as made:
        yield made


def digest(client: Client, name: str) -> str:
    (row,) = client.json(f"/api/files?collapse=false&q={name}")["rows"]
    return str(row["file"])


def marked(client: Client, kind: str = "graphic") -> tuple[str, str, str]:
    """Seconds 3 to 4 of the whole film; its digest, the cut's, and the mark."""
    whole, cut = digest(client, "whole"), digest(client, "cut")
    stretch = {"file": whole, "start": "3", "end": "4"}
    mark = client.said("mark", {"mark": kind, "label": "a fall", "stretch": stretch})["entry"]
    return whole, cut, mark


def row(client: Client, file: str) -> Any:
    return client.json(f"/api/files/{file}")["row"]


def test_a_copy_is_covered_at_its_own_seconds(client: Client) -> None:
    whole, cut, mark = marked(client)
    marks = [one for one in row(client, cut)["marks"] if one["entry"] == mark]
    ends = [(Fraction(one["start"] or 0), Fraction(one["end"] or 99)) for one in marks]
    assert all(one["through"] == whole for one in marks)
    assert any(low <= 1 and high >= 2 for low, high in ends), "the marked second is the cut's first"
    assert not any(low <= Fraction(7, 2) <= high for low, high in ends), "not at the seconds of the other film"
    assert row(client, cut)["covered"].startswith("marked as graphic")
    (own,) = row(client, whole)["marks"]
    assert (own["start"], own["end"], own["through"]) == ("3/1", "4/1", None)


def test_a_decision_stands_until_it_is_withdrawn(client: Client) -> None:
    _, cut, mark = marked(client)
    (before,) = client.json("/api/follows")
    assert before["copy"] == cut and before["holds"] and not before["decided"]
    ask = {"mark": mark, "file": cut, "reason": "cut away there"}
    some = client.said("follow", {**ask, "holds": [{"file": cut, "start": "1", "end": "2"}]})["entry"]
    (now,) = client.json("/api/follows")
    assert now["holds"] == [{"start": "1/1", "end": "2/1"}] and [one["entry"] for one in now["decided"]] == [some]
    nothing = client.said("follow", {**ask, "holds": []})["entry"]
    assert client.json("/api/follows")[0]["holds"] == [] and row(client, cut)["marks"] == []
    assert row(client, cut)["covered"] == "nobody has rated it yet"
    for entry in (some, nothing):
        client.said("withdraw", {"of": entry, "reason": "it does show it"})
    assert client.json("/api/follows") == [before] and row(client, cut)["marks"]


def test_who_saw_a_cut_has_not_seen_the_film(client: Client) -> None:
    whole, cut = digest(client, "whole"), digest(client, "cut")
    client.said("observe", {"what": "not-graphic", "says": "nothing graphic", "stretch": {"file": cut}})
    assert row(client, cut)["covered"] == "" and row(client, cut)["rated"]
    assert row(client, whole)["covered"] == "nobody has rated it yet" and not row(client, whole)["rated"]


def test_a_decision_without_a_reason_or_of_another_file_is_refused(client: Client) -> None:
    whole, cut, mark = marked(client)
    asked = {"mark": mark, "file": cut, "reason": "no", "holds": [{"file": whole, "start": "1", "end": "2"}]}
    assert client.post("/api/say/follow", asked).status_code == 422
    assert client.post("/api/say/follow", {**asked, "holds": [], "reason": " "}).status_code == 422
    assert not client.json("/api/follows")[0]["decided"]


def test_a_sealed_source_stays_sealed_whole(client: Client) -> None:
    _, cut, mark = marked(client, "sealed-source")
    client.said("follow", {"mark": mark, "file": cut, "holds": [], "reason": "harmless"})
    assert client.json("/api/follows")[0]["holds"] == [{"start": None, "end": None}]
    assert row(client, cut)["marks"]


def test_it_is_decided_on_the_screen_of_copies(client: Client) -> None:
    without_browser(not_run)
    _, _, mark = marked(client)
    with chromium() as browser, window(browser, client) as shown:
        page = shown.page
        page.goto(f"{client.base}/#/copies")
        page.get_by_role("button", name="Decide").click()
        box = page.get_by_role("dialog")
        box.get_by_label("These seconds").check()
        box.get_by_label("Seconds of the copy", exact=False).fill("2-1")
        assert box.get_by_role("button", name="Enter the decision").is_disabled()
        box.get_by_label("Seconds of the copy", exact=False).fill("1 - 2.5")
        box.get_by_label("Why").fill("the fall is in these")
        box.get_by_role("button", name="Enter the decision").click()
        page.get_by_text("1.00–2.50 s").wait_for()
    (made,) = client.json("/api/follows")
    assert (
        made["mark"]["entry"] == mark
        and made["holds"] == [{"start": "1/1", "end": "5/2"}]
        and len(made["decided"]) == 1
    )
