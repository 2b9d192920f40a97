"""The proof of a place for others: what it draws, whom it blurs, what it keeps back; and where a camera stood."""

import io
import zipfile
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from firsthand.method.place.resection import made_points
from tests.web.parts import Client

BOX = {"left": 30, "top": 20, "width": 40, "height": 30, "of": [192, 96]}


def proof(client: Client, file: str, **more: Any) -> dict[str, Any]:
    moment = client.json(f"/api/files/{file}/frames/5")
    named = {name: moment[name] for name in ("file", "stream", "pts", "frame")}
    pairs = [
        {"number": 1, "label": "tower <b>&", "weight": "distinctive", "note": "", "box": BOX,
         "polygon": [[10.0, 55.0], [10.001, 55.0], [10.001, 55.001]]},
        {"number": 2, "label": "\u0434\u0430\u0445", "weight": "common", "note": "", "box": None,
         "polygon": [[10.002, 55.0], [10.003, 55.0], [10.003, 55.001]]},
    ]  # fmt: skip
    body = {
        "title": "The tower", "moment": named, "pairs": pairs,
        "camera": {"lon_deg": 10.001, "lat_deg": 54.999, "error_m": 12, "bearing_deg": 350, "bearing_error_deg": 4, "view_deg": 60},
        "rejected": [{"label": "the other tower", "lon_deg": 11, "lat_deg": 55, "why": "no clock"}],
        "imagery": {"source": "an invented survey", "date": "2024-05", "note": ""}, **more,
    }  # fmt: skip
    answer = client.post("/api/proofs", body)
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


def made(client: Client, entry: str, form: str) -> bytes:
    answer = client.get(f"/api/proofs/{entry}.{form}")
    assert answer.status_code == 200 and answer.headers["content-disposition"].startswith("attachment"), answer.text
    return answer.content


def test_a_proof_says_all_that_it_holds(client: Client, file: str) -> None:
    entry = proof(client, file)["row"]["entry"]
    text = made(client, entry, "txt").decode()
    for part in (
        "2 features",
        "1 of them distinctive",
        "within 12 m",
        "350 degrees",
        "the other tower: no clock",
        "an invented survey",
    ):
        assert part in text
    picture = made(client, entry, "svg").decode()
    ElementTree.fromstring(picture)
    assert (
        "tower &lt;b&gt;&amp;" in picture
        and "stroke-dasharray" in picture
        and "http" not in picture.replace("http://www.w3.org", "")
    )
    assert Image.open(io.BytesIO(made(client, entry, "png"))).size[0] > 1200
    kml = zipfile.ZipFile(io.BytesIO(made(client, entry, "kmz"))).read("doc.kml").decode()
    root = ElementTree.fromstring(kml)
    assert len(root.findall(".//{*}Polygon")) == 3 and len(root.findall(".//{*}Point")) == 2


def test_a_changed_proof_stands_instead(client: Client, file: str) -> None:
    first = proof(client, file, title="First")["row"]["entry"]
    second = proof(client, file, title="Second", replaces=first, reason="one more pair")["row"]["entry"]
    rows = {p["row"]["entry"]: p for p in client.json("/api/proofs")}
    assert rows[first]["row"]["withdrawn"] and not rows[second]["row"]["withdrawn"]


def left_half(client: Client, entry: str) -> Any:
    return np.asarray(Image.open(io.BytesIO(made(client, entry, "png"))))[16:336, 16:656]


def test_a_person_at_risk_is_blurred_and_a_graphic_frame_kept_back(client: Client, file: str) -> None:
    entry = proof(client, file, pairs=[], title="Blurred")["row"]["entry"]
    before = left_half(client, entry)
    mark = {"mark": "person-at-risk", "label": "a face", "stretch": {"file": file}, "area": BOX}
    said = client.said("mark", mark)["entry"]
    after = left_half(client, entry)
    scale = 640 / 192
    box = (slice(round(20 * scale), round(50 * scale)), slice(round(30 * scale), round(70 * scale)))
    assert np.abs(before[box].astype(int) - after[box]).mean() > 20, "the region is another"
    assert np.abs(np.diff(after[box].astype(int), axis=1)).max() < 60, "and no edge of it is left"
    outside = after.copy()
    outside[box] = before[box]
    assert np.abs(outside[:, 300:].astype(int) - before[:, 300:]).max() < 3, "the rest is as it was"
    graphic = client.said("mark", {"mark": "graphic", "label": "injury", "stretch": {"file": file}})["entry"]
    assert (
        "held back" in made(client, entry, "svg").decode() and "data:image" not in made(client, entry, "svg").decode()
    )
    for one in (said, graphic):
        client.said("withdraw", {"of": one, "reason": "for the test"})
    assert np.abs(left_half(client, entry).astype(int) - before).max() < 3


def test_a_mark_of_some_seconds_holds_back_those(client: Client, file: str) -> None:
    entry = proof(client, file, pairs=[], title="Seconds")["row"]["entry"]
    said = client.said(
        "mark", {"mark": "graphic", "label": "injury", "stretch": {"file": file, "start": "1/2", "end": "3/4"}}
    )["entry"]
    assert "data:image" in made(client, entry, "svg").decode()
    client.said("withdraw", {"of": said, "reason": "for the test"})


def test_the_camera_is_found(client: Client) -> None:
    points = made_points(6)
    body = {"points": points, "width_px": 1280, "height_px": 720}
    found = client.post("/api/proofs/solve", body).json()
    assert found["outcome"] == "found"
    assert found["camera"]["lon_deg"] == pytest.approx(30.0, abs=1e-3) and found["camera"]["lat_deg"] == pytest.approx(
        50.0, abs=1e-3
    )
    few = client.post("/api/proofs/solve", {**body, "points": points[:3]}).json()
    assert few["outcome"] == "unsuitable" and few["camera"] is None and "four or more" in few["why"]


def test_two_pairs_of_one_number_are_refused(client: Client, file: str) -> None:
    pair = {"number": 1, "label": "x", "weight": "common", "note": "", "box": None, "polygon": []}
    moment = client.json(f"/api/files/{file}/frames/5")
    named = {name: moment[name] for name in ("file", "stream", "pts", "frame")}
    assert client.post("/api/proofs", {"title": "x", "moment": named, "pairs": [pair, pair]}).status_code == 422
