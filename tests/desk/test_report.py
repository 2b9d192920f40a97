"""The page: every word a person's, escaped and isolated; both sides, grades apart; nothing asked of the network; readable."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from fractions import Fraction
from html.parser import HTMLParser
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest

from firsthand.desk.desk import BULK, view
from firsthand.desk.publish import publish
from firsthand.desk.report import gather, words
from firsthand.recheck import recheck_folder
from firsthand.recheck.line import exit_code
from firsthand.record.assessment import About, Answer, Assessment, Confidence, Likelihood, Question, Withdrawal
from firsthand.record.bounds import Span
from firsthand.record.claim import Claim, SpeaksTo, Stance
from firsthand.record.finding import Found, Nothing
from firsthand.record.publication import Draft, Section
from firsthand.record.sighting import Sighting
from tests.desk.test_publish_sample import Sample, corrected, finding, sample

INLINE = {"a", "b", "bdi", "code", "del", "label", "span", "strong", "sup"}
VOID = {"meta", "link", "img", "input", "br", "wbr", "hr", "col"}


@dataclass
class Node:
    tag: str
    attrs: dict[str, str]
    kids: "list[Node | str]" = field(default_factory=list)

    def text(self) -> str:
        """What is read: words of blocks apart, words within a line as they stand."""
        return " ".join(self._raw().split())

    def _raw(self) -> str:
        words = "".join(kid if isinstance(kid, str) else kid._raw() for kid in self.kids)
        return words if self.tag in INLINE else f" {words} "

    def all(self, *tags: str) -> "Iterator[Node]":
        for kid in self.kids:
            if isinstance(kid, Node):
                if not tags or kid.tag in tags:
                    yield kid
                yield from kid.all(*tags)

    def id(self, name: str) -> "Node":
        return next(node for node in self.all() if node.attrs.get("id") == name)


class Tree(HTMLParser):
    """The page as a tree; every tag must be closed where it should be."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.root = Node("", {})
        self.open = [self.root]
        self.feed(page)
        assert self.open == [self.root], [node.tag for node in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].kids.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].kids.append(data)


def page(made: Sample, tmp_path: Path, name: str = "report", **asked: object) -> tuple[str, Node]:
    list(publish(made.one, tmp_path / name, **asked))  # type: ignore[arg-type]
    text = (tmp_path / name / "index.html").read_text("utf-8")
    return text, Tree(text).root


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Node]:
    return page(sample(), tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Node]:
    folder, made = tmp_path_factory.mktemp("second"), sample()
    page(made, folder, "one")
    corrected(made)
    return page(made, folder, "two", changed="A statement was taken back.")


# --- what it says --------------------------------------------------------------------------------------------------------


def test_likelihood_and_confidence_stand_apart_beside_the_sentence(first: tuple[str, Node]) -> None:
    (said, *_) = (node for node in first[1].id("known").all("div") if node.attrs.get("class") == "said")
    chips = [node.text() for node in said.all("span") if node.attrs.get("class", "").startswith("chip")]
    assert chips == ["Likelihood very likely 80–95 %", "Confidence moderate", "Bram de Wit agrees", "one origin"]


def test_an_unreviewed_judgement_and_a_dissent_are_both_there(first: tuple[str, Node]) -> None:
    text = first[1].id("questions").text()
    assert text.count("not reviewed") == 2 and "dissents from Olena Marchuk" in text
    assert "likely 55–80 %" in text and "roughly even chance 45–55 %" in text


def test_competing_answers_stand_side_by_side_with_their_claims(first: tuple[str, Node]) -> None:
    questions = [node for node in first[1].all("section") if node.attrs.get("class") == "question"]
    who = next(node for node in questions if "Who fired" in node.text())
    rowers, council = (node.text() for node in who.all("article"))
    assert "contested" in who.text()
    assert "Claims for it Claim 1, Town council" in rowers and "Claims against it Claim 2, Old Bridge" in rowers
    assert "a source known to the authors (1)" in council


