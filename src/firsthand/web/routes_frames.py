"""Routes to what is seen and heard: exact frames, stills, the sound's outline, the bytes themselves, viewing copies."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, Response

from firsthand.desk.desk import resolve_file
from firsthand.desk.screens.frames import FrameIndex, FrameMoment, ViewingCopy, Waveform

from . import evidence
from .door import Digest, Door, Key

Wide = Annotated[int, Query(ge=16, le=8192)]
Uncover = Annotated[
    bool, Query(description="Say so plainly: what is marked, or not yet rated, is never shown by surprise.")
]
PICTURE: dict[int | str, dict[str, Any]] = {200: {"content": {"image/png": {}}}}


def routes(door: Door) -> APIRouter:
    api = APIRouter(tags=["frames"])
    desk, viewer = door.desk, door.viewer

    @api.get("/files/{file}/frames")
    def frames(file: Digest) -> FrameIndex:
        return viewer.index(resolve_file(desk, file))

    @api.get("/files/{file}/frames/{at}")
    def frame(file: Digest, at: int) -> FrameMoment:
        return viewer.moment(resolve_file(desk, file), at)

    @api.get("/files/{file}/frames/{at}/still.png", responses=PICTURE, response_class=Response)
    def still(file: Digest, at: int, width: Wide = 8192, uncover: Uncover = False) -> Response:
        evidence.check_cover(desk, file, uncover)
        return evidence.picture(viewer.still(resolve_file(desk, file), at, width), "image/png")

    @api.get("/files/{file}/stills/{digest}", responses=PICTURE, response_class=Response)
    def kept_still(file: Digest, digest: Digest, uncover: Uncover = False) -> Response:
        evidence.check_cover(desk, file, uncover)
        return evidence.kept(desk, file, digest)

    @api.get("/files/{file}/waveform")
    def waveform(file: Digest, per_second: Annotated[int, Query(ge=1, le=1000)] = 100) -> Waveform:
        return viewer.waveform(resolve_file(desk, file), per_second)

    @api.get("/files/{file}/media", response_class=FileResponse)
    def media(file: Digest, uncover: Uncover = False) -> Response:
        """The bytes as received, by ranges. Only film and sound are shown by a browser; pictures come as stills."""
        evidence.check_cover(desk, file, uncover)
        return evidence.original(desk, resolve_file(desk, file))

    @api.get("/files/{file}/download", response_class=FileResponse)
    def download(file: Digest) -> Response:
        """The bytes as received, to be kept on this machine and not to be shown."""
        return evidence.download(desk, resolve_file(desk, file))

    @api.post("/files/{file}/viewing")
    def make_viewing_copy(file: Digest, key: Key) -> ViewingCopy:
        found = resolve_file(desk, file)
        door.jobs.start("viewing copy", lambda: viewer.make_copy(found), file=found, once=True)
        return viewer.copy(found, door.jobs.of("viewing copy", found))

    @api.get("/files/{file}/viewing")
    def viewing_copy(file: Digest) -> ViewingCopy:
        found = resolve_file(desk, file)
        return viewer.copy(found, door.jobs.of("viewing copy", found))

    @api.get("/files/{file}/viewing/media", response_class=FileResponse)
    def viewing_media(file: Digest, uncover: Uncover = False) -> Response:
        evidence.check_cover(desk, file, uncover)
        return evidence.copy(viewer.copy_path(resolve_file(desk, file)))

    return api
