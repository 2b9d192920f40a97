"""From an article to claims: preserved, suggested, and entered only by whom accepts; hostile and odd articles are said."""

import json
from pathlib import Path
from typing import Any

import pytest

from firsthand.desk import suggest as module
from firsthand.desk.desk import Desk, entries, entry, value
from firsthand.desk.origins import origins
from firsthand.desk.relative import dates, known
from firsthand.desk.suggest import Accepted, Chosen, accept, article_of, cite, suggest, suggested
from firsthand.desk.weigh import say
from firsthand.record.assessment import About, Answer, Question
from firsthand.record.bounds import instant_text
from firsthand.record.claim import Basis, Source, SourceKind, Stance
from firsthand.record.fault import BadArticle, BadReference, BadTime, NoAuthor
from firsthand.record.finding import Found, Nothing, Unsuitable
from firsthand.record.sighting import Sighting
from tests.desk.test_publish_sample import a_desk, joined

TEXT = (
    "The Harbour Post said on Monday that the clip appears to show a guard firing at a boat.\n\n"
    'Mira Sol, who lives on the quay, told the Post that the guard "fired twice" around 9 May.\n'
)
PAGE = (
    "<!doctype html><html><head><title>x</title><script>fetch('http://evil.example'); document.write('The mayor said: no.')</script>"
    '</head><body onload="alert(1)"><p>The Harbour Post <b>said</b> on <i>Monday</i> that the clip appears to show a guard firing '
    "at a boat &amp; a buoy.</p><img src=x onerror=\"alert('The mayor said so')\"><!-- The mayor said this. --></body></html>"
)


@pytest.fixture
def desk() -> Desk:
    return joined(a_desk(), "An Analyst")


def count(desk: Desk) -> dict[str, int]:
    desk.index.refresh(desk.ledger)
    return dict(desk.index.count())


def body(desk: Desk, entry_id: str) -> Any:
    desk.index.refresh(desk.ledger)
    return value(desk, entry_id)


def a_source(desk: Desk, name: str = "Harbour Post") -> str:
    return say(desk, Source(name=name, is_a=SourceKind.OUTLET))


def accepted(desk: Desk, text: str = TEXT, number: int = 1, **chosen: Any) -> Accepted:
    file = suggest(desk, text.encode()).article.file
    return accept(desk, file, number, Chosen(source=a_source(desk), **chosen))


def test_suggesting_keeps_the_article_and_nothing_else(desk: Desk) -> None:
    before = count(desk)
    found = suggest(desk, TEXT.encode(), url="https://post.example/1")
    assert isinstance(found.outcome, Found) and len(found.claims) == 2
    after = count(desk)
    assert {kind: after[kind] - before.get(kind, 0) for kind in after if after[kind] != before.get(kind, 0)} == {
        "file": 1,
        "sighting": 1,
    }
    sighting = body(desk, found.article.sighting)
    assert sighting.url == "https://post.example/1" and sighting.extra["as"] == "article"
    with desk.vault.open(found.article.file) as source:
        assert source.read() == TEXT.encode()


def test_again_is_harmless_and_another_place_is_another_sighting(desk: Desk) -> None:
    first = suggest(desk, TEXT.encode(), url="https://post.example/1")
    size = count(desk)
    assert suggest(desk, TEXT.encode(), url="https://post.example/1").article == first.article and count(desk) == size
    other = suggest(desk, TEXT.encode(), url="https://mirror.example/1")
    assert other.article.sighting != first.article.sighting and count(desk)["file"] == 1


def test_accepting_enters_the_passage_and_the_claim_with_words_hedges_and_place(desk: Desk) -> None:
    made = accepted(desk)
    claim, passage = body(desk, made.claim), body(desk, made.passage)
    assert claim.verbatim == TEXT.split("\n")[0] and claim.hedges == ("appears to",) and claim.basis is Basis.NONE_GIVEN
    assert claim.rests_on == (made.passage,) and passage.rests_on == (
        article_of(desk, passage.details["file"]).sighting,
    )
    start, end = passage.details["start_char"], passage.details["end_char"]
    assert TEXT[start:end] == claim.verbatim == passage.verbatim
    (time,) = passage.details["times"]
    assert TEXT[time["start_char"] : time["end_char"]] == "on Monday"


