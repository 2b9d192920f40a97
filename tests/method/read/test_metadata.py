"""Places with the size that their digits leave, EXIF and XMP from hostile bytes, and the bounds on how much is kept."""

import struct
from fractions import Fraction

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from firsthand.method.read.fold import Pass, film_facts, run_reader
from firsthand.method.read.metadata import METADATA
from firsthand.record.bounds import Region
from firsthand.record.finding import Found, Inconclusive


def read(**facts):
    return run_reader(METADATA, Pass(), {"facts": film_facts(**facts), "frames": (), "sound": ()}).outcome


def tiff(gps: dict[int, tuple[int, int, bytes]]) -> bytes:
    """A TIFF whose GPS directory holds tag -> (type, count, value bytes)."""
    count = len(gps)
    start = 8 + 2 + 12 + 4
    place = start + 2 + 12 * count + 4
    rows, values = b"", b""
    for tag, (kind, number, value) in sorted(gps.items()):
        if len(value) <= 4:
            rows += struct.pack("<HHI4s", tag, kind, number, value.ljust(4, b"\x00"))
        else:
            rows += struct.pack("<HHII", tag, kind, number, place + len(values))
            values += value
    first = struct.pack("<HHHIII", 1, 0x8825, 4, 1, start, 0)
    return b"II*\x00" + struct.pack("<I", 8) + first + struct.pack("<H", count) + rows + bytes(4) + values


def degrees(*parts: Fraction) -> tuple[int, int, bytes]:
    return 5, 3, b"".join(struct.pack("<II", part.numerator, part.denominator) for part in parts)


def letter(text: str) -> tuple[int, int, bytes]:
    return 2, len(text) + 1, text.encode() + b"\x00"


def gps(*, south: bool = False, west: bool = False, more: dict | None = None) -> bytes:
    return tiff(
        {
            1: letter("S" if south else "N"),
            2: degrees(Fraction(50), Fraction(27), Fraction(36, 10)),
            3: letter("W" if west else "E"),
            4: degrees(Fraction(30), Fraction(31), Fraction(2401, 100)),
            **(more or {}),
        }
    )


@pytest.mark.parametrize(("south", "west"), [(False, False), (True, False), (False, True), (True, True)])
def test_a_place_has_its_signs_and_a_radius(south: bool, west: bool) -> None:
    outcome = read(exif=gps(south=south, west=west))
    assert isinstance(outcome, Found)
    [place] = outcome.value["places"]
    region = Region.from_wire(place["region"])
    lat, lon = 50 + 27 / 60 + 3.6 / 3600, 30 + 31 / 60 + 24.01 / 3600
    assert region.holds(lat=-lat if south else lat, lon=-lon if west else lon)
    assert place["radius_m"] == 30.0 and place["datum"] is None


def test_coarse_digits_a_stated_error_and_another_datum_widen_it() -> None:
    coarse = gps(
        more={
            2: degrees(Fraction(50), Fraction(274, 10), Fraction(0)),
            4: degrees(Fraction(30), Fraction(31), Fraction(0)),
        }
    )
    outcome = read(exif=coarse)
    assert isinstance(outcome, Found)
    assert outcome.value["places"][0]["radius_m"] == pytest.approx(111_320 / 300, rel=0.01), (
        "274/10 is read as 137/5: fifths"
    )
    error = gps(more={31: (5, 1, struct.pack("<II", 75, 1))})
    outcome = read(exif=error)
    assert isinstance(outcome, Found)
    assert outcome.value["places"][0]["radius_m"] == 150.0
    datum = gps(more={18: letter("TOKYO")})
    outcome = read(exif=datum)
    assert isinstance(outcome, Found)
    assert (outcome.value["places"][0]["radius_m"], outcome.value["places"][0]["datum"]) == (1030.0, "TOKYO")


