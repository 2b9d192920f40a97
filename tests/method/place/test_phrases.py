"""Ukrainian and Russian phrases: what is read in them, and each name back in the form that a gazetteer lists."""

import pytest

from firsthand.method.place.declension import AS_IT_STANDS, language_of, nominatives
from firsthand.method.place.phrases import clauses, spellings_in

Wanted = tuple[str, str, float | None, float | None]
# phrase -> (kind, the names as they are listed, metres, degrees from north) of each clause
UK: dict[str, list[Wanted]] = {
    "на північ від Дмитрівки": [("side", "дмитрівка", None, 0)],
    "на північ від Дмитрівки, приблизно за 11 км від Бучі": [("side", "дмитрівка", None, 0), ("distance", "буча", 11000, None)],
    "за 11 км від Бучі": [("distance", "буча", 11000, None)],
    "за 11 кілометрів на північний захід від Києва": [("distance", "київ", 11000, 315)],
    "у 5 км південніше Ізюма": [("distance", "ізюм", 5000, 180)],
    "за п'ять кілометрів від Бородянки": [("distance", "бородянка", 5000, None)],
    "за півтора кілометра від Гостомеля": [("distance", "гостомель", 1500, None)],
    "за 10–15 км від Харкова": [("distance", "харків", 12500, None)],
    "на відстані близько 20 км від Маріуполя": [("distance", "маріуполь", 20000, None)],
    "за 2,5 км на схід від села Мощун": [("distance", "мощун", 2500, 90)],
    "за 7 км від Сум на південь": [("distance", "суми", 7000, 180)],
    "за 300 метрів від Рівного": [("distance", "рівне", 300, None)],
    "12 км до Чернігова": [("distance", "чернігів", 12000, None)],
    "південніше Тернополя": [("side", "тернопіль", None, 180)],
    "північно-східніше Кривого Рогу": [("side", "кривий ріг", None, 45)],
    "на південному заході від Херсона": [("side", "херсон", None, 225)],
    "на північній околиці Харкова": [("side", "харків", None, 0)],
    "у східній частині Миколаєва": [("side", "миколаїв", None, 90)],
    "у районі Бучі": [("around", "буча", None, None)],
    "в районі села Дмитрівка": [("around", "дмитрівка", None, None)],
    "у Бучанському районі": [("district", "буча", None, None)],
    "у Київській області": [("district", "київ", None, None)],
    "Бородянська громада": [("district", "бородянка", None, None)],
    "на Київщині": [("district", "київ", None, None)],
    "на Донеччині": [("district", "донецьк", None, None)],
    "у Донецькій області": [("district", "донецьк", None, None)],
    "на дорозі з Києва до Житомира": [("road", "київ|житомир", None, None)],
    "на трасі Київ — Чоп": [("road", "київ|чоп", None, None)],
    "біля траси Київ-Одеса": [("road", "київ|одеса", None, None)],
    "на шосе між Харковом і Чугуєвом": [("road", "харків|чугуїв", None, None)],
    "між Бучею та Ірпенем": [("between", "буча|ірпінь", None, None)],
    "між Сумами й Охтиркою": [("between", "суми|охтирка", None, None)],
    "поблизу Білої Церкви": [("near", "біла церква", None, None)],
    "біля Нової Каховки": [("near", "нова каховка", None, None)],
    "неподалік від Кам'янця-Подільського": [("near", "кам'янець-подільський", None, None)],
    "поруч із Лозовою": [("near", "лозова", None, None)],
    "під Ізюмом": [("near", "ізюм", None, None)],
    "на околицях Броварів": [("near", "бровари", None, None)],
    "в околицях Івано-Франківська": [("near", "івано-франківськ", None, None)],
    "у Бучі": [("in", "буча", None, None)],
    "у Вінниці": [("in", "вінниця", None, None)],
    "в Ірпені": [("in", "ірпінь", None, None)],
    "у Чернівцях": [("in", "чернівці", None, None)],
    "у місті Запоріжжя": [("in", "запоріжжя", None, None)],
    "у Балаклії": [("in", "балаклія", None, None)],
    "на території Рубіжного": [("in", "рубіжне", None, None)],
    "на захід від села, за 11 км від Бучі": [("side", "", None, 270), ("distance", "буча", 11000, None)],
    "йшов дощ": [],
}  # fmt: skip
RU: dict[str, list[Wanted]] = {
    "к северу от Дмитровки": [("side", "дмитровка", None, 0)],
    "севернее Дмитровки, примерно в 11 км от Бучи": [("side", "дмитровка", None, 0), ("distance", "буча", 11000, None)],
    "в 11 км от Бучи": [("distance", "буча", 11000, None)],
    "в 11 километрах к северо-западу от Киева": [("distance", "киев", 11000, 315)],
    "в 5 км южнее Изюма": [("distance", "изюм", 5000, 180)],
    "в пяти километрах от Бородянки": [("distance", "бородянка", 5000, None)],
    "в полутора километрах от Гостомеля": [("distance", "гостомель", 1500, None)],
    "в 10-15 км от Харькова": [("distance", "харьков", 12500, None)],
    "на расстоянии около 20 км от Мариуполя": [("distance", "мариуполь", 20000, None)],
    "в 2,5 км восточнее деревни Мощун": [("distance", "мощун", 2500, 90)],
    "в 7 км от Сум к югу": [("distance", "сумы", 7000, 180)],
    "в 300 метрах от Белгорода": [("distance", "белгород", 300, None)],
    "12 км до Чернигова": [("distance", "чернигов", 12000, None)],
    "южнее Тернополя": [("side", "тернополь", None, 180)],
    "северо-восточнее Кривого Рога": [("side", "кривой рог", None, 45)],
    "на юго-западе от Херсона": [("side", "херсон", None, 225)],
    "на северной окраине Харькова": [("side", "харьков", None, 0)],
    "в восточной части Николаева": [("side", "николаев", None, 90)],
    "на севере Мариуполя": [("side", "мариуполь", None, 0)],
    "в районе Бучи": [("around", "буча", None, None)],
    "в районе села Дмитровка": [("around", "дмитровка", None, None)],
    "в Курской области": [("district", "курск", None, None)],
    "в Белгородском районе": [("district", "белгород", None, None)],
    "в Донецкой области": [("district", "донецк", None, None)],
    "на территории Московской области": [("district", "москва", None, None)],
    "на дороге из Киева в Житомир": [("road", "киев|житомир", None, None)],
    "на дороге от Полтавы до Сум": [("road", "полтава|сумы", None, None)],
    "на трассе Киев — Одесса": [("road", "киев|одесса", None, None)],
    "у трассы между Харьковом и Чугуевом": [("road", "харьков|чугуев", None, None)],
    "между Бучей и Ирпенем": [("between", "буча|ирпень", None, None)],
    "между городами Курском и Орлом": [("between", "курск|орёл", None, None)],
    "вблизи Белой Церкви": [("near", "белая церковь", None, None)],
    "возле Новой Каховки": [("near", "новая каховка", None, None)],
    "недалеко от Балаклеи": [("near", "балаклея", None, None)],
    "рядом с Лозовой": [("near", "лозовая", None, None)],
    "под Изюмом": [("near", "изюм", None, None)],
    "в окрестностях Ростова-на-Дону": [("near", "ростов-на-дону", None, None)],
    "у Дмитровки, к западу от Киева": [("near", "дмитровка", None, None), ("side", "киев", None, 270)],
    "в Буче, под Киевом": [("in", "буча", None, None), ("near", "киев", None, None)],
    "в Ирпене и Киеве": [("in", "ирпень", None, None)],
    "в городе Черкассы": [("in", "черкассы", None, None)],
    "в Запорожье": [("in", "запорожье", None, None)],
    "в Казани": [("in", "казань", None, None)],
    "в Черновцах": [("in", "черновцы", None, None)],
    "в Мариуполе": [("in", "мариуполь", None, None)],
    "шёл дождь": [],
}  # fmt: skip


