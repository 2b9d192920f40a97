"""Which pairs many files bring into question: what has something in common, never all with all."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from firsthand.method.reading import Reading
from firsthand.method.trace.candidates import FILES, Looks, by_pictures, by_sound, by_vectors, every_row
from firsthand.method.trace.descriptors import Described
from firsthand.method.trace.made import film_like
from firsthand.method.trace.search import candidates, ready
from firsthand.method.trace.sketch import Sketch, rows_of, sketch_of
from firsthand.record.digest import sha256

MODEL, OTHER = sha256(b"weights"), sha256(b"other weights")


def name(number: int) -> str:
    return sha256(f"file {number}".encode())


def described(seed: int, rows: int = 12, *, model: str = MODEL, noise: float = 0.0, part: bool = False) -> Sketch:
    """Rows of a made scene; where `part`, the whole is another scene and only a quarter of it shows this one."""
    rng = np.random.default_rng(seed)
    made = rng.standard_normal((rows, 256)) + 2 * rng.standard_normal(256)
    made += noise * np.random.default_rng(99).standard_normal(made.shape)
    whole = np.random.default_rng(seed + 500).standard_normal((rows, 256))
    both = np.concatenate([whole, made]) if part else made
    vectors = (both / np.linalg.norm(both, axis=1, keepdims=True)).astype(np.float32)
    view = np.repeat([0, 7], rows) if part else np.zeros(rows)
    made_of = Described(
        weights="made",
        sha256=model,
        vectors=vectors,
        view=view.astype(np.uint8),
        box=np.tile([0.0, 0.0, 1.0, 1.0], (len(vectors), 1)),
        at=np.tile(np.arange(rows, dtype=float), 2 if part else 1),
    )
    return replace(sketch_of(None, None), rows=rows_of(made_of))


def test_like_descriptors_bring_files_into_question() -> None:
    files = {name(n): described(n) for n in range(20)} | {name(90): described(3, noise=0.5)}
    found = by_vectors(files, every_row(files))
    assert found == {tuple(sorted((name(3), name(90))))}
    assert by_vectors(files, every_row(files), asking=[name(3)]) == found
    assert by_vectors(files, every_row(files), asking=[name(4)]) == set()


def test_a_part_of_the_asking_picture_finds_the_whole_and_not_the_other_way() -> None:
    files = {name(n): described(n) for n in range(5)} | {name(50): described(2, part=True)}
    assert by_vectors(files, every_row(files), asking=[name(50)]) == {tuple(sorted((name(2), name(50))))}
    assert by_vectors(files, every_row(files), asking=[name(2)]) == set()


def test_models_are_never_compared() -> None:
    files = {name(1): described(1), name(2): described(1, model=OTHER), name(3): described(1, model=OTHER)}
    assert by_vectors(files, every_row(files)) == {tuple(sorted((name(2), name(3))))}


def test_all_the_same_file_brings_no_more_than_its_share() -> None:
    """Two hundred files of ten thousand like pictures each: each is asked for once, and names at most so many others."""
    one = described(1, rows=1)
    assert one.rows is not None
    many = replace(one, rows=replace(
        one.rows, rows=np.repeat(one.rows.rows, 10_000, axis=0), reference=np.ones(10_000, np.bool_), at=np.arange(10_000.0)
    ))  # fmt: skip
    asked: list[int] = []
    files = {name(n): many for n in range(3)}
    look = every_row({name(n): one for n in range(200)})

    def counted(model: str, queries: np.ndarray, least: float, most: int):  # type: ignore[no-untyped-def]
        asked.append(len(queries))
        return look(model, queries, least, most)

    found = by_vectors(files, counted)
    assert asked == [1, 1, 1] and len(found) <= 3 * FILES


def test_no_descriptors_and_no_pictures() -> None:
    none = Looks.over({})
    assert by_vectors({}, none.vectors) == set() and by_pictures({}, 64, none.pictures) == set() == by_sound({}, 1)
    files = {
        name(n): ready(reading).sketch
        for n, reading in enumerate((Reading(facts={}), film_like(seed=1), film_like(seed=1, begin=4.0)))
    }
    assert candidates(files) == {tuple(sorted((name(1), name(2))))}
    assert candidates(files, asking=[name(0)]) == set()


def sounding(*files: list[int]) -> dict[str, Sketch]:
    return {
        name(n): replace(sketch_of(None, None), landmarks=np.unique(np.array(marks, np.uint32)))
        for n, marks in enumerate(files)
    }


@pytest.mark.parametrize("at_once", [7, 100, 4_000_000])
def test_landmarks_in_common_are_counted_as_one_by_one(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firsthand.method.trace.candidates.AT_ONCE", at_once)
    rng = np.random.default_rng(5)
    files = sounding(*((rng.integers(0, 60, 25) * 71_582_788).tolist() for _ in range(12)))
    shared = {
        pair: len(np.intersect1d(files[pair[0]].landmarks, files[pair[1]].landmarks))
        for pair in combinations(sorted(files), 2)
    }
    for least in (1, 8, 10, 14):
        wanted = {pair for pair, count in shared.items() if count >= least}
        assert by_sound(files, least) == wanted
        for asked in ([name(3)], [name(0), name(7)], [name(99)], []):
            assert by_sound(files, least, asked) == {pair for pair in wanted if set(pair) & set(asked)}


def test_a_landmark_that_too_many_files_have_tells_nothing() -> None:
    hum = [1 << 31, (1 << 32) - 1, 0]
    assert by_sound(sounding(*([*hum, 10 + n] for n in range(65))), 3) == set()
    assert len(by_sound(sounding(*([*hum, 10 + n] for n in range(64))), 3)) == 64 * 63 // 2


def test_a_near_picture_brings_files_into_question_mirrored_too() -> None:
    from firsthand.method.pdq import forms

    rng = np.random.default_rng(6)
    plain = rng.integers(0, 256, (9, 4, 32), np.uint8)
    plain[5] = plain[2]
    plain[7] = forms(plain[1], (5,))[0]
    files = {name(n): replace(sketch_of(None, None), pictures=rows) for n, rows in enumerate(plain)}
    both = {tuple(sorted((name(2), name(5)))), tuple(sorted((name(1), name(7))))}
    look = Looks.over(files).pictures
    assert by_pictures(files, 64, look) == both
    assert by_pictures(files, 64, look, asking=[name(7)]) == {tuple(sorted((name(1), name(7))))}