def test_every_note_leads_to_an_entry_and_back(first: tuple[str, Node]) -> None:
    refs = [a.attrs["href"] for sup in first[1].all("sup") for a in sup.all("a")]
    notes = [li.attrs["id"] for li in first[1].id("notes").all("li")]
    assert list(dict.fromkeys(refs)) == [f"#{note}" for note in notes], "numbered in the order of reading"
    assert all(re.search(r"entry [0-9a-f]{16}", li.text()) for li in first[1].id("notes").all("li"))


def test_claims_keep_words_hedges_basis_and_two_grades(first: tuple[str, Node]) -> None:
    row = next(tr for tr in first[1].id("claims").all("tr") if "fired by the rowing club" in tr.text())
    cells = [cell.text() for cell in row.all("td")]
    assert cells[0] == "Town council through Riverside Agency"
    assert "Салют, як повідомляється" in cells[1] and "Translation: The salute" in cells[1]
    assert cells[2:4] == ["“as is reported”", "none given"]
    assert cells[6:] == ["F cannot be judged", "6 cannot be judged"]
    assert next(row.all("blockquote")).attrs["lang"] == "uk"
    assert "C: two corrections in the last year" in first[1].id("sources").text()


def test_two_sightings_of_the_same_bytes_are_two_rows(first: tuple[str, Node]) -> None:
    exhibit = first[1].id("x-1")
    rows = [tr.text() for tr in exhibit.all("tr")][1:]
    assert len(rows) == 2 and "2 sightings" in exhibit.text()
    assert "2024-05-04 17:42:00–17:42:59 UTC (stated “4 травня 2024, 20:42”, zone +03:00)" in rows[0]
    assert "stated “Saturday”, no zone stated" in rows[1]


def test_copies_are_grouped_with_their_reason(first: tuple[str, Node]) -> None:
    assert (
        "Recording 1: Exhibit 1, Exhibit 2 Exhibit 1 0:02 to 0:08 is Exhibit 2 0:00 to"
        in first[1].id("exhibits").text()
    )
    assert "Recording 1" in first[1].id("x-2").text() and "Recording" not in first[1].id("x-3").text()


def test_each_authors_last_grouping_counts_and_a_compilation_is_in_several() -> None:
    made = sample()
    f, both = made.file, sorted([made.file["square"], made.file["repost"]])
    again = {"id": both[0], "files": both, "reasons": ["alike"], "details": {}}
    made.other(group_2=finding("trace.recordings", Found(value={"recordings": [again]}), *both))
    found = gather.recordings(view(made.one, *BULK))
    assert sorted(recording.files for recording in found) == sorted(
        [tuple(both), tuple(sorted([f["bridge"], f["repost"]]))]
    )
    assert gather.copies(found)[f["repost"]] == {f["bridge"], f["square"]}
    made.say(group_3=finding("trace.recordings", Nothing(looked="all pairs"), f["bridge"], f["repost"]))
    assert [recording.files for recording in gather.recordings(view(made.one, *BULK))] == [tuple(both)]


def test_every_outcome_is_counted(first: tuple[str, Node]) -> None:
    rows = {tr.text().split()[0]: tr.text() for tr in first[1].id("how").all("tr")}
    assert rows["read.container"].endswith("Found 2 Nothing 0 Inconclusive 1 Unsuitable 0")
    assert "Read 3 times in the full profile" in rows["read.container"] and "pyav 18.0.0" in first[1].id("how").text()
    assert rows["read.metadata"].endswith("Found 0 Nothing 1 Inconclusive 0 Unsuitable 1")


