"""What is said about the event: posts of two sides, of the town and of an agency, an article, and who showed which file."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from firsthand.drill.copies import COPIES, STILL, TWIN
from firsthand.drill.scene import Drill

AUTHENTIC, WHERE, WHEN, WHAT, WHO, CONTEXT = "authentic", "where", "when", "what", "who", "context"
OWN_EYES, OWN_ACT, ANOTHER, FOOTAGE, NONE = "own eyes", "own act", "another source", "footage", "none given"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One claim in a post: verbatim ``quote`` from its text, hedge words in it (verbatim, may be none), the basis given.

    ``true`` is what the drill knows: True, False, or None where nothing that was rendered decides it.
    """

    question: str
    answer: str
    quote: str
    hedges: tuple[str, ...]
    basis: str
    true: bool | None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A text by a source, where and when it was published."""

    key: str
    source: str
    kind: str  # official, agency, account, outlet
    url: str
    posted: datetime
    text: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One appearance of a file. ``posted_text`` and ``zone`` are what the sheet says; ``posted`` is the true instant."""

    file: str
    url: str
    account: str
    posted: datetime
    posted_text: str
    zone: str
    seen: datetime
    note: str


def posts(drill: Drill) -> tuple[Post, ...]:
    """The posts about the event, earliest first."""
    today = drill.today
    first, last = (today.zero + timedelta(seconds=b.second) for b in (today.bursts[0], today.bursts[-1]))
    minute = first.astimezone(ZoneInfo(today.zone)).strftime("%H:%M")
    return (_quay(last), _mix(last), _north(last), _town(last, minute), _agency(last))


def _quay(last: datetime) -> Post:
    shots = "Five shots, fired from the corner right behind the tower."
    jackets = "It was Old Quay, I know their jackets."
    return Post(
        key="quay", source="@old_quay_voice", kind="account", url="https://social.example.org/old_quay_voice/881",
        posted=last + timedelta(minutes=11),
        text=f"I stood by the fountain on Tower Square. {shots} {jackets} A green car crossed just before. "
        "Happy crowd, no trouble.",
        said=(
            Said(question=WHERE, answer="Tower Square", quote=shots, hedges=(), basis=OWN_EYES, true=True),
            Said(question=WHO, answer="Old Quay Salute Society", quote=jackets, hedges=(), basis=OWN_EYES, true=True),
            Said(question=WHAT, answer="five shots", quote="Five shots", hedges=(), basis=OWN_EYES, true=True),
        ),
    )  # fmt: skip


def _mix(last: datetime) -> Post:
    return Post(
        key="mix", source="@harbour_mix", kind="account", url="https://chat.example.net/harbour_mix/5530",
        posted=last + timedelta(minutes=38), text="Salute in Lindholm! Probably this afternoon. Sent to us.",
        said=(
            Said(question=WHEN, answer="the afternoon of 24 August", quote="Probably this afternoon.",
                 hedges=("Probably",), basis=NONE, true=True, files=("low",)),
        ),
    )  # fmt: skip


def _north(last: datetime) -> Post:
    fired = "Our Northbank Rocket Club fired today's salute"
    film = "from the Canal Bridge, as this film clearly shows"
    around = "It may have been around five o'clock."
    return Post(
        key="north", source="@northbank_daily", kind="account", url="https://social.example.org/northbank_daily/2047",
        posted=last + timedelta(minutes=52), text=f"{fired} {film}. {around} The square was quiet.",
        said=(
            Said(question=WHERE, answer="Canal Bridge", quote=f"{fired} {film}.", hedges=(), basis=FOOTAGE, true=False,
                 files=("recycled",)),
            Said(question=WHO, answer="Northbank Rocket Club", quote=fired, hedges=(), basis=OWN_ACT, true=False),
            Said(question=WHEN, answer="around 17:00", quote=around, hedges=("may have been", "around"), basis=NONE,
                 true=False),
            Said(question=AUTHENTIC, answer="the film is of today", quote=f"today's salute {film}", hedges=(),
                 basis=FOOTAGE, true=False, files=("recycled",)),
        ),
    )  # fmt: skip