def test_the_same_suggestion_accepted_twice_stands_once(desk: Desk) -> None:
    file, source = suggest(desk, TEXT.encode()).article.file, a_source(desk)
    first = accept(desk, file, 1, Chosen(source=source))
    again = accept(desk, file, 1, Chosen(source=source))
    assert first.new and not again.new and (again.claim, again.passage) == (first.claim, first.passage)
    other = accept(desk, file, 1, Chosen(source=a_source(desk, "Another"), basis=Basis.FOOTAGE))
    assert other.new and other.passage == first.passage


def test_a_relative_day_stays_words_without_a_publication_date(desk: Desk) -> None:
    claim = body(desk, accepted(desk).claim)
    assert claim.said.verbatim == "on Monday" and not known(claim.said)


@pytest.mark.parametrize(
    ("zone", "begins"), [("Europe/Kyiv", "2022-04-03T21:00:00Z"), ("America/New_York", "2022-04-04T04:00:00Z")]
)
def test_a_relative_day_is_that_day_in_the_articles_zone_once_it_is_given(desk: Desk, zone: str, begins: str) -> None:
    claim = body(desk, accepted(desk, published="2022-04-06", zone=zone).claim)
    assert (
        instant_text(claim.said.earliest) == begins and claim.said.verbatim == "on Monday" and claim.said.zone == zone
    )


def test_the_articles_own_publication_serves_where_none_is_given_with_the_claim(desk: Desk) -> None:
    file = suggest(desk, TEXT.encode(), published="2022-04-06", zone="Europe/Kyiv").article.file
    made = accept(desk, file, 1, Chosen(source=a_source(desk)))
    assert instant_text(body(desk, made.claim).said.earliest) == "2022-04-03T21:00:00Z"


def test_a_date_that_is_entered_later_dates_the_claim_that_stands(desk: Desk) -> None:
    made = accepted(desk)
    (before,) = dates(desk)
    assert before["earliest"] == "not known" and before["by_the_date_of"] == ""
    dated = suggest(desk, TEXT.encode(), published="2022-04-06", zone="Europe/Kyiv").article.sighting
    (after,) = dates(desk)
    assert after["earliest"] == "2022-04-03T21:00:00Z" and after["by_the_date_of"] == dated
    assert not known(body(desk, made.claim).said), "the claim itself is never changed"
    suggest(desk, TEXT.encode(), published="2022-04-13", zone="Europe/Kyiv")
    (corrected,) = dates(desk)
    assert corrected["earliest"] == "2022-04-10T21:00:00Z", "the date entered last stands"


def test_an_article_that_is_only_spoken_of_can_be_dated_too(desk: Desk) -> None:
    from firsthand.record.bounds import Span
    from firsthand.record.claim import Claim

    told = cite(desk, "the evening paper")
    say(
        desk, Claim(source=a_source(desk), paraphrase="It was seen.", said=Span(verbatim="on Monday"), rests_on=(told,))
    )
    assert next(dates(desk))["earliest"] == "not known"
    cite(desk, "The Evening Paper", published="2022-04-06", zone="UTC")
    assert next(dates(desk))["earliest"] == "2022-04-04T00:00:00Z"


def test_a_time_of_what_is_told_is_not_taken_for_when_it_was_said(desk: Desk) -> None:
    made = accepted(desk, number=2)
    assert body(desk, made.claim).said.verbatim is None
    assert [time["text"].rstrip(".") for time in made.times] == ["9 May"]
    named = accepted(desk, number=2, said="9 May", published="2022-05-10", zone="UTC")
    assert instant_text(body(desk, named.claim).said.earliest) == "2022-05-09T00:00:00Z" and named.times == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The ministry said in a statement on Friday that the road was open.", "on Friday"),
        ("On Friday the ministry said that the road was open.", None),
        ("The ministry said that the road was closed on Friday.", None),
    ],
)
def test_only_the_time_beside_the_verb_is_when_it_was_said(desk: Desk, text: str, words: str | None) -> None:
    assert body(desk, accepted(desk, text).claim).said.verbatim == words


