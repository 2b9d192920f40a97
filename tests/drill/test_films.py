"""The films that were written: their times, their flashes and their bangs are those of the truth."""

import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from firsthand.drill.codec import read_frames, read_sound
from firsthand.drill.days import drill
from firsthand.drill.scene import frame_seconds
from firsthand.drill.sound import RISE_S, bang

KEYS = ["a", "b", "c", "old"]
Truth = dict[str, Any]


def camera_of(truth: Truth, key: str) -> Truth:
    return next(c for c in truth["cameras"] if c["key"] == key)


def film_of(folder: Path, truth: Truth, key: str) -> bytes:
    return (folder / camera_of(truth, key)["file"]).read_bytes()


@pytest.mark.parametrize("key", KEYS)
def test_frame_times_are_those_that_the_camera_was_given(folder: Path, truth: Truth, key: str) -> None:
    plan = drill(1, small=True)
    camera = next(c for s in (plan.today, plan.before) for c in s.cameras if c.key == key)
    known = truth["files"][camera_of(truth, key)["file"]]
    base = Fraction(*known["time_base"])
    assert [p * base for p in known["pts"]] == [p * camera.recorder.time_base for p in camera.pts]
    decoded = [pts for pts, _ in read_frames(film_of(folder, truth, key))]
    assert decoded == known["pts"]


def test_one_camera_has_a_variable_rate_and_the_others_do_not(truth: Truth) -> None:
    assert [c["frame_times"] for c in truth["cameras"]] == ["steady", "steady", "variable", "steady"]
    steps = np.diff(drill(1).today.cameras[2].pts)
    assert len(set(steps.tolist())) >= 4


@pytest.mark.parametrize("key", KEYS)
def test_a_flash_lights_the_first_frame_at_or_after_its_instant(folder: Path, truth: Truth, key: str) -> None:
    camera = camera_of(truth, key)
    day = next(d for d in truth["days"] if d["key"] == camera["day"])
    light = np.array([float(picture.mean()) for _, picture in read_frames(film_of(folder, truth, key))])
    known = truth["files"][camera["file"]]
    media = [p * float(Fraction(*known["time_base"])) for p in known["pts"]]
    for seen, burst in zip(camera["bursts"], day["bursts"], strict=True):
        first = seen["first_lit_frame"]
        assert first is not None
        rate = 1 + camera["drift_ppm"] * 1e-6
        assert camera["start_s"] + media[first] / rate >= burst["second"] > camera["start_s"] + media[first - 1] / rate
        age = camera["start_s"] + media[first] / rate - burst["second"]
        jump, before = light[first] - light[first - 1], light[first - 1] - light[first - 2]
        assert jump > 18 * math.exp(-age / 0.085), (seen["number"], jump)
        assert before < 2.5, "it was lit too early"


@pytest.mark.parametrize("key", ["a", "b", "c"])
def test_the_flash_is_seen_where_the_truth_puts_it(folder: Path, truth: Truth, key: str) -> None:
    camera = camera_of(truth, key)
    pictures = [p.astype(np.float64).mean(axis=2) for _, p in read_frames(film_of(folder, truth, key))]
    for seen in camera["bursts"]:
        first = seen["first_lit_frame"]
        dx, dy = camera["sway_px"][first] if camera["sway_px"] else (0, 0)
        x, y = seen["pixel"][0] + dx, seen["pixel"][1] + dy
        left, top = max(int(x) - 12, 0), max(int(y) - 12, 0)
        around = cv2.GaussianBlur(pictures[first], (3, 3), 0)[top : top + 25, left : left + 25]
        down, right = np.unravel_index(around.argmax(), around.shape)
        assert around.max() > 215
        if seen["number"] > 1:
            continue  # the sparks of the burst before are still bright
        assert np.hypot(left + right + 0.5 - x, top + down + 0.5 - y) < 3, "the brightest spot about is elsewhere"