def test_what_a_pair_gave_names_the_other_exhibit_once_for_all_that_say_the_same(tmp_path: Path) -> None:
    made = sample()
    f = made.file
    unlike = Nothing(looked="all pictures of both")
    made.say(
        copy_1=finding("trace.pictures", Found(value={"relation": "copy", "copies": []}), f["bridge"], f["repost"]),
        copy_2=finding("trace.pictures", unlike, f["bridge"], f["square"]),
        copy_3=finding("trace.pictures", unlike, f["bridge"], "e" * 64),
    )
    told = [li.text() for li in page(made, tmp_path)[1].id("x-1").all("li") if "trace.pictures" in li.text()]
    assert told == [
        "trace.pictures version 1: Found: copy, with Exhibit 2",
        "trace.pictures version 1: Nothing, with Exhibit 3 and 1 file not named here. All pictures of both",
    ]


def test_what_is_withheld_is_counted_with_its_reason(first: tuple[str, Node]) -> None:
    rows = {next(tr.all("th")).text(): next(tr.all("td")).text() for tr in first[1].id("withheld").all("tr")}
    assert rows["Entries shown"] == "59" and rows["Header only"] == "0"
    assert rows["Field withheld: local path"] == "3" and rows["Sources known to the authors, not named"] == "1"
    assert rows["Originals whose bytes are not in this folder"] == "3"


def test_right_of_reply_keeps_not_knowing_apart_from_no(first: tuple[str, Node]) -> None:
    rows = [[td.text() for td in tr.all("td")] for tr in first[1].id("replies").all("tr")][1:]
    assert [(row[2], row[4]) for row in rows] == [("yes", "no"), ("not known", "not known")]


def test_a_question_of_law_is_asked_and_not_answered(tmp_path: Path) -> None:
    made = sample()
    judged = Assessment(
        answer=made.id["permit"], likelihood=Likelihood.ALMOST_CERTAIN, confidence=Confidence.HIGH, reasons="By-law 4."
    )
    made.say(judged=judged)
    text, root = page(made, tmp_path)
    law = next(
        node
        for node in root.all("section")
        if "permit needed" in node.text() and "question" in node.attrs.get("class", "")
    )
    assert "not answered" in law.text() and "almost certain" not in law.text() and "By-law 4" not in text


def test_a_correction_shows_old_new_and_why(second: tuple[str, Node]) -> None:
    root = second[1]
    assert "A statement was taken back." in root.id("changed").text()
    articles = [node.text() for node in root.id("corrections").all("article")]
    assert len(articles) == 3 and all("since the last edition" in text for text in articles)
    assert "The neighbour has asked to take it back." in articles[0]
    assert "Now: The council says that the rowing club fired the salute; the club denies it." in articles[2]
    assert "Earlier: likely, confidence low" in root.id("questions").text()
    row = next(tr for tr in root.id("claims").all("tr") if "council jackets" in tr.text())
    assert "withdrawn The neighbour has asked" in row.text(), "a withdrawn claim stays in sight"


def test_only_what_an_edition_printed_is_corrected(tmp_path: Path) -> None:
    made = sample()
    i = made.id

    def told(name: str) -> str:
        found = page(made, tmp_path, name, changed="words")[1].id("corrections").text()
        assert exit_code(list(recheck_folder(tmp_path / name))) == 3, "whole, and nobody pinned a key"
        return found

    known = {"section": Section.KNOWN, "rests_on": (i["claim_council"],), "answers": ()}
    made.say(loud=Draft(text="Everybody saw who fired it.", order=7, **known))
    made.say(calm=Draft(text="The council names a club, loudly.", order=7, replaces=i["loud"], **known))
    made.say(test=Draft(text="A sentence to try the keys.", order=8, **known))
    made.say(taken=Withdrawal(of=i["test"], reason="a try"), calmer=Withdrawal(of=i["calm"], reason="not needed"))
    first = told("one")
    assert not [words for words in ("Everybody saw", "try the keys", "loudly") if words in first]
    corrected(made)
    second, third = told("two"), told("three")
    for found in (second, third):
        assert "rowing club fired the salute" in found and "Everybody saw" not in found, (
            "and it stays in later editions"
        )


def test_the_same_case_gives_the_same_page(tmp_path: Path, first: tuple[str, Node]) -> None:
    assert page(sample(), tmp_path)[0] == first[0]


