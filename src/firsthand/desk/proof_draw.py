"""The proof picture: the frame and a plain map side by side, pairs by number, colour and form; once as SVG, once as PNG."""

import base64
import io
import math
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from PIL import Image, ImageDraw, ImageFont

from .screens.proof import Camera, Pair, Proof

WIDE, TALL, EDGE, LINE = 640, 480, 16, 20
# Told apart by people who see colours otherwise, too (Okabe and Ito); and the number always stands beside it.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8a6d00")
METRE = 1 / 111_195  # degrees of latitude
LOOK_M = 400.0  # how far a wedge is drawn
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A line of points in pixels; `dashed` for what is common rather than distinctive; `number` stands at its first point."""

    points: tuple[Point, ...]
    colour: str
    dashed: bool
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is drawn: the frame at the left or why it is not, shapes over both halves, and the legend below."""

    picture: Image.Image | None
    why: str
    shapes: tuple[Shape, ...]
    texts: tuple[tuple[float, float, str], ...]
    size: tuple[int, int]


def away(here: Point, bearing_deg: float, metres: float) -> Point:
    """A point so far from another, on a small plane."""
    lon, lat = here
    north = metres * math.cos(math.radians(bearing_deg)) * METRE
    east = metres * math.sin(math.radians(bearing_deg)) * METRE / max(0.01, math.cos(math.radians(lat)))
    return lon + east, lat + north


def wedge_of(camera: Camera) -> tuple[tuple[float, float], ...]:
    if camera.bearing_deg is None or camera.view_deg is None:
        return ()
    half = camera.view_deg / 2 + (camera.bearing_error_deg or 0.0)
    steps = [camera.bearing_deg - half + k * half / 4 for k in range(9)]
    here = camera.lon_deg, camera.lat_deg
    return (here, *(away(here, step, LOOK_M) for step in steps), here)


def sheet(proof: Proof, picture: Image.Image | None, why: str) -> Sheet:
    scaled = None
    shapes: list[Shape] = []
    if picture is not None:
        scale = min(WIDE / picture.width, TALL / picture.height)
        scaled = picture.resize((max(1, round(picture.width * scale)), max(1, round(picture.height * scale))))
        for pair in proof.pairs:
            if pair.box is not None:
                shapes.append(_box(pair, scaled.width / pair.box.of[0], scaled.height / pair.box.of[1]))
    texts = list(_map(proof, shapes))
    top = 2 * EDGE + TALL + LINE
    for number, text in enumerate(_legend(proof)):
        texts.append((EDGE, top + number * LINE, text))
    return Sheet(
        picture=scaled,
        why=why,
        shapes=tuple(shapes),
        texts=tuple(texts),
        size=(2 * WIDE + 3 * EDGE, top + LINE * len(_legend(proof)) + EDGE),
    )


def _colour(pair: Pair) -> str:
    return COLOURS[(pair.number - 1) % len(COLOURS)]


def _box(pair: Pair, across: float, down: float) -> Shape:
    box = pair.box
    assert box is not None
    x, y = EDGE + box.left * across, EDGE + box.top * down
    right, bottom = x + box.width * across, y + box.height * down
    ring = ((x, y), (right, y), (right, bottom), (x, bottom), (x, y))
    return Shape(points=ring, colour=_colour(pair), dashed=pair.weight == "common", number=str(pair.number))


def _map(proof: Proof, shapes: list[Shape]) -> list[tuple[float, float, str]]:
    """Shapes of the map's half are added; its texts come back. North is up; one scale in both directions."""
    camera = proof.camera
    wedge = wedge_of(camera) if camera is not None else ()
    points = [point for pair in proof.pairs for point in pair.polygon]
    points += [(camera.lon_deg, camera.lat_deg)] if camera is not None else []
    if not points:
        return [(2 * EDGE + WIDE, EDGE + 14, "nothing was drawn on the map yet")]
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    narrow = max(0.01, math.cos(math.radians(sum(lats) / len(lats))))
    room = max((max(lons) - min(lons)) * narrow, (max(lats) - min(lats)) * WIDE / TALL, 40 * METRE) * 1.3
    scale = WIDE / room
    middle = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2

    def at(point: Point) -> Point:
        x = 2 * EDGE + WIDE * 1.5 + (point[0] - middle[0]) * narrow * scale
        y = EDGE + TALL / 2 - (point[1] - middle[1]) * scale
        return min(max(x, 2 * EDGE + WIDE), 2 * EDGE + 2 * WIDE), min(max(y, EDGE), EDGE + TALL)

    for pair in proof.pairs:
        if len(pair.polygon) >= 2:
            ring = tuple(map(at, (*pair.polygon, pair.polygon[0])))
            shapes.append(
                Shape(points=ring, colour=_colour(pair), dashed=pair.weight == "common", number=str(pair.number))
            )
    if wedge:
        shapes.append(Shape(points=tuple(map(at, wedge)), colour="#444444", dashed=False, number=""))
    if camera is not None:
        x, y = at((camera.lon_deg, camera.lat_deg))
        cross = ((x - 6, y), (x + 6, y), (x, y), (x, y - 6), (x, y + 6))
        shapes.append(Shape(points=cross, colour="#000000", dashed=False, number="camera"))
    metres = 10 ** math.floor(math.log10(max(1.0, room / METRE / 4)))
    long = metres * METRE * scale
    left, low = 2 * EDGE + WIDE + 4, EDGE + TALL - 8
    shapes.append(Shape(points=((left, low), (left + long, low)), colour="#000000", dashed=False, number=""))
    return [(left, low - 8, f"{metres:g} m, north is up; the middle is {middle[1]:.5f} lat {middle[0]:.5f} lon")]


