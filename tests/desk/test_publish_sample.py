"""A made-up, harmless case for the report's tests: a lantern parade, two analysts, two competing accounts, a protected source."""

import base64
import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image, ImageDraw

from firsthand.desk.desk import Author, Desk
from firsthand.desk.pen import write
from firsthand.recheck.signing import public_bytes
from firsthand.record.assessment import (
    About,
    Answer,
    Assessment,
    Confidence,
    Likelihood,
    Question,
    Reply,
    Review,
    Withdrawal,
)
from firsthand.record.bounds import Span
from firsthand.record.claim import Basis, Claim, Grade, Source, SourceKind, SpeaksTo, Stance
from firsthand.record.finding import Finding, Found, Inconclusive, Job, Nothing, Outcome, Unsuitable, outcome_wire
from firsthand.record.footage import Derivative, File, Moment, Stretch
from firsthand.record.keys import Opened, fingerprint, log_id
from firsthand.record.observation import Mark, MarkKind, Observation
from firsthand.record.publication import Draft, Section
from firsthand.record.sighting import Sighting, Skipped
from firsthand.store.memory import MemoryIndex, MemoryLedger, MemoryVault

PROTECTED = "Halyna Ivashchenko"
START = datetime(2024, 5, 6, 9, 30, tzinfo=UTC)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Ticking:
    """A clock that goes on by a minute at each look."""

    at: datetime = START

    def now(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


@dataclass
class Salts:
    count: int = 0

    def __call__(self) -> str:
        self.count += 1
        return digest(f"salt {self.count}")[:32]


def a_desk(case: str = "case") -> Desk:
    """An empty case in memory, with clock and salts from seeds."""
    return Desk(
        case=digest(case),
        folder=Path("nowhere"),
        ledger=MemoryLedger(),
        vault=MemoryVault(),
        index=MemoryIndex(),
        decoder=cast(Any, SimpleNamespace()),
        workers=cast(Any, SimpleNamespace()),
        clock=Ticking(),
        salt=Salts(),
    )


def joined(desk: Desk, name: str) -> Desk:
    """The same case at another author's desk."""
    key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"key {name}".encode()).digest())
    public, device = public_bytes(key), digest(f"device {name}")
    log = log_id(desk.case, fingerprint(public), device)
    made = replace(desk, author=Author(name=name, key=key, device=device, log=log))
    opened = Opened(
        case=desk.case, device=device, key=base64.b64encode(public).decode(), author=name, title="lantern work"
    )
    write(made, opened)
    return made


def picture(seed: int, size: tuple[int, int] = (320, 180)) -> bytes:
    """A street at dusk with lanterns, as a JPEG."""
    made = Image.new("RGB", size, (38 + seed * 9 % 40, 52, 92))
    draw = ImageDraw.Draw(made)
    for step in range(9):
        left, height = step * 40 - seed * 7 % 30, 60 + (step * 37 + seed * 11) % 60
        draw.rectangle([left, 140 - height, left + 34, 140], fill=(70 + step * 6, 60, 58))
    draw.rectangle([0, 140, size[0], size[1]], fill=(52, 50, 56))
    for step in range(7):
        x = 22 + step * 46 + seed * 5 % 20
        draw.ellipse([x, 118 - step % 3 * 8, x + 12, 134 - step % 3 * 8], fill=(245, 190 - step * 12, 70))
    kept = io.BytesIO()
    made.save(kept, "JPEG", quality=82)
    return kept.getvalue()


@dataclass
class Sample:
    """The case with its two desks; `id` finds entries by the name that the builder gave them."""

    one: Desk
    two: Desk
    id: dict[str, str] = field(default_factory=dict)
    file: dict[str, str] = field(default_factory=dict)

    def say(self, **values: Any) -> None:
        self.id |= dict(zip(values, write(self.one, *values.values()), strict=True))

    def other(self, **values: Any) -> None:
        self.id |= dict(zip(values, write(self.two, *values.values()), strict=True))


def outcome(made: Outcome) -> Mapping[str, Any]:
    return outcome_wire(made)


def finding(method: str, made: Outcome, *files: str) -> Finding:
    job = Job(method=method, version=1, given={}, inputs={"file": files})
    return Finding(job=job, outcome=outcome(made), files=files, profile="full", made_with={"pyav": "18.0.0"})


@cache
def _built() -> Sample:
    desk = a_desk()
    made = Sample(one=joined(desk, "Olena Marchuk"), two=joined(desk, "Bram de Wit"))
    for part in (_footage, _sources, _questions, _judgements, _report):
        part(made)
    return made