def test_there_are_enough_of_them() -> None:
    assert len(UK) >= 40 and len(RU) >= 40


@pytest.mark.parametrize(("language", "text"), [*(("uk", text) for text in UK), *(("ru", text) for text in RU)])
def test_what_is_read(language: str, text: str) -> None:
    found, _ = clauses(text)
    wanted = (UK if language == "uk" else RU)[text]
    assert [(c.kind, c.metres, c.towards_deg) for c in found] == [(k, m, d) for k, _, m, d in wanted]
    ways = spellings_in(text)
    for clause, (_, names, _, _) in zip(found, wanted, strict=True):
        keys = [key for key in ((clause.area,) if clause.area else clause.names) if key in ways]
        assert [ways[key].get(name) for key, name in zip(keys, filter(None, names.split("|")), strict=True)] == [
            1.0
        ] * len(keys)


def test_what_is_not_understood_is_left_and_nothing_is_guessed() -> None:
    for text in (
        "за кілька кілометрів звідси",
        "десь на півночі",
        "где-то на фронте",
        "на північ від дмитрівки",
        "о 11 годині",
    ):
        assert clauses(text) == ((), text), text
    found, left = clauses("колона, яка стояла біля Бучі кілька днів")
    assert [c.kind for c in found] == ["near"] and left == "колона яка стояла кілька днів"


def test_the_language_is_told_or_both_are_tried() -> None:
    assert [language_of(text) for text in ("біля Бучі", "вблизи Бучи", "у трассы", "в Черкасах")] == [
        "uk",
        "ru",
        "ru",
        "",
    ]
    assert {"черкаси", "черкасы"} <= set(nominatives("Черкасах", "loc", ""))
    assert nominatives("Bucha", "gen", "uk") == {"bucha": 1.0}


def test_a_name_as_it_stands_is_kept_as_less_likely() -> None:
    forms = nominatives("Бучі", "gen", "uk")
    assert forms["буча"] == 1 and forms["бучі"] == AS_IT_STANDS
    assert nominatives("Запоріжжя", "gen", "uk")["запоріжжя"] == 1  # it is not declined
    assert (
        spellings_in("в районі села Дмитрівка")["Дмитрівка"]["дмитрівка"] == 1
    )  # after "the village of" it need not be
