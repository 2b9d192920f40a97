"""Measures where and when: the sun against an ephemeris, and how often the field's regions and spans hold the truth.

`python bench/place.py [--scenes 300] [--lies 0.1 0.2] [--seed 1] [--resections 60] [--keep FILE] [--golden FILE]`, or `--kept FILE`
alone. 5,000 scenes take a quarter of an hour for each share of lies, and every 500 print what is known so far; runs of other seeds
may `--keep` theirs in one file, and `--kept` prints them together. `--golden` writes the rows that tests/method/place compares with
(needs skyfield and skyfield-data).

Each scene draws a true place and minute, then a mix of clues with the errors they state; a share of the clues is false: drawn for
another place or minute. The answerer believes of falsehood what it believes where no clue says how often such are false (0.15),
whatever the share is. Two lines each for place and time: *level*, where the cells that are as dense as the truth's are counted in part,
by chance (exact calibration gives the stated share), and *answered*, the sets as they are answered, in which such cells stay together,
beside what those sets say that they hold.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from firsthand.method.place.clues import clues_of
from firsthand.method.place.ephemeris import altitude_azimuth, apparent_deg, moment, track, unix
from firsthand.method.place.field import METHOD, Answer, Given, solve
from firsthand.method.place.globe import bearing_deg, distance_m, moved
from firsthand.method.place.minutes import grid_of
from firsthand.method.place.sets import chosen, circle_of
from firsthand.method.place.shadow_model import densest
from firsthand.record.bounds import Region, Span, instant
from firsthand.record.finding import Found as FoundOutcome
from firsthand.record.finding import Inconclusive

SHARES = (0.5, 0.8, 0.9, 0.95)
BEGIN, DAYS = "2022-05-10T00:00:00Z", 2
BOX = (29.0, 49.5, 32.0, 51.5)  # degrees: west, south, east, north
KINDS = ("distance-1", "distance-2", "side", "bearing-1", "bearing-2", "landmarks", "shadow", "clock")
CHUNK = 500  # scenes after which what is known so far is printed
OFTEN = 0.7  # how often a scene has each of them; the clock always
FINEST_M = Given().finest_m
LOW_DEG = 5.0  # no shadow is measured under a lower sun
VIEW_DEG, ZOOM = 65.0, 0.05
Json = dict[str, Any]


def scene(rng: np.random.Generator, lies: float) -> tuple[list[Json], float, float, float]:
    """Clues of one scene, and the truth: lon, lat (degrees), POSIX seconds."""
    begin = unix(instant(BEGIN))
    false = dict(zip(KINDS, rng.random(len(KINDS)) < lies, strict=True))
    there = dict(zip(KINDS, rng.random(len(KINDS)) < OFTEN, strict=True))
    there["clock"] = True
    while True:
        lon, lat, at = _draw(rng, begin)
        # A true shadow needs its sun; a false one says nothing of the true minute.
        if not there["shadow"] or false["shadow"] or _altitude(lon, lat, at) > LOW_DEG:
            break

    def told(name: str) -> tuple[float, float, float]:
        """What a clue is of: the truth, or where it is a lie any other place and minute of the search."""
        while false[name]:
            other = _draw(rng, begin)
            if name != "shadow" or _altitude(*other) > LOW_DEG:
                return other
        return lon, lat, at

    makers: dict[str, Callable[[str], Json]] = {
        "distance-1": lambda name: _distance(rng, name, *told(name)[:2]),
        "distance-2": lambda name: _distance(rng, name, *told(name)[:2]),
        "side": lambda name: _side(rng, *told(name)[:2]),
        "bearing-1": lambda name: _bearing(rng, name, *told(name)[:2]),
        "bearing-2": lambda name: _bearing(rng, name, *told(name)[:2]),
        "landmarks": lambda name: _landmarks(rng, *told(name)[:2]),
        "shadow": lambda name: _shadow(rng, *told(name)),
        "clock": lambda name: _clock(rng, told(name)[2]),
    }
    return [make(name) for name, make in makers.items() if there[name]], lon, lat, at


def _altitude(lon: float, lat: float, at: float) -> float:
    return float(altitude_azimuth(track([at]), lon, lat)[0][0, 0])


def _draw(rng: np.random.Generator, begin: float) -> tuple[float, float, float]:
    west, south, east, north = BOX
    low, high = np.sin(np.radians([south, north]))
    return (
        float(rng.uniform(west, east)),
        float(np.degrees(np.arcsin(rng.uniform(low, high)))),
        float(begin + rng.uniform(0, DAYS * 86400)),
    )


def _distance(rng: np.random.Generator, name: str, lon: float, lat: float) -> Json:
    town = moved(lon, lat, rng.uniform(0, 360), rng.uniform(3000, 25000))
    metres = float(distance_m(np.array(lon), np.array(lat), *town))
    # The stated number carries the error; its sigma is a share of what is stated.
    stated = max(500.0, metres / (1 + max(-0.6, rng.normal(0, 0.15))))
    return _clue(
        name,
        {
            "is": "near",
            "lon_deg": float(town[0]),
            "lat_deg": float(town[1]),
            "distance_m": stated,
            "sigma_m": 0.15 * stated,
        },
    )


def _side(rng: np.random.Generator, lon: float, lat: float) -> Json:
    """Said of a town whose vicinity it is, as place.words takes it."""
    town = moved(lon, lat, rng.uniform(0, 360), 12000 * np.sqrt(rng.random()))
    towards = float(bearing_deg(float(town[0]), float(town[1]), lon, lat)) + rng.normal(0, 30)
    at = {"lon_deg": float(town[0]), "lat_deg": float(town[1])}
    near = {"is": "within", **at, "radius_m": 12000.0, "sigma_m": 500.0}
    return _clue("side", {"is": "side", **at, "towards_deg": towards % 360, "sigma_deg": 30.0}, near)


def _bearing(rng: np.random.Generator, name: str, lon: float, lat: float) -> Json:
    """A landmark within three kilometres."""
    mark = moved(lon, lat, rng.uniform(0, 360), 3000 * np.sqrt(rng.random()))
    seen = float(bearing_deg(lon, lat, float(mark[0]), float(mark[1]))) + rng.normal(0, 1.0)
    at = {"lon_deg": float(mark[0]), "lat_deg": float(mark[1])}
    near = {"is": "within", **at, "radius_m": 3000.0, "sigma_m": 100.0}
    return _clue(name, {"is": "bearing", **at, "bearing_deg": seen % 360, "sigma_deg": 1.0}, near)


def _landmarks(
    rng: np.random.Generator, lon: float, lat: float, marks: int = 5, zoom: float = ZOOM, false: float = 0.05
) -> Json:
    """Landmarks of a picture; one in twenty is taken for another that stands anywhere in it."""
    long = 1280 / 2 / np.tan(np.radians(VIEW_DEG) / 2) * np.exp(rng.normal(0, zoom))
    heading = rng.uniform(0, 360)
    points: list[Json] = []
    while len(points) < marks:
        across = rng.uniform(-600, 600)
        mark = moved(lon, lat, heading + np.degrees(np.arctan(across / long)), rng.uniform(60, 900))
        drawn = 640 + across + rng.normal(0, 2)
        if rng.random() < false:
            drawn = rng.uniform(0, 1280)
        off = rng.normal(0, 2, 2) / 111_195
        place = {"lon_deg": float(mark[0] + off[0] / np.cos(np.radians(lat))), "lat_deg": float(mark[1] + off[1])}
        if 0 <= drawn <= 1280:
            points.append({**place, "x_px": float(drawn), "y_px": 360.0, "error_px": 2.0, "map_error_m": 2.0})
    picture = {"width_px": 1280, "height_px": 720}
    told = {"picture": picture, "points": points, "field_of_view_deg": VIEW_DEG, "zoom_error": zoom, "tilt_deg": 0.0}
    return {"id": "landmarks", "kind": "landmarks", "says": "landmarks", "landmarks": told}


def bound(rng: np.random.Generator, told: Json, lon: float, lat: float) -> float:
    """An error in metres drawn from the Cramer-Rao bound of true landmarks, the lens's prior in it: no unbiased answer errs by less."""
    long = 640 / np.tan(np.radians(VIEW_DEG) / 2)
    marks = np.array([(point["lon_deg"], point["lat_deg"], point["x_px"] - 640) for point in told["points"]])
    way = np.radians(bearing_deg(lon, lat, marks[:, 0], marks[:, 1]))
    far = distance_m(marks[:, 0], marks[:, 1], lon, lat)
    towards = np.arctan(marks[:, 2] / long)
    slope = np.column_stack(
        [-np.cos(way) / far, np.sin(way) / far, -np.ones(len(way)), np.sin(towards) * np.cos(towards)]
    )
    sigma = np.hypot(2 * np.cos(towards) ** 2 / long, 2 / far)
    known = (slope / sigma[:, None] ** 2).T @ slope + np.diag([0, 0, 0, told["zoom_error"] ** -2])
    return float(np.linalg.norm(rng.multivariate_normal(np.zeros(2), np.linalg.inv(known)[:2, :2])))


