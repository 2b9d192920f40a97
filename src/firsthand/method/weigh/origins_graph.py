"""Which roots each node of a citation graph reaches, circles and chains of any length included: two passes, no recursion."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

Graph = Mapping[str, Sequence[str]]


def knots(graph: Graph) -> Iterator[tuple[str, ...]]:
    """The strongly connected components, each after all that it reaches (Tarjan 1972, with a stack of its own).

    Every node that an edge names must be a key. Time and memory grow with nodes and edges.
    """
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    held: set[str] = set()
    stack: list[str] = []
    for start in graph:
        if start in order:
            continue
        order[start] = low[start] = len(order)
        stack.append(start)
        held.add(start)
        work = [(start, iter(graph[start]))]
        while work:
            node, edges = work[-1]
            deeper = next((edge for edge in edges if _fresh(order, low, held, node, edge)), None)
            if deeper is not None:
                order[deeper] = low[deeper] = len(order)
                stack.append(deeper)
                held.add(deeper)
                work.append((deeper, iter(graph[deeper])))
                continue
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[node])
            if low[node] == order[node]:
                yield _popped(stack, held, node)


def _fresh(order: dict[str, int], low: dict[str, int], held: set[str], node: str, edge: str) -> bool:
    """Whether the edge leads to a node that has not been met; one that is still open pulls the low mark down."""
    if edge not in order:
        return True
    if edge in held:
        low[node] = min(low[node], order[edge])
    return False


def _popped(stack: list[str], held: set[str], node: str) -> tuple[str, ...]:
    made = []
    while True:
        made.append(stack.pop())
        held.discard(made[-1])
        if made[-1] == node:
            return tuple(reversed(made))


def is_circle(graph: Graph, knot: Sequence[str]) -> bool:
    return len(knot) > 1 or knot[0] in graph[knot[0]]


def shortest_round(graph: Graph, knot: Sequence[str]) -> tuple[str, ...]:
    """One shortest way from the knot's least node back to itself, that node first."""
    start, inside = min(knot), set(knot)
    came: dict[str, str] = {}
    waiting = deque([start])
    while waiting:
        node = waiting.popleft()
        for edge in graph[node]:
            if edge == start:
                way = [node]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return tuple(reversed(way))
            if edge in inside and edge not in came:
                came[edge] = node
                waiting.append(edge)
    return tuple(sorted(knot))
