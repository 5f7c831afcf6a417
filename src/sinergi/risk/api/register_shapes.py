"""What the API takes and answers of the register of risks."""

from __future__ import annotations

from typing import Annotated, Literal
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
    Prose,
    Remark,
    Shape,
    Word,
)
from sinergi.regions.codes import PLACE

RiskState = Literal["open", "mitigated", "accepted", "closed"]
RiskGrade = Literal["low", "medium", "high", "critical"]
Step = Annotated[int, Strict(), Field(ge=1, le=5)]
PlaceCode = Annotated[str, Field(pattern=PLACE, description="Code of a place.")]


class RiskMeasureOut(Shape):
    """What is done against a risk: a follow-up of the house."""

    followup: UUID
    href: str
    title: str
    owner: str
    state: str
    due_at: Moment | None
    is_overdue: bool
    answer: str
    suggestion: str = Field(description="Of the library; empty when it is not from there.")


class RegisterRiskOut(Shape):
    """A risk of the register."""

    id: UUID
    href: str
    number: str
    region: str
    region_name: str
    kind: str
    title: str
    description: str
    stage: str | None = Field(description="Code of the stage.")
    likelihood: int
    impact: int
    weight: int = Field(description="Likelihood times impact.")
    first_weight: int = Field(description="When it was entered.")
    grade: RiskGrade
    state: RiskState
    review_on: Day | None
    result: str
    kept_by: str
    opened_at: Moment
    measures: list[RiskMeasureOut]


class RegisterRiskPage(Page[RegisterRiskOut]):
    """A page of the register."""


class RegisterAsked(Body):
    """Which risks to list; closed ones only when asked for."""

    place: Annotated[str, Field("", pattern=PLACE, description="There and below.")] = ""
    kind: Word = ""
    state: Literal[
        "", "open", "mitigated", "accepted", "closed", "review", "late", "bare", "all"
    ] = ""
    grade: Literal["", "low", "medium", "high", "critical"] = ""
    limit: Limit = LIMIT
    cursor: Cursor = ""


class SuggestionOut(Shape):
    """What is usually done against a kind of risk."""

    code: str
    kind: str
    title: str
    detail: str
    owner: str = Field(description="A kind of agency.")
    days: int
    stages: list[str]
    grounds: Literal["law", "reported", "practice"]
    basis: str


class RiskToldIn(Body):
    """What is said of a risk. No person, religion or candidate."""

    kind: Word
    title: Line = Field(min_length=1)
    description: Remark = ""
    stage: Word | None = Field(None, description="Code of the stage in which it may happen.")


class OpenRiskIn(RiskToldIn):
    """A new one."""

    region: PlaceCode
    likelihood: Step
    impact: Step
    review_on: Day


class JudgeRiskIn(Body):
    """How likely and grave it is now, what was found, when to look again."""

    likelihood: Step
    impact: Step
    review_on: Day
    remark: Remark = Field(min_length=1)


class MitigateRiskIn(Body):
    """How likely and grave it is still, and what came of what was done."""

    likelihood: Step
    impact: Step
    review_on: Day
    result: Remark = Field(min_length=1)


class AcceptRiskIn(Body):
    """Why nothing more is done, and when to look again."""

    result: Remark = Field(min_length=1)
    review_on: Day


class CloseRiskIn(Body):
    """What came of it."""

    result: Remark = Field(min_length=1)


class AddMeasureIn(Body):
    """What is asked, of one agency or one desk, until when."""

    title: Line = Field(min_length=1)
    agency: UUID | None = None
    desk: UUID | None = None
    due_at: Moment
    detail: Prose = ""
    evidence_asked: Note = ""
    suggestion: Word = ""