def resections(count: int, seed: int) -> None:
    """Landmarks alone, all true, within a kilometre that is known: the error of the answer's middle beside the least that is possible."""
    for marks, zoom in ((4, 0.02), (4, 0.05), (5, 0.05), (6, 0.05), (8, 0.05)):
        rng = np.random.default_rng(seed)
        errors, bounds, inside = [], [], 0
        for _ in range(count):
            lon, lat = rng.uniform(29.5, 31.5), rng.uniform(50.0, 51.0)
            clue = _landmarks(rng, lon, lat, marks, zoom, 0.0)
            region = Region.around(lon=lon + rng.uniform(-0.005, 0.005), lat=lat, radius_m=1000)
            answer = solve(clues_of([clue], region, None), region, None, 2.0)
            middle = circle_of(answer.field, 0.5)
            errors.append(float(distance_m(np.array(lon), np.array(lat), middle["lon_deg"], middle["lat_deg"])))
            bounds.append(bound(rng, clue["landmarks"], lon, lat))
            inside += place_found(answer, lon, lat, 0.5).held[-1]
        print(
            f"{marks} landmarks, 60-900 m away, 2 px, 2 m, lens to {100 * zoom:g} %: median error {np.median(errors):.1f} m where the "
            f"Cramer-Rao bound allows {np.median(bounds):.1f} m; 95 % set holds {_interval(inside, count)}",
            flush=True,
        )


