"""Speed of the place methods, the bound on what is lost, and the sun and the shadow task of two peers, side by side.

`python bench/place_speed.py [--shadowfinder PYTHON]`; PYTHON is an interpreter of an environment of its own that has ShadowFinder (MIT)
installed with its suncalc: it is run there, not imported. Where it is not named, those lines say *not run*. CPU time on one thread;
a busy machine makes every figure larger, so ratios say more than milliseconds.
"""

import argparse
import json
import math
import resource
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from firsthand.method import CATALOGUE
from firsthand.method.place.clues import clues_of
from firsthand.method.place.ephemeris import altitude_azimuth, apparent_deg, moment, track, unix
from firsthand.method.place.field import solve
from firsthand.method.place.globe import distance_m
from firsthand.method.place.minutes import grid_of
from firsthand.method.place.pattern import Given as PatternGiven
from firsthand.method.place.pattern import _scores
from firsthand.method.place.pattern_map import layers_of
from firsthand.method.place.pattern_words import pattern_of
from firsthand.method.place.sun import place_of
from firsthand.record.bounds import Region, Span, instant

Json = dict[str, Any]
EXAMPLE = {"height": 10, "length": 8, "at": "2024-02-29T12:00:00Z"}  # ShadowFinder's own published example
PEER = """
import json, resource, sys, time
began = time.process_time()
import numpy as np
from datetime import datetime
from shadowfinder import ShadowFinder
loaded = time.process_time() - began
f = ShadowFinder(object_height=10, shadow_length=8, date_time=datetime(2024, 2, 29, 12, 0, 0), time_format="utc")
began = time.process_time()
f.generate_timezone_grid()
grid = time.process_time() - began
spent = []
for _ in range(9):
    began = time.process_time()
    f.find_shadows()
    spent.append(time.process_time() - began)
off = np.abs(np.asarray(f.location_likelihoods, dtype=float))
lat, lon = np.asarray(f.lats), np.asarray(f.lons)
near = np.flatnonzero(np.isfinite(off.ravel()) & (off.ravel() <= np.nanquantile(off, 0.002)))
print(json.dumps({"loaded_s": loaded, "grid_s": grid, "find_ms": 1000 * float(np.median(spent)),
                  "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                  "lat": lat.ravel()[near].tolist(), "lon": lon.ravel()[near].tolist()}))
"""


SUNCALC = """
import json, math, sys, time
import numpy as np, pandas as pd
from suncalc import get_position
rows = json.loads(sys.stdin.read())
when = pd.to_datetime([row["unix_s"] for row in rows], unit="s")
lon, lat = (np.array([row[name] for row in rows]) for name in ("lon_deg", "lat_deg"))
spent = []
for _ in range(9):
    began = time.process_time()
    seen = get_position(when, lon, lat)
    spent.append(time.process_time() - began)
print(json.dumps({"ms": 1000 * float(np.median(spent)), "altitude": np.degrees(np.asarray(seen["altitude"])).tolist(),
                  "azimuth": (np.degrees(np.asarray(seen["azimuth"])) + 180).tolist()}))
"""


def suncalc(python: str | None) -> None:
    """Both suns against the rows by DE421 that the tests keep, and those of 2015 and later: what is asked of footage."""
    path = Path(__file__).parent.parent / "tests" / "method" / "place" / "sun_golden.json"
    rows = json.loads(path.read_text("utf-8"))
    at, lon, lat = (np.array([row[name] for row in rows]) for name in ("unix_s", "lon_deg", "lat_deg"))
    true = np.array([[row["altitude_deg"], row["azimuth_deg"]] for row in rows]).T

    def off(altitude: Any, azimuth: Any) -> str:
        across = ((azimuth - true[1] + 180) % 360 - 180) * np.cos(np.radians(true[0]))
        apart = 60 * np.hypot(altitude - true[0], across)
        return f"rms {np.sqrt((apart**2).mean()):.3f}', most {apart.max():.3f}'"

    def ours() -> Any:
        return [
            [float(part[0, 0]) for part in altitude_azimuth(track([t]), x, y)]
            for t, x, y in zip(at, lon, lat, strict=True)
        ]

    print(f"the sun at {len(rows)} places and instants, 1950-2050, against DE421:")
    print(f"  firsthand: {off(*np.array(ours()).T)}, {timed(lambda: track(at)):.1f} ms for all instants")
    if python is None:
        print("  suncalc: not run (--shadowfinder PYTHON, which has it installed too)")
        return
    done = subprocess.run([python, "-c", SUNCALC], input=json.dumps(rows), capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"  suncalc: not run ({done.stderr.strip().splitlines()[-1][:120]})")
        return
    peer = json.loads(done.stdout.strip().splitlines()[-1])
    print(
        f"  suncalc: {off(np.array(peer['altitude']), np.array(peer['azimuth']))}, {peer['ms']:.1f} ms for all instants"
    )


