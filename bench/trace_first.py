"""Copies found and false pairs of trace's first version on real clips: `python -m bench trace_first [FOLDER]`; full profile.

Every clip is read by the one pass (readings are kept in a folder of the system's own for the next run), then every pair is
compared. True pairs are those the clips' names and a look at them say; all others count as false if called a copy. Then some
clips are cut, mirrored, greyed, made smaller, and compared with their originals; last, plain and standing films with all else.
Thresholds were chosen on this very set: these are no figures for the field.
"""

import hashlib
import itertools
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import av.filter
import av.logging
import numpy as np

from firsthand.method.pdq import FORMS, distances, forms, pdq_dihedral
from firsthand.method.reading import unpack
from firsthand.method.trace import search
from firsthand.method.trace.search import Ready
from firsthand.outside.decode import read_file
from firsthand.port import Progress, Read, Still
from firsthand.record.finding import Found, Outcome

FOOTAGE = Path(__file__).resolve().parents[2] / "shared" / "footage"
KEPT = Path(tempfile.gettempdir()) / "firsthand-bench-trace"
SUFFIXES = {".mp4", ".mkv", ".avi", ".mov", ".webm"}
SCENES = ("chair-", "pattern-", "cockatoo")  # clips whose names begin alike are copies of one another
PAIRS = ({"b.mp4", "world.mp4"},)  # the one begins like the other, seen to by eye
EDITS: dict[str, tuple[tuple[tuple[str, str], ...], int, tuple[float, float]]] = {
    "encoded again": ((), 28, (0, 60)),
    "half size, poor": ((("scale", "iw/2:ih/2"),), 36, (0, 60)),
    "mirrored": ((("hflip", ""),), 28, (0, 60)),
    "grey": ((("hue", "s=0"),), 28, (0, 60)),
    "cut from 3 to 8 s": ((), 30, (3, 8)),
    "cropped to 80 %": ((("crop", "iw*0.8:ih*0.8"),), 28, (0, 60)),
}


def read(path: Path) -> Ready:
    """The reading of a clip, by the pass as it is now; kept under the digest of its bytes and of the reading code."""
    code = b"".join(
        p.read_bytes() for folder in ("method/read", "outside") for p in sorted(_source(folder).glob("*.py"))
    )
    kept = KEPT / hashlib.sha256(path.read_bytes() + code).hexdigest()
    if not kept.exists():
        last: list[bytes] = []

        def emit(message: Progress | Still | Read) -> None:
            if isinstance(message, Read):
                last.append(message.reading)

        with path.open("rb") as file:
            read_file(file.fileno(), profile="full", emit=emit)
        KEPT.mkdir(exist_ok=True)
        kept.write_bytes(last[0])
    return search.ready(unpack(kept.read_bytes()))


def _source(folder: str) -> Path:
    return Path(search.__file__).resolve().parents[2] / folder


def edited(
    source: Path, out: Path, filters: tuple[tuple[str, str], ...], quality: int, part: tuple[float, float]
) -> None:
    """A part of a film through some filters, encoded again by x264."""
    with av.open(str(source)) as film, av.open(str(out), "w") as made:
        picture = film.streams.video[0]
        stream = made.add_stream("libx264", rate=Fraction(picture.average_rate or 25).limit_denominator(1000))
        stream.options = {"crf": str(quality), "preset": "veryfast"}
        graph: av.filter.Graph | None = None
        first = 0
        for frame in film.decode(picture):
            at = frame.time or 0.0
            if at < part[0] or frame.pts is None:
                continue
            if at > part[1]:
                break
            if graph is None:
                graph, first = _graph(frame, filters), frame.pts
            graph.push(frame)
            changed = graph.pull()
            assert isinstance(changed, av.VideoFrame)
            if not stream.codec_context.is_open:
                stream.width, stream.height = changed.width // 2 * 2, changed.height // 2 * 2
                stream.pix_fmt, stream.time_base = "yuv420p", frame.time_base
            whole = changed.reformat(stream.width, stream.height, "yuv420p")
            whole.pts, whole.time_base = frame.pts - first, frame.time_base
            made.mux(stream.encode(whole))
        made.mux(stream.encode(None))


def _graph(frame: av.VideoFrame, filters: tuple[tuple[str, str], ...]) -> av.filter.Graph:
    graph = av.filter.Graph()
    last = graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base)
    for name, given in filters:
        step = graph.add(name, given)
        last.link_to(step)
        last = step
    last.link_to(graph.add("buffersink"))
    graph.configure()
    return graph


def plain(out: Path, kind: str) -> None:
    """Ten seconds of black, of one colour, or of one unmoving picture."""
    with av.open(str(out), "w") as made:
        stream = made.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        picture = np.full((240, 320, 3), {"black": 0, "one colour": 140}.get(kind, 40), np.uint8)
        if kind == "standing":
            for step in range(8):
                picture[20 + 10 * step : 200, 40 * step : 40 * step + 28] = 60 + 20 * step
        for _ in range(250):
            made.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        made.mux(stream.encode(None))