def sample() -> Sample:
    """The case anew: built once, its logs and bytes copied for each test."""
    built = _built()
    ledger, vault = MemoryLedger(), MemoryVault()
    for log in built.one.ledger.logs():
        ledger.extend(log, built.one.ledger.lines(log), built.one.ledger.notes(log))
    for kept in built.one.vault.digests():
        vault.put(built.one.vault.open(kept))
    parts: dict[str, Any] = {
        "ledger": ledger,
        "vault": vault,
        "index": MemoryIndex(),
        "clock": Ticking(),
        "salt": Salts(10**6),
    }
    parts["index"].refresh(ledger)
    return Sample(
        one=replace(built.one, **parts), two=replace(built.two, **parts), id=dict(built.id), file=dict(built.file)
    )


def _footage(s: Sample) -> None:
    bodies = {
        "bridge": b"film of the bridge",
        "repost": b"film of the bridge, cropped",
        "square": b"film of the square",
    }
    s.file = {name: s.one.vault.put(io.BytesIO(body)).sha256 for name, body in bodies.items()}
    f = s.file
    s.say(
        **{f"file_{name}": File(digest=f[name], blake3=digest(name), size=len(body)) for name, body in bodies.items()}
    )
    kyiv = Span(
        earliest=datetime(2024, 5, 4, 17, 42, tzinfo=UTC),
        latest=datetime(2024, 5, 4, 17, 42, 59, tzinfo=UTC),
        zone="+03:00",
        verbatim="4 травня 2024, 20:42",
    )
    day = Span(
        earliest=datetime(2024, 5, 4, tzinfo=UTC), latest=datetime(2024, 5, 5, 14, tzinfo=UTC), verbatim="Saturday"
    )
    s.say(
        seen_1=Sighting(
            file=f["bridge"],
            name="lanterns_0412.mp4",
            path="/home/olena/tips/lanterns_0412.mp4",
            url="https://social.example/@riverside/112233",
            channel="@riverside",
            account="@riverside",
            posted=kyiv,
            seen=Span(
                earliest=datetime(2024, 5, 5, 8, tzinfo=UTC), latest=datetime(2024, 5, 5, 8, 1, tzinfo=UTC), zone="UTC"
            ),
            captured="yt-dlp",
        ),
        seen_2=Sighting(
            file=f["bridge"],
            name="VID\u202e4pm.exe",
            url="https://video.example/watch?v=aaaa&list=<script>",
            account="@مهرجان_الفوانيس",
            posted=day,
            captured="yt-dlp",
            note="same bytes, posted again a day later",
        ),
        seen_3=Sighting(
            file=f["repost"], name="repost.mp4", url="https://mirror.example/p/7", account="@daily_clips", posted=day
        ),
        seen_4=Sighting(
            file=f["square"],
            name="square.mov",
            path="/home/olena/tips/square.mov",
            device="phone of a colleague",
            captured="copied from a folder",
        ),
        item_1=Sighting(
            file=None,
            item="Town council’s notice about the parade",
            channel="notice board",
            posted=Span(verbatim="early May"),
            note="quoted by the agency; nobody here has it",
        ),
        skip_1=Skipped(
            name="notes.txt", path="/home/olena/tips/notes.txt", code="outside.not-footage", why="not footage"
        ),
    )
    _stills(s)
    s.say(
        read_1=finding("read.container", Found(value={"kind": "film", "duration_stated_s": "62/5"}), f["bridge"]),
        read_2=finding("read.container", Found(value={"kind": "film", "duration_stated_s": "31/5"}), f["repost"]),
        read_3=finding(
            "read.container", Inconclusive(why="read in part: the index at its end is cut off"), f["square"]
        ),
        meta_1=finding("read.metadata", Nothing(looked="QuickTime, XMP and EXIF of all streams"), f["bridge"]),
        meta_3=finding("read.metadata", Unsuitable(why="nothing of its boxes could be read"), f["square"]),
        group=finding(
            "trace.recordings",
            Found(
                value={
                    "recordings": [
                        {
                            "id": min(f["bridge"], f["repost"]),
                            "files": sorted([f["bridge"], f["repost"]]),
                            "reasons": [
                                f"{f['bridge'][:8]} 0:02 to 0:08 is {f['repost'][:8]} 0:00 to 0:06 (score 0.97)"
                            ],
                            "details": {},
                        }
                    ]
                }
            ),
            f["bridge"],
            f["repost"],
        ),
    )


def _stills(s: Sample) -> None:
    made: dict[str, Any] = {}
    for number in range(6):
        body = picture(number)
        kept = s.one.vault.put(io.BytesIO(body)).sha256
        file = s.file["bridge"] if number < 4 else s.file["square"]
        moment = Moment(file=file, stream=0, pts=Fraction(number * 21, 10), frame=digest(f"frame {number}"))
        made[f"still_{number}"] = Derivative(
            digest=kept,
            size=len(body),
            media_type="image/jpeg",
            what="still",
            parent=file,
            how="one frame, Pillow 12",
            moment=moment,
        )
    s.say(**made)


