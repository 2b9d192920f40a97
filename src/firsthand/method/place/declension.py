"""Ukrainian and Russian names of places from the case that a phrase puts them in back to the one that a gazetteer lists.

Rules give more forms than are words; what a gazetteer does not have falls away there. A form as the phrase has it is kept
too, as less likely: some names are not declined, and writers err.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

AS_IT_STANDS = 0.3  # how well a name fits that the grammar would have changed
ACROSS = 0.8  # how well a name fits that is spelled by the rules of the other language
MOST_FORMS = 200
ENDINGS = tuple(
    (old, tuple(new.split("|")))
    for old, new in (
        pair.split("=")
        for pair in "овка=івка евка=івка|ївка ов=ів ев=їв|ів ое=е ая=а ый=ий ые=і ие=і ье=я ово=ове ево=еве".split()
    )
)
LETTERS = str.maketrans({"ы": "и", "э": "е", "ё": "е", "ъ": "'"})
NOM, GEN, DAT, ACC, INS, LOC = "nom", "gen", "dat", "acc", "ins", "loc"


def _table(text: str) -> Mapping[str, tuple[str, ...]]:
    """ "endings=nominatives; ..." with "-" for no ending, the longest first: a longer ending says more."""
    rows = [part.split("=") for part in text.split(";")]
    made = {end: tuple(new.split()) for ends, new in rows for end in ends.split()}
    return dict(sorted(made.items(), key=lambda row: -len(row[0].strip("-"))))


TABLES: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]] = {
    ("uk", GEN): _table(
        "ого=е ий; ього=є ій; ої=а; ьої=я; их=і; и=а ь; і=а я ь -; ї=я; а=- о; у=-; ю=ь й; я=ь е й; жжя=жжя; лля=лля; ння=ння; "
        "ття=ття; ова ева=ів; єва=їв; оля=іль; еня=інь; ня=ень; ця=ець; ка=ок; ога огу=іг; ору=ір; оду=ід; ів=и і; їв=ї; ок=ки; "
        "ець=ці; ей=і; -=и і"
    ),
    ("uk", DAT): _table("у=-; ю=ь й; ові=- ів; еві=ь; і=а я ь; ці=ка ця; ам=и; ям=і; ому=е ий; ій=а"),
    ("uk", ACC): _table("у=а; ю=я"),
    ("uk", INS): _table(
        "ою=а; ею=а я; єю=я; ом=- о; ем=ь - е; єм=й; им=е ий; ім=є ій; ими=і; ами=и а; ями=і я; ю=ь; ям=я; овом евом=ів; євом=їв; "
        "олем=іль; енем=інь; нем=ень; цем=ець; ком=ок; огом=іг; чю ччю=ч; нню=нь; ллю=ль; ттю=ть; ссю=сь; жжю=ж"
    ),
    ("uk", LOC): _table(
        "ому=е ий; ьому=є ій; ім=е ий; ій=а я; их=і; і=а - о я ь е; ї=я й; у=- о; ю=ь й; ці=ка ця ець к; зі=га; сі=ха; ові=ів -; "
        "еві=ів; єві=їв; олі=іль; ені=інь; ні=ень; ку=ок; озі=іг; ах=и а; ях=і я; жжі=жжя; ллі=лля; нні=ння; тті=ття"
    ),
    ("ru", GEN): _table(
        "ого=ое ый ий ой; его=ее ий; ой=ая; ей=яя; ых=ые; их=ие; ы=а; и=а ь я; ии=ия; а=- о; я=ь й е; у=-; ка=ок; ца=ец ц; рла=рёл; "
        "ня=ень; ова=ов ово; ева=ев ево; ов=ы; ев=ы и; ок=ки; ья=ье; кви=ковь; -=ы и"
    ),
    ("ru", DAT): _table(
        "у=- о; ю=ь й е; е=а я; и=ь; ии=ия; ам=ы и; ям=и; ому=ое ый ий ой; ой=ая; ню=ень; цу=ец; кви=ковь"
    ),
    ("ru", ACC): _table("у=а; ю=я; ую=ая; юю=яя"),
    ("ru", INS): _table(
        "ой=а ая; ою=а; ей=а я яя; ею=а я; ом=- о; ем=ь й - е; ым=ый ое ой -; им=ий ое -; ыми=ые; ими=ие; ами=ы а и; ями=и я; ью=ь; "
        "ком=ок; цем цом=ец ц; рлом=рёл; нем=ень; ием=ие; ией=ия; ьем=ье"
    ),
    ("ru", LOC): _table(
        "ом=ое ый ий ой; ем=ее ий; ой=ая; ей=яя; ых=ые; их=ие; е=а я - о ь й; и=ь; ии=ия ие; у=-; ах=ы а и; ях=и я; ке=ок; це=ец ц; "
        "рле=рёл; не=ень; ье=ье ья; кви=ковь"
    ),
}
ADJECTIVE = re.compile(r"(?P<stem>.+?)(?P<suffix>ськ|цьк|зьк|ск|цк)(?:ому|ого|ої|ом|ий|ій|ой|ая|ую|а|у|ім|им|ою)\Z")
SHIRE = re.compile(r"(?P<stem>.+?)(?P<sign>щ|чч)ин(?:а|и|і|у|ою|е|ы|ой)\Z")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
VOWELS = "аеєиіїоуюяыэё"


def nominatives(name: str, case: str, language: str) -> dict[str, float]:
    """How a name in some case may be listed, and how well each form fits (1 at most); the name itself is always among them.

    Where the language is not known, by the rules of both.
    """
    name = name.casefold()
    if not CYRILLIC.search(name):
        return {name: 1.0}
    tables = [TABLES[one, case] for one in (language,) if (one, case) in TABLES]
    if not language:
        tables = [TABLES[one, case] for one in ("uk", "ru") if (one, case) in TABLES]
    own = AS_IT_STANDS if tables and case != ACC else 1.0
    forms = [_forms(part, tables, own) for part in re.split(r"([ -])", name)]
    made = {name: own}
    for chosen, _ in zip(product(*(part.items() for part in forms)), range(MOST_FORMS), strict=False):
        form = "".join(one for one, _ in chosen)
        made[form] = 1.0 if form != name else min(fits for _, fits in chosen)
    return made


def _forms(word: str, tables: Iterable[Mapping[str, tuple[str, ...]]], own: float) -> dict[str, float]:
    """The forms of one word; what is too short to be declined (the "на" of a double name) stays."""
    if len(word) < 3:
        return {word: 1.0}
    made = {}
    for ending, ends in (row for table in tables for row in table.items()):
        ending = ending.strip("-")
        stem = word.removesuffix(ending)
        if word.endswith(ending) and len(stem) >= (1 if len(ending) > 2 else 2) and (ending or word[-1] not in VOWELS):
            made.update(dict.fromkeys((stem + end.strip("-") for end in ends), 1.0))
    return {**made, word: made.get(word, own)}


def across(name: str) -> dict[str, float]:
    """How a Russian name may be listed in Ukrainian: "дмитровка" дмитрівка, "красное" красне, "николаев" миколаїв is beyond rules."""
    forms = [name]
    for ending, new in ENDINGS:
        if name.endswith(ending):
            forms += [name.removesuffix(ending) + end for end in new]
    made: dict[str, float] = {}
    for form in forms:
        plain = form.translate(LETTERS)
        spots = [k for k, sign in enumerate(plain) if sign == "и"][:4]
        for chosen in product("иі", repeat=len(spots)):
            signs = list(plain)
            for k, sign in zip(spots, chosen, strict=True):
                signs[k] = sign
            made["".join(signs)] = ACROSS
    made.pop(name, None)
    return made


def towns_of(name: str) -> dict[str, float]:
    """The towns that a district or region may be called after: "Бучанському" Буча, "Київщині" Київ, "Курской" Курск."""
    name = name.casefold()
    if shire := SHIRE.match(name):
        stem = shire["stem"]
        roots = [stem + "к", stem + "цьк", stem + "цк"] if shire["sign"] == "чч" else [stem]
        return dict.fromkeys((form for root in roots for form in _towns(root)), 1.0)
    found = ADJECTIVE.match(name)
    if found is None:
        return {}
    stem, suffix = found["stem"], found["suffix"]
    roots = [stem + "ц", stem] if suffix in ("цьк", "цк") else [stem]
    return dict.fromkeys([stem + suffix, *(form for root in roots for form in _towns(root))], 1.0)


def areas_of(name: str) -> tuple[str, ...]:
    """What the adjective of a district or region is where it is listed: "Бучанському" бучанський, "Київщині" київська."""
    name = name.casefold()
    if shire := SHIRE.match(name):
        return (shire["stem"] + ("цька" if shire["sign"] == "чч" else "ська"),)
    found = ADJECTIVE.match(name)
    return tuple(found["stem"] + found["suffix"] + end for end in ("ий", "а", "ая")) if found else (name,)


def _towns(root: str) -> Iterator[str]:
    """What a town is called whose adjective has this root."""
    yield from (root + end for end in ("", "а", "и", "ы", "ь", "я", "і", "е", "о", "к", "ка", "ки"))
    if root.endswith("ов"):
        yield root[:-2] + "ва"
    if len(root) > 4 and root.endswith(("ан", "ян", "ин", "ен")):
        yield from (root[:-2] + end for end in ("а", "я", "и", "е", "о", "ы"))
    if root.endswith(("рі", "ро")):
        yield from (root + end for end in ("жжя", "жье"))


def language_of(text: str) -> str:
    """uk or ru by the letters that only one of them has, else by small words; empty where nothing tells."""
    low = text.casefold()
    for language, letters in (("uk", "іїєґ"), ("ru", "ыэёъ")):
        if any(sign in low for sign in letters):
            return language
    words = set(re.findall(r"\w+", low))
    if words & {"та", "коло", "поблизу", "близько"}:
        return "uk"
    return "ru" if words & {"и", "от", "из", "к", "с", "около", "возле", "между", "вблизи", "рядом"} else ""
