"""Findings asked again: they hold from the bytes or from a published reading, and a lie is told from another version."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from firsthand.desk.desk import Desk, entries
from firsthand.desk.examine import examine
from firsthand.desk.examine_again import Access, Again, findings_again, recompute, still_again
from firsthand.desk.pen import write
from firsthand.desk.preserve import preserve
from firsthand.desk.readings import path_of
from firsthand.desk.recheck import recheck
from firsthand.port import Progress, Read, Still
from firsthand.recheck.folder import Evidence
from firsthand.recheck.line import Verdict
from firsthand.record.fault import CellBroke, NotInVault
from firsthand.record.finding import Finding, Job, Nothing, outcome_wire
from firsthand.record.wire import to_wire
from tests.desk import films
from tests.desk.films import InProcess
from tests.desk.parts import machine


class NoCell:
    def protections(self) -> Mapping[str, str]:
        return {}

    def read(self, source: Path, *, profile: str) -> Iterator[Progress | Still | Read]:
        raise CellBroke("no cell here")
        yield


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    place = tmp_path_factory.mktemp("again")
    made = machine(place).new()
    list(preserve(made, [films.folder(place / "footage")]))
    made = replace(made, decoder=InProcess())
    list(examine(made))
    made.index.refresh(made.ledger)
    return made


def all_findings(desk: Desk) -> dict[str, Finding]:
    return {e.id: e.value for e in entries(desk, "finding")}


def access(desk: Desk, *, media: bool = True, readings: bool = False, decoder: Any = None) -> Access:
    published = {}
    for finding in all_findings(desk).values():
        for file, digest in zip(finding.files, finding.readings, strict=False) if readings else ():
            published[digest] = path_of(desk.folder, file, finding.profile)

    def bytes_of(digest: str) -> Path | None:
        if digest in published:
            return published[digest]
        try:
            return desk.vault.path(digest) if media else None
        except NotInVault:
            return None

    return Access(bytes_of=bytes_of, entry=all_findings(desk).get, decoder=decoder or InProcess())


def one(desk: Desk, method: str, outcome: str = "found") -> Finding:
    return next(f for f in all_findings(desk).values() if f.job.method == method and f.outcome["outcome"] == outcome)


def evidence(desk: Desk) -> Evidence:
    def every() -> Iterator[Any]:
        yield from entries(desk, "finding", "derivative", "file")

    files = {e.value.digest: desk.vault.path(e.value.digest) for e in entries(desk, "file")}
    return Evidence(folder=desk.folder, entries=every, verdict=lambda _: Verdict.HOLDS, bytes_of=files)


def test_everything_holds_from_the_bytes(desk: Desk) -> None:
    decoder = InProcess()
    lines = list(findings_again(evidence(desk), decoder))
    stills = list(entries(desk, "derivative"))
    assert len(lines) == len(all_findings(desk)) + len(stills) and len(stills) >= 5
    assert {line.verdict for line in lines} == {Verdict.HOLDS}, [
        line for line in lines if line.verdict != Verdict.HOLDS
    ]
    assert {line.code for line in lines} == {"finding.holds"} and {line.step for line in lines} == {9}
    assert len(decoder.reads) == 8, "each file is read once"


def test_a_whole_case_is_rechecked_in_the_cell(desk: Desk) -> None:
    lines = [line for line in recheck(desk.folder) if line.step == 9]
    assert lines and {line.verdict for line in lines} == {Verdict.HOLDS}
    assert not [line for line in recheck(desk.folder, quick=True) if line.code == "finding.holds"]


def test_tracing_holds_from_published_readings_alone(desk: Desk) -> None:
    shown = access(desk, media=False, readings=True)
    for finding in all_findings(desk).values():
        again = recompute(shown, finding)
        if finding.job.method.startswith("trace."):
            assert again.verdict is Verdict.HOLDS, (finding.job, again)
        else:
            assert (again.verdict, again.code) == (Verdict.WITHHELD, "finding.withheld")


def test_without_bytes_and_readings_all_is_withheld(desk: Desk) -> None:
    nothing = access(desk, media=False)
    told = {f.job.method: recompute(nothing, f) for f in all_findings(desk).values()}
    assert told.pop("trace.recordings").verdict is Verdict.HOLDS, "it rests on shown findings alone"
    assert {again.code for again in told.values()} == {"finding.withheld"}
    hidden = Access(bytes_of=lambda _: None, entry=lambda _: None, decoder=InProcess())
    assert recompute(hidden, one(desk, "trace.recordings")).verdict is Verdict.WITHHELD


def forged(finding: Finding, **more: Any) -> Finding:
    return replace(finding, outcome=outcome_wire(Nothing(looked="everywhere")), **more)


@pytest.mark.parametrize(
    "method", ["read.container", "read.pictures", "trace.pictures", "trace.search", "trace.recordings"]
)
def test_an_outcome_that_was_changed_is_broken(desk: Desk, method: str) -> None:
    again = recompute(access(desk), forged(one(desk, method)))
    assert (again.verdict, again.code) == (Verdict.BROKEN, "finding.differs")


def test_a_moved_copy_is_broken_and_a_moved_thousandth_is_not(desk: Desk) -> None:
    finding = one(desk, "trace.pictures")

    def moved(by: str) -> Again:
        value = {**finding.outcome["value"]}
        value["copies"] = [{**value["copies"][0], "offset": by}, *value["copies"][1:]]
        return recompute(access(desk), replace(finding, outcome={**finding.outcome, "value": value}))

    offset = finding.outcome["value"]["copies"][0]["offset"]
    assert moved(offset).verdict is Verdict.HOLDS and "to the letter" in moved(offset).says
    assert moved("77/1").verdict is Verdict.BROKEN


def test_another_version_is_not_held_against_a_finding(desk: Desk) -> None:
    finding = one(desk, "read.pictures")
    other = forged(finding, made_with={**finding.made_with, "libavcodec": "1.2.3"})
    again = recompute(access(desk), other)
    assert again.verdict is Verdict.CANNOT and "libavcodec" in again.says
    gone = replace(finding, job=replace(finding.job, version=99))
    assert recompute(access(desk), gone).verdict is Verdict.CANNOT
    unknown = replace(finding, job=replace(finding.job, method="read.tea-leaves"))
    assert recompute(access(desk), unknown).verdict is Verdict.CANNOT


@pytest.mark.parametrize(
    "job",
    [
        Job(method="trace.pictures", version=1, given={}, inputs={"pair": ()}),
        Job(method="trace.pictures", version=1, given={"within": "x"}, inputs={"pair": ("a" * 64, "b" * 64)}),
        Job(method="trace.recordings", version=1, given={}, inputs={"findings": ("a" * 64,)}),
    ],
)
def test_a_job_made_up_by_hand_never_raises(desk: Desk, job: Job) -> None:
    finding = replace(one(desk, "trace.pictures"), job=job)
    assert recompute(access(desk), finding).verdict in (Verdict.BROKEN, Verdict.CANNOT, Verdict.WITHHELD)


def test_the_files_of_a_finding_are_those_of_its_job(desk: Desk) -> None:
    """A finding on two files cannot be shown for two others by changing the names of the files alone."""
    finding = one(desk, "trace.pictures")
    others = sorted({f for g in all_findings(desk).values() for f in g.files} - set(finding.files))[:2]
    swapped = replace(finding, files=tuple(others))
    assert recompute(access(desk), swapped).verdict is Verdict.CANNOT
    assert recompute(access(desk, media=False, readings=True), swapped).verdict is Verdict.CANNOT


def test_a_still_of_another_moment_or_picture_is_not_the_same(desk: Desk) -> None:
    still = next(e.value for e in entries(desk, "derivative") if e.value.moment.pts == 0)
    assert still_again(access(desk), still).verdict is Verdict.HOLDS
    assert still_again(access(desk), replace(still, digest="a" * 64)).verdict is Verdict.CANNOT
    moment = replace(still.moment, frame="b" * 64)
    assert still_again(access(desk), replace(still, moment=moment)).verdict is Verdict.CANNOT
    assert still_again(access(desk, media=False), still).verdict is Verdict.WITHHELD


def test_without_a_cell_one_line_says_so(desk: Desk) -> None:
    lines = list(findings_again(evidence(desk), NoCell()))
    assert lines[-1].verdict is Verdict.CANNOT and "no cell" in lines[-1].says
    assert all(line.verdict is not Verdict.BROKEN for line in lines)


def test_a_lie_in_the_log_is_found_by_a_recheck(desk: Desk, tmp_path: Path) -> None:
    other = machine(tmp_path).new()
    list(preserve(other, [films.folder(tmp_path / "footage")]))
    other = replace(other, decoder=InProcess())
    list(examine(other))
    true = one(other, "read.shots", one_of(other, "read.shots"))
    write(other, forged(replace(true, job=replace(true.job, given={**to_wire(true.job.given), "profile": "full"}))))
    broken = [line for line in recheck(other.folder) if line.verdict is Verdict.BROKEN]
    assert [line.code for line in broken] == ["finding.differs"]


def one_of(desk: Desk, method: str) -> str:
    return next(
        str(f.outcome["outcome"])
        for f in all_findings(desk).values()
        if f.job.method == method and f.outcome["outcome"] != "nothing"
    )
