"""The drill's sheets and texts as bytes: sightings as CSV and XLSX, statements as JSON, and the note that goes with them."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from openpyxl import Workbook

from firsthand.drill.scene import Drill
from firsthand.drill.truth import utc
from firsthand.drill.words import Post, Sighting

COLUMNS = ("file", "url", "account", "posted_at", "zone", "seen_at", "note")
MADE = datetime(2024, 8, 26, 8, 0, tzinfo=UTC)


def rows(seen: Sequence[Sighting]) -> list[tuple[str, ...]]:
    """The sheet's rows under COLUMNS: posted_at as its owner typed it, seen_at in UTC with Z."""
    return [
        (s.file, s.url, s.account, s.posted_text, s.zone, s.seen.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), s.note)
        for s in seen
    ]


def as_csv(seen: Sequence[Sighting]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(seen))
    return target.getvalue().encode("utf-8")


def as_xlsx(seen: Sequence[Sighting]) -> bytes:
    """The same sheet as a workbook of text cells, with the clock's reading taken out so that the bytes stay the same."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "sightings"
    for row in (COLUMNS, *rows(seen)):
        sheet.append(list(row))
    raw = io.BytesIO()
    book.save(raw)
    stamp = MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    target = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, content)
            new.writestr(zipfile.ZipInfo(name, MADE.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def as_json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=False) + "\n").encode("utf-8")


def statements(said: Sequence[Post], files: dict[str, str]) -> dict[str, Any]:
    """The posts for statements.json: texts and claims, without the drill's knowledge of what is true."""
    return {
        "note": "Invented posts about an invented event. Quotes and hedges are verbatim parts of the text.",
        "statements": [
            {
                "id": post.key,
                "source": {"name": post.source, "kind": post.kind},
                "url": post.url,
                "posted_at": utc(post.posted),
                "text": post.text,
                "claims": [
                    {
                        "question": c.question, "says": c.answer, "quote": c.quote, "hedges": list(c.hedges),
                        "basis": c.basis, "files": [files[key] for key in c.files],
                    }
                    for c in post.said
                ],
            }
            for post in said
        ],
    }  # fmt: skip


README = """Firsthand drill, seed {seed}{small}

An invented, harmless event: on 24 August 2024 a harvest parade goes down Tower Street in Lindholm, and a salute of five
bursts is fired at its end. Neither the quarter nor the people nor the societies exist; the streets are laid over a field.
Every picture was drawn and every sound made by the program, so everything about them is known.

  footage/         three cameras' films, re-uploads of them with edits, a still, and last year's film with a copy of it
  sightings.csv    who showed which file where and when, as an analyst would have typed it (sightings.xlsx is the same)
  statements.json  what the town, an agency and several accounts say, word for word, and the claims in it
  article.txt      the local paper
  truth.json       the answers. Do not look before you have yours.

Questions to start with: Was the salute fired on Tower Square or from the Canal Bridge? Who fired it? Which films are of
that day? Which file is a copy of which? Where did each camera stand, and when did each film begin?

The same seed gives the same pictures and sounds. The films' bytes are the same on one machine and one build of the
libraries, and may differ on another; truth.json holds their digests as written here.
"""


def readme(drill: Drill) -> bytes:
    return README.format(seed=drill.seed, small=" (small)" if drill.small else "").encode("utf-8")
