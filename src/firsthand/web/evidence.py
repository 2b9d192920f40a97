"""Evidence on its way to the page: shut in a sandbox, never of a type that runs, covered until somebody uncovers it."""

from pathlib import Path

from fastapi.responses import FileResponse, Response

from firsthand.desk.bearing import covered
from firsthand.desk.desk import Desk
from firsthand.outside.sniff import media_type
from firsthand.record.fault import BadReference, Covered, NotFootage

from .safety import READ, SHUT

HEADERS = {"Content-Security-Policy": SHUT, "X-Frame-Options": "SAMEORIGIN"}
PAGES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".jpg": "image/jpeg", ".png": "image/png",
         ".webp": "image/webp", ".json": "application/json", ".txt": "text/plain; charset=utf-8"}  # fmt: skip


def check_cover(desk: Desk, file: str, uncover: bool) -> None:
    """Raises Covered where the file is marked as graphic, or not rated yet, and nobody has said to uncover it."""
    why = "" if uncover else covered(desk, file)
    if why:
        raise Covered(why)


def picture(data: bytes, media: str) -> Response:
    return Response(data, media_type=media, headers=HEADERS)


def kept(desk: Desk, file: str, digest: str) -> Response:
    """A still of this file that was encoded on this side of the cell. Raises BadReference."""
    from firsthand.desk.screens.file import stills

    for still in stills(desk, file):
        if still.digest == digest and still.media_type in ("image/jpeg", "image/png", "image/webp"):
            return FileResponse(desk.vault.path(digest), media_type=still.media_type, headers=HEADERS)
    raise BadReference(f"{digest[:12]} is no still of {file[:12]}")


def original(desk: Desk, file: str) -> Response:
    """Film and sound only, by their first bytes; a name or a statement of the file's own counts for nothing. Raises NotFootage."""
    path = desk.vault.path(file)
    media = media_type(path)
    if media is None:
        raise NotFootage("a browser is given film and sound only; pictures come as stills, the rest as a download")
    return FileResponse(path, media_type=media, headers=HEADERS)


def copy(path: Path) -> Response:
    return FileResponse(path, media_type="video/mp4", headers=HEADERS)


def download(desk: Desk, file: str) -> Response:
    """Under its digest, as bytes of no type: what somebody called it is never a name on this disk."""
    return FileResponse(
        desk.vault.path(file), media_type="application/octet-stream", filename=f"{file}.bin", headers=HEADERS
    )


def attachment(data: bytes, name: str) -> Response:
    """Something of our own making to be kept; `name` is ours too."""
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type="application/octet-stream", headers=headers)


def page(folder: Path, path: str) -> Response:
    """A part of an edition, by an exact list of what lies there. Raises BadReference."""
    parts = {part.relative_to(folder).as_posix(): part for part in folder.rglob("*") if part.is_file()}
    found = parts.get(path or "index.html")
    if found is None or found.suffix not in PAGES or found.is_symlink():
        raise BadReference("the edition has no such page")
    return FileResponse(found, media_type=PAGES[found.suffix], headers={**HEADERS, "Content-Security-Policy": READ})
