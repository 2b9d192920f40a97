"""Learned weights: whole and named by digest or not used at all; the house reads without them, and says what it cannot find."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from firsthand.desk.readings import job_of, pass_job
from firsthand.method.reading import unpack
from firsthand.method.trace.descriptors import described_of
from firsthand.outside import weights
from firsthand.outside.cell import CellDecoder
from firsthand.outside.model import session
from firsthand.port import Read
from firsthand.record.fault import NoWeights
from tests.outside.decode_films import film as film_of
from tests.outside.decode_films import picture

SHIPPED = json.loads(weights.SHIPPED.read_text())
FILE = "a" * 64


@pytest.fixture
def film(tmp_path: Path) -> Path:
    place = tmp_path / "film.mp4"
    place.write_bytes(film_of("mp4", pictures=[picture(number) for number in range(60)]))
    return place


def own(folder: Path, **other: Any) -> Path:
    """A JSON file of one's own that names the shipped weights, with some values changed."""
    made = {**SHIPPED, "name": "own", **other}
    (folder / "own.onnx").write_bytes((weights.SHIPPED.parent / SHIPPED["file"]).read_bytes())
    place = folder / "own.json"
    place.write_text(json.dumps({**made, "file": "own.onnx"}))
    return place


def read(film: Path, profile: str = "full") -> Read:
    with CellDecoder() as cell:
        return next(message for message in cell.read(film, profile=profile) if isinstance(message, Read))


def test_the_shipped_weights_are_those_that_are_named() -> None:
    made = weights.named(weights.SHIPPED)
    assert made.file.name == f"copy-descriptor-{made.sha256[:12]}.onnx" and "Apache-2.0" in made.licence
    assert len(made.read()) < 7 << 20
    assert [path.name for path in weights.SHIPPED.parent.glob("*.onnx")] == [made.file.name]


def test_a_film_is_described_in_the_cell_by_the_shipped_weights(film: Path) -> None:
    done = read(film)
    made = described_of(unpack(done.reading))
    assert made is not None and made.sha256 == SHIPPED["sha256"] == done.outcomes["read.descriptors"]["value"]["sha256"]
    assert done.made_with["onnxruntime"]
    assert made.at.tolist() == [0.0, 2.08] and made.view.tolist() == [0, 0]


def test_the_same_pictures_have_the_same_vectors_in_and_outside_the_cell() -> None:
    chosen = weights.named(weights.SHIPPED)
    ready = session(chosen.form(), chosen.read())
    noise = np.random.default_rng(1).integers(0, 255, (3, ready.side, ready.side, 3), np.uint8)
    one, two = ready.vectors(noise), ready.vectors(noise[1:2])
    assert one.shape == (3, ready.size) and np.allclose(np.linalg.norm(one, axis=1), 1, atol=1e-5)
    assert float(one[1] @ two[0]) > 0.9999


def test_the_users_own_weights_are_used_and_named(film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = pass_job(FILE, "full").id
    monkeypatch.setenv(weights.SETTING, str(own(tmp_path)))
    assert read(film).outcomes["read.descriptors"]["value"]["weights"] == "own"
    assert pass_job(FILE, "full").weights == {"own": SHIPPED["sha256"]}
    assert pass_job(FILE, "full").id != before, "readings of other weights are never taken for ours"
    assert job_of("read.descriptors", 1, FILE, "full").weights and not job_of("read.shots", 1, FILE, "full").weights


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"sha256": "0" * 64}, "are not those that were named"),
        ({"sha256": "xyz"}, "out of its bounds"),
        ({"side": 100_000}, "out of its bounds"),
        ({"spread": [0, 1, 1]}, "out of its bounds"),
        ({"mean": [1]}, "is not as it must be"),
        ({"licence": " "}, "out of its bounds"),
        ({"layout": "rows"}, "out of its bounds"),
    ],
)
def test_weights_that_are_not_as_named_are_refused(
    changed: dict[str, Any], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(weights.SETTING, str(own(tmp_path, **changed)))
    with pytest.raises(NoWeights, match=says):
        weights.chosen()
    assert weights.in_use() == {}


@pytest.mark.parametrize("way", ["off", "gone", "other bytes", "no graph", "another size", "whole pixels into planes"])
def test_the_house_reads_without_weights_and_says_so(
    way: str, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong: dict[str, dict[str, Any]] = {"another size": {"size": 99}, "whole pixels into planes": {"layout": "pixels"}}
    place = own(tmp_path, **wrong.get(way, {}))
    if way == "gone":
        (tmp_path / "own.onnx").unlink()
    if way == "other bytes":
        with (tmp_path / "own.onnx").open("r+b") as held:
            held.write(b"other")
    if way == "no graph":
        (tmp_path / "own.onnx").write_bytes(b"no graph at all")
        place.write_text(json.dumps({**json.loads(place.read_text()), "sha256": weights.sha256(b"no graph at all")}))
    monkeypatch.setenv(weights.SETTING, "off" if way == "off" else str(place))
    done = read(film)
    told = done.outcomes["read.descriptors"]
    assert told["outcome"] == "unsuitable" and told["code"] == "outside.no-weights" and "weights" in told["why"]
    assert described_of(unpack(done.reading)) is None
    assert done.outcomes["read.pictures"]["outcome"] == "found" and "onnxruntime" not in done.made_with


def test_the_zygote_that_holds_the_weights_has_one_thread(film: Path) -> None:
    """A process with threads must not fork: the forks would hold the locks of threads that they do not have."""
    with CellDecoder(bwrap=False) as cell:
        *_, done = cell.read(film, profile="triage")
        assert isinstance(done, Read) and done.outcomes["read.descriptors"]["outcome"] == "found"
        zygote = cell._zygote
        assert zygote is not None
        assert len(list(Path(f"/proc/{zygote._process.pid}/task").iterdir())) == 1