# --- hostile words -------------------------------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %}\u202egpj.exe\u2066\x00"


def test_hostile_text_is_text_everywhere(tmp_path: Path) -> None:
    made = sample()
    made.say(
        q=Question(about=About.CONTEXT, text=HOSTILE),
        s=Sighting(
            file=made.file["bridge"], name=HOSTILE, url="javascript:alert(1)//" + HOSTILE, account=HOSTILE, note=HOSTILE
        ),
        d=Draft(text=HOSTILE, section=Section.KNOWN, rests_on=(made.id["tower"],), order=50),
        d2=Draft(text=HOSTILE, section=Section.HOW, rests_on=(made.id["tower"],), order=50),
    )
    made.say(a=Answer(question=made.id["q"], text=HOSTILE, span=Span(verbatim=HOSTILE, zone=HOSTILE)))
    made.say(
        c=Claim(
            source=made.id["agency"],
            paraphrase=HOSTILE,
            verbatim=HOSTILE,
            language='en" onclick="x',
            translation=HOSTILE,
            hedges=(HOSTILE,),
            speaks_to=(SpeaksTo(question=made.id["q"], answer=made.id["a"], stance=Stance.FOR),),
        )
    )
    text, root = page(made, tmp_path)
    tags = {node.tag for node in root.all()}
    assert not tags & {"script", "iframe", "object", "embed", "form", "base", "svg", "style"}
    assert all(node.attrs["src"].startswith("blobs/") for node in root.all("img"))
    assert not [name for node in root.all() for name in node.attrs if name.startswith("on") or name == "style"]
    assert "{{ 7*7 }}" in text and "49" not in root.id("known").text()
    assert next(tr for tr in root.id("exhibits").all("tr") if "gpj" in tr.text()).text().count("U+202E") >= 2


def test_right_to_left_names_cannot_turn_the_line_round(first: tuple[str, Node]) -> None:
    cell = next(td for td in first[1].id("x-1").all("td") if "4pm" in td.text())
    assert "\u202e" not in cell.text() and "U+202E" in cell.text()
    for node in first[1].all("dd", "code", "td"):
        for digest in re.findall(r"[0-9a-f]{64}", "".join(kid for kid in node.kids if isinstance(kid, str))):
            assert node.tag == "code", f"{digest[:8]} is not isolated"


# --- how it is made ------------------------------------------------------------------------------------------------------


def test_nothing_is_asked_of_the_network(first: tuple[str, Node], tmp_path: Path) -> None:
    for node in first[1].all():
        for name in ("src", "href", "srcset", "action", "poster", "data", "ping", "background"):
            target = node.attrs.get(name, "#")
            assert re.match(r"(#|blobs/[0-9a-f]{64}|report\.css\Z)", target), f"{node.tag} {name}={target}"
    style = resources.files("firsthand.desk.report").joinpath("report.css").read_text("utf-8")
    assert "url(" not in style and "@import" not in style and "http" not in style
    policy = next(n.attrs["content"] for n in first[1].all("meta") if "http-equiv" in n.attrs)
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy and "script-src" not in policy


def test_stills_are_covered_until_they_are_asked_for(first: tuple[str, Node]) -> None:
    pictures = [node for node in first[1].all("img")]
    covers = [node for node in first[1].all("details") if node.attrs.get("class") == "still"]
    assert len(pictures) == len(covers) == 4
    assert all("open" not in cover.attrs and len(list(cover.all("img"))) == 1 for cover in covers)
    assert all(picture.attrs["loading"] == "lazy" and picture.attrs["alt"] for picture in pictures)


