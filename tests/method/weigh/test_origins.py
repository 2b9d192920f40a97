"""weigh.origins: chains, copies, circles, unknown and no evidence, each held to a slow and obvious second version."""

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.method.weigh.origins import ORIGINS, evidence
from firsthand.method.weigh.origins_graph import is_circle, knots, shortest_round
from firsthand.record.finding import Found, Inconclusive, Nothing, Outcome, Unsuitable

QUESTION = {
    "id": "q",
    "about": "where",
    "text": "Where?",
    "answers": [{"id": "a", "text": "on the bridge"}, {"id": "b", "text": "at the quay"}],
}


def claim(
    name: str, basis: str, *, source: str = "", stance: str = "for", answer: str = "a", **more: Any
) -> dict[str, Any]:
    speaks = [{"question": "q", "answer": answer, "stance": stance}]
    return {"id": name, "source": source or f"source of {name}", "basis": basis, "speaks_to": speaks, **more}


def item(name: str) -> dict[str, Any]:
    return {"id": name, "kind": "sighting", "item": name}


def inputs(
    *claims: dict[str, Any],
    exhibits: tuple[dict[str, Any], ...] = (),
    groups: tuple[dict[str, Any], ...] = (),
    texts: tuple[str, ...] = (),
    unnamed: tuple[str, ...] = (),
    questions: tuple[dict[str, Any], ...] = (QUESTION,),
    links: tuple[dict[str, Any], ...] = (),
) -> dict[str, Any]:
    names = dict.fromkeys(s for one in claims for s in (one["source"], *one.get("through", ())))
    return {
        "claims": list(claims),
        "exhibits": list(exhibits),
        "sources": [{"id": s, "name": s, "is_a": "unnamed" if s in unnamed else "outlet"} for s in names],
        "recordings": {"groups": list(groups), "texts": list(texts), "compared": True},
        "questions": list(questions),
        "links": list(links),
    }


def ask(*claims: dict[str, Any], question: str = "", **more: Any) -> Outcome:
    return ORIGINS.ask(ORIGINS.form({"question": question}), inputs(*claims, **more))


def side(outcome: Outcome, answer: str = "a", stance: str = "for") -> dict[str, Any]:
    assert isinstance(outcome, (Found, Inconclusive)), outcome
    return next(a[stance] for q in outcome.value["questions"] for a in q["answers"] if a["id"] == answer)  # type: ignore[no-any-return]


def fell(outcome: Outcome, origin: str, answer: str = "a") -> dict[str, Any]:
    assert isinstance(outcome, Found)
    (answer_,) = (a for q in outcome.value["questions"] for a in q["answers"] if a["id"] == answer)
    return next(one for one in answer_["fell"] if one["origin"] == origin)  # type: ignore[no-any-return]


# --- what counts as one ----------------------------------------------------------------------------------------------------


def test_five_outlets_citing_one_newspaper_about_one_clip_are_one_origin() -> None:
    outlets = [claim(f"o{n}", "another source", rests_on=["n"]) for n in range(5)]
    outcome = ask(claim("n", "own work", files=["clip"]), *outlets)
    assert side(outcome)["origins"] == ["recording clip"] and side(outcome)["unknown"] == []
    assert len(side(outcome)["evidence"]) == 6


def test_copies_of_one_recording_are_one_origin_and_other_files_are_not() -> None:
    groups = ({"id": "r", "name": "the clip", "parts": ["x", "y"]},)
    outcome = ask(
        claim("c1", "footage", files=["x"]),
        claim("c2", "footage", files=["y"]),
        claim("c3", "footage", files=["z"]),
        groups=groups,
    )
    assert side(outcome)["origins"] == ["recording r", "recording z"]
    assert isinstance(outcome, Found) and outcome.value["roots"]["recording r"]["said_by"] == [
        "source of c1",
        "source of c2",
    ]


def test_an_eyewitness_is_one_origin_however_often_and_through_whomever() -> None:
    outcome = ask(
        claim("c1", "own eyes", source="Ana"),
        claim("c2", "own eyes", source="Ana", through=["Daily"]),
        claim("c3", "own eyes", source="Ben"),
    )
    assert side(outcome)["origins"] == ["eyewitness Ana", "eyewitness Ben"]


