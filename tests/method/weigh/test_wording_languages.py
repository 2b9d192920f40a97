"""Languages: which lists apply, what has none, and the labelled sentences of each language with lists."""

from typing import Any

import pytest

from bench.wording import LANGUAGES, MORE, measure, rows, rules_found
from firsthand.method.weigh.language import languages_of
from firsthand.method.weigh.wording import check
from firsthand.method.weigh.words import WORDING
from firsthand.method.weigh.words.languages import SCRIPTS
from firsthand.method.weigh.words.lexicon import pattern
from firsthand.record.finding import Found, Nothing

EVERY = rows(MORE)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The film shows a man by the river.", ("en",)),
        ("Lanterns on Quay 4", ("en",)),
        ("2022-03-30, 14:05", ("en",)),
        ("No earlier copy exists.", ("en",)),
        ("El vídeo muestra a un hombre.", ("es",)),
        ("Відео показує чоловіка.", ("uk",)),
        ("Это видео показывает мужчину.", ("ru",)),
        ("Двое мужчин стоят у фургона.", ("uk", "ru")),
        ("يظهر رجل في الفيديو", ("ar",)),
        ("Footage said to be “Відео доводить, що солдати вбили полоненого”", ("en",)),
        ("Le film montre un homme dans la rue.", ()),
        ("Der Film zeigt einen Mann und ist nicht alt.", ()),
        ("Видеото доказва, че войниците са убили", ()),
        ("Відэа паказвае, што ў горадзе", ()),
        ("ویدیو مردی را نشان می‌دهد", ()),
        ("這段影片顯示一名男子", ()),
        ("Das Відео показує чоловіка und der Mann ist tot", ()),
    ],
)
def test_a_language_is_told_or_it_is_said_that_there_are_no_lists(text: str, found: tuple[str, ...]) -> None:
    languages, why = languages_of(text)
    if found == ("uk", "ru"):
        assert set(languages) <= {"uk", "ru"} and languages, "one or both, never neither"
    else:
        assert languages == found
    assert bool(why) == (not languages)


def test_every_list_has_a_script_and_every_script_its_lists() -> None:
    assert sorted(WORDING) == sorted(language for listed in SCRIPTS.values() for language in listed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_softer_words_are_no_louder_and_pieces_fill_in(language: str) -> None:
    lex, english = WORDING[language], WORDING["en"]
    assert lex.says.keys() == english.says.keys() and lex.likelihood.keys() == english.likelihood.keys()
    for table in (lex.proof, lex.show, lex.legal):
        for softer in table.values():
            assert not pattern(tuple(lex.proof)).search(softer) and not pattern(tuple(lex.legal)).search(softer), softer
    assert "§" in lex.says["quote"].format(source="§", text="T")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_set_of_each_language_is_weighed_and_the_loud_are_refused(language: str) -> None:
    own = [row for row in EVERY if row["language"] == language]
    assert len(own) >= 30 and sum(row["style"] == "newsroom" for row in own) >= 14
    made = measure(own)
    assert made["sentences"]["passed wrongly"] == 0
    assert made["hit"].total() / (made["hit"] + made["extra"]).total() >= 0.9
    assert made["offers"]["refused"] == 0, "what is offered passes its own rules"


@pytest.mark.parametrize("row", [row for row in EVERY if not row["expected"]], ids=lambda row: row["id"])
def test_a_careful_sentence_passes(row: dict[str, Any]) -> None:
    assert rules_found(row) == set()


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_a_law_word_in_no_language_is_let_through_by_another_list(language: str) -> None:
    outcome = check("Солдаты казнили пленного, и это было доказано.", [], (), language)
    assert not isinstance(outcome, Nothing)
    assert isinstance(outcome, Found) == (language == "ru")