def _legend(proof: Proof) -> list[str]:
    lines = [
        f"{pair.number}  {pair.label} ({pair.weight})" + (f": {pair.note}" if pair.note else "") for pair in proof.pairs
    ]
    lines += [f"rejected: {one.label}: {one.why}" for one in proof.rejected]
    if proof.imagery is not None:
        lines.append(f"map drawn on {proof.imagery.source}, {proof.imagery.date or 'date not stated'}")
    return [line if len(line) < 180 else line[:179] + "\u2026" for line in lines]


def as_svg(drawn: Sheet, title: str) -> str:
    wide, tall = drawn.size
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" width="{wide}" height="{tall}" role="img" '
        f'aria-label={quoteattr(title)} font-family="sans-serif" font-size="13">',
        f'<title>{escape(title)}</title><rect width="{wide}" height="{tall}" fill="#ffffff"/>',
        f'<rect x="{2 * EDGE + WIDE}" y="{EDGE}" width="{WIDE}" height="{TALL}" fill="#f4f4f2" stroke="#999999"/>',
    ]
    if drawn.picture is not None:
        kept = io.BytesIO()
        drawn.picture.save(kept, "PNG")
        data = base64.b64encode(kept.getvalue()).decode()
        size = f'width="{drawn.picture.width}" height="{drawn.picture.height}"'
        parts.append(f'<image x="{EDGE}" y="{EDGE}" {size} href="data:image/png;base64,{data}"/>')
    else:
        parts.append(f'<text x="{EDGE}" y="{EDGE + 14}">{escape(drawn.why)}</text>')
    for shape in drawn.shapes:
        line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shape.points)
        dash = ' stroke-dasharray="6 4"' if shape.dashed else ""
        parts.append(f'<path d="{line}" fill="none" stroke="#ffffff" stroke-width="4"/>')
        parts.append(f'<path d="{line}" fill="none" stroke="{shape.colour}" stroke-width="2"{dash}/>')
        if shape.number:
            x, y = shape.points[0]
            parts.append(
                f'<rect x="{x:.1f}" y="{y - 16:.1f}" width="{6 + 8 * len(shape.number)}" height="16" fill="{shape.colour}"/>'
            )
            parts.append(f'<text x="{x + 3:.1f}" y="{y - 4:.1f}" fill="#ffffff">{escape(shape.number)}</text>')
    parts += [f'<text x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>' for x, y, text in drawn.texts]
    return "\n".join([*parts, "</svg>"])


def as_png(drawn: Sheet) -> bytes:
    """The font that Pillow brings has Latin letters only: words in other scripts stand in the SVG and in the paragraph."""
    picture = Image.new("RGB", drawn.size, "#ffffff")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(13)
    pen.rectangle((2 * EDGE + WIDE, EDGE, 2 * EDGE + 2 * WIDE, EDGE + TALL), fill="#f4f4f2", outline="#999999")
    if drawn.picture is not None:
        picture.paste(drawn.picture, (EDGE, EDGE))
    else:
        pen.text((EDGE, EDGE), _latin(drawn.why), fill="#000000", font=font)
    for shape in drawn.shapes:
        pen.line(shape.points, fill="#ffffff", width=4)
        for one, two in _strokes(shape):
            pen.line((one, two), fill=shape.colour, width=2)
        if shape.number:
            x, y = shape.points[0]
            pen.rectangle((x, y - 16, x + 6 + 8 * len(shape.number), y), fill=shape.colour)
            pen.text((x + 3, y - 15), shape.number, fill="#ffffff", font=font)
    for x, y, text in drawn.texts:
        pen.text((x, y - 12), _latin(text), fill="#000000", font=font)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _latin(text: str) -> str:
    return "".join(sign if sign < "\u0250" or sign in "\u2026" else "?" for sign in text) if text.isprintable() else ""


def _strokes(shape: Shape) -> list[tuple[Point, Point]]:
    """The line in pieces: whole, or dashes of six with gaps of four."""
    made: list[tuple[Point, Point]] = []
    for (x1, y1), (x2, y2) in zip(shape.points, shape.points[1:], strict=False):
        long = math.hypot(x2 - x1, y2 - y1)
        if not shape.dashed or long < 1:
            made.append(((x1, y1), (x2, y2)))
            continue
        for k in range(0, int(long), 10):
            ends = k / long, min(1.0, (k + 6) / long)
            made.append(
                (
                    (x1 + (x2 - x1) * ends[0], y1 + (y2 - y1) * ends[0]),
                    (x1 + (x2 - x1) * ends[1], y1 + (y2 - y1) * ends[1]),
                )
            )
    return made
