"""Under a judgement stands what it names as observed: in its own words, of which file and when in it, by whom; or that it is withheld."""

from fractions import Fraction
from pathlib import Path

from firsthand.desk.recheck import recheck
from firsthand.record.assessment import Assessment, Confidence, Likelihood, Withdrawal
from firsthand.record.footage import Stretch
from firsthand.record.observation import Mark, MarkKind, Observation
from tests.desk.test_publish_sample import Sample, sample
from tests.desk.test_report import Node, page

TOWER = "The clock tower with two dials stands left of the third lamp post."


def answers(root: Node) -> dict[str, str]:
    """What stands under each answer, by its words."""
    found = (node for node in root.all("article") if node.attrs.get("class") == "answer")
    return {next(node.all("h4")).text(): node.text() for node in found}


def told(folder: Path) -> set[str]:
    return {line.code for line in recheck(folder) if line.step == 10}


def judged(made: Sample, *against: str) -> None:
    made.other(
        judged=Assessment(
            answer=made.id["rowers"],
            likelihood=Likelihood.UNLIKELY,
            confidence=Confidence.LOW,
            reasons="Few words can be made out.",
            speaks_against=against,
        )
    )


def test_what_was_seen_stands_under_the_answer(tmp_path: Path) -> None:
    made = sample()
    root = page(made, tmp_path)[1]
    bridge = answers(root)["On the Old Bridge, looking north"]
    said = f"landmark: {TOWER} (Exhibit 1, frame at 0:02.100; Olena Marchuk, 2024-05-06, entry {made.id['tower'][:16]})"
    assert f"Observations for it {said}" in bridge and "against it" not in bridge
    article = next(node for node in root.all("article") if TOWER in node.text())
    assert next(a.attrs["href"] for a in article.all("a") if "frame at" in a.text()) == "#x-1"
    assert told(tmp_path / "report") == {"holds", "page.not-computed", "page.made-again"}


def test_words_that_were_heard_stand_with_their_translation_and_a_passage_with_its_article(tmp_path: Path) -> None:
    made = sample()
    f = made.file
    made.other(
        heard=Observation(
            what="words",
            says="A voice calls twice",
            verbatim="Ще раз!",
            translation="Once more!",
            stretch=Stretch(file=f["square"], start=Fraction(3)),
        ),
        passage=Observation(what="passage", says="a passage of a page", details={"file": f["repost"], "start_char": 4}),
        nowhere=Observation(what="note", says="Nobody answered the telephone"),
    )
    judged(made, *(made.id[name] for name in ("heard", "passage", "heard", "nowhere", "claim_club")))
    rowers = answers(page(made, tmp_path)[1])["The rowing club"]
    by = "Bram de Wit, 2024-05-06, entry"
    assert (
        "Observations against it words: A voice calls twice “Ще раз!” Translation: Once more! (Exhibit 3, 0:03 to"
        in rowers
    )
    assert f"passage: a passage of a page (Exhibit 2; {by} {made.id['passage'][:16]})" in rowers
    assert f"note: Nobody answered the telephone ({by} {made.id['nowhere'][:16]})" in rowers
    assert rowers.count("A voice calls twice") == 1, "named twice, printed once"
    assert told(tmp_path / "report") == {"holds", "page.not-computed", "page.made-again"}


def test_what_is_withheld_is_said_to_be_and_its_words_stay_back(tmp_path: Path) -> None:
    made = sample()
    made.other(slip=Observation(what="person", says="Somebody can be told by a coat"))
    judged(made, made.id["slip"], made.id["tower"])
    made.say(risk_slip=Mark(mark=MarkKind.PERSON_AT_RISK, label="somebody", entry=made.id["slip"]))
    text, root = page(made, tmp_path)
    rowers = answers(root)["The rowing club"]
    assert "Observations against it an observation that is withheld landmark: The clock tower" in rowers
    assert "coat" not in text and made.id["slip"][:16] not in rowers
    assert not {"page.words", "page.dissent", "page.form"} & told(tmp_path / "report")


def test_one_that_was_taken_back_is_marked(tmp_path: Path) -> None:
    made = sample()
    made.other(slip=Observation(what="note", says="Snow lies on the rail"))
    judged(made, made.id["slip"])
    made.other(gone=Withdrawal(of=made.id["slip"], reason="It was foam."))
    rowers = answers(page(made, tmp_path)[1])["The rowing club"]
    assert "Observations against it withdrawn note: Snow lies on the rail" in rowers
    assert told(tmp_path / "report") == {"holds", "page.not-computed", "page.made-again"}


def test_words_of_an_observation_are_text(tmp_path: Path) -> None:
    made = sample()
    hostile = "<script>1</script>\u202egpj \"'&amp; (</span>"
    made.other(slip=Observation(what=hostile, says=hostile, verbatim=hostile, translation=hostile))
    judged(made, made.id["slip"])
    root = page(made, tmp_path)[1]
    assert not list(root.all("script")) and "U+202E" in answers(root)["The rowing club"]
    assert not {"page.words", "page.dissent", "page.form"} & told(tmp_path / "report")
