"""Ukrainian and Russian phrases about places into clauses; names are told by their capital letter, and keep their case."""

import re
from collections.abc import Iterator

from .clause import Clause, distance
from .declension import ACC, DAT, GEN, INS, LOC, NOM, language_of

NUMBERS: dict[str, float] = {
    word: number
    for number, words in (
        (0.5, "пів пол"), (1, "один одного одному одном одной одній"), (1.5, "півтора полтора полутора півтори"),
        (2, "два двох двух"), (3, "три трьох трёх трех"), (4, "чотири чотирьох четыре четырёх четырех"),
        (5, "п'ять п’ять пять п'яти п’яти пяти"), (6, "шість шести шесть"), (7, "сім семи семь"), (8, "вісім восьми восемь"),
        (9, "дев'ять дев’ять девять дев'яти дев’яти девяти"), (10, "десять десяти"),
        (11, "одинадцять одинадцяти одиннадцать одиннадцати"), (12, "дванадцять дванадцяти двенадцать двенадцати"),
        (15, "п'ятнадцять п’ятнадцять пятнадцать п'ятнадцяти п’ятнадцяти пятнадцати"), (20, "двадцять двадцяти двадцать двадцати"),
        (30, "тридцять тридцяти тридцать тридцати"),
    )
    for word in words.split()
}  # fmt: skip
_FIGURE = r"\d+(?:[.,]\d+)?"
_NUMBER = rf"(?P<number>{_FIGURE}(?:\s*[-–—]\s*{_FIGURE})?|(?i:{'|'.join(sorted(NUMBERS, key=len, reverse=True))}))"
_UNIT = r"(?P<unit>(?i:км|кілометр\w*|километр\w*|метр\w*|м))\b\.?"
_POINT = (
    r"(?i:(?:північн|південн)\w*[ -](?:захід|заход|західн|схід|сход|східн)\w*|(?:північ|півден|півдн|схід|сход|захід|заход)\w*"
    r"|(?:северо|юго)[ -]?(?:вост|запад)\w*|(?:север|юг|юж|вост|запад)\w*)"
)
_MORE = (  # "further north than"
    r"(?i:(?:північно|південно)[ -](?:західніше|східніше)|(?:північ|півден|схід|захід)ніше"
    r"|(?:северо|юго)[ -]?(?:восточнее|западнее)|(?:север|юж|восточ|запад)нее)"
)
_KIND = (
    r"(?:(?P<{0}_kind>(?i:сел[аиуоіе]м?|с\.|міст[аоіу]м?|м\.|селищ[аеіу]м?|смт\.?|хут[оі]р[аіуе]?|деревн[яиею]й?|дер\.|д\.|город[аеу]?|"
    r"городом|г\.|пос[ёе]лок|пос[ёе]лк[аеу]|пос\.|пгт\.?|станиц[іяиыею]|містами|селами|с[ёе]лами|городами|деревнями|"
    r"населеного пункту|населённого пункта))\s*)?"
)
_BIG = "А-ЯІЇЄҐЁA-ZŁŚŻŹĆČŠŽ"
_WORD = rf"[{_BIG}][\w'’ʼ`]*(?:-[\w'’ʼ`]+)*"
_AREA = r"(?i:район\w*|р-н\w*|област\w*|обл\.|громад\w*|общин\w*)"
_NAME = (
    _KIND
    + rf"(?P<{{0}}>{_WORD}(?: {_WORD}){{{{0,2}}}}(?!\w)(?!\s+{_AREA})|(?i:села|міста|селища|деревни|города|пос[ёе]лка)(?!\s*[{_BIG}]))"
)
_ROUGHLY = r"(?i:(?:приблизно|близько|орієнтовно|десь|майже|около|примерно|приблизительно|почти|порядка)\s+)?"
_APART = r"(?i:(?:відстані|віддалі|расстоянии|удалении)\s+)?"
_FROM = r"(?i:від|од|от|з|із|из)"
_TO_POINT = rf"(?i:на|к|в|у)\s+(?P<point>{_POINT})"
_ALONG = r"(?i:на|по|вздовж|уздовж|вдоль|біля|возле|около|при|обабіч)"
_WAY = r"(?i:дороз\w*|дорог\w*|трас\w*|шосе|шоссе|шлях\w*|пут[иь]\w*|автодоро\w*|автотрас\w*)"


def _name(number: str) -> str:
    return _NAME.format(number)


