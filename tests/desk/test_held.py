"""Files made ready within a ceiling: no more held than fit, each made again when asked, and pairs in an order that spares that."""

from itertools import combinations

import pytest

from firsthand.desk.held import GROWN, Held, in_tiles
from firsthand.method.trace.search import Ready


def made(most: int) -> tuple[Held, list[str]]:
    loads: list[str] = []

    def load(name: str) -> tuple[Ready, int]:
        loads.append(name)
        return Ready(film=None, heard=None), 100

    return Held([f"{n:02}" for n in range(40)], load, most * 100 * GROWN), loads


def test_what_fits_is_made_ready_once() -> None:
    held, loads = made(40)
    for one, two in combinations(held, 2):
        assert held[one] is held[one] and held[two]
    assert loads == list(held) and len(held) == 40
    with pytest.raises(KeyError):
        held["none"]


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    held, loads = made(3)
    for name in ("00", "01", "02", "00", "03", "00", "01"):
        held[name]
    assert loads == ["00", "01", "02", "03", "01"]


def test_a_pair_is_held_whatever_it_takes_up() -> None:
    held, loads = made(0)
    for _ in range(5):
        held["00"], held["01"]
    assert loads == ["00", "01"]


def test_pairs_come_group_by_group() -> None:
    held, loads = made(8)
    pairs = list(combinations(held, 2))
    in_order = in_tiles(pairs, dict.fromkeys(held, 100), 8 * 100 * GROWN)
    assert sorted(in_order) == pairs
    for one, two in in_order:
        held[one], held[two]
    assert len(loads) <= 40 + 4 * 45, "ten groups of four: each is made ready once beside each other one"
    assert sorted(in_tiles(pairs, dict.fromkeys(held, 100))) == pairs