def test_answers_questions_chain_and_footage_are_the_persons_choice(desk: Desk) -> None:
    question = say(desk, Question(about=About.WHAT, text="What?"))
    answer = say(desk, Answer(question=question, text="A guard fired"))
    second = a_source(desk, "Wire")
    made = accepted(
        desk,
        through=(second,),
        answers=((answer, Stance.FOR),),
        about=(question,),
        basis=Basis.OWN_EYES,
        paraphrase="A guard fired.",
    )
    claim = body(desk, made.claim)
    assert claim.through == (second,) and claim.paraphrase == "A guard fired." and claim.basis is Basis.OWN_EYES
    assert [(s.question, s.answer) for s in claim.speaks_to] == [(question, answer), (question, None)]
    outcome = origins(desk)
    assert isinstance(outcome, Found)
    assert outcome.value["evidence"][made.claim]["origins"] == [f"eyewitness {claim.source}"]
    footage = accept(
        desk,
        body(desk, made.passage).details["file"],
        1,
        Chosen(source=second, basis=Basis.FOOTAGE, answers=((answer, Stance.FOR),)),
    )
    again = origins(desk)
    assert isinstance(again, Found)
    assert again.value["evidence"][footage.claim] == {"origins": [], "unknown": [f"unknown {second}"], "nothing": ""}


def test_a_number_that_is_not_there_and_a_file_that_is_no_article(desk: Desk) -> None:
    file = suggest(desk, TEXT.encode()).article.file
    before = count(desk)
    for number in (0, 3, -1):
        with pytest.raises(BadReference, match="suggestions"):
            accept(desk, file, number, Chosen(source=a_source(desk)))
    with pytest.raises(BadReference, match="no article"):
        suggested(desk, "0" * 64)
    assert count(desk).get("claim", 0) == before.get("claim", 0) and "observation" not in count(desk)


def test_whom_nobody_knows_cannot_be_the_source_and_nothing_of_the_claim_is_entered(desk: Desk) -> None:
    file = suggest(desk, TEXT.encode()).article.file
    with pytest.raises(BadReference):
        accept(desk, file, 1, Chosen(source="0" * 64))
    assert "claim" not in count(desk)


# --- hostile and odd articles ---------------------------------------------------------------------------------------------------


def test_a_page_is_read_and_never_run(desk: Desk) -> None:
    found = suggest(desk, PAGE.encode())
    assert [claim["speaker"]["canonical"] for claim in found.claims] == ["Harbour Post"]
    assert found.claims[0]["text"].endswith("at a boat & a buoy.")
    made = accept(desk, found.article.file, 1, Chosen(source=a_source(desk), published="2022-04-06", zone="UTC"))
    claim, passage = body(desk, made.claim), body(desk, made.passage)
    assert "<" not in claim.verbatim and claim.said.verbatim == "on Monday"
    assert PAGE[passage.details["start_char"] : passage.details["end_char"]].startswith("The Harbour Post <b>said</b>")
    with desk.vault.open(found.article.file) as source:
        assert source.read() == PAGE.encode(), "nothing of the page is lost"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode("utf-8-sig"), ""),
        (TEXT.encode("utf-16"), ""),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (
            b'<html><meta charset="windows-1251"><p>'
            + "Завод is a word. The Harbour Post said on Monday that it rained.".encode("cp1251"),
            "",
        ),
        ("The Harbour Post said on Monday that the café burned.".encode("latin-1"), "latin-1"),
    ],
)
def test_letters_are_read_as_the_bytes_say(desk: Desk, data: bytes, encoding: str) -> None:
    found = suggest(desk, data, encoding=encoding)
    assert any("on Monday" in claim["text"] for claim in found.claims)
    made = accept(desk, found.article.file, len(found.claims) and 1, Chosen(source=a_source(desk)))
    passage = body(desk, made.passage)
    text = data.decode(passage.details["encoding"])
    assert text[passage.details["start_char"] : passage.details["end_char"]] == passage.verbatim


