"""Work on one machine: a bounded pool of threads, each of which waits for a cell."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")


class Threads:
    """Keeps port.Workers. At most `limit` (one for each processor) tasks are under way, and as many items drawn.

    A task that raises ends the run: its exception reaches the consumer. Where that or the consumer ends it early, nothing
    more is drawn, `on_stop` is called (the cells' own stop, so that nobody waits for a long read), and what is under way is
    waited for.
    """

    def __init__(self, limit: int | None = None, *, on_stop: Callable[[], None] | None = None) -> None:
        self._limit = max(1, limit or len(os.sched_getaffinity(0)))
        self._on_stop = on_stop

    def map(self, task: Callable[[A], B], items: Iterable[A]) -> Iterator[tuple[A, B]]:
        """Each item with its result, as they are ready, in no order."""
        left = iter(items)
        under_way: dict[Future[B], A] = {}
        with ThreadPoolExecutor(self._limit, thread_name_prefix="cell") as pool:
            finished = False
            try:
                while True:
                    for item in islice(left, self._limit - len(under_way)):
                        under_way[pool.submit(task, item)] = item
                    if not under_way:
                        break
                    ready, _ = wait(under_way, return_when=FIRST_COMPLETED)
                    for future in ready:
                        yield under_way.pop(future), future.result()
                finished = True
            finally:
                if not finished:
                    self._end(under_way)

    def _end(self, under_way: Mapping[Future[B], A]) -> None:
        """Again and again, since a task may have been just about to begin a read."""
        left = {future for future in under_way if not future.cancel()}
        while True:
            if self._on_stop is not None:
                self._on_stop()
            if not left:
                return
            left = wait(left, timeout=0.2 if self._on_stop else None).not_done
