"""What the API takes and answers of outreach."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field
from pydantic import BeforeValidator, Strict, StringConstraints, WithJsonSchema

from sinergi.kernel.rest import LIMIT, NO_NUL, Body, Cursor, Limit, Moment, Page, Remark, Shape
from sinergi.regions.codes import PLACE, VILLAGE

MOST_VILLAGES = 10_000

Group = Literal["general", "first", "elderly", "disabled", "remote", "women"]
State = Literal["planned", "held", "cancelled"]
Text = Annotated[str, StringConstraints(max_length=150, pattern=NO_NUL)]
People = Annotated[int, Strict(), Field(ge=0, le=100_000)]
Village = Annotated[str, StringConstraints(pattern=VILLAGE)]


def _read_percent(value: Any) -> Any:
    """A number becomes a decimal as it was written, with one place."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value if isinstance(value, Decimal) else "nan"
    return round(Decimal(str(value)), 1) if 0 <= value <= 100 else "nan"


Percent = Annotated[
    Decimal,
    Field(ge=0, le=100, allow_inf_nan=False),
    BeforeValidator(_read_percent),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100}),
]


class ActivityIn(Body):
    """The plan of an activity."""

    title: Text
    groups: list[Group] = Field(min_length=1, max_length=6, description="For whom it is.")
    starts_at: Moment
    place: Text = ""
    expected: People | None = None


class ActivityPlan(ActivityIn):
    """The same with its village."""

    region: Village = Field(description="Code of a village of my places.")


class ActivityCancel(Body):
    """Why it does not take place."""

    reason: Remark


class ActivityReport(Body):
    """What came of it."""

    held_at: Moment
    reached: People = Field(description="People who came.")
    reached_women: People | None = Field(None, description="Women among them, if counted.")
    note: Remark = ""


class ActivityOut(Shape):
    """One activity of outreach in one village."""

    id: UUID
    href: str
    region: str = Field(description="Code of the village.")
    village: str
    agency: UUID
    agency_name: str
    title: str
    place: str
    groups: list[Group]
    starts_at: Moment
    expected: int | None
    state: State
    held_at: Moment | None
    reached: int | None
    reached_women: int | None
    note: str = Field(description="Of the report; the reason when it was cancelled.")
    planned_by: str
    planned_at: Moment


class ActivityPage(Page[ActivityOut]):
    """A page of activities."""


class ActivitiesAsked(Body):
    """Which activities to list."""

    place: str = Field(
        "", max_length=13, pattern=PLACE, description="Code of a place: there and below."
    )
    agency: UUID | None = None
    group: Literal["", Group] = ""
    state: Literal["", State] = ""
    month: str = Field("", max_length=7, pattern=r"^(20\d\d-(0[1-9]|1[0-2]))?$")
    limit: Limit = LIMIT
    cursor: Cursor = ""


class CoverageAsked(Body):
    """Which place; mine when left out."""

    region: str = Field("", max_length=13, pattern=PLACE)


class VillageOut(Shape):
    """One village. Shares in per cent; null is not known."""

    region: str
    name: str
    voters: int
    voters_estimated: bool
    held: int
    planned: int
    reached: int
    coverage: float
    last_activity_at: Moment | None
    last_turnout: float | None
    last_source: str = Field(description="Source and year of the last turnout.")
    smoothed: float | None = Field(description="With 300 voters of the district mixed in.")
    target: float | None = Field(description="Set by KPU.")
    goal: float | None = Field(description="The target, else the median of the district.")
    score: float | None = Field(description="voters × (goal − smoothed) × (1 − coverage)")
    missing_groups: list[Group]
    why: str


class CoverageOut(Shape):
    """All villages of a place, the highest score first."""

    region: str
    voters: int
    reached: int
    held: int
    planned: int
    villages: list[VillageOut]


class TargetsIn(Body):
    """The turnout at which villages aim; null takes the targets back."""

    villages: list[Village] = Field(min_length=1, max_length=MOST_VILLAGES)
    percent: Percent | None


class LastTurnoutIn(Body):
    """A turnout of last time, by a source."""

    region: Village
    percent: Percent
    source: Annotated[str, StringConstraints(max_length=120, pattern=NO_NUL)] = Field(
        description="Source and year."
    )