# (kind, text, case of each name); a case of "" is told by the word before the name.
_TEXTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("road", rf"{_ALONG}\s+{_WAY}\s+(?:сполученням\s+|сообщением\s+)?[«\"]?"
        rf"(?P<first>[{_BIG}][\w'’ʼ`]*)\s*[-–—]\s*(?P<second>{_WORD})", (NOM, NOM)),
    ("road", rf"(?:{_ALONG}\s+)?{_WAY}\s+(?P<before>(?i:з|із|зі|від|из|от|с|со|між|между))\s+"
        rf"{_name('first')}\s+(?P<then>(?i:до|в|у|на|к|та|і|й|и))\s+{_name('second')}", ("", "")),
    ("between", rf"(?i:між|поміж|между)\s+{_name('first')}\s+(?i:та|і|й|и)\s+{_name('second')}", (INS, INS)),
    ("distance", rf"{_ROUGHLY}(?:(?i:за|в|у|на)\s+)?{_APART}{_ROUGHLY}(?:(?i:в|у)\s+)?{_NUMBER}[\s-]*{_UNIT}\s+"
        rf"(?:{_TO_POINT}\s+{_FROM}|(?P<more>{_MORE})(?:\s+{_FROM})?|(?i:від|од|от|до))\s+{_name('first')}"
        rf"(?:\s+(?i:на|к)\s+(?P<after>{_POINT}))?", (GEN,)),
    ("side", rf"{_TO_POINT}\s+{_FROM}\s+{_name('first')}", (GEN,)),
    ("side", rf"(?P<more>{_MORE})\s+(?:{_FROM}\s+)?{_name('first')}", (GEN,)),
    ("side", rf"(?i:на|у|в|з|с)\s+(?P<point>{_POINT})\s+(?:(?i:околиц\w*|частин\w*|окраин\w*|част\w*|бо[кц]\w*|сторон\w*|краю|передміст\w*|"
        rf"пригород\w*|кра[їе]\w*)\s+)?(?:{_FROM}\s+)?{_name('first')}", (GEN,)),
    ("district", rf"(?:(?i:у|в|на території|на территории)\s+)?(?P<first>{_WORD})\s+(?P<size>{_AREA})", ("town",)),
    ("district", rf"(?i:на|у|в)\s+(?P<first>[{_BIG}][\w'’ʼ-]*(?:щ|чч)ин[ауіеиы])\b(?P<size>)", ("town",)),
    ("around", rf"(?i:у|в)\s+район[іе]\s+{_name('first')}", (GEN,)),
    ("near", r"(?i:поблизу|біля|коло|неподалік(?:\s+від)?|недалеко\s+(?:від|от)|поблизости\s+от|неподал[её]ку\s+от|вблизи|близ|возле|около|"
        r"(?:в|на)\s+(?:околиц\w*|окрестност\w*|окраин\w*|передміст\w*|пригород\w*))\s+" + _name("first"), (GEN,)),
    ("near", r"(?i:поруч\s+(?:з|із|зі)|поряд\s+(?:з|із|зі)|рядом\s+(?:с|со)|під|под)\s+" + _name("first"), (INS,)),
    ("in", r"(?i:на території|на территории|у межах|в межах|в пределах)\s+" + _name("first"), (GEN,)),
    ("in", r"(?P<before>(?i:у|в))\s+" + _name("first"), ("",)),
)  # fmt: skip
PATTERNS = tuple((kind, re.compile(text), cases) for kind, text, cases in _TEXTS)
CASES = {"між": INS, "между": INS, "до": GEN, "в": ACC, "у": ACC, "на": ACC, "к": DAT}
POINTS = (("північ", 0), ("север", 0), ("півд", 180), ("юг", 180), ("юж", 180))
SIDES = (("схід", 90), ("сход", 90), ("вост", 90), ("захід", 270), ("заход", 270), ("запад", 270))


def read_at(text: str, at: int) -> tuple[Clause, int] | None:
    """The clause that begins there, and where it ends; None where none does."""
    for kind, pattern, cases in PATTERNS:
        if fit := pattern.match(text, at):
            return _clause(kind, fit, cases, language_of(text)), fit.end()
    return None


def _clause(kind: str, fit: re.Match[str], cases: tuple[str, ...], language: str) -> Clause:
    parts = fit.groupdict()
    metres, spread = distance(parts["number"], NUMBERS, _unit(parts["unit"])) if parts.get("number") else (None, 0.0)
    point = parts.get("point") or parts.get("more") or parts.get("after")
    if kind == "in" and language == "ru" and (parts.get("before") or "").casefold() == "у":
        kind, cases = "near", (GEN,)  # «у Дмитровки» is by it, «у Дмитрівці» in it
    names = tuple(str(parts[name]) for name in ("first", "second") if parts.get(name))
    told = [*_told(parts, cases)]
    if kind == "in" and not language:
        told = [(*of, GEN) for of in told]  # nothing tells the language, so nothing tells which «у» it is
    return Clause(
        kind=kind,
        words=fit.group(0).strip(),
        names=names,
        metres=metres,
        spread_m=spread,
        towards_deg=_degrees(point) if point else None,
        size=_size(parts.get("size")) if kind == "district" else "",
        area=f"{names[0]} {parts.get('size') or ''}".strip() if kind == "district" else "",
        cases=tuple(told),
        language=language,
    )


def _told(parts: dict[str, str | None], cases: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The cases that each name may stand in: after "the village of" it often stays as it is listed."""
    words = {"first": parts.get("before") or "", "second": parts.get("then") or ""}
    between = CASES.get(words["first"].casefold()) == INS
    for name, case in zip(("first", "second"), cases, strict=False):
        word = words[name].casefold()
        if not case and name == "first":
            case = LOC if not words["second"] else INS if between else GEN
        elif not case:
            case = INS if between else CASES.get(word, INS)
        yield (case, NOM) if parts.get(f"{name}_kind") else (case,)


def _unit(text: str) -> float:
    return 1000.0 if text.casefold().startswith("к") else 1.0


def _degrees(text: str) -> float:
    low = text.casefold()
    along = next((float(deg) for stem, deg in POINTS if low.startswith(stem)), None)
    across = next((float(deg) for stem, deg in SIDES if stem in low), None)
    if along is None or across is None:
        return along if along is not None else across or 0.0
    return (along + (across if along or across < 180 else across - 360)) / 2 % 360


def _size(text: str | None) -> str:
    """The kind of area, as place.words knows it; a shire ("на Київщині") is a region."""
    low = (text or "").casefold()
    return (
        "district"
        if low.startswith(("район", "р-н"))
        else "community"
        if low.startswith(("громад", "общин"))
        else "region"
    )
