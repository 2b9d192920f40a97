"""Writes a drill into a folder: the only part of the drill that touches the disk."""

import hashlib
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from firsthand.drill import sheets
from firsthand.drill.codec import StreamFacts, facts, read_frames, read_sound, write_film
from firsthand.drill.copies import (
    COPIES,
    STILL,
    TIME_BASE,
    TWIN,
    Copy,
    Laid,
    copy_frames,
    copy_recorder,
    copy_size,
    copy_sound,
    lay,
    other_music,
    overlay_boxes,
)
from firsthand.drill.days import drill
from firsthand.drill.film import frames
from firsthand.drill.scene import Camera, Drill, Scene
from firsthand.drill.sound import scene_sources, sound
from firsthand.drill.truth import CONVENTIONS, answers, camera_truth, day, place, utc
from firsthand.drill.words import Post, Sighting, article, posts, sightings
from firsthand.record.fault import FolderTaken


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillEvent:
    """One thing is written: which (film, copy, still, sheet, words, truth), its path in the folder, and how far we are."""

    kind: str
    file: str
    done: int
    total: int


@dataclass(slots=True, kw_only=True)
class Writing:
    """What is kept while a drill is written: films by key (their bytes, what their packets say) and truths so far."""

    folder: Path
    plan: Drill
    total: int
    done: int = 0
    films: dict[str, bytes]
    known: dict[str, StreamFacts]
    files: dict[str, dict[str, Any]]
    copies: list[dict[str, Any]]

    def put(self, kind: str, file: str, content: bytes, *, key: str = "") -> DrillEvent:
        """Write one file, note its digest, and say so."""
        (self.folder / file).write_bytes(content)
        if file.startswith("footage/"):
            self.files[file] = {
                "key": key, "kind": kind, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content),
            }  # fmt: skip
        self.done += 1
        return DrillEvent(kind=kind, file=file, done=self.done, total=self.total)

    def put_film(self, kind: str, key: str, file: str, film: bytes) -> DrillEvent:
        known = facts(film)
        self.films[key], self.known[key] = film, known
        event = self.put(kind, f"footage/{file}", film, key=key)
        base = known.time_base
        self.files[f"footage/{file}"] |= {
            "width": known.width, "height": known.height, "frames": len(known.pts),
            "time_base": [base.numerator, base.denominator], "pts": list(known.pts),
        }  # fmt: skip
        return event


def write_drill(folder: Path, seed: int = 1, *, small: bool = False) -> Iterator[DrillEvent]:
    """Render a drill into ``folder`` (new or empty), one event a file written.

    ``small`` gives the same event in films of about 4 s and 160 x 90, for tests. Raises FolderTaken when the folder holds
    something and BadValue for a negative seed, both before anything is written.
    """
    plan = drill(seed, small=small)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderTaken(f"{folder} is not an empty folder")
    (folder / "footage").mkdir(parents=True, exist_ok=True)
    cameras = len(plan.today.cameras) + len(plan.before.cameras)
    total = cameras + len(COPIES) + 2 + 6
    work = Writing(folder=folder, plan=plan, total=total, films={}, known={}, files={}, copies=[])
    for scene in (plan.today, plan.before):
        sources = scene_sources(scene)
        for camera in scene.cameras:
            film = write_film(camera.recorder, frames(scene, camera), sound(scene, camera, sources))
            yield work.put_film("film", camera.key, camera.recorder.file, film)
    for copy in COPIES:
        yield _write_copy(work, copy)
    yield _write_twin(work)
    yield _write_still(work)
    yield from _write_words(work)


def _write_copy(work: Writing, copy: Copy) -> DrillEvent:
    """Make one re-upload from the bytes of its parents, as its uploader would have, and note the truth of it."""
    small = work.plan.small
    laid = lay(copy, work.known, small=small)
    pictures = itertools.chain.from_iterable(
        copy_frames(copy, piece, read_frames(work.films[piece.part.parent]), small=small) for piece in laid
    )
    recorder = copy_recorder(copy)
    if copy.sound == "replaced":
        wave = other_music(round(laid[-1].until * recorder.audio_rate), recorder.audio_rate)
    else:
        heard = {key: read_sound(work.films[key]) for key in {piece.part.parent for piece in laid}}
        wave = copy_sound(laid, heard, recorder.audio_rate)
    event = work.put_film("copy", copy.key, copy.file, write_film(recorder, pictures, wave))
    work.copies.append(
        {
            "key": copy.key, "file": event.file, "says": copy.says, "sound": copy.sound,
            "parts": [_part(work, copy, piece) for piece in laid],
        }
    )  # fmt: skip
    return event


