"""Puts files and sightings on the library's shelf: what new entries say of them, taken in step by step."""

import json
import sqlite3
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from firsthand.record.log import read_note
from firsthand.store.shelf import Shelf, sum_up

from .desk import Desk

KINDS = ("file", "derivative", "sighting", "finding", "withdrawal")
# What Chromium and Firefox play by their own decoders; the rest needs a viewing copy.
PLAYED = frozenset(("h264", "vp8", "vp9", "av1", "theora"))
CONTAINERS = frozenset(("mov", "matroska", "ogg", "mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm"))
HEARD = frozenset(("aac", "mp3", "opus", "vorbis", "flac", "pcm_s16le", "pcm_f32le", "pcm_s24le"))
DEEP = ("10", "12", "14", "16", "422", "444")  # pixel formats that browsers do not show by themselves
COPIED = "copied from this machine"  # as preserve says it
_shelves: dict[Any, Shelf] = {}


def shelf_of(desk: Desk) -> Shelf:
    """The shelf of this case, up to date. A damaged one is made anew."""
    shelf = _shelves.setdefault(desk.folder, Shelf(desk.folder))
    try:
        _refresh(desk, shelf)
    except sqlite3.DatabaseError:
        shelf.clear()
        _refresh(desk, shelf)
    return shelf


def _refresh(desk: Desk, shelf: Shelf) -> None:
    heads = {}
    for log in desk.ledger.logs():
        head = read_note(desk.ledger.notes(log)[-1])
        heads[log] = head.size, head.root
    known = shelf.heads()
    if known == heads:
        return
    if any(heads.get(log, (0, ""))[0] < size or (heads[log][0] == size and heads[log][1] != root)
           for log, (size, root) in known.items()):  # fmt: skip
        shelf.clear()
        known = {}
    desk.index.refresh(desk.ledger)  # every line's hash is checked against its checkpoint there
    with shelf.taking() as base:
        touched: set[str] = set()
        for log, (size, root) in heads.items():
            begin = known.get(log, (0, ""))[0]
            for place, line in enumerate(desk.ledger.lines(log, begin), begin):
                if place >= size:
                    break
                _take(base, log, place, json.loads(line), touched)
            base.execute("INSERT OR REPLACE INTO taken VALUES (?, ?, ?)", (log, size, root))
        sum_up(base, touched)


def _take(base: sqlite3.Connection, log: str, place: int, line: Mapping[str, Any], touched: set[str]) -> None:
    header, body = line.get("header"), line.get("body")
    if not header or not body or header["kind"] not in KINDS:
        return
    said = {**body, **{name: shown["value"] for name, shown in line["sealed"].items()}}
    TAKES[header["kind"]](base, log, place, said, touched, line)


def _entry(line: Mapping[str, Any]) -> str:
    from firsthand.record.entry import Header
    from firsthand.record.wire import from_wire

    return from_wire(Header, line["header"]).id


def _file(base: Any, log: str, place: int, said: Any, touched: set[str], line: Any) -> None:
    base.execute(
        "INSERT OR IGNORE INTO files(digest, entry, blake3, size, log, place, lead, added) VALUES (?, ?, ?, ?, ?, ?, ?, "
        "(SELECT coalesce(max(added), 0) + 1 FROM files))",
        (said["digest"], _entry(line), said["blake3"], said["size"], log, place, said["digest"]),
    )
    touched.add(said["digest"])


def _derivative(base: Any, log: str, place: int, said: Any, touched: set[str], line: Any) -> None:
    if said["what"] == "still" and said.get("moment"):
        base.execute(
            "UPDATE files SET still = ?, still_pts = ? WHERE digest = ? AND still IS NULL",
            (said["digest"], said["moment"]["pts"], said["parent"]),
        )


def _sighting(base: Any, log: str, place: int, said: Any, touched: set[str], line: Any) -> None:
    posted = said.get("posted") or {}
    early = posted.get("earliest") or posted.get("latest") or "~"
    names = ("name", "item", "url", "channel", "account", "device", "captured", "note")
    kept = {name: said.get(name) for name in names} | {"posted": posted, "seen": said.get("seen") or {}}
    words = " ".join(str(said.get(name) or "") for name in names).casefold()
    base.execute(
        "INSERT OR IGNORE INTO sightings VALUES (?, ?, ?, ?, (SELECT coalesce(max(added), 0) + 1 FROM sightings), ?, ?, ?, ?, ?, ?)",
        (_entry(line), said["file"], log, place, said.get("channel") or "", said.get("account") or "", early, _copied(said),
         json.dumps(kept, ensure_ascii=False), words),
    )  # fmt: skip
    if said["file"]:
        touched.add(said["file"])


def _copied(said: Mapping[str, Any]) -> bool:
    """Whether a sighting says only that the bytes were copied here: nobody is said to have posted them."""
    posted = said.get("posted") or {}
    told = [said.get(name) for name in ("url", "channel", "account")] + [posted.get("earliest"), posted.get("latest")]
    return said.get("captured") == COPIED and not any(told)


def _withdrawal(base: Any, log: str, place: int, said: Any, touched: set[str], line: Any) -> None:
    base.execute("INSERT OR IGNORE INTO withdrawn VALUES (?, ?, ?)", (said["of"], _entry(line), log))
    if said.get("instead"):  # what stands instead keeps its place in the sheet
        base.execute(
            "UPDATE sightings SET added = coalesce((SELECT added FROM sightings WHERE entry = ?), added) WHERE entry = ?",
            (said["of"], said["instead"]),
        )
    for (digest,) in base.execute("SELECT digest FROM sightings WHERE entry = ? AND log = ?", (said["of"], log)):
        if digest:
            touched.add(digest)


