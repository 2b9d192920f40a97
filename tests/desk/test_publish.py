"""Publishing: through the gate into a folder that a stranger can recheck, with nothing in it that is withheld."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

import firsthand.desk.publish as module
from firsthand.desk.publish import Gated, Issued, Rendered, preview, publish
from firsthand.recheck import recheck_folder
from firsthand.recheck.line import exit_code
from firsthand.record.assessment import Review
from firsthand.record.claim import Source, SourceKind
from firsthand.record.fault import BadDigest, BadReference, FolderTaken, GateRefused, LogMoved, NoAuthor
from firsthand.record.footage import Derivative, File, Stretch
from firsthand.record.observation import Mark, MarkKind
from firsthand.record.publication import Draft, Section
from firsthand.record.sighting import Sighting
from tests.desk.test_publish_sample import PROTECTED, Sample, corrected, digest, picture, sample


@pytest.fixture
def made() -> Sample:
    return sample()


def issued(made: Sample, out: Path, **asked: object) -> Issued:
    *_, last = publish(made.one, out, **asked)  # type: ignore[arg-type]
    assert isinstance(last, Issued)
    return last


def all_bytes(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def lines(folder: Path) -> dict[str, dict[str, object]]:
    found = {}
    for path in (folder / "ledger").glob("*.jsonl"):
        for number, text in enumerate(path.read_text("utf-8").splitlines()):
            found[f"{path.stem}:{number}"] = json.loads(text)
    return found


def refused(made: Sample, tmp_path: Path, **asked: object) -> set[str]:
    with pytest.raises(GateRefused) as raised:
        issued(made, tmp_path / "report", **asked)
    assert not (tmp_path / "report").exists()
    return {finding.rule for finding in raised.value.findings}  # type: ignore[attr-defined]


def test_the_report_stands_up_to_a_recheck(made: Sample, tmp_path: Path) -> None:
    events = list(publish(made.one, tmp_path / "report"))
    assert [type(event) for event in events] == [Gated, Rendered, Issued]
    last = events[-1]
    assert isinstance(last, Issued) and last.edition == 1
    found = list(recheck_folder(tmp_path / "report", key=last.fingerprint))
    assert [line for line in found if line.verdict.value == "broken"] == []
    assert exit_code(found) == 0


def test_nothing_that_is_withheld_is_in_any_byte(made: Sample, tmp_path: Path) -> None:
    issued(made, tmp_path / "report")
    data = all_bytes(tmp_path / "report")
    for secret in (PROTECTED, "/home/olena", "phone of a colleague", "notes.txt", "at her window", "lantern work"):
        assert secret.encode() not in data, secret
    assert b"a source known to the authors (1)" in data
    assert b"@riverside" in data, "a public post's account is shown"
    assert b'"clock":{' not in data


def test_no_original_is_public_unless_named(made: Sample, tmp_path: Path) -> None:
    issued(made, tmp_path / "one")
    blobs = {path.name for path in (tmp_path / "one" / "blobs").iterdir()}
    assert len(blobs) == 4 and all(name.endswith(".jpg") for name in blobs)
    issued(made, tmp_path / "two", exhibits=[made.file["bridge"]], changed="The first film is in the folder.")
    assert made.file["bridge"] in {path.name for path in (tmp_path / "two" / "blobs").iterdir()}


def test_stills_that_a_mark_holds_back_are_not_there(made: Sample, tmp_path: Path) -> None:
    """The two stills of the second film lie in its marked seconds."""
    issued(made, tmp_path / "report")
    names = {path.stem for path in (tmp_path / "report" / "blobs").iterdir()}
    held = [made.one.vault.put(io.BytesIO(picture(number))).sha256 for number in (4, 5)]
    assert names.isdisjoint(held)
    assert b"a fall on the steps" in (tmp_path / "report" / "index.html").read_bytes()


def test_a_mark_on_a_copy_holds_back_the_other_files_stills(made: Sample, tmp_path: Path) -> None:
    made.say(mark=Mark(mark=MarkKind.PERSON_AT_RISK, label="x", stretch=Stretch(file=made.file["repost"])))
    issued(made, tmp_path / "report")
    assert not (tmp_path / "report" / "blobs").exists()


def test_a_mark_on_a_still_itself_holds_it_back(made: Sample, tmp_path: Path) -> None:
    kept = made.one.vault.put(io.BytesIO(picture(2))).sha256
    made.say(mark=Mark(mark=MarkKind.GRAPHIC, label="a bruise", stretch=Stretch(file=kept)))
    issued(made, tmp_path / "report")
    names = {path.stem for path in (tmp_path / "report" / "blobs").iterdir()}
    assert len(names) == 3 and kept not in names


def test_a_redacted_still_stands_in(made: Sample, tmp_path: Path) -> None:
    body = picture(9)
    kept = made.one.vault.put(io.BytesIO(body)).sha256
    redaction = Derivative(
        digest=kept,
        size=len(body),
        media_type="image/jpeg",
        what="redaction",
        parent=made.file["square"],
        how="blurred by hand",
    )
    made.say(blurred=redaction)
    issued(made, tmp_path / "report")
    assert f"blobs/{kept}.jpg" in (tmp_path / "report" / "index.html").read_text("utf-8")


def test_a_sealed_sources_sightings_are_headers_only(made: Sample, tmp_path: Path) -> None:
    made.say(sealed=Mark(mark=MarkKind.SEALED_SOURCE, label="from inside", stretch=Stretch(file=made.file["square"])))
    last = issued(made, tmp_path / "report")
    assert last.counts == {"shown": 59, "header": 1, "hash": 0}
    data = all_bytes(tmp_path / "report")
    assert b"square.mov" not in data and b"from inside" not in data
    assert exit_code(recheck_folder(tmp_path / "report", key=last.fingerprint)) == 0


def test_an_entry_and_a_field_withheld_by_name(made: Sample, tmp_path: Path) -> None:
    asked = [made.id["seen_3"], f"{made.id['seen_2']}.account"]
    issued(made, tmp_path / "report", withhold=asked)
    data = all_bytes(tmp_path / "report").decode("utf-8", "ignore")
    assert "mirror.example" not in data and "مهرجان" not in data
    assert "withheld by an analyst" in data


def test_an_analyst_may_go_without_a_name(made: Sample, tmp_path: Path) -> None:
    opened = next(row for row in made.one.index.rows("opened") if row.log == made.two.writer.log)
    issued(made, tmp_path / "report", withhold=[f"{opened.id}.author"])
    data = all_bytes(tmp_path / "report")
    assert b"Bram de Wit" not in data and b"analyst " in data


def test_a_protected_sources_entry_may_be_withheld_whole(made: Sample, tmp_path: Path) -> None:
    last = issued(made, tmp_path / "report", withhold=[made.id["neighbour"]])
    data = all_bytes(tmp_path / "report")
    assert b"lives beside the bridge" not in data and b"a source known to the authors (1)" in data
    assert exit_code(recheck_folder(tmp_path / "report", key=last.fingerprint)) == 0


def test_a_protected_name_anywhere_is_refused_and_the_entry_named(made: Sample, tmp_path: Path) -> None:
    made.say(slip=Draft(text=f"{PROTECTED} saw it.", section=Section.KNOWN, rests_on=(made.id["claim_neighbour"],)))
    assert made.id["slip"] in {f.entries[0] for f in preview(made.one) if f.rule == "names-withheld"}
    assert refused(made, tmp_path) == {"names-withheld"}
    made.say(again=Draft(text="A neighbour saw it.", rests_on=(made.id["claim_neighbour"],), replaces=made.id["slip"]))
    assert refused(made, tmp_path) == {"names-withheld"}, "the replaced sentence stands in the ledger"
    issued(made, tmp_path / "report", withhold=[made.id["slip"]])
    assert PROTECTED.encode() not in all_bytes(tmp_path / "report")


@pytest.mark.parametrize("text", ['she: "{}"', "x\\{}\\y", "a\n{}", "{}"])
def test_a_protected_name_in_any_entry_is_found(made: Sample, tmp_path: Path, text: str) -> None:
    made.other(note=Review(of=made.id["judge_who"], agrees=True, reasons=text.format(PROTECTED.upper())))
    with pytest.raises(GateRefused) as raised:
        issued(made, tmp_path / "report")
    assert [f.entries for f in raised.value.findings if f.entries] == [(made.id["note"],)]  # type: ignore[attr-defined]


def test_a_sealed_account_that_stands_elsewhere_is_found(made: Sample, tmp_path: Path) -> None:
    made.say(again=Sighting(file=made.file["square"], url="https://social.example/5", account="@riverside"))
    assert "names-withheld" in refused(made, tmp_path, withhold=[f"{made.id['seen_1']}.account"])


def test_a_protected_name_in_a_pictures_own_bytes_is_refused(made: Sample, tmp_path: Path) -> None:
    body = picture(0) + b"Artist: " + PROTECTED.encode()
    kept = made.one.vault.put(io.BytesIO(body)).sha256
    made.say(tagged=File(digest=kept, blake3=digest("tagged"), size=len(body)))
    made.say(seen_tagged=Sighting(file=kept, name="p.jpg", captured="by hand"))
    assert refused(made, tmp_path, exhibits=[kept]) == {"names-withheld"}


def test_a_side_car_that_names_the_local_folder_is_withheld(made: Sample, tmp_path: Path) -> None:
    made.say(
        seen_4b=Sighting(
            file=made.file["repost"],
            name="a.mp4",
            path="/srv/tips/may/a.mp4",
            extra={"_filename": "/srv/tips/may/a.mp4"},
        ),
        seen_5=Sighting(
            file=made.file["repost"],
            name="/home/olena/b.mp4",
            raw_name="L2hvbWUvb2xlbmEvYi5tcDQ=",
            url="https://other.example/9",
        ),
    )
    issued(made, tmp_path / "report")
    data = all_bytes(tmp_path / "report")
    assert b"/srv/tips" not in data and b"/home/olena" not in data and b"L2hvbWUv" not in data
    assert b"other.example" in data, "only the name was private"


def test_the_next_edition_names_the_one_before_and_says_what_changed(made: Sample, tmp_path: Path) -> None:
    first = issued(made, tmp_path / "one")
    corrected(made)
    assert refused(made, tmp_path) == {"changed"}
    last = issued(made, tmp_path / "two", changed="A statement was taken back.")
    assert last.edition == 2
    seal = json.loads((tmp_path / "two" / "seal" / "published.jsonl").read_text())
    assert seal["body"]["previous"] == first.entry and seal["body"]["changed"] == "A statement was taken back."
    page = (tmp_path / "two" / "index.html").read_text("utf-8")
    assert "What changed in edition 2" in page and "The neighbour has asked to take it back." in page
    assert exit_code(recheck_folder(tmp_path / "two", key=last.fingerprint)) == 0


def test_what_the_gate_has_not_seen_is_not_published(made: Sample, tmp_path: Path) -> None:
    events = publish(made.one, tmp_path / "report")
    next(events), next(events)
    made.other(late=Source(name="Somebody new", is_a=SourceKind.PERSON, protected=True))
    with pytest.raises(LogMoved):
        list(events)
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_grows_before_the_seal_is_not_sealed_over(
    made: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote = module._append

    def late(desk, value):  # type: ignore[no-untyped-def]
        made.say(late=Source(name="Somebody new", is_a=SourceKind.PERSON))
        return wrote(desk, value)

    monkeypatch.setattr(module, "_append", late)
    with pytest.raises(LogMoved):
        list(publish(made.one, tmp_path / "report"))
    made.one.index.refresh(made.one.ledger)
    assert not any(row.kind == "published" for row in made.one.index.rows())


def test_what_is_asked_is_checked_first(made: Sample, tmp_path: Path) -> None:
    for asked, fault in (
        ({"exhibits": [digest("unknown")]}, BadReference),
        ({"exhibits": ["x"]}, BadDigest),
        ({"withhold": ["x.name"]}, BadDigest),
    ):
        with pytest.raises(fault):
            issued(made, tmp_path / "report", **asked)
    (tmp_path / "taken").mkdir()
    with pytest.raises(FolderTaken):
        issued(made, tmp_path / "taken")
    with pytest.raises(NoAuthor):
        list(publish(replace(made.one, author=None), tmp_path / "report"))


def test_preview_says_what_the_gate_would_and_writes_nothing(made: Sample) -> None:
    made.one.index.refresh(made.one.ledger)
    before = [row.id for row in made.one.index.rows()]
    assert {f.rule for f in preview(made.one)} == {
        "contested",
        "unreviewed",
        "stills-held",
        "single-origin",
        "chain",
    }
    made.one.index.refresh(made.one.ledger)
    assert [row.id for row in made.one.index.rows()] == before


def test_the_other_analyst_may_publish_too(made: Sample, tmp_path: Path) -> None:
    *_, last = publish(made.two, tmp_path / "report")
    assert isinstance(last, Issued)
    assert exit_code(recheck_folder(tmp_path / "report", key=last.fingerprint)) == 0
