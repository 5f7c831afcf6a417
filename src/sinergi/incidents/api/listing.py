"""Lists of cases, by the filter that the page of the situation has too."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from ninja import Query
from pydantic import ConfigDict, Field

from sinergi.incidents.api.bodies import Code
from sinergi.incidents.api.routes import router
from sinergi.incidents.api.shapes import (
    IncidentPage,
    Level,
    Severity,
    State,
    incident_out,
    with_places,
)
from sinergi.incidents.filters import require_filter
from sinergi.incidents.queries.situation import meant
from sinergi.kernel.rest import (
    LIMIT,
    Asking,
    Body,
    Cursor,
    Day,
    Limit,
    Line,
    Word,
    page_of,
    window,
)

Condition = State | Literal["open", "closed", "overdue", "unacknowledged", "all"]


class IncidentQuery(Body):
    """Which cases are meant, in the words of the page's own address."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    kind: list[Word] = Field([], max_length=30, description="One or several, see `/catalogue`.")
    severity: list[Severity] = Field([], max_length=4, description="One or several.")
    state: list[Condition] = Field(
        [], max_length=12, description="States, or `open`, `closed`, `overdue`, `unacknowledged`."
    )
    level: Level | None = Field(None, description="Of the desk on which it lies, or was closed.")
    above: Literal["yes"] | None = Field(None, description="Only above the desk of its own place.")
    place: Code | None = Field(None, description="Official code: there and below.")
    stage: Word = Field("", description="Code of a stage: happened within its days.")
    days: int = Field(0, ge=0, le=366, description="The last so many days, today among them.")
    since: Day | None = Field(None, alias="from", description="First day, in the region's zone.")
    until: Day | None = Field(None, alias="to", description="Last day, inclusive.")
    q: Line = Field("", description="Words, by Indonesian stems; or the end of a number.")
    desk: UUID | None = None
    asked: UUID | None = Field(None, description="An agency that was asked.")
    body: Word = Field("", description="The body to which it was referred.")
    referral: Literal["open"] | None = Field(None, description="Only unanswered referrals.")
    visibility: Literal["ordinary", "restricted"] | None = None


class IncidentPageQuery(IncidentQuery):
    """Which cases, and which page of them."""

    limit: Limit = LIMIT
    cursor: Cursor = ""


@router.get(
    "/incidents",
    response=IncidentPage,
    operation_id="incident_list",
    summary="List cases",
)
def list_incidents(request: Asking, asked: Query[IncidentPageQuery]) -> IncidentPage:
    """The cases that you may see, by what happened last. The filter is that of the page."""
    rows = meant(request.post, require_filter(request.GET))
    shown = window(with_places(rows), by="happened_at", cursor=asked.cursor, limit=asked.limit)
    return IncidentPage.model_construct(**page_of(request, shown, rows.count(), incident_out))