def _clue(name: str, *terms: Json) -> Json:
    return {"id": name, "kind": "place", "says": name, "terms": list(terms)}


def _shadow(rng: np.random.Generator, lon: float, lat: float, at: float) -> Json:
    altitude, azimuth = (float(part[0, 0]) for part in altitude_azimuth(track([at]), lon, lat))
    ratio = float(1 / np.tan(np.radians(apparent_deg(altitude)))) * float(np.exp(rng.normal(0, 0.05)))
    way = (azimuth + 180 + rng.normal(0, 1.0)) % 360
    told = {"ratio": ratio, "ratio_error": 0.05, "tilt_deg": 0.0, "azimuth_deg": way, "azimuth_error_deg": 1.0}
    return {"id": "shadow", "kind": "shadow", "says": "shadow", "shadow": told}


def _clock(rng: np.random.Generator, at: float) -> Json:
    """A span of twelve hours that holds its minute, anywhere within it."""
    first = at - rng.uniform(0, 12 * 3600)
    span = Span(earliest=moment(first), latest=moment(first + 12 * 3600))
    return {"id": "clock", "kind": "time", "says": "clock", "spans": [span.wire()]}


def level(mass: np.ndarray[Any, Any], density: np.ndarray[Any, Any], truth: int, chance: float) -> float:
    """The share of the smallest set that holds the true cell, cells of its density counted in part."""
    denser, equal = density > density[truth] * (1 + 1e-12), np.abs(density / density[truth] - 1) <= 1e-12
    return float((mass[denser].sum() + chance * mass[equal].sum()) / mass.sum())


@dataclass(frozen=True, slots=True)
class Found:
    """Of one scene's place or time: the level of the truth, whether each set as answered holds it, and what each holds by its own word."""

    level: float
    held: list[bool]
    stated: list[float]


def place_found(answer: Answer, lon: float, lat: float, chance: float) -> Found:
    cells = answer.field.cells
    east, north = cells[:, 0] + cells[:, 2], cells[:, 1] + cells[:, 3]
    inside = np.flatnonzero((cells[:, 0] <= lon) & (lon <= east) & (cells[:, 1] <= lat) & (lat <= north))
    density = np.exp(answer.field.log - answer.field.log.max())
    sets = [chosen(answer.field, share) for share in SHARES]
    return Found(
        level(answer.field.mass, density, int(inside[0]), chance),
        [bool(cells[inside].any()) for cells in sets],
        [float(answer.field.mass[cells].sum()) for cells in sets],
    )


def time_found(answer: Answer, at: float, chance: float) -> Found:
    if answer.minutes is None or answer.grid is None:
        raise ValueError("these scenes have a window of time")
    truth = int(np.abs(answer.grid.at - at).argmin())
    sets = [densest(answer.minutes, answer.minutes, share) for share in SHARES]
    return Found(
        level(answer.minutes, answer.minutes, truth, chance),
        [bool(minutes[truth]) for minutes in sets],
        [float(answer.minutes[minutes].sum()) for minutes in sets],
    )


