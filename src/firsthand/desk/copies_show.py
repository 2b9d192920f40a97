"""Recordings with their copies as a picture and as tables: one page without scripts, a drawing of bars, and CSV."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from firsthand.record.fault import FileTaken, WriteFailed

from .laid import also_of_colours, done_words
from .names import visible

WIDE, HIGH, GAP = 640, 14, 6  # pixels of the line, of a bar, between bars
COLUMNS = "recording file names other here_start here_end there_start there_end speed error_s edits colours score posted".split()
STYLE = """body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1a1a1a;background:#fff}
h2{margin-top:2.5rem}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;padding:.25rem .5rem;text-align:start;
vertical-align:top}svg{max-width:100%;height:auto}svg rect.line{fill:#dedede}svg rect.part{fill:#1d5c8a}
small{color:#555}@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}svg rect.line{fill:#3a3a3a}
svg rect.part{fill:#7db8e0}td,th{border-color:#444}small{color:#aaa}}"""


def bars(rows: Sequence[tuple[str, Sequence[Mapping[str, float]]]]) -> Markup:
    """A drawing of the files of a recording, one bar each on one line of seconds; its words are for those who cannot see it.

    `rows` gives what each file is called, in plain words of ours or of anybody's, and its stretches.
    """
    ends = [float(part[end]) for _, parts in rows for part in parts for end in ("from", "to")]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    scale = WIDE / ((high - low) or 1.0)
    height = len(rows) * (HIGH + GAP)
    drawn = []
    for place, (_, parts) in enumerate(rows):
        top = place * (HIGH + GAP)
        drawn.append(
            Markup('<rect class="line" x="0" y="{}" width="{}" height="2"></rect>').format(top + HIGH // 2 - 1, WIDE)
        )
        for part in parts:
            left, right = ((float(part[end]) - low) * scale for end in ("from", "to"))
            drawn.append(
                Markup('<rect class="part" x="{}" y="{}" width="{}" height="{}"></rect>').format(
                    f"{left:.1f}", top, f"{max(2.0, right - left):.1f}", HIGH
                )
            )
    said = "; ".join(f"{name}: {_spoken(parts)}" for name, parts in rows)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" width="{}" height="{}" role="img" direction="ltr">'
        "<title>{}</title>{}</svg>"
    ).format(WIDE, height, WIDE, height, visible(said), Markup("").join(drawn))


def _spoken(parts: Sequence[Mapping[str, float]]) -> str:
    spans = ", ".join(f"second {part['from']:.2f} to {part['to']:.2f}" for part in parts)
    return spans or "not aligned with the others"


def page(found: Sequence[Mapping[str, Any]]) -> bytes:
    """All recordings as one HTML page that needs nothing else."""
    parts = [_recording(one) for one in found] or [Markup("<p>No two files of this case are known to be copies.</p>")]
    head = Markup(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Recordings and their copies</title>'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width"><style>{}</style></head><body><h1>Recordings and their copies</h1>'
        "<p>Each bar is a file, on one line of seconds: that of the file of which most is aligned. A group of copies is no proof "
        "that there are no others.</p>{}</body></html>\n"
    ).format(Markup(STYLE), Markup("").join(parts))
    return str(head).encode("utf-8")


def _recording(one: Mapping[str, Any]) -> Markup:
    rows = Markup("").join(_row(row) for row in one["files"])
    reasons = Markup("").join(Markup("<li>{}</li>").format(_text(why)) for why in one["reasons"])
    lineage = Markup("").join(Markup("<li>{}</li>").format(_text(_said(step))) for step in one["lineage"])
    return Markup(
        "<section><h2>Recording {}</h2>{}{}"
        "<table><thead><tr><th>File</th><th>Names</th><th>On the line</th><th>Posted</th></tr></thead>"
        "<tbody>{}</tbody></table>{}{}<h3>Why</h3><ul>{}</ul></section>"
    ).format(
        one["number"],
        bars([(row["file"][:12], row["stretches"]) for row in one["files"]]),
        _earliest(one["earliest"]),
        rows,
        _between(one),
        Markup("<h3>Who is a copy of whom</h3><ul>{}</ul>").format(lineage) if one["lineage"] else "",
        reasons,
    )


def _earliest(found: Mapping[str, Any]) -> Markup:
    """Each posting on a line of its own: several may be the earliest."""
    head = {"found": "", "nothing": "not known", "inconclusive": "not told apart; it may be any of these"}[
        found["outcome"]
    ]
    lines = Markup("").join(Markup("<li>{}</li>").format(_text(posting_words(row))) for row in found["may_be"])
    return Markup("<p>Earliest known sighting: {} <small>({})</small></p>{}").format(
        head, found["searched"], Markup("<ul>{}</ul>").format(lines) if lines else ""
    )


def posting_words(row: Mapping[str, Any]) -> str:
    """A posting in one line: which file, by whom, where, when, and what was stated."""
    named = f"{row['name']} " if row["name"] else ""
    where = f" by {row['account']}" if row["account"] else ""
    where += f" at {row['place']}" if row["place"] else ""
    return f"{named}({', '.join(file[:12] for file in row['files'])}), posted{where}: {row['posted']}"


def between_lines(one: Mapping[str, Any]) -> list[dict[str, str]]:
    """What was done between each two files, in words with both names; pairs of which nothing is told say so."""
    names = {
        row["file"]: f"{row['names'][0]} ({row['file'][:8]})" if row["names"] else row["file"][:12]
        for row in one["files"]
    }
    made = []
    for pair in one["between"]:
        words = [done_words(done, lambda file: names.get(file, file[:12])) for done in pair["done"]]
        made.append(
            {
                "one": names[pair["one"]],
                "two": names[pair["two"]],
                "was done": ", ".join(words) or "nothing told",
                "colours": also_of_colours(pair["done"], pair["colours"]),
            }
        )
    return list({tuple(line.values()): line for line in made}.values())


def _between(one: Mapping[str, Any]) -> Markup:
    rows = Markup("").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(Markup("<td>{}</td>").format(_text(cell)) for cell in line.values())
        )
        for line in between_lines(one)
    )
    if not rows:
        return Markup("")
    return Markup(
        "<h3>Between the files</h3><table><thead><tr><th>File</th><th>and file</th><th>What was done</th><th>Colours</th></tr>"
        "</thead><tbody>{}</tbody></table>"
    ).format(rows)


def _row(row: Mapping[str, Any]) -> Markup:
    names = Markup(", ").join(_text(name) for name in row["names"])
    cells = (
        _ltr(row["file"][:12]),
        names,
        _ltr(_spoken(row["stretches"])),
        Markup("<br>").join(_ltr(text) for text in row["posted"]),
    )
    return Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(cell) for cell in cells))


