"""align.clock: all recordings of an event on one clock, from what pairs of them heard and what people anchored by hand."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from itertools import combinations
from typing import Any

from firsthand.method.shape import Input, Inputs, Method
from firsthand.record.bounds import Clash as Contradiction
from firsthand.record.bounds import Span, instant, meet_spans
from firsthand.record.fault import BadTime
from firsthand.record.finding import Finding, Found, Inconclusive, Nothing, Outcome
from firsthand.record.observation import Observation

from .air import Bounds, apart, speed
from .clock_examples import EXAMPLES, Given
from .laid import ways
from .places import Places, places
from .rate import BOUND_PPM, clocks
from .solve import Clash, Link, Net, Solved, components, joined, solve
from .through import Way, Ways
from .witness import Witness, witness

PAIR, LIGHTS, RECORDINGS = "align.pair", "align.lights", "trace.recordings"
BY_HAND = 1000.0  # weight of an anchor that a person made: taken before what was heard


def run(given: Given, inputs: Inputs) -> Outcome:
    findings: Sequence[tuple[str, Finding]] = inputs["findings"]
    observations: Sequence[tuple[str, Observation]] = inputs["observations"]
    said = [(entry, finding) for entry, finding in findings if finding.job.method in (PAIR, LIGHTS)]
    copies, recordings = _copies(findings), ways(findings)
    air = speed(Bounds(low=given.coldest_c, high=given.warmest_c), given.wind_m_s)
    known, seen = places(observations, air), witness(findings, observations)
    links = [*_links(given, said, known, air, recordings), *_anchors(given, observations, known.away)]
    taken = [link for link in links if frozenset((link.one, link.two)) not in seen.refused]
    same = list(_same_sound(said, copies))
    refused = [
        {
            "files": [link.one, link.two],
            "rests_on": link.id.split("+"),
            "by": seen.refused[frozenset((link.one, link.two))],
        }
        for link in links
        if link not in taken
    ]
    if not taken:
        looked = (
            f"{len(said)} findings on pairs and {len(observations)} observations: none puts two recordings on one clock"
        )
        return Nothing(looked=looked, value={"same_sound_only": same, "refused": refused})
    net, clashes = joined(taken)
    events, against = [], [_clash(each) for each in clashes]
    contradicted: list[str] = []
    for group in components(net):
        solved = solve(net, group, _zero(net, group))
        utc, ids = _absolute(solved, observations)
        contradicted += ids
        events.append(_event(net, solved, group, utc, copies, recordings, seen))
    answer = {
        "events": events, "inconsistent": against, "same_sound_only": same, "refused": refused, "links": len(taken),
    }  # fmt: skip
    conflict = tuple(sorted({*contradicted, *(i for each in clashes if each.open for i in _ids(each))}))
    if conflict:
        why = "offsets that cannot all hold" if not contradicted else "stated times that cannot all hold on one clock"
        return Inconclusive(why=f"{why}; none of them outweighs the others", conflict=conflict, value=answer)
    unseen = sum(row["by_sound_alone"] for event in events for row in event["recordings"])
    if unseen:
        why = (
            f"{unseen} recordings are joined by sound alone, as a broadcast heard in two rooms would be: look whether their "
            "pictures agree, and say so (firsthand agree)"
        )
        return Inconclusive(why=why, value=answer)
    return Found(value=answer)


# --- what is known, as links ---------------------------------------------------------------------------------------------


def _links(
    given: Given, said: Sequence[tuple[str, Finding]], known: Places, air: Bounds, recordings: Sequence[Ways]
) -> Iterator[Link]:
    """Pairs that were found by two microphones. One sound track joins nothing, nor does what two files show of one recording, be
    one of them a compilation: copies follow by what trace says of them."""
    away = known.away
    for entry, finding in said:
        outcome = finding.result
        if not isinstance(outcome, Found):
            continue
        told = outcome.value
        one, two = told["files"]
        if told.get("same_track"):
            continue
        heard, clock = Bounds(**told["heard_s"]), Bounds(**told["clock_s"])
        if any(each.lies(one, two, heard) for each in recordings):
            continue
        container = Bounds(**told["terms_s"].get("container", {"low": 0.0, "high": 0.0}))
        most, bangs = known.between_m(one, two), told.get("bangs")
        if bangs and one in away and two in away:
            # The bangs come from the place whose distances are known: what was heard later was filmed farther away.
            heard = Bounds(**bangs["heard_s"]) + (away[one] - away[two])
            clock = heard + container
        elif most is not None and finding.job.method == PAIR:
            clock = (heard + apart(most, air) + container).meet(clock) or clock
        yield Link(
            one=one, two=two, at=float(told["at_s"]), heard=heard, clock=clock, drift=_bounds(told, "heard_ppm"),
            rate=_rate(given, told, known, air), score=float(told["evidence"]["score"]), id=entry,
        )  # fmt: skip


def _bounds(told: Mapping[str, Any], name: str) -> Bounds | None:
    return Bounds(**told[name]) if told.get(name) else None


def _rate(given: Given, told: Mapping[str, Any], known: Places, air: Bounds) -> Bounds | None:
    """The rate of a pair's clocks: as its finding tells it, or by what people said of how far things moved, whichever leaves less."""
    one, two = told["files"]
    drift, rate = _bounds(told, "heard_ppm"), _bounds(told, "rate_ppm")
    most = known.between_m(one, two)
    ways = [] if most is None else [2 * most * (1 + given.wind_m_s / air.low)]
    if one in known.moved_m and two in known.moved_m:
        ways.append(known.moved_m[one] + known.moved_m[two])
    if drift is None or not ways:
        return rate
    made = clocks(drift, min(ways), float(told["over_s"]), air)
    return min((each for each in (made, rate) if each is not None), key=lambda each: each.high - each.low, default=None)


