"""weigh.matrix: ranked by what speaks against, one origin once, contradictions side by side, overlapping answers at peace."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.method.weigh.matrix import MATRIX
from firsthand.record.bounds import Region, Span
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable
from firsthand.record.wire import to_wire

YES, NO, EVEN, NA = "consistent", "inconsistent", "neutral", "not applicable"


def cell(evidence: str, answer: str, consistency: str, by: str = "Ann") -> dict[str, str]:
    made = f"{evidence} {answer} {by} {consistency}"
    return {"id": made, "evidence": evidence, "answer": answer, "consistency": consistency, "by": by, "reason": "r"}


def ask(
    *weighings: dict[str, str],
    answers: tuple[Any, ...] = ("a", "b"),
    origins: dict[str, list[str]] | None = None,
    about: str = "what",
) -> Outcome:
    made = [answer if isinstance(answer, dict) else {"id": answer, "text": answer.upper()} for answer in answers]
    names = dict.fromkeys(w["evidence"] for w in weighings)
    roots = [{"id": name, "origins": (origins or {}).get(name, [f"recording {name}"])} for name in names]
    return MATRIX.ask(MATRIX.form({"about": about}), {"answers": made, "weighings": list(weighings), "evidence": roots})


def value(outcome: Outcome) -> Any:
    assert isinstance(outcome, (Found, Inconclusive)), outcome
    return outcome.value


def against(outcome: Outcome) -> dict[str, tuple[int, int]]:
    return {one["answer"]: (one["against"]["least"], one["against"]["most"]) for one in value(outcome)["ranking"]}


def tells(outcome: Outcome) -> dict[str, str]:
    return {row["evidence"]: row["tells"]["says"] for row in value(outcome)["evidence"]}


def test_the_answer_with_least_against_it_comes_first_whatever_speaks_for_the_other() -> None:
    outcome = ask(
        *(cell(f"e{n}", "a", YES) for n in range(5)),
        cell("x", "a", NO),
        cell("x", "b", EVEN),
        *(cell(f"e{n}", "b", EVEN) for n in range(5)),
    )
    assert [one["answer"] for one in value(outcome)["ranking"]] == ["b", "a"]
    assert against(outcome) == {"b": (0, 0), "a": (1, 1)} and isinstance(outcome, Found)


def test_evidence_that_is_equal_on_all_answers_says_nothing() -> None:
    outcome = ask(
        cell("same", "a", NO),
        cell("same", "b", NO),
        cell("split", "a", NO),
        cell("split", "b", YES),
        cell("soft", "a", YES),
        cell("soft", "b", EVEN),
    )
    assert tells(outcome) == {"same": "says nothing", "split": "tells apart", "soft": "says nothing"}


def test_a_missing_cell_leaves_open_what_the_evidence_tells() -> None:
    outcome = ask(cell("e", "a", NO))
    assert tells(outcome) == {"e": "not settled"} and value(outcome)["not_judged"] == 1
    assert value(outcome)["evidence"][0]["cells"]["b"] == {"says": "not judged", "by": []}


def test_two_cells_of_one_origin_are_flagged_and_counted_once() -> None:
    both = (cell("clip", "a", NO), cell("repost", "a", NO), cell("clip", "b", YES), cell("repost", "b", YES))
    outcome = ask(*both, origins={"clip": ["recording r"], "repost": ["recording r"]})
    assert against(outcome)["a"] == (1, 1)
    (ranked,) = (one for one in value(outcome)["ranking"] if one["answer"] == "a")
    assert ranked["counted_once"] == [{"origin": "recording r", "evidence": ["clip", "repost"]}]
    assert against(ask(*both))["a"] == (2, 2), "of two origins they are two"


def test_a_piece_on_two_origins_does_not_make_two_others_one() -> None:
    rows = [cell(name, "a", NO) for name in ("one", "two", "both")]
    outcome = ask(*rows, origins={"one": ["r1"], "two": ["r2"], "both": ["r1", "r2"]})
    assert against(outcome)["a"] == (2, 2)
    assert against(ask(cell("both", "a", NO), origins={"both": ["r1", "r2"]}))["a"] == (1, 1)


def test_evidence_without_a_known_origin_counts_at_most() -> None:
    outcome = ask(cell("e", "a", NO), cell("e", "b", YES), origins={"e": ["unknown N"]})
    assert against(outcome) == {"a": (0, 1), "b": (0, 0)}
    assert isinstance(outcome, Inconclusive) and value(outcome)["not_told_apart"] == [["a", "b"]]
    assert against(ask(cell("e", "a", NO), origins={"e": []}))["a"] == (0, 1)


def test_two_authors_contradicting_cells_stay_side_by_side() -> None:
    outcome = ask(
        cell("e", "a", NO),
        cell("e", "a", YES, "Ben"),
        cell("e", "b", YES),
        cell("f", "b", NO),
        cell("f", "a", YES),
        cell("g", "b", NO),
        cell("g", "a", YES),
    )
    found = value(outcome)["evidence"][0]["cells"]["a"]
    assert found["says"] == "inconclusive" and found["conflict"] == ["e a Ann inconsistent", "e a Ben consistent"]
    assert [(by["by"], by["consistency"]) for by in found["by"]] == [("Ann", NO), ("Ben", YES)]
    assert against(outcome) == {"a": (0, 1), "b": (2, 2)} and isinstance(outcome, Found)
    assert value(outcome)["inconclusive"][0]["evidence"] == "e"


def test_where_the_contested_cell_would_decide_all_is_inconclusive_with_both() -> None:
    outcome = ask(cell("e", "a", NO), cell("e", "a", YES, "Ben"), cell("e", "b", YES))
    assert isinstance(outcome, Inconclusive)
    assert outcome.conflict == ("e a Ann inconsistent", "e a Ben consistent") and "authors differ" in outcome.why


def test_two_authors_who_agree_are_no_contradiction_and_a_changed_mind_is_history() -> None:
    outcome = ask(cell("e", "a", NO), cell("e", "a", NO, "Ben"), cell("e", "b", NO), cell("e", "b", YES))
    cells = value(outcome)["evidence"][0]["cells"]
    assert cells["a"]["says"] == NO and len(cells["a"]["by"]) == 2
    assert cells["b"]["says"] == YES and [by["consistency"] for by in cells["b"]["earlier"]] == [NO]


def box(west: float) -> dict[str, Any]:
    return dict(to_wire(Region.around(lon=west, lat=50.0, radius_m=1000)))


def day(number: int) -> dict[str, Any]:
    return Span(earliest=datetime(2022, 3, number, tzinfo=UTC), latest=datetime(2022, 3, number + 1, tzinfo=UTC)).wire()


@pytest.mark.parametrize(
    ("one", "two", "how"),
    [
        ({"region": box(30.0)}, {"region": box(30.001)}, "overlap"),
        ({"region": box(30.0)}, {"region": box(31.0)}, "apart"),
        ({"span": day(4)}, {"span": day(5)}, "overlap"),
        ({"span": day(4)}, {"span": day(9)}, "apart"),
        ({"span": day(4), "region": box(30.0)}, {"span": day(9), "region": box(30.0)}, "apart"),
        ({"span": day(4)}, {}, "in words only"),
        ({"span": Span(verbatim="on Monday").wire()}, {"span": day(9)}, "in words only"),
        ({"region": box(30.0)}, {"span": day(4)}, "in words only"),
    ],
)
def test_places_and_times_are_compared_by_overlap(one: dict[str, Any], two: dict[str, Any], how: str) -> None:
    outcome = ask(
        cell("e", "a", NO), cell("e", "b", YES), answers=({"id": "a", **one}, {"id": "b", **two}), about="where"
    )
    (pair,) = value(outcome)["pairs"]
    assert pair["how"] == how and pair["compete"] == (how != "overlap")
    assert tells(outcome)["e"] == ("says nothing" if how == "overlap" else "tells apart")


def test_overlapping_answers_are_not_held_against_each_other() -> None:
    outcome = ask(
        cell("e", "a", YES),
        cell("e", "b", YES),
        answers=({"id": "a", "region": box(30.0)}, {"id": "b", "region": box(30.0)}),
    )
    assert isinstance(outcome, Found) and value(outcome)["not_told_apart"] == []
    assert value(outcome)["pairs"][0]["both_allow_km2"] > 3.0


def test_law_is_never_answered_and_nothing_is_nothing() -> None:
    assert isinstance(ask(cell("e", "a", NO), about="law"), Unsuitable)
    assert isinstance(ask(cell("e", "a", NO), about="taste"), Unsuitable)
    assert isinstance(ask(), Nothing)
    assert isinstance(ask(cell("e", "elsewhere", NO)), Nothing)


@pytest.mark.parametrize(
    "bad",
    [
        {"weighings": [{"id": "w"}]},
        {"weighings": [cell("e", "a", "loud")]},
        {"weighings": [cell("", "a", NO)]},
        {"weighings": ["w"]},
        {"answers": [{"text": "no id"}]},
        {"answers": [{"id": "a", "region": {"boxes": []}}]},
        {"answers": [{"id": "a", "span": 3}]},
        {"evidence": [{"origins": []}]},
        {"evidence": None},
    ],
)
def test_what_has_not_the_cards_shape_is_unsuitable(bad: dict[str, Any]) -> None:
    given_ = {"answers": [{"id": "a"}], "weighings": [cell("e", "a", NO)], "evidence": []}
    assert isinstance(MATRIX.ask(MATRIX.given(), given_ | bad), Unsuitable)


@given(
    st.lists(
        st.tuples(
            st.sampled_from("efgh"),
            st.sampled_from("ab"),
            st.sampled_from([YES, NO, EVEN, NA]),
            st.sampled_from(["Ann", "Ben"]),
        ),
        min_size=1,
        max_size=12,
    ),
    st.dictionaries(
        st.sampled_from("efgh"), st.lists(st.sampled_from(["r1", "r2", "unknown N"]), max_size=2, unique=True)
    ),
)
def test_bounds_hold_whatever_was_entered(rows: list[tuple[str, str, str, str]], origins: dict[str, list[str]]) -> None:
    outcome = ask(*(cell(*row) for row in rows), origins=origins)
    for answer, (least, most) in against(outcome).items():
        said = {row[0] for row in rows if row[1] == answer and row[2] == NO}
        assert 0 <= least <= most <= len(said)
    again = ask(*(cell(*row) for row in rows), origins=origins)
    assert MATRIX.agrees(outcome, again)
