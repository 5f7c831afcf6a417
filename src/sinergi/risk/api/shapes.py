"""What the API takes and answers of the index of vulnerability."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field
from pydantic import Strict

from sinergi.kernel.rest import (
    LIMIT,
    Body,
    Cursor,
    Day,
    Limit,
    Line,
    Moment,
    Note,
    Page,
    Shape,
    Word,
)
from sinergi.regions.codes import PLACE, VILLAGE

MOST_PLACES = 500
MOST_DAYS = 14
Given = Literal["less", "vulnerable", "very"]
Number = Annotated[float, Field(allow_inf_nan=False)]
Weighed = dict[Word, Number]
Judgeable = Annotated[int, Strict(), Field(ge=0, le=1_000_000)]
VillageCode = Annotated[str, Field(pattern=VILLAGE, description="Code of the village.")]


class RiskIndicatorOut(Shape):
    """What the index looks at."""

    code: str
    dimension: str
    title: str
    unit: Literal["village", "station", "both"]
    source: Literal["assessed", "derived", "live"]
    measure: Literal["level", "yes_no", "count", "share"]
    basis: str
    remedy: str = Field(description="What would lower it.")
    active: bool
    weight: float = Field(description="In the version in force; 0: known, but not counted.")
    half: float = Field(description="The rate or share at which its score is one half.")


class WeightingOut(Shape):
    """One version of the weights: ours, not Bawaslu's, which publishes none."""

    number: int
    weights: dict[str, float]
    halves: dict[str, float]
    dimension_weights: dict[str, float]
    half_life: float = Field(description="Days after which an incident weighs half.")
    tension_pull: float
    own_share: float
    vulnerable_from: float
    very_from: float
    calibration: dict[str, Any]
    made_at: Moment
    made_by: str
    note: str


class WeightsIn(Body):
    """What is to be other than in the version in force; what is not named stays."""

    weights: Weighed = {}
    halves: Weighed = {}
    dimension_weights: Weighed = {}
    half_life: Number | None = None
    tension_pull: Number | None = None
    own_share: Number | None = None
    vulnerable_from: Number | None = None
    very_from: Number | None = None


class WeightsChange(WeightsIn):
    """The same, with the reason."""

    why: Note


class ReplayIn(WeightsIn):
    """Other weights, on days of the past."""

    since: Day
    days: Annotated[int, Strict(), Field(ge=1, le=MOST_DAYS)] = 7


class ReplayedOut(Shape):
    """A day of the past by those weights: totals and categories by village."""

    day: Day
    totals: dict[str, float]
    categories: dict[str, Given]


class RiskScoreOut(Shape):
    """The index of a village or a station on a day."""

    region: str = Field(description="Code of the village.")
    village: str
    district: str
    station: UUID | None
    station_number: int | None
    day: Day
    at: Moment
    weighting: int = Field(description="Number of the version of the weights.")
    total: float = Field(description="0 to 100.")
    low: float = Field(description="Bounds of 95 %.")
    high: float
    coverage: float = Field(description="Share of the weight of which something is known.")
    category: Given
    dimensions: dict[str, float]


class RiskScorePage(Page[RiskScoreOut]):
    """A page of scores, the most vulnerable first."""


class ScoresAsked(Body):
    """Which scores."""

    level: Literal["village", "station"] = "village"
    day: Day | None = Field(None, description="The newest unless named.")
    category: Given | Literal[""] = ""
    place: Annotated[str, Field(pattern=PLACE)] = ""
    limit: Limit = LIMIT
    cursor: Cursor = ""


class DayAsked(Body):
    """As of which day."""

    day: Day | None = None


class RiskReasonOut(Shape):
    """What one indicator gave; the points of all add up to the total."""

    code: str = Field(description="`@` and a dimension: what a station has from its village.")
    dimension: str
    title: str
    value: float
    score: float = Field(description="0 to 1.")
    weight: float
    points: float = Field(description="Of the total; also what would go if it were gone.")
    since: Day | None = Field(description="First day of the run on which it was raised.")
    remedy: str
    judged_at: Moment | None
    judged_by: str


class ExplanationOut(RiskScoreOut):
    """A score taken apart."""

    reasons: list[RiskReasonOut]
    unknown: list[str] = Field(description="Codes of what counts, but nobody has told.")


class CourseOut(Shape):
    """One day in the course of a place."""

    day: Day
    total: float
    low: float
    high: float
    category: Given
    weighting: int


class JudgementIn(Body):
    """One indicator: a level 0 to 4, 0 or 1, or a count; null: no longer known."""

    indicator: Word
    value: Judgeable | None
    note: Note = ""


class AssessmentIn(Body):
    """What is judged of a village, or of one of its stations."""

    region: VillageCode
    station: UUID | None = None
    judgements: Annotated[list[JudgementIn], Field(min_length=1, max_length=100)]
    remark: Note = ""


class AssessmentBatch(Body):
    """Several places at once."""

    items: Annotated[list[AssessmentIn], Field(min_length=1, max_length=MOST_PLACES)]


class JudgementOut(Shape):
    """One indicator of an assessment."""

    indicator: str
    value: int | None
    note: str


class AssessmentOut(Shape):
    """One look at a place, as it was kept."""

    id: UUID
    region: str
    station: UUID | None
    assessed_at: Moment
    assessed_by: Line
    remark: str
    judgements: list[JudgementOut]


class AssessmentPage(Page[AssessmentOut]):
    """Assessments, the newest first."""


class AssessmentsAsked(Body):
    """Of which place."""

    place: Annotated[str, Field(pattern=PLACE)] = ""
    limit: Limit = LIMIT
    cursor: Cursor = ""


class AssessmentResult(Shape):
    """What became of one of a batch."""

    state: Literal["done", "refused"]
    assessment: UUID | None
    problem: dict[str, Any] | None = Field(description="As in an error answer.")


class AssessmentBatchOut(Shape):
    """The results, in the order of the batch."""

    done: int
    refused: int
    items: list[AssessmentResult]


class PairOut(Shape):
    """How many stations are in a pair of categories."""

    hand: Literal["less", "vulnerable", "very", "special"]
    index: Given
    stations: int


class DifferingOut(Shape):
    """A station on which hand and index differ; `apart` in steps, the index above when positive."""

    station: UUID
    region: str
    number: int
    hand: Literal["less", "vulnerable", "very"]
    index: Given
    total: float
    apart: int


class RiskComparisonOut(Shape):
    """The index beside the category set by hand; neither overwrites the other."""

    day: Day | None
    stations: int
    agreeing: int
    counts: list[PairOut]
    differing: list[DifferingOut]


class IndexRunOut(Shape):
    """One computation of the index."""

    at: Moment
    weighting: int
    places: int
    changed: int
