"""By what a language is told: its script, letters that only it has, and its smallest words. Data for `weigh.wording`'s door."""

from collections.abc import Mapping

# Script, as Unicode names its letters -> the languages with word lists that are written in it.
SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "LATIN": ("en", "es"),
    "CYRILLIC": ("uk", "ru"),
    "ARABIC": ("ar",),
}
# Letters that, within the script, only one of the listed languages has.
LETTERS: Mapping[str, str] = {"uk": "іїєґ", "ru": "ыэъё", "es": "ñ¿¡áíóú"}
# Letters of the script that belong to none of the listed languages.
FOREIGN_LETTERS: Mapping[str, str] = {
    "LATIN": "",
    "CYRILLIC": "ўђјљњћџѓќѕәғқңөұүһ",
    "ARABIC": "پچژگکیےٹڈڑںۀەۆێڵڕ",
}
SMALL_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        "the of and in to is was were are that it by on with for from at an be been has have had not this which who what "
        "when where there as or but its his her their they he she a after before over under into would could may "
        "any without no all only other than so if do does did can will about between said says nobody more".split()
    ),
    "es": frozenset(
        "el la los las de del que en y un una por con para se es fue su sus al lo como más pero según ha han había "
        "este esta estos cuando donde dos sobre entre desde hasta a junto está están".split()
    ),
    "fr": frozenset(
        "le la les des du et est une dans que qui pour pas au aux sur par avec ce cette ont été selon".split()
    ),
    "de": frozenset(
        "der die das und ist nicht ein eine den dem des mit von auf für im zu dass wurde laut sich bei".split()
    ),
    "it": frozenset("il lo gli della di che è una per con non sono del nel alla dei delle hanno stato secondo".split()),
    "pt": frozenset("o os as da do das dos que em um uma não é foi com por para segundo ao à são foram".split()),
    "pl": frozenset("i w na z że nie się jest do to przez od był była zostali według oraz".split()),
    "nl": frozenset("de het een en van in is dat op te zijn met voor niet werd volgens door aan".split()),
    "tr": frozenset("ve bir bu için ile da de olarak göre çok daha olan tarafından".split()),
    "ro": frozenset("și în de la pe cu că este un o nu sunt au fost potrivit care din".split()),
    "uk": frozenset("що та і й у в на з не це як за до від про але його її їх цей ця після або чи було".split()),
    "ru": frozenset(
        "что и в на с не это как за до от о но его её их этот эта после или ли было из у по для были".split()
    ),
    "bg": frozenset("че се са да е на от за с не това как до но беше бяха след според който".split()),
    "ar": frozenset("في من على أن إن إلى عن هذا هذه التي الذي قد لا لم كان كانت مع بعد قبل ما هو هي و".split()),
}
