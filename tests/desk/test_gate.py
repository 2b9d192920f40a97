"""Every rule of the gate, by a case that breaks it and one that keeps it."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from firsthand.desk.desk import BULK, view
from firsthand.desk.gate import RULES, GateFinding, gate
from firsthand.desk.gate_board import board, judgements, sentences
from firsthand.desk.gate_disclosure import Plan, is_private
from firsthand.desk.gate_edition import edition_of
from firsthand.record.assessment import About, Answer, Assessment, Confidence, Likelihood, Question, Review, Withdrawal
from firsthand.record.claim import Claim, SpeaksTo, Stance
from firsthand.record.footage import Derivative, Stretch
from firsthand.record.observation import Mark, MarkKind
from firsthand.record.publication import Draft, Section
from tests.desk.test_publish_sample import Sample, corrected, digest, sample


@pytest.fixture
def made() -> Sample:
    return sample()


def findings(made: Sample, plan: Plan | None = None, **more: Any) -> list[GateFinding]:
    return gate(edition_of(view(made.one, *BULK), plan or Plan(), **more))


def refused(made: Sample, plan: Plan | None = None, **more: Any) -> dict[str, list[GateFinding]]:
    found: dict[str, list[GateFinding]] = {}
    for finding in findings(made, plan, **more):
        if finding.blocking:
            found.setdefault(finding.rule, []).append(finding)
    return found


def marked(made: Sample, plan: Plan | None = None) -> dict[str, list[GateFinding]]:
    found: dict[str, list[GateFinding]] = {}
    for finding in findings(made, plan):
        if not finding.blocking:
            found.setdefault(finding.rule, []).append(finding)
    return found


def test_rules_have_ids_of_their_own_reasons_and_hints() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.reason.endswith(".") and rule.hint for rule in RULES)


def test_a_good_case_passes_and_bears_its_marks(made: Sample) -> None:
    assert refused(made) == {}
    found = marked(made)
    assert set(found) == {"contested", "unreviewed", "stills-held"}
    assert {f.entries[0] for f in found["unreviewed"]} == {made.id["judge_who"], made.id["dissent"]}
    assert {f.entries[0] for f in found["contested"]} == {made.id["sum_2"], made.id["known_3"]}


def test_a_correction_passes_with_what_changed(made: Sample) -> None:
    corrected(made)
    later = Plan(edition=2, previous=digest("published"), changed="One statement was taken back.")
    assert refused(made, later) == {}
    assert set(refused(made, replace(later, changed=" "))) == {"changed"}


@dataclass(frozen=True)
class Broken:
    """What is entered into the good case, what is asked for, and the rule that must refuse it."""

    rule: str
    enter: Any = None
    plan: Any = None


def _gone(name: str, **more: Any) -> Any:
    return lambda s: s.say(**{f"gone_{name}": Withdrawal(of=s.id[name], reason="wrong", **more)})


def _draft(**more: Any) -> Any:
    def enter(s: Sample) -> None:
        given = {key: item(s) if callable(item) else item for key, item in more.items()}
        s.say(extra=Draft(**{"text": "A sentence.", "section": Section.KNOWN, **given}))

    return enter


def _of(*names: str) -> Any:
    return lambda s: tuple(s.id[name] for name in names)


def _withhold(*names: str) -> Any:
    return lambda s: Plan(withhold={s.id[name]: frozenset() for name in names})


def _unassessed(s: Sample) -> None:
    s.say(why=Question(about=About.CONTEXT, text="Why was it held?"))
    s.say(why_1=Answer(question=s.id["why"], text="For the spring"))
    s.say(extra=Draft(text="It was held for the spring.", rests_on=(s.id["why_1"],)))


def _law_judged(s: Sample) -> None:
    judged = Assessment(
        answer=s.id["permit"], likelihood=Likelihood.LIKELY, confidence=Confidence.LOW, reasons="The by-law says so."
    )
    s.say(judge_law=judged)
    s.say(extra=Draft(text="A permit was likely needed.", rests_on=(s.id["judge_law"],)))


def _revised(s: Sample) -> None:
    s.say(
        again=Assessment(
            answer=s.id["bridge"],
            likelihood=Likelihood.LIKELY,
            confidence=Confidence.LOW,
            reasons="The rail is not the same.",
            revises=s.id["judge_where"],
        )
    )


def _path_in_reasons(s: Sample) -> None:
    s.other(review_2=Review(of=s.id["judge_where"], agrees=True, reasons="See /home/bram/frames/12.png"))


def _sealed_side(s: Sample) -> None:
    s.say(
        **{
            f"seal_{name}": Mark(mark=MarkKind.SEALED_SOURCE, label="sealed", entry=s.id[name])
            for name in ("claim_club", "claim_neighbour")
        }
    )


BROKEN = {
    "no title": Broken("title", _gone("title")),
    "two titles": Broken("title", _draft(text="Another title", section=Section.TITLE)),
    "nothing not known": Broken("not-known", lambda s: (_gone("open_1")(s), _gone("open_2")(s))),
    "rests on nothing": Broken("rests", _draft()),
    "a summary that rests on nothing": Broken("rests", _draft(section=Section.SUMMARY, answers=_of("where"))),
    "not known of what": Broken("rests", _draft(section=Section.NOT_KNOWN)),
    "on a withdrawn claim": Broken("stands", _gone("claim_council")),
    "on a withdrawn claim, two steps below": Broken("stands", _gone("tower")),
    "on a withdrawn source": Broken("stands", _gone("council")),
    "on a withdrawn question": Broken("stands", _gone("who")),
    "on a revised judgement": Broken("stands", _revised),
    "unassessed": Broken("assessed", _unassessed),
    "law answered": Broken("law", _draft(text="A permit was needed.", rests_on=_of("permit"))),
    "law judged": Broken("law", _law_judged),
    "law named": Broken("law", _draft(rests_on=_of("claim_law"), answers=_of("law"))),
    "one side withheld by name": Broken("both-sides", None, _withhold("claim_club", "claim_neighbour")),
    "one side sealed": Broken("both-sides", _sealed_side),
    "a judgement withheld": Broken("no-hiding", None, _withhold("dissent")),
    "a review withheld": Broken("no-hiding", None, _withhold("review")),
    "a sentence withheld": Broken("no-hiding", None, _withhold("known_1")),
    "nothing of that name": Broken("no-hiding", None, lambda s: Plan(withhold={digest("?"): frozenset()})),
    "an open field": Broken("no-hiding", None, lambda s: Plan(withhold={s.id["seen_1"]: frozenset({"channel"})})),
    "a path in a review": Broken("private", _path_in_reasons),
    "a path in what changed": Broken("private", None, lambda s: Plan(changed="Moved to /home/olena/x")),
    "a marked original": Broken("held-back", None, lambda s: Plan(exhibits=frozenset({s.file["square"]}))),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_breach_is_refused_by_its_rule(made: Sample, name: str) -> None:
    broken = BROKEN[name]
    if broken.enter:
        broken.enter(made)
    found = refused(made, broken.plan(made) if broken.plan else None)
    assert broken.rule in found, found
    assert all(f.message and f.hint for f in found[broken.rule])


def test_a_sentence_on_what_was_erased_is_refused(made: Sample) -> None:
    case = view(made.one, *BULK)
    kept = {entry_id: entry for entry_id, entry in case.entries.items() if entry_id != made.id["tower"]}
    found = gate(edition_of(replace(case, entries=kept), Plan()))
    assert [f.entries[1] for f in found if f.rule == "stands"] == [made.id["tower"]] * 2, (
        "directly and under the judgement"
    )


def test_no_sentences_at_all() -> None:
    made = sample()
    for entry in sentences(view(made.one)):
        made.say(**{entry.id[:8]: Withdrawal(of=entry.id, reason="start anew")})
    assert {"title", "sentences", "not-known"} <= set(refused(made))


def test_a_correction_may_speak_of_what_was_withdrawn(made: Sample) -> None:
    corrected(made)
    made.say(of_it=Draft(text="It was taken back.", section=Section.CORRECTION, rests_on=(made.id["claim_neighbour"],)))
    assert "stands" not in refused(made)


def test_what_stands_no_longer_may_be_withheld_by_name(made: Sample) -> None:
    """The way out for a judgement that names somebody: take it back, say it anew, withhold the old one."""
    corrected(made)
    assert "no-hiding" not in refused(made, _withhold("judge_who", "known_3")(made))
    assert "no-hiding" in refused(made, _withhold("gone")(made)), "a withdrawal itself never"


def test_wording_is_asked_of_every_standing_sentence(made: Sample) -> None:
    def loud(draft: Any, case: Any) -> list[str]:
        return ["'very likely' stands on nothing"] if "very likely" in draft.value.text else []

    found = refused(made, wording=(loud,))
    assert [f.entries for f in found["wording"]] == [(made.id["sum_1"],)]


def test_marks_follow_to_every_copy(made: Sample) -> None:
    made.say(other_mark=Mark(mark=MarkKind.PERSON_AT_RISK, label="a child", stretch=Stretch(file=made.file["repost"])))
    asked = Plan(exhibits=frozenset({made.file["bridge"]}))
    copies = {
        made.file["bridge"]: frozenset({made.file["repost"]}),
        made.file["repost"]: frozenset({made.file["bridge"]}),
    }
    assert "held-back" not in refused(made, asked)
    assert "held-back" in refused(made, asked, copies=copies)


def test_a_redacted_copy_may_go_out(made: Sample) -> None:
    square = made.file["square"]
    redaction = Derivative(
        digest=digest("blurred"), size=9, media_type="video/mp4", what="redaction", parent=square, how="blurred by hand"
    )
    made.say(blurred=redaction)
    assert refused(made, Plan(exhibits=frozenset({redaction.digest}))) == {}
    assert "stills-held" not in marked(made)


def test_a_withdrawn_mark_holds_nothing_back(made: Sample) -> None:
    for name in ("graphic", "risk"):
        _gone(name)(made)
    assert refused(made, Plan(exhibits=frozenset({made.file["square"]}))) == {}


def test_contested_by_claims_by_denial_and_by_analysts(made: Sample) -> None:
    case = view(made.one, *BULK)
    asked = board(case)
    assert asked[made.id["where"]].contested == ()
    assert len(asked[made.id["who"]].contested) == 3
    made.say(
        denial=Claim(
            source=made.id["club"],
            paraphrase="It was not on the bridge.",
            speaks_to=(SpeaksTo(question=made.id["where"], answer=made.id["bridge"], stance=Stance.AGAINST),),
        )
    )
    assert board(view(made.one, *BULK))[made.id["where"]].contested == ("a claim is made against an answer",)


def test_two_analysts_who_judge_differently_contest_without_naming_each_other(made: Sample) -> None:
    def judged(likelihood: Likelihood) -> Assessment:
        return Assessment(
            answer=made.id["bridge"], likelihood=likelihood, confidence=Confidence.LOW, reasons="The rail."
        )

    made.other(same=judged(Likelihood.VERY_LIKELY))
    assert board(view(made.one, *BULK))[made.id["where"]].contested == ()
    made.other(less=judged(Likelihood.UNLIKELY))
    assert board(view(made.one, *BULK))[made.id["where"]].contested == ("analysts judge it differently",)


def test_a_reviewer_who_does_not_agree_contests(made: Sample) -> None:
    made.other(no=Review(of=made.id["judge_where"], agrees=False, reasons="The rail differs."))
    assert board(view(made.one, *BULK))[made.id["where"]].contested == ("analysts judge it differently",)


def test_an_authors_own_review_does_not_count(made: Sample) -> None:
    made.say(own=Review(of=made.id["judge_who"], agrees=True, reasons="I agree with myself."))
    assert made.id["judge_who"] in {f.entries[0] for f in marked(made)["unreviewed"]}


def test_a_sentence_carries_the_judgements_it_rests_on_else_those_of_its_question(made: Sample) -> None:
    case = view(made.one, *BULK)
    asked = board(case)
    carried = {
        name: {e.id for e in judgements(asked, case, case.entries[made.id[name]])}
        for name in ("known_1", "sum_2", "known_2")
    }
    assert carried["known_1"] == {made.id["judge_where"]}
    assert carried["sum_2"] == {made.id["judge_who"], made.id["dissent"]}
    assert carried["known_2"] == set()


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("/home/olena/clip.mp4", True),
        ("see /Users/olena/x", True),
        ("C:\\Users\\olena\\x", True),
        ("file:" + "///srv/x", True),
        ("http://192.168.1.4/x", True),
        ("http://[fe80::1]/x", True),
        ("https://nas.local/x", True),
        ("https://user:secret@example.org/x", True),
        ("http://localhost:8000/", True),
        ("http://[broken/x", True),
        ("https://example.org/home/olena", False),
        ("https://social.example/@a/1", False),
        ("he/she", False),
        ("3/4 of it, 12/05/2024", False),
    ],
)
def test_private_addresses_and_paths(text: str, private: bool) -> None:
    assert is_private(text) is private