def _same_sound(said: Sequence[tuple[str, Finding]], copies: Mapping[str, set[str]]) -> Iterator[dict[str, Any]]:
    for entry, finding in said:
        outcome = finding.result
        if isinstance(outcome, Found) and outcome.value.get("same_track"):
            one, two = outcome.value["files"]
            if two not in copies.get(one, ()):
                yield {"finding": entry, "files": [one, two], "coherence": outcome.value["coherence"]}


def _copies(findings: Sequence[tuple[str, Finding]]) -> dict[str, set[str]]:
    """File -> files with a stretch of the same footage, by what trace says of the two."""
    made: dict[str, set[str]] = defaultdict(set)
    for _, finding in findings:
        outcome = finding.result
        if finding.job.method == RECORDINGS and isinstance(outcome, Found):
            for row in (row for recording in outcome.value["recordings"] for row in recording["details"]["stretches"]):
                made[row["one"]].add(row["two"])
                made[row["two"]].add(row["one"])
    return made


def _anchors(
    given: Given, observations: Sequence[tuple[str, Observation]], away: Mapping[str, Bounds]
) -> Iterator[Link]:
    """Pairs of observations that name one event: "anchor" with details {"event": name, "heard": bool, "error_s": s}."""
    named: dict[str, list[tuple[str, str, Bounds, bool]]] = defaultdict(list)
    for entry, seen in observations:
        file, when, name = _file(seen), _when(seen), seen.details.get("event")
        if seen.what == "anchor" and file is not None and when is not None and isinstance(name, str) and name:
            error = seen.details.get("error_s", given.anchor_s)
            if isinstance(error, int | float) and 0 <= error <= 60:
                named[name].append((entry, file, when.wider(float(error)), bool(seen.details.get("heard", False))))
    for marks in named.values():
        for (first, one, when_one, heard_one), (second, two, when_two, heard_two) in combinations(sorted(marks), 2):
            if one == two:
                continue
            lag = when_two - when_one
            if heard_one and one in away:
                lag = lag + away[one]
            if heard_two and two in away:
                lag = lag - away[two]
            open_ends = [file for file, heard in ((one, heard_one), (two, heard_two)) if heard and file not in away]
            if open_ends:
                continue  # a sound from an unknown distance anchors nothing
            yield Link(one=one, two=two, at=when_one.middle, heard=lag, clock=lag, drift=None, rate=None,
                       score=BY_HAND, id=f"{first}+{second}")  # fmt: skip


