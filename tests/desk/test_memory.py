"""Known footage across cases: what is kept, handed on and refused, and the word said when an old clip comes in again."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from firsthand.desk import memory
from firsthand.desk.desk import Desk, entries
from firsthand.desk.examine import examine
from firsthand.desk.examine_known import MemoryBroken, SeenBefore
from firsthand.desk.preserve import preserve
from firsthand.desk.weigh import say
from firsthand.method.reading import Reading, pack
from firsthand.method.trace.known import item, item_of
from firsthand.method.trace.made import film_like
from firsthand.record.bounds import Span, instant
from firsthand.record.digest import canonical, sha256
from firsthand.record.fault import BadMemory, BadReading, BadReference, FileTaken, NoMemory, OtherModel
from firsthand.record.sighting import Sighting
from firsthand.store.known_folder import MAGIC, Memories
from tests.desk.films import FPS, InProcess, film, pictures
from tests.desk.parts import machine

OLD = sha256(b"an old clip")


def made(seed: int = 1, model: str = "", called: str = "a square", file: str = OLD) -> Reading:
    reading = film_like(seed=seed, seconds=10)
    if model:
        count = 5
        arrays = {
            "read.descriptors/vectors": np.random.default_rng(seed).integers(-90, 90, (count, 64)).astype(np.int8),
            "read.descriptors/view": np.zeros(count, np.uint8),
            "read.descriptors/box": np.tile(np.array([0, 0, 65535, 65535], "<u2"), (count, 1)),
            "read.descriptors/pts_num": np.arange(count, dtype="<i8"),
            "read.descriptors/pts_den": np.ones(count, "<i8"),
            "read.points/bits": np.zeros((3, 32), np.uint8),
        }
        facts = {
            "read.descriptors": {"weights": "made", "sha256": sha256(model.encode()), "more": 1},
            "read.metadata": {"owner": "A. Person"},
        }
        reading = Reading(facts=facts, arrays={**reading.arrays, **arrays})
    return item(file, called, (None, "2014-03-02T00:00:00Z"), 1, "full", reading).reading


@pytest.fixture
def kept(tmp_path: Path) -> Memories:
    return Memories(tmp_path / "memory")


def put(kept: Memories, name: str, number: int, **how: object) -> str:
    file = sha256(f"clip {number}".encode())
    kept.put(name, file, pack(made(seed=number + 1, file=file, **how)))  # type: ignore[arg-type]
    return file


# --- what is kept ----------------------------------------------------------------------------------------------------------


def test_an_item_keeps_no_picture_no_point_and_no_name() -> None:
    one = made(model="m")
    assert {name.split("/")[0] for name in one.arrays} == {"read.pictures", "read.descriptors"}
    assert set(one.facts) == {"known", "read.descriptors"} and set(one.facts["read.descriptors"]) == {
        "weights",
        "sha256",
    }
    assert b"Person" not in pack(one)


def test_handed_on_and_taken_in(kept: Memories, tmp_path: Path) -> None:
    files = sorted(put(kept, "spring", n) for n in range(3))
    out = tmp_path / "spring.memory"
    assert memory.export("spring", out, where=kept) == 3
    with pytest.raises(FileTaken):
        memory.export("spring", out, where=kept)
    other = Memories(tmp_path / "another machine")
    assert memory.take_in(out, "theirs", where=other) == memory.Added(new=3, known=0)
    assert memory.take_in(out, "theirs", where=other) == memory.Added(new=0, known=3)
    assert other.files("theirs") == files and [other.get("theirs", f) for f in files] == [
        kept.get("spring", f) for f in files
    ]
    (row,) = memory.listed(where=other)
    assert row == {"memory": "theirs", "items": 3, "models": ["none"]}
    assert {r["called"] for r in memory.listed("theirs", where=other)} == {"a square"}
    again = tmp_path / "again.memory"
    memory.export("theirs", again, where=other)
    assert again.read_bytes().split(b"\n", 2)[2] == out.read_bytes().split(b"\n", 2)[2]


def test_forgotten(kept: Memories) -> None:
    one, two = put(kept, "spring", 1), put(kept, "spring", 2)
    with pytest.raises(BadReference):
        memory.forget("spring", ["0000000"], where=kept)
    assert memory.forget("spring", [one[:10]], where=kept) == 1 and kept.files("spring") == [two]
    (kept.home("spring") / "cache" / "descriptors").mkdir(parents=True)
    assert memory.forget("spring", everything=True, where=kept) == 1 and kept.names() == []
    with pytest.raises(NoMemory):
        kept.files("spring")
    for strange in ("", "../up", "UP", "a/b", ".", "a" * 80):
        with pytest.raises(NoMemory):
            kept.put(strange, one, b"x")


# --- what is refused --------------------------------------------------------------------------------------------------------


def test_another_model_is_refused_by_name(kept: Memories, tmp_path: Path) -> None:
    put(kept, "one", 1, model="first")
    put(kept, "two", 2, model="second")
    memory.export("two", tmp_path / "two", where=kept)
    with pytest.raises(OtherModel, match=sha256(b"second")[:12]):
        memory.take_in(tmp_path / "two", "one", where=kept)
    assert len(kept.files("one")) == 1
    put(kept, "two", 3, model="first")
    memory.export("two", tmp_path / "both", where=kept)
    with pytest.raises(OtherModel, match="2 models"):
        memory.take_in(tmp_path / "both", "three", where=kept)
    assert "three" not in kept.names()


def handed(tmp_path: Path, *items: tuple[str, bytes], rows: object = None, tail: bytes = b"") -> Path:
    listed = [{"file": file, "size": len(data), "sha256": sha256(data)} for file, data in sorted(items)]
    head = canonical({"name": "x", "items": listed if rows is None else rows})
    path = tmp_path / "handed on"
    path.write_bytes(MAGIC + head + b"\n" + b"".join(data for _, data in sorted(items)) + tail)
    return path


GOOD = pack(made())


@pytest.mark.parametrize(
    "rows",
    [
        [{"file": OLD, "size": 10**12, "sha256": OLD}],
        [{"file": OLD, "size": -1, "sha256": OLD}],
        [{"file": "../x", "size": 1, "sha256": OLD}],
        [{"file": OLD, "size": len(GOOD), "sha256": OLD}],
        [{"file": OLD, "size": len(GOOD), "sha256": sha256(GOOD)}] * 2,
        [{"file": OLD}],
        7,
    ],
)
def test_a_list_that_lies_is_refused(kept: Memories, tmp_path: Path, rows: object) -> None:
    with pytest.raises(BadMemory):
        memory.take_in(handed(tmp_path, (OLD, GOOD), rows=rows), "x", where=kept)
    assert kept.names() == []


@pytest.mark.parametrize("cut", [0, 5, 30, 200, -1])
def test_a_torn_one_is_refused_whole(kept: Memories, tmp_path: Path, cut: int) -> None:
    path = handed(tmp_path, (OLD, GOOD))
    data = path.read_bytes()
    path.write_bytes(data[:cut])
    with pytest.raises(BadMemory):
        memory.take_in(path, "x", where=kept)
    path.write_bytes(data + b"x")
    with pytest.raises(BadMemory):
        memory.take_in(path, "x", where=kept)
    assert kept.names() == []


def test_items_that_hold_what_they_may_not_are_refused(kept: Memories, tmp_path: Path) -> None:
    good = made()
    about = good.facts["known"]
    strange = [
        Reading(facts=good.facts, arrays={**good.arrays, "read.stills/rgb": np.zeros((4, 4, 3), np.uint8)}),
        Reading(facts={**good.facts, "read.metadata": {"owner": "A. Person"}}, arrays=good.arrays),
        Reading(facts={"known": {**about, "owner": "A. Person"}}, arrays=good.arrays),
        Reading(facts={"known": {**about, "called": "x" * 9999}}, arrays=good.arrays),
        Reading(facts={"known": {**about, "earliest": ["yesterday", None]}}, arrays=good.arrays),
        Reading(facts={"known": {**about, "profile": "query"}}, arrays=good.arrays),
        Reading(facts={"known": {**about, "sightings": "many"}}, arrays=good.arrays),
        Reading(facts={"known": {**about, "file": sha256(b"another")}}, arrays=good.arrays),
        Reading(facts=good.facts, arrays={**good.arrays, "read.pictures/pts_den": np.zeros(10, "<i8")}),
        Reading(facts=good.facts, arrays={**good.arrays, "read.sound/hash": np.zeros((2, 2), "<u4")}),
        Reading(facts={}, arrays=good.arrays),
    ]
    for one in strange:
        with pytest.raises(BadMemory):
            memory.take_in(handed(tmp_path, (OLD, pack(one))), "x", where=kept)
    with pytest.raises(BadMemory):
        memory.take_in(handed(tmp_path, (OLD, b"no reading")), "x", where=kept)
    assert kept.names() == []
    with pytest.raises(BadReading):
        item_of(strange[0])


# --- on arrival --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Desk, Desk]:
    """One case with a clip posted in 2014; another to which a mirrored cut of it comes, and another film."""
    monkeypatch.setenv("FIRSTHAND_HOME", str(tmp_path / "home"))
    one, two = (replace(machine(tmp_path, name).new(), decoder=InProcess()) for name in ("one", "two"))
    frames = pictures(1)
    for desk, clips in ((one, {"a": frames}), (two, {"b": frames[2 * FPS : 7 * FPS, :, ::-1], "c": pictures(2)})):
        place = tmp_path / f"clips {desk.folder.parent.name}"
        place.mkdir()
        for name, shown in clips.items():
            film(place / f"{name}.mp4", np.ascontiguousarray(shown))
        list(preserve(desk, [place]))
    (file,) = files_of(one)
    posted = Span(earliest=instant("2014-03-01T00:00:00Z"), latest=instant("2014-03-02T00:00:00Z"))
    say(one, Sighting(file=file, account="@somebody", url="https://example.org/1", posted=posted))
    return one, two


def files_of(desk: Desk) -> list[str]:
    desk.index.refresh(desk.ledger)
    return [e.value.digest for e in entries(desk, "file")]


def known(desk: Desk) -> list[dict[str, object]]:
    desk.index.refresh(desk.ledger)
    return [dict(e.value.outcome) for e in entries(desk, "finding") if e.value.job.method == "trace.known"]


def test_a_recycled_clip_is_flagged_when_it_comes_in(cases: tuple[Desk, Desk]) -> None:
    one, two = cases
    (file,) = files_of(one)
    assert memory.add(one, "spring", [file]).passed == ((file, "not examined yet"),)
    list(examine(one))
    assert memory.add(one, "spring", [file], "a square in spring").new == 1
    assert memory.add(one, "spring", [file], "a square in spring") == memory.Added(new=0, known=1)
    assert b"somebody" not in memory.memories().get("spring", file)

    events = [event for event in examine(two) if isinstance(event, SeenBefore)]
    (event,) = events
    assert event.called == "a square in spring" and event.sure and event.memory == "spring"
    assert event.earliest == ("2014-03-01T00:00:00Z", "2014-03-02T00:00:00Z")
    (finding,) = known(two)
    (row,) = finding["value"]["seen"]  # type: ignore[index]
    assert row["item"] == file and row["by"] == "trace.pictures" and row["copies"][0]["edits"] == ["mirrored"]
    assert not [event for event in examine(two) if isinstance(event, SeenBefore)] and len(known(two)) == 1


def test_nothing_known_says_what_was_searched(cases: tuple[Desk, Desk]) -> None:
    one, two = cases
    list(examine(two))
    assert known(two) == []
    files = files_of(two)
    memory.add(two, "other", files)
    list(examine(one))
    (finding,) = known(one)
    assert finding["outcome"] == "found"
    memory.forget("other", everything=True)
    memory.add(two, "other", [f for f in files if not any(f == r["item"] for r in finding["value"]["seen"])])  # type: ignore[index]
    list(examine(one))
    last = known(one)[-1]
    assert last["outcome"] == "nothing" and "1 files against the 1 items" in str(last["looked"])


def test_a_damaged_item_is_said_and_passed_over(cases: tuple[Desk, Desk]) -> None:
    one, two = cases
    list(examine(one))
    (file,) = files_of(one)
    memory.add(one, "spring", [file])
    path = memory.memories().home("spring") / "items" / file
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data[:-5])
    events = list(examine(two))
    assert [e.items for e in events if isinstance(e, MemoryBroken)] == [1] and known(two) == []
    with pytest.raises(BadMemory):
        memory.listed("spring")
    shutil.rmtree(memory.memories().home("spring"))
    assert not [e for e in examine(two) if isinstance(e, MemoryBroken)]


def test_items_that_were_not_touched_are_not_opened_again(kept: Memories, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        put(kept, "some", number, model="m")
    first = memory.recall("some", where=kept)
    opened: list[str] = []
    get = Memories.get

    def counted(self: Memories, name: str, file: str) -> bytes:
        opened.append(file)
        return get(self, name, file)

    monkeypatch.setattr(Memories, "get", counted)
    again = memory.recall("some", where=kept)
    assert opened == [] and again.items == first.items and again.state == first.state
    for number, one in first.sketches.items():
        other = again.sketches[number]
        assert np.array_equal(one.pictures, other.pictures) and np.array_equal(one.landmarks, other.landmarks)
        assert one.rows is not None and other.rows is not None and np.array_equal(one.rows.rows, other.rows.rows)
        assert np.array_equal(one.rows.reference, other.rows.reference) and one.rows.model == other.rows.model
    put(kept, "some", 3, model="m")
    place = kept.home("some") / "cache" / "sketches" / first.items[min(first.items)].file
    place.write_bytes(place.read_bytes()[:-9])
    assert len(memory.recall("some", where=kept).items) == 4 and len(opened) == 2, "what is new, and what was torn"
    memory.forget("some", [again.items[min(again.items)].file], where=kept)
    assert not (kept.home("some") / "cache").exists(), "nothing that was made of it stays"


def test_many_items_are_searched_by_an_index(kept: Memories, tmp_path: Path) -> None:
    """Two thousand and one pairs: then only what has something in common is compared, and the clip is still found."""
    from firsthand.desk.descriptors import in_folder, looks_over
    from firsthand.method.trace import known as asked
    from firsthand.method.trace.search import ready

    for number in range(12):
        put(kept, "many", number, model="m")
    loaded = memory.recall("many", where=kept)
    new = {sha256(b"new"): ready(made(seed=4, model="m"))}
    files = {name: one.sketch for name, one in new.items()}
    given = replace(loaded.given, every_pair=1)
    looks = looks_over(loaded.sketches, in_folder(kept.home("many")))
    by_index, by_all = asked.wanted(given, files, loaded.sketches, looks), asked.wanted(given, files, loaded.sketches)
    assert by_index == by_all and len(by_index) == 1
    assert loaded.items[by_index[0][1]].file == sha256(b"clip 3")
    new = {sha256(b"new"): ready(made(seed=4, model="other"))}
    files = {name: one.sketch for name, one in new.items()}
    pairs = asked.wanted(given, files, loaded.sketches, looks)
    outcome = asked.told(given, files, loaded.items, asked.seen(new, loaded.held, loaded.items, pairs))
    assert "another model made them" in str(outcome)
