"""The shape of a reader, its examples, and the made frames and sound that they run on."""

from fractions import Fraction

import cv2
import numpy as np
import pytest

from firsthand.method.read import METHODS, READERS
from firsthand.method.read.fold import (
    BLURRED,
    ArrayPixels,
    Pass,
    change_between,
    film_facts,
    frames_of,
    run_reader,
    shrink,
    sound_of,
)
from firsthand.record.digest import canonical
from firsthand.record.finding import Inconclusive, Unsuitable, outcome_wire


@pytest.mark.parametrize(("method", "number"), [(m, k) for m in METHODS for k in range(len(m.examples))])
def test_examples_hold(method, number: int) -> None:
    example = method.examples[number]
    outcome = method.ask(example.given, example.inputs())
    assert outcome.name == example.gives and example.check(outcome)
    canonical(outcome_wire(outcome))


def test_every_reader_is_in_the_catalogue_of_its_family() -> None:
    assert [reader.card for reader in READERS] == list(METHODS)
    assert [method.name for method in METHODS] == [
        *("read.container", "read.metadata", "read.shots", "read.stills", "read.pictures"),
        *("read.descriptors", "read.points", "read.colour", "read.sound"),
    ]


@pytest.mark.parametrize("reader", [r for r in READERS if r.needs], ids=lambda r: r.card.name)
def test_what_is_lacking_and_what_could_not_be_opened_differ(reader) -> None:
    nothing = {"frames": (), "sound": ()}
    lacks = run_reader(reader, Pass(), {**nothing, "facts": film_facts(picture=None)}).outcome
    closed = run_reader(reader, Pass(), {**nothing, "facts": film_facts(picture=None, unopened="cut off")}).outcome
    codec = film_facts(picture=None, streams=[{"type": "video", "codec": "odd"}, {"type": "audio", "codec": "odd"}])
    other = run_reader(reader, Pass(), {**nothing, "facts": codec}).outcome
    assert isinstance(lacks, Unsuitable) and "has no" in lacks.why
    assert isinstance(closed, Inconclusive) and closed.why == "cut off"
    assert isinstance(other, Unsuitable) and "odd" in other.why


def test_made_frames() -> None:
    arrays = [np.full((90, 160, 3), level, np.uint8) for level in (10, 10, 60)]
    frames = list(frames_of(arrays, rate=Fraction(30000, 1001)))
    assert [frame.pts for frame in frames] == ["0/1", "1001/30000", "1001/15000"]
    assert frames[2].seconds == pytest.approx(2002 / 30000)
    assert [round(frame.change) for frame in frames] == [0, 0, 50]
    assert frames[0].pixels.grey(80).shape == (45, 80)


def test_change_of_size_is_a_change_of_all() -> None:
    one, two = np.zeros((4, 4), np.uint8), np.zeros((4, 6), np.uint8)
    assert change_between(one, one, two, two) == 510.0
    assert change_between(one, np.zeros((2, 0, 0), np.uint8), one + 7, np.zeros((2, 0, 0), np.uint8)) == 7.0


@pytest.mark.parametrize("shape", [(90, 160), (91, 163), (1, 5000), (512, 512), (513, 100)])
def test_shrink_averages_whole_blocks(shape: tuple[int, int]) -> None:
    array = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    made = shrink(array, 64)
    factor = -(-max(shape) // 64)
    rows, columns = shape[0] // factor, shape[1] // factor
    if not rows or not columns:
        assert made is array
        return
    blocks = array[: rows * factor, : columns * factor].reshape(rows, factor, columns, factor).mean(axis=(1, 3))
    assert made.shape == (rows, columns) and np.abs(made - blocks).max() <= 0.501


@pytest.mark.parametrize("factor", BLURRED)
@pytest.mark.parametrize("shape", [(240, 425), (251, 433, 3), (31, 52)])
def test_shrinking_by_running_means_is_the_same_to_the_bit(factor: int, shape: tuple[int, ...]) -> None:
    array = np.random.default_rng(factor).integers(0, 256, shape, np.uint8)
    rows, columns = shape[0] // factor, shape[1] // factor
    blocks = array[: rows * factor, : columns * factor]
    means = cv2.resize(blocks, (columns, rows), interpolation=cv2.INTER_AREA)
    longer = -(-max(shape[:2]) // factor)
    assert -(-max(shape[:2]) // longer) == factor
    assert np.array_equal(shrink(array, longer), means)


def test_array_pixels_digest_says_size() -> None:
    flat = np.zeros((2, 8, 3), np.uint8)
    assert ArrayPixels(flat).digest() != ArrayPixels(flat.reshape(4, 4, 3)).digest()


def test_sound_in_blocks() -> None:
    blocks = list(sound_of(np.zeros(20_000, np.float32), block=8000, at=Fraction(3)))
    assert [(block.at, len(block.samples), block.joined) for block in blocks] == [
        (Fraction(3), 8000, False),
        (Fraction(4), 8000, True),
        (Fraction(5), 4000, True),
    ]
