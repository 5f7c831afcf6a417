"""The board of the voting day in the API: sums of a place, and who has not reported."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Query

from sinergi.kernel.permission import require
from sinergi.kernel.rest import NO_NUL, Asking, Shape
from sinergi.polling.api.routes import router
from sinergi.polling.permissions import may_look
from sinergi.polling.queries.board import Board, Progress, board_of
from sinergi.polling.queries.scope import scope_of
from sinergi.polling.queries.silent import silent_stations
from sinergi.polling.queries.turnout import Turnout, turnout_of

Code = Annotated[str, Field(max_length=13, pattern=NO_NUL)]


class BoardMilestoneOut(Shape):
    """How far one milestone is."""

    code: str
    title: str
    due_at: datetime
    stations: int = Field(description="Stations in use.")
    done: int
    expected: int = Field(description="Stations that should have reported by now.")
    missing: int = Field(description="Overdue: its hour and the grace after it have passed.")
    late: int = Field(description="Of those done: it happened after its time.")
    flagged: int = Field(description="Of those done: improbable, and confirmed by the sender.")
    value: int = Field(description="Sum of the voters counted; 0 for what is no count.")
    voters: int = Field(description="Registered at the stations that counted.")


class BoardPlaceOut(Shape):
    """A place below the one asked for."""

    region: str
    name: str
    stations: int
    voters: int
    milestones: list[BoardMilestoneOut]


class IntervalOut(Shape):
    """Between which shares it lies with that probability, in per cent."""

    level: int
    low: float
    high: float


class ForecastOut(Shape):
    """The final turnout foretold, in per cent of the registered voters."""

    share: float
    intervals: list[IntervalOut]
    stations: int = Field(description="Stations with a final count.")


class SilentOut(Shape):
    """A station that owes something."""

    station: UUID
    name: str
    region: str
    since: datetime
    owes: list[str] = Field(description="Codes of milestones.")
    called_at: datetime | None


class BoardOut(Shape):
    """The voting day of one place."""

    region: str
    name: str
    at: datetime
    stations: int
    voters: int
    milestones: list[BoardMilestoneOut]
    places: list[BoardPlaceOut] = Field(description="Empty for a village.")
    expected: float | None = Field(description="Turnout of the last election, in per cent.")
    forecast: ForecastOut | None
    silent: list[SilentOut] = Field(description="A page of them; none of a whole province.")
    silent_total: int


class BoardAsked(Shape):
    """Which place, and which page of the silent stations."""

    region: Code = ""
    page: Annotated[int, Field(ge=1, le=10_000)] = 1


@router.get("/board", response=BoardOut, summary="The board of the voting day")
def read_board(request: Asking, asked: Query[BoardAsked]) -> BoardOut:
    """Milestones, places below, turnout with its forecast, and who has not reported."""
    require(may_look(request.post, request.post.operation))
    found = board_of(scope_of(request.post, asked.region))
    return _board(found, turnout_of(found), asked.page)


def _board(found: Board, turnout: Turnout, page: int) -> BoardOut:
    overdue = [row.milestone for row in found.milestones if row.missing]
    silent = silent_stations(found.scope, overdue, page)
    return BoardOut(
        region=found.scope.code,
        name=found.scope.region.full_name,
        at=found.moment,
        stations=found.total.stations,
        voters=found.total.voters,
        milestones=[_milestone(row) for row in found.milestones],
        places=[
            BoardPlaceOut(
                region=row.region.pk,
                name=str(row.region),
                stations=row.total.stations,
                voters=row.total.voters,
                milestones=[_milestone(cell) for cell in row.cells],
            )
            for row in found.places
        ],
        expected=None if turnout.expected is None else _percent(turnout.expected),
        forecast=_forecast(turnout),
        silent=[
            SilentOut(
                station=row.station.pk,
                name=str(row.station),
                region=row.station.region_id,
                since=row.since,
                owes=[milestone.code for milestone in row.milestones],
                called_at=row.call.called_at if row.call else None,
            )
            for row in silent.rows
        ],
        silent_total=silent.total,
    )


def _milestone(row: Progress) -> BoardMilestoneOut:
    return BoardMilestoneOut(
        code=row.milestone.code,
        title=row.milestone.title,
        due_at=row.milestone.due_at,
        stations=row.total.stations,
        done=row.sum.done,
        expected=row.expected,
        missing=row.missing,
        late=row.sum.late,
        flagged=row.sum.flagged,
        value=row.sum.value,
        voters=row.sum.voters,
    )


def _forecast(turnout: Turnout) -> ForecastOut | None:
    told = turnout.forecast
    if told is None:
        return None
    intervals = [(level, *told.interval(level / 100)) for level in (80, 95)]
    return ForecastOut(
        share=_percent(told.share),
        intervals=[
            IntervalOut(level=level, low=_percent(low), high=_percent(high))
            for level, low, high in intervals
        ],
        stations=told.stations,
    )


def _percent(share: float) -> float:
    return round(share * 100, 2)