def _file(seen: Observation) -> str | None:
    return seen.moment.file if seen.moment else seen.stretch.file if seen.stretch else None


def _when(seen: Observation) -> Bounds | None:
    if seen.moment is not None:
        return Bounds(low=float(seen.moment.pts), high=float(seen.moment.pts))
    if seen.stretch is None or seen.stretch.start is None:
        return None
    end: Fraction = seen.stretch.end if seen.stretch.end is not None else seen.stretch.start
    return Bounds(low=float(seen.stretch.start), high=float(end))


# --- the answer -----------------------------------------------------------------------------------------------------------


def _zero(net: Net, group: Sequence[str]) -> str:
    """The recording with most links; of equals the one with the smallest digest."""
    return min(group, key=lambda file: (-len(net.links[file]), file))


def _absolute(solved: Solved, observations: Sequence[tuple[str, Observation]]) -> tuple[Span | None, list[str]]:
    """The zero's second 0 in UTC by every stated time, or the entries that contradict each other."""
    spans: list[tuple[str, Span]] = []
    for entry, seen in observations:
        file, when = _file(seen), _when(seen)
        if seen.what != "time" or file not in solved.starts or when is None or file is None:
            continue
        try:
            stated = Span(earliest=instant(seen.details["earliest"]), latest=instant(seen.details["latest"]))
        except (BadTime, KeyError):
            continue
        place = solved.starts[file] + when.wider(1e-6 * BOUND_PPM * max(abs(when.low), abs(when.high)))
        place = place.wider(
            1e-6 * BOUND_PPM * max(abs(place.low), abs(place.high))
        )  # the zero's clock has a rate of its own
        spans.append((entry, stated.shifted(timedelta(seconds=-place.high), timedelta(seconds=-place.low))))
    if not spans:
        return None, []
    met = meet_spans([span for _, span in spans])
    if isinstance(met, Contradiction):
        return None, [entry for entry, span in spans if span in (met.first, met.second)]
    return met, []


def _event(
    net: Net,
    solved: Solved,
    group: Sequence[str],
    utc: Span | None,
    copies: Mapping[str, set[str]],
    recordings: Sequence[Ways],
    seen: Witness,
) -> dict[str, Any]:
    marked = {frozenset((link.one, link.two)) for file in group for link in net.links[file] if link.score == BY_HAND}
    core, *others = seen.together(group, besides=marked)
    alone = set(group) - core if len(core) > 1 else set(group)
    rows = []
    for file in sorted(group, key=lambda each: (solved.best[each], each)):
        bounds, drift, rate = solved.starts[file], solved.drifts[file], solved.rates[file]
        lying = list(_lying(recordings, file, set(group)))
        rows.append(
            {
                "file": file,
                "start_s": {**bounds.wire(), "best": round(solved.best[file], 6)},
                "heard_ppm": None if drift is None else drift.wire(2),
                "rate_ppm": None if rate is None else rate.wire(2),
                "links": len(net.links[file]),
                "rests_on_one_link": len(net.links[file]) == 1 and len(group) > 2,
                "by_sound_alone": file in alone,
                "copies": sorted({*copies.get(file, ()), *(way.file for way in lying)} - set(group)),
                "copies_at": [way.wire() for way in lying],
            }
        )
    shown = sorted({entry for pair, entries in seen.shown.items() if pair <= set(group) for entry in entries})
    return {
        "zero": solved.zero,
        "recordings": rows,
        "utc_of_zero": None if utc is None else utc.wire(),
        "pictures": {"agree_by": shown, "apart": [sorted(part) for part in others if len(part) > 1]},
    }


