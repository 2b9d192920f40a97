"""What the trace bench keeps between runs, in a folder of the system's own: edited films with their truth, and readings."""

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import av
import numpy as np

from bench.trace import edits
from bench.trace.edits import Edit, Truth, make
from firsthand.method import reading as shape
from firsthand.method.read import READERS
from firsthand.method.read.colour import COLOUR
from firsthand.method.read.fold import Reader
from firsthand.method.reading import Reading, unpack
from firsthand.method.trace import pictures
from firsthand.method.trace.prepared import Prepared, prepared
from firsthand.outside import decode_feed
from firsthand.outside.decode import read_file
from firsthand.port import Progress, Read, Still
from firsthand.record.finding import Found
from firsthand.record.wire import from_wire, to_wire

ROOT = Path(__file__).resolve().parents[2]
FOOTAGE = Path(os.environ.get("FIRSTHAND_FOOTAGE", str(ROOT.parent / "shared" / "footage")))
KEPT = Path(tempfile.gettempdir()) / "firsthand-bench-trace"
FIXED = (
    "car-detection.mp4",
    "bottle-detection.mp4",
    "one-by-one-person-detection.mp4",
    "opencv_vtest.avi",
    "house6.mp4",
)
SPLIT = ROOT / "bench" / "sets" / "trace_split.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A public clip: its file, what it shows, and whether thresholds may be set on it (tune) or only measured (test)."""

    path: Path
    scene: str
    split: str

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said of a clip and an edit: the outcome's name, the copies (none but of the relation copy), CPU seconds."""

    name: str
    copies: list[dict[str, Any]]
    seconds: float


def clips() -> list[Clip]:
    """All clips of the split list that are on this machine, in order."""
    rows = json.loads(SPLIT.read_text())
    made = [Clip(path=FOOTAGE / row["file"], scene=row["scene"], split=row["split"]) for row in rows]
    return sorted((clip for clip in made if clip.path.is_file()), key=lambda clip: str(clip.path))


def edited(edit: Edit, source: Path, other: Path, *code: Path) -> tuple[Path, Truth] | None:
    """The edit and what it holds, made or taken from before; None where it cannot be made of this source. `code` is what says what the
    edit does, besides edits.py."""
    key = _digest(Path(edits.__file__), *code, source, other, words=edit.name)
    film, told = KEPT / f"{key}.mp4", KEPT / f"{key}.json"
    if not told.exists():
        KEPT.mkdir(exist_ok=True)
        half = film.with_suffix(".half.mp4")
        try:
            truth = make(edit, source, other, half)
        except (av.error.FFmpegError, OSError, ValueError) as cannot:
            print(f"  not made: {edit.name} of {source.name} ({cannot})")
            return None
        half.replace(film)
        told.write_text(json.dumps(to_wire(truth)))
    return film, from_wire(Truth, json.loads(told.read_text()))


def read(path: Path, profile: str = "full") -> Reading:
    """The reading of a film by the one pass as it is now. Its colours are kept apart from all else, each by the code that made it."""
    kept = KEPT / f"{_digest(path, *_readers(), words=f'{profile} {_versions()}')}.reading"
    if not kept.exists():
        _keep(kept, _pass(path, profile, READERS))
    made, colours = unpack(kept.read_bytes()), read_colours(path, profile)
    return Reading(facts={**made.facts, **colours.facts}, arrays={**made.arrays, **colours.arrays})


def read_colours(path: Path, profile: str = "full") -> Reading:
    """What read.colour alone gives of a film: a pass that costs little more than its decoding."""
    kept = KEPT / f"{_digest(path, *_colour_readers(), words=f'{profile} {COLOUR.card.name}')}.reading"
    if not kept.exists():
        _keep(kept, _pass(path, profile, (COLOUR,)))
    return unpack(kept.read_bytes())


def _pass(path: Path, profile: str, readers: tuple[Reader, ...]) -> bytes:
    """The reading by some of the readers: none of them knows of the others."""
    last: list[bytes] = []

    def emit(message: Progress | Still | Read) -> None:
        if isinstance(message, Read):
            last.append(message.reading)

    with path.open("rb") as file, mock.patch.object(decode_feed, "READERS", readers):
        read_file(file.fileno(), profile=profile, emit=emit)
    return last[0]


def _keep(kept: Path, data: bytes) -> None:
    KEPT.mkdir(exist_ok=True)
    half = kept.with_suffix(".half")
    half.write_bytes(data)
    half.replace(kept)


@cache
def _film(path: Path, profile: str) -> Prepared | None:
    return prepared(read(path, profile))


