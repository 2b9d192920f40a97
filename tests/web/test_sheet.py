"""The evidence sheet: what goes out comes back unchanged, differences are shown before anything is written, a change is an entry."""

import csv
import io
from typing import Any

import openpyxl
import pytest

from tests.web.parts import Client

FORMULA = '=HYPERLINK("http://evil.example","x")'


def rows(client: Client) -> list[dict[str, Any]]:
    return list(client.json("/api/sheet?limit=1000")["rows"])


def paste(client: Client, text: str) -> dict[str, Any]:
    answer = client.post("/api/sheet/paste", {"text": text})
    assert answer.status_code == 200, answer.text
    return answer.json()  # type: ignore[no-any-return]


def apply(client: Client, changes: Any, **more: Any) -> Any:
    return client.post("/api/sheet/apply", {"changes": changes, "reason": "seen on the page"}, **more)


def imported(client: Client, data: bytes) -> Any:
    headers = {
        "content-type": "application/octet-stream",
        "origin": client.base,
        "x-firsthand": "1",
        "idempotency-key": "import-key-1",
    }
    return client.http.post("/api/sheet/import", content=data, headers=headers)


def test_a_change_is_an_entry_with_its_reason(client: Client) -> None:
    before = rows(client)[0]
    found = paste(
        client, f"row\tnote\tplace\turl\n{before['entry']}\tseen twice\tTower Square\thttps://example.org/1\n"
    )
    assert [(c["column"], c["after"]) for c in found["changes"]] == [
        ("note", "seen twice"), ("place", "Tower Square"), ("url", "https://example.org/1")
    ]  # fmt: skip
    assert rows(client)[0]["cells"] == before["cells"], "nothing is written by looking"
    answer = apply(client, found["changes"], key="change-key-1")
    again = apply(client, found["changes"], key="change-key-1")
    assert answer.json() == again.json() and len(answer.json()["entries"]) == 3
    after = rows(client)[0]
    assert (
        after["cells"]["place"] == "Tower Square" and after["cells"]["note"] == "seen twice" and len(rows(client)) == 2
    )
    kinds = [client.json(f"/api/entries/{entry}") for entry in answer.json()["entries"]]
    assert [k["kind"] for k in kinds] == ["sighting", "withdrawal", "observation"]
    assert kinds[1]["value"]["reason"] == kinds[2]["value"]["says"] == "seen on the page"
    assert kinds[1]["value"]["of"] == before["entry"] and kinds[1]["value"]["instead"] == after["entry"]
    stale = apply(client, found["changes"])
    assert stale.status_code == 403 and stale.json()["code"] == "refused.cell-changed"


def test_a_corrected_row_keeps_its_cells_and_its_place(client: Client) -> None:
    row = rows(client)[-1]["entry"]
    for column, text in (("remarks", "first"), ("account", "@somebody")):
        assert apply(client, [{"row": row, "column": column, "before": "", "after": text}]).status_code == 200
    last = rows(client)[-1]
    assert last["entry"] != row and (last["cells"]["remarks"], last["cells"]["account"]) == ("first", "@somebody")


def test_what_goes_out_comes_back_without_a_difference(client: Client) -> None:
    row = rows(client)[0]["entry"]
    words = {"what": FORMULA, "who": "'=1+1", "remarks": 'two\nlines; "quoted", and \u202eturned', "tags": "@a +b -c"}
    cells = rows(client)[0]["cells"]
    changes = [
        {"row": row, "column": name, "before": cells.get(name, ""), "after": text} for name, text in words.items()
    ]
    assert apply(client, changes).status_code == 200
    for form in ("csv", "xlsx"):
        data = client.get(f"/api/sheet/sheet.{form}").content
        back = imported(client, data).json()
        assert (back["changes"], back["refused"]) == ([], []), form
    table = list(csv.reader(io.StringIO(client.get("/api/sheet/sheet.csv").content.decode("utf-8-sig"))))
    assert not [cell for line in table[1:] for cell in line if cell.lstrip()[:1] in ("=", "+", "@")]
    book = openpyxl.load_workbook(io.BytesIO(client.get("/api/sheet/sheet.xlsx").content))
    assert {cell.data_type for line in book.worksheets[0].iter_rows() for cell in line} <= {"s", "n", "inlineStr"}
    assert FORMULA in [cell.value for line in book.worksheets[0].iter_rows() for cell in line]


def test_a_new_row_is_a_sighting_of_an_item(client: Client) -> None:
    found = paste(
        client,
        "item;url;posted;zone;status\nA film on a wall;https://example.org/w;2024-08-24 16:00;Europe/Kyiv;open\n",
    )
    assert apply(client, found["changes"]).status_code == 200
    (row,) = [r for r in rows(client) if r["cells"]["item"] == "A film on a wall"]
    assert row["file"] is None and row["cells"]["posted"] == "2024-08-24 16:00" and row["cells"]["status"] == "open"
    told = client.json(f"/api/entries/{row['entry']}")["value"]["posted"]
    assert told["earliest"] == "2024-08-24T13:00:00Z"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("row,captured\nROW,otherwise\n", "not written by hand"),
        ("row,posted\nROW,yesterday at 5\n", "not a time"),
        ("row,note\nffff,x\n", "no such row"),
        (f"row,{'c' * 41}\nROW,x\n", "1 to 40"),
    ],
)
def test_what_cannot_be_applied_is_said(client: Client, text: str, why: str) -> None:
    found = paste(client, text.replace("ROW", rows(client)[0]["entry"]))
    assert found["changes"] == [] and why in found["refused"][0]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"PK\x03\x04 not a workbook", b"a,a\n1,2\n"])
def test_no_table_is_said(client: Client, data: bytes) -> None:
    assert imported(client, data).json()["code"] in ("record.bad-sheet", "web.request")


def test_views_are_kept_and_filters_find(client: Client) -> None:
    view = {"name": "open ones", "columns": ["url", "status"], "filters": {"status": "open"}, "sort": "url"}
    assert client.post("/api/sheet/views", view).status_code == 200
    (kept,) = client.json("/api/sheet")["views"]
    assert kept["filters"] == {"status": "open"} and kept["columns"] == ["url", "status"]
    assert client.json("/api/sheet?column=status&has=open")["total"] == 1
    assert client.json("/api/sheet?q=wall")["total"] == 1
    assert client.get("/api/sheet?column=); DROP TABLE sightings&has=x").status_code == 422
    assert client.get("/api/sheet?sort=status").status_code == 422
    first = client.json("/api/sheet?limit=1&sort=url")
    second = client.json(f"/api/sheet?limit=1&sort=url&after={first['next']}")
    assert first["rows"][0]["entry"] != second["rows"][0]["entry"]