def test_an_eyewitness_without_a_name_is_unknown() -> None:
    outcome = ask(
        claim("c1", "own eyes", source="someone"),
        claim("c2", "own act", source="a body"),
        unnamed=("someone", "a body"),
    )
    assert isinstance(outcome, Inconclusive)
    assert side(outcome)["origins"] == [] and side(outcome)["unknown"] == ["unknown someone", "unknown a body"]


@pytest.mark.parametrize("basis", ["own eyes", "own act", "footage"])
def test_voices_heard_in_a_clip_are_that_clips_origin(basis: str) -> None:
    heard = {"id": "w", "kind": "observation", "parts": ["clip"], "words": "heard", "rests_on": []}
    voice = claim("v", basis, source="a voice", rests_on=["w"])
    assert side(ask(voice, exhibits=(heard,)))["origins"] == ["recording clip"]
    named = claim("v", basis, source="Ana", rests_on=["w"])
    assert side(ask(named, exhibits=(heard,)))["origins"] == ["recording clip"]
    in_item = {"id": "w", "kind": "observation", "words": "heard", "rests_on": ["F1"]}
    assert side(ask(voice, exhibits=(item("F1"), in_item)))["origins"] == ["recording item f1"]


def test_a_voice_without_an_observation_is_the_clips_where_it_is_tied_to_one() -> None:
    outcome = ask(claim("v", "own eyes", source="voices", files=["clip"]), unnamed=("voices",))
    assert side(outcome)["origins"] == ["recording clip"]


def test_own_work_on_footage_rests_on_the_footage_and_on_nothing_is_a_judgement() -> None:
    outcome = ask(claim("c1", "own work", files=["clip"]), claim("c2", "own work"))
    assert side(outcome)["origins"] == ["recording clip"]
    assert [nothing["evidence"] for nothing in side(outcome)["nothing"]] == ["c2"]


def test_no_basis_is_unknown_whatever_it_is_about() -> None:
    outcome = ask(claim("c1", "none given", files=["clip"]), claim("c2", "own eyes", source="Ana"))
    assert side(outcome)["origins"] == ["eyewitness Ana"] and side(outcome)["unknown"] == ["unknown source of c1"]


def test_ten_outlets_that_cite_one_without_a_basis_are_one_unknown() -> None:
    outlets = [claim(f"o{n}", "another source", rests_on=["n"]) for n in range(10)]
    outcome = ask(claim("n", "none given", source="N"), *outlets)
    assert isinstance(outcome, Inconclusive)
    assert side(outcome)["unknown"] == ["unknown N"]


def test_law_a_reply_and_what_rests_on_law_alone_count_for_nothing() -> None:
    reply = {"id": "r", "about": "reply", "text": "What do they say?", "answers": []}
    quiet = claim("q1", "own act") | {"speaks_to": [{"question": "r"}]}
    outcome = ask(claim("l", "law"), claim("o", "another source", rests_on=["l"]), quiet, questions=(QUESTION, reply))
    assert isinstance(outcome, Nothing)
    found = evidence(
        inputs(claim("l", "law"), claim("o", "another source", rests_on=["l"]), quiet, questions=(QUESTION, reply))
    )
    assert all(one["origins"] == one["unknown"] == [] and one["nothing"] for one in found.values())


def test_a_claim_on_another_source_without_a_link_follows_what_the_source_has_passed_on() -> None:
    outcome = ask(
        claim("n", "footage", source="N", through=["O"], files=["clip"]), claim("o", "another source", source="O")
    )
    assert side(outcome)["origins"] == ["recording clip"] and side(outcome)["unknown"] == []


def test_a_report_that_is_only_spoken_of_is_not_footage_because_it_is_cited() -> None:
    report = claim("o", "another source", rests_on=["F4"])
    assert side(ask(report, exhibits=(item("F4"),)))["unknown"] == ["unknown source of o"]
    clip = claim("o", "another source", rests_on=["F1"])
    outcome = ask(clip, claim("n", "own work", rests_on=["F1"]), exhibits=(item("F1"),))
    assert side(outcome)["origins"] == ["recording item f1"] and side(outcome)["unknown"] == []


