"""Opens one file's hostile bytes and reads them in one pass; runs inside the cell, where nothing else can be opened."""

import io
import logging
import os
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import av
import av.error
import av.logging
import cv2
import exifread
import numpy
import PIL.Image
import scipy.fft  # what readers import when they first need it must be here before the cell is closed
from av.container import InputContainer

import firsthand
from firsthand.method.read.fold import PROFILES
from firsthand.port import Progress, Read, Still
from firsthand.record.fault import BadValue, Fault

from . import model
from .decode_facts import box_facts, film_facts
from .decode_feed import Feed, refused
from .decode_film import Film
from .decode_open import Look, limit_allocations, look, open_container, read_up_to
from .decode_still import BROKEN, feed_picture, open_picture, picture_facts

Emit = Callable[[Progress | Still | Read], None]
MOST_HEAD = 32 << 20  # of a picture's bytes, for its EXIF
MADE_WITH: Mapping[str, str] = {
    "firsthand": firsthand.__version__,
    "av": av.__version__,
    **{name: ".".join(map(str, version)) for name, version in sorted(av.library_versions.items())},
    "ffmpeg max_alloc": limit_allocations(),
    "cv2": cv2.__version__,
    "numpy": numpy.__version__,
    "scipy": scipy.__version__,
    "pillow": PIL.__version__,
    "exifread": str(exifread.__version__),
}
# What the libraries trip over when they open hostile bytes; it becomes part of the finding.
TRIPS = (*BROKEN, av.error.FFmpegError, AssertionError)
# Complaints of the libraries are gathered as signs of damage, and never written to the screen.
av.logging.set_level(av.logging.ERROR)
logging.getLogger("exifread").setLevel(logging.CRITICAL)
cv2.setNumThreads(1)


def warm(form: Mapping[str, Any] | None, weights: bytes, why: str) -> None:
    """Learned weights become ready before any file is opened."""
    model.prepare(form, weights, why)


def read_file(fd: int, *, profile: str, emit: Emit, threads: int = 1) -> None:
    """One pass over the file that `fd` is open on, ending with exactly one Read.

    `profile` is "triage" (key frames) or "full" (every frame); `threads` those that FFmpeg's decoders may start (in the
    cell: 1). What is not footage, or is refused, ends with Unsuitable outcomes under the fault's code; what is broken ends
    with what could be read of it. Raises BadValue for an unknown profile, OSError where the disk fails.
    """
    if profile not in PROFILES:
        raise BadValue(f"no such profile: {profile!r}; there are {', '.join(PROFILES)}")
    with os.fdopen(fd, "rb", buffering=0, closefd=False) as source, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", PIL.Image.DecompressionBombWarning)
        try:
            seen = look(source)
            if seen.kind == "picture" and seen.format != "mov":
                _picture(source, seen, profile, emit)
            else:
                _film(source, seen, profile, emit, threads)
        except Fault as fault:
            refused(fault, made_with=MADE_WITH, emit=emit)


def _film(source: io.FileIO, seen: Look, profile: str, emit: Emit, threads: int) -> None:
    facts = _first_facts(seen, profile)
    if seen.format == "mov":
        facts |= box_facts(source, seen.size)
        facts["exif"] = _head(source) if seen.kind == "picture" else b""
    source.seek(0)
    with av.logging.Capture(local=True) as log:
        try:
            container = open_container(source, seen.format)
        except TRIPS as bad:
            _unopened(facts, f"the container could not be opened: {getattr(bad, 'strerror', bad)}", profile, emit)
            return
        _opened(container, facts, profile, emit, threads, log)


def _opened(
    container: InputContainer,
    facts: dict[str, Any],
    profile: str,
    emit: Emit,
    threads: int,
    log: list[tuple[int, str, str]],
) -> None:
    with container:
        try:
            facts |= film_facts(container, facts)
        except TRIPS as bad:
            _unopened(facts, f"what it says of its streams could not be read: {bad!r}", profile, emit)
            return
        feed = Feed(facts=facts, profile=profile, emit=emit)
        _note_boxes(feed)
        if facts["picture"] is not None or facts["sound"] is not None:
            film = Film(
                container=container,
                feed=feed,
                picture=facts["picture"],
                sound=facts["sound"],
                triage=profile == "triage",
                threads=threads,
                log=log,
            )
            _whole(feed, film.run)
        feed.said(log)
        feed.finish(MADE_WITH)


def _picture(source: io.FileIO, seen: Look, profile: str, emit: Emit) -> None:
    facts = {**_first_facts(seen, profile), "exif": _head(source)}
    try:
        image = open_picture(source, seen.format)
        facts |= picture_facts(image)
    except TRIPS as bad:
        _unopened(facts, f"the picture could not be opened: {bad}", profile, emit)
        return
    feed = Feed(facts=facts, profile=profile, emit=emit)
    _whole(feed, lambda: feed_picture(source, image, feed, triage=profile == "triage"))
    feed.finish(MADE_WITH)


def _first_facts(seen: Look, profile: str) -> dict[str, Any]:
    return {
        "profile": profile,
        "kind": seen.kind,
        "looks_like": seen.format,
        "format": None,
        "bytes": seen.size,
        "streams": [],
        "picture": None,
        "sound": None,
    }


def _head(source: io.FileIO) -> bytes:
    source.seek(0)
    head = read_up_to(source, MOST_HEAD)
    source.seek(0)
    return head


def _note_boxes(feed: Feed) -> None:
    for what in feed.facts.get("broken_boxes", ()):
        feed.damage.add("container", what)


def _unopened(facts: Mapping[str, Any], why: str, profile: str, emit: Emit) -> None:
    """Nothing can be decoded: what the bytes outside the streams say is still read."""
    feed = Feed(facts={**facts, "unopened": why}, profile=profile, emit=emit)
    _note_boxes(feed)
    feed.damage.add("container", why)
    feed.finish(MADE_WITH)


def _whole(feed: Feed, run: Callable[[], None]) -> None:
    """The cell's edge: whatever hostile bytes provoke ends the pass early and is said; what was read until then is kept."""
    try:
        run()
    except MemoryError:
        raise
    except Exception as bad:
        feed.damage.add("decoder", f"{type(bad).__name__}: {bad}")
        feed.ending["stopped"] = f"the decoder failed: {type(bad).__name__}"