def _lying(recordings: Sequence[Ways], file: str, group: set[str]) -> Iterator[Way]:
    """How copies that are not on the clock themselves lie on a file that is, each by its longest stretch of a recording."""
    for known in recordings:
        for copy in sorted(set(known.steps) - group if file in known.steps else ()):
            way = known.laid(copy, file)
            if way is not None:
                yield way


def _ids(clash: Clash) -> list[str]:
    return [part for link in (clash.link, *clash.way) for part in link.id.split("+")]


def _clash(clash: Clash) -> dict[str, Any]:
    link = clash.link
    return {
        "files": [link.one, link.two],
        "rests_on": link.id.split("+"),
        "off_s": round(clash.off, 3),
        "against": [[each.one, each.two] for each in clash.way],
        "outweighed": not clash.open,
    }


def agrees(one: Outcome, two: Outcome) -> bool:
    """The same recordings joined, each with starts whose spans meet."""
    if type(one) is not type(two):
        return False
    if not isinstance(one, Found) or not isinstance(two, Found):
        return True
    starts = [
        {row["file"]: row["start_s"] for event in outcome.value["events"] for row in event["recordings"]}
        for outcome in (one, two)
    ]
    return starts[0].keys() == starts[1].keys() and all(
        starts[0][file]["low"] <= starts[1][file]["high"] + 1e-3
        and starts[1][file]["low"] <= starts[0][file]["high"] + 1e-3
        for file in starts[0]
    )


CLOCK = Method(
    name="align.clock",
    version=6,
    asks="Which recordings are of one event, and how do they lie on one clock?",
    given=Given,
    inputs=(
        Input(
            name="findings",
            kind="entries:finding",
            says="findings of align.pair, align.lights, align.pictures and trace's, by which copies are known",
        ),
        Input(
            name="observations",
            kind="entries:observation",
            says='by hand: "anchor" {event, heard, error_s}, "distance" {low_m, high_m} from the place of the bangs, '
            '"standpoint" and "bangs-at" {region}, "stood" {within_m}, "pictures" {files, agree}, "time" {earliest, latest}',
        ),
    ),
    says="events: {zero: the recording whose second 0 is the event's, recordings: {file, start_s: bounds and best on the "
    "zero's clock, heard_ppm: how its sound drifts against the zero's, rate_ppm: how its clock runs against the zero's (bounds, or "
    "null where nothing bounds it closer than 150), links, rests_on_one_link, by_sound_alone (no picture and no "
    "person joins it to the others), copies, copies_at: {file, of, from_s, to_s, speed, offset_s, through}: second t "
    "of such a copy, between from_s and to_s, is second t * speed + offset_s (bounds) of the recording, told by way of the files in "
    "through or by the two themselves}, utc_of_zero: a span or null, pictures: what shows that they agree}; refused: "
    "offsets that a person holds not to be of one event; "
    "inconsistent: offsets that the others contradict, with the way round and by how much; same_sound_only: files "
    "with one sound track that no picture shows to be copies: that track joins nothing, and it is no second witness",
    limits=(
        "rate_ppm is as true as what was said of how far things moved (stood, or moving_m_s of align.pair); heard_ppm is no clock's",
        "a recording that rests on one link is as right as that link: no cycle checks it",
        "without observed distances from the bangs, or without bangs, each start is as wide as the ways that sound may have come",
        "a broadcast heard in two rooms is told by nothing but pictures or a person; without either the answer is Inconclusive",
        "two offsets wrong in the same way, by an echo that repeats, can hold each other up",
    ),
    cites=("P. Holland, R. Welsch, Robust regression using iteratively reweighted least-squares, 1977",),
    run=run,
    agrees=agrees,
    examples=EXAMPLES,
)