def timed(task: Callable[[], Any], times: int = 9) -> float:
    """Median CPU milliseconds."""
    spent = []
    for _ in range(times):
        began = time.process_time()
        task()
        spent.append(time.process_time() - began)
    return 1000 * float(np.median(spent))


def shadowfinder(python: str | None) -> None:
    at = unix(instant(str(EXAMPLE["at"])))
    altitude = math.degrees(math.atan2(float(EXAMPLE["height"]), float(EXAMPLE["length"])))  # type: ignore[arg-type]
    sun = track([at])
    where = {"lon_deg": float(sun.lon_deg[0]), "lat_deg": float(sun.lat_deg[0])}

    def circle() -> tuple[float, float, float]:
        return where["lon_deg"], where["lat_deg"], 90 - altitude

    method = CATALOGUE["place.shadow"]
    window = Span(earliest=moment(at - 30), latest=moment(at + 30)).wire()
    ask = {"shadow": {"length_m": 8.0, "height_m": 10.0}, "place": None, "window": window}
    print("ShadowFinder's example (10 m high, 8 m long, 2024-02-29 12:00 UTC):")
    print(
        f"  firsthand: the circle {timed(circle, 99):.4f} ms once the sun is known ({timed(lambda: track([at])):.1f} ms), regions of "
        f"50, 80, 95 % {timed(lambda: method.ask(method.form({}), ask), 5):.0f} ms"
    )
    if python is None:
        print("  ShadowFinder: not run (name an interpreter that has it: --shadowfinder PYTHON)")
        return
    done = subprocess.run([python, "-c", PEER], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"  ShadowFinder: not run ({done.stderr.strip().splitlines()[-1][:120]})")
        return
    peer = json.loads(done.stdout.strip().splitlines()[-1])
    lat, lon = np.array(peer["lat"]), np.array(peer["lon"])
    apart = distance_m(lon, lat, where["lon_deg"], where["lat_deg"]) / 111_195 - (90 - altitude)
    seen = apparent_deg(altitude_azimuth(sun, lon, lat)[0][:, 0])
    print(
        f"  ShadowFinder: find {peer['find_ms']:.0f} ms on its 0.5 degree grid, start-up {peer['loaded_s']:.1f} s, time zones "
        f"{peer['grid_s']:.1f} s, {peer['mib']} MiB"
    )
    print(
        f"  its {len(lat)} nearest cells: {np.median(np.abs(apart)):.2f} deg (median) off our circle, {np.abs(apart).max():.2f} at most; "
        f"our sun stands {np.median(seen):.2f} deg high there where the shadow says {altitude:.2f}"
    )