def _town(last: datetime, minute: str) -> Post:
    fired = "the Old Quay Salute Society fired five salutes"
    bridge = "The Canal Bridge stayed open to traffic all afternoon."
    return Post(
        key="town", source="Lindholm Town Office", kind="official", url="https://town.example.org/notices/2024-08-24",
        posted=last + timedelta(hours=1, minutes=20),
        text=f"Today's harvest parade ended on Tower Square. At {minute} {fired} from the square, as permitted by this "
        f"office. {bridge}",
        said=(
            Said(question=WHERE, answer="Tower Square", quote=f"{fired} from the square, as permitted by this office",
                 hedges=(), basis=OWN_ACT, true=True),
            Said(question=WHO, answer="Old Quay Salute Society", quote=fired, hedges=(), basis=OWN_ACT, true=True),
            Said(question=WHEN, answer=minute, quote=f"At {minute}", hedges=(), basis=NONE, true=True),
            Said(question=CONTEXT, answer="the bridge stayed open", quote=bridge, hedges=(), basis=NONE, true=None),
        ),
    )  # fmt: skip


def _agency(last: datetime) -> Post:
    closed = "Five salutes closed Saturday's harvest parade in Lindholm, the town office said."
    tower = "They were apparently fired close to the tower."
    club = "The Northbank Rocket Club reportedly says that it fired them; this could not be confirmed."
    older = "A film of a salute over the bridge that is shared today seems to be older."
    return Post(
        key="agency", source="Fjord News Agency", kind="agency", url="https://agency.example.com/lindholm-salute",
        posted=last + timedelta(hours=2, minutes=5),
        text=f"LINDHOLM, 24 August (FNA) - {closed} {tower} {club} {older}",
        said=(
            Said(question=WHAT, answer="five salutes closed the parade", quote=closed, hedges=(), basis=ANOTHER, true=True),
            Said(question=WHERE, answer="Tower Square", quote=tower, hedges=("apparently",), basis=NONE, true=True),
            Said(question=WHO, answer="Northbank Rocket Club", quote=club,
                 hedges=("reportedly", "could not be confirmed"), basis=ANOTHER, true=False),
            Said(question=AUTHENTIC, answer="the bridge film is older", quote=older, hedges=("seems to be",),
                 basis=FOOTAGE, true=True, files=("recycled",)),
        ),
    )  # fmt: skip


def article(drill: Drill) -> str:
    """The local paper's piece, as plain running prose."""
    today = drill.today
    local = (today.zero + timedelta(seconds=today.bursts[0].second)).astimezone(ZoneInfo(today.zone))
    lasted = round(today.bursts[-1].second - today.bursts[0].second)
    return f"""Harvest parade ends with a bang, and a quarrel

Lindholm Courier, Sunday 25 August 2024

The harvest parade went down Tower Street on Saturday afternoon in bright sun, with the brass band in front and the dancers
behind, and some hundreds of people on the pavements. The Courier's reporter stood on the right-hand pavement, about seventy
metres from the tower, and heard five shots in the space of about {lasted} seconds. The first came at {local:%H:%M}, a few
seconds after a green car had crossed in front of the parade from right to left.

Where the salute was fired is disputed. The town office says that the Old Quay Salute Society fired it from Tower Square,
north of the tower, with a permit. An account that is close to the Northbank Rocket Club says that the club fired it from
the Canal Bridge, about a hundred and fifty metres to the south-west of the tower, and shows a film. On that film the sky is
grey and the marchers wear green, which nobody whom the Courier asked remembers from Saturday. It is also said that the film
shows an empty plot where Lime House now stands; the Courier has not been able to check this.

The society and the club fired the salute in turns in earlier years. The club did not answer a question from the Courier
before this page was closed. Nobody was hurt, and the bridge was open, the town office says.
"""


