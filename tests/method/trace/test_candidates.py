"""Which pairs many files bring into question: what has something in common, never all with all."""

import numpy as np

from firsthand.method.reading import Reading
from firsthand.method.trace.candidates import FILES, by_pictures, by_vectors, every_row
from firsthand.method.trace.descriptors import Described
from firsthand.method.trace.made import film_like
from firsthand.method.trace.search import candidates, ready
from firsthand.record.digest import sha256

MODEL, OTHER = sha256(b"weights"), sha256(b"other weights")


def name(number: int) -> str:
    return sha256(f"file {number}".encode())


def described(seed: int, rows: int = 12, *, model: str = MODEL, noise: float = 0.0, part: bool = False) -> Described:
    """Rows of a made scene; where `part`, the whole is another scene and only a quarter of it shows this one."""
    rng = np.random.default_rng(seed)
    made = rng.standard_normal((rows, 256)) + 2 * rng.standard_normal(256)
    made += noise * np.random.default_rng(99).standard_normal(made.shape)
    whole = np.random.default_rng(seed + 500).standard_normal((rows, 256))
    both = np.concatenate([whole, made]) if part else made
    vectors = (both / np.linalg.norm(both, axis=1, keepdims=True)).astype(np.float32)
    view = np.repeat([0, 7], rows) if part else np.zeros(rows)
    return Described(
        weights="made",
        sha256=model,
        vectors=vectors,
        view=view.astype(np.uint8),
        box=np.tile([0.0, 0.0, 1.0, 1.0], (len(vectors), 1)),
        at=np.tile(np.arange(rows, dtype=float), 2 if part else 1),
    )


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
    many = Described(
        weights="made", sha256=MODEL, vectors=np.repeat(one.vectors, 10_000, axis=0), view=np.zeros(10_000, np.uint8),
        box=np.repeat(one.box, 10_000, axis=0), at=np.arange(10_000.0),
    )  # fmt: skip
    asked: list[int] = []
    files = {name(n): many for n in range(3)}
    look = every_row({name(n): one for n in range(200)})

    def counted(model: str, queries: np.ndarray, least: float, most: int):  # type: ignore[no-untyped-def]
        asked.append(len(queries))
        return look(model, queries, least, most)

    found = by_vectors(files, counted)
    assert asked == [1, 1, 1] and len(found) <= 3 * FILES


def test_no_descriptors_and_no_pictures() -> None:
    assert by_vectors({}, every_row({})) == set() and by_pictures({}, 64) == set()
    files = {
        name(n): ready(reading)
        for n, reading in enumerate((Reading(facts={}), film_like(seed=1), film_like(seed=1, begin=4.0)))
    }
    assert candidates(files) == {tuple(sorted((name(1), name(2))))}
    assert candidates(files, asking=[name(0)]) == set()