def _part(work: Writing, copy: Copy, piece: Laid) -> dict[str, Any]:
    """The truth of one part of a copy; times of frames in the two files' own units."""
    base = work.known[copy.key].time_base
    wide, high = copy_size(copy, small=work.plan.small)
    ours = [int(t * TIME_BASE / base) for t, _ in piece.frames]
    return {
        "parent": piece.part.parent,
        "recordings": sorted(_recordings(work, piece.part.parent)),
        "copy_s": [float(piece.at), float(piece.until)],
        "parent_s": [float(piece.begin), float(piece.end)],
        "offset_s": float(piece.begin - piece.at * piece.part.speed),
        "speed": float(piece.part.speed),
        "mirror": piece.part.mirror,
        "crop_px": list(piece.crop),
        "box_px": list(piece.box),
        "copy_size": [wide, high],
        "parent_to_copy": piece.parent_to_copy(),
        "overlays_px": {name: list(box) for name, box in overlay_boxes(copy, piece, small=work.plan.small).items()},
        "border": list(copy.border) if copy.border else None,
        "frames": [[mine, theirs] for mine, (_, theirs) in zip(ours, piece.frames, strict=True)],
    }


def _recordings(work: Writing, key: str) -> set[str]:
    """The cameras whose film a copy goes back to, through copies of copies."""
    made = {c.key: c for c in COPIES}
    if key not in made:
        return {key}
    return set().union(*(_recordings(work, part.parent) for part in made[key].parts))


def _write_twin(work: Writing) -> DrillEvent:
    key, file = TWIN
    event = work.put("copy", f"footage/{file}", work.films[key], key="twin")
    original = next(name for name, known in work.files.items() if known["key"] == key)
    work.files[event.file] |= {k: v for k, v in work.files[original].items() if k not in ("key", "kind")}
    work.files[event.file]["same_bytes_as"] = original
    return event


def _write_still(work: Writing) -> DrillEvent:
    """A JPEG of the frame some frames after the second burst, as a photograph with no metadata."""
    key, file = STILL
    camera = work.plan.today.cameras[0]
    lit = camera_truth(work.plan.today, camera)["bursts"][1]["first_lit_frame"]
    number = lit + (1 if work.plan.small else 6)
    pts, picture = next(itertools.islice(read_frames(work.films[key]), number, None))
    target = io.BytesIO()
    Image.fromarray(picture).save(target, "JPEG", quality=88)
    event = work.put("still", f"footage/{file}", target.getvalue(), key="still")
    work.files[event.file] |= {"width": picture.shape[1], "height": picture.shape[0]}
    work.copies.append(
        {"key": "still", "file": event.file, "says": "one frame of a", "sound": "none",
         "parts": [{"parent": key, "recordings": [key], "parent_frame": number, "parent_pts": pts, "mirror": False,
                    "crop_px": [0, 0, picture.shape[1], picture.shape[0]]}]}
    )  # fmt: skip
    return event


def _write_words(work: Writing) -> Iterator[DrillEvent]:
    plan = work.plan
    said, seen = posts(plan), sightings(plan)
    names = {known["key"]: file for file, known in work.files.items()}
    yield work.put("sheet", "sightings.csv", sheets.as_csv(seen))
    yield work.put("sheet", "sightings.xlsx", sheets.as_xlsx(seen))
    yield work.put("words", "statements.json", sheets.as_json(sheets.statements(said, names)))
    yield work.put("words", "article.txt", article(plan).encode("utf-8"))
    yield work.put("truth", "truth.json", sheets.as_json(_truth(work, said, seen)))
    yield work.put("words", "README.txt", sheets.readme(plan))


def _truth(work: Writing, said: tuple[Post, ...], seen: tuple[Sighting, ...]) -> dict[str, Any]:
    plan = work.plan
    both: tuple[tuple[Scene, Camera], ...] = tuple((s, c) for s in (plan.today, plan.before) for c in s.cameras)
    site = plan.today.site
    return {
        "drill": {"format": 1, "seed": plan.seed, "small": plan.small},
        "conventions": CONVENTIONS,
        "site": {"street_bearing_deg": site.street_bearing_deg, **place(plan.today, (0.0, 0.0, 0.0))},
        "days": [day(plan.today), day(plan.before)],
        "cameras": [camera_truth(scene, camera) for scene, camera in both],
        "files": work.files,
        "copies": work.copies,
        "sightings": [
            {
                "row": row, "file": s.file, "url": s.url, "account": s.account, "posted_utc": utc(s.posted),
                "zone_stated": bool(s.zone), "sha256": work.files[s.file]["sha256"],
            }
            for row, s in enumerate(seen, start=1)
        ],
        "claims": [
            {"statement": post.key, "source": post.source, "question": c.question, "says": c.answer, "true": c.true}
            for post in said for c in post.said
        ],
        "answers": answers(plan.today),
    }  # fmt: skip
