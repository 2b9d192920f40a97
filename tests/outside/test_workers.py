"""The pool on one machine: bounded, lazy, in the order of readiness, and stopped when nobody listens."""

import threading
from collections.abc import Iterator

import pytest

from firsthand.outside.workers import Threads


def test_every_item_comes_back_with_its_result() -> None:
    assert dict(Threads(3).map(lambda n: n * n, range(100))) == {n: n * n for n in range(100)}
    assert list(Threads(3).map(str, [])) == []
    assert list(Threads().map(str, [1])) == [(1, "1")]


def test_no_more_than_the_limit_is_under_way_or_drawn() -> None:
    lock, under_way, most, drawn, done = threading.Lock(), 0, 0, 0, 0

    def items() -> Iterator[int]:
        nonlocal drawn
        for number in range(50):
            drawn += 1
            assert drawn - done <= 3 + 3
            yield number

    def task(number: int) -> int:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        with lock:
            under_way -= 1
        return number

    for _ in Threads(3).map(task, items()):
        done += 1
    assert done == 50 and 1 <= most <= 3


def test_a_quick_one_does_not_wait_for_a_slow_one() -> None:
    go = threading.Event()

    def task(name: str) -> bool:
        return go.wait(60) if name == "slow" else True

    run = Threads(2).map(task, ["slow", "quick"])
    assert next(run) == ("quick", True)
    go.set()
    assert list(run) == [("slow", True)]


def test_leaving_early_stops_what_is_under_way_and_draws_no_more() -> None:
    go, drawn = threading.Event(), []

    def items() -> Iterator[int]:
        for number in range(100):
            drawn.append(number)
            yield number

    run = Threads(2, on_stop=go.set).map(lambda number: number == 0 or go.wait(60), items())
    assert next(run) == (0, True)
    run.close()
    assert go.is_set() and len(drawn) <= 3
    assert threading.active_count() == 1


def test_a_task_that_raises_ends_the_run() -> None:
    def task(number: int) -> int:
        if number == 5:
            raise ZeroDivisionError
        return number

    with pytest.raises(ZeroDivisionError):
        list(Threads(2).map(task, range(1000)))


def test_items_that_raise_end_the_run() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise KeyError

    with pytest.raises(KeyError):
        list(Threads(2).map(str, items()))
