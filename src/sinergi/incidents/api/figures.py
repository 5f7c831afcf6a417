"""Figures, the load of the desks, and the policy."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Query
from pydantic import Field

from sinergi.incidents import actions, rules
from sinergi.incidents.api.bodies import Code, SetPolicy
from sinergi.incidents.api.listing import IncidentQuery
from sinergi.incidents.api.routes import router
from sinergi.incidents.api.shapes import DeskRef, Level
from sinergi.incidents.filters import require_filter
from sinergi.incidents.models import EscalationPolicy
from sinergi.incidents.queries import desks as desk_queries
from sinergi.incidents.queries import figures as figure_queries
from sinergi.incidents.stages import cases_by_stage
from sinergi.kernel.rest import Asking, Body, Day, Moment, Shape


class TallyOut(Shape):
    """How many cases, by what became of them."""

    reported: int
    unfinished: int
    late: int
    settled: int
    settled_in_village: int
    above_home: int = Field(description="Moved, or closed, above the desk of their own place.")
    share_in_village: float | None = Field(
        description="Of the settled cases, those settled on the village's desk; null without any."
    )


class TimesOut(Shape):
    """How long the desks of a level took, in minutes."""

    acknowledged: int
    acknowledge_median: float | None
    acknowledge_p90: float | None
    settled: int
    settle_median: float | None
    settle_p90: float | None


class DayFigures(Shape):
    """The cases that happened on one day, in the region's zone."""

    day: Day
    reported: int
    unfinished: int
    settled: int


class FiguresOut(Shape):
    """How it goes; each figure is the length of a list that `/incidents` shows."""

    at: Moment
    total: TallyOut
    area_level: Literal["district", "village"]
    areas: dict[str, TallyOut] = Field(description="By the code of the place.")
    kinds: dict[str, TallyOut]
    levels: dict[str, TallyOut]
    times: dict[str, TimesOut] = Field(description="By the level of the desk.")
    days: list[DayFigures]
    stages: dict[str, int] = Field(
        description="Cases by the code of the main stage within which they happened. Stages "
        "overlap, so a case may count in several."
    )


@router.get(
    "/figures",
    response=FiguresOut,
    operation_id="figures",
    summary="Read the figures",
    tags=["figures"],
)
def read_figures(request: Asking, asked: Query[IncidentQuery]) -> FiguresOut:
    """The figures over the cases that the filter means, among those that you may see."""
    found = figure_queries.figures(request.post, require_filter(request.GET))
    return FiguresOut.model_construct(
        at=found.at,
        total=_tally(found.total),
        area_level=found.area_level,
        areas=_tallies(found.areas),
        kinds=_tallies(found.kinds),
        levels=_tallies(found.levels),
        times={level: _times(times) for level, times in found.times.items()},
        days=[_day(day) for day in found.days],
        stages={
            stage.code: count for stage, count in cases_by_stage(found.days, request.operation)
        },
    )


def _tallies(tallies: dict[str, figure_queries.Tally]) -> dict[str, TallyOut]:
    return {code: _tally(tally) for code, tally in sorted(tallies.items())}


def _tally(tally: figure_queries.Tally) -> TallyOut:
    return TallyOut.model_construct(
        **{name: getattr(tally, name) for name in TallyOut.model_fields}
    )


def _times(times: figure_queries.Times) -> TimesOut:
    return TimesOut.model_construct(
        **{name: getattr(times, name) for name in TimesOut.model_fields}
    )


def _day(day: figure_queries.Day) -> DayFigures:
    return DayFigures.model_construct(
        **{name: getattr(day, name) for name in DayFigures.model_fields}
    )


class LoadOut(Shape):
    """What lies on a desk now, and whether somebody is there."""

    desk: DeskRef
    region: str = Field(description="Code of its place.")
    unfinished: int
    late: int
    unacknowledged: int
    day_confirmed: bool = Field(description="Silence is no peace: false says nothing of the day.")
    nil: bool = Field(description="The desk said that nothing happened.")
    on_duty: bool


class LoadQuery(Body):
    """Which desks are meant."""

    district: Code | None = Field(None, description="Only the desks there and below.")
    level: Level | None = None
    only: Literal["late", "silent", "unattended"] | None = None


@router.get(
    "/figures/desks",
    response=list[LoadOut],
    operation_id="figures_desks",
    summary="Read the load of the desks",
    tags=["figures"],
)
def read_loads(request: Asking, asked: Query[LoadQuery]) -> list[LoadOut]:
    """What lies on each desk of your places, whether it confirmed its day, and who is there."""
    told = {name: value for name, value in asked.model_dump().items() if value}
    return [_load(row) for row in desk_queries.tree(request.post, **told).rows]


def _load(row: desk_queries.DeskRow) -> LoadOut:
    desk = row.desk
    return LoadOut.model_construct(
        desk=DeskRef.model_construct(id=desk.pk, name=desk.name, level=desk.level),
        region=desk.region_id,
        unfinished=row.load.unfinished,
        late=row.load.late,
        unacknowledged=row.load.unacknowledged,
        day_confirmed=row.confirmed,
        nil=row.nil,
        on_duty=row.on_duty,
    )


class PolicyOut(Shape):
    """How long a desk has: {severity: {level: [acknowledge, settle]}}, in minutes."""

    id: UUID | None = Field(description="Null while the house's own proposal holds.")
    version: int = Field(description="0 while the house's own proposal holds.")
    table: dict[str, dict[str, list[int]]]
    made_at: Moment | None
    made_by: str
    remark: str


@router.get(
    "/policy",
    response=PolicyOut,
    operation_id="policy_read",
    summary="Read the escalation policy",
    tags=["policy"],
)
def read_policy(request: Asking) -> PolicyOut:
    """The version in force; earlier ones are kept in the journal."""
    row = EscalationPolicy.objects.filter(operation_id=request.post.operation_id).first()
    return _policy(row)


@router.put(
    "/policy",
    response=PolicyOut,
    operation_id="policy_set",
    summary="Set the escalation policy",
    tags=["policy"],
)
def set_policy(request: Asking, body: SetPolicy) -> PolicyOut:
    """A new version: it holds for what arrives at a desk from now on. Journal: `policy.set`."""
    table: Any = body.table
    return _policy(
        actions.set_policy(request.post, request.operation, table=table, remark=body.remark)
    )


def _policy(row: EscalationPolicy | None) -> PolicyOut:
    if row is None:
        table = rules.DEFAULT_POLICY
        return PolicyOut(
            id=None, version=0, table=_lists(table), made_at=None, made_by="", remark=""
        )
    return PolicyOut(
        id=row.pk,
        version=row.version,
        table=_lists(row.table),
        made_at=row.made_at,
        made_by=row.made_by,
        remark=row.note,
    )


def _lists(table: Any) -> dict[str, dict[str, list[int]]]:
    return {
        severity: {level: list(pair) for level, pair in levels.items()}
        for severity, levels in table.items()
    }
