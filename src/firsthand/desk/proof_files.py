"""A proof of a place as files for others: a picture (PNG, SVG), a KMZ, a paragraph; persons at risk blurred, covers kept."""

import io
import zipfile
from fractions import Fraction
from typing import Literal
from xml.sax.saxutils import escape

from PIL import Image, ImageFilter

from firsthand.record.entry import Entry
from firsthand.record.observation import MarkKind

from .bearing import bearing
from .desk import Desk
from .proof_draw import as_png, as_svg, sheet, wedge_of
from .screens.proof import Proof
from .viewing import Viewer

SIDE = 1280


def made(desk: Desk, viewer: Viewer, proof: Proof, form: Literal["png", "svg", "kmz", "txt"]) -> bytes:
    if form == "txt":
        return (proof.paragraph + "\n").encode()
    if form == "kmz":
        return kmz(proof)
    picture, why = frame(desk, viewer, proof)
    drawn = sheet(proof, picture, why)
    return as_png(drawn) if form == "png" else as_svg(drawn, proof.title).encode()


def frame(desk: Desk, viewer: Viewer, proof: Proof) -> tuple[Image.Image | None, str]:
    """The frame with persons at risk blurred, or no picture and why: the box of a mark of a copy is not mapped into this
    frame, so it holds back all of it at the seconds that it follows to, as does a graphic or sealing mark at this moment."""
    at = Fraction(proof.pts)
    boxes = []
    for mark, holds in bearing(desk).marked(proof.file):
        own = mark.value.stretch.file == proof.file
        if not any((held.start is None or held.start <= at) and (held.end is None or at <= held.end) for held in holds):
            continue
        if mark.value.mark is MarkKind.PERSON_AT_RISK and own and mark.value.area is not None:
            boxes.append(mark)
        else:
            return None, f"the frame is held back: {mark.value.mark.value}"
    still = viewer.picture(proof.file, at, SIDE)
    picture = Image.frombytes("RGB", (still.width, still.height), still.rgb)
    for mark in boxes:
        _blur(picture, mark)
    return picture, ""


def _blur(picture: Image.Image, mark: Entry) -> None:
    """Nothing of the region is left: it becomes a few blocks of mean colour, then a blur over their edges."""
    area = mark.value.area
    across, down = picture.width / area.of[0], picture.height / area.of[1]
    left, top = int(area.left * across), int(area.top * down)
    right, bottom = -int(-(area.left + area.width) * across // 1), -int(-(area.top + area.height) * down // 1)
    box = (max(0, left), max(0, top), min(picture.width, right), min(picture.height, bottom))
    size = max(1, box[2] - box[0]), max(1, box[3] - box[1])
    coarse = picture.crop(box).resize((min(4, size[0]), min(4, size[1])), Image.Resampling.BOX)
    picture.paste(coarse.resize(size, Image.Resampling.BILINEAR).filter(ImageFilter.GaussianBlur(4)), box[:2])


def kmz(proof: Proof) -> bytes:
    """For Google Earth and others: pairs as polygons, the camera and its wedge, rejected candidates; the same bytes each time."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>']
    parts.append(f"<name>{escape(proof.title)}</name><description>{escape(proof.paragraph)}</description>")
    for pair in proof.pairs:
        if len(pair.polygon) >= 3:
            parts.append(_mark(f"{pair.number} {pair.label}", pair.weight, _polygon(pair.polygon)))
    if proof.camera is not None:
        camera = proof.camera
        parts.append(_mark("camera", f"within {camera.error_m:.0f} m", _point(camera.lon_deg, camera.lat_deg)))
        if wedge := wedge_of(camera):
            parts.append(_mark("view", "what the camera sees, at most", _polygon(wedge)))
    for one in proof.rejected:
        parts.append(_mark(f"rejected: {one.label}", one.why, _point(one.lon_deg, one.lat_deg)))
    parts.append("</Document></kml>")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as folder:
        entry = zipfile.ZipInfo("doc.kml", (1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        folder.writestr(entry, "\n".join(parts))
    return packed.getvalue()


def _mark(name: str, says: str, shape: str) -> str:
    return f"<Placemark><name>{escape(name)}</name><description>{escape(says)}</description>{shape}</Placemark>"


def _polygon(points: tuple[tuple[float, float], ...]) -> str:
    ring = " ".join(f"{lon:.7f},{lat:.7f}" for lon, lat in (*points, points[0]))
    return f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>"


def _point(lon: float, lat: float) -> str:
    return f"<Point><coordinates>{lon:.7f},{lat:.7f}</coordinates></Point>"
