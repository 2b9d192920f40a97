"""The page on origins, bounds and grades: by name where they are shown, counted where they are not, never folded into one."""

import re
from pathlib import Path

import pytest

from firsthand.desk.times import said_when
from firsthand.record.assessment import About, Answer, Consistency, Question, Weighing
from firsthand.record.bounds import Region, Span
from firsthand.record.claim import Basis, Claim, Grade, SpeaksTo, Stance
from firsthand.record.observation import Mark, MarkKind
from firsthand.record.publication import Draft, Section
from firsthand.record.sighting import Sighting
from tests.desk.test_publish_sample import sample
from tests.desk.test_report import Node, at, page


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Node]:
    return page(sample(), tmp_path_factory.mktemp("first"))


def answers_of(tree: Node) -> dict[str, Node]:
    return {next(node.all("h4")).text(): node for node in tree.id("questions").all("article")}


def test_each_answer_names_its_origins_for_and_against_and_what_falls_with_them(first: tuple[str, Node]) -> None:
    found = {text: node.text() for text, node in answers_of(first[1]).items()}
    bridge = found["On the Old Bridge, looking north"]
    assert "Rests on one origin For: 1 origin recording Recording 1, 2 copies" in bridge
    assert "Without this recording (Recording 1, 2 copies), nothing supports it." in bridge
    council = found["The town council"]
    assert "For: 2 origins own act Old Bridge Rowing Club eyewitness a source known to the authors (1)" in council
    assert "Against: 0 origins, 1 unknown unknown Town council (it gives no basis)" in council
    assert "for it there is left: a source known to the authors (1)" in council
    rowers = found["The rowing club"]
    assert "For: 0 origins, 1 unknown unknown Town council (it gives no basis)" in rowers
    assert "All of it is known only through Town council, Riverside Agency." in rowers
    assert "Against: 1 origin own act Old Bridge Rowing Club" in rowers


def test_origins_lead_to_where_the_page_shows_them(first: tuple[str, Node]) -> None:
    links = {a.text(): a.attrs["href"] for a in answers_of(first[1])["The town council"].all("a")}
    assert links["Old Bridge Rowing Club"].startswith("#e-")
    where = [a.attrs["href"] for a in answers_of(first[1])["On the Old Bridge, looking north"].all("a")]
    assert where == ["#x-1", "#recording-1"], "what was observed in it, and the recording"


def test_what_only_a_withheld_entry_rests_on_is_counted_and_not_named(tmp_path: Path) -> None:
    made = sample()
    made.say(
        seal=Mark(mark=MarkKind.SEALED_SOURCE, label="sealed", entry=made.id["claim_neighbour"]),
        at_risk=Mark(mark=MarkKind.PERSON_AT_RISK, label="at risk", entry=made.id["tower"]),
    )
    text = {text: node.text() for text, node in answers_of(page(made, tmp_path)[1]).items()}["The town council"]
    assert "For: 1 origin, 1 withheld own act Old Bridge Rowing Club" in text
    assert not re.search("eyewitness|source known to the authors", text.split("Rests on")[1])
    assert "Without this body’s own statement (Old Bridge Rowing Club), for it there is left: 1 withheld." in text


def test_who_cites_whom_in_a_circle_is_shown(tmp_path: Path) -> None:
    made = sample()
    speaks = (SpeaksTo(question=made.id["who"], answer=made.id["rowers"], stance=Stance.FOR),)
    told = {"speaks_to": speaks, "basis": Basis.ANOTHER_SOURCE}
    made.say(
        one=Claim(source=made.id["agency"], through=(made.id["council"],), paraphrase="It was the rowers.", **told),
        two=Claim(source=made.id["council"], through=(made.id["agency"],), paraphrase="It was the rowers.", **told),
    )
    text = page(made, tmp_path)[1].id("questions").text()
    assert "Who cites whom in a circle" in text and "cite one another in a circle; nothing beneath it" in text


def test_a_sentence_bears_its_origins(first: tuple[str, Node]) -> None:
    (summary, *_) = (node.text() for node in first[1].id("summary").all("div") if node.attrs.get("class") == "said")
    assert summary.endswith("one origin Recording 1, 2 copies")


