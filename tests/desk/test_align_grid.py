"""The film of all recordings: each pane shows the frame of that instant, what is marked is covered and silent."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from firsthand.desk.align import align
from firsthand.desk.align_grid import Together, _event, together
from firsthand.desk.desk import Desk
from firsthand.desk.pen import write
from firsthand.desk.preserve import preserve
from firsthand.desk.viewing import limits
from firsthand.method.align.made import street
from firsthand.outside.cell import CellDecoder
from firsthand.outside.cell_zygote import LISTEN, VIEW
from firsthand.outside.grid import BAR, RATE, SIDE, Pane
from firsthand.record.fault import BadReference, CannotShow
from firsthand.record.footage import Stretch
from firsthand.record.observation import Mark, MarkKind
from tests.desk.parts import machine
from tests.outside.decode_films import film

BRIGHT = (40, 90, 140, 190, 240)  # of each second of the street


def clip(place: Path, *, mic: int, start: float, seconds: float) -> None:
    """A grey film whose brightness says which second of the street it is."""
    pictures = [
        np.full((96, 160, 3), BRIGHT[int(start + k / RATE) % len(BRIGHT)], np.uint8)
        for k in range(round(seconds * RATE))
    ]
    sound = np.repeat(street(seed=3, mic=mic, start=start, seconds=seconds).samples, 2)
    place.write_bytes(film("mp4", pictures=pictures, sound=sound, sound_rate=16000))


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = tmp_path_factory.mktemp("grid")
    (made / "in").mkdir()
    clip(made / "in" / "a.mp4", mic=1, start=0.0, seconds=9.0)
    clip(made / "in" / "b.mp4", mic=2, start=2.0, seconds=9.0)
    desk = machine(made).new()
    list(preserve(desk, [made / "in"]))
    with CellDecoder(task=LISTEN) as listener:
        list(align(desk, listener))
    return desk


def played(desk: Desk, out: Path, sound: str | None = None) -> tuple[Together, list[np.ndarray], np.ndarray]:
    with CellDecoder(task=VIEW, limits=limits) as viewer:
        *_, done = together(desk, viewer, out, sound=sound)
    assert isinstance(done, Together)
    with av.open(str(out)) as made:
        frames = [frame.to_ndarray(format="rgb24") for frame in made.decode(video=0)]
    with av.open(str(out)) as made:
        heard = [frame.to_ndarray()[0] for frame in made.decode(audio=0)] if made.streams.audio else []
    return done, frames, np.concatenate(heard) if heard else np.zeros(0)


def pane(frame: np.ndarray, number: int) -> float:
    """The brightness in the middle of a pane."""
    x, y = number * SIDE[0] + SIDE[0] // 2, SIDE[1] // 2
    return float(frame[y - 10 : y + 10, x - 10 : x + 10].mean())


def test_panes_show_one_instant(case: Desk, tmp_path: Path) -> None:
    done, frames, heard = played(case, tmp_path / "all.mp4")
    assert done.frames == len(frames) and abs(len(frames) - 11 * RATE) <= 2 and not len(heard), (
        "silent unless asked for"
    )
    assert frames[0].shape == (SIDE[1] + BAR, 2 * SIDE[0], 3)
    same = [abs(pane(frame, 0) - pane(frame, 1)) < 12 for frame in frames[round(2.2 * RATE) : round(8.8 * RATE)]]
    assert np.mean(same) > 0.9, "but for a frame around each change: voices are up to 20 ms away"
    assert pane(frames[10], 1) < 30 and pane(frames[-10], 0) < 30, "before it began, and after it ended, a pane is dark"


def test_what_is_marked_is_covered_and_silent(case: Desk, tmp_path: Path) -> None:
    first = min(_event(case, 1)["recordings"], key=lambda row: row["start_s"]["best"])
    file = first["file"]
    _, _, before = played(case, tmp_path / "loud.mp4", sound=file)
    mark = Mark(mark=MarkKind.GRAPHIC, label="a fall", stretch=Stretch(file=file, start=Fraction(3), end=Fraction(5)))
    write(case, mark)
    done, frames, heard = played(case, tmp_path / "covered.mp4", sound=file)
    assert done.covered == (file,)
    assert pane(frames[4 * RATE], 0) < 30 < pane(frames[6 * RATE], 0) and pane(frames[4 * RATE], 1) > 30
    middle = slice(round(3.2 * 24000), round(4.8 * 24000))
    assert np.abs(heard[middle]).max() < 0.01 < np.abs(before[middle]).max()


def test_what_cannot_be_shown_says_so(case: Desk, tmp_path: Path) -> None:
    with pytest.raises(BadReference):
        played_event(case, tmp_path / "x.mp4", 7)
    with pytest.raises(CannotShow):
        played(case, tmp_path / "x.mp4", sound="0" * 64)
    assert not list((case.folder / "cache").glob(".together-*")), "nothing is left behind"


def played_event(desk: Desk, out: Path, event: int) -> None:
    with CellDecoder(task=VIEW, limits=limits) as viewer:
        list(together(desk, viewer, out, event=event))


def test_the_doubt_grows_with_the_clocks_that_run_apart() -> None:
    pane = Pane(path=Path("none"), times=(), name="a", start=2.0, error=0.05, rate=2e-5, spread=1.5e-4)
    assert pane.doubt(0.0) == 0.05 and pane.doubt(600.0) == pytest.approx(0.14)
    assert pane.media(pane.event(600.0)) == pytest.approx(600.0)
