"""The frame asked is the frame shown: 60 random frames of each kind of film, forwards and backwards, in Chromium."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from pytest import skip as not_run

from firsthand.desk.desk import Desk
from tests.web.browser import Window, chromium, window, without_browser
from tests.web.films import BITS, COUNT, KINDS
from tests.web.parts import let_in, serving

# The page's own arithmetic (web/src/screens/frame/exact.ts): the middle between two presentation times.
SEEK = """
async ([source, times, wanted, bits, turned]) => {
  const video = document.createElement('video');
  video.muted = true; video.preload = 'auto'; video.src = source;
  document.body.append(video);
  await new Promise((good, bad) => { video.onloadeddata = good; video.onerror = () => bad(new Error('cannot play')); });
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const read = () => {
    canvas.width = video.videoWidth; canvas.height = video.videoHeight;
    pen.drawImage(video, 0, 0);
    let number = 0;
    for (let k = 0; k < bits; k++) {
      const along = (k + 0.5) / bits;
      // A quarter turn: the bits run downwards, and what was above is at the right.
      const spot = (y) => turned
        ? pen.getImageData(Math.floor(canvas.width * (1 - y)), Math.floor(canvas.height * along), 1, 1).data[1]
        : pen.getImageData(Math.floor(canvas.width * along), Math.floor(canvas.height * y), 1, 1).data[1];
      const high = spot(0.25), low = spot(0.75);
      if (Math.abs(high - low) < 60) return -1;
      if (high > low) number |= 1 << k;
    }
    return number;
  };
  const shown = [];
  for (const n of wanted) {
    const [from, to] = [times[n], times[n + 1]];
    const frame = new Promise((done) => video.requestVideoFrameCallback((_, about) => done(about.mediaTime)));
    const seeked = new Promise((done) => { video.onseeked = done; });
    video.currentTime = (from + to) / 2;
    await seeked;
    await Promise.race([frame, new Promise((done) => setTimeout(done, 400))]);
    shown.push(read());
  }
  video.remove();
  return [shown, video.videoWidth, video.videoHeight];
}
"""


@pytest.fixture(scope="module")
def shown(kinds: Desk) -> Iterator[Window]:
    without_browser(not_run, page=False)
    with serving(kinds) as running, let_in(running) as client, chromium() as browser, window(browser, client) as made:
        yield made


def asked_for(seed: int) -> list[int]:
    """Sixty frames, so that every other step goes back."""
    return np.random.default_rng(seed).integers(0, COUNT - 10, 60).tolist()  # type: ignore[no-any-return]


def file_of(client: Any, name: str) -> str:
    return str(client.json(f"/api/files?collapse=false&q={name}")["rows"][0]["file"])


def seconds(index: dict[str, Any], ticks: list[int], end: int, zero: str = "0/1") -> list[float]:
    over, under = map(int, index["time_base"].split("/"))
    first, second = map(int, zero.split("/"))
    return [tick * over / under - first / second for tick in (*ticks, end)]


@pytest.mark.parametrize("name", sorted(set(KINDS) - {"hevc"}))
def test_the_original_shows_the_frame_that_was_asked(shown: Window, name: str) -> None:
    file = file_of(shown.client, name)
    index = shown.client.json(f"/api/files/{file}/frames")
    assert index["plays"] == "yes" and index["media_time_zero"] is not None
    first = COUNT - len(index["pts"])  # frames before an edit list's beginning are not shown at all
    assert first == (10 if name == "edit-list" else 0)
    wanted = [n for n in asked_for(1) if n < len(index["pts"])]
    assert sum(after < before for before, after in pairwise(wanted)) > 15, "both directions"
    times = seconds(index, index["pts"], index["end"], index["media_time_zero"])
    source = f"/api/files/{file}/media?uncover=1"
    got, wide, high = shown.page.evaluate(SEEK, [source, times, wanted, BITS, index["rotation"] != 0])
    assert got == [n + first for n in wanted]
    assert (wide < high) == (name == "rotated")


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_viewing_copy_shows_the_frame_that_was_asked(shown: Window, name: str) -> None:
    client = shown.client
    file = file_of(client, name)
    index = client.json(f"/api/files/{file}/frames")
    client.post(f"/api/files/{file}/viewing")
    while (copy := client.json(f"/api/files/{file}/viewing"))["state"] == "making":
        shown.page.wait_for_timeout(100)
    assert copy["state"] == "ready", copy
    frames = copy["frames"]
    assert len(frames["pts"]) == len(index["pts"]), "as many frames in the same order"
    own = seconds(index, [t - index["pts"][0] for t in index["pts"]], 0)[:-1]
    assert np.allclose(own, seconds(frames, frames["pts"], 0)[:-1], atol=1e-4), "the times are kept"
    first = COUNT - len(index["pts"])
    wanted = [n for n in asked_for(2) if n < len(index["pts"])]
    times = seconds(frames, frames["pts"], frames["end"])
    source = f"/api/files/{file}/viewing/media?uncover=1"
    got, wide, high = shown.page.evaluate(SEEK, [source, times, wanted, BITS, index["rotation"] != 0])
    assert got == [n + first for n in wanted]
    assert (wide < high) == (name == "rotated")


def test_hevc_is_known_to_need_a_copy(shown: Window) -> None:
    """A browser plays it as sound without a picture and says nothing: the page is told before."""
    file = file_of(shown.client, "hevc")
    index = shown.client.json(f"/api/files/{file}/frames")
    assert index["plays"] == "copy" and "hevc" in index["why_not"]
    assert shown.client.json(f"/api/files/{file}")["row"]["media"]["plays"] == "copy"


def test_nothing_left_this_machine(shown: Window) -> None:
    assert shown.strangers() == []