@pytest.mark.parametrize(
    ("data", "encoding", "why"),
    [
        (b"", "", "empty"),
        (b" \n ", "", "empty"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(64), "", "NUL"),
        ("café said".encode("latin-1"), "", "no text in utf-8"),
        (b"The mayor said so.", "klingon", "unknown encoding"),
        (b"54686520", "hex", "no text in hex"),
        (b'<meta charset="base64">The mayor said so.', "", "no text in base64"),
        (b"\xff\xfe\x00", "", "no text in utf-16"),
    ],
)
def test_what_is_no_text_is_said_and_nothing_is_kept(desk: Desk, data: bytes, encoding: str, why: str) -> None:
    before = count(desk)
    with pytest.raises(BadArticle, match=why):
        suggest(desk, data, encoding=encoding)
    assert count(desk) == before and list(desk.vault.digests()) == []


def test_a_bad_publication_date_is_said_before_anything_is_kept(desk: Desk) -> None:
    for published, zone in (("soon", None), ("2022-13-01", None), ("2022-04-06", "Europe/Nowhere")):
        with pytest.raises(BadTime):
            suggest(desk, TEXT.encode(), published=published, zone=zone)
    assert "sighting" not in count(desk)


def test_nobody_who_can_write_nothing_is_kept(desk: Desk) -> None:
    from dataclasses import replace

    with pytest.raises(NoAuthor):
        suggest(replace(desk, author=None), TEXT.encode())
    assert list(desk.vault.digests()) == []


def test_a_file_that_is_none(desk: Desk, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.txt"):
        with pytest.raises(BadArticle, match="not a file"):
            suggest(desk, path)


def test_too_large_is_said_before_it_is_read(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 1000)
    (tmp_path / "a.txt").write_text("The mayor said so. " * 100)
    with pytest.raises(BadArticle, match="more than 1000"):
        suggest(desk, tmp_path / "a.txt")
    with pytest.raises(BadArticle, match="more than 1000"):
        suggest(desk, b"x" * 1001)


def test_more_than_the_extractor_takes_is_preserved_and_said(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"The mayor said so. " * 270_000)
    found = suggest(desk, tmp_path / "a.txt")
    assert isinstance(found.outcome, Unsuitable) and "in parts" in found.outcome.why and found.claims == ()
    assert desk.vault.has(found.article.file)
    with pytest.raises(BadReference, match="no suggestions"):
        accept(desk, found.article.file, 1, Chosen(source=a_source(desk)))


def test_right_to_left_and_mixed_directions_keep_every_letter(desk: Desk) -> None:
    arabic = "قالت الشرطة إنها لم تطلق النار أمس."
    mixed = (
        f"The agency \u202eevil\u202c said on Monday that \u201cالشرطة أطلقت النار\u201d near שער החוף.\n\n{arabic}\n"
    )
    found = suggest(desk, mixed.encode())
    made = accept(desk, found.article.file, 1, Chosen(source=a_source(desk)))
    claim = body(desk, made.claim)
    assert "الشرطة أطلقت النار" in claim.verbatim and "שער החוף" in claim.verbatim and "\u202e" in claim.verbatim
    assert isinstance(found.outcome, Found) and len(found.outcome.value["unread"]) == 1
    alone = suggest(desk, arabic.encode())
    assert isinstance(alone.outcome, Unsuitable) and desk.vault.has(alone.article.file)


def test_an_article_of_the_weather_has_nothing_to_suggest(desk: Desk) -> None:
    assert isinstance(suggest(desk, b"Weather").outcome, Nothing)


def test_a_file_is_sighted_by_its_name_and_place(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "story.html").write_text(PAGE)
    found = suggest(desk, tmp_path / "story.html", url="https://post.example/1", published="2022-04-06", zone="UTC")
    (sighting,) = (e.value for e in entries(desk, "sighting"))
    assert (
        isinstance(sighting, Sighting)
        and sighting.name == "story.html"
        and sighting.path == str(tmp_path / "story.html")
    )
    assert sighting.posted.verbatim == "2022-04-06" and found.article.published == sighting.posted
    assert json.dumps(dict(sighting.extra), sort_keys=True) == '{"as": "article", "encoding": "utf-8"}'
    assert entry(desk, desk.index.row(found.article.sighting)).value == sighting