def _sources(s: Sample) -> None:
    s.say(
        council=Source(name="Town council", is_a=SourceKind.OFFICIAL, reason="speaks for its own acts"),
        agency=Source(name="Riverside Agency", is_a=SourceKind.OUTLET),
        club=Source(name="Old Bridge Rowing Club", is_a=SourceKind.OFFICIAL),
        neighbour=Source(name=PROTECTED, is_a=SourceKind.PERSON, protected=True, reason="lives beside the bridge"),
        voice=Source(name="a voice in the film", is_a=SourceKind.UNNAMED),
    )
    s.say(
        grade_1=Grade(about=s.id["agency"], grade="C", reason="two corrections in the last year"),
        grade_2=Grade(about=s.id["neighbour"], grade="B", reason="earlier statements were borne out"),
    )


def _questions(s: Sample) -> None:
    s.say(
        where=Question(about=About.WHERE, text="Where was the parade filmed?"),
        who=Question(about=About.WHO, text="Who fired the salute of fireworks?"),
        law=Question(about=About.LAW, text="Was a permit needed for the salute?"),
    )
    at = {name: s.id[name] for name in ("where", "who", "law")}
    s.say(
        bridge=Answer(question=at["where"], text="On the Old Bridge, looking north"),
        rowers=Answer(question=at["who"], text="The rowing club"),
        council_did=Answer(question=at["who"], text="The town council"),
        permit=Answer(question=at["law"], text="A permit was needed"),
    )
    s.say(
        claim_council=Claim(
            source=s.id["council"],
            through=(s.id["agency"],),
            paraphrase="The council says that the salute was fired by the rowing club.",
            verbatim="Салют, як повідомляється, дав веслувальний клуб.",
            language="uk",
            translation="The salute, as is reported, was given by the rowing club.",
            speaks_to=(SpeaksTo(question=at["who"], answer=s.id["rowers"], stance=Stance.FOR),),
            hedges=("as is reported",),
            basis=Basis.NONE_GIVEN,
            said=Span(
                earliest=datetime(2024, 5, 5, tzinfo=UTC), latest=datetime(2024, 5, 6, tzinfo=UTC), verbatim="Sunday"
            ),
            rests_on=(s.id["item_1"],),
        ),
        claim_club=Claim(
            source=s.id["club"],
            paraphrase="The club says that it fired nothing, and that the council did.",
            speaks_to=(
                SpeaksTo(question=at["who"], answer=s.id["council_did"], stance=Stance.FOR),
                SpeaksTo(question=at["who"], answer=s.id["rowers"], stance=Stance.AGAINST),
            ),
            basis=Basis.OWN_ACT,
        ),
        claim_neighbour=Claim(
            source=s.id["neighbour"],
            paraphrase="A neighbour saw people in council jackets light the fireworks.",
            verbatim="رأيتهم من النافذة",
            language="ar",
            translation="I saw them from the window",
            speaks_to=(SpeaksTo(question=at["who"], answer=s.id["council_did"], stance=Stance.FOR),),
            basis=Basis.OWN_EYES,
            files=(s.file["bridge"],),
        ),
        claim_law=Claim(
            source=s.id["agency"],
            paraphrase="The agency writes that a salute would need a permit.",
            hedges=("would",),
            speaks_to=(SpeaksTo(question=at["law"], answer=s.id["permit"], stance=Stance.FOR),),
            basis=Basis.LAW,
        ),
    )
    s.say(
        tower=Observation(
            what="landmark",
            says="The clock tower with two dials stands left of the third lamp post.",
            moment=Moment(file=s.file["bridge"], stream=0, pts=Fraction(21, 10), frame=digest("frame 1")),
        ),
        graphic=Mark(
            mark=MarkKind.GRAPHIC,
            label="a fall on the steps",
            stretch=Stretch(file=s.file["square"], start=Fraction(8), end=Fraction(9)),
        ),
        risk=Mark(
            mark=MarkKind.PERSON_AT_RISK,
            label="the neighbour at her window",
            stretch=Stretch(file=s.file["square"], start=Fraction(10), end=Fraction(12)),
        ),
    )


