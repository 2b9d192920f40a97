"""Dates located photographs by their shadows, and puts their own clocks against each other.

`python bench/place_photos.py [FOLDER]`; FOLDER (or FIRSTHAND_PHOTOS, or shared/place beside the repository) holds the files of the
list below, which are not in the repository: where they are missing, a row says *not run*. The points were drawn by hand, by
somebody who looked at the pictures at four times their size, before the sun was computed; their errors were stated then too.
"""

import os
import sys
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import exifread

from firsthand.method import CATALOGUE
from firsthand.record.bounds import Span, instant, instant_text
from firsthand.record.finding import Found, Outcome, outcome_wire

Json = dict[str, Any]
FRAME = {"width_px": 4000, "height_px": 2250}
# A 3.61 mm lens before a 6.17 mm sensor; a small aircraft's compass is good to some degrees.
DOWN = {"pitch_deg": -89.9, "view_deg": 82.0, "view_error_deg": 3.0, "heading_error_deg": 4.0}


def px(x: float, y: float, error: float) -> Json:
    return {"x_px": x, "y_px": y, "error_px": error}


SAPLING_20: Json = {
    "picture": FRAME,
    "base": px(3590, 1370, 12),
    "tip": px(3715, 1410, 10),
    "shadow_tip": px(3698, 1223, 5),
}
STAKE_20: Json = {"picture": FRAME, "base": px(3878.5, 1374.5, 2), "shadow_tip": px(3899.5, 1350.5, 2)}
SAPLING_26: Json = {
    "picture": FRAME,
    "base": px(2852, 1450, 10),
    "tip": px(2920, 1490, 10),
    "shadow_tip": px(2917, 1300, 5),
}
STAKE_26: Json = {"picture": FRAME, "base": px(2330, 1887.5, 1.5), "shadow_tip": px(2344.5, 1857, 1.5)}
# What, file, heading of the picture's upper edge, what is drawn, whether the true minute must lie in the span of 95 %.
# DJI_0026 was saved again by an editing program (its two dates differ) and turned upside down: its recorded heading is
# that of its lower edge, and its shadows say so.
DRAWN: tuple[tuple[str, str, float, Json, bool], ...] = (
    ("sapling", "DJI_0020.JPG", 44.2, SAPLING_20, True),
    ("stake, direction only", "DJI_0020.JPG", 44.2, STAKE_20, True),
    ("sapling, picture turned back", "DJI_0026.JPG", -132.0 + 180, SAPLING_26, True),
    ("stake, picture turned back", "DJI_0026.JPG", -132.0 + 180, STAKE_26, True),
    ("sapling, heading as recorded", "DJI_0026.JPG", -132.0, SAPLING_26, False),
)
DULUTH = {"lon_deg": -91.9944, "lat_deg": 46.8426, "radius_m": 100.0}
TAKEN = {
    "DJI_0020.JPG": "2016-06-23T21:32:13Z",
    "DJI_0026.JPG": "2016-06-23T21:32:57Z",
}  # 16:32 by its clock, five hours behind
DAY = {"earliest": "2016-06-23T05:00:00Z", "latest": "2016-06-24T05:00:00Z", "zone": None, "verbatim": None}
# The zone that the law gives at the place of each photograph with GPS time.
ZONES = {
    "exif/03837b2881d4.jpg": "Europe/Rome",
    "exif/12c59a8dab67.jpg": "Europe/Berlin",
    "exif/17307b1207eb.jpg": "Europe/Rome",
    "exif/3589be42e737.jpg": "America/Vancouver",
    "exif/5125870f6f4a.jpg": "Europe/Madrid",
    "exif/84792ae83e6e.jpg": "Europe/Rome",
    "exif/941b9c7bfe35.jpg": "Europe/Rome",
    "exif/9be023624ccd.jpg": "Europe/Helsinki",
    "exif/aff8540e9e25.jpg": "Europe/Oslo",
    "mapillary/DSC00001.JPG": "America/Los_Angeles",
}