def test_places_and_times_of_answers_are_shown_with_their_bounds(tmp_path: Path) -> None:
    made = sample()
    made.say(
        when=Question(about=About.WHEN, text="When was it?"),
        spot=Answer(
            question=made.id["where"],
            text="By the quay",
            region=Region.around(lon=30.2, lat=50.5, radius_m=1000, verbatim="about a kilometre"),
        ),
    )
    made.say(
        noon=Answer(question=made.id["when"], text="About noon", span=Span(latest=at(2024, 5, 4, 12), verbatim="noon"))
    )
    found = {text: node.text() for text, node in answers_of(page(made, tmp_path)[1]).items()}
    assert re.search(r"30\.18\d\d to 30\.21\d\d °E, 50\.49\d\d to 50\.50\d\d °N \(3\.\d km²\)", found["By the quay"])
    assert "about a kilometre" in found["By the quay"]
    assert "not after 2024-05-04 12:00 UTC" in found["About noon"]


def test_words_for_a_day_are_resolved_once_their_article_is_dated(tmp_path: Path) -> None:
    made = sample()
    told: dict[str, str] = {"as": "article"}
    made.say(
        paper=Sighting(file=None, item="the evening paper", extra=told),
    )
    made.say(
        said=Claim(
            source=made.id["agency"],
            paraphrase="It rained.",
            said=Span(verbatim="on Monday"),
            rests_on=(made.id["paper"],),
        )
    )
    before = page(made, tmp_path, "one")[1].id("claims").text()
    assert "not known (stated “on Monday”, no zone stated)" in before
    made.say(
        dated=Sighting(file=None, item="the evening paper", extra=told, posted=said_when("2024-05-08", "Europe/Kyiv"))
    )
    made.say(note=Draft(text="x", section=Section.CORRECTION, rests_on=(made.id["dated"],)))
    after = page(made, tmp_path, "two", changed="An article is dated.")[1].id("claims").text()
    assert "2024-05-05 21:00 – 2024-05-06 21:00 UTC" in after and "by the date of its article" in after


def test_contradictory_grades_of_two_authors_are_both_shown_with_their_reasons(tmp_path: Path) -> None:
    made = sample()
    made.other(
        lower=Grade(about=made.id["agency"], grade="E", reason="invented a quotation"),
        doubt=Grade(about=made.id["claim_law"], grade="4", reason="cites no paragraph"),
    )
    made.say(trust=Grade(about=made.id["claim_law"], grade="2", reason="agrees with the by-law"))
    tree = page(made, tmp_path)[1]
    agency = next(row for row in tree.id("sources").all("tr") if "Riverside Agency" in row.text()).text()
    assert "C fairly reliable (Olena Marchuk) E unreliable (Bram de Wit) authors differ" in agency
    assert "invented a quotation" in agency and "two corrections in the last year" in agency
    law = next(row for row in tree.id("claims").all("tr") if "would need a permit" in row.text()).text()
    assert "2 probably true (Olena Marchuk) 4 doubtful (Bram de Wit) authors differ" in law
    assert "cites no paragraph" in law and " 3 " not in law.split("Riverside Agency")[1], "no middle between them"


def test_a_claim_names_the_sightings_that_show_it(first: tuple[str, Node]) -> None:
    council = next(row for row in first[1].id("claims").all("tr") if "fired by the rowing club" in row.text())
    (link,) = (a for a in council.all("a") if "notice" in a.text())
    assert link.attrs["href"].startswith("#e-") and "Shown by Town council’s notice" in council.text()


def test_the_matrix_stands_under_its_question_with_both_judgements_of_a_cell(tmp_path: Path) -> None:
    made = sample()
    made.say(
        one=Weighing(evidence=made.id["claim_club"], answer=made.id["rowers"], consistency=Consistency.INCONSISTENT),
        two=Weighing(evidence=made.id["claim_club"], answer=made.id["council_did"], consistency=Consistency.CONSISTENT),
        three=Weighing(
            evidence=made.id["claim_council"], answer=made.id["council_did"], consistency=Consistency.INCONSISTENT
        ),
    )
    made.other(
        four=Weighing(
            evidence=made.id["claim_council"], answer=made.id["council_did"], consistency=Consistency.CONSISTENT
        )
    )
    tree = page(made, tmp_path)[1]
    (table,) = (node for node in tree.id("questions").all("table") if "matrix" in node.attrs.get("class", ""))
    heads = [node.text() for node in table.all("th") if node.attrs.get("scope") == "col"]
    assert heads == ["Evidence", "The town council 0 to 1 against", "The rowing club 1 against", "It"]
    rows = {row.text().split(",")[0]: row.text() for row in table.all("tr")}
    assert "consistent inconsistent" in rows["Claim 2"] and "tells apart" in rows["Claim 2"]
    assert "Olena Marchuk: inconsistent; Bram de Wit: consistent" in rows["Claim 1"]