def test_headings_landmarks_and_tables_are_in_order(second: tuple[str, Node]) -> None:
    root = second[1]
    levels = [int(node.tag[1]) for node in root.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [len(list(root.all(tag))) for tag in ("main", "nav", "footer")] == [1, 1, 1]
    assert next(root.all("html")).attrs["lang"] == "en"
    for table in root.all("table"):
        assert list(table.all("caption")) and list(table.all("th")), "a table has a caption and headers"
        assert all(th.attrs.get("scope") in ("row", "col") for th in table.all("th"))


def test_every_id_is_one_and_every_link_arrives(second: tuple[str, Node]) -> None:
    ids = [node.attrs["id"] for node in second[1].all() if "id" in node.attrs]
    assert len(ids) == len(set(ids))
    targets = {node.attrs["href"][1:] for node in second[1].all("a") if node.attrs["href"].startswith("#")}
    named = {part for node in second[1].all() for part in node.attrs.get("aria-labelledby", "").split()}
    assert (targets | named) <= set(ids)


def colours(style: str) -> list[dict[str, str]]:
    light, dark = style.split("@media (prefers-color-scheme: dark)")
    found = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part.split("\n* {")[0])) for part in (light, dark)]
    return [found[0], {**found[0], **found[1]}]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        *(("ink", "paper"), ("soft", "paper"), ("soft", "tint"), ("link", "paper"), ("link", "tint")),
        *(
            ("warn", "paper"),
            ("ink", "warn-tint"),
            ("soft", "warn-tint"),
            ("link", "warn-tint"),
            ("cover-ink", "cover"),
        ),
    ],
)
def test_contrast_is_enough_to_read(scheme: int, ink: str, paper: str) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    style = resources.files("firsthand.desk.report").joinpath("report.css").read_text("utf-8")
    found = colours(style)[scheme]
    high, low = sorted((luminance(found[ink]), luminance(found[paper])), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 4.5


# --- words ---------------------------------------------------------------------------------------------------------------


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("span", "says"),
    [
        (Span(), "not known"),
        (Span(verbatim="spring"), "not known (stated “spring”, no zone stated)"),
        (Span(earliest=at(2024, 5, 4, 7)), "not before 2024-05-04 07:00 UTC (no zone stated)"),
        (Span(latest=at(2024, 5, 4), zone="UTC"), "not after 2024-05-04 00:00 UTC (zone UTC)"),
        (Span(earliest=at(2024, 5, 4, 7), latest=at(2024, 5, 4, 7), zone="UTC"), "2024-05-04 07:00 UTC (zone UTC)"),
        (
            Span(earliest=at(2024, 5, 4, 7), latest=at(2024, 5, 4, 8, 0, 1), zone="UTC"),
            "2024-05-04 07:00:00–08:00:01 UTC (zone UTC)",
        ),
        (
            Span(earliest=at(2024, 5, 4), latest=at(2024, 5, 5), zone="UTC"),
            "2024-05-04 00:00 – 2024-05-05 00:00 UTC (zone UTC)",
        ),
        (
            Span(earliest=at(2024, 5, 4, 7, 0, 0, 120000), zone="UTC"),
            "not before 2024-05-04 07:00:00.12 UTC (zone UTC)",
        ),
    ],
)
def test_a_span_says_its_bounds_and_what_was_stated(span: Span, says: str) -> None:
    assert re.sub(r"<[^>]+>", "", words.span(span)) == says


@pytest.mark.parametrize(
    ("value", "says"),
    [(Fraction(0), "0:00"), (Fraction(21, 10), "0:02.100"), (Fraction(3661), "61:01"), (Fraction(-1, 3), "-0:00.333")],
)
def test_seconds(value: Fraction, says: str) -> None:
    assert words.seconds(value) == says


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
        (1_234_567_890, "1.23 GB"),
    ],
)
def test_sizes(value: int, says: str) -> None:
    assert words.size(value) == says


@pytest.mark.parametrize(
    ("text", "tag"), [("uk", "uk"), ("zh-Hant", "zh-Hant"), ('en" x="', ""), (None, ""), ("english!", "")]
)
def test_a_language_tag_is_one_or_nothing(text: str | None, tag: str) -> None:
    assert words.language(text) == tag