def _judgements(s: Sample) -> None:
    s.say(
        judge_where=Assessment(
            answer=s.id["bridge"],
            likelihood=Likelihood.VERY_LIKELY,
            confidence=Confidence.MODERATE,
            reasons="The tower, the lamp posts and the rail agree with the street view; the river is not in the picture.",
            speaks_for=(s.id["tower"], s.id["read_1"]),
        ),
        judge_who=Assessment(
            answer=s.id["council_did"],
            likelihood=Likelihood.LIKELY,
            confidence=Confidence.LOW,
            reasons="One eyewitness and the club’s own denial; the council gives no basis.",
            speaks_for=(s.id["claim_neighbour"], s.id["claim_club"]),
            speaks_against=(s.id["claim_council"],),
        ),
    )
    s.other(
        review=Review(of=s.id["judge_where"], agrees=True, reasons="Went through the frames again."),
        dissent=Assessment(
            answer=s.id["council_did"],
            likelihood=Likelihood.ROUGHLY_EVEN,
            confidence=Confidence.LOW,
            reasons="The jackets cannot be told apart at that hour.",
            dissents_from=s.id["judge_who"],
        ),
    )
    s.say(
        reply=Reply(
            source=s.id["council"],
            asked=True,
            question="Did the council fire the salute?",
            when=Span(
                earliest=datetime(2024, 5, 6, 7, tzinfo=UTC), latest=datetime(2024, 5, 6, 8, tzinfo=UTC), zone="+03:00"
            ),
            answered=False,
        ),
        reply_2=Reply(source=s.id["agency"], asked=None, question="On what does the report rest?"),
    )


def _report(s: Sample) -> None:
    i = s.id
    said: dict[str, tuple[Section, str, tuple[str, ...], tuple[str, ...]]] = {
        "title": (Section.TITLE, "Lanterns on the Old Bridge: what two clips show of the May parade", (), ()),
        "sum_1": (
            Section.SUMMARY,
            "Footage posted on 4 May 2024 very likely shows the lantern parade crossing the Old Bridge.",
            (i["judge_where"], i["seen_1"]),
            (i["where"],),
        ),
        "sum_2": (
            Section.SUMMARY,
            "Who fired the salute that is heard in it is contested.",
            (i["claim_council"], i["claim_club"]),
            (i["who"],),
        ),
        "known_1": (
            Section.KNOWN,
            "A clock tower with two dials, left of the third lamp post, places the camera on the bridge, looking north.",
            (i["judge_where"], i["tower"]),
            (i["where"],),
        ),
        "known_2": (
            Section.KNOWN,
            "The clip was posted at least twice with the same bytes, and a cropped copy of it went round a day later.",
            (i["seen_1"], i["seen_2"], i["seen_3"], i["group"]),
            (),
        ),
        "known_3": (
            Section.KNOWN,
            "The council says that the rowing club fired the salute; the club denies it, and a person who lives nearby says "
            "that people in council jackets did.",
            (i["claim_council"], i["claim_club"], i["claim_neighbour"], i["judge_who"], i["dissent"]),
            (i["who"],),
        ),
        "open_1": (Section.NOT_KNOWN, "It is not known who gave the order for the salute.", (), (i["who"],)),
        "open_2": (Section.NOT_KNOWN, "The second clip could be read only in part.", (i["read_3"],), ()),
        "how_1": (
            Section.HOW,
            "Every file was read once in a closed process, and all copies were compared with one another.",
            (i["read_1"], i["group"]),
            (),
        ),
    }
    drafts = {
        name: Draft(text=text, section=section, order=order, rests_on=rests, answers=answers)
        for order, (name, (section, text, rests, answers)) in enumerate(said.items())
    }
    s.say(**drafts)


def corrected(s: Sample, replaced: Callable[[Draft], Draft] = lambda draft: draft) -> None:
    """A correction after publication: a claim is withdrawn, what rested on it is judged and said anew."""
    i = s.id
    s.say(
        gone=Withdrawal(of=i["claim_neighbour"], reason="The neighbour has asked to take it back."),
        judge_again=Assessment(
            answer=i["council_did"],
            likelihood=Likelihood.ROUGHLY_EVEN,
            confidence=Confidence.LOW,
            reasons="Without an eyewitness the two statements stand against each other.",
            speaks_for=(i["claim_club"],),
            revises=i["judge_who"],
        ),
    )
    s.say(
        known_3b=replaced(
            Draft(
                text="The council says that the rowing club fired the salute; the club denies it.",
                section=Section.KNOWN,
                order=5,
                rests_on=(i["claim_council"], i["claim_club"], i["judge_again"], i["dissent"]),
                answers=(i["who"],),
                replaces=i["known_3"],
            )
        ),
        correct=Draft(
            text="An earlier edition cited an eyewitness, who has since taken the statement back.",
            section=Section.CORRECTION,
            rests_on=(i["gone"],),
        ),
    )


def test_the_sample_is_a_case_of_two_authors() -> None:
    assert len(sample().one.ledger.logs()) == 2
