"""Every rule of the gate, by a case that breaks it and one that keeps it."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from firsthand.desk.desk import BULK, view
from firsthand.desk.gate import RULES, GateFinding, gate
from firsthand.desk.gate_board import board, judgements, sentences
from firsthand.desk.gate_disclosure import Plan, is_private
from firsthand.desk.gate_edition import edition_of
from firsthand.desk.origins import origins_unnamed
from firsthand.desk.publish import publish
from firsthand.record.assessment import (
    About,
    Answer,
    Assessment,
    Confidence,
    Likelihood,
    Question,
    Reply,
    Review,
    Withdrawal,
)
from firsthand.record.claim import Claim, Grade, SpeaksTo, Stance
from firsthand.record.footage import Derivative, Stretch
from firsthand.record.observation import Mark, MarkKind
from firsthand.record.publication import Draft, Section
from tests.desk.test_publish_sample import Sample, corrected, digest, sample


@pytest.fixture
def made() -> Sample:
    return sample()


def findings(made: Sample, plan: Plan | None = None, **more: Any) -> list[GateFinding]:
    return gate(edition_of(view(made.one, *BULK), plan or Plan(), origins=origins_unnamed(made.one), **more))


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


def test_the_written_page_names_every_rule() -> None:
    page = (Path(__file__).parents[2] / "docs" / "weighing.md").read_text("utf-8")
    assert [rule.id for rule in RULES if f"`{rule.id}`" not in page] == []


def test_a_good_case_passes_and_bears_its_marks(made: Sample) -> None:
    assert refused(made) == {}
    found = marked(made)
    assert set(found) == {"contested", "unreviewed", "stills-held", "single-origin", "chain"}
    one = {f.entries[0]: f.message for f in found["single-origin"]}
    assert set(one) == {made.id[name] for name in ("sum_1", "sum_2", "known_1", "known_2")}
    assert one[made.id["sum_2"]].endswith("rests on one known origin, and 1 unknown")
    assert {f.entries[0] for f in found["chain"]} == {made.id["claim_council"], made.id["claim_club"]}
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


def _club_named(s: Sample) -> None:
    """An answer to who names a source, by a claim of another's; the club's own entry in the log is not there."""
    s.say(named=Answer(question=s.id["who"], text="The Old Bridge Rowing Club"))
    speaks = (SpeaksTo(question=s.id["who"], answer=s.id["named"], stance=Stance.FOR),)
    s.say(told=Claim(source=s.id["agency"], paraphrase="The agency says that it was the club.", speaks_to=speaks))


def _club_accused(s: Sample) -> None:
    s.say(
        extra=Draft(
            text="The Old Bridge Rowing Club was accused by the agency of setting off fireworks.",
            rests_on=(s.id["claim_law"],),
        )
    )


def _asked_and_nobody_logged(s: Sample) -> None:
    for name in ("reply", "reply_2"):
        _gone(name)(s)
    s.say(asks=Question(about=About.REPLY, text="What does the council reply?"))


def _not_asked(s: Sample) -> None:
    s.say(skipped=Reply(source=s.id["club"], asked=False, question="Who fired?"))


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
    "accounts counted for origins": Broken(
        "counted-in-origins",
        _draft(text="Two independent sources confirm that it was the council.", rests_on=_of("claim_council")),
    ),
    "corroborated by one clip": Broken(
        "counted-in-origins", _draft(text="This corroborates the place.", rests_on=_of("tower", "read_1"))
    ),
    "an accused without an entry": Broken("reply", _club_named),
    "accused in a sentence": Broken("reply", _club_accused),
    "a question of reply and an empty log": Broken("reply", _asked_and_nobody_logged),
    "not asked, and no reason": Broken("reply", _not_asked),
    "called reviewed": Broken(
        "called-reviewed",
        _draft(text="The matter was reviewed.", section=Section.HOW, rests_on=_of("judge_who")),
    ),
    "called reviewed on no review": Broken(
        "called-reviewed",
        _draft(text="All of it was checked by another analyst.", section=Section.HOW, rests_on=_of("read_1")),
    ),
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


# --- corroboration, reply, review, grades: what keeps each rule ---------------------------------------------------------------


KEPT = {
    "two origins": ("counted-in-origins", "Two recordings show it from both sides.", ("tower", "read_3")),
    "one place, said as such": (
        "counted-in-origins",
        "Two outlets report it, both citing one agency.",
        ("claim_council",),
    ),
    "reviewed by another": ("called-reviewed", "The place was reviewed.", ("judge_where",)),
    "the review itself": ("called-reviewed", "It was checked by another analyst.", ("review",)),
    "a source's own review": ("called-reviewed", "The council says that it has reviewed it.", ("claim_council",)),
    "not reviewed": ("called-reviewed", "It has not been reviewed.", ("judge_who",)),
    "the accused speaks": ("reply", "The Old Bridge Rowing Club says that it was accused wrongly.", ("claim_club",)),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_keeps_a_rule_passes_it(made: Sample, name: str) -> None:
    rule, text, rests = KEPT[name]
    _draft(text=text, rests_on=_of(*rests))(made)
    assert rule not in refused(made)


@pytest.mark.parametrize("asked", [True, None])
def test_an_entry_in_the_log_is_enough_for_the_accused(made: Sample, asked: bool | None) -> None:
    _club_named(made)
    made.say(put=Reply(source=made.id["club"], asked=asked, question="Did the club fire the salute?"))
    assert "reply" not in refused(made)


def test_who_was_not_asked_is_told_with_the_reason(made: Sample) -> None:
    made.say(put=Reply(source=made.id["club"], asked=False, question="Who fired?", answer="No address is known."))
    assert "reply" not in refused(made)


def test_a_protected_source_is_never_looked_for_by_name_in_the_log(made: Sample) -> None:
    made.say(named=Answer(question=made.id["who"], text="Somebody else"))
    assert "reply" not in refused(made)


def test_two_authors_grades_are_marked_and_one_authors_change_of_mind_is_not(made: Sample) -> None:
    made.say(again=Grade(about=made.id["agency"], grade="B", reason="printed a correction"))
    assert "grades-differ" not in marked(made)
    made.other(differs=Grade(about=made.id["agency"], grade="E", reason="invented a quotation"))
    (found,) = marked(made)["grades-differ"]
    assert found.entries == (made.id["agency"],)
    assert "Olena Marchuk B" in found.message and "Bram de Wit E" in found.message


def test_a_withdrawn_grade_differs_from_nothing(made: Sample) -> None:
    made.other(differs=Grade(about=made.id["agency"], grade="E", reason="invented a quotation"))
    made.other(back=Withdrawal(of=made.id["differs"], reason="it was another agency"))
    assert "grades-differ" not in marked(made)


# --- after publication -------------------------------------------------------------------------------------------------------


def _published(made: Sample, folder: Path) -> Plan:
    *_, issued = publish(made.one, folder)
    return Plan(edition=2, previous=issued.entry, changed="One statement was taken back.")  # type: ignore[union-attr]


def test_ground_that_was_taken_back_needs_a_correction_that_says_so(made: Sample, tmp_path: Path) -> None:
    later = _published(made, tmp_path / "one")
    corrected(made)
    assert refused(made, later) == {}, "the correction rests on the withdrawal"
    _gone("correct")(made)
    (found,) = refused(made, later)["correction"]
    assert found.entries == (made.id["claim_neighbour"], made.id["gone"])
    assert "no correction says so" in found.message
    made.say(told=Draft(text="It was taken back.", section=Section.CORRECTION, rests_on=(made.id["claim_neighbour"],)))
    assert "correction" not in refused(made, later), "or on what was withdrawn"


def test_ground_two_steps_below_counts_and_what_nobody_read_does_not(made: Sample, tmp_path: Path) -> None:
    made.say(spare=Claim(source=made.id["agency"], paraphrase="It was windy."))
    later = _published(made, tmp_path / "one")
    _gone("spare")(made)
    assert "correction" not in refused(made, later)
    _gone("tower")(made)
    (found,) = refused(made, later)["correction"]
    assert found.entries[0] == made.id["tower"]


def test_a_correction_of_the_edition_before_does_not_serve_again(made: Sample, tmp_path: Path) -> None:
    first = _published(made, tmp_path / "one")
    corrected(made)
    *_, issued = publish(made.one, tmp_path / "two", changed=first.changed)
    third = Plan(edition=3, previous=issued.entry, changed="More was taken back.")  # type: ignore[union-attr]
    assert "correction" not in refused(made, third)
    _gone("claim_club")(made)
    assert [f.entries[0] for f in refused(made, third)["correction"]] == [made.id["claim_club"]]


def test_an_edition_that_was_taken_back_is_told(made: Sample, tmp_path: Path) -> None:
    later = _published(made, tmp_path / "one")
    made.say(retracted=Withdrawal(of=later.previous or "", reason="The clip was another event's."))
    (found,) = refused(made, later)["correction"]
    assert "the edition itself" in found.message
    made.say(told=Draft(text="We take it back.", section=Section.CORRECTION, rests_on=(made.id["retracted"],)))
    assert "correction" not in refused(made, later)
    list(publish(made.one, tmp_path / "two", changed="It is taken back."))
    page = (tmp_path / "two" / "index.html").read_text("utf-8")
    assert "edition 1" in page and "another event’s" in page.replace("&#39;", "’")


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
