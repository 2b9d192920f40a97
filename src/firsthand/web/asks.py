"""What the workbench may ask to have entered: one shape a verb, the same words as the command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from firsthand.desk.screens.proof import Camera, Candidate, FrameBox, Imagery, Pair
from firsthand.desk.screens.sheet import Change
from firsthand.record.assessment import About, Confidence, Consistency, Likelihood
from firsthand.record.claim import Basis, Credibility, Reliability, SourceKind
from firsthand.record.observation import MarkKind
from firsthand.record.publication import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchAsk:
    """A stretch of a file, "n/d" or decimal seconds; without ends the whole file."""

    file: str
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentAsk:
    """One exact frame, as GET /api/files/{file}/frames/{at} gives it."""

    file: str
    stream: int
    pts: str
    frame: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObserveAsk:
    """What was seen or heard; `details` holds drawn points and measures, each with its unit in its name."""

    what: str
    says: str
    stretch: StretchAsk | None = None
    moment: MomentAsk | None = None
    area: FrameBox | None = None
    verbatim: str | None = None
    language: str | None = None
    translation: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkAsk:
    mark: MarkKind
    label: str
    stretch: StretchAsk | None = None
    area: FrameBox | None = None
    entry: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowAsk:
    """What of a copy a mark holds back: stretches of that copy, or none where it does not show what the mark protects."""

    mark: str
    file: str
    holds: tuple[StretchAsk, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAsk:
    about: About
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAsk:
    """Boxes of whole 1e-7 degrees (west, south, east, north), or a point with its radius."""

    boxes: tuple[tuple[int, int, int, int], ...] = ()
    lon_deg: float | None = None
    lat_deg: float | None = None
    radius_m: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAsk:
    """A time as it was stated, with the zone it was stated in."""

    stated: str
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAsk:
    question: str
    text: str
    region: PlaceAsk | None = None
    span: TimeAsk | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAsk:
    name: str
    is_a: SourceKind
    reliability: Reliability = Reliability.F
    reason: str = ""
    protected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAsk:
    """What a source says. `for_`, `against` name answers, `about` questions that it speaks to without answering."""

    source: str
    paraphrase: str
    through: tuple[str, ...] = ()
    verbatim: str | None = None
    language: str | None = None
    translation: str | None = None
    answers_for: tuple[str, ...] = ()
    answers_against: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    hedges: tuple[str, ...] = ()
    basis: Basis = Basis.NONE_GIVEN
    said: TimeAsk | None = None
    files: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    credibility: Credibility = Credibility.CANNOT_BE_JUDGED
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeAsk:
    about: str
    grade: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighAsk:
    """One cell of the matrix."""

    evidence: str
    answer: str
    consistency: Consistency
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessAsk:
    answer: str
    likelihood: Likelihood
    confidence: Confidence
    reasons: str
    speaks_for: tuple[str, ...] = ()
    speaks_against: tuple[str, ...] = ()
    revises: str | None = None
    dissents_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAsk:
    of: str
    agrees: bool
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawAsk:
    of: str
    reason: str
    instead: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyAsk:
    source: str
    question: str
    asked: bool | None = None
    answered: bool | None = None
    answer: str = ""
    when: TimeAsk | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAsk:
    text: str
    section: Section = Section.KNOWN
    order: int = 0
    rests_on: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    replaces: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LintAsk:
    """A sentence that is being written, before it is entered."""

    text: str
    section: Section = Section.KNOWN
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAsk:
    """Which constraints are on, where to look (boxes of 1e-7 degrees), when, and whether the answer is to be entered."""

    on: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    region: PlaceAsk | None = None
    begin: TimeAsk | None = None
    end: TimeAsk | None = None
    enter: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofAsk:
    """A proof of a place; `replaces` is the proof of one's own that it stands instead of."""

    title: str
    moment: MomentAsk
    pairs: tuple[Pair, ...]
    camera: Camera | None = None
    rejected: tuple[Candidate, ...] = ()
    imagery: Imagery | None = None
    replaces: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointAsk:
    """A point of the picture (pixels) that the map has."""

    x_px: float
    y_px: float
    lon_deg: float
    lat_deg: float
    height_m: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveAsk:
    """Points for place.resection, and the size of their picture."""

    points: tuple[PointAsk, ...]
    width_px: int
    height_px: int
    field_of_view_deg: float = 65.0
    pixel_error: float = 2.0
    map_error_m: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PasteAsk:
    """Tab or comma separated text, with a heading line, as it comes from a spreadsheet."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyAsk:
    changes: tuple[Change, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewAsk:
    """A view of the sheet to be kept under a name."""

    name: str
    columns: tuple[str, ...]
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorAsk:
    """Two moments of two recordings that are the same instant, set by hand: seconds ("n/d") with their error."""

    one: str
    one_at: str
    two: str
    two_at: str
    error_s: float
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobAsk:
    """A long job: examine (triage or full), align, or a viewing copy of `file`."""

    what: str
    profile: str = "full"
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishAsk:
    """`exhibits` are originals to make public, none by default; `withhold` entries (ID) or sealed fields (ID.field)."""

    changed: str = ""
    exhibits: tuple[str, ...] = ()
    withhold: tuple[str, ...] = ()