@pytest.mark.parametrize("key", KEYS)
def test_bangs_arrive_when_light_and_distance_say(folder: Path, truth: Truth, key: str) -> None:
    """From the file and truth.json alone: first arrival within two samples of distance over the speed of sound."""
    camera = camera_of(truth, key)
    day = next(d for d in truth["days"] if d["key"] == camera["day"])
    wave, rate = read_sound(film_of(folder, truth, key))
    speed = 331.3 * math.sqrt(1 + day["temperature_c"] / 273.15)
    assert math.isclose(speed, day["sound_speed_m_s"], rel_tol=1e-12)
    for heard, burst in zip(camera["heard"], day["bursts"], strict=True):
        distance = math.dist(burst["enu_m"], camera["place"]["enu_m"])
        assert math.isclose(distance, heard["distance_m"], abs_tol=1e-3)
        media = (burst["second"] + distance / speed - camera["start_s"]) * (1 + camera["drift_ppm"] * 1e-6)
        assert abs(media * rate - heard["sample"]) < 0.5
        assert heard["in_film"]
        near = np.abs(wave[round(heard["sample"]) - 240 : round(heard["sample"]) + 240])
        climbed = int(np.argmax(near > near.max() / 2)) - 240 + round(heard["sample"])
        late = climbed - heard["sample"] - RISE_S / 2 * rate  # half way up lies half a rise after the foot
        assert -1 <= late <= 2, (heard["number"], late)


def test_a_bang_is_nothing_before_its_time() -> None:
    ages = np.linspace(-0.01, 0.01, 20001)
    wave = bang(ages, 5)
    assert (wave[ages <= 0] == 0).all()
    assert wave.argmax() == np.argmin(np.abs(ages - RISE_S)) or abs(ages[wave.argmax()] - RISE_S) < 2e-5
    assert math.isclose(float(wave.max()), 1.0, abs_tol=0.05)


def test_devices_drift_and_differ() -> None:
    today = drill(1).today
    assert len({c.clock.drift_ppm for c in today.cameras}) == 3
    assert all(abs(c.clock.drift_ppm) <= 60 for c in today.cameras)
    for camera in today.cameras:
        again = [camera.clock.event_second(camera.clock.media_second(s)) for s in (0.0, 11.3)]
        assert np.allclose(again, [0.0, 11.3], atol=1e-12)
        assert (np.diff(frame_seconds(camera)) > 0).all()


def test_background_is_shared_between_cameras(folder: Path, truth: Truth) -> None:
    """Without the bangs, a and c still hear the same street: their correlation peaks where clocks and air put the band."""
    day = truth["days"][0]
    a, c = camera_of(truth, "a"), camera_of(truth, "c")
    waves = []
    for camera in (a, c):
        wave, rate = read_sound(film_of(folder, truth, camera["key"]))
        seconds = camera["start_s"] + np.arange(len(wave)) / rate / (1 + camera["drift_ppm"] * 1e-6)
        grid = np.arange(0.3, 3.5, 1 / 16000)
        heard = np.interp(grid, seconds, wave)
        for burst in day["bursts"]:
            away = math.dist(burst["enu_m"], camera["place"]["enu_m"]) / day["sound_speed_m_s"]
            heard[(grid > burst["second"] + away - 0.02) & (grid < burst["second"] + away + 0.5)] = 0
        waves.append(heard)
    size = 1 << 17
    cross = np.fft.rfft(waves[0], size) * np.conj(np.fft.rfft(waves[1], size))
    peak = np.fft.irfft(cross / (np.abs(cross) + 1e-9), size)
    lag = (int(peak.argmax()) + size // 2) % size - size // 2
    assert abs(lag) / 16000 <= math.dist(a["place"]["enu_m"], c["place"]["enu_m"]) / day["sound_speed_m_s"] + 0.001
    assert peak.max() > 6 * peak.std()