def test_an_item_is_one_by_its_name_and_one_with_its_bytes_where_they_are_found() -> None:
    two = ({"id": "s1", "kind": "sighting", "item": "The  clip"}, {"id": "s2", "kind": "sighting", "item": "the clip"})
    claims = (claim("c1", "footage", rests_on=["s1"]), claim("c2", "footage", rests_on=["s2"]))
    outcome = ask(*claims, exhibits=two)
    assert side(outcome)["origins"] == ["recording item the clip"]
    assert isinstance(outcome, Found) and outcome.value["roots"]["recording item the clip"]["here"] is False
    found = {"id": "s3", "kind": "sighting", "item": "The clip", "parts": ["file"]}
    assert side(ask(*claims, exhibits=(*two, found)))["origins"] == ["recording file"]


def test_words_in_a_text_are_where_it_stands_and_not_what_it_rests_on() -> None:
    article = {"id": "s", "kind": "sighting", "parts": ["text"], "words": "written"}
    passage = {"id": "p", "kind": "observation", "words": "written", "rests_on": ["s"]}
    outcome = ask(
        claim("c1", "footage", rests_on=["p", "s"]),
        claim("c2", "own work", rests_on=["p"], files=["text"]),
        claim("c3", "footage", files=["clip"], rests_on=["p"]),
        exhibits=(article, passage),
        texts=("text",),
    )
    assert side(outcome)["origins"] == ["recording clip"] and side(outcome)["unknown"] == ["unknown source of c1"]
    assert [one["evidence"] for one in side(outcome)["nothing"]] == ["c2"]


def test_in_a_file_of_several_recordings_only_a_stretch_tells_which() -> None:
    groups = (
        {"id": "r1", "parts": ["a", {"file": "mix", "start": 0, "end": 10}]},
        {"id": "r2", "parts": ["b", {"file": "mix", "start": 12, "end": 20}]},
    )
    whole = ask(claim("c", "footage", files=["mix"]), claim("d", "footage", files=["a"]), groups=groups)
    assert side(whole)["origins"] == ["recording r1"] and side(whole)["unknown"] == ["unknown mix"]
    seen = {"id": "o", "kind": "observation", "parts": [{"file": "mix", "start": 13, "end": 14}]}
    assert side(ask(claim("c", "footage", rests_on=["o"]), exhibits=(seen,), groups=groups))["origins"] == [
        "recording r2"
    ]
    between = {"id": "o", "kind": "observation", "parts": [{"file": "mix", "start": 8, "end": 13}]}
    assert isinstance(ask(claim("c", "footage", rests_on=["o"]), exhibits=(between,), groups=groups), Inconclusive)


def test_what_an_assessment_names_counts_as_much_as_a_claim() -> None:
    seen = {"id": "o", "kind": "observation", "parts": ["clip"]}
    links = ({"evidence": "o", "answer": "a", "stance": "for"}, {"evidence": "c", "answer": "a", "stance": "against"})
    outcome = ask(claim("c", "own eyes", source="Ana", answer="b"), exhibits=(seen,), links=links)
    assert side(outcome)["origins"] == ["recording clip"]
    assert side(outcome, "a", "against")["origins"] == ["eyewitness Ana"] == side(outcome, "b")["origins"]


def test_what_was_taken_back_beneath_a_claim_makes_it_unknown() -> None:
    outcome = ask(claim("c", "footage", rests_on=["gone"]), claim("d", "own eyes", source="Ana"))
    assert side(outcome)["unknown"] == ["unknown gone"]


# --- if one fell ------------------------------------------------------------------------------------------------------------


def test_without_the_only_recording_nothing_supports_where() -> None:
    outcome = ask(claim("n", "own work", files=["clip"]), claim("u", "none given"))
    one = fell(outcome, "recording clip")
    assert one["nothing_left"] and one["falls"] == ["n"] and one["unknown_for"] == ["unknown source of u"]
    assert one["says"] == (
        "without this recording (file clip), nothing supports 'on the bridge', but for what has no known origin"
    )
    assert isinstance(outcome, Found)
    (question,) = outcome.value["questions"]
    assert question["fell"][0]["all"] and question["fell"][0]["says"].endswith("nothing supports 'where'")


def test_what_rests_on_two_origins_stands_when_one_falls() -> None:
    outcome = ask(
        claim("n", "footage", files=["clip"], rests_on=["e"]),
        claim("e", "own eyes", source="Ana"),
        claim("z", "own eyes", source="Ben", answer="b"),
    )
    one = fell(outcome, "recording clip")
    assert (
        one["left_for"] == ["eyewitness Ana"] and not one["nothing_left"] and one["falls"] == [] and one["says"] == ""
    )
    other = fell(outcome, "eyewitness Ana")
    assert other["falls"] == ["e"] and other["left_for"] == ["recording clip"]
    assert isinstance(outcome, Found)
    assert [f["answers"] for f in outcome.value["questions"][0]["fell"]] == [["b"]]


