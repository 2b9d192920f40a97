"""The last look: no protected name, withheld account or local folder in any byte, and no words that nobody wrote."""

import io

import pytest

from firsthand.desk.gate_bytes import CHUNK, leaking_entries, leaks, leaks_file, strange_words, unsearchable
from firsthand.desk.gate_disclosure import Disclosure

HIDDEN = Disclosure(
    bodies={},
    fields={},
    protected={},
    held={},
    folders=("/srv/tips/may", "C:\\Users\\ann\\tips"),
    names=("Halyna O'Shea", "@night_owl"),
)


def page(text: str) -> list[str]:
    return [found.rule for found in leaks("index.html", text.encode(), HIDDEN)]


@pytest.mark.parametrize(
    "text",
    [
        "<p>Halyna O'Shea</p>",
        "<p>HALYNA O&#39;SHEA said</p>",
        "<p>Halyna\n  O'Shea</p>",
        "<p>Haly\u200bna O'Shea</p>",
        "<p>Ｈａｌｙｎａ O'Shea</p>",
        "<td>@night_owl,</td>",
        "<td>/srv/tips/may/clip.mp4</td>",
        "<td>c:\\users\\ann\\tips</td>",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert page(text) == ["names-withheld"]


@pytest.mark.parametrize(
    "text", ["<p>Halyna</p>", "<p>@night_owls</p>", "<p>/srv/tips/maybe</p>", "<p>Halyna O'Sheady</p>"]
)
def test_and_only_the_whole_of_it(text: str) -> None:
    assert page(text) == []


def test_the_name_is_not_repeated_in_what_is_said_of_it() -> None:
    (found,) = leaks("index.html", b"<p>Halyna O'Shea</p>", HIDDEN)
    assert "Halyna" not in found.message and found.blocking


def test_an_entry_that_names_somebody_is_named() -> None:
    said = [("a" * 64, ["nothing", "she, Halyna O'Shea"]), ("b" * 64, ["nobody"]), ("c" * 64, [])]
    assert [found.entries for found in leaking_entries(said, HIDDEN)] == [("a" * 64,)]


@pytest.mark.parametrize("form", ["utf-8", "utf-16-le"])
def test_a_films_own_bytes_are_looked_at_across_chunks(form: str) -> None:
    name = "halyna o'shea".encode(form)
    film = b"\x00" * (CHUNK - 5) + name + b"\x00" * 100
    assert [f.rule for f in leaks_file("blobs/x", io.BytesIO(film), HIDDEN)] == ["names-withheld"]
    assert list(leaks_file("blobs/x", io.BytesIO(b"\x00" * 3 * CHUNK), HIDDEN)) == []


def test_a_name_too_short_to_look_for_is_said() -> None:
    short = Disclosure(bodies={}, fields={}, protected={}, held={}, names=("Jo",))
    assert [f.blocking for f in unsearchable(short)] == [False]
    assert list(leaks("index.html", b"<p>Jo jo</p>", short)) == []
    assert list(unsearchable(HIDDEN)) == []


DRAFTS = {"one": "A <sentence> & more.", "two": "Another."}
GOOD = (
    '<section data-words="drafts"><h2>Known</h2><p><span data-draft="one">A &lt;sentence&gt; &amp; more.</span>'
    '<sup data-furniture>1</sup></p><p><span data-draft="two">Another.</span></p></section><p>Counts: 3</p>'
)


def test_a_page_prints_drafts_to_the_letter() -> None:
    assert list(strange_words(GOOD.encode(), DRAFTS)) == []


@pytest.mark.parametrize(
    ("was", "put"),
    [
        ("Another.", "Another one."),
        ("<p><span data", "<p>It is certain that <span data"),
        ('<p><span data-draft="two">Another.</span></p>', ""),
        ("</sup></p>", "</sup> So it was.</p>"),
        ('data-draft="two"', 'data-draft="three"'),
    ],
)
def test_any_other_word_there_is_refused(was: str, put: str) -> None:
    changed = GOOD.replace(was, put, 1)
    assert changed != GOOD
    found = list(strange_words(changed.encode(), DRAFTS))
    assert found and all(f.rule == "own-words" and f.blocking for f in found)