def ask(name: str, inputs: Json, **given: Any) -> Outcome:
    method = CATALOGUE[name]
    return method.ask(method.form(given), inputs)


def shadows(folder: Path) -> int:
    """Each drawn shadow with its spans and the truth; how many that should hold it do not."""
    missed = 0
    for what, name, heading, drawn, must in DRAWN:
        said = f"{name} {what}"
        if not (folder / "drone_brighton_beach" / name).is_file():
            print(f"  {said}: not run, the file is not here")
            continue
        measured = ask("place.frame-shadow", {"drawn": drawn, "camera": {**DOWN, "heading_deg": heading}})
        if not isinstance(measured, Found):
            print(f"  {said}: {outcome_wire(measured)}")
            missed += must
            continue
        shadow = measured.value["shadow"]
        told = ", ".join(f"{key} {number:.3g}" for key, number in shadow.items() if key != "tilt_deg")
        dated = ask("place.shadow", {"shadow": shadow, "place": DULUTH, "window": DAY})
        if not isinstance(dated, Found):
            print(f"  {said}: {told}; {outcome_wire(dated)}")
            missed += must
            continue
        at = instant(TAKEN[name])
        rows = {share: [Span.from_wire(wire) for wire in wires] for share, wires in dated.value["spans"].items()}
        holds = {share: any(span.holds(at) for span in spans) for share, spans in rows.items()}
        missed += must and not holds["95"]
        shown = "; ".join(f"{_clock(s.earliest)}-{_clock(s.latest)}" for s in rows["95"])
        inside = ", ".join(f"{share} % {'holds' if held else 'does NOT hold'}" for share, held in holds.items())
        print(f"  {said}: {told}; 95 %: {shown} UTC; truth {instant_text(at)[11:16]}: {inside}")
    return missed


def _clock(moment: datetime | None) -> str:
    return "" if moment is None else instant_text(moment)[11:16]


def clocks(folder: Path) -> None:
    """Camera's clock in the zone of its place against the GPS stamp, each within five minutes: place.when-bounds names the pair."""
    agree = told = 0
    for name, zone in ZONES.items():
        path = folder / name
        if not path.is_file():
            print(f"  {name}: not run, the file is not here")
            continue
        with path.open("rb") as stream:
            tags = exifread.process_file(stream, details=False)
        camera = datetime.strptime(str(tags["EXIF DateTimeOriginal"]), "%Y:%m:%d %H:%M:%S").replace(
            tzinfo=ZoneInfo(zone)
        )
        gps = _gps(tags)
        evidence = [_evidence("camera", "exif-clock", camera), _evidence("gps", "gps-clock", gps)]
        outcome = ask("place.when-bounds", {"evidence": evidence}, clock_error_s=300.0)
        told += 1
        agree += isinstance(outcome, Found)
        apart = camera - gps
        print(f"  {name}: camera minus GPS {apart.total_seconds() / 60:+.1f} min: {type(outcome).__name__}")
    if told:
        print(f"  {agree} of {told} agree with their own zone within five minutes each")


def _gps(tags: Mapping[str, Any]) -> datetime:
    day = datetime.strptime(str(tags["GPS GPSDate"]) + " +0000", "%Y:%m:%d %z")
    hours, minutes, seconds = (float(part) for part in tags["GPS GPSTimeStamp"].values)
    return day + timedelta(hours=hours, minutes=minutes, seconds=int(seconds))


def _evidence(name: str, kind: str, moment: datetime) -> Json:
    text = instant_text(moment.astimezone(ZoneInfo("UTC")))
    span = {"earliest": text, "latest": text, "zone": None, "verbatim": None}
    return {"id": name, "kind": kind, "says": f"{name} {text}", "span": span}


def main() -> int:
    beside = Path(__file__).resolve().parents[2] / "shared" / "place"
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("FIRSTHAND_PHOTOS", beside))
    print("photographs dated by a shadow, the day known:")
    missed = shadows(folder)
    print("clocks of located photographs:")
    clocks(folder)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