def test_who_stands_between_all_of_it_and_us_is_named() -> None:
    outcome = ask(
        claim("c1", "own eyes", source="Ana", through=["Daily", "Wire"]),
        claim("c2", "own eyes", source="Ben", through=["Wire"]),
    )
    assert side(outcome)["only_through"] == ["Wire"]
    seen = {"id": "o", "kind": "observation", "parts": ["clip"]}
    links = ({"evidence": "o", "answer": "a", "stance": "for"},)
    here = ask(claim("c1", "own eyes", source="Ana"), exhibits=(seen,), links=links)
    assert side(here)["only_through"] == []


# --- circles and chains -----------------------------------------------------------------------------------------------------


def test_a_claim_that_cites_itself_is_shown_and_has_no_origin() -> None:
    outcome = ask(claim("c", "another source", rests_on=["c"]))
    assert isinstance(outcome, Inconclusive) and outcome.conflict == ("c",)
    assert outcome.value["circles"][0]["says"] == "it cites itself"
    assert side(outcome)["unknown"] == ["unknown c"]


def test_a_circle_of_outlets_is_shown_with_its_shortest_round() -> None:
    ring = [claim(f"c{n}", "another source", source=f"S{n}", rests_on=[f"c{(n + 1) % 4}"]) for n in range(4)]
    ring[0]["rests_on"] = ["c1", "c2"]
    outcome = ask(*ring)
    assert isinstance(outcome, Inconclusive) and outcome.conflict == ("c0", "c2", "c3")
    assert outcome.value["circles"][0]["claims"] == ["c0", "c1", "c2", "c3"]
    assert outcome.value["circles"][0]["sources"] == ["S0", "S2", "S3"]
    assert side(outcome)["unknown"] == ["unknown c0"], "the circle is one unknown, not four"


def test_a_circle_with_something_beneath_it_rests_on_that() -> None:
    outcome = ask(
        claim("x", "another source", rests_on=["y"]),
        claim("y", "another source", rests_on=["x", "z"]),
        claim("z", "footage", files=["clip"]),
    )
    assert isinstance(outcome, Found) and outcome.value["circles"][0]["rest_on"] == ["recording clip"]
    assert side(outcome)["origins"] == ["recording clip"] and side(outcome)["unknown"] == []


def test_outlets_that_each_quote_the_other_are_a_circle_by_their_chains() -> None:
    for basis in ("another source", "none given"):
        outcome = ask(claim("x", basis, source="X", through=["Y"]), claim("y", basis, source="Y", through=["X"]))
        assert isinstance(outcome, Inconclusive) and outcome.conflict == ("x", "y"), basis


def test_a_source_that_stands_twice_in_its_own_chain_is_shown() -> None:
    outcome = ask(claim("c", "own eyes", source="Ana", through=["Daily", "Ana"]))
    assert isinstance(outcome, Found)
    assert outcome.value["circles"][0]["sources"] == ["Ana", "Daily", "Ana"]


@pytest.mark.parametrize("ends_in", ["footage", "none given", "circle"])
def test_a_chain_of_ten_thousand_links(ends_in: str) -> None:
    links = 10_000
    last = (
        claim("c0", "another source", rests_on=[f"c{links}"])
        if ends_in == "circle"
        else claim("c0", ends_in, files=["clip"])
    )
    chain = [claim(f"c{n}", "another source", rests_on=[f"c{n - 1}"]) for n in range(1, links + 1)]
    outcome = ask(*reversed(chain), last)
    wanted = {"footage": "recording clip", "none given": "unknown source of c0", "circle": "unknown c0"}[ends_in]
    assert side(outcome)["origins"] + side(outcome)["unknown"] == [wanted]
    assert isinstance(outcome, Found) == (ends_in == "footage")


# --- outcomes ---------------------------------------------------------------------------------------------------------------


def test_nothing_speaks_to_the_question() -> None:
    other = {"id": "q2", "about": "when", "text": "When?", "answers": []}
    outcome = ask(claim("c", "own eyes"), questions=(QUESTION, other), question="q2")
    assert isinstance(outcome, Nothing) and "1 claims" in outcome.looked