def fields() -> None:
    """Wide windows: Ukraine for 30 days, the world for two years; a shadow with length and direction, and a clock."""
    rows = (
        ("Ukraine x 30 days", (22.0, 44.0, 40.5, 52.5), "2022-03-01T00:00:00Z", 30, 60.0),
        ("world x 2 years", (-180.0, -90.0, 180.0, 90.0), "2021-01-01T00:00:00Z", 730, 600.0),
    )
    for name, box, begin, days, step in rows:
        region = Region.of([tuple(round(edge * 1e7) for edge in box)])  # type: ignore[list-item]
        first = unix(instant(begin))
        window = Span(earliest=moment(first), latest=moment(first + days * 86400))
        shadow = {"ratio": 1.2, "ratio_error": 0.05, "azimuth_deg": 30.0, "azimuth_error_deg": 1.0}
        near = {"is": "within", "lon_deg": 30.5, "lat_deg": 50.4, "radius_m": 60_000.0, "sigma_m": 20_000.0}
        wires: list[Json] = [
            {"id": "shadow", "kind": "shadow", "says": "", "shadow": shadow},
            {"id": "near", "kind": "place", "says": "", "terms": [near]},
        ]
        began = time.process_time()
        grid = grid_of(first, first + days * 86400, max(60.0, step), sun=True)
        answer = solve(clues_of(wires, region, window), region, grid, 200.0)
        spent = f"{time.process_time() - began:.1f} s, loss at most {answer.field.loss_at_most:.1e}, rough sun {answer.field.rough_sun:.1e}"
        print(f"{name}, {len(grid.at)} steps of {grid.step_s:g} s: {spent}")


def losses(count: int = 60, seed: int = 4) -> None:
    """Two equal answers planted far apart: the share of each is known by their areas; how far off it is, and the loss printed."""
    rng = np.random.default_rng(seed)
    region = Region.of([(-1_800_000_000, -800_000_000, 1_800_000_000, 800_000_000)])
    worst, most = 0.0, 0.0
    for _ in range(count):
        modes = [{"lon_deg": float(rng.uniform(-179, 179)), "lat_deg": float(rng.uniform(-75, 75))} for _ in range(2)]
        terms = [{"is": "within", **mode, "radius_m": 3000.0, "sigma_m": 300.0} for mode in modes]
        readings = [{"weight": 1.0, "says": "", "terms": [term]} for term in terms]
        wire = {"id": "two", "kind": "words", "says": "", "lie": 0.0, "readings": readings}
        field = solve(clues_of([wire], region, None), region, None, 100.0).field
        lon, lat = place_of(modes[0])
        near = distance_m(
            field.cells[:, 0] + field.cells[:, 2] / 2, field.cells[:, 1] + field.cells[:, 3] / 2, lon, lat
        )
        if float(distance_m(np.array(lon), np.array(lat), *place_of(modes[1]))) > 20_000:
            worst = max(worst, abs(float(field.mass[near < 10_000].sum()) - 0.5))
        most = max(most, field.loss_at_most)
    print(
        f"planted far modes, {count} pairs over the world: loss at most {most:.1e}, share of one off by {worst:.1e} at most"
    )


def patterns(count: int = 2_000_000, seed: int = 2) -> None:
    """Three things on an invented map of so many features: the search alone, once the map is in memory."""
    rng = np.random.default_rng(seed)

    def dots(n: int) -> Json:
        return {
            "lon": rng.integers(220_000_000, 400_000_000, n),
            "lat": rng.integers(440_000_000, 520_000_000, n),
            "start": np.arange(n + 1),
            "id": np.arange(n),
            "what": np.zeros(n, dtype=int),
            "names": [""] * n,
        }

    maps = {"church": dots(count // 100), "pond": dots(count // 10), "house": dots(count - count // 10 - count // 100)}
    pattern = pattern_of("a church within 300 m of a pond and near a house")
    if pattern is None:
        raise ValueError("the phrase is read")
    began = time.process_time()
    layers = layers_of(pattern.things, maps)
    built = time.process_time() - began
    spent = timed(lambda: _scores(PatternGiven(), pattern, layers, (0, 0)), 5)
    print(
        f"pattern of three things among {count} features: {spent:.0f} ms (layers and trees made in {built:.1f} s before)"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--shadowfinder")
    asked.add_argument("--features", type=int, default=200_000)
    given = asked.parse_args()
    suncalc(given.shadowfinder)
    shadowfinder(given.shadowfinder)
    losses()
    patterns(given.features)
    fields()
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