def true_pair(one: str, two: str) -> bool:
    return any(one.startswith(s) and two.startswith(s) for s in SCENES) or {one, two} in PAIRS


def said(outcome: Outcome) -> str:
    return (
        f"{outcome.name}: {outcome.value['relation']}"
        if isinstance(outcome, Found) and "relation" in outcome.value
        else outcome.name
    )


def compared(files: dict[str, Ready], pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str, str, Outcome]]:
    for one, two in pairs:
        names = {hashlib.sha256(name.encode()).hexdigest(): name for name in (one, two)}
        (a, first), (b, second) = sorted((digest, files[name]) for digest, name in names.items())
        for answer in search.compare(a, first, b, second):
            yield answer.method, names[a], names[b], answer.outcome


def originals(clips: dict[str, Path]) -> dict[str, Ready]:
    files = {name: read(path) for name, path in clips.items()}
    start = time.process_time()
    pairs = list(itertools.combinations(sorted(files), 2))
    counts: dict[tuple[str, bool], Counter[str]] = defaultdict(Counter)
    wrong: list[str] = []
    for method, one, two, outcome in compared(files, pairs):
        counts[method, true_pair(one, two)][said(outcome)] += 1
        if isinstance(outcome, Found) and not true_pair(one, two) and "copy" in outcome.value.get("relation", "copy"):
            wrong.append(f"{method} {one} {two}")
    spent = time.process_time() - start
    print(f"{len(files)} clips, {len(pairs)} pairs, {1000 * spent / max(1, len(pairs)):.1f} CPU-ms a pair")
    for (method, true), found in sorted(counts.items()):
        print(f"  {method:15} {'true pairs' if true else 'all others'}: {dict(found)}")
    print(f"  false pairs: {len(wrong)} {wrong}")
    return files


def edits(clips: dict[str, Path], files: dict[str, Ready], folder: Path) -> None:
    """Some of the drone and hand-sign clips, all others; each against its own original."""
    chosen = [n for k, n in enumerate(sorted(clips)) if not n.startswith(("V_", "asl")) or k % 24 == 0]
    print(
        f"{len(chosen)} of them edited; found as a copy of their original (and, where cut, with the offset within 0.1 s):"
    )
    for edit, (filters, quality, part) in EDITS.items():
        counts: Counter[str] = Counter()
        right = 0
        for name in chosen:
            out = folder / f"{edit.replace(' ', '_').replace('%', '')}-{name}.mp4"
            try:
                edited(clips[name], out, filters, quality, part)
                both = {name: files[name], "edit": read(out)}
            except (av.error.FFmpegError, ValueError, OSError):
                counts["not made"] += 1
                continue
            outcomes = [o for method, _, _, o in compared(both, [(name, "edit")]) if method == "trace.pictures"]
            counts[said(outcomes[0]) if outcomes else "no picture"] += 1
            right += any(_offset(outcome, part[0]) for outcome in outcomes)
        print(f"  {edit:18} {dict(counts)}; offset right: {right}")


def _offset(outcome: Outcome, begin: float) -> bool:
    if not isinstance(outcome, Found) or outcome.value["relation"] != "copy":
        return False
    return any(abs(abs(float(Fraction(copy["offset"]))) - begin) <= 0.1 for copy in outcome.value["copies"])


def plains(files: dict[str, Ready], folder: Path) -> None:
    made = {}
    for kind in ("black", "one colour", "standing"):
        out = folder / f"{kind.replace(' ', '_')}.mp4"
        plain(out, kind)
        made[kind] = made[f"{kind} again"] = read(out)
    pairs = [(one, two) for one in made for two in [*files, *made] if one < two or two in files]
    counts = Counter(said(o) for method, _, _, o in compared({**files, **made}, pairs) if method == "trace.pictures")
    print(f"black, one colour and standing films against all and one another: {dict(counts)}")


def mirrored_hashes(clips: dict[str, Path]) -> None:
    """How many bits the forms worked out from a hash alone are off those of the picture's own waves."""
    off: list[np.ndarray] = []
    for path in sorted(clips.values())[::4]:
        with av.open(str(path)) as film:
            frame = next(film.decode(video=0))
        made, quality = pdq_dihedral(frame.to_ndarray(format="gray").astype(np.uint8))
        if quality >= 50:
            off.append(np.diagonal(distances(forms(made[:1])[:, 0], made)))
    table = np.stack(off)
    print(f"forms from the hash alone, bits off (mean, most) over {len(off)} pictures:")
    print("  " + "; ".join(f"{name} {table[:, k].mean():.1f}, {table[:, k].max()}" for k, name in enumerate(FORMS)))


def main() -> int:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else FOOTAGE
    clips = {path.name: path for path in sorted(root.rglob("*")) if path.suffix.lower() in SUFFIXES}
    if not clips:
        print(f"no clips in {root.name}: nothing measured")
        return 0
    av.logging.set_level(av.logging.PANIC)
    files = originals(clips)
    with tempfile.TemporaryDirectory() as name:
        plains(files, Path(name))
        mirrored_hashes(clips)
        edits(clips, files, Path(name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