def _finding(base: Any, log: str, place: int, said: Any, touched: set[str], line: Any) -> None:
    method, outcome, files = said["job"]["method"], said["outcome"], said["files"]
    base.executemany("UPDATE files SET findings = findings + 1 WHERE digest = ?", [(file,) for file in files])
    if method == "trace.recordings" and outcome["outcome"] == "found":
        _recordings(base, outcome["value"]["recordings"])
    elif method == "read.container" and files:
        touched.add(files[0])  # what it is called tells a table only while nothing else was found in it
        media, broken = media_of(outcome), broken_of(outcome)
        base.execute(
            "UPDATE files SET kind = ?, plays = ?, duration = ?, media = ?, broken = ? WHERE digest = ?",
            (media["kind"], media["plays"], media["duration"] if media["duration"] is not None else -1, json.dumps(media),
             json.dumps(broken) if broken else None, files[0]),
        )  # fmt: skip
    elif method == "read" and files and outcome["outcome"] == "inconclusive":
        value = outcome.get("value", {})
        told = {"code": value.get("code", ""), "why": outcome.get("why", ""), "hint": value.get("hint", "")}
        base.execute("UPDATE files SET broken = ? WHERE digest = ?", (json.dumps(told), files[0]))


TAKES = {
    "file": _file,
    "derivative": _derivative,
    "sighting": _sighting,
    "finding": _finding,
    "withdrawal": _withdrawal,
}


def _recordings(base: Any, recordings: Any) -> None:
    """The newest grouping replaces the one before. The longest file leads its recording, then the smallest digest."""
    base.execute("UPDATE files SET recording = NULL, lead = digest, copies = 0 WHERE recording IS NOT NULL")
    for recording in recordings:
        files = list(recording["files"])
        if len(files) < 2:
            continue
        asked = ", ".join("?" * len(files))
        rows = base.execute(f"SELECT digest, duration, size FROM files WHERE digest IN ({asked})", files).fetchall()
        lead = min(rows, key=lambda row: (-row[1], -row[2], row[0]))[0] if rows else files[0]
        base.execute(
            f"UPDATE files SET recording = ?, lead = ?, copies = ? WHERE digest IN ({asked})",
            (recording["id"], lead, len(files), *files),
        )


def media_of(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """A container finding as a screen shows it."""
    value = outcome.get("value") or {}
    streams = value.get("streams") or []
    picture, sound = value.get("picture"), value.get("sound")
    seen: Mapping[str, Any] = next(
        (row for row in streams if picture and row.get("index") == picture.get("stream")), {}
    )
    heard: Mapping[str, Any] = next((row for row in streams if sound and row.get("index") == sound.get("stream")), {})
    kind = {"film": "video", "picture": "image", "sound": "sound"}.get(str(value.get("kind")), "other")
    if kind == "video" and picture is None:
        kind = "sound" if sound else "other"
    rate = (picture or {}).get("rate") or {}
    return {
        "kind": kind,
        "width": seen.get("width"),
        "height": seen.get("height"),
        "rotation": (picture or {}).get("turned_deg") or 0,
        "duration": _duration(value, picture, sound),
        "frames": (picture or {}).get("frames"),
        "vfr": None if "constant" not in rate else not rate["constant"],
        "format": value.get("format"),
        "codec": seen.get("codec"),
        "sound_codec": heard.get("codec"),
        "plays": plays(kind, str(value.get("format")), seen, heard)[0],
    }


def plays(kind: str, form: str, seen: Mapping[str, Any], heard: Mapping[str, Any]) -> tuple[str, str]:
    """("yes", "copy" or "no", why): what a browser plays by itself, by what the file says of its streams."""
    if kind == "image":
        return "no", "a picture is shown as a still"
    if kind == "sound":
        return (
            ("yes", "")
            if heard.get("codec") in HEARD
            else ("copy", f"{heard.get('codec')} sound is silent in a browser")
        )
    if kind != "video":
        return "no", "it is no film and no sound"
    codec, pixels = str(seen.get("codec")), str(seen.get("pixels") or "")
    if form not in CONTAINERS:
        return "copy", f"no browser opens {form}"
    if codec not in PLAYED:
        return "copy", f"a browser plays {codec} as sound without a picture, or not at all"
    if any(part in pixels for part in DEEP):
        return "copy", f"its pictures are {pixels}"
    if heard and heard.get("codec") not in HEARD:
        return "copy", f"{heard.get('codec')} sound is silent in a browser"
    return "yes", ""


def broken_of(outcome: Mapping[str, Any]) -> dict[str, str] | None:
    value = outcome.get("value") or {}
    if outcome["outcome"] == "unsuitable":
        return {"code": outcome.get("code") or "", "why": outcome.get("why", ""), "hint": ""}
    if outcome["outcome"] == "inconclusive":
        return {"code": str(value.get("code", "")), "why": outcome.get("why", ""), "hint": str(value.get("hint", ""))}
    return None


def _duration(value: Mapping[str, Any], picture: Any, sound: Any) -> float | None:
    for text in (value.get("duration_stated_s"), (picture or {}).get("last"), (sound or {}).get("seconds")):
        if text:
            return float(Fraction(text))
    return None
