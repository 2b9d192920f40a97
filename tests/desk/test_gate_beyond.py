"""What goes out beside the page is said, unless it is withheld."""

from dataclasses import replace

from firsthand.desk.desk import BULK, view
from firsthand.desk.gate import gate
from firsthand.desk.gate_disclosure import Plan
from firsthand.desk.gate_edition import edition_of
from firsthand.record.publication import Draft, Section
from firsthand.record.sighting import Sighting
from tests.desk.test_publish_sample import Sample, sample


def beyond(made: Sample, plan: Plan | None = None) -> set[str]:
    found = gate(edition_of(view(made.one, *BULK), plan or Plan()))
    return {entry for one in found if one.rule == "beyond-the-page" for entry in one.entries}


def test_a_sentence_that_was_replaced_is_told_unless_it_is_withheld() -> None:
    made = sample()
    assert beyond(made) == set(), "all of it stands behind a sentence"
    old = made.id["known_1"]
    draft = view(made.one, *BULK).entries[old].value
    made.say(again=replace(draft, text="The band played.", replaces=old))
    assert beyond(made) == {old}
    assert beyond(made, Plan(withhold={old: frozenset()})) == set()


def test_a_sighting_is_told_until_a_sentence_leads_to_it() -> None:
    made = sample()
    made.say(post=Sighting(file=None, item="a post", url="https://example.org/post"))
    post = made.id["post"]
    assert beyond(made) == {post}
    made.say(leans=Draft(text="A post was seen.", section=Section.KNOWN, rests_on=(post,)))
    assert beyond(made) == set()
