"""What the trace bench keeps between runs, in a folder of the system's own: edited films with their truth, and readings."""

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import av

from bench.trace import edits
from bench.trace.edits import Edit, Truth, make
from firsthand.method import reading as shape
from firsthand.method.reading import Reading, unpack
from firsthand.outside.decode import read_file
from firsthand.port import Progress, Read, Still
from firsthand.record.wire import from_wire, to_wire

ROOT = Path(__file__).resolve().parents[2]
FOOTAGE = Path(os.environ.get("FIRSTHAND_FOOTAGE", str(ROOT.parent / "shared" / "footage")))
KEPT = Path(tempfile.gettempdir()) / "firsthand-bench-trace"
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


def clips() -> list[Clip]:
    """All clips of the split list that are on this machine, in order."""
    rows = json.loads(SPLIT.read_text())
    made = [Clip(path=FOOTAGE / row["file"], scene=row["scene"], split=row["split"]) for row in rows]
    return sorted((clip for clip in made if clip.path.is_file()), key=lambda clip: str(clip.path))


def edited(edit: Edit, source: Path, other: Path) -> tuple[Path, Truth] | None:
    """The edit and what it holds, made or taken from before; None where it cannot be made of this source."""
    key = _digest(Path(edits.__file__), source, other, words=edit.name)
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
    """The reading of a film by the one pass as it is now."""
    kept = KEPT / f"{_digest(path, *_readers(), words=profile)}.reading"
    if not kept.exists():
        last: list[bytes] = []

        def emit(message: Progress | Still | Read) -> None:
            if isinstance(message, Read):
                last.append(message.reading)

        with path.open("rb") as file:
            read_file(file.fileno(), profile=profile, emit=emit)
        KEPT.mkdir(exist_ok=True)
        half = kept.with_suffix(".half")
        half.write_bytes(last[0])
        half.replace(kept)
    return unpack(kept.read_bytes())


def _readers() -> list[Path]:
    """The code that readings depend on."""
    package = Path(shape.__file__).resolve().parents[1]
    return sorted(p for folder in ("method/read", "outside") for p in (package / folder).glob("*.py"))


def _digest(*files: Path, words: str) -> str:
    made = hashlib.sha256(words.encode())
    for file in files:
        made.update(hashlib.sha256(file.read_bytes()).digest())
    return made.hexdigest()