def test_nought_nought_and_impossible_places_are_said() -> None:
    nought = gps(
        more={2: degrees(Fraction(0), Fraction(0), Fraction(0)), 4: degrees(Fraction(0), Fraction(0), Fraction(0))}
    )
    outcome = read(exif=nought)
    assert isinstance(outcome, Found)
    assert outcome.value["places"][0]["region"] is None and "fix" in outcome.value["places"][0]["trouble"]
    outcome = read(exif=gps(more={2: degrees(Fraction(95), Fraction(0), Fraction(1))}))
    assert isinstance(outcome, Found)
    assert outcome.value["places"][0]["region"] is None and outcome.value["places"][0]["trouble"]
    zero = gps(more={2: (5, 3, struct.pack("<IIIIII", 50, 0, 27, 0, 3, 0))})
    outcome = read(exif=zero)
    assert isinstance(outcome, Found) and outcome.value["places"] == []


def test_gps_time_is_utc_and_may_be_stale() -> None:
    more = {7: degrees(Fraction(9), Fraction(5), Fraction(7)), 29: letter("2022:03:30")}
    outcome = read(exif=gps(more=more))
    assert isinstance(outcome, Found)
    [time] = outcome.value["times"]
    assert (
        time["zone"] == "UTC" and time["span"]["earliest"] == "2022-03-30T09:05:07Z" and "older fix" in time["trouble"]
    )


@pytest.mark.parametrize(
    ("text", "radius"),
    [
        ("+50.4501+030.5234/", 30.0),
        ("+50.45+030.52+100/", 1113.2),
        ("+50+030/", 111_320.0),
        ("-33.8688+151.2093/", 30.0),
    ],
)
def test_iso_6709(text: str, radius: float) -> None:
    outcome = read(texts=[{"where": "container", "key": "com.apple.quicktime.location.ISO6709", "text": text}])
    assert isinstance(outcome, Found) and outcome.value["places"][0]["radius_m"] == pytest.approx(radius, rel=0.01)


def test_the_same_text_twice_is_one_place_and_other_keys_are_none() -> None:
    row = {"where": "container", "key": "location", "text": "+50.4501+030.5234/"}
    outcome = read(texts=[row, {**row, "key": "location-eng"}, {**row, "key": "comment", "text": "+11.1111+022.2222/"}])
    assert isinstance(outcome, Found) and len(outcome.value["places"]) == 1 and len(outcome.value["texts"]) == 3


def test_quicktime_dates_keep_their_zone() -> None:
    row = {"where": "container", "key": "com.apple.quicktime.creationdate", "text": "2022-03-30T14:05:09+0300"}
    outcome = read(texts=[row])
    assert isinstance(outcome, Found)
    [time] = outcome.value["times"]
    assert time["zone"] == "+0300" and time["span"]["earliest"] == "2022-03-30T11:05:09Z"


BOMB = b'<!DOCTYPE z [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
OUT = b'<!DOCTYPE z [<!ENTITY a SYSTEM "/etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize("packet", [BOMB, OUT, b"<x><y></x>", b"<" * 900, b"no XML"])
def test_xmp_that_cannot_be_read_is_said(packet: bytes) -> None:
    outcome = read(xmp=packet)
    assert isinstance(outcome, Inconclusive) and "XMP" in outcome.why and "root" not in str(outcome)


def test_deep_xmp_ends() -> None:
    deep = b"<a>" * 3000 + b"x" + b"</a>" * 3000
    assert read(xmp=deep).name in ("nothing", "inconclusive", "found")


def test_how_much_is_kept_is_bounded(monkeypatch) -> None:
    monkeypatch.setattr("firsthand.method.read.metadata.MOST_TEXTS", 5)
    texts = [{"where": "container", "key": str(k), "text": "x"} for k in range(9)]
    outcome = read(texts=texts)
    assert isinstance(outcome, Found)
    assert len(outcome.value["texts"]) == 5 and outcome.value["left_out"] == 4


GOOD = gps(more={7: degrees(Fraction(9), Fraction(5), Fraction(7)), 29: letter("2022:03:30")})


@given(st.binary(max_size=60), st.integers(0, len(GOOD)))
@settings(max_examples=200)
def test_any_bytes_end_in_an_outcome(noise: bytes, at: int) -> None:
    assert read(exif=GOOD[:at] + noise + GOOD[at + len(noise) :]).name in ("found", "nothing", "inconclusive")