def _said(step: Any) -> str:
    return step if isinstance(step, str) else ", ".join(f"{name} {item}" for name, item in dict(step).items())


def _text(text: str) -> Markup:
    """Words of anybody's: escaped, their controls made visible, and kept apart from the direction around them."""
    return Markup('<bdi dir="auto">{}</bdi>').format(visible(text))


def _ltr(text: str) -> Markup:
    return Markup('<bdi dir="ltr">{}</bdi>').format(escape(visible(text)))


def table(found: Iterable[Mapping[str, Any]]) -> bytes:
    """A row a file and aligned stretch, as CSV (UTF-8 with a byte order mark, RFC 4180). A cell is never a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in found:
        for row in one["files"]:
            for part in row["segments"] or [{}]:
                here, there = part.get("here", ("", "")), part.get("there", ("", ""))
                cells = (
                    *(one["number"], row["file"], "; ".join(row["names"]), part.get("other", "")),
                    *(*map(_seconds, here), *map(_seconds, there), part.get("speed", ""), part.get("error_s", "")),
                    *(
                        "; ".join(part.get("edits", ())),
                        part.get("colours", ""),
                        part.get("score", ""),
                        "; ".join(row["posted"]),
                    ),
                )
                writer.writerow([_cell(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _seconds(text: str) -> str:
    over, _, under = str(text).partition("/")
    return f"{int(over) / int(under or 1):.3f}" if over else ""


def _cell(value: Any) -> str:
    """What a spreadsheet would run is made text."""
    text = str(value)
    return (
        f"'{text}" if text[:1] in "=+-@\t\r" and not isinstance(value, float | int) and not _is_number(text) else text
    )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def write_new(path: Path, data: bytes) -> None:
    """Raises FileTaken, WriteFailed."""
    try:
        with path.open("xb") as out:
            out.write(data)
    except FileExistsError as bad:
        raise FileTaken(f"there is a file {path.name!r} already") from bad
    except OSError as bad:
        raise WriteFailed(f"{path.name!r} could not be written: {bad.strerror}") from bad
