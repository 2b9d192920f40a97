"""Pictures of the screens for docs/screens, of a demo's case: python -m tests.web.shots DEMO_FOLDER. Looked at by eye, not compared."""

import io
import sys
from pathlib import Path

from PIL import Image

from firsthand.desk.cases import open_case
from firsthand.outside.keyring import Keyring
from tests.house.tree import ROOT
from tests.web.browser import chromium, window
from tests.web.parts import Client, let_in, serving

OUT = ROOT / "docs" / "screens"
SCREENS = ("library", "frame", "proof", "sheet", "claims", "copies", "clock", "where", "report", "custody")
PHONE = ("library", "frame", "report")


def film_of(client: Client) -> str:
    """The street film of the drill, rated so that it may be shown."""
    rows = client.json("/api/files?collapse=false&sort=duration&kind=video")["rows"]
    file = str(rows[0]["file"])
    if not rows[0]["rated"]:
        client.said("observe", {"what": "not-graphic", "says": "a parade, nobody hurt", "stretch": {"file": file}})
    return file


def prove(client: Client, file: str) -> str:
    """A proof to be looked at: invented places of an invented town."""
    moment = client.json(f"/api/files/{file}/frames/10")
    named = {name: moment[name] for name in ("file", "stream", "pts", "frame")}
    of = [moment["width"], moment["height"]]
    box = {"left": of[0] // 2 - of[0] // 12, "top": of[1] // 8, "width": of[0] // 6, "height": of[1] * 5 // 8, "of": of}
    pair = {"number": 1, "label": "clock tower", "weight": "distinctive", "note": "", "box": box,
            "polygon": [[10.1, 55.5], [10.1003, 55.5], [10.1003, 55.5002], [10.1, 55.5002]]}  # fmt: skip
    camera = {
        "lon_deg": 10.1001,
        "lat_deg": 55.4991,
        "error_m": 15,
        "bearing_deg": 2,
        "bearing_error_deg": 3,
        "view_deg": 58,
    }
    body = {"title": "The tower from the south side of the square", "moment": named, "pairs": [pair], "camera": camera,
            "rejected": [{"label": "the bridge's tower", "lon_deg": 10.11, "lat_deg": 55.51, "why": "it has no clock"}],
            "imagery": {"source": "an invented survey", "date": "2024-05", "note": ""}}  # fmt: skip
    return str(client.post("/api/proofs", body).json()["row"]["entry"])


def main() -> None:
    demo = Path(sys.argv[1])
    OUT.mkdir(parents=True, exist_ok=True)
    desk = open_case(demo / "case", ring=Keyring(demo / "keys-a"))
    with serving(desk) as running, let_in(running) as client, chromium() as browser:
        file = film_of(client)
        about = {"frame": f"#/frame/{file}", "proof": f"#/proof/{prove(client, file)}"}
        job = client.post("/api/jobs", {"what": "align"}).json()
        while client.json(f"/api/jobs/{job['id']}")["state"] == "running":
            client.get("/api/case")
        for size, names, ending in (((1440, 900), SCREENS, ""), ((390, 844), PHONE, "-phone")):
            with window(browser, client, size=size) as shown:
                for name in names:
                    shown.go(about.get(name, f"#/{name}"))
                    shown.page.wait_for_timeout(2500)
                    picture = Image.open(io.BytesIO(shown.page.screenshot())).convert("RGB")
                    picture.quantize(128).save(OUT / f"{name}{ending}.png", optimize=True)
                    print(name, ending, shown.said)


if __name__ == "__main__":
    main()