@dataclass(slots=True)
class Tally:
    """What the scenes so far gave."""

    found: dict[str, list[Found]] = field(default_factory=lambda: {"place": [], "time": []})
    errors: list[float] = field(default_factory=list)
    areas: list[float] = field(default_factory=list)
    seconds: list[tuple[float, ...]] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)

    def last(self) -> Json:
        """The last scene as JSON."""
        found = {name: asdict(rows[-1]) for name, rows in self.found.items()}
        numbers = (self.errors[-1], self.areas[-1], self.seconds[-1], self.losses[-1])
        return {"found": found, **dict(zip(("error_m", "area_km2", "seconds", "loss"), numbers, strict=True))}

    def add(self, row: Json) -> None:
        for name, rows in self.found.items():
            rows.append(Found(**row["found"][name]))
        self.errors.append(row["error_m"])
        self.areas.append(row["area_km2"])
        self.seconds.append(tuple(row["seconds"]))
        self.losses.append(row["loss"])

    def show(self, title: str) -> None:
        count, (reading, solving) = len(self.errors), np.array(self.seconds).T * 1000
        whole = reading + solving
        print(
            f"{title}: {count} scenes, median error {np.median(self.errors):.0f} m, median area of 95 % {np.median(self.areas):.3g} km2, "
            f"{np.median(whole):.0f} ms (95th {np.quantile(whole, 0.95):.0f}; {np.median(reading):.0f} of it to read the clues), "
            f"loss at most {max(self.losses):.1e}"
        )
        for name, found in self.found.items():
            depths = np.array([row.level for row in found])
            rows = (
                ("level", np.less_equal.outer(depths, SHARES), None),
                (
                    "answered",
                    np.array([row.held for row in found]),
                    np.array([row.stated for row in found]).mean(axis=0),
                ),
            )
            for what, hits, stated in rows:
                each = (
                    f"{100 * p:g} % holds {_interval(int(hits[:, k].sum()), count)}"
                    + ("" if stated is None else f" where it says {100 * stated[k]:.1f}")
                    for k, p in enumerate(SHARES)
                )
                print(f"  {name}, {what}: {', '.join(each)}")
        print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB", flush=True)


def scenes(count: int, lies: float, seed: int, keep: Path | None) -> None:
    """Coverage with its 95 % interval, median error, area and seconds, printed after every five hundred scenes."""
    rng = np.random.default_rng(seed)
    region = Region.of([tuple(round(edge * 1e7) for edge in BOX)])  # type: ignore[list-item]
    begin = unix(instant(BEGIN))
    window = Span(earliest=moment(begin), latest=moment(begin + DAYS * 86400))
    grid = grid_of(begin, begin + DAYS * 86400, 60.0, sun=True)
    tally = Tally()
    for k in range(1, count + 1):
        wires, lon, lat, at = scene(rng, lies)
        began = time.process_time()
        clues = clues_of(wires, region, window)
        read = time.process_time()
        answer = solve(clues, region, grid, FINEST_M)
        tally.seconds.append((read - began, time.process_time() - read))
        tally.losses.append(answer.field.loss_at_most)
        middle = circle_of(answer.field, 0.5)
        tally.errors.append(float(distance_m(np.array(lon), np.array(lat), middle["lon_deg"], middle["lat_deg"])))
        tally.areas.append(float(answer.field.leaves.area_m2()[chosen(answer.field, 0.95)].sum()) / 1e6)
        tally.found["place"].append(place_found(answer, lon, lat, rng.random()))
        tally.found["time"].append(time_found(answer, at, rng.random()))
        if keep is not None:
            with keep.open("a", encoding="utf-8") as file:
                file.write(
                    json.dumps({"lies": lies, "seed": seed, "clues": [w["id"] for w in wires], **tally.last()}) + "\n"
                )
        if k % CHUNK == 0 or k == count:
            tally.show(f"lies {lies:g}, seed {seed}")


