"""A pen remembers how far a log's tree had grown, and never takes another log's memory for it."""

from dataclasses import replace

from firsthand.desk.pen import pen, write
from firsthand.record.assessment import About, Question
from firsthand.store.memory import MemoryIndex, MemoryLedger
from tests.desk.test_publish_sample import a_desk, joined


def test_a_pen_that_wrote_nothing_leaves_no_memory_behind() -> None:
    desk = replace(joined(a_desk("nothing yet"), "An Analyst"), ledger=MemoryLedger(), index=MemoryIndex())
    assert [pen(desk).tree.size for _ in range(2)] == [0, 0]


def test_a_second_case_in_the_same_place_begins_at_nothing() -> None:
    """The memory is kept by folder and log: a case made anew there may have the same names and none of the entries."""
    for _ in range(2):
        desk = joined(a_desk(), "An Analyst")
        write(desk, Question(about=About.WHERE, text="Where?"))
        assert desk.ledger.size(desk.writer.log) == 2