def compared(clip: Path, edit: Path, profile: str = "query") -> Said | None:
    """What trace.pictures says of a clip, read in full, and an edit, read by `profile`; None where either has no pictures."""
    words = "answer" if profile == "query" else f"answer {profile}"
    kept = (
        KEPT
        / f"{_digest(clip, edit, *_readers(), READ / 'colour.py', *_tracers(), words=f'{words} {_versions()}')}.said"
    )
    if not kept.exists():
        one, two = _film(clip, "full"), _film(edit, profile)
        if one is None or two is None:
            return None
        start = time.process_time()
        outcome = pictures.compare(pictures.Given(), "0" * 64, one, "1" * 64, two)
        copies = isinstance(outcome, Found) and outcome.value.get("relation") == "copy"
        said = {
            "name": outcome.name,
            "copies": list(outcome.value["copies"]) if isinstance(outcome, Found) and copies else [],
            "seconds": time.process_time() - start,
        }
        half = kept.with_suffix(".half")
        half.write_text(json.dumps(said))
        half.replace(kept)
    return Said(**json.loads(kept.read_text()))


PACKAGE = Path(shape.__file__).resolve().parents[1]
READ = PACKAGE / "method" / "read"


@cache
def _readers() -> tuple[Path, ...]:
    """The code that readings depend on, but for that of colours, and for the list of all readers (`_versions`)."""
    found = [p for folder in ("method/read", "outside") for p in (PACKAGE / folder).glob("*.py")]
    return tuple(sorted(p for p in found if p not in (READ / "colour.py", READ / "__init__.py")))


@cache
def _versions() -> str:
    """Which readers there are, but for that of colours."""
    return " ".join(f"{r.card.name}/{r.card.version}" for r in READERS if r is not COLOUR)


@cache
def _colour_readers() -> tuple[Path, ...]:
    """The code that colours depend on."""
    own = [READ / name for name in ("colour.py", "fold.py", "sampling.py")]
    return tuple(sorted([*own, *(PACKAGE / "outside").glob("decode*.py")]))


@cache
def _tracers() -> tuple[Path, ...]:
    """The code that answers depend on, besides readings."""
    return tuple(sorted([*(PACKAGE / "method" / "trace").glob("*.py"), PACKAGE / "method" / "pdq.py"]))


def _digest(*files: Path, words: str) -> str:
    made = hashlib.sha256(words.encode())
    for file in files:
        made.update(_of(file))
    return made.hexdigest()


@cache
def _of(file: Path) -> bytes:
    """Once for a run: what runs is the code as it was when the run began."""
    return hashlib.sha256(file.read_bytes()).digest()


def minutes(of_split: list[Clip]) -> list[Path]:
    """Fixed cameras' films cut in two: the first two fifths and the last two, the same view at other minutes."""
    made = []
    for clip in of_split:
        if clip.name in FIXED:
            for name, low, high in (("first", 0.0, 0.4), ("last", 0.6, 1.0)):
                made.append(_cut(clip.path, f"{name} of {clip.path.stem}", low, high))
    return made


def _cut(source: Path, name: str, low: float, high: float) -> Path:
    out = KEPT / f"{name}.mp4"
    if not out.exists():
        KEPT.mkdir(exist_ok=True)
        player = edits.Player(source)
        half = out.with_suffix(".half.mp4")
        count = round((high - low) * player.lasts * player.rate)
        _encode(half, (player.at(low * player.lasts + step / player.rate) for step in range(count)), player.rate)
        half.replace(out)
    return out


def plains() -> list[Path]:
    """Ten seconds of black, of one colour, and of one unmoving picture."""
    made = []
    for name, ground in (("black", 0), ("one colour", 140), ("standing", 40)):
        out = KEPT / f"{name}.mp4"
        picture = np.full((240, 320, 3), ground, np.uint8)
        if name == "standing":
            for step in range(8):
                picture[20 + 10 * step : 200, 40 * step : 40 * step + 28] = 60 + 20 * step
        if not out.exists():
            KEPT.mkdir(exist_ok=True)
            _encode(out, (picture for _ in range(250)), 25.0)
        made.append(out)
    return made


def _encode(out: Path, pictures: Iterable[edits.Picture], rate: float) -> None:
    pace = Fraction(rate).limit_denominator(1001)
    with av.open(str(out), "w") as film:
        stream = film.add_stream("libx264", rate=pace, options={"crf": "26", "preset": "veryfast"})
        stream.codec_context.thread_count = 1
        for number, picture in enumerate(pictures):
            if number == 0:
                stream.width, stream.height, stream.pix_fmt = picture.shape[1], picture.shape[0], "yuv420p"
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, 1 / pace
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