def questions(count: int, seed: int) -> None:
    """The whole of place.field: sets, each clue left out, every pair tried for conflict."""
    rng = np.random.default_rng(seed)
    region = Region.of([tuple(round(edge * 1e7) for edge in BOX)])  # type: ignore[list-item]
    begin = unix(instant(BEGIN))
    window = Span(earliest=moment(begin), latest=moment(begin + DAYS * 86400))
    spent, loss = [], 0.0
    for _ in range(count):
        wires, *_ = scene(rng, 0.1)
        began = time.process_time()
        outcome = METHOD.ask(Given(), {"clues": wires, "region": region.wire(), "window": window.wire()})
        spent.append(1000 * (time.process_time() - began))
        if isinstance(outcome, FoundOutcome | Inconclusive) and outcome.value:
            loss = max(loss, *(row["without"]["loss_at_most"] for row in outcome.value["each"]))
    print(
        f"whole questions, each clue left out and every pair tried, {count} scenes: {np.median(spent):.0f} ms "
        f"(95th {np.quantile(spent, 0.95):.0f}); without a clue the loss is at most {loss:.1e}",
        flush=True,
    )


def kept(path: Path) -> None:
    """The tally of scenes that earlier runs kept, whatever their seeds."""
    tallies: dict[float, Tally] = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        tallies.setdefault(row["lies"], Tally()).add(row)
    for lies, tally in sorted(tallies.items()):
        tally.show(f"lies {lies:g}, as kept")


def _interval(hits: int, count: int) -> str:
    """A share with Wilson's 95 % interval, in per cent."""
    share, z = hits / count, 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * np.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return f"{100 * share:.1f} ({100 * (middle - half):.1f}-{100 * (middle + half):.1f})"


def golden(path: Path, seed: int = 5) -> None:
    """Sun by Skyfield and DE421 at UT1, 1950-2050, all latitudes; without refraction."""
    from skyfield.api import load, wgs84  # type: ignore[import-not-found, import-untyped, unused-ignore]
    from skyfield.iokit import Loader  # type: ignore[import-not-found, import-untyped, unused-ignore]
    from skyfield_data import get_skyfield_data_path  # type: ignore[import-not-found, import-untyped, unused-ignore]

    bodies = Loader(get_skyfield_data_path())("de421.bsp")
    scale = load.timescale(builtin=True)
    rng = np.random.default_rng(seed)
    rows = []
    for _ in range(60):
        at = float(rng.integers(-631152000, 2524608000))
        lat, lon = float(np.round(rng.uniform(-89.5, 89.5), 3)), float(np.round(rng.uniform(-180, 180), 3))
        seen = (bodies["earth"] + wgs84.latlon(lat, lon)).at(scale.ut1_jd(at / 86400 + 2440587.5))
        altitude, azimuth, _ = seen.observe(bodies["sun"]).apparent().altaz()
        row = {"unix_s": at, "lon_deg": lon, "lat_deg": lat}
        rows.append({**row, "altitude_deg": round(altitude.degrees, 6), "azimuth_deg": round(azimuth.degrees, 6)})
    path.write_text(json.dumps(rows, indent=0), encoding="utf-8")


def sun() -> None:
    """Against the golden rows that the tests keep."""
    path = Path(__file__).parent.parent / "tests" / "method" / "place" / "sun_golden.json"
    off = []
    for row in json.loads(path.read_text("utf-8")):
        altitude, azimuth = altitude_azimuth(track([row["unix_s"]]), row["lon_deg"], row["lat_deg"])
        across = (azimuth[0, 0] - row["azimuth_deg"] + 180) % 360 - 180
        off.append((altitude[0, 0] - row["altitude_deg"], across * np.cos(np.radians(row["altitude_deg"]))))
    apart = 60 * np.hypot(*np.array(off).T)
    print(
        f"sun against DE421, 1950-2050, {len(off)} instants: rms {np.sqrt((apart**2).mean()):.4f}', most {apart.max():.4f}'"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--scenes", type=int, default=300)
    asked.add_argument("--resections", type=int, default=60, help="scenes of landmarks alone, and of whole questions")
    asked.add_argument("--lies", type=float, nargs="*", default=[0.1, 0.2])
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--keep", type=Path, help="a file to which each scene's levels are added, as JSON lines")
    asked.add_argument("--golden", type=Path)
    asked.add_argument("--kept", type=Path, help="only the tally of what --keep wrote, over all its runs")
    given = asked.parse_args(arguments)
    if given.kept:
        kept(given.kept)
        return
    if given.golden:
        golden(given.golden)
        return
    sun()
    if given.resections:
        resections(given.resections, given.seed)
        questions(given.resections, given.seed)
    for lies in given.lies:
        scenes(given.scenes, lies, given.seed, given.keep)


if __name__ == "__main__":
    main()