@pytest.mark.parametrize(
    "bad",
    [
        {"claims": [{"id": "c"}]},
        {"claims": [claim("c", "rumour")]},
        {"claims": [claim("c", "law"), claim("c", "law")]},
        {"claims": "c"},
        {"claims": [claim("c", "footage", files="clip")]},
        {"claims": [claim("c", "footage", files=[{"file": "a", "start": "0:01"}])]},
        {"claims": [claim("c", "footage", rests_on=[1])]},
        {"exhibits": [{"id": "e", "kind": "observation", "words": "sung"}]},
        {"questions": [{"id": "q", "about": "taste"}]},
        {"links": [{"evidence": "c"}]},
        {"recordings": {"groups": [{"parts": []}]}},
    ],
)
def test_what_has_not_the_cards_shape_is_unsuitable(bad: dict[str, Any]) -> None:
    outcome = ORIGINS.ask(ORIGINS.given(), inputs() | bad)
    assert isinstance(outcome, Unsuitable) and outcome.code == "record.bad-entry", outcome


def test_a_question_that_is_not_there_is_unsuitable() -> None:
    assert isinstance(ask(claim("c", "own eyes"), question="elsewhere"), Unsuitable)


# --- the fast one against the slow and obvious one ------------------------------------------------------------------------------


def slow(claims: list[dict[str, Any]]) -> dict[str, set[str]]:
    """Origins by walking every path from every claim, one at a time."""
    by = {one["id"]: one for one in claims}

    def walk(name: str, seen: frozenset[str]) -> set[str]:
        one = by[name]
        if name in seen:
            return set()
        if one["basis"] == "own eyes":
            return {f"eyewitness {one['source']}"}
        if one["basis"] == "none given":
            return {f"unknown {one['source']}"}
        if not one["files"] and not one["rests_on"]:
            return {f"unknown {one['source']}"}
        made = {f"recording {file}" for file in one["files"]}
        for other in one["rests_on"]:
            made |= walk(other, seen | {name})
        return made

    return {name: walk(name, frozenset()) for name in by}


@st.composite
def webs(draw: st.DrawFn) -> list[dict[str, Any]]:
    count = draw(st.integers(1, 8))
    names = [f"c{n}" for n in range(count)]
    made = []
    for name in names:
        basis = draw(st.sampled_from(["own eyes", "none given", "footage", "footage", "footage"]))
        rests_on = draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
        files = draw(st.lists(st.sampled_from(["f", "g"]), max_size=1))
        made.append(claim(name, basis, source=draw(st.sampled_from(["S", "T", "U"])), files=files, rests_on=rests_on))
    return made


@given(webs())
@settings(max_examples=150)
def test_the_same_roots_as_by_walking_every_path(claims: list[dict[str, Any]]) -> None:
    found, expected = evidence(inputs(*claims)), slow(claims)
    for name, roots in expected.items():
        made = {*found[name]["origins"], *found[name]["unknown"]}
        circles = {key for key in made if key.startswith("unknown c")}
        assert made - circles == roots, name
        assert made, "a circle with nothing beneath it is an unknown of its own"


@given(st.dictionaries(st.integers(0, 7), st.lists(st.integers(0, 7), max_size=4), min_size=8, max_size=8))
def test_knots_are_the_sets_that_reach_each_other(edges: dict[int, list[int]]) -> None:
    graph = {str(n): [str(e) for e in edges.get(n, [])] for n in range(8)}
    reach = {n: {n} for n in graph}
    for _ in graph:
        reach = {n: reach[n].union(*(reach[e] for e in graph[n]), *([])) if graph[n] else reach[n] for n in graph}
    wanted = {frozenset(m for m in graph if m in reach[n] and n in reach[m]) for n in graph}
    found = list(knots(graph))
    assert {frozenset(knot) for knot in found} == wanted and sum(map(len, found)) == len(graph)
    place = {n: at for at, knot in enumerate(found) for n in knot}
    assert all(place[e] <= place[n] for n in graph for e in graph[n]), "what is reached comes first"
    for knot in found:
        if is_circle(graph, knot):
            way = shortest_round(graph, knot)
            assert all(b in graph[a] for a, b in itertools.pairwise((*way, way[0])))
