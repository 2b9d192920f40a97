"""From an article to claims: its bytes are preserved, its statements suggested, and a person accepts them one by one."""

import codecs
import io
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from firsthand.method.weigh.statements import LARGEST, STATEMENTS_METHOD
from firsthand.port import Stored
from firsthand.record.bounds import Span
from firsthand.record.claim import Basis, Claim, SpeaksTo, Stance
from firsthand.record.entry import Entry
from firsthand.record.fault import BadArticle, BadReference
from firsthand.record.finding import Found, Outcome
from firsthand.record.footage import File
from firsthand.record.observation import Observation
from firsthand.record.sighting import Sighting
from firsthand.store.source import put_path

from .desk import Desk, entries, entry, value
from .names import as_data
from .origins import PASSAGE
from .pen import pen
from .relative import ARTICLE, is_article, known, relative
from .times import stated
from .weigh import say

MOST = 4 * LARGEST  # bytes: more is no article, whatever its letters weigh
DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
HEAD = 4096  # bytes in which a page says its own encoding
# "said on Friday", "said in a statement on Friday": the time is when it was said, not when what is told of happened.
BETWEEN = re.compile(r"\s*(?:(?:late|early)\s*)?(?:(?:in an?|to|at an?)\s+(?:\w+\s+){0,2}\w+)?\s*", re.IGNORECASE)
TAGS = re.compile(r"<[^<>]{0,2000}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article that the case holds: its bytes' digest, its sighting's entry, how its letters are written, when published."""

    file: str
    sighting: str
    encoding: str
    published: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What could be claims, numbered from 1; nothing of it is in the case but the article."""

    article: Article
    text: str = field(repr=False)
    outcome: Outcome

    @property
    def claims(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(self.outcome.value["claims"]) if isinstance(self.outcome, Found) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a person decides in accepting a suggestion. What is left open is taken from the text, or stays unknown."""

    source: str
    through: tuple[str, ...] = ()
    answers: tuple[tuple[str, Stance], ...] = ()
    about: tuple[str, ...] = ()  # questions that it speaks to without answering
    basis: Basis = Basis.NONE_GIVEN
    paraphrase: str = ""
    said: str | None = None  # words that say when it was said; None: those beside the verb of saying, if any
    published: str = ""
    zone: str | None = None
    files: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The entries: the passage of the article, and the claim that rests on it; `new` is False where both stood already."""

    passage: str
    claim: str
    new: bool
    times: tuple[Mapping[str, Any], ...] = field(default=())  # times in the passage that do not say when it was said


# --- suggesting -----------------------------------------------------------------------------------------------------------


def suggest(
    desk: Desk,
    article: Path | bytes,
    *,
    url: str | None = None,
    published: str = "",
    zone: str | None = None,
    encoding: str = "",
    language: str = "en",
) -> Suggested:
    """Preserves the article (a file, or pasted bytes) with a sighting, and says which claims it could hold.

    `published` and `zone` are the article's own, as stated. Raises BadArticle (nothing is preserved then), BadTime,
    NoAuthor, and what preserving raises.
    """
    posted = stated(published, zone)
    data = _bytes(article)
    read_as = _encoding(data, encoding)
    text = _decoded(data, read_as)
    kept = _keep(desk, article, data, url=url, posted=posted, read_as=read_as)
    return Suggested(article=kept, text=text, outcome=_statements(text, language))


def cite(desk: Desk, name: str, *, url: str | None = None, published: str = "", zone: str | None = None) -> str:
    """A sighting of an article that is only spoken of, its bytes being nowhere here; its id. Raises BadTime, BadValue, NoAuthor.

    Said again with a publication date, it dates the words ("on Monday") of all claims that rest on the article of that name.
    """
    cited = Sighting(
        file=None, item=name, url=url, posted=stated(published, zone), captured="spoken of", extra={"as": ARTICLE}
    )
    return say(desk, cited)


def suggested(desk: Desk, file: str, *, language: str = "en") -> Suggested:
    """The same again for an article that the case holds. Raises BadReference, BadArticle, NotInVault."""
    article = article_of(desk, file)
    with desk.vault.open(file) as source:
        data = source.read(MOST + 1)
    text = _decoded(data, article.encoding)
    return Suggested(article=article, text=text, outcome=_statements(text, language))


def article_of(desk: Desk, file: str) -> Article:
    """The newest sighting of the article tells its encoding, the newest that states one its publication. Raises BadReference."""
    desk.index.refresh(desk.ledger)
    found = [entry(desk, row) for row in desk.index.referring(file, "sighting")]
    seen = [e for e in found if e.value.file == file and is_article(e.value)]
    if not seen:
        raise BadReference(f"{file[:12]} is no article of this case: `firsthand suggest` takes one in")
    dated = [e for e in seen if known(e.value.posted)]
    return Article(
        file=file,
        sighting=seen[-1].id,
        encoding=str(seen[-1].value.extra.get("encoding", "utf-8")),
        published=dated[-1].value.posted if dated else Span(),
    )


def _statements(text: str, language: str) -> Outcome:
    return STATEMENTS_METHOD.ask(STATEMENTS_METHOD.form({"language": language}), {"article": text})


def _bytes(article: Path | bytes) -> bytes:
    """Raises BadArticle; what is no regular file is refused by the vault later, and never read here."""
    if isinstance(article, bytes):
        data = article
    else:
        size = os.stat(article).st_size if article.is_file() else 0
        data = b"" if size > MOST or not article.is_file() else article.read_bytes()
        if size > MOST:
            raise BadArticle(f"{article.name!r} has {size} bytes: more than {MOST} is no article")
        if not article.is_file():
            raise BadArticle(f"{article.name!r} is not a file that can be read")
    if not data.strip():
        raise BadArticle("the article is empty")
    if len(data) > MOST:
        raise BadArticle(f"{len(data)} bytes: more than {MOST} is no article")
    return data


def _encoding(data: bytes, asked: str) -> str:
    """As the person says, as the bytes' own mark says, as the page declares, else UTF-8; never guessed. Raises BadArticle."""
    marked = next((name for mark, name in MARKS if data.startswith(mark)), "")
    declared = DECLARED.search(data[:HEAD])
    name = asked or marked or (declared[1].decode("ascii") if declared else "utf-8")
    try:
        return codecs.lookup(name).name
    except LookupError as bad:
        raise BadArticle(f"an unknown encoding: {name[:40]!r}") from bad


def _decoded(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError, ValueError) as bad:  # LookupError: a codec that makes no text
        raise BadArticle(f"the bytes are no text in {encoding}: {str(bad)[:120]}") from bad
    if "\x00" in text:
        raise BadArticle("it holds NUL characters: it is no text, or written in another encoding")
    return text


def _keep(desk: Desk, article: Path | bytes, data: bytes, *, url: str | None, posted: Span, read_as: str) -> Article:
    """The bytes, their file entry, and a sighting, each once: the very same sighting is not entered again."""
    desk.index.refresh(desk.ledger)
    writer = pen(desk)  # no bytes are taken where nobody can write of them
    stored, told = _stored(desk, article, data)
    sighting = Sighting(file=stored.sha256, url=url, posted=posted, extra={"as": ARTICLE, "encoding": read_as}, **told)
    values: list[Any] = []
    if not any(desk.index.referring(stored.sha256, "file")):
        values.append(File(digest=stored.sha256, blake3=stored.blake3, size=stored.size))
    same = next(
        (row.id for row in desk.index.referring(stored.sha256, "sighting") if value(desk, row.id) == sighting), ""
    )
    lines = writer.write([*values, *([] if same else [sighting])])
    dated = article_of(desk, stored.sha256).published
    return Article(file=stored.sha256, sighting=same or lines[-1].hash, encoding=read_as, published=dated)


def _stored(desk: Desk, article: Path | bytes, data: bytes) -> tuple[Stored, dict[str, Any]]:
    if isinstance(article, bytes):
        return desk.vault.put(io.BytesIO(data)), {"captured": "pasted"}
    name, raw = as_data(article.name)
    path, _ = as_data(os.path.abspath(article))
    told = {"name": name, "raw_name": raw, "path": path, "captured": "copied from this machine"}
    return put_path(desk.vault, article), told


# --- accepting ------------------------------------------------------------------------------------------------------------


def accept(desk: Desk, file: str, number: int, chosen: Chosen) -> Accepted:
    """Enters the suggestion of that number as a claim by the person who accepts it, and the passage that it stands in.

    The passage is an observation that names the article's sighting and the characters [start, end) of its text. Words that
    say when it was said stay words until the publication is known. Raises BadReference, BadTime, NoAuthor.
    """
    found = suggested(desk, file, language=chosen.language)
    if not 1 <= number <= len(found.claims):
        raise BadReference(f"the article has {len(found.claims) or 'no'} suggestions; there is no number {number}")
    one = found.claims[number - 1]
    passage = _passage(found.article, one, chosen.language)
    before = _standing(desk, passage)
    at = before or say(desk, passage)
    said, others = _said(found, one, chosen)
    claim = Claim(
        source=chosen.source,
        through=chosen.through,
        paraphrase=chosen.paraphrase or " ".join(one["text"].split()),
        verbatim=one["text"],
        language=chosen.language,
        speaks_to=_speaks(desk, chosen),
        hedges=tuple(dict.fromkeys(hedge["text"] for hedge in one["hedges"])),
        basis=chosen.basis,
        said=said,
        files=chosen.files,
        rests_on=(at, *chosen.rests_on),
    )
    same = next((e.id for e in _resting(desk, at) if e.value == claim), "") if before else ""
    return Accepted(passage=at, claim=same or say(desk, claim), new=not same, times=others)


def _passage(article: Article, one: Mapping[str, Any], language: str) -> Observation:
    """`details`: which characters of which bytes; the times and places in it as they are written."""
    pieces = {
        name: [{"text": p["text"], "start_char": p["start"], "end_char": p["end"]} for p in one[name]]
        for name in ("times", "places", "hedges", "quotes")
    }
    return Observation(
        what=PASSAGE,
        says=f"a passage of an article: {one['kind']}, by {one['speaker']['canonical']}",
        verbatim=one["text"],
        language=language,
        details={
            "file": article.file,
            "encoding": article.encoding,
            "start_char": one["start"],
            "end_char": one["end"],
            "read_by": f"{STATEMENTS_METHOD.name} {STATEMENTS_METHOD.version}",
            "denies": one["stance"] == "denies",
            "through_as_written": list(one["through"]),
            **pieces,
        },
        rests_on=(article.sighting,),
    )


def _standing(desk: Desk, passage: Observation) -> str:
    """The very same passage, if it has been entered."""
    rows = desk.index.referring(passage.rests_on[0], "observation")
    return next((row.id for row in rows if value(desk, row.id) == passage), "")


def _resting(desk: Desk, passage: str) -> Iterable[Entry]:
    desk.index.refresh(desk.ledger)
    taken_back = {e.value.of for e in entries(desk, "withdrawal")}
    rows = desk.index.referring(passage, "claim")
    return (entry(desk, row) for row in rows if row.id not in taken_back)


def _speaks(desk: Desk, chosen: Chosen) -> tuple[SpeaksTo, ...]:
    made = [
        SpeaksTo(question=value(desk, answer).question, answer=answer, stance=stance)
        for answer, stance in chosen.answers
    ]
    return (*made, *(SpeaksTo(question=question) for question in chosen.about))


def _said(found: Suggested, one: Mapping[str, Any], chosen: Chosen) -> tuple[Span, tuple[Mapping[str, Any], ...]]:
    """When it was said, and the times in the passage that say something else."""
    beside = [piece for piece in one["times"] if chosen.said is None and _beside_the_verb(found.text, one, piece)]
    words = chosen.said if chosen.said is not None else beside[0]["text"] if beside else ""
    others = tuple(
        piece for piece in one["times"] if piece not in beside[:1] and piece["text"].rstrip(".") != words.rstrip(".")
    )
    if not words.strip():
        return Span(), others
    published = stated(chosen.published, chosen.zone) if chosen.published.strip() else found.article.published
    return relative(words, published if known(published) else None, chosen.zone), others


def _beside_the_verb(text: str, one: Mapping[str, Any], piece: Mapping[str, Any]) -> bool:
    verb = one["verb"]
    if verb is None:
        return False
    start, end = (verb["end"], piece["start"]) if piece["start"] >= verb["end"] else (piece["end"], verb["start"])
    return start <= end and BETWEEN.fullmatch(TAGS.sub("", text[start:end])) is not None