def _as_written(instant: datetime, zone: str) -> str:
    """How the sheet's owner typed a time: the clock's reading in the zone beside it, without the zone in the text."""
    if zone.startswith(("+", "-")):
        hours, minutes = int(zone[:3]), int(zone[4:6])
        moved = instant.astimezone(UTC) + timedelta(hours=hours, minutes=minutes)
    else:
        moved = instant.astimezone(ZoneInfo(zone or "Europe/Copenhagen"))
    return moved.strftime("%Y-%m-%d %H:%M")


def sightings(drill: Drill) -> tuple[Sighting, ...]:
    """All rows of the sheet, in the order in which its owner typed them."""
    today, before = drill.today, drill.before
    name = {c.key: c.recorder.file for c in (*today.cameras, *before.cameras)} | {c.key: c.file for c in COPIES}
    name |= {"twin": TWIN[1], "still": STILL[1]}
    copenhagen, east, utc = "Europe/Copenhagen", "+02:00", "UTC"
    #  key, place, account, minutes after the event, zone as written, note
    rows = (
        ("a", "social.example.org/anna_k/31", "@anna_k", 24, copenhagen, "says that she filmed it"),
        ("low", "chat.example.net/harbour_mix/5530", "@harbour_mix", 38, east, ""),
        ("low", "chat.example.net/lindholm_now/118", "@lindholm_now", 47, east, "forwarded from @harbour_mix"),
        ("twin", "video.example.com/w/kq81", "@parade_fan", 95, utc, "saved under another name"),
        (
            "b",
            "video.example.com/w/ab3f",
            "@balcony_view",
            180,
            copenhagen,
            "sent on request, file as it left the camera",
        ),
        ("c", "social.example.org/jonas_ph/7", "@jonas_ph", 66, copenhagen, ""),
        ("crop", "social.example.org/tower_watch/90", "@tower_watch", 240, utc, ""),
        ("mirror", "video.example.com/w/mm20", "@parade_fan", 260, utc, ""),
        ("caption", "video.example.com/w/live1", "Lindholm Live", 55, copenhagen, "with their own caption"),
        ("caption", "social.example.org/northbank_daily/2049", "@northbank_daily", 71, copenhagen, "embedded"),
        ("cut", "chat.example.net/quay_group/77", "@quay_group", 300, east, ""),
        ("dub", "video.example.com/w/mus1c", "@melody_lane", 330, "America/New_York", "zone of the platform"),
        ("fast", "social.example.org/short_takes/12", "@short_takes", 410, utc, ""),
        ("both", "video.example.com/w/best", "@best_of_towns", 700, utc, "compilation"),
        ("regrab", "chat.example.net/family/3", "@old_quay_voice", 122, east, ""),
        ("still", "social.example.org/old_quay_voice/882", "@old_quay_voice", 13, "", "the page shows no zone"),
        (
            "recycled",
            "social.example.org/northbank_daily/2047",
            "@northbank_daily",
            52,
            copenhagen,
            "posted as of today",
        ),
        ("recycled", "chat.example.net/lindholm_now/121", "@lindholm_now", 58, east, ""),
    )
    found = []
    for row, (key, place, account, minutes, zone, note) in enumerate(rows):
        posted = _whole_minute(today.zero + timedelta(minutes=minutes))
        found.append(
            Sighting(
                file=f"footage/{name[key]}", url=f"https://{place}", account=account, posted=posted,
                posted_text=_as_written(posted, zone), zone=zone,
                seen=_whole_minute(today.zero + timedelta(hours=18, minutes=7 * row)), note=note,
            )
        )  # fmt: skip
    posted = _whole_minute(before.zero + timedelta(minutes=75))
    found.append(
        Sighting(
            file=f"footage/{name['old']}", url="https://video.example.com/w/old23", account="Northbank Rocket Club",
            posted=posted, posted_text=_as_written(posted, copenhagen), zone=copenhagen,
            seen=_whole_minute(today.zero + timedelta(hours=21)), note="found by searching for the bridge",
        )
    )  # fmt: skip
    return tuple(found)


def _whole_minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)
